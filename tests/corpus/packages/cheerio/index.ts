import * as cheerio from "npm:cheerio@1.2.0";
import { serve } from "../_shared/serve.ts";

serve(() => {
  const $ = cheerio.load("<ul><li class=a>One</li><li><a href=/two>Two</a></li></ul>");
  $("li.a").text("Eins").attr("data-n", "1");
  return { items: $("li").map((_, item) => $(item).text()).get(), href: $("a").attr("href"), html: $("ul").html() };
});
