//! `fx platform bundle-upload`: what the server starts to bundle an upload.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    process::{Child, ChildStdin, Stdio},
    time::{Duration, Instant},
};

use serde_json::{Value, json};

use crate::support::{
    TestContext,
    registry::{Registry, Reply},
    site::Site,
};

const ENTRYPOINT: &str = "supabase/functions/hello/index.ts";

/// An upload with this entrypoint.
fn upload(entrypoint: &str) -> TestContext {
    let cx = TestContext::new();
    cx.write(ENTRYPOINT, entrypoint);
    cx
}

/// The usual job with the fields of `change`.
fn job(cx: &TestContext, change: &Value) -> String {
    let mut job = json!({
        "slug": "hello",
        "files": cx.dir(),
        "cache": cx.cache(),
        "output": cx.root().join("bundle"),
        "entrypoint": ENTRYPOINT,
        "import_map": null,
        "static_patterns": [],
        "ca_cert": null,
        "allow_private_net": false,
        "seconds": 60,
        "memory": 1 << 30,
    });
    for (name, value) in change.as_object().unwrap() {
        job[name] = value.clone();
    }
    format!("{job}\n")
}

/// Starts the child, which ends when the second is dropped.
fn start(cx: &TestContext, change: &Value, variables: &[(&str, &str)]) -> (Child, ChildStdin) {
    let mut command = cx.fx(["platform", "bundle-upload"]);
    command
        .envs(variables.iter().copied())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(job(cx, change).as_bytes()).unwrap();
    (child, stdin)
}

fn run_with(cx: &TestContext, change: &Value, variables: &[(&str, &str)]) -> Value {
    let (mut child, stdin) = start(cx, change, variables);
    let mut answer = String::new();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    stdout.read_line(&mut answer).unwrap();
    let mut stderr = String::new();
    child
        .stderr
        .take()
        .unwrap()
        .read_to_string(&mut stderr)
        .unwrap();
    let status = child.wait().unwrap();
    drop(stdin);
    serde_json::from_str(&answer).unwrap_or_else(|_| json!({ "end": format!("{status} {stderr}") }))
}

fn run(cx: &TestContext, change: &Value) -> Value {
    run_with(cx, change, &[])
}

/// Why the files cannot be bundled.
fn bad(answer: &Value) -> &str {
    answer["bad"].as_str().expect("the upload is refused")
}

#[test]
fn an_upload_becomes_the_bundle_that_fx_makes_of_the_project() {
    let cx = upload(
        r#"import { greet } from "shared/greet.ts"; Deno.serve(() => new Response(greet()));"#,
    );
    cx.write(
        "supabase/functions/_shared/greet.ts",
        "export const greet = (): string => 'hi';",
    );
    cx.write(
        "supabase/functions/hello/deno.json",
        r#"{"imports": {"shared/": "../_shared/"}}"#,
    );
    cx.write("supabase/functions/hello/page.html", "<p>");
    let answer = run(
        &cx,
        &json!({
            "import_map": "supabase/functions/hello/deno.json",
            "static_patterns": ["./supabase/functions/hello/*.html", "supabase/none/**"],
        }),
    );
    let expected = json!({ "made": {
        "entrypoint_path": "file:///var/tmp/sb-compile-edge-runtime/functions/hello/index.ts",
        "import_map_path": "file:///var/tmp/sb-compile-edge-runtime/functions/hello/deno.json",
    }});
    assert_eq!(answer, expected);
    let uploaded = std::fs::read(cx.root().join("bundle")).unwrap();
    assert_eq!(uploaded[..4], *b"EZBR");

    cx.write(
        "supabase/config.toml",
        "[functions.hello]\nstatic_files = [\"./functions/hello/*.html\"]\n",
    );
    let output = cx.fx(["functions", "bundle", "hello"]).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let local = std::fs::read(cx.dir().join("supabase/.temp/bundles/hello.ezbr")).unwrap();
    assert!(local == uploaded, "the bundles differ");
}

#[test]
fn what_is_wrong_with_the_files_is_told_without_names_of_this_machine() {
    for (entrypoint, expected) in [
        (
            r#"import "./nope.ts";"#,
            "Module not found \"supabase/functions/hello/nope.ts\"",
        ),
        (
            "export const = 1;",
            "supabase/functions/hello/index.ts:1:14",
        ),
        (
            r#"import "../../../../x.ts";"#,
            "`../../../../x.ts` is outside the upload",
        ),
        (
            r#"import "/etc/passwd";"#,
            "`/etc/passwd` is outside the upload",
        ),
        (
            r#"import "ftp://example.com/x.ts";"#,
            "ftp://example.com/x.ts",
        ),
    ] {
        let cx = upload(entrypoint);
        let answer = run(&cx, &json!({}));
        let text = bad(&answer);
        assert!(text.contains(expected), "{entrypoint}: {text}");
        assert!(!text.contains(cx.root().to_str().unwrap()), "{text}");
    }
    let cx = upload("");
    for pattern in ["/etc/*", "../../**", "a/../../*"] {
        let answer = run(&cx, &json!({ "static_patterns": [pattern] }));
        assert!(bad(&answer).contains("leads out of the upload"), "{answer}");
    }
    assert!(run(&cx, &json!({ "slug": "../x" }))["failed"].is_string());
}

#[cfg(unix)]
#[test]
fn links_that_lead_out_are_not_followed() {
    let cx = upload(r#"import "./link.ts";"#);
    let outside = cx.root().join("outside.ts");
    std::fs::write(&outside, "export {};").unwrap();
    let link = cx.dir().join("supabase/functions/hello/link.ts");
    std::os::unix::fs::symlink(&outside, link).unwrap();
    let answer = run(&cx, &json!({}));
    assert!(bad(&answer).contains("is outside the upload"), "{answer}");
    cx.write(ENTRYPOINT, "");
    let answer = run(
        &cx,
        &json!({ "static_patterns": ["supabase/functions/hello/*"] }),
    );
    assert!(bad(&answer).contains("is outside the upload"), "{answer}");
}

#[test]
fn private_networks_are_not_reached_unless_they_may_be() {
    let site = Site::default()
        .file("/x.ts", "application/typescript", "export {};")
        .npm(
            json!({ "name": "pkg", "version": "1.0.0" }),
            &[("index.js", "")],
        )
        .start();
    let port = site
        .url()
        .rsplit(':')
        .next()
        .unwrap()
        .trim_end_matches('/')
        .to_owned();
    for host in [
        "127.0.0.1",
        "localhost",
        "2130706433",
        "0x7f.1",
        "0",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "169.254.169.254",
    ] {
        let cx = upload(&format!(r#"import "http://{host}:{port}/x.ts";"#));
        let answer = run(&cx, &json!({}));
        assert!(
            bad(&answer).contains("is in a private network"),
            "{host}: {answer}"
        );
    }
    let cx = upload(r#"import "npm:pkg@1";"#);
    cx.write("supabase/functions/hello/deno.json", "{}");
    cx.write(
        "supabase/functions/hello/.npmrc",
        format!("registry={}", site.url()),
    );
    let run_own = |allow: bool| {
        let cache = cx.root().join(format!("cache-{allow}"));
        let change = json!({ "allow_private_net": allow, "cache": cache });
        // The registry of the server's environment counts more than the upload's.
        run_with(&cx, &change, &[("NPM_CONFIG_REGISTRY", "")])
    };
    assert!(bad(&run_own(false)).contains("is in a private network"));
    assert_eq!(site.requests(), []);
    assert!(run_own(true)["made"].is_object());

    let cx = upload(&format!(r#"import "{}x.ts";"#, site.url()));
    let answer = run(&cx, &json!({ "allow_private_net": true }));
    assert!(answer["made"].is_object(), "{answer}");
}

#[test]
fn redirects_and_tarballs_do_not_lead_to_private_networks_either() {
    let private = Site::default()
        .file("/x.ts", "application/typescript", "export {};")
        .start();
    let elsewhere = format!("{}x.ts", private.url());
    let packument = json!({
        "name": "pkg",
        "dist-tags": { "latest": "1.0.0" },
        "versions": { "1.0.0": {
            "name": "pkg",
            "version": "1.0.0",
            "dist": { "tarball": elsewhere, "integrity": format!("sha512-{}==", "A".repeat(86)) },
        }},
    });
    let registry = Site::default()
        .redirect("/away.ts", &elsewhere)
        .redirect("/away", &elsewhere)
        .file("/pkg", "application/json", packument.to_string())
        .file("/here.ts", "application/typescript", "export {};")
        .start();
    let url = registry.url();
    let run = |import: &str| {
        let cx = upload(&format!("import \"{import}\";"));
        run_with(&cx, &json!({}), &[("NPM_CONFIG_REGISTRY", &url)])
    };
    for import in [&*format!("{url}away.ts"), "npm:away@1", "npm:pkg@1"] {
        let answer = run(import);
        assert!(
            bad(&answer).contains("is in a private network"),
            "{import}: {answer}"
        );
    }
    assert_eq!(private.requests(), []);
    // What the server's own environment names is reached wherever it is.
    assert!(run(&format!("{url}here.ts"))["made"].is_object());
}

#[test]
fn a_proxy_of_the_server_is_used_wherever_it_is_and_for_nothing_private() {
    let proxy = Site::default()
        .file("/x.ts", "application/typescript", "export {};")
        .start();
    let url = proxy.url();
    let run = |host: &str| {
        let cx = upload(&format!("import \"http://{host}/x.ts\";"));
        run_with(&cx, &json!({}), &[("HTTP_PROXY", &url)])
    };
    assert!(run("modules.example")["made"].is_object());
    assert_eq!(proxy.requests().len(), 1);
    for host in ["10.0.0.1", proxy_authority(&url)] {
        let answer = run(host);
        assert!(
            bad(&answer).contains("is in a private network"),
            "{host}: {answer}"
        );
    }
    assert_eq!(proxy.requests(), []);
}

/// Host and port of a base URL.
fn proxy_authority(url: &str) -> &str {
    url.trim_start_matches("http://").trim_end_matches('/')
}

#[test]
fn variables_in_an_uploaded_npmrc_stay_as_they_are() {
    let site = Site::default()
        .npm(
            json!({ "name": "pkg", "version": "1.0.0" }),
            &[("index.js", "")],
        )
        .start();
    let cx = upload(r#"import "npm:pkg@1";"#);
    cx.write("supabase/functions/hello/deno.json", "{}");
    cx.write("supabase/functions/.env", "SECRET=from-file");
    let authority = site.url().trim_start_matches("http:").to_owned();
    let npmrc = format!(
        "registry={}\n{authority}:_authToken=a${{SECRET}}b${{HOME}}\n",
        site.url()
    );
    cx.write("supabase/functions/hello/.npmrc", &npmrc);
    let variables = [("SECRET", "from-environment"), ("NPM_CONFIG_REGISTRY", "")];
    let answer = run_with(&cx, &json!({ "allow_private_net": true }), &variables);
    assert!(answer["made"].is_object(), "{answer}");
    let requests = site.requests();
    assert_eq!(requests.len(), 2);
    for request in requests {
        assert_eq!(request.authorization, "Bearer a${SECRET}b${HOME}");
    }

    cx.write(
        "supabase/functions/hello/.npmrc",
        format!("{authority}:_authToken=${{NPM_CONFIG_REGISTRY}}"),
    );
    let answer = run(&cx, &json!({}));
    assert!(
        bad(&answer).contains("names the variable `NPM_CONFIG_REGISTRY`"),
        "{answer}"
    );
}

#[test]
fn an_uploaded_lockfile_counts() {
    let site = Site::default()
        .file("/x.ts", "application/typescript", "export {};")
        .start();
    let cx = upload(&format!(r#"import "{}x.ts";"#, site.url()));
    let lockfile = json!({
        "version": "5",
        "remote": { format!("{}x.ts", site.url()): "0".repeat(64) },
    });
    cx.write("supabase/functions/hello/deno.json", "{}");
    cx.write("supabase/functions/hello/deno.lock", lockfile.to_string());
    let answer = run(&cx, &json!({ "allow_private_net": true }));
    assert!(bad(&answer).contains("ntegrity"), "{answer}");
}

#[test]
fn what_takes_too_much_is_ended() {
    let stalling = Registry::start([Reply::Stall]);
    let cx = upload(&format!(r#"import "{}x.ts";"#, stalling.url()));
    let answer = run(&cx, &json!({ "allow_private_net": true, "seconds": 1 }));
    assert_eq!(
        bad(&answer),
        "bundling takes longer than the 1 s that it may"
    );
}

#[cfg(target_os = "linux")]
#[test]
fn memory_is_refused_to_who_takes_too_much() {
    let cx = upload(&format!("export default [{}];", "[1],".repeat(2_000_000)));
    let answer = run(&cx, &json!({ "memory": 96 << 20 }));
    let end = answer["end"].as_str().unwrap_or_else(|| panic!("{answer}"));
    assert!(end.contains("memory allocation of"), "{end}");
}

#[test]
fn it_ends_with_whoever_asked() {
    let stalling = Registry::start([Reply::Stall]);
    let cx = upload(&format!(r#"import "{}x.ts";"#, stalling.url()));
    let (mut child, stdin) = start(&cx, &json!({ "allow_private_net": true }), &[]);
    stalling.next_request();
    drop(stdin);
    let deadline = Instant::now() + Duration::from_secs(30);
    while child.try_wait().unwrap().is_none() {
        assert!(Instant::now() < deadline, "it still runs");
        std::thread::sleep(Duration::from_millis(5));
    }
}
