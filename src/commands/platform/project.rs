//! `fx platform project`.

use serde::Serialize;

use super::reach::Platform;
use crate::{
    api_types::{self, ProjectRef},
    cli::{DataArgs, PlatformProjectCommand},
    commands::{
        Context, consent,
        engine::{Ended, until_interrupted},
    },
    diagnostics::ExitStatus,
    output::Table,
};

/// A project and where it is.
#[derive(Serialize)]
struct Described {
    #[serde(flatten)]
    project: api_types::Project,
    url: Option<String>,
}

/// The keys of a project and where it is.
#[derive(Serialize)]
struct Keys {
    url: Option<String>,
    keys: Vec<api_types::ApiKey>,
}

/// Runs one of the commands.
pub(super) fn run(command: &PlatformProjectCommand, cx: &Context) -> anyhow::Result<ExitStatus> {
    match command {
        PlatformProjectCommand::Create { name, data } => create(name, data, cx),
        PlatformProjectCommand::List { data } => list(data, cx),
        PlatformProjectCommand::Delete { reference, data } => delete(&reference.parse()?, data, cx),
        PlatformProjectCommand::Keys {
            reference,
            reveal,
            data,
        } => keys(&reference.parse()?, *reveal, data, cx),
        PlatformProjectCommand::Rotate { reference, data } => rotate(&reference.parse()?, data, cx),
    }
}

fn create(name: &str, data: &DataArgs, cx: &Context) -> anyhow::Result<ExitStatus> {
    let platform = Platform::reach(data, cx)?;
    let project = match until_interrupted(platform.client.create_project(name))? {
        Ended::Done(project) => project?,
        Ended::Interrupted(status) => return Ok(status),
    };
    let described = platform.describe(project)?;
    cx.printer.stderr(format!("Created project {name}"));
    if !cx.print_record(&described)? {
        cx.printer.stdout(described.project.reference())?;
    }
    if let Some(url) = &described.url {
        cx.printer
            .stderr(format!("Functions will be at {url}/functions/v1/"));
    }
    Ok(ExitStatus::Success)
}

fn list(data: &DataArgs, cx: &Context) -> anyhow::Result<ExitStatus> {
    let platform = Platform::reach(data, cx)?;
    let projects = match until_interrupted(platform.client.list_projects())? {
        Ended::Done(projects) => projects?,
        Ended::Interrupted(status) => return Ok(status),
    };
    let described = projects
        .into_iter()
        .map(|project| platform.describe(project));
    let described = described.collect::<anyhow::Result<Vec<_>>>()?;
    if !cx.print_record(&described)? {
        let mut table = Table::new(["REFERENCE ID", "NAME", "CREATED AT (UTC)", "URL"]);
        for Described { project, url } in &described {
            let created: String = project.created_at.chars().take(19).collect();
            table.row([
                project.reference().to_owned(),
                project.name.clone(),
                created.replace('T', " "),
                url.clone().unwrap_or_default(),
            ]);
        }
        cx.printer.stdout(table)?;
    }
    Ok(ExitStatus::Success)
}

fn delete(project: &ProjectRef, data: &DataArgs, cx: &Context) -> anyhow::Result<ExitStatus> {
    consent::check("deleting a project with all its functions", cx)?;
    let platform = Platform::reach(data, cx)?;
    let question = format!("Delete project {project} with all its functions and secrets?");
    if let Ended::Interrupted(status) = consent::ask(question, cx)? {
        return Ok(status);
    }
    match until_interrupted(platform.client.delete_project(project))? {
        Ended::Done(deleted) => deleted?,
        Ended::Interrupted(status) => return Ok(status),
    }
    cx.printer.stderr(format!("Deleted project {project}"));
    cx.print_record(&serde_json::json!({ "ref": project }))?;
    Ok(ExitStatus::Success)
}

fn keys(
    project: &ProjectRef,
    reveal: bool,
    data: &DataArgs,
    cx: &Context,
) -> anyhow::Result<ExitStatus> {
    let platform = Platform::reach(data, cx)?;
    let listed = match until_interrupted(platform.client.list_api_keys(project, reveal))? {
        Ended::Done(keys) => keys?,
        Ended::Interrupted(status) => return Ok(status),
    };
    let keys = Keys {
        url: platform.url(project),
        keys: listed,
    };
    if !cx.print_record(&keys)? {
        let mut table = Table::new(["NAME", "TYPE", "KEY"]);
        for key in &keys.keys {
            let value = key.api_key.as_deref().unwrap_or("(see it with --reveal)");
            table.row([key.name.clone(), key.kind.clone(), value.to_owned()]);
        }
        cx.printer.stdout(table)?;
        if let Some(url) = &keys.url {
            cx.printer.stderr(format!("URL of the project: {url}"));
        }
    }
    Ok(ExitStatus::Success)
}

fn rotate(project: &ProjectRef, data: &DataArgs, cx: &Context) -> anyhow::Result<ExitStatus> {
    let platform = Platform::reach(data, cx)?;
    let key = match until_interrupted(platform.client.rotate_signing_key(project))? {
        Ended::Done(key) => key?,
        Ended::Interrupted(status) => return Ok(status),
    };
    cx.printer
        .stderr(format!("Rotated the signing key of project {project}"));
    if !cx.print_record(&key)? {
        cx.printer.stdout(key["id"].as_str().unwrap_or_default())?;
    }
    Ok(ExitStatus::Success)
}

impl Platform {
    fn describe(&self, project: api_types::Project) -> anyhow::Result<Described> {
        let reference: ProjectRef = project.reference().parse()?;
        Ok(Described {
            url: self.url(&reference),
            project,
        })
    }
}
