//! The whole path with fx: deploy, invoke, change, roll back, download, delete.

use reqwest::Method;
use serde_json::{Value, json};

use super::host::{Platform, Project};
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
async fn versions_are_the_platforms_wherever_they_were_deployed_from() {
    let platform = Platform::start(&[]);
    let project = platform.create_project("versions").await;
    let reference = &*project.reference;
    let at_home = |name: &str, args: &[&str]| {
        let home = platform.cx.root().join(name);
        std::fs::create_dir_all(&home).unwrap();
        let mut command = platform.fx(args.iter().copied());
        command.args(["--project-ref", reference]).env("HOME", home);
        command.output().unwrap()
    };
    for (home, version) in [("one", 1), ("other", 2)] {
        let code = format!("Deno.serve(() => new Response(\"{version}\"));\n");
        platform.cx.write("supabase/functions/f/index.ts", code);
        let deployed = at_home(home, &["functions", "deploy"]);
        assert!(deployed.status.success(), "{deployed:?}");
    }
    let json = |args: &[&str]| {
        let output = at_home("other", &[args, &["--output-format", "json"]].concat());
        let document: Value = serde_json::from_slice(&output.stdout).unwrap();
        (output.status.code(), document)
    };
    let (_, listed) = json(&["functions", "history", "f"]);
    assert_eq!(
        (&listed[0]["version"], &listed[1]["version"]),
        (&json!(2), &json!(1))
    );
    assert_eq!(
        (&listed[1]["available"], &listed[1]["kind"]),
        (&json!(true), &json!("bundle"))
    );
    let (code, planned) = json(&["functions", "rollback", "f", "--dry-run", "--exit-code"]);
    let planned = &planned["functions"][0];
    assert_eq!(
        (code, &planned["status"], &planned["reasons"]),
        (Some(6), &json!("planned"), &json!(["code"]))
    );
    assert_eq!(project.get("f").await.text, "2");
    let (code, done) = json(&["functions", "rollback", "f"]);
    let done = &done["functions"][0];
    assert_eq!(
        (code, &done["status"], &done["version"], &done["sha256"]),
        (Some(0), &json!("deployed"), &json!(3), &listed[1]["sha256"])
    );
    assert_eq!(project.get("f").await.text, "1");
    let again = at_home("one", &["functions", "rollback", "f", "--to", "1"]);
    let said = String::from_utf8(again.stderr).unwrap();
    assert!(said.contains("No change found in f"), "{said}");
    at_home("one", &["functions", "rollback", "f", "--to", "2"]);
    assert_eq!(project.get("f").await.text, "2");
    let none = at_home("one", &["functions", "rollback", "f", "--to", "9"]);
    assert_eq!(none.status.code(), Some(1));
    assert_eq!(
        String::from_utf8(none.stderr).unwrap(),
        "error: version 9 of `f` is not in the history\n\nhint: `fx functions history f` lists the versions\n"
    );
    let unknown = at_home("other", &["functions", "rollback", "g"]);
    let said = String::from_utf8(unknown.stderr).unwrap();
    assert!(said.contains("nothing of `g` was deployed"), "{said}");
}

#[tokio::test]
async fn limits_of_a_function_hold_without_a_deploy_and_come_with_one() {
    let platform = Platform::start(&["--limits", "production,memory=200"]);
    let project = platform.create_project("limits").await;
    let cx = &platform.cx;
    cx.write(
        "supabase/functions/f/index.ts",
        "const kept: Uint8Array[] = [];\nDeno.serve((request) => {\n  const end = request.url.endsWith('cpu') ? Date.now() + 700 : 0;\n  while (Date.now() < end);\n  if (request.url.includes('memory')) for (let i = 0; i < (request.url.includes('much') ? 300 : 75); i++) kept.push(new Uint8Array(1 << 20).fill(1));\n  return request.url.endsWith('for-ever') ? new Promise(() => {}) : new Response('done');\n});\n",
    );
    let deploy = |args: &[&str]| {
        let command = ["functions", "deploy", "--output-format", "json"];
        let command = [&command[..], &["--project-ref", &*project.reference], args].concat();
        let document: Value = serde_json::from_str(&platform.run(command)).unwrap();
        document["functions"][0].clone()
    };
    assert_eq!(deploy(&[])["reasons"], json!([]));
    assert_eq!(project.get("f/cpu").await.text, "done");
    let path = project.path("functions/f/limits");
    assert_eq!(platform.get(&path).await.json(), json!({}));
    let put = async |limits: Value| {
        let request = platform.request(Method::PUT, &path);
        let request = request.header("content-type", "application/json");
        platform.send(request.body(limits.to_string())).await
    };
    let limits = json!({"cpu_time_hard_limit_ms": 100});
    assert_eq!(put(limits.clone()).await.json(), limits);
    assert_eq!(project.get("f/cpu").await.status, 546);
    for (wrong, why) in [
        (json!({"memory_limit_mb": -1}), "from 0 to"),
        (json!({"memory_limit_mb": 1.5}), "from 0 to"),
        (json!({"memory_limit_mb": "64"}), "from 0 to"),
        (json!({"memory_mb": 64}), "`memory_mb` is no limit"),
        (json!([]), "expected a map"),
    ] {
        let answer = put(wrong).await;
        assert_eq!(answer.status, 400, "{}", answer.text);
        assert!(answer.text.contains(why), "{}", answer.text);
    }
    assert_eq!(platform.get(&path).await.json(), limits);

    // A configuration without the table changes nothing, one with it everything.
    assert_eq!(deploy(&[])["status"], "unchanged");
    cx.write(
        "supabase/config.toml",
        "[functions.f.limits]\nmemory_limit_mb = 64\n",
    );
    let planned = deploy(&["--dry-run"]);
    assert_eq!(
        (&planned["status"], &planned["reasons"]),
        (&json!("planned"), &json!(["limits"]))
    );
    let done = deploy(&[]);
    assert_eq!(
        (&done["status"], &done["version"]),
        (&json!("deployed"), &json!(1))
    );
    let kept = platform.get(&path).await.json();
    assert_eq!(kept, json!({"memory_limit_mb": 64}));
    assert_eq!(deploy(&[])["status"], "unchanged");
    assert_eq!(project.get("f/cpu").await.text, "done");
    assert_eq!(project.get("f/memory/for-ever").await.status, 546);
    assert_eq!(put(json!({})).await.json(), json!({}));
    assert_eq!(project.get("f/memory").await.text, "done");
    // What the operator allows is the most there is, and sources come with limits, too.
    cx.write(
        "supabase/config.toml",
        "[functions.f.limits]\nmemory_limit_mb = 0\ncpu_time_hard_limit_ms = 60000\n",
    );
    assert_eq!(deploy(&["--use-api"])["status"], "deployed");
    let kept = platform.get(&path).await.json();
    assert_eq!(kept["cpu_time_hard_limit_ms"], 60000);
    assert_eq!(project.get("f/memory").await.text, "done");
    assert_eq!(project.get("f/memory/much/for-ever").await.status, 546);
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
    let keys: Value = serde_json::from_str(&keys.text().await.unwrap()).unwrap();
    assert_eq!(keys["keys"].as_array().unwrap().len(), 1);
    assert!(keys["keys"][0].get("d").is_none());
    platform.run(["platform", "project", "rotate", &one.reference]);
    let keys = reqwest::get(format!("{}/auth/v1/.well-known/jwks.json", one.url))
        .await
        .unwrap();
    let keys: Value = serde_json::from_str(&keys.text().await.unwrap()).unwrap();
    assert_eq!(keys["keys"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn a_stop_lets_requests_end_and_a_start_goes_on() {
    let mut platform = Platform::start(&[]);
    let project = platform.create_project("restart").await;
    let code = "Deno.serve((request) => {\n  if (!request.url.endsWith('slow')) return new Response('done');\n  return new Response(new ReadableStream({ start(body) {\n    setTimeout(() => { body.enqueue(new TextEncoder().encode('done')); body.close(); }, 1500);\n  } }));\n});\n";
    platform.cx.write("supabase/functions/f/index.ts", code);
    platform.run(["functions", "deploy", "--project-ref", &project.reference]);
    assert_eq!(project.get("f").await.text, "done");
    // Its head has come, its body is on its way.
    let slow = project.invoke(Method::GET, "f/slow").send().await.unwrap();
    platform.stop();
    assert_eq!(slow.text().await.unwrap(), "done");
    let (cx, data) = (std::sync::Arc::clone(&platform.cx), platform.data.clone());
    drop(platform);
    let platform = Platform::start_in(cx, data, &[]);
    let listed = platform.get(&project.path("functions")).await.json();
    assert_eq!(listed[0]["slug"], "f");
    let invocations = platform.get(&project.path("invocations")).await.text;
    assert!(invocations.contains("/f/slow"), "{invocations}");
}

#[tokio::test]
async fn workers_make_room_for_others_when_there_may_be_no_more() {
    let platform = Platform::start(&["--max-total-workers", "2"]);
    let (one, other) = (
        platform.create_project("one").await,
        platform.create_project("other").await,
    );
    let code = "Deno.serve((request) => new Response(new ReadableStream({ start(body) {\n  body.enqueue(new TextEncoder().encode('done'));\n  if (!request.url.endsWith('open')) body.close();\n} })));\n";
    for name in ["a", "b", "c"] {
        let path = format!("supabase/functions/{name}/index.ts");
        platform.cx.write(&path, code);
    }
    for project in [&one, &other] {
        platform.run(["functions", "deploy", "--project-ref", &project.reference]);
    }
    let worker = async |project: &Project, name: &str| {
        let answer = project.get(name).await;
        assert_eq!((answer.status, &*answer.text), (200, "done"));
        answer.header("x-deno-execution-id").to_owned()
    };
    let (a, b) = (worker(&one, "a").await, worker(&other, "b").await);
    assert_eq!(worker(&one, "a").await, a);
    // The one that was not wanted for longer ends, and only that one.
    let c = worker(&other, "c").await;
    assert_eq!(worker(&one, "a").await, a);
    assert_ne!(worker(&other, "b").await, b);
    assert_ne!(worker(&other, "c").await, c);
    // Busy ones stay, and who needs a place waits until one has ended.
    let open = [
        other.invoke(Method::GET, "c/open").send().await.unwrap(),
        other.invoke(Method::GET, "b/open").send().await.unwrap(),
    ];
    let next = one.invoke(Method::GET, "a").send();
    let [first, _second] = open;
    let (next, ()) = tokio::join!(next, async { drop(first) });
    assert_eq!(next.unwrap().text().await.unwrap(), "done");
}
