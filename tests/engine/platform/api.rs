//! The API by hand: what it answers, and what it refuses.

use reqwest::Method;
use serde_json::{Value, json};

use super::host::{Form, Platform, Project};

/// A bundle of a function that answers with `says`.
fn bundle(platform: &Platform, slug: &str, says: &str) -> Vec<u8> {
    let code = format!("Deno.serve(() => new Response({says:?}));\n");
    platform
        .cx
        .write(&format!("supabase/functions/{slug}/index.ts"), code);
    platform.run(["functions", "bundle", slug, "--out-dir", "bundles"]);
    std::fs::read(platform.cx.dir().join(format!("bundles/{slug}.ezbr"))).unwrap()
}

async fn upload(
    platform: &Platform,
    project: &Project,
    method: Method,
    rest: &str,
    body: Vec<u8>,
) -> crate::session::Answer {
    let request = platform.request(method, &project.path(rest));
    let request = request.header("content-type", "application/vnd.denoland.eszip");
    platform.send(request.body(body)).await
}

#[tokio::test]
async fn functions_are_created_changed_listed_and_deleted() {
    let platform = Platform::start(&[]);
    let project = platform.create_project("api").await;
    let first = bundle(&platform, "hello", "one");
    let second = bundle(&platform, "hello", "two");
    created_and_changed(&platform, &project, first.clone(), second).await;
    gone_back_and_deleted(&platform, &project, first).await;
}

async fn created_and_changed(
    platform: &Platform,
    project: &Project,
    first: Vec<u8>,
    second: Vec<u8>,
) {
    let made = upload(
        platform,
        project,
        Method::POST,
        "functions?slug=hello&name=Hello&verify_jwt=false&entrypoint_path=file:///x/index.ts",
        first.clone(),
    )
    .await;
    assert_eq!(made.status, 201, "{}", made.text);
    let made = made.json();
    assert_eq!(
        (&made["version"], &made["name"], &made["verify_jwt"]),
        (&json!(1), &json!("Hello"), &json!(false))
    );
    assert_eq!(project.get("hello").await.text, "one");

    let again = upload(
        platform,
        project,
        Method::POST,
        "functions?slug=hello",
        first.clone(),
    )
    .await;
    assert_eq!(again.status, 409);
    assert!(
        again.text.contains("Duplicated function slug"),
        "{}",
        again.text
    );

    let changed = upload(platform, project, Method::PATCH, "functions/hello", second).await;
    assert_eq!(
        (changed.status, &changed.json()["version"]),
        (200, &json!(2))
    );
    assert_eq!(project.get("hello").await.text, "two");
    let same = upload(
        platform,
        project,
        Method::PATCH,
        "functions/hello?verify_jwt=true",
        Vec::new(),
    )
    .await;
    assert_eq!(same.json()["version"], 3);
    let refused = reqwest::get(format!("{}/functions/v1/hello", project.url))
        .await
        .unwrap();
    assert_eq!(refused.status(), 401);
}

async fn gone_back_and_deleted(platform: &Platform, project: &Project, first: Vec<u8>) {
    let back = platform
        .send(platform.request(
            Method::POST,
            &project.path("functions/hello/versions/1/activate"),
        ))
        .await;
    assert_eq!((back.status, &back.json()["version"]), (200, &json!(4)));
    assert_eq!(project.get("hello").await.text, "one");
    let versions = platform
        .get(&project.path("functions/hello/versions"))
        .await
        .json();
    let numbers: Vec<i64> = versions
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["version"].as_i64().unwrap())
        .collect();
    assert_eq!(numbers, [4, 3, 2, 1]);

    let body = reqwest::Client::new()
        .get(format!(
            "{}{}",
            platform.api,
            project.path("functions/hello/body")
        ))
        .bearer_auth(&platform.token);
    assert_eq!(body.send().await.unwrap().bytes().await.unwrap(), first);
    assert_eq!(
        platform
            .get(&project.path("functions"))
            .await
            .json()
            .as_array()
            .unwrap()
            .len(),
        1
    );
    assert_eq!(
        platform.get(&project.path("functions/hello")).await.json()["slug"],
        "hello"
    );

    let deleted = platform
        .send(platform.request(Method::DELETE, &project.path("functions/hello")))
        .await;
    assert_eq!(deleted.status, 200);
    assert_eq!(project.get("hello").await.status, 404);
    for missing in [
        "functions/hello",
        "functions/hello/body",
        "functions/hello/versions",
    ] {
        assert_eq!(
            platform.get(&project.path(missing)).await.status,
            404,
            "{missing}"
        );
    }
}

#[tokio::test]
async fn sources_are_bundled_and_come_back_as_a_form() {
    let platform = Platform::start(&[]);
    let project = platform.create_project("sources").await;
    let shared = "export const name: string = \"shared\";\n";
    let index = "import { name } from \"../_shared/name.ts\";\nDeno.serve(() => new Response(`from ${name}`));\n";
    let form = |slug: &str| {
        let entrypoint = format!("supabase/functions/{slug}/index.ts");
        let metadata = json!({"entrypoint_path": entrypoint, "verify_jwt": false, "name": slug});
        Form::new(&metadata)
            .file(&entrypoint, index)
            .file("supabase/functions/_shared/name.ts", shared)
    };
    let post =
        |path: String, slug: &str| form(slug).put_into(platform.request(Method::POST, &path));
    let made = platform
        .send(post(project.path("functions/deploy?slug=one"), "one"))
        .await;
    assert_eq!(made.status, 201, "{}", made.text);
    assert_eq!(project.get("one").await.text, "from shared");

    let mut staged = Vec::new();
    for slug in ["two", "three"] {
        let path = project.path(&format!("functions/deploy?slug={slug}&bundleOnly=true"));
        let answer = platform.send(post(path, slug)).await;
        assert_eq!(answer.status, 201, "{}", answer.text);
        assert_eq!(project.get(slug).await.status, 404);
        let mut function = answer.json();
        function.as_object_mut().unwrap().remove("updated_at");
        staged.push(function);
    }
    let activated = platform
        .send(
            platform
                .request(Method::PUT, &project.path("functions"))
                .header("content-type", "application/json")
                .body(serde_json::to_string(&staged).unwrap()),
        )
        .await;
    assert_eq!(activated.status, 200, "{}", activated.text);
    assert_eq!(project.get("two").await.text, "from shared");
    staged[0]["ezbr_sha256"] = json!("0".repeat(64));
    let unknown = platform
        .send(
            platform
                .request(Method::PUT, &project.path("functions"))
                .header("content-type", "application/json")
                .body(serde_json::to_string(&staged).unwrap()),
        )
        .await;
    assert_eq!(unknown.status, 400);

    let body = platform
        .request(Method::GET, &project.path("functions/one/body"))
        .header("accept", "multipart/form-data");
    let body = body.send().await.unwrap().text().await.unwrap();
    assert!(body.contains(index) && body.contains(shared), "{body}");

    let source = json!({"slug": "text", "name": "Text", "body": "Deno.serve(() => new Response('text'))", "verify_jwt": false});
    let made = platform
        .send(
            platform
                .request(Method::POST, &project.path("functions"))
                .header("content-type", "application/json")
                .body(serde_json::to_string(&source).unwrap()),
        )
        .await;
    assert_eq!(made.status, 201, "{}", made.text);
    assert_eq!(project.get("text").await.text, "text");
}

#[tokio::test]
async fn secrets_reach_functions_and_nobody_else() {
    let platform = Platform::start(&[]);
    let project = platform.create_project("secrets").await;
    let code = "Deno.serve(() => new Response(Deno.env.get('GREETING') ?? 'none'));\n";
    platform.cx.write("supabase/functions/greet/index.ts", code);
    platform.run(["functions", "deploy", "--project-ref", &project.reference]);
    assert_eq!(project.get("greet").await.text, "none");
    let path = project.path("secrets");
    let set = platform
        .request(Method::POST, &path)
        .header("content-type", "application/json")
        .body(
            serde_json::to_string(&json!([{"name": "GREETING", "value": "canary-9f2c"}])).unwrap(),
        );
    let set = platform.send(set).await;
    assert_eq!((set.status, &*set.text), (201, ""));
    assert_eq!(project.get("greet").await.text, "canary-9f2c");
    let listed = platform.get(&path).await;
    assert!(!listed.text.contains("canary"), "{}", listed.text);
    assert_eq!(listed.json()[0]["name"], "GREETING");
    for file in walk(&platform.data) {
        let content = std::fs::read(&file).unwrap();
        assert!(
            !content.windows(11).any(|part| part == b"canary-9f2c"),
            "{}",
            file.display()
        );
    }
    let unset = platform
        .request(Method::DELETE, &path)
        .header("content-type", "application/json")
        .body(serde_json::to_string(&json!(["GREETING", "OTHER"])).unwrap());
    assert_eq!(platform.send(unset).await.status, 200);
    assert_eq!(project.get("greet").await.text, "none");
    for bad in [
        json!([{"name": "SUPABASE_X", "value": "1"}]),
        json!([{"name": "", "value": "1"}]),
        json!([{"name": "A=B", "value": "1"}]),
        json!([{"name": "A"}]),
        json!({}),
    ] {
        let refused = platform
            .send(
                platform
                    .request(Method::POST, &path)
                    .header("content-type", "application/json")
                    .body(serde_json::to_string(&bad).unwrap()),
            )
            .await;
        assert_eq!(refused.status, 400, "{bad}");
    }
}

fn walk(directory: &std::path::Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(directory)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| {
            if path.is_dir() {
                walk(&path)
            } else {
                vec![path]
            }
        })
        .collect()
}

#[tokio::test]
async fn projects_keys_and_tokens() {
    let platform = Platform::start(&[]);
    let project = platform.create_project("first").await;
    project_and_keys(&platform, &project).await;
    tokens(&platform, &project).await;
}

async fn project_and_keys(platform: &Platform, project: &Project) {
    let renamed = platform
        .request(
            Method::PATCH,
            &format!("/v1/projects/{}", project.reference),
        )
        .header("content-type", "application/json")
        .body(serde_json::to_string(&json!({"name": "second"})).unwrap());
    assert_eq!(platform.send(renamed).await.json()["name"], "second");
    assert_eq!(
        platform
            .get(&format!("/v1/projects/{}", project.reference))
            .await
            .json()["name"],
        "second"
    );
    let hidden = platform.get(&project.path("api-keys")).await.json();
    let shown = |name: &str, kind: &str| {
        let mut keys = hidden.as_array().unwrap().iter();
        keys.find(|key| key["name"] == name && key["type"] == kind)
            .unwrap()["api_key"]
            .clone()
    };
    assert_eq!(shown("default", "secret"), Value::Null);
    assert!(
        shown("default", "publishable")
            .as_str()
            .unwrap()
            .starts_with("sb_publishable_")
    );
    let new = platform
        .request(Method::POST, &project.path("api-keys?reveal=true"))
        .header("content-type", "application/json")
        .body(serde_json::to_string(&json!({"type": "secret", "name": "ci_key"})).unwrap());
    let new = platform.send(new).await;
    assert_eq!(new.status, 201, "{}", new.text);
    assert!(
        new.json()["api_key"]
            .as_str()
            .unwrap()
            .starts_with("sb_secret_")
    );
    assert_eq!(
        platform.get("/v1/organizations").await.json()[0]["slug"],
        "default"
    );
    let organization = platform
        .request(Method::POST, "/v1/organizations")
        .header("content-type", "application/json")
        .body(serde_json::to_string(&json!({"name": "Acme"})).unwrap());
    assert_eq!(platform.send(organization).await.status, 201);
    assert_eq!(
        platform.get("/v1/profile").await.json()["username"],
        "admin"
    );
}

async fn tokens(platform: &Platform, project: &Project) {
    let listed = platform.run(["platform", "project", "list", "--output-format", "json"]);
    assert!(listed.contains(&project.reference), "{listed}");
    let token = platform.run([
        "platform",
        "token",
        "create",
        "ci",
        "--project",
        &project.reference,
        "--scope",
        "edge_functions_read",
    ]);
    let token = token.trim();
    let as_ci = |method: Method, path: String| {
        let client = reqwest::Client::new();
        client
            .request(method, format!("{}{path}", platform.api))
            .bearer_auth(token)
    };
    assert_eq!(
        platform
            .send(as_ci(Method::GET, project.path("functions")))
            .await
            .status,
        200
    );
    assert_eq!(
        platform
            .send(as_ci(Method::GET, project.path("secrets")))
            .await
            .status,
        403
    );
    assert_eq!(
        platform
            .send(as_ci(Method::DELETE, project.path("functions/x")))
            .await
            .status,
        403
    );
    assert_eq!(
        as_ci(Method::GET, "/v1/tokens".to_owned())
            .send()
            .await
            .unwrap()
            .status(),
        403
    );
    let other = platform.create_project("other").await;
    assert_eq!(
        platform
            .send(as_ci(Method::GET, other.path("functions")))
            .await
            .status,
        403
    );
    let tokens = platform.get("/v1/tokens").await.json();
    let id = tokens[1]["id"].as_str().unwrap();
    platform.run(["platform", "token", "revoke", id]);
    assert_eq!(
        platform
            .send(as_ci(Method::GET, project.path("functions")))
            .await
            .status,
        401
    );

    let deleted = platform
        .send(platform.request(
            Method::DELETE,
            &format!("/v1/projects/{}", project.reference),
        ))
        .await;
    assert_eq!(deleted.status, 200);
    assert_eq!(platform.get(&project.path("functions")).await.status, 404);
}

#[tokio::test]
async fn a_token_that_asks_too_often_is_told_when_to_come_back() {
    let platform = Platform::start(&["--rate-limit", "5"]);
    let mut refused = None;
    for _ in 0..7 {
        let answer = platform.get("/v1/projects").await;
        assert_eq!(answer.header("x-ratelimit-limit"), "5");
        if answer.status == 429 {
            refused = Some(answer);
        }
    }
    let refused = refused.unwrap();
    assert!(refused.header("retry-after").parse::<u64>().unwrap() > 0);
    assert_eq!(refused.header("x-ratelimit-remaining"), "0");
}
