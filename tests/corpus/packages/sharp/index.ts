import sharp from "npm:sharp@0.35.5";
import { serve } from "../_shared/serve.ts";

serve(async () => {
  const create = { width: 8, height: 4, channels: 3 as const, background: "red" };
  const { info } = await sharp({ create }).resize(4).png().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, format: info.format };
});
