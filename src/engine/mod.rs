//! The pinned Deno executable: where it comes from and how it gets onto this machine.
//!
//! [`provision()`] returns the path of a verified executable and downloads it at most once per release and platform:
//!
//! 1. `FX_ENGINE` wins over everything and is only checked, never changed.
//! 2. An engine that is there costs two look-ups in its directory: no network, no lock, no hashing.
//! 3. Otherwise: lock the store, look again, download to a temporary directory inside the store while hashing, compare
//!    with the integrity pinned in our source, unpack the executable only, rename the directory into place.
//!
//! An engine is there when its directory is, because the directory is renamed as a whole; its record keeps the size of
//! the executable, so that one that was cut off later is installed anew. A process that dies half-way leaves a temporary directory,
//! which the next holder of the lock removes. It reports through [`Reporter`] and never prints.

mod download;
mod error;
mod provision;
mod registry;
mod release;
mod store;
mod unpack;

pub(crate) use error::Error;
pub(crate) use provision::{Origin, Provision, located, provision};
pub(crate) use release::Release;
pub(crate) use store::{Installed, Store};

/// Something that happens while an engine is provisioned.
#[derive(Debug)]
pub(crate) enum Event<'a> {
    /// Another fx process holds the store; we wait for it.
    Waiting,
    /// The project's `.npmrc` was given a variable of the environment.
    Given {
        /// Its name.
        variable: &'a str,
    },
    /// A download begins, or begins again.
    Downloading {
        /// What is downloaded.
        release: &'a Release,
        /// Its size in bytes, when the registry says so.
        total: Option<u64>,
    },
    /// More bytes have arrived.
    Received(u64),
    /// A try failed in a way that may pass.
    Retrying {
        /// Why.
        error: &'a Error,
        /// How long the pause is.
        pause: std::time::Duration,
    },
    /// The download is verified; the executable is unpacked.
    Unpacking,
}

/// Tells a person what happens. Called from the task that provisions.
pub(crate) trait Reporter: Send + Sync {
    /// Something happened.
    fn report(&self, event: Event<'_>);
}
