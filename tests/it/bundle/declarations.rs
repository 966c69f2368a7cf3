//! Declaration files have no code: nobody is asked for them, whatever they are called.

use serde_json::json;

use super::{bundle, hello};
use crate::support::{
    TestContext,
    registry::{Registry, Reply},
    site::Site,
};

/// Nobody listens there.
const REFUSING: &str = "http://127.0.0.1:9/";
const TYPES: &str = "jsr:@supabase/functions-js/edge-runtime.d.ts";
const LOCK: &str = "supabase/functions/hello/deno.lock";

/// Bundles with a registry of any kind at `url`.
fn bundle_at(cx: &TestContext, url: &str, args: &[&str]) -> super::Bundled {
    let ca = ["--output-format", "json"];
    let mut command = cx.fx(["functions", "bundle", "hello", "--no-compress"]);
    command.args(ca).args(args);
    command
        .env("JSR_URL", url)
        .env("NPM_CONFIG_REGISTRY", url)
        .env("FX_CACHE_DIR", cx.dir().join("empty-cache"));
    let output = command.output().unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{stderr}");
    let records: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let path = cx.dir().join(records[0]["path"].as_str().unwrap());
    super::Bundled {
        bytes: std::fs::read(path).unwrap(),
        record: records[0].clone(),
    }
}

#[test]
fn what_the_incumbent_scaffolds_is_bundled_without_its_registry() {
    let specifiers = [
        TYPES,
        "jsr:@supabase/functions-js@2/edge-runtime.d.ts",
        "jsr:@supabase/functions-js@^2/edge-runtime.d.ts",
        "jsr:@supabase/functions-js@2.4.4/edge-runtime.d.ts",
        "jsr:@supabase/functions-js/edge-runtime",
    ];
    for specifier in specifiers {
        let cx = hello(&format!(
            "import {specifier:?};\nDeno.serve(() => new Response(\"hi\"));\n"
        ));
        let made = bundle_at(&cx, REFUSING, &["--lock-write"]);
        assert_eq!(made.keys(), ["hello/index.ts", specifier]);
        assert_eq!(made.source(specifier), "");
        let text = made.source("hello/index.ts");
        assert!(
            text.starts_with(&format!("import {specifier:?};")),
            "{text}"
        );
        assert!(!made.text().contains("jsr.io"), "{specifier}");
        assert!(!cx.dir().join(LOCK).exists(), "{specifier}");
    }
}

#[test]
fn a_configuration_may_name_the_package() {
    for (file, map, written, meant) in [
        (
            "hello/deno.json",
            json!({ "imports": { "@supabase/functions-js": "jsr:@supabase/functions-js@^2" } }),
            "@supabase/functions-js/edge-runtime.d.ts",
            "jsr:/@supabase/functions-js@2/edge-runtime.d.ts",
        ),
        (
            "hello/deno.json",
            json!({ "imports": { "functions/": "jsr:/@supabase/functions-js@2/" } }),
            "functions/edge-runtime.d.ts",
            "jsr:/@supabase/functions-js@2/edge-runtime.d.ts",
        ),
        (
            "hello/deno.json",
            json!({ "imports": { "types": TYPES } }),
            "types",
            TYPES,
        ),
        (
            "import_map.json",
            json!({ "imports": { "types": TYPES } }),
            "types",
            TYPES,
        ),
    ] {
        let cx = hello(&format!("import {written:?};\n"));
        cx.write(&format!("supabase/functions/{file}"), map.to_string());
        let made = bundle_at(&cx, REFUSING, &[]);
        let keys = made.keys();
        let found = keys.iter().find(|key| key.starts_with("jsr:"));
        let found = found.unwrap_or_else(|| panic!("{keys:?}"));
        assert_eq!(found.replace("@^2/", "@2/"), meant);
        assert_eq!(made.source(found), "");
        let main = keys.iter().find(|key| key.ends_with("index.ts")).unwrap();
        assert!(made.source(main).contains(&format!("import {written:?};")));
    }
}

#[test]
fn a_bundle_is_the_same_with_and_without_a_registry() {
    let site = Site::default()
        .jsr("@supabase/functions-js", "2.4.4", "export {};")
        .file("/types.d.ts", "text/typescript", "declare const x: 1;")
        .npm(
            json!({ "name": "pkg", "version": "1.0.0" }),
            &[("x.d.ts", "")],
        )
        .start();
    let hanging = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let hanging = format!("http://{}/", hanging.local_addr().unwrap());
    let failing = Registry::start([Reply::Status(500)]);
    let source = format!(
        r#"import "{TYPES}";
import "npm:pkg@1/x.d.ts";
import "https://registry.invalid/types.d.ts";
import {{ Row }} from "https://registry.invalid/rows.d.mts";
import type {{ T }} from "jsr:@supabase/functions-js";
export type {{ U }} from "npm:pkg";
// @ts-types="npm:pkg@1/x.d.ts"
import {{ own }} from "./own.js";
import "./local.d.ts";
import "./local.d.mts";
import "./local.d.cts";
export const row = (row: Row & T) => [row, own, import("npm:pkg@1/x.d.ts")];
"#
    );
    let cx = hello(&source);
    cx.write(
        "supabase/functions/hello/own.js",
        "import \"npm:pkg@1/x.d.ts\";\nexport const own = 1;\n",
    );
    for name in ["local.d.ts", "local.d.mts", "local.d.cts"] {
        let text = "import { gone } from \"./gone.ts\";\nexport type Local = typeof gone;\n";
        cx.write(&format!("supabase/functions/hello/{name}"), text);
    }
    let config = json!({
        "compilerOptions": { "types": [TYPES], "jsx": "react-jsx", "jsxImportSourceTypes": "npm:pkg" },
    });
    cx.write("supabase/functions/hello/deno.json", config.to_string());
    let first = bundle_at(&cx, REFUSING, &[]);
    for url in [
        "http://registry.invalid/",
        &hanging,
        &failing.url(),
        &site.url(),
    ] {
        let made = bundle_at(&cx, url, &[]);
        assert_eq!(made.sha256(), first.sha256(), "{url}");
    }
    assert_eq!(
        (site.requests(), failing.requests()),
        (Vec::new(), Vec::new())
    );
    insta::assert_snapshot!(first.keys().join("\n"), @r"
    hello/index.ts
    jsr:@supabase/functions-js/edge-runtime.d.ts
    https://registry.invalid/types.d.ts
    https://registry.invalid/rows.d.mts
    hello/own.js
    hello/local.d.ts
    hello/local.d.mts
    hello/local.d.cts
    ");
    insta::assert_snapshot!(first.source("hello/index.ts"), @r#"
    import "jsr:@supabase/functions-js/edge-runtime.d.ts";
    import "data:text/javascript,";
    import "https://registry.invalid/types.d.ts";
    // @ts-types="npm:pkg@1/x.d.ts"
    import { own } from "./own.js";
    import "./local.d.ts";
    import "./local.d.mts";
    import "./local.d.cts";
    export const row = (row)=>[
        row,
        own,
        import("data:text/javascript,")
      ];
    "#);
    assert_eq!(
        first.source("hello/own.js"),
        "import \"data:text/javascript,\";\nexport const own = 1;\n"
    );
    assert_eq!(first.source("hello/local.d.ts"), "");
}

#[test]
fn a_lockfile_keeps_the_version_it_has_and_gets_none() {
    let lock = json!({
        "version": "5",
        "specifiers": { "jsr:@supabase/functions-js@2": "2.4.4" },
        "jsr": { "@supabase/functions-js@2.4.4": { "integrity": "a".repeat(64) } },
        "workspace": { "dependencies": ["jsr:@supabase/functions-js@2"] },
    });
    let lock = serde_json::to_string_pretty(&lock).unwrap() + "\n";
    let cx = hello("import \"@supabase/functions-js/edge-runtime.d.ts\";\n");
    let config = json!({
        "imports": { "@supabase/functions-js": "jsr:@supabase/functions-js@^2" },
        "lock": { "frozen": true },
    });
    cx.write("supabase/functions/hello/deno.json", config.to_string());
    cx.write(LOCK, &lock);
    let pinned = bundle_at(&cx, REFUSING, &[]);
    bundle_at(&cx, REFUSING, &["--lock-write"]);
    assert_eq!(cx.read(LOCK), lock);
    std::fs::remove_file(cx.dir().join(LOCK)).unwrap();
    let config = json!({ "imports": config["imports"] });
    cx.write("supabase/functions/hello/deno.json", config.to_string());
    let floating = bundle_at(&cx, REFUSING, &[]);
    assert_eq!(pinned.sha256(), floating.sha256());
}

#[test]
fn the_code_of_the_same_package_is_fetched_as_ever() {
    let registry = Site::default()
        .jsr(
            "@supabase/functions-js",
            "2.4.4",
            "export const code: number = 4;",
        )
        .start();
    let cx = hello(&format!(
        "import {TYPES:?};\nimport {{ code }} from \"jsr:@supabase/functions-js@2\";\nconsole.log(code);\n"
    ));
    let made = bundle(&cx, Some(&registry), &[]);
    assert_eq!(made.source(TYPES), "");
    let keys = made.keys();
    assert!(
        keys.iter().any(|key| key.ends_with("/2.4.4/mod.ts")),
        "{keys:?}"
    );
    let asked = registry.requests().into_iter().map(|request| request.path);
    let asked: Vec<String> = asked.collect();
    assert_eq!(asked.len(), 3, "{asked:?}");
}

#[test]
fn an_unbundled_function_has_its_declaration_files() {
    let cx = hello(&format!("import {TYPES:?};\nimport \"./own.d.ts\";\n"));
    let text = "declare const own: string;\n";
    cx.write("supabase/functions/hello/own.d.ts", text);
    bundle_at(&cx, REFUSING, &["--out-dir", "dist"]);
    let args = [
        "functions",
        "unbundle",
        "dist/hello.eszip",
        "--out-dir",
        "back",
    ];
    let output = cx.fx(args).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    assert_eq!(cx.read("back/hello/own.d.ts"), text);
    let source = cx.read("supabase/functions/hello/index.ts");
    assert_eq!(cx.read("back/hello/index.ts"), source);
}

#[test]
fn the_graph_has_them_without_a_registry() {
    let cx = hello(&format!("import {TYPES:?};\nimport \"npm:pkg/x.d.ts\";\n"));
    let mut command = cx.fx(["functions", "graph", "hello"]);
    let output = command
        .env("JSR_URL", REFUSING)
        .env("NPM_CONFIG_REGISTRY", REFUSING)
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    let shown = String::from_utf8(output.stdout).unwrap();
    insta::assert_snapshot!(shown, @"
    supabase/functions/hello/index.ts  80 B
    ├─ jsr:@supabase/functions-js/edge-runtime.d.ts  0 B
    └─ npm:pkg/x.d.ts  0 B

    3 modules, 80 B; 0 npm packages, 0 B
    ");
}

#[test]
fn a_missing_declaration_file_of_the_project_is_a_mistake() {
    let cx = hello("import \"./gone.d.ts\";\n");
    let output = cx.fx(["functions", "bundle", "hello"]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(stderr.contains("gone.d.ts"), "{stderr}");
}

#[test]
fn an_unreachable_registry_of_jsr_is_told_with_its_cause() {
    let cx = hello("import { tool } from \"jsr:@scope/tool@1\";\nconsole.log(tool);\n");
    let run = |url: &str| {
        let mut command = cx.fx(["functions", "bundle", "hello"]);
        let output = command.env("JSR_URL", url).output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        (output.status.code(), stderr)
    };
    let (code, stderr) = run(REFUSING);
    let stderr = stderr.replace("111", "[ERRNO]").replace("61)", "[ERRNO])");
    insta::assert_snapshot!(stderr, @r#"
    error: JSR package manifest for '@scope/tool' failed to load. Import 'http://127.0.0.1:9/@scope/tool/meta.json' failed.
        caused by: failed to download `http://127.0.0.1:9/@scope/tool/meta.json`: error sending request: client error (Connect): tcp connect error: Connection refused (os error [ERRNO])
        supabase/functions/hello/index.ts:1:22
          |
        1 | import { tool } from "jsr:@scope/tool@1";
          |                      ^^^^^^^^^^^^^^^^^^^

    hint: check the network, the registry in `.npmrc` or `NPM_CONFIG_REGISTRY`, and `HTTPS_PROXY`
    "#);
    assert_eq!(code, Some(5));
    let (code, stderr) = run("http://registry.invalid/");
    assert!(
        stderr.contains("caused by: failed to download `http://registry.invalid/"),
        "{stderr}"
    );
    assert_eq!(code, Some(5), "{stderr}");
    let failing = Registry::start([Reply::Status(500)]);
    let (code, stderr) = run(&failing.url());
    assert_eq!(code, Some(5), "{stderr}");
    // The package is there, and one of its files is not to be had.
    let site = Site::default().jsr("@scope/tool", "1.0.0", "export const tool = 1;");
    let broken = site
        .reply("/@scope/tool/1.0.0_meta.json", Reply::Status(500))
        .start();
    let (code, stderr) = run(&broken.url());
    assert_eq!(code, Some(5), "{stderr}");
    let module = format!("{}nothing.ts", failing.url());
    let cx = hello(&format!("import {module:?};\n"));
    let output = cx.fx(["functions", "bundle", "hello"]).output().unwrap();
    assert_eq!(output.status.code(), Some(5), "{output:?}");
}
