//! Making the keys of a local project: the well-known HS256 ones and those signed with its own JWK.

use std::time::{SystemTime, UNIX_EPOCH};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use jsonwebtoken::{Algorithm, EncodingKey, crypto};
use serde::Serialize;
use serde_json::Value;

use super::jwk::{Error, KeyError, algorithm_name, kid, signing_key};

/// Who issues local keys.
const ISSUER: &str = "supabase-demo";

/// Who issues keys on a platform.
const PLATFORM: &str = "supabase";

/// When the well-known keys expire: in November 2032. Fixed, so that every project with the default secret has
/// the same ones.
const LOCAL_KEY_EXPIRY: u64 = 1_983_812_996;

/// How long keys signed with a JWK are good for: ten years of 365 days.
const SIGNED_KEY_SECONDS: u64 = 315_360_000;

/// Serialised in the order of the fields, which the well-known keys depend on.
#[derive(Serialize)]
struct Header<'a> {
    alg: &'a str,
    typ: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    kid: Option<&'a str>,
}

/// Serialised in the order of the fields, which the well-known keys depend on.
#[derive(Serialize)]
struct Claims<'a> {
    iss: &'a str,
    role: &'a str,
    exp: u64,
}

/// What keys of a project on a platform say.
#[derive(Serialize)]
struct ProjectClaims<'a> {
    iss: &'a str,
    #[serde(rename = "ref")]
    project: &'a str,
    role: &'a str,
    iat: u64,
    exp: u64,
}

impl<'a> Claims<'a> {
    fn of(role: &'a str, exp: u64) -> Self {
        let iss = ISSUER;
        Self { iss, role, exp }
    }
}

/// The default local key for `role`, as every other tool derives it from `secret`.
pub(crate) fn sign_local_key(secret: &str, role: &str) -> String {
    signed_with_secret(secret, &Claims::of(role, LOCAL_KEY_EXPIRY))
}

/// The key of a project on a platform for `role`, good for ten years from `issued`, in seconds since 1970.
pub(crate) fn sign_project_key(secret: &str, project: &str, role: &str, issued: u64) -> String {
    let claims = ProjectClaims {
        iss: PLATFORM,
        project,
        role,
        iat: issued,
        exp: issued + SIGNED_KEY_SECONDS,
    };
    signed_with_secret(secret, &claims)
}

fn signed_with_secret(secret: &str, claims: &impl Serialize) -> String {
    let message = message(Algorithm::HS256, None, claims);
    let key = EncodingKey::from_secret(secret.as_bytes());
    signed(message, &key, Algorithm::HS256).expect("HMAC takes keys of any length")
}

/// A key for `role` signed with the private `jwk`, good for ten years from `now`.
pub(crate) fn sign_with_jwk(jwk: &Value, role: &str, now: SystemTime) -> Result<String, Error> {
    // A clock before 1970 makes a key that has expired, which is what such a clock asks for.
    let seconds = now
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_secs());
    sign_claims_with_jwk(jwk, &Claims::of(role, seconds + SIGNED_KEY_SECONDS))
}

/// A token that says `claims`, signed with the private `jwk`.
pub(crate) fn sign_claims_with_jwk(jwk: &Value, claims: &impl Serialize) -> Result<String, Error> {
    let (algorithm, key) = signing_key(jwk)?;
    let message = message(algorithm, kid(jwk), claims);
    Ok(signed(message, &key, algorithm)?)
}

/// `jsonwebtoken` would write the header itself, with `typ` first; the well-known keys have `alg` first.
fn message(algorithm: Algorithm, kid: Option<&str>, claims: &impl Serialize) -> String {
    let alg = algorithm_name(algorithm).expect("keys are only for algorithms with a name");
    let header = Header {
        alg,
        typ: "JWT",
        kid,
    };
    format!("{}.{}", encoded(&header), encoded(claims))
}

fn encoded(part: &impl Serialize) -> String {
    let json = serde_json::to_vec(part).expect("strings and numbers always serialise");
    URL_SAFE_NO_PAD.encode(json)
}

fn signed(message: String, key: &EncodingKey, algorithm: Algorithm) -> Result<String, KeyError> {
    let signature =
        crypto::sign(message.as_bytes(), key, algorithm).map_err(|_| KeyError::Inconsistent)?;
    Ok(format!("{message}.{signature}"))
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use serde_json::json;

    use super::super::{
        fixtures::{SECRET, ec, ed, now, rsa},
        public_jwk,
    };
    use super::{Error, URL_SAFE_NO_PAD, Value, sign_local_key, sign_with_jwk};

    #[test]
    fn local_keys_are_the_well_known_ones() {
        assert_eq!(
            sign_local_key(SECRET, "anon"),
            "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.\
             eyJpc3MiOiJzdXBhYmFzZS1kZW1vIiwicm9sZSI6ImFub24iLCJleHAiOjE5ODM4MTI5OTZ9.\
             CRXP1A7WOeoJeXxjNni43kdQwgnWNReilDMblYTn_I0"
        );
        assert_eq!(
            sign_local_key(SECRET, "service_role"),
            "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.\
             eyJpc3MiOiJzdXBhYmFzZS1kZW1vIiwicm9sZSI6InNlcnZpY2Vfcm9sZSIsImV4cCI6MTk4MzgxMjk5Nn0.\
             EGIM96RAZx35lJzdJsyH-qQwv8Hdp7fsn3W0YpN81IU"
        );
    }

    #[test]
    fn signed_keys_say_who_signed_them_and_for_how_long() {
        let mut jwk = rsa();
        let header_and_claims = |jwk: &Value| {
            let token = sign_with_jwk(jwk, "anon", now()).unwrap();
            let parts: Vec<String> = token
                .split('.')
                .take(2)
                .map(|part| String::from_utf8(URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap())
                .collect();
            parts.join(" ")
        };
        assert_eq!(
            header_and_claims(&jwk),
            r#"{"alg":"RS256","typ":"JWT","kid":"rsa-1"} {"iss":"supabase-demo","role":"anon","exp":2115360000}"#
        );
        jwk.as_object_mut().unwrap().remove("kid");
        assert!(header_and_claims(&jwk).starts_with(r#"{"alg":"RS256","typ":"JWT"} "#));
        assert!(
            header_and_claims(&ec()).starts_with(r#"{"alg":"ES256","typ":"JWT","kid":"ec-1"}"#)
        );
    }

    #[test]
    fn what_cannot_sign_says_why() {
        let reason = |jwk: &Value| match sign_with_jwk(jwk, "anon", now()).unwrap_err() {
            Error::Sign(reason) => reason.to_string(),
            other => other.to_string(),
        };
        assert_eq!(reason(&public_jwk(&ec())), "it has no `d` string");
        assert_eq!(reason(&public_jwk(&rsa())), "it has no `d` string");
        assert_eq!(
            reason(&ed()),
            "its `kty` is `OKP`, only `EC` and `RSA` keys sign"
        );
        let mut torn = ec();
        torn["x"] = json!("y9sL9HZEFyQG3nirR1HNJxYHe2wj_PXRiTM7-7ehjPA");
        assert_eq!(reason(&torn), "its parts do not fit together");
    }

    #[test]
    fn public_parts_keep_nothing_private() {
        let names = |jwk: &Value| -> Vec<String> {
            public_jwk(jwk)
                .as_object()
                .unwrap()
                .keys()
                .cloned()
                .collect()
        };
        assert_eq!(names(&rsa()), ["kty", "n", "e", "kid"]);
        assert_eq!(names(&ec()), ["kty", "x", "y", "crv", "kid"]);
        assert_eq!(names(&json!({"kty": "oct", "k": "AA"})), ["kty"]);
    }
}
