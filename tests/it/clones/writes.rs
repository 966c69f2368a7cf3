//! Where fx writes in a clone: below the project, and never through a symbolic link.

use std::{fs, os::unix::fs::symlink, path::PathBuf};

use crate::{
    fx_snapshot,
    support::{
        TestContext,
        api::{Api, REF},
    },
};

/// A directory outside of the project, which stays empty.
struct Elsewhere(PathBuf);

impl Elsewhere {
    fn of(cx: &TestContext) -> Self {
        let path = cx.root().join("elsewhere");
        fs::create_dir(&path).unwrap();
        Self(path)
    }

    fn link(&self, cx: &TestContext, path: &str) {
        let path = cx.dir().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        symlink(&self.0, path).unwrap();
    }
}

impl Drop for Elsewhere {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            assert_eq!(fs::read_dir(&self.0).unwrap().count(), 0);
        }
    }
}

fn hello() -> TestContext {
    let cx = TestContext::new();
    cx.write("supabase/functions/hello/index.ts", "");
    cx
}

#[test]
fn bundles_are_not_written_through_a_link() {
    let cx = hello();
    let elsewhere = Elsewhere::of(&cx);
    elsewhere.link(&cx, "supabase/.temp");
    fx_snapshot!(cx, cx.fx(["functions", "bundle"]), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: failed to write `supabase/.temp/bundles/hello.ezbr`
      caused by: fx does not write through symbolic link `supabase/.temp`

    hint: replace the symbolic link with the file or directory it points to
    ");
}

#[test]
fn a_directory_that_a_flag_names_may_be_a_link() {
    let cx = hello();
    let out = cx.root().join("out");
    fs::create_dir(&out).unwrap();
    symlink(&out, cx.dir().join("out")).unwrap();
    let status = cx.fx(["functions", "bundle", "--out-dir", "out"]).status();
    assert!(status.unwrap().success());
    assert!(out.join("hello.ezbr").is_file());
}

#[test]
fn a_lockfile_is_not_written_through_a_link() {
    let cx = hello();
    cx.write("supabase/functions/hello/index.ts", "import 'npm:one@1'");
    cx.write("supabase/shared.lock", "{ \"version\": \"5\" }");
    symlink(
        "../../shared.lock",
        cx.dir().join("supabase/functions/hello/deno.lock"),
    )
    .unwrap();
    let registry = crate::support::site::Site::default()
        .npm(
            serde_json::json!({ "name": "one", "version": "1.0.0" }),
            &[("index.js", "")],
        )
        .start();
    let mut command = cx.fx(["functions", "bundle", "--lock-write"]);
    fx_snapshot!(cx, command.env("NPM_CONFIG_REGISTRY", registry.url()), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: failed to write `supabase/functions/hello/deno.lock`
      caused by: fx does not write through symbolic link `supabase/functions/hello/deno.lock`

    hint: replace the symbolic link with the file or directory it points to
    ");
    assert_eq!(cx.read("supabase/shared.lock"), "{ \"version\": \"5\" }");
}

#[test]
fn a_new_function_is_not_written_through_a_link() {
    let cx = TestContext::new();
    let elsewhere = Elsewhere::of(&cx);
    elsewhere.link(&cx, "supabase/functions");
    fx_snapshot!(cx, cx.fx(["functions", "new", "other"]), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: failed to write `supabase/functions/other`
      caused by: fx does not write through symbolic link `supabase/functions`

    hint: replace the symbolic link with the file or directory it points to
    ");
    assert!(!cx.dir().join("supabase/config.toml").exists());
}

#[test]
fn a_configuration_that_is_a_link_is_not_replaced() {
    let cx = TestContext::new();
    cx.write("shared.toml", "# shared\n");
    fs::create_dir(cx.dir().join("supabase")).unwrap();
    symlink("../shared.toml", cx.dir().join("supabase/config.toml")).unwrap();
    let output = cx.fx(["functions", "new", "other"]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(cx.read("shared.toml"), "# shared\n");
    assert!(!cx.dir().join("supabase/functions").exists());
}

#[test]
fn a_project_is_not_set_up_through_a_link() {
    let cx = TestContext::new();
    let elsewhere = Elsewhere::of(&cx);
    elsewhere.link(&cx, "supabase");
    fx_snapshot!(cx, cx.fx(["init"]), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: failed to create `supabase/functions`
      caused by: fx does not write through symbolic link `supabase`

    hint: replace the symbolic link with the file or directory it points to
    ");
}

#[test]
fn a_link_is_neither_made_nor_removed_elsewhere() {
    let cx = hello();
    let api = Api::start();
    let elsewhere = Elsewhere::of(&cx);
    elsewhere.link(&cx, "supabase/.temp");
    fx_snapshot!(cx, api.fx(&cx, ["link", "--project-ref", REF]), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: failed to write `supabase/.temp/project-ref`
      caused by: fx does not write through symbolic link `supabase/.temp`

    hint: replace the symbolic link with the file or directory it points to
    ");
    let kept = elsewhere.0.join("project-ref");
    fs::write(&kept, REF).unwrap();
    let output = cx.fx(["unlink"]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    fs::remove_file(kept).unwrap();
}

#[test]
fn names_of_directories_outside_are_not_listed() {
    let cx = TestContext::new();
    let outside = cx.root().join("outside");
    fs::create_dir_all(outside.join("private")).unwrap();
    fs::write(outside.join("private/index.ts"), "").unwrap();
    cx.write("supabase/config.toml", "");
    symlink(&outside, cx.dir().join("supabase/functions")).unwrap();
    for args in [
        ["functions", "bundle", "other"],
        ["functions", "graph", "other"],
    ] {
        let output = cx.fx(args).output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert!(!stderr.contains("private"), "{stderr}");
        assert!(stderr.contains("`supabase/functions`"), "{stderr}");
    }
}
