import { GoogleGenAI } from "npm:@google/genai@2.32.0";
import { loopback, serve } from "../_shared/serve.ts";

const client = new GoogleGenAI({ apiKey: "corpus", httpOptions: { baseUrl: `${loopback}/gemini` } });

serve(async () => {
  const answer = await client.models.generateContent({ model: "gemini-2.5-flash", contents: "Say hello" });
  return answer.text;
});
