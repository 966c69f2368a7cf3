//! API keys and users' tokens of projects, and access tokens of a platform of one's own.

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};

use super::{lenient::null_as_default, secret::exposed};
use crate::redact::Secret;

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

/// What the `anon` and `service_role` tokens of a project are signed with (HS256).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct JwtSecret {
    /// The secret; only serialising it shows it.
    #[serde(serialize_with = "exposed", deserialize_with = "hidden")]
    pub(crate) jwt_secret: Secret<String>,
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

/// A token of a user that is to be signed; what it leaves out, the server chooses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewUserToken {
    /// What the user is to the database.
    #[serde(default)]
    pub(crate) role: Option<String>,
    /// The user's id.
    #[serde(default)]
    pub(crate) subject: Option<String>,
    /// What else it says.
    #[serde(default, deserialize_with = "null_as_default")]
    pub(crate) claims: Map<String, Value>,
    /// For how many seconds it is good.
    #[serde(default)]
    pub(crate) expires_in: Option<u64>,
}

/// A token of a user of a project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct UserToken {
    /// The token; only serialising it shows it.
    #[serde(serialize_with = "exposed", deserialize_with = "hidden")]
    pub(crate) token: Secret<String>,
    /// Until when it is good, RFC 3339.
    pub(crate) expires_at: String,
    /// The id of the key it is signed with.
    pub(crate) kid: String,
}

fn hidden<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Secret<String>, D::Error> {
    String::deserialize(deserializer).map(Secret::new)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn secrets_are_in_the_json_and_in_no_debug_output() {
        let json = json!({"jwt_secret": "canary-5eed"});
        let secret: JwtSecret = serde_json::from_value(json.clone()).unwrap();
        assert_eq!(serde_json::to_value(&secret).unwrap(), json);
        assert_eq!(format!("{secret:?}"), "JwtSecret { jwt_secret: *** }");
        let json = json!({"token": "canary-5eed", "expires_at": "", "kid": ""});
        let token: UserToken = serde_json::from_value(json.clone()).unwrap();
        assert_eq!(serde_json::to_value(&token).unwrap(), json);
        assert!(!format!("{token:?}").contains("canary"), "{token:?}");
    }
}
