//! Files and directories as fx needs them: files written whole or not at all, locks between processes, directories that
//! are nobody else's business, and the temporary ones with an owner.
//!
//! It knows no domain type; errors are `io::Error`, and callers add the path.
//!
//! # Directories that fx makes for itself
//!
//! [`create_private_dir`] makes all that is to last: caches, state, the platform's data. [`RunDirectory`] makes all that
//! is to go: one directory for each running fx, in the system's temporary directory, with everything temporary below it.
//! What an fx that was killed has left there is removed by the next one.

mod files;
mod found;
mod leftovers;
mod private;
mod remove;
mod run_directory;
mod usage;

pub(crate) use files::{
    FileLock, UNFINISHED_FILE, is_disk_full, is_executable, is_not_writable, set_mode,
    write_atomic, write_new,
};
pub(crate) use found::{
    MAX_LOCKFILE, MAX_MODULE, MAX_STATIC_FILE, MAX_TEXT, check_found, check_regular,
    check_writable, create_found, is_regular, read_found, read_found_text, read_regular,
    read_regular_text, real_place, refusal, repository_of, write_found,
};
pub(crate) use private::{create_private_dir, tighten};
pub(crate) use run_directory::{RunDirectory, remove_run_directories};
pub(crate) use usage::{Quota, Usage, usage_beyond};
