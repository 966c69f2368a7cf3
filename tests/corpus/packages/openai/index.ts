import OpenAI from "npm:openai@6.49.0";
import { loopback, serve } from "../_shared/serve.ts";

const client = new OpenAI({ apiKey: "sk-corpus", baseURL: `${loopback}/openai` });

serve(async () => {
  const messages = [{ role: "user" as const, content: "Say hello" }];
  const whole = await client.chat.completions.create({ model: "gpt-4o-mini", messages });
  const pieces: string[] = [];
  const stream = await client.chat.completions.create({ model: "gpt-4o-mini", messages, stream: true });
  for await (const chunk of stream) pieces.push(chunk.choices[0]?.delta.content ?? "");
  return { whole: whole.choices[0].message.content, pieces };
});
