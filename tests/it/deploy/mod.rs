//! `fx functions deploy`, `rollback` and `history` against a fake Management API.

mod failures;
mod history;
mod interrupts;
mod output;
mod plan;
mod sources;

use std::process::Output;

use serde_json::Value;

use crate::support::{
    TestContext,
    api::{Api, REF, is_write},
};

/// A project with these functions, which answer with their own names.
fn project(names: &[&str]) -> TestContext {
    let cx = TestContext::new();
    for name in names {
        write(&cx, name, name);
    }
    cx
}

/// Writes a function that answers with `text`.
fn write(cx: &TestContext, name: &str, text: &str) {
    let source = format!("Deno.serve(() => new Response({text:?}));\n");
    cx.write(&format!("supabase/functions/{name}/index.ts"), source);
}

/// Names of many functions.
fn names(count: usize) -> Vec<String> {
    (0..count).map(|index| format!("fn-{index:02}")).collect()
}

fn many(count: usize) -> TestContext {
    let names = names(count);
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    project(&names)
}

/// `fx functions …` for the project there is.
fn fx<'a>(
    api: &Api,
    cx: &TestContext,
    args: impl IntoIterator<Item = &'a str>,
) -> std::process::Command {
    let args = ["functions"].into_iter().chain(args);
    let mut command = api.fx(cx, args);
    command.env("SUPABASE_PROJECT_ID", REF);
    command
}

/// The same with a document for its answer.
fn json<'a>(
    api: &Api,
    cx: &TestContext,
    args: impl IntoIterator<Item = &'a str>,
) -> (Option<i32>, Value) {
    let mut command = fx(api, cx, args);
    let output = command.args(["--output-format", "json"]).output().unwrap();
    let document = serde_json::from_slice(&output.stdout);
    (output.status.code(), document.expect("stdout is JSON"))
}

fn ok(mut command: std::process::Command) -> Output {
    let output = command.output().unwrap();
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{text}");
    output
}

/// Everything but looking.
fn writes(api: &Api) -> usize {
    api.requests().iter().filter(|it| is_write(it)).count()
}

/// Slugs with versions, as the server has them.
fn versions(api: &Api) -> Vec<(String, i64)> {
    let state = api.state();
    let functions = state.functions.values();
    functions.map(|it| (it.slug.clone(), it.version)).collect()
}

/// The status of each function in a document.
fn statuses(document: &Value) -> Vec<(&str, &str)> {
    let functions = document["functions"].as_array().unwrap();
    let pairs = functions
        .iter()
        .map(|it| (it["slug"].as_str().unwrap(), it["status"].as_str().unwrap()));
    pairs.collect()
}
