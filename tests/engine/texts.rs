//! Text of functions and their clients while they are served: it cannot act on a terminal, look like a line of fx or be
//! taken for a command by GitHub Actions. A pipe gets its bytes.

use std::io::{Read as _, Write as _};

use serde_json::Value;

use crate::{context::TestContext, session::Session};

const NASTY: [&str; 11] = [
    "\u{1b}[2J\u{1b}[H",
    "\u{1b}]52;c;ZXZpbA==\u{7}\u{1b}]0;title\u{1b}\\",
    "\u{1b}[8mconcealed\u{1b}[?1049h\u{1b}c",
    "\u{9b}2J\u{85}\u{8}\u{7f}",
    "\rerror: forged",
    "\nGET /forged 200",
    "\n \t::error::forged",
    "\nhint: forged\n  hint: forged",
    "\u{61c}\u{200e}\u{200f}",
    "##[error]forged",
    "\u{202e}gpj\u{2066}\u{2028}error: forged\u{1b}[31mred",
];

/// What has to act on nobody in whichever way a function says it.
const SPEAKS: &str = r#"
Deno.serve(async (request) => {
  const path = new URL(request.url).pathname;
  if (path.endsWith("/throw")) throw new Error(NASTY);
  if (path.endsWith("/late")) { setTimeout(() => { throw new Error(NASTY); }); await new Promise(() => {}); }
  for (const say of ["debug", "log", "warn", "error"]) console[say](NASTY);
  const write = (stream) => stream.writeSync(new TextEncoder().encode(NASTY + "\n"));
  try { write(Deno.stdout); write(Deno.stderr); } catch { /* Not for functions. */ }
  console.log("said everything");
  return new Response();
});
"#;

fn project() -> TestContext {
    let cx = TestContext::new().with_shared_cache();
    cx.write(
        "supabase/config.toml",
        "[functions.speaks]\nverify_jwt = false\n[functions.fails]\nverify_jwt = false\n",
    );
    let nasty = serde_json::to_string(&NASTY.join("|")).unwrap();
    let head = format!("const NASTY = {nasty};\n");
    cx.write("supabase/functions/speaks/index.ts", head.clone() + SPEAKS);
    cx.write(
        "supabase/functions/fails/index.ts",
        head + "throw new Error(NASTY);",
    );
    cx
}

/// Makes the functions and a client say everything.
async fn speak(session: &Session) {
    assert_eq!(session.get("speaks/log").await.status, 200);
    assert_eq!(session.get("speaks/throw").await.status, 500);
    assert_eq!(session.get("speaks/late").await.status, 500);
    assert_eq!(session.get("fails").await.status, 500);
    // No client library sends such a path.
    for path in ["\u{9b}2J\u{202e}x", "\u{1b}[2J", "a\rerror: forged"] {
        let address = ("127.0.0.1", session.port());
        let mut stream = std::net::TcpStream::connect(address).unwrap();
        let head = format!(
            "GET /functions/v1/speaks/{path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n"
        );
        stream.write_all(head.as_bytes()).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
    }
    assert_eq!(session.get("speaks/last").await.status, 200);
}

fn acts(character: char) -> bool {
    character.is_control() && !matches!(character, '\n' | '\t')
        || matches!(character, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn assert_unforged(text: &str) {
    let is_forged = |line: &str| {
        [
            "error: forged",
            "  hint: forged",
            "hint: forged",
            "GET /forged",
            "::",
        ]
        .iter()
        .any(|start| line.starts_with(start))
    };
    assert!(!text.split('\n').any(is_forged), "{text}");
}

const SERVE: &str = "exec \"$FX\" functions serve --port 0";

#[tokio::test(flavor = "multi_thread")]
async fn functions_and_clients_cannot_act_on_the_terminal() {
    let cx = project();
    let session = Session::start_in_terminal(&cx, SERVE);
    speak(&session).await;
    let shown = session.stdout().wait_for("GET /speaks/last 200");
    let text = shown.replace("\r\n", "\n");
    let sgr = regex::Regex::new("\u{1b}\\[[0-9;]*m").unwrap();
    let rest = sgr.replace_all(&text, "");
    assert!(!rest.contains(acts), "{rest:?}");
    assert!(!text.contains("\u{1b}[8m"), "{text:?}");
    assert!(rest.contains(r"\u001b[2J\u001b[H|"), "{rest}");
    assert_unforged(&rest);
    for said in [
        "ended by an uncaught error",
        "failed to boot",
        "red\u{1b}[0m\n",
    ] {
        assert!(text.contains(said), "{said}: {text:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn events_in_a_terminal_are_harmless_and_still_json() {
    let cx = project();
    let session = Session::start_in_terminal(&cx, &format!("{SERVE} --output-format stream-json"));
    speak(&session).await;
    let shown = session.stdout().wait_for("/speaks/last");
    let text = shown.replace("\r\n", "\n");
    assert!(!text.contains(acts), "{text:?}");
    let whole = text.rsplit_once('\n').unwrap().0;
    let said = whole.lines().filter_map(|line| {
        let event: Value = serde_json::from_str(line).expect(line);
        event["message"].as_str().map(str::to_owned)
    });
    assert!(said.into_iter().any(|message| message == NASTY.join("|")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pipe_gets_the_bytes_and_a_runner_no_command() {
    let cx = project();
    for actions in ["", "true"] {
        let session = Session::start_with(&cx, &[], |command| {
            command.env("GITHUB_ACTIONS", actions);
        });
        speak(&session).await;
        let text = session.wait_for("GET /speaks/last 200");
        assert!(text.contains("\u{1b}[2J\u{1b}[H|"), "{text:?}");
        assert!(text.contains("\u{202e}gpj\u{2066}\u{2028}"), "{text:?}");
        assert_unforged(&text);
        let is_command = |line: &str| line.trim().starts_with("::") || line.contains("##[");
        let has_command = text.split(['\n', '\r']).any(is_command);
        assert_eq!(has_command, actions.is_empty(), "{text:?}");
    }
}
