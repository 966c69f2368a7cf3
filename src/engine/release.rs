//! Which release of the engine is pinned, for which platforms, with which integrity.
//!
//! The release is 2.9.5: of the releases the worker was measured with, the newest for which the packages of all six
//! platforms are published. The integrities are those of the package tarballs as the npm registry lists them.

use std::{
    env::consts::{ARCH, OS},
    fmt,
    path::Path,
};

use base64::{Engine as _, prelude::BASE64_STANDARD};

use super::Error;

/// The version of the pinned release.
pub(super) const PINNED_VERSION: &str = "2.9.5";

/// Platform (the name of its npm package in the scope `@deno`), operating system, architecture, SHA-512.
const PINNED: &[(&str, &str, &str, &str)] = &[
    (
        "linux-x64-glibc",
        "linux",
        "x86_64",
        "sha512-TDqcnoLe3jlgqYEQm7H7MK6q0JOth+o8iSZzknRODnVkJfPiNnjVn1M1Zc6vnp+ipkyb6Av1/CUlHgHtlq59Gw==",
    ),
    (
        "linux-arm64-glibc",
        "linux",
        "aarch64",
        "sha512-IuYjsz9PGl7CJcNXMuN27KNDB8Q40brK3SG3l+TXMDVW61ZKwcn0fQHBHnXFiiygEwI8by/fKnASEluhZB1atw==",
    ),
    (
        "darwin-x64",
        "macos",
        "x86_64",
        "sha512-gbdlxWZuAZFiJiZtTT00Mv/aC7f/31+pyqJGQKlZr5X33WeTo5B0GG+efcX3P1UZceRKHuPEAQ1B/M2oRt8r9Q==",
    ),
    (
        "darwin-arm64",
        "macos",
        "aarch64",
        "sha512-SX98qSdBT1lw9x6NwGwx2xIayl1kRimdRnFohYlJ6nt3mLKzTKHHKQwQs5D2pEY7mbUGGbYe9brM2kfN75pPkg==",
    ),
    (
        "win32-x64",
        "windows",
        "x86_64",
        "sha512-LkcERsH0olOgevg9L9eootSr1U8ydyfnX1bS3mFqU+lGBeTYtlec5b/QF473WUOGVgPlWECrkxi4As5kEaFOzg==",
    ),
    (
        "win32-arm64",
        "windows",
        "aarch64",
        "sha512-tTPrE/4SX7uaC8nJW47iNnibtjzk1y4zoiYjBBHE34vdkbb6LHopqH68BxyT61HZdfqXzOTEYjDVHhtmVZFy+w==",
    ),
];

/// One engine for one platform.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Release {
    /// The Deno version.
    pub(crate) version: String,
    /// The platform as the npm packages name it, for example `linux-x64-glibc`.
    pub(crate) platform: String,
    /// What the package tarball has to hash to.
    pub(crate) integrity: Sha512,
    /// The file name of the executable in the package.
    pub(crate) executable: &'static str,
}

impl Release {
    /// The pinned release for the machine we run on.
    pub(crate) fn pinned() -> Result<Self, Error> {
        Self::pinned_for(OS, ARCH, has_glibc(Path::new("/")))
    }

    /// `glibc`: whether a Linux machine has the loader the engine asks for.
    fn pinned_for(os: &str, arch: &str, glibc: bool) -> Result<Self, Error> {
        let (platform, _, _, integrity) = PINNED
            .iter()
            .find(|(_, its_os, its_arch, _)| (*its_os, *its_arch) == (os, arch))
            .ok_or_else(|| Error::UnsupportedPlatform {
                os: os.to_owned(),
                arch: arch.to_owned(),
            })?;
        if os == "linux" && !glibc {
            return Err(Error::NoGlibc);
        }
        Ok(Self {
            version: PINNED_VERSION.to_owned(),
            platform: (*platform).to_owned(),
            integrity: integrity
                .parse()
                .expect("the pinned integrities are SHA-512"),
            executable: if os == "windows" { "deno.exe" } else { "deno" },
        })
    }

    /// The npm package.
    pub(super) fn package(&self) -> String {
        format!("@deno/{}", self.platform)
    }

    /// Where the package tarball is, below the registry's base URL.
    pub(super) fn tarball_path(&self) -> String {
        let Self {
            version, platform, ..
        } = self;
        format!("@deno/{platform}/-/{platform}-{version}.tgz")
    }
}

impl fmt::Display for Release {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Deno {} ({})", self.version, self.platform)
    }
}

/// Whether the loader that the engine's Linux executables name is there. On a musl system it is not, and starting the
/// engine would fail with a bare "not found"; asking for the file says so before 40 MB are downloaded.
fn has_glibc(root: &Path) -> bool {
    ["lib64/ld-linux-x86-64.so.2", "lib/ld-linux-aarch64.so.1"]
        .iter()
        .any(|loader| root.join(loader).exists())
}

/// A SHA-512 digest, written as npm does: `sha512-` and Base64.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Sha512(pub(super) [u8; 64]);

impl fmt::Display for Sha512 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "sha512-{}", BASE64_STANDARD.encode(self.0))
    }
}

/// The text is no SHA-512 integrity; any other algorithm is refused too.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct InvalidIntegrity;

impl std::str::FromStr for Sha512 {
    type Err = InvalidIntegrity;

    fn from_str(text: &str) -> Result<Self, InvalidIntegrity> {
        let encoded = text.strip_prefix("sha512-").ok_or(InvalidIntegrity)?;
        let bytes = BASE64_STANDARD
            .decode(encoded)
            .map_err(|_| InvalidIntegrity)?;
        bytes.try_into().map(Self).map_err(|_| InvalidIntegrity)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pinned_platform_has_a_release() {
        for (platform, os, arch, integrity) in PINNED {
            let release = Release::pinned_for(os, arch, true).unwrap();
            assert_eq!(release.platform, *platform);
            assert_eq!(release.integrity.to_string(), *integrity);
            assert_eq!(release.executable == "deno.exe", *os == "windows");
        }
    }

    #[test]
    fn the_tarball_is_named_as_npm_names_it() {
        let release = Release::pinned_for("linux", "x86_64", true).unwrap();
        assert_eq!(
            release.tarball_path(),
            "@deno/linux-x64-glibc/-/linux-x64-glibc-2.9.5.tgz"
        );
    }

    #[test]
    fn musl_and_unknown_platforms_are_refused() {
        let musl = Release::pinned_for("linux", "x86_64", false).unwrap_err();
        assert!(matches!(musl, Error::NoGlibc));
        assert!(Release::pinned_for("macos", "aarch64", false).is_ok());
        let unknown = Release::pinned_for("freebsd", "x86_64", true).unwrap_err();
        assert_eq!(
            unknown.to_string(),
            "there is no engine for freebsd on x86_64"
        );
    }

    #[test]
    fn glibc_is_there_when_its_loader_is() {
        let root = tempfile::tempdir().unwrap();
        assert!(!has_glibc(root.path()));
        std::fs::create_dir(root.path().join("lib64")).unwrap();
        std::fs::write(root.path().join("lib64/ld-linux-x86-64.so.2"), "").unwrap();
        assert!(has_glibc(root.path()));
    }

    #[test]
    fn only_a_sha512_is_an_integrity() {
        let short = format!("sha512-{}", BASE64_STANDARD.encode([0; 20]));
        let sha1 = format!("sha1-{}", BASE64_STANDARD.encode([0; 20]));
        for text in ["", "sha512-", "sha512-!", &short, &sha1] {
            assert_eq!(text.parse::<Sha512>(), Err(InvalidIntegrity), "{text}");
        }
    }
}
