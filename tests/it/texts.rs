//! Text that fx did not write itself, in every command: it cannot act on a terminal, look like a line of fx or be taken
//! for a command by GitHub Actions. A pipe gets its bytes.

use std::process::Command;

use serde_json::{Value, json};

use crate::support::{
    TestContext,
    api::{Api, Fault, Matcher, REF, project},
};

/// What nobody should be able to do to whoever reads it.
const NASTY: [&str; 16] = [
    "\u{1b}[2J\u{1b}[H",
    "\u{1b}]52;c;ZXZpbA==\u{7}",
    "\u{1b}]0;title\u{1b}\\",
    "\u{1b}[8mconcealed",
    "\u{1b}[?1049h\u{1b}[6n\u{1b}c",
    "\u{9b}2J\u{85}",
    "\rerror: forged",
    "\nerror: forged",
    "\r\nerror: forged",
    "\n::error::forged",
    "\n \t::stop-commands::forged",
    "##[error]forged",
    "\nhint: forged\n  hint: forged",
    "\u{61c}\u{200e}\u{200f}",
    "\u{202e}gpj\u{2066}\u{2028}error: forged",
    "\u{8}\u{7f}\u{1b}[31mred",
];

fn nasty() -> String {
    NASTY.join("|")
}

/// Whether a terminal shows the text and does nothing else.
fn assert_harmless(shown: &str, what: &str) {
    // The terminal itself makes two of one.
    let text = shown.replace("\r\n", "\n");
    let sgr = regex::Regex::new("\u{1b}\\[([0-9;:]*)m").unwrap();
    for found in sgr.captures_iter(&text) {
        assert!(
            !found[1].split(';').any(|code| code == "8"),
            "{what}: {text:?}"
        );
    }
    let rest = sgr.replace_all(&text, "");
    let acts = |it: char| {
        it.is_control() && !matches!(it, '\n' | '\t')
            || matches!(it, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    assert!(!rest.contains(acts), "{what}: {text:?}");
    assert_unforged(&text, what);
}

/// Whether no line looks like one of fx.
fn assert_unforged(text: &str, what: &str) {
    let starts = ["error: forged", "hint: forged", "  hint: forged", "::"];
    let is_forged = |line: &str| starts.iter().any(|start| line.starts_with(start));
    let forged = text.split('\n').find(|line| is_forged(line));
    assert_eq!(forged, None, "{what}: {text}");
}

/// Whether the runner finds no command.
fn assert_no_command(text: &str, what: &str) {
    let is_command = |line: &&str| line.trim().starts_with("::") || line.contains("##[");
    let found = text.split(['\n', '\r']).find(is_command);
    assert_eq!(found, None, "{what}: {text}");
}

/// Both streams of a command whose output is piped.
fn piped(command: &mut Command) -> String {
    let output = command.output().unwrap();
    [output.stdout, output.stderr]
        .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
        .concat()
}

/// Runs a command in every place: what it says is harmless, and in a pipe it has `raw` in it.
fn assert_safe(make: impl Fn() -> Command, raw: &str, what: &str) {
    let text = piped(&mut make());
    assert!(text.contains(raw), "{what}: {raw:?} is not in {text:?}");
    // A carriage return and what is no break to a pipe are as they were.
    assert_unforged(&text, what);
    let text = piped(make().env("GITHUB_ACTIONS", "true"));
    assert!(text.contains(raw), "{what}: {raw:?} is not in {text:?}");
    assert_no_command(&text, what);
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    {
        let typed = crate::support::terminal::typed(&mut make(), &[]);
        assert!(typed.shown.contains("forged"), "{what}: {}", typed.shown);
        assert_harmless(&typed.shown, what);
    }
}

fn content(value: &Value) -> Fault {
    Fault::Content("application/json", value.to_string().into_bytes())
}

fn log(message: &str) -> Value {
    json!({
        "id": 1, "timestamp": 1_700_000_000_000_000_i64, "function": message, "level": "info", "kind": "log",
        "worker": null, "message": message,
    })
}

const RAW: &str = "\u{1b}[2J\u{1b}[H";

#[test]
fn answers_of_a_server_are_harmless_in_every_command() {
    let (api, cx) = (Api::start(), TestContext::with_fixture("example"));
    let nasty = nasty();
    api.state().projects = vec![project(REF, &nasty)];
    api.state().secrets.insert(nasty.clone(), "x".to_owned());
    let function = api.state().add_function("old", b"EZBR").clone();
    drop(function);
    let mut listed = json!([{
        "id": "1", "slug": nasty, "name": nasty, "status": "ACTIVE", "version": 1, "created_at": 1, "updated_at": 1,
    }]);
    api.fault(Matcher::get("/functions"), content(&listed));
    listed[0]["version"] = 2.into();
    let profile = json!({"gotrue_id": "1", "primary_email": nasty, "username": nasty});
    api.fault(Matcher::get("/profile"), content(&profile));
    let logs = json!({"entries": [log(&nasty)], "next": 1});
    api.fault(Matcher::get(&format!("{REF}/logs")), content(&logs));
    let invocation = json!({
        "id": 1, "timestamp": 1, "function": nasty, "method": "GET", "path": nasty, "status": 200, "ms": 1.0,
        "worker": null, "cold": false,
    });
    let invocations = json!({"entries": [invocation], "next": 1});
    api.fault(Matcher::get("/invocations"), content(&invocations));
    for args in [
        &["functions", "list", "--project-ref", REF][..],
        &["projects", "list"],
        &["secrets", "list", "--project-ref", REF],
        &[
            "secrets",
            "unset",
            "--all",
            "--dry-run",
            "--project-ref",
            REF,
        ],
        &["whoami"],
        &["link", "--project-ref", REF],
        &["functions", "logs", "--project-ref", REF],
        &["functions", "logs", "--invocations", "--project-ref", REF],
    ] {
        let make = || api.fx(&cx, args.iter().copied());
        assert_safe(make, RAW, &args.join(" "));
    }
}

#[test]
fn errors_of_a_server_are_harmless_in_every_command() {
    let (api, cx) = (Api::start(), TestContext::with_fixture("example"));
    let body = json!({"message": nasty()}).to_string();
    api.fault(Matcher::any(), Fault::Status(400, body));
    for args in [
        &["functions", "list", "--project-ref", REF][..],
        &["functions", "delete", "old", "--yes", "--project-ref", REF],
        &["functions", "download", "old", "--project-ref", REF],
        &["functions", "logs", "--project-ref", REF],
        &["functions", "deploy", "hello", "--project-ref", REF],
        &["secrets", "list", "--project-ref", REF],
        &["secrets", "set", "A=b", "--project-ref", REF],
        &["projects", "list"],
        &["link", "--project-ref", REF],
        &["whoami"],
        &["--debug", "whoami"],
    ] {
        let make = || api.fx(&cx, args.iter().copied());
        // Its control characters are left out where it is read.
        assert_safe(make, "\u{202e}gpj", &args.join(" "));
    }
}

/// The text as a string of TOML, JSON or JavaScript.
fn quoted(text: &str) -> String {
    serde_json::to_string(text)
        .unwrap()
        .replace('\u{7f}', "\\u007f")
}

#[test]
fn the_files_of_a_clone_are_harmless_in_every_command() {
    let api = Api::start();
    let text = quoted(&nasty());
    let hello = "Deno.serve(() => new Response());";
    let cases: [(&str, String, &str); 8] = [
        (
            "supabase/config.toml",
            format!("[functions.{text}]\n"),
            hello,
        ),
        (
            "supabase/config.toml",
            format!("[functions.hello]\nentrypoint = {text}\n"),
            hello,
        ),
        (
            "supabase/config.toml",
            format!("[functions.hello]\nverify_jwt = {text}\n"),
            hello,
        ),
        (
            "supabase/functions/hello/deno.json",
            format!("{{\"imports\": {{\"x\": {text}}}}}"),
            "import 'x';",
        ),
        (
            "supabase/functions/hello/deno.json",
            "{}".to_owned(),
            "import 'npm:\u{1b}[2J\u{202e}error: forged';",
        ),
        (
            "supabase/functions/hello/deno.json",
            "{}".to_owned(),
            "let = '\u{1b}[2J\u{202e}\u{9b}##[error]';",
        ),
        (
            "supabase/functions/.env",
            format!("A={text}\n{}=x\n", nasty()),
            hello,
        ),
        ("supabase/.temp/project-ref", nasty(), hello),
    ];
    for (path, content, source) in cases {
        let cx = TestContext::new();
        cx.write("supabase/functions/hello/index.ts", source);
        cx.write(path, &content);
        for args in [
            &["functions", "bundle", "--dry-run"][..],
            &["functions", "graph", "hello"],
            &["functions", "list", "--project-ref", REF],
            &["functions", "deploy", "--dry-run", "--project-ref", REF],
            &["functions", "deploy", "--dry-run"],
            &[
                "secrets",
                "set",
                "--dry-run",
                "--env-file",
                "supabase/functions/.env",
                "--project-ref",
                REF,
            ],
        ] {
            let what = format!("{} {content}", args.join(" "));
            let text = piped(&mut api.fx(&cx, args.iter().copied()));
            assert_unforged(&text, &what);
            let mut command = api.fx(&cx, args.iter().copied());
            assert_no_command(&piped(command.env("GITHUB_ACTIONS", "true")), &what);
            #[cfg(all(target_os = "linux", target_env = "gnu"))]
            {
                let mut command = api.fx(&cx, args.iter().copied());
                let typed = crate::support::terminal::typed(&mut command, &[]);
                assert_harmless(&typed.shown, &what);
            }
        }
    }
}

#[test]
fn a_name_in_a_table_cannot_make_a_row() {
    let (api, cx) = (Api::start(), TestContext::new());
    api.state().projects = vec![project(REF, "a\nzzzzzzzzzzzzzzzzzzzz  forged")];
    let text = piped(&mut api.fx(&cx, ["projects", "list"]));
    assert!(text.contains(r"a\nzzzzzzzzzzzzzzzzzzzz"), "{text}");
    assert_eq!(text.lines().count(), 2, "{text}");
}

#[test]
fn lines_of_a_message_are_indented_and_empty_ones_stay() {
    let (api, cx) = (Api::start(), TestContext::new());
    let logs = json!({"entries": [log("first\nsecond\n\nfourth\n")], "next": 1});
    api.fault(Matcher::get(&format!("{REF}/logs")), content(&logs));
    let text = piped(&mut api.fx(&cx, ["functions", "logs", "--project-ref", REF]));
    assert!(
        text.ends_with("first\n    second\n\n    fourth\n"),
        "{text}"
    );
}

#[test]
fn what_was_typed_is_harmless_when_it_is_repeated() {
    let cx = TestContext::new();
    for args in [
        ["functions", "\u{1b}[2Jerror: forged"],
        ["\u{202e}error: forged", "list"],
    ] {
        assert_safe(
            || cx.fx(args),
            args[0].trim_start_matches("functions"),
            "arguments",
        );
    }
}

#[test]
fn json_stays_json_wherever_it_goes() {
    let (api, cx) = (Api::start(), TestContext::new());
    let nasty = nasty();
    api.state().projects = vec![project(REF, &nasty)];
    let args = ["projects", "list", "--output-format", "json"];
    let named = |text: &str| {
        let record: Value = serde_json::from_str(text).expect(text);
        assert_eq!(record[0]["name"], nasty, "{text}");
    };
    named(&piped(&mut api.fx(&cx, args)));
    let text = piped(api.fx(&cx, args).env("GITHUB_ACTIONS", "true"));
    assert_no_command(&text, "json");
    named(&text);
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    {
        let typed = crate::support::terminal::typed(&mut api.fx(&cx, args), &[]);
        assert_harmless(&typed.shown, "json");
        named(&typed.shown);
    }
}

#[cfg(all(target_os = "linux", target_env = "gnu"))]
#[test]
fn a_question_is_one_line_whatever_it_is_about() {
    use crate::support::terminal::{Answer, typed};

    let (api, cx) = (Api::start(), TestContext::with_fixture("example"));
    let slug = format!("{}\nDelete nothing? [y/N]", nasty());
    let listed = json!([{
        "id": "1", "slug": slug, "name": slug, "status": "ACTIVE", "version": 1, "created_at": 1, "updated_at": 1,
    }]);
    api.fault(Matcher::get("/functions"), content(&listed));
    let args = [
        "functions",
        "deploy",
        "hello",
        "clock",
        "todos",
        "--prune",
        "--project-ref",
        REF,
    ];
    let answer = Answer::shown(&format!("from project {REF}? [y/N] "), "n\r");
    let typed = typed(&mut api.fx(&cx, args), &[answer]);
    let question = typed.shown.lines().find(|line| line.contains("Delete "));
    let question = question.expect(&typed.shown);
    assert!(
        question.contains(&format!("from project {REF}? [y/N]")),
        "{question}"
    );
    for acting in [
        "\u{1b}[2J",
        "\u{1b}]",
        "\u{1b}[?1049h",
        "\u{202e}",
        "\u{9b}",
    ] {
        assert!(!typed.shown.contains(acting), "{:?}", typed.shown);
    }
    assert_eq!(typed.code, Some(1), "{}", typed.shown);
}
