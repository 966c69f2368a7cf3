//! [`Reloader`]: from changed files to new versions of functions.
//!
//! One task owns everything that decides. It gathers what changed, what preparations depended on and how reloads ended;
//! the reloads themselves run beside it, in the pool. A failure is told when no further change has come for a moment:
//! an editor may be half-way through a save.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, SystemTime},
};

use tokio::{
    sync::mpsc,
    task::block_in_place,
    time::{Instant, sleep_until},
};

use super::{Catalog, Selection, Serving, Session, tracker::Tracker};
use crate::{
    bundle::Inputs,
    diagnostics::with_hints,
    events::Event,
    function::{Function, Slug},
    project::NamedEnvFile,
    watcher::{ChangeSet, Changes, Watcher},
    worker::Reloaded,
};

/// What a preparation depended on.
pub(super) struct Learnt {
    pub(super) slug: Slug,
    pub(super) inputs: Inputs,
    /// When it began.
    pub(super) begun: std::time::Instant,
    /// The same on the clock that files are dated by.
    pub(super) since: SystemTime,
}

/// What a person asks of a running session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    /// Start every function anew.
    ReloadAll,
}

/// How a reload ended.
struct Ended {
    slug: Slug,
    outcome: Reloaded,
    changed: Vec<String>,
    duration: Duration,
}

/// The task that reloads.
pub(super) struct Reloader {
    session: Arc<Session>,
    selection: Selection,
    env_file: Option<NamedEnvFile>,
    tracker: Tracker,
    watcher: Watcher,
    changes: Changes,
    ended: mpsc::Sender<Ended>,
    /// Failures that wait for quiet.
    held: BTreeMap<About, Event>,
}

/// What a failure is about. That a function starts says nothing about its configuration, which may be wrong all the
/// same: it runs with what it had before.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum About {
    Project,
    Configuration(Slug),
    Start(Slug),
}

/// Reloads that may wait to be told of.
const ENDED_QUEUE: usize = 64;

impl Reloader {
    /// Watches the project; nothing happens until it runs.
    pub(super) fn new(
        session: Arc<Session>,
        selection: Selection,
        env_file: Option<NamedEnvFile>,
        poll: bool,
    ) -> (Self, Reloads) {
        let events = session.events.clone();
        let (watcher, changes) = Watcher::start(poll, move |warning| {
            events.send(Event::Warning {
                message: warning.message,
                hint: warning.hint,
            });
        });
        let (ended, received) = mpsc::channel(ENDED_QUEUE);
        let project = Arc::clone(&session.live.get().project);
        let mut reloader = Self {
            tracker: Tracker::new(project.source_root()),
            session,
            selection,
            env_file,
            watcher,
            changes,
            ended,
            held: BTreeMap::new(),
        };
        reloader.tracker.learn_project(&project.inputs());
        reloader.watch();
        (reloader, Reloads(received))
    }

    /// Reacts until the session is over. Reading the project may take long, which is nobody else's business.
    pub(super) async fn run(
        mut self,
        mut reloads: Reloads,
        mut learnt: mpsc::UnboundedReceiver<Learnt>,
        mut orders: mpsc::Receiver<Order>,
    ) {
        loop {
            let quiet = self.changes.quiet_at();
            let holds = !self.held.is_empty();
            tokio::select! {
                changes = self.changes.next() => block_in_place(|| self.react(&changes)),
                Some(learnt) = learnt.recv() => block_in_place(|| self.learn(learnt)),
                Some(ended) = reloads.0.recv() => self.end(ended),
                Some(Order::ReloadAll) = orders.recv() => self.reload_all(),
                () = sleep_until(quiet), if holds => self.tell_failures(),
            }
        }
    }

    fn react(&mut self, changes: &ChangeSet) {
        self.watcher.renew(&changes.paths);
        let affected = self.tracker.affected(changes);
        let mut functions: BTreeSet<Slug> = affected.functions.into_iter().collect();
        if affected.project {
            functions.extend(self.read_project());
        }
        for slug in functions {
            let changed = self.tracker.changed(&slug, changes);
            self.reload(slug, &changed, changes.since);
        }
    }

    /// Reads the project anew. The answer names functions that must start anew for it.
    fn read_project(&mut self) -> Vec<Slug> {
        let read = Catalog::read_again(&self.selection).map_err(|error| with_hints(&error));
        let old = self.session.live.get();
        let next = read.and_then(|mut catalog| {
            let next = old.next(&mut catalog);
            let next = next.map_err(|error| format!("{error:#}"));
            next.map(|next| (catalog, next))
        });
        let (catalog, next) = match next {
            Ok(next) => next,
            Err(message) => {
                self.held
                    .insert(About::Project, Event::ProjectFailure { message });
                return Vec::new();
            }
        };
        // What was wrong may be mended, and what still is comes again.
        self.held
            .retain(|about, _| matches!(about, About::Start(_)));
        self.session.upstreams.choose(catalog.upstream.clone());
        self.hold_broken(&catalog, &old);
        let next = Arc::new(next);
        self.session.replace(Arc::clone(&next));
        self.tell_difference(&old, &next, &catalog.gone);
        self.tracker.keep(|slug| next.functions.contains_key(slug));
        self.tracker.learn_project(&catalog.project.inputs());
        self.watch();
        // What nobody has asked for is read when somebody does.
        let known = next.functions.iter();
        known
            .filter(|(slug, _)| self.tracker.knows(slug))
            .filter(|(slug, function)| {
                let before = old.functions.get(*slug);
                before.is_some_and(|before| self.differs(&old, before, &next, function))
            })
            .map(|(slug, _)| slug.clone())
            .collect()
    }

    fn hold_broken(&mut self, catalog: &Catalog, old: &Serving) {
        for (slug, broken) in &catalog.broken {
            let message = broken.to_text();
            if old.broken.get(slug) == Some(&message) {
                continue;
            }
            let failure = Event::BootFailure {
                slug: slug.to_string(),
                worker: None,
                message,
                serving: old.functions.contains_key(slug),
            };
            self.held
                .insert(About::Configuration(slug.clone()), failure);
        }
    }

    fn tell_difference(&mut self, old: &Serving, next: &Serving, gone: &BTreeSet<Slug>) {
        let names = |serving: &Serving| serving.slugs().cloned().collect::<BTreeSet<Slug>>();
        let (before, after) = (names(old), names(next));
        for slug in after.difference(&before).map(ToString::to_string) {
            self.session.events.send(Event::Added { slug });
        }
        for slug in before.difference(&after) {
            // What there was to say about it no longer is.
            self.held.remove(&About::Start(slug.clone()));
            let directory_gone = gone.contains(slug) || {
                let function = old.functions.get(slug);
                let directory = function.and_then(|function| function.entrypoint.parent());
                directory.is_some_and(|directory| !directory.exists())
            };
            self.session.events.send(Event::Removed {
                slug: slug.to_string(),
                directory_gone,
            });
        }
    }

    /// Whether a function must start anew to be what the new configuration says.
    fn differs(&self, old: &Serving, before: &Function, next: &Serving, after: &Function) -> bool {
        // What the gateway alone sees to is in force already.
        let for_worker = |function: &Function| Function {
            verify_jwt: None,
            ..function.clone()
        };
        for_worker(before) != for_worker(after)
            || old.third_party() != next.third_party()
            || self.session.preparer.variables(old, before)
                != self.session.preparer.variables(next, after)
    }

    fn reload_all(&mut self) {
        let since = Instant::now();
        let serving = self.session.live.get();
        for slug in serving.functions.keys() {
            self.reload(slug.clone(), &[], since);
        }
    }

    fn reload(&mut self, slug: Slug, changed: &[PathBuf], since: Instant) {
        self.held.remove(&About::Start(slug.clone()));
        let Some(reload) = self.session.pool.reload(&slug) else {
            return;
        };
        let root = self.session.live.get().project.root().to_owned();
        let changed = changed
            .iter()
            .map(|path| {
                path.strip_prefix(&root)
                    .unwrap_or(path)
                    .display()
                    .to_string()
            })
            .collect();
        let ended = self.ended.clone();
        tokio::spawn(async move {
            let outcome = reload.await;
            let duration = since.elapsed();
            let ending = Ended {
                slug,
                outcome,
                changed,
                duration,
            };
            // Nobody wants to know any more when the session is over.
            let _ = ended.send(ending).await;
        });
    }

    fn end(&mut self, ended: Ended) {
        let Ended {
            slug,
            outcome,
            changed,
            duration,
        } = ended;
        match outcome {
            Reloaded::Superseded => {}
            // It was deleted meanwhile.
            Reloaded::Failed(..)
                if !self.session.live.get().slugs().any(|known| *known == slug) => {}
            Reloaded::Switched => {
                self.held.remove(&About::Start(slug.clone()));
                self.session.events.send(Event::Reload {
                    slug: slug.to_string(),
                    changed,
                    duration,
                });
            }
            Reloaded::Failed(exit, serving) => {
                let failure = Event::BootFailure {
                    slug: slug.to_string(),
                    worker: exit.worker.clone(),
                    message: exit.message.clone(),
                    serving,
                };
                self.held.insert(About::Start(slug), failure);
            }
        }
    }

    fn tell_failures(&mut self) {
        for failure in std::mem::take(&mut self.held).into_values() {
            self.session.events.send(failure);
        }
    }

    fn learn(&mut self, learnt: Learnt) {
        let Learnt {
            slug,
            mut inputs,
            begun,
            since,
        } = learnt;
        let serving = self.session.live.get();
        match &self.env_file {
            Some(named) => inputs.files.extend(named.watched().map(Path::to_owned)),
            None => inputs.files.extend(serving.project.env_files(&slug)),
        }
        let files = inputs.watched();
        let unwatched: Vec<&PathBuf> = files.filter(|path| !self.watcher.watches(path)).collect();
        let is_first = !self.tracker.knows(&slug);
        match self.tracker.learn(&slug, &inputs, begun) {
            Some(interest) if is_first => self.watcher.add(interest),
            Some(_) => self.watch(),
            None => {}
        }
        // They are watched by now, so what changes from here on is told.
        let mut unwatched = unwatched.into_iter();
        if unwatched.any(|path| inputs.is_outdated(path, since)) {
            self.reload(slug, &[], Instant::now());
        }
    }

    fn watch(&mut self) {
        self.watcher.set(self.tracker.interest());
    }
}

/// Where the reloader hears of the reloads it began.
pub(super) struct Reloads(mpsc::Receiver<Ended>);
