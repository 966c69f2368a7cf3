//! One request as the operations describe it.

use bytes::Bytes;
use reqwest::Method;
use serde::Serialize;
use url::Url;

use super::error::Operation;
use crate::redact::Secret;

/// What is sent besides the head.
#[derive(Debug, Clone)]
pub(super) enum Content {
    /// Nothing.
    None,
    /// A record; its answer is quick.
    Json(Bytes),
    /// A file; sending takes time, and the answer does.
    Upload {
        /// The whole body.
        bytes: Bytes,
        /// Its `Content-Type`.
        content_type: String,
    },
}

/// A request.
#[derive(Debug, Clone)]
pub(super) struct Call {
    pub(super) operation: Operation,
    pub(super) method: Method,
    /// Unencoded segments below the API's address.
    pub(super) path: Vec<String>,
    pub(super) query: Vec<(&'static str, String)>,
    pub(super) accept: &'static str,
    pub(super) content: Content,
    /// Whether the URL itself must not be seen.
    pub(super) is_secret: bool,
    /// Values in the body, which a server may repeat.
    pub(super) hidden: Vec<Secret<String>>,
}

impl Call {
    /// A request for JSON without a body.
    pub(super) fn new(
        operation: impl Into<Operation>,
        method: Method,
        path: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        Self {
            operation: operation.into(),
            method,
            path: path.into_iter().map(Into::into).collect(),
            query: Vec::new(),
            accept: "application/json",
            content: Content::None,
            is_secret: false,
            hidden: Vec::new(),
        }
    }

    /// The same with a parameter, when there is a value.
    pub(super) fn with(mut self, name: &'static str, value: Option<impl ToString>) -> Self {
        let value = value.map(|value| (name, value.to_string()));
        self.query.extend(value);
        self
    }

    /// The same with a record as its body.
    pub(super) fn json(mut self, record: &impl Serialize) -> Self {
        let bytes = serde_json::to_vec(record).expect("our records serialise");
        self.content = Content::Json(bytes.into());
        self
    }

    /// The same with a file as its body.
    pub(super) fn upload(mut self, bytes: Bytes, content_type: String) -> Self {
        self.content = Content::Upload {
            bytes,
            content_type,
        };
        self
    }

    /// Where it goes, below `base`.
    pub(super) fn url(&self, base: &Url) -> Url {
        let mut url = base.clone();
        url.path_segments_mut()
            .expect("the address of an API was checked to have a host")
            .pop_if_empty()
            .extend(&self.path);
        if !self.query.is_empty() {
            url.query_pairs_mut().extend_pairs(&self.query);
        }
        url
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_name_leaves_its_place_in_the_url() {
        let base = Url::parse("http://localhost:1/base/").unwrap();
        let call = Call::new("x", Method::GET, ["v1", "a/../b?c#d"]).with("slug", Some("e&f=g"));
        assert_eq!(
            call.url(&base).as_str(),
            "http://localhost:1/base/v1/a%2F..%2Fb%3Fc%23d?slug=e%26f%3Dg"
        );
    }
}
