//! Upstreams that are not there, or do not behave, and where nothing of a project's must go.

use std::sync::Arc;

use reqwest::{Client, Method, redirect::Policy};
use tokio::io::AsyncWriteExt as _;
use tokio_rustls::TlsAcceptor;

use super::{
    passing::project,
    server::{self, Port, Server, answer, ok},
};
use crate::session::{Answer, Session};

async fn ask(session: &Session, path: &str) -> Answer {
    Answer::of(reqwest::get(session.url_outside(path)).await.unwrap()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn where_there_is_no_service_the_answer_and_the_terminal_say_why() {
    let nowhere = Port::reserve();
    let gone = nowhere.url();
    for (upstream, cause, remedy) in [
        (
            "off",
            "the project's services are switched off".to_owned(),
            "remove `--upstream off`",
        ),
        (
            gone.as_str(),
            format!("the upstream {gone} cannot be reached (connection refused)"),
            "check that it runs",
        ),
    ] {
        let cx = project();
        let session = Session::start(&cx, &["--upstream", upstream]);
        for _ in 0..3 {
            let answer = ask(&session, "/rest/v1/todos?select=hidden").await;
            assert_eq!(answer.status, 502);
            let json = answer.json();
            let text = json["message"].as_str().unwrap();
            assert!(text.starts_with(&cause) && text.contains(remedy), "{text}");
            assert_eq!(answer.header("access-control-allow-origin"), "*");
        }
        let other = ask(&session, "/auth/v1/user").await;
        assert_eq!(other.status, 502);
        session.wait_for("→ GET /auth/v1/user 502 ");
        let said = session.wait_for("a request to `/auth/v1/user` failed");
        assert_eq!(
            said.matches("a request to `/rest/v1/todos` failed").count(),
            1,
            "{said}"
        );
        assert!(said.contains(&cause) && said.contains(remedy), "{said}");
        assert!(!said.contains("hidden"), "{said}");
        // A page may ask whether it may ask, and then sees the answer.
        let preflight = Client::new()
            .request(Method::OPTIONS, session.url_outside("/rest/v1/todos"))
            .header("origin", "http://localhost:3000")
            .header("access-control-request-method", "GET")
            .send()
            .await
            .unwrap();
        assert_eq!(preflight.status(), 204);
        assert_eq!(ask(&session, "/other").await.status, 404);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_that_are_none_are_502_with_the_upstreams_name() {
    let upstream = Server::start(|seen| match seen.line.split(' ').nth(1).unwrap() {
        "/rest/v1/garbage" => b"SSH-2.0-OpenSSH_9.9\r\n\r\n".to_vec(),
        "/rest/v1/large" => answer("200 OK", &format!("x: {}\r\n", "x".repeat(300_000)), ""),
        "/rest/v1/reset" => Vec::new(),
        _ => answer("200 OK", "connection: close\r\n", "fine"),
    })
    .await;
    let cx = project();
    let session = Session::start(&cx, &["--upstream", &upstream.url]);
    let origin = &upstream.url;
    for (path, why) in [
        (
            "garbage",
            "sent an invalid HTTP response (the response is not HTTP",
        ),
        (
            "large",
            "sent an invalid HTTP response (the response has more than 100 headers, or they have more than 64 KB)",
        ),
        ("reset", "broke the connection before it answered"),
    ] {
        let answer = ask(&session, &format!("/rest/v1/{path}")).await;
        let message = answer.json()["message"].as_str().unwrap().to_owned();
        assert_eq!(answer.status, 502, "{message}");
        assert!(
            message.starts_with(&format!("the upstream {origin} {why}")),
            "{message}"
        );
        let fine = ask(&session, "/rest/v1/fine").await;
        assert_eq!((fine.status, fine.text.as_str()), (200, "fine"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upstream_that_is_fx_is_never_sent_to() {
    let cx = project();
    let other = Session::start(&cx, &["--upstream", "off"]);
    let there = other.url_outside("");
    let cx = project();
    let session = Session::start(&cx, &["--upstream", &there]);
    session.wait_for(&format!("the upstream {there} is another fx"));
    let answer = ask(&session, "/rest/v1/x").await;
    assert_eq!(answer.status, 508);
    let message = answer.json()["message"].as_str().unwrap().to_owned();
    assert!(
        message.contains("is another fx") && message.contains("--upstream"),
        "{message}"
    );
    let looped = Client::new()
        .get(session.url_outside("/rest/v1/x"))
        .header("x-fx-gateway", "somebody")
        .send()
        .await
        .unwrap();
    assert_eq!(looped.status(), 508);
    // Functions are not behind the upstream.
    assert_eq!(session.get("hello").await.status, 401);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_certificate_is_refused_until_its_authority_is_named() {
    let authority =
        rcgen::generate_simple_self_signed(["localhost".to_owned(), "127.0.0.1".to_owned()])
            .unwrap();
    let key =
        rustls::pki_types::PrivateKeyDer::try_from(authority.signing_key.serialize_der()).unwrap();
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let tls = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![authority.cert.der().clone()], key)
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(tls));
    let upstream = Server::raw(move |socket| {
        let acceptor = acceptor.clone();
        async move {
            if let Ok(socket) = acceptor.accept(socket).await {
                server::serve(socket, &std::sync::Mutex::default(), &|_| ok("secret")).await;
            }
        }
    })
    .await;
    let url = upstream.url.replace("http://", "https://");
    let cx = project();
    let session = Session::start(&cx, &["--upstream", &url]);
    let refused = ask(&session, "/rest/v1/x").await;
    assert_eq!(refused.status, 502);
    let message = refused.json()["message"].as_str().unwrap().to_owned();
    assert!(
        message.contains("certificate") && message.contains("--ca-cert"),
        "{message}"
    );
    let cx = project();
    let pem = cx.write("ca.pem", authority.cert.pem());
    let session = Session::start(
        &cx,
        &["--upstream", &url, "--ca-cert", pem.to_str().unwrap()],
    );
    for _ in 0..3 {
        let fine = ask(&session, "/rest/v1/x").await;
        assert_eq!((fine.status, fine.text.as_str()), (200, "secret"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_leads_elsewhere_is_left_to_the_client() {
    let canary = Server::start(|_| ok("caught")).await;
    let to = canary.url.clone();
    let upstream = Server::start(move |seen| {
        let code = if seen.line.starts_with("GET") {
            "302 Found"
        } else {
            "307 Temporary Redirect"
        };
        let cookie = "set-cookie: s=1; Domain=evil.example\r\n";
        answer(code, &format!("location: {to}/steal\r\n{cookie}"), "")
    })
    .await;
    let cx = project();
    let session = Session::start(&cx, &["--upstream", &upstream.url]);
    let client = Client::builder().redirect(Policy::none()).build().unwrap();
    for method in [Method::GET, Method::POST] {
        let response = client
            .request(method, session.url_outside("/auth/v1/callback"))
            .header("apikey", "canary")
            .header("authorization", "Bearer canary")
            .send()
            .await
            .unwrap();
        let location = response.headers()["location"].to_str().unwrap();
        assert_eq!(location, format!("{}/steal", canary.url));
    }
    // The probes of fx itself follow nothing either.
    session
        .until("the upstream was examined", async || {
            upstream
                .all()
                .iter()
                .any(|seen| seen.line.contains("fx_probe"))
        })
        .await;
    assert!(canary.all().is_empty(), "{:?}", canary.all());
}

#[tokio::test(flavor = "multi_thread")]
async fn link_local_addresses_are_refused_in_any_spelling() {
    let cx = project();
    for url in [
        "http://169.254.169.254",
        "http://0xa9fea9fe/",
        "http://[fe80::1]:80",
        "http://[::ffff:169.254.169.254]",
        "http://user:pass@127.0.0.1:80",
        "http://127.0.0.1:80/path",
        "ftp://127.0.0.1",
        "atuo",
    ] {
        let output = cx
            .fx(["functions", "serve", "--port", "0", "--upstream", url])
            .output()
            .unwrap();
        let text = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{url}: {text}");
        assert!(text.contains("`--upstream` "), "{url}: {text}");
    }
}

/// A request that nobody answers keeps no fx from ending, and a socket whose client takes nothing neither.
#[tokio::test(flavor = "multi_thread")]
async fn fx_ends_although_the_upstream_is_silent() {
    let (heard, mut hears) = tokio::sync::mpsc::unbounded_channel();
    let upstream = Server::raw(move |socket| {
        let heard = heard.clone();
        async move {
            let mut socket = tokio::io::BufReader::new(socket);
            while let Some(seen) = server::read(&mut socket).await {
                if seen.line.contains("/realtime/") {
                    let switch = "HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n";
                    socket.write_all(switch.as_bytes()).await.unwrap();
                    heard.send(()).unwrap();
                    let frame = [&[0x82, 126, 0x10, 0x00][..], &[0; 0x1000]].concat();
                    while socket.write_all(&frame).await.is_ok() {}
                    return;
                }
                if seen.line.contains("/rest/v1/silent") {
                    heard.send(()).unwrap();
                }
            }
        }
    })
    .await;
    let cx = project();
    let mut session = Session::start(&cx, &["--upstream", &upstream.url]);
    let connect = || tokio::net::TcpStream::connect(("127.0.0.1", session.port()));
    let mut silent = connect().await.unwrap();
    let request = b"GET /rest/v1/silent HTTP/1.1\r\nhost: a\r\n\r\n";
    silent.write_all(request).await.unwrap();
    let mut deaf = connect().await.unwrap();
    let upgrade = b"GET /realtime/v1/websocket HTTP/1.1\r\nhost: a\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n";
    deaf.write_all(upgrade).await.unwrap();
    for _ in 0..2 {
        hears.recv().await.unwrap();
    }
    session.signal("-INT");
    assert_eq!(session.wait().code(), Some(130));
}

/// A connection that the upstream has closed meanwhile is not used again.
#[tokio::test(flavor = "multi_thread")]
async fn requests_survive_an_upstream_that_closes_idle_connections() {
    let (close, mut closed) = tokio::sync::mpsc::unbounded_channel();
    let upstream = Server::raw(move |socket| {
        let close = close.clone();
        async move {
            let mut socket = tokio::io::BufReader::new(socket);
            let Some(seen) = server::read(&mut socket).await else {
                return;
            };
            socket.write_all(&ok("once")).await.unwrap();
            socket.flush().await.unwrap();
            drop(socket);
            if seen.line.contains("/rest/v1/") && !seen.line.contains("fx_probe") {
                close.send(()).unwrap();
            }
        }
    })
    .await;
    let cx = project();
    let session = Session::start(&cx, &["--upstream", &upstream.url]);
    let client = Client::new();
    // A question comes when the connection is closed, or while that happens. What asks for a change is not sent twice, so
    // that it has to wait.
    let mut open = 0;
    let mut all_closed = async |open: &mut usize| {
        for _ in 0..std::mem::take(open) {
            closed.recv().await.unwrap();
        }
    };
    for waits in [true, false, true, false, false, true] {
        let post = client
            .post(session.url_outside("/rest/v1/rpc/x"))
            .body("{}");
        assert_eq!(post.send().await.unwrap().text().await.unwrap(), "once");
        open += 1;
        if waits {
            all_closed(&mut open).await;
        }
        assert_eq!(ask(&session, "/rest/v1/x").await.text, "once");
        open += 1;
        all_closed(&mut open).await;
    }
}
