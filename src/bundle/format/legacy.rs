//! What the layouts before 2.0 keep in entries of their own, and the JSON form of packages of the first one.

use serde::Deserialize;

use rkyv::{
    Archive as Archived, CheckBytes, Deserialize as Read, Infallible,
    validation::validators::ArchiveValidator,
};

use super::{
    archive::Archive,
    error::FormatError,
    metadata::{VirtualFile, VirtualSymlink, from_archived},
};

/// The files of packages.
pub(super) const VFS_KEY: &str = "---SUPABASE-VFS-DATA-ESZIP---";
/// The code of the main module.
pub(super) const SOURCE_CODE_KEY: &str = "---SUPABASE-SOURCE-CODE-ESZIP---";
/// The names of static files.
pub(super) const STATIC_FILES_KEY: &str = "---SUPABASE-STATIC-FILES-ESZIP---";
/// The registries of scopes.
pub(super) const NPMRC_SCOPES_KEY: &str = "---SUPABASE-NPM-RC-SCOPES---";

/// Whether only the Edge Runtime writes an entry of this name.
pub(super) fn is_key(specifier: &str) -> bool {
    [VFS_KEY, SOURCE_CODE_KEY, STATIC_FILES_KEY, NPMRC_SCOPES_KEY].contains(&specifier)
}

/// What is in the entry `key`, if it is there.
pub(super) fn archived<T>(
    archive: &Archive<'_>,
    key: &'static str,
) -> Result<Option<T>, FormatError>
where
    T: Archived,
    T::Archived: for<'a> CheckBytes<ArchiveValidator<'a>> + Read<T, Infallible>,
{
    let bytes = archive.content(key);
    let value = bytes.map(from_archived).transpose();
    value.map_err(|problem| FormatError::Facts { key, problem })
}

/// The packages of a bundle of the first layout.
pub(super) fn json_directory(archive: &Archive<'_>) -> Result<Option<Directory>, FormatError> {
    let Some(json) = archive.content(VFS_KEY) else {
        return Ok(None);
    };
    // serde_json bounds how deep it goes.
    serde_json::from_slice(json).map_err(|error| FormatError::Facts {
        key: VFS_KEY,
        problem: error.to_string(),
    })
}

/// A directory of a package.
#[derive(Debug, Deserialize)]
pub(super) struct Directory {
    /// Its name.
    pub(super) name: String,
    /// What it holds.
    pub(super) entries: Vec<Entry>,
}

/// What a directory holds.
#[derive(Debug, Deserialize)]
pub(super) enum Entry {
    /// A directory.
    Dir(Directory),
    /// A file.
    File(File),
    /// A symbolic link.
    Symlink(Symlink),
}

/// A file with its content.
#[derive(Debug, Deserialize)]
pub(super) struct File {
    name: String,
    offset: u64,
    len: u64,
    content: Option<Vec<u8>>,
}

/// A symbolic link.
#[derive(Debug, Deserialize)]
pub(super) struct Symlink {
    name: String,
    dest_parts: Vec<String>,
}

impl File {
    /// Its content, and the file that finds it by `key`.
    pub(super) fn with_key(self, key: String) -> (Vec<u8>, VirtualFile) {
        let file = VirtualFile {
            key,
            name: self.name,
            offset: self.offset,
            len: self.len,
        };
        (self.content.unwrap_or_default(), file)
    }
}

impl From<Symlink> for VirtualSymlink {
    fn from(link: Symlink) -> Self {
        Self {
            name: link.name,
            dest_parts: link.dest_parts,
        }
    }
}
