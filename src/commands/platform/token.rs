//! `fx platform token`.

use super::reach::Platform;
use crate::{
    cli::{DataArgs, PlatformTokenCommand},
    commands::{Context, engine::Ended},
    diagnostics::ExitStatus,
    output::Table,
};

/// Runs one of the commands.
pub(super) fn run(command: &PlatformTokenCommand, cx: &Context) -> anyhow::Result<ExitStatus> {
    match command {
        PlatformTokenCommand::Create {
            name,
            project,
            scopes,
            data,
        } => create(name, project.as_deref(), scopes, data, cx),
        PlatformTokenCommand::List { data } => list(data, cx),
        PlatformTokenCommand::Revoke { id, data } => revoke(id, data, cx),
    }
}

fn create(
    name: &str,
    project: Option<&str>,
    scopes: &[String],
    data: &DataArgs,
    cx: &Context,
) -> anyhow::Result<ExitStatus> {
    let project = project.map(str::parse).transpose()?;
    let platform = Platform::reach(data, cx)?;
    let scopes = Some(scopes).filter(|scopes| !scopes.is_empty());
    let created = platform.client.create_token(name, project.as_ref(), scopes);
    let token = match platform.ask(created)? {
        Ended::Done(token) => token,
        Ended::Interrupted(status) => return Ok(status),
    };
    cx.printer.stderr(format!(
        "Created access token {name} ({}); it is shown this once",
        token.id
    ));
    if !cx.print_record(&token)? {
        cx.printer.stdout(token.token.unwrap_or_default())?;
    }
    Ok(ExitStatus::Success)
}

fn list(data: &DataArgs, cx: &Context) -> anyhow::Result<ExitStatus> {
    let platform = Platform::reach(data, cx)?;
    let tokens = match platform.ask(platform.client.list_tokens())? {
        Ended::Done(tokens) => tokens,
        Ended::Interrupted(status) => return Ok(status),
    };
    if !cx.print_record(&tokens)? {
        let mut table = Table::new(["ID", "NAME", "PROJECT", "SCOPES", "CREATED AT (UTC)"]);
        for token in tokens {
            let created: String = token.created_at.chars().take(19).collect();
            table.row([
                token.id,
                token.name,
                token.project.unwrap_or_else(|| "all".to_owned()),
                token
                    .scopes
                    .map_or_else(|| "all".to_owned(), |scopes| scopes.join(", ")),
                created.replace('T', " "),
            ]);
        }
        cx.printer.stdout_block(&table.block())?;
    }
    Ok(ExitStatus::Success)
}

fn revoke(id: &str, data: &DataArgs, cx: &Context) -> anyhow::Result<ExitStatus> {
    let platform = Platform::reach(data, cx)?;
    match platform.ask(platform.client.revoke_token(id))? {
        Ended::Done(()) => {}
        Ended::Interrupted(status) => return Ok(status),
    }
    cx.printer.stderr(format!("Revoked access token {id}"));
    cx.print_record(&serde_json::json!({ "id": id }))?;
    Ok(ExitStatus::Success)
}
