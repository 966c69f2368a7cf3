//! `fx platform`: deployed to through its API, by fx, by the Supabase CLI and by hand, and invoked over HTTP.
//!
//! Every answer of the API that a test gets is checked against the OpenAPI document.

mod abuse;
mod admin_token;
mod api;
mod clients;
mod commands;
mod crashes;
pub mod host;
mod jwt_secret;
mod logs;
mod parity;
mod readme;
mod room;
mod safety;
mod serving;
mod slow;
mod tls;
mod user_tokens;
