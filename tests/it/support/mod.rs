//! What the tests stand on: [`TestContext`] and the `fx_snapshot!` macro.

mod context;
pub mod session;
pub mod snapshot;

pub use context::TestContext;
