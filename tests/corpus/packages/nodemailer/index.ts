import nodemailer from "npm:nodemailer@10.6.1";
import { serve } from "../_shared/serve.ts";

const { hostname, port } = new URL(Deno.env.get("CORPUS_SMTP_URL")!);

serve(async () => {
  const transport = nodemailer.createTransport({ host: hostname, port: Number(port), secure: false });
  const sent = await transport.sendMail({
    from: "Corpus <from@example.com>",
    to: "to@example.com",
    subject: "Grüße",
    text: "A mail",
    attachments: [{ filename: "a.txt", content: "attached" }],
    messageId: "<1@example.com>",
  });
  transport.close();
  return { accepted: sent.accepted, response: sent.response, id: sent.messageId };
});
