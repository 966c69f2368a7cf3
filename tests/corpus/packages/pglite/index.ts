import { PGlite } from "npm:@electric-sql/pglite@0.5.17";
import { serve } from "../_shared/serve.ts";

serve(async () => {
  const db = await PGlite.create();
  const { rows } = await db.query("select $1::int + 1 as number", [7]);
  await db.close();
  return rows;
});
