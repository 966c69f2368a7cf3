//! [`Sanitizer`]: what stands between fx and a terminal, a pipe or a log of GitHub Actions.
//!
//! Much of what fx prints was written by somebody else: functions, clients, servers, registries, the files of a clone.
//! Such text must not clear the screen, set the title, write to the clipboard or hide what follows, so every stream goes
//! through here and no caller has to think of it. On a terminal, line breaks, tabs and SGR sequences for colours and
//! styles pass; whatever else a terminal would act on is written as in JSON and JavaScript (`\u001b`), so that JSON stays
//! JSON. A pipe gets the bytes as they are, except that in GitHub Actions what the runner would take for a workflow
//! command is escaped in the same way.
//!
//! Line breaks pass: [`crate::diagnostics::Block`] marks those that are not fx's own.

use std::{
    fmt::Write as _,
    io::{self, Write},
};

/// The longest parameters of a sequence that is still looked at.
const MAX_PARAMETERS: usize = 64;

/// What is done to text before it is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Rules {
    /// A terminal reads it: only text, line breaks, tabs, colours and styles pass.
    pub(super) terminal: bool,
    /// A runner of GitHub Actions reads it: commands are defused.
    pub(super) actions: bool,
}

/// Writes what is harmless where it goes. Whatever is incomplete at a [`flush`](Write::flush) is written then.
#[derive(Debug)]
pub(crate) struct Sanitizer<W> {
    inner: W,
    rules: Rules,
    /// Bytes of a character that has not come whole.
    partial: Vec<u8>,
    sequence: Sequence,
    /// Whether text of this line has a colour or a style that nothing has ended.
    styled: bool,
    line: LineStart,
}

/// What of a control sequence has come.
#[derive(Debug, PartialEq, Eq)]
enum Sequence {
    Nothing,
    /// A carriage return, which belongs to the line break that may follow.
    Return,
    Escape,
    /// The parameters so far.
    Parameters(String),
}

/// How much of the text looks like a command of the runner.
#[derive(Debug, Default)]
struct LineStart {
    /// Something was on the line that is no white space.
    is_over: bool,
    /// A colon is all that was.
    has_colon: bool,
    /// How many `#` came just now, wherever on the line.
    hashes: usize,
}

impl<W: Write> Sanitizer<W> {
    /// A stream to `inner`.
    pub(super) fn new(inner: W, rules: Rules) -> Self {
        Self {
            inner,
            rules,
            partial: Vec::new(),
            sequence: Sequence::Nothing,
            styled: false,
            line: LineStart::default(),
        }
    }

    /// The bytes as they are to be written.
    fn clean(&mut self, bytes: &[u8]) -> Vec<u8> {
        let mut rest = std::mem::take(&mut self.partial);
        rest.extend_from_slice(bytes);
        let mut clean = Vec::with_capacity(rest.len());
        let mut rest = &*rest;
        while !rest.is_empty() {
            let (valid, invalid) = match std::str::from_utf8(rest) {
                Ok(_) => (rest.len(), 0),
                Err(error) => match error.error_len() {
                    Some(length) => (error.valid_up_to(), length),
                    // The rest of the character may still come.
                    None => {
                        self.partial = rest[error.valid_up_to()..].to_vec();
                        (error.valid_up_to(), 0)
                    }
                },
            };
            let text = std::str::from_utf8(&rest[..valid]).expect("it was found to be valid");
            text.chars().for_each(|it| self.take(it, &mut clean));
            let broken = &rest[valid..valid + invalid];
            self.take_broken(broken, &mut clean);
            rest = &rest[valid + invalid + self.partial.len()..];
        }
        clean
    }

    fn take(&mut self, character: char, clean: &mut Vec<u8>) {
        if !self.rules.terminal {
            return self.put(character, clean);
        }
        match (&mut self.sequence, character) {
            (Sequence::Nothing, '\x1b') => self.sequence = Sequence::Escape,
            (Sequence::Nothing, '\r') => self.sequence = Sequence::Return,
            (Sequence::Nothing, _) => self.show(character, clean),
            (Sequence::Return, '\n') => {
                self.sequence = Sequence::Nothing;
                self.show('\n', clean);
            }
            (Sequence::Escape, '[') => self.sequence = Sequence::Parameters(String::new()),
            (Sequence::Parameters(parameters), '0'..='9' | ';' | ':')
                if parameters.len() < MAX_PARAMETERS =>
            {
                parameters.push(character);
            }
            (Sequence::Parameters(parameters), 'm') if is_style(parameters) => {
                self.styled = !matches!(&**parameters, "" | "0");
                clean.extend_from_slice(format!("\x1b[{parameters}m").as_bytes());
                self.sequence = Sequence::Nothing;
            }
            _ => {
                self.give_up(clean);
                self.take(character, clean);
            }
        }
    }

    /// What began like a sequence is none.
    fn give_up(&mut self, clean: &mut Vec<u8>) {
        match std::mem::replace(&mut self.sequence, Sequence::Nothing) {
            Sequence::Nothing => {}
            Sequence::Return => self.show('\r', clean),
            Sequence::Escape => self.show('\x1b', clean),
            Sequence::Parameters(parameters) => {
                self.show('\x1b', clean);
                self.show('[', clean);
                parameters.chars().for_each(|it| self.show(it, clean));
            }
        }
    }

    /// A character on a terminal.
    fn show(&mut self, character: char, clean: &mut Vec<u8>) {
        if character == '\n' {
            self.end_style(clean);
        }
        let mut visible = String::new();
        push_visible(character, &mut visible);
        visible.chars().for_each(|it| self.put(it, clean));
    }

    fn end_style(&mut self, clean: &mut Vec<u8>) {
        if std::mem::take(&mut self.styled) {
            clean.extend_from_slice(b"\x1b[0m");
        }
    }

    fn take_broken(&mut self, bytes: &[u8], clean: &mut Vec<u8>) {
        if bytes.is_empty() {
            return;
        }
        if self.rules.terminal {
            self.take(char::REPLACEMENT_CHARACTER, clean);
        } else {
            self.line.see('?');
            clean.extend_from_slice(bytes);
        }
    }

    fn put(&mut self, character: char, clean: &mut Vec<u8>) {
        if self.line.see(character) && self.rules.actions {
            // A string of JSON is the same with it.
            let escape = format!("\\u{:04x}", u32::from(character));
            return clean.extend_from_slice(escape.as_bytes());
        }
        clean.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
    }
}

impl LineStart {
    /// Whether the line would be a command with this character, unless something comes between.
    fn see(&mut self, character: char) -> bool {
        // The runner reads a line up to either of them.
        if matches!(character, '\n' | '\r') {
            *self = Self::default();
            return false;
        }
        let hashes = std::mem::take(&mut self.hashes);
        match character {
            '#' => self.hashes = hashes + 1,
            // It is taken for a command wherever it is on the line.
            '[' if hashes >= 2 => return true,
            _ => {}
        }
        if self.is_over || character.is_whitespace() && !self.has_colon {
            return false;
        }
        if character == ':' && !self.has_colon {
            self.has_colon = true;
            return false;
        }
        self.is_over = true;
        self.has_colon && character == ':'
    }
}

impl<W: Write> Write for Sanitizer<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.write_all(bytes).map(|()| bytes.len())
    }

    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        if self.rules == Rules::default() {
            return self.inner.write_all(bytes);
        }
        let clean = self.clean(bytes);
        self.inner.write_all(&clean)
    }

    fn flush(&mut self) -> io::Result<()> {
        let mut clean = Vec::new();
        let partial = std::mem::take(&mut self.partial);
        self.take_broken(&partial, &mut clean);
        self.give_up(&mut clean);
        self.end_style(&mut clean);
        self.inner.write_all(&clean)?;
        self.inner.flush()
    }
}

/// Where the runner of GitHub Actions would find commands in the text: before which byte something must come that keeps
/// it from that.
pub(super) fn commands(text: &str) -> Vec<usize> {
    let mut line = LineStart::default();
    let found = text.char_indices().filter(|(_, it)| line.see(*it));
    found.map(|(index, _)| index).collect()
}

/// Whether the parameters of an SGR sequence are for colours and styles that leave text legible: it may neither be
/// concealed nor blink.
fn is_style(parameters: &str) -> bool {
    let mut codes = parameters.split(';');
    while let Some(code) = codes.next() {
        let fits = match code {
            "38" | "48" | "58" => is_color(&mut codes),
            // With colons, everything about a colour or an underline is one parameter.
            _ if code.contains(':') => {
                let (kind, _) = code.split_once(':').unwrap_or_default();
                matches!(kind, "4" | "38" | "48" | "58")
            }
            _ => matches!(
                code.parse().unwrap_or(if code.is_empty() { 0_u16 } else { u16::MAX }),
                0..=4 | 7 | 9 | 21..=24 | 27 | 29..=37 | 39..=47 | 49 | 53 | 55 | 59 | 90..=97 | 100..=107
            ),
        };
        if !fits {
            return false;
        }
    }
    true
}

/// Takes the rest of a colour: `5;N` or `2;R;G;B`.
fn is_color<'a>(codes: &mut impl Iterator<Item = &'a str>) -> bool {
    let count = match codes.next() {
        Some("5") => 1,
        Some("2") => 3,
        _ => return false,
    };
    let parts: Vec<&str> = codes.take(count).collect();
    parts.len() == count && parts.iter().all(|part| part.parse::<u8>().is_ok())
}

/// Whether a terminal acts on the character, or shows text in another order because of it.
fn is_active(character: char) -> bool {
    let keeps_order = !matches!(
        character,
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
    );
    character.is_control() && !matches!(character, '\n' | '\t') || !keeps_order
}

fn push_visible(character: char, text: &mut String) {
    match character {
        '\r' => text.push_str("\\r"),
        _ if is_active(character) => {
            let _ = write!(text, "\\u{:04x}", u32::from(character));
        }
        _ => text.push(character),
    }
}

/// The text on one line, for a place that has one: a cell of a table, a question, a line that moves.
pub(super) fn one_line(text: &str) -> String {
    text.replace("\r\n", "\\n").replace('\n', "\\n")
}

/// The text on one line with nothing but colours and styles in it, for what draws on a terminal by itself.
pub(super) fn visible_line(text: &str) -> String {
    let rules = Rules {
        terminal: true,
        actions: false,
    };
    let mut sanitizer = Sanitizer::new(Vec::new(), rules);
    let written = write!(sanitizer, "{}", one_line(text)).and_then(|()| sanitizer.flush());
    written.expect("memory takes every write");
    String::from_utf8(sanitizer.inner).expect("characters are written whole")
}

#[cfg(test)]
mod tests;
