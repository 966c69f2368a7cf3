//! Functions that connect to PostgreSQL themselves, with the drivers that people use: what works, and what is left of a
//! connection when something ends.

mod address;
mod drivers;
mod ending;
mod refused;

use std::process::Command;

use crate::{context::TestContext, session::Session, stack::Stack};

/// Sources of the functions, by name.
const FUNCTIONS: [(&str, &str); 5] = [
    ("drizzle", include_str!("functions/drizzle.ts")),
    ("handshake", include_str!("functions/handshake.ts")),
    ("kysely", include_str!("functions/kysely.ts")),
    ("pg", include_str!("functions/pg.ts")),
    ("postgres", include_str!("functions/postgres.ts")),
];

/// A database, and a session whose functions find it.
struct Connected {
    cx: TestContext,
    session: Session,
    stack: Stack,
}

impl Connected {
    /// Serves the named function.
    fn start(name: &str, args: &[&str]) -> Self {
        let stack = Stack::start();
        let cx = project(name, &stack);
        let url = stack.database_url();
        let session = Session::start_with(&cx, args, |fx| {
            fx.env("FX_DB_URL", url);
        });
        Self { cx, session, stack }
    }

    /// What a case of a function answers.
    async fn case(&self, path: &str) -> serde_json::Value {
        let answer = self.session.get(path).await;
        assert_eq!(
            answer.status,
            200,
            "{path}: {answer:?}\n{}",
            self.session.said()
        );
        answer.json()
    }

    /// Waits until functions have this many connections.
    async fn until_connections(&self, count: i64) {
        let what = format!("{count} connections");
        self.session
            .until(&what, async || self.stack.connections().await == count)
            .await;
    }

    fn edit(&self, name: &str) {
        let path = format!("supabase/functions/{name}/index.ts");
        let old = std::fs::read_to_string(self.cx.dir().join(&path)).unwrap();
        self.cx.write(&path, format!("{old}// edited\n"));
    }
}

/// A project with one of the functions, which trusts the authority of the stack's database.
fn project(name: &str, stack: &Stack) -> TestContext {
    crate::provisioned::provisioned();
    let cx = TestContext::new().with_shared_cache();
    let (_, source) = FUNCTIONS.iter().find(|(slug, _)| *slug == name).unwrap();
    cx.write(&format!("supabase/functions/{name}/index.ts"), source);
    let config = format!("[functions.{name}]\nverify_jwt = false\n");
    cx.write("supabase/config.toml", config);
    let authority = format!("DB_CA=\"{}\"\n", stack.database_authority());
    cx.write("supabase/functions/.env", authority);
    cx
}

/// Sends a signal to the process that has the lock of `hold` in `pg.ts`, found by its connection.
fn signal_process(id: u32, signal: &str) {
    let status = Command::new("kill")
        .args([signal, &id.to_string()])
        .status();
    assert!(status.unwrap().success());
}
