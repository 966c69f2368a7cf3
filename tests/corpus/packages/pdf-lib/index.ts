import { PDFDocument, rgb, StandardFonts } from "npm:pdf-lib@1.17.1";
import { serve } from "../_shared/serve.ts";

serve(async () => {
  const pdf = await PDFDocument.create();
  const page = pdf.addPage([300, 200]);
  const font = await pdf.embedFont(StandardFonts.Helvetica);
  page.drawText("Invoice 7", { x: 20, y: 150, size: 24, font, color: rgb(0, 0.5, 0) });
  pdf.setTitle("Invoice");
  const bytes = await pdf.save();
  const read = await PDFDocument.load(bytes);
  return { pages: read.getPageCount(), title: read.getTitle(), size: read.getPage(0).getSize() };
});
