//! Which globals a function's own modules and npm packages see, and in which order what they schedule runs: as hosted, and
//! as under the engine alone.

use std::{path::Path, process::Command};

use serde_json::{Value, json};

use crate::{
    context::TestContext,
    platform::host::Platform,
    provisioned::provisioned,
    session::{Answer, Session},
    site::Site,
};

const CONFIG: &str = "[functions.f]\nverify_jwt = false\n";

/// What code sees of the names that fx adds to the engine's, or takes away.
const SEEN: &str = r#"[
  typeof window, "window" in globalThis, globalThis.window === undefined, Reflect.get(globalThis, "window") === undefined,
  [0].map(() => typeof window)[0], new Function("return typeof window")(), typeof document, typeof Worker, typeof close,
  self === globalThis, typeof EdgeRuntime, typeof Supabase, typeof SUPABASE_VERSION, typeof process, typeof navigator,
]"#;

fn seen(has_window: bool) -> Value {
    let window = if has_window { "object" } else { "undefined" };
    json!([
        window,
        has_window,
        !has_window,
        !has_window,
        window,
        window,
        "undefined",
        "undefined",
        "undefined",
        true,
        "object",
        "object",
        "string",
        "object",
        "object"
    ])
}

/// A registry with packages that say what they see, when they are evaluated and when they are called.
fn registry() -> Site {
    let common = format!(
        "const see = () => {SEEN};\nexports.first = see();\nexports.see = see;\nexports.bare = () => window;"
    );
    let module = format!("export const see = () => {SEEN};\nexport const first = see();");
    Site::default()
        .npm(
            json!({ "name": "common", "version": "1.0.0", "main": "index.js" }),
            &[("index.js", &common)],
        )
        .npm(
            json!({ "name": "module", "version": "1.0.0", "type": "module", "main": "index.js" }),
            &[("index.js", &module)],
        )
}

fn write_function(cx: &TestContext) {
    let source = format!(
        r#"import common from "npm:common@1.0.0";
import * as module from "npm:module@1.0.0";
import {{ see }} from "./own.ts";
const bare = (() => {{ try {{ return typeof common.bare(); }} catch (error) {{ return String(error); }} }})();
const first = {SEEN};
const later = await import("./own.ts").then((own) => own.see());
Error.prepareStackTrace = () => "prepared";
const prepared = [typeof window, common.see()[0], new Error().stack, Error.stackTraceLimit];
delete Error.prepareStackTrace;
globalThis.mine = 1;
const own = [window === globalThis, window.window === self, globalThis instanceof Window, mine, typeof nobody];
Deno.serve(() => Response.json({{
  own: [first, later, see(), {SEEN}], packages: [common.first, common.see(), module.first, module.see()], bare, prepared, window: own,
}}));
"#
    );
    cx.write("supabase/config.toml", CONFIG);
    cx.write("supabase/functions/f/index.ts", source);
    let own = format!("export const see = () => {SEEN};\n");
    cx.write("supabase/functions/f/own.ts", own);
}

fn assert_globals(answer: &Answer) {
    assert_eq!(answer.status, 200, "{answer:?}");
    let expected = json!({
        "own": vec![seen(true); 4],
        "packages": vec![seen(false); 4],
        "bare": "ReferenceError: window is not defined",
        "prepared": ["object", "undefined", "prepared", 10],
        "window": [true, true, true, 1, "undefined"],
    });
    assert_eq!(answer.json(), expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_functions_own_modules_have_window_and_its_packages_do_not() {
    let registry = registry().start();
    let cx = TestContext::new();
    write_function(&cx);
    for args in [&[][..], &["--from-bundle"]] {
        let session = Session::start_with(&cx, args, |command| {
            command
                .env("FX_ENGINE", &provisioned().engine)
                .env("NPM_CONFIG_REGISTRY", registry.url());
        });
        assert_globals(&session.get("f").await);
    }
}

#[tokio::test]
async fn deployed_packages_have_no_window_either() {
    let registry = registry().start();
    let platform = Platform::start(&[]);
    let project = platform.create_project("globals").await;
    write_function(&platform.cx);
    let mut deploy = platform.fx(["functions", "deploy", "--project-ref", &project.reference]);
    let deployed = deploy
        .env("NPM_CONFIG_REGISTRY", registry.url())
        .output()
        .unwrap();
    assert!(deployed.status.success(), "{deployed:?}");
    let url = format!("{}/functions/v1/f", project.url);
    assert_globals(&Answer::of(reqwest::get(url).await.unwrap()).await);
}

/// Packages that take what has `window` for a browser: they would use its `fetch`, and draw on a canvas.
const BROWSER_AWARE: &str = r#"
import { Buffer } from "node:buffer";
import parse from "npm:pdf-parse@1.1.1/lib/pdf-parse.js";
import { request } from "npm:gaxios@6.7.1";
import nodeFetch, { Headers as NodeHeaders } from "npm:node-fetch@2.7.0";
globalThis.fetch = () => { throw new Error("the fetch of a browser"); };
const content = "BT /F1 24 Tf 20 100 Td (Hello) Tj ET";
const objects = [
  "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
  "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
  `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
  "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
];
let pdf = "%PDF-1.4\n";
const offsets = objects.map((object, index) => {
  const offset = pdf.length;
  pdf += `${index + 1} 0 obj\n${object}\nendobj\n`;
  return `${String(offset).padStart(10, "0")} 00000 n \n`;
});
const start = pdf.length;
pdf += `xref\n0 6\n0000000000 65535 f \n${offsets.join("")}trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n${start}\n%%EOF`;
Deno.serve(async () => {
  const { text, numpages } = await parse(Buffer.from(pdf, "latin1"));
  const refused = await request({ url: "http://127.0.0.1:1/", retry: false }).catch((error) => String(error));
  return Response.json({ text: text.trim(), numpages, refused: /the fetch of a browser/.test(refused),
    refusal: /request to http:..127.0.0.1:1/.test(refused), headers: new NodeHeaders({ a: "b" }).get("A"), same: nodeFetch === fetch });
});
"#;

#[tokio::test(flavor = "multi_thread")]
async fn packages_that_know_browsers_take_a_worker_for_none() {
    let cx = TestContext::new().with_shared_cache();
    cx.write("supabase/config.toml", CONFIG);
    cx.write("supabase/functions/f/index.ts", BROWSER_AWARE);
    for args in [&[][..], &["--from-bundle"]] {
        let session = Session::start(&cx, args);
        let answer = session.get("f").await;
        assert_eq!(answer.status, 200, "{answer:?}");
        let expected = json!({
            "text": "Hello", "numpages": 1, "refused": false, "refusal": true, "headers": "b", "same": false,
        });
        assert_eq!(answer.json(), expected);
    }
}

/// Programs that say in which order their parts run.
const PROGRAMS: &[(&str, &str)] = &[
    (
        "main",
        r#"
setTimeout(() => say("timeout"), 0);
setImmediate(() => say("immediate"));
process.nextTick(() => say("tick"));
Promise.resolve().then(() => say("promise"));
queueMicrotask(() => say("microtask"));
say("sync");
"#,
    ),
    (
        "slow",
        r#"
setTimeout(() => say("timeout 1"), 1);
setTimeout(() => say("timeout 0"), 0);
setTimeout(() => say("timeout 5"), 5);
process.nextTick(() => say("tick"), 0);
setImmediate(() => say("immediate"));
for (const end = performance.now() + 20; performance.now() < end;);
say("sync");
"#,
    ),
    (
        "nested",
        r#"
process.nextTick(() => {
  say("tick");
  process.nextTick(() => say("tick of the tick"));
  Promise.resolve().then(() => say("promise of the tick"));
});
Promise.resolve().then(() => {
  say("promise");
  process.nextTick(() => say("tick of the promise"));
  queueMicrotask(() => say("microtask of the promise"));
});
setTimeout(() => {
  say("timeout");
  process.nextTick(() => say("tick of the timeout"));
  queueMicrotask(() => say("microtask of the timeout"));
}, 0);
setTimeout(() => say("second timeout"), 0);
setImmediate(() => {
  say("immediate");
  process.nextTick(() => say("tick of the immediate"));
});
setImmediate(() => say("second immediate"));
"#,
    ),
    (
        "awaiting",
        r#"
setTimeout(() => say("timeout"), 0);
process.nextTick(() => say("tick"));
await null;
say("after a promise");
process.nextTick(() => say("second tick"));
setImmediate(() => say("immediate"));
await new Promise((resolve) => setTimeout(resolve, 30));
say("after a timer");
setTimeout(() => say("second timeout"), 0);
process.nextTick(() => say("third tick"));
queueMicrotask(() => say("microtask"));
"#,
    ),
    (
        "loading",
        r#"
addEventListener("load", () => {
  say("load");
  process.nextTick(() => say("tick of the load"));
});
addEventListener("DOMContentLoaded", () => say("DOMContentLoaded"));
setTimeout(() => say("timeout"), 0);
process.nextTick(() => say("tick"));
import("./late.js").then(() => say("imported"));
globalThis.onload = () => say("onload");
for (const end = performance.now() + 5; performance.now() < end;);
"#,
    ),
    (
        "rejecting",
        r#"
addEventListener("unhandledrejection", (event) => {
  event.preventDefault();
  say("unhandled " + event.reason);
});
Promise.reject("first");
process.nextTick(() => say("tick"));
queueMicrotask(() => say("microtask"));
setTimeout(() => say("timeout"), 0);
const late = Promise.reject("caught");
late.catch(() => say("caught"));
"#,
    ),
    (
        "messages",
        r#"
const { port1, port2 } = new MessageChannel();
port1.onmessage = ({ data }) => {
  say("message " + data);
  if (data === 2) port1.close();
};
port2.postMessage(1);
port2.postMessage(2);
queueMicrotask(() => say("microtask"));
say("sync");
"#,
    ),
    (
        "intervals",
        r#"
let count = 0;
const interval = setInterval(() => {
  say("interval");
  process.nextTick(() => say("tick"));
  if (++count === 2) clearInterval(interval);
}, 2);
const cleared = setTimeout(() => say("cleared"), 0);
const dropped = setImmediate(() => say("dropped"));
process.nextTick(() => {
  clearTimeout(cleared);
  clearImmediate(dropped);
});
"#,
    ),
];

const BEFORE: &str = "const order = [];\nconst say = (what) => { order.push(what); };\n";
const LATE: &str = "export default 1;\n";

/// What happens when all parts have run. A machine that stands still before the first timer does not make it come early.
fn at_the_end(what: &str) -> String {
    format!("setTimeout(() => setTimeout(() => {what}, 100), 50);\n")
}

/// In which order the parts of a program run under the engine alone.
fn order_of_the_engine(directory: &Path, slug: &str, program: &str) -> Value {
    let main = directory.join(format!("{slug}.js"));
    let after = at_the_end("console.log(JSON.stringify(order))");
    std::fs::write(&main, format!("{BEFORE}{program}{after}")).unwrap();
    std::fs::write(directory.join("late.js"), LATE).unwrap();
    let output = Command::new(&provisioned().engine)
        .args(["run", "--no-config", "--no-lock", "--allow-all"])
        .arg(main)
        .env("DENO_DIR", directory.join("cache"))
        .env("NO_COLOR", "1")
        .output()
        .unwrap();
    assert!(output.status.success(), "{slug}: {output:?}");
    serde_json::from_slice(&output.stdout).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_main_module_schedules_runs_in_the_order_of_the_engine_alone() {
    let directory = tempfile::tempdir().unwrap();
    let cx = TestContext::new().with_shared_cache();
    let mut expected = Vec::new();
    for (slug, program) in PROGRAMS {
        expected.push(order_of_the_engine(directory.path(), slug, program));
        let after = at_the_end("say('end')");
        cx.write(
            &format!("supabase/functions/{slug}/index.js"),
            format!("{BEFORE}{program}{after}Deno.serve(() => Response.json(order));\n"),
        );
        cx.write(&format!("supabase/functions/{slug}/late.js"), LATE);
    }
    for args in [
        &["--no-verify-jwt"][..],
        &["--no-verify-jwt", "--from-bundle"],
    ] {
        let session = Session::start(&cx, args);
        for ((slug, _), expected) in PROGRAMS.iter().zip(&expected) {
            let mut order = Vec::new();
            session
                .until("the end of the program", async || {
                    let answer = session.get(slug).await;
                    assert_eq!(answer.status, 200, "{slug}: {answer:?}");
                    order = answer.json().as_array().unwrap().clone();
                    order.last() == Some(&json!("end"))
                })
                .await;
            order.pop();
            assert_eq!(&json!(order), expected, "{slug} {args:?}");
        }
    }
}

/// Asks for a file synchronously: at once, after promises, after an `await` that waits, and in a request.
const SYNCHRONOUS: &str = r#"
const seen = {};
const ask = (when) => {
  try {
    Deno.statSync("/tmp");
    seen[when] = "allowed";
  } catch (error) {
    seen[when] = `${error.name}: ${error.message}`;
  }
};
ask("at once");
await null;
ask("after a promise");
WAIT;
ask("after waiting");
Deno.serve(() => {
  ask("in a request");
  return Response.json(seen);
});
"#;

#[tokio::test(flavor = "multi_thread")]
async fn synchronous_file_calls_end_with_the_first_await_that_waits() {
    let waits = [
        ("timer", "await new Promise((done) => setTimeout(done, 0))"),
        ("file", "await Deno.stat('/tmp')"),
        (
            "node",
            "await import('node:fs').then((fs) => fs.promises.stat('/tmp'))",
        ),
        ("none", ""),
    ];
    let cx = TestContext::new().with_shared_cache();
    for (slug, wait) in waits {
        let source = SYNCHRONOUS.replace("WAIT", wait);
        cx.write(&format!("supabase/functions/{slug}/index.ts"), source);
    }
    let refused = "PermissionDenied: Deno.statSync is blocklisted on the current context";
    for args in [
        &["--no-verify-jwt"][..],
        &["--no-verify-jwt", "--from-bundle"],
    ] {
        let session = Session::start(&cx, args);
        for (slug, _) in waits {
            let waiting = if slug == "none" { "allowed" } else { refused };
            let expected = json!({
                "at once": "allowed",
                "after a promise": "allowed",
                "after waiting": waiting,
                "in a request": refused,
            });
            assert_eq!(session.get(slug).await.json(), expected, "{slug}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rate_limit_error_says_when_to_try_again() {
    let source = r#"
const { RateLimitError } = Deno.errors;
const error = new RateLimitError("wait", 1500);
Deno.serve(() => Response.json([error.name, error.message, error.retryAfterMs, new RateLimitError("wait").retryAfterMs,
  "retryAfterMs" in new Deno.errors.WorkerRequestCancelled("x", 1)]));
"#;
    let cx = TestContext::new().with_shared_cache();
    cx.write("supabase/config.toml", CONFIG);
    cx.write("supabase/functions/f/index.ts", source);
    let session = Session::start(&cx, &[]);
    let expected = json!(["RateLimitError", "wait", 1500, null, false]);
    assert_eq!(session.get("f").await.json(), expected);
}

/// Puts another `process` in the place of the engine's before that is loaded.
const OWN_PROCESS: &str = r#"
const own = globalThis.process = { env: { NODE_ENV: "production" } };
const { createRequire } = await import("node:" + "module");
const require = createRequire(import.meta.url);
const { Worker } = require("node:" + "worker_threads");
let thread;
try {
  new Worker("data:text/javascript,");
} catch (error) {
  thread = error.name;
}
const seen = [process === own, process.env.NODE_ENV, thread, require("os").homedir(), require("process").version];
Deno.serve(() => Response.json(seen));
"#;

#[tokio::test(flavor = "multi_thread")]
async fn a_process_of_the_functions_own_takes_nothing_from_what_the_engines_is_told() {
    let cx = TestContext::new().with_shared_cache();
    cx.write("supabase/config.toml", CONFIG);
    cx.write("supabase/functions/f/index.js", OWN_PROCESS);
    for args in [&[][..], &["--from-bundle"]] {
        let session = Session::start(&cx, args);
        let answer = session.get("f").await;
        assert_eq!(answer.status, 200, "{answer:?}");
        let expected = json!([true, "production", "NotSupported", "/home/deno", "v20.11.1"]);
        assert_eq!(answer.json(), expected);
    }
}
