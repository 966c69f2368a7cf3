//! [`Node`]: a configuration file as a tree of values that know their lines, whether it was TOML or JSON.

use std::collections::HashMap;

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
    Table(Table),
    Array(Vec<Node>),
    Text(String),
    Integer(i64),
    Boolean(bool),
    /// Dates, fractions, null: nothing that fx reads.
    Other,
}

/// Keys and values.
#[derive(Debug, Clone, Default)]
pub(super) struct Table {
    /// In the order of the file.
    entries: Vec<(String, Node)>,
    /// Where in `entries` a key is.
    names: HashMap<String, usize>,
}

impl Table {
    fn of(entries: Vec<(String, Node)>) -> Self {
        let names = entries.iter().enumerate();
        // Of a key that JSON has twice, the first counts.
        let names = names.rev().map(|(index, (name, _))| (name.clone(), index));
        Self {
            names: names.collect(),
            entries,
        }
    }
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
            value: Value::Table(Table::default()),
            line: 1,
        }
    }

    /// The entries of a table; none of anything else.
    pub(super) fn entries(&self) -> &[(String, Node)] {
        match &self.value {
            Value::Table(table) => &table.entries,
            _ => &[],
        }
    }

    /// The value of a key.
    pub(super) fn get(&self, key: &str) -> Option<&Node> {
        let Value::Table(table) = &self.value else {
            return None;
        };
        let index = table.names.get(key)?;
        Some(&table.entries[*index].1)
    }

    /// The value with another one over it: tables are merged key by key, anything else is replaced.
    pub(super) fn overlaid(&self, over: &Self) -> Self {
        if !self.is_table() || !over.is_table() {
            return over.clone();
        }
        let below = self.entries().iter();
        let below = below.map(|(key, node)| match over.get(key) {
            Some(over) => (key.clone(), node.overlaid(over)),
            None => (key.clone(), node.clone()),
        });
        let added = over.entries().iter();
        let added = added.filter(|(key, _)| self.get(key).is_none());
        let entries = below.chain(added.cloned()).collect();
        Self {
            value: Value::Table(Table::of(entries)),
            line: over.line,
        }
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
    Ok(toml_table(table.get_ref(), &Lines::of(text), 1))
}

fn toml_table(table: &DeTable<'_>, lines: &Lines, line: usize) -> Node {
    let mut entries: Vec<(String, Node)> = table
        .iter()
        .map(|(key, value)| {
            let line = lines.at(key.span().start);
            let value = toml_value(value.get_ref(), lines, line);
            (key.get_ref().to_string(), value)
        })
        .collect();
    entries.sort_by_key(|(_, node)| node.line);
    Node {
        value: Value::Table(Table::of(entries)),
        line,
    }
}

fn toml_value(value: &DeValue<'_>, lines: &Lines, line: usize) -> Node {
    let value = match value {
        DeValue::Table(table) => return toml_table(table, lines, line),
        DeValue::Array(array) => Value::Array(
            array
                .iter()
                .map(|item| toml_value(item.get_ref(), lines, lines.at(item.span().start)))
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
        Some(value) => json_value(value, &Lines::of(text)),
        None => Node::empty(),
    })
}

fn json_value(value: &ast::Value<'_>, lines: &Lines) -> Node {
    let line = lines.at(value.range().start);
    let value = match value {
        ast::Value::Object(object) => {
            let properties = object.properties.iter();
            let entries = properties.map(|property| {
                let name = property.name.as_str().to_owned();
                let mut node = json_value(&property.value, lines);
                node.line = lines.at(property.range.start);
                (name, node)
            });
            Value::Table(Table::of(entries.collect()))
        }
        ast::Value::Array(array) => Value::Array(
            array
                .elements
                .iter()
                .map(|item| json_value(item, lines))
                .collect(),
        ),
        ast::Value::StringLit(text) => Value::Text(text.value.to_string()),
        ast::Value::BooleanLit(value) => Value::Boolean(value.value),
        ast::Value::NumberLit(number) => number.value.parse().map_or(Value::Other, Value::Integer),
        ast::Value::NullKeyword(_) => Value::Other,
    };
    Node { value, line }
}

/// Where the lines of a text start.
struct Lines(Vec<usize>);

impl Lines {
    fn of(text: &str) -> Self {
        let ends = text.match_indices('\n');
        Self(ends.map(|(end, _)| end + 1).collect())
    }

    /// The line of a byte, counted from 1.
    fn at(&self, byte: usize) -> usize {
        self.0.partition_point(|start| *start <= byte) + 1
    }
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
    fn tables_are_merged_and_everything_else_is_replaced() {
        let below = parse_toml("[a]\nb = 1\nc = [1, 2]\n[a.d]\ne = 1\n").unwrap();
        let over = parse_toml("[a]\nc = []\nf = true\n[a.d]\ng = 1\n").unwrap();
        let merged = below.overlaid(&over);
        let table = merged.get("a").unwrap();
        let keys: Vec<&str> = table.entries().iter().map(|(key, _)| &**key).collect();
        assert_eq!(keys, ["b", "c", "d", "f"]);
        assert!(matches!(&table.get("c").unwrap().value, Value::Array(items) if items.is_empty()));
        assert_eq!(table.get("d").unwrap().entries().len(), 2);
        assert_eq!(table.get("c").unwrap().line, 2);
    }

    #[test]
    fn mistakes_have_a_place() {
        let mistake = parse_toml("a = 1\nb = \n").unwrap_err();
        assert_eq!((mistake.line, mistake.column), (2, 5));
        let mistake = parse_json("{\n  \"a\": }").unwrap_err();
        assert_eq!(mistake.line, 2);
    }
}
