//! Why there is no engine, and what to do about it.

use std::{io, path::PathBuf, time::Duration};

use reqwest::StatusCode;

use super::release::{PINNED_VERSION, Sha512};
use crate::{
    diagnostics::{ExitStatus, Hint},
    env_vars::EnvVars,
    fs, http,
    redact::SafeUrl,
};

/// Everything that can stand between fx and its engine.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// Deno is not published for this machine.
    #[error("there is no engine for {os} on {arch}")]
    UnsupportedPlatform {
        /// The operating system.
        os: String,
        /// The processor architecture.
        arch: String,
    },
    /// A Linux without glibc.
    #[error("the engine needs glibc, and this system has none (musl?)")]
    NoGlibc,
    /// `FX_ENGINE` names something that cannot be run.
    #[error("`{}` names `{}`, which {problem}", EnvVars::FX_ENGINE, path.display())]
    Override {
        /// The value, made absolute.
        path: PathBuf,
        /// What is wrong, as the end of a sentence.
        problem: &'static str,
    },
    /// Asked for without being allowed to install.
    #[error("the engine, Deno {PINNED_VERSION}, is not installed")]
    NotInstalled,
    /// A version that is not there was to be removed.
    #[error("engine `{version}` is not installed")]
    UnknownVersion {
        /// As it was asked for.
        version: String,
    },
    /// An `.npmrc` cannot be read.
    #[error("failed to read `{}`", path.display())]
    NpmrcUnreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// An `.npmrc` is malformed. Its text may hold tokens, so none of it is shown.
    #[error("failed to parse `{}`: {message}", path.display())]
    NpmrcMalformed {
        /// The file.
        path: PathBuf,
        /// The parser's words without the text it stands at.
        message: String,
    },
    /// The registry's address is not an HTTP URL.
    #[error("the npm registry for `{package}` is not an http(s) URL")]
    RegistryUrl {
        /// For which package it was looked up.
        package: String,
    },
    /// User name without password, or a password that is not Base64.
    #[error("the credentials for the npm registry in `.npmrc` are incomplete")]
    Credentials,
    /// No HTTP client.
    #[error(transparent)]
    Http(#[from] http::Error),
    /// The registry could not be reached, or the connection broke.
    #[error("failed to download `{url}`")]
    Network {
        /// The tarball.
        url: SafeUrl,
        /// What went wrong, without the URL.
        #[source]
        source: reqwest::Error,
    },
    /// Nothing has arrived for a while.
    #[error("failed to download `{url}`: nothing has arrived for {} s", after.as_secs())]
    Stalled {
        /// The tarball.
        url: SafeUrl,
        /// How long we waited.
        after: Duration,
    },
    /// The registry said no.
    #[error("failed to download `{url}`: the registry answered {status}")]
    Status {
        /// The tarball.
        url: SafeUrl,
        /// What it answered.
        status: StatusCode,
    },
    /// More bytes than any engine has.
    #[error("refused to download `{url}`: it is larger than {} MB", limit / 1_000_000)]
    TooLarge {
        /// The tarball.
        url: SafeUrl,
        /// What is allowed, in bytes.
        limit: u64,
    },
    /// Not the file that was pinned.
    #[error(
        "`{url}` is not the file that fx was built for\n  expected {expected}\n  computed {computed}"
    )]
    Integrity {
        /// The tarball.
        url: SafeUrl,
        /// As pinned in our source.
        expected: Box<Sha512>,
        /// As downloaded.
        computed: Box<Sha512>,
    },
    /// The pinned tarball cannot be unpacked.
    #[error("failed to unpack the engine's package")]
    Archive(#[source] io::Error),
    /// The package has another layout than expected.
    #[error("the engine's package holds no `package/{executable}`")]
    NoExecutable {
        /// The file name looked for.
        executable: &'static str,
    },
    /// The disk or the quota is full.
    #[error("no space is left for the engine in `{}`", path.display())]
    DiskFull {
        /// What was written.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// The cache directory is not ours to write.
    #[error("`{}` is not writable", path.display())]
    NotWritable {
        /// What was written.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// Any other failure of the file system.
    #[error("failed to {action} `{}`", path.display())]
    Io {
        /// What was tried, as an infinitive.
        action: &'static str,
        /// On what.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
}

impl Error {
    /// Gives an I/O error its place, and its own name where a person can do something about it.
    pub(super) fn io(
        action: &'static str,
        path: impl Into<PathBuf>,
    ) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| {
            if fs::is_disk_full(&source) {
                Self::DiskFull { path, source }
            } else if fs::is_not_writable(&source) {
                Self::NotWritable { path, source }
            } else {
                Self::Io {
                    action,
                    path,
                    source,
                }
            }
        }
    }

    /// Whether the same download may succeed when it is tried again.
    pub(super) fn is_transient(&self) -> bool {
        match self {
            Self::Network { source, .. } => http::is_transient(source),
            Self::Status { status, .. } => http::is_transient_status(*status),
            Self::Stalled { .. } => true,
            _ => false,
        }
    }
}

const OWN_ENGINE: &str = "point `FX_ENGINE` at a Deno executable of your own";

impl Hint for Error {
    fn hints(&self) -> Vec<String> {
        match self {
            Self::UnsupportedPlatform { .. } => vec![OWN_ENGINE.into()],
            Self::NoGlibc => vec![format!(
                "use a glibc-based system or image, or {OWN_ENGINE} that runs here"
            )],
            Self::Override { .. } => vec![
                "set `FX_ENGINE` to the path of a Deno executable, or `unset FX_ENGINE` to use the pinned one".into(),
            ],
            Self::NotInstalled => vec!["run `fx engine install`".into()],
            Self::UnknownVersion { .. } => vec!["run `fx engine list` to see what is installed".into()],
            Self::RegistryUrl { .. } => vec![
                "correct `NPM_CONFIG_REGISTRY`, or `registry` and `@deno:registry` in `.npmrc`".into(),
            ],
            Self::Credentials => {
                vec!["set `_authToken`, or both `username` and `_password`, for the registry in `.npmrc`".into()]
            }
            Self::Http(error) => error.hints(),
            Self::Network { .. } | Self::Stalled { .. } => vec![format!(
                "check the network, `HTTPS_PROXY` and, behind an intercepting proxy, `--ca-cert <FILE>`; without a network, {OWN_ENGINE}"
            )],
            Self::Status { status, .. } => vec![status_hint(*status)],
            Self::Integrity { .. } | Self::Archive(_) | Self::NoExecutable { .. } | Self::TooLarge { .. } => vec![
                "check `NPM_CONFIG_REGISTRY`, `.npmrc` and proxies for what may have changed the file, then run `fx engine install`".into(),
            ],
            Self::DiskFull { .. } => vec![
                "free 150 MB, or set `FX_CACHE_DIR` to a directory on another disk".into(),
            ],
            Self::NotWritable { .. } => vec![
                "make it writable for you, or set `FX_CACHE_DIR` to a directory that is".into(),
            ],
            Self::Io { .. } => vec!["check `FX_CACHE_DIR`: it has to be a directory".into()],
            Self::NpmrcUnreadable { .. } => vec!["make it a readable text file, or remove it".into()],
            Self::NpmrcMalformed { .. } => vec!["correct it, or remove it".into()],
        }
    }

    fn exit_status(&self) -> ExitStatus {
        match self {
            Self::Network { .. } | Self::Stalled { .. } | Self::Status { .. } => {
                ExitStatus::Network
            }
            _ => ExitStatus::Failure,
        }
    }
}

fn status_hint(status: StatusCode) -> String {
    match status.as_u16() {
        401 | 403 => "check the credentials for the registry in `.npmrc`".into(),
        404 | 410 => format!(
            "the registry has to offer the `@deno` packages of version {PINNED_VERSION}: check `NPM_CONFIG_REGISTRY` and `.npmrc`, or {OWN_ENGINE}"
        ),
        _ => "try again in a moment: `fx engine install`".into(),
    }
}
