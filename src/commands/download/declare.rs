//! The tables of downloaded functions in `config.toml`. A table that is there stays as it is.

use std::{
    collections::BTreeSet,
    io::ErrorKind,
    path::{Path, PathBuf},
};

use anyhow::Context as _;

use super::Target;
use crate::{
    api_types::Function,
    diagnostics::Warning,
    download::Tree,
    fs,
    function::Slug,
    project::{Candidate, Overrides},
    scaffold::{self, Declaration},
};

/// What becomes of the configuration.
#[derive(Debug, Default)]
pub(super) struct Tables {
    /// The file and its new text, when there is something to add.
    pub(super) config: Option<(PathBuf, String)>,
    /// The functions that are added.
    pub(super) declared: BTreeSet<String>,
    /// What is for people to do.
    pub(super) warnings: Vec<Warning>,
}

/// Adds the functions that the API lists.
pub(super) fn tables(
    target: &Target<'_>,
    trees: &[Tree],
    listed: &[Function],
) -> anyhow::Result<Tables> {
    let mut tables = Tables::default();
    let default = || target.directory.join("supabase/config.toml");
    let path = target.config.clone().unwrap_or_else(default);
    let is_toml = path.extension().is_some_and(|it| it == "toml");
    let mut text = match is_toml {
        true => read(&path, target)?,
        false => String::new(),
    };
    for tree in trees {
        let function = listed.iter().find(|it| it.slug == tree.slug);
        let (Some(function), Ok(slug)) = (function, tree.slug.parse::<Slug>()) else {
            continue;
        };
        let declaration = declaration(tree, function);
        if !is_toml {
            tables.warnings.push(by_hand(&path, &slug, &declaration));
        } else if let Some(declared) = scaffold::declare(&text, &slug, &declaration)? {
            text = declared;
            tables.declared.insert(tree.slug.clone());
        } else {
            tables.warnings.extend(difference(target, function));
        }
    }
    if !tables.declared.is_empty() {
        tables.config = Some((path, text));
    }
    Ok(tables)
}

fn read(path: &Path, target: &Target<'_>) -> anyhow::Result<String> {
    let root = match path.starts_with(target.project.root()) {
        true => target.project.source_root(),
        false => &target.directory,
    };
    match fs::read_found_text(path, root, fs::MAX_TEXT) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(String::new()),
        text => text.with_context(|| format!("failed to read `{}`", path.display())),
    }
}

fn declaration(tree: &Tree, function: &Function) -> Declaration {
    let patterns = tree
        .static_files
        .iter()
        .map(|path| escaped(&from_supabase(path)));
    Declaration {
        verify_jwt: function.verify_jwt,
        import_map: tree.import_map.as_deref().map(from_supabase),
        entrypoint: from_supabase(&tree.entrypoint),
        static_files: Some(patterns.collect()),
    }
}

/// A path of the project, seen from `supabase/`.
fn from_supabase(path: &str) -> String {
    match path.strip_prefix("supabase/") {
        Some(below) => format!("./{below}"),
        None => format!("../{path}"),
    }
}

/// A path as a pattern that only it matches.
fn escaped(path: &str) -> String {
    let escape = |character: char| match character {
        '*' | '?' | '[' | ']' | '{' | '}' => format!("[{character}]"),
        other => other.to_string(),
    };
    path.chars().map(escape).collect()
}

fn by_hand(path: &Path, slug: &Slug, declaration: &Declaration) -> Warning {
    let file = path.display();
    let text = format!("`{file}` is JSON, so `{slug}` was not declared there");
    match declaration.verify_jwt {
        Some(verify_jwt) => Warning::new(text).with_hint(format!(
            "make sure that `functions` in it has `\"{slug}\": {{ \"verify_jwt\": {verify_jwt} }}`"
        )),
        None => Warning::new(text),
    }
}

/// A warning when what is declared here is not what the project has.
fn difference(target: &Target<'_>, function: &Function) -> Option<Warning> {
    let slug = &function.slug;
    let names = [slug.clone()];
    let found = target.project.functions(&names, &Overrides::default());
    let declared = found
        .ok()?
        .into_iter()
        .find_map(|candidate| match candidate {
            Candidate::Ready { function, .. } => function.verify_jwt,
            _ => None,
        })?;
    let there = function.verify_jwt.filter(|there| *there != declared)?;
    let text = format!(
        "`[functions.{slug}]` says `verify_jwt = {declared}`, and the project has `{there}`"
    );
    let hint = "what is declared stays, and the next deploy sends it";
    Some(Warning::new(text).with_hint(hint))
}
