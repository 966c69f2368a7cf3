import { Webhook } from "npm:svix@1.99.1";
import { serve } from "../_shared/serve.ts";

serve(() => {
  const webhook = new Webhook("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
  const now = new Date();
  const payload = '{"type":"user.created"}';
  const headers = {
    "svix-id": "msg_1",
    "svix-timestamp": String(Math.floor(now.getTime() / 1000)),
    "svix-signature": webhook.sign("msg_1", now, payload),
  };
  let refused;
  try {
    webhook.verify("{}", headers);
  } catch (error) {
    refused = (error as Error).message;
  }
  return { verified: webhook.verify(payload, headers), refused };
});
