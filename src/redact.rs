//! Values that must not be seen: [`Secret`] and [`SafeUrl`]. It knows no domain type.

use std::{collections::HashSet, fmt};

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

/// `text` with every part masked that it shares with `secret`: all of a short secret, any 8 characters of a longer one.
/// A secret comes back in other shapes than it was sent in: cut off, escaped, without its line ends.
pub(crate) fn without_parts_of(text: &str, secret: &str) -> String {
    const LENGTH: usize = 8;
    const TOO_SHORT: usize = 4;
    let (text, secret): (Vec<char>, Vec<char>) = (text.chars().collect(), secret.chars().collect());
    let length = LENGTH.min(secret.len());
    if length < TOO_SHORT {
        return text.into_iter().collect();
    }
    let parts: HashSet<&[char]> = secret.windows(length).collect();
    let mut is_shared = vec![false; text.len()];
    for (start, part) in text.windows(length).enumerate() {
        if parts.contains(part) {
            is_shared[start..start + length].fill(true);
        }
    }
    let mut masked = String::new();
    for (index, character) in text.into_iter().enumerate() {
        if !is_shared[index] {
            masked.push(character);
        } else if index == 0 || !is_shared[index - 1] {
            masked.push_str("***");
        }
    }
    masked
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
    fn parts_of_a_secret_are_masked_however_they_come_back() {
        let cases = [
            ("no `hunter2` here", "hunter2", "no `***` here"),
            ("cut: -----BEGIN KE", "-----BEGIN KEY-----\nabc", "cut: ***"),
            (
                r"a first-line\nsecond-line z",
                "first-line\nsecond-line",
                r"a ***\n*** z",
            ),
            ("abc", "abc", "abc"),
            ("nothing shared", "something else", "nothing shared"),
            ("", "12345678", ""),
            ("x", "", "x"),
        ];
        for (text, secret, expected) in cases {
            assert_eq!(without_parts_of(text, secret), expected);
        }
    }

    #[test]
    fn secrets_and_urls_are_masked() {
        assert_eq!(format!("{:?}", Secret::new("hunter2")), "***");
        let url = SafeUrl::from(Url::parse("http://me:pw@localhost/a?token=1").unwrap());
        assert_eq!(url.to_string(), "http://***@localhost/a?***");
    }
}
