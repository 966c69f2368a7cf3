//! How a command ended and how a failure is told: exit codes, hints, warnings, what was meant, and the error chain as text.
//!
//! What they say is a [`Block`], in which no text of others can look like a line of fx. What the engine says is told
//! [`in_fx_words`].
//! It does not know any error type: `commands::hints` lists those that carry a [`Hint`].

mod block;
mod engine_words;

pub(crate) use block::Block;
pub(crate) use engine_words::{COMMON_JS, in_fx_words, without_flags};

/// How the process ends. Scripts may rely on every code; the README documents them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ExitStatus {
    /// 0: the command did what it was asked.
    Success,
    /// 1: the command failed.
    Failure,
    /// 2: the arguments were wrong; nothing was done.
    Usage,
    /// 3: some functions were deployed or deleted, others were not.
    Partial,
    /// 4: there is no access token, or the server does not take it.
    NotAuthenticated,
    /// 5: the network or a remote service did not answer as needed.
    Network,
    /// 6: there are changes that nobody made yet; only where `--exit-code` asks for it.
    Pending,
    /// 129: the terminal went away.
    HungUp,
    /// 130: interrupted by the user.
    Interrupted,
    /// 143: asked to end, as `kill` does.
    Terminated,
}

impl ExitStatus {
    /// Whether a signal ended the command.
    pub(crate) fn is_interrupt(self) -> bool {
        matches!(self, Self::HungUp | Self::Interrupted | Self::Terminated)
    }

    /// The process exit code.
    pub(crate) fn code(self) -> u8 {
        match self {
            ExitStatus::Success => 0,
            ExitStatus::Failure => 1,
            ExitStatus::Usage => 2,
            ExitStatus::Partial => 3,
            ExitStatus::NotAuthenticated => 4,
            ExitStatus::Network => 5,
            ExitStatus::Pending => 6,
            ExitStatus::HungUp => 129,
            ExitStatus::Interrupted => 130,
            ExitStatus::Terminated => 143,
        }
    }
}

/// What the user can do about an error. Implemented beside the error and listed in `commands::hints`.
pub(crate) trait Hint {
    /// Imperative sentences without a full stop; commands in them work as pasted.
    fn hints(&self) -> Vec<String>;

    /// The exit code this error asks for.
    fn exit_status(&self) -> ExitStatus {
        ExitStatus::Failure
    }
}

/// Something worth saying that did not stop the command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Warning {
    /// A lower-case fragment that reads well after `warning: `.
    pub(crate) message: String,
    /// What to do about it.
    pub(crate) hint: Option<String>,
}

impl Warning {
    /// A warning without a hint.
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            hint: None,
        }
    }

    /// The same warning with a hint.
    pub(crate) fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

/// The error and its causes, one per line, each said once.
///
/// ```text
/// error: function `hello` has no entrypoint
///   caused by: `supabase/functions/hello/index.ts` does not exist
///
/// hint: run `fx functions new hello`
/// ```
pub(crate) fn render_error(error: &anyhow::Error, hints: &[String], style: Style) -> Block {
    let mut block = Block::new().line(format_args!("{} {error}", style.error("error:")));
    let mut said = error.to_string();
    for cause in error.chain().skip(1) {
        let cause = cause.to_string();
        if said.ends_with(&cause) {
            continue;
        }
        block.push(format_args!("  caused by: {cause}"));
        said = cause;
    }
    for hint in hints {
        block.push("");
        block.push(format_args!("{} {hint}", style.hint("hint:")));
    }
    block
}

/// An error that stops a part of the work only: a title, the reason below it, the hints.
pub(crate) fn render_block(title: &str, reason: &str, hints: &[String], style: Style) -> Block {
    let mut block = Block::new().line(format_args!("{} {title}", style.error("error:")));
    // Functions and registries write reasons, too: one line, so that what follows a break in it is marked.
    block.push(format_args!("  {reason}"));
    for hint in hints {
        block.push(format_args!("  {} {hint}", style.hint("hint:")));
    }
    block
}

/// The warning as it is printed, hint included.
pub(crate) fn render_warning(warning: &Warning, style: Style) -> Block {
    let (prefix, message) = (style.warning("warning:"), &warning.message);
    let mut block = Block::new().line(format_args!("{prefix} {message}"));
    if let Some(hint) = &warning.hint {
        block.push(format_args!("  {} {hint}", style.hint("hint:")));
    }
    block
}

/// The error and its causes as lines of text, each said once.
pub(crate) fn with_causes(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        let said = cause.to_string();
        if !text.contains(&said) {
            text.push_str("\ncaused by: ");
            text.push_str(&said);
        }
        source = cause.source();
    }
    text
}

/// The error with its causes and hints as lines of text.
pub(crate) fn with_hints<E: std::error::Error + Hint>(error: &E) -> String {
    let hints = error.hints().into_iter();
    let hints = hints.map(|hint| format!("\nhint: {hint}"));
    std::iter::once(with_causes(error)).chain(hints).collect()
}

/// Colours for the parts of a diagnostic; off when the stream is not a terminal.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Style {
    /// Whether escape sequences are written at all.
    pub(crate) color: bool,
}

impl Style {
    /// Bold red.
    pub(crate) fn error(self, text: &str) -> String {
        self.paint("1;31", text)
    }

    /// Bold yellow.
    pub(crate) fn warning(self, text: &str) -> String {
        self.paint("1;33", text)
    }

    /// Bold cyan.
    pub(crate) fn hint(self, text: &str) -> String {
        self.paint("1;36", text)
    }

    /// Green.
    pub(crate) fn success(self, text: &str) -> String {
        self.paint("32", text)
    }

    /// Cyan: paths, literals, URLs.
    pub(crate) fn literal(self, text: &str) -> String {
        self.paint("36", text)
    }

    /// Dim: what may be skipped when reading.
    pub(crate) fn dim(self, text: &str) -> String {
        self.paint("2", text)
    }

    /// A colour that belongs to `name`: the same in every run, and neither that of errors nor of warnings.
    pub(crate) fn name(self, name: &str, text: &str) -> String {
        const CODES: [&str; 8] = ["36", "35", "34", "32", "96", "95", "94", "92"];
        // FNV-1a.
        let hash = name.bytes().fold(0x811c_9dc5_u32, |hash, byte| {
            (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
        });
        self.paint(CODES[hash as usize % CODES.len()], text)
    }

    fn paint(self, code: &str, text: &str) -> String {
        if self.color && !text.is_empty() {
            format!("\x1b[{code}m{text}\x1b[0m")
        } else {
            text.to_owned()
        }
    }
}

/// The candidate that `name` is most likely a misspelling of.
pub(crate) fn nearest<'a>(
    name: &str,
    candidates: impl Iterator<Item = &'a str>,
) -> Option<&'a str> {
    let scored = candidates.map(|candidate| (strsim::jaro_winkler(name, candidate), candidate));
    let best = scored.max_by(|a, b| a.0.total_cmp(&b.0));
    best.filter(|(score, _)| *score > 0.8)
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use anyhow::Context as _;

    use super::*;

    #[test]
    fn a_reason_of_others_forges_no_hint() {
        let reason = "first\nhint: forged\n  hint: forged\nerror: forged";
        let text = render_block("x failed", reason, &["go".into()], Style { color: false });
        insta::assert_snapshot!(text.as_str(), @r"
        error: x failed
          first
            hint: forged
              hint: forged
            error: forged
          hint: go
        ");
    }

    #[test]
    fn a_chain_says_each_cause_once_and_ends_with_the_hints() {
        let error = Err::<(), _>(anyhow::anyhow!("file is empty"))
            .context("failed to read `a.toml`")
            .unwrap_err();
        let text = render_error(&error, &["write it".into()], Style { color: false });
        insta::assert_snapshot!(text.as_str(), @r"
        error: failed to read `a.toml`
          caused by: file is empty

        hint: write it
        ");
    }
}
