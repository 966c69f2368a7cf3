//! Child processes that never outlive fx: spawned in a group of their own, tied to fx's life, killed as a group.
//!
//! It does not know what it runs. On Linux the kernel kills the children when fx dies; it does so when the *thread*
//! that spawned them ends, so one [`Spawner`] thread spawns them all and lives as long as fx. On other Unixes a guard
//! process waits for fx's end; on Windows a job object does.
//!
//! It also has what a process shares with its terminal: signals, and keys.

mod child;
#[cfg_attr(unix, path = "confine_unix.rs")]
#[cfg_attr(windows, path = "confine_windows.rs")]
mod confine;
mod confinement;
mod filter;
mod keys;
mod memory;
#[cfg_attr(unix, path = "unix.rs")]
#[cfg_attr(windows, path = "windows.rs")]
mod os;
mod ports;
mod sample;
mod spawner;
#[cfg_attr(unix, path = "terminal_unix.rs")]
#[cfg_attr(windows, path = "terminal_windows.rs")]
mod terminal;
mod thrift;

pub(crate) use child::{Child, describe, is_cpu_limit, signal};
pub(crate) use confinement::{Confinement, QuotaKeeper};
pub(crate) use filter::{Networks, filter_calls};
pub(crate) use keys::{Keys, end, exit};
pub(crate) use memory::{available_memory, release_memory, total_memory};
pub(crate) use os::{
    Interrupts, is_out_of_files, keep_files_private, limit_self, name_program, raise_file_limit,
};
/// What to do when too many files are open.
pub(crate) const MORE_FILES: &str =
    "allow more open files with `ulimit -n 4096` before you start fx";

pub(crate) use ports::{Holder, port_holder};
pub(crate) use sample::{Sample, cap_data, sample, threads_named, unnamed_bytes};
pub(crate) use spawner::Spawner;
pub(crate) use terminal::TerminalMode;
pub(crate) use thrift::keep_memory_small;
