//! What goes to stdout: the shapes of `--output` and `--output-format`, and a stdout that takes nothing.

use std::{
    io::Read as _,
    process::{Command, Stdio},
};

use crate::{fx_snapshot, support::TestContext};

fn stdout(command: &mut Command) -> String {
    let output = command.output().unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{stderr}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn a_stream_of_json_has_one_line_per_record() {
    let cx = TestContext::new();
    for args in [
        &["status"][..],
        &["engine", "list"],
        &["functions", "new", "hello"],
    ] {
        let mut command = cx.fx(args.iter().copied());
        let text = stdout(command.args(["--output-format", "stream-json"]));
        assert_eq!(text.lines().count(), 1, "{text}");
        let record: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert!(record.is_object(), "{text}");
    }
}

#[test]
fn records_have_bare_shapes_too() {
    let cx = TestContext::new();
    fx_snapshot!(cx, cx.fx(["engine", "list", "-o", "yaml"]), @"
    exit_code: 0
    ----- stdout -----
    engines: []
    ----- stderr -----
    ");
    fx_snapshot!(cx, cx.fx(["functions", "new", "hello", "-o", "yaml"]), @"
    exit_code: 0
    ----- stdout -----
    path: supabase/functions/hello
    function_name: hello
    template: hello-world
    auth: user
    files:
      - supabase/functions/hello/index.ts
      - supabase/functions/hello/deno.json
      - supabase/functions/_shared/cors.ts
    ----- stderr -----
    ");
    fx_snapshot!(cx, cx.fx(["functions", "new", "hook", "-t", "webhook", "-o", "json"]), @r#"
    exit_code: 0
    ----- stdout -----
    {
      "path": "supabase/functions/hook",
      "function_name": "hook",
      "template": "webhook",
      "auth": "none",
      "files": [
        "supabase/functions/hook/index.ts",
        "supabase/functions/hook/deno.json"
      ]
    }
    ----- stderr -----
    "#);
}

#[test]
fn a_shape_that_a_command_does_not_have_is_refused() {
    let cx = TestContext::new();
    fx_snapshot!(cx, cx.fx(["engine", "list", "-o", "env"]), @"
    exit_code: 2
    ----- stdout -----
    ----- stderr -----
    error: `--output env` is not a shape of this command

    hint: choose `--output json` or `--output yaml`
    ");
    fx_snapshot!(cx, cx.fx(["init", "-o", "json"]), @"
    exit_code: 2
    ----- stdout -----
    ----- stderr -----
    error: `--output json` is not a shape of this command

    hint: leave `--output` out
    ");
    assert!(!cx.dir().join("supabase").exists(), "nothing was done");
}

/// Linux has a file that is always full.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_behind_stdout_is_an_error() {
    let cx = TestContext::new();
    let full = || {
        std::fs::File::options()
            .write(true)
            .open("/dev/full")
            .unwrap()
    };
    for args in [
        &["status"][..],
        &["status", "-o", "env"],
        &["completions", "bash"],
    ] {
        let mut command = cx.fx(args.iter().copied());
        let output = command.stdout(full()).output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(
            stderr,
            "error: failed to write to stdout\n  caused by: No space left on device (os error 28)\n"
        );
        assert_eq!(output.status.code(), Some(1));
    }
    let status = cx.fx(["--help"]).stdout(full()).status().unwrap();
    assert_eq!(status.code(), Some(1));
}

#[test]
fn a_reader_that_has_read_enough_is_no_error() {
    let cx = TestContext::new();
    for args in [&["status"][..], &["completions", "bash"], &["--help"]] {
        let mut child = cx
            .fx(args.iter().copied())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let mut stderr = String::new();
        child
            .stderr
            .take()
            .unwrap()
            .read_to_string(&mut stderr)
            .unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(0), "{stderr}");
        assert_eq!(stderr, "");
    }
}

#[test]
fn colours_are_never_switched_on_for_nothing() {
    let cx = TestContext::new();
    let text = stdout(&mut cx.fx(["status", "--color", "always"]));
    assert!(text.contains("\x1b["), "{text}");
    assert!(!text.contains("m\x1b[0m"), "{text:?}");
}

#[test]
fn a_failure_is_json_too_when_that_is_asked_for() {
    let cx = TestContext::new();
    for (args, code) in [
        (vec!["functions", "bundle", "nope"], 1),
        (vec!["whoami"], 4),
        (vec!["functions", "bundle", "--nope"], 2),
        (vec!["link", "--project-ref", "short"], 2),
    ] {
        let args = args.into_iter().chain(["--output-format", "json"]);
        let output = cx.fx(args).output().unwrap();
        let record: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(output.status.code(), Some(code), "{record}");
        assert_eq!(record["error"]["exit_code"], code, "{record}");
        assert!(record["error"]["message"].is_string(), "{record}");
    }
}
