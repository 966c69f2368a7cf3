//! [`Spec`]: everything there is to know to run one version of a function, and the engine's command line for it.
//!
//! # What user code can do, and what it cannot
//!
//! The engine's permissions are the sandbox, with what the bootstrap takes away beside them and, on Linux, what the
//! kernel refuses the process; `hosted.js` only takes away what hosted functions lack. With all of it, a function and
//! its packages **can**
//! - connect to every address but ports 25 and 587 (and the debugger's), among them services of this machine, and
//!   listen on TCP and UDP ports with `node:net` and `node:dgram`;
//! - read the static files and npm packages of the function and the own files that it requires, and write to its own
//!   `/tmp`, up to 256 MB and 10 000 files (`room`);
//! - load JavaScript and JSON of any npm package in the cache by its path with `require`: the engine allows that
//!   without asking, so packages of other projects are no secret to code that knows their names and versions;
//! - make the engine open the file that a `sourceMappingURL` names, by the stack of an error: whether there is one can
//!   be told from that, and of one that is a source map what it says of places;
//! - see the process id and the directory of the function, and by an ES module of a package that imports names from
//!   `node:os` the facts of `SYSTEM_FACTS`; otherwise what it is told of the machine is made up (`hosted.tsv`);
//! - make the records of its own worker name another request, and call fx itself in the name of that worker;
//! - end, block or confuse its own worker, or print so much that log lines are dropped. fx then kills the worker by its
//!   limits, which are not the worker's to keep.
//!
//! It **cannot**
//! - read or write other files, whether by `..`, `/proc`, symbolic links or `node:sqlite`; links cannot be made. Static
//!   imports are not the engine's to refuse: [`crate::bundle`] refuses the graph;
//! - set a variable that a library obeys: its variables are not in the environment of the process, which is a short list
//!   of the engine's own, and in `serve` the caller's proxies and certificates;
//! - reach the engine's internals (`Deno[Deno.internal]`, modules below `internal/`), a descriptor that it did not open,
//!   or the channel to fx, also when it closes its standard streams;
//! - start programs, load libraries, or run install scripts of packages, which nobody runs; nor start threads;
//! - reach another worker's socket, `/tmp` or variables, or fx's environment;
//! - forge fx's records by what it redefines: the bootstrap has captured what it calls.
//!
//! Where that hangs on one wall:
//! - Threads are refused by the kernel, which knows them by the size of their stack (`process::filter`), and by the
//!   bootstrap; the standard streams are kept open by the kernel. Without Linux there is only the bootstrap, which an
//!   ES module of a package may get ahead of when no other module has loaded `node:` modules before it.
//! - Ports on IPv6 addresses, `vm.Script` with a code cache, `fts3_tokenizer` of SQLite, and sockets, files and terminals
//!   from numbers are refused by the bootstrap alone. Code that finds the engine's symbol for what a stream reads from may
//!   point it at another number, and a heap snapshot shows the mark of records: with both a function may read what fx tells
//!   its worker, and could forge what its own worker says. Abstract unix sockets of this machine can be connected to. A function whose own modules name `node:vm` ignores code caches in all of its code; in others an ES
//!   module of a package, or an import with a computed name, has `node:vm` as the engine made it, and so with
//!   `node:sqlite`.
//! - Literal `/tmp` paths are mended for functions and CommonJS packages only. An ES module of a package has `node:`
//!   modules as the engine made them, unless the function's own modules import the same ones: `/tmp/x` is refused there,
//!   `os.tmpdir()` works, reading descriptor 0 gives nothing, and `open` of `node:inspector` opens a port that leads into
//!   this worker.
//!
//! [`Sandbox::PublicNetworks`], which is for functions of people who share a machine, also denies loopback, link-local,
//! private, multicast and reserved addresses, however they are written and whatever name leads to them: the engine
//! looks at the address that it is about to connect to, for `fetch`, `WebSocket`, `Deno.connect`, and `node:` modules.
//! As it denies no ranges of IPv6, the system refuses such sockets on Linux, and those of virtual machines too; elsewhere
//! private IPv6 networks **can** be reached. What also can be: public addresses of this machine, with what listens there,
//! and a private SOCKS5 proxy by code that finds the engine's own HTTP client (`egress.js` takes away the ways that are
//! known). Names of private hosts can be looked up. What is
//! lost with it: UDP, servers on ports of their own, `Deno.resolveDns` where the system's resolver has a private address,
//! and hosts that have no IPv4 address.
//!
//! [`Sandbox::Off`] gives all permissions and the engine's whole surface. What remains: variables come from the project
//! only and cannot be changed, but for `PATH`, which programs get; limits hold; standard input is fx's. It is the same
//! for all workers of one fx, so that a process that waits fits every version.

use std::{
    collections::BTreeMap,
    ffi::{OsStr, OsString},
    path::{Path, PathBuf},
    process::Stdio,
};

use tokio::process::Command;

use super::{Debuggees, room::Room};
use crate::{
    env_vars::EnvVars,
    function::{Limits, Slug},
    process::{self, Networks},
};

/// One version of a function, ready to run: its modules and packages are in the cache, its lockfile is written.
#[derive(Debug, Clone)]
pub(crate) struct Spec {
    /// The function.
    pub(crate) slug: Slug,
    /// Its main module; relative file reads resolve against the directory of it.
    pub(crate) entrypoint: PathBuf,
    /// What messages name files relative to.
    pub(crate) root: PathBuf,
    /// The cache of modules and packages, in the engine's layout.
    pub(crate) deno_dir: PathBuf,
    /// How the engine resolves: configuration, import map, lockfile.
    pub(crate) engine_args: Vec<OsString>,
    /// What the engine needs in its environment besides [`Spec::variables`]; hidden from the function.
    pub(crate) engine_env: Vec<(String, String)>,
    /// The engine's `.npmrc`: which registry the packages of a scope came from. No credentials.
    pub(crate) npmrc: String,
    /// Files and directories the function may read.
    pub(crate) readable: Vec<PathBuf>,
    /// What the bootstrap is told of `node:` modules.
    pub(crate) node: Node,
    /// The function's environment variables.
    pub(crate) variables: BTreeMap<String, String>,
    /// Where fx itself is for it: calls to these origins carry a tag, so that fx knows who makes them.
    pub(crate) own_origins: Vec<String>,
    /// What it may use.
    pub(crate) limits: Limits,
    /// Changes with what the engine reads before it loads a module.
    pub(crate) configuration: [u8; 32],
}

/// What is known of a function's use of `node:` modules before it runs.
#[derive(Debug, Clone, Default, serde::Serialize)]
pub(crate) struct Node {
    /// Modules that the function's own modules import and the bootstrap mends.
    pub(crate) wanted: Vec<&'static str>,
    /// Where the engine's own key leads for each `require` of a file of the function.
    pub(crate) required: BTreeMap<String, PathBuf>,
}

/// Whether functions may do only what hosted ones may. The same for all workers of one fx.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sandbox {
    /// Least permissions, hosted workers' surface.
    On,
    /// The same, and no private networks.
    PublicNetworks,
    /// What any program may do, the engine's whole surface.
    Off,
}

/// The parts of the command line that every worker shares.
#[derive(Debug, Clone)]
pub(super) struct Engine {
    /// The executable.
    pub(super) executable: PathBuf,
    /// The bootstrap as a file.
    pub(super) bootstrap: PathBuf,
    /// What functions may do.
    pub(super) sandbox: Sandbox,
    /// Where workers are listed for debuggers, if they are debugged.
    pub(super) debuggees: Option<Debuggees>,
}

/// Ports of mail submission, which hosted workers cannot reach either.
const MAIL_PORTS: [u16; 2] = [25, 587];
/// Networks that are not everybody's: this one, loopback, private, shared, link-local, multicast and reserved addresses.
/// The engine takes IPv4 addresses in IPv6 for what they are. It knows no ranges of IPv6, which [`Spec::command`]
/// therefore leaves out.
const PRIVATE_NETWORKS: &str = "0.0.0.0/8,10.0.0.0/8,100.64.0.0/10,127.0.0.0/8,169.254.0.0/16,172.16.0.0/12,192.0.0.0/24,\
     192.168.0.0/16,198.18.0.0/15,224.0.0.0/4,240.0.0.0/4,[::],[::1]";
/// What the engine may tell ES modules of packages, which nobody mends; all of it is harmless.
const SYSTEM_FACTS: &str = "cpus,homedir";

/// What the process is called in lists of processes, and by `process.argv0`.
const ENGINE_NAME: &str = "deno";

impl Engine {
    fn inspect_flag(&self) -> Option<&'static str> {
        let debuggees = self.debuggees.as_ref()?;
        Some(debuggees.engine_flag())
    }

    /// The directory that the function knows as `/tmp`, if it has one of its own.
    pub(super) fn private_temp(&self, room: &Room) -> Option<PathBuf> {
        (self.sandbox != Sandbox::Off).then(|| room.tmp())
    }

    /// Where programs are found, for functions that may start some.
    fn path(&self) -> Option<(&'static str, OsString)> {
        let path = std::env::var_os(EnvVars::PATH).filter(|_| self.sandbox == Sandbox::Off);
        Some((EnvVars::PATH, path?))
    }

    /// The ports of other machines and of this one that functions cannot connect to.
    pub(super) fn denied_ports(&self) -> Vec<u16> {
        let debugger = self.debuggees.as_ref().map(Debuggees::denied_port);
        MAIL_PORTS.into_iter().chain(debugger).collect()
    }

    /// A port without an address would be one of this machine only, and ranges of IPv6 are unknown to the engine: the
    /// bootstrap refuses the ports on those.
    fn denied_net(&self) -> String {
        let ports = self.denied_ports().into_iter();
        let mut denied: Vec<_> = ports
            .map(|port| format!(":{port},0.0.0.0/0:{port},[::]:{port},[::1]:{port}"))
            .collect();
        if self.sandbox == Sandbox::PublicNetworks {
            denied.push(PRIVATE_NETWORKS.to_owned());
        }
        denied.join(",")
    }
}

impl Spec {
    /// Whether a process that was spawned for `other` can run this version.
    pub(super) fn shares_process_with(&self, other: &Self) -> bool {
        let process = |spec: &Self| {
            (
                spec.entrypoint.clone(),
                spec.engine_args.clone(),
                spec.engine_env.clone(),
                spec.npmrc.clone(),
                spec.readable.clone(),
                spec.limits.memory_mb,
                spec.configuration,
            )
        };
        process(self) == process(other)
    }

    /// What the function may read below `directory`.
    pub(super) fn files_below(&self, directory: &Path) -> Vec<&Path> {
        let readable = self.readable.iter().map(PathBuf::as_path);
        readable
            .filter(|path| path.starts_with(directory))
            .collect()
    }

    /// Where the engine unpacks npm packages, by each name that it may have for that place.
    pub(super) fn package_roots(&self) -> Vec<PathBuf> {
        let root = self.deno_dir.join("npm");
        // Without packages it is not there.
        let real = root.canonicalize().ok().filter(|real| *real != root);
        [Some(root), real].into_iter().flatten().collect()
    }

    /// The engine's command line for this function in `room`.
    pub(super) fn command(&self, engine: &Engine, room: &Room) -> Command {
        let directory = self.entrypoint.parent().unwrap_or(Path::new("/"));
        let mut command = Command::new(&engine.executable);
        process::name_program(&mut command, ENGINE_NAME);
        command
            .args([
                "run",
                "--no-prompt",
                "--no-check",
                "--cached-only",
                "--unstable-no-legacy-abort",
            ])
            .arg("--preload")
            .arg(&engine.bootstrap)
            .args(&self.engine_args)
            .args(self.permissions(engine, room))
            .args(engine.inspect_flag())
            .args(self.heap_limit())
            .arg(&self.entrypoint)
            .current_dir(directory)
            .env_clear()
            .env("DENO_DIR", &self.deno_dir)
            .env("DENO_NO_UPDATE_CHECK", "1")
            .env("DENO_SERVE_ADDRESS", room.endpoint().to_serve_address())
            .env("HOME", self.home(engine, room))
            .env("NO_COLOR", "1")
            .env(
                "TMPDIR",
                engine.private_temp(room).unwrap_or_else(std::env::temp_dir),
            )
            .envs(engine.path())
            .envs(self.engine_env.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        match engine.sandbox {
            Sandbox::On => process::filter_calls(&mut command, Networks::Any),
            Sandbox::PublicNetworks => process::filter_calls(&mut command, Networks::Ipv4),
            Sandbox::Off => {}
        }
        command
    }

    /// Where the engine looks for `.npmrc`, and what it says is home where the bootstrap does not answer.
    fn home(&self, engine: &Engine, room: &Room) -> PathBuf {
        let temp = engine.private_temp(room);
        let temp = temp.filter(|_| self.npmrc.is_empty());
        temp.unwrap_or_else(|| room.home().to_owned())
    }

    fn permissions(&self, engine: &Engine, room: &Room) -> Vec<OsString> {
        if engine.sandbox == Sandbox::Off {
            return vec!["--allow-all".into()];
        }
        let mut writable = room.sockets();
        writable.push(room.tmp());
        let readable = self.readable.iter().chain(&writable);
        vec![
            flag("--allow-read=", readable),
            flag("--allow-write=", &writable),
            // Functions have none of these: theirs are the bootstrap's business.
            "--allow-env=TMPDIR".into(),
            "--allow-net".into(),
            format!("--deny-net={}", engine.denied_net()).into(),
            format!("--allow-sys={SYSTEM_FACTS}").into(),
        ]
    }

    fn heap_limit(&self) -> Option<String> {
        let megabytes = self.limits.memory_mb;
        (megabytes > 0).then(|| format!("--v8-flags=--max-old-space-size={megabytes}"))
    }
}

/// A flag with a list of paths. The engine separates them by commas and reads two as one that belongs to the path.
fn flag<'a>(name: &str, paths: impl IntoIterator<Item = &'a PathBuf>) -> OsString {
    let mut text = OsString::from(name);
    for (index, path) in paths.into_iter().enumerate() {
        if index > 0 {
            text.push(",");
        }
        text.push(escape_commas(path.as_os_str()));
    }
    text
}

fn escape_commas(path: &OsStr) -> OsString {
    match path.to_str() {
        Some(text) => text.replace(',', ",,").into(),
        None => path.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn path_lists_escape_commas() {
        let paths = [PathBuf::from("/a,b"), PathBuf::from("/c")];
        assert_eq!(flag("--allow-read=", &paths), "--allow-read=/a,,b,/c");
    }
}
