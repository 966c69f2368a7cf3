import { createECDH } from "node:crypto";
import webpush from "npm:web-push@3.6.7";
import { serve } from "../_shared/serve.ts";

serve(() => {
  const keys = webpush.generateVAPIDKeys();
  webpush.setVapidDetails("mailto:a@example.com", keys.publicKey, keys.privateKey);
  const browser = createECDH("prime256v1");
  const subscription = {
    endpoint: "https://push.example/send/1",
    keys: { p256dh: browser.generateKeys("base64url"), auth: "AAAAAAAAAAAAAAAAAAAAAA" },
  };
  const details = webpush.generateRequestDetails(subscription, "Hello");
  return { method: details.method, endpoint: details.endpoint, encoding: details.headers["Content-Encoding"], length: details.body?.length };
});
