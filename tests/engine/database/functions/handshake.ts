// The start of a connection as deno-postgres makes it: a plain socket that becomes TLS after PostgreSQL's `S`.
const { hostname, port, pathname } = new URL(Deno.env.get("SUPABASE_DB_URL")!);

async function greet(caCerts: string[]) {
  const connection = await Deno.connect({ hostname, port: Number(port) });
  const request = new DataView(new ArrayBuffer(8));
  request.setInt32(0, 8);
  request.setInt32(4, 80877103);
  await connection.write(new Uint8Array(request.buffer));
  const answer = new Uint8Array(1);
  await connection.read(answer);
  const tls = await Deno.startTls(connection, { hostname, caCerts });
  const names = new TextEncoder().encode(`user\0postgres\0database\0${pathname.slice(1)}\0\0`);
  const hello = new Uint8Array(8 + names.length);
  const view = new DataView(hello.buffer);
  view.setInt32(0, hello.length);
  view.setInt32(4, 196608);
  hello.set(names, 8);
  await tls.write(hello);
  const reply = new Uint8Array(64);
  await tls.read(reply);
  tls.close();
  // `R` with 10 asks for SCRAM.
  return [answer[0], reply[0], new DataView(reply.buffer).getInt32(5)].join(" ");
}

Deno.serve(async (request) => {
  if (request.url.endsWith("/unverified")) {
    return Response.json(await greet([]).catch((error) => error.name));
  }
  return Response.json(await greet([Deno.env.get("DB_CA")!]));
});
