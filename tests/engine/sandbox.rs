//! What a function may not do: read the machine's files, write anywhere but to its own `/tmp`, start processes, listen
//! in on others.

use std::{
    fs,
    os::unix::fs::symlink,
    path::{Path, PathBuf},
};

use reqwest::Client;

use crate::{
    context::TestContext,
    session::{Answer, Session},
};

/// Evaluates the expression it is sent and answers with its value as text, or with the error and status 418.
const EVALUATE: &str = r#"
import fs from "node:fs";
import child from "node:child_process";
import net from "node:net";
import os from "node:os";
const AsyncFunction = (async () => {}).constructor;
const given = { fs, child, net, os, here: import.meta.url };
Deno.serve(async (request) => {
  try {
    const run = new AsyncFunction(...Object.keys(given), `return await (${await request.text()})`);
    return new Response(String(await run(...Object.values(given))));
  } catch (error) {
    return new Response(`${error.name}: ${error.message}`, { status: 418 });
  }
});
"#;

/// Every way to read a file; `PATH` stands for an expression.
const READS: [&str; 7] = [
    "Deno.readTextFile(PATH)",
    "Deno.readFile(PATH).then((bytes) => new TextDecoder().decode(bytes))",
    "fs.readFileSync(PATH, 'utf8')",
    "fs.promises.readFile(PATH, 'utf8')",
    "fs.createReadStream(PATH).toArray().then((chunks) => chunks.join(''))",
    "fetch(new URL(PATH, here)).then((response) => response.text())",
    "import(new URL(PATH, here), { with: { type: 'text' } }).then((module) => module.default)",
];

/// A project with two functions that evaluate what they are sent, `f` and `g`.
fn project(config: &str) -> TestContext {
    let cx = TestContext::new().with_shared_cache();
    cx.write("supabase/config.toml", config);
    for slug in ["f", "g"] {
        let path = format!("supabase/functions/{slug}/index.ts");
        cx.write(&path, EVALUATE);
    }
    cx
}

fn serve(cx: &TestContext) -> Session {
    Session::start(cx, &["--no-verify-jwt"])
}

/// What the expression gives in the function.
async fn evaluate(session: &Session, slug: &str, expression: &str) -> Answer {
    let request = Client::new()
        .post(session.url(slug))
        .body(expression.to_owned());
    Answer::of(request.send().await.unwrap()).await
}

async fn assert_gives(session: &Session, slug: &str, expression: &str, expected: &str) {
    let answer = evaluate(session, slug, expression).await;
    let seen = (answer.status, &*answer.text);
    assert_eq!(seen, (200, expected), "{slug}: {expression}");
}

/// The expression throws an error whose text starts with `error`.
async fn assert_throws(session: &Session, slug: &str, expression: &str, error: &str) {
    assert_throws_one_of(session, slug, expression, &[error]).await;
}

async fn assert_throws_one_of(session: &Session, slug: &str, expression: &str, errors: &[&str]) {
    let answer = evaluate(session, slug, expression).await;
    assert_eq!(answer.status, 418, "{slug}: {expression}: {answer:?}");
    let expected = errors.iter().any(|error| answer.text.starts_with(error));
    assert!(expected, "{slug}: {expression}: {answer:?}");
}

/// No way of reading leads to what is in the file; `path` is an expression.
async fn assert_unreadable(session: &Session, path: &str) {
    let more = ["Deno.open(PATH)", "Deno.stat(PATH)", "fs.statSync(PATH)"];
    for expression in READS.iter().chain(&more) {
        let expression = expression.replace("PATH", path);
        // A path below `/tmp` is one in the private directory, where no such file is.
        let errors = [
            "NotCapable",
            "NotFound",
            "Error: ENOENT",
            "PermissionDenied",
            "TypeError",
        ];
        assert_throws_one_of(session, "f", &expression, &errors).await;
    }
}

/// The sockets that workers listen on.
fn sockets(cx: &TestContext) -> Vec<PathBuf> {
    let entries = walkdir::WalkDir::new(cx.root().join("tmp")).into_iter();
    let paths = entries.map(|entry| entry.unwrap().into_path());
    paths.filter(|path| path.ends_with("s")).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn files_of_the_machine_and_of_the_project_cannot_be_read() {
    let cx = project("[functions.f]\nstatic_files = [\"./functions/f/page.html\"]\n");
    cx.write("supabase/functions/f/page.html", "<p>page</p>");
    cx.write("supabase/functions/f/data.json", "{}");
    cx.write("supabase/functions/.env", "SECRET=1\n");
    let session = serve(&cx);
    for path in [
        "'/etc/passwd'",
        "'/tmp/../etc/passwd'",
        "'/proc/self/environ'",
        "'/proc/self/fd/0'",
        "'/dev/stdin'",
        "'../../config.toml'",
        "'../g/index.ts'",
        "'../.env'",
        "'./data.json'",
        "new URL('../../config.toml', here)",
        "new URL('../g/index.ts', here)",
        "new URL('./page.html/../data.json', here)",
    ] {
        assert_unreadable(&session, path).await;
    }
    for directory in ["/", "/etc", "/proc/self", ".", "..", "/tmp/.."] {
        let expression = format!("Array.fromAsync(Deno.readDir('{directory}'))");
        assert_throws(&session, "f", &expression, "NotFound").await;
        let expression = format!("fs.readdirSync('{directory}')");
        assert_throws(&session, "f", &expression, "Error: ENOENT").await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_read_is_not_there_as_in_hosted_functions() {
    let cx = project("");
    cx.write("supabase/functions/f/config.json", "{}");
    let session = serve(&cx);
    for name in ["config.json", "none.json"] {
        let read = format!("Deno.readTextFile('./{name}')");
        let missing = format!(
            "NotFound: path not found: ./{name} (a function reads its `static_files` and /tmp)"
        );
        assert_throws(&session, "f", &read, &missing).await;
        let read = format!("fs.readFileSync('./{name}')");
        let missing = format!("Error: ENOENT: no such file or directory, open './{name}'");
        assert_throws(&session, "f", &read, &missing).await;
    }
    let code = "(error) => [error.code, error.errno, error.syscall, error.path]";
    for (expression, expected) in [
        ("fs.existsSync('./.env')", "false"),
        ("new Promise((done) => fs.exists('./.env', done))", "false"),
        (
            &format!("fs.promises.access('./.env').catch({code})"),
            "ENOENT,-2,access,./.env",
        ),
        (
            &format!("new Promise((done) => fs.stat('./.env', done)).then({code})"),
            "ENOENT,-2,stat,./.env",
        ),
        ("fs.promises.rm('./.env', { force: true })", "undefined"),
        (
            "fs.promises.writeFile('./out', 'x').catch((error) => error.code)",
            "ENOTSUP",
        ),
        (
            "Deno.readTextFile('./.env').catch((error) => error instanceof Deno.errors.NotFound)",
            "true",
        ),
        // Nor do messages name the private directory.
        (
            "Deno.readTextFile('/tmp/none').catch((error) => error.message.includes(\"'/tmp/none'\"))",
            "true",
        ),
        (
            "fs.promises.readFile('/tmp/none').catch((error) => error.message)",
            "ENOENT: no such file or directory, open '/tmp/none'",
        ),
        ("fs.mkdtempSync('/tmp/x-').slice(0, 7)", "/tmp/x-"),
        ("os.homedir()", "/home/deno"),
    ] {
        assert_gives(&session, "f", expression, expected).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn static_files_can_be_read_wherever_their_path_comes_from_and_by_their_function_only() {
    let cx = project(
        r#"
[functions.f]
static_files = ["./functions/f/*.html", "./shared/**/*.txt", "./functions/f/inside"]
"#,
    );
    cx.write("supabase/functions/f/page, 1.html", "page");
    cx.write("supabase/functions/f/style.css", "style");
    cx.write("supabase/shared/deep/text.txt", "text");
    let link = cx.dir().join("supabase/functions/f/inside");
    symlink("../../shared/deep/text.txt", link).unwrap();
    let session = serve(&cx);
    for (path, expected) in [
        ("'./page, 1.html'", "page"),
        ("new URL('./page, 1.html', here)", "page"),
        ("new URL('../../shared/deep/text.txt', here)", "text"),
        ("'./inside'", "text"),
    ] {
        for read in READS {
            let read = read.replace("PATH", path);
            assert_gives(&session, "f", &read, expected).await;
        }
    }
    assert_unreadable(&session, "'./style.css'").await;
    let others = "Deno.readTextFile('../f/page, 1.html')";
    assert_throws(&session, "g", others, "NotFound").await;
    for write in [
        "Deno.writeTextFile('./page, 1.html', 'x')",
        "Deno.remove('./page, 1.html')",
        "fs.writeFileSync('./page, 1.html', 'x')",
    ] {
        assert_throws(&session, "f", write, "NotSupported").await;
    }
    assert_eq!(cx.read("supabase/functions/f/page, 1.html"), "page");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_static_file_that_leads_out_of_the_project_is_refused() {
    let cx = project(
        r#"
[functions.f]
static_files = ["./functions/f/data.txt"]

[functions.g]
static_files = ["./functions/g/**/*.txt"]
"#,
    );
    let outside = cx.root().join("outside");
    fs::create_dir(&outside).unwrap();
    fs::write(outside.join("data.txt"), "secret of the machine").unwrap();
    let functions = cx.dir().join("supabase/functions");
    symlink(outside.join("data.txt"), functions.join("f/data.txt")).unwrap();
    symlink(&outside, functions.join("g/linked")).unwrap();
    let session = serve(&cx);
    for (slug, name) in [("f", "data.txt"), ("g", "linked")] {
        let answer = session.get(slug).await;
        assert_eq!(
            (answer.status, answer.header("sb-error-code")),
            (503, "BOOT_ERROR")
        );
        let detail = answer.detail();
        for part in ["static file", name, "outside the source root"] {
            assert!(detail.contains(part), "{detail}");
        }
    }
    assert!(!session.said().contains("secret of the machine"));
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_can_be_written_outside_tmp() {
    let cx = project("");
    let session = serve(&cx);
    for path in [
        "/etc/fx-test",
        "/var/tmp/fx-test",
        "./fx-test",
        "../../fx-test",
        "/tmp/../var/tmp/fx-test",
    ] {
        for expression in [
            format!("Deno.writeTextFile('{path}', 'x')"),
            format!("Deno.create('{path}')"),
            format!("Deno.mkdir('{path}')"),
            format!("Deno.remove('{path}')"),
            format!("Deno.makeTempDir({{ dir: '{path}' }})"),
            format!("fs.writeFileSync('{path}', 'x')"),
            format!("fs.mkdirSync('{path}')"),
            format!("fs.promises.appendFile('{path}', 'x')"),
        ] {
            // Those that hosted workers lack are refused before anyone looks at the path.
            let errors = ["NotSupported", "PermissionDenied"];
            assert_throws_one_of(&session, "f", &expression, &errors).await;
        }
    }
    for path in [Path::new("/var/tmp/fx-test"), &cx.dir().join("fx-test")] {
        assert!(!path.exists());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_function_has_a_tmp_of_its_own() {
    let cx = project("");
    let session = serve(&cx);
    let name = cx.root().file_name().unwrap().to_owned();
    let path = format!("/tmp/{}-private", name.to_str().unwrap());
    let write = format!("Deno.writeTextFile('{path}', 'mine')");
    assert_gives(&session, "f", &write, "undefined").await;
    let read = format!("Deno.readTextFile('{path}')");
    assert_gives(&session, "f", &read, "mine").await;
    assert_gives(&session, "f", &format!("Deno.realPath('{path}')"), &path).await;
    assert!(!Path::new(&path).exists());

    assert_throws(&session, "g", &read, "NotFound").await;
    let list = "Array.fromAsync(Deno.readDir('/tmp')).then((entries) => entries.length)";
    assert_gives(&session, "f", list, "1").await;
    assert_gives(&session, "g", list, "0").await;
    // Nor is it found at its real place, which may be seen by its own function only: others may not look there.
    let directories = sockets(&cx).into_iter();
    let directories: Vec<_> = directories
        .map(|socket| socket.with_file_name("tmp"))
        .collect();
    assert!(directories.len() >= 2, "{directories:?}");
    for read in ["Deno.readDir", "fs.promises.readdir"] {
        let mut own = 0;
        for tmp in &directories {
            let entries = format!("Array.fromAsync(await {read}('{}'))", tmp.display());
            let expression = format!("{entries}.then((entries) => entries.length)");
            if evaluate(&session, "g", &expression).await.status == 200 {
                assert_gives(&session, "g", &expression, "0").await;
                own += 1;
            } else {
                let errors = ["NotCapable", "NotFound", "Error: ENOENT"];
                assert_throws_one_of(&session, "g", &expression, &errors).await;
            }
        }
        assert_eq!(own, 1, "{read}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn deno_and_node_see_the_same_tmp() {
    let cx = project("");
    let named = r#"
import { existsSync, promises, writeFileSync } from "node:fs";
import { mkdtemp, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
Deno.serve(async () => {
  writeFileSync(`${tmpdir()}/named`, "one");
  await promises.appendFile("/tmp/named", " two");
  const directory = await mkdtemp("/tmp/made-");
  await Deno.writeTextFile(`${directory}/inside`, "three");
  const texts = [await Deno.readTextFile("/tmp/named"), await readFile(`${directory}/inside`, "utf8")];
  return Response.json([texts, existsSync("/tmp/named"), existsSync("/tmp/none")]);
});
"#;
    cx.write("supabase/functions/named/index.ts", named);
    let package = r#"
import files from "npm:fs-extra@11.2.0";
files.outputFileSync("/tmp/made/here", "by a package");
Deno.serve(async () => new Response(await Deno.readTextFile("/tmp/made/here")));
"#;
    cx.write("supabase/functions/package/index.ts", package);
    let session = serve(&cx);
    assert_eq!(session.get("package").await.text, "by a package");
    for (expression, expected) in [
        ("fs.writeFileSync('/tmp/a', 'node')", "undefined"),
        ("Deno.readTextFile('/tmp/a')", "node"),
        (
            "fs.promises.copyFile('/tmp/a', '/tmp/b').then(() => 1, (error) => error.name)",
            "PermissionDenied",
        ),
        (
            "Deno.writeTextFile(new URL('file:///tmp/b'), 'deno')",
            "undefined",
        ),
        ("fs.readFileSync(new URL('file:///tmp/b'), 'utf8')", "deno"),
        (
            "new Promise((done) => fs.readFile('/tmp/b', 'utf8', (_, text) => done(text)))",
            "deno",
        ),
        (
            "new Promise((done) => fs.createWriteStream('/tmp/c').end('stream', () => done(1)))",
            "1",
        ),
        (
            "fs.createReadStream('/tmp/c').toArray().then((chunks) => chunks.join(''))",
            "stream",
        ),
        ("fs.readdirSync(os.tmpdir()).sort()", "a,b,c"),
        (
            "fs.promises.unlink('/tmp/a').then(() => fs.existsSync('/tmp/a'))",
            "false",
        ),
    ] {
        assert_gives(&session, "f", expression, expected).await;
    }
    assert_throws(&session, "g", "fs.readFileSync('/tmp/b')", "Error: ENOENT").await;
    let answer = session.get("named").await;
    assert_eq!(answer.text, r#"[["one two","three"],true,false]"#);
}

#[tokio::test(flavor = "multi_thread")]
async fn links_cannot_be_made() {
    let cx = project("");
    let session = serve(&cx);
    for make in [
        "Deno.symlink('/etc/passwd', '/tmp/link')",
        "Deno.symlinkSync('/etc/passwd', '/tmp/link')",
        "Deno.link('/etc/passwd', '/tmp/link')",
        "Deno.rename('/etc/passwd', '/tmp/link')",
        "fs.symlinkSync('/etc/passwd', os.tmpdir() + '/link')",
        "fs.promises.symlink('/etc/passwd', os.tmpdir() + '/link')",
        "fs.linkSync('/etc/passwd', os.tmpdir() + '/link')",
        "fs.promises.link('/etc/passwd', os.tmpdir() + '/link')",
        "fs.promises.rename('/etc/passwd', os.tmpdir() + '/link')",
        "fs.promises.cp('/etc/passwd', os.tmpdir() + '/link')",
    ] {
        let answer = evaluate(&session, "f", make).await;
        assert_eq!(answer.status, 418, "{make}: {answer:?}");
        assert_throws(&session, "f", "Deno.lstat('/tmp/link')", "NotFound").await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_process_can_be_started_and_no_library_loaded() {
    let cx = project("");
    let session = serve(&cx);
    let spawning = "Error: Spawning subprocesses is not allowed on Supabase Edge Runtime.";
    for way in ["output", "outputSync", "spawn"] {
        let expression = format!("new Deno.Command('ls').{way}()");
        assert_throws(&session, "f", &expression, spawning).await;
    }
    assert_gives(
        &session,
        "f",
        "[typeof Deno.run, typeof Deno.dlopen]",
        "undefined,undefined",
    )
    .await;
    let run = "Deno.permissions.request({ name: 'run' }).then(({ state }) => state)";
    assert_gives(&session, "f", run, "denied").await;
    let marker = cx.root().join("started");
    let touch = format!("'touch', ['{}']", marker.display());
    for start in [
        format!("child.spawnSync({touch}).error.code"),
        format!("child.execFileSync({touch})"),
        format!("child.execSync('touch {}')", marker.display()),
        format!("new Promise((_, reject) => child.spawn({touch}).on('error', reject))"),
        "new Promise((_, reject) => child.fork('./index.ts').on('error', reject))".to_owned(),
    ] {
        evaluate(&session, "f", &start).await;
        assert!(!marker.exists(), "{start}");
    }
    let load = "process.dlopen({ exports: {} }, '/lib/libc.so.6')";
    assert_throws(&session, "f", load, "NotCapable").await;
    assert_throws(&session, "f", "process.kill(1, 0)", "NotCapable").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn standard_input_is_empty() {
    let cx = project("");
    let session = serve(&cx);
    assert_gives(&session, "f", "Deno.stdin.read(new Uint8Array(9))", "null").await;
    assert_gives(
        &session,
        "f",
        "Deno.stdin.readSync(new Uint8Array(9))",
        "null",
    )
    .await;
    let read = "Array.fromAsync(Deno.stdin.readable).then((chunks) => chunks.length)";
    assert_gives(&session, "f", read, "0").await;
    assert_gives(&session, "f", "Deno.stdin.isTerminal()", "false").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_can_connect_to_another_functions_worker() {
    let cx = project("");
    let session = serve(&cx);
    assert_gives(&session, "g", "1", "1").await;
    let [socket] = &*sockets(&cx) else {
        panic!("{:?}", sockets(&cx));
    };
    let socket = socket.display();
    for connect in [
        format!("Deno.connect({{ transport: 'unix', path: '{socket}' }})"),
        format!("Deno.createHttpClient({{ proxy: {{ transport: 'unix', path: '{socket}' }} }})"),
        format!(
            "new Promise((done, fail) => net.connect('{socket}').on('connect', done).on('error', fail))"
        ),
        format!("Deno.listen({{ transport: 'unix', path: '{socket}' }})"),
        format!("Deno.remove('{socket}')"),
    ] {
        let errors = ["NotCapable", "NotFound", "NotSupported"];
        assert_throws_one_of(&session, "f", &connect, &errors).await;
    }
    assert_gives(&session, "g", "2", "2").await;
}
