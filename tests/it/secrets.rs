//! `fx secrets`: what is sent, what is not, and that nobody sees a value.

use std::{
    fs,
    io::Write as _,
    path::Path,
    process::{Command, Output, Stdio},
};

use serde_json::Value;

use crate::{
    fx_snapshot,
    support::{
        TestContext,
        api::{Api, Fault, Matcher, REF, TOKEN},
        snapshot,
    },
};

/// Part of every value that must not be seen.
const CANARY: &str = "canary-5eed-f00d";

fn context() -> TestContext {
    TestContext::new().filter(r"127\.0\.0\.1:\d+", "[API]")
}

/// `fx secrets …` about the project that is there.
fn secrets<'a>(api: &Api, cx: &TestContext, args: impl IntoIterator<Item = &'a str>) -> Command {
    let mut command = api.fx(cx, std::iter::once("secrets").chain(args));
    command.env("SUPABASE_PROJECT_ID", REF).stdin(Stdio::null());
    command
}

/// The same with something on stdin.
fn with_stdin(command: &mut Command, text: &[u8]) -> Output {
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // It may have ended without reading.
    let _ = child.stdin.take().unwrap().write_all(text);
    child.wait_with_output().unwrap()
}

fn value(api: &Api, name: &str) -> Option<String> {
    api.state().secrets.get(name).cloned()
}

/// The bodies of what was posted: how many secrets each had.
fn batches(api: &Api) -> Vec<usize> {
    let requests = api.requests().into_iter();
    let posts = requests.filter(|it| it.method == "POST");
    posts
        .map(|it| {
            let body: Value = serde_json::from_slice(&it.body).unwrap();
            body.as_array().unwrap().len()
        })
        .collect()
}

fn text(output: &Output) -> String {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    text(&output.stdout) + text(&output.stderr).as_str()
}

#[test]
fn only_what_is_given_is_set() {
    let (cx, api) = (context(), Api::start());
    cx.write("supabase/functions/.env", "NEVER_ASKED=1\n");
    cx.write("supabase/.env", "NEVER_ASKED=1\n");
    cx.write(
        "supabase/config.toml",
        "[edge_runtime.secrets]\nnever_asked = \"1\"\n",
    );
    api.state().secrets.insert("OLD".into(), "old".into());
    fx_snapshot!(cx, secrets(&api, &cx, ["set", "A=1=2", "EMPTY=", "SUPABASE_URL=x", "lower=ü 'q' \"d\""]), @"");
    let state = api.state();
    let found: Vec<(&str, &str)> = state
        .secrets
        .iter()
        .map(|(name, value)| (&**name, &**value))
        .collect();
    let expected = [
        ("A", "1=2"),
        ("EMPTY", ""),
        ("OLD", "old"),
        ("lower", "ü 'q' \"d\""),
    ];
    assert_eq!(found, expected);
    drop(state);
    assert_eq!(api.lines(), [format!("POST /v1/projects/{REF}/secrets")]);
}

#[test]
fn a_file_has_its_own_grammar_and_arguments_win() {
    let (cx, api) = (context(), Api::start());
    let file = "A=file\nB=$HOME/x # c\nexport C='$X'\nKEY=\"-----BEGIN\nAB=#\n-----END\"\nU=日本語=1\nE=\nno assignment\n\
                STRIPE_A=1\nSTRIPE_B=2\n";
    cx.write("conf/prod.env", file);
    let args = [
        "set",
        "A=arg",
        "--env-file",
        "conf/prod.env",
        "--exclude",
        "*_B",
    ];
    fx_snapshot!(cx, secrets(&api, &cx, args), @"");
    let expected = [
        ("A", "arg"),
        ("B", "$HOME/x"),
        ("C", "$X"),
        ("KEY", "-----BEGIN\nAB=#\n-----END"),
        ("U", "日本語=1"),
        ("E", ""),
        ("STRIPE_A", "1"),
    ];
    assert_eq!(api.state().secrets.len(), expected.len());
    for (name, expected) in expected {
        assert_eq!(value(&api, name).as_deref(), Some(expected), "{name}");
    }

    api.state().secrets.clear();
    let args = [
        "set",
        "--env-file",
        "-",
        "--only",
        "STRIPE_*",
        "--only",
        "U",
    ];
    let output = with_stdin(&mut secrets(&api, &cx, args), file.as_bytes());
    assert!(output.status.success(), "{}", text(&output));
    let names: Vec<String> = api.state().secrets.keys().cloned().collect();
    assert_eq!(names, ["STRIPE_A", "STRIPE_B", "U"]);
}

#[test]
fn values_come_from_stdin_without_their_last_line_end() {
    let (cx, api) = (context(), Api::start());
    for (sent, kept) in [
        ("plain", "plain"),
        ("line\n", "line"),
        ("dos\r\n", "dos"),
        ("two\nlines\n\n", "two\nlines\n"),
    ] {
        let output = with_stdin(&mut secrets(&api, &cx, ["set", "A=-"]), sent.as_bytes());
        assert!(output.status.success(), "{}", text(&output));
        assert_eq!(value(&api, "A").as_deref(), Some(kept));
    }
    api.forget_requests();
    for (args, sent) in [
        (&["set", "A=-"][..], &b""[..]),
        (&["set", "A=-"], b"\n"),
        (&["set", "A=-"], b"a\xffb"),
        (&["set", "A=-"], b"a\0b"),
        (&["set", "A=-", "B=-"], b"x"),
        (&["set", "A=-", "--env-file", "-"], b"x"),
        (&["set", "--env-file", "-"], b""),
    ] {
        let output = with_stdin(&mut secrets(&api, &cx, args.iter().copied()), sent);
        assert!(!output.status.success(), "{args:?}");
        assert!(text(&output).contains("hint: "), "{}", text(&output));
    }
    assert!(api.requests().is_empty());
}

#[test]
fn mistakes_are_found_before_any_request() {
    let (cx, api) = (context(), Api::start());
    let mut ends = String::new();
    let long_name = format!("{}=x", "N".repeat(257));
    let long_value = format!("LONG={}", "v".repeat(24_577));
    cx.write("open.env", "A=1\nB=\"open\n");
    cx.write("empty.env", "# nothing\n");
    for args in [
        &["set"][..],
        &["set", "NAME"],
        &["set", "A=1", CANARY],
        &["set", "=canary-5eed-f00d"],
        &["set", &long_name],
        &["set", &long_value],
        &["set", "A=1", "--only", "B*"],
        &["set", "A=1", "--only", "["],
        &["set", "SUPABASE_A=1"],
        &["set", "--env-file", "nope.env"],
        &["set", "--env-file", "open.env"],
        &["push", "--env-file", "empty.env"],
        &["push", "--env-file", "open.env", "--prune"],
        &["diff"],
        &["unset"],
        &["unset", "A", "--all"],
        &["unset", "--all"],
        &["list", "-o", "toml"],
    ] {
        let ended = snapshot::run(&mut secrets(&api, &cx, args.iter().copied()));
        let ended = ended.replace("----- stdout -----\n----- stderr -----\n", "");
        let (shown, _) = ended.split_once("\nUsage:").unwrap_or((&ended, ""));
        ends += &format!("{shown}\n");
    }
    assert!(!ends.contains(CANARY), "{ends}");
    insta::assert_snapshot!(ends, @"");
    assert!(api.requests().is_empty());
}

#[test]
fn two_hundred_and_fifty_secrets_go_in_batches() {
    let (cx, api) = (context(), Api::start());
    let file: String = (0..250).map(|it| format!("N{it:03}=v{it}\n")).collect();
    cx.write("many.env", &file);
    let args = ["set", "--env-file", "many.env"];
    fx_snapshot!(cx, secrets(&api, &cx, args), @"");
    assert_eq!(batches(&api), [100, 100, 50]);
    assert_eq!(api.state().secrets.len(), 250);

    api.forget_requests();
    fx_snapshot!(cx, secrets(&api, &cx, ["push", "--env-file", "many.env"]), @"");
    assert_eq!(batches(&api), [0_usize; 0]);

    api.state().secrets.clear();
    api.forget_requests();
    let refused = Fault::Status(403, r#"{"message": "no more"}"#.into());
    api.fault(
        Matcher::post("/secrets"),
        Fault::Slow(std::time::Duration::ZERO),
    )
    .times(1);
    api.fault(Matcher::post("/secrets"), refused);
    fx_snapshot!(cx, secrets(&api, &cx, args), @"");
    assert_eq!(api.state().secrets.len(), 100);
    api.heal();
    api.forget_requests();
    fx_snapshot!(cx, secrets(&api, &cx, ["push", "--env-file", "many.env", "-q", "-o", "yaml", "--dry-run"]).stdout(Stdio::null()), @"");
    let output = secrets(&api, &cx, ["push", "--env-file", "many.env"]).output();
    assert!(output.unwrap().status.success());
    assert_eq!(batches(&api), [100, 50]);
    assert_eq!(api.state().secrets.len(), 250);
}

/// A project with secrets, an env file and code.
fn compared(cx: &TestContext, api: &Api) {
    for (name, value) in [
        ("SAME", "1"),
        ("CHANGED", "remote"),
        ("REMOTE", "x"),
        ("SUPABASE_URL", "x"),
    ] {
        api.state().secrets.insert(name.into(), value.into());
    }
    cx.write(
        "supabase/functions/.env",
        "SAME=1\nCHANGED=local\nADDED=2\nSUPABASE_URL=mine\n",
    );
    cx.write(
        "supabase/functions/a/index.ts",
        "Deno.env.get('SAME'); Deno.env.get(\"WANTED\"); Deno.env.get('SUPABASE_URL');",
    );
    cx.write("supabase/functions/_shared/b.js", "Deno.env.get(`REMOTE`)");
    cx.write(
        "supabase/functions/a/node_modules/x/c.js",
        "Deno.env.get('NOT_OURS')",
    );
}

#[test]
fn the_list_tells_what_agrees_and_what_is_read() {
    let cx = context().filter("[0-9a-f]{60}", "…");
    let api = Api::start();
    fx_snapshot!(cx, secrets(&api, &cx, ["list"]), @"");
    compared(&cx, &api);
    fx_snapshot!(cx, secrets(&api, &cx, ["list"]), @"");
    fx_snapshot!(cx, secrets(&api, &cx, ["list", "--output-format", "json"]), @"");
    fx_snapshot!(cx, secrets(&api, &cx, ["list", "-o", "json"]), @"");
    cx.write("other.env", "REMOTE=x\n");
    fx_snapshot!(cx, secrets(&api, &cx, ["list", "--env-file", "other.env", "-q"]), @"");
    cx.write("supabase/functions/.env", "A='open");
    fx_snapshot!(cx, secrets(&api, &cx, ["list", "-o", "yaml"]), @"");
}

#[test]
fn a_diff_has_an_exit_code_and_dry_runs_change_nothing() {
    let (cx, api) = (context(), Api::start());
    compared(&cx, &api);
    fx_snapshot!(cx, secrets(&api, &cx, ["diff", "--exit-code"]), @"");
    fx_snapshot!(cx, secrets(&api, &cx, ["diff", "--output-format", "json"]), @"");
    let file = "supabase/functions/.env";
    fx_snapshot!(cx, secrets(&api, &cx, ["set", "--env-file", file, "NEW=1", "--dry-run"]), @"");
    fx_snapshot!(cx, secrets(&api, &cx, ["push", "--env-file", file, "--dry-run"]), @"");
    fx_snapshot!(cx, secrets(&api, &cx, ["push", "--env-file", file, "--prune", "--dry-run"]), @"");
    fx_snapshot!(cx, secrets(&api, &cx, ["unset", "SAME", "NOPE", "--dry-run"]), @"");
    fx_snapshot!(cx, secrets(&api, &cx, ["unset", "--all", "--dry-run"]), @"");
    let reads = api.lines().iter().all(|line| line.starts_with("GET "));
    assert!(reads, "{:?}", api.lines());
    let same = ["diff", "--env-file", "-", "--exit-code"];
    let output = with_stdin(
        &mut secrets(&api, &cx, same),
        b"SAME=1\nCHANGED=remote\nREMOTE=x\n",
    );
    assert!(output.status.success(), "{}", text(&output));
}

#[test]
fn push_makes_the_project_equal_to_the_file() {
    let (cx, api) = (context(), Api::start());
    compared(&cx, &api);
    let push = ["push", "--env-file", "supabase/functions/.env"];
    fx_snapshot!(cx, secrets(&api, &cx, push), @"");
    assert_eq!(batches(&api), [2]);
    assert_eq!(value(&api, "CHANGED").as_deref(), Some("local"));
    assert_eq!(value(&api, "REMOTE").as_deref(), Some("x"));
    api.forget_requests();
    let prune = || push.iter().copied().chain(["--prune"]);
    fx_snapshot!(cx, secrets(&api, &cx, prune()), @"");
    assert!(api.requests().is_empty());
    fx_snapshot!(cx, secrets(&api, &cx, prune().chain(["--yes", "--output-format", "json"])), @"");
    let names: Vec<String> = api.state().secrets.keys().cloned().collect();
    assert_eq!(names, ["ADDED", "CHANGED", "SAME", "SUPABASE_URL"]);
    let path = format!("/v1/projects/{REF}/secrets");
    assert_eq!(
        api.lines(),
        [format!("GET {path}"), format!("DELETE {path}")]
    );
}

#[test]
fn unset_removes_what_is_named_or_all() {
    let (cx, api) = (context(), Api::start());
    compared(&cx, &api);
    fx_snapshot!(cx, secrets(&api, &cx, ["unset", "SAME", "SAME", "NOPE"]), @"");
    let body = api.requests()[0].body.clone();
    assert_eq!(&body[..], br#"["NOPE","SAME"]"#);
    fx_snapshot!(cx, secrets(&api, &cx, ["unset", "--all", "--yes", "--output-format", "json"]), @"");
    let names: Vec<String> = api.state().secrets.keys().cloned().collect();
    assert_eq!(names, ["SUPABASE_URL"]);
    fx_snapshot!(cx, secrets(&api, &cx, ["unset", "--all", "--yes"]), @"");
}

#[test]
fn faults_have_their_words_and_no_value() {
    let refusal = |status| {
        let said = format!(
            r#"{{"message": "bad \"value\":\"{CANARY}\" and {}"}}"#,
            &CANARY[..12]
        );
        Fault::Status(status, said)
    };
    let mut ends = String::new();
    for fault in [
        refusal(400),
        refusal(401),
        refusal(403),
        refusal(429),
        refusal(500),
        Fault::Html(502),
        Fault::Reset(false),
        Fault::Content("text/html", b"<html>".to_vec()),
    ] {
        let (cx, api) = (context(), Api::start());
        api.fault(Matcher::any(), fault);
        cx.write("a.env", format!("A={CANARY}\n"));
        for args in [
            &["set", "--env-file", "a.env"][..],
            &["unset", "A"],
            &["list"],
            &["push", "--env-file", "a.env"],
        ] {
            let common = ["--timeout", "1", "--output-format", "json"];
            let args = args.iter().copied().chain(common);
            let output = secrets(&api, &cx, args).output().unwrap();
            let said = text(&output);
            assert!(
                !said.contains(CANARY) && !said.contains(&CANARY[..12]),
                "{said}"
            );
            assert!(!said.contains(TOKEN), "{said}");
            let first = said.lines().find(|line| line.starts_with("error: "));
            let first = first.unwrap_or_else(|| panic!("{said}"));
            let url = api.url();
            let first = first.replace(url.trim_start_matches("http://"), "[API]");
            ends += &format!("{} {first}\n", output.status.code().unwrap());
            assert!(api.state().secrets.is_empty());
        }
    }
    insta::assert_snapshot!(ends, @"");
}

#[test]
fn no_value_is_seen_anywhere() {
    let (cx, api) = (context(), Api::start());
    let file = cx.write(
        "a.env",
        format!("A={CANARY}\nB=\"x\n{CANARY}\"\nC='{CANARY}\n"),
    );
    let runs: [(&[&str], &str); 5] = [
        (&["set", "--env-file", "a.env"], ""),
        (
            &["set", "--env-file", "-"],
            "A='canary-5eed-f00d'\nB=canary-5eed-f00d\n",
        ),
        (&["set", "A=-"], CANARY),
        (&["set", "A=-", "--dry-run"], CANARY),
        (&["push", "--env-file", "-"], "D=canary-5eed-f00d\n"),
    ];
    for (args, stdin) in runs {
        let args = args.iter().copied().chain(["--debug"]);
        let output = with_stdin(&mut secrets(&api, &cx, args), stdin.as_bytes());
        let said = text(&output);
        assert!(!said.contains("canary"), "{said}");
        assert!(!said.contains(TOKEN), "{said}");
    }
    assert_eq!(value(&api, "D").as_deref(), Some(CANARY));
    fs::remove_file(file).unwrap();
    assert_eq!(holders(&cx.root()), Vec::<String>::new());
}

/// The files below `directory` that hold the canary.
fn holders(directory: &Path) -> Vec<String> {
    let files = walkdir::WalkDir::new(directory).into_iter().flatten();
    let files = files.filter(|it| it.file_type().is_file());
    let holding = files.filter(|it| {
        let content = fs::read(it.path()).unwrap_or_default();
        String::from_utf8_lossy(&content).contains(CANARY)
    });
    holding.map(|it| it.path().display().to_string()).collect()
}

/// While a request is under way, the arguments of no process have the value.
#[cfg(target_os = "linux")]
#[test]
fn no_process_has_a_value_in_its_arguments() {
    let (cx, api) = (context(), Api::start());
    api.fault(Matcher::post("/secrets"), Fault::Stall);
    let mut command = secrets(&api, &cx, ["set", "A=-"]);
    command.stdin(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(CANARY.as_bytes()).unwrap();
    drop(stdin);
    while api.requests().is_empty() {
        assert!(child.try_wait().unwrap().is_none(), "it ended by itself");
        std::thread::yield_now();
    }
    let processes = fs::read_dir("/proc").unwrap().flatten();
    let holding = processes.filter(|it| {
        let place = it.path();
        ["cmdline", "environ"].iter().any(|name| {
            let content = fs::read(place.join(name)).unwrap_or_default();
            String::from_utf8_lossy(&content).contains(CANARY)
        })
    });
    let holding: Vec<_> = holding.map(|it| it.path()).collect();
    let in_files = holders(&cx.root());
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(
        holding.is_empty() && in_files.is_empty(),
        "{holding:?} {in_files:?}"
    );
}

#[cfg(all(target_os = "linux", target_env = "gnu"))]
mod terminal {
    //! What happens where there is a person.

    use std::{
        fs::File,
        io::{Read as _, Write as _},
        os::fd::{FromRawFd as _, OwnedFd},
        process::{ExitStatus, Stdio},
    };

    use super::{Api, CANARY, compared, context, secrets, value};
    use crate::support::TestContext;

    /// The two ends of a terminal.
    #[expect(unsafe_code, reason = "the standard library opens no terminals")]
    fn open() -> (File, OwnedFd) {
        let (mut outer, mut inner) = (-1, -1);
        let null = std::ptr::null_mut;
        // SAFETY: both places are valid, and the descriptors belong to nobody else.
        unsafe {
            let opened = libc::openpty(
                &raw mut outer,
                &raw mut inner,
                null(),
                std::ptr::null(),
                std::ptr::null(),
            );
            assert_eq!(opened, 0);
            (File::from_raw_fd(outer), OwnedFd::from_raw_fd(inner))
        }
    }

    /// Runs it on a terminal, types when `prompt` is there, and returns how it ended and what the terminal showed.
    fn typed(
        api: &Api,
        cx: &TestContext,
        args: &[&str],
        prompt: &str,
        keys: &str,
    ) -> (ExitStatus, String) {
        let (mut outer, inner) = open();
        let mut command = secrets(api, cx, args.iter().copied());
        command
            .stdin(Stdio::from(inner.try_clone().unwrap()))
            .stderr(Stdio::from(inner.try_clone().unwrap()))
            .stdout(Stdio::from(inner));
        let mut child = command.spawn().unwrap();
        drop(command);
        let (mut shown, mut piece, mut is_typed) = (Vec::new(), [0; 1024], false);
        // The last one that has the inner end open is gone when reading fails.
        while let Ok(count @ 1..) = outer.read(&mut piece) {
            shown.extend_from_slice(&piece[..count]);
            if !is_typed && String::from_utf8_lossy(&shown).contains(prompt) {
                is_typed = true;
                outer.write_all(keys.as_bytes()).unwrap();
            }
        }
        let status = child.wait().unwrap();
        (status, String::from_utf8_lossy(&shown).into_owned())
    }

    #[test]
    fn a_name_alone_asks_for_its_value_and_shows_none() {
        let (cx, api) = (context(), Api::start());
        let line = format!("{CANARY}\n");
        let (status, shown) = typed(&api, &cx, &["set", "A"], "A: ", &line);
        assert!(status.success(), "{shown}");
        assert_eq!(value(&api, "A").as_deref(), Some(CANARY));
        assert!(!shown.contains("canary"), "{shown}");
        assert!(shown.contains("Finished supabase secrets set."), "{shown}");
        let (status, shown) = typed(&api, &cx, &["set", "B"], "B: ", "\n");
        assert_eq!(status.code(), Some(1), "{shown}");
        assert_eq!(value(&api, "B"), None);
    }

    #[test]
    fn what_removes_the_unnamed_is_asked_about() {
        let (cx, api) = (context(), Api::start());
        compared(&cx, &api);
        let unset = ["unset", "--all"];
        let (status, shown) = typed(&api, &cx, &unset, "[y/N] ", "\n");
        assert_eq!(status.code(), Some(1), "{shown}");
        assert!(shown.contains("(CHANGED, REMOTE, SAME)? [y/N]"), "{shown}");
        assert!(
            shown.contains("not confirmed; nothing was changed"),
            "{shown}"
        );
        assert_eq!(api.state().secrets.len(), 4);
        let prune = ["push", "--prune", "--env-file", "supabase/functions/.env"];
        let (status, shown) = typed(&api, &cx, &prune, "[y/N] ", "n\n");
        assert_eq!(status.code(), Some(1), "{shown}");
        assert_eq!(value(&api, "ADDED"), None);
        let (status, shown) = typed(&api, &cx, &prune, "[y/N] ", "y\n");
        assert!(status.success(), "{shown}");
        assert_eq!(value(&api, "REMOTE"), None);
        let (status, shown) = typed(&api, &cx, &unset, "[y/N] ", "yes\n");
        assert!(status.success(), "{shown}");
        assert_eq!(api.state().secrets.len(), 1);
    }
}
