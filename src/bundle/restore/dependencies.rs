//! [`Dependencies`]: the packages and remote modules of a bundle, as the engine's cache has them.
//!
//! The cache is one of Deno's, so its crates say where things belong. Names come from the bundle and are checked first.

use std::{
    borrow::Cow,
    collections::HashMap,
    path::{Path, PathBuf},
};

use deno_cache_dir::{GlobalHttpCache, HttpCache as _, npm::NpmCacheDir};
use sha2::{Digest as _, Sha256};
use sys_traits::impls::RealSys;
use url::Url;

use super::{REGISTRY, failed, jsr, put_in_place, write};
use crate::bundle::{
    UnpackError,
    format::{Bundle, Entry, FormatError, ModuleKind, VirtualDirectory, VirtualEntry},
    package_imports::{Imported, is_script},
    ports,
    unpack::path::check_name,
};

/// The directory of packages in the engine's cache.
const NPM: &str = "npm";
/// The directory of remote modules in the engine's cache.
const REMOTE: &str = "remote";

/// What a bundle depends on.
#[derive(Debug)]
pub(super) struct Dependencies<'a> {
    /// Files of packages, below the directory of packages.
    packages: Vec<(PathBuf, &'a [u8])>,
    /// Remote modules, redirects, and what a registry would say.
    pub(super) remote: Vec<Remote<'a>>,
    jsr_url: Option<String>,
}

/// What a URL leads to.
#[derive(Debug)]
pub(super) struct Remote<'a> {
    pub(super) url: Url,
    pub(super) content: Cow<'a, [u8]>,
    /// One header: its name and value.
    pub(super) header: (&'static str, String),
    /// Whether a lockfile names it.
    pub(super) locked: bool,
}

impl<'a> Remote<'a> {
    /// A file of the registry itself.
    pub(super) fn of_registry(url: Url, content: Vec<u8>) -> Self {
        Self {
            url,
            content: content.into(),
            header: ("content-type", "application/json".to_owned()),
            locked: false,
        }
    }

    /// Where the URL is redirected to.
    pub(super) fn target(&self) -> Option<&str> {
        let (name, value) = &self.header;
        (*name == "location").then_some(&**value)
    }
}

impl<'a> Dependencies<'a> {
    /// Those of `bundle`; `home` is where they will be.
    pub(super) fn of(bundle: &'a Bundle<'a>, home: &Path) -> Result<Self, UnpackError> {
        let mut remote = Vec::new();
        for (specifier, entry) in bundle.archive.entries() {
            let Some(url) = remote_url(specifier) else {
                continue;
            };
            let (content, header) = match entry {
                Entry::Module(module) => {
                    let kind = content_type(module.kind).to_owned();
                    (module.source, ("content-type", kind))
                }
                Entry::Redirect(target) => (&[][..], ("location", target.to_owned())),
            };
            remote.push(Remote {
                url,
                content: content.into(),
                header,
                locked: true,
            });
        }
        let (jsr_url, registry) = jsr::files(&bundle.archive);
        remote.extend(registry);
        Ok(Self {
            packages: packages(bundle, home)?,
            remote,
            jsr_url,
        })
    }

    /// Where `jsr:` leads, if anything is from there.
    pub(super) fn jsr_url(&self) -> Option<&str> {
        self.jsr_url.as_deref()
    }

    /// The texts of remote modules.
    pub(super) fn remote_texts(&self) -> impl Iterator<Item = &str> + Clone {
        let contents = self.remote.iter().map(|remote| &*remote.content);
        contents.filter_map(|content| std::str::from_utf8(content).ok())
    }

    /// What the ES modules of packages import.
    pub(super) fn imported(&self) -> Imported {
        let mut imported = Imported::default();
        let scripts = self.packages.iter().filter(|(path, _)| is_script(path));
        scripts.for_each(|(_, script)| imported.look_at(script));
        imported
    }

    /// A name that changes with everything that is in here.
    pub(super) fn digest(&self) -> String {
        let mut digest = Sha256::new();
        let mut add = |parts: [&[u8]; 3]| {
            for part in parts {
                digest.update((part.len() as u64).to_be_bytes());
                digest.update(part);
            }
        };
        for (path, content) in &self.packages {
            add([path.as_os_str().as_encoded_bytes(), b"", content]);
        }
        for Remote {
            url,
            content,
            header,
            ..
        } in &self.remote
        {
            add([url.as_str().as_bytes(), header.1.as_bytes(), content]);
        }
        format!("deps-{:x}", digest.finalize())
    }

    /// Writes them below `home`, unless they are there.
    pub(super) fn write(&self, home: &Path) -> Result<(), UnpackError> {
        let place = home.join(self.digest());
        if place.is_dir() {
            return Ok(());
        }
        put_in_place(home, &place, |stage| {
            let npm = stage.join(NPM);
            for (path, content) in &self.packages {
                write(&npm.join(path), content)?;
            }
            let cache = GlobalHttpCache::new(RealSys, stage.join(REMOTE));
            for remote in &self.remote {
                let (name, value) = &remote.header;
                let headers = HashMap::from([((*name).to_owned(), value.clone())]);
                let written = cache.set(&remote.url, headers, &remote.content);
                written.map_err(|source| failed("write modules to", stage, source))?;
            }
            let urls = self.remote.iter().map(|remote| &remote.url);
            ports::rename(urls, &stage.join(REMOTE))
                .map_err(|source| failed("write modules to", stage, source))
        })
    }
}

fn remote_url(specifier: &str) -> Option<Url> {
    let url = Url::parse(specifier).ok()?;
    matches!(url.scheme(), "http" | "https").then_some(url)
}

fn content_type(kind: ModuleKind) -> &'static str {
    match kind {
        ModuleKind::Json | ModuleKind::Jsonc => "application/json",
        ModuleKind::Wasm => "application/wasm",
        ModuleKind::JavaScript | ModuleKind::Opaque => "application/javascript",
    }
}

/// The files of packages, below the engine's directory for them.
fn packages<'a>(
    bundle: &'a Bundle<'a>,
    home: &Path,
) -> Result<Vec<(PathBuf, &'a [u8])>, UnpackError> {
    let Some(root) = &bundle.metadata.virtual_dir else {
        return Ok(Vec::new());
    };
    let registry = Url::parse(REGISTRY).expect("it is a URL");
    // What is there already does not matter: only names are asked for.
    let npm = home.join(NPM);
    let cache = NpmCacheDir::new(&RealSys, npm, vec![registry.clone()]);
    let mut files = Vec::new();
    collect(root, &mut Vec::new(), &mut files)?;
    let mut found = Vec::new();
    for (components, key) in files {
        let wrong = || FormatError::Facts {
            key: crate::bundle::format::METADATA_KEY,
            problem: format!("`{}` is no file of a package", components.join("/")),
        };
        let (package, rest) = split(&components).ok_or_else(wrong)?;
        let folder =
            cache.package_folder_for_id(&package.name, &package.version, package.copy, &registry);
        let folder = folder.strip_prefix(cache.root_dir()).map_err(|_| wrong())?;
        let content = bundle.package_file(key).ok_or_else(wrong)?;
        let path = rest
            .iter()
            .fold(folder.to_owned(), |path, name| path.join(name));
        found.push((path, content));
    }
    Ok(found)
}

/// A package by the directory it is in.
struct Package {
    name: String,
    version: String,
    copy: u8,
}

/// `localhost/name/1.0.0_1/lib/index.js` as package and path in it.
fn split<'c, 'a>(components: &'c [&'a str]) -> Option<(Package, &'c [&'a str])> {
    let (registry, rest) = components.split_first()?;
    let parts = if rest.first()?.starts_with('@') { 2 } else { 1 };
    let (name, rest) = rest.split_at_checked(parts)?;
    let (version, rest) = rest.split_first()?;
    let copy = version
        .rsplit_once('_')
        .and_then(|(version, copy)| Some((version, copy.parse().ok()?)));
    let (version, copy) = copy.unwrap_or((version, 0));
    let package = Package {
        name: name.join("/"),
        version: version.to_owned(),
        copy,
    };
    (*registry == "localhost" && !rest.is_empty()).then_some((package, rest))
}

/// The files below `directory` with their keys. Names that lead elsewhere are refused.
fn collect<'a>(
    directory: &'a VirtualDirectory,
    above: &mut Vec<&'a str>,
    files: &mut Vec<(Vec<&'a str>, &'a str)>,
) -> Result<(), UnpackError> {
    for entry in &directory.entries {
        let name = match entry {
            VirtualEntry::Dir(directory) => &directory.name,
            VirtualEntry::File(file) => &file.name,
            VirtualEntry::Symlink(link) => {
                return Err(UnpackError::Name {
                    specifier: link.name.clone(),
                    problem: "is a symbolic link",
                });
            }
        };
        check_name(name).map_err(|problem| UnpackError::Name {
            specifier: name.clone(),
            problem,
        })?;
        above.push(name);
        match entry {
            VirtualEntry::Dir(directory) => collect(directory, above, files)?,
            VirtualEntry::File(file) => files.push((above.clone(), &file.key)),
            VirtualEntry::Symlink(_) => {}
        }
        above.pop();
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundle::format::VirtualFile;

    fn with_file(directory: &str, name: &str) -> VirtualDirectory {
        let mut root = VirtualDirectory::new("node_modules");
        let mut inner = VirtualDirectory::new(directory);
        inner.entries.push(VirtualEntry::File(VirtualFile {
            key: "vfs://0".to_owned(),
            name: name.to_owned(),
            offset: 0,
            len: 0,
        }));
        root.entries.push(VirtualEntry::Dir(inner));
        root
    }

    #[test]
    fn names_that_lead_elsewhere_are_refused() {
        for (directory, name) in [
            ("..", "x"),
            ("a", ".."),
            ("a/b", "x"),
            ("a", "/etc/passwd"),
            ("", "x"),
        ] {
            let collected = collect(
                &with_file(directory, name),
                &mut Vec::new(),
                &mut Vec::new(),
            );
            assert!(collected.is_err(), "{directory} {name}");
        }
        let (good, mut files) = (with_file("a", "x"), Vec::new());
        collect(&good, &mut Vec::new(), &mut files).unwrap();
        assert_eq!(files, [(vec!["a", "x"], "vfs://0")]);
    }

    #[test]
    fn a_package_is_known_by_its_directory() {
        let found = |path: &str| {
            let components: Vec<&str> = path.split('/').collect();
            let (package, rest) = split(&components)?;
            let Package {
                name,
                version,
                copy,
            } = package;
            Some((name, version, copy, rest.join("/")))
        };
        let expected = |name: &str, version: &str, copy, rest: &str| {
            Some((name.to_owned(), version.to_owned(), copy, rest.to_owned()))
        };
        assert_eq!(
            found("localhost/a/1.0.0/x/y.js"),
            expected("a", "1.0.0", 0, "x/y.js")
        );
        assert_eq!(
            found("localhost/@s/a/1.0.0_2/y.js"),
            expected("@s/a", "1.0.0", 2, "y.js")
        );
        assert_eq!(found("elsewhere/a/1.0.0/y.js"), None);
        assert_eq!(found("localhost/a/1.0.0"), None);
    }
}
