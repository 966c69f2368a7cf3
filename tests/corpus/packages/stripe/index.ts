import Stripe from "npm:stripe@23.1.0";
import { loopback, serve } from "../_shared/serve.ts";

const { hostname, port } = new URL(loopback);
const stripe = new Stripe("sk_test_corpus", { host: hostname, port: Number(port), protocol: "http" });

serve(async () => {
  const customer = await stripe.customers.create({ email: "a@example.com", metadata: { plan: "pro" } });
  const payload = JSON.stringify({ id: "evt_1", object: "event", type: "customer.created" });
  const secret = "whsec_corpus";
  const header = await stripe.webhooks.generateTestHeaderStringAsync({ payload, secret });
  const event = await stripe.webhooks.constructEventAsync(payload, header, secret);
  return { id: customer.id, email: customer.email, event: event.type };
});
