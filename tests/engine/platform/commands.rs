//! `fx platform project` and `token` at a platform that runs, and its own log.

use std::process::Command;

use reqwest::Method;
use serde_json::Value;

use super::host::Platform;

/// Runs a command that must succeed: what it says on stdout.
fn says(command: &mut Command) -> String {
    let output = command.output().unwrap();
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{error}");
    String::from_utf8(output.stdout).unwrap()
}

#[tokio::test]
async fn projects_are_made_and_found_from_here_and_from_elsewhere() {
    let platform = Platform::start(&[]);
    let data = platform.data.to_str().unwrap();
    let here = |args: &[&str]| {
        let mut command = platform.cx.fx(["platform"]);
        command.args(args).args(["--data", data]);
        command
    };
    let elsewhere = |args: &[&str]| {
        let mut command = platform.fx(["platform"]);
        command.args(args);
        command
    };
    assert_eq!(
        says(&mut elsewhere(&["project", "list"])).lines().count(),
        1
    );
    let made = here(&["project", "create", "one"]).output().unwrap();
    let reference = String::from_utf8(made.stdout).unwrap().trim().to_owned();
    let said = String::from_utf8(made.stderr).unwrap();
    let next = format!(
        "fx functions deploy --api-url {} --project-ref {reference}",
        platform.api
    );
    assert!(said.contains(&next), "{said}");
    let json = ["project", "create", "two", "--output-format", "json"];
    let two: Value = serde_json::from_str(&says(&mut elsewhere(&json))).unwrap();
    let url = two["url"].as_str().unwrap().to_owned();
    assert!(url.ends_with(two["ref"].as_str().unwrap()), "{url}");
    let url = url.replace(two["ref"].as_str().unwrap(), &reference);
    for listed in [
        says(&mut here(&["project", "list"])),
        says(&mut elsewhere(&["project", "list"])),
    ] {
        assert!(listed.contains(&url), "{listed}");
    }
    let keys = ["project", "keys", &reference, "-o", "env"];
    let shown = says(&mut here(&keys));
    assert_eq!(says(&mut elsewhere(&keys)), shown);
    assert!(
        shown.starts_with(&format!("SUPABASE_URL=\"{url}\"\n"))
            && shown.contains("\nSUPABASE_PUBLISHABLE_KEY=\"sb_publishable_")
            && !shown.contains("SECRET")
            && !shown.contains("JWT"),
        "{shown}"
    );
    let all = says(elsewhere(&keys).arg("--reveal"));
    assert!(
        all.contains("\nSUPABASE_SERVICE_ROLE_KEY=\"ey")
            && all.contains("\nSUPABASE_SECRET_KEY=\"sb_secret_")
            && all.contains("\nSUPABASE_JWT_SECRET=\""),
        "{all}"
    );

    says(&mut here(&["project", "delete", &reference, "--yes"]));
    let gone = here(&["project", "rotate", &reference]).output().unwrap();
    assert_eq!(gone.status.code(), Some(1));
    let said = String::from_utf8(gone.stderr).unwrap();
    assert!(said.contains("Project not found"), "{said}");
    tokens(&here, &elsewhere);
}

fn tokens(here: &impl Fn(&[&str]) -> Command, elsewhere: &impl Fn(&[&str]) -> Command) {
    let wrong = here(&["token", "create", "x", "--scope", "all"])
        .output()
        .unwrap();
    let said = String::from_utf8(wrong.stderr).unwrap();
    assert!(
        wrong.status.code() == Some(1) && said.contains("there are: analytics_logs_read"),
        "{said}"
    );
    let token = says(&mut here(&["token", "create", "other"]));
    let listed = says(&mut here(&["token", "list", "--output-format", "json"]));
    let listed: Value = serde_json::from_str(&listed).unwrap();
    let first = listed[0]["id"].as_str().unwrap();
    says(here(&["token", "revoke", first]).stdin(std::process::Stdio::null()));
    let revoked = here(&["token", "list"]).output().unwrap();
    let said = String::from_utf8(revoked.stderr).unwrap();
    assert!(
        revoked.status.code() == Some(4) && said.contains("does not know the access token in"),
        "{said}"
    );
    let mut other = elsewhere(&["token", "revoke", "nothing"]);
    let missing = other.env("SUPABASE_ACCESS_TOKEN", token.trim()).output();
    let said = String::from_utf8(missing.unwrap().stderr).unwrap();
    assert!(said.contains("Access token not found"), "{said}");
}

#[tokio::test]
async fn what_goes_wrong_inside_is_on_stderr_and_told_to_no_client() {
    let platform = Platform::start(&[]);
    let project = platform.create_project("broken").await;
    let code = "Deno.serve(() => new Response('x'));\n";
    platform.cx.write("supabase/functions/f/index.ts", code);
    platform.run(["functions", "deploy", "--project-ref", &project.reference]);
    std::fs::remove_dir_all(platform.data.join("bodies")).unwrap();
    let answer = platform.get(&project.path("functions/f/body")).await;
    assert_eq!(answer.status, 500);
    assert_eq!(answer.json()["message"], "Internal server error");
    let said = platform.stderr.wait_for("an API request failed");
    assert!(
        said.contains(" ERROR ") && !said.contains(&platform.token),
        "{said}"
    );
    let health = platform
        .request(Method::GET, "/health")
        .send()
        .await
        .unwrap();
    assert_eq!(health.status(), 200);
}
