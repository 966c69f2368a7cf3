import { ChatPromptTemplate } from "npm:@langchain/core@1.4.0/prompts";
import { StringOutputParser } from "npm:@langchain/core@1.4.0/output_parsers";
import { ChatOpenAI } from "npm:@langchain/openai@1.5.8";
import { loopback, serve } from "../_shared/serve.ts";

const model = new ChatOpenAI({
  model: "gpt-4o-mini",
  apiKey: "sk-corpus",
  configuration: { baseURL: `${loopback}/openai` },
});
const prompt = ChatPromptTemplate.fromMessages([["system", "Answer in {language}."], ["human", "{question}"]]);

serve(() => prompt.pipe(model).pipe(new StringOutputParser()).invoke({ language: "French", question: "Hello?" }));
