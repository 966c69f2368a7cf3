//! [`act`]: from functions that are ready to a project that has them; deploys and rollbacks share it.

use std::{
    cell::{OnceCell, RefCell},
    collections::{BTreeMap, BTreeSet, HashMap},
};

use anyhow::Context as _;

use super::{
    DeployError, Remote,
    annotate::annotate,
    locals::Locals,
    report::{self, Ending, Printed},
    unset::unset,
};
use crate::{
    commands::{
        Context,
        engine::{Ended, until_interrupted},
    },
    deploy::{Change, Deployment, Event, Kind, Outcome, Plan, PlanOptions, Step},
    diagnostics::{ExitStatus, Warning},
    output::{self, Line, Lines},
};

/// What was asked for.
pub(in crate::commands) struct Act {
    /// Whether to send what is unchanged.
    pub(in crate::commands) force: bool,
    /// The names that stay; `None` deletes nothing.
    pub(in crate::commands) prune_all_but: Option<BTreeSet<String>>,
    /// Whether to change nothing.
    pub(in crate::commands) dry_run: bool,
    /// Whether changes that a dry run finds have an exit code.
    pub(in crate::commands) exit_code: bool,
    /// How many functions are sent at once.
    pub(in crate::commands) jobs: usize,
}

/// What is known so far; an interrupt leaves it as it is.
#[derive(Default)]
struct Progress {
    unmade: OnceCell<Vec<(crate::function::Slug, String)>>,
    plan: OnceCell<Plan>,
    outcomes: RefCell<Vec<Outcome>>,
    warnings: RefCell<Vec<Warning>>,
}

/// Makes the functions, compares, sends, and tells.
pub(in crate::commands) fn act<Making>(
    asked: &Act,
    remote: &Remote,
    cx: &Context,
    printed: &Printed,
    make: impl FnOnce() -> Making,
) -> anyhow::Result<ExitStatus>
where
    Making: Future<Output = anyhow::Result<Locals>>,
{
    let progress = Progress::default();
    let ended = until_interrupted(perform(asked, remote, cx, &progress, make()))?;
    let interrupted = match ended {
        Ended::Done(done) => {
            done?;
            None
        }
        Ended::Interrupted(status) => Some(status),
    };
    tell(asked, remote, cx, &progress, interrupted, printed)
}

async fn perform(
    asked: &Act,
    remote: &Remote,
    cx: &Context,
    progress: &Progress,
    making: impl Future<Output = anyhow::Result<Locals>>,
) -> anyhow::Result<()> {
    let listing = async { Ok(remote.client.list_functions(&remote.project).await?) };
    let (mut locals, there) = tokio::try_join!(making, listing)?;
    let options = PlanOptions {
        force: asked.force,
        prune_all_but: asked.prune_all_but.clone(),
        sent: sent(&locals, remote),
    };
    let ready = std::mem::take(&mut locals.ready);
    let plan = Plan::new(ready, there, &options);
    let _ = progress.unmade.set(std::mem::take(&mut locals.failed));
    let plan = progress.plan.get_or_init(|| plan);
    if asked.dry_run {
        return Ok(());
    }
    consent(plan, remote, cx).await?;
    say_unchanged(plan, cx);
    let screen = Screen::new(cx);
    let told = |event: &Event<'_>| screen.tell(event);
    let deployment = Deployment {
        client: &remote.client,
        project: &remote.project,
        history: &remote.history,
        jobs: asked.jobs,
        told: &told,
        outcomes: &progress.outcomes,
    };
    let ((), warnings) = tokio::join!(deployment.run(plan), unset(&locals, plan, remote));
    *progress.warnings.borrow_mut() = warnings;
    Ok(())
}

/// What was last sent as sources.
fn sent(locals: &Locals, remote: &Remote) -> BTreeMap<String, crate::deploy::Entry> {
    let sources = locals.ready.iter();
    let sources = sources.filter(|local| local.kind == Kind::Sources);
    let last = sources.filter_map(|local| {
        let entry = remote.history.entries(&local.slug).into_iter().next()?;
        Some((local.slug.to_string(), entry))
    });
    last.collect()
}

/// Nothing that nobody named is deleted without a word.
async fn consent(plan: &Plan, remote: &Remote, cx: &Context) -> anyhow::Result<()> {
    if plan.deletions.is_empty() || cx.yes {
        return Ok(());
    }
    let slugs: Vec<String> = plan.deletions.iter().map(|it| it.slug.clone()).collect();
    if !cx.printer.can_ask() {
        return Err(DeployError::NeedsYes { slugs }.into());
    }
    let question = format!(
        "Delete {} from project {}?",
        slugs.join(", "),
        remote.project
    );
    let printer = cx.printer;
    // The signals are ours by now: only a thread of its own can be left waiting.
    let answer = tokio::task::spawn_blocking(move || printer.ask(&question));
    match answer.await?.context("failed to read the answer")? {
        true => Ok(()),
        false => Err(DeployError::Declined.into()),
    }
}

fn say_unchanged(plan: &Plan, cx: &Context) {
    let unchanged = plan.steps.iter();
    let unchanged = unchanged.filter(|step| step.change == Change::Unchanged);
    let names: Vec<&str> = unchanged.map(|step| step.local.slug.as_str()).collect();
    if !names.is_empty() {
        cx.printer
            .stderr(format!("No change found in {}", names.join(", ")));
    }
}

/// What is said while it goes on.
struct Screen {
    lines: Lines,
    open: RefCell<HashMap<String, Line>>,
}

impl Screen {
    fn new(cx: &Context) -> Self {
        Self {
            lines: Lines::new(cx.printer),
            open: RefCell::default(),
        }
    }

    fn tell(&self, event: &Event<'_>) {
        match event {
            Event::Started(step) => {
                let line = self.lines.start(&started(step));
                self.open
                    .borrow_mut()
                    .insert(step.local.slug.to_string(), line);
            }
            Event::Finished(outcome) => self.finished(outcome),
        }
    }

    fn finished(&self, outcome: &Outcome) {
        let slug = &outcome.slug;
        let ms = outcome.duration.as_millis();
        let text = match (&outcome.result, outcome.change) {
            (_, Change::Unchanged) => return,
            (Ok(_), Change::Delete) => format!("Deleted Function {slug} ({ms} ms)"),
            (Ok(function), _) => {
                format!("Deployed {slug} as version {} ({ms} ms)", function.version)
            }
            (Err(_), change) => format!("Failed to {} {slug} ({ms} ms)", change.word()),
        };
        let line = self.open.borrow_mut().remove(slug);
        let line = line.unwrap_or_else(Line::hidden);
        self.lines.end(&line, &text);
    }
}

fn started(step: &Step) -> String {
    let mut why = vec![step.change.word().to_owned()];
    why.extend(step.reasons.iter().cloned());
    why.push(output::size(step.local.body.len() as u64));
    format!(
        "Deploying Function: {} ({})",
        step.local.slug,
        why.join(", ")
    )
}

fn tell(
    asked: &Act,
    remote: &Remote,
    cx: &Context,
    progress: &Progress,
    interrupted: Option<ExitStatus>,
    printed: &Printed,
) -> anyhow::Result<ExitStatus> {
    let Some(plan) = progress.plan.get() else {
        let stopped = interrupted.expect("without an interrupt there is a plan");
        return Ok(stopped);
    };
    let outcomes = progress.outcomes.borrow();
    let warnings = progress.warnings.borrow();
    let unmade = progress.unmade.get().map_or(&[][..], Vec::as_slice);
    let ending = Ending {
        plan,
        outcomes: &outcomes,
        unmade,
        dry_run: asked.dry_run,
    };
    let records = ending.records(remote);
    let kept = outcomes
        .iter()
        .filter_map(|it| it.warning.as_ref())
        .map(Warning::new);
    for warning in warnings.iter().cloned().chain(kept) {
        cx.printer.warn(&warning);
    }
    annotate(&records, &warnings, remote.project.as_str(), cx);
    let error = DeployError::of(unmade, &outcomes);
    printed.set(true);
    if let Some(status) = interrupted {
        let error = anyhow::anyhow!("interrupted; run the command again to do the rest");
        report::print(&records, remote, asked.dry_run, Some(error.as_ref()), cx)?;
        cx.printer.stderr(&error);
        return Ok(status);
    }
    let shown = error.as_ref().map(|error| error as &dyn std::error::Error);
    report::print(&records, remote, asked.dry_run, shown, cx)?;
    match error {
        Some(error) => Err(error.into()),
        None if asked.dry_run && asked.exit_code && plan.is_pending() => Ok(ExitStatus::Pending),
        None => Ok(ExitStatus::Success),
    }
}
