//! The access token that is good for everything: the first one, and another when it is lost.

use std::{
    io::Write as _,
    os::unix::fs::PermissionsExt as _,
    path::Path,
    process::{Command, Stdio},
    sync::Arc,
};

use reqwest::Method;

use super::host::Platform;
use crate::{context::TestContext, session::Output};

/// What a platform says that is started in a terminal, and stopped there by Ctrl-C when it answers.
fn started_in_terminal(cx: &TestContext, data: &Path) -> String {
    let fx = cx.fx([]);
    let start = "exec \"$FX\" platform start --data \"$DATA\" --listen 127.0.0.1:0 --api-listen 127.0.0.1:0 --new-admin-token";
    let mut child = Command::new("script")
        .args(["-qec", start, "/dev/null"])
        .current_dir(cx.dir())
        .env_clear()
        .envs(
            fx.get_envs()
                .filter_map(|(name, value)| Some((name, value?))),
        )
        .env("FX", fx.get_program())
        .env("DATA", data)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let said = Output::collect(child.stdout.take().unwrap());
    said.wait_for("stop with Ctrl-C");
    child.stdin.as_mut().unwrap().write_all(b"\x03").unwrap();
    child.wait().unwrap();
    said.text()
}

/// The token behind these words.
fn token_after<'a>(words: &str, said: &'a str) -> &'a str {
    let (_, token) = said.split_once(words).expect(said);
    token.lines().next().unwrap().trim()
}

async fn status(platform: &Platform, token: &str) -> u16 {
    let url = format!("{}/v1/tokens", platform.api);
    let request = reqwest::Client::new().get(url).bearer_auth(token);
    request.send().await.unwrap().status().as_u16()
}

#[tokio::test]
async fn another_admin_token_is_made_when_the_first_is_lost() {
    crate::provisioned::provisioned();
    let cx = Arc::new(TestContext::new().with_shared_cache());
    let data = cx.root().join("platform data");
    let file = data.join("admin-token");
    // Where there is none yet, it is the first, and the only one.
    let said = started_in_terminal(&cx, &data);
    let first = token_after("The first access token is ", &said);
    assert!(!said.contains("new access token"), "{said}");
    let mut platform = Platform::start_in(Arc::clone(&cx), data.clone(), &[]);
    assert_eq!(platform.token, first);

    std::fs::remove_file(&file).unwrap();
    let list = || {
        let mut list = platform.cx.fx(["platform", "token", "list", "--data"]);
        list.arg(&data).output().unwrap()
    };
    let lost = list();
    let said = String::from_utf8(lost.stderr).unwrap();
    assert_eq!(lost.status.code(), Some(4));
    assert!(
        said.contains("start --data") && said.contains(" --new-admin-token`"),
        "{said}"
    );
    platform.stop();
    let said = started_in_terminal(&cx, &data);
    let second = token_after("The new access token is ", &said);

    let mut platform = Platform::start_in(Arc::clone(&cx), data.clone(), &["--new-admin-token"]);
    let third = platform.token.clone();
    let said = platform.stderr.text();
    assert!(!said.contains(&third), "{said}");
    let mode = std::fs::metadata(&file).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let tokens = platform.get("/v1/tokens").await.json();
    let tokens = tokens.as_array().unwrap();
    assert!(tokens.len() == 3 && tokens.iter().all(|token| token["name"] == "admin"));
    for token in [first, second, &third] {
        assert_eq!(status(&platform, token).await, 200);
    }
    // Whoever revokes one leaves the others.
    let revoke = format!("/v1/tokens/{}", tokens[0]["id"].as_str().unwrap());
    let revoke = platform.request(Method::DELETE, &revoke);
    assert_eq!(platform.send(revoke).await.status, 204);
    for (token, expected) in [(first, 401), (second, 200), (&third, 200)] {
        assert_eq!(status(&platform, token).await, expected);
    }
    // A platform that runs is not taken from whoever runs it.
    let mut another = cx.fx(["platform", "start", "--new-admin-token", "--data"]);
    let another = another.arg(&data).output().unwrap();
    assert_eq!(another.status.code(), Some(1));
    platform.stop();
    let platform = Platform::start_in(Arc::clone(&cx), data.clone(), &[]);
    assert_eq!(platform.token, third);
    let left = platform.get("/v1/tokens").await.json();
    assert_eq!(left.as_array().unwrap().len(), 2);
}
