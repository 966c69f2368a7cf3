import { Agent, request } from "npm:undici@7.30.2";
import { loopback, serve } from "../_shared/serve.ts";

const dispatcher = new Agent({ connections: 1 });

serve(async () => {
  const { statusCode, body } = await request(`${loopback}/things/echo`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ a: [1, "ä"] }),
    dispatcher,
  });
  return { statusCode, body: await body.json() };
});
