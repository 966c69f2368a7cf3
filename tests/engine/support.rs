//! The cache that all tests of this binary share, with the engine in it.

use std::{
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    sync::OnceLock,
};

/// What the first use of the cache gave.
pub struct Provisioned {
    /// The engine's executable.
    pub engine: PathBuf,
    /// How the two processes ended that wanted to install at the same time.
    pub outputs: [Output; 2],
}

/// The cache directory; it outlives the run.
pub fn cache() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("engine-test-cache")
}

/// `fx` in an empty project with the shared cache. Proxies and certificates of the machine apply: the registry is real.
pub fn fx<'a>(home: &Path, args: impl IntoIterator<Item = &'a str>) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_fx"));
    command
        .args(args)
        .current_dir(home)
        .env_clear()
        .env("HOME", home)
        .env("FX_CACHE_DIR", cache())
        .stdin(Stdio::null());
    let inherited = [
        "PATH",
        "SystemRoot",
        "TMPDIR",
        "HTTPS_PROXY",
        "HTTP_PROXY",
        "NO_PROXY",
        "SSL_CERT_FILE",
        "SSL_CERT_DIR",
        "DENO_CERT",
        "NPM_CONFIG_REGISTRY",
    ];
    for name in inherited {
        if let Some(value) = std::env::var_os(name) {
            command.env(name, value);
        }
    }
    command
}

/// Installs the engine once per test run, by two processes at the same time.
pub fn provisioned() -> &'static Provisioned {
    static PROVISIONED: OnceLock<Provisioned> = OnceLock::new();
    PROVISIONED.get_or_init(|| {
        let home = tempfile::tempdir().unwrap();
        let spawn = || {
            let mut command = fx(home.path(), ["engine", "install"]);
            command
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .unwrap()
        };
        let (first, second) = (spawn(), spawn());
        let outputs = [first, second].map(|child| child.wait_with_output().unwrap());
        let path = String::from_utf8(outputs[0].stdout.clone()).unwrap();
        Provisioned {
            engine: PathBuf::from(path.trim_end()),
            outputs,
        }
    })
}
