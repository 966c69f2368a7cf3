//! A service that is not ours: postgres-meta over the stack's PostgreSQL, reached through `/pg`.

use std::{
    net::{Ipv4Addr, SocketAddr, TcpListener},
    process::Stdio,
};

use tokio::{
    io::{AsyncBufReadExt as _, BufReader},
    process::{Child, Command},
};

use crate::{node, stack::Stack};

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
        for _ in 0..5 {
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
                .kill_on_drop(true)
                .spawn()
                .unwrap();
            let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
            while let Ok(Some(line)) = lines.next_line().await {
                if line.contains("App started") {
                    // It writes a line for each request.
                    tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
                    return Some(Self {
                        address,
                        _child: child,
                    });
                }
            }
        }
        panic!("postgres-meta does not start");
    }
}
