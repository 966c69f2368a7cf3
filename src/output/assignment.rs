//! `NAME="value"` lines that `eval` of sh, bash and zsh turns into variables, and the same as TOML.
//!
//! A value of harmless characters is written as scripts and env files know it, in double quotes. Any other is quoted so
//! that no shell does more with it than take it: values can come from a cloned project, or from a server. The log of
//! GitHub Actions may be where it goes, and the [`Sanitizer`](super::Sanitizer) would change the value: so quotes come
//! between the characters that the runner would take for a command.

use super::sanitize::commands;
use crate::diagnostics::Hint;

/// What means nothing to a shell, besides letters and digits.
const HARMLESS: &[u8] = b"_./:@%+,=-";

/// Why a value cannot be a variable of a shell.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub(crate) enum AssignmentError {
    /// A variable ends at a NUL.
    #[error("the value of `{name}` has a NUL character, which no variable can hold")]
    Nul {
        /// The variable.
        name: String,
    },
    /// A name that no shell takes.
    #[error("`{}` cannot be the name of a variable", name.escape_debug())]
    Name {
        /// The name.
        name: String,
    },
}

impl Hint for AssignmentError {
    fn hints(&self) -> Vec<String> {
        vec!["read it as JSON, with `-o json`".to_owned()]
    }
}

/// A line of an env file that is safe to `eval`.
pub(crate) fn shell_assignment(name: &str, value: &str) -> Result<String, AssignmentError> {
    if !is_name(name) {
        let name = name.to_owned();
        return Err(AssignmentError::Name { name });
    }
    if value.bytes().all(is_harmless) {
        return Ok(format!("{name}=\"{value}\""));
    }
    let mut line = format!("{name}=");
    for part in parts(value, line.len()) {
        let quoted = shlex::try_quote(part).map_err(|_| AssignmentError::Nul {
            name: name.to_owned(),
        })?;
        line.push_str(&quoted);
    }
    Ok(line)
}

/// A line of TOML.
pub(crate) fn toml_assignment(name: &str, value: &str) -> String {
    let key = toml_edit::Key::new(name);
    let line = format!("{key} = {}", toml_edit::Value::from(value));
    match commands(&line).is_empty() {
        true => line,
        false => format!("{} = {}", toml_string(name), toml_string(value)),
    }
}

/// The value, parted where the runner would find a command if it came after `before` characters of a line.
fn parts(value: &str, before: usize) -> Vec<&str> {
    let line = format!("{}{value}", "x".repeat(before));
    let mut parts = Vec::new();
    let mut start = 0;
    for end in commands(&line) {
        let end = end - before;
        parts.push(&value[start..end]);
        start = end;
    }
    parts.push(&value[start..]);
    parts
}

/// A string of TOML on one line without a command of the runner.
fn toml_string(text: &str) -> String {
    let json = serde_json::Value::from(text).to_string();
    json.replace('\u{7f}', "\\u007f")
        .replace("##[", "##\\u005b")
}

fn is_name(name: &str) -> bool {
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    !name.starts_with(|first: char| first.is_ascii_digit())
        && !name.is_empty()
        && name.bytes().all(is_word)
}

fn is_harmless(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || HARMLESS.contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn harmless_values_stay_as_they_were() {
        let value = "http://127.0.0.1:54321/a_b@c%d+e,f=g-h";
        let line = shell_assignment("API_URL", value).unwrap();
        assert_eq!(line, format!("API_URL=\"{value}\""));
        assert_eq!(shell_assignment("EMPTY", "").unwrap(), "EMPTY=\"\"");
    }

    #[test]
    fn what_no_shell_can_hold_is_an_error() {
        let nul = shell_assignment("A", "a\0b").unwrap_err();
        assert_eq!(nul, AssignmentError::Nul { name: "A".into() });
        for name in ["", "1A", "A-B", "A$(x)", "A\nB", "Ä"] {
            shell_assignment(name, "x").unwrap_err();
        }
    }

    #[cfg(unix)]
    mod shells {
        use std::{
            io::Write as _,
            process::{Command, Stdio},
        };

        use proptest::prelude::{ProptestConfig, any, prop_assert_eq, proptest};

        use super::*;

        /// `.ci/run` installs those that a machine lacks.
        const SHELLS: [&str; 3] = ["sh", "bash", "zsh"];

        /// What variables have after `eval` of the lines for `values`, each with a NUL after it.
        fn evaluated(shell: &str, values: &[String]) -> Vec<u8> {
            let mut script = String::new();
            for (index, value) in values.iter().enumerate() {
                let line = shell_assignment(&format!("V{index}"), value).unwrap();
                assert!(is_harmless_in_actions(&line), "{line:?}");
                script.push_str(&line);
                script.push('\n');
            }
            // As the README says it: by way of a command's output, which loses line ends at its end.
            let mut code = String::from("eval \"$(cat)\"\n");
            for index in 0..values.len() {
                code.push_str(&format!("printf '%s\\0' \"$V{index}\"\n"));
            }
            let mut child = Command::new(shell)
                .args(["-c", &code])
                .env("LC_ALL", "C.UTF-8")
                .current_dir(std::env::temp_dir())
                .stdin(Stdio::piped())
                .stdout(Stdio::piped())
                .spawn()
                .unwrap_or_else(|error| panic!("`{shell}` is needed: {error}"));
            child
                .stdin
                .take()
                .unwrap()
                .write_all(script.as_bytes())
                .unwrap();
            let output = child.wait_with_output().unwrap();
            assert!(output.status.success(), "{shell}: {script}");
            output.stdout
        }

        fn check(values: &[String]) -> Result<(), proptest::test_runner::TestCaseError> {
            let mut expected = Vec::new();
            for value in values {
                expected.extend_from_slice(value.as_bytes());
                expected.push(0);
            }
            for shell in SHELLS {
                let found = evaluated(shell, values);
                prop_assert_eq!(
                    String::from_utf8_lossy(&found),
                    String::from_utf8_lossy(&expected),
                    "{}",
                    shell
                );
            }
            Ok(())
        }

        /// Whether the runner finds no command, and the writer has nothing to change.
        fn is_harmless_in_actions(text: &str) -> bool {
            let is_command = |line: &str| line.trim().starts_with("::") || line.contains("##[");
            !text.split(['\n', '\r']).any(is_command) && commands(text).is_empty()
        }

        #[test]
        fn eval_gives_back_what_could_run_commands() {
            let values = [
                "$(touch pwned)",
                "`touch pwned`",
                "${HOME}",
                "\"; touch pwned; \"",
                "'; touch pwned; '",
                "'\"'\"'",
                "a\nb\n",
                "\n",
                "!!",
                "!$ ^a^b",
                "\\",
                "\\'",
                "\\n",
                "*",
                "~",
                "~root",
                "=ls",
                "a b",
                " a ",
                "#",
                "-n",
                "{a,b}",
                "<(ls)",
                "&",
                "|",
                "\r\t\u{7f}\u{1b}[0m",
                "ä€𝄞",
                "%s\\0",
                "\n::set-output name=x::y",
                "a\r\n \t::it's",
                "###[error]'\"##[",
                "::\n::\n:::",
            ];
            let values = values.map(str::to_owned);
            check(&values).unwrap();
        }

        proptest! {
            #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

            #[test]
            fn eval_gives_back_every_value(
                values in proptest::collection::vec("[ -~\\n\\t]{0,12}|[\\x01-\\x7f]{0,8}|\\PC{0,8}|[\\n\\r\\t:#\\[ 'a\"]{0,12}", 12),
                any in proptest::collection::vec(any::<String>(), 4),
            ) {
                let all = values.into_iter().chain(any);
                let all: Vec<String> = all.map(|value| value.replace('\0', "")).collect();
                check(&all)?;
            }

            #[test]
            fn toml_gives_back_every_value(
                name in "[A-Za-z_][A-Za-z0-9_]{0,8}|\\PC{1,8}",
                value in "[\\n\\r\\t:#\\[ 'a\"\\\\\x7f]{0,12}|\\PC{0,8}",
                any in any::<String>(),
            ) {
                let value = format!("{value}{any}");
                let line = toml_assignment(&name, &value);
                assert!(is_harmless_in_actions(&line), "{line:?}");
                let table: toml::Table = toml::from_str(&line).unwrap();
                prop_assert_eq!(table[&name].as_str(), Some(&*value));
            }
        }
    }
}
