//! [`DeployError`]: why a deploy did not do all it was to do.

use crate::{
    commands::selected::listed,
    deploy::{Change, Failure, Outcome},
    diagnostics::{ExitStatus, Hint},
    function::Slug,
};

/// Why a deploy did not do all it was to do.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DeployError {
    /// `--prune` where nobody can be asked.
    #[error("`--prune` would delete {}", quoted(slugs))]
    NeedsYes {
        /// Which.
        slugs: Vec<String>,
    },
    /// Somebody was asked and said no.
    #[error("nothing was deployed or deleted")]
    Declined,
    /// The only function.
    #[error("{}", _0.text)]
    One(Failure),
    /// Some or all of several functions.
    #[error("{} of {all} functions were not deployed:\n{}", failed.len(), listed(failed))]
    Several {
        /// Which, and why.
        failed: Vec<(Slug, String)>,
        /// How many there were.
        all: usize,
        /// The exit code.
        status: ExitStatus,
    },
}

fn quoted(slugs: &[String]) -> String {
    let quoted: Vec<String> = slugs.iter().map(|slug| format!("`{slug}`")).collect();
    quoted.join(", ")
}

impl Hint for DeployError {
    fn hints(&self) -> Vec<String> {
        match self {
            Self::NeedsYes { .. } => vec![
                "add `--yes` to delete them; `fx functions deploy --prune --dry-run` shows the whole plan"
                    .to_owned(),
            ],
            Self::Declined => Vec::new(),
            Self::One(failure) => failure.hints.clone(),
            Self::Several { .. } => {
                vec!["run the command again: it sends only what is missing".to_owned()]
            }
        }
    }

    fn exit_status(&self) -> ExitStatus {
        match self {
            Self::NeedsYes { .. } => ExitStatus::Usage,
            Self::Declined => ExitStatus::Failure,
            Self::One(failure) => failure.status,
            Self::Several { status, .. } => *status,
        }
    }
}

impl DeployError {
    /// One error about everything that failed, if anything did.
    pub(super) fn of(unmade: &[(Slug, String)], outcomes: &[Outcome]) -> Option<Self> {
        let failures = outcomes
            .iter()
            .filter_map(|outcome| Some((outcome, outcome.result.as_ref().err()?)));
        let failures: Vec<(&Outcome, &Failure)> = failures.collect();
        let all = unmade.len() + outcomes.len();
        if unmade.is_empty() && failures.is_empty() {
            return None;
        }
        if let (1, [(_, failure)]) = (all, &*failures) {
            return Some(Self::One((*failure).clone()));
        }
        let told = failures.iter().map(|(outcome, failure)| {
            let hints = failure.hints.iter().map(|hint| format!("\nhint: {hint}"));
            let text = std::iter::once(failure.text.clone()).chain(hints);
            let slug = outcome.slug.parse();
            (
                slug.expect("outcomes have the names of functions"),
                text.collect(),
            )
        });
        let mut failed: Vec<(Slug, String)> = unmade.iter().cloned().chain(told).collect();
        failed.sort();
        Some(Self::Several {
            failed,
            all,
            status: status(unmade, outcomes, &failures),
        })
    }
}

/// Partial when something was done; else what all failures have in common.
fn status(
    unmade: &[(Slug, String)],
    outcomes: &[Outcome],
    failures: &[(&Outcome, &Failure)],
) -> ExitStatus {
    let is_done = |outcome: &Outcome| outcome.change != Change::Unchanged && outcome.result.is_ok();
    if outcomes.iter().any(is_done) {
        return ExitStatus::Partial;
    }
    let mut statuses = failures.iter().map(|(_, failure)| failure.status);
    let first = statuses.next().filter(|_| unmade.is_empty());
    let common = first.filter(|first| statuses.all(|other| other == *first));
    common.unwrap_or(ExitStatus::Failure)
}
