import { createClient } from "@supabase/supabase-js";

// Needs the project's services. Run `supabase start`, then
// `fx functions serve`: it finds the local stack and listens on port 54331,
// since the stack has 54321. Without a stack, use a hosted project:
// `fx functions serve --upstream https://REF.supabase.co` listens on port 54321.
const TABLE = "todos";
const TIMEOUT_MS = 3000;

async function handler(request: Request): Promise<Response> {
  // Acts as the caller, so that row level security applies. One client per
  // request: a shared one would mix up callers.
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

If `fx functions serve` prints another address, use that one.

*/
