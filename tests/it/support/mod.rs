//! What the tests stand on: [`TestContext`], the `fx_snapshot!` macro, a running [`session`], a fake npm registry.

mod context;
pub mod registry;
pub mod session;
pub mod snapshot;

pub use context::TestContext;
