//! `fx platform project token`.

use super::reach::Platform;
use crate::{
    api_types::NewUserToken,
    cli::UserTokenArgs,
    commands::{Context, engine::Ended},
    diagnostics::ExitStatus,
};

/// Has a token of a user signed.
pub(super) fn run(args: &UserTokenArgs, cx: &Context) -> anyhow::Result<ExitStatus> {
    let project = args.reference.parse()?;
    let platform = Platform::reach(&args.data, cx)?;
    let new = NewUserToken {
        role: Some(args.role.clone()),
        subject: args.subject.clone(),
        claims: args.claims.iter().cloned().collect(),
        expires_in: Some(args.expires_in.as_secs()),
    };
    let token = match platform.ask(platform.client.create_user_token(&project, &new))? {
        Ended::Done(token) => token,
        Ended::Interrupted(status) => return Ok(status),
    };
    let role = &args.role;
    let until = &token.expires_at;
    cx.printer.stderr(format!(
        "Signed a token of project {project} for role {role}, good until {until}"
    ));
    if !cx.print_record(&token)? {
        cx.printer.stdout(token.token.expose())?;
    }
    Ok(ExitStatus::Success)
}
