//! [`LocalKeys`]: the keys of a local project, derived from its settings.
//!
//! The derivation is `spec/cli.md` §5.4, so that keys in clients and tests go on working.

use std::{collections::BTreeMap, time::SystemTime};

use anyhow::Context as _;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};

use crate::{
    gateway::{Authorizer, Keys},
    jwt::{self, Verifier},
    project::{AuthSettings, KeyVariables},
    redact::Secret,
};

/// The keys of a local project.
pub(crate) struct LocalKeys {
    /// The token of anonymous clients.
    pub(crate) anon: String,
    /// The token that may do everything.
    pub(crate) service_role: Secret<String>,
    /// `sb_publishable_…`
    pub(crate) publishable: String,
    /// `sb_secret_…`
    pub(crate) secret: Secret<String>,
    /// What tokens are signed with.
    pub(crate) jwt_secret: Secret<String>,
    jwks: Vec<Value>,
}

impl LocalKeys {
    /// The keys that a project's `[auth]` asks for.
    pub(crate) fn of(settings: &AuthSettings) -> anyhow::Result<Self> {
        let signing_keys = signing_keys(settings);
        let sign = |role: &str| match signing_keys.first() {
            Some(key) => jwt::sign_with_jwk(key, role, SystemTime::now())
                .context("failed to sign with the first key of `auth.signing_keys_path`"),
            None => Ok(jwt::sign_local_key(settings.jwt_secret.expose(), role)),
        };
        let anon = settings.anon_key.clone().map_or_else(|| sign("anon"), Ok)?;
        let service_role = settings.service_role_key.clone();
        let service_role = service_role.map_or_else(|| sign("service_role"), Ok)?;
        let mut jwks: Vec<Value> = match signing_keys {
            [] => vec![built_in_key()],
            keys => keys.iter().map(jwt::public_jwk).collect(),
        };
        jwks.push(json!({
            "kty": "oct",
            "alg": "HS256",
            "k": URL_SAFE_NO_PAD.encode(settings.jwt_secret.expose()),
        }));
        Ok(Self {
            anon,
            service_role: Secret::new(service_role),
            publishable: settings.publishable_key.clone(),
            secret: settings.secret_key.clone(),
            jwt_secret: settings.jwt_secret.clone(),
            jwks,
        })
    }

    /// The variables that functions get.
    pub(crate) fn variables(&self) -> KeyVariables {
        let jwks = json!({ "keys": self.jwks });
        let publishable = json!({ "default": self.publishable });
        let secret = json!({ "default": self.secret.expose() });
        let all = [
            ("SUPABASE_ANON_KEY", self.anon.clone()),
            (
                "SUPABASE_SERVICE_ROLE_KEY",
                self.service_role.expose().clone(),
            ),
            ("SUPABASE_JWKS", jwks.to_string()),
            ("SUPABASE_PUBLISHABLE_KEYS", publishable.to_string()),
            ("SUPABASE_SECRET_KEYS", secret.to_string()),
        ];
        KeyVariables(
            all.into_iter()
                .map(|(name, value)| (name.to_owned(), value))
                .collect::<BTreeMap<_, _>>(),
        )
    }

    /// What decides about requests.
    pub(crate) fn authorizer(&self) -> anyhow::Result<Authorizer> {
        let verifier = Verifier::new(&self.jwt_secret, &self.jwks)
            .context("failed to read the keys of `auth.signing_keys_path`")?;
        let keys = Keys {
            anon: self.anon.clone(),
            service_role: self.service_role.expose().clone(),
            publishable: vec![self.publishable.clone()],
            secret: vec![self.secret.expose().clone()],
        };
        Ok(Authorizer::new(verifier, keys))
    }
}

fn signing_keys(settings: &AuthSettings) -> &[Value] {
    let keys = settings.signing_keys.as_ref();
    keys.and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// The key that the incumbent's local stack signs with when no other is configured; its private half is public
/// knowledge, and only tokens for this machine are checked with it.
fn built_in_key() -> Value {
    json!({
        "kty": "EC",
        "crv": "P-256",
        "alg": "ES256",
        "kid": "b81269f1-21d8-4f2e-b719-c2240a840d90",
        "use": "sig",
        "key_ops": ["verify"],
        "ext": true,
        "x": "M5Sjqn5zwC9Kl1zVfUUGvv9boQjCGd45G8sdopBExB4",
        "y": "P6IXMvA2WYXSHSOMTBH2jsw_9rrzGy89FjPf6oOsIxQ",
    })
}
