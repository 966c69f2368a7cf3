//! What passes, what does not, and that nothing else does whatever comes.

use proptest::prelude::{Strategy, any, prop};

use super::*;

const TERMINAL: Rules = Rules {
    terminal: true,
    actions: false,
};
const ACTIONS: Rules = Rules {
    terminal: false,
    actions: true,
};

fn written(pieces: &[&[u8]], rules: Rules) -> Vec<u8> {
    let mut sanitizer = Sanitizer::new(Vec::new(), rules);
    for piece in pieces {
        sanitizer.write_all(piece).unwrap();
    }
    sanitizer.flush().unwrap();
    sanitizer.inner
}

fn shown(text: &str) -> String {
    String::from_utf8(written(&[text.as_bytes()], TERMINAL)).unwrap()
}

#[test]
fn text_and_colours_pass() {
    for text in [
        "plain\ttext\nin two lines\n",
        "žluťoučký 🐎 \u{200d}\n",
        "\x1b[31mred\x1b[0m and \x1b[1;38;5;208mbold orange\x1b[m\n",
        "\x1b[38;2;1;2;3;48;2;255;255;255mtrue colour\x1b[0m",
        "\x1b[4:3m\x1b[38:2::1:2:3mcurly\x1b[0m",
        "\x1b[31mred\x1b[39m\x1b[0m",
    ] {
        assert_eq!(shown(text), text);
    }
}

#[test]
fn what_a_terminal_acts_on_becomes_visible() {
    for (text, expected) in [
        ("\x1b[2J\x1b[H", r"\u001b[2J\u001b[H"),
        ("\x1b]0;title\x07", r"\u001b]0;title\u0007"),
        ("\x1b]52;c;ZXZpbA==\x1b\\", r"\u001b]52;c;ZXZpbA==\u001b\"),
        ("\u{9b}2J \u{85}", r"\u009b2J \u0085"),
        ("a\rb", r"a\rb"),
        ("a\r\nb\r\n", "a\nb\n"),
        ("x\x08\x7f\0", r"x\u0008\u007f\u0000"),
        ("a\u{202e}b\u{2066}c\u{2028}d", r"a\u202eb\u2066c\u2028d"),
        ("a\u{61c}b\u{200e}c\u{200f}d", r"a\u061cb\u200ec\u200fd"),
        ("\x1b[8mhidden", r"\u001b[8mhidden"),
        ("\x1b[5;31mblinks", r"\u001b[5;31mblinks"),
        ("\x1b[38;5m", r"\u001b[38;5m"),
        ("\x1b[38;2;1;2;999m", r"\u001b[38;2;1;2;999m"),
        ("\x1b[?25l\x1bc\x1b(0", r"\u001b[?25l\u001bc\u001b(0"),
        ("\x1b[31", r"\u001b[31"),
        ("\x1b\x1b[31mx\x1b[0m", "\\u001b\x1b[31mx\x1b[0m"),
    ] {
        assert_eq!(shown(text), expected, "{text:?}");
    }
    let long = format!("\x1b[{}m", "1;".repeat(100));
    assert!(shown(&long).starts_with(r"\u001b[1;1;"), "{long:?}");
    assert_eq!(
        written(&[b"a\xffb\xc3"], TERMINAL),
        "a\u{fffd}b\u{fffd}".as_bytes()
    );
}

#[test]
fn colours_end_with_their_line() {
    assert_eq!(shown("\x1b[31mred\nplain"), "\x1b[31mred\x1b[0m\nplain");
    assert_eq!(shown("\x1b[31mred"), "\x1b[31mred\x1b[0m");
    assert_eq!(shown("\x1b[0;31mred\r\n"), "\x1b[0;31mred\x1b[0m\n");
}

#[test]
fn what_comes_in_pieces_is_what_comes_at_once() {
    let text = "\x1b[31mž\r\n::x\x1b]0;a\x07\u{202e}##[y]";
    for rules in [
        TERMINAL,
        ACTIONS,
        Rules {
            terminal: true,
            actions: true,
        },
    ] {
        let whole = written(&[text.as_bytes()], rules);
        let bytes: Vec<&[u8]> = text.as_bytes().chunks(1).collect();
        assert_eq!(written(&bytes, rules), whole);
    }
}

#[test]
fn a_pipe_gets_the_bytes_as_they_are() {
    let bytes = b"\x1b[2J\r\n::error::x\n\xff\x9b";
    assert_eq!(written(&[bytes], Rules::default()), bytes);
}

#[test]
fn commands_of_the_runner_are_defused_and_nothing_else_changes() {
    for (text, expected) in [
        ("::error::x\n", ":\\u003aerror::x\n"),
        (
            " \t\u{a0}::stop-commands::x",
            " \t\u{a0}:\\u003astop-commands::x",
        ),
        ("x\n::error::y", "x\n:\\u003aerror::y"),
        ("x\r::error::y", "x\r:\\u003aerror::y"),
        ("x ##[add-mask]y", "x ##\\u005badd-mask]y"),
        ("###[x] #[derive] ## [x]", "###\\u005bx] #[derive] ## [x]"),
        ("a::b : :c\n: ::d", "a::b : :c\n: ::d"),
        ("\x1b[2J", "\x1b[2J"),
    ] {
        let found = written(&[text.as_bytes()], ACTIONS);
        assert_eq!(String::from_utf8(found).unwrap(), expected, "{text:?}");
    }
    assert_eq!(written(&[b"\xff\xfe::x"], ACTIONS), b"\xff\xfe::x");
}

/// Checks, without the writer's own code, that there is nothing but text, LF, TAB and SGR.
fn is_harmless(text: &str) -> bool {
    let sgr = regex::Regex::new("\x1b\\[[0-9;:]*m").unwrap();
    let rest = sgr.replace_all(text, "");
    let bidi = [
        '\u{202a}'..='\u{202e}',
        '\u{2066}'..='\u{2069}',
        '\u{2028}'..='\u{2029}',
    ];
    rest.chars().all(|it| {
        (!it.is_control() || it == '\n' || it == '\t') && !bidi.iter().any(|all| all.contains(&it))
    })
}

/// Text that is mostly made of what sequences are made of.
fn nasty() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop::sample::select(vec![
        "\x1b", "[", "]", "31", ";", "m", "8", "\r", "\n", "\t", "\x07", "\u{9b}", "\u{202e}",
        "\u{2028}", "::", "##[", "\u{7f}", "\0", "x", "ž",
    ]);
    let pieces = prop::collection::vec(piece.prop_map(|it| it.as_bytes().to_vec()), 0..40);
    let bytes = prop::collection::vec(any::<u8>(), 0..8);
    (pieces, bytes).prop_map(|(pieces, bytes)| [pieces.concat(), bytes].concat())
}

proptest::proptest! {
    #[test]
    fn whatever_comes_nothing_but_text_and_colours_reaches_a_terminal(
        bytes in nasty(), at in any::<prop::sample::Index>()
    ) {
        let (first, second) = bytes.split_at(at.index(bytes.len() + 1));
        let found = String::from_utf8(written(&[first, second], TERMINAL)).unwrap();
        assert!(is_harmless(&found), "{found:?}");
        let last = found.rfind("\x1b[").map_or("", |start| &found[start..]);
        assert!(last.is_empty() || last.starts_with("\x1b[0m") || last.starts_with("\x1b[m"), "{found:?}");
        let again = shown(&found);
        assert_eq!(again, found, "it changes nothing that is harmless");
    }

    #[test]
    fn whatever_comes_no_line_is_a_command_of_the_runner(bytes in nasty()) {
        let found = written(&[&bytes], ACTIONS);
        let found = String::from_utf8_lossy(&found);
        let is_command = |line: &str| line.trim().starts_with("::") || line.contains("##[");
        assert!(!found.split(['\n', '\r']).any(is_command), "{found:?}");
    }

    #[test]
    fn one_line_stays_one_line(text in "\\PC*[\r\n]\\PC*") {
        assert!(!visible_line(&text).contains(['\n', '\r']));
    }
}
