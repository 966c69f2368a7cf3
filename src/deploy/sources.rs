//! Sources of a function as one body: which files, and how they are kept and sent.
//!
//! What goes along is what the function is made of, and its import map or `deno.json`; never `.npmrc`, which holds
//! credentials, no file that is imported for its types only, and nothing else that only matters here.

use std::{
    collections::BTreeSet,
    io::{self, Read as _},
    path::{Path, PathBuf},
};

use anyhow::{Context as _, bail};
use sha2::{Digest as _, Sha256};

use super::plan::{Kind, Local};
use crate::{
    api::SourceFile,
    bundle::{Inputs, Prepared},
    fs,
    function::Function,
};

/// What the resolver reads and the server's bundler does not.
const WITHHELD: [&str; 3] = [".npmrc", "deno.lock", "package.json"];
/// What is an import map when it is nearest to the entrypoint.
const DENO_CONFIGS: [&str; 2] = ["deno.json", "deno.jsonc"];
/// Anybody may read them.
const MODE: u32 = 0o644;

/// The sources of `function`, which was prepared, with paths relative to the project at `root`.
pub(crate) fn sources(
    function: &Function,
    inputs: &Inputs,
    prepared: &Prepared,
    root: &Path,
) -> anyhow::Result<Local> {
    let all = inputs.files.iter().chain(&prepared.static_files);
    let all = all.chain(&function.import_map);
    let is_sent = |path: &&PathBuf| {
        let name = path.file_name().and_then(|name| name.to_str());
        // A configuration above the project is looked for, and is none of the server's business.
        let is_above = |name| DENO_CONFIGS.contains(&name) && !path.starts_with(root);
        path.is_file() && !name.is_some_and(|name| WITHHELD.contains(&name) || is_above(name))
    };
    let paths: BTreeSet<&PathBuf> = all.filter(is_sent).collect();
    let mut files = Vec::new();
    for path in paths {
        files.push((relative(path, root)?, path));
    }
    let import_map = import_map(function);
    let body = archive(&files, &prepared.root)?;
    let patterns = function.static_files.iter();
    Ok(Local {
        slug: function.slug.clone(),
        verify_jwt: function.verify_jwt,
        entrypoint_path: relative(&function.entrypoint, root)?,
        import_map_path: import_map.map(|path| relative(&path, root)).transpose()?,
        static_patterns: patterns.map(|pattern| in_project(pattern)).collect(),
        limits: None,
        kind: Kind::Sources,
        sha256: format!("{:x}", Sha256::digest(&body)),
        body: body.into(),
    })
}

/// The files in a body of sources.
pub(super) fn files(body: &[u8]) -> io::Result<Vec<SourceFile>> {
    let mut archive = tar::Archive::new(body);
    let mut files = Vec::new();
    for entry in archive.entries()? {
        let mut entry = entry?;
        let path = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        let mut content = Vec::new();
        entry.read_to_end(&mut content)?;
        files.push(SourceFile {
            path,
            content: content.into(),
        });
    }
    Ok(files)
}

/// The same bytes for the same files, whenever and wherever. None of them leads out of `source_root`.
fn archive(files: &[(String, &PathBuf)], source_root: &Path) -> anyhow::Result<Vec<u8>> {
    let mut archive = tar::Builder::new(Vec::new());
    for (name, path) in files {
        let failed = || format!("failed to read `{}`", path.display());
        let content = fs::read_found(path, source_root, fs::MAX_STATIC_FILE);
        let content = content.with_context(failed)?;
        let mut header = tar::Header::new_gnu();
        header.set_size(content.len() as u64);
        header.set_mode(MODE);
        header.set_mtime(0);
        archive.append_data(&mut header, name, content.as_slice())?;
    }
    Ok(archive.into_inner()?)
}

fn import_map(function: &Function) -> Option<PathBuf> {
    let directory = function.entrypoint.parent()?;
    let mut nearest = DENO_CONFIGS.iter().map(|name| directory.join(name));
    let found = || nearest.find(|path| path.is_file());
    function.import_map.clone().or_else(found)
}

/// A pattern is relative to `supabase/`; the server knows the project only.
fn in_project(pattern: &str) -> String {
    let pattern = pattern.strip_prefix("./").unwrap_or(pattern);
    match pattern.strip_prefix("../") {
        Some(above) => above.to_owned(),
        None => format!("supabase/{pattern}"),
    }
}

fn relative(path: &Path, root: &Path) -> anyhow::Result<String> {
    let Ok(inside) = path.strip_prefix(root) else {
        bail!(
            "`{}` lies outside the project, so the server cannot bundle it",
            path.display()
        );
    };
    let parts: Option<Vec<&str>> = inside.iter().map(|part| part.to_str()).collect();
    let parts = parts.with_context(|| format!("`{}` is not UTF-8", path.display()))?;
    Ok(parts.join("/"))
}
