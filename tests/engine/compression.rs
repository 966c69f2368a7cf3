//! Answers are compressed where hosted workers compress them, and reach the client as soon as they would otherwise.

use std::{io::Read, time::Duration};

use reqwest::{Client, Method, Response, header::HeaderMap};
use tokio::time::timeout;

use crate::{context::TestContext, session::Session};

/// Answers by the last part of the path. The second piece of a stream is sent when another request asks for it.
const SOURCE: &str = r#"
const json = JSON.stringify(Array.from({ length: 500 }, (_, id) => ({ id, name: `item ${id}` })));
const type = (value) => ({ "content-type": value });
let next;
const stream = (type) => {
  const body = new ReadableStream({
    start(controller) {
      const send = (text) => controller.enqueue(new TextEncoder().encode(text));
      next = (text) => (send(text), controller.close());
      send("data: first\n\n");
    },
    cancel() {
      console.log("cancelled");
    },
  });
  return new Response(body, { headers: { "content-type": type } });
};
const answers = {
  json: () => new Response(json, { headers: { ...type("application/json"), etag: '"one"', vary: "Origin" } }),
  small: () => new Response("x".repeat(20), { headers: type("text/plain") }),
  larger: () => new Response("x".repeat(21), { headers: type("text/plain") }),
  encoded: () => new Response(json, { headers: { ...type("application/json"), "content-encoding": "zstd", etag: '"one"' } }),
  image: () => new Response(json, { headers: type("image/png") }),
  untyped: () => new Response(new TextEncoder().encode(json)),
  part: () => new Response(json, { status: 206, headers: { ...type("application/json"), "content-range": `bytes 0-9/10` } }),
  fixed: () => new Response(json, { headers: { ...type("application/json"), "cache-control": "no-transform" } }),
  empty: () => new Response(null, { status: 204 }),
  stream: () => stream("text/plain"),
  events: () => stream("text/event-stream"),
  large: () => new Response(json.repeat(100), { headers: type("application/json") }),
  next: () => (next("data: second\n\n"), new Response("sent")),
};
Deno.serve((request) => answers[new URL(request.url).pathname.split("/").pop()]());
"#;

fn project() -> TestContext {
    let cx = TestContext::new().with_shared_cache();
    cx.write("supabase/functions/f/index.ts", SOURCE);
    cx.write(
        "supabase/config.toml",
        "[functions.f]\nverify_jwt = false\n",
    );
    cx
}

/// A client that leaves bodies as they come.
async fn send(session: &Session, method: Method, path: &str, accept: Option<&str>) -> Response {
    let client = Client::builder().no_gzip().no_brotli().build().unwrap();
    let mut request = client.request(method, session.url(&format!("f/{path}")));
    if let Some(accept) = accept {
        request = request.header("accept-encoding", accept);
    }
    request.send().await.unwrap()
}

async fn get(session: &Session, path: &str, accept: &str) -> (HeaderMap, Vec<u8>) {
    let response = send(session, Method::GET, path, Some(accept)).await;
    let headers = response.headers().clone();
    (headers, response.bytes().await.unwrap().to_vec())
}

/// As much of a body as can be read from its first bytes.
fn decode(coding: &str, bytes: &[u8]) -> String {
    let mut decoded = Vec::new();
    let mut reader: Box<dyn Read> = match coding {
        "gzip" => Box::new(flate2::read::GzDecoder::new(bytes)),
        _ => Box::new(brotli::Decompressor::new(bytes, 4096)),
    };
    let mut byte = [0];
    while let Ok(1) = reader.read(&mut byte) {
        decoded.push(byte[0]);
    }
    String::from_utf8(decoded).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_worth_it_is_compressed_as_the_client_ranks_it() {
    let cx = project();
    let session = Session::start(&cx, &[]);
    let plain = send(&session, Method::GET, "json", None).await;
    assert_eq!(plain.headers()["vary"], "Accept-Encoding, Origin");
    assert_eq!(plain.headers()["etag"], "\"one\"");
    assert!(plain.headers().contains_key("content-length"));
    let plain = plain.text().await.unwrap();
    for (accept, coding) in [
        ("gzip", "gzip"),
        ("gzip, deflate, br", "gzip"),
        ("br, gzip", "br"),
        ("br;q=0.1, gzip", "gzip"),
    ] {
        let (headers, body) = get(&session, "json", accept).await;
        assert_eq!(headers["content-encoding"], coding);
        assert_eq!(headers["etag"], "W/\"one\"");
        assert_eq!(headers["vary"], "Accept-Encoding, Origin");
        assert!(!headers.contains_key("content-length"));
        assert!(body.len() < plain.len() / 3, "{coding}: {}", body.len());
        assert_eq!(decode(coding, &body), plain);

        let (headers, body) = get(&session, "large", accept).await;
        assert_eq!(headers["content-encoding"], coding);
        assert_eq!(decode(coding, &body), plain.repeat(100));
    }
    let (headers, body) = get(&session, "larger", "gzip").await;
    assert_eq!(headers["content-encoding"], "gzip");
    assert_eq!(decode("gzip", &body), "x".repeat(21));
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_else_passes_as_it_is_and_says_that_it_varies() {
    let cx = project();
    let session = Session::start(&cx, &[]);
    for path in ["small", "image", "untyped", "part", "fixed", "empty"] {
        let (headers, _) = get(&session, path, "gzip, br").await;
        assert!(!headers.contains_key("content-encoding"), "{path}");
        assert_eq!(headers["vary"], "Accept-Encoding", "{path}");
        assert!(
            path == "empty" || headers.contains_key("content-length"),
            "{path}"
        );
    }
    for accept in ["identity", "zstd", "br;q=0, gzip;q=0"] {
        let (headers, _) = get(&session, "json", accept).await;
        assert!(!headers.contains_key("content-encoding"), "{accept}");
    }
    let (headers, body) = get(&session, "encoded", "gzip, br").await;
    assert_eq!(headers["content-encoding"], "zstd");
    assert_eq!(headers["etag"], "\"one\"");
    assert_eq!(body.first(), Some(&b'['));
    let head = send(&session, Method::HEAD, "json", Some("gzip")).await;
    assert!(!head.headers().contains_key("content-encoding"));
    assert_eq!(head.headers()["vary"], "Accept-Encoding, Origin");
    let refused = send(&session, Method::GET, "../nobody", Some("gzip")).await;
    assert_eq!(refused.status(), 404);
    assert!(!refused.headers().contains_key("vary"));
}

/// Reads until the body holds `text`.
async fn read_until(response: &mut Response, received: &mut Vec<u8>, coding: &str, text: &str) {
    let decoded = |received: &[u8]| match coding {
        "" => String::from_utf8_lossy(received).into_owned(),
        coding => decode(coding, received),
    };
    while !decoded(received).contains(text) {
        let chunk = timeout(Duration::from_secs(10), response.chunk()).await;
        let chunk = chunk.expect("a piece does not wait for the next one");
        received.extend(chunk.unwrap().expect("the stream goes on"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn pieces_of_a_stream_arrive_one_by_one() {
    let cx = project();
    let session = Session::start(&cx, &[]);
    for (path, accept, coding) in [
        ("stream", "gzip", "gzip"),
        ("stream", "br", "br"),
        ("events", "gzip", ""),
    ] {
        let mut response = send(&session, Method::GET, path, Some(accept)).await;
        let encoding = response.headers().get("content-encoding");
        assert_eq!(encoding.map_or("", |value| value.to_str().unwrap()), coding);
        let mut received = Vec::new();
        read_until(&mut response, &mut received, coding, "data: first\n\n").await;
        assert_eq!(session.get("f/next").await.text, "sent");
        read_until(&mut response, &mut received, coding, "data: second\n\n").await;
        // The end of the coding comes, and nothing after it.
        while response.chunk().await.unwrap().is_some() {}
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_leaves_a_compressed_stream_is_noticed() {
    let cx = project();
    let session = Session::start(&cx, &[]);
    let mut response = send(&session, Method::GET, "stream", Some("br")).await;
    assert!(response.chunk().await.unwrap().is_some());
    drop(response);
    session.wait_for("[f] cancelled");
    session.wait_for("/f/stream");
    let (headers, _) = get(&session, "json", "br").await;
    assert_eq!(headers["content-encoding"], "br");
}
