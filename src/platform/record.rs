//! What the platform knows, as plain values: projects, tokens, functions and their versions, secrets, keys.
//!
//! Times are milliseconds since 1970. Values that must stay secret are sealed by the vault before they come here.

use serde::{Deserialize, Serialize};

use crate::{
    api_types::{LimitsRecord, ProjectRef},
    function::Slug,
};

/// The present.
pub(super) fn now() -> i64 {
    chrono::Utc::now().timestamp_millis()
}

/// An organization.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Organization {
    /// The name in URLs.
    pub(crate) slug: String,
    /// The name for people.
    pub(crate) name: String,
}

/// A project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Project {
    /// Counts up; the document wants a number.
    pub(crate) number: i64,
    /// The project ref.
    pub(crate) reference: ProjectRef,
    /// The name for people.
    pub(crate) name: String,
    /// The slug of its organization.
    pub(crate) organization: String,
    /// Where it says to run.
    pub(crate) region: String,
    /// When it was made.
    pub(crate) created_at: i64,
    /// The secret of its HS256 tokens, sealed.
    pub(crate) jwt_secret: Vec<u8>,
}

/// An access token, without the token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Token {
    /// The id, a UUID.
    pub(crate) id: String,
    /// What it is for.
    pub(crate) name: String,
    /// The SHA-256 of the token.
    pub(crate) digest: String,
    /// The only project it is good for; `None` for all.
    pub(crate) project: Option<ProjectRef>,
    /// What it is good for, in the words of the document; `None` for everything.
    pub(crate) scopes: Option<Vec<String>>,
    /// When it was made.
    pub(crate) created_at: i64,
}

/// A function with the version that answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Function {
    /// The id, a UUID.
    pub(crate) id: String,
    /// The name in URLs.
    pub(crate) slug: Slug,
    /// The name for people.
    pub(crate) name: String,
    /// When it was made.
    pub(crate) created_at: i64,
    /// When it was last changed.
    pub(crate) updated_at: i64,
    /// What its workers may use; `None` for what every function may.
    pub(crate) limits: Option<LimitsRecord>,
    /// What answers.
    pub(crate) version: Version,
}

/// One version of a function.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Version {
    /// Grows with every change.
    pub(crate) number: i64,
    /// The code and its settings.
    pub(crate) code: Code,
    /// Whether requests need a token.
    pub(crate) verify_jwt: bool,
    /// When it was made.
    pub(crate) created_at: i64,
}

/// What a version runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Code {
    /// The SHA-256 of the file that was uploaded or made, by which the body is kept.
    pub(crate) digest: String,
    /// Its size in bytes.
    pub(crate) size: u64,
    /// Where it starts, as the client said.
    pub(crate) entrypoint_path: Option<String>,
    /// Its import map, as the client said.
    pub(crate) import_map_path: Option<String>,
    /// Whether it has one.
    pub(crate) import_map: Option<bool>,
}

/// What becomes of a function.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Change {
    /// The function, which is made when there is none.
    pub(crate) slug: Slug,
    /// Its name for people; `None` keeps it.
    pub(crate) name: Option<String>,
    /// Its code; `None` keeps it, and is only for a function that there is.
    pub(crate) code: Option<Code>,
    /// Whether requests need a token; `None` keeps it, which is yes for a new function.
    pub(crate) verify_jwt: Option<bool>,
    /// The number of the version at least; it is more when that is taken.
    pub(crate) number: Option<i64>,
    /// What must be so before.
    pub(crate) expects: Expects,
}

/// What a [`Change`] needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Expects {
    /// Nothing.
    Anything,
    /// There is no such function.
    Absent,
    /// There is one.
    Present,
}

/// A secret of a project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SecretRecord {
    /// The variable.
    pub(crate) name: String,
    /// The value, sealed.
    pub(crate) sealed: Vec<u8>,
    /// The SHA-256 of the value.
    pub(crate) digest: String,
    /// When it was set.
    pub(crate) updated_at: i64,
}

/// What sort of API key it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum KeyKind {
    /// May be in browsers.
    Publishable,
    /// May do everything.
    Secret,
}

/// An API key of a project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ApiKey {
    /// The id, a UUID.
    pub(crate) id: String,
    /// What sort it is.
    pub(crate) kind: KeyKind,
    /// Its name.
    pub(crate) name: String,
    /// What it is for.
    pub(crate) description: Option<String>,
    /// The key, sealed.
    pub(crate) sealed: Vec<u8>,
    /// The SHA-256 of the key.
    pub(crate) digest: String,
    /// When it was made.
    pub(crate) created_at: i64,
}

/// What a signing key is used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum SigningUse {
    /// Tokens are signed with it.
    Current,
    /// Tokens that were signed with it are still good.
    Previous,
}

/// A key that tokens of a project are signed with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SigningKey {
    /// The `kid`.
    pub(crate) id: String,
    /// What it is used for.
    pub(crate) used: SigningUse,
    /// The private JWK, sealed.
    pub(crate) sealed: Vec<u8>,
    /// The public JWK.
    pub(crate) public: serde_json::Value,
    /// When it was made.
    pub(crate) created_at: i64,
}
