import postgres from "npm:postgres@3.4.9";

const url = Deno.env.get("SUPABASE_DB_URL")!;
const sql = postgres(url, { max: 3 });

async function encrypted(address: string, options = {}) {
  const one = postgres(address, { ...options, max: 1 });
  try {
    const [row] = await one`select ssl from pg_stat_ssl where pid = pg_backend_pid()`;
    return row.ssl;
  } finally {
    await one.end();
  }
}

const cases: Record<string, () => Promise<unknown>> = {
  query: async () => await sql`select ${42}::int as n`,
  slow: async () => (await sql`select pg_sleep(0.05), pg_backend_pid() as pid`)[0].pid,
  types: async () => {
    const [row] = await sql`select 9007199254740993::int8 as big, now() as at, ${[1, 2, 3]}::int[] as list,
      ${sql.json({ a: [1] })}::jsonb as doc, ${new Uint8Array([0, 1, 255])}::bytea as bytes, 1.50::numeric as exact,
      null as nothing`;
    return { ...row, at: row.at instanceof Date, bytes: [...row.bytes] };
  },
  large: async () => {
    let count = 0;
    for await (const rows of sql`select i, repeat('x', 100) as text from generate_series(1, 50000) i`.cursor(1000)) {
      count += rows.length;
    }
    const rows = await sql`select i, repeat('x', 100) as text from generate_series(1, 50000) i`;
    return [count, rows.at(-1)!.i, rows[0].text.length];
  },
  transaction: async () => {
    const undone = sql.begin(async (transaction) => {
      await transaction`create table undone (a int)`;
      throw new Error("undo");
    });
    await undone.catch(() => {});
    return (await sql`select to_regclass('undone') as made`)[0].made;
  },
  listen: async () => {
    const one = postgres(url, { max: 1 });
    const heard = Promise.withResolvers();
    await one.listen("news", heard.resolve);
    await sql.notify("news", "hello");
    const payload = await heard.promise;
    await one.end();
    return payload;
  },
  require: () => encrypted(url, { ssl: "require" }),
  "require-in-url": () => encrypted(`${url}?sslmode=require`),
  verified: () => encrypted(url, { ssl: { ca: Deno.env.get("DB_CA") } }),
  unverified: () => encrypted(url, { ssl: "verify-full" }).catch((error) => error.code),
  "wrong-password": () => postgres(url.replace(/:[^:@]*@/, ":wrong@"))`select 1`.catch((error) => [error.code, error.message]),
};

Deno.serve(async (request) => {
  const name = new URL(request.url).pathname.split("/")[2];
  return Response.json(await cases[name]());
});
