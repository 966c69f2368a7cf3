import { Body, Button, Html, Text } from "npm:@react-email/components@1.0.12";
import { render } from "npm:@react-email/render@2.3.1";
import { createElement as h } from "npm:react@19.3.1";
import "npm:react-dom@19.3.1";
import { serve } from "../_shared/serve.ts";

serve(async () => {
  const mail = h(Html, null, h(Body, null, h(Text, null, "Hello Ada"), h(Button, { href: "https://example.com" }, "Confirm")));
  return { html: await render(mail), text: await render(mail, { plainText: true }) };
});
