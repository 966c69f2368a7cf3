//! The stub stack itself, without fx: what other tests take for granted of it.

use std::{
    io::Write as _,
    process::Stdio,
    time::{Duration, Instant},
};

use tokio::{
    io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader},
    net::TcpStream,
};

use super::project::{act, stack};
use crate::session::Answer;
use crate::stack::{Fault, Reply, Settings, Stack};

#[tokio::test]
async fn supabase_js_reads_and_writes_tables_of_the_stub_stack() {
    let stack = stack().await;
    act(&stack, stack.url(), "tables").await;
}

#[tokio::test]
async fn supabase_js_signs_in_at_the_stub_stack() {
    let stack = stack().await;
    act(&stack, stack.url(), "auth").await;
}

#[tokio::test]
async fn supabase_js_stores_files_in_the_stub_stack() {
    let stack = stack().await;
    act(&stack, stack.url(), "storage").await;
}

#[tokio::test]
async fn uploads_to_the_stub_stack_go_on_where_they_broke_off() {
    let stack = stack().await;
    act(&stack, stack.url(), "uploads").await;
}

#[tokio::test]
async fn supabase_js_broadcasts_over_the_stub_stack() {
    let stack = stack().await;
    act(&stack, stack.url(), "realtime").await;
}

/// What a bare client gets for one request.
async fn bytes_of(stack: &Stack, request: &str) -> std::io::Result<Vec<u8>> {
    let mut socket = TcpStream::connect(("127.0.0.1", stack.port())).await?;
    socket.write_all(request.as_bytes()).await?;
    let mut bytes = Vec::new();
    socket.read_to_end(&mut bytes).await?;
    Ok(bytes)
}

#[tokio::test]
async fn the_stub_stack_fails_in_the_ways_it_is_told_to() {
    let stack = Stack::without_database();
    let request = "GET /auth/v1/health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    let good = text(bytes_of(&stack, request).await.unwrap());
    assert!(
        good.starts_with("HTTP/1.1 200 OK") && good.contains(r#""name":"GoTrue""#),
        "{good}"
    );
    stack.set_fault(Fault::LargeHead(100_000));
    assert!(bytes_of(&stack, request).await.unwrap().len() > 100_000);
    stack.set_fault(Fault::Garbage);
    let garbage = text(bytes_of(&stack, request).await.unwrap());
    assert!(
        !garbage.contains("HTTP/1") && garbage.contains("no HTTP"),
        "{garbage}"
    );
    for fault in [Fault::Reset, Fault::Truncate] {
        stack.set_fault(fault);
        let error = bytes_of(&stack, request).await.unwrap_err();
        assert_eq!(
            error.kind(),
            std::io::ErrorKind::ConnectionReset,
            "{fault:?}"
        );
    }
    let time = Duration::from_millis(50);
    stack.set_fault(Fault::Slow(time));
    let start = Instant::now();
    bytes_of(&stack, request).await.unwrap();
    assert!(start.elapsed() >= time);
    stack.set_fault(Fault::Hang);
    let never = tokio::time::timeout(time, bytes_of(&stack, request)).await;
    assert!(never.is_err(), "{never:?}");
    stack.set_fault(None);
    let moved = Reply {
        status: 302,
        headers: vec![("location", format!("{}/elsewhere", stack.url()))],
        body: b"moved".to_vec(),
    };
    stack.reply("/auth/v1/authorize", moved);
    let request = request.replace("health", "authorize?provider=x");
    let moved = text(bytes_of(&stack, &request).await.unwrap());
    assert!(
        moved.starts_with("HTTP/1.1 302") && moved.ends_with("moved"),
        "{moved}"
    );
}

#[tokio::test]
async fn the_stub_stack_records_bodies_and_trailers_and_gives_them_back() {
    let stack = Stack::without_database();
    let request = "PUT /analytics/v1/echo?a=%20 HTTP/1.1\r\nHost: x\r\nTE: trailers\r\nTrailer: x-sum\r\n\
                   Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n\
                   4\r\nbody\r\n0\r\nx-sum: 5\r\n\r\n";
    let answer = bytes_of(&stack, request).await.unwrap();
    let answer = String::from_utf8_lossy(&answer);
    assert!(
        answer.contains("4\r\nbody\r\n") && answer.contains("x-sum: 5"),
        "{answer}"
    );
    let recorded = stack.request(|request| request.is_whole).await;
    assert_eq!(recorded.target, "/analytics/v1/echo?a=%20");
    assert_eq!((&*recorded.body, recorded.length), (&b"body"[..], 4));
    assert_eq!(recorded.trailers.unwrap()["x-sum"], "5");
}

#[tokio::test]
async fn the_gateway_of_the_stub_stack_puts_tokens_where_opaque_keys_were() {
    let stack = stack().await;
    let client = reqwest::Client::new();
    let keys = stack.keys();
    let (message, _) = keys.service_role.rsplit_once('.').unwrap();
    let wrong = format!("{message}.AAAA");
    let cases = [
        (Some(keys.publishable.as_str()), None, 401, "42501"),
        (Some(keys.secret.as_str()), None, 200, ""),
        (None, Some(keys.secret.as_str()), 200, ""),
        (
            Some(keys.anon.as_str()),
            Some(keys.service_role.as_str()),
            200,
            "",
        ),
        (
            Some(keys.secret.as_str()),
            Some(wrong.as_str()),
            401,
            "PGRST301",
        ),
        (None, None, 401, "42501"),
    ];
    for (apikey, bearer, status, code) in cases {
        let mut request = client.get(format!("{}/rest/v1/notes", stack.url()));
        if let Some(apikey) = apikey {
            request = request.header("apikey", apikey);
        }
        if let Some(bearer) = bearer {
            request = request.bearer_auth(bearer);
        }
        let answer = Answer::of(request.send().await.unwrap()).await;
        let body = answer.json();
        assert_eq!(answer.status, status, "{apikey:?} {bearer:?} {body}");
        assert_eq!(body["code"].as_str().unwrap_or_default(), code, "{body}");
    }
}

#[tokio::test]
async fn the_stub_stack_speaks_tls_with_a_certificate_of_its_own() {
    let stack = Stack::start_with(Settings {
        without_database: true,
        tls: true,
        ..Settings::default()
    });
    let url = format!("{}/auth/v1/health", stack.url());
    let stranger = reqwest::get(&url).await.unwrap_err();
    assert!(stranger.is_connect(), "{stranger:?}");
    let certificate = reqwest::Certificate::from_pem(stack.certificate().as_bytes()).unwrap();
    let client = reqwest::Client::builder().tls_certs_merge([certificate]);
    let answer = client.build().unwrap().get(&url).send().await.unwrap();
    assert_eq!(answer.status(), 200);
}

/// Set for the process that is killed.
const HOLDS: &str = "FX_TEST_HOLDS_A_CLUSTER";

#[tokio::test]
async fn postgresql_ends_with_the_process_that_started_it() {
    if std::env::var_os(HOLDS).is_some() {
        let stack = Stack::start();
        let said = format!("\n{}\n", stack.database_url());
        std::io::stderr().write_all(said.as_bytes()).unwrap();
        return std::future::pending().await;
    }
    let name = "services::stub::postgresql_ends_with_the_process_that_started_it";
    let mut holder = tokio::process::Command::new(std::env::current_exe().unwrap())
        .args([name, "--exact", "--nocapture"])
        .env(HOLDS, "1")
        .stderr(Stdio::piped())
        .stdout(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(holder.stderr.take().unwrap()).lines();
    let address = loop {
        let line = lines.next_line().await.unwrap().unwrap();
        if let Ok(url) = url::Url::parse(&line) {
            break ("127.0.0.1", url.port().unwrap());
        }
    };
    TcpStream::connect(address).await.unwrap();
    holder.kill().await.unwrap();
    let deadline = Instant::now() + Duration::from_secs(30);
    while TcpStream::connect(address).await.is_ok() {
        assert!(Instant::now() < deadline, "PostgreSQL goes on");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}
