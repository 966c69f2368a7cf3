import postgres from "npm:postgres@3.4.9";
import { serve } from "../_shared/serve.ts";

const sql = postgres(Deno.env.get("CORPUS_DATABASE_URL")!, { max: 1 });

serve(async () => {
  const [row] = await sql`select ${7}::int as number, ${sql.json({ a: [1] })}::jsonb as json, '2026-01-02'::date as day`;
  const rolledBack = await sql.begin((tx) => tx`select 1 / 0`).catch((error) => error.code);
  return { row, rolledBack };
});
