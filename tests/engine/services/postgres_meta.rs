//! A service that is not ours: postgres-meta over the stack's PostgreSQL, reached through `/pg`.

use std::{
    net::{Ipv4Addr, SocketAddr, TcpListener},
    process::Stdio,
    time::Duration,
};

use tokio::{
    io::{AsyncBufReadExt as _, BufReader},
    process::{Child, Command},
    time::timeout,
};

use super::project::{context, stack};
use crate::{
    node,
    session::{Answer, Session},
    stack::Stack,
};

/// How long it may take to listen.
const PATIENCE: Duration = Duration::from_secs(30);

/// A running postgres-meta; it ends when it is dropped.
struct PostgresMeta {
    address: SocketAddr,
    _child: Child,
}

impl PostgresMeta {
    /// Starts one for the database of `stack`; nothing where npm is not to be had.
    async fn start(stack: &Stack) -> Option<Self> {
        let packages = node::postgres_meta()?;
        // It names no port that it chose itself, so it is given one, and another if that was taken meanwhile.
        let mut tries = 0;
        loop {
            assert!(tries < 5, "postgres-meta does not start");
            tries += 1;
            let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
            let address = free.local_addr().unwrap();
            drop(free);
            let url = url::Url::parse(&stack.database_url()).unwrap();
            let mut child = Command::new("node")
                .arg("node_modules/@supabase/postgres-meta/dist/server/server.js")
                .current_dir(packages)
                .env("PG_META_HOST", "127.0.0.1")
                .env("PG_META_PORT", address.port().to_string())
                .env("PG_META_DB_HOST", url.host_str().unwrap())
                .env("PG_META_DB_PORT", url.port().unwrap().to_string())
                .env("PG_META_DB_NAME", url.path().trim_start_matches('/'))
                .env("PG_META_DB_USER", url.username())
                .env("PG_META_DB_PASSWORD", url.password().unwrap())
                .stdin(Stdio::null())
                .stdout(Stdio::piped())
                .stderr(Stdio::null())
                .kill_on_drop(true)
                .spawn()
                .unwrap();
            // It listens on the next port, too.
            let last = format!(":{}\"", address.port() + 1);
            let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
            let listens = async {
                while let Ok(Some(line)) = lines.next_line().await {
                    if line.contains("Server listening at") && line.contains(&last) {
                        return true;
                    }
                }
                false
            };
            if timeout(PATIENCE, listens).await.unwrap_or(false) {
                // It writes a line for each request.
                tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
                return Some(Self {
                    address,
                    _child: child,
                });
            }
        }
    }
}

#[tokio::test]
async fn postgres_meta_is_reached_through_pg_with_the_secret_key_only() {
    let stack = stack().await;
    let Some(meta) = PostgresMeta::start(&stack).await else {
        return;
    };
    stack.set_postgres_meta(meta.address);
    let cx = context();
    let session = Session::start(&cx, &["--upstream", stack.url()]);
    let client = reqwest::Client::new();
    let ask = async |path: &str, key: &str| {
        let request = client.get(session.url_outside(path)).header("apikey", key);
        Answer::of(request.send().await.unwrap()).await
    };
    let keys = stack.keys();
    let refused = ask("/pg/tables", &keys.publishable).await;
    assert_eq!(refused.status, 403);
    let answer = ask("/pg/tables?included_schemas=public", &keys.secret).await;
    assert_eq!(answer.status, 200);
    let tables = answer.json();
    let names: Vec<&str> = tables
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|table| table["name"].as_str())
        .collect();
    assert!(
        names.contains(&"todos") && names.contains(&"notes"),
        "{names:?}"
    );
    let query = client
        .post(session.url_outside("/pg/query"))
        .header("apikey", &keys.secret)
        .header("content-type", "application/json")
        .body(r#"{ "query": "SELECT 6 * 7 AS answer" }"#);
    let rows = Answer::of(query.send().await.unwrap()).await;
    assert_eq!(rows.json(), serde_json::json!([{ "answer": 42 }]));
    let typed = ask(
        "/pg/generators/typescript?included_schemas=public",
        &keys.secret,
    )
    .await;
    assert!(typed.text.contains("todos: {"), "{}", typed.text);
}
