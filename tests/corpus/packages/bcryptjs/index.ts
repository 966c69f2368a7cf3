import bcrypt from "npm:bcryptjs@3.0.3";
import { serve } from "../_shared/serve.ts";

serve(async () => {
  const hash = await bcrypt.hash("password", "$2b$08$abcdefghijklmnopqrstuu");
  const fresh = await bcrypt.hash("password", 4);
  return { hash, good: await bcrypt.compare("password", fresh), bad: await bcrypt.compare("Password", fresh) };
});
