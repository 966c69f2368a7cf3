//! What anybody can send to a platform without a token: it fills no disk, passes no limit and is not believed.

use reqwest::Method;
use serde_json::{Value, json};

use super::host::{Platform, Project};

const ECHO: &str =
    "Deno.serve((request) => Response.json([request.url, Object.fromEntries(request.headers)]));\n";

/// A platform with functions `shut`, which needs a token, and `open`, which needs none.
async fn platform(args: &[&str]) -> (Platform, Project) {
    let platform = Platform::start(args);
    let project = platform.create_project("abuse").await;
    let config = "[functions.open]\nverify_jwt = false\n";
    platform.cx.write("supabase/config.toml", config);
    for name in ["open", "shut"] {
        let path = format!("supabase/functions/{name}/index.ts");
        platform.cx.write(&path, ECHO);
    }
    platform.run(["functions", "deploy", "--project-ref", &project.reference]);
    (platform, project)
}

async fn entries(platform: &Platform, project: &Project, what: &str) -> Vec<Value> {
    let page = platform.get(&project.path(what)).await.json();
    page["entries"].as_array().unwrap().clone()
}

fn log_bytes(platform: &Platform) -> u64 {
    let files = ["logs.db", "logs.db-wal"].map(|name| platform.data.join(name));
    let sizes = files.iter().filter_map(|path| std::fs::metadata(path).ok());
    sizes.map(|metadata| metadata.len()).sum()
}

#[tokio::test]
async fn requests_without_a_token_leave_little_in_the_logs() {
    let (platform, project) = platform(&[]).await;
    let before = log_bytes(&platform);
    assert!(before > 0, "the database is where it is looked for");
    let client = reqwest::Client::new();
    let url = format!("{}/functions/v1/shut/{}", project.url, "x".repeat(60_000));
    for _ in 0..200 {
        assert_eq!(client.get(&url).send().await.unwrap().status(), 401);
    }
    let kept = entries(&platform, &project, "invocations").await;
    assert_eq!(kept.len(), 60);
    for entry in &kept {
        let path = entry["path"].as_str().unwrap();
        assert!(
            path.starts_with("/shut/xxx") && path.ends_with('…'),
            "{path}"
        );
        assert!(path.len() <= 1024, "{}", path.len());
    }
    let logs = entries(&platform, &project, "logs").await;
    let counted = logs.iter().filter(|entry| entry["level"] == "warning");
    let counted: Vec<&str> = counted
        .map(|entry| entry["message"].as_str().unwrap())
        .collect();
    // They are told of every few seconds.
    let numbers = counted.iter().map(|message| {
        let (count, rest) = message.split_once(' ').expect(message);
        assert!(rest.ends_with("refused by the gateway"), "{message}");
        count.parse::<usize>().expect(message)
    });
    assert_eq!(numbers.sum::<usize>(), 140, "{counted:?}");
    let grown = log_bytes(&platform) - before;
    assert!(grown < 1_000_000, "{grown}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_logs_have_a_size_and_the_newest_stay() {
    let (platform, project) = platform(&["--max-log-size", "1"]).await;
    let client = reqwest::Client::new();
    let url = format!("{}/functions/v1/open/{}", project.url, "x".repeat(1500));
    let requests = (0..4).map(|_| {
        let (client, url) = (client.clone(), url.clone());
        tokio::spawn(async move {
            for _ in 0..500 {
                assert_eq!(client.get(&url).send().await.unwrap().status(), 200);
            }
        })
    });
    for request in requests.collect::<Vec<_>>() {
        request.await.unwrap();
    }
    let last = client.get(format!("{}/functions/v1/open/last", project.url));
    assert_eq!(last.send().await.unwrap().status(), 200);
    let kept = entries(&platform, &project, "invocations?limit=1000").await;
    assert!(kept.len() < 500, "{}", kept.len());
    assert_eq!(kept.last().unwrap()["path"], "/open/last");
    let database = std::fs::metadata(platform.data.join("logs.db"))
        .unwrap()
        .len();
    assert!(database < 4_000_000, "{database}");
    let said = platform.stderr.wait_for("--max-project-log-size");
    assert_eq!(said.matches("--max-project-log-size").count(), 1, "{said}");
}

#[tokio::test]
async fn another_wrong_token_each_time_counts_by_address() {
    let platform = Platform::start(&["--rate-limit", "20", "--trusted-proxy", "10.0.0.0/8"]);
    let status = async |token: &str, client: &str| {
        let request = reqwest::Client::new().get(format!("{}/v1/projects", platform.api));
        let request = request.bearer_auth(token).header("x-forwarded-for", client);
        request.send().await.unwrap().status().as_u16()
    };
    assert_eq!(status(&platform.token, "192.0.2.1").await, 200);
    let mut statuses = Vec::new();
    for number in 0..30 {
        // The address it says is nobody's, as it comes from no proxy.
        let (token, client) = (format!("sbp_{number:040}"), format!("192.0.2.{number}"));
        statuses.push(status(&token, &client).await);
    }
    // One more token was looked up: the valid one, which was not known before.
    assert_eq!(statuses[..19], [401; 19]);
    assert!(statuses[20..].contains(&429), "{statuses:?}");
    assert_eq!(
        status(&platform.token, "192.0.2.1").await,
        200,
        "others go on"
    );
}

#[tokio::test]
async fn tokens_are_not_looked_up_for_an_address_that_has_tried_too_many() {
    let platform = Platform::start(&["--rate-limit", "1"]);
    let body = json!({"name": "second"}).to_string();
    let create = platform.request(Method::POST, "/v1/tokens").body(body);
    let create = create.header("content-type", "application/json");
    let created = platform.send(create).await;
    assert_eq!(created.status, 201);
    let created = created.json();
    let status = async |token: &str| {
        let request = reqwest::Client::new().get(format!("{}/v1/projects", platform.api));
        request.bearer_auth(token).send().await.unwrap().status()
    };
    // The address has used up its request with the first token. Nobody knows whether this one is right.
    assert_eq!(status(created["token"].as_str().unwrap()).await, 429);
}

#[tokio::test]
async fn the_address_that_a_trusted_proxy_gives_is_counted() {
    let platform = Platform::start(&["--rate-limit", "5", "--trusted-proxy", "127.0.0.1"]);
    let status = async |client: &str| {
        let request = reqwest::Client::new().get(format!("{}/v1/projects", platform.api));
        let request = request.header("x-forwarded-for", client);
        request.send().await.unwrap().status().as_u16()
    };
    for _ in 0..5 {
        assert_eq!(status("198.51.100.7, 192.0.2.1").await, 401);
    }
    assert_eq!(status("198.51.100.8, 192.0.2.1").await, 429);
    assert_eq!(status("192.0.2.2").await, 401);
}

/// What `open` gets of a request with everything that proxies say.
async fn seen(project: &Project) -> (String, Value) {
    let mut request = project.invoke(Method::GET, "open");
    for (name, value) in [
        ("x-forwarded-for", "198.51.100.7"),
        ("x-forwarded-host", "evil.example"),
        ("x-forwarded-proto", "https"),
        ("x-real-ip", "198.51.100.7"),
        ("forwarded", "for=198.51.100.7"),
    ] {
        request = request.header(name, value);
    }
    let text = request.send().await.unwrap().text().await.unwrap();
    let (url, headers): (String, Value) = serde_json::from_str(&text).unwrap();
    (url, headers)
}

#[tokio::test]
async fn only_trusted_proxies_say_who_their_client_is() {
    let (_platform, project) = platform(&[]).await;
    let (url, headers) = seen(&project).await;
    assert!(!url.contains("evil.example"), "{url}");
    assert_eq!(headers["x-forwarded-for"], "127.0.0.1");
    for name in [
        "x-forwarded-host",
        "x-forwarded-proto",
        "x-real-ip",
        "forwarded",
    ] {
        assert_eq!(headers[name], json!(null), "{name}");
    }
}

#[tokio::test]
async fn a_trusted_proxy_is_believed() {
    let (_platform, project) = platform(&["--trusted-proxy", "127.0.0.0/8"]).await;
    let (url, headers) = seen(&project).await;
    assert!(url.contains("://evil.example/open"), "{url}");
    assert_eq!(headers["x-forwarded-for"], "198.51.100.7, 127.0.0.1");
    assert_eq!(headers["x-forwarded-proto"], "https");
    assert_eq!(headers["x-real-ip"], "198.51.100.7");
}
