//! Every file that fx finds in a project, as everything that a clone could make of it, for every command that reads it.

use std::{
    fs::{self, File},
    os::unix::fs::symlink,
    path::Path,
    process::{Child, Command, Output, Stdio},
    sync::mpsc,
    thread,
    time::Duration,
};

use crate::support::{
    TestContext,
    api::{Api, REF},
};

/// What must never be read into anything.
const SECRET: &str = "aws_secret_access_key=TOPSECRET";
/// How long a command may take that has nothing to wait for; loaded machines are slow.
const PATIENCE: Duration = Duration::from_secs(60);
/// A file that no memory holds.
const SPARSE: u64 = 10 << 30;

const LIST: &[&str] = &["functions", "list", "--diff"];
const STATUS: &[&str] = &["status"];
const BUNDLE: &[&str] = &["functions", "bundle"];
const GRAPH: &[&str] = &["functions", "graph", "hello"];
const DEPLOY: &[&str] = &["functions", "deploy", "--dry-run"];
const DEPLOY_SOURCES: &[&str] = &["functions", "deploy", "--dry-run", "--use-api"];
const SERVE: &[&str] = &["functions", "serve", "--port", "0"];
const SECRETS_LIST: &[&str] = &["secrets", "list"];
const SECRETS_DIFF: &[&str] = &["secrets", "diff"];
const NEW: &[&str] = &["functions", "new", "other"];
const ENGINE: &[&str] = &["engine", "install"];

const GRAPHS: &[&[&str]] = &[BUNDLE, GRAPH, DEPLOY, DEPLOY_SOURCES, LIST];

/// A file, what it has when nothing is wrong, and the commands that read it.
struct Found {
    path: &'static str,
    content: &'static str,
    commands: &'static [&'static [&'static str]],
}

const FILES: &[Found] = &[
    Found {
        path: "supabase/config.toml",
        content: "[api]\nport = \"env(PORT)\"\n[auth]\nsigning_keys_path = \"keys.json\"\n[functions.hello]\nstatic_files = [\"./functions/hello/data.txt\"]\n",
        commands: &[STATUS, BUNDLE, GRAPH, DEPLOY, SERVE, LIST, SECRETS_LIST],
    },
    Found {
        path: "supabase/.env",
        content: "PORT=54321\n",
        commands: &[STATUS, BUNDLE, NEW],
    },
    Found {
        path: ".env.local",
        content: "A=1\n",
        commands: &[STATUS, BUNDLE],
    },
    Found {
        path: "supabase/keys.json",
        content: r#"[{ "kty": "EC", "crv": "P-256", "alg": "ES256", "kid": "k",
            "x": "T05qxWyRK6yd5DPu3ggVBcaY1rAWd-eOJfte55auf8g",
            "y": "-ITYQJjaypYwLAIArvv3KaHmxq7NlowWnZxETSJ4AdU",
            "d": "epOuFefh0e8TUMYcFGDGz-w-zwxyD2bGCMXV4_l_5jM" }]"#,
        commands: &[STATUS, NEW],
    },
    Found {
        path: "supabase/functions/.env",
        content: "A=1\n",
        commands: &[BUNDLE, SERVE, SECRETS_LIST, SECRETS_DIFF],
    },
    Found {
        path: "supabase/functions/hello/.env",
        content: "A=1\n",
        commands: &[SERVE],
    },
    Found {
        path: "supabase/functions/hello/deno.json",
        content: r#"{ "importMap": "./map.json" }"#,
        commands: GRAPHS,
    },
    Found {
        path: "supabase/functions/hello/map.json",
        content: r#"{ "imports": { "mapped": "./lib.ts" } }"#,
        commands: GRAPHS,
    },
    Found {
        path: "supabase/functions/hello/tsconfig.json",
        content: r#"{ "extends": "./tsconfig.base.json" }"#,
        commands: GRAPHS,
    },
    Found {
        path: "supabase/functions/hello/tsconfig.base.json",
        content: "{}",
        commands: GRAPHS,
    },
    Found {
        path: "supabase/functions/hello/package.json",
        content: "{}",
        commands: GRAPHS,
    },
    Found {
        path: "supabase/functions/hello/.npmrc",
        content: "a=b\n",
        commands: GRAPHS,
    },
    Found {
        path: ".npmrc",
        content: "a=b\n",
        commands: &[ENGINE],
    },
    Found {
        path: "supabase/functions/hello/deno.lock",
        content: r#"{ "version": "5" }"#,
        commands: GRAPHS,
    },
    Found {
        path: "supabase/functions/hello/index.ts",
        content: "import \"./lib.ts\";\nimport \"mapped\";\n",
        commands: GRAPHS,
    },
    Found {
        path: "supabase/functions/hello/lib.ts",
        content: "export const lib = 1;\n",
        commands: GRAPHS,
    },
    Found {
        path: "supabase/functions/hello/data.txt",
        content: "data",
        // A graph names it and does not read it.
        commands: &[BUNDLE, DEPLOY, DEPLOY_SOURCES, LIST],
    },
    Found {
        path: "supabase/.temp/project-ref",
        content: REF,
        commands: &[SECRETS_LIST, LIST],
    },
];

/// What a clone makes of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Outside,
    OutsideDirectory,
    Device,
    Inside,
    Dangling,
    Loop,
    Pipe,
    Directory,
    Sparse,
}

const KINDS: [Kind; 9] = [
    Kind::Outside,
    Kind::OutsideDirectory,
    Kind::Device,
    Kind::Inside,
    Kind::Dangling,
    Kind::Loop,
    Kind::Pipe,
    Kind::Directory,
    Kind::Sparse,
];

impl Kind {
    /// Puts it where `path` is.
    fn place(self, cx: &TestContext, found: &Found) {
        let path = cx.dir().join(found.path);
        let moved = path.with_file_name("moved-away.ts");
        fs::rename(&path, &moved).unwrap();
        let outside = cx.root().join("outside");
        fs::create_dir_all(&outside).unwrap();
        fs::write(outside.join("credentials"), SECRET).unwrap();
        match self {
            Self::Outside => symlink(outside.join("credentials"), &path).unwrap(),
            Self::OutsideDirectory => symlink(&outside, &path).unwrap(),
            Self::Device => symlink("/dev/zero", &path).unwrap(),
            Self::Inside => symlink("moved-away.ts", &path).unwrap(),
            Self::Dangling => symlink("nowhere", &path).unwrap(),
            Self::Loop => symlink(path.file_name().unwrap(), &path).unwrap(),
            Self::Pipe => pipe(&path),
            Self::Directory => fs::create_dir(&path).unwrap(),
            Self::Sparse => File::create(&path).unwrap().set_len(SPARSE).unwrap(),
        }
    }

    /// Whether a command that reads the file can go on.
    fn is_harmless(self) -> bool {
        self == Self::Inside
    }

    /// Whether the file counts as one that is missing. Deno's resolver passes over what is no file.
    fn is_missing(self, path: &str) -> bool {
        match path.rsplit('/').next() {
            Some("tsconfig.base.json") => !matches!(self, Self::Outside | Self::Sparse),
            Some("tsconfig.json") => matches!(self, Self::Dangling | Self::Directory | Self::Loop),
            _ => self == Self::Dangling,
        }
    }
}

fn pipe(path: &Path) {
    let mode = rustix::fs::Mode::RUSR | rustix::fs::Mode::WUSR;
    rustix::fs::mkfifoat(rustix::fs::CWD, path, mode).unwrap();
}

/// A project that has every file, and nothing wrong with it.
fn project() -> TestContext {
    let cx = TestContext::new();
    for Found { path, content, .. } in FILES {
        cx.write(path, content);
    }
    cx
}

/// A server that has the function.
fn api() -> Api {
    let api = Api::start();
    api.state().add_function("hello", b"body");
    api
}

fn command(cx: &TestContext, api: &Api, args: &[&str]) -> Command {
    let mut command = api.fx(cx, args.iter().copied());
    // `serve` gets as far as its engine, and `engine install` as far as a registry.
    command.env("NPM_CONFIG_REGISTRY", "http://127.0.0.1:9/");
    if args != ENGINE {
        command.env("FX_ENGINE", "/nowhere/engine");
    }
    command
}

/// The output of a command that may not take long.
fn ended(command: &mut Command, what: &str) -> Output {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let child: Child = command.spawn().unwrap();
    let id = rustix::process::Pid::from_raw(child.id().cast_signed()).unwrap();
    let (tx, rx) = mpsc::channel();
    let waiting = thread::spawn(move || tx.send(child.wait_with_output().unwrap()));
    let output = rx.recv_timeout(PATIENCE);
    if output.is_err() {
        rustix::process::kill_process(id, rustix::process::Signal::KILL).unwrap();
    }
    waiting.join().unwrap().ok();
    output.map_err(|_| format!("{what}: it hangs")).unwrap()
}

/// Runs every case of some kinds; a line for each that went wrong.
fn run(kinds: &[Kind]) {
    let api = api();
    let mut wrong = Vec::new();
    for found in FILES {
        for &kind in kinds {
            let cx = project();
            kind.place(&cx, found);
            for args in found.commands {
                let what = format!("{} as {kind:?}: {args:?}", found.path);
                let output = ended(&mut command(&cx, &api, args), &what);
                wrong.extend(check(&cx, found, kind, args, &output).map(|problem| {
                    let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
                    format!("{what}: {problem}\n{stderr}")
                }));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn check(
    cx: &TestContext,
    found: &Found,
    kind: Kind,
    args: &[&str],
    output: &Output,
) -> Option<&'static str> {
    let stdout = String::from_utf8_lossy(&output.stdout);
    let stderr = String::from_utf8_lossy(&output.stderr);
    let shown = cx.dir().join(found.path);
    // Modules are named as they are imported, static files by their pattern.
    let relative = found.path.trim_start_matches("supabase/functions/hello/");
    let names = stderr.contains(shown.to_str().unwrap())
        || [
            found.path,
            &format!("./{relative}"),
            &format!("hello/{relative}"),
        ]
        .iter()
        .any(|name| stderr.contains(name));
    // The engine is not there, and the project has no server for its secrets.
    let goes_on = output.status.success()
        || stderr.contains("/nowhere/engine")
        || stderr.contains("127.0.0.1:9")
        || stderr.contains("`FX_ENGINE`");
    if (stdout + &*stderr).contains("TOPSECRET") {
        return Some("it says what is in a file outside");
    }
    if output.status.code().is_none() {
        return Some("it was killed");
    }
    if kind.is_harmless() && !goes_on {
        return Some("it fails");
    }
    if !kind.is_harmless() && !kind.is_missing(found.path) && !names {
        return Some("it does not name the file");
    }
    let warns = [SECRETS_LIST, SERVE, LIST].contains(&args);
    if !kind.is_harmless() && !kind.is_missing(found.path) && output.status.success() && !warns {
        return Some("it succeeds");
    }
    None
}

#[test]
fn commands_work_when_nothing_is_wrong() {
    let (cx, api) = (project(), api());
    for args in [
        STATUS,
        BUNDLE,
        GRAPH,
        DEPLOY,
        DEPLOY_SOURCES,
        LIST,
        SECRETS_LIST,
    ] {
        let output = ended(&mut command(&cx, &api, args), "a good project");
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{args:?}: {stderr}");
    }
}

#[test]
fn no_file_leads_out_of_the_project() {
    run(&KINDS[..3]);
}

#[test]
fn links_inside_the_project_are_followed_and_others_are_named() {
    run(&KINDS[3..6]);
}

#[test]
fn no_command_waits_for_a_pipe_or_fills_the_memory() {
    run(&KINDS[6..]);
}

#[cfg(unix)]
#[test]
fn static_files_are_looked_for_inside_the_repository_only() {
    let cx = TestContext::new();
    cx.write(
        "supabase/functions/f/index.ts",
        "Deno.serve(() => new Response());",
    );
    fs::create_dir(cx.dir().join(".git")).unwrap();
    symlink("/", cx.dir().join("supabase/functions/f/all")).unwrap();
    for pattern in ["/**/x", "../../../../../**/*.txt", "../../**/x"] {
        let config = format!("[functions.f]\nstatic_files = ['{pattern}']\n");
        cx.write("supabase/config.toml", &config);
        let output = cx.fx(["functions", "bundle"]).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{pattern}: {said}");
        assert!(
            said.contains("looks for files outside"),
            "{pattern}: {said}"
        );
    }
    // A link that leads out is refused, and not followed.
    let config = "[functions.f]\nstatic_files = ['functions/f/**/*.nothing']\n";
    cx.write("supabase/config.toml", config);
    let output = cx.fx(["functions", "bundle"]).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("outside the source root"), "{said}");
}
