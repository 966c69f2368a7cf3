import { JSDOM } from "npm:jsdom@26.1.0";
import { serve } from "../_shared/serve.ts";

serve(() => {
  const dom = new JSDOM("<!doctype html><title>Page</title><p id=a>One</p>", { url: "https://example.com/path" });
  const { document } = dom.window;
  const added = document.createElement("p");
  added.textContent = "Two";
  document.body.append(added);
  return {
    title: document.title,
    text: [...document.querySelectorAll("p")].map((p) => p.textContent),
    link: new dom.window.URL("../x", document.baseURI).href,
  };
});
