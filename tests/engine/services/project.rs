//! A project on a stub stack that the tests share: a table of its users' own rows, and clients under Node.js.

use crate::{context::TestContext, node, stack::Stack};

/// The project's first migration.
const MIGRATION: &str = include_str!("migration.sql");

/// What the client does, scenario by scenario.
const CLIENT: &str = include_str!("client.js");

/// A stack with the project's tables.
pub async fn stack() -> Stack {
    let stack = Stack::start();
    stack.sql(MIGRATION).await;
    stack
}

/// Runs a scenario of `client.js` with the stack's keys against `url`. Where npm is not to be had, nothing happens.
pub async fn act(stack: &Stack, url: &str, scenario: &str) {
    let Some(packages) = node::clients() else {
        return;
    };
    let keys = stack.keys();
    let arguments = [url, &keys.publishable, &keys.secret, scenario];
    let output = node::run(packages, CLIENT, &arguments).await;
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && said.ends_with("all well\n"),
        "{scenario}: {said}{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

/// The same project with its functions, which anyone may call: they find out themselves who asks.
pub fn context() -> TestContext {
    crate::provisioned::provisioned();
    let cx = TestContext::new().with_shared_cache();
    let functions = [
        ("todos", include_str!("functions/todos.ts")),
        ("report", include_str!("functions/report.ts")),
        ("files", include_str!("functions/files.ts")),
        ("announce", include_str!("functions/announce.ts")),
    ];
    for (name, code) in functions {
        cx.write(&format!("supabase/functions/{name}/index.ts"), code);
    }
    cx
}
