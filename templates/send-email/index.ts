async function handler(request: Request): Promise<Response> {
  const apiKey = Deno.env.get("RESEND_API_KEY");
  if (!apiKey) {
    return Response.json({
      error: "RESEND_API_KEY is not set",
      hint: "Run `fx secrets set RESEND_API_KEY=...`; " +
        "`fx functions serve` reads supabase/functions/.env",
    }, { status: 500 });
  }
  if (request.method !== "POST") {
    return Response.json({ error: "Use POST" }, {
      status: 405,
      headers: { Allow: "POST" },
    });
  }

  const message = await request.json().catch(() => null);
  for (const field of ["to", "subject", "text"]) {
    if (typeof message?.[field] !== "string" || message[field] === "") {
      return Response.json({
        error: `\`${field}\` has to be a non-empty string`,
      }, { status: 400 });
    }
  }

  // The anon key is public: limit who may send, and to whom, before you deploy.
  let answer: Response;
  try {
    answer = await fetch("https://api.resend.com/emails", {
      method: "POST",
      headers: {
        "Authorization": `Bearer ${apiKey}`,
        "Content-Type": "application/json",
      },
      body: JSON.stringify({
        // Other senders need a domain that Resend has verified.
        from: Deno.env.get("EMAIL_FROM") || "onboarding@resend.dev",
        to: message.to,
        subject: message.subject,
        text: message.text,
      }),
    });
  } catch (error) {
    console.error(error);
    return Response.json({ error: "Resend does not answer" }, { status: 502 });
  }

  const result = await answer.json().catch(() => null);
  if (!answer.ok) {
    console.error("Resend refused:", answer.status, result);
    return Response.json({
      error: result?.message ?? `Resend answered ${answer.status}`,
    }, { status: 502 });
  }
  return Response.json({ id: result?.id });
}

Deno.serve(handler);

/* Try it: write RESEND_API_KEY=<your key> to supabase/functions/.env, start
`fx functions serve`, then run

  curl -i '{{url}}'{{header}} \
    -H 'Content-Type: application/json' \
    -d '{"to":"delivered@resend.dev","subject":"Hello","text":"Sent by a function"}'

*/
