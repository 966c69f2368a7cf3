//! The system's keyring, with a bound on how long it may take: where nobody answers, there is none.

use std::{sync::mpsc, thread, time::Duration};

use base64::{Engine as _, prelude::BASE64_STANDARD};
use keyring::Entry;

use crate::env_vars::EnvVars;

/// Under this name the Supabase CLI keeps its tokens, too.
const SERVICE: &str = "Supabase CLI";
/// A keyring that has to be unlocked asks the person; off a desktop there is nobody.
const PATIENCE: Duration = Duration::from_secs(5);
/// What the Supabase CLI of old put before values on macOS.
const GO_PREFIX: &str = "go-keyring-base64:";

/// The value for `account`, when there is a keyring that has one.
pub(super) fn get(account: &str) -> Option<String> {
    let account = account.to_owned();
    let value = ask(move || entry(&account)?.get_password())?;
    match value.strip_prefix(GO_PREFIX) {
        Some(encoded) => String::from_utf8(BASE64_STANDARD.decode(encoded).ok()?).ok(),
        None => Some(value),
    }
}

/// Keeps a value; `false` when there is no keyring that takes it.
pub(super) fn set(account: &str, value: &str) -> bool {
    let (account, value) = (account.to_owned(), value.to_owned());
    ask(move || entry(&account)?.set_password(&value)).is_some()
}

/// Removes the value; whether there was one.
pub(super) fn remove(account: &str) -> bool {
    let account = account.to_owned();
    ask(move || entry(&account)?.delete_credential()).is_some()
}

fn entry(account: &str) -> keyring::Result<Entry> {
    Entry::new(SERVICE, account)
}

/// What `work` says, on a thread of its own: it blocks, and some keyrings run a runtime in it.
fn ask<T: Send + 'static>(work: impl FnOnce() -> keyring::Result<T> + Send + 'static) -> Option<T> {
    if !is_wanted() || !is_reachable() {
        return None;
    }
    let (tx, rx) = mpsc::channel();
    thread::spawn(move || {
        // Who gave up waiting does not want it any more.
        let _ = tx.send(work());
    });
    rx.recv_timeout(PATIENCE).ok()?.ok()
}

fn is_wanted() -> bool {
    !std::env::var(EnvVars::SUPABASE_NO_KEYRING).is_ok_and(|value| matches!(&*value, "1" | "true"))
}

/// Whether there is a session bus to ask on; without one the search for it takes seconds.
#[cfg(all(unix, not(target_os = "macos")))]
fn is_reachable() -> bool {
    let is_set = |name| std::env::var_os(name).filter(|value| !value.is_empty());
    is_set(EnvVars::DBUS_SESSION_BUS_ADDRESS).is_some()
        || is_set(EnvVars::XDG_RUNTIME_DIR)
            .is_some_and(|directory| std::path::Path::new(&directory).join("bus").exists())
}

/// Whether there is a keyring at all.
#[cfg(not(all(unix, not(target_os = "macos"))))]
fn is_reachable() -> bool {
    true
}
