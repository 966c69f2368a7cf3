//! [`Probe`]: what answers at an address, and whether it has the project's keys.
//!
//! It decides nothing: which addresses are asked, and what follows from the answers, is the caller's business. Only
//! [`Probe::compare_keys`] sends a key, so only an upstream that was chosen is asked that.

use std::{path::Path, time::Duration};

use http::{
    HeaderMap, HeaderName, HeaderValue, StatusCode,
    header::{ACCEPT, AUTHORIZATION},
};
use reqwest::Response;
use serde_json::Value;
use tokio::{net::TcpStream, time::timeout};
use url::{Host, Url};

use super::client;
use crate::{
    gateway::{GATEWAY, SERVE},
    http::{body_within, root_cause},
};

/// How long it may take to find out what is at an address.
const RECOGNISE_TIMEOUT: Duration = Duration::from_secs(1);
/// How long the upstream may think about a key. The first query of a stack that has just started is slow.
const COMPARE_TIMEOUT: Duration = Duration::from_secs(5);
/// How much of an answer is read.
const MAX_BODY: usize = 64 * 1024;

const API_KEY: HeaderName = HeaderName::from_static("apikey");

const HEALTH: &str = "/auth/v1/health";
/// A table that no project has: the key is checked before anything is looked for.
const NO_TABLE: &str = "/rest/v1/fx_probe_of_keys_no_such_table";

/// How PostgREST says that there is no such table, now and before version 12.
const NO_SUCH_TABLE: [&str; 2] = ["PGRST205", "42P01"];
/// How PostgreSQL says that a role, which is only known once the key was accepted, may not do something.
const NO_PERMISSION: &str = "42501";
/// How services refuse a key that was signed by, or belongs to, somebody else, in lower case: PostgREST, Kong, hosted.
const KEY_ERRORS: [&str; 8] = [
    "jwsinvalidsignature",
    "jwserror",
    "no suitable key",
    "wrong key type",
    "invalid signature",
    "bad_jwt",
    "invalid authentication credentials",
    "invalid api key",
];

/// Asks upstreams.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Probe<'a> {
    /// `--ca-cert`.
    pub(crate) ca_cert: Option<&'a Path>,
}

/// What answers at an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Recognised {
    /// The auth service of a Supabase stack.
    GoTrue,
    /// Another fx.
    Fx,
    /// Something else, or something that takes too long.
    Other,
    /// Nothing can be reached.
    Nothing {
        /// Why not, for people.
        why: String,
    },
}

/// Whose keys an upstream works with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Keys {
    /// The project's.
    Same,
    /// Somebody else's.
    Other,
    /// Its answer, or that there is none, does not say.
    Unknown,
}

impl Probe<'_> {
    /// What answers at `base`. Sends no key and no cookie, follows no redirect and takes a second at most.
    pub(crate) async fn recognise(&self, base: &Url) -> Recognised {
        match timeout(RECOGNISE_TIMEOUT, self.health(base)).await {
            Ok(recognised) => recognised,
            Err(_) => Recognised::Other,
        }
    }

    /// Whether the upstream at `base` takes the project's anon key, which is sent there.
    pub(crate) async fn compare_keys(&self, base: &Url, anon_key: &str) -> Keys {
        match timeout(COMPARE_TIMEOUT, self.query(base, anon_key)).await {
            Ok(keys) => keys,
            Err(_) => Keys::Unknown,
        }
    }

    async fn health(&self, base: &Url) -> Recognised {
        if client::is_loopback(base) && !is_listening(base).await {
            let why = "connection refused".to_owned();
            return Recognised::Nothing { why };
        }
        let response = match self.get(base, HEALTH, HeaderMap::new()).await {
            Ok(response) => response,
            Err(why) => return Recognised::Nothing { why },
        };
        if response.headers().contains_key(GATEWAY) {
            return Recognised::Fx;
        }
        if response.status() != StatusCode::OK {
            return Recognised::Other;
        }
        match body_within(response, MAX_BODY).await {
            Ok(body) => recognise_health(&body),
            Err(_) => Recognised::Other,
        }
    }

    async fn query(&self, base: &Url, anon_key: &str) -> Keys {
        let value = |text: &str| HeaderValue::from_str(text).ok();
        let (key, bearer) = (value(anon_key), value(&format!("Bearer {anon_key}")));
        let (Some(mut key), Some(mut bearer)) = (key, bearer) else {
            return Keys::Unknown;
        };
        key.set_sensitive(true);
        bearer.set_sensitive(true);
        let headers = HeaderMap::from_iter([(API_KEY, key), (AUTHORIZATION, bearer)]);
        let Ok(response) = self.get(base, NO_TABLE, headers).await else {
            return Keys::Unknown;
        };
        if response.headers().contains_key(GATEWAY) {
            return Keys::Unknown;
        }
        let status = response.status();
        match body_within(response, MAX_BODY).await {
            Ok(body) => compare(status, &body),
            Err(_) => Keys::Unknown,
        }
    }

    /// The head of an answer, or why there is none.
    async fn get(&self, base: &Url, path: &str, headers: HeaderMap) -> Result<Response, String> {
        client::check(base).map_err(|refused| refused.to_string())?;
        let client = client::client(base, self.ca_cert).map_err(|error| error.to_string())?;
        let request = client
            .get(client::service(base, path))
            .headers(headers)
            .header(ACCEPT, "application/json")
            // So that another fx answers this itself.
            .header(GATEWAY, SERVE);
        let sent = request.send().await;
        sent.map_err(|error| root_cause(&error.without_url()))
    }
}

/// Whether anything listens, which is known long before a client with its certificates is made.
async fn is_listening(base: &Url) -> bool {
    let port = base.port_or_known_default().unwrap_or_default();
    let connected = match base.host() {
        Some(Host::Ipv4(address)) => TcpStream::connect((address, port)).await,
        Some(Host::Ipv6(address)) => TcpStream::connect((address, port)).await,
        Some(Host::Domain(name)) => TcpStream::connect((name, port)).await,
        None => return false,
    };
    connected.is_ok()
}

/// What answered the question for its health.
fn recognise_health(body: &[u8]) -> Recognised {
    let health: Value = serde_json::from_slice(body).unwrap_or_default();
    if health.get("name").and_then(Value::as_str) != Some("GoTrue") {
        return Recognised::Other;
    }
    Recognised::GoTrue
}

/// What the answer to a query with the anon key says about the key.
fn compare(status: StatusCode, body: &[u8]) -> Keys {
    let json: Value = serde_json::from_slice(body).unwrap_or_default();
    let code = json.get("code").and_then(Value::as_str).unwrap_or_default();
    match status {
        StatusCode::OK | StatusCode::NOT_FOUND => Keys::Same,
        _ if NO_SUCH_TABLE.contains(&code) || code == NO_PERMISSION => Keys::Same,
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN if is_key_error(code, body) => Keys::Other,
        _ => Keys::Unknown,
    }
}

fn is_key_error(code: &str, body: &[u8]) -> bool {
    let text = String::from_utf8_lossy(body).to_lowercase();
    // An expired key may well be the project's: older versions have one code for all that is wrong with a token.
    if text.contains("expired") {
        return false;
    }
    code == "PGRST301" || KEY_ERRORS.iter().any(|error| text.contains(error))
}

#[cfg(test)]
mod tests;
