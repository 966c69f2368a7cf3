//! [`Deployment`]: does what a plan says. Every function ends in an [`Outcome`]; one that fails stops no other.

use std::{
    cell::RefCell,
    time::{Duration, Instant},
};

use futures_util::{StreamExt as _, stream};
use reqwest::StatusCode;

use super::{
    history::History,
    plan::{Change, Kind, Plan, Step},
    sources::files,
};
use crate::{
    api::{self, Authenticated, Client},
    api_types::{Function, ProjectRef},
    diagnostics::{ExitStatus, Hint, with_causes},
};

/// How servers say that somebody else created the function.
const DUPLICATE: &str = "Duplicated function slug";

/// Why something was not done, for people.
#[derive(Debug, Clone)]
pub(crate) struct Failure {
    /// The error and its causes.
    pub(crate) text: String,
    /// What to do.
    pub(crate) hints: Vec<String>,
    /// The exit code it asks for.
    pub(crate) status: ExitStatus,
}

impl From<&api::Error> for Failure {
    fn from(error: &api::Error) -> Self {
        Self {
            text: with_causes(error),
            hints: error.hints(),
            status: error.exit_status(),
        }
    }
}

/// How it went with one function.
#[derive(Debug)]
pub(crate) struct Outcome {
    /// Its name.
    pub(crate) slug: String,
    /// What was to be done.
    pub(crate) change: Change,
    /// The function as the server has it now; before a deletion, as it had it.
    pub(crate) result: Result<Function, Failure>,
    /// How long it took.
    pub(crate) duration: Duration,
    /// The history could not be written.
    pub(crate) warning: Option<String>,
}

/// What is told while it goes on.
#[derive(Debug)]
pub(crate) enum Event<'a> {
    /// A function is being sent.
    Started(&'a Step),
    /// It is done, or it failed.
    Finished(&'a Outcome),
}

/// What runs a plan.
pub(crate) struct Deployment<'a> {
    /// The API.
    pub(crate) client: &'a Client<Authenticated>,
    /// The project.
    pub(crate) project: &'a ProjectRef,
    /// What is kept of it.
    pub(crate) history: &'a History,
    /// How many functions are sent at once.
    pub(crate) jobs: usize,
    /// Who is told.
    pub(crate) told: &'a dyn Fn(&Event<'_>),
    /// Every outcome so far, also when the run is dropped.
    pub(crate) outcomes: &'a RefCell<Vec<Outcome>>,
}

impl Deployment<'_> {
    /// Sends what is to be sent; when all of that went well, deletes what is to be deleted.
    pub(crate) async fn run(&self, plan: &Plan) {
        for step in &plan.steps {
            if step.change == Change::Unchanged {
                self.unchanged(step);
            }
        }
        let (sources, bundles): (Vec<&Step>, Vec<&Step>) = plan
            .uploads()
            .partition(|step| step.local.kind == Kind::Sources && !step.only_limits);
        let sent = bundles.into_iter().map(|step| async move {
            (self.told)(&Event::Started(step));
            let started = Instant::now();
            let result = self.send_bundle(step).await;
            self.finish(step, result, started.elapsed());
        });
        let sent = stream::iter(sent).buffer_unordered(self.jobs);
        sent.collect::<()>().await;
        self.send_all_sources(&sources).await;
        if self.outcomes.borrow().iter().all(|it| it.result.is_ok()) {
            self.delete(plan).await;
        }
        self.history.tidy();
    }

    /// What is there already may not be in the history: an earlier run may have been cut off.
    fn unchanged(&self, step: &Step) {
        let remote = step.remote.clone();
        let remote = remote.expect("only what is there is unchanged");
        let warning = self.history.record(&step.local, &remote).err();
        self.add(Outcome {
            slug: step.local.slug.to_string(),
            change: Change::Unchanged,
            result: Ok(remote),
            duration: Duration::ZERO,
            warning: warning.map(|error| format!("{error:#}")),
        });
    }

    async fn send_bundle(&self, step: &Step) -> Result<Function, api::Error> {
        let function = match &step.remote {
            Some(there) if step.only_limits => there.clone(),
            _ => self.send_body(step).await?,
        };
        self.set_limits(step).await?;
        Ok(function)
    }

    /// A function must be there before it can be limited; until then it has what every function has.
    async fn set_limits(&self, step: &Step) -> Result<(), api::Error> {
        let Some(limits) = &step.limits else {
            return Ok(());
        };
        let slug = step.local.slug.as_str();
        let set = self.client.set_function_limits(self.project, slug, limits);
        set.await
    }

    async fn send_body(&self, step: &Step) -> Result<Function, api::Error> {
        let (local, slug) = (&step.local, step.local.slug.as_str());
        if step.change == Change::Create {
            let settings = local.settings(true);
            let body = local.body.clone();
            let created = self
                .client
                .create_function(self.project, slug, &settings, body);
            match created.await {
                // An earlier try may have arrived although its answer did not.
                Err(error) if is_duplicate(&error) => {}
                created => return created,
            }
        }
        let settings = local.settings(false);
        let body = local.body.clone();
        let updated = self
            .client
            .update_function(self.project, slug, &settings, body);
        updated.await
    }

    /// One goes live by itself; several are bundled first and then go live together.
    async fn send_all_sources(&self, steps: &[&Step]) {
        let bundle_only = steps.len() > 1;
        let sent = steps.iter().map(|step| async move {
            (self.told)(&Event::Started(step));
            let started = Instant::now();
            let result = self.send_sources(step, bundle_only).await;
            (*step, result, started.elapsed())
        });
        let sent = stream::iter(sent).buffer_unordered(self.jobs);
        let mut bundled = Vec::new();
        for (step, result, duration) in sent.collect::<Vec<_>>().await {
            match result {
                Ok(function) if bundle_only => bundled.push((step, function, duration)),
                Ok(function) => {
                    let limited = self.set_limits(step).await;
                    self.finish(step, limited.map(|()| function), duration);
                }
                Err(error) => self.finish(step, Err(error), duration),
            }
        }
        if !bundled.is_empty() {
            self.activate(bundled).await;
        }
    }

    async fn activate(&self, bundled: Vec<(&Step, Function, Duration)>) {
        let records: Vec<_> = bundled.iter().map(|(_, it, _)| it.clone().into()).collect();
        let updated = self.client.update_functions(self.project, &records).await;
        for (step, function, duration) in bundled {
            let result = match &updated {
                Ok(all) => {
                    let live = all.iter().find(|it| it.slug == function.slug);
                    let limited = self.set_limits(step).await;
                    let limited = limited.map_err(|error| Failure::from(&error));
                    limited.map(|()| live.cloned().unwrap_or(function))
                }
                Err(error) => Err(Failure::from(error)),
            };
            self.end(step, result, duration);
        }
    }

    async fn send_sources(&self, step: &Step, bundle_only: bool) -> Result<Function, api::Error> {
        let local = &step.local;
        let metadata = local.metadata(step.remote.as_ref());
        let files = files(&local.body).expect("fx made or checked the archive");
        let slug = local.slug.as_str();
        let sent = self
            .client
            .deploy_function(self.project, slug, &metadata, &files, bundle_only);
        sent.await
    }

    async fn delete(&self, plan: &Plan) {
        let deleted = plan.deletions.iter().map(|function| async move {
            let started = Instant::now();
            let deleted = self.client.delete_function(self.project, &function.slug);
            let result = match deleted.await {
                Err(error) if !error.is_not_found() => Err(Failure::from(&error)),
                _ => Ok(function.clone()),
            };
            self.add(Outcome {
                slug: function.slug.clone(),
                change: Change::Delete,
                result,
                duration: started.elapsed(),
                warning: None,
            });
        });
        let deleted = stream::iter(deleted).buffer_unordered(self.jobs);
        deleted.collect::<()>().await;
    }

    fn finish(&self, step: &Step, result: Result<Function, api::Error>, duration: Duration) {
        self.end(
            step,
            result.map_err(|error| Failure::from(&error)),
            duration,
        );
    }

    fn end(&self, step: &Step, result: Result<Function, Failure>, duration: Duration) {
        let kept = result
            .as_ref()
            .map(|it| self.history.record(&step.local, it));
        self.add(Outcome {
            slug: step.local.slug.to_string(),
            change: step.change,
            warning: kept
                .ok()
                .and_then(Result::err)
                .map(|error| format!("{error:#}")),
            result,
            duration,
        });
    }

    fn add(&self, outcome: Outcome) {
        (self.told)(&Event::Finished(&outcome));
        self.outcomes.borrow_mut().push(outcome);
    }
}

fn is_duplicate(error: &api::Error) -> bool {
    let is_conflict = error.status() == Some(StatusCode::CONFLICT);
    is_conflict
        || error
            .message()
            .is_some_and(|message| message.contains(DUPLICATE))
}
