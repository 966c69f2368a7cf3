//! `fx functions deploy`: bundle, compare, show, send, tell.
//!
//! What is asked of the server before everything here has succeeded is its list of functions, while bundling goes on.

mod activate;
mod annotate;
mod error;
mod locals;
mod remote;
mod report;
mod run;
mod unset;

pub(super) use activate::activate;
pub(crate) use error::DeployError;
pub(super) use locals::Locals;
pub(super) use remote::{Remote, history};
pub(super) use report::{Printed, always_parseable, print};
pub(super) use run::{Act, act};

use crate::{
    cli::DeployArgs,
    commands::{
        Context,
        remote::resolve_with_settings,
        selected::{SelectError, Selected},
    },
    diagnostics::{ExitStatus, Warning},
    project::Overrides,
};
use locals::How;

/// Deploys the functions.
pub(crate) fn run(args: &DeployArgs, cx: &Context) -> anyhow::Result<ExitStatus> {
    always_parseable(cx, |printed| deploy(args, cx, printed))
}

fn deploy(args: &DeployArgs, cx: &Context, printed: &Printed) -> anyhow::Result<ExitStatus> {
    old_flags(args, cx);
    let overrides = Overrides {
        import_map: args.import_map.as_ref().map(|path| cx.cwd.join(path)),
        verify_jwt: args.no_verify_jwt.map(|open| !open),
        ..Overrides::default()
    };
    let mut project = cx.project()?;
    let reference = resolve_with_settings(&args.remote, &mut project, cx)?;
    let mut selected = match Selected::find(project, &args.names, &overrides, cx) {
        Err(error) if is_all_disabled(&error) && !args.prune => {
            cx.printer.stderr("All Functions are up to date.");
            return Ok(ExitStatus::Success);
        }
        selected => selected?,
    };
    if !args.keep_going {
        selected = selected.complete()?;
    }
    for warning in &selected.warnings {
        cx.printer.warn(warning);
    }
    let on_server = args.use_api || args.use_docker == Some(false);
    let how = match on_server || selected.project.bundles_on_server()? {
        true => How::Sources,
        false => How::Bundle,
    };
    let remote = Remote::connect(reference, cx)?;
    let asked = Act {
        force: args.force,
        prune_all_but: args.prune.then(|| selected.project.known_names()),
        dry_run: args.dry_run,
        exit_code: args.exit_code,
        jobs: args.jobs.max(1).into(),
    };
    act(&asked, &remote, cx, printed, || {
        Locals::make(&selected, how, args.check, args.keep_going, cx)
    })
}

fn is_all_disabled(error: &anyhow::Error) -> bool {
    matches!(error.downcast_ref(), Some(SelectError::AllDisabled))
}

/// What scripts still say.
fn old_flags(args: &DeployArgs, cx: &Context) {
    let flag = match (args.use_docker, args.legacy_bundle) {
        (Some(true), _) => "--use-docker",
        (_, true) => "--legacy-bundle",
        _ => return,
    };
    let text = format!("`{flag}` means nothing to fx, which bundles by itself");
    cx.printer
        .warn(&Warning::new(text).with_hint("leave it out; `--use-api` lets the server bundle"));
}
