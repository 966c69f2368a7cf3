//! `--inspect`: what a debugger sees, as one that speaks the protocol itself.

use std::time::Duration;

use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    time::timeout,
};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async, tungstenite::Message};

use crate::{
    context::TestContext,
    schema::Schema,
    session::{Answer, Session},
};

const SCHEMA: &str = include_str!("../fixtures/stream-json.schema.json");
const PATIENCE: Duration = Duration::from_secs(60);
/// What happens at once or never.
const MOMENT: Duration = Duration::from_millis(500);

const FUNCTION: &str = r#"interface Greeting {
  text: string;
}
console.warn("loaded");
Deno.serve((request: Request): Response => {
  const path: string = new URL(request.url).pathname;
  const greeting: Greeting = { text: "hello " + path };
  console.log("said", greeting.text);
  return new Response(greeting.text);
});
"#;
/// A line of it that a request runs through.
const LINE: &str = "const greeting";

fn project() -> TestContext {
    let cx = TestContext::new().with_shared_cache();
    cx.write("supabase/functions/f/index.ts", FUNCTION);
    let config = "[edge_runtime]\ninspector_port = 0\npolicy = 'oneshot'\n\
                  [edge_runtime.limits]\nrequest_idle_timeout_ms = 300\nworker_timeout_ms = 300\n\
                  [functions.f]\nverify_jwt = false\n";
    cx.write("supabase/config.toml", config);
    cx
}

/// Where debuggers attach, which is said after "Ready".
fn address(session: &Session) -> String {
    let said = session.wait_for("Debuggers attach to ");
    let (_, rest) = said.split_once("Debuggers attach to ").unwrap();
    rest.split_once(": ").unwrap().0.to_owned()
}

async fn targets(session: &Session) -> Vec<Value> {
    let url = format!("http://{}/json/list", address(session));
    let list = reqwest::get(url).await;
    let said = session.said();
    let list = Answer::of(list.expect(&said)).await;
    assert_eq!(list.status, 200);
    list.json().as_array().unwrap().clone()
}

/// The only target, as soon as it is there.
async fn target(session: &Session) -> Value {
    let mut found = Vec::new();
    session
        .until("a target is listed", async || {
            found = targets(session).await;
            !found.is_empty()
        })
        .await;
    assert_eq!(found.len(), 1, "{found:?}");
    found.remove(0)
}

fn socket_of(target: &Value) -> &str {
    target["webSocketDebuggerUrl"].as_str().unwrap()
}

/// The status line of the answer to a request as it is written here.
async fn raw(address: &str, request: &str) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let request = request.replace('\n', "\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = vec![0; 4096];
    let count = timeout(PATIENCE, stream.read(&mut answer)).await;
    let answer = String::from_utf8_lossy(&answer[..count.unwrap().unwrap()]).into_owned();
    answer.lines().next().unwrap_or_default().to_owned()
}

/// A debugger.
struct Debugger {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    events: Vec<Value>,
    sent: u64,
}

impl Debugger {
    async fn attach(target: &Value) -> Self {
        let (socket, _) = connect_async(socket_of(target)).await.unwrap();
        Self {
            socket,
            events: Vec::new(),
            sent: 0,
        }
    }

    /// Calls a method and returns its result.
    async fn call(&mut self, method: &str, params: Value) -> Value {
        self.sent += 1;
        let id = self.sent;
        let message = json!({ "id": id, "method": method, "params": params }).to_string();
        self.socket.send(Message::text(message)).await.unwrap();
        loop {
            let message = self.next().await;
            if message["id"] == id {
                assert!(message["error"].is_null(), "{method}: {message}");
                return message["result"].clone();
            }
            self.events.push(message);
        }
    }

    /// Waits for an event that fits; those before are kept.
    async fn event(&mut self, method: &str, fits: impl Fn(&Value) -> bool) -> Value {
        let fits = |event: &Value| event["method"] == method && fits(&event["params"]);
        if let Some(index) = self.events.iter().position(fits) {
            return self.events.remove(index)["params"].clone();
        }
        loop {
            let message = self.next().await;
            if fits(&message) {
                return message["params"].clone();
            }
            self.events.push(message);
        }
    }

    async fn next(&mut self) -> Value {
        let message = timeout(PATIENCE, self.socket.next()).await;
        let message = message.expect("the debugger hears of something");
        serde_json::from_str(message.unwrap().unwrap().to_text().unwrap()).unwrap()
    }

    /// The id of the function's script, and the number of the line on which `text` is.
    async fn line_of(&mut self, url: &Value, text: &str) -> (Value, usize) {
        let script = self
            .event("Debugger.scriptParsed", |script| script["url"] == *url)
            .await;
        let map = script["sourceMapURL"].as_str().unwrap();
        assert!(map.starts_with("data:application/json"), "{script}");
        let id = script["scriptId"].clone();
        let params = json!({ "scriptId": id });
        let source = self.call("Debugger.getScriptSource", params).await;
        let source = source["scriptSource"].as_str().unwrap();
        let mut lines = source.lines();
        let line = lines.position(|line| line.contains(text));
        (id, line.expect(source))
    }

    async fn resume(&mut self) {
        self.call("Debugger.resume", json!({})).await;
    }
}

fn requested(session: &Session, path: &str) -> tokio::task::JoinHandle<Answer> {
    let url = session.url(path);
    tokio::spawn(async move { Answer::of(reqwest::get(url).await.unwrap()).await })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_breakpoint_holds_a_request_for_as_long_as_it_takes() {
    let cx = project();
    let session = Session::start(&cx, &["--inspect"]);
    assert!(targets(&session).await.is_empty());
    assert_eq!(session.get("f").await.text, "hello /f");
    let target = target(&session).await;
    assert_eq!(
        (&target["title"], &target["type"]),
        (&json!("f"), &json!("node"))
    );
    let url = target["url"].as_str().unwrap();
    assert!(
        url.starts_with("file:///") && url.ends_with("/functions/f/index.ts"),
        "{url}"
    );

    let mut debugger = Debugger::attach(&target).await;
    debugger.call("Runtime.enable", json!({})).await;
    let sum = json!({ "expression": "1 + 1" });
    let sum = debugger.call("Runtime.evaluate", sum).await;
    assert_eq!(sum["result"]["value"], 2);
    debugger.call("Debugger.enable", json!({})).await;
    let (script, line) = debugger.line_of(&target["url"], LINE).await;
    let breakpoint = json!({ "url": url, "lineNumber": line });
    let set = debugger
        .call("Debugger.setBreakpointByUrl", breakpoint)
        .await;
    assert_eq!(set["locations"][0]["lineNumber"], line);

    let request = requested(&session, "f/x");
    let paused = debugger.event("Debugger.paused", |_| true).await;
    let place = &paused["callFrames"][0]["location"];
    assert_eq!(
        (&place["scriptId"], &place["lineNumber"]),
        (&script, &json!(line))
    );
    // Limits of time do not count.
    tokio::time::sleep(MOMENT).await;
    assert!(!request.is_finished());
    debugger.resume().await;
    let answer = request.await.unwrap();
    assert_eq!((answer.status, &*answer.text), (200, "hello /f/x"));
}

#[tokio::test(flavor = "multi_thread")]
async fn console_output_reaches_the_log_and_the_debugger() {
    let cx = project();
    let session = Session::start(&cx, &["--inspect-mode", "run"]);
    session.get("f").await;
    let target = target(&session).await;
    let mut debugger = Debugger::attach(&target).await;
    debugger.call("Runtime.enable", json!({})).await;
    let said = debugger
        .event("Runtime.consoleAPICalled", |call| {
            call["args"][1]["value"] == "hello /f"
        })
        .await;
    assert_eq!(
        (&said["type"], &said["args"][0]["value"]),
        (&json!("log"), &json!("said"))
    );
    // It is shown as said where the function says it.
    assert_eq!(said["stackTrace"]["callFrames"][0]["url"], target["url"]);
    let log = session.wait_for("[f] said hello /f");
    assert!(log.contains("[f] warn loaded"), "{log}");
    assert!(
        !log.contains("Debugger listening") && !log.contains("chrome://inspect to"),
        "{log}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn with_wait_the_first_request_waits_for_a_debugger() {
    let cx = project();
    let session = Session::start(&cx, &["--inspect-mode", "wait"]);
    let request = requested(&session, "f");
    let target = target(&session).await;
    tokio::time::sleep(MOMENT).await;
    assert!(!request.is_finished() && !session.said().contains("loaded"));
    let mut debugger = Debugger::attach(&target).await;
    debugger.call("Debugger.enable", json!({})).await;
    debugger
        .call("Runtime.runIfWaitingForDebugger", json!({}))
        .await;
    assert_eq!(request.await.unwrap().text, "hello /f");
    session.wait_for("function `f` waits for a debugger");
}

#[tokio::test(flavor = "multi_thread")]
async fn with_brk_one_session_stops_on_the_first_line() {
    let cx = project();
    let session = Session::start(&cx, &["--inspect-mode", "brk"]);
    let request = requested(&session, "f");
    let target = target(&session).await;
    let mut debugger = Debugger::attach(&target).await;
    debugger.call("Runtime.enable", json!({})).await;
    debugger.call("Debugger.enable", json!({})).await;
    debugger
        .call("Runtime.runIfWaitingForDebugger", json!({}))
        .await;
    let paused = debugger.event("Debugger.paused", |_| true).await;
    let place = paused["callFrames"][0]["location"].clone();
    let (script, _) = debugger.line_of(&target["url"], LINE).await;
    assert_eq!(
        (&place["scriptId"], &place["lineNumber"]),
        (&script, &json!(0))
    );
    assert!(!request.is_finished() && !session.said().contains("loaded"));
    debugger.resume().await;
    assert_eq!(request.await.unwrap().text, "hello /f");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reload_replaces_the_target() {
    let cx = project();
    let session = Session::start(&cx, &["--inspect"]);
    session.get("f").await;
    let old = target(&session).await;
    let path = "supabase/functions/f/index.ts";
    cx.write(path, FUNCTION.replace("hello ", "new "));
    session
        .until("the new worker is the only target", async || {
            let targets = targets(&session).await;
            targets.len() == 1 && targets[0]["id"] != old["id"]
        })
        .await;
    assert_eq!(session.get("f").await.text, "new /f");
}

#[tokio::test(flavor = "multi_thread")]
async fn with_wait_the_debugger_moves_to_the_worker_of_a_reload() {
    let cx = project();
    let session = Session::start(&cx, &["--inspect-mode", "wait"]);
    let request = requested(&session, "f");
    let old = target(&session).await;
    let mut debugger = Debugger::attach(&old).await;
    debugger
        .call("Runtime.runIfWaitingForDebugger", json!({}))
        .await;
    request.await.unwrap();
    cx.write(
        "supabase/functions/f/index.ts",
        FUNCTION.replace("hello ", "new "),
    );
    while let Some(Ok(_)) = timeout(PATIENCE, debugger.socket.next()).await.unwrap() {}
    assert_eq!(session.get("f").await.text, "hello /f");
    // A second reload may replace the worker of the first one; a debugger then attaches again.
    let (mut attached, mut debuggers) = (old["id"].clone(), Vec::new());
    session
        .until("the new worker answers", async || {
            let newest = targets(&session).await.remove(0);
            if newest["id"] != attached {
                attached = newest["id"].clone();
                let mut debugger = Debugger::attach(&newest).await;
                debugger
                    .call("Runtime.runIfWaitingForDebugger", json!({}))
                    .await;
                debuggers.push(debugger);
            }
            session.get("f").await.text == "new /f"
        })
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_end_does_not_wait_for_debuggers() {
    let cx = project();
    let mut session = Session::start(&cx, &["--inspect"]);
    session.get("f").await;
    let target = target(&session).await;
    let mut debugger = Debugger::attach(&target).await;
    debugger.call("Debugger.enable", json!({})).await;
    let (_, line) = debugger.line_of(&target["url"], LINE).await;
    let breakpoint = json!({ "url": target["url"], "lineNumber": line });
    debugger
        .call("Debugger.setBreakpointByUrl", breakpoint)
        .await;
    let request = requested(&session, "f/x");
    debugger.event("Debugger.paused", |_| true).await;
    session.signal("-INT");
    // The request goes on where it was.
    assert_eq!(request.await.unwrap().text, "hello /f/x");
    assert_eq!(session.wait().code(), Some(130));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_address_is_an_event_too() {
    let cx = project();
    let args = ["--inspect", "--output-format", "stream-json"];
    let session = Session::start(&cx, &args);
    let text = session.stdout().text();
    let ready: Value = serde_json::from_str(text.lines().next().unwrap()).unwrap();
    Schema::parse(SCHEMA).check(&ready).unwrap();
    let url = format!(
        "http://{}/json/version",
        ready["inspector"].as_str().unwrap()
    );
    let version = Answer::of(reqwest::get(url).await.unwrap()).await.json();
    assert!(version["Browser"].as_str().unwrap().starts_with("fx/"));
}

#[tokio::test(flavor = "multi_thread")]
async fn with_brk_a_shebang_is_no_obstacle() {
    let cx = project();
    let source = format!("#!/usr/bin/env deno\n{FUNCTION}");
    cx.write("supabase/functions/f/index.ts", source);
    let session = Session::start(&cx, &["--inspect-mode", "brk"]);
    let request = requested(&session, "f");
    let mut debugger = Debugger::attach(&target(&session).await).await;
    debugger.call("Debugger.enable", json!({})).await;
    debugger
        .call("Runtime.runIfWaitingForDebugger", json!({}))
        .await;
    debugger.event("Debugger.paused", |_| true).await;
    debugger.resume().await;
    assert_eq!(request.await.unwrap().text, "hello /f");
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_and_strangers_are_refused() {
    let cx = project();
    let session = Session::start(&cx, &["--inspect"]);
    session.get("f").await;
    let target = target(&session).await;
    let address = address(&session);
    let refused = "HTTP/1.1 403 Forbidden";
    let forged = "GET /json/list HTTP/1.1\nHost: evil.test:8083\n\n";
    assert_eq!(raw(&address, forged).await, refused);
    let page = "GET /json/list HTTP/1.1\nHost: localhost\nOrigin: http://localhost:3000\n\n";
    assert_eq!(raw(&address, page).await, refused);
    let devtools = "GET /json/version HTTP/1.1\nHost: localhost\nOrigin: devtools://devtools\n\n";
    assert_eq!(raw(&address, devtools).await, "HTTP/1.1 200 OK");

    let upgrade = "Connection: upgrade\nUpgrade: websocket\nSec-WebSocket-Version: 13\n\
                   Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\n";
    let id = target["id"].as_str().unwrap();
    for path in [
        format!("/ws/{id}"),
        format!("/ws//{id}"),
        format!("/ws/0/{id}"),
    ] {
        let request = format!("GET {path} HTTP/1.1\nHost: localhost\n{upgrade}\n");
        assert_eq!(raw(&address, &request).await, "HTTP/1.1 404 Not Found");
    }
    let socket = socket_of(&target).strip_prefix("ws://").unwrap();
    let (_, path) = socket.split_once('/').unwrap();
    let origin = "Origin: https://evil.test\n";
    let request = format!("GET /{path} HTTP/1.1\nHost: localhost\n{origin}{upgrade}\n");
    assert_eq!(raw(&address, &request).await, refused);
    let request = format!("GET /{path} HTTP/1.1\nHost: localhost\n{upgrade}\n");
    let answered = raw(&address, &request).await;
    assert_eq!(answered, "HTTP/1.1 101 Switching Protocols");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_function_cannot_reach_the_address_of_debuggers() {
    let cx = project();
    let source = r#"Deno.serve(async (request) => {
      const port = request.headers.get("x-port");
      const ask = (host) => fetch(`http://${host}:${port}/json/list`).then((r) => r.status, (e) => e.name);
      return Response.json([await ask("127.0.0.1"), await ask("localhost")]);
    });"#;
    cx.write("supabase/functions/f/index.ts", source);
    let session = Session::start(&cx, &["--inspect"]);
    let address = address(&session);
    let port = address.rsplit_once(':').unwrap().1;
    let request = reqwest::Client::new()
        .get(session.url("f"))
        .header("x-port", port);
    let answer = Answer::of(request.send().await.unwrap()).await;
    assert_eq!(answer.json(), json!(["NotCapable", "NotCapable"]));
}
