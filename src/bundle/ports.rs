//! The cache directories of hosts with a port: the engine names them otherwise than the crates do, which are newer.
//!
//! `https://host:8080/` is in `host_port_8080` for the crates and in `host_PORT8080` for the engine, so the one leads
//! to the other. Remove this with an engine that has the crates' version of `deno_cache_dir`.

use std::{collections::BTreeSet, io, path::Path};

use deno_graph::ModuleGraph;
use sys_traits::{FsCreateJunction as _, FsSymlinkDir as _, impls::RealSys};
use url::Url;

use super::Error;

/// Makes the engine find what the crates have downloaded.
pub(super) fn link(graph: &ModuleGraph, jsr_url: &Url, deno_dir: &Path) -> Result<(), Error> {
    let redirects = graph.redirects.keys();
    let specifiers = graph.specifiers().map(|(specifier, _)| specifier);
    let urls = specifiers.chain(redirects).chain([jsr_url]);
    let authorities: BTreeSet<_> = urls.filter_map(authority).collect();
    for (scheme, host, port) in authorities {
        let directory = deno_dir.join("remote").join(scheme);
        let crates = directory.join(format!("{host}_port_{port}"));
        let engine = directory.join(format!("{host}_PORT{port}"));
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

fn authority(url: &Url) -> Option<(&str, &str, u16)> {
    let is_remote = matches!(url.scheme(), "http" | "https");
    let port = url.port().filter(|_| is_remote)?;
    Some((url.scheme(), url.host_str()?, port))
}
