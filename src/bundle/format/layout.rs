//! [`Bundle`]: an archive with what the Edge Runtime says in it about the function, whatever the layout.
//!
//! Older layouts become the newest one in memory, as the Edge Runtime does it (`spec/runtime.md` §1.3). A plain ESZip
//! file has nothing to say, and counts as the oldest.

use std::{collections::HashMap, fmt};

use super::{
    METADATA_KEY, VERSION_KEY, VFS_PREFIX,
    archive::Archive,
    error::FormatError,
    legacy::{self, Directory},
    metadata::{Entrypoint, Metadata, VirtualDirectory, VirtualEntry},
};

/// A bundle as the rest of fx sees it.
#[derive(Debug)]
pub(crate) struct Bundle<'a> {
    /// The file.
    pub(crate) archive: Archive<'a>,
    /// What it says about itself, in the newest layout.
    pub(crate) metadata: Metadata,
    /// The layout it has.
    pub(crate) layout: Layout,
    /// Files of packages that are no entries of the archive.
    inline: HashMap<String, Vec<u8>>,
}

/// What the layout of a bundle is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Layout {
    /// An ESZip file of any other tool.
    Plain,
    /// Without a version.
    V0,
    /// `1`: files of packages are entries.
    V1,
    /// `1.1`: the packages of all registries are in one directory.
    V1_1,
    /// `2.0`: all facts are in one entry.
    V2,
}

impl fmt::Display for Layout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Plain => "plain",
            Self::V0 => "0",
            Self::V1 => "1",
            Self::V1_1 => "1.1",
            Self::V2 => "2.0",
        })
    }
}

impl<'a> Bundle<'a> {
    /// Reads the ESZip file `eszip`.
    pub(crate) fn read(eszip: &'a [u8]) -> Result<Self, FormatError> {
        let archive = Archive::read(eszip)?;
        let layout = layout(&archive)?;
        let mut inline = HashMap::new();
        let metadata = match layout {
            Layout::V2 => read_metadata(&archive)?,
            Layout::Plain => Metadata::default(),
            older => migrate(&archive, older, &mut inline)?,
        };
        Ok(Self {
            archive,
            metadata,
            layout,
            inline,
        })
    }

    /// The content of a package's file by its key, `vfs://` and a number.
    pub(crate) fn package_file(&self, key: &str) -> Option<&[u8]> {
        let inline = self.inline.get(key).map(Vec::as_slice);
        inline.or_else(|| self.archive.content(key))
    }
}

fn layout(archive: &Archive<'_>) -> Result<Layout, FormatError> {
    match archive.content(VERSION_KEY) {
        Some(b"2.0") => Ok(Layout::V2),
        Some(b"1.1") => Ok(Layout::V1_1),
        Some(b"1") => Ok(Layout::V1),
        Some(other) => Err(FormatError::Layout {
            found: other.escape_ascii().take(40).map(char::from).collect(),
        }),
        None if archive.entries().any(|(key, _)| legacy::is_key(key)) => Ok(Layout::V0),
        None => Ok(Layout::Plain),
    }
}

fn read_metadata(archive: &Archive<'_>) -> Result<Metadata, FormatError> {
    let bytes = archive.content(METADATA_KEY);
    let bytes = bytes.ok_or(FormatError::Missing { key: METADATA_KEY })?;
    Metadata::from_bytes(bytes).map_err(|problem| FormatError::Facts {
        key: METADATA_KEY,
        problem,
    })
}

fn migrate(
    archive: &Archive<'_>,
    layout: Layout,
    inline: &mut HashMap<String, Vec<u8>>,
) -> Result<Metadata, FormatError> {
    let packages = match layout {
        Layout::V0 => legacy::json_directory(archive)?.map(|root| unfold(root, inline)),
        _ => legacy::archived(archive, legacy::VFS_KEY)?.flatten(),
    };
    let virtual_dir = match packages {
        Some(root) if layout != Layout::V1_1 => Some(below_localhost(root)?),
        other => other,
    };
    let code = archive.content(legacy::SOURCE_CODE_KEY);
    let static_files = legacy::archived(archive, legacy::STATIC_FILES_KEY)?;
    Ok(Metadata {
        entrypoint: code.map(|code| {
            let code = String::from_utf8_lossy(code);
            Entrypoint::ModuleCode(code.into_owned())
        }),
        npmrc_scopes: legacy::archived(archive, legacy::NPMRC_SCOPES_KEY)?,
        static_asset_specifiers: static_files.unwrap_or_default(),
        virtual_dir,
        ..Metadata::default()
    })
}

/// Files get keys in the order in which they come.
fn unfold(directory: Directory, inline: &mut HashMap<String, Vec<u8>>) -> VirtualDirectory {
    let entries = directory.entries.into_iter().map(|entry| match entry {
        legacy::Entry::Dir(directory) => VirtualEntry::Dir(unfold(directory, inline)),
        legacy::Entry::Symlink(link) => VirtualEntry::Symlink(link.into()),
        legacy::Entry::File(file) => {
            let key = format!("{VFS_PREFIX}{}", inline.len());
            let (content, file) = file.with_key(key.clone());
            inline.insert(key, content);
            VirtualEntry::File(file)
        }
    });
    VirtualDirectory {
        name: directory.name,
        entries: entries.collect(),
    }
}

/// The packages of the one registry there was become those of `localhost`.
fn below_localhost(mut packages: VirtualDirectory) -> Result<VirtualDirectory, FormatError> {
    if packages.name != "node_modules" {
        return Err(FormatError::Facts {
            key: legacy::VFS_KEY,
            problem: "its root is not `node_modules`".to_owned(),
        });
    }
    "localhost".clone_into(&mut packages.name);
    let mut root = VirtualDirectory::new("node_modules");
    root.entries.push(VirtualEntry::Dir(packages));
    Ok(root)
}
