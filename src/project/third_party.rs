//! `[auth.third_party]`: whose users may call functions besides the project's.
//!
//! The tables and what makes them wrong are the Supabase CLI's. A clone brings its own configuration, so that what it names
//! is a public host, or this machine, and never anything in between: values cannot make another host out of the one that
//! they are a part of.

use std::sync::LazyLock;

use regex::Regex;
use url::Url;

use super::{Error, Project, config::Section};
use crate::http::is_loopback;

/// The one other party whose tokens count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ThirdParty {
    /// The table that names it, such as `auth.third_party.clerk`.
    pub(crate) table: String,
    /// Who its tokens are from, as they say it, but for a `/` at the end.
    pub(crate) issuer: Url,
}

/// The tables that there are.
const PROVIDERS: [&str; 5] = ["firebase", "auth0", "aws_cognito", "clerk", "workos"];

static CLERK_DOMAIN: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"^(?:clerk(?:[.][a-z0-9-]+){2,}|(?:[a-z0-9-]+[.])+clerk[.]accounts[.]dev)$";
    Regex::new(pattern).expect("the pattern is well formed")
});

impl Project {
    /// The provider that `[auth.third_party]` enables, if any.
    pub(super) fn third_party(&self) -> Result<Option<ThirdParty>, Error> {
        let auth = self.config.section("auth");
        if auth.boolean("enabled")? == Some(false) {
            return Ok(None);
        }
        let tables = auth.section("third_party");
        tables.check_table()?;
        let mut found: Option<ThirdParty> = None;
        for provider in PROVIDERS {
            let table = tables.section(provider);
            table.check_table()?;
            if table.boolean("enabled")? != Some(true) {
                continue;
            }
            if let Some(other) = &found {
                let problem = format!(
                    "is one of two providers that are enabled: leave only this one or `{}`",
                    other.table
                );
                return Err(tables.wrong_value(provider, &problem));
            }
            let address = Provider {
                tables: &tables,
                table: &table,
                provider,
            }
            .issuer()?;
            found = Some(ThirdParty {
                table: format!("auth.third_party.{provider}"),
                issuer: address,
            });
        }
        Ok(found)
    }
}

/// A table that is enabled.
struct Provider<'a> {
    tables: &'a Section<'a>,
    table: &'a Section<'a>,
    provider: &'static str,
}

impl Provider<'_> {
    fn issuer(&self) -> Result<Url, Error> {
        let (key, text) = match self.provider {
            "firebase" => {
                let project = self.part("project_id")?;
                (
                    "project_id",
                    format!("https://securetoken.google.com/{project}"),
                )
            }
            "auth0" => {
                let tenant = self.part("tenant")?;
                let region = self.optional_part("tenant_region")?;
                let region = region
                    .map(|region| format!(".{region}"))
                    .unwrap_or_default();
                ("tenant", format!("https://{tenant}{region}.auth0.com"))
            }
            "aws_cognito" => {
                let (pool, region) = (self.part("user_pool_id")?, self.part("user_pool_region")?);
                let text = format!("https://cognito-idp.{region}.amazonaws.com/{pool}");
                ("user_pool_id", text)
            }
            "clerk" => {
                let domain = self.required("domain")?;
                if !CLERK_DOMAIN.is_match(&domain) {
                    let problem = "must be like `clerk.example.com` or `example.clerk.accounts.dev`; see https://clerk.com/setup/supabase";
                    return Err(self.table.wrong_value("domain", problem));
                }
                ("domain", format!("https://{domain}"))
            }
            _ => ("issuer_url", self.required("issuer_url")?),
        };
        let address = Url::parse(&text).ok().filter(is_fit);
        let problem = "must make a URL that begins with `https://`, without credentials, query or fragment; `http://` is for addresses of this machine";
        address.ok_or_else(|| self.table.wrong_value(key, problem))
    }

    fn required(&self, key: &str) -> Result<String, Error> {
        let problem = || format!("is enabled but without a `{key}`");
        let missing = || self.tables.wrong_value(self.provider, &problem());
        self.table.text(key)?.ok_or_else(missing)
    }

    /// A value that becomes a part of a host or a path.
    fn part(&self, key: &str) -> Result<String, Error> {
        let part = self.required(key)?;
        self.check_part(key, &part)?;
        Ok(part)
    }

    fn optional_part(&self, key: &str) -> Result<Option<String>, Error> {
        let part = self.table.text(key)?;
        part.iter()
            .try_for_each(|part| self.check_part(key, part))?;
        Ok(part)
    }

    fn check_part(&self, key: &str, part: &str) -> Result<(), Error> {
        let is_fit = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
        if part.bytes().all(is_fit) && !part.starts_with('.') {
            return Ok(());
        }
        let problem = "must have letters, digits, `-`, `_` and `.` only";
        Err(self.table.wrong_value(key, problem))
    }
}

/// Whether fx asks there for keys at all.
fn is_fit(url: &Url) -> bool {
    let is_this_machine = url.host().is_some_and(|host| is_loopback(&host));
    let is_known = url.scheme() == "https" || (url.scheme() == "http" && is_this_machine);
    let is_bare = url.username().is_empty()
        && url.password().is_none()
        && url.query().is_none()
        && url.fragment().is_none();
    is_known && url.has_host() && is_bare
}
