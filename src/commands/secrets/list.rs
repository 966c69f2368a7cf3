//! `fx secrets list`.

use std::io::ErrorKind;

use serde::Serialize;

use super::{Remote, discover, sources::env_file, warn_all};
use crate::{
    api_types::Secret,
    cli::ListSecretsArgs,
    commands::{
        Context,
        engine::{Ended, until_interrupted},
    },
    diagnostics::{ExitStatus, Hint as _, Warning, with_causes},
    output::Table,
    project::{self, EnvFile, Project},
    secrets::{ReadNames, digest, is_reserved},
};

/// How the value in the env file compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum Local {
    Same,
    Differs,
    Missing,
}

#[derive(Serialize)]
struct Listed<'a> {
    #[serde(flatten)]
    secret: &'a Secret,
    /// `null` without a file, and for the platform's own.
    local: Option<Local>,
    in_code: bool,
}

#[derive(Serialize)]
struct Unset<'a> {
    name: &'a str,
    file: String,
}

#[derive(Serialize)]
struct Record<'a> {
    project_ref: &'a str,
    secrets: Vec<Listed<'a>>,
    /// What code reads and nobody has set.
    not_set: Vec<Unset<'a>>,
}

/// Lists what is set.
pub(super) fn run(args: &ListSecretsArgs, cx: &Context) -> anyhow::Result<ExitStatus> {
    let project = discover(cx)?;
    let local = local_file(args, &project, cx)?;
    let remote = Remote::of(&args.remote, &project, cx)?;
    let mut there = match until_interrupted(remote.client.list_secrets(&remote.reference))? {
        Ended::Done(there) => there?,
        Ended::Interrupted(status) => return Ok(status),
    };
    there.sort_by(|a, b| a.name.cmp(&b.name));
    // The bare shape has only what the API says.
    if cx.output.is_some() && cx.print_record(&there)? {
        return Ok(ExitStatus::Success);
    }
    let reads = ReadNames::below(&project.functions_dir(), project.source_root());
    let record = Record {
        project_ref: remote.reference.as_str(),
        secrets: there
            .iter()
            .map(|secret| Listed {
                secret,
                local: compare(secret, local.as_ref()),
                in_code: reads.has(&secret.name),
            })
            .collect(),
        not_set: not_set(&reads, &there, &project),
    };
    if !cx.print_record(&record)? {
        cx.printer.stdout_block(&table(&record.secrets).block())?;
    }
    tell_not_set(&record.not_set, cx);
    Ok(ExitStatus::Success)
}

/// The file to compare with. The default one may be missing, and wrong: nobody asked for it.
fn local_file(
    args: &ListSecretsArgs,
    project: &Project,
    cx: &Context,
) -> anyhow::Result<Option<EnvFile>> {
    if let Some(path) = &args.env_file {
        let found = env_file(path, cx)?;
        warn_all(&found.warnings, cx);
        return Ok(Some(found));
    }
    match project.shared_env_file() {
        Ok(found) => Ok(Some(found)),
        Err(project::Error::Read { source, .. }) if source.kind() == ErrorKind::NotFound => {
            Ok(None)
        }
        Err(error) => {
            cx.printer.warn(&Warning {
                message: with_causes(&error),
                hint: error.hints().into_iter().next(),
            });
            Ok(None)
        }
    }
}

fn compare(secret: &Secret, local: Option<&EnvFile>) -> Option<Local> {
    if is_reserved(&secret.name) {
        return None;
    }
    Some(match local?.variables.get(&secret.name) {
        None => Local::Missing,
        Some(value) if digest(value.expose()).eq_ignore_ascii_case(&secret.digest) => Local::Same,
        Some(_) => Local::Differs,
    })
}

fn not_set<'a>(reads: &'a ReadNames, there: &[Secret], project: &Project) -> Vec<Unset<'a>> {
    let missing = reads
        .iter()
        .filter(|(name, _)| !there.iter().any(|secret| secret.name == *name));
    let missing = missing.map(|(name, path)| Unset {
        name,
        file: project.shown(path),
    });
    missing.collect()
}

fn tell_not_set(missing: &[Unset<'_>], cx: &Context) {
    let Some(first) = missing.first() else {
        return;
    };
    let names = missing.iter();
    let names: Vec<String> = names
        .map(|it| format!("`{}` ({})", it.name, it.file))
        .collect();
    let warning = format!("code reads what is not set: {}", names.join(", "));
    let hint = format!("set it with `fx secrets set {}`", first.name);
    cx.printer.warn(&Warning::new(warning).with_hint(hint));
}

fn table(listed: &[Listed<'_>]) -> Table {
    let mut table = Table::new(["NAME", "DIGEST", "UPDATED (UTC)", "LOCAL", "IN CODE"]);
    for Listed {
        secret,
        local,
        in_code,
    } in listed
    {
        let updated = secret.updated_at.as_deref().unwrap_or("-");
        let updated: String = updated.chars().take(19).collect();
        let local = match local {
            Some(Local::Same) => "same",
            Some(Local::Differs) => "differs",
            Some(Local::Missing) => "missing",
            None => "-",
        };
        table.row([
            secret.name.clone(),
            secret.digest.clone(),
            updated.replace('T', " "),
            local.to_owned(),
            if *in_code { "yes" } else { "-" }.to_owned(),
        ]);
    }
    table
}
