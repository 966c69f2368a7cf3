import Fastify from "npm:fastify@5.12.8";

const app = Fastify();
app.get("/fastify", () => "up");
app.post("/fastify", {
  schema: { body: { type: "object", properties: { name: { type: "string" } }, required: ["name"] } },
}, async (request) => {
  const refused = await app.inject({ method: "POST", url: "/fastify", payload: {} });
  return { body: request.body, refused: refused.json() };
});
await app.listen({ port: 8000 });
