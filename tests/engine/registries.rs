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
