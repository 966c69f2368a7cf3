//! [`Locals`]: the functions as they are sent, made all at once.

use std::{collections::BTreeSet, num::NonZero, path::Path, thread};

use futures_util::future::join_all;

use crate::{
    bundle::{Bundler, GraphRequest, Places, env_reads},
    commands::{
        Context,
        bundling::{Attempt, BundlingOptions, Made, all_or_none, bundle_all},
        check::check,
        selected::Selected,
    },
    deploy::{Local, sources},
    diagnostics::with_hints,
    dirs::Dirs,
    fs,
    function::{Function, Slug},
};

/// What is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum How {
    /// Bundles.
    Bundle,
    /// Sources, which the server bundles.
    Sources,
}

/// Functions as they are sent.
#[derive(Debug, Default)]
pub(in crate::commands) struct Locals {
    /// Those that can be sent.
    pub(super) ready: Vec<Local>,
    /// The variables that each of them reads.
    pub(super) reads: Vec<(Slug, BTreeSet<String>)>,
    /// Those that cannot, and why.
    pub(super) failed: Vec<(Slug, String)>,
}

impl Locals {
    /// One that is ready.
    pub(in crate::commands) fn of(local: Local) -> Self {
        Self {
            ready: vec![local],
            ..Self::default()
        }
    }

    /// Makes all of `selected`, or with `keep_going` those that can be made.
    pub(super) async fn make(
        selected: &Selected,
        how: How,
        checks: bool,
        keep_going: bool,
        cx: &Context,
    ) -> anyhow::Result<Self> {
        let places = Places::of(&selected.project, &Dirs::from_env()?.cache);
        let jobs = thread::available_parallelism().map_or(1, NonZero::get);
        let bundler = Bundler::new(places, cx.ca_cert.clone(), Some(jobs));
        if checks && !selected.functions.is_empty() {
            check(selected, &bundler, jobs, cx).await?;
        }
        let mut locals = match how {
            How::Bundle => Self::bundles(selected, &bundler, keep_going, cx).await?,
            How::Sources => Self::sources(selected, &bundler, keep_going, cx).await?,
        };
        for local in &mut locals.ready {
            local.limits = selected.project.own_limits(&local.slug)?;
        }
        locals.failed.extend(selected.broken.iter().cloned());
        Ok(locals)
    }

    async fn bundles(
        selected: &Selected,
        bundler: &Bundler,
        keep_going: bool,
        cx: &Context,
    ) -> anyhow::Result<Self> {
        let options = BundlingOptions::to_deploy(true);
        let attempts = bundle_all(selected, bundler, &options).await;
        let mut locals = Self::default();
        for made in locals.good(attempts, keep_going)? {
            for warning in &made.artifact.warnings {
                cx.printer.warn(warning);
            }
            let reads = made.artifact.env_reads.clone();
            locals.reads.push((made.function.slug.clone(), reads));
            let local = Local::of_bundle(&made.function, made.artifact);
            locals.ready.push(local);
        }
        Ok(locals)
    }

    fn good(&mut self, attempts: Vec<Attempt>, keep_going: bool) -> anyhow::Result<Vec<Made>> {
        if !keep_going {
            return all_or_none(attempts);
        }
        let (mut made, all) = (Vec::new(), attempts.len());
        for attempt in attempts {
            match attempt {
                Ok(one) => made.push(one),
                Err(failed) if all == 1 => return Err(failed.1.into()),
                Err((slug, error)) => self.failed.push((slug, with_hints(&error))),
            }
        }
        Ok(made)
    }

    async fn sources(
        selected: &Selected,
        bundler: &Bundler,
        keep_going: bool,
        cx: &Context,
    ) -> anyhow::Result<Self> {
        let root = selected.project.root();
        let attempts = selected.functions.iter().map(|function| async move {
            let made = prepared_sources(function, bundler, root, cx).await;
            (function, made)
        });
        let mut locals = Self::default();
        let all = selected.functions.len();
        for (function, made) in join_all(attempts).await {
            match made {
                Ok((local, reads)) => {
                    locals.reads.push((function.slug.clone(), reads));
                    locals.ready.push(local);
                }
                Err(error) if all == 1 || !keep_going => {
                    let text = format!("function `{}` cannot be sent", function.slug);
                    return Err(error.context(text));
                }
                Err(error) => locals
                    .failed
                    .push((function.slug.clone(), format!("{error:#}"))),
            }
        }
        Ok(locals)
    }
}

/// The sources of a function that resolves.
async fn prepared_sources(
    function: &Function,
    bundler: &Bundler,
    root: &Path,
    cx: &Context,
) -> anyhow::Result<(Local, BTreeSet<String>)> {
    let request = GraphRequest::of(function, bundler.places());
    let preparation = bundler.prepare(request).await;
    let prepared = preparation.outcome?;
    for warning in &prepared.warnings {
        cx.printer.warn(warning);
    }
    let local = sources(function, &preparation.inputs, &prepared, root)?;
    let texts = preparation.inputs.files.iter();
    let texts =
        texts.filter_map(|path| fs::read_found_text(path, &prepared.root, fs::MAX_MODULE).ok());
    let reads = texts.flat_map(|text| env_reads(&text)).collect();
    Ok((local, reads))
}
