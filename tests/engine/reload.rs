//! Saving is all there is to do: the next requests run the new code, and nothing under way is lost.

use std::{fs, os::unix::fs::symlink, time::Duration};

use futures_util::{SinkExt as _, StreamExt as _};
use tokio_tungstenite::{
    connect_async,
    tungstenite::{Message, protocol::frame::coding::CloseCode},
};

use crate::{
    context::TestContext,
    session::{Answer, Session},
};

const CONFIG: &str = "[functions.f]\nverify_jwt = false\n";
const F: &str = "supabase/functions/f/index.ts";

/// A function that answers with a text.
fn answering(text: &str) -> String {
    format!("Deno.serve(() => new Response({text:?}));\n")
}

/// A project whose function `f` has this source.
fn project(source: &str) -> TestContext {
    let cx = TestContext::new().with_shared_cache();
    cx.write("supabase/config.toml", CONFIG);
    cx.write(F, source);
    cx
}

async fn text(session: &Session, slug: &str) -> String {
    session.get(slug).await.text
}

/// Asks until the answer is `expected`. Every answer on the way must be a good one.
async fn wait_for_answer(session: &Session, slug: &str, expected: &str) {
    session
        .until(&format!("`{slug}` answers {expected}"), async || {
            let answer = session.get(slug).await;
            assert_eq!(answer.status, 200, "{answer:?}");
            answer.text == expected
        })
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn however_an_editor_saves_the_next_requests_run_the_new_code() {
    let cx = project(&answering("0"));
    let session = Session::start(&cx, &[]);
    assert_eq!(text(&session, "f").await, "0");
    let path = cx.dir().join(F);
    cx.write(F, answering("in place"));
    wait_for_answer(&session, "f", "in place").await;
    session.wait_for("Reloaded `f`");
    session.wait_for("(supabase/functions/f/index.ts)");

    let beside = path.with_extension("ts~");
    fs::write(&beside, answering("renamed")).unwrap();
    fs::rename(&beside, &path).unwrap();
    wait_for_answer(&session, "f", "renamed").await;

    fs::remove_file(&path).unwrap();
    fs::write(&path, answering("made anew")).unwrap();
    wait_for_answer(&session, "f", "made anew").await;

    let whole = answering("in two writes");
    let (first, second) = whole.split_at(10);
    fs::write(&path, first).unwrap();
    fs::write(&path, format!("{first}{second}")).unwrap();
    wait_for_answer(&session, "f", "in two writes").await;

    let directory = path.parent().unwrap();
    let elsewhere = directory.with_file_name("elsewhere.d");
    fs::rename(directory, &elsewhere).unwrap();
    fs::write(elsewhere.join("index.ts"), answering("moved")).unwrap();
    fs::rename(&elsewhere, directory).unwrap();
    session
        .until("the function is back", async || {
            text(&session, "f").await == "moved"
        })
        .await;
    assert!(
        !session.said().contains("failed to boot"),
        "{}",
        session.said()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn code_that_is_nested_too_deeply_is_told_and_the_last_good_version_keeps_serving() {
    let cx = project(&answering("good"));
    cx.write(
        "supabase/config.toml",
        "[functions.f]\nverify_jwt = false\n[functions.g]\nverify_jwt = false\n",
    );
    cx.write("supabase/functions/g/index.ts", answering("g"));
    let session = Session::start(&cx, &[]);
    assert_eq!(text(&session, "f").await, "good");
    for (before, after) in [("(", ")"), ("[", "]"), ("'a' +\n", ""), ("`${", "}`")] {
        let deep = [&before.repeat(20_000), "1", &after.repeat(20_000)].concat();
        cx.write(F, format!("export default {deep};\n{}", answering("deep")));
        let said = session.said().len();
        session
            .until("the fault is told", async || {
                session.said()[said..].contains("nested too deeply to be parsed")
            })
            .await;
        assert_eq!(text(&session, "f").await, "good");
        cx.write(F, answering("mended"));
        wait_for_answer(&session, "f", "mended").await;
        cx.write(F, answering("good"));
        wait_for_answer(&session, "f", "good").await;
    }
    assert_eq!(text(&session, "g").await, "g");
}

#[tokio::test(flavor = "multi_thread")]
async fn only_functions_that_import_a_changed_file_are_reloaded() {
    let cx = project("import t from '../_shared/t.ts';\nDeno.serve(() => new Response(t));\n");
    cx.write(
        "supabase/config.toml",
        "[functions.f]\nverify_jwt = false\n[functions.g]\nverify_jwt = false\n",
    );
    cx.write("supabase/functions/g/index.ts", answering("g"));
    cx.write(
        "supabase/functions/_shared/t.ts",
        "export { default } from './../../../packages/p/mod.ts';",
    );
    cx.write("packages/p/mod.ts", "export default 'one';");
    cx.write("supabase/functions/_shared/unused.ts", "");
    let session = Session::start(&cx, &[]);
    assert_eq!(text(&session, "f").await, "one");
    let before = session.get("g").await;
    cx.write("supabase/functions/_shared/unused.ts", "export {};");
    cx.write("supabase/functions/f/notes.md", "nobody imports this");
    cx.write("packages/p/mod.ts", "export default 'two';");
    wait_for_answer(&session, "f", "two").await;
    let said = session.wait_for("(packages/p/mod.ts)");
    assert_eq!(said.matches("Reloaded").count(), 1, "{said}");
    let id = "x-deno-execution-id";
    assert_eq!(session.get("g").await.header(id), before.header(id));
}

#[tokio::test(flavor = "multi_thread")]
async fn files_behind_symbolic_links_are_watched_and_so_are_the_links() {
    let cx = project("import t from '../_shared/t.ts';\nDeno.serve(() => new Response(t));\n");
    cx.write("packages/one/t.ts", "export default '1';");
    cx.write("packages/two/t.ts", "export default '2';");
    let link = cx.dir().join("supabase/functions/_shared");
    symlink("../../packages/one", &link).unwrap();
    let session = Session::start(&cx, &[]);
    assert_eq!(text(&session, "f").await, "1");
    cx.write("packages/one/t.ts", "export default '1, changed';");
    wait_for_answer(&session, "f", "1, changed").await;
    fs::remove_file(&link).unwrap();
    symlink("../../packages/two", &link).unwrap();
    session
        .until("the link leads elsewhere", async || {
            text(&session, "f").await == "2"
        })
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_broken_save_leaves_the_last_good_version_and_the_next_good_one_recovers() {
    let cx = project(&answering("good"));
    let session = Session::start(&cx, &[]);
    assert_eq!(text(&session, "f").await, "good");
    for (source, reason) in [
        ("const a = ;", "index.ts:1:11"),
        ("import './nope.ts';", "nope.ts"),
        ("throw new Error('at load');", "at load"),
        ("const nothing = 1;", "without listening"),
    ] {
        cx.write(F, source);
        let said = session.wait_for(reason);
        assert!(said.contains("`f` failed to boot; its last good version goes on serving"));
        assert_eq!(text(&session, "f").await, "good");
    }
    cx.write("supabase/functions/f/nope.ts", "export {};");
    cx.write(F, format!("import './nope.ts';\n{}", answering("better")));
    wait_for_answer(&session, "f", "better").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_function_that_never_worked_is_served_once_it_does() {
    let cx = project("import './missing.ts';");
    let session = Session::start(&cx, &[]);
    assert_eq!(session.get("f").await.status, 503);
    cx.write("supabase/functions/f/missing.ts", answering("found"));
    session.wait_for("Reloaded `f`");
    assert_eq!(text(&session, "f").await, "found");
}

const LONG: &str = r#"
let finish;
addEventListener("beforeunload", (event) => console.log("unload: " + event.detail.reason));
Deno.serve(async (request) => {
  if (request.headers.get("upgrade") === "websocket") {
    const { socket, response } = Deno.upgradeWebSocket(request);
    socket.onmessage = ({ data }) => socket.send(`VERSION ${data}`);
    return response;
  }
  if (request.url.endsWith("/wait")) {
    console.log("waiting");
    await new Promise((resolve) => finish = resolve);
    EdgeRuntime.waitUntil(new Promise((done) => setTimeout(done, 20)).then(() => console.log("VERSION background")));
    return new Response("VERSION waited");
  }
  if (request.url.endsWith("/finish")) finish();
  return new Response("VERSION");
});
"#;

fn long(version: &str) -> String {
    LONG.replace("VERSION", version)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_under_way_finishes_on_the_old_code() {
    let cx = project(&long("v1").replace(
        "let finish;",
        "let finish = setTimeout(() => finish(), 700) && 0;",
    ));
    let session = Session::start(&cx, &[]);
    let url = session.url("f").replace("http", "ws");
    let (mut socket, _) = connect_async(&url).await.unwrap();
    let waiting = tokio::spawn(reqwest::get(session.url("f/wait")));
    session.wait_for("waiting");
    cx.write(F, long("v2"));
    wait_for_answer(&session, "f", "v2").await;

    socket.send(Message::text("hello")).await.unwrap();
    let echoed = socket.next().await.unwrap().unwrap();
    assert_eq!(echoed.to_text().unwrap(), "v1 hello");
    let answer = Answer::of(waiting.await.unwrap().unwrap()).await;
    assert_eq!(answer.text, "v1 waited");
    session.wait_for("v1 background");
    socket.close(None).await.unwrap();
    session.wait_for("unload: early_drop");
}

#[tokio::test(flavor = "multi_thread")]
async fn sockets_of_the_third_last_version_are_told_to_connect_again() {
    let cx = project(&long("v1"));
    let session = Session::start(&cx, &[]);
    let url = session.url("f").replace("http", "ws");
    let mut sockets = Vec::new();
    for version in 1..=4 {
        let text = format!("v{version}");
        cx.write(F, long(&text));
        wait_for_answer(&session, "f", &text).await;
        sockets.push(connect_async(&url).await.unwrap().0);
    }
    let [first, second, ..] = &mut sockets[..] else {
        unreachable!()
    };
    match first.next().await.unwrap().unwrap() {
        Message::Close(Some(frame)) => assert_eq!(frame.code, CloseCode::Restart),
        other => panic!("{other:?}"),
    }
    second.send(Message::text("alive")).await.unwrap();
    let echoed = second.next().await.unwrap().unwrap();
    assert_eq!(echoed.to_text().unwrap(), "v2 alive");
}

#[tokio::test(flavor = "multi_thread")]
async fn no_request_fails_however_fast_saves_come() {
    let cx = project(&answering("0"));
    let session = Session::start(&cx, &[]);
    assert_eq!(text(&session, "f").await, "0");
    let url = session.url("f");
    let (stop, mut stopped) = tokio::sync::watch::channel(());
    let load = tokio::spawn(async move {
        let client = reqwest::Client::new();
        let mut answers = 0;
        while !stopped.has_changed().unwrap_or(true) {
            let answer = client.get(&url).send().await.unwrap();
            assert_eq!(answer.status(), 200);
            answers += 1;
            // 200 requests a second; what is measured is that none fails, not how long anything takes.
            let _ = tokio::time::timeout(Duration::from_millis(5), stopped.changed()).await;
        }
        answers
    });
    for version in 1..=60 {
        cx.write(F, answering(&version.to_string()));
        if version % 3 == 0 {
            wait_for_answer(&session, "f", &version.to_string()).await;
        }
    }
    drop(stop);
    assert!(load.await.unwrap() > 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_checkout_of_hundreds_of_files_is_one_change() {
    let modules = 300;
    let imports: String = (0..modules)
        .map(|n| format!("import v{n} from './m/{n}.ts';\n"))
        .collect();
    let cx = project(&format!(
        "{imports}Deno.serve(() => new Response(v0 + v{}));",
        modules - 1
    ));
    let check_out = |version: &str| {
        for n in 0..modules {
            cx.write(
                &format!("supabase/functions/f/m/{n}.ts"),
                format!("export default '{version}';"),
            );
        }
    };
    check_out("a");
    let session = Session::start(&cx, &[]);
    assert_eq!(text(&session, "f").await, "aa");
    check_out("b");
    session
        .until("all modules are new", async || {
            text(&session, "f").await == "bb"
        })
        .await;
    let reloads = session.said().matches("Reloaded").count();
    assert!(reloads < 10, "{reloads} reloads");
}

#[tokio::test(flavor = "multi_thread")]
async fn functions_come_and_go_while_fx_runs() {
    let cx = project(&answering("f"));
    let session = Session::start(&cx, &[]);
    assert_eq!(session.get("new").await.status, 404);
    cx.write("supabase/functions/new/index.ts", answering("new"));
    session.wait_for("Added `new`");
    assert_eq!(
        session.get("new").await.status,
        401,
        "tokens are wanted unless told otherwise"
    );
    cx.write(
        "supabase/config.toml",
        format!("{CONFIG}[functions.new]\nverify_jwt = false\n"),
    );
    session
        .until("no token is wanted", async || {
            session.get("new").await.status == 200
        })
        .await;

    let functions = cx.dir().join("supabase/functions");
    fs::rename(functions.join("new"), functions.join("newer")).unwrap();
    session.wait_for("Added `newer`");
    assert_eq!(session.get("newer").await.status, 401);

    cx.write("supabase/config.toml", format!("{CONFIG}enabled = false\n"));
    session.wait_for("Removed `f`");
    assert_eq!(session.get("f").await.status, 404);
    cx.write("supabase/config.toml", CONFIG);
    session.wait_for("Added `f`");
    assert_eq!(text(&session, "f").await, "f");
}

const VARIABLES: &str = "Deno.serve(() => new Response(Deno.env.get('A') + Deno.readTextFileSync(new URL('./a.txt', import.meta.url))));";

#[tokio::test(flavor = "multi_thread")]
async fn variables_static_files_and_the_configuration_take_effect_at_once() {
    let cx = project(VARIABLES);
    let configured = |more: &str| format!("{CONFIG}static_files = ['functions/f/*.txt']\n{more}");
    cx.write("supabase/config.toml", configured(""));
    cx.write("supabase/functions/f/a.txt", "1");
    cx.write("supabase/functions/.env", "A=one");
    let session = Session::start(&cx, &[]);
    assert_eq!(text(&session, "f").await, "one1");
    cx.write("supabase/functions/.env", "A=two");
    wait_for_answer(&session, "f", "two1").await;
    cx.write("supabase/functions/f/.env", "A=three");
    wait_for_answer(&session, "f", "three1").await;
    cx.write("supabase/functions/f/a.txt", "2");
    wait_for_answer(&session, "f", "three2").await;
    cx.write("supabase/config.toml", configured("env = { A = 'four' }\n"));
    wait_for_answer(&session, "f", "four2").await;

    cx.write("supabase/config.toml", "[functions.f\n");
    session.wait_for("error: the configuration cannot be used; the last good one stays");
    assert_eq!(text(&session, "f").await, "four2");
    cx.write("supabase/config.toml", configured("env = { A = 'five' }\n"));
    wait_for_answer(&session, "f", "five2").await;
    cx.write("supabase/config.toml", configured("policy = 'odd'\n"));
    session.wait_for("`functions.f.policy` in `supabase/config.toml`");
    assert_eq!(text(&session, "f").await, "five2");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_map_that_changes_resolves_anew() {
    let cx = project("import t from 'thing';\nDeno.serve(() => new Response(t));\n");
    cx.write("supabase/functions/f/one.ts", "export default 'one';");
    cx.write("supabase/functions/f/two.ts", "export default 'two';");
    let mapped = |to: &str| format!("{{ \"imports\": {{ \"thing\": \"./{to}.ts\" }} }}");
    cx.write("supabase/functions/f/deno.json", mapped("one"));
    let session = Session::start(&cx, &[]);
    assert_eq!(text(&session, "f").await, "one");
    cx.write("supabase/functions/f/deno.json", mapped("two"));
    wait_for_answer(&session, "f", "two").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn changes_are_found_by_polling_when_that_is_asked_for() {
    let cx = project(&answering("0"));
    let session = Session::start_with(&cx, &[], |command| {
        command.env("FX_WATCH", "poll");
    });
    assert_eq!(text(&session, "f").await, "0");
    cx.write(F, answering("1"));
    wait_for_answer(&session, "f", "1").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_function_whose_directory_goes_is_removed_once_and_may_come_back() {
    let cx = project(&answering("f"));
    let scaffolded = "[functions.g]\nverify_jwt = false\nentrypoint = './functions/g/index.ts'\n";
    cx.write("supabase/config.toml", format!("{CONFIG}{scaffolded}"));
    cx.write("supabase/functions/g/index.ts", answering("g"));
    let session = Session::start(&cx, &[]);
    for slug in ["f", "g"] {
        assert_eq!(text(&session, slug).await, slug);
        let directory = cx.dir().join("supabase/functions").join(slug);
        fs::remove_dir_all(&directory).unwrap();
        let removed = format!("Removed `{slug}` (its directory is gone)");
        session.wait_for(&removed);
        assert_eq!(session.get(slug).await.status, 404);
        fs::create_dir(&directory).unwrap();
        fs::write(directory.join("index.ts"), answering("again")).unwrap();
        session.wait_for(&format!("Added `{slug}`"));
        wait_for_answer(&session, slug, "again").await;
        assert_eq!(session.said().matches(&removed).count(), 1);
    }
    let functions = cx.dir().join("supabase/functions");
    fs::rename(functions.join("f"), functions.join("h")).unwrap();
    session.wait_for("Added `h`");
    session
        .until("`f` is gone", async || session.get("f").await.status == 404)
        .await;
    let said = session.said();
    assert_eq!(
        said.matches("Removed `f` (its directory is gone)").count(),
        2,
        "{said}"
    );
    assert!(!said.contains("failed to boot"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_named_function_whose_directory_goes_is_removed_once_and_may_come_back() {
    let cx = project(&answering("f"));
    for (slug, table) in [("bare", ""), ("f", CONFIG)] {
        cx.write("supabase/config.toml", table);
        cx.write(
            format!("supabase/functions/{slug}/index.ts").as_str(),
            answering(slug),
        );
        cx.write("supabase/functions/other/index.ts", answering("other"));
        let session = Session::start(&cx, &["--no-verify-jwt", slug, "other"]);
        assert_eq!(text(&session, slug).await, slug);
        let directory = cx.dir().join("supabase/functions").join(slug);
        fs::remove_dir_all(&directory).unwrap();
        let removed = format!("Removed `{slug}` (its directory is gone)");
        session.wait_for(&removed);
        assert_eq!(session.get(slug).await.status, 404);
        assert_eq!(text(&session, "other").await, "other");
        fs::create_dir(&directory).unwrap();
        fs::write(directory.join("index.ts"), answering("again")).unwrap();
        session.wait_for(&format!("Added `{slug}`"));
        wait_for_answer(&session, slug, "again").await;
        let said = session.said();
        assert_eq!(said.matches(&removed).count(), 1, "{said}");
        assert!(!said.contains("error"), "{said}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_without_its_directory_is_left_out_until_there_is_one() {
    let cx = project(&answering("f"));
    cx.write(
        "supabase/config.toml",
        format!("{CONFIG}[functions.gone]\nverify_jwt = false\n"),
    );
    let session = Session::start(&cx, &[]);
    session.wait_for("warning: function `gone` is left out");
    assert_eq!(session.get("gone").await.status, 404);
    cx.write("supabase/functions/gone/index.ts", answering("here"));
    session.wait_for("Added `gone`");
    wait_for_answer(&session, "gone", "here").await;
}
