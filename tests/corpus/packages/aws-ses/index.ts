import { SendEmailCommand, SESClient } from "npm:@aws-sdk/client-ses@3.1169.0";
import { loopback, serve } from "../_shared/serve.ts";

const client = new SESClient({
  region: "us-east-1",
  endpoint: `${loopback}/ses`,
  credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" },
});

serve(async () => {
  const sent = await client.send(
    new SendEmailCommand({
      Source: "from@example.com",
      Destination: { ToAddresses: ["to@example.com"] },
      Message: { Subject: { Data: "Hello" }, Body: { Text: { Data: "A mail" } } },
    }),
  );
  return sent.MessageId;
});
