//! Where the upstream is: the stack that is there, the one that a file or a flag names, and the port that fx takes.

use std::net::TcpListener as StdListener;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use super::{
    passing::project,
    server::{self, Port, Seen, Server, answer, ok, stack},
};
use crate::{context::TestContext, session::Session};

/// The ports of a stack and of fx beside it.
struct Room {
    stack: Port,
    _beside: Port,
}

impl Room {
    fn reserve() -> Self {
        for _ in 0..100 {
            let stack = Port::reserve();
            let beside = stack.number().checked_add(10).map(Port::at);
            if let Some(Ok(beside)) = beside {
                return Self {
                    stack,
                    _beside: beside,
                };
            }
        }
        unreachable!("no two ports are free")
    }

    fn port(&self) -> u16 {
        self.stack.number()
    }

    /// Listens at the port of the stack.
    async fn start(&self, answer: impl Fn(&Seen) -> Vec<u8> + Send + Sync + 'static) -> Server {
        Server::on(self.stack.listen().await, answer)
    }
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
    let room = Room::reserve();
    let (upstream, port) = (room.start(stack).await, room.port());
    let cx = project_of(port);
    // A clone's file alone decides nothing, and nobody is there to ask.
    let (code, text) = said(serve(&cx, &[]));
    assert_eq!(code, Some(1), "{text}");
    let why = format!(
        "the stack at {}, which `[api].port` names, is not confirmed",
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
    let room = Room::reserve();
    let (upstream, port) = (room.start(stack).await, room.port());
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
    upstream.stop().await;
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
    let room = Room::reserve();
    let (upstream, port) = (room.start(stack).await, room.port());
    let cx = project_of(port);
    drop(Session::start(&cx, &["--upstream", &upstream.url]));
    upstream.stop().await;
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
        let upstream = room.start(|seen| match seen.line.contains("/rest/v1/x") {
            true => ok("there"),
            false => stack(seen),
        });
        let upstream = upstream.await;
        session
            .until("the stack is found", async || {
                status().await == (200, "there".to_owned())
            })
            .await;
        upstream.stop().await;
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

#[tokio::test(flavor = "multi_thread")]
async fn a_port_that_something_else_has_is_no_reason_to_end_it() {
    let room = Room::reserve();
    let taken = room.start(|_| answer("503 Service Unavailable", "", ""));
    let (_taken, port) = (taken.await, room.port());
    let cx = project_of(port);
    let (code, text) = said(serve(&cx, &[]));
    assert_eq!(code, Some(1), "{text}");
    assert!(
        text.contains(&format!("port {port} is in use by `")),
        "{text}"
    );
    let hint =
        format!("wait until it has started, or name it with `--upstream http://127.0.0.1:{port}`");
    assert!(text.contains(&hint) && !text.contains("kill"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stack_at_another_port_that_starts_later_has_to_be_confirmed() {
    let room = Room::reserve();
    let (upstream, port) = (room.start(stack).await, room.port());
    let cx = project_of(port);
    upstream.stop().await;
    let session = Session::start(&cx, &[]);
    let upstream = room.start(stack).await;
    let response = reqwest::get(session.url_outside("/rest/v1/x"))
        .await
        .unwrap();
    assert_eq!(response.status(), 502);
    let text = response.text().await.unwrap();
    let hint = format!("confirm it once with `--upstream {}`", upstream.url);
    assert!(text.contains(&hint), "{text}");
    assert!(upstream.all().is_empty());
}

/// Whoever says that there are no services, while the stack is looked for, is right.
#[tokio::test(flavor = "multi_thread")]
async fn a_choice_counts_more_than_a_look_that_is_under_way() {
    let room = Room::reserve();
    let (first, port) = (room.start(stack).await, room.port());
    let cx = project_of(port);
    drop(Session::start(&cx, &["--upstream", &first.url]));
    first.stop().await;
    let session = Session::start(&cx, &[]);
    let (asked, mut is_asked) = tokio::sync::mpsc::unbounded_channel();
    let (release, released) = std::sync::mpsc::channel::<()>();
    let released = std::sync::Mutex::new(released);
    let upstream = room.start(move |seen| {
        if seen.line.starts_with("GET /auth/v1/health ") {
            asked.send(()).unwrap();
            let wait = std::time::Duration::from_millis(900);
            let _ = tokio::task::block_in_place(|| released.lock().unwrap().recv_timeout(wait));
        }
        stack(seen)
    });
    let upstream = upstream.await;
    let url = session.url_outside("/rest/v1/x");
    let asking = tokio::spawn(async move { reqwest::get(url).await.unwrap().status() });
    is_asked.recv().await.unwrap();
    cx.write("supabase/fx.toml", "upstream = \"off\"\n");
    session.wait_for("Services are not forwarded any more");
    release.send(()).unwrap();
    assert_eq!(asking.await.unwrap(), 502);
    let response = reqwest::get(session.url_outside("/rest/v1/x"))
        .await
        .unwrap();
    assert!(response.text().await.unwrap().contains("switched off"));
    let all = upstream.all();
    assert!(
        all.iter().all(|seen| seen.header("apikey").is_empty()),
        "{all:?}"
    );
    assert!(upstream.seen().is_empty());
    cx.write("supabase/fx.toml", "upstream = \"auto\"\n");
    session
        .until("the stack is found", async || {
            reqwest::get(session.url_outside("/rest/v1/x"))
                .await
                .unwrap()
                .status()
                == 404
        })
        .await;
    session.wait_for(&format!("Services are at http://127.0.0.1:{port} now"));
}

/// A failed connection says nothing about those that are there.
#[tokio::test(flavor = "multi_thread")]
async fn sockets_outlive_a_connection_that_fails() {
    let room = Room::reserve();
    let (first, port) = (room.start(stack).await, room.port());
    let cx = project_of(port);
    drop(Session::start(&cx, &["--upstream", &first.url]));
    first.stop().await;
    let listener = room.stack.listen().await;
    let (open, mut opened) = tokio::sync::mpsc::unbounded_channel();
    let serving = tokio::spawn(async move {
        while let Ok((socket, _)) = listener.accept().await {
            let open = open.clone();
            tokio::spawn(async move {
                let mut socket = tokio::io::BufReader::new(socket);
                while let Some(seen) = server::read(&mut socket).await {
                    if seen.line.contains("/realtime/") {
                        let switch = "HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: test\r\n\r\n";
                        socket.write_all(switch.as_bytes()).await.unwrap();
                        open.send(socket).unwrap();
                        return;
                    }
                    socket.write_all(&stack(&seen)).await.unwrap();
                }
            });
        }
    });
    let session = Session::start(&cx, &[]);
    let mut socket = tokio::net::TcpStream::connect(("127.0.0.1", session.port()))
        .await
        .unwrap();
    let upgrade = b"GET /realtime/v1/websocket HTTP/1.1\r\nhost: a\r\nconnection: upgrade\r\nupgrade: test\r\n\r\n";
    socket.write_all(upgrade).await.unwrap();
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(socket.read_u8().await.unwrap());
    }
    let mut other = opened.recv().await.unwrap();
    serving.abort();
    session
        .until("the stack is gone", async || {
            reqwest::get(session.url_outside("/rest/v1/x"))
                .await
                .unwrap()
                .status()
                == 502
        })
        .await;
    other.write_all(b"still here").await.unwrap();
    let mut text = [0; 10];
    socket.read_exact(&mut text).await.unwrap();
    assert_eq!(&text, b"still here");
}

/// Whether the stack is the right one is found out beside the requests, not before them.
#[tokio::test(flavor = "multi_thread")]
async fn requests_do_not_wait_until_the_stack_is_examined() {
    let (asked, mut is_asked) = tokio::sync::mpsc::unbounded_channel();
    let upstream = Server::raw(move |socket| {
        let asked = asked.clone();
        async move {
            let mut socket = tokio::io::BufReader::new(socket);
            while let Some(seen) = server::read(&mut socket).await {
                if seen.line.contains("fx_probe") {
                    asked.send(()).unwrap();
                    // No answer; the other side gives up.
                    while server::read(&mut socket).await.is_some() {}
                    return;
                }
                socket.write_all(&stack(&seen)).await.unwrap();
            }
        }
    })
    .await;
    let cx = project();
    let mut session = Session::start(&cx, &["--upstream", &upstream.url]);
    is_asked.recv().await.unwrap();
    let response = reqwest::get(session.url_outside("/rest/v1/x"))
        .await
        .unwrap();
    assert_eq!(response.status(), 404);
    // And nobody waits for it at the end.
    session.signal("-INT");
    assert_eq!(session.wait().code(), Some(130));
}
