//! `fx platform bundle-upload`: what the server starts to bundle an upload. One line of stdin says what to do, one line
//! of stdout what became of it. It ends when stdin does, for then nobody wants to know any more.

use std::{
    io::{self, BufRead as _, Read as _},
    thread,
};

use anyhow::Context as _;

use super::Context;
use crate::{diagnostics::ExitStatus, platform::bundle_upload, process};

/// More bytes than any job has.
const MAX_JOB: u64 = 8 << 20;

/// Bundles one upload.
pub(crate) fn run(cx: &Context) -> anyhow::Result<ExitStatus> {
    let mut job = String::new();
    let read = io::stdin().lock().take(MAX_JOB).read_line(&mut job);
    read.context("failed to read what to bundle")?;
    let watched = thread::Builder::new().spawn(|| {
        let _ = io::copy(&mut io::stdin(), &mut io::sink());
        process::exit(ExitStatus::Failure.code());
    });
    watched.context("failed to start a thread")?;
    cx.printer.stdout(bundle_upload(&job))?;
    Ok(ExitStatus::Success)
}
