//! Records as YAML: block style, and texts in the quotes of JSON wherever they could be read as something else.

use std::fmt::Write as _;

use serde_json::Value;

/// The document, without a line end after its last line.
pub(super) fn to_yaml(value: &Value) -> String {
    let mut text = String::new();
    write_value(value, 0, &mut text);
    text.trim_end().to_owned()
}

/// Writes a value that begins at the end of a line that holds its key, or the dash before it.
fn write_value(value: &Value, depth: usize, text: &mut String) {
    let indent = "  ".repeat(depth);
    match value {
        Value::Object(entries) if !entries.is_empty() => {
            for (index, (name, value)) in entries.iter().enumerate() {
                // The first key of an item stands beside the item's dash.
                if index > 0 || !text.ends_with("- ") {
                    text.push_str(&indent);
                }
                let _ = write!(text, "{}:", scalar(name));
                write_nested(value, depth + 1, text);
            }
        }
        Value::Array(items) if !items.is_empty() => {
            for item in items {
                let _ = write!(text, "{indent}- ");
                write_value(item, depth + 1, text);
            }
        }
        Value::String(string) => {
            let _ = writeln!(text, "{}", scalar(string));
        }
        // Numbers, `true`, `null`, `[]` and `{}` are what they are in JSON.
        other => {
            let _ = writeln!(text, "{other}");
        }
    }
}

fn write_nested(value: &Value, depth: usize, text: &mut String) {
    let is_block = match value {
        Value::Object(entries) => !entries.is_empty(),
        Value::Array(items) => !items.is_empty(),
        _ => false,
    };
    text.push(if is_block { '\n' } else { ' ' });
    write_value(value, depth, text);
}

fn scalar(string: &str) -> String {
    let is_harmless = |byte: u8| byte.is_ascii_alphanumeric() || b"_./:-".contains(&byte);
    let is_plain = string.starts_with(|first: char| first.is_ascii_alphabetic() || first == '/')
        && string.bytes().all(is_harmless)
        && !string.ends_with(':')
        && !["true", "false", "null", "yes", "no", "on", "off", "y", "n"]
            .contains(&string.to_ascii_lowercase().as_str());
    if is_plain {
        string.to_owned()
    } else {
        quoted(string)
    }
}

/// A text in the quotes of JSON, with the characters escaped that JSON may have as they are and YAML may not, or takes
/// for the end of a line.
fn quoted(string: &str) -> String {
    let is_special = |character: char| {
        matches!(
            character,
            '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}'
        )
    };
    let json = Value::from(string).to_string();
    let mut text = String::with_capacity(json.len());
    for character in json.chars() {
        if is_special(character) {
            let _ = write!(text, "\\u{:04x}", u32::from(character));
        } else {
            text.push(character);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::{any, prop_assert_eq, proptest};

    use super::*;

    proptest! {
        #[test]
        fn every_text_is_read_back(
            texts in proptest::collection::btree_map("\\PC{1,6}|[ -~]{1,6}", any::<String>(), 1..6),
            odd in "[\\x00-\\u{a0}\\u{2027}-\\u{202a}\\u{feff}\\u{fff0}-\\u{ffff}]{0,8}",
        ) {
            let mut texts: BTreeMap<String, String> = texts;
            texts.insert("odd".to_owned(), odd);
            let yaml = to_yaml(&serde_json::to_value(&texts).unwrap());
            let read: BTreeMap<String, String> = serde_saphyr::from_str(&yaml).unwrap();
            prop_assert_eq!(read, texts);
        }
    }

    #[test]
    fn texts_that_look_like_something_else_are_quoted() {
        let value = serde_json::json!({
            "engines": [{ "version": "2.9.5", "pinned": true, "path": "/a b/deno" }],
            "none": [],
            "url": "http://127.0.0.1:54321",
            "yes": "no",
        });
        insta::assert_snapshot!(to_yaml(&value), @r#"
        engines:
          - version: "2.9.5"
            pinned: true
            path: "/a b/deno"
        none: []
        url: http://127.0.0.1:54321
        "yes": "no"
        "#);
    }
}
