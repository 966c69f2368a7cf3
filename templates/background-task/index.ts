declare const EdgeRuntime: { waitUntil(promise: Promise<unknown>): void };

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function work(id: string, input: unknown): Promise<void> {
  console.log(`task ${id} starts with`, input);
  // Stands for whatever takes longer than the caller should wait.
  await sleep(3000);
  console.log(`task ${id} is done`);
}

async function handler(request: Request): Promise<Response> {
  const input = await request.json().catch(() => null);
  const id = crypto.randomUUID();

  // Keeps the worker alive after the response; nobody else sees a failure.
  EdgeRuntime.waitUntil(
    work(id, input).catch((error) => console.error(`task ${id} failed`, error)),
  );

  return Response.json({ id, status: "accepted" }, { status: 202 });
}

// The worker is about to end: a running task may not get to its end.
addEventListener("beforeunload", () => console.log("worker ends"));

Deno.serve(handler);

/* Try it: start `fx functions serve`, then run

  curl -i '{{url}}'{{header}} \
    -H 'Content-Type: application/json' \
    -d '{"report":"monthly"}'

The answer comes at once; the log shows the end of the task 3 seconds later.
*/
