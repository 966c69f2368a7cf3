//! A function that cannot start says why, to the client and at the terminal, and hinders no other.

use std::os::unix::fs::symlink;

use crate::{
    context::TestContext,
    provisioned::provisioned,
    session::{Answer, Session},
};

const HELLO: &str = "Deno.serve(() => new Response('hello'));\n";

/// A project of functions that want no token, and `healthy`, which answers "hello".
fn project(functions: &[(&str, &str)]) -> TestContext {
    with_functions(TestContext::new().with_shared_cache(), functions)
}

fn with_functions(cx: TestContext, functions: &[(&str, &str)]) -> TestContext {
    let mut config = String::new();
    for (slug, source) in functions.iter().chain(&[("healthy", HELLO)]) {
        cx.write(&format!("supabase/functions/{slug}/index.ts"), source);
        config.push_str(&format!("[functions.{slug}]\nverify_jwt = false\n"));
    }
    cx.write("supabase/config.toml", config);
    cx
}

/// Asks for a function that cannot boot and returns the reason.
async fn reason(session: &Session, slug: &str) -> String {
    let answer = session.get(slug).await;
    assert_error(&answer, 503, "BOOT_ERROR");
    let detail = answer.detail();
    assert_ne!(detail, "", "{answer:?}");
    session.wait_for(&format!("error: function `{slug}` failed to boot"));
    for line in detail.lines() {
        session.wait_for(line);
    }
    detail
}

fn assert_error(answer: &Answer, status: u16, code: &str) {
    assert_eq!(answer.status, status, "{answer:?}");
    assert_eq!(answer.json()["code"], code, "{answer:?}");
    assert_eq!(answer.header("sb-error-code"), code);
}

#[track_caller]
fn assert_says(detail: &str, texts: &[&str]) {
    for text in texts {
        assert!(detail.contains(text), "no `{text}` in:\n{detail}");
    }
}

async fn assert_healthy(session: &Session) {
    let answer = session.get("healthy").await;
    assert_eq!((answer.status, &*answer.text), (200, "hello"));
}

#[tokio::test(flavor = "multi_thread")]
async fn mistakes_in_modules_are_shown_with_their_place() {
    let cx = project(&[
        ("syntax", "const a = 1;\nconst b = ;\n"),
        ("missing", "const a = 1;\nimport './nope.ts';\n"),
        ("bare", "import { z } from 'zod';\n"),
    ]);
    let session = Session::start(&cx, &[]);
    let detail = reason(&session, "syntax").await;
    assert_says(
        &detail,
        &[
            "supabase/functions/syntax/index.ts:2:11",
            "const b = ;",
            "Expression expected",
        ],
    );
    let detail = reason(&session, "missing").await;
    assert_says(
        &detail,
        &[
            "supabase/functions/missing/nope.ts",
            "supabase/functions/missing/index.ts:2:8",
        ],
    );
    let detail = reason(&session, "bare").await;
    assert_says(
        &detail,
        &[
            "zod",
            "supabase/functions/bare/index.ts:1:19",
            "hint: write `npm:zod`, or add it to `imports`",
        ],
    );
    assert!(!detail.contains("deno add"), "{detail}");
    assert_healthy(&session).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fixed_function_is_served_without_a_restart() {
    let cx = project(&[
        ("f", "import './nope.ts';\n"),
        ("g", "throw new Error('x');"),
    ]);
    let session = Session::start(&cx, &[]);
    reason(&session, "f").await;
    reason(&session, "f").await;
    cx.write("supabase/functions/f/nope.ts", HELLO);
    let answer = session.get("f").await;
    assert_eq!((answer.status, &*answer.text), (200, "hello"));

    assert_error(&session.get("g").await, 500, "WORKER_ERROR");
    cx.write("supabase/functions/g/index.ts", HELLO);
    let answer = session.get("g").await;
    assert_eq!((answer.status, &*answer.text), (200, "hello"));
}

#[tokio::test(flavor = "multi_thread")]
async fn files_outside_the_source_root_are_refused_and_never_quoted() {
    let cx = project(&[
        (
            "json",
            "import a from '/etc/passwd' with { type: 'json' };\n",
        ),
        (
            "text",
            "import a from '/etc/passwd' with { type: 'text' };\n",
        ),
        (
            "bytes",
            "import a from '/etc/passwd' with { type: 'bytes' };\n",
        ),
        ("url", "import a from 'file:///etc/passwd';\n"),
        (
            "linked",
            "import a from './data.json' with { type: 'json' };\n",
        ),
        (
            "linkedtext",
            "import a from './data.txt' with { type: 'text' };\n",
        ),
        ("linkedmodule", "import './data.ts';\n"),
        ("linkeddirectory", "import './etc/passwd';\n"),
        ("reexport", "export * from '/etc/passwd';\n"),
        (
            "types",
            "import type { a } from '/etc/passwd';\nDeno.serve(() => new Response('x'));\n",
        ),
    ]);
    for (slug, name) in [
        ("linked", "data.json"),
        ("linkedtext", "data.txt"),
        ("linkedmodule", "data.ts"),
    ] {
        let link = cx.dir().join("supabase/functions").join(slug).join(name);
        symlink("/etc/passwd", link).unwrap();
    }
    let link = cx.dir().join("supabase/functions/linkeddirectory/etc");
    symlink("/etc", link).unwrap();
    let session = Session::start(&cx, &[]);
    let root = format!("outside the source root `{}`", cx.dir().display());
    for slug in [
        "json",
        "text",
        "bytes",
        "url",
        "linked",
        "linkedtext",
        "linkedmodule",
        "linkeddirectory",
        "reexport",
    ] {
        let detail = reason(&session, slug).await;
        assert_says(&detail, &[&root, "hint: "]);
        let place = format!("supabase/functions/{slug}/index.ts:1:");
        assert_says(&detail, &[&place]);
        assert!(!detail.contains("root:x"), "{detail}");
    }
    let detail = reason(&session, "linkedtext").await;
    assert_says(
        &detail,
        &["`./data.txt` leads to `/etc/passwd`, which is outside"],
    );
    // A type is erased before anything could load it.
    let answer = session.get("types").await;
    assert!(!answer.text.contains("root:x"), "{answer:?}");
    assert!(!session.said().contains("root:x"), "{}", session.said());
    assert_healthy(&session).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_import_is_refused_with_a_way_out() {
    let cx = project(&[(
        "f",
        "import page from './page.html' with { type: 'text' };\n",
    )]);
    cx.write("supabase/functions/f/page.html", "<p>page</p>");
    let session = Session::start(&cx, &[]);
    let detail = reason(&session, "f").await;
    assert_says(
        &detail,
        &[
            "./page.html",
            "`text`",
            "index.ts:1:",
            "hint: ",
            "static_files",
        ],
    );
    assert!(!detail.contains("<p>"), "{detail}");
}

#[tokio::test(flavor = "multi_thread")]
async fn functions_that_end_or_never_listen_do_not_keep_anyone_waiting() {
    let cx = project(&[
        ("empty", ""),
        ("idle", "setInterval(() => {}, 1000);\n"),
        ("throws", "const a = 1;\nthrow new Error('no luck');\n"),
        (
            "rejects",
            "await Promise.reject(new TypeError('no luck either'));\n",
        ),
        (
            "never",
            "const a = 1;\nawait new Promise(() => {});\nDeno.serve(() => new Response());\n",
        ),
        (
            "late",
            "await new Promise((done) => setTimeout(done, 50));\nDeno.serve(() => new Response('late'));\n",
        ),
        (
            "still",
            "Deno.serve(() => new Response('still'));\nawait new Promise(() => {});\n",
        ),
    ]);
    let session = Session::start(&cx, &[]);
    let detail = reason(&session, "never").await;
    let place = "supabase/functions/never/index.ts:2:1";
    assert_says(&detail, &["Top-level await promise never resolved", place]);
    for slug in ["late", "still"] {
        assert_eq!(session.get(slug).await.text, slug);
    }
    let detail = reason(&session, "empty").await;
    assert_says(&detail, &["Deno.serve"]);
    let detail = reason(&session, "idle").await;
    assert_says(&detail, &["Deno.serve"]);
    for (slug, message, line) in [("throws", "no luck", 2), ("rejects", "no luck either", 1)] {
        let answer = session.get(slug).await;
        assert_error(&answer, 500, "WORKER_ERROR");
        let place = format!("supabase/functions/{slug}/index.ts:{line}:");
        assert_says(&answer.detail(), &[message, &place]);
        assert!(!answer.text.contains("file://"), "{answer:?}");
        assert!(!answer.text.contains("bootstrap"), "{answer:?}");
        session.wait_for(message);
    }
    assert_healthy(&session).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_package_is_named() {
    let cx = project(&[("f", "import 'npm:this-package-does-not-exist-fx@1';\n")]);
    let session = Session::start(&cx, &[]);
    let detail = reason(&session, "f").await;
    assert_says(&detail, &["this-package-does-not-exist-fx", "hint: "]);
    assert_healthy(&session).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_registry_that_is_down_stops_only_functions_that_need_it() {
    let cx = with_functions(
        TestContext::new(),
        &[(
            "f",
            "import isOdd from 'npm:is-odd@3.0.1';\nDeno.serve(() => new Response(isOdd));\n",
        )],
    );
    let session = Session::start_with(&cx, &[], |command| {
        // Whoever asks there is refused.
        command
            .env("NPM_CONFIG_REGISTRY", "http://127.0.0.1:9/")
            .env("FX_ENGINE", &provisioned().engine);
    });
    let detail = reason(&session, "f").await;
    assert_says(
        &detail,
        &[
            "is-odd",
            "\ncaused by: failed to download",
            "hint: check the network",
            "NPM_CONFIG_REGISTRY",
        ],
    );
    assert_healthy(&session).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_configuration_table_disables_its_function_only() {
    let cx = project(&[("f", HELLO)]);
    cx.write(
        "supabase/config.toml",
        "[functions.f]\nverify_jwt = \"maybe\"\n\n[functions.healthy]\nverify_jwt = false\n",
    );
    let session = Session::start(&cx, &[]);
    let said = session.said();
    assert_says(
        &said,
        &[
            "function `f` cannot be served",
            "`supabase/config.toml`, line 2",
        ],
    );
    let answer = session.get("f").await;
    assert_error(&answer, 503, "BOOT_ERROR");
    assert_says(&answer.detail(), &["verify_jwt", "true or false"]);
    assert_healthy(&session).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_project_in_which_nothing_works_yet_waits_for_a_change() {
    let cx = TestContext::new().with_shared_cache();
    cx.write("supabase/functions/f/index.ts", HELLO);
    cx.write("supabase/config.toml", "[functions.f]\nverify_jwt = 1\n");
    let session = Session::start(&cx, &[]);
    session.wait_for("no function can be served yet; fx waits for a change");
    assert_error(&session.get("f").await, 503, "BOOT_ERROR");
    cx.write(
        "supabase/config.toml",
        "[functions.f]\nverify_jwt = false\n",
    );
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(30);
    while session.get("f").await.status != 200 {
        assert!(std::time::Instant::now() < deadline, "{}", session.said());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mistake_in_an_env_file_is_told_at_start_and_to_whom_it_concerns() {
    let cx = project(&[("f", HELLO)]);
    cx.write("supabase/functions/f/.env", "A=1\nB=\"open\n");
    let session = Session::start(&cx, &[]);
    let place = "`supabase/functions/f/.env`, line 2";
    assert_says(&session.said(), &[place]);
    assert_says(&reason(&session, "f").await, &[place]);
    assert_healthy(&session).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_that_is_no_assignment_is_warned_of_once() {
    let cx = project(&[("f", HELLO)]);
    cx.write("supabase/functions/.env", "foo bar\n");
    let session = Session::start(&cx, &[]);
    session.get("f").await;
    assert_healthy(&session).await;
    let said = session.said();
    let count = said
        .matches("`supabase/functions/.env`, line 1, is no assignment")
        .count();
    assert_eq!(count, 1, "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn templates_that_need_services_pass_on_why_there_are_none() {
    let cx = project(&[]);
    for template in ["supabase-client", "storage-upload"] {
        let new = ["functions", "new", template, "--template", template];
        assert!(cx.fx(new).output().unwrap().status.success());
    }
    let session = Session::start(&cx, &["--no-verify-jwt", "--upstream", "off"]);
    let tables = session.get("supabase-client").await;
    let upload = reqwest::Client::new().post(session.url("storage-upload/a.txt"));
    let upload = Answer::of(upload.body("a").send().await.unwrap()).await;
    for answer in [tables, upload] {
        assert_eq!(answer.status, 502, "{answer:?}");
        assert_says(&answer.text, &["switched off", "--upstream"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_gets_a_page_that_says_why() {
    let cx = project(&[
        ("bare", "import '<b>&amp;';\n"),
        ("throws", "throw new Error('<script>alert(1)</script>');\n"),
    ]);
    cx.write("supabase/functions/guarded/index.ts", HELLO);
    let session = Session::start(&cx, &[]);
    let browse = async |url: String| {
        let accept = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
        let request = reqwest::Client::new().get(url).header("accept", accept);
        Answer::of(request.send().await.unwrap()).await
    };
    for (url, status, code, says) in [
        (session.url("bare"), 503, "BOOT_ERROR", "&lt;b&gt;&amp;amp;"),
        (
            session.url("throws"),
            500,
            "WORKER_ERROR",
            "&lt;script&gt;alert(1)",
        ),
        (
            session.url("guarded"),
            401,
            "UNAUTHORIZED_",
            "authorization",
        ),
        (
            session.url("nowhere"),
            404,
            "Not Found",
            "Function not found",
        ),
        (
            session.url_outside("/x"),
            404,
            "Not Found",
            "/functions/v1/&lt;name&gt;",
        ),
    ] {
        let page = browse(url).await;
        assert_eq!(page.status, status, "{page:?}");
        assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
        assert_eq!(page.header("access-control-allow-origin"), "*");
        assert_says(&page.text, &[&format!("<p>{status} {code}"), says]);
        assert!(!page.text.contains("<script"), "{page:?}");
        if status != 404 {
            assert!(page.header("sb-error-code").starts_with(code), "{page:?}");
        }
    }
    // Scripts get what they always got.
    assert_error(&session.get("bare").await, 503, "BOOT_ERROR");
    assert_healthy(&session).await;
}
