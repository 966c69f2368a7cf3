//! The project's `deno.lock` and the one that a worker runs with, which starts as its copy.
//!
//! The crates are given the copy and never write: workers that start meanwhile find a whole lockfile (`job`).
//!
//! The project's is read and never written, unless somebody asks for it: then functions that share one are resolved in
//! turn, each starting from what the one before has written.

use std::{
    collections::HashSet,
    io::ErrorKind,
    path::{Path, PathBuf},
};

use deno_config::workspace::Workspace as Configuration;
use deno_graph::{Module, ModuleGraph};
use deno_lockfile::Lockfile;
use deno_resolver::lockfile::LockfileLock;
use deno_semver::{SmallStackString, jsr::JsrDepPackageReq};

use super::{
    Error, containment::SourceRoot, request::GraphRequest, system::System,
    workspace::configuration_error,
};
use crate::fs;

/// How advice ends that names commands of Deno's; the changes follow.
const FROZEN_ADVICE: &str = "`--frozen=false` to update it.";

/// The lockfile of a project.
#[derive(Debug)]
pub(super) struct ProjectLockfile {
    /// Where it is or would be; nowhere when the configuration wants none.
    path: Option<PathBuf>,
    exists: bool,
}

/// What a lockfile pins.
#[derive(Debug, Default)]
pub(super) struct Pins(HashSet<String>);

impl ProjectLockfile {
    /// Finds the lockfile and has `system` show a copy of it as our own: where the configuration says, beside the configuration, or
    /// beside the entrypoint when there is none.
    pub(super) fn open(
        configuration: &Configuration,
        request: &GraphRequest,
        root: &SourceRoot,
        system: &System,
    ) -> Result<Self, Error> {
        let is_configured =
            configuration.root_deno_json().is_some() || configuration.root_pkg_json().is_some();
        let beside = request.directory().join("deno.lock");
        let path = match is_configured {
            true => configuration
                .resolve_lockfile_path()
                .map_err(configuration_error)?,
            false => Some(beside.clone()),
        };
        // Who has one there need not know that the repository has a workspace of npm packages.
        let has_deno_json = configuration.root_deno_json().is_some();
        let path = match path {
            Some(path) if !has_deno_json && !path.exists() && beside.exists() => Some(beside),
            path => path,
        };
        if let Some(path) = &path {
            root.check_file(path, || format!("lockfile `{}`", path.display()))?;
        }
        let content = path
            .as_deref()
            .map(|path| read(path, root))
            .transpose()?
            .flatten();
        let exists = content.is_some();
        if let Some(content) = content {
            system.give_lockfile(content);
        }
        Ok(Self { exists, path })
    }

    /// Where it is or would be.
    pub(super) fn path(&self) -> Option<PathBuf> {
        self.path.clone()
    }

    /// What it pins, as `ours` has it after it was copied.
    pub(super) fn pins(&self, ours: &LockfileLock<System>) -> Pins {
        match self.exists {
            true => Pins::of(&ours.lock()),
            false => Pins::default(),
        }
    }

    /// Whether it pins all that the graph needs; `ours` has been added to since it was copied.
    pub(super) fn is_complete(
        &self,
        pins: &Pins,
        ours: &LockfileLock<System>,
        graph: &ModuleGraph,
    ) -> bool {
        if self.exists {
            return Pins::of(&ours.lock()).0.is_subset(&pins.0);
        }
        !graph.modules().any(|module| {
            let scheme = module.specifier().scheme();
            matches!(module, Module::Npm(_)) || matches!(scheme, "http" | "https")
        })
    }

    /// Makes it a copy of ours.
    pub(super) fn write(&self, ours: &Path, root: &SourceRoot) -> Result<(), Error> {
        let Some(path) = &self.path else {
            return Err(Error::Configuration {
                message: "there is no lockfile to write: the configuration says `\"lock\": false`"
                    .to_owned(),
            });
        };
        // A function that imports nothing from elsewhere has none.
        match std::fs::read(ours) {
            Ok(content) if read(path, root)?.is_some_and(|there| there == content) => Ok(()),
            Ok(content) => {
                let written = fs::write_found(path, root.path(), &content, 0o644);
                written.map_err(|source| failed("write", path, source))
            }
            Err(_) => Ok(()),
        }
    }

    /// What the crates say about our copy, as it is about the project's lockfile.
    pub(super) fn explain(&self, error: Error, ours: &Path) -> Error {
        let (Error::Configuration { message } | Error::Npm { message, .. }, Some(path)) =
            (&error, &self.path)
        else {
            return error;
        };
        if let Some((_, changes)) = message.split_once(FROZEN_ADVICE) {
            return Error::Frozen {
                changes: changes.to_owned(),
            };
        }
        match error {
            Error::Configuration { message } => Error::Configuration {
                message: message.replace(&ours.display().to_string(), &path.display().to_string()),
            },
            other => other,
        }
    }
}

impl Pins {
    fn of(lockfile: &Lockfile) -> Self {
        let packages = &lockfile.content.packages;
        let requirements = packages.specifiers.keys().map(ToString::to_string);
        let npm = packages.npm.keys().map(ToString::to_string);
        let pinned = requirements.chain(npm);
        Self(pinned.chain(lockfile.remote().keys().cloned()).collect())
    }
}

/// A lockfile of the project, if it is there.
fn read(path: &Path, root: &SourceRoot) -> Result<Option<Vec<u8>>, Error> {
    match fs::read_found(path, root.path(), fs::MAX_LOCKFILE) {
        Ok(content) => Ok(Some(content)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(source) => Err(failed("read", path, source)),
    }
}

fn failed(action: &'static str, path: &Path, source: std::io::Error) -> Error {
    Error::Io {
        action,
        path: path.to_owned(),
        source,
    }
}

/// Records what the graph found besides npm packages, which the installer has added already. The answer is the lockfile
/// if it is another than it was.
pub(super) fn record(
    graph: &ModuleGraph,
    lockfile: &LockfileLock<System>,
) -> Result<Option<Vec<u8>>, Error> {
    {
        let mut content = lockfile.lock();
        for (from, to) in &graph.redirects {
            if !matches!(from.scheme(), "npm" | "file" | "deno" | "jsr") {
                content.insert_redirect(from.to_string(), to.to_string());
            }
        }
        for (requirement, package) in graph.packages.mappings() {
            let version = SmallStackString::from(package.version.to_string().as_str());
            content.insert_package_specifier(JsrDepPackageReq::jsr(requirement.clone()), version);
        }
        for (package, dependencies) in graph.packages.packages_with_deps() {
            content.add_package_deps(package, dependencies.cloned());
        }
    }
    let allowed = lockfile.error_if_changed();
    allowed.map_err(configuration_error)?;
    Ok(lockfile.lock().resolve_write_bytes())
}
