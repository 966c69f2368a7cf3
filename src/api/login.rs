//! The one request that needs no token: the answer to a login in the browser.

use reqwest::Method;
use serde::Deserialize;

use super::{
    call::Call,
    client::{Anonymous, Client},
    error::Error,
};

/// A token, encrypted for the key that the login began with; all hexadecimal.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct LoginSession {
    /// The encrypted token with its tag.
    pub(crate) access_token: String,
    /// The server's half of the key agreement.
    pub(crate) public_key: String,
    /// The nonce it was encrypted with.
    pub(crate) nonce: String,
}

impl Client<Anonymous> {
    /// What the browser left for `session`, against the code that the person read there.
    pub(crate) async fn login_session(
        &self,
        session: &str,
        code: &str,
    ) -> Result<LoginSession, Error> {
        let path = ["platform", "cli", "login", session];
        let mut call = Call::new("log in", Method::GET, path).with("device_code", Some(code));
        call.is_secret = true;
        self.json(call).await
    }
}
