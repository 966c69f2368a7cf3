import JSZip from "npm:jszip@3.10.2";
import { serve } from "../_shared/serve.ts";

serve(async () => {
  const zip = new JSZip();
  zip.file("a.txt", "text ".repeat(100)).folder("b")?.file("c.json", "{}");
  const bytes = await zip.generateAsync({ type: "uint8array", compression: "DEFLATE" });
  const read = await JSZip.loadAsync(bytes);
  return { names: Object.keys(read.files), text: (await read.file("a.txt")?.async("string"))?.length };
});
