//! Ways out of the sandbox that somebody may think of, many in one function; and what `--sandbox off` lets through.

use std::{fs, os::unix::fs::symlink};

use serde_json::{Value, json};

use crate::{context::TestContext, session::Session};

/// Answers with what each probe gave: its value, or the error's name.
const PROBES: &str = r#"
import fs from "node:fs";
import process from "node:process";
import { createRequire } from "node:module";
import * as inspector from "node:inspector";
import { Worker as Thread } from "node:worker_threads";
import isOdd from "npm:is-odd@3.0.1";

const seen = [];
const { stringify } = JSON;
JSON.stringify = (value, ...rest) => { seen.push(value); return stringify(value, ...rest); };
for (const name of ["slice", "indexOf", "startsWith", "replace"]) {
  const original = String.prototype[name];
  String.prototype[name] = function (...args) { seen.push(args); return original.apply(this, args); };
}
const later = globalThis.setTimeout;
globalThis.Promise.prototype.then = ((then) => function (...args) { return then.apply(this, args); })(Promise.prototype.then);
console.log("said after everything was replaced");
const spied = seen.length;
const forged = `${"0".repeat(32)}{"type":"log","level":"error","message":"forged"}\n`;
Deno.stdout.writeSync(new TextEncoder().encode(`\x1e${forged}`));

const bytes = new Uint8Array(9);
const url = new URL("./secret.cjs", import.meta.url);
const require = createRequire(import.meta.url);
const computed = "./secret.cjs";
const probes = {
  odd: () => isOdd(3),
  readFileSync: () => fs.readFileSync(0),
  readSync: () => fs.readSync(0, bytes),
  readFile: () => fs.promises.readFile("/dev/stdin"),
  readStream: () => fs.createReadStream("", { fd: 0 }).toArray(),
  builtin: () => process.getBuiltinModule("fs").readFileSync(0),
  stdin: async () => (await process.stdin.toArray()).length,
  environment: () => fs.readFileSync(`/proc/${process.pid}/environ`),
  parent: () => fs.readFileSync("/proc/1/environ"),
  memory: () => Deno.readFile("/proc/self/mem"),
  link: () => fs.readFileSync("/proc/self/root/etc/passwd"),
  cwd: () => Deno.readTextFile("/proc/self/cwd/../../config.toml"),
  dots: () => Deno.readTextFile(new URL("../../config.toml", url)),
  undone: () => Deno.readTextFile("/tmp/../../../etc/passwd"),
  required: () => require("./own.cjs"),
  computed: () => require(computed),
  imported: () => import(url),
  read: () => fs.readFileSync(url),
  cache: () => fs.readdirSync(CACHE),
  chdir: () => process.chdir("/"),
  open: () => inspector.open(9229),
  session: () => new inspector.Session().connect(),
  thread: () => new Thread("", { eval: true }),
  worker: () => typeof Worker,
  nested: () => process.getBuiltinModule("worker_threads").Worker === Thread,
  environ: () => process.env.LD_PRELOAD = "x",
  permission: async () => (await Deno.permissions.request({ name: "read" })) && await Deno.readTextFile("/etc/passwd"),
  library: () => process.dlopen({ exports: {} }, "/lib/libc.so.6"),
  sql: () => new (process.getBuiltinModule("node:sqlite").DatabaseSync)("/etc/passwd").prepare("select 1"),
  internals: () => Deno[Deno.internal].core.ops.op_fs_stat_sync("/etc/passwd"),
};
Deno.serve(async () => {
  const found = { spied };
  for (const name in probes) {
    try {
      found[name] = await probes[name]() ?? null;
    } catch (error) {
      found[name] = error.code ?? error.name;
    }
  }
  return new Response(stringify(found));
});
"#;

fn serve(cx: &TestContext, args: &[&str]) -> Session {
    Session::start(cx, &[&["--no-verify-jwt"], args].concat())
}

#[tokio::test(flavor = "multi_thread")]
async fn no_way_out_leads_anywhere() {
    let cx = TestContext::new().with_shared_cache();
    let function = |name: &str| format!("supabase/functions/f/{name}");
    let cache = crate::provisioned::cache().join("deno/npm");
    let probes = PROBES.replace("CACHE", &format!("{:?}", cache.to_str().unwrap()));
    cx.write("supabase/config.toml", "");
    cx.write(&function("index.js"), &probes);
    cx.write(&function("own.cjs"), "module.exports = 'own';");
    cx.write(&function("secret.cjs"), "module.exports = 'secret';");
    let session = serve(&cx, &[]);
    let answer = session.get("f").await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let found = answer.json();
    let expected = json!({
        "spied": 0, "odd": true, "stdin": 0, "required": "own", "worker": "undefined", "nested": true,
    });
    for (name, value) in found.as_object().unwrap() {
        match expected.get(name) {
            Some(expected) => assert_eq!(value, expected, "{name}: {found}"),
            None => assert!(is_refusal(value), "{name}: {found}"),
        }
    }
    assert!(
        session
            .said()
            .contains("said after everything was replaced")
    );
    let shown = session.said();
    assert!(!shown.contains("error forged"), "{shown}");
    let warning = "own.cjs` is CommonJS, which runs here but cannot be deployed";
    assert_eq!(shown.matches(warning).count(), 1, "{shown}");
}

/// What a probe says that was stopped: the name or the code of an error.
fn is_refusal(value: &Value) -> bool {
    let Some(text) = value.as_str() else {
        return false;
    };
    let denied = ["NotCapable", "NotSupported", "PermissionDenied"];
    let missing = ["NotFound", "ENOENT", "EBADF", "TypeError"];
    text.starts_with("ERR_") || denied.contains(&text) || missing.contains(&text)
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_outside_the_source_root_is_imported_however_it_is_imported() {
    let cx = TestContext::new().with_shared_cache();
    cx.write("supabase/config.toml", "");
    let outside = cx.root().join("outside");
    fs::create_dir(&outside).unwrap();
    for name in ["a.txt", "a.json", "a.wasm", "a.ts", "a.cjs"] {
        fs::write(outside.join(name), "\"secret of the machine\"").unwrap();
    }
    symlink(&outside, cx.dir().join("linked")).unwrap();
    let place = outside.display();
    let imports = [
        ("text", format!("import a from '{place}/a.txt' with {{ type: 'text' }};")),
        ("json", format!("import a from '{place}/a.json' with {{ type: 'json' }};")),
        ("wasm", format!("import * as a from '{place}/a.wasm';")),
        ("dots", "import '../../../../outside/a.ts';".to_owned()),
        ("link", "import '../../../linked/a.ts';".to_owned()),
        ("linkedjson", "import a from '../../../linked/a.json' with { type: 'json' };".to_owned()),
        ("data", format!("import \"data:text/javascript,import 'file://{place}/a.ts'\";")),
        ("required", "import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);\nrequire('../../../linked/a');".to_owned()),
    ];
    for (slug, import) in &imports {
        let source = format!("{import}\nDeno.serve(() => new Response('served'));");
        cx.write(&format!("supabase/functions/{slug}/index.ts"), &source);
    }
    let session = serve(&cx, &[]);
    for (slug, _) in &imports {
        let answer = session.get(slug).await;
        assert_eq!(
            (answer.status, answer.header("sb-error-code")),
            (503, "BOOT_ERROR"),
            "{slug}"
        );
    }
    assert!(!session.said().contains("secret of the machine"));
}

/// Imports that may fail, and then the same files by other names.
const DYNAMIC: &str = r#"
import { registerHooks } from "node:module";
const probes = [
  () => import("./own.js"),
  () => import("PLACE/a.json", { with: { type: "json" } }),
  () => import("file://PLACE/a.js"),
  () => import("PLACE/a.txt"),
  () => import("../../../../outside/a.js"),
  () => import("./linked.js"),
  () => import("data:text/javascript,export default await import('file://PLACE/a.js')"),
  () => import("/tmp/made.js"),
  ...["a.js", "a.js#x", "a.js?x", "%61.js", "./a.js"].map((name) => () => import("PLACE/" + name)),
  () => import("/proc/self/root" + "PLACE/a.js"),
  () => import("hooked" + ""),
];
registerHooks({
  resolve: (name, context, next) => name === "hooked" ? { url: "file://PLACE/a.js", shortCircuit: true } : next(name, context),
});
Deno.serve(async () => {
  await Deno.writeTextFile("/tmp/made.js", "export default 1;");
  const found = [];
  for (const probe of probes) {
    try {
      found.push((await probe()).default);
    } catch (error) {
      found.push(error.name);
    }
  }
  return Response.json(found);
});
"#;

#[tokio::test(flavor = "multi_thread")]
async fn a_dynamic_import_of_a_file_outside_fails_when_it_runs_and_reads_nothing() {
    let cx = TestContext::new().with_shared_cache();
    cx.write("supabase/config.toml", "");
    let outside = cx.root().join("outside");
    fs::create_dir(&outside).unwrap();
    fs::write(
        outside.join("a.js"),
        "export default 'secret of the machine';",
    )
    .unwrap();
    fs::write(outside.join("a.json"), "\"secret of the machine\"").unwrap();
    fs::write(outside.join("a.txt"), "secret of the machine").unwrap();
    let function = |name: &str| format!("supabase/functions/f/{name}");
    let place = outside.display().to_string();
    cx.write(&function("index.js"), DYNAMIC.replace("PLACE", &place));
    cx.write(&function("own.js"), "export default 'own';");
    let linked = cx.dir().join(function("linked.js"));
    symlink(outside.join("a.js"), linked).unwrap();
    for args in [&[][..], &["--from-bundle"]] {
        let session = serve(&cx, args);
        let answer = session.get("f").await;
        assert_eq!(answer.status, 200, "{args:?}: {answer:?}");
        let found = answer.json();
        let (own, refused) = found.as_array().unwrap().split_first().unwrap();
        assert_eq!((own, refused.len()), (&json!("own"), 14), "{found}");
        assert!(refused.iter().all(|name| name == "TypeError"), "{found}");
        assert!(!session.said().contains("secret of the machine"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bundle_that_somebody_changed_reads_no_file_of_the_machine() {
    let cx = TestContext::new().with_shared_cache();
    cx.write("supabase/config.toml", "");
    let secret = cx.root().join("a.json");
    fs::write(&secret, "\"secret of the machine\"").unwrap();
    let secret = secret.to_str().unwrap();
    let name = format!("./{}.json", "x".repeat(secret.len() - 7));
    let function = |name: &str| format!("supabase/functions/f/{name}");
    let import = format!("import a from '{name}' with {{ type: 'json' }};");
    cx.write(&function(&name), "1");
    cx.write(
        &function("index.js"),
        format!("{import}\nDeno.serve(() => Response.json(a));"),
    );
    let mut made = cx.fx(["functions", "bundle", "--out-dir", "dist", "--no-compress"]);
    assert!(made.output().unwrap().status.success());
    let bundle = cx.dir().join("dist/f.eszip");
    let mut content = fs::read(&bundle).unwrap();
    let mut places = content.windows(name.len());
    let at = places.position(|text| text == name.as_bytes()).unwrap();
    content[at..at + name.len()].copy_from_slice(secret.as_bytes());
    fs::write(bundle, content).unwrap();
    let session = serve(&cx, &["--from-bundle=dist"]);
    let answer = session.get("f").await;
    assert_eq!(answer.status, 503, "{answer:?}");
    assert!(
        answer.detail().contains("a file that is not in it"),
        "{answer:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_sandbox_a_function_may_do_what_a_program_may() {
    let cx = TestContext::new().with_shared_cache();
    cx.write("supabase/config.toml", "");
    cx.write("data.txt", "data");
    let source = r#"
import fs from "node:fs";
const run = new Deno.Command("echo", { args: ["run"] }).outputSync();
Deno.serve(async () => Response.json({
  read: Deno.readTextFileSync("../../../data.txt"),
  run: new TextDecoder().decode(run.stdout),
  env: Deno.env.get("FX_CACHE_DIR") ?? null,
  tmp: fs.realpathSync("/tmp"),
  worker: typeof Worker,
  version: /^\d/.test(Deno.version.deno),
  name: fs.readFileSync(new URL("../../config.toml", import.meta.url), "utf8"),
}));
"#;
    cx.write("supabase/functions/f/index.ts", source);
    let expected = json!({
        "read": "data", "run": "run\n", "env": null, "tmp": "/tmp", "worker": "function",
        "version": true, "name": "",
    });
    for args in [&["--sandbox", "off"][..], &["--sandbox=off"]] {
        let session = serve(&cx, args);
        assert_eq!(session.get("f").await.json(), expected);
        let warning = "warning: the sandbox is off";
        assert_eq!(
            session.said().matches(warning).count(),
            1,
            "{}",
            session.said()
        );
    }
    let session = serve(&cx, &["--sandbox=off", "--output-format", "stream-json"]);
    let line = session.stdout().wait_for("the sandbox is off");
    assert!(line.contains(r#""type":"warning""#), "{line}");
    drop(session);
    let session = serve(&cx, &["--sandbox", "on"]);
    assert_ne!(session.get("f").await.status, 200);
    assert!(!session.said().contains("the sandbox is off"));
}
