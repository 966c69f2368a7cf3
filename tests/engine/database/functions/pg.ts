import pg from "npm:pg@8.23.1";

const url = Deno.env.get("SUPABASE_DB_URL")!;
const pool = new pg.Pool({ connectionString: url, max: 3 });
// A pool without a listener ends the worker when the database closes an idle connection.
pool.on("error", (error) => console.log("idle connection lost:", error.message));

async function encrypted(config: pg.ClientConfig) {
  const client = new pg.Client(config);
  await client.connect();
  try {
    const { rows } = await client.query("select ssl from pg_stat_ssl where pid = pg_backend_pid()");
    return rows[0].ssl;
  } finally {
    await client.end();
  }
}

const cases: Record<string, () => Promise<unknown>> = {
  query: async () => (await pool.query("select $1::int as n", [42])).rows,
  slow: async () => (await pool.query("select pg_sleep(0.05), pg_backend_pid() as pid")).rows[0].pid,
  types: async () => {
    const { rows: [row] } = await pool.query(
      `select 9007199254740993::int8 as big, now() as at, $1::int[] as list, $2::jsonb as doc, $3::bytea as bytes,
       1.50::numeric as exact, null as nothing`,
      [[1, 2, 3], JSON.stringify({ a: [1] }), new Uint8Array([0, 1, 255])],
    );
    return { ...row, at: row.at instanceof Date, bytes: [...row.bytes] };
  },
  large: async () => {
    const { rows } = await pool.query("select i, repeat('x', 100) as text from generate_series(1, 50000) i");
    return [rows.length, rows.at(-1).i, rows[0].text.length];
  },
  transaction: async () => {
    const client = await pool.connect();
    try {
      await client.query("begin");
      await client.query("create table undone (a int)");
      await client.query("rollback");
      return (await client.query("select to_regclass('undone') as made")).rows[0].made;
    } finally {
      client.release();
    }
  },
  listen: async () => {
    const client = await pool.connect();
    const heard = Promise.withResolvers();
    client.on("notification", (message) => heard.resolve(message.payload));
    await client.query("listen news");
    await pool.query("select pg_notify('news', 'hello')");
    const payload = await heard.promise;
    client.release(true);
    return payload;
  },
  "listen-on": async () => {
    const client = await pool.connect();
    await client.query("listen news");
    return "listening";
  },
  "listen-in-background": async () => {
    const client = await pool.connect();
    await client.query("listen news");
    EdgeRuntime.waitUntil(new Promise(() => {}));
    return "listening";
  },
  require: () => encrypted({ connectionString: url, ssl: { rejectUnauthorized: false } }),
  "require-in-url": () => encrypted({ connectionString: `${url}?sslmode=require&uselibpqcompat=true` }),
  verified: () => encrypted({ connectionString: url, ssl: { ca: Deno.env.get("DB_CA") } }),
  unverified: () => encrypted({ connectionString: url, ssl: true }).catch((error) => error.code),
  "wrong-password": () => new pg.Client(url.replace(/:[^:@]*@/, ":wrong@")).connect().catch((error) => [error.code, error.message]),
  // `how` says what the worker does inside of a transaction that has a lock.
  hold: () => hold(() => new Promise(() => {})),
  spin: () => hold(() => { while (true); }),
  eat: () => hold(() => { for (const all = [];;) all.push(new Uint8Array(1e7).fill(1)); }),
};

async function hold(how: () => unknown) {
  const client = await pool.connect();
  await client.query("begin");
  await client.query("select pg_advisory_xact_lock(7)");
  console.log("has the lock");
  await how();
}

Deno.serve(async (request) => {
  const name = new URL(request.url).pathname.split("/")[2];
  return Response.json(await cases[name]());
});
