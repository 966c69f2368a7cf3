//! [`Block`]: lines whose breaks are fx's own.
//!
//! Text that somebody else wrote may have line breaks too: a log message, the name of a project, a server's error. It must
//! not look like another line of fx. So what is pushed as one line stays one line of the block: whatever follows a break
//! within it is indented further than any line of fx.

use std::fmt::Display;

/// What continuation lines begin with.
const MARK: &str = "    ";

/// Lines to be written, each with its end.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Block(String);

impl Block {
    /// No line yet.
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// A document whose format says what line breaks in it mean: JSON, YAML, a script.
    pub(crate) fn document(text: impl Display) -> Self {
        let mut text = text.to_string();
        if !text.ends_with('\n') {
            text.push('\n');
        }
        Self(text)
    }

    /// Adds a line.
    pub(crate) fn push(&mut self, line: impl Display) {
        let line = line.to_string();
        let line = line.strip_suffix('\n').unwrap_or(&line);
        for (index, part) in line.split('\n').enumerate() {
            // An empty line looks like nothing of fx's.
            if index > 0 && !part.is_empty() {
                self.0.push_str(MARK);
            }
            self.0.push_str(part);
            self.0.push('\n');
        }
    }

    /// The block with one more line.
    pub(crate) fn line(mut self, line: impl Display) -> Self {
        self.push(line);
        self
    }

    /// All of it.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl<L: Display> FromIterator<L> for Block {
    fn from_iter<I: IntoIterator<Item = L>>(lines: I) -> Self {
        lines.into_iter().fold(Self::new(), Self::line)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_break_within_a_line_is_marked() {
        let block = Block::new().line("a\nerror: b\n\nc\n").line("d");
        assert_eq!(block.as_str(), "a\n    error: b\n\n    c\nd\n");
    }

    #[test]
    fn a_document_is_as_it_is_and_ends_with_its_last_line() {
        assert_eq!(Block::document("{\n}").as_str(), "{\n}\n");
        assert_eq!(Block::document("a\n\n").as_str(), "a\n\n");
    }
}
