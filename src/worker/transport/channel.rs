//! [`Channel`]: the way between fx and the bootstrap of a worker, which the function's own streams are no part of.
//!
//! On Linux it is two named pipes in the worker's directory: the bootstrap opens and removes them before the function's
//! code loads, so a function that closes its standard streams, or opens others in their place, neither cuts it nor gets
//! into it. Elsewhere it is the worker's stdin and stdout. fx holds both ends of the pipes, so opening one never waits;
//! they are gone with the worker's directory and with fx.

use serde_json::Value;
use tokio::process::{ChildStdin, ChildStdout};

pub(in crate::worker) use os::{Channel, Control, Hold, Records};

/// The ends of a channel that are fx's.
#[derive(Debug)]
pub(in crate::worker) struct Ends {
    /// Where control lines go.
    pub(in crate::worker) control: Control,
    /// Where records come from.
    pub(in crate::worker) records: Records,
    /// What the function writes to its stdout, where records come another way.
    pub(in crate::worker) stdout: Option<ChildStdout>,
    /// The records end when this is dropped and the worker has ended.
    pub(in crate::worker) hold: Hold,
}

#[cfg(target_os = "linux")]
mod os {
    use std::{io, path::Path, path::PathBuf};

    use rustix::fs::{CWD, Mode, mkfifoat};
    use serde_json::json;
    use tokio::net::unix::pipe::{OpenOptions, Receiver, Sender};

    use super::{ChildStdin, ChildStdout, Ends, Value};

    pub(in crate::worker) type Control = Sender;
    pub(in crate::worker) type Records = Receiver;
    pub(in crate::worker) type Hold = (Receiver, Sender);

    /// Two named pipes.
    #[derive(Debug)]
    pub(in crate::worker) struct Channel {
        paths: [PathBuf; 2],
        control: (Sender, Receiver),
        records: (Sender, Receiver),
    }

    impl Channel {
        /// Makes the pipes in the private directory of a worker.
        pub(in crate::worker) fn open(directory: &Path) -> io::Result<Self> {
            let paths = ["c", "r"].map(|name| directory.join(name));
            let pipe = |path: &Path| {
                mkfifoat(CWD, path, Mode::RUSR | Mode::WUSR)?;
                let options = OpenOptions::new();
                // A writer can only be opened without waiting once there is a reader.
                let receiver = options.open_receiver(path)?;
                Ok::<_, io::Error>((options.open_sender(path)?, receiver))
            };
            let (control, records) = (pipe(&paths[0])?, pipe(&paths[1])?);
            Ok(Self {
                paths,
                control,
                records,
            })
        }

        /// What the bootstrap is told.
        pub(in crate::worker) fn to_boot_message(&self) -> Value {
            json!({ "control": self.paths[0], "records": self.paths[1] })
        }

        /// The files that the worker opens and removes.
        pub(in crate::worker) fn files(directory: &Path) -> Vec<PathBuf> {
            ["c", "r"].map(|name| directory.join(name)).into()
        }

        /// The ends, for a worker that has these streams. Its stdin ends here.
        pub(in crate::worker) fn split(self, _stdin: ChildStdin, stdout: ChildStdout) -> Ends {
            let (control, records) = (self.control, self.records);
            Ends {
                control: control.0,
                records: records.1,
                stdout: Some(stdout),
                hold: (control.1, records.0),
            }
        }
    }
}

#[cfg(not(target_os = "linux"))]
mod os {
    use std::{io, path::Path, path::PathBuf};

    use super::{ChildStdin, ChildStdout, Ends, Value};

    pub(in crate::worker) type Control = ChildStdin;
    pub(in crate::worker) type Records = ChildStdout;
    pub(in crate::worker) type Hold = ();

    /// The standard streams.
    #[derive(Debug)]
    pub(in crate::worker) struct Channel;

    impl Channel {
        /// Nothing to make.
        pub(in crate::worker) fn open(_directory: &Path) -> io::Result<Self> {
            Ok(Self)
        }

        /// What the bootstrap is told.
        pub(in crate::worker) fn to_boot_message(&self) -> Value {
            Value::Null
        }

        /// No files.
        pub(in crate::worker) fn files(_directory: &Path) -> Vec<PathBuf> {
            Vec::new()
        }

        /// The streams themselves.
        pub(in crate::worker) fn split(self, stdin: ChildStdin, stdout: ChildStdout) -> Ends {
            Ends {
                control: stdin,
                records: stdout,
                stdout: None,
                hold: (),
            }
        }
    }
}
