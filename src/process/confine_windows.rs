//! Windows keeps no child to what it may write before it runs; whoever spawned it counts.

use std::io;

use tokio::process::Command;

use super::Confinement;

/// A command whose child has no file system of its own.
#[derive(Debug)]
pub(super) struct Confined;

impl Confined {
    /// Changes nothing.
    pub(super) fn of(_command: &mut Command, _confinement: &Confinement) -> io::Result<Self> {
        Ok(Self)
    }

    /// Changes nothing.
    pub(super) fn mount(&self, _mounts: bool) {}
}

/// Nothing was tried that could be refused.
pub(super) fn is_refused_for_good(_error: &io::Error) -> bool {
    true
}
