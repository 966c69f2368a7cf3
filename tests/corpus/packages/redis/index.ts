import { createClient } from "npm:redis@6.3.1";
import { serve } from "../_shared/serve.ts";

const client = createClient({ url: Deno.env.get("CORPUS_REDIS_URL") });
client.on("error", (error) => console.error(error));

serve(async () => {
  if (!client.isOpen) await client.connect();
  await client.set("node-redis", "7", { expiration: { type: "EX", value: 60 } });
  return { number: await client.incr("node-redis"), missing: await client.get("missing") };
});
