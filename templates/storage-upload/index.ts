import { createClient } from "@supabase/supabase-js";

const BUCKET = "uploads";

// The project to talk to. `fx functions serve` runs no database and no storage:
// put PROJECT_URL and PROJECT_KEY of a hosted project into
// supabase/functions/.env.
const PROJECT_URL = Deno.env.get("PROJECT_URL");
const NEEDS_PROJECT =
  "Set PROJECT_URL and PROJECT_KEY in supabase/functions/.env to the URL and " +
  "the publishable key of a hosted project; `fx functions serve` has none";

async function handler(request: Request): Promise<Response> {
  const url = PROJECT_URL ?? Deno.env.get("SUPABASE_URL");
  const key = Deno.env.get(PROJECT_URL ? "PROJECT_KEY" : "SUPABASE_ANON_KEY");
  const isLocal = Deno.env.get("SB_REGION") === "local";
  if (!url || !key || (isLocal && !PROJECT_URL)) {
    return Response.json({
      error: "There is no project to talk to",
      hint: NEEDS_PROJECT,
    }, { status: 500 });
  }
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
  // Tokens of `fx functions serve` mean nothing to another project.
  const authorization = PROJECT_URL
    ? null
    : request.headers.get("Authorization");
  const supabase = createClient(url, key, {
    auth: { persistSession: false, autoRefreshToken: false },
    global: { headers: authorization ? { Authorization: authorization } : {} },
  });
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

*/
