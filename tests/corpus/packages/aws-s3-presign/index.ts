import { GetObjectCommand, S3Client } from "npm:@aws-sdk/client-s3@3.1175.0";
import { getSignedUrl } from "npm:@aws-sdk/s3-request-presigner@3.1169.0";
import { serve } from "../_shared/serve.ts";

const client = new S3Client({
  region: "eu-central-1",
  credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" },
});

serve(() =>
  getSignedUrl(client, new GetObjectCommand({ Bucket: "files", Key: "report.pdf" }), {
    expiresIn: 60,
    signingDate: new Date("2026-01-02T03:04:05Z"),
  })
);
