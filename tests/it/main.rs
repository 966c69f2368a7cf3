//! Black-box tests of the `fx` executable. Nothing here needs the engine; those that do live in `tests/engine`.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has to fail")]

mod api;
mod architecture;
mod bundle;
mod clones;
mod completions;
mod config;
mod delete;
mod deploy;
mod documents;
mod download;
mod engine;
mod exit_codes;
mod graph;
mod help;
mod init;
mod leaks;
mod link;
mod list;
mod login;
mod new;
mod output;
mod platform;
mod platform_sources;
mod platform_start;
mod remotes;
mod secrets;
mod serve;
mod shared_packages;
mod status;
mod support;
mod texts;
mod unbundle;
