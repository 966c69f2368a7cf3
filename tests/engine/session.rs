//! A running `fx functions serve`: started on a free port, watched, and ended with its test.

use std::{
    io::{BufRead as _, BufReader, Read, Write as _},
    process::{Child, Command, ExitStatus, Stdio},
    sync::{Arc, Condvar, Mutex},
    thread,
    time::{Duration, Instant},
};

use crate::context::TestContext;

/// How long a test waits for something that must happen.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running `fx functions serve`.
pub struct Session {
    child: Child,
    stdout: Arc<Output>,
    stderr: Arc<Output>,
    base: String,
    marker: String,
}

/// An answer that has arrived whole.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: reqwest::header::HeaderMap,
    pub text: String,
}

impl Answer {
    /// Waits for the body.
    pub async fn of(response: reqwest::Response) -> Self {
        Self {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            text: response.text().await.unwrap(),
        }
    }

    /// The body as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.text).expect(&self.text)
    }

    /// A header; the empty text when it is not there.
    pub fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name);
        value.map_or("", |value| value.to_str().unwrap())
    }

    /// `detail` of an error.
    pub fn detail(&self) -> String {
        let json = self.json();
        json["detail"].as_str().unwrap_or_default().to_owned()
    }
}

/// What a process writes, line by line, as it comes.
#[derive(Default)]
pub struct Output {
    state: Mutex<(String, bool)>,
    grown: Condvar,
}

impl Output {
    /// Reads a stream to its end on a thread.
    pub fn collect(stream: impl Read + Send + 'static) -> Arc<Self> {
        let output = Arc::new(Self::default());
        let grown = Arc::clone(&output);
        thread::spawn(move || {
            for line in BufReader::new(stream).split(b'\n') {
                let Ok(line) = line else { break };
                let mut state = grown.state.lock().unwrap();
                state.0.push_str(&String::from_utf8_lossy(&line));
                state.0.push('\n');
                grown.grown.notify_all();
            }
            grown.state.lock().unwrap().1 = true;
            grown.grown.notify_all();
        });
        output
    }

    /// Everything so far.
    pub fn text(&self) -> String {
        self.state.lock().unwrap().0.clone()
    }

    /// Waits for `text`; returns everything so far.
    pub fn wait_for(&self, text: &str) -> String {
        self.wait_until(text, |all| all.contains(text))
    }

    /// Waits until everything so far is as it should be, which `wish` describes.
    pub fn wait_until(&self, wish: &str, fits: impl Fn(&str) -> bool) -> String {
        let deadline = Instant::now() + PATIENCE;
        let mut state = self.state.lock().unwrap();
        loop {
            if fits(&state.0) {
                return state.0.clone();
            }
            let left = deadline.saturating_duration_since(Instant::now());
            assert!(
                !state.1 && !left.is_zero(),
                "`{wish}` never came:\n{}",
                state.0
            );
            state = self.grown.wait_timeout(state, left).unwrap().0;
        }
    }
}

impl Session {
    /// Starts `fx functions serve --port 0` with more arguments and waits until it is ready.
    pub fn start(cx: &TestContext, args: &[&str]) -> Self {
        Self::start_with(cx, args, |_| {})
    }

    /// As [`Session::start`], with a chance to change the command.
    pub fn start_with(cx: &TestContext, args: &[&str], change: impl FnOnce(&mut Command)) -> Self {
        let mut command = cx.fx(["functions", "serve", "--port", "0"]);
        command.args(args);
        change(&mut command);
        Self::start_command(cx, command)
    }

    /// Starts a command, which is `fx functions serve`, and waits until it is ready.
    pub fn start_command(cx: &TestContext, mut command: Command) -> Self {
        command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut session = Self::spawn(cx, &mut command);
        let said = if command.get_args().any(|argument| argument == "stream-json") {
            session.stdout.wait_for(r#""type":"ready""#)
        } else {
            session.stderr.wait_for("Ready in ")
        };
        session.find_base(&said);
        session
    }

    /// Runs bash commands in a terminal of their own, in which `"$FX"` is the binary, and waits until fx is ready.
    /// Both streams are one there: [`Session::stdout`].
    pub fn start_in_terminal(cx: &TestContext, commands: &str) -> Self {
        let fx = cx.fx([]);
        let mut command = Command::new("script");
        command
            .args(["-qec", "exec bash --norc -c \"$COMMANDS\"", "/dev/null"])
            .current_dir(cx.dir())
            .env_clear()
            .envs(
                fx.get_envs()
                    .filter_map(|(name, value)| Some((name, value?))),
            )
            .env("FX", fx.get_program())
            .env("COMMANDS", commands)
            .env("NO_COLOR", "1")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut session = Self::spawn(cx, &mut command);
        let ready = match commands.contains("stream-json") {
            true => r#""type":"ready""#,
            false => "Ready in ",
        };
        let said = session.stdout.wait_for(ready);
        session.find_base(&said);
        session
    }

    /// Starts a command, which is `fx functions serve --output-format stream-json` at an address beyond loopback, and
    /// waits until it is ready. It has no [`Session::url`].
    pub fn start_elsewhere(cx: &TestContext, mut command: Command) -> Self {
        command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let session = Self::spawn(cx, &mut command);
        session.stdout.wait_for(r#""type":"ready""#);
        session
    }

    fn spawn(cx: &TestContext, command: &mut Command) -> Self {
        let mut child = command.spawn().unwrap();
        Self {
            stdout: Output::collect(child.stdout.take().unwrap()),
            stderr: Output::collect(child.stderr.take().unwrap()),
            child,
            base: String::new(),
            marker: cx.root().to_str().unwrap().to_owned(),
        }
    }

    /// The address before the path of a function; where there is none, the first one that was said.
    fn find_base(&mut self, said: &str) {
        const START: &str = "http://127.0.0.1:";
        let ports = said.match_indices(START).map(|(start, _)| {
            let rest = &said[start + START.len()..];
            let digits = rest.find(|c: char| !c.is_ascii_digit());
            rest.split_at(digits.unwrap_or(rest.len()))
        });
        let ports: Vec<(&str, &str)> = ports.collect();
        let of_function = ports
            .iter()
            .find(|(_, rest)| rest.starts_with("/functions/v1/"));
        let (port, _) = of_function
            .or(ports.first())
            .expect("the banner names the address");
        self.base = format!("{START}{port}");
    }

    /// Presses keys in the terminal.
    pub fn press(&mut self, keys: &str) {
        let stdin = self.child.stdin.as_mut().unwrap();
        stdin.write_all(keys.as_bytes()).unwrap();
    }

    /// The URL of a path below `/functions/v1/`.
    pub fn url(&self, path: &str) -> String {
        format!("{}/functions/v1/{path}", self.base)
    }

    /// The URL of a path outside `/functions/v1/`.
    pub fn url_outside(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    /// The port.
    pub fn port(&self) -> u16 {
        let (_, port) = self.base.rsplit_once(':').unwrap();
        port.parse().unwrap()
    }

    /// The status, headers and text that a GET of a path below `/functions/v1/` is answered with.
    pub async fn get(&self, path: &str) -> Answer {
        Answer::of(reqwest::get(self.url(path)).await.unwrap()).await
    }

    /// Everything that was said so far.
    pub fn said(&self) -> String {
        self.stderr.text()
    }

    /// Waits until `text` was said; returns everything that was.
    pub fn wait_for(&self, text: &str) -> String {
        self.stderr.wait_for(text)
    }

    /// What went to stdout.
    pub fn stdout(&self) -> &Output {
        &self.stdout
    }

    /// Tries again and again until `done`; `what` is awaited.
    pub async fn until(&self, what: &str, mut done: impl AsyncFnMut() -> bool) {
        let deadline = Instant::now() + PATIENCE;
        while !done().await {
            assert!(Instant::now() < deadline, "never: {what}\n{}", self.said());
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    }

    /// Waits until everything that was said is as it should be, which `wish` describes.
    pub fn wait_until(&self, wish: &str, fits: impl Fn(&str) -> bool) -> String {
        self.stderr.wait_until(wish, fits)
    }

    /// The process of fx.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Sends a signal to fx.
    pub fn signal(&self, name: &str) {
        let status = Command::new("kill")
            .args([name, &self.child.id().to_string()])
            .status()
            .unwrap();
        assert!(status.success());
    }

    /// Waits for the end of fx.
    pub fn wait(&mut self) -> ExitStatus {
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(Instant::now() < deadline, "fx goes on:\n{}", self.said());
            thread::yield_now();
        }
    }

    /// The processes this session has started that still run.
    pub fn survivors(&self) -> Vec<u32> {
        let mut found = Vec::new();
        for entry in std::fs::read_dir("/proc").into_iter().flatten().flatten() {
            let Some(id) = entry
                .file_name()
                .to_str()
                .and_then(|name| name.parse().ok())
            else {
                continue;
            };
            let environment = std::fs::read(entry.path().join("environ")).unwrap_or_default();
            if id != self.child.id() && String::from_utf8_lossy(&environment).contains(&self.marker)
            {
                found.push(id);
            }
        }
        found
    }

    /// Waits until no process of this session runs.
    pub fn wait_for_no_survivors(&self) {
        let deadline = Instant::now() + PATIENCE;
        while !self.survivors().is_empty() {
            assert!(
                Instant::now() < deadline,
                "engine processes survive: {:?}",
                self.survivors()
            );
            thread::yield_now();
        }
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
        if !thread::panicking() {
            self.wait_for_no_survivors();
        }
    }
}
