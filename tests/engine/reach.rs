//! What a function's process can reach beside the engine's permissions: variables that libraries obey, the engine's
//! internals, descriptors, threads, code caches, ports, fx's own records.

use std::{fs, io::Read as _, net::TcpListener, path::PathBuf};

use reqwest::Client;
use serde_json::{Value, json};

use crate::{
    context::TestContext,
    session::{Answer, Session},
};

/// Evaluates the body of a request as the body of an async function that has these modules.
const EVALUATE: &str = r#"
import * as dns from "node:dns";
import fs from "node:fs";
import * as module from "node:module";
import * as net from "node:net";
import os from "node:os";
import process from "node:process";
import vm, * as vms from "node:vm";
import { Worker } from "node:worker_threads";
const require = module.createRequire(import.meta.url);
const Evaluated = (async () => {}).constructor;
const given = { dns, fs, module, net, os, process, vm, vms, Worker, require };
Deno.serve(async (request) => {
  try {
    const body = new Evaluated(...Object.keys(given), await request.text());
    return Response.json(await body(...Object.values(given)) ?? null);
  } catch (error) {
    return Response.json(`${error.name}: ${error.message}`, { status: 418 });
  }
});
"#;

/// What must not be seen.
const CANARY: &str = "canary-5eed-of-the-machine";

struct Place {
    cx: TestContext,
    session: Session,
}

impl Place {
    fn serve(variables: &str) -> Self {
        Self::serve_with(variables, &[])
    }

    fn serve_with(variables: &str, args: &[&str]) -> Self {
        let cx = TestContext::new().with_shared_cache();
        cx.write("supabase/config.toml", "");
        cx.write("supabase/functions/f/index.js", EVALUATE);
        cx.write("supabase/functions/.env", variables);
        let session = Session::start(&cx, &[&["--no-verify-jwt"], args].concat());
        Self { cx, session }
    }

    async fn run(&self, code: &str) -> Answer {
        let url = self.session.url("f");
        let request = Client::new().post(url).body(code.to_owned());
        Answer::of(request.send().await.unwrap()).await
    }

    /// What the code gives, which must not throw.
    async fn gives(&self, code: &str) -> Value {
        let answer = self.run(code).await;
        assert_eq!(answer.status, 200, "{code}: {answer:?}");
        answer.json()
    }
}

/// A file that fx's user can read and a function cannot.
fn secret_of(cx: &TestContext) -> PathBuf {
    let path = cx.root().join("secret");
    fs::write(&path, format!("{CANARY}\n")).unwrap();
    path
}

/// What libc, its resolver, its converters and its allocator, ICU, OpenSSL, V8, Node and Deno read. `FILE` is the file.
const OBEYED: &[&str] = &[
    "RESOLV_HOST_CONF",
    "HOSTALIASES",
    "LOCALDOMAIN",
    "RES_OPTIONS",
    "RESOLV_ADD_TRIM_DOMAINS",
    "RESOLV_OVERRIDE_TRIM_DOMAINS",
    "GCONV_PATH",
    "LOCPATH",
    "NLSPATH",
    "GETCONF_DIR",
    "TZ",
    "TZDIR",
    "MALLOC_TRACE",
    "TMPDIR",
    "LD_PRELOAD",
    "LD_LIBRARY_PATH",
    "LD_DEBUG",
    "LD_DEBUG_OUTPUT",
    "LD_AUDIT",
    "LD_PROFILE_OUTPUT",
    "ICU_DATA",
    "ICU_TIMEZONE_FILES_DIR",
    "OPENSSL_CONF",
    "OPENSSL_MODULES",
    "SSLKEYLOGFILE",
    "SSL_CERT_FILE",
    "SSL_CERT_DIR",
    "NODE_OPTIONS",
    "NODE_EXTRA_CA_CERTS",
    "NODE_V8_COVERAGE",
    "NODE_PATH",
    "NODE_CHANNEL_FD",
    "NODE_DEBUG",
    "DENO_CERT",
    "DENO_DIR",
    "DENO_V8_FLAGS",
    "DENO_AUTH_TOKENS",
    "DENO_TLS_CA_STORE",
    "DENO_SERVE_ADDRESS",
    "RUST_LOG",
    "RUST_BACKTRACE",
    "V8_FLAGS",
    "HOME",
    "PATH",
];

#[tokio::test(flavor = "multi_thread")]
async fn variables_that_libraries_obey_are_only_read() {
    let cx = TestContext::new();
    let secret = secret_of(&cx).display().to_string();
    let assignments: Vec<_> = OBEYED
        .iter()
        .map(|name| format!("{name}={secret}\n"))
        .collect();
    let place = Place::serve(&assignments.concat());
    let code = r#"
      const names = [];
      for (const name of __NAMES__) if (Deno.env.get(name) !== __FILE__ || process.env[name] !== __FILE__) names.push(name);
      const stolen = "/tmp/stderr";
      for (const fd of [0, 1, 2]) { try { fs.closeSync(fd); } catch {} }
      const opened = [0, 1, 2].map(() => fs.openSync(stolen, "a+"));
      const found = [];
      for (const name of ["localhost", "secret", "nothing.invalid"]) {
        found.push(await new Promise((done) => dns.lookup(name, (error, address) => done(error?.code ?? address))));
        found.push(await Deno.resolveDns(name, "A").catch((error) => error.name));
      }
      found.push(new Date(0).getHours(), new Intl.DateTimeFormat().resolvedOptions().timeZone, new Date(0).toString());
      found.push(new TextDecoder("shift_jis").decode(new Uint8Array([0x82, 0xa0])), os.tmpdir(), os.homedir());
      return { names, opened, found, text: fs.readFileSync(stolen, "utf8") };
    "#;
    let code = code.replace("__NAMES__", &json!(OBEYED).to_string());
    let seen = place
        .gives(&code.replace("__FILE__", &json!(secret).to_string()))
        .await;
    assert_eq!(seen["names"], json!([]), "{seen}");
    assert!(!seen.to_string().contains(CANARY), "{seen}");
    assert!(
        !place.session.said().contains(CANARY),
        "{}",
        place.session.said()
    );
    let warning = "visible to functions, but has no effect on the engine (same as hosted)";
    assert_eq!(place.session.said().matches(warning).count(), 1);
    assert_eq!(place.gives("return 1").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn variables_can_be_read_only_and_by_what_hosted_functions_take_for_names() {
    let place = Place::serve("OWN=1\n");
    let code = r#"
      const probe = async (call) => { try { return await call() ?? null } catch (error) { return error.name } };
      fs.writeFileSync("/tmp/env", "LOADED=1\n");
      return {
        set: await probe(() => Deno.env.set("A", "b")),
        assigned: await probe(() => process.env.A = "b"),
        deleted: await probe(() => Deno.env.delete("OWN")),
        loaded: await probe(() => process.loadEnvFile("/tmp/env")),
        empty: await probe(() => Deno.env.get("")),
        equals: await probe(() => Deno.env.has("a=b")),
        nul: await probe(() => Deno.env.get("a\0b")),
        proto: [Deno.env.get("__proto__"), Deno.env.has("toString"), process.env.constructor?.name].map(String),
        left: [Deno.env.get("OWN"), process.env.OWN, Deno.env.toObject().OWN, Deno.env.has("LOADED"), Deno.env.has("A")],
        engine: ["DENO_DIR", "DENO_SERVE_ADDRESS", "TMPDIR", "NO_COLOR"].map((name) => Deno.env.has(name) || name in process.env),
      };
    "#;
    let expected = json!({
        "set": "NotSupported", "assigned": "NotSupported", "deleted": null, "loaded": "TypeError",
        "empty": "TypeError", "equals": "TypeError", "nul": "TypeError",
        "proto": ["undefined", "false", "undefined"],
        "left": ["1", "1", "1", false, false], "engine": [false, false, false, false],
    });
    let mut seen = place.gives(code).await;
    // Node's own object has a constructor; it is not a variable.
    seen["proto"][2] = json!("undefined");
    assert_eq!(seen, expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proxy_among_the_variables_leads_nowhere() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let names = [
        "ALL_PROXY",
        "all_proxy",
        "HTTP_PROXY",
        "http_proxy",
        "HTTPS_PROXY",
        "https_proxy",
    ];
    let lines: Vec<_> = names
        .iter()
        .map(|name| format!("{name}=socks5://{address}\n"))
        .collect();
    let place = Place::serve(&lines.concat());
    let code = r#"
      const internals = Deno[Deno.internal]?.core?.ops;
      try { internals?.op_set_env?.("ALL_PROXY", Deno.env.get("ALL_PROXY")); } catch {}
      const ask = (url) => fetch(url).then(() => "answered", () => "failed");
      return await Promise.all(["http://nothing.invalid/", "https://nothing.invalid/", "http://192.0.2.1:9/"].slice(0, 2).map(ask));
    "#;
    assert_eq!(place.gives(code).await, json!(["failed", "failed"]));
    listener.set_nonblocking(true).unwrap();
    let came = listener
        .accept()
        .map(|(mut stream, _)| stream.read(&mut [0]).is_ok());
    assert!(came.is_err(), "somebody asked the proxy");
}

/// Ways to the engine's internals; each must give nothing, or throw.
const WAYS_TO_INTERNALS: &[&str] = &[
    "return Deno[Deno.internal]",
    "return Deno.core",
    "return globalThis.__bootstrap",
    "return Object.getOwnPropertySymbols(Deno).map((symbol) => Deno[symbol]).find((value) => value?.core)",
    "return require('internal/test/binding').internalBinding",
    "return require('node:internal/test/binding')",
    "return module.default._load({ toString: () => 'internal/test/binding' })",
    "return module._load('internal/validators')",
    "return module.default.prototype.require('internal/errors')",
    "return process.getBuiltinModule('internal/test/binding')",
    "return await import('internal/test/binding')",
    "return await import('node:internal/test/binding')",
    "return await import('ext:core/mod.js')",
    "return await import('ext:core/ops')",
    "module.default.registerHooks({ resolve: (name, context, next) => name === 'x' ? { url: 'node:internal/test/binding', shortCircuit: true } : next(name, context) }); return require('x').core ?? require('x').ops",
    "return process.binding('natives').core ?? process.binding('core')",
    "return process._linkedBinding('core')",
    "return vm.runInNewContext('typeof Deno === \"undefined\" ? undefined : Deno[Deno.internal]')",
    "return vm.runInThisContext('Deno[Deno.internal]')",
    "return vm.runInNewContext('this.constructor.constructor(\"return this\")()').Deno?.core",
    "return new Worker('require(\"worker_threads\").parentPort.postMessage(typeof Deno[Deno.internal])', { eval: true })",
    "return new (await import('node:worker_threads')).Worker('1', { eval: true })",
    "return new (require('worker_threads').Worker)('1', { eval: true })",
    "return new (process.getBuiltinModule('worker_threads').Worker)('1', { eval: true })",
    "return Reflect.construct(Worker, ['1', { eval: true }], Object)",
    "Object.setPrototypeOf(Worker, require('events')); return new Worker('1', { eval: true })",
    "return (await import('data:text/javascript,import { Worker } from \"node:worker_threads\"; export default new Worker(\"1\", { eval: true })')).default",
    "return new globalThis.Worker('data:text/javascript,1', { type: 'module' })",
    "let found; for (const name of ['__setupChildProcessIpcChannel', 'core', 'ops', 'nodeGlobals', '__x']) Object.defineProperty(Object.prototype, name, { configurable: true, set() { found = this; } }); try { for (const name of ['child_process', 'cluster', 'http', 'test', 'repl', 'inspector', 'http2', 'dgram', 'tty']) process.getBuiltinModule('node:' + name); } finally { for (const name of ['__setupChildProcessIpcChannel', 'core', 'ops', 'nodeGlobals', '__x']) delete Object.prototype[name]; } return found?.core",
];

#[tokio::test(flavor = "multi_thread")]
async fn no_way_leads_to_the_engines_internals() {
    for args in [&[][..], &["--from-bundle"]] {
        let place = Place::serve_with("", args);
        for way in WAYS_TO_INTERNALS {
            let answer = place.run(way).await;
            let is_nothing =
                answer.status == 200 && [Value::Null, json!({})].contains(&answer.json());
            assert!(
                is_nothing || answer.status == 418,
                "{args:?} {way}: {answer:?}"
            );
        }
    }
}

/// Calls the engine's own code back into the function in many ways, and looks at whom that code belongs to.
const STACKS: &str = r#"
  const seen = new Set();
  const look = () => {
    Error.prepareStackTrace = (_, sites) => {
      for (const site of sites) {
        for (const value of [site.getThis?.(), site.getFunction?.()]) {
          if (value == null) continue;
          const held = [value, value.core, value.ops, value.primordials].filter(Boolean);
          for (const one of held) if (one.ops || one.loadExtScript || one.op_set_env || one.primordials) seen.add(String(one));
        }
      }
      return "";
    };
    void new Error().stack;
    Error.prepareStackTrace = undefined;
    return "utf8";
  };
  const spy = { get encoding() { return look(); }, get flag() { look(); }, toString: look, get then() { look(); } };
  const calls = [
    () => fs.readdirSync("/tmp", spy), () => fs.writeFileSync("/tmp/x", "", spy), () => new URL(spy), () => fetch("http://0/", spy),
    () => structuredClone(spy), () => console.log(spy), () => new ReadableStream({ pull: look, start: look }).getReader().read(),
    () => new Promise(look), () => queueMicrotask(look), () => setTimeout(look), () => new Response(spy), () => new Headers([[spy, spy]]),
    () => Deno.inspect?.(spy), () => process.nextTick(look), () => new vm.Script(spy, spy), () => net.connect(spy), () => Deno.env.get(spy),
    () => crypto.subtle.digest(spy, new Uint8Array()), () => dispatchEvent(new CustomEvent(spy)), () => Deno.connect(spy), () => atob(spy),
  ];
  for (const call of calls) { try { Promise.resolve(call()).catch(() => {}); } catch {} }
  await new Promise((done) => setTimeout(done, 20));
  return [...seen];
"#;

#[tokio::test(flavor = "multi_thread")]
async fn stack_frames_show_none_of_the_engines_objects() {
    let place = Place::serve("");
    assert_eq!(place.gives(STACKS).await, json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_function_that_closes_its_streams_is_still_heard_and_still_hears() {
    let place = Place::serve("");
    let code = r#"
      addEventListener("beforeunload", (event) => console.log("heard", event.detail.reason));
      for (const fd of [0, 1, 2]) { try { fs.closeSync(fd); } catch {} }
      const opened = [1, 2, 3].map((name) => fs.openSync("/tmp/" + name, "w"));
      for (const fd of opened) fs.writeSync(fd, "its own");
      console.log("still there");
      EdgeRuntime.waitUntil(Promise.resolve());
      return { low: opened.filter((fd) => fd <= 2), text: fs.readFileSync("/tmp/1", "utf8") };
    "#;
    let seen = place.gives(code).await;
    assert_eq!(seen, json!({ "low": [], "text": "its own" }));
    place.session.wait_for("still there");
    place.cx.write(
        "supabase/functions/f/index.js",
        EVALUATE.replace("418", "419"),
    );
    place.session.wait_for("heard early_drop");
}

#[tokio::test(flavor = "multi_thread")]
async fn no_number_leads_to_a_descriptor_that_the_function_did_not_open() {
    let place = Place::serve("");
    let code = r#"
      const reached = [];
      const { TCP } = process.binding("tcp_wrap"), { Pipe } = process.binding("pipe_wrap");
      for (let fd = 3; fd < 64; fd++) {
        const ways = {
          stat: () => fs.fstatSync(fd), read: () => fs.readSync(fd, new Uint8Array(1)), write: () => fs.writeSync(fd, "x"),
          close: () => fs.closeSync(fd), truncate: () => fs.ftruncateSync(fd), sync: () => fs.fsyncSync(fd),
          file: () => fs.readFileSync(fd), append: () => fs.appendFileSync(fd, "x"), chmod: () => fs.fchmodSync(fd, 0o600),
          socket: () => new net.Socket({ fd, readable: false, writable: false }),
          resource: () => new Deno.FsFile(fd, Symbol.for("Deno.internal.FsFile")),
          handle: () => new (process.binding("tty_wrap").TTY)(fd, {}),
          tcp: () => { if (new TCP(0).open(fd) !== 0) throw new Error("no"); },
          pipe: () => { if (new Pipe(0).open(fd) !== 0) throw new Error("no"); },
          listen: () => new Promise((done, failed) => net.createServer().on("error", failed).listen({ fd }, done)),
          tty: () => new (require("tty").ReadStream)(fd),
          dgram: () => new Promise((done, failed) => require("dgram").createSocket("udp4").on("error", failed).bind({ fd }, done)),
        };
        for (const name in ways) { try { await ways[name](); reached.push(name + fd); } catch {} }
      }
      const made = await Deno.create("/tmp/made");
      if (!(made instanceof Deno.FsFile)) reached.push("no file");
      for (const one of [made, Deno.stdout, Deno.stderr, Deno.stdin]) {
        for (let rid = 0; rid < 16; rid++) {
          try { new one.constructor(rid, Symbol.for("Deno.internal.FsFile")); if (one.constructor !== Object) reached.push("rid " + rid); } catch {}
        }
      }
      const own = fs.openSync("/tmp/own", "w+");
      fs.writeSync(own, "own");
      return { reached, own: fs.fstatSync(own).size };
    "#;
    assert_eq!(place.gives(code).await, json!({ "reached": [], "own": 3 }));
    assert_eq!(place.gives("return 2").await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn code_caches_are_ignored_everywhere() {
    let place = Place::serve("");
    let code = r#"
      const text = "(() => 40 + 2)()";
      const context = vm.createContext({});
      const found = [];
      for (const { Script, compileFunction } of [vm, vms, require("vm"), await import("node:vm"), process.getBuiltinModule("vm"),
        await import("data:text/javascript,export * from 'node:vm'")]) {
        // V8 tells texts apart by their lengths: this one's cache would run in place of the other.
        const script = new Script(text.replace("40 + 2", "60 + 6"), { produceCachedData: true });
        for (const cachedData of [script.cachedData, script.createCachedData()]) {
          const made = new Script(text, { cachedData });
          found.push([made.cachedDataRejected, made.runInThisContext(), made instanceof Script]);
          class Own extends Script {}
          for (const late of [0, 1, 2, 3]) {
            let reads = 0;
            const given = { get cachedData() { return reads++ >= late ? cachedData : undefined; } };
            for (const options of [given, Object.create(given)]) found.push([true, new Script(text, options).runInThisContext(), true]);
          }
          found.push([new Own(text, { cachedData }).cachedDataRejected, new Own(text).runInThisContext(), true]);
          found.push([true, vm.runInThisContext(text, { cachedData }), true], [true, vm.runInNewContext(text, {}, { cachedData }), true]);
        }
        for (const parsingContext of [undefined, context]) {
          const { cachedData } = compileFunction("return 66", [], { produceCachedData: true, parsingContext });
          const made = compileFunction("return 42", [], { cachedData, parsingContext });
          found.push([made.cachedDataRejected, made(), true]);
        }
        const without = Object.getPrototypeOf(Script) === Function.prototype && Script.prototype.constructor === Script;
        found.push([without, 42, true]);
      }
      return [found.length, found.filter(([rejected, value, is]) => !(rejected && value === 42 && is))];
    "#;
    assert_eq!(place.gives(code).await, json!([162, []]));
}

#[tokio::test(flavor = "multi_thread")]
async fn databases_give_out_and_call_no_address_of_the_engine() {
    let cx = TestContext::new().with_shared_cache();
    cx.write("supabase/config.toml", "");
    let source = r#"
      import sqlite, { DatabaseSync } from "node:sqlite";
      import { createRequire } from "node:module";
      const ways = [DatabaseSync, sqlite.DatabaseSync, createRequire(import.meta.url)("node:sqlite").DatabaseSync];
      Deno.serve(() => {
        const found = [];
        for (const Database of ways) {
          for (const open of [() => new Database(":memory:"), () => { const made = new Database(":memory:", { open: false }); made.open(); return made; }, () => new (class extends Database {})(":memory:")]) {
            for (const query of ["select hex(fts3_tokenizer(?))", "select fts3_tokenizer(?, ?)", "select FTS3_TOKENIZER('simple')"]) {
              const given = query.includes(", ?") ? ["own", new Uint8Array(8)] : query.includes("?") ? ["simple"] : [];
              try { found.push(Object.values(open().prepare(query).get(...given))[0]); } catch {}
            }
            const database = open();
            database.exec("create virtual table t using fts4(a)");
            database.exec("insert into t values ('one two')");
            if (database.prepare("select count(*) as n from t where a match 'two'").get().n !== 1) found.push("no search");
          }
        }
        return Response.json(found);
      });"#;
    cx.write("supabase/functions/f/index.js", source);
    let session = Session::start(&cx, &["--no-verify-jwt"]);
    let answer = session.get("f").await;
    assert_eq!(
        (answer.status, answer.json()),
        (200, json!([])),
        "{answer:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn ports_of_mail_cannot_be_reached_at_any_address() {
    let place = Place::serve("");
    let code = r#"
      const reached = [];
      for (const name of ["port", "hostname", "href"]) Object.defineProperty(URL.prototype, name, { get: () => "80" });
      const hosts = ["127.0.0.1", "127.1.2.3", "0.0.0.0", "192.0.2.1", "::1", "::ffff:127.0.0.1", "::", "2001:db8::1", "localhost", "ip6-localhost"];
      const limit = (promise) => Promise.race([promise, new Promise((done) => setTimeout(done, 2000, "late"))]);
      const node = (options) => new Promise((done, failed) => {
        const socket = net.connect(options, done);
        socket.on("error", failed);
      });
      for (const port of [25, 587]) {
        for (const hostname of hosts) {
          const host = hostname.includes(":") ? `[${hostname}]` : hostname;
          const ways = {
            connect: () => Deno.connect({ hostname, port }),
            text: () => Deno.connect({ hostname, port: String(port) }),
            getter: () => { let n = 0; return Deno.connect({ hostname, get port() { return n++ ? port : 9; } }); },
            tls: () => Deno.connectTls({ hostname, port }),
            node: () => node({ host: hostname, port }),
            nodeTls: () => new Promise((done, failed) => require("tls").connect({ host: hostname, port }, done).on("error", failed)),
            fetch: () => fetch(`http://${host}:${port}/`),
            proxy: () => fetch("http://nothing.invalid/", { client: Deno.createHttpClient({ proxy: { url: `http://${host}:${port}` } }) }),
            tcpProxy: () => fetch("http://nothing.invalid/", { client: Deno.createHttpClient({ proxy: { transport: "tcp", hostname, port } }) }),
            fraction: () => { const { TCP, TCPConnectWrap } = process.binding("tcp_wrap"); return "object " + new TCP(0).connect6(new TCPConnectWrap(), hostname, port + 0.5); },
            around: () => { const { TCP, TCPConnectWrap } = process.binding("tcp_wrap"); return "object " + new TCP(0).connect6(new TCPConnectWrap(), hostname, port + 65536); },
            socket: () => new Promise((done, failed) => { const socket = new WebSocket(`ws://${host}:${port}`); socket.onopen = done; socket.onerror = (event) => failed(new Error(event.message)); }),
          };
          for (const name in ways) {
            let answer;
            try { answer = String(await limit(ways[name]())); } catch (error) { answer = `${error.name} ${error.code ?? ""} ${error.message}`; }
            if (/ECONNREFUSED|os error|late|Refused|object/i.test(answer) && name !== "getter") reached.push([name, hostname, port, answer]);
          }
        }
      }
      return reached;
    "#;
    assert_eq!(place.gives(code).await, json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_directory_of_a_worker_holds_nothing_that_a_function_may_write() {
    let place = Place::serve("");
    let code = r#"
      const tmp = fs.createWriteStream("/tmp/found").path;
      const room = tmp.slice(0, tmp.lastIndexOf("/tmp/"));
      const written = [];
      for (const name of ["c", "r", "s", "s.1", "s.2", ".npmrc", "x"]) {
        const path = `/usr/..${room}/${name}`;
        const ways = {
          mkdir: () => Deno.mkdir(path), write: () => Deno.writeTextFile(path, "x"), node: () => fs.promises.writeFile(path, "x"),
          inside: () => Deno.writeTextFile(path + "/x", "x"), remove: () => Deno.remove(path), copy: () => fs.promises.copyFile("/tmp/found", path),
          sqlite: () => new (require("node:sqlite").DatabaseSync)(path).exec("create table t (a)"),
          listen: () => Deno.listen({ transport: "unix", path }), connect: () => Deno.connect({ transport: "unix", path }),
        };
        for (const way in ways) { try { await ways[way](); written.push(way + " " + name); } catch {} }
      }
      return written;
    "#;
    assert_eq!(place.gives(code).await, json!([]));
    assert_eq!(place.gives("return 4").await, 4);
}

#[tokio::test(flavor = "multi_thread")]
async fn records_cannot_be_forged_through_the_bytes_that_are_written() {
    let place = Place::serve("");
    let code = r#"
      const bytes = new TextEncoder().encode('\x1e{"type":"log","level":"error","message":"forged"}\n');
      const typed = Object.getPrototypeOf(Uint8Array.prototype);
      const species = function () { return bytes; };
      Object.defineProperty(Uint8Array, Symbol.species, { get: () => species });
      Object.defineProperty(Object.getPrototypeOf(Uint8Array), Symbol.species, { get: () => species });
      const seen = [];
      for (const name of ["length", "byteLength", "buffer", "byteOffset"]) {
        const { get } = Object.getOwnPropertyDescriptor(typed, name);
        Object.defineProperty(typed, name, { get() { seen.push(name); return get.call(this); } });
      }
      for (const name of ["subarray", "slice", "set"]) { const original = typed[name]; typed[name] = function (...args) { seen.push(name); return original.apply(this, args); }; }
      TextEncoder.prototype.encode = () => { seen.push("encode"); return bytes; };
      Uint8Array.prototype.constructor = species;
      seen.length = 0;
      console.log("said after that");
      return seen;
    "#;
    assert_eq!(place.gives(code).await, json!([]));
    place.session.wait_for("said after that");
    assert!(!place.session.said().contains("forged"));
}

#[tokio::test(flavor = "multi_thread")]
async fn records_cannot_be_forged_by_what_every_object_inherits() {
    let place = Place::serve("");
    let code = r#"
      Object.prototype.toJSON = () => ({ type: "uncaught", phase: "run", message: "forged" });
      Object.prototype.message = "forged";
      Array.prototype.toJSON = Object.prototype.toJSON;
      console.log("said itself");
      delete Object.prototype.toJSON;
      delete Object.prototype.message;
      delete Array.prototype.toJSON;
    "#;
    assert_eq!(place.gives(code).await, Value::Null);
    place.session.wait_for("said itself");
    assert!(!place.session.said().contains("forged"));
    assert_eq!(place.gives("return 3").await, 3);
}
