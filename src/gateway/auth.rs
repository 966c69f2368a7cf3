//! Whether a request may pass a function that wants a token: which header counts, what it stands for, and what
//! the answer says when it does not do.
//!
//! It makes no responses, and it asks `jwt` about every token it has not seen. Of a token whose key the project does not
//! have it says so; who owns the functions may know another party that has it, and vouch for the token.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError, Weak},
    time::SystemTime,
};

use http::{HeaderMap, HeaderValue, header::AUTHORIZATION};
use sha2::{Digest as _, Sha256};

use crate::jwt::{Rejection, TokenKey, Verifier};

/// The header that Supabase clients send their project's key in.
const API_KEY: &str = "apikey";

/// How the value of a header with an API key, which is no token, starts.
const BEARER_API_KEY: &str = "Bearer sb_";

/// How many tokens are remembered. A project at work has a handful.
const MAX_REMEMBERED: usize = 256;

const INVALID_FORMAT: (&str, &str) = ("UNAUTHORIZED_INVALID_JWT_FORMAT", "Invalid JWT format");

/// Keys of a project. Without `Debug`, so that no log shows them.
pub(crate) struct Keys {
    /// The token that the publishable key stands for.
    pub(crate) anon: String,
    /// The token that the secret key stands for.
    pub(crate) service_role: String,
    /// `sb_publishable_…`
    pub(crate) publishable: Vec<String>,
    /// `sb_secret_…`
    pub(crate) secret: Vec<String>,
}

/// Decides about requests. It remembers tokens that passed, as the same few come again and again.
pub(crate) struct Authorizer {
    verifier: Verifier,
    anon: String,
    service_role: String,
    publishable: Vec<Fingerprint>,
    secret: Vec<Fingerprint>,
    passed: Mutex<HashMap<Fingerprint, Passed>>,
}

/// Why a request may not pass, as Supabase would answer it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}: {detail}")]
pub(crate) struct Unauthorized {
    /// What programs tell cases apart by.
    pub(crate) code: &'static str,
    /// What Supabase says.
    pub(crate) message: String,
    /// What the developer at the terminal should know besides.
    pub(crate) detail: String,
}

/// What is known about a request from the project's own keys.
#[derive(Debug)]
pub(crate) enum Verdict<'a> {
    /// It may pass.
    Pass,
    /// It may not, whoever is asked.
    Refuse(Unauthorized),
    /// Its token is signed with a key that the project does not have.
    UnknownKey(UnknownKey<'a>),
}

/// A token whose key the project does not have.
#[derive(Debug)]
pub(crate) struct UnknownKey<'a> {
    /// The token.
    pub(crate) token: &'a str,
    /// The key as the token names it.
    pub(crate) key: TokenKey,
    refusal: Unauthorized,
}

impl UnknownKey<'_> {
    /// The refusal where nobody else has the key.
    pub(crate) fn refuse(self) -> Unauthorized {
        self.refusal
    }

    /// The refusal for a reason that was found out elsewhere.
    pub(crate) fn refuse_because(self, detail: String) -> Unauthorized {
        Unauthorized {
            detail,
            ..self.refusal
        }
    }
}

/// Another party's word for a token.
#[derive(Debug, Clone)]
pub(crate) struct Vouched {
    /// Until when it counts; `None` is for as long as the keys do.
    pub(crate) expires: Option<SystemTime>,
    /// The keys that it was checked with: it counts for as long as anybody holds them.
    pub(crate) keys: Weak<Verifier>,
}

/// The SHA-256 of a token: tokens themselves need not stay in memory.
type Fingerprint = [u8; 32];

/// When a token passed and until when it does.
struct Passed {
    at: SystemTime,
    expires: Option<SystemTime>,
    /// The keys of another party that it passed by; `None` for the project's, which live as long as the authorizer.
    keys: Option<Weak<Verifier>>,
}

impl Passed {
    /// Whether it would pass again. A clock that was set back may be before `nbf`.
    fn holds(&self, now: SystemTime) -> bool {
        self.at <= now
            && self.expires.is_none_or(|expires| now < expires)
            && self
                .keys
                .as_ref()
                .is_none_or(|keys| keys.strong_count() > 0)
    }
}

impl Authorizer {
    /// An authorizer for the project whose keys these are.
    pub(crate) fn new(verifier: Verifier, keys: Keys) -> Self {
        Self {
            verifier,
            anon: keys.anon,
            service_role: keys.service_role,
            publishable: fingerprints(&keys.publishable),
            secret: fingerprints(&keys.secret),
            passed: Mutex::default(),
        }
    }

    /// Whether a request with these headers may pass a function that wants a token, by the project's keys alone.
    pub(crate) fn authorize(
        &self,
        headers: &HeaderMap,
        now: SystemTime,
    ) -> Result<(), Unauthorized> {
        match self.judge(headers, now) {
            Verdict::Pass => Ok(()),
            Verdict::Refuse(refusal) => Err(refusal),
            Verdict::UnknownKey(unknown) => Err(unknown.refuse()),
        }
    }

    /// The same, for those who may know another party that has a token's key.
    pub(crate) fn judge<'a>(&'a self, headers: &'a HeaderMap, now: SystemTime) -> Verdict<'a> {
        let token = match self.token(headers) {
            Ok(token) => token,
            Err(refusal) => return Verdict::Refuse(refusal),
        };
        match self.check(token, now) {
            Ok(()) => Verdict::Pass,
            // Of no use to hear that such a key is not a well-formed token.
            Err(Rejection::InvalidFormat { .. }) if token.starts_with("sb_") => {
                Verdict::Refuse(invalid_format(
                    "the API key is neither the project's publishable key nor its secret key",
                ))
            }
            Err(Rejection::UnknownKey { key, detail }) => Verdict::UnknownKey(UnknownKey {
                token,
                refusal: unknown_key(&key, detail),
                key,
            }),
            Err(other) => Verdict::Refuse(other.into()),
        }
    }

    /// Lets a token that another party vouches for pass from now on.
    pub(crate) fn vouch(&self, token: &str, vouched: Vouched, now: SystemTime) {
        let entry = Passed {
            at: now,
            expires: vouched.expires,
            keys: Some(vouched.keys),
        };
        self.remember(fingerprint(token), entry, now);
    }

    /// The token that a request is judged by.
    fn token<'a>(&'a self, headers: &'a HeaderMap) -> Result<&'a str, Unauthorized> {
        let authorization = only_value(headers, AUTHORIZATION.as_str())?;
        match authorization {
            Some("") => Err(nothing_sent()),
            Some(value) if !value.starts_with(BEARER_API_KEY) => bearer_token(value),
            _ => {
                let own_key = authorization.map(without_bearer);
                let api_key = only_value(headers, API_KEY)?.or(own_key);
                api_key
                    .map(|key| self.token_of(key))
                    .ok_or_else(nothing_sent)
            }
        }
    }

    /// The token that an API key stands for, or that it is.
    fn token_of<'a>(&'a self, api_key: &'a str) -> &'a str {
        // Digests are compared: how long that takes tells nothing about the key itself.
        let given = fingerprint(api_key);
        if self.secret.contains(&given) {
            &self.service_role
        } else if self.publishable.contains(&given) {
            &self.anon
        } else {
            without_bearer(api_key)
        }
    }

    /// Verifies a token unless it has passed before.
    fn check(&self, token: &str, now: SystemTime) -> Result<(), Rejection> {
        let fingerprint = fingerprint(token);
        if self.has_passed(&fingerprint, now) {
            return Ok(());
        }
        let entry = Passed {
            at: now,
            expires: self.verifier.verify(token, now)?,
            keys: None,
        };
        self.remember(fingerprint, entry, now);
        Ok(())
    }

    fn has_passed(&self, fingerprint: &Fingerprint, now: SystemTime) -> bool {
        let passed = self.passed.lock().unwrap_or_else(PoisonError::into_inner);
        passed
            .get(fingerprint)
            .is_some_and(|entry| entry.holds(now))
    }

    fn remember(&self, fingerprint: Fingerprint, entry: Passed, now: SystemTime) {
        let mut passed = self.passed.lock().unwrap_or_else(PoisonError::into_inner);
        if passed.len() >= MAX_REMEMBERED && !passed.contains_key(&fingerprint) {
            passed.retain(|_, old| old.holds(now));
        }
        if passed.len() >= MAX_REMEMBERED && !passed.contains_key(&fingerprint) {
            let oldest = passed.iter().min_by_key(|(_, old)| old.at);
            if let Some(oldest) = oldest.map(|(fingerprint, _)| *fingerprint) {
                passed.remove(&oldest);
            }
        }
        passed.insert(fingerprint, entry);
    }
}

impl From<Rejection> for Unauthorized {
    fn from(rejection: Rejection) -> Self {
        match rejection {
            Rejection::InvalidFormat { detail } => invalid_format(detail),
            Rejection::Hs256 { detail } => invalid("UNAUTHORIZED_JWT", detail),
            Rejection::Asymmetric { detail } => invalid("UNAUTHORIZED_ASYMMETRIC_JWT", detail),
            Rejection::UnknownKey { key, detail } => unknown_key(&key, detail),
            Rejection::UnsupportedAlgorithm { alg } => Self {
                code: "UNAUTHORIZED_UNSUPPORTED_TOKEN_ALGORITHM",
                message: format!("Unsupported JWT algorithm {alg}"),
                detail: "tokens are signed with HS256, ES256, RS256 or EdDSA".to_owned(),
            },
        }
    }
}

fn invalid(code: &'static str, detail: String) -> Unauthorized {
    Unauthorized {
        code,
        message: "Invalid JWT".to_owned(),
        detail,
    }
}

fn unknown_key(key: &TokenKey, detail: String) -> Unauthorized {
    match key.is_shared_secret() {
        true => invalid("UNAUTHORIZED_JWT", detail),
        false => invalid("UNAUTHORIZED_ASYMMETRIC_JWT", detail),
    }
}

fn invalid_format(detail: impl Into<String>) -> Unauthorized {
    let (code, message) = INVALID_FORMAT;
    Unauthorized {
        code,
        message: message.to_owned(),
        detail: detail.into(),
    }
}

fn nothing_sent() -> Unauthorized {
    Unauthorized {
        code: "UNAUTHORIZED_NO_AUTH_HEADER",
        message: "Missing authorization header".to_owned(),
        detail: "the request has neither an `Authorization` nor an `apikey` header".to_owned(),
    }
}

/// The value of a header. To pick one of several is to guess which one the function will believe.
fn only_value<'a>(headers: &'a HeaderMap, name: &str) -> Result<Option<&'a str>, Unauthorized> {
    let mut values = headers.get_all(name).iter();
    let first = values.next();
    if values.next().is_some() {
        return Err(invalid_format(format!(
            "there is more than one `{name}` header"
        )));
    }
    first
        .map(HeaderValue::to_str)
        .transpose()
        .map_err(|_| invalid_format(format!("the `{name}` header is not plain ASCII")))
}

fn bearer_token(value: &str) -> Result<&str, Unauthorized> {
    match value.split(' ').collect::<Vec<_>>()[..] {
        ["Bearer", token] => Ok(token),
        _ => Err(invalid_format(
            "the `authorization` header is not `Bearer` and a token",
        )),
    }
}

fn without_bearer(value: &str) -> &str {
    value.strip_prefix("Bearer ").unwrap_or(value)
}

/// The fingerprints of keys that are set: one that is not matches nothing.
fn fingerprints(keys: &[String]) -> Vec<Fingerprint> {
    let keys = keys.iter().filter(|key| !key.is_empty());
    keys.map(|key| fingerprint(key)).collect()
}

fn fingerprint(text: &str) -> Fingerprint {
    Sha256::digest(text).into()
}

#[cfg(test)]
mod tests;
