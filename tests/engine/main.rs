//! End-to-end tests with the real engine, which the first of them downloads into a cache that all share.

#[path = "../it/support/mod.rs"]
mod support;

mod requests;
mod sandbox;
mod serve;
mod shutdown;
