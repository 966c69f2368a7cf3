//! What a cloned project can make fx believe: files that lead out of it, files that are none, variables of the
//! environment, and values that a shell would run.

#[cfg(unix)]
mod files;
mod values;
#[cfg(all(target_os = "linux", target_env = "gnu"))]
mod variables;
#[cfg(unix)]
mod writes;
