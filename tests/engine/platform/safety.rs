//! What must not work: other people's tokens, tricks with paths, crafted bundles, private networks.

use reqwest::Method;
use serde_json::json;

use super::host::{Form, Platform};
use crate::session::Answer;

#[tokio::test]
async fn no_token_reads_what_is_not_its_own() {
    let platform = Platform::start(&[]);
    let (project, other) = (
        platform.create_project("mine").await,
        platform.create_project("theirs").await,
    );
    let paths = [
        "functions",
        "secrets",
        "api-keys?reveal=true",
        "config/auth/jwt-secret",
        "functions/x/body",
        "logs",
        "invocations",
    ];
    let own = platform.run([
        "platform",
        "token",
        "create",
        "own",
        "--project",
        &project.reference,
    ]);
    for path in paths {
        for (token, status) in [
            ("", 401),
            ("sbp_0000000000000000000000000000000000000000", 401),
            (&project.service_role, 401),
            (own.trim(), 403),
        ] {
            let request =
                reqwest::Client::new().get(format!("{}{}", platform.api, other.path(path)));
            let answer = platform.send(request.bearer_auth(token)).await;
            assert_eq!(
                answer.status, status,
                "{path} with `{token}`: {}",
                answer.text
            );
        }
    }
    for path in ["/v1/tokens", "/v1/projects"] {
        let body = json!({"name": "mine", "organization_slug": "default", "db_pass": "x"});
        let request = reqwest::Client::new()
            .post(format!("{}{path}", platform.api))
            .header("content-type", "application/json")
            .body(serde_json::to_string(&body).unwrap());
        assert_eq!(
            platform.send(request.bearer_auth(own.trim())).await.status,
            403,
            "{path}"
        );
    }
    let visible = reqwest::Client::new()
        .get(format!("{}/v1/projects", platform.api))
        .bearer_auth(own.trim());
    let visible = platform.send(visible).await.json();
    assert_eq!(visible.as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn tricks_with_paths_lead_nowhere() {
    let platform = Platform::start(&[]);
    let project = platform.create_project("paths").await;
    let long = "a".repeat(300);
    for slug in [
        "..",
        "%2e%2e",
        "..%2f..%2fsecrets",
        "a%00b",
        "%ff",
        &long,
        "a%20b",
        "a%2fb",
    ] {
        for rest in ["", "/body", "/versions"] {
            let url = format!("{}{}{slug}{rest}", platform.api, project.path("functions/"));
            let answer = platform
                .send(reqwest::Client::new().get(url).bearer_auth(&platform.token))
                .await;
            assert!(
                matches!(answer.status, 400 | 404) || slug.contains(".."),
                "{slug}{rest}: {}",
                answer.status
            );
        }
        let answer = project.get(slug).await;
        assert!(
            matches!(answer.status, 400 | 404),
            "{slug}: {}",
            answer.status
        );
    }
    for reference in ["..", "ABCDEFGHIJKLMNOPQRST", "a", "%00", "%2e%2e%2f"] {
        let answer = platform
            .get(&format!("/v1/projects/{reference}/functions"))
            .await;
        assert!(
            matches!(answer.status, 400 | 404),
            "{reference}: {}",
            answer.status
        );
    }
    for name in [
        "../escape.ts",
        "/etc/escape.ts",
        "a/../../escape.ts",
        "CON",
        "a\\..\\..\\escape.ts",
    ] {
        let metadata = json!({"entrypoint_path": name, "name": "x"});
        let form = Form::new(&metadata).file(name, "Deno.serve(() => new Response('x'))");
        let request = platform.request(Method::POST, &project.path("functions/deploy?slug=x"));
        let request = form.put_into(request);
        let answer = platform.send(request).await;
        assert_eq!(answer.status, 400, "{name}: {}", answer.text);
    }
}

#[tokio::test]
async fn bodies_that_are_no_bundles_are_refused_at_once() {
    let platform = Platform::start(&[]);
    let project = platform.create_project("bodies").await;
    platform.cx.write(
        "supabase/functions/f/index.ts",
        "Deno.serve(() => new Response('x'));\n",
    );
    platform.run([
        "functions",
        "bundle",
        "f",
        "--out-dir",
        "bundles",
        "--no-compress",
    ]);
    let good = std::fs::read(platform.cx.dir().join("bundles/f.eszip")).unwrap();
    let mut flipped = good.clone();
    // In the length of the table of modules, right after the magic.
    flipped[9] ^= 0xff;
    // A name of the same length that would leave the directory.
    let escaping = replace(&good, b"f/index.ts", b"../dex.ts\0");
    let cases = [
        (b"hello".to_vec(), 400),
        (b"EZBR".to_vec(), 400),
        (good[..good.len() / 2].to_vec(), 400),
        (flipped, 400),
        (escaping, 400),
        (Vec::new(), 400),
        (vec![0; 21 << 20], 413),
    ];
    for (number, (body, status)) in cases.into_iter().enumerate() {
        let request = platform.request(Method::POST, &project.path("functions?slug=f"));
        let request = request
            .header("content-type", "application/vnd.denoland.eszip")
            .body(body);
        let answer = platform.send(request).await;
        assert_eq!(answer.status, status, "case {number}: {}", answer.text);
    }
    let wrong = platform
        .request(Method::POST, &project.path("functions?slug=f"))
        .header("content-type", "text/plain")
        .body("x");
    assert_eq!(platform.send(wrong).await.status, 415);
    assert_eq!(
        platform.get(&project.path("functions")).await.json(),
        json!([])
    );
    let request = platform.request(
        Method::POST,
        &project.path("functions?slug=f&ezbr_sha256=00"),
    );
    let claimed = platform
        .send(
            request
                .header("content-type", "application/vnd.denoland.eszip")
                .body(good),
        )
        .await;
    assert_eq!(claimed.status, 400);
}

#[tokio::test]
async fn a_function_imports_no_file_of_the_machine() {
    let platform = Platform::start(&[]);
    let project = platform.create_project("imports").await;
    let secret = platform.cx.root().join("secret.js");
    std::fs::write(&secret, "export default 'secret of the machine';").unwrap();
    let secret = secret.display();
    let source = format!(
        "const name = await import('{secret}').catch((error) => error.name);\nDeno.serve(() => new Response(name));\n"
    );
    platform
        .cx
        .write("supabase/functions/f/index.js", source.as_bytes());
    let bundle = ["functions", "bundle", "f", "--out-dir", "bundles"];
    platform.run([&bundle[..], &["--no-compress"]].concat());
    let body = std::fs::read(platform.cx.dir().join("bundles/f.eszip")).unwrap();
    let request = platform.request(
        Method::POST,
        &project.path("functions?slug=f&verify_jwt=false"),
    );
    let request = request.header("content-type", "application/vnd.denoland.eszip");
    let answer = platform.send(request.body(body)).await;
    assert_eq!(answer.status, 201, "{answer:?}");
    let answer = project.get("f").await;
    assert_eq!((answer.status, &*answer.text), (200, "TypeError"));
}

fn replace(all: &[u8], what: &[u8], with: &[u8]) -> Vec<u8> {
    let mut changed = all.to_vec();
    for start in 0..=all.len() - what.len() {
        if &all[start..start + what.len()] == what {
            changed[start..start + what.len()].copy_from_slice(with);
        }
    }
    assert_ne!(changed, all);
    changed
}

#[tokio::test]
async fn functions_reach_no_private_network_unless_they_may() {
    let code = r#"
const targets = JSON.parse(Deno.env.get("TARGETS")!);
Deno.serve(async () => {
  const reached: string[] = [];
  for (const target of targets) {
    try { await fetch(target); reached.push(target); } catch { /* refused */ }
  }
  return Response.json(reached);
});
"#;
    for (args, reached) in [(&[][..], false), (&["--allow-private-net"][..], true)] {
        let platform = Platform::start(args);
        let project = platform.create_project("net").await;
        platform.cx.write("supabase/functions/net/index.ts", code);
        platform.run(["functions", "deploy", "--project-ref", &project.reference]);
        let port = url::Url::parse(&platform.api).unwrap().port().unwrap();
        let targets: Vec<String> = [
            "127.0.0.1",
            "localhost",
            "[::ffff:127.0.0.1]",
            "2130706433",
            "0.0.0.0",
        ]
        .map(|host| format!("http://{host}:{port}/health"))
        .into();
        let secrets =
            json!([{"name": "TARGETS", "value": serde_json::to_string(&targets).unwrap()}]);
        platform
            .send(
                platform
                    .request(Method::POST, &project.path("secrets"))
                    .header("content-type", "application/json")
                    .body(serde_json::to_string(&secrets).unwrap()),
            )
            .await;
        let answer: Answer = project.get("net").await;
        let all = answer.json();
        assert_eq!(
            !all.as_array().unwrap().is_empty(),
            reached,
            "{}",
            answer.text
        );
    }
}
