import { Redis } from "npm:ioredis@6.0.0";
import { serve } from "../_shared/serve.ts";

const redis = new Redis(Deno.env.get("CORPUS_REDIS_URL")!);

serve(async () => {
  await redis.set("ioredis", "7", "EX", 60);
  const piped = await redis.pipeline().incr("ioredis").get("ioredis").exec();
  return { piped, missing: await redis.get("missing") };
});
