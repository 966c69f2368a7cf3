//! Reading JWKs: which algorithm a key is for, its parts as `jsonwebtoken` wants them, and its public half.
//!
//! A key decides its algorithm. Nothing here looks at a token.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey};
use serde_json::Value;

use super::der;

/// Length of a coordinate and of a private key on P-256, and of an Ed25519 public key.
const CURVE_BYTES: usize = 32;

/// What only the owner of a key may have (RFC 7518, section 6).
const PRIVATE_FIELDS: &[&str] = &["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

/// Keys a project cannot work with.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Error {
    /// With an empty secret everybody could sign.
    #[error("the JWT secret is empty")]
    EmptySecret,
    /// A JWK that no token could be checked with.
    #[error("the JWK at index {index} cannot be used")]
    Jwk {
        /// Its place in the list, from zero.
        index: usize,
        /// What is wrong with it.
        source: KeyError,
    },
    /// A JWK that cannot sign.
    #[error("the JWK cannot sign tokens")]
    Sign(#[from] KeyError),
}

/// Why a JWK is unusable. It never quotes key material.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum KeyError {
    /// Not an object, or a field that is absent or no string.
    #[error("it has no `{field}` string")]
    Missing {
        /// The field.
        field: &'static str,
    },
    /// A field whose value fx has no use for.
    #[error("its `{field}` is `{value}`, {supported}")]
    Unsupported {
        /// The field.
        field: &'static str,
        /// What it says.
        value: String,
        /// What would do.
        supported: &'static str,
    },
    /// A number that is not base64url without padding.
    #[error("its `{field}` is not base64url")]
    NotBase64 {
        /// The field.
        field: &'static str,
    },
    /// A number that is empty or too long for the curve.
    #[error("its `{field}` has {bytes} bytes")]
    Length {
        /// The field.
        field: &'static str,
        /// How many there are.
        bytes: usize,
    },
    /// The parts are well-formed and make no key.
    #[error("its parts do not fit together")]
    Inconsistent,
}

/// A key to check signatures with, for exactly one algorithm.
#[derive(Debug)]
pub(super) struct VerificationKey {
    /// The only algorithm it may be used with.
    pub(super) algorithm: Algorithm,
    /// Its name, if it has one.
    pub(super) kid: Option<String>,
    /// The public key or the shared secret.
    pub(super) key: DecodingKey,
}

/// Public part of a private JWK: a copy without `d`, `p`, `q`, `dp`, `dq`, `qi`, `oth` and `k`.
pub(crate) fn public_jwk(jwk: &Value) -> Value {
    let Some(fields) = jwk.as_object() else {
        return Value::Null;
    };
    let public = fields
        .iter()
        .filter(|(name, _)| !PRIVATE_FIELDS.contains(&name.as_str()))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    Value::Object(public)
}

/// The key that checks what `jwk` signs.
pub(super) fn verification_key(jwk: &Value) -> Result<VerificationKey, KeyError> {
    if let Some(usage) = jwk.get("use").and_then(Value::as_str) {
        expect_value("use", usage, "sig", "only `sig` keys check tokens")?;
    }
    let algorithm = algorithm(jwk)?;
    let key = match algorithm {
        Algorithm::ES256 => {
            // The uncompressed form of the point: what `from_ec_der` hands on as it is.
            let (x, y) = (curve_number(jwk, "x")?, curve_number(jwk, "y")?);
            DecodingKey::from_ec_der(&[&[0x04][..], &x, &y].concat())
        }
        Algorithm::RS256 => {
            DecodingKey::from_rsa_raw_components(&number(jwk, "n")?, &number(jwk, "e")?)
        }
        Algorithm::EdDSA => {
            let x = number(jwk, "x")?;
            expect_length("x", &x)?;
            DecodingKey::from_ed_der(&x)
        }
        _ => DecodingKey::from_secret(&number(jwk, "k")?),
    };
    Ok(VerificationKey {
        algorithm,
        kid: kid(jwk).map(str::to_owned),
        key,
    })
}

/// The private key in `jwk` and the algorithm it signs with: ES256 or RS256.
pub(super) fn signing_key(jwk: &Value) -> Result<(Algorithm, EncodingKey), KeyError> {
    let algorithm = algorithm(jwk)?;
    let key = match algorithm {
        Algorithm::ES256 => {
            let private = curve_number(jwk, "d")?;
            let (x, y) = (curve_number(jwk, "x")?, curve_number(jwk, "y")?);
            EncodingKey::from_ec_der(&der::p256_pkcs8(&private, &x, &y))
        }
        Algorithm::RS256 => EncodingKey::from_rsa_der(&der::rsa_pkcs1(&[
            number(jwk, "n")?,
            number(jwk, "e")?,
            number(jwk, "d")?,
            number(jwk, "p")?,
            number(jwk, "q")?,
            number(jwk, "dp")?,
            number(jwk, "dq")?,
            number(jwk, "qi")?,
        ])),
        _ => {
            return Err(KeyError::Unsupported {
                field: "kty",
                value: text(jwk, "kty")?.to_owned(),
                supported: "only `EC` and `RSA` keys sign",
            });
        }
    };
    Ok((algorithm, key))
}

/// The name of a key.
pub(super) fn kid(jwk: &Value) -> Option<&str> {
    jwk.get("kid").and_then(Value::as_str)
}

/// How an algorithm is written in tokens and keys; `None` for those fx does not take.
pub(super) fn algorithm_name(algorithm: Algorithm) -> Option<&'static str> {
    match algorithm {
        Algorithm::HS256 => Some("HS256"),
        Algorithm::ES256 => Some("ES256"),
        Algorithm::RS256 => Some("RS256"),
        Algorithm::EdDSA => Some("EdDSA"),
        _ => None,
    }
}

/// The one algorithm for keys of this type and curve; an `alg` that says otherwise is an error.
fn algorithm(jwk: &Value) -> Result<Algorithm, KeyError> {
    let algorithm = match text(jwk, "kty")? {
        "EC" => {
            expect_value(
                "crv",
                text(jwk, "crv")?,
                "P-256",
                "only `P-256` is supported",
            )?;
            Algorithm::ES256
        }
        "OKP" => {
            expect_value(
                "crv",
                text(jwk, "crv")?,
                "Ed25519",
                "only `Ed25519` is supported",
            )?;
            Algorithm::EdDSA
        }
        "RSA" => Algorithm::RS256,
        "oct" => Algorithm::HS256,
        other => {
            return Err(KeyError::Unsupported {
                field: "kty",
                value: other.to_owned(),
                supported: "only `EC`, `RSA`, `OKP` and `oct` are supported",
            });
        }
    };
    match jwk.get("alg").and_then(Value::as_str) {
        Some(written) if algorithm_name(algorithm) != Some(written) => Err(KeyError::Unsupported {
            field: "alg",
            value: written.to_owned(),
            supported: "only `ES256`, `RS256`, `EdDSA` and `HS256`, each with its key type, are supported",
        }),
        _ => Ok(algorithm),
    }
}

fn text<'a>(jwk: &'a Value, field: &'static str) -> Result<&'a str, KeyError> {
    jwk.get(field)
        .and_then(Value::as_str)
        .ok_or(KeyError::Missing { field })
}

fn number(jwk: &Value, field: &'static str) -> Result<Vec<u8>, KeyError> {
    let bytes = URL_SAFE_NO_PAD
        .decode(text(jwk, field)?)
        .map_err(|_| KeyError::NotBase64 { field })?;
    // An empty HMAC secret is one that everybody knows.
    if bytes.is_empty() {
        return Err(KeyError::Length { field, bytes: 0 });
    }
    Ok(bytes)
}

/// A number of P-256 in full length: some programs drop leading zeros.
fn curve_number(jwk: &Value, field: &'static str) -> Result<Vec<u8>, KeyError> {
    let digits = number(jwk, field)?;
    let mut padded = vec![0; CURVE_BYTES.saturating_sub(digits.len())];
    padded.extend(digits);
    expect_length(field, &padded)?;
    Ok(padded)
}

fn expect_length(field: &'static str, bytes: &[u8]) -> Result<(), KeyError> {
    if bytes.len() == CURVE_BYTES {
        return Ok(());
    }
    Err(KeyError::Length {
        field,
        bytes: bytes.len(),
    })
}

fn expect_value(
    field: &'static str,
    value: &str,
    expected: &str,
    supported: &'static str,
) -> Result<(), KeyError> {
    if value == expected {
        return Ok(());
    }
    Err(KeyError::Unsupported {
        field,
        value: value.to_owned(),
        supported,
    })
}
