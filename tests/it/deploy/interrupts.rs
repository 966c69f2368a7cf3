//! A deploy that is cut off at any point is finished by running it again.

use std::{
    process::Stdio,
    time::{Duration, Instant},
};

use super::{fx, json, many, statuses, versions, write};
use crate::support::{TestContext, api::Api};

/// Starts a deploy and kills it once the server has been asked `requests` times.
fn killed_after(requests: usize, api: &Api, cx: &TestContext) {
    let mut child = fx(api, cx, ["deploy", "--jobs", "3"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let deadline = Instant::now() + Duration::from_secs(60);
    while api.lines().len() < requests && child.try_wait().unwrap().is_none() {
        assert!(Instant::now() < deadline, "the deploy hangs");
        std::thread::sleep(Duration::from_millis(1));
    }
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn a_killed_deploy_is_finished_by_the_next_one() {
    let cx = many(10);
    let api = Api::start();
    api.latency(Duration::from_millis(5));
    let mut expected = 1;
    for requests in [0, 1, 2, 3, 5, 7, 9, 11] {
        killed_after(requests, &api, &cx);
        let (code, document) = json(&api, &cx, ["deploy"]);
        assert_eq!(code, Some(0), "{document}");
        let versions = versions(&api);
        assert_eq!(versions.len(), 10);
        for (slug, version) in versions {
            assert_eq!(
                version, expected,
                "{slug}, killed after {requests} requests"
            );
        }
        let (_, document) = json(&api, &cx, ["deploy"]);
        assert!(statuses(&document).iter().all(|it| it.1 == "unchanged"));
        expected += 1;
        for slug in super::names(10) {
            write(&cx, &slug, &format!("{slug} {expected}"));
        }
        api.forget_requests();
    }
}

#[cfg(unix)]
#[test]
fn an_interrupt_tells_what_was_done() {
    use std::io::Read as _;

    let (api, cx) = (Api::start(), many(4));
    api.fault(
        crate::support::api::Matcher::post("/functions").with_slug("fn-03"),
        crate::support::api::Fault::Stall,
    );
    let mut child = fx(
        &api,
        &cx,
        ["deploy", "--output-format", "json", "--jobs", "1"],
    )
    .stdout(Stdio::piped())
    .stderr(Stdio::null())
    .spawn()
    .unwrap();
    let deadline = Instant::now() + Duration::from_secs(60);
    while api.lines().len() < 5 {
        assert!(Instant::now() < deadline, "the deploy hangs");
        std::thread::sleep(Duration::from_millis(1));
    }
    let pid = rustix::process::Pid::from_child(&child);
    rustix::process::kill_process(pid, rustix::process::Signal::INT).unwrap();
    let mut text = String::new();
    child
        .stdout
        .take()
        .unwrap()
        .read_to_string(&mut text)
        .unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(130));
    let document = serde_json::from_str(&text).unwrap();
    assert_eq!(
        statuses(&document)[2..],
        [("fn-02", "deployed"), ("fn-03", "not_done")]
    );
}
