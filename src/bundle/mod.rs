//! From an entrypoint to everything it needs: resolution, the module graph, npm packages, the lockfile, static files.
//!
//! Deno's own crates resolve, download and lock; this module decides how they are set up and what is refused.
//! [`Bundler::prepare`] fills the cache so that a worker can run with `--cached-only --frozen`: the engine never resolves and
//! never fetches. What a function imports must lie inside the *source root*, symbolic links followed: the engine does
//! not stop static imports, so the graph has to.
//!
//! The crates' futures are not `Send`, and their `package.json` cache belongs to a thread, so every preparation has a
//! thread of its own (`job`), which ends soon when nobody waits for it any more; downloads run on the runtime of the
//! caller, where one client lives for the whole process.
//!
//! Differences from `spec/bundle.md`: the configuration is looked for up to the source root only, and of `package.json`
//! what `workspace` and `linked` say. What the latter find out goes to the engine as an import map (`scopes`).

mod agreement;
mod assemble;
mod bundler;
mod containment;
mod declarations;
mod deployed;
mod emit;
mod env_reads;
mod error;
mod format;
mod graph;
mod guard;
mod http;
mod import_map;
mod inputs;
mod job;
mod linked;
mod location;
mod locked_first;
mod lockfile;
mod node;
mod npm_tree;
mod package_imports;
mod pattern;
mod pnpm;
mod ports;
mod prepare;
mod report;
mod request;
mod require;
mod restore;
mod scopes;
mod specifiers;
mod stand_ins;
mod static_files;
mod system;
mod types;
mod unpack;
mod workspace;

pub(crate) use assemble::{Artifact, ArtifactOptions};
pub(crate) use bundler::Bundler;
pub(crate) use deployed::Unpacker;
pub(crate) use env_reads::env_reads;
pub(crate) use error::Error;
pub(crate) use format::{Bundle, FormatError, decompress};
pub(crate) use import_map::argument as import_map_argument;
pub(crate) use inputs::Inputs;
pub(crate) use npm_tree::NpmFiles;
pub(crate) use prepare::{Preparation, Prepared};
pub(crate) use report::{Edge, Kind, NotInGraph, Package, Report};
pub(crate) use request::{GraphRequest, Places};
pub(crate) use static_files::check_patterns;
pub(crate) use unpack::{
    Code, File, Origin, Plan, State, UnpackError, Unpacked, check_files, check_paths, unpack,
};
pub(crate) use workspace::registries;
