import { generateKeyPairSync } from "node:crypto";
import jwt from "npm:jsonwebtoken@9.0.3";
import { serve } from "../_shared/serve.ts";

serve(() => {
  const token = jwt.sign({ sub: "7", iat: 1767322800, exp: 4000000000 }, "secret");
  const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const signed = jwt.sign({ sub: "8", iat: 1767322800 }, privateKey, { algorithm: "RS256" });
  let refused;
  try {
    jwt.verify(token, "other");
  } catch (error) {
    refused = (error as Error).message;
  }
  return { token, claims: jwt.verify(token, "secret"), rs256: jwt.verify(signed, publicKey), refused };
});
