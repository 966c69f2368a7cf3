//! Checking tokens: form, algorithm, signature, `exp` and `nbf`. Issuer, audience and role are nobody's business here.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use jsonwebtoken::{Algorithm, DecodingKey, crypto};
use serde_json::{Map, Value};

use super::jwk::{Error, VerificationKey, algorithm_name, public_jwk, verification_key};
use crate::redact::Secret;

/// What a token's header may name. A name on this list only chooses among keys of that algorithm.
const ALGORITHMS: [Algorithm; 4] = [
    Algorithm::HS256,
    Algorithm::ES256,
    Algorithm::RS256,
    Algorithm::EdDSA,
];

/// Why a token is not good enough. The details are for people.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Rejection {
    /// Not a JWT at all.
    #[error("{detail}")]
    InvalidFormat {
        /// What is wrong.
        detail: String,
    },
    /// A token with a shared secret that does not pass.
    #[error("{detail}")]
    Hs256 {
        /// What is wrong.
        detail: String,
    },
    /// A token with a key pair that does not pass.
    #[error("{detail}")]
    Asymmetric {
        /// What is wrong.
        detail: String,
    },
    /// A token that is signed with a key that is not among those it was checked with. Another party may know it.
    #[error("{detail}")]
    UnknownKey {
        /// What the token says about the key.
        key: TokenKey,
        /// What is wrong.
        detail: String,
    },
    /// A token that is signed in another way, or not at all.
    #[error("the algorithm `{alg}` is not supported")]
    UnsupportedAlgorithm {
        /// The algorithm as the token has it.
        alg: String,
    },
}

/// The key of a token as the token names it, which anybody may write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TokenKey {
    /// One of those that fx takes.
    pub(crate) algorithm: &'static str,
    /// The key's name, if the token has one.
    pub(crate) kid: Option<String>,
}

impl TokenKey {
    /// Whether whoever checks it could sign as well, so that nobody publishes it.
    pub(crate) fn is_shared_secret(&self) -> bool {
        Some(self.algorithm) == algorithm_name(Algorithm::HS256)
    }
}

/// Why a signature does not pass.
struct Mismatch {
    detail: String,
    /// Whether the right key may be one that is not known here.
    is_unknown: bool,
}

/// Keys to check tokens with: a project's, or what somebody else publishes.
#[derive(Debug)]
pub(crate) struct Verifier {
    keys: Vec<VerificationKey>,
    /// What somebody else publishes, without anything that is not public.
    jwks: Vec<Value>,
}

impl Verifier {
    /// A verifier that takes tokens of the HS256 secret and of `jwks`, which may be public or private.
    pub(crate) fn new(hs256_secret: &Secret<String>, jwks: &[Value]) -> Result<Self, Error> {
        let secret = hs256_secret.expose().as_bytes();
        if secret.is_empty() {
            return Err(Error::EmptySecret);
        }
        let mut keys = vec![VerificationKey {
            algorithm: Algorithm::HS256,
            kid: None,
            key: DecodingKey::from_secret(secret),
        }];
        for (index, jwk) in jwks.iter().enumerate() {
            keys.push(verification_key(jwk).map_err(|source| Error::Jwk { index, source })?);
        }
        let jwks = Vec::new();
        Ok(Self { keys, jwks })
    }

    /// A verifier that takes tokens of the public keys in `jwks`, which somebody else publishes. Shared secrets among
    /// them, and keys that fx has no use for, are left out.
    pub(crate) fn published(jwks: &[Value]) -> Self {
        let usable = jwks.iter().filter(|jwk| may_verify(jwk));
        let keys = usable.filter_map(|jwk| Some((verification_key(jwk).ok()?, public_jwk(jwk))));
        let (keys, jwks) = keys
            .filter(|(key, _)| key.algorithm != Algorithm::HS256)
            .unzip();
        Self { keys, jwks }
    }

    /// The keys that somebody else publishes.
    pub(crate) fn jwks(&self) -> &[Value] {
        &self.jwks
    }

    /// Checks signature, `exp` and `nbf` of `token` without leeway. Returns when it expires; `None` is never.
    pub(crate) fn verify(
        &self,
        token: &str,
        now: SystemTime,
    ) -> Result<Option<SystemTime>, Rejection> {
        let parsed = Token::parse(token).map_err(|detail| Rejection::InvalidFormat { detail })?;
        let known = ALGORITHMS.into_iter();
        let mut named = known.filter_map(|known| Some((known, algorithm_name(known)?)));
        let Some((algorithm, name)) = named.find(|(_, name)| *name == parsed.alg) else {
            return Err(Rejection::UnsupportedAlgorithm { alg: parsed.alg });
        };
        let refuse = |detail| match algorithm {
            Algorithm::HS256 => Rejection::Hs256 { detail },
            _ => Rejection::Asymmetric { detail },
        };
        parsed.check_extensions().map_err(refuse)?;
        self.check_signature(&parsed, algorithm)
            .map_err(|mismatch| match mismatch {
                Mismatch { detail, is_unknown } if is_unknown => Rejection::UnknownKey {
                    key: TokenKey {
                        algorithm: name,
                        kid: parsed.kid.clone(),
                    },
                    detail,
                },
                known => refuse(known.detail),
            })?;
        decoded(parsed.claims, "payload")
            .and_then(|claims| check_times(&claims, now))
            .map_err(refuse)
    }

    fn check_signature(&self, token: &Token<'_>, algorithm: Algorithm) -> Result<(), Mismatch> {
        // Every key is only ever tried with its own algorithm: a public key, which anyone may know, must not
        // become a shared secret because a token says so.
        let same_type = || self.keys.iter().filter(|key| key.algorithm == algorithm);
        // Shared secrets have no names in practice, and the project's main one never has.
        let kid = token
            .kid
            .as_deref()
            .filter(|_| algorithm != Algorithm::HS256);
        let named = |key: &&VerificationKey| kid.is_some() && key.kid.as_deref() == kid;
        let has_named = same_type().any(|key| named(&key));
        let matches = same_type()
            .filter(|key| !has_named || named(key))
            .any(|key| {
                crypto::verify(token.signature, token.message, &key.key, algorithm) == Ok(true)
            });
        if matches {
            return Ok(());
        }
        let detail = match kid {
            _ if algorithm == Algorithm::HS256 => {
                "the signature does not match the project's JWT secret".to_owned()
            }
            _ if same_type().next().is_none() => {
                format!("the project has no {} key", token.alg)
            }
            Some(kid) if !has_named => format!("no key with kid `{kid}`"),
            Some(kid) => format!("the signature does not match the key with kid `{kid}`"),
            None => format!(
                "the signature does not match the project's {} keys",
                token.alg
            ),
        };
        // A name that is taken is nobody else's, whatever the key that has it is for.
        let is_unknown = !self.keys.iter().any(|key| named(&key));
        Err(Mismatch { detail, is_unknown })
    }
}

/// Whether a published key says that it is for checking signatures, or does not say what it is for.
fn may_verify(jwk: &Value) -> bool {
    let operations = jwk.get("key_ops").and_then(Value::as_array);
    operations.is_none_or(|operations| operations.iter().any(|operation| operation == "verify"))
}

/// The parts of a token, none of them checked. As hosted, a token is malformed only when its header is.
struct Token<'a> {
    alg: String,
    kid: Option<String>,
    has_extensions: bool,
    claims: &'a str,
    message: &'a [u8],
    signature: &'a str,
}

impl<'a> Token<'a> {
    fn parse(token: &'a str) -> Result<Self, String> {
        let parts: Vec<&str> = token.splitn(4, '.').collect();
        let [header_text, claims, signature] = parts[..] else {
            return Err("the token does not have three parts separated by `.`".to_owned());
        };
        let header = decoded(header_text, "header")?;
        let Some(alg) = header.get("alg").and_then(Value::as_str) else {
            return Err("the token's header has no `alg`".to_owned());
        };
        Ok(Self {
            alg: alg.to_owned(),
            kid: header.get("kid").and_then(Value::as_str).map(str::to_owned),
            has_extensions: header.contains_key("crit"),
            claims,
            message: &token.as_bytes()[..header_text.len() + 1 + claims.len()],
            signature,
        })
    }

    /// RFC 7515: whoever does not understand what `crit` lists must refuse the token.
    fn check_extensions(&self) -> Result<(), String> {
        if self.has_extensions {
            return Err("the token's header asks for extensions (`crit`)".to_owned());
        }
        Ok(())
    }
}

fn decoded(part: &str, name: &str) -> Result<Map<String, Value>, String> {
    let bytes = URL_SAFE_NO_PAD
        .decode(part)
        .map_err(|_| format!("the token's {name} is not base64url"))?;
    serde_json::from_slice(&bytes).map_err(|_| format!("the token's {name} is not a JSON object"))
}

/// Compares `exp` and `nbf` with `now` and returns `exp`.
fn check_times(claims: &Map<String, Value>, now: SystemTime) -> Result<Option<SystemTime>, String> {
    // Seconds as a float are exact to less than a microsecond for the next centuries.
    let seconds = match now.duration_since(UNIX_EPOCH) {
        Ok(since) => since.as_secs_f64(),
        Err(error) => -error.duration().as_secs_f64(),
    };
    if date(claims, "nbf")?.is_some_and(|nbf| nbf > seconds) {
        return Err("the token is not valid yet (nbf)".to_owned());
    }
    let Some(exp) = date(claims, "exp")? else {
        return Ok(None);
    };
    if exp <= seconds {
        return Err(format!("the token expired {}", ago(seconds - exp)));
    }
    // What lies beyond the clock's range is as good as never.
    Ok(Duration::try_from_secs_f64(exp)
        .ok()
        .and_then(|since| UNIX_EPOCH.checked_add(since)))
}

fn date(claims: &Map<String, Value>, name: &str) -> Result<Option<f64>, String> {
    match claims.get(name) {
        None => Ok(None),
        Some(value) => match value.as_f64() {
            Some(seconds) => Ok(Some(seconds)),
            // Ignoring it would make a token with a mistyped date last for ever.
            None => Err(format!("the token's `{name}` is not a number")),
        },
    }
}

/// `just now`, `3 min ago`, `2 days ago`: one unit, rounded down.
fn ago(seconds: f64) -> String {
    const MINUTE: f64 = 60.0;
    const HOUR: f64 = 60.0 * MINUTE;
    const DAY: f64 = 24.0 * HOUR;
    let (count, unit) = match seconds {
        under if under < 1.0 => return "just now".to_owned(),
        under if under < MINUTE => (under, "s"),
        under if under < HOUR => (under / MINUTE, "min"),
        under if under < DAY => (under / HOUR, "h"),
        days if days < 2.0 * DAY => return "1 day ago".to_owned(),
        days => (days / DAY, "days"),
    };
    format!("{:.0} {unit} ago", count.floor())
}

#[cfg(test)]
mod tests;
