import ExcelJS from "npm:exceljs@4.4.0";
import { serve } from "../_shared/serve.ts";

serve(async () => {
  const book = new ExcelJS.Workbook();
  const sheet = book.addWorksheet("Sales");
  sheet.columns = [{ header: "Month", key: "month" }, { header: "Sum", key: "sum" }];
  sheet.addRows([{ month: "January", sum: 12.5 }, { month: "February", sum: 7 }]);
  sheet.getCell("B4").value = { formula: "SUM(B2:B3)", result: 19.5 };
  const bytes = await book.xlsx.writeBuffer();
  const read = new ExcelJS.Workbook();
  await read.xlsx.load(bytes);
  const rows: unknown[] = [];
  read.getWorksheet("Sales")?.eachRow((row) => rows.push(row.values));
  return rows;
});
