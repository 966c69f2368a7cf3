import { DynamoDBClient } from "npm:@aws-sdk/client-dynamodb@3.1169.0";
import { DynamoDBDocumentClient, GetCommand, PutCommand } from "npm:@aws-sdk/lib-dynamodb@3.1169.0";
import { loopback, serve } from "../_shared/serve.ts";

const client = DynamoDBDocumentClient.from(
  new DynamoDBClient({
    region: "us-east-1",
    endpoint: `${loopback}/dynamodb`,
    credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" },
  }),
);

serve(async () => {
  await client.send(new PutCommand({ TableName: "todos", Item: { id: 7, task: "ship", tags: ["a", "b"] } }));
  const { Item } = await client.send(new GetCommand({ TableName: "todos", Key: { id: 7 } }));
  return Item;
});
