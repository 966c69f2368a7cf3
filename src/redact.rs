//! Values that must not be seen: [`Secret`] and [`SafeUrl`]. It knows no domain type.

use std::fmt;

use url::Url;

/// A value that never appears in `Debug` output and has no `Display`.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Secret<T>(T);

impl<T> Secret<T> {
    /// Wraps `value`.
    pub(crate) fn new(value: T) -> Self {
        Self(value)
    }

    /// The value itself; call it where it is sent, not before.
    pub(crate) fn expose(&self) -> &T {
        &self.0
    }
}

impl<T> fmt::Debug for Secret<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

/// A URL whose `Display` and `Debug` mask user name, password and query.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct SafeUrl(Url);

impl From<Url> for SafeUrl {
    fn from(url: Url) -> Self {
        Self(url)
    }
}

impl fmt::Display for SafeUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut url = self.0.clone();
        if url.password().is_some() || !url.username().is_empty() {
            // A URL that cannot have credentials has none, so failures here have nothing to hide.
            let _ = url.set_username("***");
            let _ = url.set_password(None);
        }
        if url.query().is_some() {
            url.set_query(Some("***"));
        }
        f.write_str(url.as_str())
    }
}

impl fmt::Debug for SafeUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_and_urls_are_masked() {
        assert_eq!(format!("{:?}", Secret::new("hunter2")), "***");
        let url = SafeUrl::from(Url::parse("http://me:pw@localhost/a?token=1").unwrap());
        assert_eq!(url.to_string(), "http://***@localhost/a?***");
    }
}
