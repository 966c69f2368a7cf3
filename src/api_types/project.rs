//! Projects, their keys, and whose token it is.

use std::{fmt, str::FromStr, sync::Arc};

use serde::{Deserialize, Serialize};

use super::lenient::null_as_default;
use crate::diagnostics::{ExitStatus, Hint};

/// A project's id: twenty small letters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(crate) struct ProjectRef(Arc<str>);

/// Text that is no project ref.
#[derive(Debug, thiserror::Error)]
#[error("`{given}` is not a project ref")]
pub(crate) struct InvalidRef {
    given: String,
}

impl Hint for InvalidRef {
    fn hints(&self) -> Vec<String> {
        vec![
            "a project ref is twenty small letters, like `abcdefghijklmnopqrst`; `fx projects list` shows yours"
                .to_owned(),
        ]
    }

    fn exit_status(&self) -> ExitStatus {
        ExitStatus::Usage
    }
}

impl FromStr for ProjectRef {
    type Err = InvalidRef;

    fn from_str(text: &str) -> Result<Self, InvalidRef> {
        if text.len() == 20 && text.bytes().all(|byte| byte.is_ascii_lowercase()) {
            return Ok(Self(text.into()));
        }
        // It may be anything, a token pasted in the wrong place included.
        let given = if text.len() > 32 { "…" } else { text };
        Err(InvalidRef {
            given: given.escape_debug().to_string(),
        })
    }
}

impl ProjectRef {
    /// The twenty letters.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ProjectRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Project {
    /// The same as `ref`, from an older time.
    #[serde(default, deserialize_with = "null_as_default")]
    pub(crate) id: String,
    /// The id; older servers only have `id`.
    #[serde(rename = "ref", default, deserialize_with = "null_as_default")]
    pub(crate) reference: String,
    /// The organization's id.
    #[serde(default, deserialize_with = "null_as_default")]
    pub(crate) organization_id: String,
    /// The organization's name in URLs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) organization_slug: Option<String>,
    /// The name for people.
    #[serde(default, deserialize_with = "null_as_default")]
    pub(crate) name: String,
    /// Where it runs.
    #[serde(default, deserialize_with = "null_as_default")]
    pub(crate) region: String,
    /// When it was made, RFC 3339.
    #[serde(default, deserialize_with = "null_as_default")]
    pub(crate) created_at: String,
    /// How it is, `ACTIVE_HEALTHY` when all is well.
    #[serde(default, deserialize_with = "null_as_default")]
    pub(crate) status: String,
}

impl Project {
    /// The project ref.
    pub(crate) fn reference(&self) -> &str {
        if self.reference.is_empty() {
            &self.id
        } else {
            &self.reference
        }
    }
}

/// Whose token it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Profile {
    /// The user's id.
    #[serde(default, deserialize_with = "null_as_default")]
    pub(crate) gotrue_id: String,
    /// The address the account is known by.
    #[serde(default, deserialize_with = "null_as_default")]
    pub(crate) primary_email: String,
    /// The user's name.
    #[serde(default, deserialize_with = "null_as_default")]
    pub(crate) username: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ref_is_twenty_small_letters() {
        let good = "abcdefghijklmnopqrst";
        assert_eq!(good.parse::<ProjectRef>().unwrap().as_str(), good);
        for bad in [
            "",
            "abc",
            "ABCDEFGHIJKLMNOPQRST",
            "../../../../../../..",
            "abcdefghijklmnopqrs1",
        ] {
            assert!(bad.parse::<ProjectRef>().is_err(), "{bad}");
        }
        let token = format!("sbp_{}", "a".repeat(40));
        let error = token.parse::<ProjectRef>().unwrap_err();
        assert!(!error.to_string().contains(&token), "{error}");
    }

    #[test]
    fn a_project_of_an_older_server_has_its_ref_in_id() {
        let text = r#"{"id": "abcdefghijklmnopqrst", "name": "x", "region": null}"#;
        let project: Project = serde_json::from_str(text).unwrap();
        assert_eq!(project.reference(), "abcdefghijklmnopqrst");
    }
}
