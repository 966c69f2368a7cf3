import { Resend } from "npm:resend@6.38.0";
import { loopback, serve } from "../_shared/serve.ts";

const resend = new Resend("re_corpus", { baseUrl: `${loopback}/resend` });

serve(() =>
  resend.emails.send({ from: "a@example.com", to: "b@example.com", subject: "Hello", html: "<p>Hello</p>" })
    .then(({ data, error }) => ({ data, error }))
);
