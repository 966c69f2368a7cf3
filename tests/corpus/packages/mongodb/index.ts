import { BSON, MongoClient, ObjectId } from "npm:mongodb@7.9.0";
import { serve } from "../_shared/serve.ts";

serve(async () => {
  const bytes = BSON.serialize({ _id: new ObjectId("65a1b2c3d4e5f60718293a4b"), n: 7, at: new Date(0) });
  // Kerberos, snappy, zstd and client-side encryption are optional add-ons. Nothing listens at port 9.
  const client = new MongoClient("mongodb://127.0.0.1:9/app", { serverSelectionTimeoutMS: 200 });
  const refused = await client.connect().catch((error) => error.name);
  await client.close();
  return { length: bytes.length, back: BSON.deserialize(bytes), refused };
});
