//! A database that does not listen: the function gets the error of its driver, and the terminal says what to do, once.

use std::net::TcpListener;

use crate::{context::TestContext, session::Session};

/// A port at which nothing listens.
fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

const PG: &str = r#"
import pg from "npm:pg@8.23.1";
Deno.serve(async () => {
  const client = new pg.Client(Deno.env.get("SUPABASE_DB_URL"));
  await client.connect();
  return new Response("connected");
});
"#;

const SOCKET: &str = r#"
const { hostname, port } = new URL(Deno.env.get("SUPABASE_DB_URL")!);
Deno.serve(async () => {
  await Deno.connect({ hostname, port: Number(port) });
  return new Response("connected");
});
"#;

const ELSEWHERE: &str = r#"
Deno.serve(async () => {
  console.error("connect ECONNREFUSED 127.0.0.1:1");
  return new Response("another one");
});
"#;

fn project() -> TestContext {
    crate::provisioned::provisioned();
    let cx = TestContext::new().with_shared_cache();
    let mut config = String::new();
    for (name, code) in [("pg", PG), ("socket", SOCKET), ("elsewhere", ELSEWHERE)] {
        cx.write(&format!("supabase/functions/{name}/index.ts"), code);
        config.push_str(&format!("[functions.{name}]\nverify_jwt = false\n"));
    }
    cx.write("supabase/config.toml", config);
    cx
}

#[tokio::test(flavor = "multi_thread")]
async fn a_function_whose_database_does_not_listen_is_told_once_what_to_do() {
    let cx = project();
    let port = free_port();
    let url = format!("postgresql://postgres:hunter2@127.0.0.1:{port}/postgres");
    let session = Session::start_with(&cx, &[], |fx| {
        fx.env("FX_DB_URL", &url);
    });
    assert_eq!(session.get("elsewhere").await.status, 200);
    for name in ["pg", "socket"] {
        for _ in 0..3 {
            assert_eq!(session.get(name).await.status, 500);
        }
        session.wait_for(&format!(
            "nothing listens at 127.0.0.1:{port}, the database of `SUPABASE_DB_URL`, to which function `{name}` connects"
        ));
    }
    let said = session.wait_for("correct `FX_DB_URL`");
    assert_eq!(said.matches("nothing listens at").count(), 2, "{said}");
    assert!(!said.contains("hunter2"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_stack_the_hint_names_every_way_to_a_database() {
    let cx = project();
    let port = free_port();
    let path = cx.dir().join("supabase/config.toml");
    let config = std::fs::read_to_string(path).unwrap();
    cx.write(
        "supabase/config.toml",
        format!("{config}[db]\nport = {port}\n"),
    );
    let session = Session::start(&cx, &[]);
    assert_eq!(session.get("pg").await.status, 500);
    let said = session.wait_for("or in `db_url` of `supabase/fx.toml`");
    assert!(
        said.contains("start the stack with `supabase start`"),
        "{said}"
    );
}
