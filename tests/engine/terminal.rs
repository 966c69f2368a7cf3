//! What the terminal shows of requests, logs and errors.

use crate::{context::TestContext, session::Session};

const CHATTY: &str = r#"console.debug("some detail");
console.log("first\nsecond");
Deno.serve(() => new Response("hello"));
"#;

/// A throw in line 3, behind types that the engine erases.
const THROWS: &str = r#"interface Message { text: string }
type Late = Message & { late: true };
const fail = (message: Message): never => { throw new TypeError(message.text) };
Deno.serve((request: Request) => {
  const late: Late = { text: "late", late: true };
  if (request.url.endsWith("timer")) setTimeout(() => fail(late));
  else if (request.url.endsWith("logged")) console.error(new Error("logged"));
  else fail({ text: "thrown" });
  return request.url.endsWith("logged") ? new Response() : new Promise<Response>(() => {});
});
"#;

fn project(source: &str) -> TestContext {
    let cx = TestContext::new().with_shared_cache();
    cx.write(
        "supabase/config.toml",
        "[functions.hello]\nverify_jwt = false\n",
    );
    cx.write("supabase/functions/hello/index.ts", source);
    cx
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_and_logs_are_short_lines() {
    let cx = project(CHATTY);
    let session = Session::start(&cx, &[]);
    let answer = session.get("hello/x").await;
    let worker = answer.header("x-deno-execution-id")[..8].to_owned();
    let said = session.wait_for(&format!(" ms {worker} cold\n"));
    assert!(said.contains("GET /hello/x 200 "), "{said}");
    assert!(said.contains("[hello] some detail\n"), "{said}");
    assert!(said.contains("[hello] first\n        second\n"), "{said}");
    session.get("hello/x").await;
    session.wait_for(&format!(" ms {worker}\n"));
    assert!(!said.contains("Booted"), "{said}");
    assert_eq!(session.stdout().text(), "", "stdout is for data");
}

#[tokio::test(flavor = "multi_thread")]
async fn verbose_shows_boots() {
    let cx = project(CHATTY);
    let session = Session::start(&cx, &["--verbose"]);
    session.get("hello").await;
    session.wait_for("Booted `hello` in ");
}

#[tokio::test(flavor = "multi_thread")]
async fn stack_traces_are_those_of_the_typescript_source() {
    let cx = project(THROWS);
    let session = Session::start(&cx, &[]);
    let place = |line: u32| format!("supabase/functions/hello/index.ts:{line}:");

    assert_eq!(session.get("hello/logged").await.status, 200);
    session.wait_for("Error: logged");
    let said = session.wait_for(&place(7));
    assert!(!said.contains(&place(3)), "{said}");

    assert_eq!(session.get("hello/thrown").await.status, 500);
    session.wait_for("TypeError: thrown");
    session.wait_for(&place(3));
    session.wait_for(&place(8));

    let answer = session.get("hello/timer").await;
    assert_eq!(answer.status, 500);
    let detail = answer.detail();
    assert!(detail.contains("TypeError: late"), "{detail}");
    assert!(detail.contains(&place(3)), "{detail}");
    assert!(detail.contains(&place(6)), "{detail}");
    session.wait_for("error: function `hello` ended by an uncaught error");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_that_its_client_gives_up_is_told_of() {
    let cx = project("Deno.serve(() => (console.log('began'), new Promise(() => {})));");
    let session = Session::start(&cx, &[]);
    let request = tokio::spawn(reqwest::get(session.url("hello/slow")));
    session.wait_for("began");
    request.abort();
    session.wait_for("GET /hello/slow aborted");
}

const FLOOD: &str = r#"
Deno.serve(() => {
  for (let line = 0; line < 100_000; line++) console.log(`line ${line}`);
  return new Response("done");
});
"#;

#[tokio::test(flavor = "multi_thread")]
async fn lines_that_come_too_fast_are_counted() {
    let cx = project(FLOOD);
    let session = Session::start(&cx, &[]);
    assert_eq!(session.get("hello").await.text, "done");
    let dropped = |said: &str| -> usize {
        let counts = said.split("warning: ").filter_map(|text| {
            text.split_once(" log lines of `hello` came too fast")?
                .0
                .parse::<usize>()
                .ok()
        });
        counts.sum()
    };
    session
        .until("every line is shown or counted", async || {
            let said = session.said();
            said.matches("[hello] line ").count() + dropped(&said) == 100_000
        })
        .await;
    assert!(
        session.said().contains("GET /hello 200"),
        "requests are told of all the same"
    );
}
