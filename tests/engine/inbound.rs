//! Callers from elsewhere: what fx says when it listens beyond loopback, who reaches what, and hooks that call functions.

use std::net::{IpAddr, UdpSocket};

use aws_lc_rs::hmac;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use reqwest::{Client, RequestBuilder};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

use crate::{
    context::TestContext,
    session::{Answer, Session},
    upstream::server::{Server, ok},
};

/// Says what it was asked for, and what `SUPABASE_URL` leads to.
const ECHO: &str = include_str!("../fixtures/inbound/supabase/functions/echo/index.ts");
/// Does not load, and says `secret`.
const BROKEN: &str = include_str!("../fixtures/inbound/supabase/functions/broken/index.ts");
/// Checks what the auth service of a project sends.
const HOOK: &str = include_str!("../fixtures/inbound/supabase/functions/send-email/index.ts");

/// A project with a function that anybody may call, and one that does not load.
fn project() -> TestContext {
    crate::provisioned::provisioned();
    let cx = TestContext::new().with_shared_cache();
    let files = [
        (
            "config.toml",
            include_str!("../fixtures/inbound/supabase/config.toml"),
        ),
        ("functions/echo/index.ts", ECHO),
        ("functions/broken/index.ts", BROKEN),
        ("functions/send-email/index.ts", HOOK),
    ];
    for (path, text) in files {
        cx.write(&format!("supabase/{path}"), text);
    }
    cx
}

/// The address of this machine in its network. Tests run where there is one, as every container has it.
fn own_address() -> IpAddr {
    let socket = UdpSocket::bind("0.0.0.0:0").unwrap();
    socket.connect("192.0.2.1:9").unwrap();
    socket.local_addr().unwrap().ip()
}

async fn sent(request: RequestBuilder) -> Answer {
    Answer::of(request.send().await.unwrap()).await
}

/// What is answered to a request with this `Host`.
async fn asked_as(session: &Session, host: &str, path: &str) -> Answer {
    let url = session.url_outside(path);
    sent(Client::new().get(url).header("host", host)).await
}

#[tokio::test(flavor = "multi_thread")]
async fn everywhere_means_addresses_that_work_and_services_that_stay_here() {
    let upstream = Server::start(|_| ok("rows")).await;
    for host in ["0.0.0.0", "::"] {
        let cx = project();
        let session = Session::start(&cx, &["--host", host, "--upstream", &upstream.url]);
        let (own, port) = (own_address(), session.port());
        let said = session.said();
        for text in [
            format!(
                "warning: other machines can call functions at every address of this one, such as {own}, with keys that everybody knows\n"
            ),
            format!("http://127.0.0.1:{port}/functions/v1/echo"),
            format!("from containers   http://host.docker.internal:{port}\n"),
            format!("from the network  http://{own}:{port}\n"),
        ] {
            assert!(said.contains(&text), "{text}\n{said}");
        }
        assert!(!said.contains(&format!("http://{host}")), "{said}");
        let answer = session.get("echo").await.json();
        assert_eq!(answer["url"], format!("http://127.0.0.1:{port}"));
        assert_eq!(answer["text"], "rows", "{answer}");
        // This machine by another of its addresses.
        let at_own = |path: &str| format!("http://{own}:{port}{path}");
        let answer = sent(Client::new().get(at_own("/rest/v1/todos"))).await;
        assert_eq!((answer.status, &*answer.text), (200, "rows"));
        let answer = sent(Client::new().get(at_own("/_internal/metric"))).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_of_the_network_alone_is_what_functions_get() {
    let upstream = Server::start(|_| ok("rows")).await;
    let cx = project();
    let own = own_address();
    let mut command = cx.fx([
        "functions",
        "serve",
        "--port",
        "0",
        "--output-format",
        "stream-json",
    ]);
    command.args(["--host", &own.to_string(), "--upstream", &upstream.url]);
    let ready = ready_of(&cx, command).await;
    let url = ready.1["url"].as_str().unwrap();
    assert!(url.starts_with(&format!("http://{own}:")), "{url}");
    let answer = sent(Client::new().get(format!("{url}/functions/v1/echo")))
        .await
        .json();
    assert_eq!(answer["url"], url);
    assert_eq!(
        (&answer["rest"], &answer["text"]),
        (&json!(200), &json!("rows")),
        "{answer}"
    );
    let said = ready.0.said();
    assert!(
        said.contains(&format!(
            "call functions at {own}, with keys that everybody knows"
        )),
        "{said}"
    );
}

/// A session that listens at no loopback address, and its first event.
async fn ready_of(cx: &TestContext, command: std::process::Command) -> (Session, Value) {
    let session = Session::start_elsewhere(cx, command);
    let text = session.stdout().text();
    let line = text.lines().find(|line| line.contains(r#""type":"ready""#));
    let ready = serde_json::from_str(line.unwrap()).unwrap();
    (session, ready)
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_host_is_asked_for_functions_answer_and_figures_do_not() {
    let upstream = Server::start(|_| ok("rows")).await;
    let cx = project();
    let session = Session::start(&cx, &["--upstream", &upstream.url]);
    for (host, sees_figures) in [
        ("host.docker.internal:54331", true),
        ("gateway:54331", true),
        ("localhost", true),
        ("abc.ngrok.app", false),
        ("evil.test:54321", false),
    ] {
        let answer = asked_as(&session, host, "/functions/v1/echo").await;
        let asked = answer.json()["asked"].as_str().unwrap().to_owned();
        assert_eq!(asked, format!("http://{host}/echo"));
        let answer = asked_as(&session, host, "/rest/v1/todos").await;
        assert_eq!(answer.text, "rows", "{host}");
        let answer = asked_as(&session, host, "/_internal/metric").await;
        let expected = if sees_figures { 200 } else { 403 };
        assert_eq!(answer.status, expected, "{host}: {}", answer.text);
        let answer = asked_as(&session, host, "/_internal/health").await;
        assert_eq!(answer.status, 200, "{host}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_comes_through_a_proxy_from_elsewhere_sees_neither_code_nor_figures() {
    let cx = project();
    let session = Session::start(&cx, &["--upstream", "off"]);
    let broken = session.get("broken").await;
    assert!(broken.detail().contains("const secret"), "{}", broken.text);
    let elsewhere = |path: &str| {
        let request = Client::new().get(session.url_outside(path));
        request.header("x-forwarded-for", "203.0.113.9")
    };
    let answer = sent(elsewhere("/functions/v1/broken")).await;
    assert_eq!(answer.status, 503);
    assert_eq!(answer.json()["code"], "BOOT_ERROR");
    assert!(
        !answer.text.contains("secret") && !answer.text.contains("index.ts"),
        "{}",
        answer.text
    );
    let page = sent(elsewhere("/functions/v1/broken").header("accept", "text/html")).await;
    assert!(!page.text.contains("secret"), "{}", page.text);
    let answer = sent(elsewhere("/_internal/metric")).await;
    assert_eq!(answer.status, 403, "{}", answer.text);
    let answer = sent(elsewhere("/_internal/metric").header("x-forwarded-for", "127.0.0.1")).await;
    assert_eq!(answer.status, 403, "{}", answer.text);
    let unreadable = Client::new().get(session.url_outside("/_internal/metric"));
    let answer = sent(unreadable.header("x-forwarded-for", &b"\xff, 203.0.113.9"[..])).await;
    assert_eq!(answer.status, 403, "{}", answer.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signed_auth_hook_reaches_a_function_that_verifies_it() {
    const SECRET: &[u8] = b"0123456789abcdef0123456789abcdef";
    let cx = project();
    let secret = STANDARD.encode(SECRET);
    cx.write(
        "supabase/functions/.env",
        format!("SEND_EMAIL_HOOK_SECRET=v1,whsec_{secret}\n"),
    );
    let session = Session::start(&cx, &["--upstream", "off", "--host", "0.0.0.0"]);
    let body = r#"{"user":{"email":"ä@example.com"},"email_data":{"token":"305805"}}"#;
    let now = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .unwrap()
        .as_secs();
    let signed = |text: &str| {
        let key = hmac::Key::new(hmac::HMAC_SHA256, SECRET);
        let tag = hmac::sign(&key, format!("msg_1.{now}.{text}").as_bytes());
        format!("v1,{}", STANDARD.encode(tag))
    };
    let sent_with = |signature: String| {
        let request = Client::new().post(session.url("send-email"));
        let request = request.header("host", format!("host.docker.internal:{}", session.port()));
        let request = request
            .header("webhook-id", "msg_1")
            .header("webhook-timestamp", now);
        sent(request.header("webhook-signature", signature).body(body))
    };
    let answer = sent_with(signed(body)).await;
    assert_eq!(
        (answer.status, answer.json()),
        (200, json!({ "to": "ä@example.com" })),
        "{}",
        session.said()
    );
    let answer = sent_with(signed("another")).await;
    assert_eq!(answer.status, 401, "{}", answer.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_without_a_host_is_answered() {
    let cx = project();
    let session = Session::start(&cx, &["--upstream", "off", "--host", "0.0.0.0"]);
    let mut socket = TcpStream::connect(("127.0.0.1", session.port()))
        .await
        .unwrap();
    socket
        .write_all(b"GET /_internal/metric HTTP/1.0\r\n\r\n")
        .await
        .unwrap();
    let mut text = String::new();
    socket.read_to_string(&mut text).await.unwrap();
    assert!(text.starts_with("HTTP/1.0 200"), "{text}");
}

/// A session that may open 128 files.
#[cfg(target_os = "linux")]
fn with_few_files(cx: &TestContext, upstream: &Server) -> Session {
    let fx = cx.fx(["functions", "serve", "--port", "0"]);
    let mut command = std::process::Command::new("/bin/sh");
    command.args(["-c", r#"ulimit -n 128; exec "$@""#, "sh"]);
    command.arg(fx.get_program()).args(fx.get_args());
    command.args(["--upstream", &upstream.url]);
    command.current_dir(cx.dir()).env_clear();
    let variables = fx.get_envs();
    command.envs(variables.filter_map(|(name, value)| Some((name, value?))));
    Session::start_command(cx, command)
}

/// The answer to a request for a WebSocket, and the socket.
#[cfg(target_os = "linux")]
async fn realtime(session: &Session) -> (TcpStream, String) {
    let mut socket = TcpStream::connect(("127.0.0.1", session.port()))
        .await
        .unwrap();
    let request = "GET /realtime/v1/websocket HTTP/1.1\r\nHost: x\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n";
    socket.write_all(request.as_bytes()).await.unwrap();
    let mut answer = [0; 1024];
    let length = socket.read(&mut answer).await.unwrap();
    (
        socket,
        String::from_utf8_lossy(&answer[..length]).into_owned(),
    )
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn that_no_more_files_may_be_opened_is_not_the_upstreams_fault() {
    let upstream = Server::raw(|mut socket| async move {
        let mut head = [0; 1024];
        let _ = socket.read(&mut head).await;
        let answer = b"HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n";
        let _ = socket.write_all(answer).await;
        let _ = socket.read(&mut head).await;
    })
    .await;
    let cx = project();
    let session = with_few_files(&cx, &upstream);
    let mut open = Vec::new();
    let refused = loop {
        assert!(open.len() < 128);
        let mut next = std::pin::pin!(realtime(&session));
        let patience = std::time::Duration::from_secs(2);
        let (socket, answer) = match tokio::time::timeout(patience, &mut next).await {
            Ok(answered) => answered,
            Err(_) => {
                // It is not even accepted: one that ends leaves room for a client, and none for the upstream.
                open.pop();
                next.await
            }
        };
        if !answer.starts_with("HTTP/1.1 101") {
            break answer;
        }
        open.push(socket);
    };
    assert!(refused.starts_with("HTTP/1.1 502"), "{refused}");
    assert!(
        refused.contains("fx has too many open files") && refused.contains("ulimit -n"),
        "{refused}"
    );
    drop(open);
    session
        .until("sockets open again", async || {
            realtime(&session).await.1.starts_with("HTTP/1.1 101")
        })
        .await;
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn connections_at_rest_make_room_when_no_more_files_may_be_opened() {
    let upstream = Server::start(|_| ok("rows")).await;
    let cx = project();
    let session = with_few_files(&cx, &upstream);
    let mut kept = Vec::new();
    for _ in 0..150 {
        let mut socket = TcpStream::connect(("127.0.0.1", session.port()))
            .await
            .unwrap();
        socket
            .write_all(b"GET /_internal/health HTTP/1.1\r\nHost: x\r\n\r\n")
            .await
            .unwrap();
        kept.push(socket);
    }
    session.wait_for("clients have to wait, as connections cannot be accepted");
    // Each of them is kept for 30 s after its last request, unless somebody else waits.
    let started = std::time::Instant::now();
    let answer = sent(Client::new().get(session.url_outside("/_internal/health"))).await;
    assert_eq!(answer.status, 200);
    let took = started.elapsed();
    assert!(took < std::time::Duration::from_secs(20), "{took:?}");
    assert!(session.said().contains("ulimit -n"), "{}", session.said());
}
