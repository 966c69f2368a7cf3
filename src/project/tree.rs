//! [`Node`]: a configuration file as a tree of values that know their lines, whether it was TOML or JSON.

use jsonc_parser::{CollectOptions, ParseOptions, ast, common::Ranged as _};
use toml::de::{DeTable, DeValue};

/// A value and where it is.
#[derive(Debug, Clone)]
pub(super) struct Node {
    /// The value.
    pub(super) value: Value,
    /// The line, counted from 1.
    pub(super) line: usize,
}

/// A value as the file has it.
#[derive(Debug, Clone)]
pub(super) enum Value {
    /// Keys in the order of the file.
    Table(Vec<(String, Node)>),
    Array(Vec<Node>),
    Text(String),
    Integer(i64),
    Boolean(bool),
    /// Dates, fractions, null: nothing that fx reads.
    Other,
}

/// Why a file is not TOML or JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mistake {
    pub(super) line: usize,
    pub(super) column: usize,
    pub(super) message: String,
}

impl Node {
    /// A table without keys.
    pub(super) fn empty() -> Self {
        Self {
            value: Value::Table(Vec::new()),
            line: 1,
        }
    }

    /// The entries of a table; none of anything else.
    pub(super) fn entries(&self) -> &[(String, Node)] {
        match &self.value {
            Value::Table(entries) => entries,
            _ => &[],
        }
    }

    /// The value of a key.
    pub(super) fn get(&self, key: &str) -> Option<&Node> {
        let mut entries = self.entries().iter();
        entries.find(|(name, _)| name == key).map(|(_, node)| node)
    }

    /// Whether it is a table.
    pub(super) fn is_table(&self) -> bool {
        matches!(self.value, Value::Table(_))
    }

    /// What kind of value it is, for messages.
    pub(super) fn kind(&self) -> &'static str {
        match self.value {
            Value::Table(_) => "a table",
            Value::Array(_) => "an array",
            Value::Text(_) => "text",
            Value::Integer(_) => "a number",
            Value::Boolean(_) => "true or false",
            Value::Other => "something else",
        }
    }
}

/// Reads TOML.
pub(super) fn parse_toml(text: &str) -> Result<Node, Mistake> {
    let table = DeTable::parse(text).map_err(|error| {
        let start = error.span().map_or(0, |span| span.start);
        let (line, column) = position(text, start);
        Mistake {
            line,
            column,
            message: error.message().to_owned(),
        }
    })?;
    Ok(toml_table(table.get_ref(), text, 1))
}

fn toml_table(table: &DeTable<'_>, text: &str, line: usize) -> Node {
    let mut entries: Vec<(String, Node)> = table
        .iter()
        .map(|(key, value)| {
            let line = position(text, key.span().start).0;
            (
                key.get_ref().to_string(),
                toml_value(value.get_ref(), text, line),
            )
        })
        .collect();
    entries.sort_by_key(|(_, node)| node.line);
    Node {
        value: Value::Table(entries),
        line,
    }
}

fn toml_value(value: &DeValue<'_>, text: &str, line: usize) -> Node {
    let value = match value {
        DeValue::Table(table) => return toml_table(table, text, line),
        DeValue::Array(array) => Value::Array(
            array
                .iter()
                .map(|item| toml_value(item.get_ref(), text, position(text, item.span().start).0))
                .collect(),
        ),
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Boolean(value) => Value::Boolean(*value),
        DeValue::Integer(number) => {
            let parsed = i64::from_str_radix(number.as_str(), number.radix());
            parsed.map_or(Value::Other, Value::Integer)
        }
        DeValue::Float(_) | DeValue::Datetime(_) => Value::Other,
    };
    Node { value, line }
}

/// Reads JSON, with comments and trailing commas.
pub(super) fn parse_json(text: &str) -> Result<Node, Mistake> {
    let parsed =
        jsonc_parser::parse_to_ast(text, &CollectOptions::default(), &ParseOptions::default());
    let parsed = parsed.map_err(|error| {
        let mut message = error.kind().to_string();
        if let Some(first) = message.get_mut(..1) {
            first.make_ascii_lowercase();
        }
        Mistake {
            line: error.line_display(),
            column: error.column_display(),
            message,
        }
    })?;
    Ok(match &parsed.value {
        Some(value) => json_value(value, text),
        None => Node::empty(),
    })
}

fn json_value(value: &ast::Value<'_>, text: &str) -> Node {
    let line = position(text, value.range().start).0;
    let value = match value {
        ast::Value::Object(object) => {
            let properties = object.properties.iter();
            let entries = properties.map(|property| {
                let name = property.name.as_str().to_owned();
                let mut node = json_value(&property.value, text);
                node.line = position(text, property.range.start).0;
                (name, node)
            });
            Value::Table(entries.collect())
        }
        ast::Value::Array(array) => Value::Array(
            array
                .elements
                .iter()
                .map(|item| json_value(item, text))
                .collect(),
        ),
        ast::Value::StringLit(text) => Value::Text(text.value.to_string()),
        ast::Value::BooleanLit(value) => Value::Boolean(value.value),
        ast::Value::NumberLit(number) => number.value.parse().map_or(Value::Other, Value::Integer),
        ast::Value::NullKeyword(_) => Value::Other,
    };
    Node { value, line }
}

/// Line and column of a byte, counted from 1.
fn position(text: &str, byte: usize) -> (usize, usize) {
    let before = &text[..text.floor_char_boundary(byte)];
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let line = before.matches('\n').count() + 1;
    (line, before[line_start..].chars().count() + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_those_of_the_file() {
        let toml = "# one\n[a]\nb = 1\n\n[c.d]\ne = [\n  \"x\",\n]\n";
        let root = parse_toml(toml).unwrap();
        assert_eq!(root.get("a").unwrap().get("b").unwrap().line, 3);
        let array = root.get("c").unwrap().get("d").unwrap().get("e").unwrap();
        assert_eq!(array.line, 6);
        let json = "{\n  // one\n  \"a\": {\n    \"b\": true,\n  },\n}";
        let root = parse_json(json).unwrap();
        assert_eq!(root.get("a").unwrap().get("b").unwrap().line, 4);
    }

    #[test]
    fn mistakes_have_a_place() {
        let mistake = parse_toml("a = 1\nb = \n").unwrap_err();
        assert_eq!((mistake.line, mistake.column), (2, 5));
        let mistake = parse_json("{\n  \"a\": }").unwrap_err();
        assert_eq!(mistake.line, 2);
    }
}
