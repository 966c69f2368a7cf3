import { eq, sql } from "npm:drizzle-orm@0.45.4";
import { drizzle as overNodePostgres } from "npm:drizzle-orm@0.45.4/node-postgres";
import { bigint, jsonb, pgTable, serial, text, timestamp } from "npm:drizzle-orm@0.45.4/pg-core";
import { drizzle as overPostgres } from "npm:drizzle-orm@0.45.4/postgres-js";
import pg from "npm:pg@8.23.1";
import postgres from "npm:postgres@3.4.9";

const url = Deno.env.get("SUPABASE_DB_URL")!;
const notes = pgTable("notes", {
  id: serial().primaryKey(),
  title: text().notNull(),
  size: bigint({ mode: "bigint" }),
  tags: text().array(),
  doc: jsonb(),
  at: timestamp().defaultNow(),
});
const adapters = {
  postgres: overPostgres({ client: postgres(url, { prepare: false }) }),
  pg: overNodePostgres({ client: new pg.Pool({ connectionString: url }) }),
};

Deno.serve(async (request) => {
  const name = new URL(request.url).pathname.split("/")[2] as keyof typeof adapters;
  const db = adapters[name];
  await db.execute(sql`create table if not exists notes
    (id serial primary key, title text not null, size bigint, tags text[], doc jsonb, at timestamp default now())`);
  const rows = await db.transaction(async (transaction) => {
    const values = { title: name, size: 9007199254740993n, tags: ["a", "b"], doc: { a: [1] } };
    await transaction.insert(notes).values(values);
    return await transaction.select().from(notes).where(eq(notes.title, name));
  });
  return Response.json(rows.map(({ size, at, tags, doc }) => ({ size: String(size), at: at instanceof Date, tags, doc })));
});
