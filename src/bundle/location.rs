//! A place in a source file, and the lines around it as a code frame.

use std::{fmt::Write as _, path::PathBuf};

use deno_graph::Range;
use url::Url;

use crate::fs;

/// Longest source line that is shown whole.
const MAX_WIDTH: usize = 160;

/// The file that a specifier means. `npm:/name@1/file` looks like a path and is none.
pub(super) fn local_path(specifier: &Url) -> Option<PathBuf> {
    let is_file = specifier.scheme() == "file";
    is_file.then(|| specifier.to_file_path().ok()).flatten()
}

/// A place in a file of the project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Location {
    /// The file, or the URL of a remote module.
    pub(crate) file: String,
    /// The line, counted from 1.
    pub(crate) line: usize,
    /// The column in characters, counted from 1.
    pub(crate) column: usize,
    /// How many characters are meant.
    width: usize,
    path: Option<PathBuf>,
}

impl Location {
    /// The start of a range of the module graph; file names are shown relative to `root`.
    pub(super) fn of(range: &Range, root: &std::path::Path) -> Self {
        let path = local_path(&range.specifier);
        let shown = path.as_ref().map(|path| {
            let shown = path.strip_prefix(root).unwrap_or(path);
            shown.display().to_string()
        });
        let (start, end) = (&range.range.start, &range.range.end);
        let width = if end.line == start.line && end.character > start.character {
            end.character - start.character
        } else {
            1
        };
        Self {
            file: shown.unwrap_or_else(|| range.specifier.to_string()),
            line: start.line + 1,
            column: start.character + 1,
            width,
            path,
        }
    }

    /// `file:line:column` and, when the file can be read, the line with the place marked.
    ///
    /// ```text
    /// supabase/functions/hello/index.ts:2:19
    ///   |
    /// 2 | import { x } from "./nope.ts";
    ///   |                   ^^^^^^^^^^^
    /// ```
    pub(crate) fn frame(&self) -> String {
        let mut text = format!("{}:{}:{}", self.file, self.line, self.column);
        let source = self
            .path
            .as_ref()
            .and_then(|path| fs::read_regular_text(path, fs::MAX_MODULE).ok());
        let line = source
            .as_deref()
            .and_then(|source| source.lines().nth(self.line - 1));
        let Some(line) = line.filter(|line| line.chars().count() <= MAX_WIDTH) else {
            return text;
        };
        let number = self.line.to_string();
        let margin = " ".repeat(number.len());
        let before: String = line
            .chars()
            .take(self.column - 1)
            .map(|c| if c == '\t' { '\t' } else { ' ' })
            .collect();
        let room = line.chars().count().saturating_sub(self.column - 1).max(1);
        let mark = "^".repeat(self.width.min(room));
        let _ = write!(
            text,
            "\n{margin} |\n{number} | {line}\n{margin} | {before}{mark}"
        );
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_marks_the_place() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("a.ts");
        std::fs::write(&path, "// one\nimport \"./b.ts\";\n").unwrap();
        let location = Location {
            file: "a.ts".into(),
            line: 2,
            column: 8,
            width: 8,
            path: Some(path),
        };
        insta::assert_snapshot!(location.frame(), @r#"
        a.ts:2:8
          |
        2 | import "./b.ts";
          |        ^^^^^^^^
        "#);
    }
}
