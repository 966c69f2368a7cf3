//! The commands of the README's section about platforms, as they are written there.

use std::{path::Path, process::Command};

use super::host::Platform;
use crate::context::TestContext;

/// The shell blocks of the section.
fn blocks() -> Vec<&'static str> {
    let readme = include_str!("../../../README.md");
    let (_, section) = readme.split_once("\n## A platform of your own\n").unwrap();
    let (section, _) = section.split_once("\n## ").unwrap();
    let blocks = section.split("\n```sh\n").skip(1);
    blocks
        .map(|block| block.split_once("\n```").unwrap().0)
        .collect()
}

#[test]
fn the_commands_for_a_platform_do_what_they_say() {
    let blocks = blocks();
    let [start, first, daily, keys, own, incumbent] = blocks.as_slice() else {
        panic!("the section has other commands: {blocks:?}");
    };
    assert_eq!(*start, "fx platform start");
    assert!(incumbent.contains("supabase functions deploy --use-api --profile"));
    crate::provisioned::provisioned();
    let cx = std::sync::Arc::new(TestContext::new().with_shared_cache());
    // Where the platform keeps its data when nothing else is said.
    let data = cx.home().join(".local/state/fx/platform");
    let platform = Platform::start_in(cx, data, &[]);

    let change = "sed -i.old 's/Hello /Hi /' supabase/functions/hello/index.ts";
    let id = "ID=$(fx platform token create old --output-format json | sed -n 's/^  \"id\": \"\\(.*\\)\",/\\1/p')";
    let script = ["set -eu", first, change, daily, keys, id, own].join("\n");
    let script = script.replace("http://127.0.0.1:54401", &platform.api);
    let fx = Path::new(env!("CARGO_BIN_EXE_fx")).parent().unwrap();
    let mut path = std::env::split_paths(&std::env::var_os("PATH").unwrap()).collect::<Vec<_>>();
    path.insert(0, fx.to_owned());
    let mut bash: Command = platform.cx.fx([]);
    bash.env("PATH", std::env::join_paths(path).unwrap());
    let output = as_bash(&bash, &script).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}\n{error}");
    let (_, expected) = first.rsplit_once("\n# ").unwrap();
    for wanted in [
        expected,
        "POST /hello 200",
        "Hello Ada!",
        "sb_secret_",
        "\"active\":true",
        "fx_requests_total",
    ] {
        assert!(said.contains(wanted), "no {wanted} in\n{said}\n{error}");
    }
    // Neither of the code before nor of the one after it is anything lost.
    assert!(error.contains("Deployed hello as version 2"), "{error}");
    assert!(
        error.contains("Going back to version 1 of hello"),
        "{error}"
    );
}

/// `script` in the environment and directory of `command`.
fn as_bash(command: &Command, script: &str) -> Command {
    let mut bash = Command::new("bash");
    bash.args(["-c", script]).env_clear();
    bash.envs(
        command
            .get_envs()
            .filter_map(|(name, value)| Some((name, value?))),
    );
    bash.current_dir(command.get_current_dir().unwrap());
    bash
}
