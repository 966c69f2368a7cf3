import { Buffer } from "node:buffer";
import ssh2 from "npm:ssh2@1.17.0";
import { serve } from "../_shared/serve.ts";

// `cpu-features` and its own `sshcrypto.node` are optional add-ons.
serve(() => {
  const { private: key, public: text } = ssh2.utils.generateKeyPairSync("ed25519");
  const parsed = ssh2.utils.parseKey(key);
  if (parsed instanceof Error) throw parsed;
  const one = Array.isArray(parsed) ? parsed[0] : parsed;
  const data = Buffer.from("data");
  const verified = one.verify(data, one.sign(data) as unknown as Buffer);
  return { type: one.type, isPrivate: one.isPrivateKey(), verified, text: text.split(" ")[0] };
});
