// How old a signature may be, so that a recorded request cannot be replayed.
const TOLERANCE_SECONDS = 300;

interface StripeEvent {
  id: string;
  type: string;
  data: { object: Record<string, unknown> };
}

async function handler(request: Request): Promise<Response> {
  const secret = Deno.env.get("STRIPE_WEBHOOK_SECRET");
  if (!secret) {
    return Response.json({
      error: "STRIPE_WEBHOOK_SECRET is not set",
      hint: "Run `fx secrets set STRIPE_WEBHOOK_SECRET=...`; " +
        "`fx functions serve` reads supabase/functions/.env",
    }, { status: 500 });
  }
  if (request.method !== "POST") {
    return Response.json({ error: "Use POST" }, {
      status: 405,
      headers: { Allow: "POST" },
    });
  }

  // The text as it was signed: parse it only after the check.
  const body = await request.text();
  const signature = request.headers.get("Stripe-Signature");
  if (!signature || !await isSigned(body, signature, secret)) {
    return Response.json({ error: "Invalid signature" }, { status: 400 });
  }

  handleEvent(JSON.parse(body));
  return Response.json({ received: true });
}

function handleEvent(event: StripeEvent): void {
  // Stripe may deliver an event more than once: `event.id` tells.
  switch (event.type) {
    case "checkout.session.completed":
      console.log("checkout completed", event.data.object.id);
      break;
    case "invoice.payment_failed":
      console.log("payment failed", event.data.object.id);
      break;
    default:
      console.log("ignored", event.type);
  }
}

/** Checks `t=<unix time>,v1=<hex>[,v1=<hex>]`: one `v1` per active secret. */
async function isSigned(
  body: string,
  header: string,
  secret: string,
): Promise<boolean> {
  const parts = header.split(",").map((part) => part.trim().split("=", 2));
  const time = parts.find(([name]) => name === "t")?.[1] ?? "";
  const age = Math.abs(Date.now() / 1000 - Number(time));
  if (!/^\d+$/.test(time) || age > TOLERANCE_SECONDS) {
    return false;
  }

  const encoder = new TextEncoder();
  const key = await crypto.subtle.importKey(
    "raw",
    encoder.encode(secret),
    { name: "HMAC", hash: "SHA-256" },
    false,
    ["verify"],
  );
  const signed = encoder.encode(`${time}.${body}`);
  for (const [name, value] of parts) {
    if (name !== "v1" || !/^[0-9a-f]{64}$/i.test(value ?? "")) {
      continue;
    }
    // Takes the same time wherever the signatures differ.
    if (await crypto.subtle.verify("HMAC", key, fromHex(value), signed)) {
      return true;
    }
  }
  return false;
}

function fromHex(hex: string) {
  const bytes = new Uint8Array(hex.length / 2);
  for (let i = 0; i < bytes.length; i++) {
    bytes[i] = parseInt(hex.slice(2 * i, 2 * i + 2), 16);
  }
  return bytes;
}

Deno.serve(handler);

/* Try it: write STRIPE_WEBHOOK_SECRET=test to supabase/functions/.env, start
`fx functions serve`, then run

  curl -i '{{url}}'{{header}} \
    -H 'Content-Type: application/json' \
    -H "Stripe-Signature: $(t=$(date +%s); printf 't=%s,v1=%s' "$t" "$(printf '%s.%s' "$t" '{"id":"evt_1","type":"ping"}' | openssl dgst -sha256 -hmac test -r | cut -d' ' -f1)")" \
    -d '{"id":"evt_1","type":"ping"}'

*/
