//! What is sent: only what differs, and nothing before everything here has succeeded.

use super::{fx, json, many, ok, project, statuses, versions, write, writes};
use crate::{
    fx_snapshot,
    support::{api::Api, snapshot},
};

#[test]
fn only_what_differs_is_sent() {
    let (api, cx) = (Api::start(), project(&["a", "b"]));
    ok(fx(&api, &cx, ["deploy"]));
    assert_eq!(versions(&api), [("a".into(), 1), ("b".into(), 1)]);
    let sent = api.state().function("a").unwrap().clone();
    assert!(sent.body.starts_with(b"EZBR"));
    assert_eq!(
        sent.entrypoint_path.as_deref(),
        Some("file:///var/tmp/sb-compile-edge-runtime/a/index.ts")
    );
    write(&cx, "b", "other");
    cx.write(
        "supabase/config.toml",
        "[functions.a]\nverify_jwt = false\n",
    );
    let cx = cx
        .filter(r"\d+ ms", "[MS] ms")
        .filter(r"\d+ k?B\b", "[SIZE]");
    api.forget_requests();
    fx_snapshot!(cx, fx(&api, &cx, ["deploy", "--dry-run", "--exit-code"]), @"
    exit_code: 6
    ----- stdout -----
    FUNCTION  CHANGE  VERSION   SIZE  WHY
    a         update        1  [SIZE]  verify_jwt true -> false
    b         update        1  [SIZE]  code
    ----- stderr -----
    ");
    assert_eq!(writes(&api), 0);
    ok(fx(&api, &cx, ["deploy"]));
    assert_eq!(versions(&api), [("a".into(), 2), ("b".into(), 2)]);
    assert_eq!(api.state().function("a").unwrap().verify_jwt, Some(false));
    api.forget_requests();
    fx_snapshot!(cx, fx(&api, &cx, ["deploy"]), @"
    exit_code: 0
    ----- stdout -----
    Deployed Functions on project abcdefghijklmnopqrst: a, b
    You can inspect your deployment in the Dashboard: https://supabase.com/dashboard/project/abcdefghijklmnopqrst/functions
    ----- stderr -----
    No change found in a, b
    ");
    assert_eq!(api.lines().len(), 1);
    fx_snapshot!(cx, fx(&api, &cx, ["deploy", "--dry-run", "--exit-code"]), @"
    exit_code: 0
    ----- stdout -----
    FUNCTION  CHANGE     VERSION   SIZE  WHY
    a         unchanged        2  [SIZE]
    b         unchanged        2  [SIZE]
    ----- stderr -----
    ");
    ok(fx(&api, &cx, ["deploy", "a", "--force"]));
    assert_eq!(versions(&api), [("a".into(), 3), ("b".into(), 2)]);
}

#[test]
fn undeclared_verify_jwt_keeps_what_the_server_has_and_flags_win() {
    let (api, cx) = (Api::start(), project(&["a"]));
    ok(fx(&api, &cx, ["deploy", "--no-verify-jwt"]));
    let verifies = || api.state().function("a").unwrap().verify_jwt;
    assert_eq!(verifies(), Some(false));
    write(&cx, "a", "other");
    ok(fx(&api, &cx, ["deploy"]));
    assert_eq!(verifies(), Some(false));
    ok(fx(&api, &cx, ["deploy", "--no-verify-jwt=false"]));
    assert_eq!(verifies(), Some(true));
    assert_eq!(versions(&api), [("a".into(), 3)]);
}

#[test]
fn fifty_unchanged_functions_are_one_request_from_any_checkout() {
    let (api, first, second) = (Api::start(), many(50), many(50));
    ok(fx(&api, &first, ["deploy"]));
    assert!(api.most_at_once() <= 8, "{}", api.most_at_once());
    for cx in [&first, &second] {
        api.forget_requests();
        let (code, document) = json(&api, cx, ["deploy"]);
        assert_eq!(code, Some(0));
        assert!(statuses(&document).iter().all(|it| it.1 == "unchanged"));
        assert_eq!(api.lines().len(), 1);
    }
}

#[test]
fn one_bad_function_among_ten_sends_nothing() {
    let (api, cx) = (Api::start(), many(10));
    cx.write("supabase/functions/fn-04/index.ts", "import \"./nope.ts\";");
    let (code, document) = json(&api, &cx, ["deploy"]);
    assert_eq!((code, writes(&api)), (Some(1), 0));
    assert!(document["error"].as_str().unwrap().contains("nope.ts"));
    let (code, document) = json(&api, &cx, ["deploy", "--keep-going"]);
    assert_eq!((code, versions(&api).len()), (Some(3), 9));
    assert_eq!(statuses(&document)[4], ("fn-04", "failed"));
    assert!(api.state().function("fn-04").is_none());
    // What is wrong in the configuration is no different.
    cx.write(
        "supabase/config.toml",
        "[functions.fn-05]\nverify_jwt = 5\n",
    );
    write(&cx, "fn-04", "good");
    let (code, _) = json(&api, &cx, ["deploy", "--keep-going"]);
    assert_eq!((code, versions(&api).len()), (Some(3), 10));
}

#[test]
fn what_cannot_work_fails_before_any_request() {
    let (api, cx) = (Api::start(), project(&["hello"]));
    fx_snapshot!(cx, fx(&api, &cx, ["deploy", "helo"]), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: there is no function `helo`

    hint: did you mean `hello`?

    hint: the project has `hello`
    ");
    let mut command = fx(&api, &cx, ["deploy"]);
    command.env_remove("SUPABASE_PROJECT_ID");
    fx_snapshot!(cx, command, @"
    exit_code: 2
    ----- stdout -----
    ----- stderr -----
    error: Cannot find project ref: this directory is not linked to a project

    hint: run `fx link --project-ref REF`, give `--project-ref REF`, or set `SUPABASE_PROJECT_ID`; `fx projects list` shows the refs
    ");
    let mut command = fx(&api, &cx, ["deploy"]);
    command.env_remove("SUPABASE_ACCESS_TOKEN");
    assert_eq!(command.output().unwrap().status.code(), Some(4));
    let configured = |config: &str| {
        cx.write("supabase/config.toml", config);
        snapshot::run(&mut fx(&api, &cx, ["deploy"]))
    };
    insta::assert_snapshot!(configured("[edge_runtime]\nbundler = \"docker\"\n"), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: `edge_runtime.bundler` in `supabase/config.toml`, line 2, must be `local` or `server`
    ");
    assert_eq!(api.lines(), Vec::<String>::new());
    insta::assert_snapshot!(configured("[functions.hello]\nenabled = false\n"), @"
    exit_code: 0
    ----- stdout -----
    ----- stderr -----
    All Functions are up to date.
    ");
}

#[test]
fn pruning_deletes_only_what_is_neither_here_nor_configured() {
    let (api, cx) = (Api::start(), project(&["a", "b"]));
    cx.write("supabase/config.toml", "[functions.off]\nenabled = false\n");
    cx.write("supabase/functions/draft/notes.txt", "");
    for slug in ["a", "b", "off", "draft", "old"] {
        api.state().add_function(slug, b"EZBR");
    }
    fx_snapshot!(cx, fx(&api, &cx, ["deploy", "a", "--prune"]), @"
    exit_code: 2
    ----- stdout -----
    ----- stderr -----
    error: `--prune` would delete `old`

    hint: add `--yes` to delete them; `fx functions deploy --prune --dry-run` shows the whole plan
    ");
    assert_eq!(writes(&api), 0);
    let (code, document) = json(&api, &cx, ["deploy", "a", "--prune", "--dry-run"]);
    assert_eq!((code, writes(&api)), (Some(0), 0));
    assert_eq!(statuses(&document), [("a", "planned"), ("old", "planned")]);
    let (code, document) = json(&api, &cx, ["deploy", "a", "--prune", "--yes"]);
    assert_eq!(code, Some(0));
    assert_eq!(statuses(&document), [("a", "deployed"), ("old", "deleted")]);
    let left: Vec<String> = versions(&api).into_iter().map(|it| it.0).collect();
    assert_eq!(left, ["a", "b", "draft", "off"]);
}

#[test]
fn flags_of_old_scripts_are_accepted_with_a_hint() {
    let (api, cx) = (Api::start(), project(&["a"]));
    let cx = cx
        .filter(r"\d+ ms", "[MS] ms")
        .filter(r"\d+ k?B\b", "[SIZE]");
    fx_snapshot!(cx, fx(&api, &cx, ["deploy", "--use-docker", "-j", "4"]), @"
    exit_code: 0
    ----- stdout -----
    Deployed Functions on project abcdefghijklmnopqrst: a
    You can inspect your deployment in the Dashboard: https://supabase.com/dashboard/project/abcdefghijklmnopqrst/functions
    ----- stderr -----
    warning: `--use-docker` means nothing to fx, which bundles by itself
      hint: leave it out; `--use-api` lets the server bundle
    Deploying Function: a (create, [SIZE])
    Deployed a as version 1 ([MS] ms)
    ");
    fx_snapshot!(cx, fx(&api, &cx, ["deploy", "--legacy-bundle", "--jobs", "0"]), @"
    exit_code: 0
    ----- stdout -----
    Deployed Functions on project abcdefghijklmnopqrst: a
    You can inspect your deployment in the Dashboard: https://supabase.com/dashboard/project/abcdefghijklmnopqrst/functions
    ----- stderr -----
    warning: `--legacy-bundle` means nothing to fx, which bundles by itself
      hint: leave it out; `--use-api` lets the server bundle
    No change found in a
    ");
    let output = fx(&api, &cx, ["deploy", "--use-api", "--use-docker"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn a_table_without_a_directory_is_neither_deployed_nor_pruned() {
    let (api, cx) = (Api::start(), project(&["a", "gone"]));
    ok(fx(&api, &cx, ["deploy"]));
    cx.write(
        "supabase/config.toml",
        "[functions.gone]\nverify_jwt = false\n",
    );
    std::fs::remove_dir_all(cx.dir().join("supabase/functions/gone")).unwrap();
    api.forget_requests();
    let mut command = fx(&api, &cx, ["deploy", "--prune", "--yes"]);
    let output = command.output().unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{stderr}");
    let warning = "warning: function `gone` is left out";
    assert_eq!(stderr.matches(warning).count(), 1, "{stderr}");
    assert_eq!(writes(&api), 0);
    assert!(api.state().function("gone").is_some(), "its table keeps it");

    let output = fx(&api, &cx, ["deploy", "gone"]).output().unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success(), "{stderr}");
    let missing = "the entrypoint `supabase/functions/gone/index.ts` does not exist";
    assert!(stderr.contains(missing), "{stderr}");
    assert_eq!(writes(&api), 0);

    cx.write("supabase/config.toml", "");
    ok(fx(&api, &cx, ["deploy", "--prune", "--yes"]));
    assert!(api.state().function("gone").is_none());
}
