//! The modules of `src/bundle` that read what others have made.

#[path = "../../../../src/bundle/format/mod.rs"]
pub(crate) mod format;
#[path = "../../../../src/bundle/pattern.rs"]
mod pattern;
#[path = "../../../../src/bundle/unpack/mod.rs"]
pub(crate) mod unpack;

/// The paths that `text` matches; the module is for its parent only.
pub(crate) fn matcher(text: &str, base: &std::path::Path) -> Option<globset::GlobMatcher> {
    assert!(pattern::fixed_start(text, base).has_root());
    let matcher = pattern::matcher(text, base);
    matcher
        .inspect_err(|problem| assert!(!problem.is_empty()))
        .ok()
}
