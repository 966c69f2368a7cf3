//! Each exit code that scripts may rely on, and what Ctrl-C at a prompt leaves behind; `deploy::interrupts` has it in
//! the middle of a deploy.

use crate::support::{
    TestContext,
    api::{Api, Fault, Matcher, REF},
};

fn project(names: &[&str]) -> TestContext {
    let cx = TestContext::new();
    for name in names {
        let path = format!("supabase/functions/{name}/index.ts");
        cx.write(&path, "Deno.serve(() => new Response());\n");
    }
    cx
}

#[test]
fn each_has_its_number() {
    let (api, cx) = (Api::start(), project(&["a", "b"]));
    api.fault(
        Matcher::post("/functions").with_slug("b"),
        Fault::Status(403, "{}".to_owned()),
    )
    .times(1);
    let deploy = ["functions", "deploy", "--project-ref", REF];
    let code = |args: &[&str]| {
        let output = api.fx(&cx, args.iter().copied()).output().unwrap();
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        // Whatever is not 0 has its reason on stderr, but for changes, which are no failure.
        let code = output.status.code().unwrap();
        assert!(matches!(code, 0 | 6) || told.contains("error: "), "{told}");
        code
    };
    let dry_run = [&deploy[..], &["--dry-run", "--exit-code"]].concat();
    assert_eq!(code(&dry_run), 6, "changes are pending");
    assert_eq!(code(&deploy), 3, "one was deployed, the other was not");
    assert_eq!(code(&deploy), 0, "the rest");
    assert_eq!(code(&dry_run), 0, "nothing is pending");
    assert_eq!(code(&["functions", "deploy", "missing"]), 2, "no project");
    let missing = [&deploy[..], &["missing"]].concat();
    assert_eq!(code(&missing), 1, "no such function");
    assert_eq!(code(&["functions", "deploy", "--nonsense"]), 2);
    api.fault(Matcher::any(), Fault::Status(403, "{}".to_owned()))
        .times(1);
    assert_eq!(code(&["whoami"]), 1);
    api.fault(Matcher::any(), Fault::Status(401, "{}".to_owned()))
        .times(1);
    assert_eq!(code(&["whoami"]), 4, "the token is not taken");
    api.fault(Matcher::any(), Fault::Html(502));
    assert_eq!(code(&["whoami", "--timeout", "1"]), 5);
    assert_eq!(
        code(&["whoami", "--api-url", "http://127.0.0.1:1", "-q"]),
        5
    );
    let mut command = api.fx(&cx, ["whoami"]);
    let output = command.env_remove("SUPABASE_ACCESS_TOKEN").output();
    assert_eq!(output.unwrap().status.code(), Some(4), "there is no token");
}

#[cfg(all(target_os = "linux", target_env = "gnu"))]
mod interrupted {
    //! Ctrl-C, on a terminal.

    use std::process::Command;

    use super::{Api, REF, TestContext, project};
    use crate::support::terminal::{Answer, Typed, typed};

    const CTRL_C: &str = "\x03";

    /// Runs `fx` under a shell, which stays, and tells the exit code and the terminal's mode before and after.
    fn under_a_shell(api: &Api, cx: &TestContext, args: &[&str], answers: &[Answer]) -> Typed {
        // The shell hears Ctrl-C as well, and a terminal that flushes may lose what is said after it.
        let script = "trap : INT; stty noflsh; stty -g; \"$FX\" \"$@\"; echo code $?; stty -g";
        let fx = api.fx(cx, args.iter().copied());
        let mut command = Command::new("bash");
        command.args(["-c", script, "bash"]).args(args);
        command.current_dir(cx.dir()).env_clear();
        for (name, value) in fx.get_envs() {
            command.env(name, value.unwrap());
        }
        command
            .env("FX", fx.get_program())
            .env("SUPABASE_PROJECT_ID", REF);
        let ended = typed(&mut command, answers);
        let is_mode = |line: &&str| line.matches(':').count() > 10;
        let modes: Vec<&str> = ended.shown.lines().filter(is_mode).collect();
        assert_eq!(modes.len(), 2, "{}", ended.shown);
        assert_eq!(modes[0], modes[1], "the terminal is as it was");
        ended
    }

    #[test]
    fn at_every_prompt_it_is_130_and_the_terminal_is_as_it_was() {
        let (api, cx) = (Api::start(), project(&["a"]));
        api.state().add_function("old", b"EZBR");
        api.state().secrets.insert("A".into(), "1".into());
        let prompts: [(&[&str], Answer); 6] = [
            (&["secrets", "set", "B"], Answer::hidden("B: ", CTRL_C)),
            (
                &["secrets", "unset", "--all"],
                Answer::shown("[y/N] ", CTRL_C),
            ),
            (
                &["functions", "delete", "old"],
                Answer::shown("[y/N] ", CTRL_C),
            ),
            (
                &["functions", "deploy", "--prune"],
                Answer::shown("[y/N] ", CTRL_C),
            ),
            (&["logout"], Answer::shown("[y/N] ", CTRL_C)),
            (
                &["login", "--no-browser"],
                Answer::shown("verification code: ", CTRL_C),
            ),
        ];
        for (args, answer) in prompts {
            let ended = under_a_shell(&api, &cx, args, &[answer]);
            assert!(
                ended.shown.contains("code 130"),
                "{args:?}: {}",
                ended.shown
            );
        }
        let state = api.state();
        assert_eq!((state.functions.len(), state.secrets.len()), (1, 1));
    }

    #[test]
    fn the_second_try_of_a_login_can_be_interrupted_too() {
        let (api, cx) = (Api::start(), TestContext::new());
        let answers = [
            Answer::shown("verification code: ", "wrong\n"),
            Answer::shown("verification code: ", CTRL_C),
        ];
        let ended = under_a_shell(&api, &cx, &["login", "--no-browser"], &answers);
        assert!(ended.shown.contains("code 130"), "{}", ended.shown);
    }
}
