//! What functions are spared or told when they are served, they are when they were deployed.

use reqwest::StatusCode;
use tokio_tungstenite::{connect_async, tungstenite::client::IntoClientRequest as _};

use super::host::Platform;

const MANY: &str = r#"
Deno.serve((request) => {
  const headers = new Headers();
  const count = Number(new URL(request.url).searchParams.get("count"));
  for (let i = 0; i < count; i++) headers.set(`x-h-${i}`, "v");
  return new Response("ok", { headers });
});
"#;

const NEGOTIATES: &str = r#"
Deno.serve((request) => {
  const offered = request.headers.get("sec-websocket-protocol");
  const { response } = Deno.upgradeWebSocket(request, { protocol: offered.split(",")[1].trim() });
  return response;
});
"#;

const READS: &str = r#"
import { join } from "node:path";
import fs from "node:fs";
Deno.serve(async () => {
  const url = new URL("./note.txt", import.meta.url);
  const path = join(import.meta.dirname, "note.txt");
  const calls = {
    url: () => Deno.readTextFile(url),
    dirname: () => Deno.readTextFile(path),
    node: () => fs.promises.readFile(path),
    synchronous: () => fs.readFileSync(url),
    fetched: () => fetch(url),
  };
  const told = {};
  for (const [name, call] of Object.entries(calls)) {
    told[name] = await (async () => await call())().then(() => "read", (error) => error.message);
  }
  return Response.json(told);
});
"#;

fn deploy(platform: &Platform, reference: &str, args: &[&str]) -> (Option<i32>, String) {
    let all = [
        "functions",
        "deploy",
        "--project-ref",
        reference,
        "--no-verify-jwt",
    ];
    let output = platform.fx(all.into_iter().chain(args.iter().copied()));
    let output = { output }.output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    (output.status.code(), said)
}

#[tokio::test]
async fn deployed_functions_are_told_what_served_ones_are() {
    let platform = Platform::start(&[]);
    let project = platform.create_project("parity").await;
    let cx = &platform.cx;
    for (slug, code) in [("many", MANY), ("negotiates", NEGOTIATES), ("reads", READS)] {
        cx.write(&format!("supabase/functions/{slug}/index.ts"), code);
    }
    cx.write("supabase/functions/reads/note.txt", "no static file");
    for args in [&[][..], &["--use-api"]] {
        let (code, said) = deploy(&platform, &project.reference, args);
        assert_eq!(code, Some(0), "{said}");

        assert_eq!(project.get("many?count=80").await.status, 200);
        let answer = project.get("many?count=99").await;
        assert_eq!(
            (answer.status, answer.detail().as_str()),
            (500, ""),
            "{answer:?}"
        );

        let url = format!("{}/functions/v1/negotiates", project.url);
        let url = url.replace("http://", "ws://");
        for offered in ["a,b", "a, b"] {
            let mut request = url.as_str().into_client_request().unwrap();
            let headers = request.headers_mut();
            headers.insert("sec-websocket-protocol", offered.parse().unwrap());
            headers.insert("apikey", project.anon.parse().unwrap());
            let (_, response) = connect_async(request).await.unwrap();
            assert_eq!(response.status(), StatusCode::SWITCHING_PROTOCOLS.as_u16());
            assert_eq!(response.headers()["sec-websocket-protocol"], "b");
        }

        let told = project.get("reads").await.json();
        for (call, message) in told.as_object().unwrap() {
            let message = message.as_str().unwrap();
            let why = "(a function reads its `static_files` and /tmp)";
            assert!(message.contains(why), "{args:?} {call}: {message}");
        }
    }
}

#[tokio::test]
async fn what_is_wrong_is_told_at_deploy_whoever_bundles() {
    let platform = Platform::start(&[]);
    let project = platform.create_project("told").await;
    let cx = &platform.cx;
    let answers = "Deno.serve(() => new Response('ok'));\n";
    cx.write("supabase/functions/f/index.ts", answers);
    cx.write(
        "supabase/config.toml",
        "[functions.gone]\nverify_jwt = false\n",
    );
    for args in [&[][..], &["--use-api"]] {
        let (code, said) = deploy(&platform, &project.reference, args);
        assert_eq!(code, Some(0), "{said}");
        let warning = "warning: function `gone` is left out";
        assert_eq!(said.matches(warning).count(), 1, "{said}");
        let named = [args, &["gone"]].concat();
        let (code, said) = deploy(&platform, &project.reference, &named);
        assert_eq!(code, Some(1), "{said}");
        let missing = "the entrypoint `supabase/functions/gone/index.ts` does not exist";
        assert!(said.contains(missing), "{said}");
    }
    assert_eq!(project.get("f").await.text, "ok");

    let deep = ["(".repeat(20_000), "1".to_owned(), ")".repeat(20_000)].concat();
    cx.write(
        "supabase/functions/deep/index.ts",
        format!("{answers}export default {deep};\n"),
    );
    cx.write("supabase/functions/marked/index.ts", answers);
    cx.write(
        "supabase/functions/marked/deno.json",
        "\u{feff}{ \"imports\": {} }",
    );
    for (slug, why) in [
        ("deep", "the code is nested too deeply to be parsed"),
        ("marked", "begins with a byte order mark"),
    ] {
        for args in [&[slug][..], &[slug, "--use-api"]] {
            let (code, said) = deploy(&platform, &project.reference, args);
            assert_eq!(code, Some(1), "{args:?}: {said}");
            assert!(said.contains(why), "{args:?}: {said}");
        }
    }
    assert_eq!(project.get("f").await.text, "ok");
}
