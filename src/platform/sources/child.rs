//! What the child process does: one [`Job`], which it reads, and one [`Answer`].
//!
//! It limits itself before it looks at the files. Of errors, it tells apart what is wrong with the files and what this
//! machine lacks; messages name files as the upload does.

use std::{
    io,
    path::{Component, Path, PathBuf},
    time::Duration,
};

use serde::{Deserialize, Serialize};

use crate::{
    bundle::{
        Artifact, ArtifactOptions, Bundler, Error, GraphRequest, NpmFiles, Places, check_patterns,
        registries,
    },
    diagnostics::with_causes,
    env_vars::EnvVars,
    fs,
    function::Slug,
    http::{self, Guard},
    process,
};

/// How paths begin that bundles are made with; `fx functions deploy` says the same of its own.
const VIRTUAL_ROOT: &str = "file:///var/tmp/sb-compile-edge-runtime/";
/// More bytes than any one file of a package or a bundle has.
const MAX_FILE: u64 = 512 << 20;

/// What to bundle, and how.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Job {
    /// The function.
    pub(super) slug: String,
    /// The directory with the files.
    pub(super) files: PathBuf,
    /// Where what is downloaded goes.
    pub(super) cache: PathBuf,
    /// Where the bundle goes.
    pub(super) output: PathBuf,
    /// The entrypoint among the files.
    pub(super) entrypoint: String,
    /// The import map among the files.
    pub(super) import_map: Option<String>,
    /// Patterns of static files, relative to the directory.
    pub(super) static_patterns: Vec<String>,
    /// Certificate authorities to trust as well.
    pub(super) ca_cert: Option<PathBuf>,
    /// Whether every address may be reached.
    pub(super) allow_private_net: bool,
    /// How long it may take, in seconds; of the CPU's time, too.
    pub(super) seconds: u64,
    /// How many bytes of memory it may take.
    pub(super) memory: u64,
}

/// What became of it.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Answer {
    /// There is a bundle.
    Made {
        /// Where it starts.
        entrypoint_path: String,
        /// Its import map.
        import_map_path: Option<String>,
    },
    /// The files cannot be bundled.
    Bad(String),
    /// The bundle is too large.
    TooLarge(String),
    /// Something else is wrong.
    Failed(String),
}

/// Does the job that `job` says in JSON, and answers in JSON. It limits the process it runs in.
pub(crate) fn bundle_upload(job: &str) -> String {
    let answer = match serde_json::from_str(job) {
        Ok(job) => run(&job),
        Err(error) => Answer::Failed(format!("the job is wrong: {error}")),
    };
    serde_json::to_string(&answer).expect("our records serialise")
}

fn run(job: &Job) -> Answer {
    let limited = process::limit_self(job.memory, job.seconds, MAX_FILE);
    let made = limited.map_err(failed).and_then(|()| make(job));
    made.unwrap_or_else(|answer| answer)
}

fn make(job: &Job) -> Result<Answer, Answer> {
    let root = job.files.canonicalize().map_err(failed)?;
    check_npmrc(&root)?;
    let places = Places::of_upload(&root, &job.cache);
    let request = request(job, &root)?;
    let supabase_dir = &places.supabase_dir;
    let checked = check_patterns(&request.static_files, supabase_dir);
    checked.map_err(|error| refused(error, &root))?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(failed)?;
    let artifact = runtime.block_on(async {
        let bundler = Bundler::with_http(places, options(job), Some(1));
        let options = ArtifactOptions {
            npm_files: NpmFiles::Lean,
            compress: true,
            env_reads: false,
        };
        let patience = Duration::from_secs(job.seconds);
        tokio::time::timeout(patience, bundler.bundle(request, options)).await
    });
    // Nobody waits for a thread that still works.
    runtime.shutdown_background();
    let artifact = artifact.map_err(|_| Answer::Bad(too_slow(job.seconds)))?;
    let artifact = artifact.map_err(|error| refused(error, &root))?;
    std::fs::write(&job.output, &artifact.bytes).map_err(failed)?;
    Ok(made(&artifact))
}

fn options(job: &Job) -> http::Options {
    http::Options {
        ca_cert: job.ca_cert.clone(),
        guard: (!job.allow_private_net).then(|| Guard::new(&registries())),
        ..http::Options::default()
    }
}

fn request(job: &Job, root: &Path) -> Result<GraphRequest, Answer> {
    let patterns = job.static_patterns.iter();
    let patterns = patterns.map(|pattern| below_supabase(pattern));
    Ok(GraphRequest {
        slug: job.slug.parse::<Slug>().map_err(failed)?,
        entrypoint: root.join(&job.entrypoint),
        import_map: job.import_map.as_ref().map(|path| root.join(path)),
        static_files: patterns.collect::<Result<_, _>>()?,
        lock_out: job.output.with_extension("lock"),
        lock_write: false,
        cached_only: false,
        may_match_nothing: true,
    })
}

/// A pattern of the project as one that is relative to `supabase/`. It must not look at anything else of this machine.
fn below_supabase(pattern: &str) -> Result<String, Answer> {
    let (not, plain) = match pattern.strip_prefix('!') {
        Some(plain) => ("!", plain),
        None => ("", pattern),
    };
    let is_plain = |part| matches!(part, Component::Normal(_) | Component::CurDir);
    if plain.contains(['\\', ':', '\0']) || !Path::new(plain).components().all(is_plain) {
        let pattern = pattern.escape_debug();
        let text = format!("`{pattern}` in `static_patterns` leads out of the upload");
        return Err(Answer::Bad(text));
    }
    Ok(format!("{not}../{plain}"))
}

/// The variables that say where packages come from are told to the crates, and may hold credentials of this machine's.
fn check_npmrc(root: &Path) -> Result<(), Answer> {
    let entries = walkdir::WalkDir::new(root).into_iter().flatten();
    for entry in entries.filter(|entry| entry.file_name() == ".npmrc") {
        let text = fs::read_regular(entry.path(), fs::MAX_TEXT);
        let text = text.map_err(|error| match fs::refusal(&error) {
            Some(refusal) => Answer::Bad(format!("`.npmrc` cannot be read: {refusal}")),
            None => failed(error),
        })?;
        let text = String::from_utf8_lossy(&text).to_ascii_uppercase();
        if let Some(name) = EnvVars::REGISTRIES
            .iter()
            .find(|name| text.contains(**name))
        {
            let text = format!("`.npmrc` names the variable `{name}`, which is not told here");
            return Err(Answer::Bad(text));
        }
    }
    Ok(())
}

fn made(artifact: &Artifact) -> Answer {
    let path = |key: &String| format!("{VIRTUAL_ROOT}{key}");
    Answer::Made {
        entrypoint_path: path(&artifact.entrypoint),
        import_map_path: artifact.import_map.as_ref().map(path),
    }
}

/// What to say about a bundle that takes too long.
pub(super) fn too_slow(seconds: u64) -> String {
    format!("bundling takes longer than the {seconds} s that it may")
}

fn refused(error: Error, root: &Path) -> Answer {
    let text = with_causes(&error);
    let text = text.replace(
        &format!("the source root `{}`", root.display()),
        "the upload",
    );
    match error {
        Error::TooLarge { .. } => Answer::TooLarge(text),
        // A parser that ended did so because of what it read.
        Error::Io { source, .. } if source.kind() != io::ErrorKind::Other => Answer::Failed(text),
        _ => Answer::Bad(text),
    }
}

fn failed(error: impl Into<anyhow::Error>) -> Answer {
    Answer::Failed(with_causes(error.into().as_ref()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_those_of_the_upload() {
        let below = |pattern| below_supabase(pattern).ok();
        assert_eq!(below("supabase/a/*.html").unwrap(), "../supabase/a/*.html");
        assert_eq!(below("!./x/**").unwrap(), "!.././x/**");
        for outside in ["/etc/*", "../*", "a/../../*", "!../x", "C:/x", "a\\..\\b"] {
            assert_eq!(below(outside), None, "{outside}");
        }
    }
}
