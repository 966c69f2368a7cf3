import { z } from "npm:zod@4.6.7";
import { serve } from "../_shared/serve.ts";

const User = z.object({
  email: z.email(),
  age: z.coerce.number().int().min(18),
  role: z.enum(["admin", "member"]).default("member"),
});

serve(() => {
  const refused = User.safeParse({ email: "nobody", age: 7 });
  return {
    user: User.parse({ email: "a@example.com", age: "42" }),
    issues: refused.error?.issues,
    schema: z.toJSONSchema(User),
  };
});
