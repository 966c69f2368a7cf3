//! Where packages come from: `.npmrc`, credentials, proxies, certificates.

use serde_json::json;

use super::{bundle, hello};
use crate::support::{
    TestContext,
    registry::{Registry, Request},
    site::Site,
};

fn package(name: &str) -> Site {
    Site::default().npm(
        json!({ "name": name, "version": "1.0.0" }),
        &[("index.js", "")],
    )
}

/// `registry` without `http:`, as `.npmrc` names it for its credentials.
fn authority(registry: &Registry) -> String {
    registry.url().trim_start_matches("http:").to_owned()
}

fn run(cx: &TestContext, variables: &[(&str, &str)]) -> (Option<i32>, String) {
    let mut command = cx.fx(["functions", "bundle", "--lock-write"]);
    command
        .env_remove("NPM_CONFIG_REGISTRY")
        .envs(variables.iter().copied());
    let output = command.output().unwrap();
    (
        output.status.code(),
        String::from_utf8(output.stderr).unwrap(),
    )
}

#[test]
fn npmrc_names_registries_and_credentials_with_variables() {
    let main = package("pkg").requires("Bearer from-environment").start();
    let scoped = package("@corp/pkg").requires("Bearer from-dotenv").start();
    let cx = hello(r#"import "npm:pkg@1"; import "npm:@corp/pkg@1";"#);
    cx.write("supabase/functions/hello/deno.json", "{}");
    let npmrc = format!(
        "registry=${{REGISTRY}}\n{}:_authToken=${{TOKEN}}\n@corp:registry={}\n{}:_authToken=${{CORP_TOKEN}}\n",
        authority(&main),
        scoped.url(),
        authority(&scoped),
    );
    cx.write("supabase/functions/hello/.npmrc", &npmrc);
    // The environment wins over the file.
    cx.write(
        "supabase/functions/.env",
        "CORP_TOKEN=from-dotenv\nTOKEN=other\n",
    );
    let url = main.url();
    let variables = [("REGISTRY", url.as_str()), ("TOKEN", "from-environment")];
    assert_eq!(run(&cx, &variables), (Some(0), String::new()));
    assert_eq!(main.requests().len(), 2);
    assert_eq!(scoped.requests().len(), 2);
    let mut command = cx.fx(["functions", "bundle", "--cached-only", "--no-compress"]);
    let output = command
        .env_remove("NPM_CONFIG_REGISTRY")
        .envs(variables)
        .output()
        .unwrap();
    assert!(output.status.success());
    let raw = std::fs::read(cx.dir().join("supabase/.temp/bundles/hello.eszip")).unwrap();
    let raw = String::from_utf8_lossy(&raw);
    for secret in ["from-environment", "from-dotenv", "127.0.0.1"] {
        assert!(!raw.contains(secret), "{secret}");
    }
}

#[test]
fn a_project_never_sends_our_variables_anywhere() {
    let thief = package("pkg").start();
    let cx = hello(r#"import "npm:pkg@1";"#);
    cx.write("supabase/functions/hello/deno.json", "{}");
    let token = "${SUPABASE_ACCESS_TOKEN}/${FX_SECRET}/${fx_secret}/${OWN}";
    let npmrc = format!(
        "registry={}\n{}:_authToken={token}\n",
        thief.url(),
        authority(&thief)
    );
    cx.write("supabase/functions/hello/.npmrc", npmrc);
    // Nor may it decide by a variable where everything comes from.
    cx.write(
        "supabase/.env",
        "SUPABASE_ACCESS_TOKEN=sbp\nFX_SECRET=fx\nOWN=own\nNPM_CONFIG_REGISTRY=http://127.0.0.1:9/\n",
    );
    let variables = [
        ("SUPABASE_ACCESS_TOKEN", "sbp"),
        ("FX_SECRET", "fx"),
        ("fx_secret", "fx"),
    ];
    assert_eq!(run(&cx, &variables).0, Some(0));
    let expected = "Bearer ${SUPABASE_ACCESS_TOKEN}/${FX_SECRET}/${fx_secret}/own";
    for request in thief.requests() {
        assert_eq!(request.authorization, expected);
    }
}

#[test]
fn a_registry_that_refuses_is_named_without_the_credentials() {
    let registry = package("pkg").requires("Bearer right").start();
    let cx = hello(r#"import "npm:pkg@1";"#).filter(r"http://127\.0\.0\.1:\d+", "[URL]");
    cx.write("supabase/functions/hello/deno.json", "{}");
    let npmrc = format!(
        "registry={}\n{}:_authToken=wrong\n",
        registry.url(),
        authority(&registry)
    );
    cx.write("supabase/functions/hello/.npmrc", npmrc);
    let (code, stderr) = run(&cx, &[]);
    assert_eq!(code, Some(5));
    assert!(!stderr.contains("wrong"));
    insta::with_settings!({filters => cx.filters()}, {
        insta::assert_snapshot!(stderr, @r#"
        error: Failed loading [URL]/pkg for package "pkg"
            caused by: failed to download `[URL]/pkg`: the server answered 401 Unauthorized
            supabase/functions/hello/index.ts:1:8
              |
            1 | import "npm:pkg@1";
              |        ^^^^^^^^^^^

        hint: check the network, the registry in `.npmrc` or `NPM_CONFIG_REGISTRY`, and `HTTPS_PROXY`
        "#);
    });
}

#[test]
fn downloads_go_through_the_proxy_and_few_at_once() {
    let mut site = Site::default().slow();
    let mut imports = String::new();
    for n in 0..40 {
        let name = format!("p{n}");
        site = site.npm(
            json!({ "name": name, "version": "1.0.0" }),
            &[("index.js", "")],
        );
        imports += &format!("import \"npm:p{n}@1\";\n");
    }
    let proxy = site.start();
    let cx = hello(&imports);
    let url = proxy.url();
    let variables = [
        ("HTTP_PROXY", url.as_str()),
        ("NPM_CONFIG_REGISTRY", "http://registry.invalid/"),
    ];
    assert_eq!(run(&cx, &variables), (Some(0), String::new()));
    let is_proxied = |request: &Request| request.path.starts_with("http://");
    let requests = proxy.requests();
    assert!(requests.len() == 80 && requests.iter().all(is_proxied));
    let most = proxy.most_connections();
    // A connection ends a little after its answer has arrived.
    assert!((2..=20).contains(&most), "{most}");
}

#[test]
fn a_certificate_of_ones_own_is_trusted_when_it_is_named() {
    let made = rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()]).unwrap();
    let key = rustls::pki_types::PrivateKeyDer::try_from(made.signing_key.serialize_der()).unwrap();
    let provider = rustls::crypto::aws_lc_rs::default_provider();
    let tls = rustls::ServerConfig::builder_with_provider(provider.into())
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)
        .unwrap();
    let registry = Site::default()
        .redirect("/moved.ts", "/mod.ts?v=1")
        .file(
            "/mod.ts?v=1",
            "text/typescript",
            "export const x: number = 1;",
        )
        .jsr("@scope/tool", "1.0.0", "export const tool = 1;")
        .npm(
            json!({ "name": "pkg", "version": "1.0.0" }),
            &[("index.js", "")],
        )
        .start_with_tls(tls);
    let url = registry.url();
    let cx = hello(&format!(
        r#"import "{url}moved.ts"; import "npm:pkg@1"; import "jsr:@scope/tool@1";"#
    ));
    let ca = cx.write("ca.pem", made.cert.pem());
    let ca = ca.to_str().unwrap();
    let places = [("NPM_CONFIG_REGISTRY", url.as_str()), ("JSR_URL", &url)];
    let (code, stderr) = run(&cx, &places);
    assert_eq!(code, Some(5), "{stderr}");
    assert!(stderr.contains("certificate"), "{stderr}");
    let with_ca = [places[0], places[1], ("DENO_CERT", ca)];
    assert_eq!(run(&cx, &with_ca), (Some(0), String::new()));
    let elsewhere = hello(&cx.read("supabase/functions/hello/index.ts"));
    bundle(&elsewhere, Some(&registry), &["--ca-cert", ca]);
}

#[test]
fn modules_behind_a_token_are_had_with_it() {
    let registry = Site::default()
        .requires("Bearer from-environment")
        .file("/private.ts", "text/typescript", "export const x = 1;")
        .start();
    let url = registry.url();
    let cx = hello(&format!(r#"import "{url}private.ts";"#));
    assert_eq!(run(&cx, &[]).0, Some(1));
    let host = url.trim_start_matches("http://").trim_end_matches('/');
    let tokens = format!("from-environment@{host}");
    let run = run(&cx, &[("DENO_AUTH_TOKENS", &tokens)]);
    assert_eq!(run, (Some(0), String::new()));
}

/// What a server was told, request by request.
fn authorizations(registry: &Registry) -> Vec<String> {
    let requests = registry.requests().into_iter();
    requests.map(|request| request.authorization).collect()
}

#[test]
fn credentials_go_to_the_registry_that_their_line_names_and_not_along_with_a_redirect() {
    let other = package("moved").start();
    let elsewhere = package("spread").start();
    let spread = json!({
        "name": "spread", "dist-tags": { "latest": "1.0.0" },
        "versions": { "1.0.0": { "name": "spread", "version": "1.0.0", "dist": {
            "tarball": format!("{}spread/-/spread-1.0.0.tgz", elsewhere.url()),
        } } },
    });
    let main = Site::default()
        .redirect("/moved", &format!("{}moved", other.url()))
        .file("/spread", "application/json", spread.to_string())
        .start();
    let scoped = package("@corp/pkg").start();
    let cx = hello(r#"import "npm:moved@1"; import "npm:spread@1"; import "npm:@corp/pkg@1";"#);
    cx.write("supabase/functions/hello/deno.json", "{}");
    let npmrc = format!(
        "registry={}\n{}:_authToken=of-main\n@corp:registry={}\n",
        main.url(),
        authority(&main),
        scoped.url(),
    );
    cx.write("supabase/functions/hello/.npmrc", npmrc);
    let (_, stderr) = run(&cx, &[]);
    assert_eq!(authorizations(&main), ["Bearer of-main"; 2], "{stderr}");
    for registry in [&other, &elsewhere, &scoped] {
        let told = authorizations(registry);
        assert!(!told.is_empty(), "{stderr}");
        assert!(told.iter().all(String::is_empty), "{told:?}");
    }
}
