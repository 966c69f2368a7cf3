//! Declaration files have no code: functions that import them run where no registry is to be had.

use std::{net::TcpListener, process::Command, sync::Arc};

use serde_json::json;

use crate::{
    context::TestContext,
    platform::host::Platform,
    provisioned::provisioned,
    registry::{Registry, Reply},
    session::{Answer, Session},
};

/// Nobody listens there.
const REFUSING: &str = "http://127.0.0.1:9/";
const TYPES: &str = "jsr:@supabase/functions-js/edge-runtime.d.ts";

fn function(cx: &TestContext, slug: &str, imports: &str) {
    let source =
        format!("{imports}\nDeno.serve(() => new Response(String(globalThis.own ?? 1)));\n");
    cx.write(&format!("supabase/functions/{slug}/index.ts"), source);
}

fn config(cx: &TestContext, path: &str, config: &serde_json::Value) {
    cx.write(&format!("supabase/functions/{path}"), config.to_string());
}

/// A function for each way to import a declaration file.
fn project() -> (TestContext, Vec<&'static str>) {
    let cx = TestContext::new();
    let slugs = [
        "direct", "version", "short", "alias", "prefix", "modern", "mapped", "file", "remote",
        "package", "local", "later", "types", "member", "verbatim", "script", "both", "ranges",
    ];
    let tables = slugs.map(|slug| format!("[functions.{slug}]\nverify_jwt = false\n"));
    let tables = tables.concat().replace(
        "[functions.mapped]\n",
        "[functions.mapped]\nimport_map = \"./functions/mapped/import_map.json\"\n",
    );
    cx.write("supabase/config.toml", tables);
    cx.write(
        "supabase/functions/_shared/own.ts",
        "globalThis.own = 2;\nexport type Own = 1;\n",
    );
    function(&cx, "direct", &format!("import {TYPES:?};"));
    function(
        &cx,
        "version",
        "import \"jsr:@supabase/functions-js@2/edge-runtime.d.ts\"; import \"jsr:@supabase/functions-js@1/edge-runtime.d.ts\";",
    );
    function(
        &cx,
        "short",
        "import \"jsr:@supabase/functions-js/edge-runtime\";",
    );
    function(
        &cx,
        "both",
        "import \"jsr:@supabase/functions-js/edge-runtime\"; import \"jsr:@supabase/functions-js@2/edge-runtime.d.ts\";",
    );
    function(
        &cx,
        "ranges",
        "import \"jsr:@s/p@^1/b.d.ts\"; import \"jsr:@s/p@1.5/a.d.ts\"; import \"jsr:@s/p@latest/a.d.ts\";",
    );
    let scaffold =
        json!({ "imports": { "@supabase/functions-js": "jsr:@supabase/functions-js@^2" } });
    function(
        &cx,
        "alias",
        "import \"@supabase/functions-js/edge-runtime.d.ts\";",
    );
    config(&cx, "alias/deno.json", &scaffold);
    function(
        &cx,
        "prefix",
        "import \"#shared/own.ts\"; import \"sb/edge-runtime.d.ts\";",
    );
    let scoped = json!({
        "imports": { "#shared/": "../_shared/", "sb/": "jsr:/@supabase/functions-js@2/" },
        "scopes": { "./": { "sb/": "./nothing/", "sb/edge-runtime.d.ts": TYPES } },
    });
    config(&cx, "prefix/deno.json", &scoped);
    let modern = "import \"@supabase/functions-js/edge-runtime.d.ts\";\nexport default { fetch: () => new Response(\"1\") };\n";
    cx.write("supabase/functions/modern/index.ts", modern);
    config(&cx, "modern/deno.json", &scaffold);
    function(&cx, "mapped", "import \"types\"; import \"own\";");
    let map = json!({ "imports": { "types": TYPES, "own": "../_shared/own.ts" } });
    config(&cx, "mapped/import_map.json", &map);
    function(&cx, "file", "import \"types\"; import \"own\";");
    config(&cx, "file/deno.json", &json!({ "importMap": "./map.json" }));
    config(&cx, "file/map.json", &map);
    function(
        &cx,
        "remote",
        "import \"https://registry.invalid/x.d.ts?v=1\"; import { Row } from \"https://registry.invalid/y.d.mts\"; export const row = (row: Row) => row;",
    );
    function(
        &cx,
        "package",
        "import \"npm:pkg@1/x.d.ts\"; import \"npm:@scope/pkg/y.d.cts\";",
    );
    of_their_own(&cx);
    (cx, slugs.into())
}

/// Those among which some files are the project's.
fn of_their_own(cx: &TestContext) {
    function(
        cx,
        "local",
        "import \"./x.d.ts\"; import { Row } from \"./x.d.mts\"; import \"./x.d.cts\"; import \"../_shared/own.ts\"; export const row = (row: Row) => row;",
    );
    for name in ["x.d.ts", "x.d.mts", "x.d.cts"] {
        let text = "import type { Own } from \"../_shared/gone.ts\";\nexport type Row = Own;\n";
        cx.write(&format!("supabase/functions/local/{name}"), text);
    }
    function(
        cx,
        "later",
        &format!("await import({TYPES:?}); await import(\"./x.d.ts\");"),
    );
    cx.write("supabase/functions/later/x.d.ts", "declare const x: 1;");
    function(
        cx,
        "types",
        &format!(
            "/// <reference types={TYPES:?} />\nimport type {{ A }} from \"jsr:@scope/a\";\nexport type {{ B }} from \"npm:b\";\n// @ts-types=\"npm:b/x.d.ts\"\nimport \"../_shared/own.ts\";\nexport type C = A;"
        ),
    );
    let types = json!({ "compilerOptions": { "types": [TYPES], "jsx": "react-jsx", "jsxImportSourceTypes": "npm:b" } });
    config(cx, "types/deno.json", &types);
    function(
        cx,
        "member",
        "import \"@org/lib/own.ts\"; import \"@org/lib/x.d.ts\"; import \"sb/edge-runtime.d.ts\";",
    );
    let workspace =
        json!({ "workspace": ["./lib"], "imports": { "sb/": "jsr:/@supabase/functions-js@2/" } });
    config(cx, "member/deno.json", &workspace);
    let lib = json!({
        "name": "@org/lib", "version": "1.0.0", "exports": { "./own.ts": "./own.ts", "./x.d.ts": "./x.d.ts" },
        "imports": { "inner": "../../_shared/own.ts", "sb": TYPES },
    });
    config(cx, "member/lib/deno.json", &lib);
    cx.write(
        "supabase/functions/member/lib/own.ts",
        "import \"inner\"; import \"sb\";",
    );
    cx.write(
        "supabase/functions/member/lib/x.d.ts",
        "declare const x: 1;",
    );
    function(
        cx,
        "verbatim",
        &format!("import {TYPES:?}; import \"./plain.js\";"),
    );
    cx.write(
        "supabase/functions/verbatim/plain.js",
        "import \"npm:pkg@1/x.d.ts\"; import \"../_shared/own.ts\";",
    );
    function(
        cx,
        "script",
        &format!("import {TYPES:?}; import \"./own.tsx\";"),
    );
    cx.write(
        "supabase/functions/script/own.tsx",
        format!("import {TYPES:?}; import \"../_shared/own.ts\";"),
    );
}

fn blocked(command: &mut Command, url: &str) {
    command
        .env("FX_ENGINE", &provisioned().engine)
        .env("JSR_URL", url)
        .env("NPM_CONFIG_REGISTRY", url);
}

fn expected(slug: &str) -> &'static str {
    let plain = [
        "direct", "version", "short", "alias", "modern", "remote", "package", "later", "both",
        "ranges",
    ];
    if plain.contains(&slug) { "1" } else { "2" }
}

#[tokio::test(flavor = "multi_thread")]
async fn functions_run_without_the_registries_of_their_types() {
    let (cx, slugs) = project();
    let mut bundle = cx.fx(["functions", "bundle", "--out-dir", "dist"]);
    blocked(&mut bundle, REFUSING);
    let made = bundle.output().unwrap();
    assert!(
        made.status.success(),
        "{}",
        String::from_utf8_lossy(&made.stderr)
    );
    for args in [&[][..], &["--from-bundle"], &["--from-bundle=dist"]] {
        let session = Session::start_with(&cx, args, |command| blocked(command, REFUSING));
        for slug in &slugs {
            let answer = session.get(slug).await;
            let got = (answer.status, &*answer.text);
            assert_eq!(
                got,
                (200, expected(slug)),
                "{slug} {args:?}\n{}",
                session.said()
            );
        }
        // The engine says what it does with import maps that it was not given.
        assert!(!session.said().contains("ignored"), "{}", session.said());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_waits_for_a_registry_that_hangs_or_fails() {
    let hanging = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let hanging = format!("http://{}/", hanging.local_addr().unwrap());
    let failing = Registry::start([Reply::Status(500)]);
    for url in [&hanging, &failing.url(), "http://registry.invalid/"] {
        let cx = TestContext::new();
        cx.write(
            "supabase/config.toml",
            "[functions.f]\nverify_jwt = false\n",
        );
        function(&cx, "f", &format!("import {TYPES:?};"));
        let session = Session::start_with(&cx, &[], |command| blocked(command, url));
        assert_eq!(session.get("f").await.text, "1", "{url}");
    }
    assert_eq!(failing.requests(), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_declaration_file_that_is_edited_restarts_nothing() {
    let cx = TestContext::new();
    cx.write(
        "supabase/config.toml",
        "[functions.f]\nverify_jwt = false\n[functions.g]\nverify_jwt = false\n",
    );
    let source = "import \"./x.d.ts\";\nconst born = crypto.randomUUID();\nDeno.serve(() => new Response(born));\n";
    cx.write("supabase/functions/f/index.ts", source);
    cx.write("supabase/functions/f/x.d.ts", "declare const x: 1;\n");
    cx.write(
        "supabase/functions/g/index.ts",
        "Deno.serve(() => new Response('0'));\n",
    );
    let session = Session::start_with(&cx, &[], |command| blocked(command, REFUSING));
    let born = session.get("f").await.text;
    assert_eq!(session.get("g").await.text, "0");
    cx.write("supabase/functions/f/x.d.ts", "declare const x: 2;\n");
    cx.write(
        "supabase/functions/g/index.ts",
        "Deno.serve(() => new Response('1'));\n",
    );
    let reloaded = async || session.get("g").await.text == "1";
    session
        .until("the other function is reloaded", reloaded)
        .await;
    assert_eq!(session.get("f").await.text, born);
    assert!(
        !session.said().contains("Reloaded `f`"),
        "{}",
        session.said()
    );
}

#[tokio::test]
async fn a_platform_runs_them_from_bundles_and_from_sources() {
    let cx = Arc::new(TestContext::new().with_shared_cache());
    let data = cx.root().join("platform-data");
    let mut platform = Platform::start_with(cx, data, &[], |command| {
        command
            .env("JSR_URL", REFUSING)
            .env("NPM_CONFIG_REGISTRY", REFUSING);
    });
    let project = platform.create_project("types").await;
    let cx = &platform.cx;
    cx.write(
        "supabase/config.toml",
        "[functions.f]\nverify_jwt = false\n",
    );
    let scaffold =
        json!({ "imports": { "@supabase/functions-js": "jsr:@supabase/functions-js@^2" } });
    config(cx, "f/deno.json", &scaffold);
    for (round, args) in [&[][..], &["--use-api"]].into_iter().enumerate() {
        let imports = format!(
            "import \"@supabase/functions-js/edge-runtime.d.ts\"; import {TYPES:?}; import \"npm:pkg/x.d.ts\"; import \"./x.d.ts\"; globalThis.own = {round};"
        );
        function(cx, "f", &imports);
        cx.write("supabase/functions/f/x.d.ts", "declare const x: 1;\n");
        let deploy = ["functions", "deploy", "--project-ref", &project.reference];
        for unchanged in [false, true] {
            let mut command = platform.fx(deploy.into_iter().chain(args.iter().copied()));
            blocked(&mut command, REFUSING);
            let output = command.output().unwrap();
            let said = [output.stdout, output.stderr].concat();
            let said = String::from_utf8_lossy(&said).to_lowercase();
            assert!(output.status.success(), "{said}");
            assert_eq!(said.contains("no change found in f"), unchanged, "{said}");
        }
        let url = format!("{}/functions/v1/f", project.url);
        let answer = Answer::of(reqwest::get(url).await.unwrap()).await;
        assert_eq!((answer.status, answer.text), (200, round.to_string()));
    }
    std::fs::remove_dir_all(cx.dir().join("supabase/functions")).unwrap();
    platform.run([
        "functions",
        "download",
        "f",
        "--project-ref",
        &project.reference,
    ]);
    let source = cx.read("supabase/functions/f/index.ts");
    assert!(source.contains(TYPES), "{source}");
    platform.stop();
}
