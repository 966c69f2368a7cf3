//! The file format of bundles: framing, metadata, and the archive as it is read. What goes into a bundle, and how what
//! comes out is used, is for the modules above.

mod ezbr;
mod metadata;
mod parts;

pub(crate) use metadata::{Entrypoint, Metadata, VirtualDirectory, VirtualEntry, VirtualFile};
pub(crate) use parts::Parts;

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
