//! [`Bundler`]: the entry to this module, a thread per function that is resolved. What the threads do is `prepare`'s.

use std::{
    io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
    thread,
};

use tokio::{runtime::Handle, sync::oneshot};
use tokio_util::sync::CancellationToken;

use super::{
    Artifact, ArtifactOptions, Error,
    containment::SourceRoot,
    format::Parts,
    http::Downloader,
    inputs::Inputs,
    job::{Job, Jobs},
    npm_tree::PackageStore,
    package_imports::PackageImports,
    prepare::{Preparation, Prepared, Workshop},
    report::Report,
    request::{GraphRequest, Places},
};
use crate::{
    function::Slug,
    http,
    nesting::{self, Shallow},
};

/// How files of bundles end, best first.
const EXTENSIONS: [&str; 2] = ["ezbr", "eszip"];
/// How many functions are resolved at once, unless somebody wants more or less.
const JOBS: usize = 4;
/// How many threads there are for them then, as those that wait for the network keep nobody from working.
const THREADS: usize = 64;
/// How often a function is resolved anew whose files change meanwhile.
const TRIES: usize = 3;

/// How a function becomes ready to run.
type How =
    fn(&Workshop, &Job<'_>, &GraphRequest, &SourceRoot, &mut Inputs) -> Result<Prepared, Error>;

/// Resolves functions of one project; cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct Bundler {
    workshop: Arc<Workshop>,
}

impl Bundler {
    /// A bundler whose downloads run on the current runtime, for `jobs` functions at once.
    pub(crate) fn new(places: Places, ca_cert: Option<PathBuf>, jobs: Option<usize>) -> Self {
        let options = http::Options {
            ca_cert,
            ..http::Options::default()
        };
        Self::with_http(places, options, jobs)
    }

    /// A bundler that downloads as `options` say.
    pub(crate) fn with_http(places: Places, options: http::Options, jobs: Option<usize>) -> Self {
        // The crates colour their messages by what stderr is when they are first asked.
        deno_terminal::colors::set_use_color(false);
        let workshop = Workshop {
            places,
            downloader: Downloader::new(options, Handle::current()),
            packages: PackageStore::default(),
            package_imports: PackageImports::default(),
            parts: Parts::default(),
            jobs: Jobs::new(jobs.unwrap_or(THREADS), jobs.unwrap_or(JOBS)),
            lockfiles: Mutex::default(),
            shallow: Shallow::default(),
        };
        Self {
            workshop: Arc::new(workshop),
        }
    }

    /// Where things of the project are.
    pub(crate) fn places(&self) -> &Places {
        &self.workshop.places
    }

    /// Resolves the function, downloads what is missing and writes the worker's lockfile.
    pub(crate) async fn prepare(&self, request: GraphRequest) -> Preparation {
        self.prepare_with(request, Workshop::prepare).await
    }

    /// Makes the function a bundle and gets that ready to run.
    pub(crate) async fn prepare_bundled(&self, request: GraphRequest) -> Preparation {
        self.prepare_with(request, Workshop::prepare_bundled).await
    }

    async fn prepare_with(&self, request: GraphRequest, how: How) -> Preparation {
        let unknown = Inputs::unknown(&request.entrypoint);
        let entrypoint = request.entrypoint.clone();
        let prepared = self.on_thread(&entrypoint, move |workshop, cancelled| {
            let root = workshop.source_root();
            let attempt = || {
                let mut inputs = Inputs::of(&request, &workshop.places.supabase_dir, &root);
                let job = workshop.jobs.begin(&request.entrypoint, cancelled);
                let outcome = job.and_then(|job| how(workshop, &job, &request, &root, &mut inputs));
                Preparation {
                    inputs,
                    outcome: outcome.map_err(|error| error.relative_to(root.path())),
                }
            };
            let is_outdated = |done: &Preparation| {
                matches!(done.outcome, Err(Error::Superseded)) && !cancelled.is_cancelled()
            };
            let first = attempt();
            (1..TRIES).fold(first, |last, _| match is_outdated(&last) {
                true => attempt(),
                false => last,
            })
        });
        prepared.await.unwrap_or_else(|error| Preparation {
            inputs: unknown,
            outcome: Err(error),
        })
    }

    /// Downloads what an engine needs that checks the function's types, adds it to the lockfile at `lock`, and gives the
    /// engine's import map. Other files for the engine go beside the lockfile.
    pub(crate) async fn fetch_types(
        &self,
        request: GraphRequest,
        lock: PathBuf,
    ) -> Result<Option<PathBuf>, Error> {
        let request = GraphRequest {
            lock_out: lock,
            ..request
        };
        let entrypoint = request.entrypoint.clone();
        let fetched = self.on_thread(&entrypoint, move |workshop, cancelled| {
            let root = workshop.source_root();
            let job = workshop.jobs.begin(&request.entrypoint, cancelled)?;
            let fetched = workshop.fetch_types(&job, &request, &root);
            fetched.map_err(|error| error.relative_to(root.path()))
        });
        fetched.await?
    }

    /// Gets the bundle of `slug` ready to run that is in `directory`.
    pub(crate) async fn prepare_file(&self, slug: &Slug, directory: &Path) -> Preparation {
        let candidates = EXTENSIONS.map(|extension| directory.join(format!("{slug}.{extension}")));
        let found = candidates.iter().find(|path| path.is_file()).cloned();
        let inputs = Inputs::files(candidates);
        let Some(path) = found else {
            let (slug, directory) = (slug.to_string(), directory.to_owned());
            return Preparation {
                inputs,
                outcome: Err(Error::NoBundle { slug, directory }),
            };
        };
        let file = path.clone();
        let prepared = self.on_thread(&path, move |workshop, _| workshop.prepare_file(&file));
        Preparation {
            inputs,
            outcome: prepared.await.flatten(),
        }
    }

    /// Makes the function one file. Downloads what is missing, and writes the same lockfile as [`Bundler::prepare`].
    pub(crate) async fn bundle(
        &self,
        request: GraphRequest,
        options: ArtifactOptions,
    ) -> Result<Artifact, Error> {
        let entrypoint = request.entrypoint.clone();
        let artifact = self.on_thread(&entrypoint, move |workshop, cancelled| {
            let root = workshop.source_root();
            let mut inputs = Inputs::unknown(&request.entrypoint);
            let job = workshop.jobs.begin(&request.entrypoint, cancelled)?;
            let artifact = workshop.bundle(&job, &request, &root, &mut inputs, options);
            let told = |error: Error| error.of_function(&request.slug).relative_to(root.path());
            artifact.map_err(told)
        });
        artifact.await?
    }

    /// What the function is made of, and what imports what. Downloads what is missing.
    pub(crate) async fn report(&self, request: GraphRequest) -> Result<Report, Error> {
        let entrypoint = request.entrypoint.clone();
        let report = self.on_thread(&entrypoint, move |workshop, cancelled| {
            let root = workshop.source_root();
            let job = workshop.jobs.begin(&request.entrypoint, cancelled)?;
            let report = workshop.report(&job, &request, &root);
            report.map_err(|error| error.relative_to(root.path()))
        });
        report.await?
    }

    /// Runs `job` on a thread of its own, when it is its turn. The thread has the permit, and is told when whoever asked
    /// has gone.
    async fn on_thread<T: Send + 'static>(
        &self,
        entrypoint: &Path,
        job: impl FnOnce(&Workshop, &CancellationToken) -> T + Send + 'static,
    ) -> Result<T, Error> {
        let threads = Arc::clone(&self.workshop.jobs.threads);
        let permit = threads.acquire_owned().await;
        let permit = permit.expect("the semaphore is never closed");
        let cancelled = CancellationToken::new();
        let _wanted = cancelled.clone().drop_guard();
        let (reply, answer) = oneshot::channel();
        let workshop = Arc::clone(&self.workshop);
        let spawned = thread::Builder::new()
            .name("graph".into())
            .stack_size(nesting::STACK_SIZE)
            .spawn(move || {
                let done = job(&workshop, &cancelled);
                drop(permit);
                // Whoever asked may have gone.
                drop(reply.send(done));
            });
        let failed = |source| Error::Io {
            action: "resolve",
            path: entrypoint.to_owned(),
            source,
        };
        spawned.map_err(failed)?;
        let ended = || io::Error::other("the module graph could not be built: a parser ended");
        answer.await.map_err(|_| failed(ended()))
    }
}
