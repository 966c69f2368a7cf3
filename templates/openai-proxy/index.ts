const DEFAULT_BASE_URL = "https://api.openai.com/v1";

async function handler(request: Request): Promise<Response> {
  const apiKey = Deno.env.get("OPENAI_API_KEY");
  if (!apiKey) {
    return Response.json({
      error: "OPENAI_API_KEY is not set",
      hint: "Run `fx secrets set OPENAI_API_KEY=...`; " +
        "`fx functions serve` reads supabase/functions/.env",
    }, { status: 500 });
  }
  if (request.method !== "POST") {
    return Response.json({ error: "Use POST" }, {
      status: 405,
      headers: { Allow: "POST" },
    });
  }

  // The anon key is public: limit who may spend your tokens before you deploy.
  const baseUrl = Deno.env.get("OPENAI_BASE_URL") || DEFAULT_BASE_URL;
  let upstream: Response;
  try {
    upstream = await fetch(`${baseUrl.replace(/\/+$/, "")}/chat/completions`, {
      method: "POST",
      headers: {
        "Authorization": `Bearer ${apiKey}`,
        "Content-Type": "application/json",
      },
      body: request.body,
    });
  } catch (error) {
    console.error(error);
    return Response.json({ error: "The API does not answer" }, { status: 502 });
  }

  // Passed on as it arrives, which is what `"stream": true` is for.
  return new Response(upstream.body, {
    status: upstream.status,
    headers: {
      "Content-Type": upstream.headers.get("Content-Type") ??
        "application/json",
    },
  });
}

Deno.serve(handler);

/* Try it: write OPENAI_API_KEY=<your key> to supabase/functions/.env, start
`fx functions serve`, then run

  curl -i -N '{{url}}'{{header}} \
    -H 'Content-Type: application/json' \
    -d '{"model":"gpt-4o-mini","stream":true,"messages":[{"role":"user","content":"Say hello"}]}'

*/
