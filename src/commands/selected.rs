//! [`Selected`]: the functions a command works on, all of which can be worked on.

use std::{fmt::Display, path::PathBuf};

use super::Context;
use crate::{
    diagnostics::{ExitStatus, Hint, Warning, with_hints},
    function::{Function, Slug},
    http,
    project::{Candidate, Overrides, Project},
};

/// Functions of a project.
#[derive(Debug)]
pub(crate) struct Selected {
    /// The project.
    pub(crate) project: Project,
    /// The functions, by name; at least one.
    pub(crate) functions: Vec<Function>,
    /// What there is to say.
    pub(crate) warnings: Vec<Warning>,
    /// Functions whose configuration is wrong, and why.
    pub(crate) broken: Vec<(Slug, String)>,
}

/// Why the functions cannot be worked on.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SelectError {
    /// No function at all.
    #[error("there is no function in `{}`", directory.display())]
    None {
        /// Where functions are looked for.
        directory: PathBuf,
    },
    /// There are functions, and none is enabled.
    #[error("`enabled = false` for every function that was asked for")]
    AllDisabled,
    /// Configurations that are wrong.
    #[error("{} cannot be used:\n{}", counted(broken.len()), listed(broken))]
    Broken {
        /// Which, and why: the whole text for people.
        broken: Vec<(Slug, String)>,
    },
}

fn counted(count: usize) -> String {
    match count {
        1 => "one function".to_owned(),
        count => format!("{count} functions"),
    }
}

/// The functions with what is wrong with them, indented.
pub(crate) fn listed(failures: &[(impl Display, String)]) -> String {
    let blocks = failures
        .iter()
        .map(|(slug, text)| format!("`{slug}`: {}", indented(text)));
    blocks.collect::<Vec<_>>().join("\n")
}

/// The text with all but its first line moved to the right.
fn indented(text: &str) -> String {
    text.replace('\n', "\n  ").replace("\n  \n", "\n\n")
}

impl Hint for SelectError {
    fn hints(&self) -> Vec<String> {
        match self {
            Self::None { .. } => vec![
                "create one with `fx functions new hello`".to_owned(),
                "or name the directory that holds `supabase/` with `--workdir`".to_owned(),
            ],
            Self::AllDisabled => {
                vec!["remove `enabled = false` from the functions you want".to_owned()]
            }
            Self::Broken { .. } => Vec::new(),
        }
    }

    fn exit_status(&self) -> ExitStatus {
        ExitStatus::Failure
    }
}

impl Selected {
    /// The named functions, or all; every one can be worked on.
    pub(crate) fn resolve(
        project: Project,
        names: &[String],
        overrides: &Overrides,
        cx: &Context,
    ) -> anyhow::Result<Self> {
        Self::find(project, names, overrides, cx)?.complete()
    }

    /// The named functions, or all, and those that cannot be worked on.
    pub(crate) fn find(
        project: Project,
        names: &[String],
        overrides: &Overrides,
        cx: &Context,
    ) -> anyhow::Result<Self> {
        http::check_ca_cert(cx.ca_cert.as_deref())?;
        let candidates = project.functions(names, overrides)?;
        let mut selected = Self {
            functions: Vec::new(),
            warnings: project.warnings().to_vec(),
            broken: Vec::new(),
            project,
        };
        let mut disabled = false;
        for candidate in candidates {
            match candidate {
                Candidate::Ready { function, warnings } => {
                    selected.functions.push(function);
                    selected.warnings.extend(warnings);
                }
                Candidate::Disabled(_) => disabled = true,
                Candidate::Skipped(warning) => selected.warnings.push(warning),
                Candidate::Gone { warning, .. } if names.is_empty() => {
                    selected.warnings.push(warning);
                }
                Candidate::Broken { slug, error } | Candidate::Gone { slug, error, .. } => {
                    selected.broken.push((slug, with_hints(&error)));
                }
            }
        }
        if selected.functions.is_empty() && selected.broken.is_empty() {
            let directory = selected.project.functions_dir();
            return Err(match disabled {
                true => SelectError::AllDisabled,
                false => SelectError::None { directory },
            }
            .into());
        }
        Ok(selected)
    }

    /// The same, or an error about those that cannot be worked on.
    pub(crate) fn complete(self) -> anyhow::Result<Self> {
        if self.broken.is_empty() {
            return Ok(self);
        }
        let broken = self.broken;
        Err(SelectError::Broken { broken }.into())
    }
}
