import { google } from "npm:googleapis@178.0.0";
import { loopback, serve } from "../_shared/serve.ts";

const drive = google.drive({ version: "v3", auth: "corpus", rootUrl: `${loopback}/` });

serve(async () => {
  const { data } = await drive.files.list({ pageSize: 2, q: "trashed = false" });
  return data.files;
});
