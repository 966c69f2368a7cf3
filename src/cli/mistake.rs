//! What clap cannot know about a command that is not there: where it is instead, or that it is still to come.

use clap::error::{ContextKind, ContextValue, Error};

/// Commands of `fx functions` that are looked for one level up.
const OF_FUNCTIONS: [&str; 2] = ["new", "serve"];
/// Commands of the Supabase CLI that fx is to have.
const STILL_TO_COME: [&str; 9] = [
    "bundle", "delete", "deploy", "download", "link", "list", "login", "logout", "projects",
];

/// Says what to do about an unknown command, instead of naming one that only looks alike.
pub(crate) fn explain(mut error: Error) -> Error {
    let Some(ContextValue::String(name)) = error.get(ContextKind::InvalidSubcommand) else {
        return error;
    };
    let usage = error.get(ContextKind::Usage).map(ToString::to_string);
    let is_top_level = usage.is_some_and(|usage| usage.contains("Usage: fx [OPTIONS]"));
    let tip = if is_top_level && OF_FUNCTIONS.contains(&&**name) {
        format!("run `fx functions {name}`")
    } else if STILL_TO_COME.contains(&&**name) {
        format!("fx has no `{name}` yet")
    } else {
        return error;
    };
    error.remove(ContextKind::SuggestedSubcommand);
    error.insert(
        ContextKind::Suggested,
        ContextValue::StyledStrs(vec![tip.into()]),
    );
    error
}
