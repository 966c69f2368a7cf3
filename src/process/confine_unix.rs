//! [`Confined`]: what a child does to itself between fork and exec so that it writes no more than it may.
//!
//! Its files are its user's only, none is larger than the quota, and on Linux its directory is a file system in memory
//! in a mount namespace of its own: the kernel keeps it to the quota, and removes everything with the child's last
//! process. Root needs no more than that. Others get a user namespace along with it, in which everybody is who they were.
//! Where the system allows neither (containers, hardened machines), the child starts without.
//!
//! All here runs in a child forked from a process with threads. It makes system calls, and touches neither the heap nor a
//! lock; what it needs is made before.

use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use rustix::{
    fs::Mode,
    process::{Resource, Rlimit, getrlimit, setrlimit, umask},
};
use tokio::process::Command;

use super::Confinement;

/// A command whose child will confine itself.
#[derive(Debug)]
pub(super) struct Confined {
    mounts: Arc<AtomicBool>,
}

impl Confined {
    /// Has the children of `command` confine themselves before anything else that is to happen.
    #[expect(
        unsafe_code,
        reason = "`pre_exec` is the only way to run code between fork and exec"
    )]
    pub(super) fn of(command: &mut Command, confinement: &Confinement) -> io::Result<Self> {
        let mounts = Arc::new(AtomicBool::new(false));
        let wanted = Arc::clone(&mounts);
        let mount = mount::Plan::new(confinement)?;
        let file_size = file_size(confinement.quota.bytes);
        let confine = move || {
            umask(Mode::RWXG | Mode::RWXO);
            ignore_file_size_signal();
            setrlimit(Resource::Fsize, file_size)?;
            if wanted.load(Ordering::Relaxed) {
                mount.carry_out()?;
            }
            Ok(())
        };
        // SAFETY: the closure makes system calls, reads what was made before the fork, and touches neither the heap nor a
        // lock, so it is sound in a child forked from a process with threads.
        unsafe {
            command.pre_exec(confine);
        }
        Ok(Self { mounts })
    }

    /// Whether the next child gets a file system of its own, or else fails to start.
    pub(super) fn mount(&self, mounts: bool) {
        self.mounts.store(mounts, Ordering::Relaxed);
    }
}

/// What a system says that makes no namespaces or mounts at all: they are forbidden, unknown, or none may be made. Where
/// something else is in the way, such as too many processes or too little memory, the next child may get through.
const FINAL: [i32; 6] = [
    libc::EPERM,
    libc::EACCES,
    libc::ENOSYS,
    libc::EINVAL,
    libc::EUSERS,
    libc::ENOSPC,
];

/// Whether a system that refused a file system once always will.
pub(super) fn is_refused_for_good(error: &io::Error) -> bool {
    error
        .raw_os_error()
        .is_some_and(|code| FINAL.contains(&code))
}

/// The limit of the size of files. Nobody may go beyond the one that fx has itself.
fn file_size(bytes: u64) -> Rlimit {
    let own = getrlimit(Resource::Fsize).maximum.unwrap_or(u64::MAX);
    let limit = Some(bytes.min(own));
    Rlimit {
        current: limit,
        maximum: limit,
    }
}

/// Makes a write beyond the limit fail, as one does on a full disk, instead of ending the process.
#[expect(unsafe_code, reason = "there is no other way to ignore a signal")]
fn ignore_file_size_signal() {
    // SAFETY: no handler is installed, and the signal has none.
    unsafe {
        libc::signal(libc::SIGXFSZ, libc::SIG_IGN);
    }
}

#[cfg(not(target_os = "linux"))]
mod mount {
    //! Other systems have no namespaces.

    use std::io;

    use super::Confinement;

    pub(super) struct Plan;

    impl Plan {
        pub(super) fn new(_confinement: &Confinement) -> io::Result<Self> {
            Ok(Self)
        }

        pub(super) fn carry_out(&self) -> io::Result<()> {
            Err(io::ErrorKind::Unsupported.into())
        }
    }
}

#[cfg(target_os = "linux")]
mod mount {
    //! A file system in memory that only one process and its children see.

    use std::{
        ffi::{CStr, CString},
        io,
        os::unix::ffi::OsStrExt as _,
        ptr,
    };

    use rustix::{
        fs::{Mode, OFlags, open},
        process::{getegid, geteuid},
    };

    use super::Confinement;

    /// Everything that the child needs to know, made before the fork.
    pub(super) struct Plan {
        scratch: CString,
        options: CString,
        /// The same user and group inside as outside; `None` for root, who needs no user namespace.
        maps: Option<[CString; 2]>,
    }

    impl Plan {
        pub(super) fn new(confinement: &Confinement) -> io::Result<Self> {
            let quota = confinement.quota;
            // The directory itself counts, too.
            let options = format!(
                "size={},nr_inodes={},mode=0700",
                quota.bytes,
                quota.files + 1
            );
            let (user, group) = (geteuid(), getegid());
            let same = |id: u32| CString::new(format!("{id} {id} 1"));
            let maps = if user.is_root() {
                None
            } else {
                Some([same(user.as_raw())?, same(group.as_raw())?])
            };
            Ok(Self {
                scratch: CString::new(confinement.scratch.as_os_str().as_bytes())?,
                options: CString::new(options)?,
                maps,
            })
        }

        pub(super) fn carry_out(&self) -> io::Result<()> {
            match &self.maps {
                None => unshare(libc::CLONE_NEWNS)?,
                Some([user, group]) => {
                    unshare(libc::CLONE_NEWUSER | libc::CLONE_NEWNS)?;
                    write(c"/proc/self/setgroups", c"deny")?;
                    write(c"/proc/self/uid_map", user)?;
                    write(c"/proc/self/gid_map", group)?;
                }
            }
            // What is mounted here is nobody else's; what others mount and unmount still shows.
            mount(None, c"/", None, libc::MS_SLAVE | libc::MS_REC, None)?;
            mount(
                Some(c"tmpfs"),
                &self.scratch,
                Some(c"tmpfs"),
                libc::MS_NOSUID | libc::MS_NODEV,
                Some(&self.options),
            )
        }
    }

    #[expect(unsafe_code, reason = "the standard library has no namespaces")]
    fn unshare(flags: i32) -> io::Result<()> {
        // SAFETY: the process has one thread, and the call takes no pointers.
        match unsafe { libc::unshare(flags) } {
            0 => Ok(()),
            _ => Err(io::Error::last_os_error()),
        }
    }

    #[expect(unsafe_code, reason = "the standard library mounts nothing")]
    fn mount(
        source: Option<&CStr>,
        target: &CStr,
        kind: Option<&CStr>,
        flags: libc::c_ulong,
        options: Option<&CStr>,
    ) -> io::Result<()> {
        let pointer = |text: Option<&CStr>| text.map_or(ptr::null(), CStr::as_ptr);
        // SAFETY: all pointers are null or those of texts that outlive the call, which keeps none of them.
        let result = unsafe {
            libc::mount(
                pointer(source),
                target.as_ptr(),
                pointer(kind),
                flags,
                pointer(options).cast(),
            )
        };
        match result {
            0 => Ok(()),
            _ => Err(io::Error::last_os_error()),
        }
    }

    fn write(path: &CStr, text: &CStr) -> io::Result<()> {
        let file = open(path, OFlags::WRONLY | OFlags::CLOEXEC, Mode::empty())?;
        rustix::io::write(&file, text.to_bytes())?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_that_passes_is_not_for_good() {
        for code in [libc::EAGAIN, libc::EMFILE, libc::ENFILE, libc::ENOMEM] {
            let error = io::Error::from_raw_os_error(code);
            assert!(!is_refused_for_good(&error), "{error}");
        }
        for code in FINAL {
            let error = io::Error::from_raw_os_error(code);
            assert!(is_refused_for_good(&error), "{error}");
        }
        assert!(!is_refused_for_good(&io::ErrorKind::OutOfMemory.into()));
    }
}
