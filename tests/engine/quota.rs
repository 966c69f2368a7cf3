//! What a function may write: so many bytes and files in its own `/tmp`, whoever keeps it to that, and at nobody else's
//! cost.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use reqwest::Client;

use crate::{
    context::TestContext,
    provisioned::provisioned,
    session::{Answer, Session},
    wrapped::{NO_NAMESPACES, wrap},
};

/// Evaluates the expression it is sent and answers with its value as text, or with the error and status 418. `fill`
/// repeats something that writes `chunk` until it has written more than it may.
const EVALUATE: &str = r#"
import fs from "node:fs";
import os from "node:os";
import { pipeline } from "node:stream/promises";
import { Readable } from "node:stream";
import { DatabaseSync } from "node:sqlite";
const AsyncFunction = (async () => {}).constructor;
const chunk = new Uint8Array(32 << 20).fill(120);
const text = "x".repeat(32 << 20);
const pause = (time) => new Promise((resolve) => setTimeout(resolve, time));
let done = 0;
const repeat = async (times, write) => {
  for (done = 0; done < times; done++) await write(done);
};
const fill = (write) => repeat(9, write);
const chunks = async function* () {
  for (done = 0; done < 9; done++) yield chunk;
};
const count = async (write) => {
  await repeat(10001, write);
  await pause(60000);
};
const clear = async () => {
  for (const name of fs.readdirSync("/tmp")) await Deno.remove("/tmp/" + name, { recursive: true });
};
const given = { fs, os, pipeline, Readable, DatabaseSync, chunk, chunks, text, pause, fill, count, clear };
Deno.serve(async (request) => {
  try {
    const run = new AsyncFunction(...Object.keys(given), await request.text());
    return new Response(String(await run(...Object.values(given))));
  } catch (error) {
    return new Response(`after ${done}: ${error.name}: ${error.message}`, { status: 418 });
  }
});
"#;

/// What a function is told whose file system is full.
const QUOTA_EXCEEDED: &str = ": filesystem quota exceeded";

/// Every way to write more bytes to one file than there may be.
const BYTES: [&str; 8] = [
    "await fill(() => Deno.writeFile('/tmp/a', chunk, { append: true }))",
    "await fill(() => Deno.writeTextFile('/tmp/a', text, { append: true }))",
    "await fill(() => fs.writeFileSync('/tmp/a', chunk, { flag: 'a' }))",
    "await fill(() => fs.promises.writeFile('/tmp/a', chunk, { flag: 'a' }))",
    "await fill(() => new Promise((resolve, reject) => \
        fs.writeFile('/tmp/a', chunk, { flag: 'a' }, (error) => error ? reject(error) : resolve())))",
    "await pipeline(Readable.from(chunks()), fs.createWriteStream('/tmp/a'))",
    "using file = await Deno.open('/tmp/a', { write: true, create: true }); \
        await fill(async () => { for (let at = 0; at < chunk.length;) at += await file.write(chunk.subarray(at)); })",
    "const db = new DatabaseSync(os.tmpdir() + '/db'); db.exec('create table t (x)'); \
        const insert = db.prepare('insert into t values (?)'); await fill(() => insert.run(chunk))",
];

/// Every way to write more bytes than there may be in files that are small enough.
const SPREAD: [&str; 3] = [
    "await fill((i) => Deno.writeFile('/tmp/' + i, chunk)); await pause(60000)",
    // Files that are open and have no name.
    "const open = []; try { await fill(async (i) => { open.push(fs.openSync('/tmp/' + i, 'w')); \
        await Deno.remove('/tmp/' + i); fs.writeSync(open.at(-1), chunk); }); await pause(60000); } \
        finally { open.forEach((file) => fs.closeSync(file)); }",
    "await Deno.mkdir('/tmp/a/b/c', { recursive: true }); \
        await fill((i) => Deno.writeFile('/tmp/a/b/c/' + i, chunk)); await pause(60000)",
];

/// Every way to claim more than there may be without writing it.
const HOLES: [&str; 4] = [
    "fs.writeFileSync('/tmp/a', ''); await fs.promises.truncate('/tmp/a', 1e12)",
    "using file = await Deno.open('/tmp/a', { write: true, create: true }); await file.truncate(1e12)",
    "fs.writeFileSync('/tmp/a', ''); fs.truncateSync('/tmp/a', 1e12)",
    "fs.ftruncateSync(fs.openSync('/tmp/a', 'w'), 1e12)",
];

/// Every way to make more files than there may be.
const FILES: [&str; 5] = [
    "await count((i) => Deno.writeTextFile('/tmp/' + i, ''))",
    "await count((i) => fs.writeFileSync('/tmp/' + i, ''))",
    "await count((i) => Deno.mkdir('/tmp/' + i))",
    "await fs.promises.mkdir('/tmp/a'); await count((i) => fs.writeFileSync('/tmp/a/' + i, ''))",
    "await count(async (i) => { await Deno.mkdir('/tmp/' + i); fs.writeFileSync('/tmp/' + i + '/a', ''); })",
];

/// Every way to fill a directory on the disk that is not the worker's `/tmp`, here `elsewhere`.
const ELSEWHERE: [&str; 3] = [
    "for (let i = 0; i < 20; i++) await Deno.mkdir(elsewhere + '/' + i)",
    "fs.writeFileSync(elsewhere + '/a', chunk)",
    "await fill(async (i) => { const file = fs.openSync(elsewhere + '/' + i, 'w'); \
        await Deno.remove(elsewhere + '/' + i); fs.writeSync(file, chunk); })",
];

/// Makes such a directory while the function boots: until it listens it may write where its socket is to be, and the way
/// there does not begin with `/tmp`.
const FIND_ELSEWHERE: &str = r#"
const room = fs.createWriteStream("/tmp/found").path.replace(/\/tmp\/found$/, "");
const elsewhere = `/usr/..${room}/s`;
await Deno.mkdir(elsewhere);
"#;

/// A user who may do nothing in particular.
const NOBODY: &str = "setpriv --reuid 65534 --regid 65534 --clear-groups";

/// How a platform or a developer's machine may keep functions to their quota.
#[derive(Debug, Clone, Copy)]
enum Keeper {
    /// As this machine can.
    Usual,
    /// By counting.
    Counting,
}

fn project() -> TestContext {
    let cx = TestContext::new().with_shared_cache();
    let limits =
        "{ memory_limit_mb = 2048, cpu_time_soft_limit_ms = 0, cpu_time_hard_limit_ms = 0 }";
    let mut config = String::new();
    for slug in ["f", "g"] {
        cx.write(&format!("supabase/functions/{slug}/index.ts"), EVALUATE);
        config += &format!("[functions.{slug}]\nlimits = {limits}\n");
    }
    cx.write("supabase/config.toml", config);
    cx
}

fn serve(cx: &TestContext, keeper: Keeper) -> Session {
    let args = ["--no-verify-jwt", "--max-workers", "1"];
    Session::start_with(cx, &args, |command| match keeper {
        Keeper::Usual => {}
        Keeper::Counting => wrap(command, NO_NAMESPACES),
    })
}

async fn run(session: &Session, slug: &str, code: &str) -> Answer {
    let request = Client::new().post(session.url(slug)).body(code.to_owned());
    Answer::of(request.send().await.unwrap()).await
}

/// Bytes on the disk and entries below a directory, as far as they can be seen from outside.
fn usage(directory: &Path) -> (u64, usize) {
    use std::os::unix::fs::MetadataExt as _;

    let entries = walkdir::WalkDir::new(directory).min_depth(1).into_iter();
    let sizes = entries.flatten().filter_map(|entry| {
        let metadata = entry.metadata().ok()?;
        Some(metadata.blocks() * 512)
    });
    sizes.fold((0, 0), |(bytes, files), size| (bytes + size, files + 1))
}

/// What all workers may have, and the little that is fx's own.
async fn until_within_quota(cx: &TestContext, session: &Session) {
    let within = async || {
        let (bytes, files) = usage(&cx.root().join("tmp"));
        bytes <= (257 << 20) && files <= 10_100
    };
    session.until("no more files than allowed", within).await;
}

/// The code fails after it has done something about so often, or ends the worker, and both functions go on.
async fn assert_stopped(cx: &TestContext, session: &Session, code: &str, least: u32) -> Answer {
    let answer = run(session, "f", code).await;
    assert!([418, 546].contains(&answer.status), "{code}: {answer:?}");
    if answer.status == 418 {
        let done = answer.text.strip_prefix("after ").unwrap();
        let done: u32 = done.split(':').next().unwrap().parse().unwrap();
        assert!(done >= least, "{code}: {answer:?}");
    }
    if answer.status == 546 {
        assert_eq!(answer.header("sb-error-code"), "WORKER_LIMIT", "{code}");
        assert!(answer.detail().contains("in `/tmp`"), "{code}: {answer:?}");
    }
    until_within_quota(cx, session).await;
    assert_eq!(run(session, "g", "return 1").await.text, "1", "{code}");
    let cleared = run(session, "f", "await clear(); return 1").await;
    assert_eq!(cleared.text, "1", "{code}: {cleared:?}");
    answer
}

/// Where the kernel keeps workers to their quota, functions are `told` so.
async fn assert_all_stopped(keeper: Keeper, codes: &[&str], least: u32, told: &str) {
    let cx = project();
    let session = serve(&cx, keeper);
    let is_kernel = assert_kept(&session, keeper).await;
    for code in codes {
        let answer = assert_stopped(&cx, &session, code, least).await;
        assert!(
            !is_kernel || answer.text.contains(told),
            "{code}: {answer:?}"
        );
    }
}

/// Whether a program that is started by `wrapper` can get a file system of its own, in the way that fx takes.
fn has_namespaces(wrapper: &str) -> bool {
    let is_root = wrapper.is_empty() && rustix::process::geteuid().is_root();
    let flags = if is_root { "-m" } else { "-Urm" };
    let script = format!("{wrapper} unshare {flags} mount -t tmpfs tmpfs /tmp");
    let status = Command::new("bash").args(["-c", &script]).status();
    status.unwrap().success()
}

/// The process of the worker of `f`.
async fn worker(session: &Session) -> PathBuf {
    let id = run(session, "f", "return Deno.pid").await.text;
    Path::new("/proc").join(id)
}

/// The worker's `/tmp` as it is outside.
fn tmp_of(worker: &Path) -> PathBuf {
    let environment = std::fs::read_to_string(worker.join("environ")).unwrap();
    let mut variables = environment.split('\0');
    variables
        .find_map(|line| line.strip_prefix("TMPDIR="))
        .unwrap()
        .into()
}

/// Whether the worker has a file system in memory for its `/tmp`.
fn has_tmpfs(worker: &Path) -> bool {
    let tmp = tmp_of(worker);
    let mounts = std::fs::read_to_string(worker.join("mountinfo")).unwrap();
    mounts.lines().any(|line| {
        let place = line.split(' ').nth(4);
        place == tmp.to_str() && line.contains(" - tmpfs ")
    })
}

/// The kernel keeps the worker to its quota exactly where it can, which is told.
async fn assert_kept(session: &Session, keeper: Keeper) -> bool {
    let expected = matches!(keeper, Keeper::Usual) && has_namespaces("");
    assert_eq!(has_tmpfs(&worker(session).await), expected, "{keeper:?}");
    expected
}

#[tokio::test(flavor = "multi_thread")]
async fn no_route_writes_more_bytes_than_a_worker_may_have() {
    for (codes, told) in [(&BYTES[..], ""), (&SPREAD, QUOTA_EXCEEDED)] {
        assert_all_stopped(Keeper::Usual, codes, 6, told).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_route_writes_more_bytes_where_there_are_no_namespaces() {
    for (codes, told) in [(&BYTES[..], ""), (&SPREAD, QUOTA_EXCEEDED)] {
        assert_all_stopped(Keeper::Counting, codes, 6, told).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_file_is_made_larger_than_all_may_be_by_leaving_holes() {
    for keeper in [Keeper::Usual, Keeper::Counting] {
        let cx = project();
        let session = serve(&cx, keeper);
        for code in HOLES {
            let answer = run(&session, "f", code).await;
            assert_eq!(answer.status, 418, "{keeper:?}: {code}: {answer:?}");
            assert!(!answer.text.contains("blocklisted"), "{code}: {answer:?}");
        }
        assert_eq!(run(&session, "f", "return 1").await.text, "1");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_route_makes_more_files_than_a_worker_may_have() {
    assert_all_stopped(Keeper::Usual, &FILES, 4900, QUOTA_EXCEEDED).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_route_makes_more_files_where_there_are_no_namespaces() {
    assert_all_stopped(Keeper::Counting, &FILES, 4900, QUOTA_EXCEEDED).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn directories_that_a_function_has_closed_are_counted_and_removed() {
    for keeper in [Keeper::Usual, Keeper::Counting] {
        let cx = project();
        let mut session = serve(&cx, keeper);
        let code = "await Deno.mkdir('/tmp/a', { mode: 0o300 }); \
            await count((i) => fs.writeFileSync('/tmp/a/' + i, ''))";
        let answer = run(&session, "f", code).await;
        assert!(
            [418, 546].contains(&answer.status),
            "{keeper:?}: {answer:?}"
        );
        assert!(!answer.text.contains("blocklisted"), "{answer:?}");
        session.signal("-TERM");
        session.wait();
        assert_eq!(usage(&cx.root().join("tmp")), (0, 0), "{keeper:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_function_may_write_is_there_to_read() {
    for keeper in [Keeper::Usual, Keeper::Counting] {
        let cx = project();
        let session = serve(&cx, keeper);
        let code = "await Deno.mkdir('/tmp/b'); await Deno.writeFile('/tmp/b/c', chunk); \
            await Deno.writeFile('/tmp/b/c', chunk, { append: true }); \
            for (let i = 0; i < 9000; i++) fs.writeFileSync('/tmp/' + i, ''); \
            return (await Deno.stat('/tmp/b/c')).size + fs.readFileSync('/tmp/b/c').at(-1)";
        let answer = run(&session, "f", code).await;
        let expected = (64 << 20) + 120;
        assert_eq!(answer.text, expected.to_string(), "{keeper:?}: {answer:?}");
        let other = run(&session, "g", "return fs.readdirSync('/tmp').length").await;
        assert_eq!(
            other.text, "0",
            "{keeper:?}: no function sees the files of another"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_waits_for_the_removal_of_what_a_function_has_left() {
    for keeper in [Keeper::Usual, Keeper::Counting] {
        let cx = project();
        let session = serve(&cx, keeper);
        let tmp = cx.root().join("tmp");
        for end in [
            "await pause(1)",
            "setTimeout(() => { throw 1; }); await pause(60000)",
        ] {
            let code =
                format!("for (let i = 0; i < 9900; i++) fs.writeFileSync('/tmp/' + i, ''); {end}");
            run(&session, "f", &code).await;
            assert_eq!(run(&session, "g", "return 1").await.text, "1");
        }
        // `g` has a room, `f` may have one that waits; both are as good as empty.
        let removed = async || usage(&tmp).1 < 100;
        session.until("the files are removed", removed).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn next_to_nothing_of_a_worker_is_on_the_disk_outside_its_tmp() {
    for keeper in [Keeper::Usual, Keeper::Counting] {
        let cx = project();
        for (index, code) in ELSEWHERE.into_iter().enumerate() {
            let source = EVALUATE.replace(
                "Deno.serve(",
                &format!("{FIND_ELSEWHERE}{code};\nawait pause(60000);\nDeno.serve("),
            );
            cx.write(&format!("supabase/functions/e{index}/index.ts"), source);
        }
        let session = serve(&cx, keeper);
        for (index, code) in ELSEWHERE.into_iter().enumerate() {
            let answer = session.get(&format!("e{index}")).await;
            assert_eq!(answer.status, 546, "{keeper:?}: {code}: {answer:?}");
            assert_eq!(answer.header("sb-error-code"), "WORKER_LIMIT");
            // Whoever counts files without names does not know where they were.
            let place = match keeper {
                Keeper::Usual => "outside `/tmp`",
                Keeper::Counting => "`/tmp`",
            };
            assert!(answer.detail().contains(place), "{code}: {answer:?}");
        }
        let removed = async || usage(&cx.root().join("tmp")).0 < (1 << 20);
        session.until("the rooms are removed", removed).await;
        assert_eq!(run(&session, "g", "return 1").await.text, "1");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_kernel_keeps_the_workers_of_users_other_than_root_to_their_quota() {
    if !rustix::process::geteuid().is_root() || !has_namespaces(NOBODY) {
        // Without root, all tests here are about such a user.
        return;
    }
    let cx = project();
    let engine = cx.root().join("engine");
    std::fs::copy(&provisioned().engine, &engine).unwrap();
    let owned = Command::new("chown")
        .args(["-R", "65534:65534"])
        .arg(cx.root())
        .status();
    assert!(owned.unwrap().success());
    let session = Session::start_with(&cx, &["--no-verify-jwt"], |command| {
        command
            .env("FX_ENGINE", &engine)
            .env("FX_CACHE_DIR", cx.root().join("cache"));
        wrap(command, &format!("exec {NOBODY} \"$@\""));
    });
    assert!(has_tmpfs(&worker(&session).await));
    let answer = assert_stopped(&cx, &session, SPREAD[0], 6).await;
    assert!(answer.text.contains(QUOTA_EXCEEDED), "{answer:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn work_in_the_background_of_an_old_version_is_kept_to_its_quota() {
    let cx = project();
    let session = serve(&cx, Keeper::Counting);
    let code = "const replaced = async () => await (await fetch(Deno.env.get('SUPABASE_URL') + '/functions/v1/f')).text() === 'new'; \
        EdgeRuntime.waitUntil((async () => { \
            while (!await replaced()) await new Promise((done) => setTimeout(done, 50)); \
            await fill((i) => Deno.writeFile('/tmp/' + i, chunk)); \
            await new Promise(() => {}); \
        })()); return 1";
    assert_eq!(run(&session, "f", code).await.text, "1");
    let next = "Deno.serve(() => new Response('new'));";
    cx.write("supabase/functions/f/index.ts", next);
    session.wait_for("function `f` hit a limit");
    session.wait_for("MB of files in `/tmp`");
    until_within_quota(&cx, &session).await;
}
