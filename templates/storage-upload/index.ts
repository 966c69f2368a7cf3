import { createClient } from "@supabase/supabase-js";

// Needs the project's services. Run `supabase start`, then
// `fx functions serve`: it finds the local stack and listens on port 54331,
// since the stack has 54321. Without a stack, use a hosted project:
// `fx functions serve --upstream https://REF.supabase.co` listens on port 54321.
const BUCKET = "uploads";

async function handler(request: Request): Promise<Response> {
  if (request.method !== "POST" && request.method !== "PUT") {
    return Response.json({ error: "Use POST or PUT" }, {
      status: 405,
      headers: { Allow: "POST, PUT" },
    });
  }

  // What follows the function's name: `/{{slug}}/notes/hello.txt`.
  const path = new URL(request.url).pathname.split("/").slice(2).join("/");
  if (!/^[\w.-]+(\/[\w.-]+)*$/.test(path)) {
    return Response.json({
      error: "Add the object's name to the URL: letters, digits, `.`, `_`, `-`",
    }, { status: 400 });
  }

  // Acts as the caller, so that the policies on the bucket apply.
  const authorization = request.headers.get("Authorization");
  const supabase = createClient(
    Deno.env.get("SUPABASE_URL")!,
    Deno.env.get("SUPABASE_ANON_KEY")!,
    {
      auth: { persistSession: false, autoRefreshToken: false },
      global: {
        headers: authorization ? { Authorization: authorization } : {},
      },
    },
  );
  const { data, error } = await supabase.storage.from(BUCKET).upload(
    path,
    await request.arrayBuffer(),
    {
      contentType: request.headers.get("Content-Type") ??
        "application/octet-stream",
      upsert: request.method === "PUT",
    },
  );
  if (error) {
    console.error(error);
    return Response.json({ error: error.message }, { status: 502 });
  }

  return Response.json({ bucket: BUCKET, path: data.path }, { status: 201 });
}

Deno.serve(handler);

/* Try it: create the bucket `uploads` with a policy that lets the caller
insert, start `fx functions serve`, then run

  curl -i '{{url}}/notes/hello.txt'{{header}} \
    -H 'Content-Type: text/plain' \
    -d 'Hello storage'

If `fx functions serve` prints another address, use that one.

*/
