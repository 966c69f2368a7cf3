//! Variables of the environment that a clone asks for: whoever runs fx is told once.

use crate::support::{
    TestContext,
    site::Site,
    terminal::{Answer, Typed, typed},
};

fn status(cx: &TestContext, args: &[&str]) -> Typed {
    let args = ["status"].iter().chain(args).copied();
    let mut command = cx.fx(args);
    typed(
        command
            .env("GITHUB_TOKEN", "a-token-of-github")
            .env("OTHER", "5000"),
        &[],
    )
}

fn asking(cx: &TestContext, config: &str) {
    cx.write("supabase/config.toml", config);
}

const TOLD: &str = "`supabase/config.toml` uses `GITHUB_TOKEN` from your environment";

#[test]
fn a_variable_is_told_once_and_again_when_another_one_comes() {
    let cx = TestContext::new();
    asking(&cx, "[auth]\njwt_secret = \"env(GITHUB_TOKEN)\"\n");
    let first = status(&cx, &[]);
    assert_eq!(first.code, Some(0), "{}", first.shown);
    assert!(first.shown.contains(TOLD), "{}", first.shown);
    assert!(!status(&cx, &[]).shown.contains("your environment"));
    // A command that needs none of them is no change.
    asking(&cx, "");
    assert!(!status(&cx, &[]).shown.contains("your environment"));
    asking(&cx, "[auth]\njwt_secret = \"env(GITHUB_TOKEN)\"\n");
    assert!(!status(&cx, &[]).shown.contains("your environment"));
    let config = "[auth]\njwt_secret = \"env(GITHUB_TOKEN)\"\n[api]\nport = \"env(OTHER)\"\n";
    asking(&cx, config);
    let more = status(&cx, &[]);
    let told = "`supabase/config.toml` uses `GITHUB_TOKEN`, `OTHER` from your environment";
    assert!(more.shown.contains(told), "{}", more.shown);
    assert!(!status(&cx, &[]).shown.contains("your environment"));
    let verbose = status(&cx, &["--verbose"]).shown;
    for name in ["GITHUB_TOKEN", "OTHER"] {
        let told = format!("`supabase/config.toml` uses `{name}` from your environment");
        assert_eq!(verbose.matches(&told).count(), 1, "{verbose}");
    }
}

#[test]
fn quiet_commands_tell_nothing_and_do_not_count() {
    let cx = TestContext::new();
    asking(&cx, "[auth]\njwt_secret = \"env(GITHUB_TOKEN)\"\n");
    assert!(!status(&cx, &["--quiet"]).shown.contains("your environment"));
    assert!(status(&cx, &[]).shown.contains(TOLD));
}

#[test]
fn another_project_is_told_of_for_itself() {
    let cx = TestContext::new();
    asking(&cx, "[auth]\njwt_secret = \"env(GITHUB_TOKEN)\"\n");
    cx.write(
        "second/supabase/config.toml",
        cx.read("supabase/config.toml"),
    );
    assert!(status(&cx, &[]).shown.contains(TOLD));
    assert!(status(&cx, &["--workdir", "second"]).shown.contains(TOLD));
    assert!(!status(&cx, &["--workdir", "second"]).shown.contains(TOLD));
}

#[test]
fn off_a_terminal_only_verbose_commands_tell() {
    let cx = TestContext::new();
    asking(&cx, "[auth]\njwt_secret = \"env(GITHUB_TOKEN)\"\n");
    let stderr = |args: &[&str]| {
        let args = ["status"].iter().chain(args).copied();
        let output = cx
            .fx(args)
            .env("GITHUB_TOKEN", "a-token-of-github")
            .output();
        String::from_utf8(output.unwrap().stderr).unwrap()
    };
    assert_eq!(stderr(&[]), "");
    assert!(stderr(&["--verbose"]).contains(TOLD));
    assert!(stderr(&["--verbose"]).contains(TOLD));
    // Nobody saw it.
    assert!(status(&cx, &[]).shown.contains(TOLD));
}

#[test]
fn values_of_env_files_are_the_projects_own() {
    let cx = TestContext::new();
    asking(&cx, "[auth]\njwt_secret = \"env(OF_THE_FILE)\"\n");
    cx.write("supabase/.env", "OF_THE_FILE=sixteen-characters\n");
    let shown = status(&cx, &["--verbose"]).shown;
    assert!(!shown.contains("your environment"), "{shown}");
}

#[test]
fn a_variable_in_npmrc_is_told_of() {
    let package = serde_json::json!({ "name": "pkg", "version": "1.0.0" });
    let registry = Site::default().npm(package, &[("index.js", "")]).start();
    let cx = TestContext::new();
    cx.write("supabase/functions/hello/index.ts", "import 'npm:pkg@1';");
    cx.write("supabase/functions/hello/deno.json", "{}");
    let authority = registry.url();
    let authority = authority.trim_start_matches("http:");
    cx.write(
        "supabase/functions/hello/.npmrc",
        format!("{authority}:_authToken=${{GITHUB_TOKEN}}/${{NOT_SET}}\n"),
    );
    let mut command = cx.fx(["functions", "bundle"]);
    command
        .env("NPM_CONFIG_REGISTRY", registry.url())
        .env("GITHUB_TOKEN", "token");
    let ended = typed(&mut command, &[]);
    assert_eq!(ended.code, Some(0), "{}", ended.shown);
    let told = "`supabase/functions/hello/.npmrc` uses `GITHUB_TOKEN` from your environment";
    assert!(ended.shown.contains(told), "{}", ended.shown);
}

#[test]
fn a_variable_in_npmrc_is_told_of_before_it_is_sent() {
    // Connections wait until somebody accepts them, which nobody does.
    let registry = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let authority = registry.local_addr().unwrap();
    let cx = TestContext::new();
    cx.write("supabase/functions/hello/index.ts", "import 'npm:pkg@1';");
    cx.write("supabase/functions/hello/deno.json", "{}");
    cx.write(
        "supabase/functions/hello/.npmrc",
        format!("//{authority}/:_authToken=${{GITHUB_TOKEN}}\n"),
    );
    let mut command = cx.fx(["functions", "bundle"]);
    command
        .env("NPM_CONFIG_REGISTRY", format!("http://{authority}/"))
        .env("GITHUB_TOKEN", "token");
    let told = "`supabase/functions/hello/.npmrc` uses `GITHUB_TOKEN` from your environment";
    let ended = typed(&mut command, &[Answer::shown(told, "\x03")]);
    assert_ne!(ended.code, Some(0), "{}", ended.shown);
    assert_eq!(ended.shown.matches(told).count(), 1, "{}", ended.shown);
}
