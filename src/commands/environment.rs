//! What people are told about variables of their environment that files of a project were given: a cloned project may
//! ask for any, so nobody should learn of it from a registry's log.
//!
//! It is said once. What was said is remembered per project, in the state directory: the variables of all commands
//! together, so that it is said again when one is added.

use std::{
    collections::BTreeSet,
    io::{self, IsTerminal as _},
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

use sha2::{Digest as _, Sha256};

use crate::{
    diagnostics::Warning,
    dirs::Dirs,
    fs,
    output::{Printer, Verbosity},
    project::{EnvironmentUses, Given},
};

/// One after the other: what is told once is told by one of those who prepare functions at the same time.
static TELLING: Mutex<()> = Mutex::new(());

/// How many bytes the names of variables may have that are remembered.
const MAX_REMEMBERED: u64 = 1 << 20;

/// Says, before they go anywhere, which variables were given that were not known of, on a terminal; with `--verbose`,
/// all of them anywhere.
pub(crate) fn tell(uses: &EnvironmentUses, printer: Printer) {
    let is_verbose = printer.verbosity() == Verbosity::Verbose;
    let is_terminal = io::stderr().is_terminal();
    if printer.verbosity() == Verbosity::Quiet || !(is_verbose || is_terminal) {
        return;
    }
    let _one = TELLING.lock().unwrap_or_else(PoisonError::into_inner);
    let untold = uses.untold();
    if untold.is_empty() {
        return;
    }
    let memory = Memory::of(&uses.root());
    let known = memory.as_ref().map(Memory::recall).unwrap_or_default();
    let given = uses.given();
    let lines = given.iter().flat_map(|(file, variables)| {
        let lines = variables.iter();
        lines.map(move |variable| format!("{variable}\t{file}"))
    });
    let lines: BTreeSet<String> = lines.collect();
    if is_verbose || !lines.is_subset(&known) {
        say(&untold, printer);
        uses.are_told(untold);
    }
    if let Some(memory) = memory.filter(|_| is_terminal) {
        memory.remember(&known | &lines);
    }
}

fn say(untold: &Given, printer: Printer) {
    for (file, variables) in untold {
        let variables: Vec<String> = variables.iter().map(|name| format!("`{name}`")).collect();
        let text = format!(
            "`{file}` uses {} from your environment",
            variables.join(", ")
        );
        let hint = "remove it from the file, or unset the variable, to keep it from the project";
        printer.warn(&Warning::new(text).with_hint(hint));
    }
}

/// What was said about a project: a line for each variable of a file.
struct Memory(PathBuf);

impl Memory {
    /// Without a home directory nothing is remembered.
    fn of(root: &Path) -> Option<Self> {
        let digest = Sha256::digest(root.as_os_str().as_encoded_bytes());
        let id: String = digest[..8]
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        let state = Dirs::from_env().ok()?.state;
        Some(Self(state.join("environment").join(id)))
    }

    fn recall(&self) -> BTreeSet<String> {
        let text = fs::read_regular_text(&self.0, MAX_REMEMBERED).unwrap_or_default();
        text.lines().map(str::to_owned).collect()
    }

    /// What cannot be remembered is said again.
    fn remember(&self, lines: BTreeSet<String>) {
        if lines == self.recall() {
            return;
        }
        let lines: Vec<String> = lines.into_iter().collect();
        let directory = self.0.parent().expect("it is in a directory");
        let _ = fs::create_private_dir(directory)
            .and_then(|()| fs::write_atomic(&self.0, lines.join("\n").as_bytes(), 0o600));
    }
}
