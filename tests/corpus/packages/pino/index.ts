import { Writable } from "node:stream";
import { pino } from "npm:pino@10.4.0";
import { serve } from "../_shared/serve.ts";

serve(() => {
  const lines: string[] = [];
  const sink = new Writable({
    write(chunk, _, done) {
      lines.push(String(chunk));
      done();
    },
  });
  const log = pino({ base: null, timestamp: false, redact: ["password"] }, sink);
  log.child({ request: 7 }).info({ password: "secret" }, "signed in");
  log.debug("not shown");
  return lines.map((line) => JSON.parse(line));
});
