import { Kysely, PostgresDialect } from "npm:kysely@0.28.19";
import pg from "npm:pg@8.23.1";
import { serve } from "../_shared/serve.ts";

interface Database {
  kysely_tasks: { title: string; done: boolean };
}

const pool = new pg.Pool({ connectionString: Deno.env.get("CORPUS_DATABASE_URL"), max: 1 });
pool.on("error", () => {});
const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });

serve(async () => {
  await db.deleteFrom("kysely_tasks").execute();
  await db.insertInto("kysely_tasks").values([{ title: "write", done: false }, { title: "ship", done: true }]).execute();
  return await db.selectFrom("kysely_tasks").select(["title", "done"]).orderBy("title").execute();
});
