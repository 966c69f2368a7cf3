import { parse } from "npm:csv-parse@7.0.3/sync";
import { stringify } from "npm:csv-stringify@6.9.0/sync";
import { serve } from "../_shared/serve.ts";

serve(() => {
  const rows = parse('id,name\n1,"Ada, Countess"\n2,"a ""quoted"" one"\n', { columns: true });
  return { rows, back: stringify(rows as object[], { header: true, delimiter: ";" }) };
});
