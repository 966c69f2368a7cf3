import { createClient } from "@supabase/supabase-js";

const TABLE = "todos";
const TIMEOUT_MS = 3000;

async function handler(request: Request): Promise<Response> {
  const url = Deno.env.get("SUPABASE_URL");
  const anonKey = Deno.env.get("SUPABASE_ANON_KEY");
  if (!url || !anonKey) {
    return Response.json({
      error: "SUPABASE_URL or SUPABASE_ANON_KEY is not set",
      hint:
        "Both are there when the function runs hosted or in `fx functions serve`; " +
        "`fx secrets set NAME=...` is for secrets of your own",
    }, { status: 500 });
  }

  // Acts as the caller, so that row level security applies. One client per
  // request: a shared one would mix up callers.
  const authorization = request.headers.get("Authorization");
  const supabase = createClient(url, anonKey, {
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
