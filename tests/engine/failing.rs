//! Functions that keep failing, workers that are gone when a request wants them, and more requests than there is room
//! for.

use std::{
    collections::BTreeSet,
    process::Command,
    time::{Duration, Instant},
};

use crate::{
    context::TestContext,
    session::{Answer, Session},
};

const FINE: &str = "Deno.serve(async (request) => new Response('fine' + await request.text()));";

fn project(functions: &[(&str, &str)], config: &str) -> TestContext {
    let cx = TestContext::new().with_shared_cache();
    for (slug, source) in functions {
        cx.write(&format!("supabase/functions/{slug}/index.ts"), *source);
    }
    cx.write("supabase/config.toml", config);
    cx
}

async fn post(session: &Session, path: &str) -> Answer {
    let request = reqwest::Client::new().post(session.url(path)).body("!");
    Answer::of(request.send().await.unwrap()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn functions_that_keep_failing_are_tried_less_and_less_until_they_are_saved() {
    let functions = [
        ("load", "throw new Error('not today');"),
        (
            "served",
            "Deno.serve(() => new Promise(() => {})); throw new Error('not today');",
        ),
        (
            "late",
            "Deno.serve(() => new Promise(() => {})); setTimeout(() => { throw new Error('not today'); });",
        ),
    ];
    let cx = project(&functions, "");
    let session = Session::start(&cx, &["--no-verify-jwt"]);
    for (slug, _) in functions {
        let mut times = Vec::new();
        for _ in 0..40 {
            let asked = Instant::now();
            let answer = session.get(slug).await;
            times.push(asked.elapsed());
            let seen = (answer.status, answer.header("sb-error-code"));
            assert_eq!(seen, (500, "WORKER_ERROR"), "{slug}: {answer:?}");
            assert!(answer.detail().contains("not today"), "{slug}: {answer:?}");
        }
        let said = session.said();
        let told = said.matches(&format!("error: function `{slug}`")).count();
        assert_eq!(told, 3, "{slug}: {said}");
        let message = format!(
            "warning: function `{slug}` keeps failing; the next try is in 0.5 s, further ones less and less often\n  hint: a save of its files tries at once"
        );
        assert_eq!(said.matches(&message).count(), 1, "{slug}: {said}");
        // The first three start a process each, of the others hardly one.
        let (started, others) = times.split_at_mut(3);
        others.sort();
        let median = others[others.len() / 2];
        assert!(started.iter().all(|time| median < *time / 2), "{times:?}");
        cx.write(&format!("supabase/functions/{slug}/index.ts"), FINE);
        session
            .until("the mended code answers", async || {
                session.get(slug).await.status == 200
            })
            .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_function_whose_requests_crash_it_is_not_refused_while_others_succeed() {
    let source = "Deno.serve(async (request) => {
      if (request.url.endsWith('/crash')) {
        setTimeout(() => { throw new Error('fatal'); });
        await new Promise(() => {});
      }
      return new Response('fine');
    });";
    let cx = project(&[("f", source)], "");
    let session = Session::start(&cx, &["--no-verify-jwt"]);
    for _ in 0..8 {
        assert_eq!(session.get("f").await.text, "fine");
        assert_eq!(session.get("f/crash").await.status, 500);
    }
    assert!(
        !session.said().contains("keeps failing"),
        "{}",
        session.said()
    );
}

/// fx stands still meanwhile, so that it cannot know of their death when the next request comes.
fn kill_workers(session: &Session) {
    session.signal("-STOP");
    let workers = session.survivors();
    for id in &workers {
        // A process that waits may have ended by itself.
        let _ = Command::new("kill").args(["-9", &id.to_string()]).status();
    }
    let deadline = Instant::now() + Duration::from_secs(60);
    while !workers.iter().all(|id| has_closed_its_files(*id)) {
        assert!(Instant::now() < deadline, "{workers:?} do not end");
        std::thread::yield_now();
    }
}

/// A process that is killed gives back its memory first, and its sockets later, with the last of its threads.
fn has_closed_its_files(id: u32) -> bool {
    let threads = std::fs::read_dir(format!("/proc/{id}/task"));
    let mut threads = threads.into_iter().flatten().flatten();
    threads.all(|thread| {
        let stat = std::fs::read_to_string(thread.path().join("stat")).unwrap_or_default();
        // The state comes after the name, which is in parentheses.
        let state = stat.rsplit(") ").next().unwrap_or_default();
        stat.is_empty() || state.starts_with(['Z', 'X'])
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_to_a_worker_that_is_gone_has_another() {
    let cx = project(&[("f", FINE)], "[edge_runtime]\npolicy = 'per_request'");
    let cx_shared = project(&[("f", FINE)], "");
    for cx in [&cx, &cx_shared] {
        let session = Session::start(cx, &["--no-verify-jwt", "--standby", "0"]);
        for _ in 0..8 {
            let answers = tokio::join!(
                post(&session, "f"),
                post(&session, "f"),
                post(&session, "f")
            );
            for answer in [answers.0, answers.1, answers.2] {
                assert_eq!((answer.status, &*answer.text), (200, "fine!"), "{answer:?}");
            }
            kill_workers(&session);
            let go_on = async { session.signal("-CONT") };
            let (answer, ()) = tokio::join!(post(&session, "f"), go_on);
            assert_eq!((answer.status, &*answer.text), (200, "fine!"), "{answer:?}");
        }
        assert!(
            !session.said().contains("keeps failing"),
            "{}",
            session.said()
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_that_takes_no_connections_is_replaced() {
    let source = "setInterval(() => {}, 1000);
      const server = Deno.serve(async (request) => {
        server.shutdown();
        return new Response('fine' + await request.text(), { headers: { connection: 'close' } });
      });";
    let cx = project(&[("f", source)], "");
    let session = Session::start(&cx, &["--no-verify-jwt"]);
    let mut workers = BTreeSet::new();
    for _ in 0..10 {
        let answer = post(&session, "f").await;
        assert_eq!((answer.status, &*answer.text), (200, "fine!"), "{answer:?}");
        workers.insert(answer.header("x-deno-execution-id").to_owned());
    }
    assert_eq!(workers.len(), 10);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_request_fails_because_workers_retire() {
    let short = "[functions.f.limits]\nworker_timeout_ms = 1000\n";
    for args in [
        &["--policy", "per_worker"][..],
        &["--policy", "per_request", "--max-workers", "2"],
        &["--policy", "oneshot", "--max-workers", "2"],
    ] {
        let cx = project(&[("f", FINE)], short);
        let session = Session::start(&cx, &[&["--no-verify-jwt"], args].concat());
        let until = Instant::now() + Duration::from_millis(3500);
        let client = async || {
            let mut workers = Vec::new();
            while Instant::now() < until {
                let answer = post(&session, "f").await;
                assert_eq!(
                    (answer.status, &*answer.text),
                    (200, "fine!"),
                    "{args:?}: {answer:?}"
                );
                workers.push(answer.header("x-deno-execution-id").to_owned());
            }
            workers.dedup();
            workers.len()
        };
        let workers = tokio::join!(client(), client(), client(), client());
        assert!(workers.0 > 3, "{args:?}: {workers:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_idle_connection_that_the_function_closes_costs_no_request() {
    let source = "import { createServer } from 'node:http';
      const server = createServer((request, response) => response.end('fine'));
      server.keepAliveTimeout = 1;
      server.listen(8000);";
    let cx = project(&[("f", source)], "");
    let session = Session::start(&cx, &["--no-verify-jwt"]);
    for _ in 0..100 {
        let answer = session.get("f").await;
        assert_eq!((answer.status, &*answer.text), (200, "fine"), "{answer:?}");
    }
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn more_requests_than_can_wait_are_told_to_come_back() {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

    const ROOM: usize = 1000;
    const MORE: usize = 20;
    let Rlimit { maximum, .. } = getrlimit(Resource::Nofile);
    let limit = Rlimit {
        current: maximum,
        maximum,
    };
    setrlimit(Resource::Nofile, limit).unwrap();
    let slow = "await new Promise((resolve) => setTimeout(resolve, 3000)); Deno.serve(() => new Response('fine'));";
    let cx = project(&[("f", slow)], "");
    let session = Session::start(&cx, &["--no-verify-jwt"]);
    let client = reqwest::Client::new();
    let get = async || Answer::of(client.get(session.url("f")).send().await.unwrap()).await;
    let requests = (0..ROOM + MORE).map(|_| get());
    let answers = futures_util::future::join_all(requests).await;
    let (fine, refused): (Vec<Answer>, Vec<Answer>) =
        answers.into_iter().partition(|answer| answer.status == 200);
    assert_eq!((fine.len(), refused.len()), (ROOM, MORE));
    for answer in refused {
        let seen = ["sb-error-code", "retry-after"].map(|name| answer.header(name));
        assert_eq!(
            (answer.status, seen),
            (503, ["OVERLOADED", "1"]),
            "{answer:?}"
        );
        assert_eq!(answer.json()["code"], "OVERLOADED");
    }
    assert_eq!(session.get("f").await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_that_is_frozen_does_not_keep_its_function_down() {
    let cx = project(&[("f", FINE)], "[functions.f]\nverify_jwt = false\n");
    let session = Session::start(&cx, &["--standby", "0", "--max-workers", "1"]);
    assert_eq!(session.get("f").await.status, 200);
    for id in session.survivors() {
        let id = id.to_string();
        assert!(
            Command::new("kill")
                .args(["-STOP", &id])
                .status()
                .unwrap()
                .success()
        );
    }
    let stuck = tokio::spawn(reqwest::get(session.url("f")));
    session.wait_for("a worker of function `f` does not react any more");
    assert_eq!(session.get("f").await.status, 200);
    stuck.abort();
}
