//! [`Difference`]: an env file beside what a project has, by digest.

use std::collections::BTreeMap;

use sha2::{Digest as _, Sha256};

use super::is_reserved;
use crate::api_types::{NewSecret, Secret};

/// The digest of a value as the API lists it: SHA-256 in hexadecimal.
pub(crate) fn digest(value: &str) -> String {
    let digest = Sha256::digest(value);
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// How secrets that are wanted and those that are there differ. Names, each list sorted.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Difference {
    /// Only wanted.
    pub(crate) added: Vec<String>,
    /// There with another value.
    pub(crate) changed: Vec<String>,
    /// Only there. The platform's own are not listed.
    pub(crate) removed: Vec<String>,
    /// There with the same value.
    pub(crate) same: Vec<String>,
}

impl Difference {
    /// Compares.
    pub(crate) fn new(wanted: &[NewSecret], there: &[Secret]) -> Self {
        let mut left: BTreeMap<&str, &str> = there
            .iter()
            .filter(|secret| !is_reserved(&secret.name))
            .map(|secret| (&*secret.name, &*secret.digest))
            .collect();
        let mut difference = Self::default();
        for NewSecret { name, value } in wanted {
            let list = match left.remove(&**name) {
                None => &mut difference.added,
                Some(there) if there.eq_ignore_ascii_case(&digest(value.expose())) => {
                    &mut difference.same
                }
                Some(_) => &mut difference.changed,
            };
            list.push(name.clone());
        }
        difference.removed = left.into_keys().map(str::to_owned).collect();
        difference
    }

    /// Whether a secret of this name would change by being set.
    pub(crate) fn is_pending(&self, name: &str) -> bool {
        let mut pending = self.added.iter().chain(&self.changed);
        pending.any(|it| it == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::redact;

    #[test]
    fn values_are_compared_by_digest() {
        let there = |name: &str, digest: String| Secret {
            name: name.to_owned(),
            digest,
            updated_at: None,
        };
        let wanted = |name: &str, value: &str| NewSecret {
            name: name.to_owned(),
            value: redact::Secret::new(value.to_owned()),
        };
        let difference = Difference::new(
            &[
                wanted("A", "1"),
                wanted("B", "2"),
                wanted("C", ""),
                wanted("D", "4"),
            ],
            &[
                there("OLD", digest("x")),
                there("B", digest("other")),
                there("C", digest("").to_uppercase()),
                there("D", String::new()),
                there("SUPABASE_URL", digest("x")),
            ],
        );
        let expected = Difference {
            added: vec!["A".to_owned()],
            changed: vec!["B".to_owned(), "D".to_owned()],
            removed: vec!["OLD".to_owned()],
            same: vec!["C".to_owned()],
        };
        assert_eq!(difference, expected);
        assert!(difference.is_pending("D") && !difference.is_pending("C"));
    }
}
