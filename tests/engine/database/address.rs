//! Who says where the database is.

use crate::{context::TestContext, session::Session};

const TELLS: &str = r#"Deno.serve(() => new Response(Deno.env.get("SUPABASE_DB_URL")));"#;
const CONFIG: &str = "[functions.f]\nverify_jwt = false\n";
const FILE: &str = "db_url = \"postgresql://me:secret@localhost:6000/mine?sslmode=require\"\n";

fn project() -> TestContext {
    crate::provisioned::provisioned();
    let cx = TestContext::new().with_shared_cache();
    cx.write("supabase/functions/f/index.ts", TELLS);
    cx.write("supabase/config.toml", CONFIG);
    cx
}

async fn until_told(session: &Session, expected: &str) {
    session
        .until(expected, async || session.get("f").await.text == expected)
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_address_follows_the_configuration_and_then_fx_toml_while_fx_runs() {
    let cx = project();
    let session = Session::start(&cx, &[]);
    let stack = |port| format!("postgresql://postgres:postgres@127.0.0.1:{port}/postgres");
    assert_eq!(session.get("f").await.text, stack(54322));
    cx.write(
        "supabase/config.toml",
        format!("{CONFIG}[db]\nport = 5999\n"),
    );
    until_told(&session, &stack(5999)).await;
    cx.write("supabase/fx.toml", FILE);
    until_told(
        &session,
        "postgresql://me:secret@localhost:6000/mine?sslmode=require",
    )
    .await;
    cx.write(
        "supabase/fx.toml",
        "db_url = \"postgresql://me:hunter2@db.example.com/x\"\n",
    );
    let said = session.wait_for("names `db.example.com`, but a file may name only this machine");
    assert!(!said.contains("hunter2"), "{said}");
    assert_eq!(session.get("f").await.status, 200);
    cx.write("supabase/fx.toml", "");
    until_told(&session, &stack(5999)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_environment_counts_more_than_every_file() {
    let cx = project();
    cx.write("supabase/fx.toml", FILE);
    cx.write(
        "supabase/config.toml",
        format!("{CONFIG}[db]\nport = 5999\n[edge_runtime.secrets]\nstolen = \"env(FX_DB_URL)\"\n"),
    );
    let url = "postgresql://me:p%40ss@db.example.com:6543/postgres?sslmode=require";
    let session = Session::start_with(&cx, &[], |fx| {
        fx.env("FX_DB_URL", url);
    });
    assert_eq!(session.get("f").await.text, url);
    // What is for fx is in no reach of a configuration.
    session.wait_for("needs the variable `FX_DB_URL`, which is not set");
}
