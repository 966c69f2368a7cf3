//! Logs and invocations: kept, asked for, followed.

use std::process::Stdio;

use super::host::Platform;
use crate::session::Output;

#[tokio::test]
async fn what_functions_say_can_be_read_and_followed() {
    let platform = Platform::start(&[]);
    let project = platform.create_project("logs").await;
    let code = "Deno.serve((request) => {\n  console.log('said', new URL(request.url).searchParams.get('x'));\n  console.error('oh no');\n  return new Response('x');\n});\n";
    platform.cx.write("supabase/functions/talk/index.ts", code);
    platform.run(["functions", "deploy", "--project-ref", &project.reference]);
    let mut follow = platform.fx([
        "functions",
        "logs",
        "talk",
        "--follow",
        "--project-ref",
        &project.reference,
    ]);
    let mut follow = follow
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let followed = Output::collect(follow.stdout.take().unwrap());
    assert_eq!(project.get("talk?x=1").await.status, 200);
    followed.wait_for("said 1");
    assert_eq!(project.get("talk?x=2").await.status, 200);
    let text = followed.wait_for("said 2");
    assert_eq!(text.matches("said 1").count(), 1, "{text}");
    follow.kill().unwrap();
    follow.wait().unwrap();

    let logs = |args: &[&str]| {
        let all = ["functions", "logs", "--project-ref", &project.reference];
        platform.run(all.into_iter().chain(args.iter().copied()))
    };
    let errors = logs(&["--level", "error"]);
    assert!(
        errors.contains("oh no") && !errors.contains("said"),
        "{errors}"
    );
    assert_eq!(logs(&["--since", "2099-01-01T00:00:00Z"]), "");
    let json: serde_json::Value =
        serde_json::from_str(&logs(&["--output-format", "json", "--since", "1h"])).unwrap();
    assert!(
        json.as_array()
            .unwrap()
            .iter()
            .any(|entry| entry["kind"] == "boot")
    );
    let invocations = logs(&["--invocations"]);
    assert!(
        invocations.contains("GET /talk 200") && !invocations.contains("x=1"),
        "{invocations}"
    );

    let hosted = platform
        .get(&project.path("analytics/endpoints/logs.all"))
        .await
        .json();
    assert!(
        hosted["result"]
            .as_array()
            .unwrap()
            .iter()
            .any(|row| row["event_message"] == "oh no\n" || row["event_message"] == "oh no")
    );
    assert_eq!(
        platform
            .get(&project.path("analytics/endpoints/logs.all?sql=select%201"))
            .await
            .status,
        400
    );
    let id = platform.get(&project.path("functions/talk")).await.json()["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let stats = project.path(&format!(
        "analytics/endpoints/functions.combined-stats?interval=1hr&function_id={id}"
    ));
    assert_eq!(
        platform.get(&stats).await.json()["result"][0]["success_count"],
        2
    );
    let missing = platform
        .fx([
            "functions",
            "logs",
            "nope",
            "--project-ref",
            &project.reference,
        ])
        .output()
        .unwrap();
    assert_eq!(missing.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&missing.stderr).contains("does not exist"));
}
