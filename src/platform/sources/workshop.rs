//! [`Workshop`]: where uploads are bundled, each by a child process.

use std::{
    path::PathBuf,
    process::Stdio,
    time::{Duration, SystemTime},
};

use anyhow::{Context as _, anyhow};
use bytes::Bytes;
use tokio::{
    io::{AsyncRead, AsyncReadExt as _, AsyncWriteExt as _},
    process::Command,
    runtime::Handle,
    sync::Semaphore,
    task::spawn_blocking,
    time::timeout,
};

use super::{
    Bundled, SourcesError, Upload, cache,
    child::{Answer, Job, too_slow},
    upload::{FILES, remove_leftovers},
};
use crate::{
    env_vars::EnvVars,
    fs::create_private_dir,
    function::Slug,
    process::{self, Spawner},
};

/// How the executable is called to be the child.
const ARGUMENTS: [&str; 2] = ["platform", "bundle-upload"];
/// How long after its time a child may still tell that it took too long.
const GRACE: Duration = Duration::from_secs(2);
/// How much a child may say.
const MAX_OUTPUT: u64 = 1 << 20;
/// How Rust's runtime tells that there is no memory, and no stack.
const MEMORY_FAILED: [&str; 2] = ["memory allocation of", "has overflowed its stack"];

/// How uploads are bundled.
#[derive(Debug, Clone)]
pub(crate) struct Options {
    /// This program.
    pub(crate) executable: PathBuf,
    /// Where uploads are while they are bundled. What a server has left there is removed.
    pub(crate) uploads: PathBuf,
    /// Where things are that can be downloaded again.
    pub(crate) cache: PathBuf,
    /// Certificate authorities to trust as well.
    pub(crate) ca_cert: Option<PathBuf>,
    /// Whether modules and packages may come from private networks.
    pub(crate) allow_private_net: bool,
    /// How many are bundled at once.
    pub(crate) jobs: usize,
    /// What each may take.
    pub(crate) limits: Limits,
}

/// What bundling may take.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    /// Time, in seconds; of the CPU's as well.
    pub(crate) seconds: u64,
    /// Bytes of memory.
    pub(crate) memory: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            seconds: 120,
            memory: 1 << 30,
        }
    }
}

/// Where uploads are bundled.
#[derive(Debug)]
pub(crate) struct Workshop {
    options: Options,
    spawner: Spawner,
    permits: Semaphore,
}

/// What a child said, and how it ended.
struct End {
    stdout: String,
    stderr: String,
    status: std::process::ExitStatus,
}

impl Workshop {
    /// A workshop whose children report to the current runtime.
    pub(crate) fn new(options: Options) -> anyhow::Result<Self> {
        let uploads = &options.uploads;
        create_private_dir(uploads)
            .and_then(|()| remove_leftovers(uploads))
            .with_context(|| format!("failed to prepare `{}` for uploads", uploads.display()))?;
        let spawner = Spawner::start(Handle::current()).context("failed to start a thread")?;
        Ok(Self {
            spawner,
            permits: Semaphore::new(options.jobs),
            options,
        })
    }

    /// The directory that uploads are received in.
    pub(in crate::platform) fn uploads(&self) -> &std::path::Path {
        &self.options.uploads
    }

    /// Bundles an upload, when it is its turn. Dropping the future ends the child.
    pub(in crate::platform) async fn bundle(
        &self,
        slug: &Slug,
        upload: Upload,
    ) -> Result<Bundled, SourcesError> {
        let permit = self.permits.acquire().await;
        let _permit = permit.expect("the semaphore is never closed");
        let job = self.job(slug, &upload).await?;
        let time = Duration::from_secs(job.seconds) + GRACE;
        let end = timeout(time, self.run(&job, &upload)).await;
        let end = end.map_err(|_| SourcesError::Bad(too_slow(job.seconds)))??;
        match end.answer(self.options.limits)? {
            Answer::Bad(text) => Err(SourcesError::Bad(text)),
            Answer::TooLarge(text) => Err(SourcesError::TooLarge(text)),
            Answer::Failed(text) => Err(anyhow!(text).context("failed to bundle an upload").into()),
            Answer::Made {
                entrypoint_path,
                import_map_path,
            } => {
                let body = tokio::fs::read(&job.output).await;
                let body = body.context("failed to read what was bundled")?;
                Ok(Bundled {
                    body: Bytes::from(body),
                    entrypoint_path,
                    import_map_path,
                })
            }
        }
    }

    async fn job(&self, slug: &Slug, upload: &Upload) -> anyhow::Result<Job> {
        let directory = upload.directory();
        let metadata = &upload.metadata;
        let import_map = Some(metadata.import_map_path.clone());
        // Packages of a private registry are nobody else's.
        let cache = match upload.has_npmrc {
            true => directory.join("cache"),
            false => {
                let cache = self.options.cache.clone();
                spawn_blocking(move || cache::directory(&cache, SystemTime::now()))
                    .await?
                    .context("failed to make a directory for what is downloaded")?
            }
        };
        Ok(Job {
            slug: slug.to_string(),
            files: directory.join(FILES),
            cache,
            output: directory.join("bundle"),
            entrypoint: metadata.entrypoint_path.clone(),
            import_map: import_map.filter(|path| !path.is_empty()),
            static_patterns: metadata.static_patterns.clone(),
            ca_cert: self.options.ca_cert.clone(),
            allow_private_net: self.options.allow_private_net,
            seconds: self.options.limits.seconds,
            memory: self.options.limits.memory,
        })
    }

    /// Runs a child to its end.
    async fn run(&self, job: &Job, upload: &Upload) -> anyhow::Result<End> {
        let home = upload.directory().join("home");
        create_private_dir(&home).context("failed to make a home directory")?;
        let mut command = Command::new(&self.options.executable);
        command
            .args(ARGUMENTS)
            .current_dir(&home)
            .env_clear()
            .envs(environment())
            .env(EnvVars::HOME, &home)
            .env(EnvVars::TMPDIR, upload.directory())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let spawned = self.spawner.spawn(command).await;
        let mut child = spawned.context("failed to start the process that bundles")?;
        let (mut stdin, stdout, stderr) = child.take_pipes();
        let mut line = serde_json::to_string(job).expect("our records serialise");
        line.push('\n');
        // A child that is gone tells why with its end.
        let _ = stdin.write_all(line.as_bytes()).await;
        let (stdout, stderr) = tokio::join!(text(stdout), text(stderr));
        let status = child.wait().await.context("failed to await a process")?;
        // It would have ended before if nobody had held its input.
        drop(stdin);
        Ok(End {
            stdout,
            stderr,
            status,
        })
    }
}

impl End {
    fn answer(self, limits: Limits) -> Result<Answer, SourcesError> {
        if let Ok(answer) = serde_json::from_str(&self.stdout) {
            return Ok(answer);
        }
        let megabytes = limits.memory >> 20;
        if MEMORY_FAILED.iter().any(|text| self.stderr.contains(text)) {
            let text = format!("bundling takes more than the {megabytes} MB of memory that it may");
            return Err(SourcesError::Bad(text));
        }
        if process::is_cpu_limit(self.status) {
            return Err(SourcesError::Bad(too_slow(limits.seconds)));
        }
        let (end, said) = (process::describe(self.status), self.stderr.trim());
        let error = anyhow!("the process that bundles ended with {end}: {said}");
        Err(SourcesError::Failed(error))
    }
}

/// What a child is told of this process's environment.
fn environment() -> impl Iterator<Item = (&'static str, std::ffi::OsString)> {
    let names = [EnvVars::SYSTEM_ROOT].into_iter();
    let names = names.chain(EnvVars::REGISTRIES).chain(EnvVars::PROXIES);
    let names = names.chain(EnvVars::NO_PROXIES);
    let names = names.chain(EnvVars::CERTIFICATES);
    names.filter_map(|name| Some((name, std::env::var_os(name)?)))
}

/// What comes out of a pipe, as far as anybody wants to read it.
async fn text(mut pipe: impl AsyncRead + Unpin) -> String {
    let mut bytes = Vec::new();
    // What was read until the pipe broke is what there is.
    let _ = (&mut pipe).take(MAX_OUTPUT).read_to_end(&mut bytes).await;
    let _ = tokio::io::copy(&mut pipe, &mut tokio::io::sink()).await;
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests;
