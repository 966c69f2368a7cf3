//! What clap cannot know about a command that is not there: where it is instead.

use clap::error::{ContextKind, ContextValue, Error};

/// Commands of `fx functions` that are looked for one level up.
const OF_FUNCTIONS: [&str; 10] = [
    "bundle", "delete", "deploy", "download", "graph", "list", "new", "rollback", "serve",
    "unbundle",
];

/// Says what to do about an unknown command, instead of naming one that only looks alike.
pub(crate) fn explain(mut error: Error) -> Error {
    let Some(ContextValue::String(name)) = error.get(ContextKind::InvalidSubcommand) else {
        return error;
    };
    let usage = error.get(ContextKind::Usage).map(ToString::to_string);
    let is_top_level = usage.is_some_and(|usage| usage.contains("Usage: fx [OPTIONS]"));
    if !is_top_level || !OF_FUNCTIONS.contains(&&**name) {
        return error;
    }
    let tip = format!("run `fx functions {name}`");
    error.remove(ContextKind::SuggestedSubcommand);
    error.insert(
        ContextKind::Suggested,
        ContextValue::StyledStrs(vec![tip.into()]),
    );
    error
}
