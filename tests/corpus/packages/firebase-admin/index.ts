import { generateKeyPairSync } from "node:crypto";
import { cert, initializeApp } from "npm:firebase-admin@13.10.0/app";
import { getAuth } from "npm:firebase-admin@13.10.0/auth";
import { serve } from "../_shared/serve.ts";

// `FIREBASE_AUTH_EMULATOR_HOST` names the server of the corpus.
serve(async () => {
  const { privateKey } = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  });
  const credential = cert({ projectId: "corpus", clientEmail: "a@corpus.example", privateKey });
  const auth = getAuth(initializeApp({ credential, projectId: "corpus" }, crypto.randomUUID()));
  const token = await auth.createCustomToken("ada", { role: "admin" });
  const claims = JSON.parse(atob(token.split(".")[1].replaceAll("-", "+").replaceAll("_", "/")));
  const user = await auth.getUser("ada");
  return { uid: claims.uid, claims: claims.claims, email: user.email, verified: user.emailVerified };
});
