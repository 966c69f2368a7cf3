//! [`Token`]: an access token that has the form of one.

use super::Error;
use crate::redact::Secret;

/// An access token. Only [`Token::into_secret`] gives it out, still masked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Token(Secret<String>);

impl Token {
    /// The token in `text`, which came from `origin`.
    pub(crate) fn parse(text: &str, origin: &str) -> Result<Self, Error> {
        let text = text.trim();
        let digits = text.strip_prefix("sbp_").map(|rest| {
            let kinds = ["oauth_", "v0_"].into_iter();
            kinds
                .filter_map(|kind| rest.strip_prefix(kind))
                .next()
                .unwrap_or(rest)
        });
        let is_hex = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        match digits {
            Some(digits) if digits.len() == 40 && digits.bytes().all(is_hex) => {
                Ok(Self(Secret::new(text.to_owned())))
            }
            _ => Err(Error::Format {
                origin: origin.to_owned(),
            }),
        }
    }

    /// The text, for a header.
    pub(crate) fn into_secret(self) -> Secret<String> {
        self.0
    }

    pub(super) fn expose(&self) -> &str {
        self.0.expose()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_has_forty_hexadecimal_digits() {
        let digits = "0123456789abcdef0123456789abcdef01234567";
        for good in ["sbp_", "sbp_oauth_", "sbp_v0_"] {
            let token = Token::parse(&format!("{good}{digits}\n"), "a test").unwrap();
            assert_eq!(format!("{token:?}"), "Token(***)");
        }
        for bad in [
            "",
            "sbp_",
            digits,
            "sbp_x_0123",
            "SBP_0123456789abcdef0123456789abcdef01234567",
        ] {
            let error = Token::parse(bad, "a test").unwrap_err();
            assert!(matches!(error, Error::Format { .. }), "{bad}");
        }
    }
}
