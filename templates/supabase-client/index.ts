import { createClient } from "@supabase/supabase-js";

const TABLE = "todos";
const TIMEOUT_MS = 3000;

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

  // Acts as the caller, so that row level security applies. One client per
  // request: a shared one would mix up callers.
  // Tokens of `fx functions serve` mean nothing to another project.
  const authorization = PROJECT_URL
    ? null
    : request.headers.get("Authorization");
  const supabase = createClient(url, key, {
    auth: { persistSession: false, autoRefreshToken: false },
    global: { headers: authorization ? { Authorization: authorization } : {} },
  });
  const { data, error } = await supabase.from(TABLE).select().limit(10)
    .abortSignal(AbortSignal.timeout(TIMEOUT_MS));
  if (error) {
    console.error(error);
    return Response.json({ error: error.message }, { status: 502 });
  }

  return Response.json(data);
}

Deno.serve(handler);

/* Try it: create the table `todos`, start `fx functions serve`, then run

  curl -i '{{url}}'{{header}}

*/
