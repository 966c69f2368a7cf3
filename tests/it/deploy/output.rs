//! What is said: to people, to scripts, to GitHub Actions.

use super::{fx, json, ok, project, write};
use crate::{
    fx_snapshot,
    support::{
        TestContext,
        api::{Api, Fault, Matcher},
    },
};

fn filtered(cx: TestContext) -> TestContext {
    cx.filter(r"\d+ ms", "[MS] ms")
        .filter(r"\d+ k?B\b", "[SIZE]")
        .filter(r"\| \d+ \| \d+ \|\n", "| [BYTES] | [MS] |\n")
}

#[test]
fn people_and_scripts_read_what_they_know() {
    let (api, cx) = (Api::start(), filtered(project(&["a"])));
    fx_snapshot!(cx, fx(&api, &cx, ["deploy"]), @"
    exit_code: 0
    ----- stdout -----
    Deployed Functions on project abcdefghijklmnopqrst: a
    You can inspect your deployment in the Dashboard: https://supabase.com/dashboard/project/abcdefghijklmnopqrst/functions
    ----- stderr -----
    Deploying Function: a (create, [SIZE])
    Deployed a as version 1 ([MS] ms)
    ");
    write(&cx, "a", "other");
    let (code, document) = json(&api, &cx, ["deploy"]);
    assert_eq!(code, Some(0));
    let function = &document["functions"][0];
    let stored = api.state().function("a").unwrap().clone();
    assert_eq!(function["id"], stored.id);
    assert_eq!(function["version"], 2);
    assert_eq!(function["sha256"], stored.ezbr_sha256.unwrap());
    assert_eq!(function["bytes"], stored.body.len());
    assert_eq!(
        function["url"],
        "https://abcdefghijklmnopqrst.supabase.co/functions/v1/a"
    );
    assert_eq!(
        (&function["change"], &function["status"]),
        (&"update".into(), &"deployed".into())
    );
    assert!(function["ms"].as_f64().unwrap() > 0.0);
}

#[test]
fn variables_without_a_secret_are_warned_of_only_when_something_is_sent() {
    let (api, cx) = (Api::start(), filtered(TestContext::new()));
    cx.write(
        "supabase/functions/a/index.ts",
        "import { b } from \"../_shared/b.ts\";\nDeno.serve(() => new Response(Deno.env.get(\"SET\") + b + Deno.env.get(\"SUPABASE_URL\")));\n",
    );
    cx.write(
        "supabase/functions/_shared/b.ts",
        "export const b = Deno.env.get(\"UNSET\");\n",
    );
    api.state().secrets.insert("SET".into(), "1".into());
    fx_snapshot!(cx, fx(&api, &cx, ["deploy"]), @"
    exit_code: 0
    ----- stdout -----
    Deployed Functions on project abcdefghijklmnopqrst: a
    You can inspect your deployment in the Dashboard: https://supabase.com/dashboard/project/abcdefghijklmnopqrst/functions
    ----- stderr -----
    Deploying Function: a (create, [SIZE])
    Deployed a as version 1 ([MS] ms)
    warning: the project has no secret `UNSET`, which `a` reads
      hint: set it with `fx secrets set UNSET`
    ");
    api.forget_requests();
    ok(fx(&api, &cx, ["deploy"]));
    assert_eq!(api.lines().len(), 1);
    // Who may not look deploys nevertheless.
    api.fault(Matcher::get("/secrets"), Fault::Status(403, "{}".into()));
    let output = ok(fx(&api, &cx, ["deploy", "--force"]));
    assert!(!String::from_utf8_lossy(&output.stderr).contains("secret"));
}

#[test]
fn github_actions_gets_annotations_and_a_summary() {
    let (api, cx) = (Api::start(), filtered(project(&["a", "b"])));
    api.fault(
        Matcher::post("/functions").with_slug("b"),
        Fault::Status(500, r#"{"message": "100% broken"}"#.into()),
    );
    let mut command = fx(&api, &cx, ["deploy", "--jobs", "1"]);
    command
        .env("GITHUB_ACTIONS", "true")
        .env("GITHUB_STEP_SUMMARY", cx.dir().join("summary.md"));
    fx_snapshot!(cx, command, @"
    exit_code: 3
    ----- stdout -----
    ----- stderr -----
    Deploying Function: a (create, [SIZE])
    Deployed a as version 1 ([MS] ms)
    Deploying Function: b (create, [SIZE])
    Failed to create b ([MS] ms)
    ::error title=Function b::failed to create function `b`: 100%25 broken (500 Internal Server Error)
    error: 1 of 2 functions were not deployed:
        `b`: failed to create function `b`: 100% broken (500 Internal Server Error)
          hint: run the command again in a minute

    hint: run the command again: it sends only what is missing
    ");
    insta::with_settings!({filters => cx.filters()}, {
        insta::assert_snapshot!(cx.read("summary.md"), @"
        ### Functions of `abcdefghijklmnopqrst`

        | Function | Change | Status | Version | Bytes | ms |
        |---|---|---|--:|--:|--:|
        | [a](https://abcdefghijklmnopqrst.supabase.co/functions/v1/a) | create | deployed | 1 | [BYTES] | [MS] |
        | [b](https://abcdefghijklmnopqrst.supabase.co/functions/v1/b) | create | failed |  | [BYTES] | [MS] |
        ");
    });
}
