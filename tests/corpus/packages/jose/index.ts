import * as jose from "npm:jose@6.2.18";
import { serve } from "../_shared/serve.ts";

const secret = new TextEncoder().encode("a secret of the corpus, 32 bytes");

serve(async () => {
  const token = await new jose.SignJWT({ role: "member" }).setProtectedHeader({ alg: "HS256" })
    .setIssuedAt(1767322800).setIssuer("corpus").setExpirationTime(4000000000).sign(secret);
  const { payload } = await jose.jwtVerify(token, secret, { issuer: "corpus" });
  const { publicKey, privateKey } = await jose.generateKeyPair("ES256");
  const signed = await new jose.CompactSign(new TextEncoder().encode("text")).setProtectedHeader({ alg: "ES256" })
    .sign(privateKey);
  const verified = await jose.compactVerify(signed, publicKey);
  const refused = await jose.jwtVerify(token, secret, { issuer: "other" }).catch((error) => error.code);
  return { token, payload, text: new TextDecoder().decode(verified.payload), refused };
});
