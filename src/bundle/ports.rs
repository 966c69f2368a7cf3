//! The cache directories of hosts with a port: the engine names them otherwise than the crates do, which are newer.
//!
//! `https://host:8080/` is in `host_port_8080` for the crates and in `host_PORT8080` for the engine, so the one leads
//! to the other. Remove this with an engine that has the crates' version of `deno_cache_dir`.

use std::{
    collections::BTreeSet,
    io,
    path::{Path, PathBuf},
};

use deno_graph::ModuleGraph;
use sys_traits::{FsCreateJunction as _, FsSymlinkDir as _, impls::RealSys};
use url::Url;

use super::Error;

/// Makes the engine find what the crates have downloaded.
pub(super) fn link(graph: &ModuleGraph, jsr_url: &Url, deno_dir: &Path) -> Result<(), Error> {
    let redirects = graph.redirects.keys();
    let specifiers = graph.specifiers().map(|(specifier, _)| specifier);
    let urls = specifiers.chain(redirects).chain([jsr_url]);
    for (crates, engine) in directories(urls, &deno_dir.join("remote")) {
        if !crates.is_dir() || engine.is_dir() {
            continue;
        }
        let linked = RealSys.fs_symlink_dir(&crates, &engine);
        // Windows lets few people make symbolic links.
        let linked = linked.or_else(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => Ok(()),
            _ => RealSys.fs_create_junction(&crates, &engine),
        });
        linked.map_err(|source| Error::Io {
            action: "create",
            path: engine,
            source,
        })?;
    }
    Ok(())
}

/// Names the directories as the engine does, in a cache that only it will use.
pub(super) fn rename<'a>(urls: impl Iterator<Item = &'a Url>, remote: &Path) -> io::Result<()> {
    let directories = directories(urls, remote).into_iter();
    let mut downloaded = directories.filter(|(crates, _)| crates.is_dir());
    downloaded.try_for_each(|(crates, engine)| std::fs::rename(crates, engine))
}

/// What the crates and the engine call the directories of hosts with a port, below `remote`.
fn directories<'a>(
    urls: impl Iterator<Item = &'a Url>,
    remote: &Path,
) -> BTreeSet<(PathBuf, PathBuf)> {
    let authorities = urls.filter_map(authority);
    let named = authorities.map(|(scheme, host, port)| {
        let directory = remote.join(scheme);
        let name = |infix| directory.join(format!("{host}_{infix}{port}"));
        (name("port_"), name("PORT"))
    });
    named.collect()
}

fn authority(url: &Url) -> Option<(&str, &str, u16)> {
    let is_remote = matches!(url.scheme(), "http" | "https");
    let port = url.port().filter(|_| is_remote)?;
    Some((url.scheme(), url.host_str()?, port))
}
