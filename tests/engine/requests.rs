//! Requests and responses pass as they are: paths, headers, bodies of any length, streams, sockets and their ends.

use std::{collections::BTreeSet, io};

use futures_util::{SinkExt as _, StreamExt as _};
use reqwest::{Client, Method};
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};
use tokio_tungstenite::{
    connect_async,
    tungstenite::{
        Message, client::IntoClientRequest as _, protocol::CloseFrame,
        protocol::frame::coding::CloseCode,
    },
};

use crate::{
    context::TestContext,
    session::{Answer, Session},
};

const ECHO: &str = r#"
Deno.serve((request) => {
  const { pathname, search } = new URL(request.url);
  const headers = new Headers({ "x-answer": "yes", "keep-alive": "timeout=5", "proxy-authenticate": "no" });
  headers.append("set-cookie", "a=1; Path=/");
  headers.append("set-cookie", "b=2; Expires=Wed, 21 Oct 2037 07:28:00 GMT");
  const { method } = request;
  const seen = { method, pathname, search, headers: [...request.headers] };
  return new Response(JSON.stringify(seen), { status: 207, headers });
});
"#;

/// Answers with the pathname, as a body of known length.
const PATH: &str = "Deno.serve((request) => new Response(new URL(request.url).pathname));";

/// A status without a body, and headers that are no plain text.
const BARE: &str = r#"
Deno.serve((request) => request.url.endsWith("/reset")
  ? new Response(null, { status: 205 })
  : new Response(JSON.stringify([...request.headers].filter(([name]) => name.startsWith("x-sent"))), { headers: { "x-latin": "caf\xe9", "x-tab": "a\tb" } }));
"#;

/// Says of a status what nobody says.
const REASON: &str = r#"
import { createServer } from "node:http";
createServer((_, response) => response.writeHead(201, "Done and dusted").end("made")).listen(8000);
"#;

const MIRROR: &str = "Deno.serve((request) => new Response(request.body));";

/// The second event is sent when another request asks for it.
const EVENTS: &str = r#"
let next;
Deno.serve((request) => {
  if (request.url.endsWith("/next")) {
    next("data: second\n\n");
    return new Response("sent");
  }
  const body = new ReadableStream({
    start(controller) {
      const send = (text) => controller.enqueue(new TextEncoder().encode(text));
      next = (text) => (send(text), controller.close());
      send("data: first\n\n");
    },
  });
  return new Response(body, { headers: { "content-type": "text/event-stream" } });
});
"#;

const ABORTED: &str = r#"
Deno.serve((request) => {
  request.signal.addEventListener("abort", () => console.log("aborted"));
  console.log("request began");
  return new Promise(() => {});
});
"#;

const SOCKET: &str = r#"
Deno.serve((request) => {
  const { socket, response } = Deno.upgradeWebSocket(request, { protocol: "chat" });
  socket.onmessage = ({ data }) => data === "end" ? socket.close(4001, "enough") : socket.send(data);
  socket.onclose = ({ code }) => console.log(`closed with ${code}`);
  return response;
});
"#;

/// What a WebSocket library for Node does, in short: messages below 126 bytes.
const NODE_SOCKET: &str = r#"
import { createServer } from "node:http";
import { createHash } from "node:crypto";
import { Buffer } from "node:buffer";

const server = createServer((_request, response) => response.end("plain"));
server.on("upgrade", (request, socket) => {
  const key = request.headers["sec-websocket-key"] + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  const accept = createHash("sha1").update(key).digest("base64");
  socket.write(
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
      `Sec-WebSocket-Accept: ${accept}\r\nSec-WebSocket-Protocol: chat\r\n\r\n`,
  );
  const send = (opcode, payload) => socket.write(Buffer.concat([Buffer.from([0x80 | opcode, payload.length]), payload]));
  let unread = Buffer.alloc(0);
  socket.on("data", (data) => {
    unread = Buffer.concat([unread, data]);
    while (unread.length >= 6 && unread.length >= 6 + (unread[1] & 127)) {
      const [opcode, length] = [unread[0] & 15, unread[1] & 127];
      const mask = unread.subarray(2, 6);
      const payload = Buffer.from(unread.subarray(6, 6 + length)).map((byte, index) => byte ^ mask[index % 4]);
      unread = unread.subarray(6 + length);
      if (opcode === 8) {
        console.log(`closed with ${Buffer.from(payload).readUInt16BE()}`);
        socket.end();
      } else if (Buffer.from(payload).toString() === "end") {
        send(8, Buffer.concat([Buffer.from([4001 >> 8, 4001 & 255]), Buffer.from("enough")]));
      } else {
        send(opcode, Buffer.from(payload));
      }
    }
  });
});
server.listen(3000);
"#;

/// A project in which only `guarded` wants a token.
fn project(functions: &[(&str, &str)]) -> TestContext {
    let cx = TestContext::new().with_shared_cache();
    let mut config = String::new();
    for (slug, source) in functions {
        cx.write(&format!("supabase/functions/{slug}/index.ts"), source);
        if *slug != "guarded" {
            config.push_str(&format!("[functions.{slug}]\nverify_jwt = false\n"));
        }
    }
    cx.write("supabase/config.toml", config);
    cx
}

/// What one connection answers to these bytes until it closes.
async fn exchange(session: &Session, bytes: &str) -> String {
    let mut stream = TcpStream::connect(("127.0.0.1", session.port()))
        .await
        .unwrap();
    stream.write_all(bytes.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer
}

fn header<'a>(echoed: &'a Value, name: &str) -> Vec<&'a str> {
    let pairs = echoed["headers"].as_array().unwrap().iter();
    pairs
        .filter(|pair| pair[0] == name)
        .map(|pair| pair[1].as_str().unwrap())
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn paths_methods_headers_and_cookies_arrive_untouched_and_hop_by_hop_headers_do_not() {
    let cx = project(&[("echo", ECHO)]);
    let session = Session::start(&cx, &[]);

    // A client library might tidy up the path.
    let answer = exchange(
        &session,
        "PATCH /functions/v1/echo/a%20b//c/../d?x=%C3%A9&x=2&y=a+b HTTP/1.1\r\n\
         Host: example.test:1234\r\n\
         X-Own: one\r\n\
         X-Own: two\r\n\
         Cookie: c=3; d=4\r\n\
         TE: trailers\r\n\
         Keep-Alive: timeout=9\r\n\
         Proxy-Authorization: Basic eA==\r\n\
         X-Named: secret\r\n\
         Connection: close, X-Named\r\n\r\n",
    )
    .await;
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let head = head.to_ascii_lowercase();
    assert!(head.starts_with("http/1.1 207 "), "{head}");
    for name in ["keep-alive:", "proxy-authenticate:"] {
        assert!(!head.contains(name), "{head}");
    }
    assert!(head.contains("x-answer: yes"), "{head}");
    assert_eq!(head.matches("set-cookie: ").count(), 2, "{head}");
    let json = &body[body.find('{').unwrap()..=body.rfind('}').unwrap()];
    let seen: Value = serde_json::from_str(json).unwrap();
    assert_eq!(seen["method"], "PATCH");
    // `..` is resolved by `new URL`, as everywhere.
    assert_eq!(seen["pathname"], "/echo/a%20b//d");
    assert_eq!(seen["search"], "?x=%C3%A9&x=2&y=a+b");
    assert_eq!(header(&seen, "x-own"), ["one, two"]);
    assert_eq!(header(&seen, "cookie"), ["c=3; d=4"]);
    assert_eq!(header(&seen, "host"), ["example.test:1234"]);
    for name in [
        "te",
        "keep-alive",
        "proxy-authorization",
        "x-named",
        "x-deno-client-address",
    ] {
        assert!(header(&seen, name).is_empty(), "{name}: {seen}");
    }

    let url = session.url("echo/a%20b//c?x=%C3%A9&x=2");
    let response = reqwest::get(url).await.unwrap();
    let cookies: Vec<_> = response.headers().get_all("set-cookie").iter().collect();
    assert_eq!(
        cookies,
        ["a=1; Path=/", "b=2; Expires=Wed, 21 Oct 2037 07:28:00 GMT"]
    );
    let seen = Answer::of(response).await.json();
    assert_eq!(seen["pathname"], "/echo/a%20b//c");
    assert_eq!(seen["search"], "?x=%C3%A9&x=2");
    for method in ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] {
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        let request = Client::new().request(method.clone(), session.url("echo"));
        let answer = Answer::of(request.send().await.unwrap()).await;
        assert_eq!(
            (answer.status, &answer.json()["method"]),
            (207, &method.as_str().into())
        );
    }
    let request = Client::new().head(session.url("echo"));
    let answer = Answer::of(request.send().await.unwrap()).await;
    assert_eq!((answer.status, &*answer.text), (207, ""));
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_carry_the_ids_of_request_and_worker_and_the_region_that_was_asked_for() {
    let cx = project(&[("echo", ECHO), ("other", PATH)]);
    let session = Session::start(&cx, &[]);
    let (first, second) = (session.get("echo").await, session.get("echo").await);
    assert_ne!(first.header("sb-request-id"), "");
    assert_ne!(
        first.header("sb-request-id"),
        second.header("sb-request-id")
    );
    assert_ne!(first.header("x-deno-execution-id"), "");
    assert_eq!(
        first.header("x-deno-execution-id"),
        second.header("x-deno-execution-id")
    );
    let other = session.get("other").await;
    assert_ne!(
        first.header("x-deno-execution-id"),
        other.header("x-deno-execution-id")
    );
    assert!(!first.headers.contains_key("x-sb-edge-region"));
    let request = Client::new()
        .get(session.url("echo"))
        .header("x-region", "eu-west-1");
    let answer = Answer::of(request.send().await.unwrap()).await;
    assert_eq!(answer.header("x-sb-edge-region"), "eu-west-1");
    let answer = session.get("echo?forceFunctionRegion=us-east-1").await;
    assert_eq!(answer.header("x-sb-edge-region"), "us-east-1");
}

#[tokio::test]
async fn a_status_without_a_body_ends_and_what_is_no_plain_text_is_left_out() {
    let cx = project(&[("bare", BARE), ("reason", REASON)]);
    let session = Session::start(&cx, &[]);
    let text = "GET /functions/v1/bare/reset HTTP/1.1\r\nhost: a\r\n\r\nGET /functions/v1/bare HTTP/1.1\r\nhost: a\r\nx-sent: caf\u{e9}\r\nx-sent-well: tea\r\nconnection: close\r\n\r\n";
    let answers = exchange(&session, text).await;
    let (reset, next) = answers.split_once("HTTP/1.1 200 OK").expect(&answers);
    assert!(reset.starts_with("HTTP/1.1 205 Reset Content"), "{answers}");
    assert!(!reset.contains("chunked"), "{answers}");
    assert!(
        next.contains(r#"[["x-sent",""],["x-sent-well","tea"]]"#),
        "{answers}"
    );
    assert!(
        next.contains("x-latin: \r\n") && next.contains("x-tab: a\tb\r\n"),
        "{answers}"
    );
    let text = "GET /functions/v1/reason HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n";
    let answer = exchange(&session, text).await;
    assert!(answer.starts_with("HTTP/1.1 201 Created\r\n"), "{answer}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_of_twenty_megabytes_streams_through_both_ways_at_once() {
    const CHUNK: usize = 64 * 1024;
    const CHUNKS: usize = 320;
    let cx = project(&[("mirror", MIRROR)]);
    let session = Session::start(&cx, &[]);
    let chunk = |index: usize| -> Vec<u8> {
        let byte = |at: usize| u8::try_from((at * 31 + index * 7) % 251).unwrap();
        (0..CHUNK).map(byte).collect()
    };
    let (sender, receiver) = tokio::sync::mpsc::channel::<Vec<u8>>(1);
    let stream = futures_util::stream::unfold(receiver, |mut receiver| async {
        let chunk = receiver.recv().await?;
        Some((Ok::<_, io::Error>(chunk), receiver))
    });
    sender.send(chunk(0)).await.unwrap();
    let request = Client::new()
        .post(session.url("mirror"))
        .body(reqwest::Body::wrap_stream(stream));
    // The rest is sent only after the answer has begun, so that nothing can wait for the whole body.
    let mut response = request.send().await.unwrap();
    let mut received = response.chunk().await.unwrap().unwrap().to_vec();
    assert!(!received.is_empty());
    let mut expected = Sha256::new();
    (0..CHUNKS).for_each(|index| expected.update(chunk(index)));
    let sending = tokio::spawn(async move {
        for index in 1..CHUNKS {
            sender.send(chunk(index)).await.unwrap();
        }
    });
    while let Some(bytes) = response.chunk().await.unwrap() {
        received.extend_from_slice(&bytes);
    }
    sending.await.unwrap();
    assert_eq!(received.len(), CHUNK * CHUNKS);
    assert_eq!(Sha256::digest(&received), expected.finalize());
}

#[tokio::test(flavor = "multi_thread")]
async fn events_arrive_while_the_stream_is_open_and_a_client_that_leaves_is_noticed() {
    let cx = project(&[("events", EVENTS), ("aborted", ABORTED)]);
    let session = Session::start(&cx, &[]);
    let mut response = reqwest::get(session.url("events")).await.unwrap();
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    assert_eq!(response.chunk().await.unwrap().unwrap(), "data: first\n\n");
    assert_eq!(session.get("events/next").await.text, "sent");
    assert_eq!(response.chunk().await.unwrap().unwrap(), "data: second\n\n");
    assert!(response.chunk().await.unwrap().is_none());

    let request = tokio::spawn(reqwest::get(session.url("aborted")));
    session.wait_for("[aborted] request began");
    request.abort();
    session.wait_for("[aborted] aborted");
}

#[tokio::test(flavor = "multi_thread")]
async fn sockets_echo_and_end_with_their_close_code_for_deno_and_for_node() {
    let cx = project(&[("deno", SOCKET), ("node", NODE_SOCKET)]);
    let session = Session::start(&cx, &[]);
    for slug in ["deno", "node"] {
        let url = session.url(slug).replace("http://", "ws://");
        let connect = || async {
            let mut request = url.as_str().into_client_request().unwrap();
            let protocols = "chat".parse().unwrap();
            request
                .headers_mut()
                .insert("sec-websocket-protocol", protocols);
            connect_async(request).await.unwrap()
        };
        let (mut socket, response) = connect().await;
        assert_eq!(response.headers()["sec-websocket-protocol"], "chat");
        for text in ["one", "zwei ü"] {
            socket.send(Message::text(text)).await.unwrap();
            let echoed = socket.next().await.unwrap().unwrap();
            assert_eq!(echoed, Message::text(text), "{slug}");
        }
        socket.send(Message::text("end")).await.unwrap();
        let end = socket.next().await.unwrap().unwrap();
        let Message::Close(Some(frame)) = end else {
            panic!("{slug}: {end:?}");
        };
        assert_eq!((frame.code, &*frame.reason), (4001.into(), "enough"));

        let (mut socket, _) = connect().await;
        let frame = CloseFrame {
            code: CloseCode::from(4002),
            reason: "bye".into(),
        };
        socket.close(Some(frame)).await.unwrap();
        session.wait_for(&format!("[{slug}] closed with 4002"));
    }
    assert_eq!(session.get("node").await.text, "plain");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_leads_to_no_function_is_answered_by_the_gateway() {
    let cx = project(&[("path", PATH)]);
    let session = Session::start(&cx, &[]);
    let answer = session.get("nobody").await;
    assert_eq!((answer.status, &*answer.text), (404, "Function not found"));
    assert_eq!(answer.header("access-control-allow-origin"), "*");
    let preflight = Client::new()
        .request(Method::OPTIONS, session.url_outside("/rest/v2/table"))
        .header("access-control-request-method", "POST");
    assert_eq!(preflight.send().await.unwrap().status(), 204);
    for path in ["/", "/functions/v1", "/rest/v2/table"] {
        let response = reqwest::get(session.url_outside(path)).await.unwrap();
        let answer = Answer::of(response).await;
        assert_eq!(answer.status, 404, "{path}");
        assert_eq!(answer.header("content-type"), "application/json");
        let message = answer.json()["message"].to_string();
        assert!(message.contains("/functions/v1/<name>"), "{message}");
    }
    let health = reqwest::get(session.url_outside("/_internal/health")).await;
    let answer = Answer::of(health.unwrap()).await;
    assert_eq!((answer.status, &*answer.text), (200, r#"{"message":"ok"}"#));

    let answer = exchange(
        &session,
        "TRACE /functions/v1/path HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
    )
    .await
    .to_ascii_lowercase();
    assert!(answer.starts_with("http/1.1 405 "), "{answer}");
    assert!(
        answer.contains("allow: get, post, put, patch, delete, options, head\r\n"),
        "{answer}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn preflights_reach_functions_without_a_token_and_pass_when_none_can_answer() {
    let cx = project(&[("guarded", ECHO), ("broken", "import './nope.ts';")]);
    let session = Session::start(&cx, &[]);
    let preflight = async |slug: &str| {
        let request = Client::new()
            .request(Method::OPTIONS, session.url(slug))
            .header("origin", "http://localhost:3000")
            .header("access-control-request-method", "POST");
        Answer::of(request.send().await.unwrap()).await
    };
    assert_eq!(session.get("guarded").await.status, 401);
    let answer = preflight("guarded").await;
    assert_eq!(
        (answer.status, &answer.json()["method"]),
        (207, &"OPTIONS".into())
    );
    let answer = preflight("broken").await;
    assert_eq!((answer.status, &*answer.text), (204, ""));
    assert_eq!(answer.header("access-control-allow-origin"), "*");
    for allowed in ["authorization", "apikey", "x-client-info", "content-type"] {
        let headers = answer.header("access-control-allow-headers");
        assert!(headers.contains(allowed), "{headers}");
    }
    let methods = answer.header("access-control-allow-methods");
    assert!(methods.contains("POST"), "{methods}");
    // The answer to the real request can be read by the page then.
    let answer = session.get("broken").await;
    assert_eq!(
        (answer.status, answer.header("access-control-allow-origin")),
        (503, "*")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn one_connection_takes_several_requests_and_both_loopback_addresses_answer() {
    let cx = project(&[("path", PATH)]);
    let session = Session::start(&cx, &[]);
    let mut addresses = vec!["127.0.0.1"];
    if std::net::TcpListener::bind("[::1]:0").is_ok() {
        addresses.push("::1");
    }
    for address in addresses {
        let mut stream = TcpStream::connect((address, session.port())).await.unwrap();
        for path in ["/path/first", "/path/second"] {
            let request = format!("GET /functions/v1{path} HTTP/1.1\r\nHost: a\r\n\r\n");
            stream.write_all(request.as_bytes()).await.unwrap();
            let mut answer = Vec::new();
            while !answer.ends_with(path.as_bytes()) {
                let read = stream.read_buf(&mut answer).await.unwrap();
                assert_ne!(read, 0, "{}", String::from_utf8_lossy(&answer));
            }
            assert!(answer.starts_with(b"HTTP/1.1 200 "));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_first_requests_at_once_start_one_worker() {
    let source = format!("console.log('loaded');\n{PATH}");
    let cx = project(&[("path", &source)]);
    let session = Session::start(&cx, &[]);
    let requests: Vec<_> = (0..50)
        .map(|_| tokio::spawn(reqwest::get(session.url("path"))))
        .collect();
    let mut workers = BTreeSet::new();
    for request in requests {
        let answer = Answer::of(request.await.unwrap().unwrap()).await;
        assert_eq!((answer.status, &*answer.text), (200, "/path"));
        workers.insert(answer.header("x-deno-execution-id").to_owned());
    }
    assert_eq!(workers.len(), 1, "{workers:?}");
    let said = session.wait_for("[path] loaded");
    assert_eq!(said.matches("[path] loaded").count(), 1, "{said}");
}
