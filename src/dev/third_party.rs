//! [`ThirdParties`]: tokens of the provider that `[auth.third_party]` enables pass, and functions get its keys.
//!
//! The provider is asked for its keys when a token needs them or a worker starts, and without any credential. What may be
//! asked is bounded, since the configuration may be somebody else's: the public internet for an issuer that is there, this
//! machine for one that is here.

use std::{
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
    time::SystemTime,
};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use http::HeaderMap;
use serde_json::Value;

use crate::{
    diagnostics::Warning,
    gateway::{UnknownKey, Vouched},
    http::{self as client, Guard, Options},
    jwks::{Accepted, Refused, RemoteKeys, Source},
    project::ThirdParty,
};

/// How many characters of what a token says are shown.
const MAX_SHOWN: usize = 200;

/// The provider of whatever configuration counts at the moment.
pub(super) struct ThirdParties {
    /// `--ca-cert`.
    ca_cert: Option<PathBuf>,
    current: Mutex<Option<Arc<Issuer>>>,
}

/// One provider and what is known of its keys.
pub(super) struct Issuer {
    settings: ThirdParty,
    keys: RemoteKeys,
}

/// What a provider's keys say about a token.
pub(super) enum Decision {
    /// It is the provider's.
    Vouched(Vouched),
    /// It claims to be, and may not pass; the text is for people.
    Refused(String),
    /// It may be somebody else's. If it is nobody's, this is why it is not the provider's.
    NotTheirs(Option<String>),
}

impl ThirdParties {
    pub(super) fn new(ca_cert: Option<PathBuf>) -> Self {
        Self {
            ca_cert,
            current: Mutex::default(),
        }
    }

    /// The provider with these settings, with the keys that are known of it.
    pub(super) fn of(&self, wanted: Option<&ThirdParty>) -> Option<Arc<Issuer>> {
        let mut current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        let is_same = current.as_ref().map(|issuer| &issuer.settings) == wanted;
        if !is_same {
            *current = wanted.map(|settings| Arc::new(self.issuer(settings.clone())));
        }
        current.clone()
    }

    fn issuer(&self, settings: ThirdParty) -> Issuer {
        let host = settings.issuer.host();
        let is_here = host.is_some_and(|host| client::is_loopback(&host));
        let keys = RemoteKeys::new(Source {
            url: settings.issuer.clone(),
            discovered: true,
            http: Options {
                ca_cert: self.ca_cert.clone(),
                redirects: false,
                proxies: !is_here,
                guard: (!is_here).then(|| Guard::new(&[])),
            },
            headers: HeaderMap::new(),
        });
        Issuer { settings, keys }
    }
}

impl Issuer {
    /// Whether a token passes whose key the project does not have.
    pub(super) async fn decide(&self, unknown: &UnknownKey<'_>, now: SystemTime) -> Decision {
        if unknown.key.is_shared_secret() {
            return Decision::NotTheirs(None);
        }
        let ThirdParty { table, issuer } = &self.settings;
        // One key set may serve many: Firebase signs for all of its projects with the same keys.
        let claimed = issuer_of(unknown.token);
        let bare = |text: &str| text.trim_end_matches('/').to_owned();
        if let Some(claimed) = &claimed
            && bare(claimed) != bare(issuer.as_str())
        {
            let shown: String = claimed.chars().take(MAX_SHOWN).collect();
            return Decision::NotTheirs(Some(format!(
                "its issuer `{shown}` is not that of `{table}` (`{issuer}`)"
            )));
        }
        match self.keys.verify(unknown.token, now).await {
            Ok(Accepted { expires, keys }) => Decision::Vouched(Vouched {
                expires: Some(expires),
                keys,
            }),
            Err(Refused::UnknownKey) => {
                let algorithm = unknown.key.algorithm;
                let key = unknown.key.kid.as_ref().map_or_else(
                    || format!("the signature matches no {algorithm} key"),
                    |kid| format!("its key `{kid}` is not"),
                );
                let why = format!("{key} in the key set of `{table}` (`{issuer}`)");
                match claimed {
                    Some(_) => Decision::Refused(why),
                    None => Decision::NotTheirs(Some(why)),
                }
            }
            Err(refused) => Decision::Refused(self.explain(refused)),
        }
    }

    /// The keys that functions are given; a warning says why they are not known.
    pub(super) async fn published(&self) -> Result<Vec<Value>, Warning> {
        let known = self.keys.current().await;
        let keys = known.map_err(|refused| {
            let text = format!("`SUPABASE_JWKS` lacks keys: {}", self.explain(refused));
            let hint =
                "functions get them with the next worker that starts when they can be fetched";
            Warning::new(text).with_hint(hint)
        })?;
        Ok(keys.jwks().to_vec())
    }

    fn explain(&self, refused: Refused) -> String {
        let table = &self.settings.table;
        match refused {
            Refused::Rejected(rejection) => rejection.to_string(),
            Refused::UnknownKey => format!("`{table}` publishes no such key"),
            Refused::Unavailable { url, why, pause } => {
                let seconds = pause.as_secs_f64().ceil();
                format!(
                    "the key set of `{table}` could not be fetched from {url}: {why}; next try in {seconds} s"
                )
            }
        }
    }
}

/// Who a token says it is from. Nothing of that is checked.
fn issuer_of(token: &str) -> Option<String> {
    let claims = URL_SAFE_NO_PAD.decode(token.split('.').nth(1)?).ok()?;
    let claims: Value = serde_json::from_slice(&claims).ok()?;
    claims.get("iss")?.as_str().map(str::to_owned)
}
