import { Kysely, PostgresDialect, sql } from "npm:kysely@0.29.9";
import pg from "npm:pg@8.23.1";

interface Database {
  people: { name: string; tags: string[] };
}
const pool = new pg.Pool({ connectionString: Deno.env.get("SUPABASE_DB_URL"), max: 3 });
const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });

Deno.serve(async () => {
  await sql`create table people (name text, tags text[])`.execute(db);
  const rows = await db.transaction().execute(async (transaction) => {
    await transaction.insertInto("people").values({ name: "ann", tags: ["a", "b"] }).execute();
    return await transaction.selectFrom("people").selectAll().execute();
  });
  return Response.json(rows);
});
