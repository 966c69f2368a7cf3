//! Reads answers: bounded, and with what other servers put in their place told apart.

use bytes::{Bytes, BytesMut};
use reqwest::{Response, StatusCode, header::CONTENT_TYPE};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::error::{Error, Operation};

/// Thousands of functions fit many times.
pub(super) const MAX_JSON: usize = 32_000_000;
/// What is read of an answer that says no.
const MAX_REFUSAL: usize = 64 * 1024;
/// What is shown of it, in characters.
const MAX_MESSAGE: usize = 2000;

/// Why a body could not be had.
#[derive(Debug)]
pub(super) enum BodyError {
    /// The connection broke.
    Broken(reqwest::Error),
    /// There is more than was allowed.
    TooLarge,
}

/// A whole answer.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) server: String,
    pub(super) status: StatusCode,
    pub(super) content_type: String,
    pub(super) body: Bytes,
}

/// The `Content-Type` without control characters; empty when there is none.
pub(super) fn content_type(response: &Response) -> String {
    let value = response.headers().get(CONTENT_TYPE);
    let value = value.and_then(|value| value.to_str().ok());
    value.unwrap_or_default().to_owned()
}

/// The body, or why not, within `limit` bytes.
pub(super) async fn read(response: &mut Response, limit: usize) -> Result<Bytes, BodyError> {
    let mut body = BytesMut::new();
    while let Some(chunk) = response.chunk().await.map_err(BodyError::Broken)? {
        if body.len() + chunk.len() > limit {
            return Err(BodyError::TooLarge);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body.freeze())
}

/// The start of the body of an answer that says no; whatever goes wrong, the status is what counts.
pub(super) async fn read_refusal(response: &mut Response) -> Bytes {
    let mut body = BytesMut::new();
    while let Ok(Some(chunk)) = response.chunk().await {
        let room = MAX_REFUSAL - body.len();
        body.extend_from_slice(&chunk[..chunk.len().min(room)]);
        if body.len() == MAX_REFUSAL {
            break;
        }
    }
    body.freeze()
}

impl Answer {
    /// The record in the body.
    pub(super) fn json<T: DeserializeOwned>(&self, operation: Operation) -> Result<T, Error> {
        serde_json::from_slice(&self.body).map_err(|source| {
            if self.content_type.contains("json") {
                let server = self.server.clone();
                Error::Unreadable {
                    operation,
                    server,
                    source,
                }
            } else {
                self.not_the_api(operation)
            }
        })
    }

    /// Makes sure that it was the API that answered, where the body says nothing.
    pub(super) fn empty(&self, operation: Operation) -> Result<(), Error> {
        if self.is_html() {
            return Err(self.not_the_api(operation));
        }
        Ok(())
    }

    /// What an answer that is no success means.
    pub(super) fn refusal(&self, operation: Operation) -> Error {
        if self.status.is_redirection()
            || (self.is_html() && self.status != StatusCode::UNAUTHORIZED)
        {
            return self.not_the_api(operation);
        }
        let message = if self.is_html() {
            String::new()
        } else {
            message(&self.body)
        };
        Error::Status {
            operation,
            status: self.status,
            message,
        }
    }

    fn is_html(&self) -> bool {
        self.content_type.contains("html") || self.body.trim_ascii_start().first() == Some(&b'<')
    }

    fn not_the_api(&self, operation: Operation) -> Error {
        let content_type = match &*self.content_type {
            _ if self.status.is_redirection() => "a redirect",
            "" if self.is_html() => "text/html",
            "" => "no content type",
            content_type => content_type,
        };
        Error::NotTheApi {
            operation,
            server: self.server.clone(),
            status: self.status.as_u16(),
            content_type: content_type.to_owned(),
        }
    }
}

/// The server's own words, in one piece and harmless to a terminal.
fn message(body: &[u8]) -> String {
    let text = String::from_utf8_lossy(body);
    let said = match serde_json::from_slice::<Value>(body) {
        Ok(value) => ["message", "msg", "error_description", "error"]
            .iter()
            .find_map(|key| value.get(key).and_then(words))
            .unwrap_or_else(|| text.trim().to_owned()),
        Err(_) => text.trim().to_owned(),
    };
    let said = said.chars().filter(|it| !it.is_control() || *it == '\n');
    said.take(MAX_MESSAGE).collect()
}

fn words(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Array(items) => {
            let items: Vec<String> = items.iter().filter_map(words).collect();
            Some(items.join("; "))
        }
        Value::Object(_) => value.get("message").and_then(words),
        _ => None,
    }
    .filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_servers_words_are_found_in_every_shape() {
        let cases = [
            (r#"{"message": "no such project"}"#, "no such project"),
            (
                r#"{"message": ["a is bad", "b is bad"]}"#,
                "a is bad; b is bad",
            ),
            (r#"{"error": {"message": "deep"}}"#, "deep"),
            (r#"{"code": 5}"#, r#"{"code": 5}"#),
            ("plain words\n", "plain words"),
            ("\u{1b}[31mred\u{7}", "[31mred"),
            ("", ""),
        ];
        for (body, expected) in cases {
            assert_eq!(message(body.as_bytes()), expected, "{body}");
        }
    }
}
