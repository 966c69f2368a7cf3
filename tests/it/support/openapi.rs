//! Checks requests against `openapi.json`: the operation, its parameters, and the body's type and schema.

use std::{collections::BTreeMap, convert::Infallible};

use serde_json::{Value, json};

use super::{
    api::Seen,
    document::{check_schema, find},
};

/// A request that the document allows.
#[derive(Debug, Default)]
pub struct Operation {
    pub id: String,
    pub parameters: BTreeMap<String, String>,
    /// The body, when it is JSON.
    pub body: Value,
    /// The body, when it is a form.
    pub form: Form,
}

/// A form with files.
#[derive(Debug, Default)]
pub struct Form {
    pub metadata: Value,
    /// Path and content.
    pub files: Vec<(String, Vec<u8>)>,
}

impl Operation {
    /// A parameter of the path, or nothing.
    pub fn parameter(&self, name: &str) -> &str {
        self.parameters.get(name).map_or("", String::as_str)
    }
}

/// The operation that `seen` asks for, or in what it differs from the document.
pub async fn check(seen: &Seen) -> Result<Operation, String> {
    let (definition, parameters) = find(&seen.method, &seen.path).ok_or("no such operation")?;
    let mut operation = Operation {
        id: definition["operationId"].as_str().unwrap().to_owned(),
        parameters,
        ..Operation::default()
    };
    check_parameters(seen, definition, &operation)?;
    check_body(seen, definition, &mut operation).await?;
    Ok(operation)
}

fn check_parameters(seen: &Seen, definition: &Value, operation: &Operation) -> Result<(), String> {
    let none = Vec::new();
    let known = definition["parameters"].as_array().unwrap_or(&none);
    for (name, value) in &seen.query {
        let parameter = known
            .iter()
            .find(|it| it["in"] == "query" && it["name"] == *name);
        let parameter = parameter.ok_or_else(|| format!("no parameter `{name}`"))?;
        check_text(name, value, &parameter["schema"])?;
    }
    for (name, value) in &operation.parameters {
        let parameter = known
            .iter()
            .find(|it| it["in"] == "path" && it["name"] == *name)
            .unwrap();
        check_text(name, value, &parameter["schema"])?;
    }
    Ok(())
}

fn check_text(name: &str, value: &str, schema: &Value) -> Result<(), String> {
    let value = match schema["type"].as_str() {
        Some("boolean") => value.parse().map_or(json!(value), |it: bool| json!(it)),
        _ => json!(value),
    };
    check_schema(&value, schema).map_err(|error| format!("parameter `{name}`: {error}"))
}

async fn check_body(
    seen: &Seen,
    definition: &Value,
    operation: &mut Operation,
) -> Result<(), String> {
    let Some(content) = definition["requestBody"]["content"].as_object() else {
        return match seen.body.is_empty() {
            true => Ok(()),
            false => Err("has a body".to_owned()),
        };
    };
    let sent = seen.headers.get("content-type").map_or("", String::as_str);
    let media_type = sent.split(';').next().unwrap().trim();
    let schema = &content
        .get(media_type)
        .ok_or_else(|| format!("content type `{sent}` instead of {:?}", content.keys()))?["schema"];
    match media_type {
        "application/json" => {
            operation.body =
                serde_json::from_slice(&seen.body).map_err(|error| error.to_string())?;
            check_schema(&operation.body, schema)
        }
        "multipart/form-data" => {
            operation.form = read_form(seen, sent).await?;
            let files = operation.form.files.iter().map(|_| "");
            let record =
                json!({"metadata": operation.form.metadata, "file": files.collect::<Vec<_>>()});
            check_schema(&record, schema)
        }
        _ if seen.body.starts_with(b"EZBR") => Ok(()),
        _ => Err("the body does not start with `EZBR`".to_owned()),
    }
}

async fn read_form(seen: &Seen, content_type: &str) -> Result<Form, String> {
    let wrong = |error: multer::Error| error.to_string();
    let boundary = multer::parse_boundary(content_type).map_err(wrong)?;
    let body = seen.body.clone();
    let body = futures_util::stream::once(async { Ok::<_, Infallible>(body) });
    let mut parts = multer::Multipart::new(body, boundary);
    let mut form = Form::default();
    while let Some(part) = parts.next_field().await.map_err(wrong)? {
        let name = part.name().unwrap_or_default().to_owned();
        let path = part.file_name().map(str::to_owned);
        let content = part.bytes().await.map_err(wrong)?;
        match (&*name, path) {
            ("file", Some(path)) => form.files.push((path, content.to_vec())),
            ("metadata", None) => {
                form.metadata =
                    serde_json::from_slice(&content).map_err(|error| error.to_string())?;
            }
            _ => return Err(format!("part `{name}` is not known, or has no path")),
        }
    }
    Ok(form)
}
