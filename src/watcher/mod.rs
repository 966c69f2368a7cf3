//! Which of the files that matter have changed.
//!
//! An [`Interest`] names files, directories whose entries matter, and whole trees; it knows them by their real places,
//! so symbolic links are followed and watched themselves. A [`Watcher`] watches the directories that an interest
//! needs, each for itself and never recursively, which costs nothing for what lies beside them. [`Changes`] hands out
//! what changed: at once when a file was closed or renamed into place, and after a moment of quiet while more comes.
//!
//! The module does not know what the files are for.

mod burst;
mod interest;
mod watch;

pub(crate) use burst::{ChangeSet, Changes};
pub(crate) use interest::{Interest, Paths};
pub(crate) use watch::Watcher;
