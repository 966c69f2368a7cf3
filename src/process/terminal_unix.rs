//! The terminal's mode on Unix: keys come at once and are not echoed, signals and output stay as they are.

use std::{
    convert::Infallible,
    io, iter,
    sync::{Mutex, MutexGuard, PoisonError},
    thread,
    time::Duration,
};

use rustix::{
    event::{PollFd, PollFlags, poll},
    io::Errno,
    process::{Signal, getpgrp, getpid, getsid, kill_process},
    termios::{
        LocalModes, OptionalActions, SpecialCodeIndex, Termios, tcgetattr, tcgetpgrp, tcsetattr,
    },
};
use tokio::signal::unix::{self, SignalKind, signal};

/// The mode to go back to, while another is in force. It is global because the terminal is.
static FOUND: Mutex<Option<Termios>> = Mutex::new(None);

/// How long keys that are meant for another program are left alone before the next look.
const BACKGROUND_PAUSE: Duration = Duration::from_millis(250);

/// The mode in which keys come one by one. It is left for as long as fx is suspended.
#[derive(Debug)]
pub(super) struct KeyMode {
    suspend: unix::Signal,
    resume: unix::Signal,
}

impl KeyMode {
    /// Enters the mode, unless fx runs in the background: whoever changes the terminal from there is stopped.
    pub(super) fn enter() -> io::Result<Option<Self>> {
        if !is_foreground() {
            return Ok(None);
        }
        let mode = Self {
            suspend: signal(SignalKind::from_raw(Signal::TSTP.as_raw()))?,
            resume: signal(SignalKind::from_raw(Signal::CONT.as_raw()))?,
        };
        *found() = Some(tcgetattr(io::stdin())?);
        apply();
        Ok(Some(mode))
    }

    /// Lets Ctrl-Z suspend fx, with the terminal as it was found, and enters the mode again when fx goes on.
    pub(super) async fn follow(&mut self) -> Infallible {
        loop {
            tokio::select! {
                _ = self.suspend.recv() => suspend(),
                _ = self.resume.recv() => apply(),
            }
        }
    }
}

/// The mode of the terminal as it was found; dropping this puts it back.
#[derive(Debug)]
pub(crate) struct TerminalMode(Option<Termios>);

impl TerminalMode {
    /// The mode it is in; nothing where stdin is no terminal.
    pub(crate) fn found() -> Self {
        Self(tcgetattr(io::stdin()).ok())
    }
}

impl Drop for TerminalMode {
    fn drop(&mut self) {
        if let Some(mode) = &self.0 {
            set(mode);
        }
    }
}

/// Puts the terminal back for good.
pub(super) fn restore() {
    if let Some(mode) = found().take() {
        set(&mode);
    }
}

/// Hands on keys until `press` says that nobody wants them, or the terminal is gone.
pub(super) fn read_keys(mut press: impl FnMut(char) -> bool) {
    let stdin = io::stdin();
    let mut buffer = [0; 64];
    loop {
        // A read from the background would stop fx, so it waits without one.
        match poll(&mut [PollFd::new(&stdin, PollFlags::IN)], None) {
            Err(Errno::INTR) => continue,
            Err(_) => return,
            Ok(_) if !is_foreground() => {
                thread::sleep(BACKGROUND_PAUSE);
                continue;
            }
            Ok(_) => {}
        }
        let read = match rustix::io::read(&stdin, &mut buffer) {
            Err(Errno::INTR) => continue,
            Ok(0) | Err(_) => return,
            Ok(count) => &buffer[..count],
        };
        if !keys_of(read).all(&mut press) {
            return;
        }
    }
}

/// The keys in what was read. Arrows and the like are left out: they are several bytes, letters among them.
fn keys_of(bytes: &[u8]) -> impl Iterator<Item = char> {
    let mut rest = bytes.iter();
    iter::from_fn(move || {
        loop {
            match *rest.next()? {
                0x1b => match rest.next()? {
                    // A control sequence goes up to its first letter.
                    b'[' => drop(rest.find(|byte| matches!(byte, 0x40..=0x7e))),
                    b'O' => drop(rest.next()),
                    _ => {}
                },
                byte if byte.is_ascii() => return Some(char::from(byte)),
                _ => {}
            }
        }
    })
}

fn suspend() {
    // A session leader's group has no shell that could wake it up again.
    if getsid(None).is_ok_and(|session| session == getpgrp()) {
        return;
    }
    if let Some(mode) = &*found() {
        set(mode);
    }
    // Nothing can be done about a system that does not let fx stop itself.
    let _ = kill_process(getpid(), Signal::STOP);
}

fn apply() {
    let Some(mut mode) = found().clone() else {
        return;
    };
    mode.local_modes
        .remove(LocalModes::ICANON | LocalModes::ECHO);
    mode.special_codes[SpecialCodeIndex::VMIN] = 1;
    mode.special_codes[SpecialCodeIndex::VTIME] = 0;
    set(&mode);
}

fn set(mode: &Termios) {
    if is_foreground() {
        // A terminal that went away needs no mode.
        let _ = tcsetattr(io::stdin(), OptionalActions::Now, mode);
    }
}

fn is_foreground() -> bool {
    tcgetpgrp(io::stdin()).is_ok_and(|group| group == getpgrp())
}

fn found() -> MutexGuard<'static, Option<Termios>> {
    FOUND.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sequences_of_other_keys_are_left_out() {
        let keys = |bytes: &[u8]| keys_of(bytes).collect::<String>();
        assert_eq!(keys(b"rq"), "rq");
        assert_eq!(keys(b"\x1b[Ac\x1b[1;5Cl\x1b[24~?"), "cl?");
        assert_eq!(keys(b"\x1bOPr\x1bq"), "r");
        assert_eq!(keys("\u{fc}r".as_bytes()), "r");
        assert_eq!(keys(b"\x1b"), "");
    }
}
