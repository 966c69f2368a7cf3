//! What the tests stand on: [`TestContext`], the `fx_snapshot!` macro, fake registries.

#[expect(dead_code, reason = "`tests/engine` uses the rest")]
mod context;
#[expect(dead_code, reason = "`tests/engine` uses the rest")]
pub mod packages;
pub mod registry;
pub mod site;
pub mod snapshot;

pub use context::TestContext;
