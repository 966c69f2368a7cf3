//! [`LockedFirst`]: what the graph asks about npm packages, and what is added to the question.

use std::{
    collections::{HashMap, HashSet},
    path::Path,
    sync::Arc,
};

use deno_graph::{NpmResolvePkgReqsResult, source::NpmResolver};
use deno_npm::registry::{NpmPackageInfo, NpmPackageVersionInfo};
use deno_npm_installer::{NpmInstaller, graph::NpmDenoGraphResolver};
use deno_semver::package::PackageReq;

use super::{http::Downloader, linked::Manifests, system::System};

/// Asks the registry only about packages that the lockfile does not answer for: metadata of popular ones is megabytes.
pub(super) struct LockedFirst<'a> {
    pub(super) inner: NpmDenoGraphResolver<Downloader, System>,
    /// The names of the packages that it answers for.
    pub(super) locked: HashSet<String>,
    pub(super) installer: Option<Arc<NpmInstaller<Downloader, System>>>,
    pub(super) manifests: Manifests<'a>,
    /// Where the function is.
    pub(super) directory: &'a Path,
}

impl std::fmt::Debug for LockedFirst<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("LockedFirst")
    }
}

impl LockedFirst<'_> {
    /// What `package.json` says about peers of the packages: nothing imports them, and a package finds them all the same.
    async fn peers(&self, requirements: &[PackageReq]) -> Vec<PackageReq> {
        let mut found: HashMap<String, PackageReq> = HashMap::new();
        let mut open: Vec<PackageReq> = requirements.to_vec();
        while let Some(requirement) = open.pop() {
            for name in self.peers_of(&requirement).await {
                if found.contains_key(&name) {
                    continue;
                }
                if let Some(peer) = self.manifests.requirement(&name, self.directory) {
                    open.push(peer.clone());
                    found.insert(name, peer);
                }
            }
        }
        let mut found: Vec<PackageReq> = found.into_values().collect();
        found.retain(|peer| !requirements.contains(peer));
        found.sort();
        found
    }

    async fn peers_of(&self, requirement: &PackageReq) -> Vec<String> {
        let Some(installer) = &self.installer else {
            return Vec::new();
        };
        if self.locked.contains(requirement.name.as_str()) {
            return Vec::new();
        }
        // Whoever resolves it tells what is wrong.
        let info = installer.cache_package_info(&requirement.name).await.ok();
        let version = info.as_ref().and_then(|info| newest(info, requirement));
        let peers = version.map(|version| version.peer_dependencies.keys());
        peers
            .into_iter()
            .flatten()
            .map(ToString::to_string)
            .collect()
    }
}

fn newest<'i>(
    info: &'i NpmPackageInfo,
    requirement: &PackageReq,
) -> Option<&'i NpmPackageVersionInfo> {
    let wanted = &requirement.version_req;
    let version = match wanted.tag() {
        Some(tag) => info.dist_tags.get(tag)?,
        None => info.versions.keys().filter(|it| wanted.matches(it)).max()?,
    };
    info.versions.get(version)
}

#[async_trait::async_trait(?Send)]
impl NpmResolver for LockedFirst<'_> {
    fn load_and_cache_npm_package_info(&self, package_name: &str) {
        if !self.locked.contains(package_name) {
            self.inner.load_and_cache_npm_package_info(package_name);
        }
    }

    async fn resolve_pkg_reqs(&self, requirements: &[PackageReq]) -> NpmResolvePkgReqsResult {
        let peers = self.peers(requirements).await;
        let all = [peers.as_slice(), requirements].concat();
        let mut resolved = self.inner.resolve_pkg_reqs(&all).await;
        resolved.results.drain(..peers.len());
        resolved
    }
}
