//! A running `fx platform start`, and what tests do with it.

use std::{
    path::PathBuf,
    process::{Command, Stdio},
    sync::Arc,
};

use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};

use crate::{
    context::TestContext,
    document,
    session::{Answer, Output},
};

/// A running platform and the context its commands run in.
pub struct Platform {
    pub cx: Arc<TestContext>,
    pub api: String,
    pub data: PathBuf,
    pub token: String,
    child: std::process::Child,
    /// What it said on stderr.
    pub stderr: Arc<Output>,
}

/// A project of a platform.
pub struct Project {
    pub reference: String,
    pub url: String,
    pub anon: String,
    pub service_role: String,
}

impl Platform {
    /// Starts one with more arguments, in an empty project.
    pub fn start(args: &[&str]) -> Self {
        crate::provisioned::provisioned();
        let cx = Arc::new(TestContext::new().with_shared_cache());
        let data = cx.root().join("platform-data");
        Self::start_in(cx, data, args)
    }

    /// Starts one with the data of another that has ended.
    pub fn start_in(cx: Arc<TestContext>, data: PathBuf, args: &[&str]) -> Self {
        Self::start_with(cx, data, args, |_| {})
    }

    /// The same, with a chance to change the command.
    pub fn start_with(
        cx: Arc<TestContext>,
        data: PathBuf,
        args: &[&str],
        change: impl FnOnce(&mut Command),
    ) -> Self {
        let mut command = cx.fx(["platform", "start", "--listen", "127.0.0.1:0"]);
        command
            .args([
                "--api-listen",
                "127.0.0.1:0",
                "--output-format",
                "json",
                "--data",
            ])
            .arg(&data)
            .args(args)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        change(&mut command);
        let mut child = command.spawn().unwrap();
        let stdout = Output::collect(child.stdout.take().unwrap());
        let stderr = Output::collect(child.stderr.take().unwrap());
        let said = stdout.wait_for("\n");
        let ready: Value = serde_json::from_str(said.lines().next().unwrap()).unwrap();
        let token = std::fs::read_to_string(data.join("admin-token")).unwrap();
        Self {
            api: ready["api_url"].as_str().unwrap().to_owned(),
            token: token.trim().to_owned(),
            cx,
            data,
            child,
            stderr,
        }
    }

    /// Kills it, as a machine that fails does.
    pub fn kill(mut self) -> (Arc<TestContext>, PathBuf) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        (Arc::clone(&self.cx), self.data.clone())
    }

    /// Asks it to stop, and waits until it has.
    pub fn stop(&mut self) {
        self.signal("-INT");
        self.wait();
    }

    /// Sends it a signal.
    pub fn signal(&self, name: &str) {
        let pid = self.child.id().to_string();
        let sent = Command::new("kill").args([name, &pid]).status();
        assert!(sent.unwrap().success());
    }

    /// Waits until it has ended.
    pub fn wait(&mut self) {
        self.child.wait().unwrap();
    }

    /// A command that talks to this platform as its admin.
    pub fn fx<'a>(&self, args: impl IntoIterator<Item = &'a str>) -> Command {
        let mut command = self.cx.fx(args);
        command
            .env("FX_API_URL", &self.api)
            .env("SUPABASE_ACCESS_TOKEN", &self.token);
        command
    }

    /// Runs such a command, which must succeed; its stdout.
    pub fn run<'a>(&self, args: impl IntoIterator<Item = &'a str>) -> String {
        let output = self.fx(args).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{said}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// A request of the API as the admin.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let client = reqwest::Client::new();
        let request = client.request(method, format!("{}{path}", self.api));
        request.bearer_auth(&self.token)
    }

    /// Sends a request, and checks that the document knows the answer.
    pub async fn send(&self, request: RequestBuilder) -> Answer {
        let request = request.build().unwrap();
        let (method, path) = (
            request.method().to_string(),
            request.url().path().to_owned(),
        );
        let answer = Answer::of(reqwest::Client::new().execute(request).await.unwrap()).await;
        let content_type = answer.header("content-type").to_owned();
        if document::find(&method, &path).is_some() {
            let body = answer.text.as_bytes();
            let checked =
                document::check_answer(&method, &path, answer.status, &content_type, body);
            assert_eq!(checked, Ok(()), "{method} {path}\n{}", answer.text);
        }
        answer
    }

    /// As [`Platform::send`], of a request without a body.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(self.request(Method::GET, path)).await
    }

    /// What the functions of a project are below.
    pub fn url_of(&self, reference: &str) -> String {
        let address = std::fs::read_to_string(self.data.join("server.json")).unwrap();
        let address: Value = serde_json::from_str(&address).unwrap();
        let url = address["functions_url"].as_str().unwrap();
        url.replace("REF", reference)
    }

    /// Makes a project.
    pub async fn create_project(&self, name: &str) -> Project {
        let request = self.request(Method::POST, "/v1/projects");
        let body = json!({"name": name, "organization_slug": "default", "db_pass": "x"});
        let made = self
            .send(
                request
                    .header("content-type", "application/json")
                    .body(serde_json::to_string(&body).unwrap()),
            )
            .await;
        assert_eq!(made.status, 201, "{}", made.text);
        let reference = made.json()["ref"].as_str().unwrap().to_owned();
        let keys = self
            .get(&format!("/v1/projects/{reference}/api-keys?reveal=true"))
            .await
            .json();
        let key = |name: &str| {
            let mut keys = keys.as_array().unwrap().iter();
            let found = keys.find(|key| key["name"] == name && key["type"] == "legacy");
            found.unwrap()["api_key"].as_str().unwrap().to_owned()
        };
        Project {
            url: self.url_of(&reference),
            anon: key("anon"),
            service_role: key("service_role"),
            reference,
        }
    }
}

impl Drop for Platform {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Project {
    /// A request of a function with the anon key.
    pub fn invoke(&self, method: Method, path: &str) -> RequestBuilder {
        let client = reqwest::Client::new();
        let request = client.request(method, format!("{}/functions/v1/{path}", self.url));
        request.bearer_auth(&self.anon)
    }

    /// What a function answers to GET.
    pub async fn get(&self, path: &str) -> Answer {
        Answer::of(self.invoke(Method::GET, path).send().await.unwrap()).await
    }

    /// A path of the API below the project.
    pub fn path(&self, rest: &str) -> String {
        format!("/v1/projects/{}/{rest}", self.reference)
    }
}

/// A form as the Supabase CLI sends it.
pub struct Form(String);

const BOUNDARY: &str = "----WebKitFormBoundary0123456789abcdef";

impl Form {
    pub fn new(metadata: &Value) -> Self {
        let head = "Content-Disposition: form-data; name=\"metadata\"";
        Self(String::new()).part(head, &metadata.to_string())
    }

    /// The same with a file.
    pub fn file(self, path: &str, text: &str) -> Self {
        let head = format!(
            "Content-Disposition: form-data; name=\"file\"; filename=\"{path}\"\r\nContent-Type: application/octet-stream"
        );
        self.part(&head, text)
    }

    fn part(mut self, head: &str, body: &str) -> Self {
        self.0 += &format!("--{BOUNDARY}\r\n{head}\r\n\r\n{body}\r\n");
        self
    }

    /// The request with this body.
    pub fn put_into(self, request: RequestBuilder) -> RequestBuilder {
        let content_type = format!("multipart/form-data; boundary={BOUNDARY}");
        let body = format!("{}--{BOUNDARY}--\r\n", self.0);
        request.header("content-type", content_type).body(body)
    }
}
