//! `fx status`, and `fx start` and `fx stop`, which have nothing to do.

use crate::{fx_snapshot, support::TestContext};

/// What clients and tests of the incumbent's local stack have written down.
const ANON_KEY: &str = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJzdXBhYmFzZS1kZW1vIiwicm9sZSI6ImFub24iLCJleHAiOjE5ODM4MTI5OTZ9.CRXP1A7WOeoJeXxjNni43kdQwgnWNReilDMblYTn_I0";

/// The status as JSON.
fn json(cx: &TestContext, args: &[&str]) -> serde_json::Value {
    let output = cx.fx(args.iter().copied()).output().unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{stderr}");
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn people_get_a_table() {
    let cx = TestContext::new();
    fx_snapshot!(cx, cx.fx(["status"]), @"
    exit_code: 0
    ----- stdout -----
    ANON_KEY          eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJzdXBhYmFzZS1kZW1vIiwicm9sZSI6ImFub24iLCJleHAiOjE5ODM4MTI5OTZ9.CRXP1A7WOeoJeXxjNni43kdQwgnWNReilDMblYTn_I0
    API_URL           http://127.0.0.1:54321
    FUNCTIONS_URL     http://127.0.0.1:54321/functions/v1
    JWT_SECRET        super-secret-jwt-token-with-at-least-32-characters-long
    PUBLISHABLE_KEY   sb_publishable_ACJWlzQHlZjBrEguHvfOxg_3BJgxAaH
    SECRET_KEY        sb_secret_N7UND0UgjKTVK-Uodkm0Hg_xSvEMPvz
    SERVICE_ROLE_KEY  eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJzdXBhYmFzZS1kZW1vIiwicm9sZSI6InNlcnZpY2Vfcm9sZSIsImV4cCI6MTk4MzgxMjk5Nn0.EGIM96RAZx35lJzdJsyH-qQwv8Hdp7fsn3W0YpN81IU
    ----- stderr -----
    ");
}

#[test]
fn shells_get_assignments() {
    let cx = TestContext::new();
    fx_snapshot!(cx, cx.fx(["status", "-o", "env"]), @r#"
    exit_code: 0
    ----- stdout -----
    ANON_KEY="eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJzdXBhYmFzZS1kZW1vIiwicm9sZSI6ImFub24iLCJleHAiOjE5ODM4MTI5OTZ9.CRXP1A7WOeoJeXxjNni43kdQwgnWNReilDMblYTn_I0"
    API_URL="http://127.0.0.1:54321"
    FUNCTIONS_URL="http://127.0.0.1:54321/functions/v1"
    JWT_SECRET="super-secret-jwt-token-with-at-least-32-characters-long"
    PUBLISHABLE_KEY="sb_publishable_ACJWlzQHlZjBrEguHvfOxg_3BJgxAaH"
    SECRET_KEY="sb_secret_N7UND0UgjKTVK-Uodkm0Hg_xSvEMPvz"
    SERVICE_ROLE_KEY="eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJzdXBhYmFzZS1kZW1vIiwicm9sZSI6InNlcnZpY2Vfcm9sZSIsImV4cCI6MTk4MzgxMjk5Nn0.EGIM96RAZx35lJzdJsyH-qQwv8Hdp7fsn3W0YpN81IU"
    ----- stderr -----
    "#);
}

#[test]
fn programs_get_json() {
    let cx = TestContext::new();
    let status = json(&cx, &["status", "-o", "json"]);
    assert_eq!(status["ANON_KEY"], ANON_KEY);
    assert_eq!(status["API_URL"], "http://127.0.0.1:54321");
    assert_eq!(status, json(&cx, &["status", "--output-format", "json"]));
}

#[test]
fn the_other_shapes_say_the_same() {
    let cx = TestContext::new();
    let expected = json(&cx, &["status", "-o", "json"]);
    let toml = cx.fx(["status", "-o", "toml"]).output().unwrap().stdout;
    let toml: toml::Table = String::from_utf8(toml).unwrap().parse().unwrap();
    assert_eq!(serde_json::to_value(toml).unwrap(), expected);
    let yaml = cx.fx(["status", "-o", "yaml"]).output().unwrap().stdout;
    let yaml = String::from_utf8(yaml).unwrap();
    let pairs = yaml.lines().map(|line| line.split_once(": ").unwrap());
    let pairs: serde_json::Map<_, _> = pairs
        .map(|(name, value)| (name.to_owned(), value.into()))
        .collect();
    assert_eq!(serde_json::Value::Object(pairs), expected);
}

#[test]
fn the_port_is_the_configured_one() {
    let cx = TestContext::new();
    cx.write("supabase/config.toml", "[api]\nport = 5000\n");
    let status = json(&cx, &["status", "-o", "json"]);
    assert_eq!(status["API_URL"], "http://127.0.0.1:5000");
    assert_eq!(
        status["FUNCTIONS_URL"],
        "http://127.0.0.1:5000/functions/v1"
    );
}

#[test]
fn another_secret_makes_other_keys() {
    let cx = TestContext::new();
    cx.write(
        "supabase/config.toml",
        "[auth]\njwt_secret = \"0123456789abcdef\"\n",
    );
    let status = json(&cx, &["status", "-o", "json"]);
    assert_eq!(status["JWT_SECRET"], "0123456789abcdef");
    assert_ne!(status["ANON_KEY"], ANON_KEY);
}

#[test]
fn a_secret_that_can_be_guessed_is_refused() {
    let cx = TestContext::new();
    cx.write(
        "supabase/config.toml",
        "[auth]\n# guess\njwt_secret = \"short\"\n",
    );
    fx_snapshot!(cx, cx.fx(["status"]), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: `auth.jwt_secret` in `supabase/config.toml`, line 3, must have at least 16 characters
    ");
}

#[test]
fn a_port_must_be_one() {
    let cx = TestContext::new();
    cx.write("supabase/config.toml", "[api]\nport = 70000\n");
    fx_snapshot!(cx, cx.fx(["status"]), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: `api.port` in `supabase/config.toml`, line 2, must be a port, 0 to 65535
    ");
    cx.write("supabase/config.toml", "[api]\nport = \"5000\"\n");
    fx_snapshot!(cx, cx.fx(["status"]), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: `api.port` in `supabase/config.toml`, line 2, must be a number, not text
    ");
}

#[test]
fn signing_keys_must_be_there() {
    let cx = TestContext::new();
    cx.write(
        "supabase/config.toml",
        "[auth]\nsigning_keys_path = \"./signing_keys.json\"\n",
    );
    fx_snapshot!(cx, cx.fx(["status"]), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: `auth.signing_keys_path` in `supabase/config.toml`, line 2, names `supabase/signing_keys.json`, which does not exist
    ");
}

#[test]
fn signing_keys_must_be_an_array_of_keys() {
    let cx = TestContext::new();
    cx.write(
        "supabase/config.toml",
        "[auth]\nsigning_keys_path = \"./signing_keys.json\"\n",
    );
    cx.write("supabase/signing_keys.json", "{}");
    fx_snapshot!(cx, cx.fx(["status"]), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: `auth.signing_keys_path` in `supabase/config.toml`, line 2, must name a file with a JSON array of private keys (JWK)
    ");
    cx.write("supabase/signing_keys.json", "[{\"kty\": \"EC\"}]");
    fx_snapshot!(cx, cx.fx(["status"]), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: failed to sign with the first key of `auth.signing_keys_path`
      caused by: the JWK cannot sign tokens
      caused by: it has no `crv` string
    ");
}

#[test]
fn nothing_needs_starting_or_stopping() {
    let cx = TestContext::new();
    fx_snapshot!(cx, cx.fx(["start"]), @"
    exit_code: 0
    ----- stdout -----
    ----- stderr -----
    nothing needs starting: run `fx functions serve`; a local stack is started by the Supabase CLI itself
    ");
    fx_snapshot!(cx, cx.fx(["stop"]), @"
    exit_code: 0
    ----- stdout -----
    ----- stderr -----
    nothing needs stopping: `fx functions serve` ends with Ctrl-C and leaves nothing behind
    ");
}
