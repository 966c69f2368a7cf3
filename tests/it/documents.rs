//! With `--output-format json`, stdout is one JSON document: of every command, whether it works or fails.

use std::process::Stdio;

use serde_json::Value;

use crate::support::{
    TestContext,
    api::{Api, Fault, Matcher, REF},
};

/// Every command that has something to say, and one that it cannot do. What serves is another matter: it goes on.
const COMMANDS: &[&[&str]] = &[
    &["init"],
    &["init", "--nonsense"],
    &["status"],
    &["functions", "new", "fresh"],
    &["functions", "new", "fresh"],
    &["functions", "new", "1"],
    &["functions", "new", "--list-templates"],
    &["login", "--token", "-"],
    &["login", "--token", "nonsense"],
    &["whoami"],
    &["link", REF],
    &["link", "nonsense"],
    &["projects", "list"],
    &["projects", "nonsense"],
    &["functions", "bundle", "hello"],
    &["functions", "bundle", "missing"],
    &["functions", "bundle", "bad"],
    &[
        "functions",
        "unbundle",
        "supabase/.temp/bundles/hello.ezbr",
        "--out-dir",
        "out",
    ],
    &["functions", "unbundle", "missing"],
    &["functions", "graph", "hello"],
    &["functions", "graph", "hello", "--why", "npm:none"],
    &["functions", "graph", "missing"],
    &["functions", "deploy", "hello", "--dry-run"],
    &["functions", "deploy", "hello"],
    &["functions", "deploy", "hello", "--use-api", "--force"],
    &["functions", "deploy"],
    &["functions", "deploy", "--prune", "--keep-going"],
    &["functions", "deploy", "missing"],
    &["functions", "list"],
    &["functions", "list", "--diff"],
    &["functions", "history", "hello"],
    &["functions", "history", "1"],
    &["functions", "rollback", "hello"],
    &["functions", "rollback", "missing"],
    &["functions", "download", "hello", "--out-dir", "back"],
    &["functions", "download", "missing"],
    &["functions", "delete", "missing", "other"],
    &["functions", "delete", "../x"],
    &["functions", "delete", "hello", "--dry-run"],
    &["functions", "delete", "hello"],
    &["functions", "serve", "missing", "--port", "0"],
    &["secrets", "set", "A=1"],
    &["secrets", "set", "A=1", "--dry-run"],
    &["secrets", "set", "A"],
    &["secrets", "list"],
    &["secrets", "diff", "--env-file", "a.env"],
    &["secrets", "diff", "--env-file", "missing"],
    &["secrets", "push", "--env-file", "a.env"],
    &["secrets", "push", "--env-file", "a.env", "--prune"],
    &["secrets", "unset", "A"],
    &["secrets", "unset", "--all"],
    &["engine", "list"],
    &["engine", "path"],
    &["engine", "remove", "0.0.0"],
    &["unlink"],
    &["unlink"],
    &["logout"],
    &["start"],
    &["stop"],
    &["nonsense"],
];

fn project() -> TestContext {
    let cx = TestContext::new();
    cx.write(
        "supabase/functions/hello/index.ts",
        "Deno.serve(() => new Response());\n",
    );
    cx.write("supabase/functions/bad/index.ts", "import './none.ts';\n");
    cx.write("a.env", "A=1\n");
    cx
}

/// Runs it; what it says must parse, and a failure has its exit code in it.
fn assert_parses(api: &Api, cx: &TestContext, args: &[&str]) {
    let args = [args, &["--output-format", "json", "--timeout", "1"]].concat();
    let mut command = api.fx(cx, args.iter().copied());
    command.env("SUPABASE_PROJECT_ID", REF).stdin(Stdio::null());
    let output = command.output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    let told = String::from_utf8_lossy(&output.stderr);
    let document = serde_json::from_str::<Value>(&text);
    assert!(document.is_ok(), "{args:?}: {document:?}\n{text}{told}");
    let document = document.unwrap();
    if !output.status.success() {
        assert!(!document["error"].is_null(), "{args:?}\n{text}{told}");
    }
}

#[test]
fn every_command_has_one() {
    let (api, cx) = (Api::start(), project());
    api.state().add_function("old", b"EZBR");
    for args in COMMANDS {
        assert_parses(&api, &cx, args);
    }
}

#[test]
fn every_command_that_the_server_fails_has_one() {
    let cx = project();
    for fault in [
        Fault::Status(401, "{}".to_owned()),
        Fault::Status(403, r#"{"message": "\"quoted\" \u0000"}"#.to_owned()),
        Fault::Html(200),
        Fault::Content("application/json", b"[{}, 1".to_vec()),
    ] {
        let api = Api::start();
        api.fault(Matcher::any(), fault);
        let remote = COMMANDS.iter().filter(|args| {
            matches!(args[0], "whoami" | "projects" | "link" | "secrets")
                || matches!(
                    args[..],
                    ["functions", "list" | "download" | "delete" | "deploy", ..]
                )
        });
        for args in remote {
            assert_parses(&api, &cx, args);
        }
    }
}
