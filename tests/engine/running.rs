//! What other commands know of a running `fx functions serve`: where it listens.

use std::fs;

use crate::{context::TestContext, session::Session};

const CONFIG: &str = "[api]\nport = 5999\n[functions.f]\nverify_jwt = false\n";

fn project() -> TestContext {
    let cx = TestContext::new().with_shared_cache();
    cx.write("supabase/config.toml", CONFIG);
    cx.write(
        "supabase/functions/f/index.ts",
        "Deno.serve(() => new Response('f'));\n",
    );
    cx
}

/// `API_URL` of `fx status`; `FUNCTIONS_URL` is below it.
fn api_url(cx: &TestContext) -> String {
    let output = cx.fx(["status", "-o", "json"]).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    let status: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let url = status["API_URL"].as_str().unwrap().to_owned();
    assert_eq!(status["FUNCTIONS_URL"], format!("{url}/functions/v1"));
    url
}

fn base(session: &Session) -> String {
    session.url_outside("")
}

/// What is left of notes about running sessions.
fn notes(cx: &TestContext) -> usize {
    let directory = cx.home().join(".local/state/fx/running");
    fs::read_dir(directory).map_or(0, Iterator::count)
}

const CONFIGURED: &str = "http://127.0.0.1:5999";

#[test]
fn the_status_has_the_address_of_the_session_started_last_as_long_as_it_runs() {
    let cx = project();
    assert_eq!(api_url(&cx), CONFIGURED);
    let mut first = Session::start(&cx, &["--upstream", "off"]);
    assert_eq!(api_url(&cx), base(&first));
    let mut second = Session::start(&cx, &["--upstream", "off"]);
    assert_eq!(api_url(&cx), base(&second));
    let other = project();
    assert_eq!(api_url(&other), CONFIGURED, "another home");
    second.signal("-INT");
    second.wait();
    assert_eq!(api_url(&cx), base(&first));
    first.signal("-INT");
    first.wait();
    assert_eq!(api_url(&cx), CONFIGURED);
    assert_eq!(notes(&cx), 0);
}

#[test]
fn a_session_that_was_killed_is_not_in_the_status_and_its_note_is_removed() {
    let cx = project();
    let mut session = Session::start(&cx, &["--upstream", "off"]);
    assert_ne!(notes(&cx), 0);
    session.signal("-KILL");
    session.wait();
    assert_ne!(notes(&cx), 0);
    assert_eq!(api_url(&cx), CONFIGURED);
    assert_eq!(notes(&cx), 0);
}

#[test]
fn a_session_of_another_project_is_not_in_the_status() {
    let cx = project();
    let _session = Session::start(&cx, &["--upstream", "off"]);
    let elsewhere = cx.root().join("elsewhere");
    fs::create_dir_all(elsewhere.join("supabase")).unwrap();
    let mut status = cx.fx(["status", "-o", "env"]);
    let output = status.current_dir(elsewhere).output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(
        said.contains("API_URL=\"http://127.0.0.1:54321\""),
        "{said}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_example_call_of_a_new_function_goes_to_the_running_session() {
    let cx = project();
    let example = |name: &str, template: &str| {
        let new = ["functions", "new", name, "--template", template];
        assert!(cx.fx(new).output().unwrap().status.success());
        cx.read(&format!("supabase/functions/{name}/index.ts"))
    };
    let code = example("before", "hello-world");
    assert!(code.contains("'http://127.0.0.1:5999/functions"), "{code}");
    // It needs a stack, beside which fx listens elsewhere, or another upstream, beside which it does not.
    let code = example("tables", "supabase-client");
    assert!(code.contains("'http://127.0.0.1:6009/functions"), "{code}");
    for (name, upstream, port) in [
        ("another", "http://127.0.0.1:8000", 5999),
        ("same", "http://localhost:5999", 6009),
        ("invalid", "nonsense", 6009),
    ] {
        cx.write("supabase/fx.toml", format!("upstream = \"{upstream}\"\n"));
        let code = example(name, "storage-upload");
        let url = format!("'http://127.0.0.1:{port}/functions");
        assert!(code.contains(&url), "{upstream}: {code}");
        assert!(
            code.contains("prints another address, use that one"),
            "{code}"
        );
    }
    cx.write("supabase/fx.toml", "");
    let session = Session::start(&cx, &["--upstream", "off"]);
    for template in ["hello-world", "supabase-client"] {
        let code = example(&format!("during-{template}"), template);
        assert!(
            code.contains(&format!("'{}/functions", base(&session))),
            "{code}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mistake_in_fx_toml_leaves_what_is_served_alone() {
    let cx = project();
    let session = Session::start(&cx, &[]);
    assert_eq!(session.get("f").await.text, "f");
    cx.write("supabase/fx.toml", "upstream = \"on\"\n");
    session
        .wait_for("`upstream` in `supabase/fx.toml`, line 1, must be `auto`, `off` or an address");
    assert_eq!(session.get("f").await.text, "f");
    cx.write("supabase/fx.toml", "upstream = \"off\"\n");
    cx.write(
        "supabase/functions/g/index.ts",
        "Deno.serve(() => new Response('g'));\n",
    );
    session.wait_for("Added `g`");
    cx.write("supabase/fx.toml", "nonsense\n");
    session.wait_for("`supabase/fx.toml` is not valid");
    assert_eq!(session.get("f").await.text, "f");
}
