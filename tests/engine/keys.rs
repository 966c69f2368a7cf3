//! Keys in the terminal of `fx functions serve`, and the terminal after it. Needs `script` and `bash`.

use std::os::unix::fs::PermissionsExt as _;

use crate::{context::TestContext, session::Session};

const KEYS: &str = "r reload, o open, c clear, l log level, q quit, ? help";
const SERVE: &str = "stty -g; \"$FX\" functions serve --port 0; echo code $?; stty -g";
const CHATTY: &str = r#"Deno.serve((request) => {
  console.debug("debugged");
  console.warn("warned " + new URL(request.url).pathname);
  return new Response("hello");
});
"#;

fn project() -> TestContext {
    let cx = TestContext::new().with_shared_cache();
    cx.write(
        "supabase/config.toml",
        "[functions.f]\nverify_jwt = false\n",
    );
    cx.write("supabase/functions/f/index.ts", CHATTY);
    cx
}

/// Waits for the end. The terminal must be as it was, which [`SERVE`] says with its first and last line.
fn assert_ended(session: &mut Session, code: i32) {
    session.wait();
    let text = session.stdout().wait_for(&format!("code {code}\r\n"));
    let modes: Vec<&str> = text.lines().filter(|line| is_mode(line)).collect();
    assert_eq!(modes.len(), 2, "{text}");
    assert_eq!(modes[0], modes[1], "the terminal is as it was");
}

fn is_mode(line: &str) -> bool {
    let is_part = |part: &str| part.chars().all(|c| c.is_ascii_hexdigit());
    line.matches(':').count() > 10 && line.split(':').all(is_part)
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_reload_help_filter_and_quit() {
    let cx = project();
    let mut session = Session::start_in_terminal(&cx, SERVE);
    session.stdout().wait_for(KEYS);
    session.get("f/first").await;
    session.stdout().wait_for("warned /f/first");
    session.press("?");
    let text = session.stdout().wait_for("?  this help");
    assert_eq!(text.matches(KEYS).count(), 1, "{text}");
    assert!(
        text.contains(&format!("o  open {}", session.url("f"))),
        "{text}"
    );
    session.press("r");
    session.stdout().wait_for("Reloaded `f` in ");

    session.press("ll");
    session.stdout().wait_for("Log lines from warning on");
    session.get("f/second").await;
    let text = session.stdout().wait_for("warned /f/second");
    assert_eq!(text.matches("debugged").count(), 1, "{text}");
    // An arrow is no key of ours, though it has one of their letters; `c` wipes the screen.
    session.press("\x1b[l");
    session.press("c?");
    let text = session.stdout().wait_for("(now warning)");
    assert!(text.contains("\x1b[2J"), "{text:?}");

    session.press("q");
    session.stdout().wait_for("Stopping; press Ctrl-C again");
    assert_ended(&mut session, 130);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_interrupt_gives_the_terminal_back_too() {
    let cx = project();
    let source = "Deno.serve(() => { console.log('began'); return new Promise(() => {}); });";
    cx.write("supabase/functions/f/index.ts", source);
    let mut session = Session::start_in_terminal(&cx, SERVE);
    session.stdout().wait_for(KEYS);
    let url = session.url("f");
    let request = tokio::spawn(async move { reqwest::get(url).await });
    session.stdout().wait_for("began");
    // Ctrl-C itself: the terminal makes a signal of it still. bash waits for fx and goes on.
    session.press("\x03");
    session.stdout().wait_for("Stopping; press Ctrl-C again");
    session.press("q");
    assert_ended(&mut session, 130);
    assert!(request.await.unwrap().is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_suspended_fx_leaves_the_terminal_and_takes_it_again() {
    let cx = project();
    let commands = format!(
        "set -m; {}",
        SERVE.replace("echo", "stty -a; echo stopped; fg; echo")
    );
    let mut session = Session::start_in_terminal(&cx, &commands);
    session.stdout().wait_for(KEYS);
    session.press("\x1a");
    let text = session.stdout().wait_for("stopped\r\n");
    assert!(
        !text.contains("-icanon") && !text.contains("-echo "),
        "{text}"
    );
    session.get("f").await;
    session.press("?");
    session.stdout().wait_for("?  this help");
    session.press("q");
    assert_ended(&mut session, 130);
}

#[tokio::test(flavor = "multi_thread")]
async fn fx_in_the_background_leaves_the_keyboard_alone() {
    let cx = project();
    let commands = "set -m; stty -g; \"$FX\" functions serve --port 0 & read -r line; echo got $line; \
        kill -INT %1; wait %1; echo code $?; stty -g";
    let mut session = Session::start_in_terminal(&cx, commands);
    session.get("f").await;
    session.stdout().wait_for("GET /f 200");
    session.press("q\n");
    let text = session.stdout().wait_for("got q\r\n");
    assert!(!text.contains(KEYS), "{text}");
    assert_ended(&mut session, 130);
}

#[tokio::test(flavor = "multi_thread")]
async fn there_are_no_keys_where_nobody_would_press_them() {
    let cx = project();
    for args in ["2>&1 | cat", "</dev/null"] {
        let commands = SERVE.replace("--port 0", &format!("--port 0 {args}"));
        let session = Session::start_in_terminal(&cx, &commands);
        session.get("f").await;
        let text = session.stdout().wait_for("GET /f 200");
        assert!(!text.contains(KEYS), "{text}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_opens_the_first_function_in_the_browser() {
    let cx = project();
    let browser = cx.write(
        "bin/xdg-open",
        "#!/bin/sh\necho \"browser got $1\" > \"$HOME/opened\"\n",
    );
    std::fs::set_permissions(&browser, std::fs::Permissions::from_mode(0o755)).unwrap();
    let commands = format!("export PATH=\"$PWD/bin:$PATH\"; {SERVE}");
    let mut session = Session::start_in_terminal(&cx, &commands);
    session.stdout().wait_for(KEYS);
    session.press("o");
    session
        .stdout()
        .wait_for(&format!("Opening {}", session.url("f")));
    session.press("q");
    assert_ended(&mut session, 130);
    let expected = format!("browser got {}\n", session.url("f"));
    let opened = cx.home().join("opened");
    while std::fs::read_to_string(&opened).ok().as_ref() != Some(&expected) {
        std::thread::yield_now();
    }
}
