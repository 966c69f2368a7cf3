//! `fx status`: the local addresses and keys, in the names that scripts know. While `fx functions serve` runs, the
//! addresses are its own; otherwise they are those that the configuration gives it.

use std::{collections::BTreeMap, path::Path};

use super::Context;
use crate::{
    cli::OutputShape,
    dev::{LocalKeys, Running},
    diagnostics::{Block, ExitStatus},
    dirs::Dirs,
    output::{AssignmentError, shell_assignment, toml_assignment},
};

/// Prints what `fx functions serve` uses, or would.
pub(crate) fn run(cx: &Context) -> anyhow::Result<ExitStatus> {
    let project = cx.project()?;
    for warning in project.warnings() {
        cx.printer.warn(warning);
    }
    let keys = LocalKeys::of(&project.auth()?)?;
    let url = match running_at(project.root()) {
        Some(url) => url,
        None => format!("http://127.0.0.1:{}", project.port()?),
    };
    // Sorted by name, as JSON and env files are best compared.
    let values = BTreeMap::from([
        ("ANON_KEY", keys.anon.clone()),
        ("API_URL", url.clone()),
        ("FUNCTIONS_URL", format!("{url}/functions/v1")),
        ("JWT_SECRET", keys.jwt_secret.expose().clone()),
        ("PUBLISHABLE_KEY", keys.publishable.clone()),
        ("SECRET_KEY", keys.secret.expose().clone()),
        ("SERVICE_ROLE_KEY", keys.service_role.expose().clone()),
    ]);
    match cx.output {
        Some(OutputShape::Env) => {
            print_assignments(&values, cx, shell_assignment)?;
        }
        Some(OutputShape::Toml) => {
            print_assignments(&values, cx, |name, value| Ok(toml_assignment(name, value)))?;
        }
        _ if cx.print_record(&values)? => {}
        _ => {
            let width = values
                .keys()
                .map(|name| name.len())
                .max()
                .unwrap_or_default();
            let style = cx.printer.stdout_style();
            for (name, value) in &values {
                let name = format!("{name:width$}");
                cx.printer
                    .stdout(format!("{}  {value}", style.literal(&name)))?;
            }
        }
    }
    Ok(ExitStatus::Success)
}

/// Where a running fx serves the project.
pub(super) fn running_at(root: &Path) -> Option<String> {
    // Without a home directory nobody has noted anything.
    let dirs = Dirs::from_env().ok()?;
    Running::find(&dirs.state, root)
}

/// A value may have line breaks, which are part of it.
fn print_assignments(
    values: &BTreeMap<&str, String>,
    cx: &Context,
    line: impl Fn(&str, &str) -> Result<String, AssignmentError>,
) -> anyhow::Result<()> {
    let lines = values.iter().map(|(name, value)| line(name, value));
    // Half of the variables are worse than none.
    let lines: Vec<String> = lines.collect::<Result<_, _>>()?;
    let document = Block::document(lines.join("\n"));
    Ok(cx.printer.stdout_block(&document)?)
}
