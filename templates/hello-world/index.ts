async function handler(request: Request): Promise<Response> {
  const body = await request.json().catch(() => null);
  const name = typeof body?.name === "string" ? body.name.trim() : "";

  return Response.json({ message: `Hello ${name || "World"}!` });
}

Deno.serve(handler);

/* Try it: start `fx functions serve`, then run

  curl -i '{{url}}'{{header}} \
    -H 'Content-Type: application/json' \
    -d '{"name":"Functions"}'

*/
