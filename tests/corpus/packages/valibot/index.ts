import * as v from "npm:valibot@1.5.0";
import { serve } from "../_shared/serve.ts";

const User = v.object({
  email: v.pipe(v.string(), v.trim(), v.email()),
  age: v.pipe(v.number(), v.minValue(18)),
});

serve(() => {
  const refused = v.safeParse(User, { email: "nobody", age: 7 });
  return { user: v.parse(User, { email: " a@example.com ", age: 42 }), issues: v.flatten(refused.issues!) };
});
