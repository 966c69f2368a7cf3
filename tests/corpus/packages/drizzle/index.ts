import { asc, eq } from "npm:drizzle-orm@0.45.4";
import { boolean, pgTable, serial, text } from "npm:drizzle-orm@0.45.4/pg-core";
import { drizzle } from "npm:drizzle-orm@0.45.4/postgres-js";
import postgres from "npm:postgres@3.4.9";
import { serve } from "../_shared/serve.ts";

const tasks = pgTable("drizzle_tasks", {
  id: serial().primaryKey(),
  title: text().notNull(),
  done: boolean().notNull().default(false),
});
const db = drizzle(postgres(Deno.env.get("CORPUS_DATABASE_URL")!, { max: 1 }));

serve(async () => {
  await db.delete(tasks);
  await db.insert(tasks).values([{ title: "write" }, { title: "ship", done: true }]);
  return await db.transaction((tx) =>
    tx.select({ title: tasks.title }).from(tasks).where(eq(tasks.done, false)).orderBy(asc(tasks.id))
  );
});
