//! `fx login`, `fx logout`, `fx whoami`.

use std::io::{self, BufRead as _, IsTerminal as _, Read as _};

use anyhow::Context as _;
use serde::Serialize;
use uuid::Uuid;

use super::{
    Context, consent,
    engine::{Ended, until_interrupted},
    question::answer,
    remote,
};
use crate::{
    api::Target,
    cli::LoginArgs,
    credentials::{KeyPair, Store, Token},
    diagnostics::{Block, ExitStatus, Hint, Warning},
};

/// How often a code may be typed.
const TRIES: u32 = 3;

/// Why nobody was logged in.
#[derive(Debug, thiserror::Error)]
pub(crate) enum LoginError {
    /// There is nobody to use a browser.
    #[error("a login in the browser needs a terminal")]
    NoTerminal,
    /// Stdin had nothing.
    #[error("there is no token on stdin")]
    NoToken,
}

impl Hint for LoginError {
    fn hints(&self) -> Vec<String> {
        vec![
            "give the token on stdin, `fx login --token - < FILE`, or set `SUPABASE_ACCESS_TOKEN`"
                .to_owned(),
        ]
    }

    fn exit_status(&self) -> ExitStatus {
        ExitStatus::Usage
    }
}

/// Keeps a token: one that was given, or one that the browser makes.
pub(crate) fn login(args: &LoginArgs, cx: &Context) -> anyhow::Result<ExitStatus> {
    let (target, store) = remote::places(cx)?;
    let token = match args.token.as_deref() {
        Some("-") => from_stdin()?,
        Some(text) => {
            let warning = "other programs on this machine can see what is on a command line";
            cx.printer
                .warn(&Warning::new(warning).with_hint("use `fx login --token - < FILE`"));
            Token::parse(text, "`--token`")?
        }
        None if !io::stdin().is_terminal() => return Err(LoginError::NoTerminal.into()),
        None => match from_browser(args, &target, cx)? {
            Ended::Done(token) => token,
            Ended::Interrupted(status) => return Ok(status),
        },
    };
    if let Ended::Interrupted(status) = check_and_keep(&token, &target, &store, cx)? {
        return Ok(status);
    }
    finish("You are now logged in. Happy coding!", cx)
}

#[derive(Serialize)]
struct Finished {
    message: &'static str,
}

fn finish(message: &'static str, cx: &Context) -> anyhow::Result<ExitStatus> {
    if !cx.print_record(&Finished { message })? {
        cx.printer.stdout(message)?;
    }
    Ok(ExitStatus::Success)
}

fn from_stdin() -> anyhow::Result<Token> {
    let mut text = String::new();
    // No token is longer; nothing is read beyond one.
    let mut stdin = io::stdin().lock().take(1024);
    stdin.read_line(&mut text).context("failed to read stdin")?;
    if text.trim().is_empty() {
        return Err(LoginError::NoToken.into());
    }
    Ok(Token::parse(&text, "stdin")?)
}

/// Keeps the token, unless the API says that it is none. That the API cannot be reached is no reason against it.
fn check_and_keep(
    token: &Token,
    target: &Target,
    store: &Store,
    cx: &Context,
) -> anyhow::Result<Ended<()>> {
    let client = remote::anonymous(target, cx)?.authenticate(token.clone().into_secret());
    match until_interrupted(client.get_profile())? {
        Ended::Interrupted(status) => return Ok(Ended::Interrupted(status)),
        Ended::Done(Err(error)) if error.exit_status() == ExitStatus::NotAuthenticated => {
            return Err(error.into());
        }
        Ended::Done(Err(error)) => {
            let warning = format!("the token was not tried: {error}");
            cx.printer.warn(&Warning::new(warning));
        }
        Ended::Done(Ok(_)) => {}
    }
    let origin = store.keep(token)?;
    let api = target.api_url.as_str();
    cx.printer
        .stderr(format!("The token for {api} is in {origin}"));
    Ok(Ended::Done(()))
}

fn from_browser(args: &LoginArgs, target: &Target, cx: &Context) -> anyhow::Result<Ended<Token>> {
    let pair = KeyPair::generate()?;
    let session = Uuid::new_v4().to_string();
    let url = login_url(args, target, &session, &pair)?;
    cx.printer
        .important(&Block::new().line(format_args!("Log in at {url}")));
    if !args.no_browser && open::that_detached(&url).is_err() {
        cx.printer.warn(&Warning::new("no browser could be opened"));
    }
    let client = remote::anonymous(target, cx)?;
    let mut tries = 1;
    loop {
        let code = answer(
            |printer| printer.ask_line("Enter the verification code"),
            cx,
        )?;
        let code = match code {
            Ended::Done(code) => code.ok_or(LoginError::NoTerminal)?,
            Ended::Interrupted(status) => return Ok(Ended::Interrupted(status)),
        };
        match until_interrupted(client.login_session(&session, &code))? {
            Ended::Interrupted(status) => return Ok(Ended::Interrupted(status)),
            Ended::Done(Err(error)) if tries < TRIES && error.status().is_some() => {
                let left = TRIES - 1;
                cx.printer.important(&Block::new().line(error));
                cx.printer.prompt(format_args!("Retry ({tries}/{left}): "));
                tries += 1;
            }
            Ended::Done(answer) => {
                let answer = answer?;
                let (key, nonce) = (&answer.public_key, &answer.nonce);
                return Ok(Ended::Done(pair.decrypt(
                    &answer.access_token,
                    key,
                    nonce,
                )?));
            }
        }
    }
}

fn login_url(
    args: &LoginArgs,
    target: &Target,
    session: &str,
    pair: &KeyPair,
) -> anyhow::Result<String> {
    let name = args.name.clone();
    let name = name.unwrap_or_else(|| format!("fx_{}", &session[..8]));
    let mut url = url::Url::parse(&target.dashboard_page("cli/login"))?;
    url.query_pairs_mut()
        .append_pair("session_id", session)
        .append_pair("token_name", &name)
        .append_pair("public_key", &pair.public_key()?);
    Ok(url.into())
}

/// Forgets the token.
pub(crate) fn logout(cx: &Context) -> anyhow::Result<ExitStatus> {
    let (_, store) = remote::places(cx)?;
    if io::stdin().is_terminal() {
        let question =
            "Do you want to log out? This will remove the access token from your system.";
        if let Ended::Interrupted(status) = consent::ask(question.to_owned(), cx)? {
            return Ok(status);
        }
    }
    if store.forget()? {
        return finish(
            "Access token deleted successfully. You are now logged out.",
            cx,
        );
    }
    cx.printer.stderr("You were not logged in, nothing to do.");
    Ok(ExitStatus::Success)
}

#[derive(Serialize)]
struct Account<'a> {
    email: &'a str,
    username: &'a str,
    api_url: &'a str,
    profile: &'a str,
    token_from: String,
}

/// Whose token it is, and where it came from.
pub(crate) fn whoami(cx: &Context) -> anyhow::Result<ExitStatus> {
    let (target, store) = remote::places(cx)?;
    let found = store.find()?;
    let client = remote::anonymous(&target, cx)?.authenticate(found.token.into_secret());
    let profile = match until_interrupted(client.get_profile())? {
        Ended::Done(profile) => profile?,
        Ended::Interrupted(status) => return Ok(status),
    };
    let account = Account {
        email: &profile.primary_email,
        username: &profile.username,
        api_url: target.api_url.as_str(),
        profile: &target.profile,
        token_from: found.origin.to_string(),
    };
    if !cx.print_record(&account)? {
        cx.printer.stdout(account.email)?;
        let said = format!("{} by the token in {}", account.api_url, account.token_from);
        cx.printer.stderr(said);
    }
    Ok(ExitStatus::Success)
}
