//! What does not pass between a client and an upstream, and what is said of answers that are not whole.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use rcgen::{BasicConstraints, CertificateParams, IsCa, KeyPair, date_time_ymd};
use reqwest::{Client, Method, redirect::Policy};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _, BufReader},
    net::TcpStream,
    sync::{Notify, mpsc},
    time::timeout,
};
use tokio_rustls::TlsAcceptor;

use super::{
    passing::project,
    server::{self, Server, answer, ok},
};
use crate::session::{Answer, Session};

/// The answer to a request as it is written.
async fn raw(session: &Session, line: &str, headers: &str) -> String {
    let mut socket = TcpStream::connect(("127.0.0.1", session.port()))
        .await
        .unwrap();
    let request = format!("{line} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n{headers}\r\n");
    socket.write_all(request.as_bytes()).await.unwrap();
    let mut bytes = Vec::new();
    let _ = socket.read_to_end(&mut bytes).await;
    String::from_utf8_lossy(&bytes).into_owned()
}

async fn message(session: &Session, path: &str) -> String {
    let answer = Answer::of(reqwest::get(session.url_outside(path)).await.unwrap()).await;
    assert_eq!(answer.status, 502, "{answer:?}");
    answer.json()["message"].as_str().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_may_send_a_service_the_headers_that_it_asks_for() {
    let cx = project();
    let session = Session::start(&cx, &["--upstream", "off"]);
    let allowed = async |path: &str, asked: Option<&str>| {
        let mut request = Client::new()
            .request(Method::OPTIONS, session.url_outside(path))
            .header("access-control-request-method", "POST");
        if let Some(asked) = asked {
            request = request.header("access-control-request-headers", asked);
        }
        let answer = Answer::of(request.send().await.unwrap()).await;
        assert_eq!(answer.status, 204);
        assert_eq!(answer.header("access-control-allow-origin"), "*");
        answer.header("access-control-allow-headers").to_owned()
    };
    let usual = "authorization, x-client-info, apikey, content-type, x-region, \
        x-retry-count, traceparent, tracestate, baggage";
    let asked = "accept-profile,apikey,prefer,tus-resumable,x-upsert";
    let spaced = asked.replace(',', ", ");
    assert_eq!(allowed("/rest/v1/todos", Some(asked)).await, spaced);
    assert_eq!(allowed("/rest/v1/todos", None).await, usual);
    assert_eq!(allowed("/functions/v1/absent", Some(asked)).await, spaced);
    // Browsers read the list in answers to preflights only.
    let answer = reqwest::get(session.url_outside("/rest/v1/todos")).await;
    let headers = answer.unwrap().headers().clone();
    assert_eq!(headers["access-control-allow-origin"], "*");
    assert!(!headers.contains_key("access-control-allow-headers"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_breaks_off_is_told_as_failed() {
    let arrived = Arc::new(Notify::new());
    let has_arrived = Arc::clone(&arrived);
    let upstream = Server::raw(move |socket| {
        let has_arrived = Arc::clone(&has_arrived);
        async move {
            let mut socket = BufReader::new(socket);
            let Some(seen) = server::read(&mut socket).await else {
                return;
            };
            let part = match seen.line.contains("chunked") {
                true => "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\npart\r\n",
                false => "HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\npart",
            };
            socket.write_all(part.as_bytes()).await.unwrap();
            if !seen.line.contains("/health ") && !seen.line.contains("fx_probe") {
                has_arrived.notified().await;
            }
        }
    })
    .await;
    let cx = project();
    let session = Session::start(&cx, &["--upstream", &upstream.url]);
    for path in ["/rest/v1/sized", "/auth/v1/chunked"] {
        let response = reqwest::get(session.url_outside(path)).await.unwrap();
        assert_eq!(response.status(), 200);
        arrived.notify_one();
        response.text().await.unwrap_err();
        session.wait_for(&format!("→ GET {path} 200 aborted by the upstream "));
        session.wait_for(&format!(
            "`{path}` failed: the upstream {} broke the connection in the middle of its answer",
            upstream.url
        ));
    }
    let cx = project();
    let format = ["--output-format", "stream-json"];
    let json = Session::start(&cx, &[&["--upstream", &upstream.url][..], &format].concat());
    let response = reqwest::get(json.url_outside("/rest/v1/x")).await.unwrap();
    arrived.notify_one();
    response.text().await.unwrap_err();
    let lines = json.stdout().wait_for(r#""type":"forward""#);
    let line = lines.lines().find(|line| line.contains("forward")).unwrap();
    let event: serde_json::Value = serde_json::from_str(line).unwrap();
    assert_eq!(event["status"], 200, "{line}");
    let message = event["message"].as_str().unwrap();
    assert!(message.contains("in the middle of its answer"), "{line}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_that_its_client_breaks_off_is_no_fault_of_the_upstream() {
    let (heard, mut hears) = mpsc::unbounded_channel();
    let upstream = Server::raw(move |socket| {
        let heard = heard.clone();
        async move {
            let mut socket = BufReader::new(socket);
            let mut head = String::new();
            while let Ok(byte) = socket.read_u8().await {
                head.push(char::from(byte));
                if head.starts_with("POST ") && head.ends_with("\r\n\r\n12345") {
                    if head.contains("/early ") {
                        let begun = "HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\npart";
                        socket.write_all(begun.as_bytes()).await.unwrap();
                    }
                    heard.send(()).unwrap();
                }
            }
        }
    })
    .await;
    let cx = project();
    let session = Session::start(&cx, &["--upstream", &upstream.url, "--verbose"]);
    for (path, told) in [("late", "aborted"), ("early", "200")] {
        let mut socket = TcpStream::connect(("127.0.0.1", session.port()))
            .await
            .unwrap();
        let request = format!(
            "POST /storage/v1/{path} HTTP/1.1\r\nhost: a\r\ncontent-length: 99\r\n\r\n12345"
        );
        socket.write_all(request.as_bytes()).await.unwrap();
        hears.recv().await.unwrap();
        let mut text = String::new();
        while path == "early" && !text.ends_with("part") {
            text.push(char::from(socket.read_u8().await.unwrap()));
        }
        drop(socket);
        session.wait_for(&format!("→ POST /storage/v1/{path} {told} "));
    }
    let said = session.said();
    assert!(!said.contains("failed:"), "{said}");
    assert!(!said.contains("aborted by the upstream"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_switch_of_protocols_that_nobody_asked_for_is_502() {
    let upstream = Server::start(|seen| match seen.line.contains("switch") {
        true => b"HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n"
            .to_vec(),
        false => ok("fine"),
    })
    .await;
    let cx = project();
    let session = Session::start(&cx, &["--upstream", &upstream.url]);
    let message = message(&session, "/rest/v1/switch").await;
    let start = format!(
        "the upstream {} sent an invalid HTTP response (the response switches to another protocol",
        upstream.url
    );
    assert!(message.starts_with(&start), "{message}");
    let fine = reqwest::get(session.url_outside("/rest/v1/x"))
        .await
        .unwrap();
    assert_eq!(fine.text().await.unwrap(), "fine");
}

#[tokio::test(flavor = "multi_thread")]
async fn paths_that_lead_out_of_a_service_are_not_found() {
    let upstream = Server::start(|_| ok("there")).await;
    let cx = project();
    let session = Session::start(&cx, &["--upstream", &upstream.url]);
    for path in [
        "/rest/v1/../../admin/show",
        "/rest/v1/%2e%2E/rest-admin",
        "/rest/v1/./x",
        "/storage/v1/x/..",
        "/storage/v1/..%2f..%2Ffunctions",
        "/auth/v1/.%2e%5cx?y=1",
    ] {
        let text = raw(&session, &format!("GET {path}"), "").await;
        assert!(text.starts_with("HTTP/1.1 404 "), "{path}: {text}");
    }
    assert!(upstream.seen().is_empty(), "{:?}", upstream.seen());
    for path in ["/rest/v1/a..b/...?x=/../", "/storage/v1/a%2Fb/.c"] {
        let text = raw(&session, &format!("GET {path}"), "").await;
        assert!(text.starts_with("HTTP/1.1 200 "), "{path}: {text}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_connects_to_anything_through_a_service() {
    let upstream = Server::start(|_| ok("there")).await;
    let cx = project();
    let session = Session::start(&cx, &["--upstream", &upstream.url]);
    let refused = raw(&session, "CONNECT /rest/v1/a", "").await;
    assert!(refused.starts_with("HTTP/1.1 4"), "{refused}");
    assert!(upstream.seen().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn headers_between_fx_and_its_workers_reach_no_upstream() {
    let upstream = Server::start(|_| ok("there")).await;
    let cx = project();
    let session = Session::start(&cx, &["--upstream", &upstream.url]);
    let own = [
        "x-fx-request",
        "x-fx-worker-secret",
        "x-fx-caller",
        "sb-api-key",
    ];
    let headers = own.map(|name| format!("{name}: forged\r\n")).concat();
    let text = raw(&session, "GET /rest/v1/x", &headers).await;
    assert!(text.starts_with("HTTP/1.1 200 "), "{text}");
    let seen = upstream.seen().pop().unwrap();
    for name in own {
        assert_eq!(seen.header(name), "", "{name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_way_an_answer_names_the_upstream_it_names_what_the_client_asked_for() {
    let upstream = Server::start(|seen| {
        let to = seen.header("x-location");
        let cookies = "set-cookie: a=caf\u{e9}; Domain=127.0.0.1; Path=/\r\nset-cookie: b=\u{e9}; Domain=elsewhere.example\r\n";
        answer("303 See Other", &format!("location: {to}\r\n{cookies}"), "")
    })
    .await;
    let cx = project();
    let session = Session::start(&cx, &["--upstream", &upstream.url]);
    let authority = upstream.url.strip_prefix("http://").unwrap();
    let client = Client::builder().redirect(Policy::none()).build().unwrap();
    let ask = async |to: &str, forwarded: &[(&str, &str)]| {
        let mut request = client
            .get(session.url_outside("/auth/v1/x"))
            .header("x-location", to);
        for (name, value) in forwarded {
            request = request.header(*name, *value);
        }
        Answer::of(request.send().await.unwrap()).await
    };
    let base = session.url_outside("");
    let own = ask(&format!("//{authority}/auth/v1/y?z"), &[]).await;
    assert_eq!(own.header("location"), format!("{base}/auth/v1/y?z"));
    let other = ask("//elsewhere.example/y", &[]).await;
    assert_eq!(other.header("location"), "//elsewhere.example/y");
    // A proxy on this machine is trusted.
    let proxy = [
        ("x-forwarded-host", "app.test"),
        ("x-forwarded-proto", "https"),
    ];
    let outside = ask(&format!("{}/auth/v1/y", upstream.url), &proxy).await;
    assert_eq!(outside.header("location"), "https://app.test/auth/v1/y");
    let cookies: Vec<&[u8]> = own
        .headers
        .get_all("set-cookie")
        .iter()
        .map(|cookie| cookie.as_bytes())
        .collect();
    let expected = ["a=caf\u{e9}; Path=/", "b=\u{e9}; Domain=elsewhere.example"];
    assert_eq!(cookies, expected.map(str::as_bytes));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_id_that_an_upstream_gave_a_request_stays_and_no_region_is_invented() {
    let upstream = Server::start(|seen| match seen.line.contains("named") {
        true => answer("200 OK", "sb-request-id: of-the-upstream\r\n", ""),
        false => ok(""),
    })
    .await;
    let cx = project();
    let function = "Deno.serve(() => new Response('', { headers: { 'sb-request-id': 'own' } }));";
    cx.write("supabase/functions/named/index.ts", function);
    let session = Session::start(&cx, &["--upstream", &upstream.url, "--no-verify-jwt"]);
    let ask = async |path: &str| {
        let request = Client::new().get(session.url_outside(path));
        let sent = request.header("x-region", "eu-west-1").send().await;
        Answer::of(sent.unwrap()).await
    };
    let named = ask("/rest/v1/named").await;
    assert_eq!(named.header("sb-request-id"), "of-the-upstream");
    let unnamed = ask("/rest/v1/x").await;
    let function = ask("/functions/v1/named").await;
    for answer in [&unnamed, &function] {
        assert_eq!(answer.header("sb-request-id").len(), 36, "{answer:?}");
    }
    assert_eq!(function.header("x-sb-edge-region"), "eu-west-1");
    for answer in [named, unnamed] {
        assert!(!answer.headers.contains_key("x-sb-edge-region"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_meant_for_this_machine_goes_to_no_proxy_whatever_it_is_called() {
    let upstream = Server::start(|_| ok("there")).await;
    let proxy = Server::start(|_| ok("caught")).await;
    for name in ["api.localhost", "localhost."] {
        let cx = project();
        let named = upstream.url.replace("127.0.0.1", name);
        let session = Session::start_with(&cx, &["--upstream", &named], |command| {
            command
                .env("HTTP_PROXY", &proxy.url)
                .env("ALL_PROXY", &proxy.url);
        });
        let found = raw(&session, "GET /rest/v1/x", "").await;
        assert!(found.ends_with("there"), "{name}: {found}");
        assert!(proxy.all().is_empty(), "{name}: {:?}", proxy.all());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn another_machine_is_reached_through_the_proxy_that_the_environment_names() {
    let tunnels: Arc<Mutex<Vec<String>>> = Arc::default();
    let seen = Arc::clone(&tunnels);
    let proxy = Server::raw(move |socket| {
        let tunnels = Arc::clone(&seen);
        async move {
            let mut socket = BufReader::new(socket);
            let Some(asked) = server::read(&mut socket).await else {
                return;
            };
            if !asked.line.starts_with("CONNECT ") {
                return;
            }
            let with = asked.header("proxy-authorization");
            tunnels
                .lock()
                .unwrap()
                .push(format!("{} {with}", asked.line));
            let open = b"HTTP/1.1 200 Connection established\r\n\r\n";
            socket.write_all(open).await.unwrap();
            socket.flush().await.unwrap();
            server::serve(socket, &Mutex::default(), &|_| ok("beyond")).await;
        }
    })
    .await;
    let cx = project();
    let args = ["--upstream", "http://services.test"];
    let session = Session::start_with(&cx, &args, |command| {
        let url = proxy.url.replace("http://", "http://name:hidden@");
        command.env("HTTP_PROXY", url);
    });
    for _ in 0..2 {
        let found = raw(&session, "GET /rest/v1/x", "").await;
        assert!(found.ends_with("beyond"), "{found}");
    }
    let tunnels = tunnels.lock().unwrap();
    let expected = "CONNECT services.test:80 HTTP/1.1 Basic bmFtZTpoaWRkZW4=";
    assert_eq!(*tunnels, [expected], "one connection serves both");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proxy_of_an_unsupported_kind_is_named_with_what_to_do() {
    for proxy in ["socks5h://name:hidden@127.0.0.1:9", "https://127.0.0.1:9"] {
        let cx = project();
        let args = ["--upstream", "http://services.test"];
        let session = Session::start_with(&cx, &args, |command| {
            command.env("ALL_PROXY", proxy);
        });
        let message = message(&session, "/rest/v1/x").await;
        let (scheme, _) = proxy.split_once("://").unwrap();
        let start = format!(
            "the upstream http://services.test cannot be reached through the proxy `{scheme}://127.0.0.1:9`: "
        );
        assert!(message.starts_with(&start), "{message}");
        for part in [
            "`HTTP_PROXY` or `ALL_PROXY`",
            "`services.test` to `NO_PROXY`",
        ] {
            assert!(message.contains(part), "{message}");
        }
        assert!(!message.contains("hidden"), "{message}");
    }
}

/// A server with a certificate of its own making; also gives the certificate.
async fn secure(params: CertificateParams) -> (Server, String) {
    let key = KeyPair::generate().unwrap();
    let certificate = params.self_signed(&key).unwrap();
    let key = rustls::pki_types::PrivateKeyDer::try_from(key.serialize_der()).unwrap();
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let tls = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], key)
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(tls));
    let server = Server::raw(move |socket| {
        let acceptor = acceptor.clone();
        async move {
            if let Ok(socket) = acceptor.accept(socket).await {
                server::serve(socket, &Mutex::default(), &|_| ok("")).await;
            }
        }
    })
    .await;
    (server, certificate.pem())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_with_a_certificate_is_told_in_words() {
    let of = |name: &str| CertificateParams::new([name.to_owned()]).unwrap();
    let mut expired = of("127.0.0.1");
    expired.not_after = date_time_ymd(2001, 1, 1);
    let mut authority = of("127.0.0.1");
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    for (params, cause, remedy) in [
        (expired, "its certificate has expired", "renew"),
        (
            of("other.example"),
            "its certificate is not for `127.0.0.1`",
            "name the server",
        ),
        (
            authority,
            "its certificate is not valid",
            "server certificate",
        ),
    ] {
        let (server, pem) = secure(params).await;
        let cx = project();
        let pem = cx.write("ca.pem", pem);
        let url = server.url.replace("http://", "https://");
        let args = ["--upstream", &url, "--ca-cert", pem.to_str().unwrap()];
        let session = Session::start(&cx, &args);
        let message = message(&session, "/rest/v1/x").await;
        let start = format!("the upstream {url} is not trusted ({cause}): ");
        assert!(message.starts_with(&start), "{message}");
        assert!(message.contains(remedy), "{message}");
        assert!(!message.contains("--ca-cert"), "{message}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_upstream_that_was_replaced_is_left_at_once() {
    let (heard, mut hears) = mpsc::unbounded_channel();
    let first = Server::raw(move |socket| {
        let heard = heard.clone();
        async move {
            let mut socket = BufReader::new(socket);
            let mut is_service = false;
            while let Some(seen) = server::read(&mut socket).await {
                is_service |= seen.line.contains("/rest/v1/service");
                if socket.write_all(&ok("first")).await.is_err() {
                    break;
                }
                socket.flush().await.unwrap();
            }
            if is_service {
                heard.send(()).unwrap();
            }
        }
    })
    .await;
    let second = Server::start(|_| ok("second")).await;
    let cx = project();
    let file = |url: &str| cx.write("supabase/fx.toml", format!("upstream = \"{url}\"\n"));
    file(&first.url);
    let session = Session::start(&cx, &[]);
    let service = session.url_outside("/rest/v1/service");
    let found = reqwest::get(&service).await.unwrap().text().await.unwrap();
    assert_eq!(found, "first");
    file(&second.url);
    timeout(Duration::from_secs(20), hears.recv())
        .await
        .expect("the idle connection is closed when another upstream takes its place")
        .unwrap();
    let found = reqwest::get(&service).await.unwrap().text().await.unwrap();
    assert_eq!(found, "second");
}
