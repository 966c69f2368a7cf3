//! The whole path with clients that others wrote: `@supabase/supabase-js`, and the Supabase CLI.

use std::{
    path::PathBuf,
    process::{Command, Output},
};

use super::host::Platform;
use crate::node::clients;

const ECHO: &str = r#"
Deno.serve(async (request) => {
  const cors = { "access-control-allow-origin": "*", "access-control-allow-headers": "*" };
  if (request.method === "OPTIONS") return new Response("ok", { headers: cors });
  const kind = request.headers.get("content-type") ?? "";
  if (kind.startsWith("multipart/")) {
    const form = await request.formData();
    return Response.json({ form: [...form.keys()], file: await (form.get("file") as File).text() });
  }
  if (kind.startsWith("application/octet-stream")) {
    return new Response(await request.arrayBuffer(), { headers: { "content-type": "application/octet-stream" } });
  }
  if (kind.startsWith("text/")) return new Response((await request.text()).toUpperCase());
  const { want } = await request.json();
  if (want === "stream") {
    const parts = ["a", "b", "c"].map((part) => new TextEncoder().encode(`data: ${part}\n\n`));
    return new Response(ReadableStream.from(parts), { headers: { "content-type": "text/event-stream" } });
  }
  if (want === "error") return Response.json({ no: "way" }, { status: 418 });
  return Response.json({ want, region: request.headers.get("x-region"), user: !!request.headers.get("authorization") });
});
"#;

const CLIENT: &str = r#"
const { createClient, FunctionsHttpError, FunctionRegion } = require("@supabase/supabase-js");
const assert = require("node:assert");
// Realtime wants one when a client is made; nothing here connects.
globalThis.WebSocket ??= class {};
const [url, key] = process.argv.slice(1);
const supabase = createClient(url, key);
const call = async (options, name = "echo") => {
  const { data, error } = await supabase.functions.invoke(name, options);
  if (error) throw error;
  return data;
};
(async () => {
  assert.deepStrictEqual(await call({ body: { want: "json" } }), { want: "json", region: null, user: true });
  const regional = await call({ body: { want: "json" }, region: FunctionRegion.EuCentral1 });
  assert.strictEqual(regional.region, "eu-central-1");
  assert.strictEqual(await call({ body: "text" }), "TEXT");
  const blob = await call({ body: new Blob([new Uint8Array([1, 2, 3])]) });
  assert.deepStrictEqual([...new Uint8Array(await blob.arrayBuffer())], [1, 2, 3]);
  const form = new FormData();
  form.set("name", "x");
  form.set("file", new Blob(["content"]), "f.txt");
  assert.deepStrictEqual(await call({ body: form }), { form: ["name", "file"], file: "content" });
  const stream = await call({ body: { want: "stream" } });
  assert.strictEqual(await stream.text(), "data: a\n\ndata: b\n\ndata: c\n\n");
  const refused = await call({ body: { want: "error" } }).catch((error) => error);
  assert(refused instanceof FunctionsHttpError);
  assert.strictEqual(refused.context.status, 418);
  assert.deepStrictEqual(await refused.context.json(), { no: "way" });
  await assert.rejects(call({}, "nothing"), (error) => error.context.status === 404);
  const { error } = await createClient(url, "sb_publishable_wrong").functions.invoke("echo", { body: {} });
  assert.strictEqual(error.context.status, 401);
  console.log("all well");
})();
"#;

#[tokio::test]
async fn supabase_js_invokes_what_fx_deployed() {
    let Some(packages) = clients() else { return };
    let platform = Platform::start(&[]);
    let project = platform.create_project("js").await;
    platform.cx.write("supabase/functions/echo/index.ts", ECHO);
    platform.run(["functions", "deploy", "--project-ref", &project.reference]);
    let keys = platform.get(&project.path("api-keys")).await.json();
    let mut keys = keys.as_array().unwrap().iter();
    let publishable = keys.find(|key| key["type"] == "publishable").unwrap();
    for key in [&project.anon, publishable["api_key"].as_str().unwrap()] {
        let mut node = Command::new("node");
        node.args(["-e", CLIENT, "--", &project.url, key])
            .current_dir(packages);
        let output = node.output().unwrap();
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        assert_eq!(String::from_utf8_lossy(&output.stdout), "all well\n");
    }
}

/// The Supabase CLI, pointed at the platform.
struct Incumbent<'a> {
    platform: &'a Platform,
    program: PathBuf,
    profile: PathBuf,
    reference: &'a str,
}

impl Incumbent<'_> {
    fn run(&self, args: &[&str]) -> Output {
        let mut command = Command::new(&self.program);
        command
            .args(args)
            .args(["--agent", "no", "--yes", "--profile"])
            .arg(&self.profile)
            .current_dir(self.platform.cx.dir())
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap())
            .env("HOME", self.platform.cx.home())
            .env("SUPABASE_NO_KEYRING", "1")
            .env("SUPABASE_PROJECT_ID", self.reference)
            .env("SUPABASE_ACCESS_TOKEN", &self.platform.token)
            .env("DO_NOT_TRACK", "1")
            .env("SUPABASE_TELEMETRY_DISABLED", "1");
        command.output().unwrap()
    }

    /// Both outputs of a command that must succeed.
    fn says(&self, args: &[&str]) -> String {
        let output = self.run(args);
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let said = format!("{}{}", text(&output.stdout), text(&output.stderr));
        assert!(output.status.success(), "{args:?}: {said}");
        said
    }
}

#[tokio::test]
async fn the_supabase_cli_deploys_lists_downloads_and_deletes() {
    let Some(packages) = clients() else { return };
    let platform = Platform::start(&[]);
    let project = platform.create_project("incumbent").await;
    let profile = format!(
        "name: platform\napi_url: {}\ndashboard_url: http://localhost\nproject_host: localhost\n",
        platform.api
    );
    let cli = Incumbent {
        profile: platform.cx.write("profile.yaml", profile),
        program: packages.join("node_modules/.bin/supabase"),
        platform: &platform,
        reference: &project.reference,
    };
    cli.says(&["init"]);
    for name in ["one", "two", "three"] {
        cli.says(&["functions", "new", name]);
        let code = format!(
            "import {{ say }} from '../_shared/say.ts';\nDeno.serve(() => new Response(say({name:?})));\n"
        );
        platform
            .cx
            .write(&format!("supabase/functions/{name}/index.ts"), code);
    }
    platform.cx.write(
        "supabase/functions/_shared/say.ts",
        "export const say = (name: string): string => `I am ${name}`;\n",
    );

    let said = cli.says(&["functions", "deploy", "one", "--use-api"]);
    assert!(said.contains("Deployed Functions on project"), "{said}");
    assert_eq!(project.get("one").await.text, "I am one");
    cli.says(&["functions", "deploy", "--use-api", "--jobs", "2"]);
    for name in ["one", "two", "three"] {
        assert_eq!(project.get(name).await.text, format!("I am {name}"));
    }
    let listed = cli.says(&["functions", "list"]);
    assert!(
        listed.contains("two") && listed.contains("ACTIVE"),
        "{listed}"
    );

    std::fs::rename(
        platform.cx.dir().join("supabase/functions/two"),
        platform.cx.dir().join("kept"),
    )
    .unwrap();
    let config = platform.cx.read("supabase/config.toml");
    let table = config.find("[functions.two]").unwrap();
    let end = config[table + 1..]
        .find("\n[")
        .map_or(config.len(), |end| table + 1 + end);
    platform.cx.write(
        "supabase/config.toml",
        format!("{}{}", &config[..table], &config[end..]),
    );
    cli.says(&["functions", "deploy", "--use-api", "--prune"]);
    assert_eq!(project.get("two").await.status, 404);

    let written = platform.cx.read("supabase/functions/three/index.ts");
    std::fs::remove_dir_all(platform.cx.dir().join("supabase/functions/three")).unwrap();
    cli.says(&["functions", "download", "three", "--use-api"]);
    assert_eq!(
        platform.cx.read("supabase/functions/three/index.ts"),
        written
    );
    cli.says(&["functions", "delete", "three"]);
    assert_eq!(project.get("three").await.status, 404);

    cli.says(&["secrets", "set", "A=1", "B=2"]);
    let listed = cli.says(&["secrets", "list"]);
    assert!(
        listed.contains('A') && listed.contains("6b86b273ff34"),
        "{listed}"
    );
    cli.says(&["secrets", "unset", "A"]);
    let listed = platform.get(&project.path("secrets")).await.json();
    assert_eq!(listed.as_array().unwrap().len(), 1);
    let said = cli.says(&["projects", "list"]);
    assert!(said.contains(&project.reference), "{said}");
}
