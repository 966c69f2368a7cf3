import { Ajv } from "npm:ajv@8.20.0";
import formats from "npm:ajv-formats@3.0.1";
import { serve } from "../_shared/serve.ts";

const ajv = new Ajv({ allErrors: true });
// deno-lint-ignore no-explicit-any
(formats as any).default ? (formats as any).default(ajv) : (formats as any)(ajv);
const validate = ajv.compile({
  type: "object",
  properties: { email: { type: "string", format: "email" }, age: { type: "integer", minimum: 18 } },
  required: ["email", "age"],
});

serve(() => ({ good: validate({ email: "a@example.com", age: 42 }), bad: validate({ email: "x" }), errors: validate.errors }));
