//! Functions and clients beside the services of a project: the stub stack of `tests/support`, with the clients that
//! others wrote.

mod failing;
mod forwarded;
mod functions;
mod postgres_meta;
mod project;
mod stub;

pub use project::stack;
