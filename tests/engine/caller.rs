//! Which request caused what: every record names the request that its code worked for, and calls to fx itself the
//! function that makes them. Functions see nothing of it.

use futures_util::{SinkExt as _, StreamExt as _};
use reqwest::header::HeaderMap;
use serde_json::{Value, json};
use tokio_tungstenite::{connect_async, tungstenite::Message};

use crate::{
    context::TestContext,
    session::{Answer, Session},
    stream::{self, event},
    upstream::server::{self, Seen, Server, ok},
};

const ARGS: [&str; 2] = ["--output-format", "stream-json"];
const OURS: [&str; 2] = ["x-fx-request", "x-fx-caller"];

fn project(functions: &[(&str, &str)]) -> TestContext {
    let cx = TestContext::new().with_shared_cache();
    let mut config = String::new();
    for (slug, source) in functions {
        cx.write(&format!("supabase/functions/{slug}/index.ts"), source);
        config.push_str(&format!("[functions.{slug}]\nverify_jwt = false\n"));
    }
    cx.write("supabase/config.toml", config);
    cx
}

/// Every line so far, which fits the schema.
fn events(session: &Session) -> Vec<Value> {
    stream::events(&session.stdout().text())
}

/// Waits for a message of a function; the request that it names.
fn logged(session: &Session, message: &str) -> Option<String> {
    let log = event(session, &json!({ "type": "log", "message": message }));
    log.get("request").map(|id| id.as_str().unwrap().to_owned())
}

fn id_of(answer: &Answer) -> String {
    answer.header("sb-request-id").to_owned()
}

/// A function in which two requests meet: `/a` waits for `/b`, and both say where they are after everything that may
/// lead from one piece of code to the next.
const INTERLEAVED: &str = r#"
import { AsyncLocalStorage } from "node:async_hooks";
import { readFile, writeFileSync } from "node:fs";
import { readFile as read } from "node:fs/promises";
const users = new AsyncLocalStorage<string>();
const meeting = Promise.withResolvers<void>();
let arrived = 0;
writeFileSync("/tmp/file", "x");
const tick = (name: string) => new Promise<void>((resolve) => {
  setTimeout(() => (console.log(`${name} timer ${users.getStore()}`), resolve()), 1);
});
console.log("top");
Deno.serve(async (request) => {
  const name = new URL(request.url).pathname.split("/")[2];
  console.log(`${name} begins`);
  if (++arrived === 2) meeting.resolve();
  await meeting.promise;
  console.log(`${name} met`);
  await users.run(`of ${name}`, () => tick(name));
  queueMicrotask(() => console.log(`${name} microtask`));
  await new Promise<void>((resolve) => readFile("/tmp/file", () => (console.log(`${name} callback`), resolve())));
  await read("/tmp/file");
  console.log(`${name} file`);
  await fetch("data:,x");
  console.log(`${name} fetched`);
  await Promise.reject(new Error("no")).catch(() => console.log(`${name} rejected`));
  const passed = new Response("text").body!.pipeThrough(new TransformStream({
    transform(chunk, controller) {
      console.log(`${name} transform`);
      controller.enqueue(chunk);
    },
  }));
  await new Response(passed).text();
  let left = 2;
  const body = new ReadableStream({
    async pull(controller) {
      await new Promise((resolve) => setTimeout(resolve, 1));
      console.log(`${name} pull ${left}`);
      if (left-- === 0) return controller.close();
      controller.enqueue(new TextEncoder().encode(name));
    },
  }, { highWaterMark: 0 });
  return new Response(body);
});
"#;

#[tokio::test(flavor = "multi_thread")]
async fn records_of_requests_that_run_at_the_same_time_are_told_apart() {
    let cx = project(&[("f", INTERLEAVED)]);
    let session = Session::start(&cx, &ARGS);
    let (a, b) = tokio::join!(session.get("f/a"), session.get("f/b"));
    assert_eq!(
        [a.status, b.status],
        [200, 200],
        "{}",
        session.stdout().text()
    );
    assert_eq!(logged(&session, "top"), None);
    for (name, answer) in [("a", &a), ("b", &b)] {
        for step in [
            "begins",
            "met",
            &format!("timer of {name}"),
            "microtask",
            "callback",
            "file",
            "fetched",
            "rejected",
            "transform",
            "pull 2",
            "pull 1",
            "pull 0",
        ] {
            let message = format!("{name} {step}");
            assert_eq!(logged(&session, &message), Some(id_of(answer)), "{message}");
        }
        let request = json!({ "type": "request", "path": format!("/f/{name}") });
        assert_eq!(event(&session, &request)["request"], id_of(answer));
    }
    assert_ne!(id_of(&a), id_of(&b));
}

const AFTER: &str = r#"
const later = (text: string, ms: number) => new Promise<void>((resolve) => {
  setTimeout(() => (console.log(text), resolve()), ms);
});
let release: () => void;
Deno.serve((request) => {
  const { pathname } = new URL(request.url);
  if (pathname === "/f/release") return release(), new Response("released");
  const released = new Promise<void>((resolve) => release = resolve);
  EdgeRuntime.waitUntil(released.then(() => console.log(`after ${pathname}`)));
  console.log(`before ${pathname}`);
  if (pathname === "/f/whole") return new Response("whole");
  const response = () => new Response(new ReadableStream({
    pull(controller) {
      console.log(`filling ${pathname}`);
      controller.enqueue(new Uint8Array(1));
      controller.close();
    },
  }, { highWaterMark: 0 }));
  return pathname === "/f/stream" ? response() : Promise.resolve().then(response);
});
"#;

#[tokio::test(flavor = "multi_thread")]
async fn what_is_done_after_the_response_belongs_to_no_request() {
    let cx = project(&[("f", AFTER)]);
    let session = Session::start(&cx, &ARGS);
    for kind in ["whole", "stream", "late"] {
        let answer = session.get(&format!("f/{kind}")).await;
        let id = Some(id_of(&answer));
        assert_eq!(logged(&session, &format!("before /f/{kind}")), id);
        if kind != "whole" {
            assert_eq!(logged(&session, &format!("filling /f/{kind}")), id);
        }
        event(
            &session,
            &json!({ "type": "request", "path": format!("/f/{kind}") }),
        );
        session.get("f/release").await;
        assert_eq!(logged(&session, &format!("after /f/{kind}")), None);
    }
}

/// Functions that show all that they see of a request, one for each way to serve.
const SERVERS: &[(&str, &str)] = &[
    (
        "serve",
        r#"
Deno.serve(async (request) => {
  console.log("in serve");
  const seen = [...request.headers, ...request.clone().headers, ...new Request(request.clone()).headers, ...new Headers(request.headers)];
  request.headers.forEach((value, name) => seen.push([name, value]));
  const asked = ["x-fx-request", "X-Fx-Request", "x-fx-caller"].flatMap((name) =>
    [request.headers.get(name), request.headers.has(name), request.clone().headers.get(name)]);
  return Response.json({ seen, asked, text: Deno.inspect?.(request) ?? String(request) });
});
"#,
    ),
    (
        "sync",
        "Deno.serve((request) => (console.log('in sync'), Response.json({ seen: [...request.headers], asked: [request.headers.get('x-fx-request')] })));",
    ),
    (
        "exported",
        r#"
export default {
  fetch(request) {
    console.log("in exported");
    return Response.json({ seen: [...request.headers.entries()], asked: [request.headers.get("x-fx-request")] });
  },
};
"#,
    ),
    (
        "listen",
        r#"
async function answer(connection) {
  for await (const { request, respondWith } of Deno.serveHttp(connection)) {
    console.log("in listen");
    respondWith(Response.json({ seen: [...request.headers], asked: [request.headers.get("x-fx-request")] }));
  }
}
for await (const connection of Deno.listen({ port: 8000 })) answer(connection);
"#,
    ),
    (
        "node",
        r#"
import { createServer } from "node:http";
createServer((request, response) => {
  request.on("data", () => console.log("data in node"));
  request.on("end", () => {
    console.log("in node");
    const seen = [request.rawHeaders, request.headers, request.headersDistinct];
    response.on("finish", () => console.log("finished in node"));
    response.end(JSON.stringify({ seen, asked: [request.headers["x-fx-request"] ?? null] }));
  });
}).listen(3000);
"#,
    ),
    (
        "express",
        r#"
import express from "npm:express@4.21.2";
const app = express();
app.use(express.json());
app.post("*", async (request, response) => {
  await new Promise((resolve) => setTimeout(resolve, 1));
  console.log("in express");
  response.json({ seen: [request.rawHeaders, request.headers], asked: [request.get("x-fx-request") ?? null] });
});
app.listen(3000);
"#,
    ),
];

#[tokio::test(flavor = "multi_thread")]
async fn every_way_to_serve_names_the_request_and_shows_no_header_of_ours() {
    let cx = project(SERVERS);
    for more in [&[][..], &["--sandbox", "off"]] {
        let args = [&ARGS[..], more].concat();
        let session = Session::start(&cx, &args);
        name_the_request_and_show_nothing(&session).await;
    }
}

async fn name_the_request_and_show_nothing(session: &Session) {
    let client = reqwest::Client::new();
    for (slug, _) in SERVERS {
        let request = client.post(session.url(slug)).body(r#"{"a":1}"#);
        let mut request = request.header("content-type", "application/json");
        for name in OURS {
            request = request.header(name, "00000000-0000-4000-8000-00000000f0f0");
        }
        let sent = request.header("x-mine", "mine").send().await.unwrap();
        let answer = Answer::of(sent).await;
        assert_eq!(answer.status, 200, "{slug}: {answer:?}");
        assert!(!answer.text.contains("x-fx"), "{slug}: {}", answer.text);
        assert!(!answer.text.contains("f0f0"), "{slug}: {}", answer.text);
        assert!(answer.text.contains("mine"), "{slug}: {}", answer.text);
        for asked in answer.json()["asked"].as_array().unwrap() {
            assert!([json!(null), json!(false)].contains(asked), "{answer:?}");
        }
        let found = logged(session, &format!("in {slug}"));
        assert_eq!(found, Some(id_of(&answer)), "{slug}");
    }
    let node = logged(session, "in node");
    assert!(node.is_some());
    assert_eq!(logged(session, "data in node"), node);
    assert_eq!(logged(session, "finished in node"), node);
}

const SOCKETS: [(&str, &str); 2] = [
    (
        "deno",
        r#"
Deno.serve((request) => {
  const { socket, response } = Deno.upgradeWebSocket(request);
  console.log(`deno upgrade ${[...request.headers.keys()].filter((name) => name.startsWith("x-fx"))}`);
  socket.onopen = () => console.log("deno open");
  socket.onmessage = () => (console.log("deno message"), socket.send("echo"));
  socket.onclose = () => (console.log("deno close"), setTimeout(() => console.log("deno after"), 20));
  return response;
});
"#,
    ),
    (
        "node",
        r#"
import { createServer } from "node:http";
import { WebSocketServer } from "npm:ws@8.18.0";
const server = createServer();
const sockets = new WebSocketServer({ server });
sockets.on("connection", (socket, request) => {
  console.log(`node upgrade ${request.rawHeaders.filter((name) => name.toLowerCase().startsWith("x-fx"))}`);
  socket.on("message", () => (console.log("node message"), socket.send("echo")));
  socket.on("close", () => (console.log("node close"), setTimeout(() => console.log("node after"), 20)));
});
server.listen(3000);
"#,
    ),
];

#[tokio::test(flavor = "multi_thread")]
async fn a_websocket_is_its_request_until_it_closes() {
    let cx = project(&SOCKETS);
    let session = Session::start(&cx, &ARGS);
    for (slug, _) in SOCKETS {
        let url = session.url(slug).replace("http", "ws");
        let (mut socket, response) = connect_async(url).await.unwrap();
        let id = response.headers()["sb-request-id"].to_str().unwrap();
        socket.send(Message::text("hi")).await.unwrap();
        assert_eq!(socket.next().await.unwrap().unwrap(), Message::text("echo"));
        socket.close(None).await.unwrap();
        while socket.next().await.is_some() {}
        for step in ["upgrade ", "message", "close"] {
            let message = format!("{slug} {step}");
            assert_eq!(logged(&session, &message).as_deref(), Some(id), "{message}");
        }
        assert_eq!(logged(&session, &format!("{slug} after")), None);
    }
    assert!(logged(&session, "deno open").is_some());
}

const ERRORS: &str = r#"
let inside = false;
setInterval(() => {
  if (inside) throw new Error("of a timer");
}, 5);
Deno.serve({
  onError(error) {
    console.log(`answered ${error.message}`);
    return new Response("mine", { status: 500 });
  },
}, async (request) => {
  const { pathname } = new URL(request.url);
  if (pathname === "/f/thrown") throw new Error("thrown");
  if (pathname === "/f/timer") inside = true;
  else (async () => { throw new Error("late"); })();
  await new Promise(() => {});
});
"#;

#[tokio::test(flavor = "multi_thread")]
async fn errors_name_the_request_that_they_happen_in() {
    let plain = "Deno.serve((request) => { if (request.method === 'GET') throw new Error('plain'); return Response.error(); });";
    let cx = project(&[("f", ERRORS), ("g", plain)]);
    let session = Session::start(&cx, &ARGS);
    let answer = session.get("f/thrown").await;
    assert_eq!((answer.status, &*answer.text), (500, "mine"));
    assert_eq!(logged(&session, "answered thrown"), Some(id_of(&answer)));

    let answer = session.get("g").await;
    assert_eq!(answer.status, 500);
    let log = event(&session, &json!({ "type": "log", "function": "g" }));
    assert_eq!(log["request"], id_of(&answer), "{log}");

    let exception = json!({ "type": "exception", "function": "f" });
    let answer = session.get("f/late").await;
    assert_eq!(answer.status, 500);
    let found = event(&session, &exception);
    assert_eq!(found["request"], id_of(&answer), "{found}");
    assert!(found["message"].as_str().unwrap().contains("late"));

    assert_eq!(session.get("f/timer").await.status, 500);
    session.stdout().wait_for("of a timer");
    let of_timer = |event: &&Value| {
        let message = event["message"].as_str().unwrap_or_default();
        event["type"] == "exception" && message.contains("of a timer")
    };
    let all = events(&session);
    let found = all.iter().find(of_timer).unwrap();
    assert_eq!(found.get("request"), None, "{found}");
}

/// A server that answers 200, or a redirect to what the query of a request names.
async fn elsewhere() -> Server {
    let redirect = |seen: &Seen| {
        let path = seen.line.split(' ').nth(1)?;
        let (_, to) = path.split_once("?to=")?;
        Some(format!("location: {to}\r\n"))
    };
    Server::start(move |seen| match redirect(seen) {
        Some(location) => server::answer("307 Temporary Redirect", &location, "ok"),
        None => ok("ok"),
    })
    .await
}

const CALLS: &str = r#"
import http from "node:http";
import net from "node:net";
const own = Deno.env.get("SUPABASE_URL");
const { port } = new URL(own);
const called = (name) => `${own}/functions/v1/called/${name}`;
const get = (url) => new Promise((resolve, reject) => {
  http.get(url, (response) => (response.resume(), response.on("end", resolve))).on("error", reject);
});
Deno.serve(async (request) => {
  const { searchParams } = new URL(request.url);
  const other = searchParams.get("other");
  const results = {};
  const call = async (name, made) => {
    try {
      const response = await made();
      results[name] = `${response?.status} ${await response?.text()}`;
    } catch (error) {
      results[name] = `${error.name}: ${error.message}`;
    }
  };
  if (searchParams.has("background")) {
    EdgeRuntime.waitUntil(new Promise((resolve) => setTimeout(resolve, 100)).then(() => fetch(called("background"))));
    return new Response("later");
  }
  await call("text", () => fetch(called("text")));
  await call("url", () => fetch(new URL(called("url"))));
  await call("request", () => fetch(new Request(called("request"), { method: "POST", body: "body" })));
  await call("stream", () => fetch(called("stream"), { method: "PUT", headers: [["x-mine", "1"]], body: new Blob(["streamed"]).stream() }));
  await call("kept", () => fetch(new Request(called("kept"), { headers: { "x-mine": "2" } }), { method: "PUT" }));
  await call("replaced", () => fetch(new Request(called("replaced"), { headers: { "x-mine": "2" } }), { headers: new Headers({ "x-mine": "3" }) }));
  await call("init", () => fetch(called("init"), new Request(called("x"), { method: "POST", body: "body", headers: { "x-mine": "4" } })));
  await call("getters", () => fetch(called("getters"), new class { get method() { return "PUT"; } get headers() { return { "x-mine": "5" }; } }()));
  await call("null", () => fetch(called("null"), null));
  await call("spelled", () => fetch(called("spelled").replace("http://127.0.0.1", " HTTP:\\\\127.1")));
  await call("nullheaders", () => fetch(called("nullheaders"), { headers: null }));
  await call("badheaders", () => fetch(called("badheaders"), { headers: { "bad name": "x" } }));
  await call("badinit", () => fetch(called("badinit"), 1));
  await call("client", () => fetch(called("client"), { client: Deno.createHttpClient({}) }));
  await call("localhost", () => fetch(called("localhost").replace("127.0.0.1", "localhost")));
  await call("six", () => fetch(called("six").replace("127.0.0.1", "[::1]")));
  await call("node", () => get(called("node")));
  await call("redirected", () => fetch(called("redirected?to=" + encodeURIComponent(called("back")))));
  await call("out", () => fetch(called("out?to=" + encodeURIComponent(`${other}/out`))));
  await call("round", () => fetch(called("round?to=" + encodeURIComponent(`${other}/round?to=${called("home")}`))));
  await call("in", () => fetch(`${other}/in?to=${called("in")}`));
  await call("other", () => fetch(`${other}/other`));
  await call("othernode", () => get(`${other}/othernode`));
  const elsewhere = new URL(other);
  const there = { host: "127.0.0.1", port, headers: { "x-mine": "led" } };
  const ask = (path, options) => new Promise((resolve, reject) => {
    const request = http.get({ ...there, path, ...options }, (response) => (response.resume(), response.on("end", resolve)));
    request.on("error", reject);
  });
  const connect = () => net.connect(Number(elsewhere.port), elsewhere.hostname);
  class Agent extends http.Agent { createConnection() { return connect(); } }
  await call("led", () => ask("/led", { createConnection: connect }));
  await call("agent", () => ask("/agent", { agent: new Agent() }));
  const lying = new URL(called("lying"));
  Object.defineProperty(lying, "toString", { value: () => `${other}/lying` });
  await call("lying", () => fetch(lying));
  await call("proxy", () => fetch(called("proxy"), { client: Deno.createHttpClient({ proxy: { url: other } }) }));
  await call("near", () => fetch(`http://127.0.0.1.nip.invalid:${port}/`));
  await call("aborted", () => fetch(called("aborted"), { signal: AbortSignal.abort() }));
  await call("bad", () => fetch(called("bad"), { body: "x" }));
  await call("nothing", () => fetch());
  await call("nonsense", () => fetch("nonsense"));
  await call("used", async () => {
    const used = new Request(called("used"), { method: "POST", body: "x" });
    await used.text();
    return fetch(used);
  });
  for (const [name, more] of [["plain", []], ["protocol", ["p"]], ["protocols", [["p", "q"]]], ["options", [{ protocols: ["p"], headers: { "x-mine": "1" } }]]]) {
    const opened = new WebSocket(called(`socket-${name}`).replace("http", "ws"), ...more);
    results[`socket-${name}`] = await new Promise((resolve) => {
      opened.onopen = () => (resolve(`open ${opened.protocol}`), opened.close());
      opened.onerror = ({ message }) => resolve(message);
    });
  }
  await new Promise((resolve) => {
    new WebSocket(`${other.replace("http", "ws")}/othersocket`).onerror = resolve;
  });
  return Response.json({ results, shape: [fetch.name, fetch.length, typeof fetch] });
});
"#;

const CALLED: &str = r#"
Deno.serve(async (request) => {
  const shown = [...request.headers.keys()].filter((name) => name.startsWith("x-fx") || name.startsWith("proxy"));
  if (request.headers.get("upgrade") === "websocket") {
    const protocol = request.headers.get("sec-websocket-protocol")?.split(",")[0];
    return Deno.upgradeWebSocket(request, { protocol }).response;
  }
  const to = new URL(request.url).searchParams.get("to");
  if (to) return new Response(null, { status: 307, headers: { location: to } });
  return new Response(`${request.method} ${await request.text()}${shown}${request.headers.get("x-mine") ?? ""}`);
});
"#;

#[tokio::test(flavor = "multi_thread")]
async fn calls_to_fx_itself_name_their_caller_and_nobody_else_sees_a_tag() {
    let cx = project(&[("f", CALLS), ("called", CALLED)]);
    let other = elsewhere().await;
    for more in [&[][..], &["--sandbox", "off"]] {
        let args = [&ARGS[..], more].concat();
        let session = Session::start(&cx, &args);
        name_their_caller(&session, &other).await;
    }
}

async fn name_their_caller(session: &Session, other: &Server) {
    let answer = session.get(&format!("f?other={}", other.url)).await;
    let (id, worker) = (id_of(&answer), answer.header("x-deno-execution-id"));
    let found = answer.json();
    assert_eq!(found["shape"], json!(["fetch", 0, "function"]));
    let results = json!({
        "text": "200 GET ", "url": "200 GET ", "request": "200 POST body", "stream": "200 PUT streamed1",
        "kept": "200 PUT 2", "replaced": "200 GET 3", "init": "200 POST body4", "getters": "200 PUT 5", "null": "200 GET ",
        "spelled": "200 GET ",
        "nullheaders": "TypeError: Failed to construct 'Request': 'headers' of 'RequestInit' (Argument 2) The provided value is not of type '(sequence<sequence<ByteString>> or record<ByteString, ByteString>)'",
        "badheaders": "TypeError: Invalid header name: \"bad name\"",
        "badinit": "TypeError: Failed to construct 'Request': Argument 2 can not be converted to a dictionary",
        "client": "200 GET ", "localhost": "200 GET ", "six": "200 GET ", "node": "undefined undefined",
        "redirected": "200 GET ", "out": "200 ok", "round": "200 GET ", "in": "200 GET ", "other": "200 ok",
        "othernode": "undefined undefined", "led": "undefined undefined", "agent": "undefined undefined",
        "lying": "200 ok", "proxy": found["results"]["proxy"], "near": found["results"]["near"],
        "aborted": "AbortError: The signal has been aborted",
        "bad": "TypeError: Request with GET/HEAD method cannot have body",
        "nothing": "TypeError: Failed to execute 'fetch': 1 argument required, but only 0 present",
        "nonsense": "TypeError: Invalid URL: 'nonsense'",
        "used": "TypeError: Input request's body is unusable",
        "socket-plain": "open ", "socket-protocol": "open p", "socket-protocols": "open p", "socket-options": "open p",
    });
    assert_eq!(found["results"], results, "{}", session.stdout().text());

    let caller = json!({ "function": "f", "worker": worker, "request": id });
    for name in [
        "text",
        "url",
        "request",
        "stream",
        "kept",
        "replaced",
        "init",
        "getters",
        "null",
        "spelled",
        "localhost",
        "six",
        "node",
        "redirected",
        "back",
        "out",
        "round",
        "socket-plain",
        "socket-protocol",
        "socket-protocols",
        "socket-options",
    ] {
        let request = json!({ "type": "request", "path": format!("/called/{name}") });
        let request = event(session, &request);
        assert_eq!(request["caller"], caller, "{request}");
        assert_ne!(request["request"], json!(id));
    }
    // They come from elsewhere, or in another way.
    for name in ["home", "in", "client"] {
        let request = json!({ "type": "request", "path": format!("/called/{name}") });
        let request = event(session, &request);
        assert_eq!(request.get("caller"), None, "{request}");
    }
    let seen = other.all();
    for path in [
        "/out",
        "/round?",
        "/in?",
        "/other",
        "/othernode",
        "/othersocket",
        "/led",
        "/agent",
        "/lying",
    ] {
        let is_of_path = |seen: &&Seen| seen.line.starts_with(&format!("GET {path}"));
        let found = seen.iter().find(is_of_path).expect(path);
        let is_ours = |name: &str| name.starts_with("x-fx") || name.starts_with("proxy-auth");
        assert!(
            !found.headers.iter().any(|(name, _)| is_ours(name)),
            "{found:?}"
        );
    }

    let proxied = seen
        .iter()
        .filter(|seen| seen.header("host").contains(&session.port().to_string()));
    for seen in proxied {
        assert_eq!(seen.header("proxy-authorization"), "", "{seen:?}");
    }

    session.get("f?background").await;
    let request = json!({ "type": "request", "path": "/called/background" });
    let caller = json!({ "function": "f", "worker": worker });
    assert_eq!(event(session, &request)["caller"], caller);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tag_that_no_worker_was_given_is_not_believed() {
    let cx = project(&[("called", CALLED)]);
    let session = Session::start(&cx, &ARGS);
    let forged = "0123456789abcdef0123456789abcdef.00000000-0000-4000-8000-000000000001";
    for (number, (name, value)) in [
        ("x-fx-caller", forged.to_owned()),
        ("proxy-authorization", format!("x-fx-caller {forged}")),
        ("x-fx-caller", String::new()),
        (
            "x-fx-request",
            "00000000-0000-4000-8000-000000000001".to_owned(),
        ),
    ]
    .into_iter()
    .enumerate()
    {
        let mut headers = HeaderMap::new();
        headers.insert(name, value.parse().unwrap());
        let sent = reqwest::Client::new()
            .get(session.url(&format!("called/{number}")))
            .headers(headers)
            .send();
        let answer = Answer::of(sent.await.unwrap()).await;
        assert_eq!(answer.text, "GET ");
        let request = json!({ "type": "request", "path": format!("/called/{number}") });
        let request = event(&session, &request);
        assert_eq!(request.get("caller"), None, "{request}");
        assert_eq!(request["request"], id_of(&answer));
        assert_ne!(id_of(&answer), "00000000-0000-4000-8000-000000000001");
    }
}

/// The package is an ES module, which starts a server that the bootstrap never sees.
const UNSEEN: &str = r#"
import { serve } from "npm:@hono/node-server@1.13.7";
serve({
  port: 3000,
  fetch(request) {
    console.log("unseen");
    return Response.json([...request.headers]);
  },
});
"#;

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_cannot_hide_the_id_is_not_told() {
    let cx = project(&[("f", UNSEEN)]);
    let session = Session::start(&cx, &ARGS);
    let answer = session.get("f").await;
    assert_eq!(answer.status, 200, "{answer:?}");
    assert!(!answer.text.contains("x-fx"), "{}", answer.text);
    assert_eq!(logged(&session, "unseen"), None);
}
