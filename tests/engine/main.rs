//! End-to-end tests with the real engine, which the first run downloads from the npm registry. They share one cache
//! directory below the target directory, so that later runs need no network.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has to fail")]

mod auth;
mod aws;
mod boot;
mod bundles;
mod caller;
mod check;
mod compression;
#[expect(dead_code, reason = "`tests/it` uses the rest")]
#[path = "../it/support/context.rs"]
mod context;
mod database;
mod declarations;
#[path = "../it/support/document.rs"]
mod document;
mod environment;
mod escapes;
mod facts;
mod failing;
mod globals;
mod inbound;
mod inspector;
mod install;
mod keys;
mod lifecycle;
mod limits;
mod matrix;
mod metrics;
mod node;
#[path = "../it/support/packages.rs"]
mod packages;
mod pages;
mod platform;
mod policies;
mod private;
#[path = "support.rs"]
mod provisioned;
mod quota;
mod reach;
mod registries;
#[expect(dead_code, reason = "`tests/it` uses the rest")]
#[path = "../it/support/registry.rs"]
mod registry;
mod reload;
mod requests;
mod responses;
mod running;
mod sandbox;
mod schema;
mod services;
mod session;
mod shutdown;
#[expect(dead_code, reason = "`tests/it` uses the rest")]
#[path = "../it/support/site.rs"]
mod site;
#[expect(dead_code, reason = "later tests and the program use the rest")]
#[path = "../support/stack/mod.rs"]
mod stack;
mod stream;
mod superseded;
mod surface;
mod temporary;
mod terminal;
mod texts;
mod third_party;
mod upstream;
mod words;
mod workspaces;
mod wrapped;
