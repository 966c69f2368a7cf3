//! `fx functions new`: files, configuration, and everything it refuses.

use std::fs;

use crate::{fx_snapshot, support::TestContext};

/// Runs `fx` and returns its stdout; it must succeed.
fn stdout(cx: &TestContext, args: &[&str]) -> String {
    let output = cx.fx(args.iter().copied()).output().unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{args:?}: {stderr}");
    String::from_utf8(output.stdout).unwrap()
}

/// The names of all templates, as `fx` lists them.
fn templates(cx: &TestContext) -> Vec<String> {
    let listed = stdout(
        cx,
        &[
            "functions",
            "new",
            "--list-templates",
            "--output-format",
            "json",
        ],
    );
    let rows: Vec<serde_json::Value> = serde_json::from_str(&listed).unwrap();
    let names = rows.iter().map(|row| row["name"].as_str().unwrap());
    names.map(str::to_owned).collect()
}

#[test]
fn a_function_has_an_entrypoint_a_deno_json_and_a_table() {
    let cx = TestContext::new();
    fx_snapshot!(cx, cx.fx(["functions", "new", "hello"]), @"
    exit_code: 0
    ----- stdout -----
    Created new Function at supabase/functions/hello
    ----- stderr -----
    Created supabase/functions/_shared/cors.ts with CORS headers for web pages
    Serve it with `fx functions serve hello`
    ");
    let directory = fs::read_dir(cx.dir().join("supabase/functions/hello")).unwrap();
    let mut files: Vec<_> = directory
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    files.sort();
    assert_eq!(files, ["deno.json", "index.ts"]);
    insta::assert_snapshot!(cx.read("supabase/config.toml"), @r#"
    [functions.hello]
    enabled = true
    verify_jwt = true
    import_map = "./functions/hello/deno.json"
    entrypoint = "./functions/hello/index.ts"
    # Files that the function reads at run time:
    # static_files = ["./functions/hello/*.html"]
    "#);
    insta::assert_snapshot!(cx.read("supabase/functions/hello/deno.json"), @r#"
    {
      "imports": {}
    }
    "#);
    insta::assert_snapshot!(cx.read("supabase/functions/hello/index.ts"), @r#"
    import { withCors } from "../_shared/cors.ts";

    async function handler(request: Request): Promise<Response> {
      const body = await request.json().catch(() => null);
      const name = typeof body?.name === "string" ? body.name.trim() : "";

      return Response.json({ message: `Hello ${name || "World"}!` });
    }

    Deno.serve(withCors(handler));

    /* Try it: start `fx functions serve`, then run

      curl -i 'http://127.0.0.1:54321/functions/v1/hello' \
        -H 'Authorization: Bearer eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJzdXBhYmFzZS1kZW1vIiwicm9sZSI6ImFub24iLCJleHAiOjE5ODM4MTI5OTZ9.CRXP1A7WOeoJeXxjNni43kdQwgnWNReilDMblYTn_I0' \
        -H 'Content-Type: application/json' \
        -d '{"name":"Functions"}'

    */
    "#);
}

#[test]
fn the_configuration_keeps_its_comments_and_order() {
    let cx = TestContext::new();
    let config = "# ours\nproject_id = \"shop\" # the shop\n\n[functions.zebra]\nverify_jwt = true\n\n[api]\nport   =  5000\n";
    cx.write("supabase/config.toml", config);
    stdout(&cx, &["functions", "new", "hello"]);
    insta::assert_snapshot!(cx.read("supabase/config.toml"), @r#"
    # ours
    project_id = "shop" # the shop

    [functions.zebra]
    verify_jwt = true

    [api]
    port   =  5000

    [functions.hello]
    enabled = true
    verify_jwt = true
    import_map = "./functions/hello/deno.json"
    entrypoint = "./functions/hello/index.ts"
    # Files that the function reads at run time:
    # static_files = ["./functions/hello/*.html"]
    "#);
    let code = cx.read("supabase/functions/hello/index.ts");
    assert!(
        code.contains("http://127.0.0.1:5000/functions/v1/hello"),
        "{code}"
    );
}

#[test]
fn the_project_is_found_upwards() {
    let cx = TestContext::new();
    cx.write("supabase/config.toml", "");
    let nested = cx.dir().join("supabase/functions");
    fs::create_dir_all(&nested).unwrap();
    let mut command = cx.fx(["functions", "new", "hello"]);
    fx_snapshot!(cx, command.current_dir(nested), @"
    exit_code: 0
    ----- stdout -----
    Created new Function at supabase/functions/hello
    ----- stderr -----
    Created supabase/functions/_shared/cors.ts with CORS headers for web pages
    Serve it with `fx functions serve hello`
    ");
    assert!(cx.dir().join("supabase/functions/hello/index.ts").is_file());
}

#[test]
fn every_template_goes_with_every_way_to_authenticate() {
    let cx = TestContext::new();
    let templates = templates(&cx);
    assert!(templates.len() > 5, "{templates:?}");
    for template in &templates {
        for (auth, verify_jwt) in [("none", false), ("apikey", false), ("user", true)] {
            let name = format!("{template}-{auth}");
            let args = [
                "functions",
                "new",
                &name,
                "--template",
                template,
                "--auth",
                auth,
            ];
            assert_eq!(
                stdout(&cx, &args),
                format!("Created new Function at supabase/functions/{name}\n")
            );
            let config: toml::Table = cx.read("supabase/config.toml").parse().unwrap();
            let declared = config["functions"][name.as_str()]["verify_jwt"].as_bool();
            assert_eq!(declared, Some(verify_jwt), "{name}");
        }
    }
}

#[test]
fn a_function_that_exists_is_left_alone() {
    let cx = TestContext::new();
    cx.write("supabase/config.toml", "# mine\n");
    cx.write("supabase/functions/hello/index.ts", "// mine\n");
    fx_snapshot!(cx, cx.fx(["functions", "new", "hello"]), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: `supabase/functions/hello/index.ts` already exists

    hint: choose another name, or move it away first
    ");
    assert_eq!(cx.read("supabase/functions/hello/index.ts"), "// mine\n");
    assert!(!cx.dir().join("supabase/functions/hello/deno.json").exists());
    assert!(!cx.dir().join("supabase/functions/_shared").exists());
    assert_eq!(cx.read("supabase/config.toml"), "# mine\n");
}

#[test]
fn a_declared_function_keeps_its_table() {
    let cx = TestContext::new();
    let config = "[functions.hello]\nverify_jwt = false\n";
    cx.write("supabase/config.toml", config);
    fx_snapshot!(cx, cx.fx(["functions", "new", "hello"]), @"
    exit_code: 0
    ----- stdout -----
    Created new Function at supabase/functions/hello
    ----- stderr -----
    warning: `[functions.hello]` is declared in `supabase/config.toml` already
      hint: check that it suits the new code, which expects `verify_jwt = true`
    Created supabase/functions/_shared/cors.ts with CORS headers for web pages
    Serve it with `fx functions serve hello`
    ");
    assert_eq!(cx.read("supabase/config.toml"), config);
}

#[test]
fn functions_that_pages_call_share_a_file_that_is_written_once() {
    let cx = TestContext::new();
    let shared = "supabase/functions/_shared/cors.ts";
    stdout(&cx, &["functions", "new", "hook", "-t", "webhook"]);
    assert!(!cx.dir().join(shared).exists());
    stdout(&cx, &["functions", "new", "one"]);
    insta::assert_snapshot!(cx.read(shared), @r#"
    /**
     * Lets the pages of every site call a function. For those of one site only,
     * write its origin in place of `*`, like `https://example.com`.
     */
    export const corsHeaders = {
      "Access-Control-Allow-Origin": "*",
      // Those that supabase-js sends. Add what your pages send besides.
      "Access-Control-Allow-Headers":
        "authorization, x-client-info, apikey, content-type, x-region, " +
        "x-retry-count, traceparent, tracestate, baggage",
      "Access-Control-Allow-Methods": "GET, POST, PUT, PATCH, DELETE",
    };

    type Handler = (request: Request) => Response | Promise<Response>;

    /**
     * Answers preflights, by which a browser asks whether a page may call the
     * function, and adds `corsHeaders` to all other responses: without them the
     * page could not read a response, nor why a request failed.
     */
    export function withCors(handler: Handler): Handler {
      return async (request) => {
        if (request.method === "OPTIONS") {
          return new Response(null, { status: 204, headers: corsHeaders });
        }
        let response: Response;
        try {
          response = await handler(request);
        } catch (error) {
          console.error(error);
          response = Response.json({ error: "Internal error" }, { status: 500 });
        }
        const headers = new Headers(response.headers);
        for (const [name, value] of new Headers(corsHeaders)) {
          if (!headers.has(name)) {
            headers.set(name, value);
          }
        }
        return new Response(response.body, {
          status: response.status,
          statusText: response.statusText,
          headers,
        });
      };
    }
    "#);
    let changed = cx.read(shared).replace("\"*\"", "\"https://example.com\"");
    cx.write(shared, &changed);
    fx_snapshot!(cx, cx.fx(["functions", "new", "two", "-t", "sse"]), @"
    exit_code: 0
    ----- stdout -----
    Created new Function at supabase/functions/two
    ----- stderr -----
    Serve it with `fx functions serve two`
    ");
    assert_eq!(cx.read(shared), changed);
    assert!(!cx.dir().join("supabase/functions/two/cors.ts").exists());
}

#[test]
fn a_shared_file_of_the_users_own_is_left_alone() {
    let cx = TestContext::new();
    let shared = "supabase/functions/_shared/cors.ts";
    let headers = "export const corsHeaders = {\n  'Access-Control-Allow-Origin': '*',\n};\n";
    cx.write(shared, headers);
    fx_snapshot!(cx, cx.fx(["functions", "new", "one"]), @"
    exit_code: 0
    ----- stdout -----
    Created new Function at supabase/functions/one
    ----- stderr -----
    Uses `corsHeaders` from supabase/functions/_shared/cors.ts; see supabase/functions/one/cors.ts
    Serve it with `fx functions serve one`
    ");
    let own = cx.read("supabase/functions/one/cors.ts");
    let import = "import { corsHeaders } from \"../_shared/cors.ts\";\n";
    assert!(own.starts_with(import), "{own}");
    let index = cx.read("supabase/functions/one/index.ts");
    assert!(index.starts_with("import { withCors } from \"./cors.ts\";\n"));
    assert_eq!(cx.read(shared), headers);

    cx.write(shared, "export default {};\n");
    fx_snapshot!(cx, cx.fx(["functions", "new", "two"]), @"
    exit_code: 0
    ----- stdout -----
    Created new Function at supabase/functions/two
    ----- stderr -----
    CORS headers for web pages, which allow every origin, are in supabase/functions/two/cors.ts: fx finds no `corsHeaders` in supabase/functions/_shared/cors.ts
    Serve it with `fx functions serve two`
    ");
    let own = cx.read("supabase/functions/two/cors.ts");
    assert!(own.contains("export const corsHeaders = {"), "{own}");
    assert_eq!(cx.read(shared), "export default {};\n");

    let latin1 = b"// \xe9\nexport const corsHeaders = {};\n";
    fs::write(cx.dir().join(shared), latin1).unwrap();
    fx_snapshot!(cx, cx.fx(["functions", "new", "three"]), @"
    exit_code: 0
    ----- stdout -----
    Created new Function at supabase/functions/three
    ----- stderr -----
    CORS headers for web pages, which allow every origin, are in supabase/functions/three/cors.ts: supabase/functions/_shared/cors.ts cannot be used: stream did not contain valid UTF-8
    Serve it with `fx functions serve three`
    ");
    assert_eq!(fs::read(cx.dir().join(shared)).unwrap(), latin1);
}

#[cfg(unix)]
#[test]
fn a_shared_file_is_written_through_no_symbolic_link_and_read_from_no_other_place() {
    let cx = TestContext::new().filter(r"`/\S+/outside/", "`[OUTSIDE]/");
    let outside = cx.root().join("outside");
    fs::create_dir(&outside).unwrap();
    cx.write("supabase/config.toml", "");
    let functions = cx.dir().join("supabase/functions");
    fs::create_dir_all(&functions).unwrap();
    let shared = functions.join("_shared");
    std::os::unix::fs::symlink(&outside, &shared).unwrap();
    fx_snapshot!(cx, cx.fx(["functions", "new", "one"]), @"
    exit_code: 0
    ----- stdout -----
    Created new Function at supabase/functions/one
    ----- stderr -----
    CORS headers for web pages, which allow every origin, are in supabase/functions/one/cors.ts: supabase/functions/_shared/cors.ts cannot be used: fx does not write through symbolic link `supabase/functions/_shared`
    Serve it with `fx functions serve one`
    ");
    assert!(fs::read_dir(&outside).unwrap().next().is_none());
    let other = "export const corsHeaders = {};";
    fs::write(outside.join("cors.ts"), other).unwrap();
    fx_snapshot!(cx, cx.fx(["functions", "new", "two"]), @"
    exit_code: 0
    ----- stdout -----
    Created new Function at supabase/functions/two
    ----- stderr -----
    CORS headers for web pages, which allow every origin, are in supabase/functions/two/cors.ts: supabase/functions/_shared/cors.ts cannot be used: symbolic link leads outside the repository: `[OUTSIDE]/cors.ts`
    Serve it with `fx functions serve two`
    ");
    assert_eq!(fs::read_to_string(outside.join("cors.ts")).unwrap(), other);
    fs::remove_file(&shared).unwrap();
    fs::create_dir(&shared).unwrap();
    let file = shared.join("cors.ts");
    std::os::unix::fs::symlink("nowhere.ts", &file).unwrap();
    fx_snapshot!(cx, cx.fx(["functions", "new", "three"]), @"
    exit_code: 0
    ----- stdout -----
    Created new Function at supabase/functions/three
    ----- stderr -----
    CORS headers for web pages, which allow every origin, are in supabase/functions/three/cors.ts: supabase/functions/_shared/cors.ts cannot be used: fx does not write through symbolic link `supabase/functions/_shared/cors.ts`
    Serve it with `fx functions serve three`
    ");
    assert!(!shared.join("nowhere.ts").exists());
    for name in ["one", "two", "three"] {
        let own = cx.read(&format!("supabase/functions/{name}/cors.ts"));
        assert!(own.contains("export const corsHeaders = {"), "{own}");
    }
    // A function that pages do not call needs none of it.
    stdout(&cx, &["functions", "new", "hook", "-t", "webhook"]);
}

#[test]
fn a_name_must_be_one_that_urls_can_hold() {
    let cx = TestContext::new();
    fx_snapshot!(cx, cx.fx(["functions", "new", "1 hello.world!"]), @"
    exit_code: 2
    ----- stdout -----
    ----- stderr -----
    error: `1 hello.world!` is not a function name

    hint: start with a letter and go on with letters, digits, `-` and `_`

    hint: try `hello-world`
    ");
    fx_snapshot!(cx, cx.fx(["functions", "new", "../evil"]), @"
    exit_code: 2
    ----- stdout -----
    ----- stderr -----
    error: `../evil` is not a function name

    hint: start with a letter and go on with letters, digits, `-` and `_`

    hint: try `evil`
    ");
    fx_snapshot!(cx, cx.fx(["functions", "new", ""]), @"
    exit_code: 2
    ----- stdout -----
    ----- stderr -----
    error: `` is not a function name

    hint: start with a letter and go on with letters, digits, `-` and `_`
    ");
    assert!(!cx.dir().join("supabase").exists());
}

#[test]
fn a_name_is_required() {
    let cx = TestContext::new();
    fx_snapshot!(cx, cx.fx(["functions", "new"]), @"
    exit_code: 2
    ----- stdout -----
    ----- stderr -----
    error: the following required arguments were not provided:
      <NAME>

    Usage: fx functions new [OPTIONS] <NAME>
           fx functions new --list-templates

    For more information, try '--help'.
    ");
}

#[test]
fn an_unknown_template_names_the_nearest() {
    let cx = TestContext::new();
    fx_snapshot!(cx, cx.fx(["functions", "new", "hello", "-t", "websockets"]), @"
    exit_code: 2
    ----- stdout -----
    ----- stderr -----
    error: there is no template `websockets`

    hint: try `websocket`

    hint: run `fx functions new --list-templates` to see all of them
    ");
    fx_snapshot!(cx, cx.fx(["functions", "new", "hello", "-t", "qqq"]), @"
    exit_code: 2
    ----- stdout -----
    ----- stderr -----
    error: there is no template `qqq`

    hint: run `fx functions new --list-templates` to see all of them
    ");
    assert!(!cx.dir().join("supabase").exists());
}

#[test]
fn an_unknown_way_to_authenticate_is_refused() {
    let cx = TestContext::new();
    fx_snapshot!(cx, cx.fx(["functions", "new", "hello", "--auth", "admin"]), @"
    exit_code: 2
    ----- stdout -----
    ----- stderr -----
    error: invalid value 'admin' for '--auth <WHO>'
      [possible values: none, apikey, user]

    For more information, try '--help'.
    ");
}

#[test]
fn the_templates_are_listed() {
    let cx = TestContext::new();
    fx_snapshot!(cx, cx.fx(["functions", "new", "--list-templates"]), @"
    exit_code: 0
    ----- stdout -----
    hello-world       Answer JSON with JSON
    rest-api          Route requests with Hono
    websocket         Echo the messages of a WebSocket
    sse               Stream server-sent events
    background-task   Go on working after the response
    webhook           Receive webhooks signed with HMAC-SHA256
    stripe-webhook    Receive the events of Stripe
    openai-proxy      Stream chat completions, with the API key kept secret
    storage-upload    Store the request body in a bucket
    send-email        Send email with Resend
    supabase-client   Query a table as the caller
    ----- stderr -----
    ");
}

#[test]
fn a_json_configuration_is_the_users_to_edit() {
    let cx = TestContext::new();
    cx.write("supabase/config.json", "{}\n");
    fx_snapshot!(cx, cx.fx(["functions", "new", "hello"]), @r#"
    exit_code: 0
    ----- stdout -----
    Created new Function at supabase/functions/hello
    ----- stderr -----
    warning: `supabase/config.json` is JSON, so `hello` was not declared there
      hint: add `"hello": { "verify_jwt": true }` to `functions` in it
    Created supabase/functions/_shared/cors.ts with CORS headers for web pages
    Serve it with `fx functions serve hello`
    "#);
    assert_eq!(cx.read("supabase/config.json"), "{}\n");
    assert!(!cx.dir().join("supabase/config.toml").exists());
}

#[test]
fn a_malformed_configuration_stops_it_before_anything_is_written() {
    let cx = TestContext::new();
    cx.write("supabase/config.toml", "[functions\n");
    fx_snapshot!(cx, cx.fx(["functions", "new", "hello"]), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: `supabase/config.toml` is not valid: unclosed table, expected `]` (line 1, column 11)
    ");
    assert!(!cx.dir().join("supabase/functions").exists());
}

#[test]
fn functions_that_is_no_table_stops_it_before_anything_is_written() {
    let cx = TestContext::new();
    cx.write("supabase/config.toml", "functions = 1\n");
    fx_snapshot!(cx, cx.fx(["functions", "new", "hello"]), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: there is no place for `[functions.hello]` in `config.toml`: `functions` is not a table

    hint: declare functions as tables of their own, like `[functions.hello]`
    ");
    assert!(!cx.dir().join("supabase/functions").exists());
}

#[test]
fn scripts_get_json() {
    let cx = TestContext::new();
    let args = [
        "functions",
        "new",
        "hello",
        "--auth",
        "user",
        "--output-format",
        "json",
    ];
    let created: serde_json::Value = serde_json::from_str(&stdout(&cx, &args)).unwrap();
    let expected = serde_json::json!({
        "path": "supabase/functions/hello",
        "function_name": "hello",
        "template": "hello-world",
        "auth": "user",
        "files": [
            "supabase/functions/hello/index.ts",
            "supabase/functions/hello/deno.json",
            "supabase/functions/hello/auth.ts",
            "supabase/functions/_shared/cors.ts",
        ],
    });
    assert_eq!(created, expected);

    let args = ["functions", "new", "hook", "-t", "webhook", "-o", "json"];
    let created: serde_json::Value = serde_json::from_str(&stdout(&cx, &args)).unwrap();
    assert_eq!(created["auth"], "none", "what the template has");

    let args = ["functions", "new", "hi", "-o", "yaml"];
    insta::assert_snapshot!(stdout(&cx, &args), @"
    path: supabase/functions/hi
    function_name: hi
    template: hello-world
    auth: user
    files:
      - supabase/functions/hi/index.ts
      - supabase/functions/hi/deno.json
    ");
}

#[test]
fn a_directory_in_the_place_of_the_shared_file_is_told() {
    let cx = TestContext::new();
    fs::create_dir_all(cx.dir().join("supabase/functions/_shared/cors.ts")).unwrap();
    fx_snapshot!(cx, cx.fx(["functions", "new", "one"]), @"
    exit_code: 0
    ----- stdout -----
    Created new Function at supabase/functions/one
    ----- stderr -----
    CORS headers for web pages, which allow every origin, are in supabase/functions/one/cors.ts: supabase/functions/_shared/cors.ts is a directory; rename it, and new functions share a file of that name
    Serve it with `fx functions serve one`
    ");
}
