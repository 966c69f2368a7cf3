// The HMAC-SHA256 of the body as `sha256=<hex>`. Senders name it differently:
// GitHub, for one, calls it `X-Hub-Signature-256`.
const SIGNATURE_HEADER = "X-Webhook-Signature";

async function handler(request: Request): Promise<Response> {
  const secret = Deno.env.get("WEBHOOK_SECRET");
  if (!secret) {
    return Response.json({
      error: "WEBHOOK_SECRET is not set",
      hint: "Run `fx secrets set WEBHOOK_SECRET=...`; " +
        "`fx functions serve` reads supabase/functions/.env",
    }, { status: 500 });
  }
  if (request.method !== "POST") {
    return Response.json({ error: "Use POST" }, {
      status: 405,
      headers: { Allow: "POST" },
    });
  }

  // The bytes as they were signed: parse them only after the check.
  const body = await request.arrayBuffer();
  const signature = request.headers.get(SIGNATURE_HEADER);
  if (!signature || !await isSigned(body, signature, secret)) {
    return Response.json({ error: "Invalid signature" }, { status: 401 });
  }

  let event: unknown;
  try {
    event = JSON.parse(new TextDecoder().decode(body));
  } catch {
    return Response.json({ error: "The body is not JSON" }, { status: 400 });
  }

  console.log("received", event);
  return Response.json({ received: true });
}

async function isSigned(
  body: ArrayBuffer,
  signature: string,
  secret: string,
): Promise<boolean> {
  const match = /^(?:sha256=)?([0-9a-f]{64})$/i.exec(signature.trim());
  if (!match) {
    return false;
  }
  const key = await crypto.subtle.importKey(
    "raw",
    new TextEncoder().encode(secret),
    { name: "HMAC", hash: "SHA-256" },
    false,
    ["verify"],
  );
  // Takes the same time wherever the signatures differ.
  return crypto.subtle.verify("HMAC", key, fromHex(match[1]), body);
}

function fromHex(hex: string) {
  const bytes = new Uint8Array(hex.length / 2);
  for (let i = 0; i < bytes.length; i++) {
    bytes[i] = parseInt(hex.slice(2 * i, 2 * i + 2), 16);
  }
  return bytes;
}

Deno.serve(handler);

/* Try it: write WEBHOOK_SECRET=test to supabase/functions/.env, start
`fx functions serve`, then run

  curl -i '{{url}}'{{header}} \
    -H 'Content-Type: application/json' \
    -H "X-Webhook-Signature: sha256=$(printf %s '{"type":"ping"}' | openssl dgst -sha256 -hmac test -r | cut -d' ' -f1)" \
    -d '{"type":"ping"}'

*/
