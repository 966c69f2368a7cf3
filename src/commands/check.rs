//! `fx functions bundle --check`: the engine's type checker on every function, before anything is written.
//!
//! It resolves as a worker does, but may download what only types need: so it has a copy of the worker's lockfile that
//! it may change, and the user's own `.npmrc`. Like there, fx's and the project's secrets are no business of the
//! registries that a project names.

use std::{
    ffi::OsString,
    path::{Path, PathBuf},
    process::Stdio,
};

use anyhow::Context as _;
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use tokio::{io::AsyncReadExt as _, process::Command, runtime::Handle};

use super::{
    Context,
    engine::TerminalReporter,
    selected::{Selected, listed},
};
use crate::{
    bundle::{Bundler, GraphRequest, Prepared, import_map_argument},
    diagnostics::{ExitStatus, Hint, in_fx_words},
    dirs::Dirs,
    engine::{self, Provision},
    env_vars::EnvVars,
    fs::RunDirectory,
    function::{Function, Slug},
    http,
    process::Spawner,
};

/// What the engine is told by flags, and what is nobody else's.
const WITHHELD: [&str; 4] = ["DENO_", "FX_", "RUST_", "SUPABASE_"];
/// What the engine needs of it nevertheless.
const PASSED_ON: [&str; 2] = [EnvVars::DENO_CERT, EnvVars::DENO_TLS_CA_STORE];

/// Functions whose types are wrong.
#[derive(Debug, thiserror::Error)]
#[error("type check failed in {} of {all}:\n{}", failed.len(), listed(failed))]
pub(crate) struct CheckError {
    failed: Vec<(Slug, String)>,
    all: usize,
}

impl Hint for CheckError {
    fn hints(&self) -> Vec<String> {
        vec!["correct the types, or bundle without `--check`".to_owned()]
    }
}

/// Checks the functions, `jobs` at once, and tells about all that fail.
pub(crate) async fn check(
    selected: &Selected,
    bundler: &Bundler,
    jobs: usize,
    cx: &Context,
) -> anyhow::Result<()> {
    let dirs = Dirs::from_env()?;
    let http = http::Options {
        ca_cert: cx.ca_cert.clone(),
        ..http::Options::default()
    };
    let provision = Provision {
        dirs: &dirs,
        project: Some(selected.project.root()),
        http: &http,
    };
    let engine = engine::provision(
        &provision,
        &TerminalReporter::new(cx.printer, &cx.environment),
    )
    .await?;
    let checker = Checker {
        engine,
        spawner: Spawner::start(Handle::current()).context("failed to start a thread")?,
        locks: RunDirectory::create_in(&std::env::temp_dir())
            .context("failed to create a temporary directory")?,
        ca_cert: cx.ca_cert.clone(),
        bundler,
    };
    let checks = selected.functions.iter().map(|function| async {
        let complaint = checker.check(function).await?;
        Ok::<_, anyhow::Error>(complaint.map(|text| (function.slug.clone(), text)))
    });
    let checked: Vec<_> = stream::iter(checks).buffered(jobs).try_collect().await?;
    let failed: Vec<_> = checked.into_iter().flatten().collect();
    if failed.is_empty() {
        return Ok(());
    }
    let all = selected.functions.len();
    Err(CheckError { failed, all }.into())
}

/// What all checks share.
struct Checker<'a> {
    engine: PathBuf,
    spawner: Spawner,
    /// Where the copies of lockfiles are.
    locks: RunDirectory,
    ca_cert: Option<PathBuf>,
    bundler: &'a Bundler,
}

impl Checker<'_> {
    /// What is wrong with a function, if anything is.
    async fn check(&self, function: &Function) -> anyhow::Result<Option<String>> {
        let request = GraphRequest::of(function, self.bundler.places());
        let types = request.clone();
        let lock = self.locks.path().join(format!("{}.lock", function.slug));
        let lock_out = request.lock_out.clone();
        let prepared = match self.bundler.prepare(request).await.outcome {
            Ok(prepared) => prepared,
            // Making the bundle tells why.
            Err(_) => return Ok(None),
        };
        if lock_out.exists() {
            std::fs::copy(&lock_out, &lock)
                .with_context(|| format!("failed to read `{}`", lock_out.display()))?;
        }
        let import_map = self.bundler.fetch_types(types, lock.clone()).await;
        let import_map = match import_map {
            Err(error) if error.exit_status() == ExitStatus::Network => return Err(error.into()),
            // The engine tells of the others.
            import_map => import_map.unwrap_or_default(),
        };
        let import_map = import_map.as_deref();
        let command = self.command(&function.entrypoint, &prepared, import_map, &lock);
        let failed = || format!("failed to run `{}`", self.engine.display());
        let mut child = self.spawner.spawn(command).await.with_context(failed)?;
        let (_, mut stdout, mut stderr) = child.take_pipes();
        let (mut ignored, mut text) = (Vec::new(), Vec::new());
        tokio::try_join!(
            stdout.read_to_end(&mut ignored),
            stderr.read_to_end(&mut text)
        )
        .with_context(failed)?;
        let status = child.wait().await.with_context(failed)?;
        let text = String::from_utf8_lossy(&text);
        let root = &self.bundler.places().source_root;
        Ok((!status.success()).then(|| complaint(&text, root)))
    }

    fn command(
        &self,
        entrypoint: &Path,
        prepared: &Prepared,
        import_map: Option<&Path>,
        lock: &Path,
    ) -> Command {
        let mut lock_arg = OsString::from("--lock=");
        lock_arg.push(lock);
        let is_locking = |arg: &&OsString| {
            let arg = arg.to_string_lossy();
            arg == "--frozen" || arg.starts_with("--lock=")
        };
        let mut command = Command::new(&self.engine);
        command.args(["check", "--quiet", "--allow-import"]);
        command.args(prepared.engine_args.iter().filter(|arg| !is_locking(arg)));
        command.arg(lock_arg);
        command.args(import_map.map(import_map_argument));
        if let Some(path) = &self.ca_cert {
            command.arg("--cert").arg(path);
        }
        command.arg("--").arg(entrypoint);
        command
            .current_dir(entrypoint.parent().unwrap_or(Path::new("/")))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let (withheld, _): (Vec<_>, Vec<_>) = std::env::vars_os().partition(|(name, _)| {
            let name = name.to_string_lossy();
            WITHHELD.iter().any(|prefix| name.starts_with(prefix))
                && !PASSED_ON.contains(&name.as_ref())
        });
        for (name, _) in withheld {
            command.env_remove(name);
        }
        command
            .env("DENO_DIR", &self.bundler.places().deno_dir)
            .env("DENO_NO_UPDATE_CHECK", "1")
            .env(EnvVars::NO_COLOR, "1")
            .envs(
                prepared
                    .engine_env
                    .iter()
                    .map(|(name, value)| (name, value)),
            );
        command
    }
}

/// What the engine says, with files as they are seen from `root`.
fn complaint(text: &str, root: &Path) -> String {
    let url = url::Url::from_directory_path(root).map(String::from);
    let mut text = text.trim().to_owned();
    for prefix in [url.ok(), root.join("").to_str().map(str::to_owned)] {
        text = text.replace(&prefix.unwrap_or_default(), "");
    }
    let text = text.strip_prefix("error: ").unwrap_or(&text);
    let text = text.split("\nerror: Type checking failed.").next();
    let text = text.unwrap_or_default();
    in_fx_words(text.trim_end().to_owned())
}
