import Koa from "npm:koa@3.3.0";
import Router from "npm:@koa/router@15.7.0";

const router = new Router();
router.get("/koa", (context) => {
  context.body = "up";
});
router.post("/koa", async (context) => {
  const pieces: Uint8Array[] = [];
  for await (const piece of context.req) pieces.push(piece);
  context.set("x-corpus", "koa");
  context.body = { body: JSON.parse(await new Blob(pieces as BlobPart[]).text()), path: context.path };
});
const app = new Koa();
app.use(router.routes()).use(router.allowedMethods());
app.listen(8000);
