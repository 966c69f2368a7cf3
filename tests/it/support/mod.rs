//! What the tests stand on: [`TestContext`], the `fx_snapshot!` macro, fake registries, a fake Management API.

pub mod api;
#[expect(dead_code, reason = "`tests/engine` uses the rest")]
mod context;
#[expect(dead_code, reason = "`tests/engine` uses the rest")]
mod document;
mod openapi;
#[expect(dead_code, reason = "`tests/engine` uses the rest")]
pub mod packages;
pub mod registry;
pub mod site;
pub mod snapshot;
#[cfg(all(target_os = "linux", target_env = "gnu"))]
pub mod terminal;

pub use context::TestContext;
