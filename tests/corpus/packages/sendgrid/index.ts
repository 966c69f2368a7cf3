import sendgrid from "npm:@sendgrid/mail@8.1.6";
import { Client } from "npm:@sendgrid/client@8.1.6";
import { loopback, serve } from "../_shared/serve.ts";

const client = new Client();
client.setApiKey("SG.corpus");
client.setDefaultRequest("baseUrl", `${loopback}/sendgrid/`);
sendgrid.setClient(client);

serve(async () => {
  const [answer] = await sendgrid.send({ to: "to@example.com", from: "from@example.com", subject: "Hello", text: "A mail" });
  return { status: answer.statusCode, id: answer.headers["x-message-id"] };
});
