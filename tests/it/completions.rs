//! The completion scripts in `completions/` are those of this command line.

use std::path::Path;

use crate::{fx_snapshot, support::TestContext};

/// Asserts that `completions/<file>` is what `fx completions <shell>` prints.
fn assert_committed(shell: &str, file: &str) {
    let cx = TestContext::new();
    let output = cx.fx(["completions", shell]).output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(output.stderr.is_empty());
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("completions")
        .join(file);
    let committed = std::fs::read_to_string(path).unwrap_or_default();
    let printed = String::from_utf8(output.stdout).unwrap();
    assert!(
        printed == committed.replace("\r\n", "\n"),
        "`completions/{file}` is out of date; run `fx completions {shell} > completions/{file}`"
    );
}

#[test]
fn the_script_for_bash_is_committed() {
    assert_committed("bash", "fx.bash");
}

#[test]
fn the_script_for_zsh_is_committed() {
    assert_committed("zsh", "_fx");
}

#[test]
fn the_script_for_fish_is_committed() {
    assert_committed("fish", "fx.fish");
}

#[test]
fn the_script_for_powershell_is_committed() {
    assert_committed("powershell", "_fx.ps1");
}

#[test]
fn the_script_for_elvish_is_committed() {
    assert_committed("elvish", "fx.elv");
}

#[test]
fn another_shell_is_refused_with_those_there_are() {
    let cx = TestContext::new();
    fx_snapshot!(cx, cx.fx(["completions", "tcsh"]), @"
    exit_code: 2
    ----- stdout -----
    ----- stderr -----
    error: invalid value 'tcsh' for '<SHELL>'
      [possible values: bash, elvish, fish, powershell, zsh]

      tip: a similar value exists: 'zsh'

    For more information, try '--help'.
    ");
}
