//! What passes between a client and an upstream that behaves.

use futures_util::{SinkExt as _, StreamExt as _};
use reqwest::{Client, Method, redirect::Policy};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _, BufReader},
    net::TcpStream,
    sync::mpsc,
};
use tokio_tungstenite::{
    accept_async, connect_async,
    tungstenite::{Message, protocol::CloseFrame, protocol::frame::coding::CloseCode},
};

use super::server::{self, Server, answer, ok};
use crate::{
    context::TestContext,
    session::{Answer, Session},
};

pub const HELLO: &str = "Deno.serve(() => new Response('hello'));";

/// A project with one function.
pub fn project() -> TestContext {
    let cx = TestContext::new().with_shared_cache();
    cx.write("supabase/functions/hello/index.ts", HELLO);
    cx
}

fn client() -> Client {
    Client::builder().redirect(Policy::none()).build().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_arrive_as_they_were_sent_at_every_service_and_nowhere_else() {
    let upstream = Server::start(|_| answer("201 Made", "x-answer: yes\r\n", "there")).await;
    let cx = project();
    let session = Session::start(&cx, &["--upstream", &upstream.url]);
    let paths = [
        "/rest/v1/todos%2F1?select=*&name=eq.%C3%A4%20b",
        "/auth/v1/token?grant_type=password",
        "/storage/v1/object/a/b%2e%2e/c",
        "/realtime/v1/api/broadcast",
        "/graphql/v1",
        "/pg/tables",
        "/analytics/v1/x",
        "/.well-known/oauth-authorization-server",
        "/.well-known/oauth-authorization-server/auth/v1",
        "/sso/saml/acs",
    ];
    for path in paths {
        let mut socket = TcpStream::connect(("127.0.0.1", session.port()))
            .await
            .unwrap();
        let request = format!(
            "PATCH {path} HTTP/1.1\r\nHost: app.test:54321\r\nX-Custom: caf\u{e9}\r\nx-forwarded-for: 198.51.100.7\r\n\
             Connection: close, x-hop\r\nx-hop: 1\r\nx-fx-caller: forged\r\nAccept-Encoding: gzip\r\nContent-Length: 4\r\n\r\nbody"
        );
        socket.write_all(request.as_bytes()).await.unwrap();
        let mut text = String::new();
        socket.read_to_string(&mut text).await.unwrap();
        assert!(text.starts_with("HTTP/1.1 201 Made\r\n"), "{text}");
        assert!(
            text.contains("x-answer: yes") && text.ends_with("there"),
            "{text}"
        );
        let seen = upstream.seen().pop().unwrap();
        assert_eq!(seen.line, format!("PATCH {path} HTTP/1.1"));
        assert_eq!(seen.body, b"body");
        for (name, value) in [
            ("host", "app.test:54321"),
            ("x-custom", "caf\u{e9}"),
            ("x-forwarded-for", "198.51.100.7, 127.0.0.1"),
            ("x-forwarded-host", "app.test:54321"),
            ("x-forwarded-proto", "http"),
            ("accept-encoding", "gzip"),
            ("x-hop", ""),
            ("x-fx-caller", ""),
        ] {
            assert_eq!(seen.header(name), value, "{name}");
        }
    }
    let before = upstream.seen().len();
    for path in [
        "/rest/v2/x",
        "/rest",
        "/pgx",
        "/",
        "/Rest/v1/x",
        "/x/rest/v1/y",
    ] {
        let response = reqwest::get(session.url_outside(path)).await.unwrap();
        assert_eq!(response.status(), 404, "{path}");
    }
    assert_eq!(session.get("hello").await.status, 401);
    assert_eq!(upstream.seen().len(), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_names_the_upstream_names_fx_in_the_answer() {
    let upstream = Server::start(|seen| {
        let own = seen.line.contains("/own");
        let to = match own {
            true => seen.header("x-upstream"),
            false => "https://elsewhere.example/cb?next=http://127.0.0.1".to_owned(),
        };
        let cookies = "set-cookie: a=1; Domain=127.0.0.1; Path=/\r\nset-cookie: b=2; Domain=elsewhere.example\r\nset-cookie: c=domain; Path=/\r\n";
        answer("303 See Other", &format!("location: {to}\r\n{cookies}"), "")
    })
    .await;
    let cx = project();
    let session = Session::start(&cx, &["--upstream", &upstream.url]);
    let ask = async |path: &str, to: &str| {
        let request = client()
            .get(session.url_outside(path))
            .header("x-upstream", to);
        Answer::of(request.send().await.unwrap()).await
    };
    let base = session.url_outside("");
    let port = upstream.url.rsplit_once(':').unwrap().1;
    for own in [upstream.url.clone(), format!("http://localhost:{port}")] {
        let found = ask("/auth/v1/own", &format!("{own}/auth/v1/x?y=%20z#f")).await;
        assert_eq!(
            found.header("location"),
            format!("{base}/auth/v1/x?y=%20z#f")
        );
    }
    let relative = ask("/auth/v1/own", "/auth/v1/other").await;
    assert_eq!(relative.header("location"), "/auth/v1/other");
    let other = ask("/auth/v1/x", "").await;
    let elsewhere = "https://elsewhere.example/cb?next=http://127.0.0.1";
    assert_eq!((other.status, other.header("location")), (303, elsewhere));
    let cookies: Vec<_> = other.headers.get_all("set-cookie").iter().collect();
    assert_eq!(
        cookies,
        [
            "a=1; Path=/",
            "b=2; Domain=elsewhere.example",
            "c=domain; Path=/"
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn bodies_stream_both_ways_with_their_trailers() {
    let (heard, mut hears) = mpsc::unbounded_channel();
    let upstream = Server::raw(move |socket| {
        let heard = heard.clone();
        async move {
            let mut socket = BufReader::new(socket);
            let mut head = Vec::new();
            while !head.ends_with(b"\r\n\r\n") {
                let Ok(byte) = socket.read_u8().await else {
                    return;
                };
                head.push(byte);
            }
            let head = String::from_utf8(head).unwrap();
            if !head.starts_with("POST /storage/v1/stream ") {
                return;
            }
            let head_of_answer =
                "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\ntrailer: x-sum\r\n\r\n";
            socket.write_all(head_of_answer.as_bytes()).await.unwrap();
            let mut buffer = [0; 1024];
            let mut all = String::new();
            while !all.ends_with("x-end: 7\r\n\r\n") {
                let count = socket.read(&mut buffer).await.unwrap();
                assert!(count > 0, "{all}");
                all.push_str(std::str::from_utf8(&buffer[..count]).unwrap());
                heard.send(all.clone()).unwrap();
                socket.write_all(b"3\r\nack\r\n").await.unwrap();
            }
            socket.write_all(b"0\r\nx-sum: 42\r\n\r\n").await.unwrap();
        }
    })
    .await;
    let cx = project();
    let session = Session::start(&cx, &["--upstream", &upstream.url]);
    let mut socket = TcpStream::connect(("127.0.0.1", session.port()))
        .await
        .unwrap();
    let head = "POST /storage/v1/stream HTTP/1.1\r\nhost: a\r\nexpect: 100-continue\r\nte: trailers\r\ntrailer: x-end\r\ntransfer-encoding: chunked\r\n\r\n";
    socket.write_all(head.as_bytes()).await.unwrap();
    let mut buffer = [0; 4096];
    let mut text = String::new();
    let mut read_until = async |socket: &mut TcpStream, wanted: &str| {
        while !text.contains(wanted) {
            let count = socket.read(&mut buffer).await.unwrap();
            assert!(count > 0, "{text}");
            text.push_str(std::str::from_utf8(&buffer[..count]).unwrap());
        }
        std::mem::take(&mut text)
    };
    read_until(&mut socket, "100 Continue").await;
    socket.write_all(b"5\r\nfirst\r\n").await.unwrap();
    assert!(hears.recv().await.unwrap().contains("first"));
    read_until(&mut socket, "ack").await;
    socket
        .write_all(b"6\r\nsecond\r\n0\r\nx-end: 7\r\n\r\n")
        .await
        .unwrap();
    while !hears.recv().await.unwrap().contains("x-end: 7") {}
    read_until(&mut socket, "x-sum: 42").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ranges_heads_and_bodies_of_any_length_pass() {
    let upstream = Server::start(|seen| match seen.line.split(' ').next() {
        Some("HEAD") => b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n".to_vec(),
        Some("GET") => answer(
            "206 Partial Content",
            "content-range: bytes 2-4/9\r\n",
            "cde",
        ),
        _ => ok(&seen.body.len().to_string()),
    })
    .await;
    let cx = project();
    let session = Session::start(&cx, &["--upstream", &upstream.url]);
    let url = session.url_outside("/storage/v1/object/x");
    let ranged = client()
        .get(&url)
        .header("range", "bytes=2-4")
        .send()
        .await
        .unwrap();
    let ranged = Answer::of(ranged).await;
    assert_eq!(
        (
            ranged.status,
            ranged.header("content-range"),
            ranged.text.as_str()
        ),
        (206, "bytes 2-4/9", "cde")
    );
    assert_eq!(upstream.seen()[0].header("range"), "bytes=2-4");
    let head = client().head(&url).send().await.unwrap();
    assert_eq!(head.headers()["content-length"], "1000");
    let large = vec![b'x'; 8 << 20];
    let sent = client()
        .post(&url)
        .body(large.clone())
        .send()
        .await
        .unwrap();
    assert_eq!(sent.text().await.unwrap(), large.len().to_string());
    let purge = Method::from_bytes(b"PURGE").unwrap();
    let purged = client().request(purge, &url).send().await.unwrap();
    assert_eq!(purged.status(), 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn sockets_pass_and_are_closed_when_fx_stops() {
    let upstream = Server::raw(|socket| async move {
        let Ok(mut socket) = accept_async(socket).await else {
            return;
        };
        while let Some(Ok(message)) = socket.next().await {
            if message.is_text() {
                socket.send(message).await.unwrap();
            }
        }
    })
    .await;
    let cx = project();
    let mut session = Session::start(&cx, &["--upstream", &upstream.url]);
    let url = session.url_outside("/realtime/v1/websocket?vsn=1.0.0&apikey=k");
    let (mut socket, _) = connect_async(url.replace("http", "ws")).await.unwrap();
    socket.send(Message::text("over and back")).await.unwrap();
    let echoed = socket.next().await.unwrap().unwrap();
    assert_eq!(echoed.into_text().unwrap(), "over and back");
    session.signal("-INT");
    let closed = socket.next().await.unwrap().unwrap();
    let restart = CloseFrame {
        code: CloseCode::Restart,
        reason: "".into(),
    };
    assert_eq!(closed, Message::Close(Some(restart)));
    assert_eq!(session.wait().code(), Some(130));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_asked_is_told_with_whom_it_reached() {
    let upstream = Server::start(|seen| match seen.line.contains("missing") {
        true => answer("404 Not Found", "", "{}"),
        false => ok("[]"),
    })
    .await;
    let cx = project();
    let session = Session::start(&cx, &["--upstream", &upstream.url, "--verbose"]);
    for path in ["/rest/v1/todos?apikey=hidden", "/rest/v1/missing"] {
        reqwest::get(session.url_outside(path)).await.unwrap();
    }
    session.wait_for("→ GET /rest/v1/missing 404 ");
    let said = session.wait_for("→ GET /rest/v1/todos 200 ");
    assert!(said.contains(" ms") && !said.contains("hidden"), "{said}");
    let (origin, base) = (&upstream.url, session.url_outside(""));
    assert!(said.contains(&format!("  services  {origin}\n")), "{said}");
    let told = format!("  point your app at {base} while fx serves\n");
    assert!(said.contains(&told), "{said}");
    let cx = project();
    let quiet = Session::start(&cx, &["--upstream", &upstream.url]);
    for path in ["/rest/v1/todos", "/rest/v1/missing"] {
        reqwest::get(quiet.url_outside(path)).await.unwrap();
    }
    let said = quiet.wait_for("→ GET /rest/v1/missing 404 ");
    assert!(!said.contains("/rest/v1/todos"), "{said}");
    let cx = project();
    let json = Session::start(
        &cx,
        &[
            "--upstream",
            &upstream.url,
            "--output-format",
            "stream-json",
        ],
    );
    reqwest::get(json.url_outside("/rest/v1/todos?x=1"))
        .await
        .unwrap();
    let lines = json.stdout().wait_for(r#""type":"forward""#);
    let line = lines.lines().find(|line| line.contains("forward")).unwrap();
    let event: serde_json::Value = serde_json::from_str(line).unwrap();
    for (name, value) in [
        ("service", "rest"),
        ("method", "GET"),
        ("path", "/rest/v1/todos"),
        ("upstream", origin),
    ] {
        assert_eq!(event[name], value, "{line}");
    }
    assert_eq!(event["status"], 200);
}

/// A client that goes away ends the request at the upstream.
#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_goes_away_is_not_waited_for() {
    let (gone, mut is_gone) = mpsc::unbounded_channel();
    let upstream = Server::raw(move |socket| {
        let gone = gone.clone();
        async move {
            let mut socket = BufReader::new(socket);
            let Some(seen) = server::read(&mut socket).await else {
                return;
            };
            if !seen.line.contains("slow") {
                return;
            }
            gone.send(false).unwrap();
            // The end of the connection.
            let mut rest = Vec::new();
            let _ = socket.read_to_end(&mut rest).await;
            gone.send(true).unwrap();
        }
    })
    .await;
    let cx = project();
    let session = Session::start(&cx, &["--upstream", &upstream.url]);
    let mut socket = TcpStream::connect(("127.0.0.1", session.port()))
        .await
        .unwrap();
    let request = b"GET /rest/v1/slow HTTP/1.1\r\nhost: a\r\n\r\n";
    socket.write_all(request).await.unwrap();
    assert_eq!(is_gone.recv().await, Some(false));
    drop(socket);
    assert_eq!(is_gone.recv().await, Some(true));
    session.wait_for("→ GET /rest/v1/slow aborted ");
}
