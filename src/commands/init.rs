//! `fx init`: the files of a new project.

use std::path::{Path, PathBuf};

use anyhow::Context as _;

use super::Context;
use crate::{
    cli::InitArgs,
    diagnostics::{ExitStatus, Hint},
    fs, scaffold,
};

/// Why nothing was set up.
#[derive(Debug, thiserror::Error)]
pub(crate) enum InitError {
    /// The project has a configuration.
    #[error("`{}` is there already", path.display())]
    Exists {
        /// The file.
        path: PathBuf,
    },
}

impl Hint for InitError {
    fn hints(&self) -> Vec<String> {
        let Self::Exists { path } = self;
        let start_over = if path
            .extension()
            .is_some_and(|extension| extension == "toml")
        {
            "start over with `fx init --force`, which overwrites `config.toml` and `.gitignore`"
        } else {
            "delete it and run `fx init` to start over with a `config.toml`"
        };
        vec![
            "the project is set up; create a function with `fx functions new hello`".to_owned(),
            start_over.to_owned(),
        ]
    }
}

/// Writes what is missing; a configuration that is there is an error, unless forced.
pub(crate) fn run(args: &InitArgs, cx: &Context) -> anyhow::Result<ExitStatus> {
    let directory = match (&args.directory, &cx.workdir) {
        (Some(directory), _) => cx.cwd.join(directory),
        (None, Some(workdir)) => workdir.clone(),
        (None, None) => cx.cwd.clone(),
    };
    let name = directory.file_name().and_then(|name| name.to_str());
    let files = scaffold::init_files(name.unwrap_or("project"));
    // Paths as they are seen from where the command was called.
    let directory = directory.strip_prefix(&cx.cwd).unwrap_or(&directory);
    refuse_configured(directory, args.force)?;
    let functions = directory.join("supabase/functions");
    create_root(directory)
        .and_then(|()| fs::create_found(&functions, directory))
        .with_context(|| format!("failed to create `{}`", functions.display()))?;
    for (relative, content) in files {
        let path = directory.join(relative);
        if path.exists() && !args.force {
            continue;
        }
        fs::write_found(&path, directory, content.as_bytes(), 0o644)
            .with_context(|| format!("failed to write `{}`", path.display()))?;
        cx.printer.stderr(format!("Wrote {}", path.display()));
    }
    let go_there = match directory.to_str() {
        Some("") => String::new(),
        _ => format!("cd {} && ", directory.display()),
    };
    cx.printer.stderr(format!(
        "Create a function with `{go_there}fx functions new hello`"
    ));
    Ok(ExitStatus::Success)
}

/// The directory that somebody named may be behind symbolic links.
fn create_root(directory: &Path) -> std::io::Result<()> {
    match directory.to_str() {
        Some("") => Ok(()),
        _ => std::fs::create_dir_all(directory),
    }
}

fn refuse_configured(directory: &Path, force: bool) -> Result<(), InitError> {
    let names = ["config.toml", "config.json", "config.jsonc"];
    let mut paths = names
        .iter()
        .map(|name| directory.join("supabase").join(name));
    match paths.find(|path| path.exists()) {
        Some(path) if !force => Err(InitError::Exists { path }),
        _ => Ok(()),
    }
}
