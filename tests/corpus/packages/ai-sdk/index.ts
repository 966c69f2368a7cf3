import { createOpenAI } from "npm:@ai-sdk/openai@3.0.141";
import { generateText, streamText } from "npm:ai@6.0.326";
import { loopback, serve } from "../_shared/serve.ts";

const openai = createOpenAI({ apiKey: "sk-corpus", baseURL: `${loopback}/openai` });

serve(async () => {
  const { text } = await generateText({ model: openai.chat("gpt-4o-mini"), prompt: "Say hello" });
  const pieces: string[] = [];
  for await (const piece of streamText({ model: openai.chat("gpt-4o-mini"), prompt: "Say hello" }).textStream) {
    pieces.push(piece);
  }
  return { text, pieces };
});
