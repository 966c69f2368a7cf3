//! What people read of the engine's errors: what went wrong, and no word of the engine's command line, which they did not
//! write. Inside the function errors say what the engine says.

use std::fmt::Write as _;

use crate::{context::TestContext, platform::host::Platform, session::Session};

/// A function that provokes a message.
struct Case {
    slug: &'static str,
    source: &'static str,
    /// What its directory holds besides.
    file: Option<(&'static str, &'static str)>,
    /// What people read of it.
    told: &'static str,
}

const fn case(slug: &'static str, source: &'static str, told: &'static str) -> Case {
    Case {
        slug,
        source,
        file: None,
        told,
    }
}

const fn case_with(
    slug: &'static str,
    file: (&'static str, &'static str),
    source: &'static str,
    told: &'static str,
) -> Case {
    Case {
        slug,
        source,
        file: Some(file),
        told,
    }
}

/// What a bundle is made of as well: the message comes when the function runs.
const RUNNING: &[Case] = &[
    // Each kind of permission.
    case(
        "read",
        "const n = '/etc/passwd'; await import(n, { with: { type: 'text' } });",
        "Requires read access to \"/etc/passwd\"",
    ),
    case(
        "write",
        "import net from 'node:net'; net.createServer().listen('/var/none.sock');",
        "access to \"/var/none.sock\"",
    ),
    case(
        "net",
        "await Deno.connect({ hostname: '127.0.0.1', port: 25 });",
        "Requires net access to \"127.0.0.1:25\"",
    ),
    case(
        "nodenet",
        "import net from 'node:net'; await new Promise((_, no) => net.connect(587, '127.0.0.1').on('error', no));",
        "Requires net access to \"127.0.0.1:587\"",
    ),
    case("run", "process.kill(1, 0);", "Requires run access"),
    case(
        "ffi",
        "process.dlopen({ exports: {} }, '/lib/libc.so.6');",
        "Requires ffi access",
    ),
    case(
        "sys",
        "import os from 'node:os'; os.getPriority();",
        "Requires sys access to \"getPriority\"",
    ),
    case(
        "statfs",
        "import { statfsSync } from 'node:fs'; statfsSync('/tmp');",
        "Requires sys access to \"statfs\"",
    ),
    case(
        "env",
        "import { loadEnvFile } from 'node:process'; loadEnvFile();",
        "loadEnvFile is not a function",
    ),
    case(
        "logged",
        "import os from 'node:os'; try { os.setPriority(1); } catch (error) { console.error('so:', error); } throw 1;",
        "so: NotCapable: Requires sys access to \"setPriority\"",
    ),
    // What would need another command.
    case(
        "remote",
        "const n = 'https://example.com/x.ts'; await import(n);",
        "Specifier not found in cache: \"https://example.com/x.ts\"",
    ),
    case(
        "jsr",
        "const n = 'jsr:@std/none-such'; await import(n);",
        "JSR package manifest for '@std/none-such' failed to load",
    ),
    case(
        "npm",
        "const n = 'npm:none-such-0000'; await import(n);",
        "none-such-0000",
    ),
    case("unknown", "const n = 'lodash'; await import(n);", "lodash"),
    case_with(
        "extension",
        ("other.ts", "export default 1;"),
        "const n = './other'; await import(n);",
        "Requires read access",
    ),
    case(
        "kv",
        "await Deno.openKv();",
        "Deno.openKv() is not available in edge functions.",
    ),
    case(
        "cron",
        "Deno.cron('x', '* * * * *', () => {});",
        "Deno.cron is not a function",
    ),
    case(
        "stream",
        "new WebSocketStream('ws://localhost');",
        "WebSocketStream is not defined",
    ),
    case(
        "quic",
        "await Deno.connectQuic({});",
        "connectQuic is not available in edge functions.",
    ),
    case("require", "require('fs');", "write it as an ES module"),
    case("module", "module.exports = 1;", "write it as an ES module"),
    case(
        "page",
        "document.title;",
        "document global is not available",
    ),
    case(
        "addon",
        "import '../_shared/addon.js';",
        "Could not locate the bindings file",
    ),
    case("prototype", "const x = {}; x.__proto__.y.z;", "TypeError"),
];

/// Those that nothing can be made of.
const PREPARING: &[Case] = &[
    case("bare", "import x from \"lodash\"; x;", "write `npm:lodash`"),
    case(
        "missing",
        "import x from \"npm:none-such-0000\"; x;",
        "none-such-0000",
    ),
    case_with(
        "sloppy",
        ("other.ts", "export default 1;"),
        "import x from \"./other\"; x;",
        "Maybe add a '.ts' extension",
    ),
    case_with(
        "directory",
        ("lib/index.ts", "export default 1;"),
        "import x from \"./lib\"; x;",
        "lib",
    ),
    case_with(
        "json",
        ("data.json", "{}"),
        "import x from \"./data.json\"; x;",
        "import attribute with the type of \"json\"",
    ),
    case_with(
        "text",
        ("a.txt", ""),
        "import x from \"./a.txt\" with { type: \"text\" }; x;",
        "static_files",
    ),
    case_with(
        "bytes",
        ("a.bin", ""),
        "import x from \"./a.bin\" with { type: \"bytes\" }; x;",
        "static_files",
    ),
    case_with(
        "css",
        ("a.css", ""),
        "import x from \"./a.css\" with { type: \"css\" }; x;",
        "\"css\" is unsupported",
    ),
    case_with(
        "byonm",
        ("deno.json", "{ \"nodeModulesDir\": \"manual\" }"),
        "import x from \"npm:none-such-0000\"; x;",
        "none-such-0000",
    ),
    case_with(
        "package",
        (
            "package.json",
            "{ \"dependencies\": { \"none-such-0000\": \"1\" } }",
        ),
        "import x from \"none-such-0000\"; x;",
        "none-such-0000",
    ),
    case(
        "registry",
        "import x from \"jsr:@std/none-such\"; x;",
        "@std/none-such",
    ),
];

fn write(cx: &TestContext, cases: &[&[Case]]) {
    let mut config = String::new();
    for case in cases.iter().flat_map(|cases| cases.iter()) {
        let Case {
            slug, source, file, ..
        } = case;
        writeln!(config, "[functions.{slug}]\nverify_jwt = false").unwrap();
        cx.write(&format!("supabase/functions/{slug}/index.ts"), *source);
        if let Some((name, text)) = file {
            cx.write(&format!("supabase/functions/{slug}/{name}"), *text);
        }
    }
    cx.write(
        "supabase/functions/_shared/addon.js",
        "throw new Error('Could not locate the bindings file. Tried: x');\n",
    );
    cx.write("supabase/config.toml", config);
}

/// Lines in which a word of the engine's command line stands.
fn engine_words(text: &str) -> Vec<&str> {
    let words = regex::Regex::new(
        r"(^|[^\w-])--[a-z]{3,}|un again with|deno (run|install|add|cache|eval)\b|nodeModulesDir|Try running again",
    );
    let words = words.unwrap();
    let is_ours = |line: &&str| !line.contains("fx functions") && words.is_match(line);
    text.lines().filter(is_ours).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn no_message_of_a_served_function_names_a_flag_of_the_engine() {
    let cx = TestContext::new().with_shared_cache();
    write(&cx, &[RUNNING, PREPARING]);
    for output in [&[][..], &["--output-format", "stream-json"]] {
        let session = Session::start(&cx, output);
        let mut answers = String::new();
        for case in RUNNING.iter().chain(PREPARING) {
            let answer = session.get(case.slug).await;
            assert!(answer.status >= 500, "{}: {answer:?}", case.slug);
            writeln!(answers, "{}: {}", case.slug, answer.detail()).unwrap();
        }
        session.get("registry/last").await;
        session
            .until("the last request is told", async || {
                (session.said() + &session.stdout().text()).contains("/registry/last")
            })
            .await;
        let said = session.said() + &session.stdout().text();
        let all = answers + &said;
        let named = engine_words(&all);
        assert!(named.is_empty(), "{}", named.join("\n"));
        for case in RUNNING.iter().chain(PREPARING) {
            let told = case.told;
            let escaped = serde_json::to_string(told).unwrap();
            let is_told = all.contains(told) || all.contains(escaped.trim_matches('"'));
            assert!(is_told, "{}: {told}\n{all}", case.slug);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_function_logs_stays_even_where_it_looks_like_advice_of_the_engine() {
    let cx = TestContext::new().with_shared_cache();
    cx.write(
        "supabase/config.toml",
        "[functions.own]\nverify_jwt = false\n",
    );
    cx.write(
        "supabase/functions/own/index.ts",
        r#"Deno.serve(() => {
  console.error("bad config\n\n    hint: start mytool with --verbose");
  return new Response("logged");
});
"#,
    );
    let session = Session::start(&cx, &[]);
    assert_eq!(session.get("own").await.status, 200);
    session.wait_for("bad config");
    session.wait_for("hint: start mytool with --verbose");
}

/// What ends a function without a stack below it, or with no words of the engine at all.
const ENDS: &[(&str, &str)] = &[
    ("bare", "Error.stackTraceLimit = 0; throw new Error(TEXT);"),
    (
        "shown",
        "throw { [Symbol.for('Deno.customInspect')]: () => TEXT };",
    ),
    (
        "mute",
        "Deno.stderr.close(); Deno.serve(() => { setTimeout(() => { throw TEXT; }); return new Promise(() => {}); });",
    ),
];

#[tokio::test(flavor = "multi_thread")]
async fn what_a_function_throws_keeps_its_own_advice() {
    let cx = TestContext::new().with_shared_cache();
    let advice = [
        "start mytool with --verbose",
        "to ESM, or not to ESM",
        "set nodeModulesDir",
    ];
    let mut config = String::new();
    for (slug, source) in ENDS {
        for (index, advice) in advice.iter().enumerate() {
            writeln!(config, "[functions.{slug}{index}]\nverify_jwt = false").unwrap();
            cx.write(
                &format!("supabase/functions/{slug}{index}/index.js"),
                format!("const TEXT = 'bad config\\n\\n    hint: {advice}';\n{source}\n"),
            );
        }
    }
    cx.write("supabase/config.toml", config);
    let session = Session::start(&cx, &[]);
    for (slug, _) in ENDS {
        for (index, advice) in advice.iter().enumerate() {
            let answer = session.get(&format!("{slug}{index}")).await;
            let told = answer.detail();
            assert!(told.contains("bad config"), "{slug}: {answer:?}");
            assert!(told.contains(&format!("hint: {advice}")), "{slug}: {told}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_message_of_a_bundle_names_a_flag_of_the_engine() {
    let cx = TestContext::new().with_shared_cache();
    write(&cx, &[PREPARING]);
    let mut all = String::new();
    for case in PREPARING {
        for flags in [&[][..], &["--cached-only"], &["--check"]] {
            let mut command = cx.fx(["functions", "bundle", case.slug, "--out-dir", "out"]);
            let output = command.args(flags).output().unwrap();
            assert!(!output.status.success(), "{}", case.slug);
            all += &String::from_utf8(output.stderr).unwrap();
        }
    }
    let named = engine_words(&all);
    assert!(named.is_empty(), "{}", named.join("\n"));

    write(&cx, &[RUNNING]);
    let session = Session::start(&cx, &["--from-bundle"]);
    let mut answers = String::new();
    for case in RUNNING {
        let answer = session.get(case.slug).await;
        assert!(answer.status >= 500, "{}: {answer:?}", case.slug);
        answers += &answer.detail();
    }
    let all = session.wait_for("GET /prototype 5") + &answers;
    let named = engine_words(&all);
    assert!(named.is_empty(), "{}", named.join("\n"));
}

#[tokio::test]
async fn no_message_of_a_deployed_function_names_a_flag_of_the_engine() {
    let platform = Platform::start(&[]);
    let project = platform.create_project("words").await;
    write(&platform.cx, &[RUNNING]);
    platform.run(["functions", "deploy", "--project-ref", &project.reference]);
    let mut all = String::new();
    for case in RUNNING {
        let answer = project.get(case.slug).await;
        assert!(answer.status >= 500, "{}: {answer:?}", case.slug);
        all += &answer.text;
    }
    for format in ["text", "json"] {
        let logs = [
            "functions",
            "logs",
            "--project-ref",
            &project.reference,
            "--output-format",
            format,
        ];
        all += &platform.run(logs);
    }
    let told = platform
        .get(&project.path("analytics/endpoints/logs.all"))
        .await;
    all += &told.text;
    all += &platform.stderr.text();
    assert!(all.contains("Requires ffi access"), "{all}");
    let named = engine_words(&all);
    assert!(named.is_empty(), "{}", named.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn inside_a_function_errors_say_what_they_say_in_hosted_ones() {
    let cx = TestContext::new().with_shared_cache();
    let source = r#"
import os from "node:os";
const message = (call) => { try { call(); } catch (error) { return error.message; } };
Deno.serve(async () => Response.json([
  message(() => os.getPriority()),
  await Deno.connect({ hostname: "127.0.0.1", port: 25 }).catch((error) => error.message),
]));
"#;
    cx.write("supabase/functions/f/index.ts", source);
    cx.write(
        "supabase/functions/own/index.ts",
        "console.log('usage: tool --allow-net=x, or deno run'); Deno.serve(() => new Response());",
    );
    let session = Session::start(&cx, &["--no-verify-jwt"]);
    let expected = serde_json::json!([
        "Requires sys access to \"getPriority\", run again with the --allow-sys flag",
        "Requires net access to \"127.0.0.1:25\", run again with the --allow-net flag",
    ]);
    assert_eq!(session.get("f").await.json(), expected);
    assert_eq!(session.get("own").await.status, 200);
    session.wait_for("usage: tool --allow-net=x, or deno run");
}
