//! Programs from the npm registry that tests run under Node.js, installed once; they outlive the run.
//!
//! Where the registry, or Node.js, is not to be had, the tests say so and do nothing else, except in CI, where they fail.

use std::{
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Output},
    sync::OnceLock,
};

/// Clients of a project and of the Management API.
const CLIENTS: &[&str] = &[
    "@supabase/supabase-js@2.109.0",
    "supabase@3.1.0",
    "tus-js-client@4.3.1",
    "ws@8.18.3",
];

/// A service of a project.
const POSTGRES_META: &[&str] = &["@supabase/postgres-meta@0.99.0"];

/// The directory that the clients are installed in.
pub fn clients() -> Option<&'static Path> {
    static INSTALLED: OnceLock<Option<PathBuf>> = OnceLock::new();
    let installed = INSTALLED.get_or_init(|| install("engine-test-clients", CLIENTS));
    installed.as_deref()
}

/// The directory that postgres-meta is installed in.
pub fn postgres_meta() -> Option<&'static Path> {
    static INSTALLED: OnceLock<Option<PathBuf>> = OnceLock::new();
    let installed = INSTALLED.get_or_init(|| install("engine-test-postgres-meta", POSTGRES_META));
    installed.as_deref()
}

fn install(name: &str, packages: &[&str]) -> Option<PathBuf> {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let (complete, list) = (directory.join("complete"), packages.join("\n"));
    if std::fs::read_to_string(&complete).is_ok_and(|installed| installed == list) {
        return Some(directory);
    }
    std::fs::create_dir_all(&directory).unwrap();
    std::fs::write(directory.join("package.json"), "{}").unwrap();
    let mut npm = Command::new("npm");
    npm.args(["install", "--no-package-lock", "--no-audit", "--no-fund"])
        .args(packages)
        .current_dir(&directory);
    match npm.output() {
        Ok(output) if output.status.success() => {
            std::fs::write(complete, list).unwrap();
            Some(directory)
        }
        failed => {
            let why = format!("{packages:?} cannot be installed from the npm registry: {failed:?}");
            assert!(std::env::var_os("CI").is_none(), "{why}");
            let said = format!("SKIPPED: {why}\n");
            std::io::stderr().write_all(said.as_bytes()).unwrap();
            None
        }
    }
}

/// Runs a script with arguments, where it finds what is installed in `packages`.
pub async fn run(packages: &Path, script: &str, arguments: &[&str]) -> Output {
    let mut node = tokio::process::Command::new("node");
    node.args(["-e", script, "--"])
        .args(arguments)
        .current_dir(packages)
        .kill_on_drop(true);
    node.output().await.unwrap()
}
