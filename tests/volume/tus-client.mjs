// Uploads a file, or goes on with an upload: `tus-client.mjs ENDPOINT FILE STATE`. Prints the bytes that were
// acknowledged as they come, and the address of the upload at its end.
import { createReadStream, existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import * as tus from "tus-js-client";

const [endpoint, file, state] = process.argv.slice(2);
const known = existsSync(state) ? { uploadUrl: readFileSync(state, "utf8") } : { endpoint };
const upload = new tus.Upload(createReadStream(file), {
  ...known,
  uploadSize: statSync(file).size,
  chunkSize: 6 * 1024 * 1024,
  retryDelays: [500, 1000, 1000, 2000, 2000, 4000],
  onUploadUrlAvailable: () => {
    writeFileSync(state, upload.url);
    // With an endpoint the client would begin anew when the server is away for a moment (4.x does so for any error).
    upload.options.endpoint = null;
  },
  onChunkComplete: (_size, accepted) => console.log(accepted),
  onError: (error) => { console.error(error.message); process.exit(1); },
  onSuccess: () => console.log(upload.url),
});
upload.start();
