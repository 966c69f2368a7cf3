function handler(request: Request): Response {
  if (request.headers.get("upgrade")?.toLowerCase() !== "websocket") {
    return Response.json(
      { error: "Connect with a WebSocket client" },
      { status: 426, headers: { Connection: "Upgrade", Upgrade: "websocket" } },
    );
  }

  const { socket, response } = Deno.upgradeWebSocket(request);
  socket.onopen = () => socket.send("connected");
  socket.onmessage = (event) => socket.send(event.data);
  socket.onerror = () => console.error("socket failed");
  socket.onclose = (event) => console.log("socket closed:", event.code);
  return response;
}

Deno.serve(handler);

/* Try it: start `fx functions serve`, then run

  curl -i -N '{{url}}'{{header}} \
    -H 'Connection: Upgrade' \
    -H 'Upgrade: websocket' \
    -H 'Sec-WebSocket-Version: 13' \
    -H 'Sec-WebSocket-Key: SGVsbG8sIHdvcmxkIQ=='

The first message, `connected`, arrives at once; end it with Ctrl-C.
*/
