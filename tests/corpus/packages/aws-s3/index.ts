import { GetObjectCommand, PutObjectCommand, S3Client } from "npm:@aws-sdk/client-s3@3.1175.0";
import { loopback, serve } from "../_shared/serve.ts";

const client = new S3Client({
  region: "us-east-1",
  endpoint: `${loopback}/s3`,
  forcePathStyle: true,
  credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" },
});

serve(async () => {
  const object = { Bucket: "files", Key: "a b/ä.txt" };
  await client.send(new PutObjectCommand({ ...object, Body: "stored", ContentType: "text/plain" }));
  const got = await client.send(new GetObjectCommand(object));
  return { text: await got.Body?.transformToString(), type: got.ContentType };
});
