import { Client } from "npm:@notionhq/client@5.26.0";
import { loopback, serve } from "../_shared/serve.ts";

const notion = new Client({ auth: "ntn_corpus", baseUrl: `${loopback}/notion` });

serve(async () => {
  const page = await notion.pages.create({
    parent: { page_id: "1" },
    properties: { title: { title: [{ text: { content: "Notes" } }] } },
  });
  return page.id;
});
