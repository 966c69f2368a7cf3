//! [`UpstreamKeys`]: requests with tokens of the upstream's auth service pass, though the project has other keys.
//!
//! The project's own keys come first, and a name that one of them has is nobody else's. The upstream is asked for its
//! keys when a token needs them, and without any key or cookie. What it vouches for is forgotten with its keys: when they
//! are too old, when others have come, and when another upstream takes its place.

use std::{
    path::PathBuf,
    sync::{Arc, PoisonError, RwLock},
    time::SystemTime,
};

use http::HeaderMap;
use url::Url;

use super::client;
use crate::{
    gateway::{Authorizer, GATEWAY, SERVE, Unauthorized, UnknownKey, Vouched},
    jwks::{Accepted, Refused, RemoteKeys, Source},
    redact::SafeUrl,
};

/// Where the auth service publishes its keys, to anybody.
const JWKS: &str = "/auth/v1/.well-known/jwks.json";
/// How often a token is checked, should the upstream be replaced meanwhile.
const MAX_TRIES: usize = 3;

/// The keys of whatever is the upstream at the moment.
pub(crate) struct UpstreamKeys {
    /// `--ca-cert`.
    ca_cert: Option<PathBuf>,
    current: RwLock<Option<Arc<Current>>>,
}

/// The keys of one upstream.
struct Current {
    base: Url,
    keys: RemoteKeys,
}

impl UpstreamKeys {
    /// There is no upstream yet.
    pub(crate) fn new(ca_cert: Option<PathBuf>) -> Self {
        Self {
            ca_cert,
            current: RwLock::default(),
        }
    }

    /// Another upstream takes the place of the present one, or none does. The same one again changes nothing.
    pub(crate) fn set(&self, base: Option<&Url>) {
        let mut current = self.current.write().unwrap_or_else(PoisonError::into_inner);
        if current.as_ref().map(|current| &current.base) == base {
            return;
        }
        *current = base.map(|base| Arc::new(self.keys_of(base)));
    }

    /// Whether a request may pass by a token whose key the project does not have.
    pub(crate) async fn decide(
        &self,
        authorizer: &Authorizer,
        unknown: UnknownKey<'_>,
        now: SystemTime,
    ) -> Result<(), Unauthorized> {
        for _ in 0..MAX_TRIES {
            let Some(upstream) = self.current() else {
                break;
            };
            let checked = upstream.check(&unknown, now).await;
            if !self.is_current(&upstream) {
                continue;
            }
            return match checked {
                Ok(vouched) => {
                    authorizer.vouch(unknown.token, vouched, now);
                    Ok(())
                }
                Err(detail) => Err(unknown.refuse_because(detail)),
            };
        }
        Err(unknown.refuse())
    }

    fn current(&self) -> Option<Arc<Current>> {
        let current = self.current.read().unwrap_or_else(PoisonError::into_inner);
        current.clone()
    }

    fn is_current(&self, upstream: &Arc<Current>) -> bool {
        let current = self.current.read().unwrap_or_else(PoisonError::into_inner);
        let current = current.as_ref();
        current.is_some_and(|current| Arc::ptr_eq(current, upstream))
    }

    fn keys_of(&self, base: &Url) -> Current {
        let source = Source {
            url: client::service(base, JWKS),
            discovered: false,
            http: client::options(base, self.ca_cert.as_deref()),
            // A fx that is taken for an upstream answers this itself instead of asking its own.
            headers: HeaderMap::from_iter([(GATEWAY, SERVE)]),
        };
        Current {
            base: base.clone(),
            keys: RemoteKeys::new(source),
        }
    }
}

impl Current {
    /// What the upstream's keys say about a token; an error is for people.
    async fn check(&self, unknown: &UnknownKey<'_>, now: SystemTime) -> Result<Vouched, String> {
        if unknown.key.is_shared_secret() {
            return Err(format!(
                "the signature does not match the project's JWT secret; if the stack at {} signed the token, set `auth.jwt_secret` in `supabase/config.toml` to its secret",
                self.name()
            ));
        }
        match self.keys.verify(unknown.token, now).await {
            Ok(Accepted { expires, keys }) => Ok(Vouched {
                expires: Some(expires),
                keys,
            }),
            Err(refused) => Err(self.explain(unknown, refused)),
        }
    }

    fn explain(&self, unknown: &UnknownKey<'_>, refused: Refused) -> String {
        let (name, algorithm) = (self.name(), unknown.key.algorithm);
        match (refused, &unknown.key.kid) {
            (Refused::Rejected(rejection), _) => rejection.to_string(),
            (Refused::UnknownKey, Some(kid)) => {
                format!("its key `{kid}` is neither the project's nor the upstream's ({name})")
            }
            (Refused::UnknownKey, None) => format!(
                "the signature matches no {algorithm} key of the project and none of the upstream ({name})"
            ),
            (Refused::Unavailable { url, why, pause }, kid) => {
                let key = match kid {
                    Some(kid) => format!("its key `{kid}` is not the project's"),
                    None => format!("the signature matches no {algorithm} key of the project"),
                };
                let seconds = pause.as_secs_f64().ceil();
                format!(
                    "{key}, and the upstream's keys could not be fetched from {url}: {why}; next try in {seconds} s"
                )
            }
        }
    }

    /// The upstream, for people.
    fn name(&self) -> SafeUrl {
        client::service(&self.base, "").into()
    }
}

#[cfg(test)]
mod tests;
