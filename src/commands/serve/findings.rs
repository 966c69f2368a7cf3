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

/// Adds to a port that is taken who has it, when the system tells. At the port of the project's stack that is never
/// somebody to be ended.
pub(super) fn name_holder(
    error: gateway::Error,
    services: &Found,
    stack_port: u16,
) -> anyhow::Error {
    let gateway::Error::PortInUse { port } = error else {
        return error.into();
    };
    let other = "choose another with `--port`, for example `fx functions serve --port 0`, which takes a free one";
    let hint = match services {
        Found::Stack(_) if port == stack_port => {
            Some("leave `--port` out: fx then listens beside the stack".to_owned())
        }
        Found::NoStack { is_taken: true } if port == stack_port => Some(format!(
            "if that is the project's stack, wait until it has started, or name it with `--upstream http://127.0.0.1:{port}`"
        )),
        _ => None,
    };
    match hint {
        Some(hint) => {
            let hints = vec![hint, other.to_owned()];
            let holder = process::port_holder(port);
            ServeError::PortTaken {
                port,
                holder,
                hints,
            }
            .into()
        }
        None => taken(port, other).unwrap_or_else(|| error.into()),
    }
}

/// As [`name_holder`], for the port that debuggers attach to.
pub(super) fn name_inspector_holder(error: InspectorError) -> anyhow::Error {
    let InspectorError::PortInUse { port } = error else {
        return error.into();
    };
    let other = "choose another with `inspector_port` below `[edge_runtime]`; 0 takes a free one";
    taken(port, other).unwrap_or_else(|| error.into())
}

fn taken(port: u16, other: &str) -> Option<anyhow::Error> {
    let holder = process::port_holder(port)?;
    let end_it = format!("end it with `kill {}`, if it is not needed", holder.id);
    let error = ServeError::PortTaken {
        port,
        holder: Some(holder),
        hints: vec![end_it, other.to_owned()],
    };
    Some(error.into())
}
