import Anthropic from "npm:@anthropic-ai/sdk@1.14.0";
import { loopback, serve } from "../_shared/serve.ts";

const client = new Anthropic({ apiKey: "sk-ant-corpus", baseURL: `${loopback}/anthropic` });

serve(async () => {
  const message = await client.messages.create({
    model: "claude-sonnet-4-5",
    max_tokens: 32,
    messages: [{ role: "user", content: "Say hello" }],
  });
  return { content: message.content, usage: message.usage };
});
