import { marked } from "npm:marked@18.2.1";
import sanitize from "npm:sanitize-html@2.17.5";
import { serve } from "../_shared/serve.ts";

serve(async () => {
  const html = await marked.parse("# Title\n\n- **one**\n- [two](javascript:alert(1))\n\n<script>alert(1)</script>\n");
  return sanitize(html, { allowedTags: ["h1", "ul", "li", "strong", "a"] });
});
