const EVENTS = 10;
const INTERVAL_MS = 1000;

function handler(_request: Request): Response {
  let timer: ReturnType<typeof setInterval> | undefined;

  const events = new ReadableStream<string>({
    start(controller) {
      let id = 0;
      const send = () => {
        id += 1;
        const data = JSON.stringify({ time: new Date().toISOString() });
        controller.enqueue(`id: ${id}\nevent: tick\ndata: ${data}\n\n`);
        if (id === EVENTS) {
          clearInterval(timer);
          controller.close();
        }
      };
      timer = setInterval(send, INTERVAL_MS);
      send();
    },
    // The client is gone.
    cancel() {
      clearInterval(timer);
    },
  });

  return new Response(events.pipeThrough(new TextEncoderStream()), {
    headers: {
      "Content-Type": "text/event-stream",
      "Cache-Control": "no-cache",
    },
  });
}

Deno.serve(handler);

/* Try it: start `fx functions serve`, then run

  curl -i -N '{{url}}'{{header}}

*/
