//! Children that are scripts: how they are started, what is made of their end, and that none outlives its request. What
//! the real one does is tested through the binary.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use super::{super::upload::tests::await_empty, *};

/// A workshop whose child is a shell script.
fn workshop(directory: &Path, script: &str, limits: Limits) -> Workshop {
    let executable = directory.join("child");
    let text = format!("#!/bin/sh\n{script}\n");
    crate::fs::write_atomic(&executable, text.as_bytes(), 0o755).unwrap();
    let options = Options {
        executable,
        uploads: directory.join("uploads"),
        cache: directory.join("cache"),
        ca_cert: None,
        allow_private_net: false,
        jobs: 1,
        limits,
    };
    Workshop::new(options).unwrap()
}

async fn bundled(script: &str) -> Result<Bundled, SourcesError> {
    let directory = tempfile::tempdir().unwrap();
    let workshop = workshop(directory.path(), script, Limits::default());
    let upload = Upload::of_text(workshop.uploads(), "").unwrap();
    workshop.bundle(&"hello".parse().unwrap(), upload).await
}

#[tokio::test]
async fn a_child_is_told_what_to_do_and_little_else() {
    let script = r#"read -r job
case $job in *'"entrypoint":"index.ts"'*) ;; *) exit 3 ;; esac
test "$*" = "platform bundle-upload" || exit 4
test "$HOME" = "$PWD" || exit 5
env | cut -d= -f1 | grep -E 'CARGO|PATH|FX_|SUPABASE' && exit 6
printf body > "$TMPDIR/bundle"
echo '{"made":{"entrypoint_path":"file:///a.ts","import_map_path":null}}'"#;
    // The shell needs it to find programs, and is the only one to set it.
    let script = format!("PATH=/usr/bin:/bin\n{}", script.replace("|PATH", ""));
    let made = bundled(&script).await.unwrap();
    assert_eq!(made.body, "body");
    assert_eq!(made.entrypoint_path, "file:///a.ts");
    assert_eq!(made.import_map_path, None);
}

#[tokio::test]
async fn the_end_of_a_child_says_whose_fault_it_is() {
    for (script, expected) in [
        (
            r#"echo '{"bad":"no such module"}'"#,
            "Bad(\"no such module\")",
        ),
        (r#"echo '{"too_large":"20 MB"}'"#, "TooLarge(\"20 MB\")"),
        (
            "echo 'memory allocation of 9 bytes failed' >&2; kill -ABRT $$",
            "1024 MB of memory",
        ),
        (
            "kill -XCPU $$",
            "Bad(\"bundling takes longer than the 120 s",
        ),
    ] {
        let error = format!("{:?}", bundled(script).await.unwrap_err());
        assert!(error.contains(expected), "{script}: {error}");
    }
    for (script, expected) in [
        (
            r#"echo '{"failed":"the disk is full"}'"#,
            "the disk is full",
        ),
        ("echo sorry >&2; exit 7", "exit code 7: sorry"),
        ("echo nonsense", "exit code 0"),
    ] {
        let SourcesError::Failed(error) = bundled(script).await.unwrap_err() else {
            panic!("{script} is nobody else's fault");
        };
        assert!(
            format!("{error:#}").contains(expected),
            "{script}: {error:#}"
        );
    }
}

/// A script that tells its ids, and those of what it starts, and stays.
const STAYING: &str = "PATH=/usr/bin:/bin\nsleep 600 &\necho $$ $! > \"$TMPDIR/../../ids\"\nwait";

/// Waits for what the script tells.
async fn ids(directory: &Path) -> Vec<u32> {
    let deadline = Instant::now() + Duration::from_secs(30);
    while Instant::now() < deadline {
        let text = std::fs::read_to_string(directory.join("ids")).unwrap_or_default();
        if text.ends_with('\n') {
            return text
                .split_whitespace()
                .map(|id| id.parse().unwrap())
                .collect();
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    panic!("the script says nothing");
}

async fn await_end(ids: &[u32]) {
    let deadline = Instant::now() + Duration::from_secs(30);
    let is_running = |id: &u32| {
        let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
        !stat.is_empty() && !stat.contains(") Z ")
    };
    while ids.iter().any(is_running) {
        assert!(Instant::now() < deadline, "{ids:?} still run");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

#[tokio::test]
async fn a_child_and_what_it_started_end_with_the_request() {
    let directory = tempfile::tempdir().unwrap();
    let workshop = workshop(directory.path(), STAYING, Limits::default());
    let upload = Upload::of_text(workshop.uploads(), "").unwrap();
    let slug = "hello".parse().unwrap();
    let request = workshop.bundle(&slug, upload);
    let ids = tokio::select! {
        _ = request => panic!("the script stays"),
        ids = ids(directory.path()) => ids,
    };
    await_end(&ids).await;
    // Its files are gone as well, and its turn is somebody else's.
    await_empty(workshop.uploads()).await;
    assert_eq!(workshop.permits.available_permits(), 1);
}

#[tokio::test]
async fn a_child_that_takes_too_long_is_ended() {
    let directory = tempfile::tempdir().unwrap();
    let limits = Limits {
        seconds: 0,
        ..Limits::default()
    };
    let workshop = workshop(directory.path(), STAYING, limits);
    let upload = Upload::of_text(workshop.uploads(), "").unwrap();
    let slug = "hello".parse().unwrap();
    let error = workshop.bundle(&slug, upload).await.unwrap_err();
    assert!(matches!(error, SourcesError::Bad(_)), "{error:?}");
    await_end(&ids(directory.path()).await).await;
}
