//! A database that does not listen: the function gets the error of its driver, and the terminal says what to do, once.

use tokio::net::TcpSocket;

use crate::{context::TestContext, session::Session};

/// A port at which nothing listens, and nothing can as long as this lives.
struct Unused(TcpSocket);

impl Unused {
    fn new() -> Self {
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind(([127, 0, 0, 1], 0).into()).unwrap();
        Self(socket)
    }

    fn port(&self) -> u16 {
        self.0.local_addr().unwrap().port()
    }
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

/// Something else that does not listen, which the error does not name.
const CACHE: &str = r#"
Deno.serve(async () => {
  const port = Number(Deno.env.get("CACHE_PORT"));
  await Deno.connect({ port }).catch(console.error);
  return new Response("no cache");
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
    for (name, code) in [
        ("pg", PG),
        ("socket", SOCKET),
        ("cache", CACHE),
        ("elsewhere", ELSEWHERE),
    ] {
        cx.write(&format!("supabase/functions/{name}/index.ts"), code);
        config.push_str(&format!("[functions.{name}]\nverify_jwt = false\n"));
    }
    cx.write("supabase/config.toml", config);
    cx
}

#[tokio::test(flavor = "multi_thread")]
async fn a_function_whose_database_does_not_listen_is_told_once_what_to_do() {
    let cx = project();
    let (unused, cache) = (Unused::new(), Unused::new());
    let port = unused.port();
    cx.write(
        "supabase/functions/.env",
        format!("CACHE_PORT={}\n", cache.port()),
    );
    let url = format!("postgresql://postgres:hunter2@127.0.0.1:{port}/postgres");
    let session = Session::start_with(&cx, &[], |fx| {
        fx.env("FX_DB_URL", &url);
    });
    assert_eq!(session.get("elsewhere").await.status, 200);
    for (name, status) in [("pg", 500), ("socket", 500), ("cache", 200)] {
        for _ in 0..3 {
            assert_eq!(session.get(name).await.status, status);
        }
        // Only a driver names the address.
        let told = match name {
            "pg" => format!(
                "nothing listens at 127.0.0.1:{port}, the database of `SUPABASE_DB_URL`, to which function `pg` connects"
            ),
            _ => format!(
                "a connection of function `{name}` was refused; if it was meant for the database of `SUPABASE_DB_URL`: nothing listens at 127.0.0.1:{port}"
            ),
        };
        session.wait_for(&told);
    }
    let said = session.wait_for("correct `FX_DB_URL`");
    assert_eq!(said.matches("nothing listens at").count(), 3, "{said}");
    assert!(!said.contains("hunter2"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_stack_the_hint_names_every_way_to_a_database() {
    let cx = project();
    let unused = Unused::new();
    let port = unused.port();
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
