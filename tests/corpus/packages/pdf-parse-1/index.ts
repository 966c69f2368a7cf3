import { Buffer } from "node:buffer";
// Its main module reads a test file when it is the first to be loaded.
import parse from "npm:pdf-parse@1.1.4/lib/pdf-parse.js";
import { PDFDocument } from "npm:pdf-lib@1.17.1";
import { serve } from "../_shared/serve.ts";

serve(async () => {
  const pdf = await PDFDocument.create();
  pdf.addPage([300, 200]).drawText("Invoice 7", { x: 20, y: 150 });
  const { text, numpages } = await parse(Buffer.from(await pdf.save({ useObjectStreams: false })));
  return { text, numpages };
});
