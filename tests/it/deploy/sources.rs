//! `--use-api`: sources that the server bundles.

use super::{fx, json, many, names, ok, project, statuses, versions, write};
use crate::support::api::{Api, Fault, Matcher};

#[test]
fn what_has_types_goes_live_without_their_registry() {
    for bundler in ["local", "server"] {
        let (api, cx) = (Api::start(), project(&["a"]));
        let source = "import \"@supabase/functions-js/edge-runtime.d.ts\";\nimport \"./own.d.ts\";\nDeno.serve(() => new Response());\n";
        cx.write("supabase/functions/a/index.ts", source);
        cx.write("supabase/functions/a/own.d.ts", "declare const own: 1;\n");
        let imports = r#"{"imports": {"@supabase/functions-js": "jsr:@supabase/functions-js@^2"}}"#;
        cx.write("supabase/functions/a/deno.json", imports);
        cx.write(
            "supabase/config.toml",
            format!("[edge_runtime]\nbundler = {bundler:?}\n"),
        );
        let deploy = || {
            let mut command = fx(&api, &cx, ["deploy", "--output-format", "json"]);
            let output = command
                .env("JSR_URL", "http://127.0.0.1:9/")
                .output()
                .unwrap();
            assert!(output.status.success(), "{output:?}");
            serde_json::from_slice::<serde_json::Value>(&output.stdout).unwrap()
        };
        assert_eq!(statuses(&deploy()), [("a", "deployed")], "{bundler}");
        assert_eq!(statuses(&deploy()), [("a", "unchanged")], "{bundler}");
        let stored = api.state().function("a").unwrap().clone();
        let is_sent = stored.files.iter().any(|it| it.0.ends_with("/a/own.d.ts"));
        assert_eq!(is_sent, bundler == "server");
    }
}

#[test]
fn one_function_goes_live_by_itself() {
    let (api, cx) = (Api::start(), project(&["a"]));
    cx.write(
        "supabase/functions/a/index.ts",
        "import { b } from \"shared/b.ts\";\nimport type { T } from \"./types.ts\";\nDeno.serve(() => new Response(b as T));\n",
    );
    cx.write("supabase/functions/a/types.ts", "export type T = string;");
    cx.write(
        "supabase/functions/a/deno.json",
        r#"{"imports": {"shared/": "../_shared/"}}"#,
    );
    cx.write(
        "supabase/functions/a/.npmrc",
        "//localhost/:_authToken=canary",
    );
    cx.write("supabase/functions/_shared/b.ts", "export const b = 1;");
    cx.write("supabase/functions/a/page.html", "<p>");
    cx.write(
        "supabase/config.toml",
        "[edge_runtime]\nbundler = \"server\"\n[functions.a]\nstatic_files = [\"./functions/a/*.html\"]\n",
    );
    ok(fx(&api, &cx, ["deploy"]));
    let stored = api.state().function("a").unwrap().clone();
    let mut paths: Vec<&str> = stored.files.iter().map(|it| &*it.0).collect();
    paths.sort_unstable();
    assert_eq!(
        paths,
        [
            "supabase/functions/_shared/b.ts",
            "supabase/functions/a/deno.json",
            "supabase/functions/a/index.ts",
            "supabase/functions/a/page.html",
        ]
    );
    assert_eq!(
        stored.import_map_path.as_deref(),
        Some("supabase/functions/a/deno.json")
    );
    assert_eq!(
        api.lines()[1],
        "POST /v1/projects/abcdefghijklmnopqrst/functions/deploy?slug=a"
    );
    let (_, document) = json(&api, &cx, ["deploy"]);
    assert_eq!(statuses(&document), [("a", "unchanged")]);
    cx.write("supabase/functions/a/page.html", "<p>2");
    ok(fx(&api, &cx, ["deploy"]));
    assert_eq!(versions(&api), [("a".into(), 2)]);
    // Somebody else deployed.
    api.state().functions.get_mut("a").unwrap().version = 3;
    ok(fx(&api, &cx, ["deploy"]));
    assert_eq!(versions(&api), [("a".into(), 4)]);
}

#[test]
fn several_go_live_together_and_a_failure_leaves_the_others() {
    let (api, cx) = (Api::start(), many(4));
    ok(fx(&api, &cx, ["deploy", "--use-api"]));
    let last = api.lines().pop().unwrap();
    assert_eq!(last, "PUT /v1/projects/abcdefghijklmnopqrst/functions");
    for slug in names(4) {
        write(&cx, &slug, "2");
    }
    api.fault(
        Matcher::post("/deploy").with_slug("fn-02"),
        Fault::Status(400, r#"{"message": "no"}"#.into()),
    );
    let (code, document) = json(&api, &cx, ["deploy", "--use-docker=false"]);
    assert_eq!(
        (code, statuses(&document)[2]),
        (Some(3), ("fn-02", "failed"))
    );
    let found: Vec<i64> = versions(&api).into_iter().map(|it| it.1).collect();
    assert_eq!(found, [2, 2, 1, 2]);
    api.heal();
    let (code, document) = json(&api, &cx, ["deploy", "--use-api"]);
    assert_eq!(code, Some(0));
    let done: Vec<&str> = statuses(&document).iter().map(|it| it.1).collect();
    assert_eq!(done, ["unchanged", "unchanged", "deployed", "unchanged"]);
}

#[test]
fn a_bulk_update_that_fails_changes_nothing() {
    let (api, cx) = (Api::start(), many(3));
    api.fault(
        Matcher::put("/functions"),
        Fault::Status(403, r#"{"message": "no"}"#.into()),
    );
    let (code, document) = json(&api, &cx, ["deploy", "--use-api"]);
    assert_eq!((code, versions(&api).len()), (Some(1), 0));
    assert!(statuses(&document).iter().all(|it| it.1 == "failed"));
}
