import { Redis } from "npm:@upstash/redis@1.39.0";
import { loopback, serve } from "../_shared/serve.ts";

const redis = new Redis({ url: `${loopback}/upstash`, token: "corpus", enableTelemetry: false });

serve(async () => {
  await redis.set("upstash", { seven: 7 });
  return { value: await redis.get("upstash"), missing: await redis.get("missing") };
});
