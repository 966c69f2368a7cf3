//! Tests with the real engine, which the first run downloads from the npm registry. They share one cache directory
//! below the target directory, so that later runs need no network.

mod install;
mod support;
