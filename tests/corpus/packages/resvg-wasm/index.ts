import { initWasm, Resvg } from "npm:@resvg/resvg-wasm@2.6.2";
import { serve } from "../_shared/serve.ts";

const wasm = Deno.readFile(new URL(import.meta.resolve("npm:@resvg/resvg-wasm@2.6.2/index_bg.wasm")));
let ready: Promise<void> | undefined;

serve(async () => {
  await (ready ??= initWasm(wasm));
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20" fill="red"/></svg>';
  const image = new Resvg(svg, { fitTo: { mode: "width", value: 80 } }).render();
  return { width: image.width, height: image.height, pixel: [...image.pixels.slice(0, 4)] };
});
