//! The vendor's OpenAPI document, prose left out: finds operations, and checks records and answers against it.

use std::{collections::BTreeMap, sync::LazyLock};

use serde_json::{Map, Value, json};

/// The document, with its schemas as JSON Schema.
static DOCUMENT: LazyLock<Value> = LazyLock::new(|| {
    let mut document = serde_json::from_str(include_str!("openapi.json")).unwrap();
    as_json_schema(&mut document);
    document
});

/// The operation, and the parameters in its path.
pub fn find(method: &str, path: &str) -> Option<(&'static Value, BTreeMap<String, String>)> {
    let paths = DOCUMENT["paths"].as_object().unwrap().iter();
    let mut found: Vec<_> = paths
        .filter_map(|(template, methods)| {
            let definition = methods.get(method.to_lowercase())?;
            Some((definition, match_path(template, path)?))
        })
        .collect();
    // `…/functions/deploy` is itself, not the function `deploy`.
    found.sort_by_key(|(_, parameters)| parameters.len());
    found.into_iter().next()
}

fn match_path(template: &str, path: &str) -> Option<BTreeMap<String, String>> {
    let (template, path): (Vec<&str>, Vec<&str>) =
        (template.split('/').collect(), path.split('/').collect());
    if template.len() != path.len() {
        return None;
    }
    let mut parameters = BTreeMap::new();
    for (expected, actual) in template.into_iter().zip(path) {
        match expected
            .strip_prefix('{')
            .and_then(|it| it.strip_suffix('}'))
        {
            Some(name) => drop(parameters.insert(name.to_owned(), actual.to_owned())),
            None if expected == actual => {}
            None => return None,
        }
    }
    Some(parameters)
}

/// Whether an answer is one that the document has for the operation.
pub fn check_answer(
    method: &str,
    path: &str,
    status: u16,
    content_type: &str,
    body: &[u8],
) -> Result<(), String> {
    let (definition, _) = find(method, path).ok_or("no such operation")?;
    let known = &definition["responses"][status.to_string()];
    if !known.is_object() {
        return Err(format!("status {status} is not in the document"));
    }
    let schema = &known["content"]["application/json"]["schema"];
    // A function's body is said to be JSON, which it never is.
    if !schema.is_object() || path.ends_with("/body") {
        return Ok(());
    }
    if !content_type.starts_with("application/json") {
        return Err(format!("content type `{content_type}`"));
    }
    let record = serde_json::from_slice(body).map_err(|error| error.to_string())?;
    check_schema(&record, schema)
}

/// Whether `value` is what `schema` says.
pub fn check_schema(value: &Value, schema: &Value) -> Result<(), String> {
    let mut whole = schema.as_object().cloned().unwrap_or_default();
    whole.insert("components".to_owned(), DOCUMENT["components"].clone());
    let validator = jsonschema::validator_for(&Value::Object(whole)).unwrap();
    let errors = validator.iter_errors(value);
    let errors: Vec<String> = errors
        .map(|error| format!("{error} at `{}`", error.instance_path()))
        .collect();
    match errors.is_empty() {
        true => Ok(()),
        false => Err(errors.join("; ")),
    }
}

/// OpenAPI 3.0 writes `nullable` where JSON Schema has a type `null`; bodies may hold nothing that is not listed.
fn as_json_schema(value: &mut Value) {
    match value {
        Value::Object(object) => {
            if object.remove("nullable") == Some(json!(true)) {
                let kind = object.get("type").cloned().unwrap_or_default();
                object.insert("type".to_owned(), json!([kind, "null"]));
            }
            if object.get("type") == Some(&json!("object")) && has_members(object) {
                object.entry("additionalProperties").or_insert(json!(false));
            }
            object.values_mut().for_each(as_json_schema);
        }
        Value::Array(items) => items.iter_mut().for_each(as_json_schema),
        _ => {}
    }
}

fn has_members(object: &Map<String, Value>) -> bool {
    object
        .get("properties")
        .is_some_and(|it| it.as_object().is_some_and(|it| !it.is_empty()))
}
