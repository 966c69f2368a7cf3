//! Tokens of users: who signs them, what they say, and who takes them for how long.

use std::time::{Duration, Instant, UNIX_EPOCH};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use reqwest::Method;
use serde_json::{Value, json};

use super::host::{Platform, Project};
use crate::session::Answer;

/// A function that answers with the claims of its caller.
const WHO: &str = "Deno.serve((request) => new Response(atob(request.headers.get('authorization').split('.')[1].replaceAll('-', '+').replaceAll('_', '/'))));\n";

async fn with_two_projects() -> (Platform, Project, Project) {
    let platform = Platform::start(&[]);
    let (project, other) = (
        platform.create_project("one").await,
        platform.create_project("other").await,
    );
    platform.cx.write("supabase/functions/who/index.ts", WHO);
    for project in [&project, &other] {
        platform.run(["functions", "deploy", "--project-ref", &project.reference]);
    }
    (platform, project, other)
}

/// Asks the function with a token.
async fn ask(project: &Project, token: &str) -> Answer {
    let url = format!("{}/functions/v1/who", project.url);
    let request = reqwest::Client::new().get(url).bearer_auth(token);
    Answer::of(request.send().await.unwrap()).await
}

fn is_refused(answer: &Answer) -> bool {
    (answer.status, answer.header("sb-error-code")) == (401, "UNAUTHORIZED_ASYMMETRIC_JWT")
}

/// Makes a token by the command: what it says on stdout.
fn sign(platform: &Platform, project: &Project, more: &[&str]) -> String {
    let usual = ["platform", "project", "token", &project.reference];
    platform.run([&usual[..], more].concat())
}

fn header(token: &str) -> Value {
    let header = token.split('.').next().unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(header).unwrap()).unwrap()
}

#[tokio::test]
async fn a_users_token_is_good_for_its_project_until_it_expires_or_its_key_goes() {
    let (platform, project, other) = with_two_projects().await;
    let first = says_who_calls(&platform, &project).await;
    assert!(is_refused(&ask(&other, &first).await));
    assert_eq!(ask(&other, &other.anon).await.status, 200);

    let rotate = || platform.run(["platform", "project", "rotate", &project.reference]);
    let kid = rotate();
    let second = sign(&platform, &project, &[]);
    let second = second.trim();
    assert_eq!(header(second)["kid"], kid.trim());
    for token in [&first, second] {
        assert_eq!(ask(&project, token).await.status, 200);
    }
    rotate();
    let third = sign(&platform, &project, &[]);
    assert!(is_refused(&ask(&project, &first).await));
    for token in [second, third.trim(), &project.anon] {
        assert_eq!(ask(&project, token).await.status, 200);
    }

    let short = sign(&platform, &project, &["--expires-in", "1s"]);
    let end = Instant::now() + Duration::from_secs(20);
    while Instant::now() < end {
        let answer = ask(&project, short.trim()).await;
        if is_refused(&answer) {
            return;
        }
        assert_eq!(answer.status, 200, "{}", answer.text);
    }
    panic!("a token of a second is still good");
}

/// Makes tokens whose claims the function sees; one that is good for an hour.
async fn says_who_calls(platform: &Platform, project: &Project) -> String {
    let made = sign(platform, project, &["--output-format", "json"]);
    let made: Value = serde_json::from_str(&made).unwrap();
    let token = made["token"].as_str().unwrap();
    let keys = format!("{}/auth/v1/.well-known/jwks.json", project.url);
    let keys = Answer::of(reqwest::get(keys).await.unwrap()).await.json();
    assert_eq!(
        (&header(token)["alg"], &header(token)["kid"], &made["kid"]),
        (
            &json!("ES256"),
            &keys["keys"][0]["kid"],
            &keys["keys"][0]["kid"]
        )
    );
    let mut claims = ask(project, token).await.json();
    let (issued, expires) = (claims["iat"].take(), claims["exp"].take());
    assert_eq!(expires.as_i64().unwrap() - issued.as_i64().unwrap(), 3600);
    let until = humantime::parse_rfc3339(made["expires_at"].as_str().unwrap()).unwrap();
    let until = until.duration_since(UNIX_EPOCH).unwrap();
    assert_eq!(expires, until.as_secs());
    assert_eq!(claims["sub"].take().as_str().unwrap().len(), 36);
    let issuer = format!("{}/auth/v1", project.url);
    assert_eq!(
        claims,
        json!({"iss": issuer, "aud": "authenticated", "role": "authenticated", "sub": null, "iat": null, "exp": null})
    );

    let more = "--role editor --subject ada --expires-in 10m --claim email=ada@example.com --claim level=2 --claim app_metadata={\"plan\":\"pro\"} --claim aud=mine";
    let more: Vec<&str> = more.split(' ').collect();
    let claims = sign(platform, project, &more);
    let mut claims = ask(project, claims.trim()).await.json();
    let (issued, expires) = (claims["iat"].take(), claims["exp"].take());
    assert_eq!(expires.as_i64().unwrap() - issued.as_i64().unwrap(), 600);
    assert_eq!(
        claims,
        json!({"iss": issuer, "aud": "mine", "role": "editor", "sub": "ada", "iat": null, "exp": null, "email": "ada@example.com", "level": 2, "app_metadata": {"plan": "pro"}})
    );
    token.to_owned()
}

#[tokio::test]
async fn what_cannot_be_signed_is_refused_with_its_reason() {
    let platform = Platform::start(&[]);
    let project = platform.create_project("limits").await;
    let path = project.path("config/auth/tokens");
    let post = async |body: Value, token: &str| {
        let request = reqwest::Client::new().post(format!("{}{path}", platform.api));
        let request = request.header("content-type", "application/json");
        let request = request.bearer_auth(token).body(body.to_string());
        platform.send(request).await
    };
    let (week, long) = (604_800, "x".repeat(256));
    for (wrong, why) in [
        (json!({"role": ""}), "`role` must have 1 to 63"),
        (json!({"role": "a b"}), "`role` must have 1 to 63"),
        (json!({"role": 1}), "role: invalid type"),
        (json!({"subject": long}), "`subject` must have 1 to 255"),
        (json!({"subject": "a\u{0}"}), "`subject` must have 1 to 255"),
        (json!({"expires_in": 0}), "from 1 to 604800 seconds"),
        (json!({"expires_in": week + 1}), "from 1 to 604800 seconds"),
        (json!({"expires_in": -1}), "expires_in: invalid value"),
        (json!({"claims": []}), "claims: invalid type"),
        (
            json!({"claims": {"x": "x".repeat(4096)}}),
            "at most 4096 bytes",
        ),
        (json!({"claims": {"iss": "x"}}), "cannot have `iss`"),
        (json!({"claims": {"iat": 1}}), "cannot have `iat`"),
        (json!({"claims": {"exp": 1}}), "cannot have `exp`"),
        (json!({"claims": {"role": "x"}}), "given as `role`"),
        (json!({"claims": {"sub": "x"}}), "given as `subject`"),
        (json!({"ttl": 1}), "unknown field `ttl`"),
    ] {
        let answer = post(wrong, &platform.token).await;
        assert_eq!(answer.status, 400, "{}", answer.text);
        assert!(answer.text.contains(why), "{}", answer.text);
    }
    let most =
        json!({"role": "r".repeat(63), "subject": &long[1..], "claims": null, "expires_in": week});
    for good in [json!({}), most] {
        let answer = post(good, &platform.token).await;
        assert_eq!(answer.status, 201, "{}", answer.text);
    }
    let reader = platform.run([
        "platform",
        "token",
        "create",
        "reader",
        "--scope",
        "api_gateway_keys_read",
    ]);
    let refused = post(json!({}), reader.trim()).await;
    assert_eq!(refused.status, 403);
    let said = &refused.json()["message"];
    assert!(said.as_str().unwrap().contains("api_gateway_keys_write"));

    let fails = |more: &[&str]| {
        let usual = ["platform", "project", "token", &project.reference];
        let output = platform.fx([&usual[..], more].concat()).output().unwrap();
        assert_eq!(output.stdout, b"");
        let said = String::from_utf8(output.stderr).unwrap();
        (output.status.code().unwrap(), said)
    };
    let (code, said) = fails(&["--claim", "exp=1"]);
    assert!(
        code == 1 && said.contains("cannot have `exp`, which the platform sets"),
        "{said}"
    );
    let (code, said) = fails(&["--expires-in", "8d"]);
    assert!(code == 1 && said.contains("which is a week"), "{said}");
    for wrong in [
        ["--claim", "email"],
        ["--claim", "=x"],
        ["--expires-in", "long"],
    ] {
        let (code, said) = fails(&wrong);
        assert!(code == 2 && said.contains("invalid value"), "{said}");
    }
    let missing = "a".repeat(20);
    let missing = platform.request(
        Method::POST,
        &format!("/v1/projects/{missing}/config/auth/tokens"),
    );
    let missing = missing
        .header("content-type", "application/json")
        .body("{}");
    assert_eq!(platform.send(missing).await.status, 404);
}
