import * as Sentry from "npm:@sentry/deno@10.75.2";
import { loopback, serve } from "../_shared/serve.ts";

Sentry.init({ dsn: loopback.replace("://", "://key@") + "/1", defaultIntegrations: false, tracesSampleRate: 1 });

serve(async () => {
  Sentry.setTag("region", "local");
  const id = Sentry.captureException(new Error("reported"));
  return { id: id.length, flushed: await Sentry.flush(2000) };
});
