//! The lockfile that tells the engine which packages a bundle's requirements mean. It never asks a registry.

use deno_lockfile::{Lockfile, NpmPackageDependencyLockfileInfo, NpmPackageLockfileInfo};
use deno_semver::{jsr::JsrDepPackageReq, package::PackageReq};
use sha2::{Digest as _, Sha256};

use super::dependencies::Dependencies;
use crate::bundle::format::{Bundle, NpmPackage};

/// The engine checks it when it unpacks an archive, and there is none.
const UNCHECKED: &str = "sha512-AA==";

/// The lockfile of `bundle`.
pub(super) fn of(bundle: &Bundle<'_>, dependencies: &Dependencies<'_>) -> String {
    let mut lockfile = Lockfile::new_empty("deno.lock".into(), true);
    let npm = bundle.archive.npm();
    for (requirement, index) in &npm.roots {
        let id = npm.packages[*index as usize].id;
        // The id of a package is its name, `@`, and what the lockfile wants.
        let version = id.char_indices().skip(1).find(|(_, c)| *c == '@');
        if let (Ok(requirement), Some((at, _))) = (PackageReq::from_str(requirement), version) {
            let requirement = JsrDepPackageReq::npm(requirement);
            lockfile.insert_package_specifier(requirement, id[at + 1..].into());
        }
    }
    for package in &npm.packages {
        lockfile.insert_npm_package(info(package, &npm.packages));
    }
    for remote in &dependencies.remote {
        match remote.target() {
            Some(target) => lockfile.insert_redirect(remote.url.to_string(), target.to_owned()),
            None if remote.locked => {
                let digest = format!("{:x}", Sha256::digest(&remote.content));
                lockfile.insert_remote(remote.url.to_string(), digest);
            }
            None => {}
        }
    }
    lockfile.as_json_string()
}

fn info(package: &NpmPackage<'_>, all: &[NpmPackage<'_>]) -> NpmPackageLockfileInfo {
    let dependencies = package.dependencies.iter();
    let dependencies = dependencies.map(|(name, index)| NpmPackageDependencyLockfileInfo {
        name: (*name).into(),
        id: all[*index as usize].id.into(),
    });
    NpmPackageLockfileInfo {
        serialized_id: package.id.into(),
        integrity: Some(UNCHECKED.to_owned()),
        dependencies: dependencies.collect(),
        optional_dependencies: Vec::new(),
        optional_peers: Vec::new(),
        os: Vec::new(),
        cpu: Vec::new(),
        tarball: None,
        deprecated: false,
        scripts: false,
        bin: false,
    }
}
