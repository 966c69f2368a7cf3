import Papa from "npm:papaparse@5.7.1";
import { serve } from "../_shared/serve.ts";

serve(() => {
  const parsed = Papa.parse("id;name\n1;Ada\n2;Grace\n", { header: true, dynamicTyping: true, skipEmptyLines: true });
  return { data: parsed.data, errors: parsed.errors, back: Papa.unparse(parsed.data as object[]) };
});
