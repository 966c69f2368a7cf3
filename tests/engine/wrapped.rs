//! fx as a shell starts it: with a umask, open files, or no namespaces to be had.

use std::process::{Command, Stdio};

/// No namespace can be made below this, by root as by anybody else.
pub const NO_NAMESPACES: &str = "exec unshare -Urm sh -c '\
    echo 0 > /proc/sys/user/max_mnt_namespaces && \
    echo 0 > /proc/sys/user/max_user_namespaces && \
    exec \"$@\"' sh \"$@\"";

/// Has `command` started by a bash script, which ends with `exec "$@"` or the like.
pub fn wrap(command: &mut Command, script: &str) {
    let mut wrapped = Command::new("bash");
    wrapped
        .args(["-c", script, "bash"])
        .arg(command.get_program())
        .args(command.get_args())
        .env_clear()
        .envs(
            command
                .get_envs()
                .filter_map(|(name, value)| Some((name, value?))),
        )
        .current_dir(command.get_current_dir().unwrap())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    *command = wrapped;
}
