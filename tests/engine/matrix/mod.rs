//! Each option of a project's configuration, in every way a function can run: served from its files, served from its
//! bundle, deployed to a platform, and by the engine alone. It acts alike, or it is refused alike before anything is
//! sent; and nothing is written into the project.

mod cases;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
    process::{Command, Stdio},
    sync::Arc,
};

use futures_util::{StreamExt as _, stream};

use crate::{
    context::TestContext,
    platform::host::Platform,
    provisioned::provisioned,
    registry::{Registry, Reply, Routes},
    session::{Answer, Output, Session},
};
use cases::{ANSWERED, Case, REFUSED, surfaces};

/// How many functions are asked at once.
const AT_ONCE: usize = 4;

/// A server of one module, which cases name as `[WEB]`.
fn web() -> Registry {
    Registry::with_routes(|_| {
        let headers = vec![("Content-Type", "application/typescript".to_owned())];
        let module = b"export const x: string = 'web';\n".to_vec();
        let reply = Reply::Full(200, headers, module);
        Routes {
            replies: [("/x.ts".to_owned(), reply)].into(),
            ..Routes::default()
        }
    })
}

fn write(cx: &TestContext, cases: &[Case], web: &Registry) {
    let mut config = String::new();
    for case in cases {
        for (path, content) in &case.files {
            let content = content.replace("[WEB]/", &web.url());
            cx.write(&format!("supabase/functions/{}/{path}", case.name), content);
        }
        config += &format!("[functions.{}]\nverify_jwt = false\n", case.name);
    }
    cx.write("supabase/config.toml", config);
}

/// All files of the project but what fx keeps in `supabase/.temp`.
fn files(directory: &Path) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for entry in fs::read_dir(directory).unwrap() {
        let entry = entry.unwrap();
        let path = entry.path();
        match entry.file_type().unwrap().is_dir() {
            true if entry.file_name() == ".temp" => {}
            true => found.append(&mut files(&path)),
            false => drop(found.insert(path.display().to_string())),
        }
    }
    found
}

/// What each function answers.
async fn answers(cases: &[Case], url: impl Fn(&str) -> String) -> BTreeMap<&str, (u16, String)> {
    let asked = cases.iter().map(|case| {
        let url = url(&case.name);
        async move {
            let answer = Answer::of(reqwest::get(url).await.unwrap()).await;
            (case.name.as_str(), (answer.status, answer.text))
        }
    });
    stream::iter(asked).buffered(AT_ONCE).collect().await
}

/// A platform to deploy to. It starts when no session runs any more, whose end is that of all processes.
fn platform(cx: &Arc<TestContext>) -> Platform {
    let data = cx.root().join("platform-data");
    Platform::start_in(Arc::clone(cx), data, &[])
}

fn expected(cases: &[Case]) -> BTreeMap<&str, (u16, String)> {
    let expected = cases.iter();
    let expected = expected.map(|case| (case.name.as_str(), (200, case.says.to_owned())));
    expected.collect()
}

/// Takes away the functions that say what there is, and sees that they say the same.
fn without_surfaces(mut answers: BTreeMap<&str, (u16, String)>) -> BTreeMap<&str, (u16, String)> {
    let (unstable, stable) = (answers.remove("unstable"), answers.remove("stable"));
    assert_eq!(unstable, stable);
    assert_eq!(unstable.map(|(status, _)| status), Some(200));
    answers
}

#[tokio::test(flavor = "multi_thread")]
async fn every_option_acts_alike_wherever_a_function_runs() {
    let engine = &provisioned().engine;
    let web = web();
    let mut cases: Vec<Case> = ANSWERED.iter().map(Case::of).collect();
    cases.extend(surfaces(engine));
    let cx = Arc::new(TestContext::new().with_shared_cache());
    write(&cx, &cases, &web);
    let before = files(&cx.dir());
    let expected = without_surfaces(expected(&cases));
    for args in [&[][..], &["--from-bundle"]] {
        let session = Session::start(&cx, args);
        let found = answers(&cases, |name| session.url(name)).await;
        assert_eq!(
            without_surfaces(found),
            expected,
            "{args:?}\n{}",
            session.said()
        );
    }
    let platform = platform(&cx);
    let project = platform.create_project("matrix").await;
    platform.run(["functions", "deploy", "--project-ref", &project.reference]);
    let url = |name: &str| format!("{}/functions/v1/{name}", project.url);
    let found = answers(&cases, url).await;
    assert_eq!(without_surfaces(found), expected, "deployed");
    platform.run(["functions", "bundle"]);
    assert_eq!(
        files(&cx.dir()),
        before,
        "nothing is written into the project"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_engine_alone_agrees() {
    let engine = &provisioned().engine;
    let web = web();
    let cx = TestContext::new().with_shared_cache();
    let cases: Vec<Case> = ANSWERED.iter().map(Case::of).collect();
    let (cases, ours): (Vec<_>, Vec<_>) = cases.into_iter().partition(|case| case.is_the_engines);
    assert!(!ours.is_empty() && cases.len() > ours.len());
    write(&cx, &cases, &web);
    let cx = &cx;
    let asked = cases.iter().map(|case| async move {
        (
            case.name.as_str(),
            (200, plain(engine, cx, &case.name).await),
        )
    });
    let found: BTreeMap<_, _> = stream::iter(asked).buffered(AT_ONCE).collect().await;
    assert_eq!(found, expected(&cases));
}

/// What the engine answers without fx.
async fn plain(engine: &Path, cx: &TestContext, name: &str) -> String {
    let directory = cx.dir().join("supabase/functions").join(name);
    let mut command = Command::new(engine);
    command
        .args(["run", "--allow-all", "--no-prompt", "index.ts"])
        .current_dir(&directory)
        .env_clear()
        .env("HOME", cx.home())
        .env("DENO_DIR", cx.root().join("deno"))
        .env("DENO_NO_UPDATE_CHECK", "1")
        .env("DENO_SERVE_ADDRESS", "tcp:127.0.0.1:0")
        .env("NO_COLOR", "1")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let said = Output::collect(child.stderr.take().unwrap());
    let text = tokio::task::block_in_place(|| said.wait_for("Listening on "));
    let (_, address) = text.split_once("Listening on ").unwrap();
    let address = address.split_whitespace().next().unwrap();
    let answer = Answer::of(reqwest::get(address).await.unwrap()).await;
    child.kill().unwrap();
    child.wait().unwrap();
    answer.text
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_alike_is_refused_in_the_same_words_before_anything_is_sent() {
    provisioned();
    let web = web();
    let cx = Arc::new(TestContext::new().with_shared_cache());
    let cases: Vec<Case> = REFUSED.iter().map(Case::of).collect();
    write(&cx, &cases, &web);
    let before = files(&cx.dir());
    for args in [&[][..], &["--from-bundle"]] {
        let session = Session::start(&cx, args);
        for case in &cases {
            let answer = session.get(&case.name).await;
            let detail = answer.detail();
            assert_eq!(answer.status, 503, "{args:?} {}", case.name);
            assert!(
                detail.contains(case.says),
                "{args:?} {}:\n{detail}",
                case.name
            );
        }
    }
    let platform = platform(&cx);
    let project = platform.create_project("matrix").await;
    let reference = &*project.reference;
    for case in &cases {
        let commands = [
            &["functions", "bundle", &case.name][..],
            &[
                "functions",
                "deploy",
                &case.name,
                "--project-ref",
                reference,
            ],
        ];
        for command in commands {
            let output = platform.fx(command.iter().copied()).output().unwrap();
            let said = String::from_utf8_lossy(&output.stderr);
            assert_eq!(output.status.code(), Some(1), "{command:?}");
            assert!(said.contains(case.says), "{command:?}:\n{said}");
            assert!(
                !said.contains("--unstable") && !said.contains("--sloppy"),
                "{said}"
            );
        }
    }
    let listed = platform.get(&project.path("functions")).await;
    assert_eq!(listed.text, "[]");
    assert_eq!(
        files(&cx.dir()),
        before,
        "nothing is written into the project"
    );
}
