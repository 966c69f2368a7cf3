import { SendMessageCommand, SQSClient } from "npm:@aws-sdk/client-sqs@3.1175.0";
import { loopback, serve } from "../_shared/serve.ts";

const client = new SQSClient({
  region: "us-east-1",
  endpoint: `${loopback}/sqs`,
  useQueueUrlAsEndpoint: false,
  credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" },
});

serve(async () => {
  const sent = await client.send(
    new SendMessageCommand({ QueueUrl: "https://queue.example/1/jobs", MessageBody: "run job 7" }),
  );
  return { id: sent.MessageId, md5: sent.MD5OfMessageBody };
});
