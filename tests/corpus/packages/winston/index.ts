import { Writable } from "node:stream";
import winston from "npm:winston@3.19.0";
import { serve } from "../_shared/serve.ts";

serve(async () => {
  const lines: string[] = [];
  const stream = new Writable({
    write(chunk, _, done) {
      lines.push(String(chunk).trim());
      done();
    },
  });
  const log = winston.createLogger({ format: winston.format.json(), transports: [new winston.transports.Stream({ stream })] });
  log.info("signed in", { user: 7 });
  log.error(new Error("failed").message);
  await new Promise((resolve) => log.on("finish", resolve).end());
  return lines;
});
