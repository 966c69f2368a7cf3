//! What a function hears of its own life, and what becomes of it and of its requests when it goes wrong.

use std::process::Command;

use serde_json::Value;

use crate::{
    context::TestContext,
    session::{Answer, Session},
};

const LIVELY: &str = r#"
let evaluated = false;
addEventListener("load", () => console.log("load: " + evaluated));
addEventListener("beforeunload", (event) => console.log("unload: " + event.detail.reason));
const careful = (event) => {
  if (event.type === "error" ? event.message.includes("tolerated") : event.reason.message === "tolerated") {
    event.preventDefault();
    console.log("prevented: " + event.type);
  }
};
addEventListener("unhandledrejection", careful);
addEventListener("error", careful);
const pause = (time) => new Promise((resolve) => setTimeout(resolve, time));
const handlers = {
  async cpu() {
    for (;;) {
      const end = performance.now() + 5;
      while (performance.now() < end);
      await pause(0);
    }
  },
  block() {
    for (;;);
  },
  async memory() {
    for (const all = [];;) {
      all.push(new Uint8Array(1e6).fill(1));
      await pause(4);
    }
  },
  wait() {
    console.log("waiting");
    return new Promise(() => {});
  },
  async reject() {
    Promise.reject(new Error("tolerated"));
    await pause(20);
  },
  async background() {
    EdgeRuntime.waitUntil(Promise.reject(new Error("tolerated")));
    await pause(20);
  },
  async handled() {
    try {
      await EdgeRuntime.waitUntil(Promise.reject(new Error("handled")));
    } catch {
      await pause(20);
    }
  },
  async throw() {
    setTimeout(() => {
      throw new Error("tolerated");
    });
    await pause(20);
  },
  async crash() {
    setTimeout(() => {
      throw new Error("fatal");
    });
    await pause(10000);
  },
  async forget() {
    EdgeRuntime.waitUntil(pause(5).then(() => { throw new Error("in the background"); }));
    await pause(10000);
  },
  async abandon() {
    Promise.reject(new Error("nor this"));
    await pause(10000);
  },
};
Deno.serve(async (request) => {
  const name = new URL(request.url).pathname.split("/").at(-1);
  await handlers[name]?.();
  return new Response("fine");
});
evaluated = true;
"#;

const ID: &str = "x-deno-execution-id";

fn project(source: &str, limits: &str) -> TestContext {
    let cx = TestContext::new().with_shared_cache();
    cx.write("supabase/functions/f/index.ts", source);
    let config = format!("[functions.f]\nverify_jwt = false\nlimits = {{ {limits} }}\n");
    cx.write("supabase/config.toml", config);
    cx
}

async fn assert_serves(session: &Session) -> Answer {
    let answer = session.get("f").await;
    assert_eq!((answer.status, &*answer.text), (200, "fine"));
    answer
}

#[track_caller]
fn assert_error(answer: &Answer, status: u16, code: &str) {
    assert_eq!(
        (answer.status, answer.header("sb-error-code")),
        (status, code),
        "{answer:?}"
    );
}

/// Waits until so many requests in all have come that are never answered.
async fn until_waiting(session: &Session, count: usize) {
    let said = async || session.said().matches("[f] waiting").count() == count;
    session.until("requests under way", said).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_function_hears_load_after_its_evaluation_and_termination_at_the_end() {
    let cx = project(LIVELY, "");
    let mut session = Session::start(&cx, &[]);
    assert_serves(&session).await;
    session.wait_for("load: true");
    session.signal("-TERM");
    session.wait();
    session.wait_for("unload: termination");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_function_that_yields_hears_of_its_cpu_limit_and_one_that_does_not_cannot() {
    let cx = project(
        LIVELY,
        "cpu_time_soft_limit_ms = 500, cpu_time_hard_limit_ms = 1000",
    );
    let session = Session::start(&cx, &[]);
    assert_error(&session.get("f/block").await, 546, "WORKER_LIMIT");
    assert!(
        !session.said().contains("unload: cpu"),
        "{}",
        session.said()
    );
    assert_error(&session.get("f/cpu").await, 546, "WORKER_LIMIT");
    session.wait_for("unload: cpu");
    assert_serves(&session).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_function_hears_of_its_memory_limit() {
    let cx = project(
        LIVELY,
        "memory_limit_mb = 128, cpu_time_soft_limit_ms = 0, cpu_time_hard_limit_ms = 0",
    );
    let session = Session::start(&cx, &[]);
    let answer = session.get("f/memory").await;
    // Either the watchdog or the engine's own `RangeError` is first.
    assert!(matches!(answer.status, 500 | 546), "{answer:?}");
    session.wait_for("unload: memory");
    assert_serves(&session).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_function_hears_of_its_wall_clock_limit_and_of_an_early_end() {
    let cx = project(LIVELY, "worker_timeout_ms = 3000");
    let session = Session::start(&cx, &[]);
    assert_error(&session.get("f/wait").await, 546, "WORKER_LIMIT");
    session.wait_for("unload: wall_clock");
    assert_serves(&session).await;
    session.wait_for("unload: early_drop");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_error_that_the_function_prevents_from_ending_it_does_not() {
    let cx = project(LIVELY, "");
    let session = Session::start(&cx, &[]);
    let first = assert_serves(&session).await;
    for path in ["f/reject", "f/background", "f/handled", "f/throw", "f"] {
        let answer = session.get(path).await;
        let seen = (answer.status, answer.header(ID));
        assert_eq!(seen, (200, first.header(ID)), "{path}: {answer:?}");
    }
    session.wait_for("prevented: unhandledrejection");
    session.wait_for("prevented: error");
    // Such an error is not what the function ends of later.
    let kill = async {
        until_waiting(&session, 1).await;
        for id in session.survivors() {
            // A process that waits may have ended by itself.
            let _ = Command::new("kill").args(["-9", &id.to_string()]).status();
        }
    };
    let (answer, ()) = tokio::join!(session.get("f/wait"), kill);
    assert_error(&answer, 500, "WORKER_ERROR");
    assert!(!answer.text.contains("tolerated"), "{answer:?}");
    assert_serves(&session).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_uncaught_error_ends_every_request_under_way_and_the_next_has_a_new_worker() {
    let cx = project(LIVELY, "");
    let session = Session::start(&cx, &[]);
    let cases = [
        ("f/crash", "fatal", 2),
        ("f/abandon", "nor this", 4),
        ("f/forget", "in the background", 6),
    ];
    for (path, message, waiting) in cases {
        let first = assert_serves(&session).await;
        let crash = async {
            until_waiting(&session, waiting).await;
            session.get(path).await
        };
        let answers = tokio::join!(session.get("f/wait"), session.get("f/wait"), crash);
        for answer in [&answers.0, &answers.1, &answers.2] {
            assert_error(answer, 500, "WORKER_ERROR");
            assert_eq!(
                answer.json()["message"],
                "Function exited due to an error (please check logs)"
            );
            assert!(answer.detail().contains(message), "{answer:?}");
        }
        let next = assert_serves(&session).await;
        assert_ne!(next.header(ID), first.header(ID));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_handler_must_not_do_is_answered() {
    let source = r#"
const cases = {
  throw() {
    throw new Error("thrown", { cause: new Error("beneath", { cause: new Error("deepest") }) });
  },
  reject: () => Promise.reject(new Error("rejected")),
  text: () => "text",
  nothing() {},
  used: async () => {
    const response = new Response("x");
    await response.text();
    return response;
  },
  failed: async () => Response.error(),
  spent() {
    const response = new Response("x");
    response.text();
    return response;
  },
  later: async () => ({ status: 200 }),
};
const handler = (request) => cases[new URL(request.url).pathname.split("/").at(-1)]();
"#;
    let cx = project(&format!("{source}Deno.serve(handler);"), "");
    let careful = r#"
const onError = async (error) => new Response("careful: " + error.message, { status: 418 });
Deno.serve({ onError }, handler);
"#;
    cx.write(
        "supabase/functions/g/index.ts",
        format!("{source}{careful}"),
    );
    let session = Session::start(&cx, &["--no-verify-jwt"]);
    for (path, status, text) in [
        ("f/throw", 500, "Internal Server Error"),
        ("f/reject", 500, "Internal Server Error"),
        ("f/used", 500, "Internal Server Error"),
        ("f/failed", 500, "Internal Server Error"),
        ("f/spent", 500, "Internal Server Error"),
        ("f/text", 502, "Bad Gateway"),
        ("f/nothing", 502, "Bad Gateway"),
        ("f/later", 502, "Bad Gateway"),
        ("g/throw", 418, "careful: thrown"),
        ("g/reject", 418, "careful: rejected"),
        ("g/text", 502, "Bad Gateway"),
    ] {
        let answer = session.get(path).await;
        assert_eq!((answer.status, &*answer.text), (status, text), "{path}");
    }
    for said in [
        "thrown",
        "deepest",
        "rejected",
        "The handler returned no Response",
        "already been consumed",
    ] {
        session.wait_for(said);
    }
    for internal in ["ext:", "bootstrap-"] {
        let said = session.said();
        assert!(!said.contains(internal), "{said}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_error_handler_is_called_once_even_if_it_fails() {
    let source = r#"
const handlers = {
  throws(error) { throw new Error(`failed after ${error.message}`); },
  async rejects(error) { throw new Error(`failed after ${error.message}`); },
  nothing() {},
  later: async () => ({ status: 200 }),
  error: () => Response.error(),
  spent() {
    const response = new Response("x");
    response.text();
    return response;
  },
  answers: (error) => new Response(error.message, { status: 418 }),
  streams: (error) => new Response(new Blob([error.message]).stream(), { status: 418 }),
};
const calls = {};
const nameOf = (error) => error.message.split(" ")[0];
Deno.serve({
  onError(error) {
    calls[error.message] = (calls[error.message] ?? 0) + 1;
    return handlers[nameOf(error)](error);
  },
}, (request) => {
  const [, , name, how] = new URL(request.url).pathname.split("/");
  const error = new Error(`${name} ${how}`);
  if (name === "calls") return Response.json(calls);
  if (how === "sync") throw error;
  if (how === "async") return Promise.reject(error);
  return new Response(new ReadableStream({
    pull(controller) {
      controller.enqueue(new Uint8Array(1));
      controller.error(error);
    },
  }));
});
"#;
    let cx = project(source, "");
    let session = Session::start(&cx, &["--no-verify-jwt"]);
    let mut expected = serde_json::Map::new();
    for (handler, fails) in [
        ("throws", true),
        ("rejects", true),
        ("nothing", true),
        ("later", true),
        ("error", true),
        ("spent", true),
        ("answers", false),
        ("streams", false),
    ] {
        for how in ["sync", "async"] {
            let answer = session.get(&format!("f/{handler}/{how}")).await;
            let thrown = format!("{handler} {how}");
            let wanted = match fails {
                true => (500, "Internal Server Error"),
                false => (418, thrown.as_str()),
            };
            assert_eq!((answer.status, &*answer.text), wanted, "{thrown}");
            expected.insert(thrown, 1.into());
        }
    }
    // A response that has begun cannot be replaced.
    let cut = async || {
        let response = reqwest::get(session.url("f/throws/stream")).await?;
        response.bytes().await
    };
    assert!(cut().await.is_err());
    expected.insert("throws stream".to_owned(), 1.into());
    let is_counted =
        async || session.get("f/calls").await.json() == Value::Object(expected.clone());
    session
        .until("every handler was called once", is_counted)
        .await;
    for said in [
        "failed after throws sync",
        "failed after rejects async",
        "`onError` returned no Response",
        "already been consumed",
    ] {
        session.wait_for(said);
    }
    let said = session.said();
    assert!(
        said.contains("Exception in onError while handling exception"),
        "{said}"
    );
    for internal in ["ext:", "bootstrap-"] {
        assert!(!said.contains(internal), "{said}");
    }
}
