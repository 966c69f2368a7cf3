//! What the tests stand on: [`TestContext`], the `fx_snapshot!` macro and a fake npm registry.

mod context;
pub mod registry;
pub mod snapshot;

pub use context::TestContext;
