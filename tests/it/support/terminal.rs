//! A terminal for a command, and a person who types on it.

use std::{
    fs::File,
    io::{Read as _, Write as _},
    os::{
        fd::{FromRawFd as _, OwnedFd},
        unix::process::CommandExt as _,
    },
    process::{Command, Stdio},
};

/// What a person types, once a prompt is there.
pub struct Answer {
    prompt: String,
    keys: String,
    is_hidden: bool,
}

impl Answer {
    /// To a prompt after which the terminal shows what is typed.
    pub fn shown(prompt: &str, keys: &str) -> Self {
        Self {
            prompt: prompt.to_owned(),
            keys: keys.to_owned(),
            is_hidden: false,
        }
    }

    /// To a prompt after which the terminal shows nothing.
    pub fn hidden(prompt: &str, keys: &str) -> Self {
        Self {
            is_hidden: true,
            ..Self::shown(prompt, keys)
        }
    }
}

/// How a command ended, and what the terminal showed.
pub struct Typed {
    pub code: Option<i32>,
    pub shown: String,
}

/// Runs `command` on a terminal of its own and gives the answers, one after the other.
pub fn typed(command: &mut Command, answers: &[Answer]) -> Typed {
    let (mut outer, inner) = open();
    command
        .stdin(Stdio::from(inner.try_clone().unwrap()))
        .stderr(Stdio::from(inner.try_clone().unwrap()))
        .stdout(Stdio::from(inner));
    control(command);
    let mut child = command.spawn().unwrap();
    // The command holds the inner end.
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let (mut shown, mut piece, mut seen) = (Vec::new(), [0; 1024], 0);
    let mut answers = answers.iter().peekable();
    // The last one that has the inner end open is gone when reading fails.
    while let Ok(count @ 1..) = outer.read(&mut piece) {
        shown.extend_from_slice(&piece[..count]);
        let text = String::from_utf8_lossy(&shown[seen..]).into_owned();
        let Some(answer) = answers.next_if(|answer| text.contains(&answer.prompt)) else {
            continue;
        };
        seen = shown.len();
        // What is typed before the terminal stops to show it is thrown away.
        while answer.is_hidden && shows_keys(&outer) {
            assert!(child.try_wait().unwrap().is_none(), "it ended by itself");
            std::thread::yield_now();
        }
        outer.write_all(answer.keys.as_bytes()).unwrap();
    }
    Typed {
        code: child.wait().unwrap().code(),
        shown: String::from_utf8_lossy(&shown).into_owned(),
    }
}

/// The two ends of a terminal.
#[expect(unsafe_code, reason = "the standard library opens no terminals")]
fn open() -> (File, OwnedFd) {
    let (mut outer, mut inner) = (-1, -1);
    let null = std::ptr::null_mut;
    // SAFETY: both places are valid, and the descriptors belong to nobody else.
    unsafe {
        let opened = libc::openpty(
            &raw mut outer,
            &raw mut inner,
            null(),
            std::ptr::null(),
            std::ptr::null(),
        );
        assert_eq!(opened, 0);
        (File::from_raw_fd(outer), OwnedFd::from_raw_fd(inner))
    }
}

/// Makes the terminal the one that controls the command, so that Ctrl-C is a signal.
#[expect(unsafe_code, reason = "the standard library makes no sessions")]
fn control(command: &mut Command) {
    let lead = || {
        // SAFETY: two system calls without memory of ours.
        let is_done = unsafe { libc::setsid() != -1 && libc::ioctl(0, libc::TIOCSCTTY, 0) != -1 };
        match is_done {
            true => Ok(()),
            false => Err(std::io::Error::last_os_error()),
        }
    };
    // SAFETY: the closure touches neither the heap nor a lock.
    unsafe {
        command.pre_exec(lead);
    }
}

/// Whether the terminal shows what is typed.
fn shows_keys(outer: &File) -> bool {
    let modes = rustix::termios::tcgetattr(outer).unwrap().local_modes;
    modes.contains(rustix::termios::LocalModes::ECHO)
}
