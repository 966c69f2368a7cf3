//! [`Watcher`]: the system's watches on directories, and polling where the system refuses them.

use std::{
    env::consts::OS,
    path::{Path, PathBuf},
    sync::{Arc, PoisonError, RwLock, RwLockWriteGuard},
    time::Duration,
};

use notify::{
    Config, ErrorKind, Event, EventKind, PollWatcher, RecommendedWatcher, RecursiveMode,
    Watcher as _,
    event::{AccessKind, AccessMode, MetadataKind, ModifyKind, RenameMode},
};

use super::{
    burst::{Changes, Gathering, Stage},
    interest::{Interest, Paths},
};
use crate::diagnostics::Warning;

/// How often directories are looked at that cannot be watched.
const POLL_INTERVAL: Duration = Duration::from_millis(500);

/// Watches the directories that an [`Interest`] needs.
pub(crate) struct Watcher {
    inbox: Inbox,
    system: Option<RecommendedWatcher>,
    polling: Option<PollWatcher>,
    watched: Paths,
    warn: Box<dyn Fn(Warning) + Send>,
}

/// Where the system's events go.
#[derive(Clone, Default)]
struct Inbox {
    interest: Arc<RwLock<Interest>>,
    gathering: Arc<Gathering>,
}

impl Watcher {
    /// A watcher that watches nothing yet. With `poll`, or when the system has no watches left, which `warn` is told
    /// once, directories are looked at again and again instead.
    pub(crate) fn start(poll: bool, warn: impl Fn(Warning) + Send + 'static) -> (Self, Changes) {
        let inbox = Inbox::default();
        let changes = Changes::new(Arc::clone(&inbox.gathering));
        let mut watcher = Self {
            inbox,
            system: None,
            polling: None,
            watched: Paths::new(),
            warn: Box::new(warn),
        };
        if !poll {
            match RecommendedWatcher::new(watcher.inbox.clone().handler(), Config::default()) {
                Ok(system) => watcher.system = Some(system),
                Err(error) => watcher.say_refused(&error),
            }
        }
        (watcher, changes)
    }

    /// Watches for what touches `interest`, and for nothing else, from now on.
    pub(crate) fn set(&mut self, interest: Interest) {
        let wanted = interest.directories();
        let gone: Vec<Arc<Path>> = self.watched.difference(wanted).cloned().collect();
        let new = self.unwatched(&interest);
        *self.inbox.write() = interest;
        for directory in gone {
            self.unwatch(&directory);
        }
        for directory in new {
            self.watch(directory);
        }
    }

    /// Watches for what touches `interest`, too.
    pub(crate) fn add(&mut self, interest: &Interest) {
        let new = self.unwatched(interest);
        self.inbox.write().extend(interest);
        for directory in new {
            self.watch(directory);
        }
    }

    /// Whether a change at `path`, a real place, would be told.
    pub(crate) fn watches(&self, path: &Path) -> bool {
        self.inbox.touches(path)
    }

    fn unwatched(&self, interest: &Interest) -> Vec<Arc<Path>> {
        let directories = interest.directories();
        directories.difference(&self.watched).cloned().collect()
    }

    /// Watches directories anew that were replaced: the system's watch went with the old one.
    pub(crate) fn renew(&mut self, changed: &[PathBuf]) {
        let replaced = self.watched.iter().filter(|directory| {
            changed
                .iter()
                .any(|path| directory.starts_with(path) && path.is_dir())
        });
        for directory in replaced.map(Arc::clone).collect::<Vec<_>>() {
            self.unwatch(&directory);
            self.watch(directory);
        }
    }

    fn watch(&mut self, directory: Arc<Path>) {
        let Some(system) = &mut self.system else {
            return self.poll(directory);
        };
        match system.watch(&directory, RecursiveMode::NonRecursive) {
            Ok(()) => drop(self.watched.insert(directory)),
            Err(error) if is_refusal(&error) => {
                self.say_refused(&error);
                self.poll(directory);
            }
            // It is not there; the directory above it tells when it comes.
            Err(_) => {}
        }
    }

    fn poll(&mut self, directory: Arc<Path>) {
        let config = Config::default()
            .with_poll_interval(POLL_INTERVAL)
            .with_compare_contents(true);
        if self.polling.is_none() {
            self.polling = PollWatcher::new(self.inbox.clone().handler(), config).ok();
        }
        if let Some(polling) = &mut self.polling
            && polling
                .watch(&directory, RecursiveMode::NonRecursive)
                .is_ok()
        {
            self.watched.insert(directory);
        }
    }

    fn unwatch(&mut self, directory: &Path) {
        self.watched.remove(directory);
        // One of them has it, unless it is gone from there too.
        if let Some(system) = &mut self.system {
            let _ = system.unwatch(directory);
        }
        if let Some(polling) = &mut self.polling {
            let _ = polling.unwatch(directory);
        }
    }

    fn say_refused(&self, error: &notify::Error) {
        if self.polling.is_some() {
            return;
        }
        let every = POLL_INTERVAL.as_millis();
        let text = format!(
            "the system watches no more files for fx ({error}), so fx looks for changes every {every} ms"
        );
        let mut warning = Warning::new(text);
        if OS == "linux" {
            let limit = match error.kind {
                ErrorKind::MaxFilesWatch => "watches=524288",
                _ => "instances=512",
            };
            warning = warning.with_hint(format!(
                "raise the limit: `sudo sysctl fs.inotify.max_user_{limit}`"
            ));
        }
        (self.warn)(warning);
    }
}

fn is_refusal(error: &notify::Error) -> bool {
    match &error.kind {
        ErrorKind::MaxFilesWatch => true,
        ErrorKind::Io(error) => !matches!(
            error.kind(),
            std::io::ErrorKind::NotFound
                | std::io::ErrorKind::NotADirectory
                | std::io::ErrorKind::PermissionDenied
        ),
        _ => false,
    }
}

impl Inbox {
    fn handler(self) -> impl Fn(notify::Result<Event>) + Send + 'static {
        move |event| match event {
            Ok(event) => self.receive(event),
            Err(_) => self.gathering.lose(),
        }
    }

    fn write(&self) -> RwLockWriteGuard<'_, Interest> {
        let interest = self.interest.write();
        interest.unwrap_or_else(PoisonError::into_inner)
    }

    fn touches(&self, path: &Path) -> bool {
        let interest = self.interest.read();
        let interest = interest.unwrap_or_else(PoisonError::into_inner);
        interest.touches(path)
    }

    fn receive(&self, event: Event) {
        if event.need_rescan() {
            return self.gathering.lose();
        }
        let Some(stage) = stage(&event.kind) else {
            return;
        };
        for path in event.paths {
            if self.touches(&path) {
                // A directory brings files that nothing is told about.
                let stage = if path.is_dir() {
                    Stage::Unsettled
                } else {
                    stage
                };
                self.gathering.add(path, stage);
            }
        }
    }
}

/// What an event means for the file; `None` for one that leaves its content alone.
fn stage(kind: &EventKind) -> Option<Stage> {
    match kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write))
        | EventKind::Modify(ModifyKind::Name(RenameMode::To)) => Some(Stage::Settled),
        // Both halves of a rename were told already.
        EventKind::Modify(ModifyKind::Name(RenameMode::Both)) if OS == "linux" => None,
        EventKind::Access(_) => None,
        EventKind::Modify(ModifyKind::Metadata(kind)) if *kind != MetadataKind::WriteTime => None,
        _ => Some(Stage::Unsettled),
    }
}
