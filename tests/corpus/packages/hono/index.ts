import { Hono } from "npm:hono@4.13.19";
import { jwt, sign } from "npm:hono@4.13.19/jwt";
import { validator } from "npm:hono@4.13.19/validator";

const app = new Hono().basePath("/hono");
app.get("/", (c) => c.text("up"));
app.use("/me", jwt({ secret: "secret", alg: "HS256" }));
app.get("/me", (c) => c.json(c.get("jwtPayload")));
app.post("/", validator("query", (query) => ({ name: query.name ?? "nobody" })), async (c) => {
  const token = await sign({ sub: "7" }, "secret");
  const me = await app.request("/hono/me", { headers: { authorization: `Bearer ${token}` } });
  const refused = await app.request("/hono/me");
  return c.json({ body: await c.req.json(), ...c.req.valid("query"), me: await me.json(), refused: refused.status });
});
Deno.serve(app.fetch);
