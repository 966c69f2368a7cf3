//! The ways in which functions serve, import and look around: each works, or is absent, as it is in hosted functions.

use futures_util::{SinkExt as _, StreamExt as _};
use tokio_tungstenite::{connect_async, tungstenite::Message};

use crate::{
    context::TestContext,
    session::{Answer, Session},
};

/// Functions that answer every request with their kind and the path they see.
const SERVERS: &[(&str, &str)] = &[
    (
        "handler",
        "Deno.serve((r) => new Response(`handler ${new URL(r.url).pathname}`));",
    ),
    (
        "options",
        "Deno.serve({ port: 1234 }, (r) => new Response(`options ${new URL(r.url).pathname}`));",
    ),
    (
        "object",
        "Deno.serve({ handler: (r) => new Response(`object ${new URL(r.url).pathname}`) });",
    ),
    (
        "exported",
        "export default { name: 'exported', fetch(r) { return new Response(`${this.name} ${new URL(r.url).pathname}`); } };",
    ),
    (
        "second",
        "Deno.serve((r) => new Response(`second ${new URL(r.url).pathname}`));\nDeno.serve(() => new Response('another'));",
    ),
    (
        "listen",
        r#"
async function answer(connection) {
  for await (const { request, respondWith } of Deno.serveHttp(connection)) {
    await respondWith(new Response(`listen ${new URL(request.url).pathname}`));
  }
}
for await (const connection of Deno.listen({ port: 8000 })) answer(connection);
"#,
    ),
    (
        "hono",
        r#"
import { Hono } from "npm:hono@4.6.14";
const app = new Hono();
app.get("*", (c) => c.text(`hono ${c.req.path}`));
export default app;
"#,
    ),
    (
        "honoserve",
        r#"
import { Hono } from "npm:hono@4.6.14";
const app = new Hono().basePath("/honoserve");
app.get("/x", (c) => c.text(`honoserve ${c.req.path}`));
Deno.serve(app.fetch);
"#,
    ),
    (
        "oak",
        r#"
import { Application } from "npm:@oakserver/oak@14.1.0";
const app = new Application();
app.use((context) => { context.response.body = `oak ${context.request.url.pathname}`; });
await app.listen({ port: 8000 });
"#,
    ),
    (
        "expressfour",
        r#"
import express from "npm:express@4.21.2";
const app = express();
app.get("*", (request, response) => { response.send(`expressfour ${request.path}`); });
app.listen(3000);
"#,
    ),
    (
        "expressfive",
        r#"
import express from "npm:express@5.1.0";
const app = express();
app.get("/*rest", (request, response) => { response.send(`expressfive ${request.path}`); });
app.listen(3000, () => console.log("listening"));
"#,
    ),
    (
        "fastify",
        r#"
import Fastify from "npm:fastify@5.2.1";
const fastify = Fastify();
fastify.get("/*", async (request) => `fastify ${request.url}`);
fastify.listen({ port: 8000 });
"#,
    ),
    (
        "koa",
        r#"
import Koa from "npm:koa@2.15.3";
const app = new Koa();
app.use((context) => { context.body = `koa ${context.path}`; });
app.listen(3000);
"#,
    ),
    (
        "node",
        r#"
import { createServer } from "node:http";
createServer((request, response) => response.end(`node ${request.url}`)).listen(3000, "0.0.0.0");
"#,
    ),
];

/// Functions that echo the messages of a WebSocket.
const SOCKETS: &[(&str, &str)] = &[
    (
        "wsport",
        r#"
import { WebSocketServer } from "npm:ws@8.18.0";
new WebSocketServer({ port: 8080 }).on("connection", (socket) => {
  socket.on("message", (data) => socket.send(String(data)));
});
"#,
    ),
    (
        "wsserver",
        r#"
import { createServer } from "node:http";
import { WebSocketServer } from "npm:ws@8.18.0";
const server = createServer((_, response) => response.end("plain"));
const sockets = new WebSocketServer({ noServer: true });
server.on("upgrade", (request, socket, head) => {
  sockets.handleUpgrade(request, socket, head, (socket) => {
    socket.on("message", (data) => socket.send(String(data)));
  });
});
server.listen(3000);
"#,
    ),
    (
        "wsdeno",
        r#"
Deno.serve((request) => {
  const { socket, response } = Deno.upgradeWebSocket(request);
  const known = () => request.headers.get("upgrade") === "websocket" && new URL(request.url).pathname === "/wsdeno";
  socket.onmessage = ({ data }) => socket.send(known() ? data : "a request without headers");
  return response;
});
"#,
    ),
];

fn project(functions: &[(&str, &str)]) -> TestContext {
    let cx = TestContext::new().with_shared_cache();
    for (slug, source) in functions {
        cx.write(&format!("supabase/functions/{slug}/index.ts"), source);
    }
    cx
}

fn serve(cx: &TestContext) -> Session {
    Session::start(cx, &["--no-verify-jwt"])
}

#[tokio::test(flavor = "multi_thread")]
async fn every_way_to_serve_works() {
    let cx = project(SERVERS);
    let session = serve(&cx);
    let mut wrong = Vec::new();
    for (slug, _) in SERVERS {
        for _ in 0..2 {
            let answer = session.get(&format!("{slug}/x")).await;
            let expected = format!("{slug} /{slug}/x");
            if (answer.status, &answer.text) != (200, &expected) {
                wrong.push(format!("{slug}: {} {}", answer.status, answer.text));
            }
        }
    }
    assert!(wrong.is_empty(), "{}\n{}", wrong.join("\n"), session.said());
}

#[tokio::test(flavor = "multi_thread")]
async fn every_way_to_take_sockets_works() {
    let cx = project(SOCKETS);
    let session = serve(&cx);
    for (slug, _) in SOCKETS {
        let url = session.url(slug).replacen("http", "ws", 1);
        let (mut socket, _) = connect_async(url).await.expect(slug);
        socket.send(Message::text(*slug)).await.unwrap();
        let echo = socket.next().await.unwrap().unwrap();
        assert_eq!(echo, Message::text(*slug));
        socket.close(None).await.unwrap();
    }
    assert_eq!(session.get("wsserver").await.text, "plain");
}

/// Functions that say what they know of their server and of the client.
const ADDRESSES: &[(&str, &str)] = &[
    (
        "handler",
        r#"
const listened = [];
const server = Deno.serve({ port: 1234, hostname: "127.0.0.9", onListen: (a) => listened.push(a) }, (_, ...info) =>
  Response.json({ listened, server: Object.keys(server), info, completed: "completed" in info[0] }));
server.unref();
"#,
    ),
    (
        "node",
        r#"
import { createServer } from "node:http";
createServer(({ headers, socket }, response) => {
  const { remoteAddress, remotePort } = socket;
  response.end(JSON.stringify({ headers: Object.keys(headers), remoteAddress, remotePort }));
}).listen(3000);
"#,
    ),
    (
        "express",
        r#"
import express from "npm:express@4.21.2";
express().get("*", (request, response) => { response.json(request.ip); }).listen(3000);
"#,
    ),
];

#[tokio::test(flavor = "multi_thread")]
async fn addresses_are_those_of_hosted_functions_whatever_was_asked_for() {
    let cx = project(ADDRESSES);
    let session = serve(&cx);
    let expected = serde_json::json!({
        "listened": [{ "hostname": "0.0.0.0", "port": 9999 }],
        "server": ["finished", "shutdown", "ref", "unref"],
        "info": [{ "remoteAddr": { "transport": "tcp", "hostname": "0.0.0.0", "port": 9999 } }],
        "completed": false,
    });
    assert_eq!(session.get("handler").await.json(), expected);
    let expected = serde_json::json!({
        "headers": ["accept", "accept-encoding", "host", "x-forwarded-for"],
        "remoteAddress": "0.0.0.0",
        "remotePort": 9999,
    });
    assert_eq!(session.get("node").await.json(), expected);
    assert_eq!(session.get("express").await.json(), "0.0.0.0");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_is_there_after_its_response() {
    let source = r#"
const answered = Promise.withResolvers();
const seen = Promise.withResolvers();
Deno.serve(async (request, info) => {
  if (request.method === "GET") {
    answered.resolve();
    return Response.json(await seen.promise);
  }
  request.headers;
  answered.promise.then(() => {
    const { method, url, headers } = request;
    return { method, path: new URL(url).pathname, own: headers.get("x-own"), port: info.remoteAddr.port };
  }).then(seen.resolve, (error) => seen.resolve(String(error)));
  return new Response("early");
});
"#;
    let cx = project(&[("f", source)]);
    let session = serve(&cx);
    let request = reqwest::Client::new().delete(session.url("f/x"));
    let response = request.header("x-own", "1").send().await.unwrap();
    assert_eq!(response.text().await.unwrap(), "early");
    let expected =
        serde_json::json!({ "method": "DELETE", "path": "/f/x", "own": "1", "port": 9999 });
    assert_eq!(session.get("f").await.json(), expected);
}

/// Functions that serve in ways that hosted ones refuse, or half know.
const REFUSED: &[(&str, &str)] = &[
    (
        "tried",
        r#"
const tried = [() => Deno.serve(), () => Deno.serve({}), () => Deno.listen({ transport: "udp", port: 1 }),
  () => Deno.listen({ transport: "unix", path: "/tmp/x.sock" })].map((call) => {
  try { call(); } catch (error) { return `${error.name}: ${error.message}`; }
});
Deno.serve(() => Response.json(tried));
"#,
    ),
    ("number", "export default { fetch: 42 };"),
    (
        "inherited",
        "export default new class { fetch() { return new Response('served'); } };",
    ),
    (
        "exported",
        r#"
const told = [];
export default {
  told,
  onListen() { told.push("onListen"); },
  onError() { return new Response("onError"); },
  fetch(request, ...rest) {
    if (request.method === "POST") throw new Error("thrown");
    return Response.json([this.told, rest]);
  },
};
"#,
    ),
    (
        "events",
        r#"
async function answer(connection) {
  for await (const { request, respondWith } of Deno.serveHttp(connection)) {
    const answered = respondWith(Promise.reject(new Error("no answer")));
    if (request.method === "GET") answered.catch(() => {});
  }
}
for await (const connection of Deno.listen({ port: 8000 })) answer(connection);
"#,
    ),
];

#[tokio::test(flavor = "multi_thread")]
async fn what_hosted_functions_refuse_is_refused() {
    let cx = project(REFUSED);
    let session = serve(&cx);
    let expected = serde_json::json!([
        "TypeError: A handler function must be provided.",
        "TypeError: A handler function must be provided.",
        "NotSupported: Only TCP listeners are supported on Supabase Edge Runtime.",
        "NotSupported: Only TCP listeners are supported on Supabase Edge Runtime.",
    ]);
    assert_eq!(session.get("tried").await.json(), expected);

    let number = session.get("number").await;
    assert_eq!(number.status, 503, "{}", number.text);
    assert_eq!(
        number.detail(),
        "TypeError: `fetch` of the default export is not a function"
    );
    let inherited = session.get("inherited").await;
    assert_eq!(inherited.status, 503, "{}", inherited.text);
    assert!(
        inherited.detail().contains("ended without listening"),
        "{}",
        inherited.text
    );

    let exported = session.get("exported").await;
    assert_eq!(exported.json(), serde_json::json!([[], []]));
    assert_eq!(
        posted(&session, "exported").await,
        (500, "Internal Server Error".to_owned())
    );

    let caught = session.get("events").await;
    assert_eq!(
        (caught.status, &*caught.text),
        (500, "Internal Server Error")
    );
    let (status, text) = posted(&session, "events").await;
    assert!(status == 500 && text.contains("WORKER_ERROR"), "{text}");
}

/// Status and body of the answer to a POST.
async fn posted(session: &Session, slug: &str) -> (u16, String) {
    let request = reqwest::Client::new().post(session.url(slug));
    let answer = Answer::of(request.send().await.unwrap()).await;
    (answer.status, answer.text)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_hosted_functions_lack_is_absent() {
    let source = r#"
const globals = ["Worker", "EventSource", "WebSocketStream", "localStorage", "sessionStorage", "alert", "confirm", "prompt",
  "close", "BroadcastChannel", "GPU", "name"];
const inDeno = ["run", "dlopen", "cron", "Kv", "openKv", "umask", "watchFs", "flock", "bench", "test", "listenTls",
  "listenDatagram", "inspect", "noColor", "ChildProcess", "spawn", "Process", "HttpClient"];
for (const name of Object.keys(Deno)) Deno[name];
Deno.serve(async () => Response.json({
  globals: globals.filter((name) => name in globalThis),
  inDeno: inDeno.filter((name) => name in Deno),
  gpu: "gpu" in navigator,
  caches: await caches.open("x").catch((error) => error.message),
  edge: Object.keys(EdgeRuntime),
  same: SharedArrayBuffer === ArrayBuffer,
}));
"#;
    let cx = project(&[("f", source)]);
    let session = serve(&cx);
    let expected = serde_json::json!({
        "globals": [],
        "inDeno": [],
        "gpu": false,
        "caches": "CacheStorage is not available in this context",
        "edge": ["waitUntil"],
        "same": true,
    });
    assert_eq!(session.get("f").await.json(), expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_function_is_told_what_hosted_ones_are() {
    let source = r#"
const states = async (...descriptors) =>
  (await Promise.all(descriptors.map((descriptor) => Deno.permissions.query(descriptor)))).map(({ state }) => state);
const granted = ["env", "net", "read", "write", "import"].map((name) => ({ name }));
const denied = [{ name: "run" }, { name: "ffi" }, { name: "sys" }];
const eth0 = Deno.networkInterfaces()[1];
const assign = () => { SUPABASE_VERSION = "0"; };
Deno.serve(async () => Response.json({
  granted: await states(...granted, { name: "read", path: "/etc" }, { name: "sys", kind: "hostname" }),
  denied: await states(...denied),
  requested: Deno.permissions.requestSync({ name: "run" }).state,
  revoked: (await Deno.permissions.revoke({ name: "net" })).state,
  wrong: await Deno.permissions.query({ name: "none" }).catch((error) => error.name),
  umask: process.umask(),
  cwd: Deno.cwd(),
  error: new Deno.errors.WorkerRequestCancelled("x") instanceof Error && new Deno.errors.RateLimitError("x").name,
  agent: navigator.userAgent === `Deno/${DENO_VERSION} (variant; SupabaseEdgeRuntime/${SUPABASE_VERSION})`,
  mac: eth0.mac,
  memory: [Deno.memoryUsage().rss, Deno.memoryUsage().heapUsed > 0],
  uptime: Deno.osUptime() < 60,
  assigned: (() => { try { assign(); } catch (error) { return error.name; } })(),
}));
"#;
    let cx = project(&[("f", source)]);
    let session = serve(&cx);
    let expected = serde_json::json!({
        "granted": vec!["granted"; 7],
        "denied": vec!["denied"; 3],
        "requested": "denied",
        "revoked": "granted",
        "wrong": "TypeError",
        "umask": 18,
        "cwd": "",
        "error": "RateLimitError",
        "agent": true,
        "mac": "00:00:00:00:00:01",
        "memory": [0, true],
        "uptime": true,
        "assigned": "TypeError",
    });
    let answer = session.get("f").await;
    assert_eq!(answer.status, 200, "{answer:?}");
    assert_eq!(answer.json(), expected);
}

/// The smallest module with a function: `answer` returns 42.
const WASM: &[u8] = &[
    0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 127, 3, 2, 1, 0, 7, 10, 1, 6, 97, 110, 115,
    119, 101, 114, 0, 0, 10, 6, 1, 4, 0, 65, 42, 11,
];

#[tokio::test(flavor = "multi_thread")]
async fn every_kind_of_module_loads() {
    let cx = project(&[
        (
            "decorated",
            r#"
function named(target: unknown, key: string, descriptor?: PropertyDescriptor) {
  return { value: () => `${key} ${typeof descriptor}` };
}
class A {
  @named
  method() {}
}
Deno.serve(() => new Response(String(new A().method())));
"#,
        ),
        (
            "standard",
            r#"
const named = (_: unknown, context: ClassMethodDecoratorContext) => () => `${String(context.name)} ${context.kind}`;
class A {
  @named
  method() {}
}
Deno.serve(() => new Response(String(new A().method())));
"#,
        ),
        (
            "data",
            r#"
import data from "./data.json" with { type: "json" };
import { answer } from "./answer.wasm";
Deno.serve(() => new Response(`${data.text} ${answer()}`));
"#,
        ),
        (
            "member",
            "import { text } from '@project/member';\nDeno.serve(() => new Response(text));",
        ),
    ]);
    cx.write(
        "supabase/functions/jsx/index.tsx",
        r#"
import { render } from "preact-render-to-string";
Deno.serve(() => new Response(render(<b>{"bold"}</b>)));
"#,
    );
    cx.write(
        "supabase/functions/jsx/deno.json",
        r#"{
          "compilerOptions": { "jsx": "react-jsx", "jsxImportSource": "preact" },
          "imports": {
            "preact": "npm:preact@10.25.4",
            "preact/jsx-runtime": "npm:preact@10.25.4/jsx-runtime",
            "preact-render-to-string": "npm:preact-render-to-string@6.5.13"
          }
        }"#,
    );
    cx.write(
        "supabase/functions/decorated/deno.json",
        r#"{ "compilerOptions": { "experimentalDecorators": true } }"#,
    );
    cx.write("supabase/functions/data/data.json", r#"{ "text": "json" }"#);
    cx.write("supabase/functions/data/answer.wasm", WASM);
    cx.write(
        "supabase/functions/common/index.js",
        "const isOdd = require('is-odd');\nconst path = require('node:path');\nmodule.exports = {};\nDeno.serve(() => new Response(path.posix.join(String(isOdd(3)), typeof __filename)));",
    );
    cx.write(
        "supabase/functions/common/package.json",
        r#"{ "type": "commonjs", "dependencies": { "is-odd": "3.0.1" } }"#,
    );
    cx.write(
        "deno.json",
        r#"{ "workspace": ["./packages/member", "./supabase/functions/member"] }"#,
    );
    cx.write("supabase/functions/member/deno.json", "{}");
    cx.write(
        "packages/member/deno.json",
        r#"{ "name": "@project/member", "version": "1.0.0", "exports": "./mod.ts" }"#,
    );
    cx.write(
        "packages/member/mod.ts",
        "export const text: string = 'member';",
    );
    let session = serve(&cx);
    let mut wrong = Vec::new();
    for (slug, expected) in [
        ("jsx", "<b>bold</b>"),
        ("decorated", "method object"),
        ("standard", "method method"),
        ("data", "json 42"),
        ("common", "true/string"),
        ("member", "member"),
    ] {
        let answer = session.get(slug).await;
        if (answer.status, &*answer.text) != (200, expected) {
            wrong.push(format!("{slug}: {} {}", answer.status, answer.text));
        }
    }
    assert!(wrong.is_empty(), "{}\n{}", wrong.join("\n"), session.said());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_package_json_does_without_a_deno_json() {
    let cx = project(&[(
        "module",
        "import isOdd from 'is-odd';\nDeno.serve(() => new Response(String(isOdd(3))));",
    )]);
    cx.write(
        "supabase/functions/common/index.js",
        "const isOdd = require('is-odd');\nDeno.serve(() => new Response(String(isOdd(3))));",
    );
    for (slug, kind) in [("module", "module"), ("common", "commonjs")] {
        let path = format!("supabase/functions/{slug}/package.json");
        let dependencies = r#"{ "is-odd": "3.0.1" }"#;
        let package = format!(r#"{{ "type": "{kind}", "dependencies": {dependencies} }}"#);
        cx.write(&path, package);
    }
    let session = serve(&cx);
    for slug in ["module", "common"] {
        let answer = session.get(slug).await;
        assert_eq!((answer.status, &*answer.text), (200, "true"), "{slug}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_commonjs_function_requires_its_own_files() {
    let cx = TestContext::new().with_shared_cache();
    let files = [
        (
            "index.js",
            r#"
const found = [require("./own"), require("./lib"), require("./data.json").text, require("../shared.js")];
const path = "./unknown.js";
try { found.push(require(path)); } catch (error) { found.push(error.name); }
Deno.serve(() => new Response(found.join(" ")));
"#,
        ),
        ("package.json", r#"{ "type": "commonjs" }"#),
        ("own.js", "module.exports = 'own';"),
        ("lib/index.js", "module.exports = require('./inner.cjs');"),
        ("lib/inner.cjs", "module.exports = 'inner';"),
        ("data.json", r#"{ "text": "json" }"#),
        ("../shared.js", "module.exports = 'shared';"),
        ("../package.json", r#"{ "type": "commonjs" }"#),
        ("unknown.js", "module.exports = 'unknown';"),
    ];
    for (name, text) in files {
        cx.write(&format!("supabase/functions/common/{name}"), text);
    }
    let session = serve(&cx);
    let answer = session.get("common").await;
    let expected = (200, "own inner json shared NotCapable");
    assert_eq!((answer.status, &*answer.text), expected);
}
