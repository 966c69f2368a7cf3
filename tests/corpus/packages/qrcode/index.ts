import QRCode from "npm:qrcode@1.5.4";
import { serve } from "../_shared/serve.ts";

serve(async () => ({
  svg: await QRCode.toString("https://example.com", { type: "svg" }),
  png: (await QRCode.toDataURL("https://example.com")).slice(0, 40),
}));
