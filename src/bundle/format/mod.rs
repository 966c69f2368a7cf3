//! The file format of bundles: framing, metadata, and the archive as it is read. What goes into a bundle, and how what
//! comes out is used, is for the modules above.

mod archive;
mod checksum;
mod cursor;
mod error;
mod ezbr;
mod layout;
mod legacy;
mod metadata;
mod npm;
mod parts;
#[cfg(test)]
pub(crate) mod sample;
#[cfg(test)]
mod tests;

use archive::MAX_REDIRECTS;
pub(crate) use archive::{Archive, Entry, Module, ModuleKind};
pub(crate) use error::FormatError;
pub(crate) use ezbr::decompress;
pub(crate) use layout::Bundle;
pub(crate) use metadata::{Entrypoint, Metadata, VirtualDirectory, VirtualEntry, VirtualFile};
pub(crate) use npm::NpmPackage;
pub(crate) use parts::Parts;

/// How many bytes may say what is in a bundle, for each part that does. Reading them takes several times the memory.
pub(crate) const MAX_FACTS: usize = 64 << 20;

/// The entry with the layout's version.
pub(crate) const VERSION_KEY: &str = "---SUPABASE-ESZIP-VERSION-ESZIP---";
/// The layout that is written.
pub(crate) const VERSION: &str = "2.0";
/// The entry with [`Metadata`].
pub(crate) const METADATA_KEY: &str = "---EDGE-RUNTIME-METADATA---";
/// How the specifier of a static file begins.
pub(crate) const STATIC_PREFIX: &str = "static:";
/// How the specifier of a package's file begins.
pub(crate) const VFS_PREFIX: &str = "vfs://";
