//! Values of a clone as scripts get them: `eval "$(fx status -o env)"` sets variables and does nothing else.

use std::collections::BTreeMap;

use crate::{fx_snapshot, support::TestContext};

/// Values that would run commands, end a quote, or be another value in a file of some kind.
const VALUES: [&str; 14] = [
    "$(touch pwned)$(touch pwned)",
    "`touch pwned`; touch pwned",
    "\"; touch pwned; echo \"1234567",
    "'; touch pwned; echo '1234567",
    "a \" quote and a ' quote \\ and $HOME",
    "two lines\nof sixteen characters",
    "# a comment and = sixteen",
    "\u{7f}\u{85}\u{2028}\u{feff} sixteen characters",
    "true                ",
    "!!! *?[a] ~root {a,b} <(ls)",
    "sixteen characters\n::set-output name=x::y",
    "sixteen characters\r\n \t::stop-commands::it's \\",
    "sixteen ##[error]characters and ###[x] it's \"\\\"",
    "::add-mask::sixteen\n##[group]characters",
];

fn with_secret(secret: &str) -> TestContext {
    let cx = TestContext::new();
    let value = toml_edit::Value::from(secret);
    cx.write(
        "supabase/config.toml",
        format!("[auth]\njwt_secret = {value}\n"),
    );
    cx
}

/// What it prints, which is the same in GitHub Actions, whose runner finds no command in it.
fn status(cx: &TestContext, shape: &str) -> String {
    let [usual, actions] = ["", "true"].map(|actions| {
        let mut command = cx.fx(["status", "-o", shape]);
        let output = command.env("GITHUB_ACTIONS", actions).output().unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{stderr}");
        String::from_utf8(output.stdout).unwrap()
    });
    let is_command = |line: &&str| line.trim().starts_with("::") || line.contains("##[");
    assert_eq!(
        actions.split(['\n', '\r']).find(is_command),
        None,
        "{actions}"
    );
    if shape != "json" && shape != "yaml" {
        assert_eq!(usual, actions);
    }
    actions
}

#[cfg(unix)]
#[test]
fn eval_runs_nothing_and_gives_the_value_back() {
    use std::process::Command;

    for value in VALUES {
        let cx = with_secret(value);
        assert!(status(&cx, "env").contains("JWT_SECRET="));
        for (shell, actions) in [
            ("sh", "true"),
            ("bash", "true"),
            ("zsh", "true"),
            ("sh", ""),
        ] {
            let code = r#"eval "$("$FX" status -o env)"; printf %s "$JWT_SECRET""#;
            let mut fx = cx.fx([]);
            let output = Command::new(shell)
                .args(["-c", code])
                .env_clear()
                .envs(
                    fx.get_envs()
                        .filter_map(|(name, value)| Some((name, value?))),
                )
                .env("FX", fx.get_program())
                .env("GITHUB_ACTIONS", actions)
                .current_dir(cx.dir())
                .output()
                .unwrap_or_else(|error| panic!("`{shell}` is needed: {error}"));
            fx.env_clear();
            assert_eq!(String::from_utf8_lossy(&output.stdout), value, "{shell}");
            assert!(!cx.dir().join("pwned").exists(), "{shell}: {value}");
        }
    }
}

#[test]
fn toml_yaml_and_json_give_every_value_back() {
    for value in VALUES {
        let cx = with_secret(value);
        let toml: toml::Table = status(&cx, "toml").parse().unwrap();
        assert_eq!(toml["JWT_SECRET"].as_str(), Some(value));
        let yaml = status(&cx, "yaml");
        let yaml: BTreeMap<String, String> = serde_saphyr::from_str(&yaml).unwrap();
        assert_eq!(yaml["JWT_SECRET"], value);
        let json: BTreeMap<String, String> = serde_json::from_str(&status(&cx, "json")).unwrap();
        assert_eq!(json["JWT_SECRET"], value);
    }
}

#[test]
fn a_value_that_no_variable_holds_is_an_error() {
    let cx = TestContext::new();
    cx.write(
        "supabase/config.toml",
        "[auth]\njwt_secret = \"sixteen\\u0000characters\"\n",
    );
    fx_snapshot!(cx, cx.fx(["status", "-o", "env"]), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: the value of `JWT_SECRET` has a NUL character, which no variable can hold

    hint: read it as JSON, with `-o json`
    ");
}
