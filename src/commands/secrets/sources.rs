//! Where values come from: arguments, files, stdin, a person.

use std::{
    collections::BTreeMap,
    io::{self, Read as _},
    path::Path,
};

use anyhow::Context as _;

use crate::{
    cli::SetSecretsArgs,
    commands::{Context, engine::Ended, question::answer},
    diagnostics::{ExitStatus, Hint},
    project::EnvFile,
    redact::Secret,
    secrets::is_reserved,
};

/// More than all secrets of a project.
const MAX_STDIN: u64 = 16_000_000;

/// Why there are no values. Only names that look like names are repeated; anything else may be a value.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SourceError {
    /// Neither arguments nor a file.
    #[error("there is no secret to set")]
    Nothing,
    /// Everything that was given is left out.
    #[error("there is no secret to set: nothing is left of what was given")]
    NothingLeft,
    /// A name without a value, and nobody to ask.
    #[error("{argument} has no value, and there is no terminal to ask for one")]
    NoValue {
        /// The name in backticks, or which argument it is.
        argument: String,
    },
    /// A person gave nothing.
    #[error("there was no value for `{name}`")]
    NoAnswer {
        /// The name.
        name: String,
    },
    /// `-` twice.
    #[error("only one secret or file can be read from stdin")]
    TwoReaders,
    /// Stdin had nothing.
    #[error("stdin is empty")]
    EmptyStdin,
    /// Stdin had too much.
    #[error("stdin has more than {} MB", MAX_STDIN / 1_000_000)]
    LongStdin,
    /// Stdin had bytes that are no text.
    #[error("stdin is not UTF-8 text")]
    NotText,
    /// A file without a single secret would remove them all.
    #[error("`{file}` has no secret")]
    EmptyFile {
        /// The file.
        file: String,
    },
}

impl Hint for SourceError {
    fn hints(&self) -> Vec<String> {
        let hint = match self {
            Self::Nothing => "give `NAME=VALUE`, `NAME=- < FILE` or `--env-file FILE`",
            Self::NothingLeft => "check the file, `--only` and `--exclude`",
            Self::NoValue { .. } => "give the value on stdin, `fx secrets set NAME=- < FILE`",
            Self::NoAnswer { .. } => "an empty value is set with `NAME=`",
            Self::TwoReaders => "put them into one env file: `--env-file -`",
            Self::EmptyStdin => {
                "check the command or file before it; an empty value is set with `NAME=`"
            }
            Self::LongStdin => "a value has at most 24576 characters",
            Self::NotText => "encode it, for example with `base64`",
            Self::EmptyFile { .. } => {
                "to remove every secret, run `fx secrets unset --all --dry-run` first"
            }
        };
        vec![hint.to_owned()]
    }

    fn exit_status(&self) -> ExitStatus {
        match self {
            Self::NotText | Self::EmptyFile { .. } | Self::NoAnswer { .. } => ExitStatus::Failure,
            _ => ExitStatus::Usage,
        }
    }
}

/// One argument of `fx secrets set`.
enum Argument<'a> {
    Value(&'a str, &'a str),
    FromStdin(&'a str),
    FromPerson(&'a str),
}

impl<'a> Argument<'a> {
    fn of(text: &'a str) -> Self {
        match text.split_once('=') {
            Some((name, "-")) => Self::FromStdin(name),
            Some((name, value)) => Self::Value(name, value),
            None => Self::FromPerson(text),
        }
    }
}

/// Everything that the arguments say, the env file first; later ones win.
pub(super) fn gather(args: &SetSecretsArgs, cx: &Context) -> anyhow::Result<Ended<EnvFile>> {
    let arguments = args.secrets.iter();
    let arguments: Vec<Argument<'_>> = arguments.map(|it| Argument::of(it.expose())).collect();
    check(&arguments, args, cx)?;
    let mut found = match &args.env_file {
        Some(path) => env_file(path, cx)?,
        None => EnvFile {
            variables: BTreeMap::new(),
            warnings: Vec::new(),
        },
    };
    for argument in &arguments {
        let (name, value) = match *argument {
            Argument::Value(name, value) => (name, Secret::new(value.to_owned())),
            Argument::FromStdin(name) => (name, value_of_stdin()?),
            // What is skipped is not asked for.
            Argument::FromPerson(name) if is_reserved(name) => (name, Secret::new(String::new())),
            Argument::FromPerson(name) => match ask(name, cx)? {
                Ended::Done(value) => (name, value),
                Ended::Interrupted(status) => return Ok(Ended::Interrupted(status)),
            },
        };
        found.variables.insert(name.to_owned(), value);
    }
    Ok(Ended::Done(found))
}

/// Finds what cannot work before anything is read or asked.
fn check(
    arguments: &[Argument<'_>],
    args: &SetSecretsArgs,
    cx: &Context,
) -> Result<(), SourceError> {
    if arguments.is_empty() && args.env_file.is_none() {
        return Err(SourceError::Nothing);
    }
    let from_stdin = arguments.iter();
    let from_stdin = from_stdin.filter(|it| matches!(it, Argument::FromStdin(_)));
    let is_file_stdin = args.env_file.as_deref().is_some_and(is_stdin);
    if from_stdin.count() + usize::from(is_file_stdin) > 1 {
        return Err(SourceError::TwoReaders);
    }
    let mut unknown = arguments.iter().enumerate();
    let unknown = unknown.find_map(|(index, argument)| match argument {
        Argument::FromPerson(name) if !is_reserved(name) => Some((index, *name)),
        _ => None,
    });
    match unknown {
        Some((index, name)) if !cx.printer.can_ask() => Err(SourceError::NoValue {
            argument: shown(index, name),
        }),
        _ => Ok(()),
    }
}

fn shown(index: usize, name: &str) -> String {
    let is_usual = |it: char| it.is_ascii_uppercase() || it.is_ascii_digit() || it == '_';
    if name.len() <= 64 && name.chars().all(is_usual) {
        format!("`{name}`")
    } else {
        format!("argument {}", index + 1)
    }
}

fn is_stdin(path: &Path) -> bool {
    path == Path::new("-")
}

/// An env file, or stdin for `-`.
pub(super) fn env_file(path: &Path, cx: &Context) -> anyhow::Result<EnvFile> {
    if is_stdin(path) {
        return Ok(EnvFile::parse(&stdin()?, "stdin")?);
    }
    let shown = path.display().to_string();
    Ok(EnvFile::open(&cx.cwd.join(path), &shown)?)
}

/// All of stdin, less one line end at its end.
fn value_of_stdin() -> anyhow::Result<Secret<String>> {
    let text = String::from_utf8(stdin()?).map_err(|_| SourceError::NotText)?;
    let line = text.strip_suffix('\n');
    let value = line.map_or(&*text, |line| line.strip_suffix('\r').unwrap_or(line));
    if value.is_empty() {
        return Err(SourceError::EmptyStdin.into());
    }
    Ok(Secret::new(value.to_owned()))
}

fn stdin() -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut stdin = io::stdin().lock().take(MAX_STDIN + 1);
    stdin
        .read_to_end(&mut bytes)
        .context("failed to read stdin")?;
    if bytes.is_empty() {
        return Err(SourceError::EmptyStdin.into());
    }
    if bytes.len() as u64 > MAX_STDIN {
        return Err(SourceError::LongStdin.into());
    }
    Ok(bytes)
}

fn ask(name: &str, cx: &Context) -> anyhow::Result<Ended<Secret<String>>> {
    let label = name.to_owned();
    let value = match answer(move |printer| printer.ask_hidden(&label), cx)? {
        Ended::Done(value) => value,
        Ended::Interrupted(status) => return Ok(Ended::Interrupted(status)),
    };
    if value.is_empty() {
        let name = name.to_owned();
        return Err(SourceError::NoAnswer { name }.into());
    }
    Ok(Ended::Done(Secret::new(value)))
}
