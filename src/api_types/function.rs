//! Functions: what lists hold, what a bulk update sends, what goes with uploaded sources.

use serde::{Deserialize, Serialize};

use super::lenient::null_as_default;

/// Whether a function answers requests.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum FunctionStatus {
    /// It does.
    #[default]
    Active,
    /// It was deleted and is only listed.
    Removed,
    /// It was stopped by the platform.
    Throttled,
    /// A word that is newer than fx.
    #[serde(other)]
    Unknown,
}

/// A function as the API lists it and answers to a deploy with it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Function {
    /// The id, a UUID.
    #[serde(default, deserialize_with = "null_as_default")]
    pub(crate) id: String,
    /// The name in the URL; nothing works without it.
    pub(crate) slug: String,
    /// The name for people.
    #[serde(default, deserialize_with = "null_as_default")]
    pub(crate) name: String,
    /// Whether it answers.
    #[serde(default, deserialize_with = "null_as_default")]
    pub(crate) status: FunctionStatus,
    /// Grows with every deploy.
    #[serde(default, deserialize_with = "null_as_default")]
    pub(crate) version: i64,
    /// Milliseconds since 1970.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) created_at: Option<i64>,
    /// Milliseconds since 1970.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) updated_at: Option<i64>,
    /// Whether callers need a token.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) verify_jwt: Option<bool>,
    /// Whether there is an import map.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) import_map: Option<bool>,
    /// Where the bundle starts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) entrypoint_path: Option<String>,
    /// The import map in the bundle.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) import_map_path: Option<String>,
    /// The digest of the `EZBR` file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) ezbr_sha256: Option<String>,
}

/// One function of a bulk update: the answer to its `bundleOnly` deploy, without what the server alone decides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct BulkFunction(Function);

impl From<Function> for BulkFunction {
    fn from(function: Function) -> Self {
        let status = match function.status {
            // The document has no other words for what is sent.
            FunctionStatus::Unknown => FunctionStatus::Active,
            known => known,
        };
        Self(Function {
            status,
            updated_at: None,
            ..function
        })
    }
}

/// What goes with the sources of a function.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct DeployMetadata {
    /// The entrypoint among the files.
    pub(crate) entrypoint_path: String,
    /// The import map among the files; empty for none.
    #[serde(default, deserialize_with = "null_as_default")]
    pub(crate) import_map_path: String,
    /// The patterns of static files, unexpanded.
    #[serde(default, deserialize_with = "null_as_default")]
    pub(crate) static_patterns: Vec<String>,
    /// Whether callers need a token; the server keeps what it has when this is absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) verify_jwt: Option<bool>,
    /// The name for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) name: Option<String>,
}

/// What the workers of one function may use on a platform of one's own, in the words of the configuration. What is
/// missing is as the platform has it for every function.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct LimitsRecord {
    /// Memory in mebibytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) memory_limit_mb: Option<u64>,
    /// Wall clock time of a worker.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) worker_timeout_ms: Option<u64>,
    /// CPU time after which a worker takes no new requests.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) cpu_time_soft_limit_ms: Option<u64>,
    /// CPU time after which a worker is killed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) cpu_time_hard_limit_ms: Option<u64>,
    /// Time until the head of a response.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) request_idle_timeout_ms: Option<u64>,
}

/// A version of a function, as a platform of one's own lists it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct FunctionVersion {
    /// Its number.
    pub(crate) version: i64,
    /// Whether it is the one that answers.
    pub(crate) active: bool,
    /// The digest of the `EZBR` file.
    pub(crate) ezbr_sha256: String,
    /// The size of that in bytes.
    pub(crate) size: u64,
    /// Whether callers need a token.
    pub(crate) verify_jwt: bool,
    /// Milliseconds since 1970.
    pub(crate) created_at: i64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nulls_unknown_fields_and_new_words_are_tolerated() {
        let text = r#"{"slug": "hello", "status": "FROZEN", "version": 3, "name": null, "created_at": null,
            "import_map_path": null, "verify_jwt": null, "regions": ["eu"]}"#;
        let function: Function = serde_json::from_str(text).unwrap();
        assert_eq!(function.status, FunctionStatus::Unknown);
        assert_eq!((function.version, &*function.name), (3, ""));
        assert_eq!(function.verify_jwt, None);
    }

    #[test]
    fn a_bulk_update_sends_what_the_document_allows() {
        let text = r#"{"id": "1", "slug": "a", "name": "a", "status": "X", "version": 2, "updated_at": 5, "created_at": 4}"#;
        let function: Function = serde_json::from_str(text).unwrap();
        let sent = serde_json::to_string(&BulkFunction::from(function)).unwrap();
        assert_eq!(
            sent,
            r#"{"id":"1","slug":"a","name":"a","status":"ACTIVE","version":2,"created_at":4}"#
        );
    }
}
