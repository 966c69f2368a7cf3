//! A page in Chromium that calls functions from another origin. Needs Chromium: `.ci/full browsers`.

use std::{path::Path, process::Stdio, time::Duration};

use base64::{Engine as _, prelude::BASE64_STANDARD};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    process::{Child, ChildStdin, ChildStdout, Command},
    time::timeout,
};

use super::{Server, Site, answer};
use crate::node;

const PATIENCE: Duration = Duration::from_secs(120);
const PAGE: &str = include_str!("page.html");

/// A running Chromium. It ends with its pipes.
struct Chromium {
    _child: Child,
    commands: ChildStdin,
    messages: BufReader<ChildStdout>,
    next: u64,
    _profile: tempfile::TempDir,
}

impl Chromium {
    fn start(arguments: &[&str]) -> Self {
        let profile = tempfile::tempdir().unwrap();
        let program = std::env::var("CHROMIUM").unwrap_or("chromium".into());
        // It takes commands at 3 and sends messages at 4.
        let script = "exec \"$0\" \"$@\" 3<&0 4>&1 0</dev/null 1>/dev/null 2>/dev/null";
        let mut child = Command::new("sh")
            .args(["-c", script, &program, "--headless=new", "--no-sandbox"])
            .args(["--disable-gpu", "--no-first-run", "--remote-debugging-pipe"])
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .args(arguments)
            .arg("about:blank")
            .env("HOME", profile.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        Self {
            commands: child.stdin.take().unwrap(),
            messages: BufReader::new(child.stdout.take().unwrap()),
            _child: child,
            next: 0,
            _profile: profile,
        }
    }

    /// Sends a command to a session, or to the browser, and returns its result.
    async fn send(&mut self, session: Option<&str>, method: &str, params: Value) -> Value {
        self.next += 1;
        let mut command = json!({ "id": self.next, "method": method, "params": params });
        if let Some(session) = session {
            command["sessionId"] = session.into();
        }
        let mut bytes = command.to_string().into_bytes();
        bytes.push(0);
        self.commands.write_all(&bytes).await.unwrap();
        let answered = async {
            loop {
                let mut bytes = Vec::new();
                let read = self.messages.read_until(0, &mut bytes).await.unwrap();
                assert_ne!(read, 0, "Chromium has ended");
                bytes.pop();
                let message: Value = serde_json::from_slice(&bytes).unwrap();
                if message["id"] == self.next {
                    assert!(message["error"].is_null(), "{method}: {message}");
                    return message["result"].clone();
                }
            }
        };
        let result = timeout(PATIENCE, answered).await;
        result.expect(method)
    }

    /// Opens a page; the session with it.
    async fn open(&mut self, url: &str) -> String {
        let target = self.send(None, "Target.createTarget", json!({ "url": "about:blank" }));
        let id = target.await["targetId"].clone();
        let attach = json!({ "targetId": id, "flatten": true });
        let attached = self.send(None, "Target.attachToTarget", attach).await;
        let session = attached["sessionId"].as_str().unwrap().to_owned();
        let navigate = json!({ "url": url });
        self.send(Some(&session), "Page.navigate", navigate).await;
        let loaded = "new Promise((done) => document.readyState === 'complete' && window.run ? done(true) : \
                      addEventListener('load', () => done(true)))";
        self.evaluate(&session, loaded).await;
        session
    }

    async fn evaluate(&mut self, session: &str, expression: &str) -> Value {
        let params = json!({
            "expression": expression, "awaitPromise": true, "returnByValue": true,
        });
        let result = self.send(Some(session), "Runtime.evaluate", params).await;
        assert!(result["exceptionDetails"].is_null(), "{result}");
        result["result"]["value"].clone()
    }

    /// What a user says when a page wants to reach this machine.
    async fn set_network(&mut self, setting: &str) {
        for name in ["local-network-access", "local-network", "loopback-network"] {
            let permission = json!({ "permission": { "name": name }, "setting": setting });
            self.send(None, "Browser.setPermission", permission).await;
        }
    }

    async fn picture(&mut self, session: &str, path: &Path) {
        let params = json!({ "captureBeyondViewport": true });
        let picture = self
            .send(Some(session), "Page.captureScreenshot", params)
            .await;
        let bytes = BASE64_STANDARD.decode(picture["data"].as_str().unwrap());
        std::fs::write(path, bytes.unwrap()).unwrap();
    }
}

/// The page and the client library, on an origin of their own.
async fn pages() -> Server {
    let packages = node::clients().expect("the npm registry");
    let library = packages.join("node_modules/@supabase/supabase-js/dist/umd/supabase.js");
    let library = std::fs::read_to_string(library).unwrap();
    let typed = |media_type: &str| format!("content-type: {media_type}; charset=utf-8\r\n");
    Server::start(move |seen| match seen.line.as_str() {
        "GET / HTTP/1.1" => answer("200 OK", &typed("text/html"), PAGE),
        "GET /supabase.js HTTP/1.1" => answer("200 OK", &typed("text/javascript"), &library),
        _ => answer("404 Not Found", "", ""),
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Chromium: `.ci/full browsers`"]
async fn a_page_in_chromium_calls_every_template_and_reads_every_error() {
    let (site, pages) = (Site::start().await, pages().await);
    let mut chromium = Chromium::start(&["--window-size=1200,1000"]);
    let page = chromium.open(&pages.url).await;
    let settings = json!({
        "url": site.session.url_outside(""),
        "key": site.stack.keys().publishable,
        "token": site.token,
    });
    let result = chromium.evaluate(&page, &format!("run({settings})")).await;
    let picture = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pages.png");
    chromium.picture(&page, &picture).await;
    assert_eq!(
        result["wrong"],
        json!([]),
        "{result:#}\n{}",
        site.session.said()
    );
    assert_eq!(result["count"], 28, "{result:#}");
    let said = site
        .session
        .wait_for("function `bare` answers a preflight without `access-control-allow-origin`");
    assert_eq!(said.matches("answers a preflight").count(), 1, "{said}");
    println!("{} calls, as in {}", result["count"], picture.display());
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Chromium: `.ci/full browsers`"]
async fn a_page_of_another_network_needs_a_permission_of_the_browser_and_no_header() {
    let (site, pages) = (Site::start().await, pages().await);
    let host = pages.url.strip_prefix("http://").unwrap();
    let public = format!("--ip-address-space-overrides={host}=public");
    let secure = format!("--unsafely-treat-insecure-origin-as-secure={}", pages.url);
    let mut chromium = Chromium::start(&[&public, &secure]);
    let page = chromium.open(&pages.url).await;
    let url = site.session.url("absent");
    let call = format!(
        "fetch('{url}', {{ method: 'PUT', headers: {{ 'x-a': '1' }} }}).then((r) => r.status, String)"
    );
    chromium.set_network("denied").await;
    let denied = chromium.evaluate(&page, &call).await;
    assert_eq!(denied, "TypeError: Failed to fetch");
    chromium.set_network("granted").await;
    assert_eq!(chromium.evaluate(&page, &call).await, 404);
}
