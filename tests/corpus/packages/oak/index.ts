import { Application, Router } from "npm:@oakserver/oak@14.1.0";

const router = new Router({ prefix: "/oak" });
router.get("/", (context) => {
  context.response.body = "up";
});
router.post("/", async (context) => {
  context.response.body = { body: await context.request.body.json(), path: context.request.url.pathname };
});
const app = new Application();
app.use(router.routes());
app.use(router.allowedMethods());
await app.listen({ port: 8000 });
