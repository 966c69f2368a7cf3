//! `null` where the document has a value.

use serde::{Deserialize, Deserializer};

/// The default for `null`; with `#[serde(default)]`, for what is missing as well.
pub(super) fn null_as_default<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Default + Deserialize<'de>,
{
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}
