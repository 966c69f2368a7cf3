import { WebClient } from "npm:@slack/web-api@8.2.0";
import { loopback, serve } from "../_shared/serve.ts";

const client = new WebClient("xoxb-corpus", { slackApiUrl: `${loopback}/slack/` });

serve(async () => {
  const sent = await client.chat.postMessage({ channel: "C1", text: "Hello" });
  return { ok: sent.ok, ts: sent.ts };
});
