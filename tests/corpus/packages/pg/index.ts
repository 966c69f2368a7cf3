import pg from "npm:pg@8.23.1";
import { serve } from "../_shared/serve.ts";

const pool = new pg.Pool({ connectionString: Deno.env.get("CORPUS_DATABASE_URL"), max: 1 });
pool.on("error", () => {});

serve(async () => {
  const { rows } = await pool.query("select $1::int as number, $2::jsonb as json", [7, { a: [1] }]);
  const refused = await pool.query("select 1 / 0").catch((error) => error.code);
  // `pg-native` is an optional add-on.
  return { rows, refused, native: pg.native === null };
});
