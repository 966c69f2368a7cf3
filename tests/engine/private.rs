//! What other users of the machine see of fx and its workers: nothing, whatever the umask; and what workers inherit of
//! whoever started fx: nothing either.

use std::{
    os::unix::fs::{FileTypeExt as _, PermissionsExt as _},
    path::{Path, PathBuf},
};

use crate::{
    context::TestContext,
    platform::host::Platform,
    provisioned::provisioned,
    session::Session,
    wrapped::{NO_NAMESPACES, wrap},
};

/// Writes files by several routes, and answers with their modes.
const MODES: &str = r#"
import fs from "node:fs";
Deno.serve(async () => {
  const mode = async (path) => ((await Deno.stat(path)).mode & 0o777).toString(8);
  await Deno.writeTextFile("/tmp/a", "");
  fs.writeFileSync("/tmp/b", "");
  await Deno.mkdir("/tmp/c", { recursive: true });
  const modes = await Promise.all(["/tmp", "/tmp/a", "/tmp/b", "/tmp/c"].map(mode));
  return new Response(modes.join(" "));
});
"#;

fn project(source: &str) -> TestContext {
    let cx = TestContext::new().with_shared_cache();
    cx.write(
        "supabase/config.toml",
        "[functions.f]\nverify_jwt = false\n",
    );
    cx.write("supabase/functions/f/index.ts", source);
    cx
}

/// Everything below a directory that others may read, write or enter. What is in a directory that is closed to them is
/// closed, too; so are sockets, for who may enter none of the directories above.
fn open_to_others(directory: &Path) -> Vec<PathBuf> {
    let entries = walkdir::WalkDir::new(directory).min_depth(1).into_iter();
    let entries = entries.map(Result::unwrap).filter(|entry| {
        let metadata = entry.metadata().unwrap();
        !metadata.file_type().is_socket() && metadata.permissions().mode() & 0o077 != 0
    });
    entries.map(walkdir::DirEntry::into_path).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_workers_write_is_private_whatever_the_umask() {
    for umask in ["022", "000"] {
        for script in ["exec \"$@\"", NO_NAMESPACES] {
            let cx = project(MODES);
            let script = format!("umask {umask}; {script}");
            let session = Session::start_with(&cx, &[], |command| wrap(command, &script));
            let answer = session.get("f").await;
            assert_eq!(answer.text, "700 600 600 700", "{script}: {answer:?}");
            let open = open_to_others(&cx.root().join("tmp"));
            assert!(open.is_empty(), "{script}: {open:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_caches_that_fx_makes_are_private_whatever_the_umask() {
    let engine = provisioned().engine.clone();
    for umask in ["022", "000"] {
        let cx = project("Deno.serve(() => new Response('fine'));");
        let made = cx.root().join("made");
        let session = Session::start_with(&cx, &[], |command| {
            command
                .env("FX_ENGINE", &engine)
                .env("FX_CACHE_DIR", made.join("a/cache"));
            wrap(command, &format!("umask {umask}; exec \"$@\""));
        });
        assert_eq!(session.get("f").await.text, "fine");
        let directories = walkdir::WalkDir::new(&made).into_iter().map(Result::unwrap);
        for entry in directories.filter(|entry| entry.depth() < 4 && entry.file_type().is_dir()) {
            let mode = entry.metadata().unwrap().permissions().mode() & 0o777;
            assert_eq!(mode, 0o700, "{umask}: {}", entry.path().display());
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cache_directory_of_the_users_own_keeps_its_mode_and_what_fx_makes_in_it_is_private() {
    let engine = provisioned().engine.clone();
    let cx = project("Deno.serve(() => new Response('fine'));");
    let theirs = cx.root().join("theirs");
    std::fs::create_dir(&theirs).unwrap();
    std::fs::set_permissions(&theirs, std::fs::Permissions::from_mode(0o755)).unwrap();
    let session = Session::start_with(&cx, &[], |command| {
        command
            .env("FX_ENGINE", &engine)
            .env("FX_CACHE_DIR", &theirs);
        wrap(command, "umask 000; exec \"$@\"");
    });
    assert_eq!(session.get("f").await.text, "fine");
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&theirs), 0o755);
    for entry in std::fs::read_dir(&theirs).unwrap().map(Result::unwrap) {
        if entry.file_type().unwrap().is_dir() {
            assert_eq!(mode(&entry.path()), 0o700, "{}", entry.path().display());
        }
    }
}

#[tokio::test]
async fn the_data_of_a_platform_is_private_whatever_the_umask() {
    for exists in [false, true] {
        provisioned();
        let cx = std::sync::Arc::new(TestContext::new().with_shared_cache());
        let data = cx.root().join("platform-data");
        if exists {
            std::fs::create_dir(&data).unwrap();
            std::fs::set_permissions(&data, std::fs::Permissions::from_mode(0o755)).unwrap();
        }
        let platform = Platform::start_with(cx, data.clone(), &[], |command| {
            wrap(command, "umask 000; exec \"$@\"");
        });
        platform.create_project("p").await;
        let open = open_to_others(&data);
        assert!(open.is_empty(), "{open:?}");
        let mode = std::fs::metadata(&data).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, if exists { 0o755 } else { 0o700 });
    }
}

#[tokio::test]
async fn data_that_an_earlier_fx_left_open_to_others_is_tightened() {
    provisioned();
    let cx = std::sync::Arc::new(TestContext::new().with_shared_cache());
    let data = cx.root().join("platform-data");
    let open = |path: &Path, mode| {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    };
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let start = || Platform::start_with(std::sync::Arc::clone(&cx), data.clone(), &[], |_| {});
    drop(start());
    for entry in walkdir::WalkDir::new(&data) {
        let entry = entry.unwrap();
        let is_dir = entry.file_type().is_dir();
        open(entry.path(), if is_dir { 0o755 } else { 0o644 });
    }
    drop(start());
    assert_eq!(mode(&data), 0o700);
    for entry in std::fs::read_dir(&data).unwrap().map(Result::unwrap) {
        let path = entry.path();
        assert_eq!(mode(&path) & 0o077, 0, "{}", path.display());
    }
    // A directory that has more in it is somebody else's.
    std::fs::write(data.join("notes.txt"), "").unwrap();
    for path in [data.clone(), data.join("state.db")] {
        open(&path, 0o755);
    }
    drop(start());
    assert_eq!(mode(&data), 0o755);
    assert_eq!(mode(&data.join("state.db")), 0o600);
}

#[tokio::test(flavor = "multi_thread")]
async fn workers_inherit_no_open_file_and_leave_no_image_of_their_memory() {
    for script in ["exec \"$@\"", NO_NAMESPACES] {
        let cx = project("Deno.serve(() => new Response(String(Deno.pid)));");
        let secret = cx.write("secret", "of whoever started fx");
        let script = format!(
            "ulimit -c unlimited; exec 9<'{}' 77>&9; {script}",
            secret.display()
        );
        let session = Session::start_with(&cx, &[], |command| wrap(command, &script));
        let worker = PathBuf::from("/proc").join(session.get("f").await.text);
        let open = std::fs::read_dir(worker.join("fd")).unwrap().flatten();
        let open: Vec<_> = open
            .filter_map(|entry| std::fs::read_link(entry.path()).ok())
            .collect();
        assert!(!open.contains(&secret), "{open:?}");
        let limits = std::fs::read_to_string(worker.join("limits")).unwrap();
        let core = limits
            .lines()
            .find(|line| line.starts_with("Max core file size"));
        let core: Vec<&str> = core.unwrap().split_whitespace().skip(4).take(2).collect();
        assert_eq!(core, ["0", "0"]);
    }
}
