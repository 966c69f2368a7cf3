import * as Sentry from "npm:@sentry/node@11.12.0";
import { loopback, serve } from "../_shared/serve.ts";

Sentry.init({ dsn: loopback.replace("://", "://key@") + "/2" });

serve(async () => {
  const id = Sentry.captureException(new Error("reported"));
  return { id: id.length, flushed: await Sentry.flush(2000) };
});
