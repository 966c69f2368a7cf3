import { Hono } from "hono";

interface Task {
  id: string;
  title: string;
  done: boolean;
}

// Lives as long as this worker: keep what matters in a database.
const tasks = new Map<string, Task>();

// A function sees its own name as the first part of the path.
const app = new Hono({ strict: false }).basePath("/{{slug}}");

app.get("/", (c) => c.json({ endpoints: ["/tasks", "/tasks/:id"] }));

app.get("/tasks", (c) => c.json([...tasks.values()]));

app.post("/tasks", async (c) => {
  const body = await c.req.json().catch(() => null);
  if (typeof body?.title !== "string" || body.title.trim() === "") {
    return c.json({ error: "`title` has to be a non-empty string" }, 400);
  }
  const task = {
    id: crypto.randomUUID(),
    title: body.title.trim(),
    done: false,
  };
  tasks.set(task.id, task);
  return c.json(task, 201);
});

app.get("/tasks/:id", (c) => {
  const task = tasks.get(c.req.param("id"));
  return task ? c.json(task) : c.notFound();
});

app.patch("/tasks/:id", async (c) => {
  const task = tasks.get(c.req.param("id"));
  if (!task) {
    return c.notFound();
  }
  const body = await c.req.json().catch(() => null);
  if (typeof body?.done !== "boolean") {
    return c.json({ error: "`done` has to be true or false" }, 400);
  }
  task.done = body.done;
  return c.json(task);
});

app.delete("/tasks/:id", (c) => {
  return tasks.delete(c.req.param("id")) ? c.body(null, 204) : c.notFound();
});

app.notFound((c) => c.json({ error: "Not found" }, 404));

app.onError((error, c) => {
  console.error(error);
  return c.json({ error: "Internal error" }, 500);
});

const handler = (request: Request) => app.fetch(request);

Deno.serve(handler);

/* Try it: start `fx functions serve`, then run

  curl -i '{{url}}/tasks'{{header}} \
    -H 'Content-Type: application/json' \
    -d '{"title":"Write a function"}'

*/
