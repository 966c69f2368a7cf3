//! The keys of projects: how new ones are made and sealed, and [`ProjectKeys`], which has them open.
//!
//! The `anon` and `service_role` tokens follow from a project's JWT secret and the time it was made, so they are kept
//! nowhere.

use std::collections::BTreeMap;

use anyhow::Context as _;
use aws_lc_rs::{
    encoding::{AsBigEndian as _, EcPrivateKeyBin},
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Map, Value, json};

use super::{
    names,
    record::{ApiKey, KeyKind, Project, SigningKey, SigningUse, now},
    state::State,
    vault::Vault,
};
use crate::{
    api_types::ProjectRef,
    gateway::{Authorizer, Keys},
    jwt::{self, Verifier},
    redact::Secret,
};

/// The name of the keys that a project has from the beginning.
const DEFAULT: &str = "default";
/// How long a coordinate of a key is.
const COORDINATE: usize = 32;

/// A project that nothing remembers yet.
pub(super) struct NewProject {
    /// The project; its number is given when it is added.
    pub(super) project: Project,
    /// Its first keys: one that is publishable, one that is secret.
    pub(super) keys: Vec<ApiKey>,
    /// What its tokens are signed with.
    pub(super) signing_key: SigningKey,
}

/// A new project with its first keys, sealed.
pub(super) fn new_project(
    vault: &Vault,
    name: &str,
    organization: &str,
    region: &str,
) -> anyhow::Result<NewProject> {
    let reference = names::project_ref();
    let jwt_secret = Secret::new(names::random_text::<32>());
    let keys = [KeyKind::Publishable, KeyKind::Secret];
    let keys = keys.map(|kind| new_api_key(vault, &reference, kind, DEFAULT, None).0);
    Ok(NewProject {
        keys: keys.into(),
        signing_key: new_signing_key(vault, &reference)?,
        project: Project {
            number: 0,
            name: name.to_owned(),
            organization: organization.to_owned(),
            region: region.to_owned(),
            created_at: now(),
            jwt_secret: vault.seal(&jwt_secret_label(&reference), &jwt_secret),
            reference,
        },
    })
}

/// A new API key, sealed and open.
pub(super) fn new_api_key(
    vault: &Vault,
    project: &ProjectRef,
    kind: KeyKind,
    name: &str,
    description: Option<String>,
) -> (ApiKey, Secret<String>) {
    let prefix = match kind {
        KeyKind::Publishable => "sb_publishable_",
        KeyKind::Secret => "sb_secret_",
    };
    let text = URL_SAFE_NO_PAD.encode(names::random::<24>());
    let opened = Secret::new(format!("{prefix}{text}"));
    let id = names::id();
    let key = ApiKey {
        sealed: vault.seal(&api_key_label(project, &id), &opened),
        digest: names::digest(opened.expose()),
        id,
        kind,
        name: name.to_owned(),
        description,
        created_at: now(),
    };
    (key, opened)
}

/// A new key for ES256 that tokens are signed with from now on.
pub(super) fn new_signing_key(vault: &Vault, project: &ProjectRef) -> anyhow::Result<SigningKey> {
    let failed = "failed to make a signing key";
    let pair = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).context(failed)?;
    let secret: EcPrivateKeyBin<'_> = pair.private_key().as_be_bytes().context(failed)?;
    let id = names::id();
    // One byte says that both coordinates follow.
    let (x, y) = pair.public_key().as_ref()[1..].split_at(COORDINATE);
    let mut jwk = json!({
        "kty": "EC",
        "crv": "P-256",
        "alg": "ES256",
        "kid": id,
        "use": "sig",
        "key_ops": ["verify"],
        "ext": true,
        "x": URL_SAFE_NO_PAD.encode(x),
        "y": URL_SAFE_NO_PAD.encode(y),
    });
    let public = jwk.clone();
    jwk["key_ops"] = json!(["sign", "verify"]);
    jwk["d"] = URL_SAFE_NO_PAD.encode(secret.as_ref()).into();
    let sealed = vault.seal(
        &signing_key_label(project, &id),
        &Secret::new(jwk.to_string()),
    );
    Ok(SigningKey {
        id,
        used: SigningUse::Current,
        sealed,
        public,
        created_at: now(),
    })
}

/// A token that says `claims`, signed with `key` of the project.
pub(super) fn sign_claims(
    vault: &Vault,
    project: &ProjectRef,
    key: &SigningKey,
    claims: &Map<String, Value>,
) -> anyhow::Result<Secret<String>> {
    let opened = vault.open(&signing_key_label(project, &key.id), &key.sealed)?;
    let jwk: Value = serde_json::from_str(opened.expose()).context("a signing key is no JWK")?;
    let token = jwt::sign_claims_with_jwk(&jwk, claims);
    Ok(Secret::new(token.context("a signing key cannot sign")?))
}

/// The JWT secret of a project.
pub(super) fn jwt_secret(vault: &Vault, project: &Project) -> anyhow::Result<Secret<String>> {
    Ok(vault.open(&jwt_secret_label(&project.reference), &project.jwt_secret)?)
}

/// What a project's JWT secret belongs to in the vault.
fn jwt_secret_label(project: &ProjectRef) -> String {
    format!("{project}/jwt_secret")
}

/// What an API key belongs to in the vault.
fn api_key_label(project: &ProjectRef, id: &str) -> String {
    format!("{project}/api_key/{id}")
}

/// What a signing key belongs to in the vault.
fn signing_key_label(project: &ProjectRef, id: &str) -> String {
    format!("{project}/signing_key/{id}")
}

/// What a secret of a project belongs to in the vault.
pub(super) fn secret_label(project: &ProjectRef, name: &str) -> String {
    format!("{project}/secret/{name}")
}

/// A project's keys, opened.
pub(super) struct ProjectKeys {
    /// The token of anonymous clients.
    pub(super) anon: String,
    /// The token that may do everything.
    pub(super) service_role: Secret<String>,
    /// The secret of both.
    pub(super) jwt_secret: Secret<String>,
    /// The API keys, oldest first.
    pub(super) api_keys: Vec<(ApiKey, Secret<String>)>,
    /// The public halves of the signing keys.
    public: Vec<Value>,
}

impl ProjectKeys {
    /// Reads and opens them.
    pub(super) async fn load(
        state: &dyn State,
        vault: &Vault,
        project: &Project,
    ) -> anyhow::Result<Self> {
        let reference = &project.reference;
        let jwt_secret = jwt_secret(vault, project)?;
        let mut api_keys = Vec::new();
        for key in state.api_keys(reference).await? {
            let opened = vault.open(&api_key_label(reference, &key.id), &key.sealed)?;
            api_keys.push((key, opened));
        }
        let signing_keys = state.signing_keys(reference).await?;
        let issued = u64::try_from(project.created_at / 1000).unwrap_or_default();
        let token =
            |role| jwt::sign_project_key(jwt_secret.expose(), reference.as_str(), role, issued);
        Ok(Self {
            anon: token("anon"),
            service_role: Secret::new(token("service_role")),
            jwt_secret,
            api_keys,
            public: signing_keys.into_iter().map(|key| key.public).collect(),
        })
    }

    /// The public keys, as everybody may have them.
    pub(super) fn jwks(&self) -> Value {
        json!({ "keys": self.public })
    }

    /// The variables that functions get, of a project that is reached at `url`.
    pub(super) fn variables(&self, url: &str) -> BTreeMap<String, String> {
        let mut jwks = self.public.clone();
        jwks.push(json!({
            "kty": "oct",
            "alg": "HS256",
            "k": URL_SAFE_NO_PAD.encode(self.jwt_secret.expose()),
        }));
        let by_name = |kind| {
            let keys = self.api_keys.iter().filter(|(key, _)| key.kind == kind);
            let keys = keys.map(|(key, opened)| (key.name.clone(), opened.expose().clone().into()));
            Value::Object(keys.collect()).to_string()
        };
        let all = [
            ("SUPABASE_URL", url.to_owned()),
            ("SUPABASE_ANON_KEY", self.anon.clone()),
            (
                "SUPABASE_SERVICE_ROLE_KEY",
                self.service_role.expose().clone(),
            ),
            ("SUPABASE_JWKS", json!({ "keys": jwks }).to_string()),
            ("SUPABASE_PUBLISHABLE_KEYS", by_name(KeyKind::Publishable)),
            ("SUPABASE_SECRET_KEYS", by_name(KeyKind::Secret)),
        ];
        all.map(|(name, value)| (name.to_owned(), value)).into()
    }

    /// What decides about requests.
    pub(super) fn authorizer(&self) -> anyhow::Result<Authorizer> {
        let verifier = Verifier::new(&self.jwt_secret, &self.public)
            .context("failed to read the project's signing keys")?;
        let of_kind = |kind| {
            let keys = self.api_keys.iter().filter(|(key, _)| key.kind == kind);
            keys.map(|(_, opened)| opened.expose().clone()).collect()
        };
        let keys = Keys {
            anon: self.anon.clone(),
            service_role: self.service_role.expose().clone(),
            publishable: of_kind(KeyKind::Publishable),
            secret: of_kind(KeyKind::Secret),
        };
        Ok(Authorizer::new(verifier, keys))
    }
}
