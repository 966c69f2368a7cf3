import { XMLBuilder, XMLParser } from "npm:fast-xml-parser@5.12.1";
import { parse, stringify } from "npm:yaml@2.9.1";
import { serve } from "../_shared/serve.ts";

serve(() => {
  const feed = new XMLParser({ ignoreAttributes: false }).parse('<feed><entry id="1">One</entry><entry id="2">Two</entry></feed>');
  return { feed, xml: new XMLBuilder({ ignoreAttributes: false }).build(feed), yaml: parse(stringify({ feed, on: "2026-01-02" })) };
});
