//! Functions that pages call from another origin: what browsers ask and are answered, sent by a client that is none
//! (here) and by Chromium (`chromium`, which `.ci/full browsers` runs).

mod chromium;

use reqwest::{Client, Method, RequestBuilder, header::HeaderMap};
use serde_json::json;

use crate::{
    context::TestContext,
    services::stack as stack_with_tables,
    session::{Answer, Session},
    stack::Stack,
    upstream::server::{Seen, Server, answer},
};

const ORIGIN: &str = "http://localhost:3000";
/// What `supabase-js` sends.
const SENT: &str = "apikey,authorization,baggage,content-type,traceparent,tracestate,x-client-info,\
                    x-region,x-retry-count";
/// The templates that pages call.
const TEMPLATES: [&str; 8] = [
    "hello-world",
    "rest-api",
    "sse",
    "background-task",
    "openai-proxy",
    "storage-upload",
    "send-email",
    "supabase-client",
];

/// A project with a function of each template, and all that they call.
struct Site {
    session: Session,
    stack: Stack,
    /// Both live as long as the session.
    _others: (TestContext, Server),
    /// Of a user.
    token: String,
}

fn new_function(cx: &TestContext, name: &str, template: &str, auth: &[&str]) {
    let mut new = cx.fx(["functions", "new", name, "--template", template]);
    let output = new.args(auth).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
}

/// Answers as the API does to `"stream": true`.
fn openai(seen: &Seen) -> Vec<u8> {
    match seen.header("authorization") == "Bearer sk-test" {
        true => answer(
            "200 OK",
            "content-type: text/event-stream\r\n",
            "data: {\"choices\":[{\"delta\":{\"content\":\"Hello\"}}]}\n\ndata: [DONE]\n\n",
        ),
        false => answer(
            "401 Unauthorized",
            "content-type: application/json\r\n",
            "{}",
        ),
    }
}

impl Site {
    async fn start() -> Self {
        crate::provisioned::provisioned();
        let stack = stack_with_tables().await;
        let openai = Server::start(openai).await;
        let cx = TestContext::new().with_shared_cache();
        for template in TEMPLATES {
            new_function(&cx, template, template, &[]);
        }
        for auth in ["apikey", "user"] {
            new_function(&cx, auth, "hello-world", &["--auth", auth]);
        }
        let hello = cx.read("supabase/functions/hello-world/index.ts");
        let body = "const body = await request.json().catch(() => null);";
        let throws = hello.replace(body, "const body = JSON.parse('');");
        assert_ne!(throws, hello);
        let busy = hello.replace(body, "while (true) {}\n  const body = null;");
        for (name, code) in [
            ("throws", &*throws),
            ("busy", &*busy),
            ("broken", "import './nope.ts';"),
            ("bare", "Deno.serve(() => Response.json({}));"),
        ] {
            cx.write(&format!("supabase/functions/{name}/index.ts"), code);
        }
        let variables = format!(
            "OPENAI_API_KEY=sk-test\nOPENAI_BASE_URL={}/v1\n",
            openai.url
        );
        cx.write("supabase/functions/.env", variables);
        let session = Session::start(&cx, &["--upstream", stack.url()]);
        let site = Self {
            token: String::new(),
            session,
            stack,
            _others: (cx, openai),
        };
        let token = site.sign_up().await;
        Self { token, ..site }
    }

    /// The token of a new user, for whom there is a bucket.
    async fn sign_up(&self) -> String {
        let post = |path: &str, key: &str, body: serde_json::Value| {
            let request = Client::new().post(self.session.url_outside(path));
            request.header("apikey", key).body(body.to_string())
        };
        let keys = self.stack.keys();
        let bucket = json!({ "id": "uploads", "name": "uploads" });
        let made = post("/storage/v1/bucket", &keys.secret, bucket);
        let made = made.header("content-type", "application/json");
        let made = Answer::of(made.send().await.unwrap()).await;
        assert_eq!(made.status, 200, "{made:?}");
        let user = json!({ "email": "ann@example.com", "password": "correct horse" });
        let signed_up = post("/auth/v1/signup", &keys.publishable, user);
        let body = Answer::of(signed_up.send().await.unwrap()).await.json();
        body["access_token"].as_str().unwrap().to_owned()
    }

    fn request(&self, method: &str, path: &str) -> RequestBuilder {
        let method: Method = method.parse().unwrap();
        let request = Client::new().request(method, self.session.url(path));
        request.header("origin", ORIGIN)
    }

    /// What a browser asks before a request, and its answer.
    async fn preflight(&self, method: &str, path: &str, headers: &str) -> Answer {
        let request = self
            .request("OPTIONS", path)
            .header("access-control-request-method", method)
            .header("access-control-request-headers", headers);
        Answer::of(request.send().await.unwrap()).await
    }

    /// What a page of [`ORIGIN`] gets, which has to be allowed to send it.
    async fn call(&self, method: &str, path: &str, body: &'static str) -> Answer {
        let preflight = self.preflight(method, path, SENT).await;
        assert_lets_through(&preflight.headers, method, SENT, path);
        assert_eq!(preflight.status, 204, "{path}: {preflight:?}");
        let request = self.request(method, path).bearer_auth(&self.token);
        let request = request.header("apikey", &self.stack.keys().publishable);
        let request = match method {
            "GET" => request,
            _ => request
                .header("content-type", "application/json")
                .body(body),
        };
        let answer = Answer::of(request.send().await.unwrap()).await;
        assert_eq!(answer.header("access-control-allow-origin"), "*", "{path}");
        answer
    }
}

/// Judges the answer to a preflight as a browser does.
fn assert_lets_through(headers: &HeaderMap, method: &str, sent: &str, context: &str) {
    let list = |name: &str| -> Vec<String> {
        let value = headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap());
        value
            .split(',')
            .map(|item| item.trim().to_lowercase())
            .collect()
    };
    let origin = list("access-control-allow-origin");
    assert_eq!(origin, ["*"], "{context}: {headers:?}");
    let methods = list("access-control-allow-methods");
    assert!(
        methods.contains(&method.to_lowercase()),
        "{context}: {methods:?}"
    );
    let allowed = list("access-control-allow-headers");
    for name in sent.split(',') {
        assert!(
            allowed.iter().any(|allowed| allowed == name),
            "{context}: {name}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_calls_every_template_and_reads_its_responses_and_errors() {
    let site = Site::start().await;
    for (method, path, body, status, says) in [
        (
            "POST",
            "hello-world",
            r#"{"name":"Page"}"#,
            200,
            "Hello Page!",
        ),
        ("POST", "rest-api/tasks", r#"{"title":"one"}"#, 201, "one"),
        ("POST", "rest-api/tasks", "{}", 400, "`title`"),
        ("PATCH", "rest-api/tasks/none", "{}", 404, "Not found"),
        ("DELETE", "rest-api/tasks/none", "", 404, "Not found"),
        ("GET", "sse", "", 200, "event: tick"),
        ("POST", "background-task", "{}", 202, "accepted"),
        ("POST", "openai-proxy", r#"{"stream":true}"#, 200, "[DONE]"),
        ("GET", "openai-proxy", "", 405, "Use POST"),
        ("POST", "storage-upload/a.txt", "text", 201, "uploads"),
        ("PUT", "storage-upload/a.txt", "text", 201, "uploads"),
        ("PUT", "storage-upload/", "text", 400, "object's name"),
        ("POST", "send-email", "{}", 500, "RESEND_API_KEY"),
        ("GET", "supabase-client", "", 200, "[]"),
        ("POST", "apikey", "{}", 200, "Hello World!"),
        ("POST", "user", "{}", 200, "Hello World!"),
        ("POST", "throws", "{}", 500, "Internal error"),
    ] {
        let answer = site.call(method, path, body).await;
        assert_eq!(
            answer.status,
            status,
            "{path}: {answer:?}\n{}",
            site.session.said()
        );
        assert!(answer.text.contains(says), "{path}: {answer:?}");
    }
    let said = site.session.said();
    assert!(!said.contains("answers a preflight"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_reads_what_the_gateway_says_in_place_of_a_function() {
    let site = Site::start().await;
    let asked = "x-anything, x-client-info, authorization";
    for (path, status, code) in [
        ("broken", 503, "BOOT_ERROR"),
        ("hello-world", 401, "UNAUTHORIZED_NO_AUTH_HEADER"),
        ("absent", 404, ""),
        ("busy", 546, "WORKER_LIMIT"),
    ] {
        let is_of_function = matches!(path, "hello-world" | "busy");
        let (method, asked) = match is_of_function {
            true => ("PUT", SENT),
            false => ("PROPFIND", asked),
        };
        let preflight = site.preflight(method, path, asked).await;
        let sent = asked.replace(", ", ",");
        assert_lets_through(&preflight.headers, method, &sent, path);
        assert_eq!((preflight.status, &*preflight.text), (204, ""), "{path}");
        let private = preflight.header("access-control-allow-private-network");
        assert_eq!(private, "");

        let mut request = site.request("POST", path);
        if path != "hello-world" {
            request = request.bearer_auth(&site.token);
        }
        let answer = Answer::of(request.send().await.unwrap()).await;
        assert_eq!(answer.status, status, "{answer:?}");
        assert_eq!(answer.header("access-control-allow-origin"), "*");
        assert_eq!(answer.header("sb-error-code"), code, "{answer:?}");
        let exposed = answer.header("access-control-expose-headers");
        for name in ["sb-error-code", "sb-request-id", "x-deno-execution-id"] {
            assert!(exposed.contains(name), "{path}: {exposed}");
        }
        assert_ne!(answer.header("sb-request-id"), "");
    }
    // Names of headers are all that is allowed, and not without end.
    let many = (0..500).map(|n| format!("x-{n}")).collect::<Vec<_>>();
    let hostile = format!("x-good, <script>, x\u{7f}y, {}", many.join(","));
    let preflight = site
        .preflight("GET", "broken", &hostile.replace('\u{7f}', ";"))
        .await;
    let allowed = preflight.header("access-control-allow-headers");
    assert!(allowed.starts_with("x-good, x-0, x-1"), "{allowed}");
    assert_eq!(allowed.split(", ").count(), 64);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_function_that_refuses_pages_is_told_of_once_with_a_line_to_add() {
    let cx = TestContext::new().with_shared_cache();
    crate::provisioned::provisioned();
    cx.write(
        "supabase/config.toml",
        "[functions.bare]\nverify_jwt = false\n[functions.other]\nverify_jwt = false\n",
    );
    cx.write(
        "supabase/functions/bare/index.ts",
        "Deno.serve(() => new Response('bare'));",
    );
    let other = "const headers = {\n  'access-control-allow-origin': '*',\n  'access-control-allow-headers': 'apikey',\n};\n\
                 Deno.serve((request) => new Response('other', {\n  headers,\n  status: new URL(request.url).search ? 405 : 200,\n}));";
    cx.write("supabase/functions/other/index.ts", other);
    let session = Session::start(&cx, &[]);
    let ask = async |method: Method, path: &str, headers: &[(&str, &str)]| {
        let mut request = Client::new().request(method, session.url(path));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        assert!(request.send().await.is_ok());
    };
    let origin = ("origin", ORIGIN);
    let method = ("access-control-request-method", "POST");
    // These are no preflights.
    ask(Method::OPTIONS, "bare", &[origin]).await;
    ask(Method::OPTIONS, "bare", &[method]).await;
    ask(Method::POST, "bare", &[origin, method]).await;
    ask(Method::OPTIONS, "other", &[origin, method]).await;
    assert!(!session.said().contains("preflight"), "{}", session.said());

    let asked = ("access-control-request-headers", "apikey,x-client-info");
    for _ in 0..3 {
        ask(Method::OPTIONS, "bare", &[origin, method]).await;
        ask(Method::OPTIONS, "other", &[origin, method, asked]).await;
        ask(Method::OPTIONS, "other?a", &[origin, method]).await;
    }
    session.wait_for("`other` answers a preflight with status");
    let said = session.said();
    for warning in [
        "warning: function `bare` answers a preflight without `access-control-allow-origin`; the browser does not send the page's request\n  hint: begin the handler with `if (request.method === \"OPTIONS\") return new Response(null, { headers: corsHeaders });` and send `corsHeaders` with every other response as well; see \"Calling functions from a web page\" in the README\n",
        "warning: function `other` answers a preflight without `x-client-info` in `access-control-allow-headers`;",
        "warning: function `other` answers a preflight with status 405;",
    ] {
        assert_eq!(said.matches(warning).count(), 1, "{warning}\n{said}");
    }
    assert_eq!(said.matches("answers a preflight").count(), 3, "{said}");
}

#[test]
fn the_types_of_new_functions_are_correct_whatever_the_project_shares() {
    crate::provisioned::provisioned();
    let restricted =
        "export const corsHeaders = { 'Access-Control-Allow-Origin': 'https://example.com' };\n";
    for (shared, templates) in [
        (None, &TEMPLATES[..]),
        (Some(restricted), &TEMPLATES[..1]),
        (Some("export const cors = 1;\n"), &TEMPLATES[..1]),
    ] {
        let cx = TestContext::new().with_shared_cache();
        if let Some(shared) = shared {
            cx.write("supabase/functions/_shared/cors.ts", shared);
        }
        for (template, auth) in templates
            .iter()
            .zip(["user", "apikey", "none"].into_iter().cycle())
        {
            new_function(&cx, template, template, &["--auth", auth]);
        }
        let check = ["functions", "bundle", "--check", "--out-dir", "out"];
        let output = cx.fx(check).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{shared:?}: {said}");
        let why = [
            "functions",
            "graph",
            "hello-world",
            "--why",
            "_shared/cors.ts",
        ];
        let is_in_graph = cx.fx(why).output().unwrap().status.success();
        let is_used = shared.is_none_or(|shared| shared == restricted);
        assert_eq!(is_in_graph, is_used, "{shared:?}");
    }
}
