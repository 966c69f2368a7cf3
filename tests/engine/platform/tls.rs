//! Both listeners with a certificate of one's own.

use std::sync::Arc;

use super::host::Platform;
use crate::context::TestContext;

#[tokio::test]
async fn both_listeners_speak_https() {
    crate::provisioned::provisioned();
    let made = rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()]).unwrap();
    let cx = Arc::new(TestContext::new().with_shared_cache());
    let chain = cx.write("tls/cert.pem", made.cert.pem());
    let key = cx.write("tls/key.pem", made.signing_key.serialize_pem());
    let (chain, key) = (chain.to_str().unwrap(), key.to_str().unwrap());
    let data = cx.root().join("platform-data");
    let platform = Platform::start_in(cx, data, &["--tls-cert", chain, "--tls-key", key]);
    assert!(platform.api.starts_with("https://"), "{}", platform.api);
    let created = ["platform", "project", "create", "tls", "--ca-cert", chain];
    let reference = platform.run(created);
    let reference = reference.trim();
    let code = "Deno.serve((request) => new Response(new URL(request.url).protocol));";
    platform.cx.write("supabase/functions/hello/index.ts", code);
    let deploy = [
        "functions",
        "deploy",
        "--no-verify-jwt",
        "--project-ref",
        reference,
    ];
    let stranger = platform.fx(deploy).output().unwrap();
    let said = String::from_utf8_lossy(&stranger.stderr).into_owned();
    assert!(said.contains("certificate"), "{said}");
    assert_eq!(stranger.status.code(), Some(5), "{said}");
    platform.run(deploy.into_iter().chain(["--ca-cert", chain]));
    let url = format!("{}/functions/v1/hello", platform.url_of(reference));
    assert!(url.starts_with("https://"), "{url}");
    let certificate = reqwest::Certificate::from_pem(made.cert.pem().as_bytes()).unwrap();
    let client = reqwest::Client::builder().tls_certs_merge([certificate]);
    let client = client.build().unwrap();
    let answer = client.get(&url).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    // Whoever speaks plain HTTP is no harm to the others.
    let plain = url.replacen("https", "http", 1);
    assert!(reqwest::get(plain).await.is_err());
    assert_eq!(client.get(&url).send().await.unwrap().status(), 200);
}
