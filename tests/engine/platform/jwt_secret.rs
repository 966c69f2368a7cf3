//! The JWT secret of a project: what it is good for, who is shown it, and where it is never seen.

use reqwest::Method;
use serde_json::{Value, json};

use super::host::Platform;
use crate::session::Answer;

#[tokio::test]
async fn the_jwt_secret_is_shown_to_whoever_reveals_the_keys_and_nowhere_else() {
    let platform = Platform::start(&["--verbose"]);
    let project = platform.create_project("secret").await;
    let keys = |more: &[&str]| {
        let usual = ["platform", "project", "keys", &project.reference];
        let output = platform.fx([&usual[..], more].concat()).output().unwrap();
        assert!(output.status.success(), "{output:?}");
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (text(output.stdout), text(output.stderr))
    };
    let (shown, _) = keys(&["--reveal", "--output-format", "json"]);
    let shown: Value = serde_json::from_str(&shown).unwrap();
    let secret = shown["jwt_secret"].as_str().unwrap();
    assert_eq!(secret.len(), 64);

    let (table, said) = keys(&["--reveal", "--debug"]);
    let row = table.lines().last().unwrap().split_whitespace();
    assert_eq!(row.collect::<Vec<_>>(), ["jwt_secret", "HS256", secret]);
    assert!(
        said.contains("/config/auth/jwt-secret") && !said.contains(secret),
        "{said}"
    );
    let variable = format!("SUPABASE_JWT_SECRET=\"{secret}\"\n");
    assert!(keys(&["--reveal", "-o", "env"]).0.ends_with(&variable));
    for more in [
        &["--output-format", "json"][..],
        &["-o", "env"],
        &["-o", "yaml"],
        &[],
    ] {
        let (shown, said) = keys(more);
        assert!(
            !shown.contains(secret) && !shown.to_lowercase().contains("jwt_secret"),
            "{shown}"
        );
        assert!(!said.contains(secret), "{said}");
    }

    // It is what tokens of the project are signed with.
    let code = "Deno.serve(() => new Response('signed in'));\n";
    platform.cx.write("supabase/functions/f/index.ts", code);
    platform.run(["functions", "deploy", "--project-ref", &project.reference]);
    let claims = json!({"role": "authenticated", "exp": 4_000_000_000_u64});
    for (key, status) in [(secret, 200), ("another", 401)] {
        let request = reqwest::Client::new().get(format!("{}/functions/v1/f", project.url));
        let request = request.bearer_auth(signed(&claims, key));
        assert_eq!(
            Answer::of(request.send().await.unwrap()).await.status,
            status
        );
    }

    let path = project.path("config/auth/jwt-secret");
    let token = |scope: &str| {
        let token = platform.run(["platform", "token", "create", scope, "--scope", scope]);
        token.trim().to_owned()
    };
    let (reader, writer) = (
        token("api_gateway_keys_read"),
        token("api_gateway_keys_write"),
    );
    for (token, status) in [(&reader, 200), (&writer, 403), (&project.service_role, 401)] {
        let request = reqwest::Client::new().get(format!("{}{path}", platform.api));
        let answer = platform.send(request.bearer_auth(token)).await;
        assert_eq!(answer.status, status);
        assert_eq!(answer.text.contains(secret), status == 200);
    }
    let listed = platform.get(&project.path("api-keys?reveal=true")).await;
    assert!(
        !listed.text.contains(secret),
        "the document has no place for it"
    );
    // A request that fails inside is logged after the others, and with its reason.
    std::fs::remove_dir_all(platform.data.join("bodies")).unwrap();
    let body = platform.request(Method::GET, &project.path("functions/f/body"));
    assert_eq!(platform.send(body).await.status, 500);
    let said = platform.stderr.wait_for("an API request failed");
    assert!(!said.contains(secret), "{said}");
}

fn signed(claims: &Value, secret: &str) -> String {
    use jsonwebtoken::{EncodingKey, Header, encode};

    let key = EncodingKey::from_secret(secret.as_bytes());
    encode(&Header::default(), claims, &key).unwrap()
}
