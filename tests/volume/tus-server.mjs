// A server of resumable uploads at the path where storage has it: `tus-server.mjs DIRECTORY PORT`; prints its port.
import http from "node:http";
import { FileStore } from "@tus/file-store";
import { Server } from "@tus/server";

const [directory, port] = process.argv.slice(2);
const path = "/storage/v1/upload/resumable";
const tus = new Server({ path, datastore: new FileStore({ directory }), respectForwardedHeaders: true });
const server = http.createServer((request, response) => tus.handle(request, response));
server.listen(Number(port), "127.0.0.1", () => console.log(server.address().port));
