//! `fx init`: what it writes, and that it never overwrites unasked.

use std::{fs, path::Path};

use crate::{fx_snapshot, support::TestContext};

/// Every file below `directory`, sorted, with `/` between names; empty directories end with it.
fn tree(directory: &Path) -> Vec<String> {
    let entries = walkdir::WalkDir::new(directory)
        .min_depth(1)
        .sort_by_file_name();
    entries
        .into_iter()
        .map(Result::unwrap)
        .filter_map(|entry| {
            let path = entry.path();
            let is_directory = path.is_dir();
            if is_directory && fs::read_dir(path).unwrap().next().is_some() {
                return None;
            }
            let relative = path.strip_prefix(directory).unwrap().to_str().unwrap();
            let end = if is_directory { "/" } else { "" };
            Some(relative.replace('\\', "/") + end)
        })
        .collect()
}

const FILES: [&str; 3] = [
    "supabase/.gitignore",
    "supabase/config.toml",
    "supabase/functions/",
];

#[test]
fn an_empty_directory_becomes_a_project() {
    let cx = TestContext::new();
    fx_snapshot!(cx, cx.fx(["init"]), @"
    exit_code: 0
    ----- stdout -----
    ----- stderr -----
    Wrote supabase/config.toml
    Wrote supabase/.gitignore
    Create a function with `fx functions new hello`
    ");
    assert_eq!(tree(&cx.dir()), FILES);
    insta::assert_snapshot!(cx.read("supabase/.gitignore"), @"
    .env
    .env.*
    !.env.example
    .temp
    .branches
    ");
    insta::assert_snapshot!(cx.read("supabase/config.toml"), @r#"
    # The name of this project on your machine. Default: the name of the directory
    # that holds supabase/.
    project_id = "project"

    [api]
    # The port of the local stack, and of `fx functions serve` while no stack runs;
    # functions are at /functions/v1/<name>.
    port = 54321

    # Keys for local use. Without them, `fx functions serve` uses the well-known development
    # keys, which are no secret; a hosted project has its own.
    # [auth]
    # The secret that signs and verifies local tokens (HS256), 16 characters or more.
    # jwt_secret = "env(LOCAL_JWT_SECRET)"
    # Given to functions as SUPABASE_ANON_KEY. Default: a token with the role
    # `anon`, signed with `jwt_secret`.
    # anon_key = "env(LOCAL_ANON_KEY)"
    # Given to functions as SUPABASE_SERVICE_ROLE_KEY. Default: a token with the
    # role `service_role`, signed with `jwt_secret`.
    # service_role_key = "env(LOCAL_SERVICE_ROLE_KEY)"
    # The `default` of SUPABASE_PUBLISHABLE_KEYS. Default: a development key.
    # publishable_key = "env(LOCAL_PUBLISHABLE_KEY)"
    # The `default` of SUPABASE_SECRET_KEYS. Default: a development key.
    # secret_key = "env(LOCAL_SECRET_KEY)"
    # A JSON file with the keys that sign tokens asymmetrically, relative to
    # supabase/. Default: none, `jwt_secret` signs.
    # signing_keys_path = "./signing_keys.json"

    [edge_runtime]
    # How workers and requests go together. Default: "per_worker".
    #   per_worker   a worker answers many requests, as hosted ones do
    #   per_request  a worker answers one request at a time
    #   oneshot      a worker answers one request and ends
    policy = "per_worker"
    # The port that debuggers attach to with `fx functions serve --inspect`; 0 takes
    # a free one.
    # inspector_port = 8083

    # Variables for every function. `env(NAME)` takes the value from the environment
    # of fx, so that it stays out of this file. Default: none.
    # [edge_runtime.secrets]
    # API_KEY = "env(API_KEY)"

    # What a worker may use. The values are the defaults, which hosted workers have
    # too; 0 means no limit.
    # [edge_runtime.limits]
    # Memory on top of the engine's own, in MB.
    # memory_limit_mb = 256
    # How long a worker lives.
    # worker_timeout_ms = 400000
    # CPU time after which a worker takes no new requests.
    # cpu_time_soft_limit_ms = 1000
    # CPU time after which a worker is ended.
    # cpu_time_hard_limit_ms = 2000
    # How long a function may take until its response starts.
    # request_idle_timeout_ms = 150000

    # A function. `fx functions new` adds one; paths are relative to supabase/.
    # [functions.hello]
    # Whether it is served. Default: true.
    # enabled = true
    # Whether requests need a valid token. Default: true.
    # verify_jwt = true
    # Default: the `deno.json` next to the entrypoint, if there is one.
    # import_map = "./functions/hello/deno.json"
    # Default: "./functions/<name>/index.ts".
    # entrypoint = "./functions/hello/index.ts"
    # Files that the function reads at run time. Default: none.
    # static_files = ["./functions/hello/*.html"]
    "#);
}

#[test]
fn a_named_directory_is_made() {
    let cx = TestContext::new();
    fx_snapshot!(cx, cx.fx(["init", "apps/my-project"]), @"
    exit_code: 0
    ----- stdout -----
    ----- stderr -----
    Wrote apps/my-project/supabase/config.toml
    Wrote apps/my-project/supabase/.gitignore
    Create a function with `cd apps/my-project && fx functions new hello`
    ");
    assert_eq!(tree(&cx.dir().join("apps/my-project")), FILES);
    let config = cx.read("apps/my-project/supabase/config.toml");
    assert!(config.contains("project_id = \"my-project\""), "{config}");
}

#[test]
fn the_workdir_becomes_a_project() {
    let cx = TestContext::new();
    fs::create_dir(cx.dir().join("app")).unwrap();
    let output = cx.fx(["init", "--workdir", "app"]).output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(tree(&cx.dir().join("app")), FILES);
}

#[test]
fn a_project_is_not_set_up_twice() {
    let cx = TestContext::new();
    cx.write("supabase/config.toml", "# mine\n");
    fx_snapshot!(cx, cx.fx(["init"]), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: `supabase/config.toml` is there already

    hint: the project is set up; create a function with `fx functions new hello`

    hint: start over with `fx init --force`, which overwrites `config.toml` and `.gitignore`
    ");
    assert_eq!(tree(&cx.dir()), ["supabase/config.toml"]);
    assert_eq!(cx.read("supabase/config.toml"), "# mine\n");
}

#[test]
fn a_json_configuration_makes_a_project_too() {
    let cx = TestContext::new();
    cx.write("supabase/config.json", "{}");
    fx_snapshot!(cx, cx.fx(["init"]), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: `supabase/config.json` is there already

    hint: the project is set up; create a function with `fx functions new hello`

    hint: delete it and run `fx init` to start over with a `config.toml`
    ");
    assert_eq!(tree(&cx.dir()), ["supabase/config.json"]);
}

#[test]
fn force_starts_over_and_keeps_the_functions() {
    let cx = TestContext::new();
    cx.write("supabase/config.toml", "# mine\n");
    cx.write("supabase/functions/hello/index.ts", "// mine\n");
    fx_snapshot!(cx, cx.fx(["init", "--force"]), @"
    exit_code: 0
    ----- stdout -----
    ----- stderr -----
    Wrote supabase/config.toml
    Wrote supabase/.gitignore
    Create a function with `fx functions new hello`
    ");
    assert!(cx.read("supabase/config.toml").contains("project_id"));
    assert_eq!(cx.read("supabase/functions/hello/index.ts"), "// mine\n");
}

#[test]
fn a_gitignore_that_is_there_is_kept() {
    let cx = TestContext::new();
    cx.write("supabase/.gitignore", "mine\n");
    fx_snapshot!(cx, cx.fx(["init"]), @"
    exit_code: 0
    ----- stdout -----
    ----- stderr -----
    Wrote supabase/config.toml
    Create a function with `fx functions new hello`
    ");
    assert_eq!(cx.read("supabase/.gitignore"), "mine\n");
}

#[test]
fn a_file_in_the_way_is_named() {
    let cx = TestContext::new();
    cx.write("supabase", "");
    fx_snapshot!(cx, cx.fx(["init"]), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: failed to create `supabase/functions`
      caused by: Not a directory (os error 20)
    ");
}

#[test]
fn a_new_project_has_no_function_to_serve() {
    let cx = TestContext::new();
    assert!(cx.fx(["init"]).output().unwrap().status.success());
    fx_snapshot!(cx, cx.fx(["functions", "serve", "--port", "0"]), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: there is no function in `[PROJECT]/supabase/functions`

    hint: create one with `fx functions new hello`

    hint: or name the directory that holds `supabase/` with `--workdir`
    ");
}

#[test]
fn a_new_project_has_a_status_without_warnings() {
    let cx = TestContext::new();
    assert!(cx.fx(["init"]).output().unwrap().status.success());
    let output = cx.fx(["status"]).output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}
