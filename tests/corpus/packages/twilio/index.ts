import twilio from "npm:twilio@6.3.1";
import { loopback, serve } from "../_shared/serve.ts";

/** Twilio's own client, with its requests sent to the corpus. */
class Loopback extends twilio.RequestClient {
  override request<T>(options: Parameters<twilio.RequestClient["request"]>[0]) {
    const { pathname, search } = new URL(options.uri);
    return super.request<T>({ ...options, uri: `${loopback}${pathname}${search}` });
  }
}

const client = twilio("ACcorpus", "token", { httpClient: new Loopback() });

serve(async () => {
  const message = await client.messages.create({ from: "+15005550006", to: "+15005550001", body: "Hello" });
  const signature = "0/KCTR6DLpKmkAf8muzZqo1nDgQ=";
  const parameters = { CallSid: "CA1", Caller: "+14158675309", Digits: "1234", From: "+14158675309", To: "+1800" };
  const isValid = twilio.validateRequest("12345", signature, "https://example.com/myapp", parameters);
  return { sid: message.sid, status: message.status, body: message.body, isValid };
});
