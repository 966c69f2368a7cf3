//! What a function sees of variables: its own, those that fx sets, and nothing of the machine.

use serde_json::{Value, json};

use crate::{
    context::TestContext,
    session::{Answer, Session},
};

/// Answers with all variables, in every way there is to read them.
const VARIABLES: &str = r#"
import { env } from "node:process";
Deno.serve(() => Response.json({ deno: Deno.env.toObject(), node: { ...env }, global: { ...process.env } }));
"#;

/// Answers with what each way of looking up the variable that the query names gives.
const LOOK_UP: &str = r#"
import { env } from "node:process";
Deno.serve((request) => {
  const name = new URL(request.url).searchParams.get("name");
  return Response.json([Deno.env.get(name), Deno.env.has(name), env[name], name in env, process.env[name]]);
});
"#;

/// What each way of looking up a variable gives that is not there.
const ABSENT: &str = "[null,false,null,false,null]";

/// A project with these functions, of which none wants a token.
fn project(config: &str, slugs: &[&str]) -> TestContext {
    let cx = TestContext::new().with_shared_cache();
    cx.write("supabase/config.toml", config);
    for slug in slugs {
        let path = format!("supabase/functions/{slug}/index.ts");
        cx.write(&path, VARIABLES);
    }
    cx
}

fn serve(cx: &TestContext, args: &[&str]) -> Session {
    Session::start(cx, &[&["--no-verify-jwt"], args].concat())
}

/// The variables of a function, which are the same in every way of reading them.
async fn variables(session: &Session, slug: &str) -> Value {
    let answer = session.get(slug).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let seen = answer.json();
    assert_eq!(seen["deno"], seen["node"]);
    assert_eq!(seen["deno"], seen["global"]);
    seen["deno"].clone()
}

/// Asks for a function that cannot boot and returns the reason.
async fn reason(session: &Session, slug: &str) -> String {
    let answer = session.get(slug).await;
    assert_eq!(answer.status, 503, "{answer:?}");
    assert_eq!(answer.json()["code"], "BOOT_ERROR", "{answer:?}");
    answer.detail()
}

#[track_caller]
fn assert_variables(seen: &Value, expected: &[(&str, &str)]) {
    for (name, value) in expected {
        assert_eq!(seen[name], *value, "{name}");
    }
}

#[track_caller]
fn assert_says(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "no `{part}` in:\n{text}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_more_a_source_is_a_functions_own_the_more_it_counts() {
    let config = r#"
[edge_runtime.secrets]
A = "secrets"
B = "secrets"
C = "secrets"
D = "secrets"
lower = "secrets"
EMPTY = ""

[functions.one.env]
D = "table"
"#;
    let cx = project(config, &["one", "two"]);
    cx.write("supabase/functions/.env", "B=shared\nC=shared\nD=shared\n");
    cx.write("supabase/functions/one/.env", "C=own\nD=own\n");
    cx.write("chosen.env", "B=chosen\nE=chosen\n");
    let session = serve(&cx, &[]);
    let one = variables(&session, "one").await;
    let expected = [
        ("A", "secrets"),
        ("B", "shared"),
        ("C", "own"),
        ("D", "table"),
        ("LOWER", "secrets"),
    ];
    assert_variables(&one, &expected);
    assert_eq!((one.get("lower"), one.get("EMPTY")), (None, None));
    let two = variables(&session, "two").await;
    assert_variables(
        &two,
        &[
            ("A", "secrets"),
            ("B", "shared"),
            ("C", "shared"),
            ("D", "shared"),
        ],
    );
    drop(session);

    let session = serve(&cx, &["--env-file", "chosen.env"]);
    let one = variables(&session, "one").await;
    let expected = [
        ("A", "secrets"),
        ("B", "chosen"),
        ("C", "secrets"),
        ("D", "table"),
        ("E", "chosen"),
    ];
    assert_variables(&one, &expected);
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn an_env_file_that_is_named_may_be_a_pipe_which_is_read_once() {
    let cx = project("", &["one", "two"]);
    let pipe = cx.root().join("pipe");
    let mode = rustix::fs::Mode::RUSR | rustix::fs::Mode::WUSR;
    rustix::fs::mkfifoat(rustix::fs::CWD, &pipe, mode).unwrap();
    let path = pipe.clone();
    let written = std::thread::spawn(move || std::fs::write(path, "A=piped\n"));
    let session = serve(&cx, &["--env-file", pipe.to_str().unwrap()]);
    written.join().unwrap().unwrap();
    for slug in ["one", "two"] {
        assert_variables(&variables(&session, slug).await, &[("A", "piped")]);
    }
    drop(session);
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn env_files_of_the_project_do_not_lead_out_of_it() {
    let cx = project("", &["one"]);
    let outside = cx.root().join("credentials");
    std::fs::write(&outside, "STOLEN=TOPSECRET\n").unwrap();
    let env_file = cx.dir().join("supabase/functions/one/.env");
    std::os::unix::fs::symlink(&outside, &env_file).unwrap();
    let session = serve(&cx, &[]);
    let reason = reason(&session, "one").await;
    assert_says(
        &reason,
        &[
            "supabase/functions/one/.env",
            "symbolic link leads outside the repository",
        ],
    );
    assert!(!session.said().contains("TOPSECRET"), "{}", session.said());
    // A file of the project's own heals it.
    std::fs::remove_file(&env_file).unwrap();
    cx.write("supabase/functions/one/.env", "OWN=1\n");
    session
        .until("the function starts", async || {
            session.get("one").await.status == 200
        })
        .await;
    assert_variables(&variables(&session, "one").await, &[("OWN", "1")]);
}

#[tokio::test(flavor = "multi_thread")]
async fn values_are_read_as_npm_dotenv_reads_them() {
    let cx = project("", &["f"]);
    let text = [
        "# a comment",
        "DOLLAR=pa$$word1",
        "REFERENCE=$DOLLAR/${HOME}",
        r#"JSON={"a":"b c","d":[1]}"#,
        "SPACES=two words  ",
        r"BACKSLASHES=C:\new\table",
        "KEY=\"-----BEGIN\nAB#C=\n-----END\"",
        r#"ESCAPES="a\nb""#,
        r"SINGLE='a\nb # $X'",
        "BACKTICKS=`it's \"x\"`",
        "  export EXPORTED=1",
        "COMMENTED=value # comment",
        "EMPTY=",
        "TWICE=1",
        "TWICE=2",
        "UNICODE=ü€😀",
        "",
    ];
    let expected = [
        ("DOLLAR", "pa$$word1"),
        ("REFERENCE", "$DOLLAR/${HOME}"),
        ("JSON", r#"{"a":"b c","d":[1]}"#),
        ("SPACES", "two words"),
        ("BACKSLASHES", r"C:\new\table"),
        ("KEY", "-----BEGIN\nAB#C=\n-----END"),
        ("ESCAPES", "a\nb"),
        ("SINGLE", r"a\nb # $X"),
        ("BACKTICKS", "it's \"x\""),
        ("EXPORTED", "1"),
        ("COMMENTED", "value"),
        ("EMPTY", ""),
        ("TWICE", "2"),
        ("UNICODE", "ü€😀"),
    ];
    for ending in ["\n", "\r\n"] {
        let text = text.join("\n").replace('\n', ending);
        cx.write("supabase/functions/.env", text);
        let session = serve(&cx, &[]);
        assert_variables(&variables(&session, "f").await, &expected);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn names_that_fx_sets_are_skipped_with_a_warning() {
    let config = r#"
[edge_runtime.secrets]
SUPABASE_SECRET = "x"

[functions.f.env]
SUPABASE_OWN = "x"
"#;
    let cx = project(config, &["f", "g"]);
    cx.write(
        "supabase/functions/.env",
        "SUPABASE_FOO=x\nFOO=1\nSUPABASE_URL=http://elsewhere\n",
    );
    let session = serve(&cx, &[]);
    let seen = variables(&session, "f").await;
    assert_variables(
        &seen,
        &[("FOO", "1"), ("SUPABASE_URL", &session.url_outside(""))],
    );
    for name in ["SUPABASE_FOO", "SUPABASE_SECRET", "SUPABASE_OWN"] {
        assert_eq!(seen.get(name), None);
    }
    for (name, file) in [
        ("SUPABASE_FOO", "supabase/functions/.env"),
        ("SUPABASE_URL", "supabase/functions/.env"),
        ("SUPABASE_SECRET", "supabase/config.toml"),
        ("SUPABASE_OWN", "supabase/config.toml"),
    ] {
        session.wait_for(&format!("warning: `{name}` in `{file}` is ignored"));
    }
    // It is said once, not for each function that reads the file.
    variables(&session, "g").await;
    let said = session.wait_for("GET /g 200");
    assert_eq!(said.matches("`SUPABASE_FOO`").count(), 1, "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_malformed_file_names_its_line_and_stops_only_who_reads_it() {
    let cx = project("", &["f", "g"]);
    cx.write(
        "supabase/functions/f/.env",
        "A=1\n\nB=\"secret value\nC=2\n",
    );
    let session = serve(&cx, &[]);
    let detail = reason(&session, "f").await;
    assert_says(
        &detail,
        &["`supabase/functions/f/.env`, line 3", "`B`", "hint: "],
    );
    assert!(!detail.contains("secret value"), "{detail}");
    session.wait_for("`supabase/functions/f/.env`, line 3");
    variables(&session, "g").await;

    // The next request finds it mended.
    cx.write("supabase/functions/f/.env", "B=\"secret value\"\n");
    assert_variables(&variables(&session, "f").await, &[("B", "secret value")]);
    drop(session);

    cx.write("broken.env", b"A=1\nB=\xff\n");
    let args = [
        "functions",
        "serve",
        "--port",
        "0",
        "--env-file",
        "broken.env",
    ];
    let output = cx.fx(args).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stderr).unwrap();
    assert_says(&said, &["broken.env`, line 2", "UTF-8"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn addresses_and_keys_of_the_project_are_there() {
    let cx = project("[db]\nport = 6543\n", &["f"]);
    let fetches = r#"
const response = () => fetch(`${Deno.env.get("SUPABASE_URL")}/_internal/health`);
Deno.serve(async () => new Response(await (await response()).text()));
"#;
    cx.write("supabase/functions/fetches/index.ts", fetches);
    let session = serve(&cx, &[]);
    let answer = session.get("f").await;
    let seen = variables(&session, "f").await;
    let url = session.url_outside("");
    let status = cx.fx(["status", "-o", "json"]).output().unwrap();
    let status: Value = serde_json::from_slice(&status.stdout).unwrap();
    let text = |key: &str| status[key].as_str().unwrap();
    let expected = [
        ("SUPABASE_URL", &*url),
        ("SUPABASE_ANON_KEY", text("ANON_KEY")),
        ("SUPABASE_SERVICE_ROLE_KEY", text("SERVICE_ROLE_KEY")),
        (
            "SUPABASE_DB_URL",
            "postgresql://postgres:postgres@127.0.0.1:6543/postgres",
        ),
        ("SUPABASE_FUNCTION_SLUG", "f"),
        ("SB_REGION", "local"),
        ("SB_EXECUTION_ID", answer.header("x-deno-execution-id")),
        ("DENO_DEPLOYMENT_ID", "local_f_1"),
    ];
    assert_variables(&seen, &expected);
    let parsed =
        |name: &str| -> Value { serde_json::from_str(seen[name].as_str().unwrap()).unwrap() };
    let publishable = json!({ "default": text("PUBLISHABLE_KEY") });
    assert_eq!(parsed("SUPABASE_PUBLISHABLE_KEYS"), publishable);
    assert_eq!(
        parsed("SUPABASE_SECRET_KEYS"),
        json!({ "default": text("SECRET_KEY") })
    );
    let types: Vec<Value> = parsed("SUPABASE_JWKS")["keys"]
        .as_array()
        .unwrap()
        .iter()
        .map(|key| key["kty"].clone())
        .collect();
    assert_eq!(types, ["EC", "oct"]);

    // Nothing else is there.
    let mut names: Vec<_> = seen
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    let more = [
        "SUPABASE_PUBLISHABLE_KEYS",
        "SUPABASE_SECRET_KEYS",
        "SUPABASE_JWKS",
    ];
    let known = expected.map(|(name, _)| name);
    names.retain(|name| !known.contains(name) && !more.contains(name));
    assert!(names.is_empty(), "{names:?}");

    let health = r#"{"message":"ok"}"#;
    let response = reqwest::get(session.url_outside("/_internal/health")).await;
    assert_eq!(Answer::of(response.unwrap()).await.text, health);
    assert_eq!(session.get("fetches").await.text, health);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_of_the_machines_environment_is_seen() {
    let cx = project("", &["f"]);
    cx.write("supabase/functions/look/index.ts", LOOK_UP);
    cx.write(
        "supabase/functions/own/.env",
        "HOME=/own\nPATH=own\nDENO_DIR=own\n",
    );
    cx.write("supabase/functions/own/index.ts", VARIABLES);
    let session = Session::start_with(&cx, &["--no-verify-jwt"], |command| {
        command.env("FX_TEST_SECRET", "a secret of the machine");
    });
    let names = [
        "FX_TEST_SECRET",
        "FX_CACHE_DIR",
        "HOME",
        "PATH",
        "TMPDIR",
        "COLUMNS",
        "NO_COLOR",
        "NPM_CONFIG_REGISTRY",
        "DENO_DIR",
        "DENO_SERVE_ADDRESS",
        "DENO_NO_PACKAGE_JSON",
        "DENO_TLS_CA_STORE",
        "JSR_URL",
    ];
    for name in names {
        let answer = session.get(&format!("look?name={name}")).await;
        assert_eq!(answer.text, ABSENT, "{name}");
    }
    let answer = session.get("look?name=SB_REGION").await;
    assert_eq!(answer.text, r#"["local",true,"local",true,"local"]"#);
    let everything = session.get("f").await.text;
    for part in [
        "a secret of the machine",
        cx.root().to_str().unwrap(),
        "engine-test-cache",
    ] {
        assert!(!everything.contains(part), "{everything}");
    }
    // A function that wants variables of these names has them.
    let own = variables(&session, "own").await;
    assert_variables(
        &own,
        &[("HOME", "/own"), ("PATH", "own"), ("DENO_DIR", "own")],
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_function_cannot_change_its_variables() {
    let cx = project("", &[]);
    let source = r#"
const thrown = (change) => {
  try {
    change();
    return "nothing";
  } catch (error) {
    return error.name;
  }
};
Deno.serve(() => {
  const set = thrown(() => Deno.env.set("SB_REGION", "moon"));
  const deleted = thrown(() => Deno.env.delete("SB_REGION"));
  return new Response([set, deleted, Deno.env.get("SB_REGION"), process.env.SB_REGION].join());
});
"#;
    cx.write("supabase/functions/f/index.ts", source);
    let session = serve(&cx, &[]);
    let answer = session.get("f").await;
    assert_eq!(answer.text, "NotSupported,nothing,local,local");
}

#[tokio::test(flavor = "multi_thread")]
async fn variables_named_in_the_configuration_resolve_and_an_unset_one_disables_its_function_only()
{
    let config = r#"
[edge_runtime.secrets]
FROM_HOST = "env(FX_TEST_VALUE)"
FROM_FILE = "env(FX_TEST_FILED)"
LEFT_OUT = "env(FX_TEST_MISSING)"

[functions.f.env]
RENAMED = "env(FX_TEST_VALUE)"
LITERAL = "text env(FX_TEST_VALUE)"

[functions.g.env]
A = "env(FX_TEST_UNSET)"
"#;
    let cx = project(config, &["f", "g"]);
    cx.write(
        "supabase/.env",
        "FX_TEST_FILED=from a file\nFX_TEST_VALUE=weaker\n",
    );
    let session = Session::start_with(&cx, &["--no-verify-jwt"], |command| {
        command.env("FX_TEST_VALUE", "from the host");
    });
    let seen = variables(&session, "f").await;
    let expected = [
        ("FROM_HOST", "from the host"),
        ("FROM_FILE", "from a file"),
        ("RENAMED", "from the host"),
        ("LITERAL", "text env(FX_TEST_VALUE)"),
    ];
    assert_variables(&seen, &expected);
    assert_eq!(
        (seen.get("FX_TEST_VALUE"), seen.get("FX_TEST_FILED")),
        (None, None)
    );
    assert_eq!(seen.get("LEFT_OUT"), None);
    session.wait_for("warning: `edge_runtime.secrets.LEFT_OUT` in `supabase/config.toml`, line 5");

    let detail = reason(&session, "g").await;
    assert_says(
        &detail,
        &[
            "`functions.g.env.A`",
            "line 12",
            "`FX_TEST_UNSET`",
            "hint: ",
        ],
    );
    session.wait_for("error: function `g` cannot be served");
}

/// Variables that the engine obeys when they are in the environment of its process.
const ENGINES_OWN: [(&str, &str); 12] = [
    ("DENO_SERVE_ADDRESS", "tcp:127.0.0.1:1"),
    ("DENO_AUTO_SERVE", "0"),
    ("DENO_CERT", "/none"),
    ("DENO_V8_FLAGS", "--none"),
    ("HTTP_PROXY", "http://127.0.0.1:1"),
    ("NODE_EXTRA_CA_CERTS", "/none"),
    ("NODE_OPTIONS", "--require ./none.js"),
    ("NO_COLOR", "0"),
    ("OTEL_DENO", "true"),
    ("RUST_LOG", "trace"),
    ("SSLKEYLOGFILE", "/tmp/none/keys"),
    ("https_proxy", "http://127.0.0.1:1"),
];

#[tokio::test(flavor = "multi_thread")]
async fn the_engine_obeys_no_variable_that_is_a_functions_own() {
    let cx = project("", &["f"]);
    let lines = ENGINES_OWN.map(|(name, value)| format!("{name}={value}\n"));
    cx.write("supabase/functions/.env", lines.concat());
    let asks = "Deno.serve(async (request) => {
        const asked = await fetch(new URL('/none', request.url));
        return new Response(String(asked.status));
    });";
    cx.write("supabase/functions/asks/index.ts", asks);
    cx.write(
        "supabase/functions/node/index.ts",
        "import http from 'node:http'; http.createServer((_, answer) => answer.end('node')).listen(8000);",
    );
    for args in [&[][..], &["--sandbox", "off"], &["--from-bundle"]] {
        let session = serve(&cx, args);
        assert_variables(&variables(&session, "f").await, &ENGINES_OWN);
        assert_eq!(session.get("node").await.text, "node", "{args:?}");
        assert_eq!(session.get("asks").await.status, 200, "{args:?}");
    }
}
