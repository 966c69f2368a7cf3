//! Preparations beside others: those that nobody waits for any more end, none writes over what a newer one has written,
//! and none hides what else there is to say.

use std::{path::PathBuf, time::Duration};

use sha2::{Digest as _, Sha256};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader},
    net::{TcpListener, TcpStream},
    sync::mpsc,
    time::{Instant, timeout},
};

use crate::{context::TestContext, session::Session};

const CONFIG: &str = "[functions.f]\nverify_jwt = false\n[functions.g]\nverify_jwt = false\n";
const F: &str = "supabase/functions/f/index.ts";
const G: &str = "supabase/functions/g/index.ts";
/// What all modules are.
const MODULE: &str = "export {};";
/// How long anything may take that needs no time.
const PATIENCE: Duration = Duration::from_secs(20);

/// Where modules are: those below `/held/` wait until the test answers.
struct Host {
    url: String,
    held: mpsc::UnboundedReceiver<Held>,
}

/// A request that is not answered yet.
struct Held(BufReader<TcpStream>);

impl Host {
    async fn start() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let (tx, held) = mpsc::unbounded_channel();
        tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                tokio::spawn(take(stream, tx.clone()));
            }
        });
        // Tests share a cache, and ports come again.
        let now = std::time::UNIX_EPOCH.elapsed().unwrap().as_nanos();
        Self {
            url: format!("http://127.0.0.1:{port}/{now}"),
            held,
        }
    }

    async fn held(&mut self) -> Held {
        let held = timeout(PATIENCE, self.held.recv()).await;
        held.expect("the module is asked for").unwrap()
    }

    /// A function that imports the module at `path` and answers with `text`.
    fn importing(&self, path: &str, text: &str) -> String {
        let url = &self.url;
        format!("import \"{url}/{path}\";\nDeno.serve(() => new Response({text:?}));\n")
    }
}

async fn take(stream: TcpStream, held: mpsc::UnboundedSender<Held>) {
    let mut stream = BufReader::new(stream);
    let (mut path, mut line) = (String::new(), String::new());
    while stream.read_line(&mut line).await.unwrap_or(0) > 2 {
        if path.is_empty() {
            path = line.split(' ').nth(1).unwrap_or_default().to_owned();
        }
        line.clear();
    }
    let request = Held(stream);
    match path.contains("/held/") {
        // The test may have ended.
        true => drop(held.send(request)),
        false => request.answer().await,
    }
}

impl Held {
    async fn answer(mut self) {
        let (body, kind) = (MODULE, "content-type: application/typescript");
        let head = format!("HTTP/1.1 200 OK\r\n{kind}\r\nconnection: close\r\n");
        let answer = format!("{head}content-length: {}\r\n\r\n{body}", body.len());
        // Whoever asked may have gone.
        let _ = self.0.get_mut().write_all(answer.as_bytes()).await;
    }

    /// Whether the client goes away in time.
    async fn is_given_up(&mut self) -> bool {
        let read = timeout(Duration::from_secs(5), self.0.read_u8()).await;
        read.is_ok_and(|read| read.is_err())
    }
}

fn project(f: &str) -> TestContext {
    let cx = TestContext::new().with_shared_cache();
    cx.write("supabase/config.toml", CONFIG);
    cx.write(F, f);
    cx.write(G, answering("g"));
    cx
}

fn answering(text: &str) -> String {
    format!("Deno.serve(() => new Response({text:?}));\n")
}

async fn wait_for_answer(session: &Session, slug: &str, expected: &str) {
    session
        .until(&format!("`{slug}` answers {expected}"), async || {
            let answer = session.get(slug).await;
            assert_eq!(answer.status, 200, "{answer:?}");
            answer.text == expected
        })
        .await;
}

/// The lockfile that workers of `f` run with.
fn lockfile(cx: &TestContext) -> PathBuf {
    let root = cx.dir().canonicalize().unwrap();
    let digest = Sha256::digest(root.as_os_str().as_encoded_bytes());
    let id: String = digest[..8].iter().map(|it| format!("{it:02x}")).collect();
    let cache = crate::provisioned::cache();
    cache.join("locks").join(id).join("f.lock")
}

/// How many threads of fx resolve functions.
fn resolving(session: &Session) -> usize {
    let tasks = format!("/proc/{}/task", session.id());
    let names = std::fs::read_dir(tasks).unwrap().flatten();
    let names = names.map(|entry| std::fs::read_to_string(entry.path().join("comm")));
    names
        .filter(|name| matches!(name, Ok(name) if name.trim() == "graph"))
        .count()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_configuration_error_is_told_though_the_source_was_saved_with_it() {
    let cx = project(&answering("0"));
    let session = Session::start(&cx, &[]);
    assert_eq!(session.get("f").await.text, "0");
    let wrong = CONFIG.replacen('\n', "\nstatic_files = [\"./functions/f/[\"]\n", 1);
    for (version, config) in [("1", wrong.as_str()), ("2", "[functions.f\n")] {
        let before = session.said().len();
        cx.write("supabase/config.toml", config);
        cx.write(F, answering(version));
        wait_for_answer(&session, "f", version).await;
        let told = match version {
            "1" => "`./functions/f/[` in `static_files` is not a pattern",
            _ => "the configuration cannot be used",
        };
        let told = |said: &str| said[before..].contains(told);
        session.wait_until("the error in the configuration", told);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_superseded_preparation_that_ends_late_leaves_the_lockfile_alone() {
    let mut host = Host::start().await;
    let cx = project(&answering("0"));
    let session = Session::start(&cx, &[]);
    assert_eq!(session.get("f").await.text, "0");
    cx.write(F, host.importing("held/old.ts", "1"));
    let mut held = host.held().await;
    cx.write(F, host.importing("new.ts", "2"));
    wait_for_answer(&session, "f", "2").await;
    let is_given_up = held.is_given_up().await;
    held.answer().await;
    session
        .until("the older one ends", async || resolving(&session) == 0)
        .await;
    let text = std::fs::read_to_string(lockfile(&cx)).unwrap();
    assert!(
        text.contains("new.ts") && !text.contains("old.ts"),
        "{text}"
    );
    assert!(is_given_up, "nobody needs the module any more");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_whose_preparation_was_overtaken_runs_the_present_code() {
    let mut host = Host::start().await;
    let cx = project(&host.importing("held/old.ts", "1"));
    let config = CONFIG.replacen('\n', "\npolicy = \"per_request\"\n", 1);
    cx.write("supabase/config.toml", config);
    let session = Session::start(&cx, &["--max-workers", "3", "--policy", "per_request"]);
    let url = session.url("f");
    let first = tokio::spawn(async move {
        let answer = reqwest::get(url).await.unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    });
    let held = host.held().await;
    cx.write(F, host.importing("new.ts", "2"));
    session
        .until("the next request runs the new code", async || {
            let answer = timeout(PATIENCE, session.get("f"))
                .await
                .expect("an answer");
            assert_eq!(answer.status, 200, "{answer:?}");
            answer.text == "2"
        })
        .await;
    held.answer().await;
    assert_eq!(first.await.unwrap(), (200, "2".to_owned()));
    let text = std::fs::read_to_string(lockfile(&cx)).unwrap();
    assert!(text.contains("new.ts"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_overtaken_preparation_depended_on_is_not_watched_instead_of_what_counts_now() {
    let mut host = Host::start().await;
    let cx = project(&host.importing("held/old.ts", "1"));
    let (url, digest) = (&host.url, format!("{:x}", Sha256::digest(MODULE)));
    let lock = format!(r#"{{"version":"5","remote":{{"{url}/held/old.ts":"{digest}"}}}}"#);
    cx.write("supabase/functions/f/deno.lock", lock);
    let session = Session::start(&cx, &["--policy", "per_request", "--max-workers", "3"]);
    let first = tokio::spawn(reqwest::get(session.url("f")));
    let held = host.held().await;
    cx.write("supabase/functions/f/part.ts", "export default '2';");
    let source = "import text from './part.ts';\nDeno.serve(() => new Response(text));\n";
    cx.write(F, source);
    let runs = async |text: &str| {
        let answer = timeout(PATIENCE, session.get("f"))
            .await
            .expect("an answer");
        assert_eq!(answer.status, 200, "{answer:?}");
        answer.text == text
    };
    session
        .until("the new code runs", async || runs("2").await)
        .await;
    held.answer().await;
    assert_eq!(first.await.unwrap().unwrap().status(), 200);
    cx.write("supabase/functions/f/part.ts", "export default '3';");
    session
        .until("the new part is watched", async || runs("3").await)
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn saves_with_an_import_from_a_stalled_host_take_nothing_from_others_and_end_with_fx() {
    let mut host = Host::start().await;
    let cx = project(&answering("0"));
    let mut session = Session::start(&cx, &[]);
    assert_eq!(session.get("f").await.text, "0");
    let mut held = Vec::new();
    for save in 0..12 {
        cx.write(F, host.importing(&format!("held/{save}.ts"), "1"));
        held.push(host.held().await);
    }
    cx.write(G, host.importing("fine.ts", "with a module from there"));
    let answer = timeout(PATIENCE, session.get("g")).await;
    let answer = answer.expect("another function downloads from the same host");
    assert_eq!(answer.text, "with a module from there");
    session
        .until("one thread is left", async || resolving(&session) == 1)
        .await;
    session.signal("-INT");
    let began = Instant::now();
    assert_eq!(session.wait().code(), Some(130));
    assert!(began.elapsed() < Duration::from_secs(5));
}

#[tokio::test(flavor = "multi_thread")]
async fn functions_that_wait_for_a_stalled_host_keep_no_other_from_starting() {
    let mut host = Host::start().await;
    let cx = project(&answering("0"));
    let (mut config, stalled) = (CONFIG.to_owned(), 0..20);
    for number in stalled.clone() {
        let source = host.importing(&format!("held/{number}.ts"), "late");
        cx.write(&format!("supabase/functions/s{number}/index.ts"), source);
        config.push_str(&format!("[functions.s{number}]\nverify_jwt = false\n"));
    }
    cx.write("supabase/config.toml", config);
    let session = Session::start(&cx, &[]);
    let mut waiting = Vec::new();
    let mut held = Vec::new();
    for number in stalled {
        let url = session.url(&format!("s{number}"));
        waiting.push(tokio::spawn(reqwest::get(url)));
        // A host gets no more than a few connections.
        if held.len() < 12 {
            held.push(host.held().await);
        }
    }
    let other = Host::start().await;
    cx.write(
        G,
        other.importing("fine.ts", "with a module from elsewhere"),
    );
    let answers = timeout(PATIENCE, async {
        (session.get("f").await.text, session.get("g").await.text)
    });
    let (f, g) = answers.await.expect("others start");
    assert_eq!(
        (f.as_str(), g.as_str()),
        ("0", "with a module from elsewhere")
    );
    held.drain(..)
        .for_each(|held| drop(tokio::spawn(held.answer())));
    while held.len() < 8 {
        held.push(host.held().await);
    }
    held.drain(..)
        .for_each(|held| drop(tokio::spawn(held.answer())));
    for answer in waiting {
        let answer = timeout(PATIENCE, answer)
            .await
            .expect("its host answers now");
        assert_eq!(answer.unwrap().unwrap().status(), 200);
    }
}
