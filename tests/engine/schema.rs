//! Checks JSON against a schema (draft 2020-12). It knows the keywords that fx's schemas use and refuses any other.

use regex::Regex;
use serde_json::{Map, Value};

/// A schema document.
pub struct Schema {
    root: Value,
}

impl Schema {
    /// Reads a schema from its text.
    pub fn parse(text: &str) -> Self {
        let root = serde_json::from_str(text).expect("the schema is JSON");
        Self { root }
    }

    /// Says where `value` departs from the schema.
    pub fn check(&self, value: &Value) -> Result<(), String> {
        self.check_at(&self.root, value)
    }

    fn check_at(&self, schema: &Value, value: &Value) -> Result<(), String> {
        let keywords = schema.as_object().expect("a schema is an object");
        for (keyword, argument) in keywords {
            self.check_keyword(keyword, argument, value)?;
        }
        if keywords.get("additionalProperties") == Some(&Value::Bool(false)) {
            refuse_unknown(keywords, value)?;
        }
        Ok(())
    }

    fn check_keyword(&self, keyword: &str, argument: &Value, value: &Value) -> Result<(), String> {
        let holds = match keyword {
            "$schema" | "$defs" | "title" | "description" | "additionalProperties" => true,
            "$ref" => return self.check_at(self.find(argument), value),
            "oneOf" => return self.check_one_of(argument, value),
            "properties" => return self.check_properties(argument, value),
            "items" => {
                let mut items = value.as_array().into_iter().flatten();
                return items.try_for_each(|item| self.check_at(argument, item));
            }
            "type" => has_type(argument, value),
            "const" => value == argument,
            "enum" => argument.as_array().unwrap().contains(value),
            "required" => argument
                .as_array()
                .unwrap()
                .iter()
                .all(|name| value.get(name.as_str().unwrap()).is_some()),
            "pattern" => Regex::new(argument.as_str().unwrap())
                .unwrap()
                .is_match(value.as_str().unwrap_or_default()),
            "minimum" => value.as_f64() >= argument.as_f64(),
            other => unreachable!("the checker does not know `{other}`"),
        };
        holds
            .then_some(())
            .ok_or_else(|| format!("{value} is not {keyword} {argument}"))
    }

    fn check_one_of(&self, schemas: &Value, value: &Value) -> Result<(), String> {
        let schemas = schemas.as_array().unwrap().iter();
        let results: Vec<_> = schemas.map(|schema| self.check_at(schema, value)).collect();
        if results.iter().filter(|result| result.is_ok()).count() == 1 {
            return Ok(());
        }
        Err(format!("{value} is not one of the kinds: {results:#?}"))
    }

    fn check_properties(&self, properties: &Value, value: &Value) -> Result<(), String> {
        for (name, schema) in properties.as_object().unwrap() {
            if let Some(value) = value.get(name) {
                self.check_at(schema, value)?;
            }
        }
        Ok(())
    }

    fn find(&self, reference: &Value) -> &Value {
        let pointer = reference.as_str().unwrap().strip_prefix('#').unwrap();
        self.root.pointer(pointer).expect(pointer)
    }
}

fn refuse_unknown(keywords: &Map<String, Value>, value: &Value) -> Result<(), String> {
    let known = keywords["properties"].as_object().unwrap();
    for name in value.as_object().into_iter().flat_map(Map::keys) {
        if !known.contains_key(name) {
            return Err(format!("{value} has the unknown property `{name}`"));
        }
    }
    Ok(())
}

fn has_type(names: &Value, value: &Value) -> bool {
    let is = |name: &Value| match name.as_str().unwrap() {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        "number" => value.is_number(),
        "integer" => value.is_u64() || value.is_i64(),
        other => unreachable!("there is no type `{other}`"),
    };
    match names {
        Value::Array(names) => names.iter().any(is),
        name => is(name),
    }
}

#[test]
fn departures_are_found() {
    let schema = Schema::parse(
        r#"{ "oneOf": [{ "type": "object", "properties": { "a": { "const": 1 } },
            "required": ["a"], "additionalProperties": false }, { "type": ["null", "string"] }] }"#,
    );
    for (text, fits) in [
        (r#"{ "a": 1 }"#, true),
        (r#"{ "a": 2 }"#, false),
        (r#"{ "a": 1, "b": 1 }"#, false),
        ("{}", false),
        ("null", true),
        (r#""x""#, true),
        ("1", false),
    ] {
        let value = serde_json::from_str(text).unwrap();
        assert_eq!(schema.check(&value).is_ok(), fits, "{text}");
    }
}
