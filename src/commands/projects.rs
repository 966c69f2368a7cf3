//! `fx projects list`.

use std::path::Path;

use serde::Serialize;

use super::{
    Context,
    engine::{Ended, until_interrupted},
    remote,
};
use crate::{api_types, diagnostics::ExitStatus, output::Table, project::linked};

/// A project and whether this directory is linked to it.
#[derive(Serialize)]
struct Listed<'a> {
    linked: bool,
    #[serde(flatten)]
    project: &'a api_types::Project,
}

/// Lists the projects that the token can see.
pub(crate) fn list(cx: &Context) -> anyhow::Result<ExitStatus> {
    let client = remote::connect(cx)?;
    let projects = match until_interrupted(client.list_projects())? {
        Ended::Done(projects) => projects?,
        Ended::Interrupted(status) => return Ok(status),
    };
    // A link that cannot be read only matters to commands that need it.
    let root = cx.workdir.as_deref().or_else(|| root(&cx.cwd));
    let reference = root.and_then(|root| linked(root).ok().flatten());
    let is_linked = |project: &api_types::Project| {
        let linked = reference.as_ref();
        linked.is_some_and(|it| it.as_str() == project.reference())
    };
    let listed: Vec<Listed<'_>> = projects
        .iter()
        .map(|project| Listed {
            linked: is_linked(project),
            project,
        })
        .collect();
    if !cx.print_record(&listed)? {
        cx.printer.stdout_block(&table(&listed).block())?;
    }
    Ok(ExitStatus::Success)
}

fn root(cwd: &Path) -> Option<&Path> {
    cwd.ancestors()
        .find(|directory| directory.join("supabase").is_dir())
}

fn table(listed: &[Listed<'_>]) -> Table {
    let mut table = Table::new([
        "LINKED",
        "ORG ID",
        "REFERENCE ID",
        "NAME",
        "REGION",
        "CREATED AT (UTC)",
    ]);
    for Listed { linked, project } in listed {
        let created: String = project.created_at.chars().take(19).collect();
        table.row([
            if *linked { "*" } else { "" }.to_owned(),
            project.organization_id.clone(),
            project.reference().to_owned(),
            project.name.clone(),
            project.region.clone(),
            created.replace('T', " "),
        ]);
    }
    table
}
