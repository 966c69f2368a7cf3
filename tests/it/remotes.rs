//! `[remotes.NAME]`: a configuration of its own for a project of the platform.

use serde_json::Value;

use crate::{
    fx_snapshot,
    support::{
        TestContext,
        api::{Api, REF},
    },
};

const CONFIG: &str = r#"
[functions.hello]
verify_jwt = true
static_files = ["./functions/hello/a.txt"]
[functions.off]
verify_jwt = true

[remotes.staging]
project_id = "abcdefghijklmnopqrst"
[remotes.staging.functions.hello]
verify_jwt = false
entrypoint = "./functions/hello/staging.ts"
import_map = "./functions/hello/staging.json"
static_files = ["./functions/hello/b.txt"]
[remotes.staging.functions.off]
enabled = false

[remotes.production]
project_id = "env(NOT_SET)"
"#;

fn project() -> TestContext {
    let cx = TestContext::new().filter(r"\d+(\.\d+)? kB", "[SIZE]");
    cx.write("supabase/config.toml", CONFIG);
    for (path, text) in [
        ("hello/index.ts", "Deno.serve(() => new Response());"),
        (
            "hello/staging.ts",
            "import name from 'name'; Deno.serve(() => new Response(name));",
        ),
        (
            "hello/staging.json",
            r#"{"imports": {"name": "./name.ts"}}"#,
        ),
        ("hello/name.ts", "export default 'staging';"),
        ("hello/a.txt", "a"),
        ("hello/b.txt", "b"),
        ("off/index.ts", "Deno.serve(() => new Response());"),
    ] {
        cx.write(&format!("supabase/functions/{path}"), text);
    }
    cx
}

#[test]
fn its_functions_are_deployed_as_it_says() {
    for target in [
        &["--env", "staging"][..],
        &["--project-ref", REF],
        &["--remote=abcdefghijklmnopqrst"],
    ] {
        let (api, cx) = (Api::start(), project());
        let deploy = [&["functions", "deploy"], target].concat();
        let output = api.fx(&cx, deploy.iter().copied()).output().unwrap();
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{told}");
        assert!(
            told.contains("Using the configuration of `[remotes.staging]`\n"),
            "{told}"
        );
        let state = api.state();
        let slugs: Vec<&String> = state.functions.keys().collect();
        assert_eq!(slugs, ["hello"], "the other one is off there");
        let hello = state.function("hello").unwrap();
        assert_eq!(hello.verify_jwt, Some(false));
        let path = |path: &Option<String>| path.clone().unwrap();
        assert!(path(&hello.entrypoint_path).ends_with("/hello/staging.ts"));
        assert!(path(&hello.import_map_path).ends_with("/hello/staging.json"));
        drop(state);
        let list = ["functions", "list", "--output-format", "json"];
        let list = [&list[..], target].concat();
        let output = api.fx(&cx, list.iter().copied()).output().unwrap();
        let record: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(record["functions"][0]["local_verify_jwt"], false);
        assert_eq!(
            record["functions"][0]["drift"],
            Value::from(Vec::<u8>::new())
        );
    }
}

#[test]
fn sources_and_bundles_follow_it() {
    let (api, cx) = (Api::start(), project());
    let args = ["functions", "deploy", "--use-api", "--env", "staging"];
    assert!(api.fx(&cx, args).output().unwrap().status.success());
    let state = api.state();
    let files = &state.function("hello").unwrap().files;
    let names: Vec<&str> = files.iter().map(|(name, _)| &**name).collect();
    let below = |name: &str| format!("supabase/functions/hello/{name}");
    for (name, is_sent) in [
        ("staging.ts", true),
        ("b.txt", true),
        ("a.txt", false),
        ("index.ts", false),
    ] {
        assert_eq!(names.contains(&&*below(name)), is_sent, "{name} {names:?}");
    }
    let bundle = |args: &[&str]| {
        let args = [&["functions", "bundle", "--output-format", "json"], args].concat();
        let output = cx.fx(args.iter().copied()).output().unwrap();
        assert!(output.status.success());
        let records: Value = serde_json::from_slice(&output.stdout).unwrap();
        records.to_string()
    };
    let there = bundle(&["--env", "staging"]);
    assert!(there.contains("hello") && !there.contains("off"), "{there}");
    assert!(bundle(&[]).contains("off"));
}

#[test]
fn what_is_wrong_with_it_is_said() {
    let (api, cx) = (Api::start(), project());
    fx_snapshot!(cx, api.fx(&cx, ["functions", "deploy", "--env", "nowhere"]), @"
    exit_code: 2
    ----- stdout -----
    ----- stderr -----
    error: `[remotes.nowhere]` in `supabase/config.toml` has no `project_id`

    hint: choose one of: staging, production
    ");
    fx_snapshot!(cx, api.fx(&cx, ["functions", "deploy", "--env", "production"]), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: `remotes.production.project_id` in `supabase/config.toml`, line 19, needs the variable `NOT_SET`, which is not set

    hint: set it, for example `export NOT_SET=value`, or write `NOT_SET=value` into `supabase/.env`
    ");
    fx_snapshot!(cx, api.fx(&cx, ["functions", "deploy", "--remote=feature/x"]), @"
    exit_code: 2
    ----- stdout -----
    ----- stderr -----
    error: `--remote=feature/x` is not a project ref

    hint: a preview branch is a project with a ref of its own: give that one, or name it by `[remotes.NAME]` with `project_id` and `--env NAME`
    ");
    fx_snapshot!(cx, cx.fx(["functions", "bundle", "--env", "nowhere"]), @"
    exit_code: 2
    ----- stdout -----
    ----- stderr -----
    error: there is no `[remotes.nowhere]` in `supabase/config.toml`

    hint: choose one of: staging, production
    ");
    let twice = format!("{CONFIG}\n[remotes.other]\nproject_id = \"{REF}\"\n");
    cx.write("supabase/config.toml", twice);
    fx_snapshot!(cx, api.fx(&cx, ["functions", "deploy", "--env", "staging"]), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: `remotes.other.project_id` in `supabase/config.toml`, line 22, is that of `[remotes.staging]` too
    ");
    cx.write("supabase/config.toml", "");
    fx_snapshot!(cx, cx.fx(["functions", "bundle", "--env", "nowhere"]), @"
    exit_code: 2
    ----- stdout -----
    ----- stderr -----
    error: there is no `[remotes.nowhere]` in `supabase/config.toml`

    hint: add the table, or leave `--env` out
    ");
    assert!(api.requests().is_empty());
}
