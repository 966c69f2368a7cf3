import { PDFParse } from "npm:pdf-parse@2.4.5";
import { PDFDocument } from "npm:pdf-lib@1.17.1";
import { serve } from "../_shared/serve.ts";

serve(async () => {
  const pdf = await PDFDocument.create();
  pdf.addPage([300, 200]).drawText("Invoice 7", { x: 20, y: 150 });
  const parser = new PDFParse({ data: await pdf.save() });
  const { text, total } = await parser.getText();
  await parser.destroy();
  return { text, total };
});
