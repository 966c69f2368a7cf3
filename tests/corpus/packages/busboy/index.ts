import { Readable } from "node:stream";
import busboy from "npm:busboy@1.6.0";
import { serve } from "../_shared/serve.ts";

serve(async () => {
  const form = new FormData();
  form.append("name", "Ada");
  form.append("file", new File(["contents"], "a.txt", { type: "text/plain" }));
  const request = new Request("https://example.com", { method: "POST", body: form });
  const parts: unknown[] = [];
  const parser = busboy({ headers: { "content-type": request.headers.get("content-type")! } });
  parser.on("field", (name, value) => parts.push({ name, value }));
  parser.on("file", async (name, stream, { filename, mimeType }) => {
    let size = 0;
    stream.on("data", (piece) => size += piece.length);
    stream.on("end", () => parts.push({ name, filename, mimeType, size }));
  });
  // deno-lint-ignore no-explicit-any
  Readable.fromWeb(request.body as any).pipe(parser);
  await new Promise((resolve, reject) => parser.on("close", resolve).on("error", reject));
  return parts;
});
