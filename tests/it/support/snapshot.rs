//! `fx_snapshot!`: exit code, stdout and stderr of a command, inline.

use std::process::Command;

/// Runs `command` and lays out how it ended.
pub fn run(command: &mut Command) -> String {
    let output = command.output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    format!(
        "exit_code: {}\n----- stdout -----\n{}----- stderr -----\n{}",
        output
            .status
            .code()
            .map_or("none".into(), |code| code.to_string()),
        text(&output.stdout),
        text(&output.stderr),
    )
}

/// Asserts how a command ends: `fx_snapshot!(cx, cx.fx(["status"]), @"…")`.
#[macro_export]
macro_rules! fx_snapshot {
    ($cx:expr, $command:expr, @$snapshot:literal) => {{
        let output = $crate::support::snapshot::run(&mut $command);
        insta::with_settings!({filters => $cx.filters(), omit_expression => true}, {
            insta::assert_snapshot!(output, @$snapshot);
        });
    }};
}
