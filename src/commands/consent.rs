//! Asks before what removes things that nobody named.

use super::{Context, engine::Ended, question::answer};
use crate::diagnostics::{ExitStatus, Hint};

/// Why it was not done. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ConsentError {
    /// There is nobody to ask.
    #[error(
        "{action} needs a confirmation, and there is no terminal to ask on; nothing was changed"
    )]
    Needed {
        /// What was to be done.
        action: &'static str,
        /// Whether the command can show what it would do.
        has_dry_run: bool,
    },
    /// The answer was no.
    #[error("not confirmed; nothing was changed")]
    Declined,
}

impl Hint for ConsentError {
    fn hints(&self) -> Vec<String> {
        match self {
            Self::Needed {
                has_dry_run: true, ..
            } => {
                vec!["see what it does with `--dry-run`, then confirm it with `--yes`".to_owned()]
            }
            Self::Needed { .. } => vec!["confirm it with `--yes`".to_owned()],
            Self::Declined => Vec::new(),
        }
    }

    fn exit_status(&self) -> ExitStatus {
        match self {
            Self::Needed { .. } => ExitStatus::Usage,
            Self::Declined => ExitStatus::Failure,
        }
    }
}

/// Fails when there is neither `--yes` nor anybody to ask, so that nothing is begun.
pub(super) fn check(action: &'static str, cx: &Context) -> Result<(), ConsentError> {
    need(action, true, cx)
}

/// As [`check`], for what has no `--dry-run`.
pub(super) fn check_at_once(action: &'static str, cx: &Context) -> Result<(), ConsentError> {
    need(action, false, cx)
}

fn need(action: &'static str, has_dry_run: bool, cx: &Context) -> Result<(), ConsentError> {
    if cx.yes || cx.printer.can_ask() {
        return Ok(());
    }
    Err(ConsentError::Needed {
        action,
        has_dry_run,
    })
}

/// Asks, unless `--yes` answers.
pub(super) fn ask(question: String, cx: &Context) -> anyhow::Result<Ended<()>> {
    if cx.yes {
        return Ok(Ended::Done(()));
    }
    Ok(match answer(move |printer| printer.ask(&question), cx)? {
        Ended::Done(true) => Ended::Done(()),
        Ended::Done(false) => return Err(ConsentError::Declined.into()),
        Ended::Interrupted(status) => Ended::Interrupted(status),
    })
}
