//! The whole path with fx: deploy, invoke, change, roll back, download, delete.

use reqwest::Method;

use super::host::Platform;
use crate::session::Answer;

#[tokio::test]
async fn what_fx_deploys_runs_changes_goes_back_comes_down_and_goes() {
    let platform = Platform::start(&[]);
    let project = platform.create_project("path").await;
    let reference = &*project.reference;
    let cx = &platform.cx;
    let source = |version: u32| {
        format!(
            "import {{ name }} from \"../_shared/name.ts\";\nconst text: string = await Deno.readTextFile(\"./data.txt\");\nDeno.serve(() => new Response(`${{name}} {version} ${{text.trim()}} ${{Deno.env.get(\"SUPABASE_URL\")}}`));\n"
        )
    };
    cx.write(
        "supabase/config.toml",
        "[functions.hello]\nverify_jwt = false\nstatic_files = [\"./functions/hello/*.txt\"]\n",
    );
    cx.write("supabase/functions/hello/data.txt", "static\n");
    cx.write(
        "supabase/functions/_shared/name.ts",
        "export const name = \"shared\";\n",
    );
    for version in [1, 2] {
        cx.write("supabase/functions/hello/index.ts", source(version));
        platform.run(["functions", "deploy", "--project-ref", reference]);
        let url = format!("{}/functions/v1/hello", project.url);
        let answer = Answer::of(reqwest::get(url).await.unwrap()).await;
        assert_eq!(
            answer.text,
            format!("shared {version} static {}", project.url)
        );
    }
    let unchanged = platform.run([
        "functions",
        "deploy",
        "--project-ref",
        reference,
        "--output-format",
        "json",
    ]);
    assert!(unchanged.contains("unchanged"), "{unchanged}");
    platform.run(["functions", "rollback", "hello", "--project-ref", reference]);
    assert!(project.get("hello").await.text.contains("shared 1 static"));

    std::fs::remove_dir_all(cx.dir().join("supabase/functions")).unwrap();
    platform.run(["functions", "download", "hello", "--project-ref", reference]);
    assert_eq!(cx.read("supabase/functions/hello/index.ts"), source(1));
    assert_eq!(cx.read("supabase/functions/hello/data.txt"), "static\n");
    assert_eq!(
        cx.read("supabase/functions/_shared/name.ts"),
        "export const name = \"shared\";\n"
    );
    let listed = platform.run([
        "functions",
        "list",
        "--project-ref",
        reference,
        "--output-format",
        "json",
    ]);
    assert!(listed.contains("hello"), "{listed}");
    platform.run(["functions", "delete", "hello", "--project-ref", reference]);
    assert_eq!(project.get("hello").await.status, 404);
}

#[tokio::test]
async fn two_projects_do_not_know_each_other() {
    let platform = Platform::start(&[]);
    let (one, other) = (
        platform.create_project("one").await,
        platform.create_project("other").await,
    );
    let code = "Deno.serve(() => new Response(Deno.env.get('SUPABASE_ANON_KEY')));\n";
    platform.cx.write("supabase/functions/who/index.ts", code);
    for project in [&one, &other] {
        platform.run(["functions", "deploy", "--project-ref", &project.reference]);
        assert_eq!(project.get("who").await.text, project.anon);
    }
    let foreign = reqwest::Client::new()
        .get(format!("{}/functions/v1/who", one.url))
        .bearer_auth(&other.anon);
    assert_eq!(foreign.send().await.unwrap().status(), 401);
    let base = url::Url::parse(&one.url).unwrap();
    let by_host = reqwest::Client::new()
        .get(format!(
            "http://{}:{}/functions/v1/who",
            base.host_str().unwrap(),
            base.port().unwrap()
        ))
        .header("host", format!("{}.functions.example.com", other.reference))
        .bearer_auth(&other.anon);
    assert_eq!(
        by_host.send().await.unwrap().text().await.unwrap(),
        other.anon
    );
    let keys = reqwest::get(format!("{}/auth/v1/.well-known/jwks.json", one.url))
        .await
        .unwrap();
    let keys: serde_json::Value = serde_json::from_str(&keys.text().await.unwrap()).unwrap();
    assert_eq!(keys["keys"].as_array().unwrap().len(), 1);
    assert!(keys["keys"][0].get("d").is_none());
    platform.run(["platform", "project", "rotate", &one.reference]);
    let keys = reqwest::get(format!("{}/auth/v1/.well-known/jwks.json", one.url))
        .await
        .unwrap();
    let keys: serde_json::Value = serde_json::from_str(&keys.text().await.unwrap()).unwrap();
    assert_eq!(keys["keys"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn a_stop_lets_requests_end_and_a_start_goes_on() {
    let mut platform = Platform::start(&[]);
    let project = platform.create_project("restart").await;
    let code = "Deno.serve(async (request) => {\n  if (request.url.endsWith('slow')) await new Promise((go) => setTimeout(go, 1500));\n  return new Response('done');\n});\n";
    platform.cx.write("supabase/functions/f/index.ts", code);
    platform.run(["functions", "deploy", "--project-ref", &project.reference]);
    assert_eq!(project.get("f").await.text, "done");
    let slow = tokio::spawn(project.invoke(Method::GET, "f/slow").send());
    platform.run(["functions", "list", "--project-ref", &project.reference]);
    tokio::task::yield_now().await;
    // The request is on its way when the worker has it, which its log shows soonest; the answer must come whole.
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    platform.stop();
    assert_eq!(slow.await.unwrap().unwrap().text().await.unwrap(), "done");
    let (cx, data) = (std::sync::Arc::clone(&platform.cx), platform.data.clone());
    drop(platform);
    let platform = Platform::start_in(cx, data, &[]);
    let listed = platform.get(&project.path("functions")).await.json();
    assert_eq!(listed[0]["slug"], "f");
}
