import knex from "npm:knex@3.3.0";
import "npm:pg@8.23.1";
import { serve } from "../_shared/serve.ts";

const db = knex({ client: "pg", connection: Deno.env.get("CORPUS_DATABASE_URL"), pool: { min: 0, max: 1 } });

serve(async () => {
  await db("knex_tasks").del();
  await db("knex_tasks").insert([{ title: "write", done: false }, { title: "ship", done: true }]);
  return await db("knex_tasks").select("title").where({ done: false });
});
