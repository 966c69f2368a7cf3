//! API keys of projects, and access tokens of a platform of one's own.

use serde::{Deserialize, Serialize};

use super::lenient::null_as_default;

/// An API key of a project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ApiKey {
    /// Its name.
    pub(crate) name: String,
    /// `legacy`, `publishable` or `secret`.
    #[serde(rename = "type", default, deserialize_with = "null_as_default")]
    pub(crate) kind: String,
    /// The key itself, when it was asked for.
    #[serde(default)]
    pub(crate) api_key: Option<String>,
}

/// An access token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct AccessToken {
    /// Its id.
    pub(crate) id: String,
    /// What it is for.
    pub(crate) name: String,
    /// The only project it is good for.
    #[serde(default)]
    pub(crate) project: Option<String>,
    /// What it is good for.
    #[serde(default)]
    pub(crate) scopes: Option<Vec<String>>,
    /// When it was made, RFC 3339.
    pub(crate) created_at: String,
    /// The token itself, in the answer to its making only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) token: Option<String>,
}
