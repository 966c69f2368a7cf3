//! `deno.lock`: honoured in every version, and written only when asked for.

use serde_json::json;

use super::{bundle, hello};
use crate::{
    fx_snapshot,
    support::{TestContext, registry::Registry, site::Site},
};

const LOCK: &str = "supabase/functions/hello/deno.lock";
const IMPORTS: &str = r#"import one from "npm:one@^1"; import { tool } from "jsr:@scope/tool@^1"; console.log(one, tool);"#;

/// A registry with these patch versions of everything.
fn registry(patches: &[u32]) -> Registry {
    let mut site = Site::default().npm(json!({ "name": "two", "version": "2.0.0" }), &[]);
    for patch in patches {
        let version = format!("1.0.{patch}");
        let manifest = json!({
            "name": "one", "version": version, "main": "index.js", "dependencies": { "two": "^2.0.0" },
        });
        let module = format!("export const tool = {patch};");
        site = site
            .npm(manifest, &[("index.js", "module.exports = 1;")])
            .jsr("@scope/tool", &version, &module);
    }
    site.start()
}

#[test]
fn a_lockfile_is_written_when_asked_for_and_pins_what_is_bundled() {
    let cx = hello(IMPORTS);
    let old = registry(&[0]);
    let first = bundle(&cx, Some(&old), &[]);
    assert!(!cx.dir().join(LOCK).exists());
    bundle(&cx, Some(&old), &["--lock-write"]);
    let lock = cx.read(LOCK);
    let pinned: serde_json::Value = serde_json::from_str(&lock).unwrap();
    assert_eq!(
        pinned["specifiers"],
        json!({ "jsr:@scope/tool@1": "1.0.0", "npm:one@1": "1.0.0" })
    );
    // Newer versions, and a machine that has seen nothing yet.
    let elsewhere = hello(IMPORTS);
    let new = registry(&[0, 1]);
    // Deno notes where a package comes from when that is not the usual registry.
    let lock = lock.replace(&old.url(), &new.url());
    elsewhere.write(LOCK, &lock);
    // JSR's modules are known by their URL, which has the server's port here.
    let same = |bundled: super::Bundled, registry: &Registry| {
        bundled.text().replace(&registry.url(), "[URL]/")
    };
    let second = bundle(&elsewhere, Some(&new), &[]);
    assert_eq!(elsewhere.read(LOCK), lock);
    assert_eq!(same(first, &old), same(second, &new));
}

#[test]
fn whoever_pins_nothing_is_told_once() {
    let cx = hello(r#"import "npm:two@2";"#);
    cx.write(
        "supabase/functions/other/index.ts",
        r#"import "npm:two@2";"#,
    );
    cx.write("supabase/functions/local/index.ts", "");
    let registry = registry(&[0]);
    let warnings = |args: &[&str]| {
        let mut command = cx.fx(["functions", "bundle"]);
        command
            .args(args)
            .env("NPM_CONFIG_REGISTRY", registry.url());
        String::from_utf8(command.output().unwrap().stderr).unwrap()
    };
    insta::assert_snapshot!(warnings(&[]), @"
    warning: `deno.lock` is missing or incomplete, so versions float in `hello`, `other`
      hint: `fx functions bundle --lock-write` pins them
    ");
    // An incomplete lockfile is no better than none.
    cx.write(LOCK, r#"{ "version": "5" }"#);
    assert!(warnings(&["hello"]).contains("in `hello`\n"));
    assert_eq!(cx.read(LOCK), r#"{ "version": "5" }"#);
    assert_eq!(warnings(&["--lock-write"]), "");
    assert_eq!(warnings(&[]), "");
    assert!(cx.read(LOCK).contains("npm:two@2"));
    // A function that needs no lockfile gets none.
    assert!(!cx.dir().join("supabase/functions/local/deno.lock").exists());
}

#[test]
fn functions_that_share_a_lockfile_keep_each_others_entries() {
    let cx = TestContext::new();
    cx.write("supabase/config.toml", "");
    cx.write(
        "supabase/functions/deno.json",
        r#"{ "imports": { "shared": "npm:two@2" } }"#,
    );
    let mut site = Site::default().npm(json!({ "name": "two", "version": "2.0.0" }), &[]);
    for n in 0..6 {
        let name = format!("only-{n}");
        site = site
            .npm(json!({ "name": name, "version": "1.0.0" }), &[("x.js", "")])
            .redirect(&format!("/from-{n}.ts"), &format!("/to-{n}.ts"))
            .file(&format!("/to-{n}.ts"), "text/typescript", "");
    }
    let registry = site.start();
    for n in 0..6 {
        let source = format!(
            r#"import "npm:only-{n}@1"; import "{}from-{n}.ts";"#,
            registry.url()
        );
        let path = format!("supabase/functions/f{n}/index.ts");
        cx.write(
            &path,
            if n == 0 {
                source.replace("import ", "import 'shared'; import ")
            } else {
                source
            },
        );
    }
    let run = |args: &[&str]| {
        let mut command = cx.fx(["functions", "bundle", "--no-compress", "--jobs", "6"]);
        command
            .args(args)
            .env("NPM_CONFIG_REGISTRY", registry.url());
        let output = command.output().unwrap();
        assert!(output.status.success());
        assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    };
    let files = || {
        (0..6)
            .map(|n| {
                std::fs::read(cx.dir().join(format!("supabase/.temp/bundles/f{n}.eszip"))).unwrap()
            })
            .collect::<Vec<_>>()
    };
    run(&["--lock-write"]);
    let written_in_turn = files();
    let lock = cx.read("supabase/functions/deno.lock");
    for n in 0..6 {
        assert!(lock.contains(&format!("npm:only-{n}@1")), "{lock}");
        assert!(lock.contains(&format!("to-{n}.ts")), "{lock}");
    }
    run(&[]);
    assert_eq!(cx.read("supabase/functions/deno.lock"), lock);
    assert!(
        files() == written_in_turn,
        "the order of work changes the bytes"
    );
    // Each has only what it imports.
    let file = std::fs::read(cx.dir().join("supabase/.temp/bundles/f3.eszip")).unwrap();
    let text = String::from_utf8_lossy(&file);
    for n in [0, 1, 2, 4, 5] {
        assert!(!text.contains(&format!("only-{n}")) && !text.contains(&format!("-{n}.ts")));
    }
    assert!(text.contains("only-3") && text.contains("from-3.ts") && !text.contains("two@2.0.0"));
}

#[test]
fn lockfiles_of_versions_3_to_5_are_honoured_and_kept() {
    let registry = registry(&[0, 1, 2]);
    let integrity = |name: &str, version: &str| {
        let packument = registry_packument(&registry, name);
        packument["versions"][version]["dist"]["integrity"].clone()
    };
    let one = integrity("one", "1.0.1");
    let two = integrity("two", "2.0.0");
    let specifiers = json!({ "npm:one@^1": "npm:one@1.0.1" });
    let npm3 = json!({
        "one@1.0.1": { "integrity": one, "dependencies": { "two": "two@2.0.0" } },
        "two@2.0.0": { "integrity": two, "dependencies": {} },
    });
    let npm = json!({
        "one@1.0.1": { "integrity": one, "dependencies": ["two"] },
        "two@2.0.0": { "integrity": two },
    });
    let locks = [
        json!({ "version": "3", "packages": { "specifiers": specifiers, "npm": npm3 }, "remote": {} }),
        json!({ "version": "4", "specifiers": { "npm:one@^1": "1.0.1" }, "npm": npm }),
        json!({ "version": "5", "specifiers": { "npm:one@^1": "1.0.1" }, "npm": npm }),
    ];
    let cx = hello(r#"import one from "npm:one@^1"; console.log(one);"#);
    let mut digests = Vec::new();
    for lock in locks {
        let text = lock.to_string();
        cx.write(LOCK, &text);
        let bundled = bundle(&cx, Some(&registry), &[]);
        assert!(bundled.text().contains("one@1.0.1"), "{text}");
        assert_eq!(cx.read(LOCK), text);
        digests.push(bundled.sha256().to_owned());
    }
    digests.dedup();
    assert_eq!(digests.len(), 1);
}

fn registry_packument(registry: &Registry, name: &str) -> serde_json::Value {
    let address = registry.url().replace("http://", "");
    let mut stream = std::net::TcpStream::connect(address.trim_end_matches('/')).unwrap();
    std::io::Write::write_all(
        &mut stream,
        format!("GET /{name} HTTP/1.1\r\n\r\n").as_bytes(),
    )
    .unwrap();
    let answer = std::io::read_to_string(stream).unwrap();
    serde_json::from_str(answer.split_once("\r\n\r\n").unwrap().1).unwrap()
}

#[test]
fn a_lockfile_that_does_not_fit_is_an_error_that_names_it() {
    let registry = Site::default()
        .file("/mod.ts", "text/typescript", "export const changed = 1;")
        .start();
    let url = registry.url();
    let locks = [
        "not JSON".to_owned(),
        r#"{ "version": "99" }"#.to_owned(),
        json!({ "version": "5", "remote": { format!("{url}mod.ts"): "0".repeat(64) } }).to_string(),
    ];
    let cx =
        hello(&format!(r#"import "{url}mod.ts";"#)).filter(r"http://127\.0\.0\.1:\d+", "[URL]");
    let mut said = String::new();
    for lock in locks {
        cx.write(LOCK, lock);
        let output = cx.fx(["functions", "bundle"]).output().unwrap();
        assert_eq!(output.status.code(), Some(1));
        said += &String::from_utf8(output.stderr).unwrap();
        said.push('\n');
    }
    insta::with_settings!({filters => cx.filters()}, {
        insta::assert_snapshot!(said, @r#"
        error: Failed reading lockfile at 'supabase/functions/hello/deno.lock'
            caused by: Failed parsing. Lockfile may be corrupt

        error: Failed reading lockfile at 'supabase/functions/hello/deno.lock'
            caused by: Unsupported lockfile version '99'. Try upgrading Deno or recreating the lockfile

        error: Integrity check failed for remote specifier. The source code is invalid, as it does not match the expected hash in the lock file.

              Specifier: [URL]/mod.ts
              Actual: 422b255162ce6476f3a2028689006ce1759c4d43b9e9be65976e7c04a0cd9359
              Expected: 0000000000000000000000000000000000000000000000000000000000000000
            supabase/functions/hello/index.ts:1:8
              |
            1 | import "[URL]/mod.ts";
              |        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

        hint: if the change is wanted, remove the module from `deno.lock` and run `fx functions bundle --lock-write`
        "#);
    });
    // Frozen means that whoever needs more has to say so.
    let cx =
        hello(&format!(r#"import "{url}mod.ts";"#)).filter(r"http://127\.0\.0\.1:\d+", "[URL]");
    cx.write(
        "supabase/functions/hello/deno.json",
        r#"{ "lock": { "frozen": true } }"#,
    );
    fx_snapshot!(cx, cx.fx(["functions", "bundle"]), @r#"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: the lockfile is frozen and lacks what the function imports
        changes:
        1 | +{
        2 | +  "version": "5",
        3 | +  "remote": {
        4 | +    "[URL]/mod.ts": "422b255162ce6476f3a2028689006ce1759c4d43b9e9be65976e7c04a0cd9359"
        5 | +  }
        6 | +}

    hint: `fx functions bundle --lock-write` updates it
    "#);
    assert!(!cx.dir().join(LOCK).exists());
    bundle(&cx, None, &["--lock-write"]);
    bundle(&cx, None, &[]);
    cx.write("supabase/functions/hello/deno.json", r#"{ "lock": false }"#);
    fx_snapshot!(cx, cx.fx(["functions", "bundle", "--lock-write"]), @r#"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: there is no lockfile to write: the configuration says `"lock": false`
    "#);
    cx.write(
        "supabase/functions/hello/deno.json",
        r#"{ "lock": "../../../../deno.lock" }"#,
    );
    fx_snapshot!(cx, cx.fx(["functions", "bundle", "--lock-write"]), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: lockfile `supabase/functions/hello/../../../../deno.lock` is outside the source root `[PROJECT]`

    hint: move the file into the repository: the source root is the directory with `.git`, or the project's when there is none
    ");
}

#[test]
fn without_a_network_only_what_was_downloaded_is_used() {
    let registry = registry(&[0]);
    let cx = hello(IMPORTS).filter(r"http://127\.0\.0\.1:\d+", "[URL]");
    let offline = |what: &str| {
        cx.write("supabase/functions/hello/index.ts", what);
        let mut command = cx.fx([
            "functions",
            "bundle",
            "hello",
            "--cached-only",
            "--no-compress",
        ]);
        command
            .env("NPM_CONFIG_REGISTRY", registry.url())
            .env("JSR_URL", registry.url());
        command
    };
    let mut said = String::new();
    let url = registry.url();
    for what in [
        r#"import "npm:one@1";"#.to_owned(),
        r#"import "jsr:@scope/tool@1";"#.to_owned(),
        format!(r#"import "{url}mod.ts";"#),
    ] {
        let output = offline(&what).output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{what}");
        said += &String::from_utf8(output.stderr).unwrap();
        said.push('\n');
    }
    insta::with_settings!({filters => cx.filters()}, {
        insta::assert_snapshot!(said, @r#"
        error: Failed loading [URL]/one for package "one"
            caused by: npm package not found in cache: "one"
            supabase/functions/hello/index.ts:1:8
              |
            1 | import "npm:one@1";
              |        ^^^^^^^^^^^

        hint: download it with `fx functions bundle hello`, without `--cached-only`

        error: JSR package manifest for '@scope/tool' failed to load. Specifier not found in cache: "[URL]/@scope/tool/meta.json"
            supabase/functions/hello/index.ts:1:8
              |
            1 | import "jsr:@scope/tool@1";
              |        ^^^^^^^^^^^^^^^^^^^

        hint: download it with `fx functions bundle hello`, without `--cached-only`

        error: Specifier not found in cache: "[URL]/mod.ts"
            supabase/functions/hello/index.ts:1:8
              |
            1 | import "[URL]/mod.ts";
              |        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

        hint: download it with `fx functions bundle hello`, without `--cached-only`
        "#);
    });
    assert_eq!(registry.requests(), []);
    cx.write("supabase/functions/hello/index.ts", IMPORTS);
    let online = bundle(&cx, Some(&registry), &[]);
    assert!(!registry.requests().is_empty());
    assert!(offline(IMPORTS).output().unwrap().status.success());
    let file = cx.dir().join("supabase/.temp/bundles/hello.eszip");
    assert_eq!(std::fs::read(file).unwrap(), online.bytes);
    assert_eq!(registry.requests(), []);
}
