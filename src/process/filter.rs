//! What the kernel refuses a worker, whatever its engine was talked into. Only Linux has such filters.

/// Networks that a command may make sockets for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Networks {
    /// All.
    Any,
    /// Those of IPv4 and of this machine's files. Without a filter the command does not start.
    Ipv4,
}

#[cfg(not(target_os = "linux"))]
pub(crate) fn filter_calls(_: &mut tokio::process::Command, _: Networks) {}

#[cfg(target_os = "linux")]
pub(crate) use linux::filter_calls;

#[cfg(target_os = "linux")]
mod linux {
    use std::io;

    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    use seccompiler::{
        BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter,
        SeccompRule, apply_filter,
    };
    use tokio::process::Command;

    use super::Networks;

    /// The stack of the engine's threads that run code of their own, from `WORKER_STACK_SIZE` in its source. No other
    /// thread has one of this size.
    const THREAD_STACK: u64 = 4 << 20;
    /// The stack of threads that say no size, if the soft limit of the process is not less.
    const DEFAULT_STACK: u64 = 8 << 20;

    /// Makes the command, once it runs,
    /// - keep its standard streams open whatever closes them, so that no file it opens takes their place;
    /// - fail to start a thread of JavaScript;
    /// - and make sockets for `networks` only.
    #[expect(
        unsafe_code,
        reason = "a filter is for the process that installs it, and `pre_exec` runs in that"
    )]
    pub(crate) fn filter_calls(command: &mut Command, networks: Networks) {
        let streams = filter(libc::SYS_close, vec![low_descriptor()], 0);
        let threads = filter(libc::SYS_mmap, vec![thread_stack()], libc::ENOMEM);
        let sockets = filter(libc::SYS_socket, foreign_sockets(), libc::EAFNOSUPPORT);
        let must_hold = networks == Networks::Ipv4;
        let install = move || {
            let threads = threads.as_ref().filter(|_| raise_stack());
            for program in [streams.as_ref(), threads].into_iter().flatten() {
                // One wall of several; a kernel without filters has the others.
                let _ = apply_filter(program);
            }
            if must_hold {
                let program = sockets.as_ref().ok_or(io::ErrorKind::Unsupported)?;
                apply_filter(program).map_err(|_| io::Error::last_os_error())?;
            }
            Ok(())
        };
        // SAFETY: the closure makes system calls and touches neither the heap nor a lock, so it is sound in a child
        // forked from a process with threads.
        unsafe {
            command.pre_exec(install);
        }
    }

    /// Sees to it that threads without a size of their own have larger stacks than [`THREAD_STACK`].
    fn raise_stack() -> bool {
        let Rlimit { current, maximum } = getrlimit(Resource::Stack);
        if current.is_none_or(|current| current >= DEFAULT_STACK) {
            return true;
        }
        let current = Some(DEFAULT_STACK);
        setrlimit(Resource::Stack, Rlimit { current, maximum }).is_ok()
    }

    /// A program for the kernel that answers `call` with `error`, or with success where that is 0, if a rule matches.
    /// `None` on processors that fx is not made for.
    fn filter(call: i64, rules: Vec<Option<SeccompRule>>, error: i32) -> Option<BpfProgram> {
        let rules = rules.into_iter().collect::<Option<Vec<_>>>()?;
        let filter = SeccompFilter::new(
            [(call, rules)].into(),
            SeccompAction::Allow,
            SeccompAction::Errno(u32::try_from(error).ok()?),
            std::env::consts::ARCH.try_into().ok()?,
        );
        filter.ok()?.try_into().ok()
    }

    fn condition(
        argument: u8,
        length: SeccompCmpArgLen,
        operator: SeccompCmpOp,
        value: u64,
    ) -> Option<SeccompCondition> {
        SeccompCondition::new(argument, length, operator, value).ok()
    }

    fn low_descriptor() -> Option<SeccompRule> {
        let last = u64::try_from(libc::STDERR_FILENO).ok()?;
        let low = condition(0, SeccompCmpArgLen::Dword, SeccompCmpOp::Le, last)?;
        SeccompRule::new(vec![low]).ok()
    }

    fn thread_stack() -> Option<SeccompRule> {
        let size = |operator, value| condition(1, SeccompCmpArgLen::Qword, operator, value);
        let stack = u64::try_from(libc::MAP_STACK).ok()?;
        let stack = SeccompCmpOp::MaskedEq(stack);
        let conditions = vec![
            size(SeccompCmpOp::Ge, THREAD_STACK)?,
            size(SeccompCmpOp::Lt, DEFAULT_STACK)?,
            condition(
                3,
                SeccompCmpArgLen::Dword,
                stack,
                u64::try_from(libc::MAP_STACK).ok()?,
            )?,
        ];
        SeccompRule::new(conditions).ok()
    }

    /// The engine knows no ranges of IPv6 addresses, and hypervisors are no network.
    fn foreign_sockets() -> Vec<Option<SeccompRule>> {
        let families = [libc::AF_INET6, libc::AF_VSOCK].into_iter();
        let rule = |family| {
            let family = u64::try_from(family).ok()?;
            let same = condition(0, SeccompCmpArgLen::Dword, SeccompCmpOp::Eq, family)?;
            SeccompRule::new(vec![same]).ok()
        };
        families.map(rule).collect()
    }
}
