//! [`Confinement`]: what a child may write, for whatever system keeps it to that.

use std::path::PathBuf;

use crate::fs::Quota;

/// A child that writes to one directory, for nobody else to see, and only so much.
#[derive(Debug, Clone)]
pub(crate) struct Confinement {
    /// The directory. What the child has there may be seen by the child only.
    pub(crate) scratch: PathBuf,
    /// How much may be in it; no single file may be larger than all together.
    pub(crate) quota: Quota,
}

/// Who keeps a child to its quota.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum QuotaKeeper {
    /// The kernel: the directory is a file system in memory that ends with the child.
    Kernel,
    /// Whoever spawned it, by counting.
    Spawner,
}
