//! [`ConfirmedPorts`]: ports of this machine at which a person has confirmed that the local stack of a project listens.
//!
//! The file of a cloned project names a port too, and whoever listens there would be given keys; so what counts is what a
//! person said: by naming the port with `--upstream`, or by answering yes. Every confirmation is a file of its own in
//! fx's state directory: nothing is read to be written again, so none gets lost, and a damaged one hurts no other. A
//! project that is moved is asked about again.

use std::{
    fmt::Write as _,
    io::{self, ErrorKind},
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::{diagnostics::Warning, fs};

/// The confirmations of this user.
#[derive(Debug)]
pub(crate) struct ConfirmedPorts {
    directory: PathBuf,
}

/// What is in the file of a confirmation.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Confirmation {
    root: String,
    port: u16,
}

impl ConfirmedPorts {
    /// Those in the state directory; none need be there.
    pub(crate) fn new(state: &Path) -> Self {
        let directory = state.join("confirmed-ports");
        Self { directory }
    }

    /// Whether the port is confirmed for the project at `root`. A file that cannot be read confirms nothing.
    pub(crate) fn confirmed(&self, root: &Path, port: u16) -> Result<bool, Warning> {
        let confirmation = Confirmation::new(root, port);
        let path = self.path(&confirmation);
        let problem = match fs::read_regular_text(&path, fs::MAX_TEXT) {
            Ok(text) => match serde_json::from_str::<Confirmation>(&text) {
                Ok(found) if found == confirmation => return Ok(true),
                Ok(_) | Err(_) => "it is damaged".to_owned(),
            },
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(false),
            Err(error) => error.to_string(),
        };
        let path = path.display();
        let warning = Warning::new(format!(
            "the confirmation of port {port} in `{path}` is ignored: {problem}"
        ));
        Err(warning.with_hint(format!(
            "confirm it again with `--upstream http://127.0.0.1:{port}`"
        )))
    }

    /// Confirms the port for the project at `root`, from now on.
    pub(crate) fn confirm(&self, root: &Path, port: u16) -> io::Result<()> {
        let confirmation = Confirmation::new(root, port);
        let bytes = serde_json::to_vec(&confirmation).expect("text and a number serialise");
        fs::create_private_dir(&self.directory)?;
        fs::write_atomic(&self.path(&confirmation), &bytes, 0o600)
    }

    fn path(&self, confirmation: &Confirmation) -> PathBuf {
        let Confirmation { root, port } = confirmation;
        // No path has a NUL in it.
        let digest = Sha256::digest(format!("{root}\0{port}"));
        let name = digest[..16].iter().fold(String::new(), |mut name, byte| {
            write!(name, "{byte:02x}").expect("a string takes everything");
            name
        });
        self.directory.join(format!("{name}.json"))
    }
}

impl Confirmation {
    fn new(root: &Path, port: u16) -> Self {
        Self {
            root: root.display().to_string(),
            port,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_is_confirmed_for_one_project_and_from_then_on() {
        let state = tempfile::tempdir().unwrap();
        let (mine, theirs) = (Path::new("/mine"), Path::new("/theirs"));
        let ports = ConfirmedPorts::new(state.path());
        assert_eq!(ports.confirmed(mine, 8000), Ok(false));
        ports.confirm(mine, 8000).unwrap();
        ports.confirm(mine, 8000).unwrap();
        let again = ConfirmedPorts::new(state.path());
        assert_eq!(again.confirmed(mine, 8000), Ok(true));
        assert_eq!(again.confirmed(mine, 8001), Ok(false));
        assert_eq!(again.confirmed(theirs, 8000), Ok(false));
        again.confirm(theirs, 9000).unwrap();
        assert_eq!(again.confirmed(mine, 8000), Ok(true));
    }

    #[test]
    fn a_damaged_file_confirms_nothing_until_it_is_confirmed_again() {
        let state = tempfile::tempdir().unwrap();
        let root = Path::new("/mine");
        let ports = ConfirmedPorts::new(state.path());
        ports.confirm(root, 8000).unwrap();
        let path = ports.path(&Confirmation::new(root, 8000));
        for damage in ["", "{", "[]", r#"{"root":"/theirs","port":8000}"#] {
            std::fs::write(&path, damage).unwrap();
            let warning = ports.confirmed(root, 8000).unwrap_err();
            assert!(warning.message.contains("it is damaged"), "{warning:?}");
        }
        ports.confirm(root, 8000).unwrap();
        assert_eq!(ports.confirmed(root, 8000), Ok(true));
    }

    #[test]
    fn what_is_no_file_confirms_nothing() {
        let state = tempfile::tempdir().unwrap();
        let root = Path::new("/mine");
        let ports = ConfirmedPorts::new(state.path());
        std::fs::create_dir_all(ports.path(&Confirmation::new(root, 8000))).unwrap();
        assert!(ports.confirmed(root, 8000).is_err());
        assert!(ports.confirm(root, 8000).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_may_read_it() {
        use std::os::unix::fs::PermissionsExt as _;
        let state = tempfile::tempdir().unwrap();
        let ports = ConfirmedPorts::new(&state.path().join("fx"));
        ports.confirm(Path::new("/mine"), 8000).unwrap();
        let path = ports.path(&Confirmation::new(Path::new("/mine"), 8000));
        let modes = path.ancestors().take(3).map(|path| {
            let metadata = std::fs::metadata(path).unwrap();
            metadata.permissions().mode() & 0o777
        });
        assert_eq!(modes.collect::<Vec<_>>(), [0o600, 0o700, 0o700]);
    }
}
