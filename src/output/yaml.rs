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
        Value::from(string).to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
