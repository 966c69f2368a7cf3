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
    format!("{}{}", text(&output.stdout), text(&output.stderr))
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
    fx_snapshot!(cx, secrets(&api, &cx, ["set", "A=1=2", "EMPTY=", "SUPABASE_URL=x", "lower=ü 'q' \"d\""]), @"
    exit_code: 0
    ----- stdout -----
    Finished supabase secrets set.
    ----- stderr -----
    warning: `SUPABASE_URL` is skipped
      hint: names that start with `SUPABASE_` are set by the platform
    abcdefghijklmnopqrst: 3 secrets set
    ");
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
    fx_snapshot!(cx, secrets(&api, &cx, args), @"
    exit_code: 0
    ----- stdout -----
    Finished supabase secrets set.
    ----- stderr -----
    warning: `conf/prod.env`, line 9, is no assignment and ignored
      hint: write `NAME=value`, or start the line with `#`
    abcdefghijklmnopqrst: 7 secrets set
    ");
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
    insta::assert_snapshot!(ends, @r#"
    exit_code: 2
    error: there is no secret to set

    hint: give `NAME=VALUE`, `NAME=- < FILE` or `--env-file FILE`

    exit_code: 2
    error: `NAME` has no value, and there is no terminal to ask for one

    hint: give the value on stdin, `fx secrets set NAME=- < FILE`

    exit_code: 2
    error: argument 2 has no value, and there is no terminal to ask for one

    hint: give the value on stdin, `fx secrets set NAME=- < FILE`

    exit_code: 2
    error: a secret has no name

    hint: write `NAME=value`

    exit_code: 2
    error: a secret's name has 257 characters; at most 256 are possible

    hint: a name is best made of letters, digits and `_`; is a value in its place?

    exit_code: 2
    error: the value of `LONG` has 24577 characters; at most 24576 are possible

    hint: split it over several secrets, or keep it in a bucket and make the key to it the secret

    exit_code: 2
    error: there is no secret to set: nothing is left of what was given

    hint: check the file, `--only` and `--exclude`

    exit_code: 2
    error: `[` is not a pattern
      caused by: error parsing glob '[': unclosed character class; missing ']'

    hint: `*` stands for any characters, `?` for one, `{A,B}` for one of several; quote it for the shell: `--only 'STRIPE_*'`

    exit_code: 2
    warning: `SUPABASE_A` is skipped
      hint: names that start with `SUPABASE_` are set by the platform
    error: there is no secret to set: nothing is left of what was given

    hint: check the file, `--only` and `--exclude`

    exit_code: 1
    error: failed to read `nope.env`
      caused by: No such file or directory (os error 2)

    hint: check that it exists and that you may read it

    exit_code: 1
    error: `open.env`, line 2: the value of `B` starts with " and has no other one

    hint: write `NAME=value`, and close every quote; quotes may span lines

    exit_code: 1
    error: `empty.env` has no secret

    hint: to remove every secret, run `fx secrets unset --all --dry-run` first

    exit_code: 2
    error: `--prune` needs a confirmation, and there is no terminal to ask on; nothing was changed

    hint: see what it does with `--dry-run`, then confirm it with `--yes`

    exit_code: 1
    error: failed to read `supabase/functions/.env`
      caused by: No such file or directory (os error 2)

    hint: check that it exists and that you may read it

    exit_code: 2
    error: the following required arguments were not provided:
      <NAME>...

    exit_code: 2
    error: the argument '[NAME]...' cannot be used with '--all'

    exit_code: 2
    error: `--all` needs a confirmation, and there is no terminal to ask on; nothing was changed

    hint: see what it does with `--dry-run`, then confirm it with `--yes`

    exit_code: 2
    error: `--output toml` is not a shape of this command

    hint: choose `--output json` or `--output yaml`
    "#);
    assert!(api.requests().is_empty());
}

#[test]
fn two_hundred_and_fifty_secrets_go_in_batches() {
    let (cx, api) = (context(), Api::start());
    let file: String = (0..250).map(|it| format!("N{it:03}=v{it}\n")).collect();
    cx.write("many.env", &file);
    let args = ["set", "--env-file", "many.env"];
    fx_snapshot!(cx, secrets(&api, &cx, args), @"
    exit_code: 0
    ----- stdout -----
    Finished supabase secrets set.
    ----- stderr -----
    abcdefghijklmnopqrst: 250 secrets set
    ");
    assert_eq!(batches(&api), [100, 100, 50]);
    assert_eq!(api.state().secrets.len(), 250);

    api.forget_requests();
    fx_snapshot!(cx, secrets(&api, &cx, ["push", "--env-file", "many.env"]), @"
    exit_code: 0
    ----- stdout -----
    ----- stderr -----
    abcdefghijklmnopqrst: 0 added, 0 changed, 0 removed, 250 the same
    ");
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
    fx_snapshot!(cx, secrets(&api, &cx, args), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: 100 of 250 secrets are set, the others are not
      caused by: failed to set secrets: no more (403 Forbidden)

    hint: the access token may not do that; `fx whoami` shows whose it is, `fx projects list` what it can see
    ");
    assert_eq!(api.state().secrets.len(), 100);
    api.heal();
    api.forget_requests();
    fx_snapshot!(cx, secrets(&api, &cx, ["push", "--env-file", "many.env", "-q", "-o", "yaml", "--dry-run"]).stdout(Stdio::null()), @"
    exit_code: 0
    ----- stdout -----
    ----- stderr -----
    ");
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
#[expect(clippy::too_many_lines, reason = "most of it is what is printed")]
fn the_list_tells_what_agrees_and_what_is_read() {
    let cx = context().filter("[0-9a-f]{60}", "…");
    let api = Api::start();
    fx_snapshot!(cx, secrets(&api, &cx, ["list"]), @"
    exit_code: 0
    ----- stdout -----
    NAME  DIGEST  UPDATED (UTC)  LOCAL  IN CODE
    ----- stderr -----
    ");
    compared(&cx, &api);
    fx_snapshot!(cx, secrets(&api, &cx, ["list"]), @"
    exit_code: 0
    ----- stdout -----
    NAME          DIGEST                                                            UPDATED (UTC)        LOCAL    IN CODE
    CHANGED       …7a7a  2026-01-02 03:04:05  differs  -
    REMOTE        …4881  2026-01-02 03:04:05  missing  yes
    SAME          …5b4b  2026-01-02 03:04:05  same     yes
    SUPABASE_URL  …4881  2026-01-02 03:04:05  -        -
    ----- stderr -----
    warning: code reads what is not set: `WANTED` (supabase/functions/a/index.ts)
      hint: set it with `fx secrets set WANTED`
    ");
    fx_snapshot!(cx, secrets(&api, &cx, ["list", "--output-format", "json"]), @r#"
    exit_code: 0
    ----- stdout -----
    {
      "project_ref": "abcdefghijklmnopqrst",
      "secrets": [
        {
          "name": "CHANGED",
          "value": "…7a7a",
          "updated_at": "2026-01-02T03:04:05.678Z",
          "local": "differs",
          "in_code": false
        },
        {
          "name": "REMOTE",
          "value": "…4881",
          "updated_at": "2026-01-02T03:04:05.678Z",
          "local": "missing",
          "in_code": true
        },
        {
          "name": "SAME",
          "value": "…5b4b",
          "updated_at": "2026-01-02T03:04:05.678Z",
          "local": "same",
          "in_code": true
        },
        {
          "name": "SUPABASE_URL",
          "value": "…4881",
          "updated_at": "2026-01-02T03:04:05.678Z",
          "local": null,
          "in_code": false
        }
      ],
      "not_set": [
        {
          "name": "WANTED",
          "file": "supabase/functions/a/index.ts"
        }
      ]
    }
    ----- stderr -----
    warning: code reads what is not set: `WANTED` (supabase/functions/a/index.ts)
      hint: set it with `fx secrets set WANTED`
    "#);
    fx_snapshot!(cx, secrets(&api, &cx, ["list", "-o", "json"]), @r#"
    exit_code: 0
    ----- stdout -----
    [
      {
        "name": "CHANGED",
        "value": "…7a7a",
        "updated_at": "2026-01-02T03:04:05.678Z"
      },
      {
        "name": "REMOTE",
        "value": "…4881",
        "updated_at": "2026-01-02T03:04:05.678Z"
      },
      {
        "name": "SAME",
        "value": "…5b4b",
        "updated_at": "2026-01-02T03:04:05.678Z"
      },
      {
        "name": "SUPABASE_URL",
        "value": "…4881",
        "updated_at": "2026-01-02T03:04:05.678Z"
      }
    ]
    ----- stderr -----
    "#);
    cx.write("other.env", "REMOTE=x\n");
    fx_snapshot!(cx, secrets(&api, &cx, ["list", "--env-file", "other.env", "-q"]), @"
    exit_code: 0
    ----- stdout -----
    NAME          DIGEST                                                            UPDATED (UTC)        LOCAL    IN CODE
    CHANGED       …7a7a  2026-01-02 03:04:05  missing  -
    REMOTE        …4881  2026-01-02 03:04:05  same     yes
    SAME          …5b4b  2026-01-02 03:04:05  missing  yes
    SUPABASE_URL  …4881  2026-01-02 03:04:05  -        -
    ----- stderr -----
    ");
    cx.write("supabase/functions/.env", "A='open");
    fx_snapshot!(cx, secrets(&api, &cx, ["list", "-o", "yaml"]), @r#"
    exit_code: 0
    ----- stdout -----
    - name: CHANGED
      value: …7a7a
      updated_at: "2026-01-02T03:04:05.678Z"
    - name: REMOTE
      value: "…4881"
      updated_at: "2026-01-02T03:04:05.678Z"
    - name: SAME
      value: "…5b4b"
      updated_at: "2026-01-02T03:04:05.678Z"
    - name: SUPABASE_URL
      value: "…4881"
      updated_at: "2026-01-02T03:04:05.678Z"
    ----- stderr -----
    warning: `supabase/functions/.env`, line 1: the value of `A` starts with ' and has no other one
      hint: write `NAME=value`, and close every quote; quotes may span lines
    "#);
}

#[test]
fn a_diff_has_an_exit_code_and_dry_runs_change_nothing() {
    let (cx, api) = (context(), Api::start());
    compared(&cx, &api);
    fx_snapshot!(cx, secrets(&api, &cx, ["diff", "--exit-code"]), @"
    exit_code: 6
    ----- stdout -----
    + ADDED
    ~ CHANGED
    - REMOTE
    ----- stderr -----
    warning: `SUPABASE_URL` is skipped
      hint: names that start with `SUPABASE_` are set by the platform
    abcdefghijklmnopqrst: 1 to add, 1 to change, 1 to remove, 1 the same
    ");
    fx_snapshot!(cx, secrets(&api, &cx, ["diff", "--output-format", "json"]), @r#"
    exit_code: 0
    ----- stdout -----
    {
      "project_ref": "abcdefghijklmnopqrst",
      "dry_run": true,
      "added": [
        "ADDED"
      ],
      "changed": [
        "CHANGED"
      ],
      "removed": [
        "REMOTE"
      ],
      "same": [
        "SAME"
      ]
    }
    ----- stderr -----
    warning: `SUPABASE_URL` is skipped
      hint: names that start with `SUPABASE_` are set by the platform
    "#);
    let file = "supabase/functions/.env";
    fx_snapshot!(cx, secrets(&api, &cx, ["set", "--env-file", file, "NEW=1", "--dry-run"]), @"
    exit_code: 0
    ----- stdout -----
    + ADDED
    + NEW
    ~ CHANGED
    ----- stderr -----
    warning: `SUPABASE_URL` is skipped
      hint: names that start with `SUPABASE_` are set by the platform
    abcdefghijklmnopqrst: 2 to add, 1 to change, 0 to remove, 1 the same
    ");
    fx_snapshot!(cx, secrets(&api, &cx, ["push", "--env-file", file, "--dry-run"]), @"
    exit_code: 0
    ----- stdout -----
    + ADDED
    ~ CHANGED
    ----- stderr -----
    warning: `SUPABASE_URL` is skipped
      hint: names that start with `SUPABASE_` are set by the platform
    1 secret of the project not in the file; `--prune` removes what is not
    abcdefghijklmnopqrst: 1 to add, 1 to change, 0 to remove, 1 the same
    ");
    // What a push that prunes would do is what differs.
    let prune = ["push", "--env-file", file, "--prune", "--dry-run"];
    let [push, diff] = [&prune[..], &["diff"]]
        .map(|args| snapshot::run(&mut secrets(&api, &cx, args.iter().copied())));
    assert_eq!(push, diff);
    fx_snapshot!(cx, secrets(&api, &cx, ["unset", "SAME", "NOPE", "--dry-run"]), @"
    exit_code: 0
    ----- stdout -----
    - SAME
    ----- stderr -----
    abcdefghijklmnopqrst: 1 secret to remove
    ");
    fx_snapshot!(cx, secrets(&api, &cx, ["unset", "--all", "--dry-run"]), @"
    exit_code: 0
    ----- stdout -----
    - CHANGED
    - REMOTE
    - SAME
    ----- stderr -----
    abcdefghijklmnopqrst: 3 secrets to remove
    ");
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
    fx_snapshot!(cx, secrets(&api, &cx, push), @"
    exit_code: 0
    ----- stdout -----
    + ADDED
    ~ CHANGED
    ----- stderr -----
    warning: `SUPABASE_URL` is skipped
      hint: names that start with `SUPABASE_` are set by the platform
    1 secret of the project not in the file; `--prune` removes what is not
    abcdefghijklmnopqrst: 1 added, 1 changed, 0 removed, 1 the same
    ");
    assert_eq!(batches(&api), [2]);
    assert_eq!(value(&api, "CHANGED").as_deref(), Some("local"));
    assert_eq!(value(&api, "REMOTE").as_deref(), Some("x"));
    api.forget_requests();
    let prune = || push.iter().copied().chain(["--prune"]);
    fx_snapshot!(cx, secrets(&api, &cx, prune()), @"
    exit_code: 2
    ----- stdout -----
    ----- stderr -----
    error: `--prune` needs a confirmation, and there is no terminal to ask on; nothing was changed

    hint: see what it does with `--dry-run`, then confirm it with `--yes`
    ");
    assert!(api.requests().is_empty());
    fx_snapshot!(cx, secrets(&api, &cx, prune().chain(["--yes", "--output-format", "json"])), @r#"
    exit_code: 0
    ----- stdout -----
    {
      "project_ref": "abcdefghijklmnopqrst",
      "dry_run": false,
      "added": [],
      "changed": [],
      "removed": [
        "REMOTE"
      ],
      "same": [
        "ADDED",
        "CHANGED",
        "SAME"
      ]
    }
    ----- stderr -----
    warning: `SUPABASE_URL` is skipped
      hint: names that start with `SUPABASE_` are set by the platform
    "#);
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
    fx_snapshot!(cx, secrets(&api, &cx, ["unset", "SAME", "SAME", "NOPE"]), @"
    exit_code: 0
    ----- stdout -----
    Finished supabase secrets unset.
    ----- stderr -----
    ");
    let body = api.requests()[0].body.clone();
    assert_eq!(&body[..], br#"["NOPE","SAME"]"#);
    fx_snapshot!(cx, secrets(&api, &cx, ["unset", "--all", "--yes", "--output-format", "json"]), @r#"
    exit_code: 0
    ----- stdout -----
    {
      "project_ref": "abcdefghijklmnopqrst",
      "dry_run": false,
      "count": 2,
      "names": [
        "CHANGED",
        "REMOTE"
      ],
      "message": "Finished supabase secrets unset."
    }
    ----- stderr -----
    "#);
    let names: Vec<String> = api.state().secrets.keys().cloned().collect();
    assert_eq!(names, ["SUPABASE_URL"]);
    fx_snapshot!(cx, secrets(&api, &cx, ["unset", "--all", "--yes"]), @"
    exit_code: 0
    ----- stdout -----
    ----- stderr -----
    There is no secret to remove.
    ");
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
            let all = args.iter().copied().chain(common);
            let output = secrets(&api, &cx, all).output().unwrap();
            let said = text(&output);
            let document: Value = serde_json::from_slice(&output.stdout).unwrap();
            let code = document["error"]["exit_code"].as_i64();
            assert_eq!(code, output.status.code().map(i64::from), "{said}");
            // Only a server that was sent the value can repeat it.
            assert!(args[0] != "set" || !said.contains(&CANARY[..8]), "{said}");
            assert!(!said.contains(TOKEN), "{said}");
            let first = said.lines().find(|line| line.starts_with("error: "));
            let first = first.unwrap_or_else(|| panic!("{said}"));
            let url = api.url();
            let first = first.replace(url.trim_start_matches("http://"), "[API]");
            ends += &format!("{} {first}\n", output.status.code().unwrap());
            assert!(api.state().secrets.is_empty());
        }
    }
    insta::assert_snapshot!(ends, @r#"
    1 error: failed to set secrets: bad "value":"***" and *** (400 Bad Request)
    1 error: failed to unset secrets: bad "value":"canary-5eed-f00d" and canary-5eed- (400 Bad Request)
    1 error: failed to list secrets: bad "value":"canary-5eed-f00d" and canary-5eed- (400 Bad Request)
    1 error: failed to list secrets: bad "value":"canary-5eed-f00d" and canary-5eed- (400 Bad Request)
    4 error: failed to set secrets: bad "value":"***" and *** (401 Unauthorized)
    4 error: failed to unset secrets: bad "value":"canary-5eed-f00d" and canary-5eed- (401 Unauthorized)
    4 error: failed to list secrets: bad "value":"canary-5eed-f00d" and canary-5eed- (401 Unauthorized)
    4 error: failed to list secrets: bad "value":"canary-5eed-f00d" and canary-5eed- (401 Unauthorized)
    1 error: failed to set secrets: bad "value":"***" and *** (403 Forbidden)
    1 error: failed to unset secrets: bad "value":"canary-5eed-f00d" and canary-5eed- (403 Forbidden)
    1 error: failed to list secrets: bad "value":"canary-5eed-f00d" and canary-5eed- (403 Forbidden)
    1 error: failed to list secrets: bad "value":"canary-5eed-f00d" and canary-5eed- (403 Forbidden)
    5 error: failed to set secrets: bad "value":"***" and *** (429 Too Many Requests)
    5 error: failed to unset secrets: bad "value":"canary-5eed-f00d" and canary-5eed- (429 Too Many Requests)
    5 error: failed to list secrets: bad "value":"canary-5eed-f00d" and canary-5eed- (429 Too Many Requests)
    5 error: failed to list secrets: bad "value":"canary-5eed-f00d" and canary-5eed- (429 Too Many Requests)
    5 error: failed to set secrets: bad "value":"***" and *** (500 Internal Server Error)
    5 error: failed to unset secrets: bad "value":"canary-5eed-f00d" and canary-5eed- (500 Internal Server Error)
    5 error: failed to list secrets: bad "value":"canary-5eed-f00d" and canary-5eed- (500 Internal Server Error)
    5 error: failed to list secrets: bad "value":"canary-5eed-f00d" and canary-5eed- (500 Internal Server Error)
    5 error: failed to set secrets: `[API]` answered 502 with `text/html; charset=utf-8` rather than JSON
    5 error: failed to unset secrets: `[API]` answered 502 with `text/html; charset=utf-8` rather than JSON
    5 error: failed to list secrets: `[API]` answered 502 with `text/html; charset=utf-8` rather than JSON
    5 error: failed to list secrets: `[API]` answered 502 with `text/html; charset=utf-8` rather than JSON
    5 error: failed to set secrets: no answer from `[API]`
    5 error: failed to unset secrets: no answer from `[API]`
    5 error: failed to list secrets: no answer from `[API]`
    5 error: failed to list secrets: no answer from `[API]`
    5 error: failed to set secrets: `[API]` answered 200 with `text/html` rather than JSON
    5 error: failed to unset secrets: `[API]` answered 200 with `text/html` rather than JSON
    5 error: failed to list secrets: `[API]` answered 200 with `text/html` rather than JSON
    5 error: failed to list secrets: `[API]` answered 200 with `text/html` rather than JSON
    "#);
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

    use super::{Api, CANARY, compared, context, secrets, value};
    use crate::support::{
        TestContext,
        terminal::{Answer, Typed, typed},
    };

    fn answered(api: &Api, cx: &TestContext, args: &[&str], answer: Answer) -> Typed {
        typed(&mut secrets(api, cx, args.iter().copied()), &[answer])
    }

    #[test]
    fn a_name_alone_asks_for_its_value_and_shows_none() {
        let (cx, api) = (context(), Api::start());
        let line = format!("{CANARY}\n");
        let ended = answered(&api, &cx, &["set", "A"], Answer::hidden("A: ", &line));
        assert_eq!(ended.code, Some(0), "{}", ended.shown);
        assert_eq!(value(&api, "A").as_deref(), Some(CANARY));
        assert!(!ended.shown.contains("canary"), "{}", ended.shown);
        assert!(ended.shown.contains("Finished supabase secrets set."));
        let ended = answered(&api, &cx, &["set", "B"], Answer::hidden("B: ", "\n"));
        assert_eq!(ended.code, Some(1), "{}", ended.shown);
        assert_eq!(value(&api, "B"), None);
    }

    #[test]
    fn what_removes_the_unnamed_is_asked_about() {
        let (cx, api) = (context(), Api::start());
        compared(&cx, &api);
        let answered = |args: &[&str], keys: &str| {
            let ended = answered(&api, &cx, args, Answer::shown("[y/N] ", keys));
            (ended.code, ended.shown)
        };
        let unset = ["unset", "--all"];
        let (code, shown) = answered(&unset, "\n");
        assert_eq!(code, Some(1), "{shown}");
        assert!(shown.contains("(CHANGED, REMOTE, SAME)? [y/N]"), "{shown}");
        assert!(
            shown.contains("not confirmed; nothing was changed"),
            "{shown}"
        );
        assert_eq!(api.state().secrets.len(), 4);
        let prune = ["push", "--prune", "--env-file", "supabase/functions/.env"];
        let (code, shown) = answered(&prune, "n\n");
        assert_eq!(code, Some(1), "{shown}");
        assert_eq!(value(&api, "ADDED"), None);
        let (code, shown) = answered(&prune, "y\n");
        assert_eq!(code, Some(0), "{shown}");
        assert_eq!(value(&api, "REMOTE"), None);
        let (code, shown) = answered(&unset, "yes\n");
        assert_eq!(code, Some(0), "{shown}");
        assert_eq!(api.state().secrets.len(), 1);
    }
}
