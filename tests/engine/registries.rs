//! Functions whose imports come from registries of one's own. What is resolved how is tested in `tests/it/bundle`.

use serde_json::json;

use crate::{context::TestContext, provisioned::provisioned, session::Session, site::Site};

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_runs_what_was_imported_from_anywhere_from_its_bundle_too() {
    let registry = Site::default()
        .requires("Bearer from-dotenv")
        .npm(
            json!({ "name": "pkg", "version": "1.0.0", "main": "index.js" }),
            &[("index.js", "module.exports = 'npm';")],
        )
        .start();
    let open = Site::default()
        .jsr("@scope/tool", "1.2.3", "export const tool: string = 'jsr';")
        .redirect("/moved.ts?v=1", "/real.ts?v=2")
        .file(
            "/real.ts?v=2",
            "text/typescript",
            "export const real: string = 'http';",
        )
        .start();
    let url = open.url();
    let source = format!(
        r#"import pkg from "npm:pkg@1";
import {{ tool }} from "jsr:@scope/tool@1";
import {{ real }} from "{url}moved.ts?v=1";
import data from "data:application/json,%7B%22a%22%3A%22data%22%7D" with {{ type: "json" }};
import {{ member }} from "@org/member";
const {{ later }} = await import("./later.ts");
Deno.serve(() => new Response([pkg, tool, real, data.a, member, later].join()));
"#
    );
    let cx = TestContext::new();
    cx.write(
        "supabase/config.toml",
        "[functions.f]\nverify_jwt = false\n",
    );
    cx.write("supabase/functions/f/index.ts", source);
    cx.write(
        "supabase/functions/f/later.ts",
        "export const later = 'later';",
    );
    cx.write(
        "supabase/functions/deno.json",
        r#"{ "workspace": ["./f", "./_member"] }"#,
    );
    cx.write("supabase/functions/f/deno.json", "{}");
    cx.write(
        "supabase/functions/_member/deno.json",
        r#"{ "name": "@org/member", "version": "1.0.0", "exports": "./mod.ts" }"#,
    );
    cx.write(
        "supabase/functions/_member/mod.ts",
        "export const member = 'member';",
    );
    let place = registry.url();
    let authority = place.trim_start_matches("http:");
    cx.write(
        "supabase/functions/.npmrc",
        format!("registry=${{REGISTRY}}\n{authority}:_authToken=${{TOKEN}}\n"),
    );
    cx.write("supabase/.env", "TOKEN=from-dotenv\n");
    let session = Session::start_with(&cx, &[], |command| {
        command
            .env("FX_ENGINE", &provisioned().engine)
            .env_remove("NPM_CONFIG_REGISTRY")
            .env("REGISTRY", &place)
            .env("JSR_URL", &url);
    });
    let answer = session.get("f").await;
    assert_eq!(answer.text, ANSWER);
    drop(session);

    let mut bundle = cx.fx(["functions", "bundle", "f", "--out-dir", "dist"]);
    let bundle = bundle.env("REGISTRY", &place).env("JSR_URL", &url);
    let made = bundle.output().unwrap();
    assert!(made.status.success(), "{made:?}");
    drop((registry, open));
    let session = Session::start_with(&cx, &["--from-bundle=dist"], |command| {
        command
            .env("FX_ENGINE", &provisioned().engine)
            .env("FX_CACHE_DIR", cx.dir().join("another-cache"));
    });
    assert_eq!(session.get("f").await.text, ANSWER);
}

const ANSWER: &str = "npm,jsr,http,data,member,later";

#[tokio::test(flavor = "multi_thread")]
async fn nobody_runs_the_install_scripts_of_a_package() {
    let cx = TestContext::new();
    let mark = cx.dir().join("ran");
    let script = format!("echo ran > '{}'", mark.display());
    let registry = Site::default()
        .npm(
            json!({
                "name": "pkg", "version": "1.0.0", "main": "index.js", "hasInstallScript": true,
                "scripts": {
                    "preinstall": script, "install": script, "postinstall": script, "prepare": script,
                },
            }),
            &[("index.js", "module.exports = 'npm';")],
        )
        .start();
    cx.write(
        "supabase/functions/f/index.ts",
        r#"import pkg from "npm:pkg@1"; Deno.serve(() => new Response(pkg));"#,
    );
    cx.write(
        "supabase/functions/f/deno.json",
        r#"{ "allowScripts": ["npm:pkg"] }"#,
    );
    let url = registry.url();
    for (index, args) in [&["graph", "f"][..], &["bundle", "f", "--out-dir", "dist"]]
        .iter()
        .enumerate()
    {
        let mut command = cx.fx(["functions"].iter().chain(*args).copied());
        let cache = cx.dir().join(format!("cache-{index}"));
        command
            .env("NPM_CONFIG_REGISTRY", &url)
            .env("FX_CACHE_DIR", cache);
        let output = command.output().unwrap();
        assert!(output.status.success(), "{output:?}");
        assert!(!mark.exists(), "{args:?}");
    }
    for args in [
        &[][..],
        &["--from-bundle"],
        &["--from-bundle=dist"],
        &["--sandbox=off"],
    ] {
        let args = [&["--no-verify-jwt"], args].concat();
        let session = Session::start_with(&cx, &args, |command| {
            command
                .env("FX_ENGINE", &provisioned().engine)
                .env("FX_CACHE_DIR", cx.dir().join(args.join("")))
                .env("NPM_CONFIG_REGISTRY", &url);
        });
        assert_eq!(session.get("f").await.text, "npm", "{args:?}");
        assert!(!mark.exists(), "{args:?}");
    }
    // It would have shown.
    let shell = std::process::Command::new("sh")
        .args(["-c", &script])
        .status();
    assert!(shell.unwrap().success() && mark.exists());
}

/// Whose packages come in another order each time they are resolved.
#[tokio::test(flavor = "multi_thread")]
async fn the_process_that_waits_runs_the_next_version_of_a_function_with_packages() {
    let names: Vec<String> = (0..8).map(|number| format!("pkg{number}")).collect();
    let registry = names.iter().fold(Site::default(), |site, name| {
        site.npm(
            json!({ "name": name, "version": "1.0.0", "main": "index.js" }),
            &[(
                "index.js",
                "const { existsSync } = require('fs'); module.exports = [existsSync('/tmp'), process.env.DENO_DIR];",
            )],
        )
    });
    let registry = registry.start();
    let imports = names
        .iter()
        .map(|name| format!("import {name} from \"npm:{name}@1\";"));
    let imports = imports.collect::<String>();
    let source = |version: u32| {
        format!("{imports} Deno.serve(() => Response.json([Deno.pid, {version}, ...pkg7]));")
    };
    let cx = TestContext::new();
    cx.write("supabase/functions/f/index.ts", source(0));
    let url = registry.url();
    let session = Session::start_with(&cx, &["--no-verify-jwt"], |command| {
        command
            .env("FX_ENGINE", &provisioned().engine)
            .env("NPM_CONFIG_REGISTRY", &url);
    });
    // Those that have answered may still be ending.
    let mut answered = Vec::new();
    for version in 1..4 {
        let before = session.get("f").await.json();
        answered.push(before[0].clone());
        assert_eq!(before[2], true, "{before}");
        assert_eq!(before[3], serde_json::Value::Null, "{before}");
        let waiting = || {
            let others = session.survivors().into_iter();
            let others = others.filter(|id| !answered.iter().any(|answered| answered == id));
            others.collect::<Vec<_>>()
        };
        let ready = async || waiting().len() == 1;
        session.until("one process waits", ready).await;
        let expected = waiting();
        cx.write("supabase/functions/f/index.ts", source(version));
        let reloaded = async || session.get("f").await.json()[1] == version;
        session.until("the new version answers", reloaded).await;
        let after = session.get("f").await.json();
        assert_eq!(after[0], expected[0], "{}", session.said());
    }
}
