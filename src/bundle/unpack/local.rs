//! [`Names`]: which entries are files of the project, and where they belong.
//!
//! Bundles of 2.0 name files relative to a root. Older ones name them by `file:` URLs of the machine they were made on;
//! those are seen from the directory above the one that all of them are in, which is what 2.0 does.

use super::{UnpackError, path};
use crate::bundle::format::{Archive, Entry, STATIC_PREFIX, VFS_PREFIX};

const FILE_SCHEME: &str = "file://";

/// Where entries belong.
#[derive(Debug)]
pub(super) struct Names<'a> {
    /// What the paths of all `file:` URLs begin with.
    base: Vec<&'a str>,
}

/// What an entry is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// A module of the project, at this path.
    Module(String),
    /// A static file.
    Static(String),
    /// A module of another host, or one that is written in its specifier.
    Remote,
    /// Something of the bundle itself.
    Internal,
}

impl<'a> Names<'a> {
    /// The names of `archive`.
    pub(super) fn of(archive: &Archive<'a>) -> Self {
        let modules = archive.entries().filter_map(|(specifier, entry)| {
            let is_module = matches!(entry, Entry::Module(_));
            is_module.then(|| file_path(specifier)).flatten()
        });
        let directories = modules.map(|path| {
            let mut names: Vec<&str> = path.split('/').collect();
            names.pop();
            names
        });
        let mut base = directories.reduce(common).unwrap_or_default();
        base.pop();
        Self { base }
    }

    /// Where the entry `specifier` belongs.
    pub(super) fn place(&self, specifier: &str) -> Result<Place, UnpackError> {
        if specifier.starts_with("---") || specifier.starts_with(VFS_PREFIX) {
            return Ok(Place::Internal);
        }
        if let Some(name) = specifier.strip_prefix(STATIC_PREFIX) {
            let name = name.strip_prefix("./").unwrap_or(name);
            return self.path(specifier, name).map(Place::Static);
        }
        if has_scheme(specifier) && !specifier.starts_with(FILE_SCHEME) {
            return Ok(Place::Remote);
        }
        self.path(specifier, specifier).map(Place::Module)
    }

    fn path(&self, specifier: &str, name: &str) -> Result<String, UnpackError> {
        let refuse = |problem| UnpackError::Name {
            specifier: specifier.to_owned(),
            problem,
        };
        let Some(absolute) = file_path(name) else {
            return path::relative(name).map_err(refuse);
        };
        let mut names = absolute.split('/');
        let is_below = self.base.iter().all(|name| names.next() == Some(*name));
        if !is_below {
            return Err(refuse("is not in the directory of the other modules"));
        }
        let rest: Vec<&str> = names.collect();
        path::relative(&rest.join("/")).map_err(refuse)
    }
}

/// The path of a `file:` URL without a host, from the root of the file system.
fn file_path(specifier: &str) -> Option<&str> {
    specifier.strip_prefix(FILE_SCHEME)?.strip_prefix('/')
}

/// What both begin with.
fn common<'a>(mut one: Vec<&'a str>, other: Vec<&'a str>) -> Vec<&'a str> {
    let pairs = one.iter().zip(&other);
    let length = pairs.take_while(|(one, other)| one == other).count();
    one.truncate(length);
    one
}

/// Whether it is a URL. A single letter is a drive on Windows.
fn has_scheme(specifier: &str) -> bool {
    let Some((scheme, _)) = specifier.split_once(':') else {
        return false;
    };
    let mut bytes = scheme.bytes();
    scheme.len() > 1
        && bytes.next().is_some_and(|byte| byte.is_ascii_alphabetic())
        && bytes.all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
}
