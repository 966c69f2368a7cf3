//! `fx functions serve` up to where it needs the engine: what it finds in the project, and the port.

use std::net::TcpListener;

use crate::{fx_snapshot, support::TestContext};

/// A port that another program has, for as long as the listener lives.
fn taken_port() -> (TcpListener, String) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port().to_string();
    (listener, port)
}

/// A project with the function `hello`, in whose snapshots `port` has no number.
fn context(port: &str) -> TestContext {
    let cx = TestContext::new().filter(&format!(r"\b{port}\b"), "[PORT]");
    cx.write(
        "supabase/functions/hello/index.ts",
        "Deno.serve(() => new Response())",
    );
    cx
}

#[test]
fn a_port_in_use_is_named() {
    let (_listener, port) = taken_port();
    let cx = context(&port);
    fx_snapshot!(cx, cx.fx(["functions", "serve", "--port", &port]), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: port [PORT] is in use

    hint: see which program has it with `lsof -i :[PORT]`

    hint: choose another with `--port`, for example `fx functions serve --port 0`, which takes a free one
    ");
}

#[test]
fn a_configured_port_in_use_is_named() {
    let (_listener, port) = taken_port();
    let cx = context(&port);
    cx.write("supabase/config.toml", format!("[api]\nport = {port}\n"));
    fx_snapshot!(cx, cx.fx(["functions", "serve"]), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: port [PORT] is in use

    hint: see which program has it with `lsof -i :[PORT]`

    hint: choose another with `--port`, for example `fx functions serve --port 0`, which takes a free one
    ");
}

#[test]
fn an_address_of_another_machine_cannot_be_listened_on() {
    let cx = TestContext::new().filter("caused by: .*", "caused by: [REASON]");
    cx.write("supabase/functions/hello/index.ts", "");
    fx_snapshot!(cx, cx.fx(["functions", "serve", "--port", "0", "--host", "203.0.113.1"]), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: failed to listen on 203.0.113.1:0
      caused by: [REASON]

    hint: check `--host` and `--port`
    ");
}

#[test]
fn what_the_project_gives_to_say_is_said_first() {
    let (_listener, port) = taken_port();
    let cx = context(&port);
    for name in ["off", "old", "shared"] {
        cx.write(&format!("supabase/functions/{name}/index.ts"), "");
    }
    cx.write("supabase/functions/old/import_map.json", "{}");
    cx.write("supabase/functions/import_map.json", "{}");
    cx.write(
        "supabase/config.toml",
        r#"
        [functions.hello]
        verify_jtw = false

        [functions.off]
        enabled = false

        [functions.gone]

        [functions.moved]
        entrypoint = "./functions/moved/main.ts"

        [functions.mapped]
        entrypoint = "./functions/hello/index.ts"
        import_map = "./functions/mapped/deno.json"

        [functions.odd]
        entrypoint = "./functions/hello/index.ts"
        policy = "sometimes"

        [functions.limited]
        entrypoint = "./functions/hello/index.ts"
        limits = { memory_limit_mb = "much" }

        [functions.secret]
        entrypoint = "./functions/hello/index.ts"
        env = { KEY = "env(FX_TEST_KEY)" }
        "#,
    );
    fx_snapshot!(cx, cx.fx(["functions", "serve", "--port", &port]), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    warning: `functions.hello.verify_jtw` in `supabase/config.toml`, line 3, is not known and ignored
      hint: did you mean `verify_jwt`?
    warning: function `hello` uses the import map `supabase/functions/import_map.json`
      hint: give the function its own `supabase/functions/hello/deno.json`
    warning: function `old` uses the import map `supabase/functions/old/import_map.json`
      hint: rename it to `deno.json`, which is found without being named
    warning: function `shared` uses the import map `supabase/functions/import_map.json`
      hint: give the function its own `supabase/functions/shared/deno.json`
    Skipped `off`: `enabled = false`
    error: function `gone` cannot be served
      the entrypoint `supabase/functions/gone/index.ts` does not exist
      hint: create it with `fx functions new gone`, or remove `[functions.gone]` from the configuration
    error: function `limited` cannot be served
      `functions.limited.limits.memory_limit_mb` in `supabase/config.toml`, line 23, must be a number, not text
    error: function `mapped` cannot be served
      the import map `supabase/functions/mapped/deno.json` does not exist
      hint: `import_map` in the configuration is relative to `supabase/`, `--import-map` to the current directory
    error: function `moved` cannot be served
      the entrypoint `supabase/functions/moved/main.ts` does not exist
      hint: correct `entrypoint` in `[functions.moved]`; it is relative to `supabase/`
    error: function `odd` cannot be served
      `functions.odd.policy` in `supabase/config.toml`, line 19, must be `per_worker`, `per_request` or `oneshot`
    error: function `secret` cannot be served
      `functions.secret.env.KEY` in `supabase/config.toml`, line 27, needs the variable `FX_TEST_KEY`, which is not set
      hint: set it, for example `export FX_TEST_KEY=value`, or write `FX_TEST_KEY=value` into `supabase/.env`
    error: port [PORT] is in use

    hint: see which program has it with `lsof -i :[PORT]`

    hint: choose another with `--port`, for example `fx functions serve --port 0`, which takes a free one
    ");
}

#[test]
fn quiet_leaves_the_errors() {
    let (_listener, port) = taken_port();
    let cx = context(&port);
    cx.write(
        "supabase/config.toml",
        "[functions.hello]\nverify_jtw = false\n[functions.gone]\n",
    );
    fx_snapshot!(cx, cx.fx(["--quiet", "functions", "serve", "--port", &port]), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: function `gone` cannot be served
      the entrypoint `supabase/functions/gone/index.ts` does not exist
      hint: create it with `fx functions new gone`, or remove `[functions.gone]` from the configuration
    error: port [PORT] is in use

    hint: see which program has it with `lsof -i :[PORT]`

    hint: choose another with `--port`, for example `fx functions serve --port 0`, which takes a free one
    ");
}

#[test]
fn a_named_function_is_the_only_one_that_is_looked_at() {
    let (_listener, port) = taken_port();
    let cx = context(&port);
    cx.write("supabase/config.toml", "[functions.gone]\n");
    fx_snapshot!(cx, cx.fx(["functions", "serve", "hello", "--port", &port]), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: port [PORT] is in use

    hint: see which program has it with `lsof -i :[PORT]`

    hint: choose another with `--port`, for example `fx functions serve --port 0`, which takes a free one
    ");
}
