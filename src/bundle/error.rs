//! Why a function cannot be prepared.

use std::{
    fmt,
    path::{Path, PathBuf},
};

use url::Url;

use super::{location::Location, unpack::UnpackError};
use crate::{
    diagnostics::{COMMON_JS, ExitStatus, Hint, in_fx_words},
    fs,
    function::Slug,
    nesting::TOO_DEEP,
};

/// Why a function cannot be prepared.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// `deno.json`, `package.json`, `.npmrc`, an import map or a lockfile is wrong.
    #[error("{message}")]
    Configuration {
        /// What Deno's crates say, causes included.
        message: String,
    },
    /// A member of a workspace that is none.
    #[error("`{member}` has neither `deno.json` nor `package.json`, and `{}` names it in `workspace`", file.display())]
    Member {
        /// Its directory.
        member: String,
        /// The file that names it.
        file: PathBuf,
    },
    /// A directory in `links` that is a package of npm's.
    #[error("`links` names `{link}`, which has a `package.json` and no `deno.json`")]
    Link {
        /// Its directory.
        link: String,
    },
    /// A module is missing, has a mistake, or cannot be loaded.
    #[error("{message}{}", Frame(location))]
    Module {
        /// What Deno's crates say.
        message: String,
        /// The import, when the module itself is not the place.
        location: Option<Location>,
        /// What to do.
        hints: Vec<String>,
        /// Whether a network was needed and failed.
        network: bool,
    },
    /// A file outside the source root.
    #[error("{what} is outside the source root `{}`{}", root.display(), Frame(location))]
    Outside {
        /// What was asked for, such as ``import `../../x.ts` ``.
        what: String,
        /// The source root.
        root: PathBuf,
        /// The import.
        location: Option<Location>,
    },
    /// `with { type: "text" }` and the like, which hosted workers do not have.
    #[error(
        "`{specifier}` is imported as `{kind}`, which edge functions cannot do{}",
        Frame(location)
    )]
    Asset {
        /// What is imported.
        specifier: String,
        /// The value of the import attribute.
        kind: String,
        /// The import.
        location: Option<Location>,
    },
    /// A CommonJS module of the function's own, which the hosted loader does not know.
    #[error(
        "`{specifier}` is CommonJS, which edge functions can have in npm packages only{}",
        Frame(location)
    )]
    CommonJs {
        /// Which.
        specifier: String,
        /// The import.
        location: Option<Location>,
    },
    /// A function that is to run from a file, and has none.
    #[error("there is no bundle of `{slug}` in `{}`", directory.display())]
    NoBundle {
        /// The function.
        slug: String,
        /// Where bundles are.
        directory: PathBuf,
    },
    /// A bundle that cannot run.
    #[error("the bundle `{}` cannot be used", path.display())]
    Bundle {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: UnpackError,
    },
    /// A bundle that the platform would refuse.
    #[error(
        "the bundle has {}, and {} is the limit; heaviest:{}",
        megabytes(*size),
        megabytes(*limit),
        Weights(heaviest)
    )]
    TooLarge {
        /// Bytes as they would be uploaded.
        size: u64,
        /// How many are allowed.
        limit: u64,
        /// What it is made of, heaviest first, with sizes before compression.
        heaviest: Vec<(String, u64)>,
    },
    /// An npm package cannot be resolved or downloaded.
    #[error("{message}")]
    Npm {
        /// What Deno's crates say, causes included.
        message: String,
        /// Whether a network was needed and failed.
        network: bool,
    },
    /// A lockfile that the configuration does not allow to change.
    #[error("the lockfile is frozen and lacks what the function imports{changes}")]
    Frozen {
        /// The lines of it that would change.
        changes: String,
    },
    /// Something was not downloaded before, and there is to be no network.
    #[error("{message}{}", Frame(location))]
    NotCached {
        /// What Deno's crates say, causes included.
        message: String,
        /// The import.
        location: Option<Location>,
        /// Whose it is.
        function: Slug,
    },
    /// A pattern in `static_files`.
    #[error("`{pattern}` in `static_files` {problem}")]
    StaticFiles {
        /// The pattern.
        pattern: String,
        /// What is wrong with it.
        problem: String,
    },
    /// Nobody waits for it any more, or the files have changed since it read them.
    #[error("the files of the function have changed meanwhile")]
    Superseded,
    /// A file or thread that the system refused.
    #[error("failed to {action} `{}`", path.display())]
    Io {
        /// What was tried.
        action: &'static str,
        /// Where.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
}

impl Error {
    /// What the crates say when something is not in the cache, told in our words.
    pub(super) fn of_function(self, function: &Slug) -> Self {
        let (message, location) = match self {
            Self::Module {
                message, location, ..
            } if message.contains(CACHED_ONLY) => (message, location),
            Self::Npm { message, .. } | Self::Configuration { message }
                if message.contains(CACHED_ONLY) =>
            {
                (message, None)
            }
            other => return other,
        };
        Self::NotCached {
            message,
            location,
            function: function.clone(),
        }
    }

    /// Whether whoever checks types cannot tell it: what needed a network that failed, and what would end it.
    pub(super) fn ends_a_check(&self) -> bool {
        let is_too_deep =
            matches!(self, Self::Module { message, .. } if message.contains(TOO_DEEP));
        is_too_deep || self.exit_status() == ExitStatus::Network
    }

    /// Names files below `root` as they are seen from there.
    pub(super) fn relative_to(mut self, root: &Path) -> Self {
        match &mut self {
            Self::Configuration { message }
            | Self::Module { message, .. }
            | Self::NotCached { message, .. }
            | Self::Npm { message, .. } => *message = relative_paths(message, root),
            Self::Outside { what, .. } => *what = relative_paths(what, root),
            Self::CommonJs { specifier, .. } => *specifier = relative_paths(specifier, root),
            Self::Io { path, .. } => {
                if let Ok(relative) = path.strip_prefix(root) {
                    *path = relative.to_owned();
                }
            }
            Self::Asset { .. }
            | Self::Frozen { .. }
            | Self::Link { .. }
            | Self::Member { .. }
            | Self::NoBundle { .. }
            | Self::Bundle { .. }
            | Self::StaticFiles { .. }
            | Self::Superseded
            | Self::TooLarge { .. } => {}
        }
        self
    }
}

/// The flag of Deno's that the crates know, and ours.
const CACHED_ONLY: &str = "--cached-only";

/// Deno's messages name files by absolute paths and as URLs, which people know as paths from the root, and flags of
/// Deno's, which people do not know.
pub(super) fn relative_paths(message: &str, root: &Path) -> String {
    let url = Url::from_directory_path(root).map(String::from);
    let path = root.join("");
    let prefixes = [url.as_deref().ok(), path.to_str()];
    let prefixes = prefixes.into_iter().flatten();
    prefixes
        .filter(|prefix| prefix.len() > 1)
        .fold(in_fx_words(message.to_owned()), |text, prefix| {
            text.replace(prefix, "")
        })
}

impl Hint for Error {
    fn hints(&self) -> Vec<String> {
        match self {
            Self::Module { hints, network, .. } => {
                let mut hints = hints.clone();
                if *network {
                    hints.push(NETWORK.to_owned());
                }
                hints
            }
            Self::Frozen { .. } => vec!["`fx functions bundle --lock-write` updates it".to_owned()],
            Self::NotCached { function, .. } => vec![format!(
                "download it with `fx functions bundle {function}`, without `--cached-only`"
            )],
            Self::Npm { network: true, .. } => vec![NETWORK.to_owned()],
            Self::Npm { network: false, .. } => vec![NPM_PACKAGE.to_owned()],
            Self::Outside { .. } => vec![
                "move the file into the repository: the source root is the directory with `.git`, or the project's when there is none"
                    .to_owned(),
            ],
            Self::Asset { kind, .. } if kind == SOURCE => vec![SOURCE_PHASE.to_owned()],
            Self::Asset { .. } => vec![
                "list the file in `static_files` and read it with `Deno.readTextFile`".to_owned(),
            ],
            Self::CommonJs { .. } => vec![COMMON_JS.to_owned()],
            Self::NoBundle { slug, directory } => vec![format!(
                "make it with `fx functions bundle {slug} --out-dir {}`",
                directory.display()
            )],
            Self::Bundle { source, .. } => source.hints(),
            Self::TooLarge { .. } => vec![
                "`fx functions graph NAME --why PACKAGE` says what imports a package".to_owned(),
            ],
            Self::StaticFiles { .. } => vec![
                "patterns are relative to `supabase/`, such as `./functions/hello/*.html`".to_owned(),
            ],
            Self::Io { source, .. } => {
                let refusal = fs::refusal(source).into_iter();
                refusal.map(|refusal| refusal.hint().to_owned()).collect()
            }
            Self::Configuration { message } if message.contains(MARKED) => {
                vec!["save the file as UTF-8 without a byte order mark (BOM)".to_owned()]
            }
            Self::Member { member, file } => vec![format!(
                "write a `package.json` or `deno.json` there, or take `{member}` out of `{}`",
                file.display()
            )],
            Self::Link { link } => vec![format!(
                "packages with only a `package.json` cannot be linked in edge functions: make `{link}` a member of `workspace` in a `deno.json` above it, and import it by its name"
            )],
            Self::Configuration { .. } | Self::Superseded => Vec::new(),
        }
    }

    fn exit_status(&self) -> ExitStatus {
        match self {
            Self::Module { network: true, .. } | Self::Npm { network: true, .. } => {
                ExitStatus::Network
            }
            _ => ExitStatus::Failure,
        }
    }
}

/// What is wrong with a file that the crates cannot read for how it begins.
pub(super) const MARKED: &str = "the file begins with a byte order mark";
/// What to do when the registry has no such package.
pub(super) const NPM_PACKAGE: &str =
    "check the package's name and version, and the registry in `.npmrc`";
/// What to do when a module is another than the lockfile says.
pub(super) const CHANGED_MODULE: &str = "if the change is wanted, remove the module from `deno.lock` and run `fx functions bundle --lock-write`";
/// What to do about an attribute that the engine has only with a flag.
pub(super) const ATTRIBUTE: &str =
    "list the file in `static_files` and read it with `Deno.readFile`";
/// What to do about a package that only a `node_modules` directory has.
pub(super) const NODE_MODULES: &str = "fx downloads packages itself and does not read `node_modules`, but for links to packages of the repository: make the package a member of `workspace` in `deno.json`, or publish it to a registry that `.npmrc` names";
/// What to do about code that is nested too deeply.
pub(super) const NESTING: &str = "move parts of the expression into variables or functions, and long data into a file in `static_files`";
/// What to do about `catalog:` that no catalog has.
pub(super) const CATALOG: &str = "add it to `catalog` in `pnpm-workspace.yaml` or `deno.json`, or write its version in `package.json`";
/// What to do about `workspace:` that no member is.
pub(super) const WORKSPACE: &str = "make its directory a member of `workspace` in `deno.json`, of `workspaces` in the `package.json` at the top, or of `packages` in `pnpm-workspace.yaml`";
/// The kind of `import source`.
pub(super) const SOURCE: &str = "source";
const SOURCE_PHASE: &str = "import what the module exports, with `import * as name from`";
const NETWORK: &str =
    "check the network, the registry in `.npmrc` or `NPM_CONFIG_REGISTRY`, and `HTTPS_PROXY`";

fn megabytes(bytes: u64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "one decimal is shown")]
    let megabytes = bytes as f64 / f64::from(1 << 20);
    format!("{megabytes:.1} MB")
}

/// What a bundle is made of, a line each.
struct Weights<'a>(&'a [(String, u64)]);

impl fmt::Display for Weights<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut lines = self.0.iter();
        lines.try_for_each(|(name, size)| write!(f, "\n{:>9}  {name}", megabytes(*size)))
    }
}

/// A location as it follows a message.
struct Frame<'a>(&'a Option<Location>);

impl fmt::Display for Frame<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(location) => write!(f, "\n{}", location.frame()),
            None => Ok(()),
        }
    }
}
