//! Where the upstream is: the stack that is there, the one that a file or a flag names, and the port that fx takes.

use std::net::TcpListener as StdListener;

use tokio::net::TcpListener;

use super::{
    passing::project,
    server::{Server, ok, stack},
};
use crate::{context::TestContext, session::Session};

/// A stack at a port that has a free one beside it, for fx.
async fn stack_with_room() -> (Server, u16) {
    for _ in 0..100 {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let beside = port
            .checked_add(10)
            .map(|port| StdListener::bind(("127.0.0.1", port)));
        if matches!(beside, Some(Ok(_))) {
            return (Server::on(listener, stack), port);
        }
    }
    unreachable!("no two ports are free")
}

fn project_of(stack: u16) -> TestContext {
    let cx = project();
    cx.write("supabase/config.toml", format!("[api]\nport = {stack}\n"));
    cx
}

/// `fx functions serve` without `--port`.
fn serve(cx: &TestContext, args: &[&str]) -> std::process::Command {
    let mut command = cx.fx(["functions", "serve"]);
    command.args(args);
    command
}

fn said(mut command: std::process::Command) -> (Option<i32>, String) {
    let output = command.output().unwrap();
    let text = String::from_utf8(output.stderr).unwrap();
    (output.status.code(), text)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_confirmed_stack_is_found_and_fx_listens_beside_it() {
    let (upstream, port) = stack_with_room().await;
    let cx = project_of(port);
    // A clone's file alone decides nothing, and nobody is there to ask.
    let (code, text) = said(serve(&cx, &[]));
    assert_eq!(code, Some(1), "{text}");
    let why = format!(
        "a stack answers at {}, which `[api].port` names",
        upstream.url
    );
    let hint = format!("confirm it once with `--upstream {}`", upstream.url);
    assert!(text.contains(&why) && text.contains(&hint), "{text}");
    let unused = Session::start(&cx, &[]);
    assert!(unused.said().contains(&hint), "{}", unused.said());
    let refused = reqwest::get(unused.url_outside("/rest/v1/x"))
        .await
        .unwrap();
    assert_eq!(refused.status(), 502);
    assert!(refused.text().await.unwrap().contains(&hint));
    drop(unused);
    let probes = upstream.all();
    assert!(!probes.is_empty());
    for probe in probes {
        assert!(probe.line.starts_with("GET /auth/v1/health "), "{probe:?}");
        assert_eq!(probe.header("apikey") + &probe.header("authorization"), "");
    }
    // To name it confirms it, once.
    drop(Session::start(&cx, &["--upstream", &upstream.url]));
    let session = Session::start_command(&cx, serve(&cx, &[]));
    assert_eq!(session.port(), port + 10);
    let text = session.said();
    let told = format!(
        "  services  http://127.0.0.1:{port}\n  point your app at http://127.0.0.1:{} while fx serves\n",
        port + 10
    );
    assert!(text.contains(&told), "{text}");
    let answer = reqwest::get(session.url_outside("/rest/v1/x"))
        .await
        .unwrap();
    assert_eq!(answer.status(), 404);
    assert_eq!(upstream.seen().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_explicit_port_never_moves_and_a_taken_one_names_its_program() {
    let (upstream, port) = stack_with_room().await;
    let cx = project_of(port);
    let (code, text) = said(serve(
        &cx,
        &["--upstream", &upstream.url, "--port", &port.to_string()],
    ));
    assert_eq!(code, Some(1), "{text}");
    assert!(
        text.contains(&format!("port {port} is in use by `")),
        "{text}"
    );
    let beside = StdListener::bind(("127.0.0.1", port + 10)).unwrap();
    let (code, text) = said(serve(&cx, &["--upstream", &upstream.url]));
    assert_eq!(code, Some(1), "{text}");
    assert!(
        text.contains(&format!("port {} is in use by `", port + 10)),
        "{text}"
    );
    drop(beside);
    drop(upstream);
    let (code, text) = said(serve(
        &cx,
        &[
            "--upstream",
            &format!("http://localhost:{port}"),
            "--port",
            &port.to_string(),
        ],
    ));
    assert_eq!(code, Some(1), "{text}");
    assert!(
        text.contains(&format!(
            "the upstream is at port {port}, where fx itself listens"
        )),
        "{text}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stack_that_starts_later_goes_away_and_returns_needs_no_restart() {
    let (upstream, port) = stack_with_room().await;
    let cx = project_of(port);
    drop(Session::start(&cx, &["--upstream", &upstream.url]));
    drop(upstream);
    let session = Session::start(&cx, &[]);
    let status = async || {
        let response = reqwest::get(session.url_outside("/rest/v1/x"))
            .await
            .unwrap();
        (response.status().as_u16(), response.text().await.unwrap())
    };
    let (code, text) = status().await;
    assert_eq!(code, 502);
    assert!(
        text.contains(&format!("no stack answers at http://127.0.0.1:{port}")),
        "{text}"
    );
    for _ in 0..2 {
        let listener = TcpListener::bind(("127.0.0.1", port)).await.unwrap();
        let upstream = Server::on(listener, |seen| match seen.line.contains("/rest/v1/x") {
            true => ok("there"),
            false => stack(seen),
        });
        session
            .until("the stack is found", async || {
                status().await == (200, "there".to_owned())
            })
            .await;
        drop(upstream);
        session
            .until("the stack is missed", async || {
                let (code, text) = status().await;
                code == 502
                    && text.contains(&format!(
                        "the stack at http://127.0.0.1:{port} does not answer any more"
                    ))
            })
            .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_file_of_the_project_names_this_machine_only_and_is_watched() {
    let (first, second) = (
        Server::start(|_| ok("first")).await,
        Server::start(|_| ok("second")).await,
    );
    let cx = project();
    cx.write("supabase/fx.toml", "upstream = \"http://192.0.2.1:80\"\n");
    let (code, text) = said(serve(&cx, &["--port", "0"]));
    assert_eq!(code, Some(1), "{text}");
    assert!(
        text.contains("`supabase/fx.toml`") && text.contains("--upstream http://192.0.2.1"),
        "{text}"
    );
    let upstream = |server: &Server| {
        cx.write(
            "supabase/fx.toml",
            format!("upstream = \"{}\"\n", server.url),
        );
    };
    upstream(&first);
    let session = Session::start(&cx, &[]);
    let text = async || {
        let response = reqwest::get(session.url_outside("/rest/v1/x"))
            .await
            .unwrap();
        response.text().await.unwrap()
    };
    assert_eq!(text().await, "first");
    upstream(&second);
    session
        .until("the second", async || text().await == "second")
        .await;
    cx.write("supabase/fx.toml", "upstraem = \"off\"\n");
    session.wait_for("did you mean `upstream`?");
    assert_eq!(text().await, "second");
    cx.write("supabase/fx.toml", "upstream = \"off\"\n");
    session
        .until("it is off", async || text().await.contains("switched off"))
        .await;
}
