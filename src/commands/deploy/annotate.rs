//! What GitHub Actions shows of a deploy: annotations on stderr, and a table in the summary of the step.

use std::{fmt::Write as _, io::Write as _};

use super::report::Record;
use crate::{commands::Context, diagnostics::Warning, env_vars::EnvVars};

/// Writes annotations and the summary, where somebody reads them.
pub(super) fn annotate(records: &[Record], warnings: &[Warning], project: &str, cx: &Context) {
    let is_github = std::env::var(EnvVars::GITHUB_ACTIONS).is_ok_and(|value| value == "true");
    if !is_github {
        return;
    }
    for warning in warnings {
        let printer = cx.printer;
        printer.workflow_command("warning", "fx functions deploy", &warning.message);
    }
    for record in records {
        if let Some(error) = &record.error {
            let title = format!("Function {}", record.slug);
            cx.printer.workflow_command("error", &title, error);
        }
    }
    let summary = std::env::var_os(EnvVars::GITHUB_STEP_SUMMARY).filter(|path| !path.is_empty());
    let Some(path) = summary else {
        return;
    };
    let file = std::fs::OpenOptions::new()
        .append(true)
        .create(true)
        .open(&path);
    let written = file.and_then(|mut file| file.write_all(table(records, project).as_bytes()));
    if let Err(error) = written {
        let text = format!("failed to write the step summary: {error}");
        cx.printer.warn(&Warning::new(text));
    }
}

fn table(records: &[Record], project: &str) -> String {
    let mut text = format!(
        "### Functions of `{project}`\n\n| Function | Change | Status | Version | Bytes | ms |\n|---|---|---|--:|--:|--:|\n"
    );
    for record in records {
        let version = record.version.map_or_else(String::new, |it| it.to_string());
        let bytes = record.bytes.map_or_else(String::new, |it| it.to_string());
        let name = match &record.url {
            Some(url) => format!("[{}]({url})", record.slug),
            None => record.slug.clone(),
        };
        let _ = writeln!(
            text,
            "| {name} | {} | {} | {version} | {bytes} | {:.0} |",
            record.change, record.status, record.ms
        );
    }
    text
}
