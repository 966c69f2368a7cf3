//! Secrets: names with digests in answers, names with values in requests.

use serde::{Deserialize, Serialize, Serializer};

use super::lenient::null_as_default;
use crate::redact;

/// A secret as the API lists it; the value itself never comes back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Secret {
    /// The name functions read it by.
    pub(crate) name: String,
    /// The SHA-256 digest of the value, in hexadecimal.
    #[serde(rename = "value", default, deserialize_with = "null_as_default")]
    pub(crate) digest: String,
    /// When it was set, RFC 3339.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) updated_at: Option<String>,
}

/// A secret to set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct NewSecret {
    /// The name.
    pub(crate) name: String,
    /// The value; only serialising it shows it.
    #[serde(serialize_with = "exposed")]
    pub(crate) value: redact::Secret<String>,
}

/// The value as it is.
pub(super) fn exposed<S: Serializer>(
    value: &redact::Secret<String>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(value.expose())
}
