//! From nothing to a verified executable: the order of the steps.

use std::path::{Path, PathBuf};

use reqwest::Client;
use sys_traits::impls::RealSys;

use super::{
    Error, Event, Release, Reporter, Store,
    download::{Download, Patience},
    registry::{self, Source},
};
use crate::{dirs::Dirs, env_vars::EnvVars, fs::is_executable, http};

/// What provisioning depends on.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Provision<'a> {
    /// Where engines are kept, and where the home directory is.
    pub(crate) dirs: &'a Dirs,
    /// The project's root; its `.npmrc` may name the registry.
    pub(crate) project: Option<&'a Path>,
    /// How the registry is talked to.
    pub(crate) http: &'a http::Options,
}

/// Where an engine came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    /// The path in `FX_ENGINE`.
    Override,
    /// The pinned release, installed by fx.
    Pinned,
}

/// Returns the engine, installing it first when it is not there.
pub(crate) async fn provision(
    cx: &Provision<'_>,
    reporter: &dyn Reporter,
) -> Result<PathBuf, Error> {
    if let Some(path) = overridden()? {
        return Ok(path);
    }
    let release = Release::pinned()?;
    let store = Store::new(&cx.dirs.cache);
    let install = Install {
        release: &release,
        store: &store,
        patience: Patience::default(),
        reporter,
    };
    let connect = || {
        let source = registry::locate(&release, cx.project, &cx.dirs.home, &RealSys)?;
        for variable in &source.given {
            reporter.report(Event::Given { variable });
        }
        Ok((http::client(cx.http)?, source))
    };
    install.run(connect).await
}

/// The engine that is there already, and where it came from. Touches no network.
pub(crate) fn located(dirs: &Dirs) -> Result<Option<(PathBuf, Origin)>, Error> {
    if let Some(path) = overridden()? {
        return Ok(Some((path, Origin::Override)));
    }
    let path = Store::new(&dirs.cache).find(&Release::pinned()?);
    Ok(path.map(|path| (path, Origin::Pinned)))
}

/// `FX_ENGINE`, when it is set, checked.
fn overridden() -> Result<Option<PathBuf>, Error> {
    let value = std::env::var_os(EnvVars::FX_ENGINE).filter(|value| !value.is_empty());
    value
        .map(|path| checked_override(Path::new(&path)))
        .transpose()
}

fn checked_override(path: &Path) -> Result<PathBuf, Error> {
    let path = std::path::absolute(path).map_err(Error::io("find", path))?;
    let problem = match std::fs::metadata(&path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => "does not exist",
        Err(_) => "cannot be read",
        Ok(metadata) if metadata.is_dir() => "is a directory",
        Ok(metadata) if !is_executable(&metadata) => "is not executable",
        Ok(_) => return Ok(path),
    };
    Err(Error::Override { path, problem })
}

/// One release into one store.
struct Install<'a> {
    release: &'a Release,
    store: &'a Store,
    patience: Patience,
    reporter: &'a dyn Reporter,
}

impl Install<'_> {
    /// `connect` is called when there is something to download, and not before.
    async fn run(
        &self,
        connect: impl FnOnce() -> Result<(Client, Source), Error>,
    ) -> Result<PathBuf, Error> {
        if let Some(path) = self.store.find(self.release) {
            return Ok(path);
        }
        let locked = self.store.lock(self.reporter).await?;
        if let Some(path) = self.store.find(self.release) {
            return Ok(path);
        }
        let (client, source) = connect()?;
        let workspace = locked.workspace()?;
        let tarball = workspace.path().join("package.tgz");
        let download = Download {
            client: &client,
            source: &source,
            release: self.release,
            patience: self.patience,
            reporter: self.reporter,
        };
        download.run(&tarball).await?;
        self.reporter.report(Event::Unpacking);
        let release = self.release.clone();
        // The lock and the workspace go along, so that they outlive the thread's work even when we are dropped.
        let unpacked =
            tokio::task::spawn_blocking(move || locked.install(&release, &tarball, &workspace));
        unpacked.await.expect("unpacking does not panic")
    }
}

#[cfg(test)]
#[path = "../../tests/it/support/registry.rs"]
#[expect(dead_code, reason = "the black-box tests use the rest")]
mod fake_registry;

#[cfg(test)]
mod tests;
