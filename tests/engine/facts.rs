//! What functions are told of the machine and of the engine, held against `src/worker/hosted.tsv`: each name that the engine
//! gives is decided there, and each decision is what a function sees, in whichever way it runs and comes by the name.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
};

use serde_json::json;

use crate::{
    context::TestContext,
    packages::{self, Package},
    platform::host::Platform,
    provisioned::provisioned,
    session::{Answer, Session},
};

/// A line of the record.
struct Row {
    expression: &'static str,
    decision: &'static str,
    gives: &'static str,
}

impl Row {
    /// The object and the name that the line is about.
    fn name(&self) -> (&str, &str) {
        let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let place = ["Deno.", "process.", "os."].into_iter();
        let (object, rest) = place
            .filter_map(|object| {
                self.expression
                    .split_once(object)
                    .map(|(_, rest)| (object, rest))
            })
            .next()
            .expect(self.expression);
        let end = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
        (object.trim_end_matches('.'), &rest[..end])
    }

    /// What a function evaluates for it.
    fn question(&self) -> String {
        match self.permission() {
            Some((name, kind)) => {
                let descriptor = json!({ "name": name, "kind": kind });
                format!("Deno.permissions.query({descriptor}).then(({{ state }}) => state)")
            }
            // JSON has no functions.
            None if matches!(self.decision, "fx" | "engine") => {
                format!("typeof {}", self.expression)
            }
            None => self.expression.to_owned(),
        }
    }

    fn permission(&self) -> Option<(&str, Option<&str>)> {
        let descriptor = self.expression.strip_prefix("permission ")?;
        Some(match descriptor.split_once(' ') {
            Some((name, kind)) => (name, Some(kind)),
            None => (descriptor, None),
        })
    }

    /// Whether a function sees what was decided. `seen` begins with `=` or with `!` for an error.
    fn holds(&self, seen: &str) -> bool {
        match self.decision {
            "value" => seen.strip_prefix('=') == Some(self.gives),
            "absent" => seen == "=undefined",
            "error" => seen
                .strip_prefix('!')
                .is_some_and(|error| error.starts_with(self.gives)),
            _ => {
                seen.starts_with('=')
                    && (seen != "=\"undefined\"" || MAY_BE_UNDEFINED.contains(&self.expression))
            }
        }
    }
}

/// What the engine gives is undefined at times.
const MAY_BE_UNDEFINED: &[&str] = &[
    "process._eval",
    "process._maxListeners",
    "process.exitCode",
    "process.mainModule",
];

const DECISIONS: [&str; 5] = ["value", "absent", "error", "fx", "engine"];

fn record() -> Vec<Row> {
    let lines = include_str!("../../src/worker/hosted.tsv").lines();
    let lines = lines.filter(|line| !line.starts_with('#'));
    lines
        .map(|line| {
            let columns: Vec<_> = line.split('\t').collect();
            assert!(
                columns.len() == 4 && !columns[3].is_empty(),
                "a line has four columns: {line}"
            );
            assert!(DECISIONS.contains(&columns[1]), "{line}");
            Row {
                expression: columns[0],
                decision: columns[1],
                gives: columns[2],
            }
        })
        .collect()
}

/// Runs the engine itself, as nobody's function.
fn engine(args: &[&str]) -> String {
    let home = tempfile::tempdir().unwrap();
    let mut command = std::process::Command::new(&provisioned().engine);
    command
        .args(args)
        .env("DENO_DIR", home.path())
        .env("NO_COLOR", "1");
    let output = command.output().unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

const NAMES: &str = r#"
import process from "node:process";
import os from "node:os";
const names = (object) => {
  const found = new Set();
  for (let owner = object; owner !== Object.prototype && owner; owner = Object.getPrototypeOf(owner)) {
    for (const name of Object.getOwnPropertyNames(owner)) found.add(name);
  }
  return [...found];
};
console.log(JSON.stringify({ Deno: names(Deno), process: names(process), os: names(os) }));
"#;

#[test]
fn every_name_that_the_engine_gives_is_decided() {
    let home = tempfile::tempdir().unwrap();
    let script = home.path().join("names.mjs");
    std::fs::write(&script, NAMES).unwrap();
    let said = engine(&[
        "run",
        "--allow-all",
        "--no-config",
        script.to_str().unwrap(),
    ]);
    let given: BTreeMap<String, BTreeSet<String>> = serde_json::from_str(&said).unwrap();
    let given: BTreeSet<(&str, &str)> = given
        .iter()
        .flat_map(|(object, names)| names.iter().map(|name| (object.as_str(), name.as_str())))
        .collect();
    let record = record();
    let decided = record.iter().filter(|row| row.permission().is_none());
    let decided: BTreeSet<(&str, &str)> = decided.map(Row::name).collect();
    let undecided: Vec<_> = given.difference(&decided).collect();
    assert!(
        undecided.is_empty(),
        "decide these in `src/worker/hosted.tsv`: {undecided:?}"
    );
    let gone: Vec<_> = decided.difference(&given).collect();
    assert!(
        gone.is_empty(),
        "the engine has no such names any more: {gone:?}"
    );
}

#[test]
fn every_permission_that_the_engine_asks_for_is_decided() {
    let types = engine(&["types"]);
    let list = |start: &str| {
        let (_, rest) = types.split_once(start).expect(start);
        let (list, _) = rest.split_once(';').unwrap();
        list.split('|')
            .map(|name| name.trim().trim_matches('"').to_owned())
            .filter(|name| !name.is_empty())
            .collect::<Vec<_>>()
    };
    let names = list("export type PermissionName =");
    let (_, sys) = types
        .split_once("export interface SysPermissionDescriptor {")
        .unwrap();
    let (_, kinds) = sys.split_once("kind?:").unwrap();
    let (kinds, _) = kinds.split_once(';').unwrap();
    let kinds = kinds
        .split('|')
        .map(|kind| kind.trim().trim_matches('"'))
        .filter(|kind| !kind.is_empty());
    let wanted = names.iter().map(|name| format!("permission {name}"));
    let wanted: Vec<_> = wanted
        .chain(kinds.map(|kind| format!("permission sys {kind}")))
        .collect();
    assert!(wanted.len() > 20, "{wanted:?}");
    let record = record();
    let is_decided = |wanted: &&String| record.iter().any(|row| row.expression == **wanted);
    let undecided: Vec<_> = wanted.iter().filter(|wanted| !is_decided(wanted)).collect();
    assert!(
        undecided.is_empty(),
        "decide these in `src/worker/hosted.tsv`: {undecided:?}"
    );
}

/// Evaluates expressions with `process` and `os` as they were come by.
const EVALUATE: &str = r#"
const AsyncFunction = (async () => {}).constructor;
const evaluate = async (expression) => {
  try {
    return "=" + JSON.stringify(await new AsyncFunction("process", "os", `return ${expression}`)(process, os));
  } catch (error) {
    return `!${error.name}: ${error.message}`;
  }
};
"#;

/// Answers a list of expressions with what they come to.
const ANSWER: &str = r#"
Deno.serve(async (request) => {
  const seen = [];
  for (const expression of await request.json()) seen.push(await evaluate(expression));
  return Response.json(seen);
});
"#;

/// The ways to come by the modules.
const WAYS: &[(&str, &str)] = &[
    (
        "default",
        "import process from \"node:process\";\nimport os from \"node:os\";\n",
    ),
    (
        "bare",
        "import process from \"process\";\nimport os from \"os\";\n",
    ),
    (
        "namespace",
        "import * as process from \"node:process\";\nimport * as os from \"node:os\";\n",
    ),
    ("global", "const os = process.getBuiltinModule(\"os\");\n"),
    (
        "late",
        "const { default: process } = await import(\"node:process\");\nconst os = await import(\"node:os\");\n",
    ),
];

/// The ways of packages, for functions that have no `node:` module but in one of them: the package's kind, what comes
/// before [`EVALUATE`], and what it exports.
const PACKAGES: &[(&str, &str, &str, &str)] = &[
    (
        "namespace",
        "module",
        "import * as process from \"process\";\nimport * as os from \"os\";\n",
        ESM,
    ),
    (
        "imported",
        "module",
        "import process, { getBuiltinModule } from \"node:process\";\nconst os = getBuiltinModule(\"os\");\n",
        ESM,
    ),
    (
        "named",
        "module",
        "import { cpus, homedir, userInfo, uptime } from \"os\";\nconst process = null, os = { cpus, homedir, userInfo, uptime };\n",
        ESM,
    ),
    (
        "alone",
        "module",
        "import { version, versions, kill, abort, pid, umask, geteuid, loadEnvFile } from \"process\";\n\
         const os = null, process = { version, versions, kill, abort, pid, umask, geteuid, loadEnvFile };\n",
        ESM,
    ),
    (
        "late",
        "module",
        "let process, os;\n",
        "export default async (expression) => {
  os = await import(\"node:os\");
  ({ default: process } = await import(/* webpackIgnore: true */ \"process\"));
  return evaluate(expression);
};\n",
    ),
    (
        "created",
        "module",
        "import { createRequire } from \"node:module\";\n\
         const require = createRequire(import.meta.url), os = require(\"os\"), process = require(\"node:process\");\n",
        ESM,
    ),
    (
        "builtin",
        "module",
        "const os = process.getBuiltinModule(\"node:os\");\n",
        ESM,
    ),
    (
        "required",
        "commonjs",
        "const os = require(\"node:os\"), process = require(\"process\");\n",
        CJS,
    ),
    (
        "destructured",
        "commonjs",
        "const { cpus, homedir, userInfo, uptime } = require(\"node:os\");\n\
         const os = { cpus, homedir, userInfo, uptime };\n",
        CJS,
    ),
    (
        "mixed",
        "commonjs",
        "let process, os;\n",
        "module.exports = async (expression) => {
  os = await import(\"os\");
  ({ default: process } = await import(\"node:process\"));
  return evaluate(expression);
};\n",
    ),
];

const ESM: &str = "export default evaluate;\n";
const CJS: &str = "module.exports = evaluate;\n";

/// A registry with those packages, and functions that have one each.
fn write_packages(cx: &TestContext) -> String {
    let mut config = String::new();
    let mut all = Vec::new();
    for (slug, kind, before, after) in PACKAGES {
        writeln!(config, "[functions.{slug}]\nverify_jwt = false").unwrap();
        let mut package = Package::new(&format!("ask-{slug}"), "1.0.0", &[]);
        package.manifest["type"] = (*kind).into();
        package.files = vec![(
            "index.js",
            format!("{before}{EVALUATE}{after}").leak() as &str,
        )];
        all.push(package);
        cx.write(
            &format!("supabase/functions/{slug}/index.ts"),
            format!("import evaluate from \"npm:ask-{slug}@1.0.0\";\n{ANSWER}"),
        );
    }
    cx.write("supabase/config.toml", config);
    packages::serve(&all)
}

fn write_ways(cx: &TestContext) {
    let mut config = String::new();
    for (slug, imports) in WAYS {
        writeln!(config, "[functions.{slug}]\nverify_jwt = false").unwrap();
        cx.write(
            &format!("supabase/functions/{slug}/index.ts"),
            format!("{imports}{EVALUATE}{ANSWER}"),
        );
    }
    cx.write("supabase/config.toml", config);
}

/// Those lines of the record that do not hold for the function at `url`.
async fn broken(record: &[Row], slug: &str, url: &str) -> String {
    let record: Vec<_> = record.iter().filter(|row| is_told(row, slug)).collect();
    let questions: Vec<_> = record.iter().map(|row| row.question()).collect();
    let request = reqwest::Client::new()
        .post(url)
        .body(json!(questions).to_string());
    let answer = Answer::of(request.send().await.unwrap()).await;
    assert_eq!(answer.status, 200, "{slug}: {answer:?}");
    let seen: Vec<String> = serde_json::from_str(&answer.text).expect(&answer.text);
    let mut broken = String::new();
    for (row, seen) in record.into_iter().zip(seen) {
        if !row.holds(&seen) {
            writeln!(
                broken,
                "{slug}: {} is to be {} {}, is {seen}",
                row.expression, row.decision, row.gives
            )
            .unwrap();
        }
    }
    broken
}

/// Whether a function comes by what the line is about. A namespace of `node:process` has few of its names.
fn is_told(row: &Row, slug: &str) -> bool {
    const OF_OS: &[&str] = &["cpus", "homedir", "userInfo", "uptime"];
    const OF_PROCESS: &[&str] = &[
        "version",
        "versions",
        "kill",
        "abort",
        "umask",
        "geteuid",
        "loadEnvFile",
    ];
    const EXPORTED: &[&str] = &[
        "abort",
        "argv",
        "argv0",
        "availableMemory",
        "chdir",
        "constrainedMemory",
        "cpuUsage",
        "cwd",
        "dlopen",
        "execPath",
        "exit",
        "getegid",
        "geteuid",
        "getgid",
        "getuid",
        "kill",
        "loadEnvFile",
        "memoryUsage",
        "ppid",
        "resourceUsage",
        "setegid",
        "seteuid",
        "setgid",
        "setuid",
        "stdin",
        "threadCpuUsage",
        "umask",
        "version",
        "versions",
    ];
    if row.permission().is_some() {
        return slug == "default";
    }
    match row.name() {
        ("os", name) if slug == "named" => OF_OS.contains(&name),
        ("process", name) if slug == "alone" => OF_PROCESS.contains(&name),
        (_, _) if matches!(slug, "named" | "alone") => false,
        ("os", name) if slug == "destructured" => OF_OS.contains(&name),
        ("process", name) if slug == "namespace" => EXPORTED.contains(&name),
        ("Deno", _) => slug == "default",
        _ => true,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn functions_are_told_what_is_decided_however_they_come_by_it() {
    let cx = TestContext::new().with_shared_cache();
    write_ways(&cx);
    let common = format!(
        "const process = require(\"process\");\nconst os = require(\"os\");\n{EVALUATE}{ANSWER}"
    );
    cx.write("supabase/functions/common/index.js", common);
    cx.write(
        "supabase/functions/common/package.json",
        r#"{ "type": "commonjs" }"#,
    );
    let record = record();
    let session = Session::start(&cx, &["--no-verify-jwt"]);
    let mut wrong = String::new();
    for (slug, _) in WAYS.iter().chain(&[("common", "")]) {
        wrong += &broken(&record, slug, &session.url(slug)).await;
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[tokio::test(flavor = "multi_thread")]
async fn functions_are_told_the_same_from_their_bundles() {
    let cx = TestContext::new().with_shared_cache();
    write_ways(&cx);
    let record = record();
    let session = Session::start(&cx, &["--from-bundle"]);
    let mut wrong = String::new();
    for (slug, _) in WAYS {
        wrong += &broken(&record, slug, &session.url(slug)).await;
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[tokio::test]
async fn deployed_functions_are_told_the_same() {
    let platform = Platform::start(&[]);
    let project = platform.create_project("facts").await;
    write_ways(&platform.cx);
    platform.run(["functions", "deploy", "--project-ref", &project.reference]);
    let record = record();
    let mut wrong = String::new();
    for (slug, _) in WAYS {
        let url = format!("{}/functions/v1/{slug}", project.url);
        wrong += &broken(&record, slug, &url).await;
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[tokio::test(flavor = "multi_thread")]
async fn packages_are_told_what_is_decided_however_they_come_by_it() {
    let cx = TestContext::new();
    let registry = write_packages(&cx);
    let record = record();
    for args in [&[][..], &["--from-bundle"]] {
        let session = Session::start_with(&cx, args, |command| {
            command
                .env("FX_ENGINE", &provisioned().engine)
                .env("NPM_CONFIG_REGISTRY", &registry);
        });
        let mut wrong = String::new();
        for (slug, ..) in PACKAGES {
            wrong += &broken(&record, slug, &session.url(slug)).await;
        }
        assert!(wrong.is_empty(), "{args:?}\n{wrong}");
    }
}

#[tokio::test]
async fn deployed_packages_are_told_the_same() {
    let platform = Platform::start(&[]);
    let project = platform.create_project("packages").await;
    let registry = write_packages(&platform.cx);
    let mut deploy = platform.fx(["functions", "deploy", "--project-ref", &project.reference]);
    let deployed = deploy.env("NPM_CONFIG_REGISTRY", registry).output();
    assert!(deployed.unwrap().status.success());
    let record = record();
    let mut wrong = String::new();
    for (slug, ..) in PACKAGES {
        let url = format!("{}/functions/v1/{slug}", project.url);
        wrong += &broken(&record, slug, &url).await;
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// A module of JSR is remote for a bundle, and a name that no import shows is text.
#[tokio::test(flavor = "multi_thread")]
async fn remote_modules_and_computed_names_are_told_the_same() {
    let cx = TestContext::new();
    let module = "import { cpus, homedir } from \"node:os\";\nexport default () => [cpus().length, homedir()];\n";
    let jsr = packages::serve_jsr("@test/machine", "1.0.0", module);
    cx.write(
        "supabase/config.toml",
        "[functions.jsr]\nverify_jwt = false\n[functions.computed]\nverify_jwt = false\n",
    );
    cx.write(
        "supabase/functions/jsr/index.ts",
        "import ask from \"jsr:@test/machine@1.0.0\";\nDeno.serve(() => Response.json(ask()));\n",
    );
    cx.write(
        "supabase/functions/computed/index.ts",
        r#"const name = ["node:os"][0];
const { cpus, homedir } = await import(name);
Deno.serve(() => Response.json([cpus().length, homedir()]));
"#,
    );
    for args in [&[][..], &["--from-bundle"]] {
        let session = Session::start_with(&cx, args, |command| {
            command
                .env("FX_ENGINE", &provisioned().engine)
                .env("JSR_URL", &jsr);
        });
        for slug in ["jsr", "computed"] {
            let answer = session.get(slug).await;
            assert_eq!(answer.status, 200, "{slug}: {answer:?}");
            assert_eq!(answer.json(), json!([1, "/home/deno"]), "{slug} {args:?}");
        }
    }
}

/// What says the same in several ways.
const AGREEING: &[&[&str]] = &[
    &[
        "process.version",
        "`v${process.versions.node}`",
        "HEADER.nodejsVersion",
        "process.release.sourceUrl.split('/')[5]",
        "process.release.headersUrl.split('/')[5]",
    ],
    &["process.versions", "HEADER.componentVersions"],
    &["process.release", "HEADER.release"],
    &["process.versions.v8", "Deno.version.v8"],
    &["process.versions.deno", "Deno.version.deno"],
    &["process.versions.typescript", "Deno.version.typescript"],
    &[
        "process.versions.modules",
        "String(process.config.variables.node_module_version ?? process.versions.modules)",
    ],
    &[
        "process.arch",
        "process.config.variables.host_arch ?? process.arch",
        "os.arch()",
        "HEADER.arch",
    ],
    &["process.platform", "os.platform()", "HEADER.platform"],
    &["os.type()", "HEADER.osName"],
    &["os.machine()", "HEADER.osMachine"],
    &[
        "os.release()",
        "os.version()",
        "Deno.osRelease()",
        "HEADER.osRelease ?? os.release()",
    ],
    &["os.hostname()", "Deno.hostname()", "HEADER.host"],
    &[
        "os.homedir()",
        "os.userInfo().homedir",
        "String(os.userInfo({ encoding: 'buffer' }).homedir)",
        "`${os.homedir}`",
    ],
    &["os.userInfo().uid", "process.getuid()", "Deno.uid()"],
    &["os.userInfo().gid", "process.getgid()", "Deno.gid()"],
    &["os.cpus()", "HEADER.cpus"],
    &[
        "os.cpus().length",
        "os.availableParallelism()",
        "navigator.hardwareConcurrency",
    ],
    &["os.networkInterfaces()", "HEADER.networkInterfaces"],
    &["os.loadavg()", "Deno.loadavg()"],
    &["os.totalmem()", "Deno.systemMemoryInfo().total"],
    &["os.freemem()", "Deno.systemMemoryInfo().available"],
    &["Deno.cwd()", "process.cwd()", "HEADER.cwd"],
    &["Deno.execPath()", "process.execPath", "process.title"],
    &["Deno.pid", "process.pid", "HEADER.processId"],
    &["Deno.ppid", "process.ppid"],
    &[
        "Deno.memoryUsage().rss",
        "process.memoryUsage().rss",
        "process.memoryUsage.rss()",
    ],
    &["Deno.exitCode", "process.exitCode ?? 0"],
    &[
        "DENO_VERSION",
        "Deno.version.deno.split('v').at(-1).slice(0, -1)",
        "navigator.userAgent.split(/[/ ]/)[1]",
    ],
    &[
        "[]",
        "Object.keys(process.features).filter((name) => name !== 'inspector')",
    ],
    &[
        "process === globalThis.process",
        "process === process.getBuiltinModule('process')",
        "true",
    ],
    &[
        "process === (await import('node:process')).default",
        "process === (await import('process')).default",
        "true",
    ],
];

/// The same for what modules export.
const EXPORTS: &[&str] = &[
    "Object.keys(os).filter((name) => !/^(default|module.exports)$/.test(name) && os[name] !== os.default[name])",
    // The engine's streams are made when somebody wants them.
    "Object.keys(process).filter((name) => !/^(default|stdout|stderr)$/.test(name) && process[name] !== process.default[name])",
    "os.default === process.getBuiltinModule('os') ? [] : ['os']",
    "process.default === globalThis.process ? [] : ['process']",
];

#[tokio::test(flavor = "multi_thread")]
async fn what_functions_are_told_agrees_with_itself() {
    let cx = TestContext::new().with_shared_cache();
    write_ways(&cx);
    let session = Session::start(&cx, &[]);
    let ask = async |slug: &str, questions: &[String]| -> Vec<String> {
        let request = reqwest::Client::new()
            .post(session.url(slug))
            .body(json!(questions).to_string());
        let answer = Answer::of(request.send().await.unwrap()).await;
        serde_json::from_str(&answer.text).expect(&answer.text)
    };
    let mut wrong = String::new();
    for slug in ["default", "global"] {
        for group in AGREEING {
            let questions = group.iter().map(|expression| {
                let expression = expression.replace("HEADER", "process.report.getReport().header");
                format!("({expression})")
            });
            let questions: Vec<_> = questions.collect();
            let told = ask(slug, &questions).await;
            if told
                .iter()
                .any(|other| *other != told[0] || other.starts_with('!'))
            {
                writeln!(wrong, "{slug}: {group:?} {told:?}").unwrap();
            }
        }
    }
    let exports: Vec<_> = EXPORTS.iter().map(|it| (*it).to_owned()).collect();
    for (question, told) in exports.iter().zip(ask("namespace", &exports).await) {
        if told != "=[]" {
            writeln!(wrong, "{question} {told}").unwrap();
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_tells_of_the_machine() {
    let cx = TestContext::new().with_shared_cache();
    write_ways(&cx);
    let session = Session::start(&cx, &[]);
    let all = r#"(() => {
      const told = [];
      for (const object of [Deno, process, os, process.report.getReport(), process.config]) {
        for (let owner = object; owner && owner !== Object.prototype; owner = Object.getPrototypeOf(owner)) {
          for (const name of Object.getOwnPropertyNames(owner)) {
            if (/^(default|env|mainModule|argv|serve|listen|removeAllListeners|openStdin|pid|report)$/.test(name)) continue;
            try { told.push(name, typeof object[name] === "function" ? object[name]() : object[name]); } catch {}
          }
        }
      }
      const seen = new WeakSet();
      return JSON.stringify(told, (_, value) => {
        if (typeof value === "bigint") return String(value);
        if (typeof value !== "object" || value === null) return value;
        if (seen.has(value)) return null;
        seen.add(value);
        return value;
      });
    })()"#;
    let kernel = std::fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    let model = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = model
        .lines()
        .find_map(|line| line.strip_prefix("model name\t: "))
        .unwrap_or_default()
        .to_owned();
    let engine = provisioned().engine.display().to_string();
    let project = cx.dir().display().to_string();
    for slug in ["default", "namespace", "late"] {
        let request = reqwest::Client::new()
            .post(session.url(slug))
            .body(json!([all]).to_string());
        let told = Answer::of(request.send().await.unwrap()).await;
        assert!(told.text.len() > 1000, "{told:?}");
        for fact in [kernel.trim(), &model, &engine, &project] {
            assert!(
                fact.is_empty() || !told.text.contains(fact),
                "{slug}: {fact}\n{}",
                told.text
            );
        }
    }
}
