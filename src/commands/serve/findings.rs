//! What there is to say before anything is served: warnings, functions that cannot be served, a port that is taken.

use super::settings::{ServeError, Settings};
use crate::{
    dev::{Found, InspectorError},
    diagnostics::{Block, Style, Warning, render_block},
    gateway,
    output::Printer,
    process,
};

/// How many warnings and how many errors are shown; of more there is the number.
const MAX_SHOWN: usize = 20;

/// Warnings, and what is not served and why.
pub(super) fn say_findings(settings: &Settings, printer: Printer) {
    let catalog = &settings.catalog;
    say_warnings(&catalog.warnings, printer);
    for slug in catalog.disabled.iter().take(MAX_SHOWN) {
        printer.stderr(format!("Skipped `{slug}`: `enabled = false`"));
    }
    if let Some(rest) = rest_of(catalog.disabled.len()) {
        printer.stderr(format!("and {rest} more skipped functions"));
    }
    let blocks = blocks(settings, printer.stderr_style());
    for block in blocks.iter().take(MAX_SHOWN) {
        printer.important(block);
    }
    if let Some(rest) = rest_of(blocks.len()) {
        printer.important(&Block::new().line(format_args!("and {rest} more errors")));
    }
}

/// Warnings, as many as somebody may read.
pub(super) fn say_warnings(warnings: &[Warning], printer: Printer) {
    for warning in warnings.iter().take(MAX_SHOWN) {
        printer.warn(warning);
    }
    if let Some(rest) = rest_of(warnings.len()) {
        printer.stderr(format!("and {rest} more warnings"));
    }
}

/// Says that a session without functions is right too: the next change may bring some.
pub(super) fn say_nothing_is_served(settings: &Settings, base_url: &str, printer: Printer) {
    if settings.catalog.functions.is_empty() {
        let url = printer.stderr_style().literal(base_url);
        let text = "no function can be served yet; fx waits for a change";
        printer.stderr("");
        printer.stderr(format!("  {url}  {text}"));
    }
}

/// Errors that stop a part of the work only.
fn blocks(settings: &Settings, style: Style) -> Vec<Block> {
    let mistakes = settings.env_mistakes.iter();
    let mistakes = mistakes.map(|mistake| {
        let title = "functions that are given this env file cannot be served";
        render_block(title, &mistake.message, &mistake.hints, style)
    });
    let broken = settings.catalog.broken.iter().map(|(slug, broken)| {
        let title = format!("function `{slug}` cannot be served");
        render_block(&title, &broken.message, &broken.hints, style)
    });
    mistakes.chain(broken).collect()
}

fn rest_of(count: usize) -> Option<usize> {
    count.checked_sub(MAX_SHOWN).filter(|rest| *rest > 0)
}

/// Adds to a port that is taken who has it, when the system tells.
pub(super) fn name_holder(error: gateway::Error, services: &Found) -> anyhow::Error {
    let gateway::Error::PortInUse { port } = error else {
        return error.into();
    };
    let other = "choose another with `--port`, for example `fx functions serve --port 0`, which takes a free one";
    let stack = matches!(services, Found::NoStack { is_taken: true });
    let stack = stack.then(|| format!("http://127.0.0.1:{port}"));
    taken(port, stack, other).unwrap_or_else(|| error.into())
}

/// As [`name_holder`], for the port that debuggers attach to.
pub(super) fn name_inspector_holder(error: InspectorError) -> anyhow::Error {
    let InspectorError::PortInUse { port } = error else {
        return error.into();
    };
    let other = "choose another with `inspector_port` below `[edge_runtime]`; 0 takes a free one";
    taken(port, None, other).unwrap_or_else(|| error.into())
}

fn taken(port: u16, stack: Option<String>, other: &'static str) -> Option<anyhow::Error> {
    let holder = process::port_holder(port)?;
    let error = ServeError::PortTaken {
        port,
        holder,
        stack,
        other,
    };
    Some(error.into())
}
