//! The grammar of `.env` files: that of npm's `dotenv`, which `fx secrets set` and every Node tool share.
//!
//! One pattern does it, as in the original. Nothing is expanded: `$` stays. What the original silently misreads, a
//! quote that never closes, is an error here.

use std::sync::LazyLock;

use regex::Regex;

/// Why a file cannot be read, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mistake {
    /// Counted from 1.
    pub(super) line: usize,
    /// What is wrong.
    pub(super) problem: String,
}

/// A line, or several, that give a name a value. Groups: name, value with its quotes.
static ASSIGNMENT: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r#"(?m)^\s*(?:export\s+)?([A-Za-z0-9_.-]+)(?:\s*=\s*?|:\s+?)(\s*'(?:\\'|[^'])*'|\s*"(?:\\"|[^"])*"|\s*`(?:\\`|[^`])*`|[^#\r\n]+)?[^\S\n]*(?:#.*)?$"#;
    Regex::new(pattern).expect("the pattern is well formed")
});

/// What a file says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Assignments {
    /// The names and values in the order of the file; a later one of the same name wins.
    pub(super) variables: Vec<(String, String)>,
    /// Lines that are neither assignments nor comments. The original passes over them.
    pub(super) ignored: Vec<usize>,
}

/// Reads a file.
pub(super) fn parse(bytes: &[u8]) -> Result<Assignments, Mistake> {
    let text = std::str::from_utf8(bytes).map_err(|error| Mistake {
        line: line_of(&bytes[..error.valid_up_to()]),
        problem: "this is not UTF-8 text".to_owned(),
    })?;
    let text = text
        .trim_start_matches('\u{feff}')
        .replace("\r\n", "\n")
        .replace('\r', "\n");
    if let Some(at) = text.find('\0') {
        return Err(Mistake {
            line: line_of(&text.as_bytes()[..at]),
            problem: "a value cannot hold a NUL character".to_owned(),
        });
    }
    let mut found = Assignments::default();
    let mut read_to = 0;
    for assignment in ASSIGNMENT.captures_iter(&text) {
        let name = assignment.get(1).expect("every match has a name");
        let value = assignment.get(2).map_or("", |value| value.as_str()).trim();
        if let Some(quote) = unclosed_quote(value) {
            return Err(Mistake {
                line: line_of(&text.as_bytes()[..name.start()]),
                problem: format!(
                    "the value of `{}` starts with {quote} and has no other one",
                    name.as_str()
                ),
            });
        }
        let whole = assignment.get_match();
        found
            .ignored
            .extend(content_lines(&text, read_to, whole.start()));
        read_to = whole.end();
        let variable = (name.as_str().to_owned(), unquoted(value));
        found.variables.push(variable);
    }
    found
        .ignored
        .extend(content_lines(&text, read_to, text.len()));
    Ok(found)
}

/// The numbers of the lines in a part of the text that hold more than a comment.
fn content_lines(text: &str, start: usize, end: usize) -> impl Iterator<Item = usize> + '_ {
    let first = line_of(&text.as_bytes()[..start]);
    let lines = text[start..end].split('\n').enumerate();
    lines
        .filter(|(_, line)| !line.trim().is_empty() && !line.trim_start().starts_with('#'))
        .map(move |(index, _)| first + index)
}

/// The quote that a value starts with and does not end with.
fn unclosed_quote(value: &str) -> Option<char> {
    let quote = value
        .chars()
        .next()
        .filter(|first| matches!(first, '"' | '\'' | '`'))?;
    let rest = &value[1..];
    (!rest.contains(quote)).then_some(quote)
}

fn unquoted(value: &str) -> String {
    let quote = value
        .chars()
        .next()
        .filter(|first| matches!(first, '"' | '\'' | '`'));
    let inner = quote.and_then(|quote| value[1..].strip_suffix(quote));
    match (quote, inner) {
        (Some('"'), Some(inner)) => inner.replace("\\n", "\n").replace("\\r", "\r"),
        (_, Some(inner)) => inner.to_owned(),
        (_, None) => value.to_owned(),
    }
}

fn line_of(before: &[u8]) -> usize {
    before.iter().filter(|byte| **byte == b'\n').count() + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Vec<(String, String)> {
        parse(text.as_bytes()).unwrap().variables
    }

    #[test]
    fn values_are_those_of_npm_dotenv() {
        let table: &[(&str, &[(&str, &str)])] = &[
            ("A=pa$$word1", &[("A", "pa$$word1")]),
            ("A=$HOME/${B}", &[("A", "$HOME/${B}")]),
            ("S=two words", &[("S", "two words")]),
            ("S=  padded  ", &[("S", "padded")]),
            (
                r#"J={"a":"b c","d":[1]}"#,
                &[("J", r#"{"a":"b c","d":[1]}"#)],
            ),
            (r"P=C:\new\table", &[("P", r"C:\new\table")]),
            (r#"D="a\nb\rc""#, &[("D", "a\nb\rc")]),
            (r#"D="a\tb""#, &[("D", r"a\tb")]),
            (r"Q='a\nb $X'", &[("Q", r"a\nb $X")]),
            ("B=`it's \"x\"`", &[("B", "it's \"x\"")]),
            (
                "K=\"-----BEGIN\nAB#C=\n-----END\"\nL=1",
                &[("K", "-----BEGIN\nAB#C=\n-----END"), ("L", "1")],
            ),
            ("export E=1", &[("E", "1")]),
            ("export   E = 1", &[("E", "1")]),
            ("A=1\r\nB=\"x\r\ny\"\r\n", &[("A", "1"), ("B", "x\ny")]),
            ("K: v", &[("K", "v")]),
            ("K:v", &[]),
            ("V=abc # c", &[("V", "abc")]),
            ("V=abc#c", &[("V", "abc")]),
            ("V='a # b' # c", &[("V", "a # b")]),
            ("V=\"a#b\"", &[("V", "a#b")]),
            ("# A=1\nB=2", &[("B", "2")]),
            ("E=\nF=1", &[("E", ""), ("F", "1")]),
            ("E=''", &[("E", "")]),
            ("E= # nothing", &[("E", "")]),
            ("A=1\nA=2", &[("A", "1"), ("A", "2")]),
            (
                "DASH-NAME=x\nDOT.NAME=y\n1NUM=z",
                &[("DASH-NAME", "x"), ("DOT.NAME", "y"), ("1NUM", "z")],
            ),
            ("no assignment here\nA=1", &[("A", "1")]),
            ("\u{feff}A=1", &[("A", "1")]),
            ("  A=1", &[("A", "1")]),
            (
                "U=https://u:p@host/a?b=c&d=e",
                &[("U", "https://u:p@host/a?b=c&d=e")],
            ),
            ("X=a'b", &[("X", "a'b")]),
            ("X=\"a\"b", &[("X", "\"a\"b")]),
            ("T=a=b=c", &[("T", "a=b=c")]),
            ("Ü=1", &[]),
            ("", &[]),
        ];
        for (text, expected) in table {
            let expected: Vec<_> = expected
                .iter()
                .map(|(name, value)| (name.to_string(), value.to_string()))
                .collect();
            assert_eq!(parsed(text), expected, "{text:?}");
        }
    }

    #[test]
    fn lines_that_say_nothing_are_named() {
        let table: &[(&str, &[usize])] = &[
            ("no assignment\nA=1", &[1]),
            ("A=1\n\n# c\n  # c\nfoo bar\nB=\"x\ny\"\nK:v\n", &[5, 8]),
            ("\u{feff}A=1\r\nfoo\r\n\r\n", &[2]),
            ("Ü=1", &[1]),
            ("A=1 # c\nexport B=2\n", &[]),
            ("", &[]),
        ];
        for (text, expected) in table {
            assert_eq!(
                parse(text.as_bytes()).unwrap().ignored,
                *expected,
                "{text:?}"
            );
        }
    }

    #[test]
    fn mistakes_name_their_line() {
        let mistake = |bytes: &[u8]| parse(bytes).unwrap_err();
        let found = mistake(b"A=1\nB=\"open\nC=2");
        assert_eq!((found.line, found.problem.contains("`B`")), (2, true));
        assert_eq!(mistake(b"A=1\n\nB=\xff").line, 3);
        assert_eq!(mistake(b"A=a\0b").line, 1);
    }
}
