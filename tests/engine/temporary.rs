//! Temporary directories: fx leaves nothing in `$TMPDIR`, however it and its workers end, and removes nothing there that
//! it has not made.

use std::{
    fs,
    os::unix::fs::symlink,
    path::{Path, PathBuf},
    process::Command,
    sync::Arc,
};

use crate::{
    context::TestContext,
    platform::host::{Form, Platform},
    session::Session,
    wrapped::{NO_NAMESPACES, wrap},
};

/// Fills its `/tmp`, and then does what the path says.
const FILLS: &str = r#"
import fs from "node:fs";
const pause = (time) => new Promise((resolve) => setTimeout(resolve, time));
Deno.serve(async (request) => {
  for (let i = 0; i < 1000; i++) fs.writeFileSync("/tmp/" + i, "");
  const path = new URL(request.url).pathname;
  if (path.endsWith("/cpu")) for (;;);
  if (path.endsWith("/throw")) setTimeout(() => { throw new Error("fatal"); });
  if (path.endsWith("/heap")) for (const all = [];;) all.push(new Array(1000).fill(Math.random()));
  if (path.endsWith("/slow")) console.log("request began");
  if (!path.endsWith("/f")) await pause(600000);
  return new Response(String(Deno.pid));
});
"#;

fn project() -> TestContext {
    let cx = TestContext::new().with_shared_cache();
    let limits =
        "{ memory_limit_mb = 128, cpu_time_soft_limit_ms = 0, cpu_time_hard_limit_ms = 2000 }";
    let config = format!("[functions.f]\nverify_jwt = false\nlimits = {limits}\n");
    cx.write("supabase/config.toml", config);
    cx.write("supabase/functions/f/index.ts", FILLS);
    cx
}

fn tmp(cx: &TestContext) -> PathBuf {
    cx.root().join("tmp")
}

/// What is in a directory.
fn names(directory: &Path) -> Vec<String> {
    let entries = fs::read_dir(directory).unwrap().map(Result::unwrap);
    let names = entries.map(|entry| entry.file_name().into_string().unwrap());
    let mut names: Vec<_> = names.collect();
    names.sort();
    names
}

/// The directory of the fx that runs.
fn run_directory(cx: &TestContext) -> PathBuf {
    let tmp = tmp(cx);
    let names = names(&tmp);
    assert_eq!(names.len(), 1, "{names:?}");
    tmp.join(&names[0])
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_left_after_any_signal_with_workers_that_have_files() {
    for script in ["exec \"$@\"", NO_NAMESPACES] {
        for signal in ["-INT", "-TERM", "-HUP"] {
            let cx = project();
            let mut session = Session::start_with(&cx, &[], |command| wrap(command, script));
            assert_eq!(session.get("f").await.status, 200);
            session.signal(signal);
            session.wait();
            assert_eq!(names(&tmp(&cx)), [""; 0], "{script} {signal}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_left_when_a_second_signal_cuts_requests_off() {
    for script in ["exec \"$@\"", NO_NAMESPACES] {
        let cx = project();
        let mut session = Session::start_with(&cx, &[], |command| wrap(command, script));
        let url = session.url("f/slow");
        let request = tokio::spawn(async move { reqwest::get(url).await });
        session.wait_for("request began");
        session.signal("-INT");
        session.wait_for("Ctrl-C again");
        session.signal("-INT");
        session.wait();
        assert!(request.await.unwrap().is_err());
        assert_eq!(names(&tmp(&cx)), [""; 0], "{script}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_platform_leaves_nothing_behind_either() {
    for signals in [&["-TERM"][..], &["-INT"], &["-INT", "-INT"]] {
        let mut platform = Platform::start(&[]);
        let project = platform.create_project("p").await;
        let metadata = serde_json::json!({ "entrypoint_path": "index.ts", "verify_jwt": false });
        let form = Form::new(&metadata).file("index.ts", FILLS);
        let path = project.path("functions/deploy?slug=f");
        let deployed = platform
            .send(form.put_into(platform.request(reqwest::Method::POST, &path)))
            .await;
        assert_eq!(deployed.status, 201, "{}", deployed.text);
        assert_eq!(project.get("f").await.status, 200);
        let cut_off = signals.len() > 1;
        let slow = project.invoke(reqwest::Method::GET, "f/slow");
        let slow = tokio::spawn(async move {
            if cut_off {
                drop(slow.send().await);
            }
        });
        for signal in signals {
            platform.signal(signal);
            if cut_off {
                platform.stderr.wait_for("Stopping");
            }
        }
        platform.wait();
        slow.await.unwrap();
        assert_eq!(names(&tmp(&platform.cx)), [""; 0], "{signals:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn however_a_worker_ends_its_directory_goes() {
    for script in ["exec \"$@\"", NO_NAMESPACES] {
        let cx = project();
        let session = Session::start_with(&cx, &["--max-workers", "1"], |command| {
            wrap(command, script);
        });
        for end in ["cpu", "throw", "heap"] {
            let answer = session.get(&format!("f/{end}")).await;
            assert_ne!(answer.status, 200, "{script} {end}: {answer:?}");
        }
        let worker = session.get("f").await.text;
        let killed = Command::new("kill").args(["-KILL", &worker]).status();
        assert!(killed.unwrap().success());
        let run = run_directory(&cx);
        let gone = async || {
            let rooms = walkdir::WalkDir::new(&run).into_iter().flatten();
            // A worker that waits for a request has a directory with its socket.
            rooms.count() < 20
        };
        session
            .until("the directories of the dead are removed", gone)
            .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_killed_fx_has_left_the_next_one_removes() {
    for script in ["exec \"$@\"", NO_NAMESPACES] {
        let cx = project();
        let mut killed = Session::start_with(&cx, &[], |command| wrap(command, script));
        assert_eq!(killed.get("f").await.status, 200);
        let left = run_directory(&cx);
        killed.signal("-KILL");
        killed.wait();
        killed.wait_for_no_survivors();
        assert!(left.exists());

        let mut next = Session::start(&cx, &[]);
        next.until("what was left is removed", async || !left.exists())
            .await;
        next.signal("-INT");
        next.wait();
        assert_eq!(names(&tmp(&cx)), [""; 0], "{script}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_directory_of_a_running_fx_is_left_alone() {
    let cx = project();
    let first = Session::start(&cx, &[]);
    let directory = run_directory(&cx);
    let mut second = Session::start(&cx, &[]);
    assert_eq!(second.get("f").await.status, 200);
    second.signal("-INT");
    second.wait();
    assert!(directory.exists());
    assert_eq!(first.get("f").await.status, 200);
    // The other would wait for the processes of this one.
    drop(first);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_data_of_a_stopped_platform_in_the_temporary_directory_stays() {
    let cx = Arc::new(project());
    let data = tmp(&cx).join("fx-data");
    let mut platform = Platform::start_in(Arc::clone(&cx), data.clone(), &[]);
    let made = platform.create_project("p").await;
    platform.stop();
    let mut session = Session::start(&cx, &[]);
    assert_eq!(session.get("f").await.status, 200);
    session.signal("-TERM");
    session.wait();
    drop(session);
    assert!(data.join("state.db").exists());
    let again = Platform::start_in(Arc::clone(&cx), data, &[]);
    let projects = again.get("/v1/projects").await;
    assert!(projects.text.contains(&made.reference), "{projects:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_others_lay_out_in_the_temporary_directory_neither_stops_a_start_nor_goes() {
    let cx = project();
    let tmp = tmp(&cx);
    let somewhere = cx.root().join("somewhere");
    let mut laid = vec![somewhere.join("kept")];
    for name in ["fx-lock", "fx-pipe", "fx-empty", "fx-theirs"] {
        fs::create_dir(tmp.join(name)).unwrap();
        laid.push(tmp.join(name));
    }
    fs::write(tmp.join("fx-lock/lock"), "").unwrap();
    for name in ["lock", ".fx-run"] {
        let made = Command::new("mkfifo")
            .arg(tmp.join("fx-pipe").join(name))
            .status();
        assert!(made.unwrap().success());
    }
    fs::create_dir(&somewhere).unwrap();
    fs::write(somewhere.join("kept"), "").unwrap();
    fs::write(somewhere.join("lock"), "").unwrap();
    symlink(&somewhere, tmp.join("fx-link")).unwrap();
    symlink("/dev/zero", tmp.join("fx-zero")).unwrap();
    // What a killed fx has left is taken from others by its text, and not by its name only.
    let mut killed = Session::start(&cx, &[]);
    killed.signal("-KILL");
    killed.wait();
    let laid_names = [
        "fx-empty",
        "fx-link",
        "fx-lock",
        "fx-pipe",
        "fx-theirs",
        "fx-zero",
    ];
    let left = names(&tmp);
    let left = left
        .iter()
        .find(|name| !laid_names.contains(&name.as_str()));
    let left = tmp.join(left.unwrap());
    fs::copy(left.join(".fx-run"), somewhere.join(".fx-run")).unwrap();
    symlink(left.join(".fx-run"), tmp.join("fx-theirs/.fx-run")).unwrap();

    let mut session = Session::start(&cx, &[]);
    assert_eq!(session.get("f").await.status, 200);
    session
        .until("what was left is removed", async || !left.exists())
        .await;
    session.signal("-INT");
    session.wait();
    assert_eq!(names(&tmp), laid_names);
    for path in laid {
        assert!(path.exists(), "{}", path.display());
    }
    assert_eq!(names(&tmp.join("fx-pipe")), [".fx-run", "lock"]);
}
