//! The keys and tokens of a stub stack: a project's keys, and what its auth service signs.

use std::time::{SystemTime, UNIX_EPOCH};

use aws_lc_rs::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Validation, crypto};
use serde_json::{Value, json};

/// The secret of a local project that sets no other.
pub const JWT_SECRET: &str = "super-secret-jwt-token-with-at-least-32-characters-long";

/// When the keys of local projects expire.
const LOCAL_KEY_EXPIRY: u64 = 1_983_812_996;

/// The keys of one stack.
pub struct Keys {
    /// The token of anonymous clients.
    pub anon: String,
    /// The token that passes row-level security.
    pub service_role: String,
    /// `sb_publishable_…`
    pub publishable: String,
    /// `sb_secret_…`
    pub secret: String,
    jwt_secret: String,
    kid: String,
    signing: EncodingKey,
    point: Vec<u8>,
}

/// Why a token is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// It is no token.
    Malformed,
    /// No key of the stack made it.
    WrongKey,
    /// Its time is over.
    Expired,
}

impl Keys {
    /// A local project's keys for `jwt_secret`, and a new key for tokens of users.
    pub fn new(jwt_secret: &str) -> Self {
        let pkcs8 =
            EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new())
                .unwrap();
        let pair =
            EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, pkcs8.as_ref()).unwrap();
        Self {
            anon: local_key(jwt_secret, "anon"),
            service_role: local_key(jwt_secret, "service_role"),
            publishable: "sb_publishable_ACJWlzQHlZjBrEguHvfOxg_3BJgxAaH".to_owned(),
            secret: "sb_secret_N7UND0UgjKTVK-Uodkm0Hg_xSvEMPvz".to_owned(),
            jwt_secret: jwt_secret.to_owned(),
            kid: uuid::Uuid::new_v4().to_string(),
            signing: EncodingKey::from_ec_der(pkcs8.as_ref()),
            point: pair.public_key().as_ref().to_vec(),
        }
    }

    /// The public keys, as the auth service publishes them.
    pub fn jwks(&self) -> Value {
        // An uncompressed point: 4, x, y.
        let half = |range| URL_SAFE_NO_PAD.encode(&self.point[range]);
        json!({ "keys": [{
            "alg": "ES256", "crv": "P-256", "ext": true, "key_ops": ["verify"], "kid": self.kid,
            "kty": "EC", "use": "sig", "x": half(1..33), "y": half(33..65),
        }] })
    }

    /// A token with these claims, as the auth service signs it: ES256 with a `kid`.
    pub fn sign(&self, claims: &Value) -> String {
        let header = json!({ "alg": "ES256", "kid": self.kid, "typ": "JWT" });
        signed(&header.to_string(), claims, &self.signing, Algorithm::ES256)
    }

    /// A token with these claims, signed with the project's secret.
    pub fn sign_with_secret(&self, claims: &Value) -> String {
        let key = EncodingKey::from_secret(self.jwt_secret.as_bytes());
        signed(HS256, claims, &key, Algorithm::HS256)
    }

    /// The claims of a token that this stack has made.
    pub fn verify(&self, token: &str) -> Result<Value, Refusal> {
        let header = jsonwebtoken::decode_header(token).map_err(|_| Refusal::Malformed)?;
        let key = match header.alg {
            Algorithm::HS256 => DecodingKey::from_secret(self.jwt_secret.as_bytes()),
            Algorithm::ES256 if header.kid.as_deref() == Some(self.kid.as_str()) => {
                let half = |range| URL_SAFE_NO_PAD.encode(&self.point[range]);
                DecodingKey::from_ec_components(&half(1..33), &half(33..65)).unwrap()
            }
            _ => return Err(Refusal::WrongKey),
        };
        let mut validation = Validation::new(header.alg);
        validation.validate_aud = false;
        validation.leeway = 0;
        validation.required_spec_claims.clear();
        let decoded = jsonwebtoken::decode::<Value>(token, &key, &validation);
        decoded
            .map(|data| data.claims)
            .map_err(|error| match error.kind() {
                jsonwebtoken::errors::ErrorKind::ExpiredSignature => Refusal::Expired,
                jsonwebtoken::errors::ErrorKind::InvalidSignature => Refusal::WrongKey,
                _ => Refusal::Malformed,
            })
    }

    /// The token that stands for an opaque key or is one: what the gateway gives to services.
    fn token_of(&self, key: &str) -> Option<&str> {
        match key {
            key if key == self.publishable || key == self.anon => Some(&self.anon),
            key if key == self.secret || key == self.service_role => Some(&self.service_role),
            _ => None,
        }
    }

    /// Whether a key or a token is this stack's.
    pub fn accepts(&self, key: &str) -> bool {
        self.token_of(key).is_some() || self.verify(key).is_ok()
    }

    /// `Authorization` as services get it: a client's own token stays; where there is none, or an opaque key, the
    /// token of the key takes its place.
    pub fn translate(&self, authorization: Option<&str>, apikey: Option<&str>) -> Option<String> {
        let own = authorization.filter(|value| !value.is_empty());
        let bearer = own.and_then(|value| value.strip_prefix("Bearer "));
        let opaque = bearer.filter(|token| token.starts_with("sb_"));
        if own.is_some() && opaque.is_none() {
            return own.map(str::to_owned);
        }
        let key = apikey.or(opaque)?;
        self.token_of(key).map(|token| format!("Bearer {token}"))
    }
}

/// The seconds since 1970.
pub fn now() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.expect("it is after 1970").as_secs()
}

const HS256: &str = r#"{"alg":"HS256","typ":"JWT"}"#;

fn local_key(secret: &str, role: &str) -> String {
    // The order of the claims belongs to the well-known keys.
    let claims = format!(r#"{{"iss":"supabase-demo","role":"{role}","exp":{LOCAL_KEY_EXPIRY}}}"#);
    let key = EncodingKey::from_secret(secret.as_bytes());
    signed_text(HS256, &claims, &key, Algorithm::HS256)
}

fn signed(header: &str, claims: &Value, key: &EncodingKey, algorithm: Algorithm) -> String {
    signed_text(header, &claims.to_string(), key, algorithm)
}

fn signed_text(header: &str, claims: &str, key: &EncodingKey, algorithm: Algorithm) -> String {
    let encode = |part: &str| URL_SAFE_NO_PAD.encode(part);
    let message = format!("{}.{}", encode(header), encode(claims));
    let signature = crypto::sign(message.as_bytes(), key, algorithm).unwrap();
    format!("{message}.{signature}")
}
