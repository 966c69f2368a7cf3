import { WebSocket } from "npm:ws@8.23.0";
import { loopback, serve } from "../_shared/serve.ts";

// `bufferutil` and `utf-8-validate` are optional add-ons.
serve(() =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(`${loopback.replace("http", "ws")}/socket`);
    socket.on("open", () => socket.send("hello ä"));
    socket.on("message", (data, isBinary) => {
      resolve({ text: data.toString(), isBinary });
      socket.close();
    });
    socket.on("error", reject);
  })
);
