//! [`DatabaseUrl`]: the address that functions get as `SUPABASE_DB_URL`, and who says what it is.
//!
//! The environment (`FX_DB_URL`) may name any machine. `db_url` in `supabase/fx.toml` may name only this one, in a
//! spelling that every driver reads in the same way: the file of a clone must not decide where functions connect to.
//! Without either it is `[db].port` of the local stack. Messages never repeat more of it than host and port.

use std::{fmt, net::IpAddr};

use url::{Host, ParseError, Url};

use super::{Error, Project};
use crate::{env_vars::EnvVars, http, redact::Secret};

/// The port of PostgreSQL.
const USUAL_PORT: u16 = 5432;
/// Parameters that change how drivers talk to the database, and not to which one.
const HARMLESS: [&str; 9] = [
    "application_name",
    "connect_timeout",
    "connection_limit",
    "options",
    "pgbouncer",
    "schema",
    "search_path",
    "sslmode",
    "uselibpqcompat",
];

/// The address of the project's database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DatabaseUrl {
    /// As it was written: drivers have parameters and spellings of their own.
    text: Secret<String>,
    host: Host<String>,
    port: u16,
    source: DatabaseSource,
}

/// Who says where the database is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DatabaseSource {
    /// `FX_DB_URL`.
    Variable,
    /// `db_url` in `supabase/fx.toml`.
    OwnFile,
    /// `[db].port`, or its default.
    Port,
}

/// Why a text is not a database's address. `Display` is what follows the name of the variable or key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum InvalidDatabaseUrl {
    /// Not an address at all.
    #[error("must be an address such as `postgresql://postgres:postgres@127.0.0.1:54322/postgres`")]
    Unknown,
    /// Another scheme, or none.
    #[error("must start with `postgresql://` or `postgres://`")]
    Scheme,
    /// A character with a meaning in URLs, most likely in the password.
    #[error("has a `#`, `,`, `/`, `?` or `@` in the user name or password")]
    Unescaped,
    /// None, several, or a socket.
    #[error("must name one host, by name or address")]
    Host,
    /// There is no such port.
    #[error("must name a port from 1 to 65535, or none for {USUAL_PORT}")]
    Port,
    /// A `%` that encodes nothing, which drivers refuse or take for itself.
    #[error("has a `%` without two hexadecimal digits after it")]
    Encoding,
    /// A file of a project names another machine.
    #[error(
        "names `{host}`, but a file may name only this machine: `localhost`, `127.0.0.1` or `[::1]`"
    )]
    NotLoopback {
        /// The host.
        host: String,
    },
    /// A file of a project has a parameter with which drivers may go elsewhere.
    #[error("has the parameter `{name}`, which a file may not set")]
    Parameter {
        /// Its name.
        name: String,
    },
}

impl InvalidDatabaseUrl {
    /// What to do, where the message does not say it.
    pub(super) fn hint(&self) -> Option<String> {
        match self {
            Self::Unknown | Self::Unescaped => Some(
                "percent-encode special characters in the user name and password: `#` as `%23`, `,` as `%2C`, `/` as `%2F`, `?` as `%3F`, `@` as `%40`"
                    .to_owned(),
            ),
            Self::Encoding => Some("write `%` itself as `%25`".to_owned()),
            Self::NotLoopback { .. } => Some(format!(
                "name other machines in the environment variable `{}`: a cloned project must not decide where functions connect to",
                EnvVars::FX_DB_URL
            )),
            Self::Parameter { .. } => Some(format!(
                "remove it, or use the environment variable `{}` instead; a file may set {}",
                EnvVars::FX_DB_URL,
                HARMLESS.map(|name| format!("`{name}`")).join(", ")
            )),
            Self::Scheme | Self::Host | Self::Port => None,
        }
    }
}

impl Project {
    /// Where the database is that functions connect to.
    pub(crate) fn database_url(&self) -> Result<DatabaseUrl, Error> {
        let of_file = self.own_database_url()?;
        let variable = std::env::var(EnvVars::FX_DB_URL).unwrap_or_default();
        if !variable.is_empty() {
            let parsed = DatabaseUrl::parse(&variable, DatabaseSource::Variable);
            return parsed.map_err(|problem| Error::Database {
                place: format!("`{}`", EnvVars::FX_DB_URL),
                problem,
            });
        }
        match of_file {
            Some(url) => Ok(url),
            None => Ok(DatabaseUrl::of_stack(self.db_port()?)),
        }
    }
}

impl DatabaseUrl {
    /// The database of the local stack, which has the same password everywhere.
    fn of_stack(port: u16) -> Self {
        let address = IpAddr::from([127, 0, 0, 1]);
        Self {
            text: Secret::new(format!(
                "postgresql://postgres:postgres@{address}:{port}/postgres"
            )),
            host: Host::parse(&address.to_string()).expect("an address is a host"),
            port,
            source: DatabaseSource::Port,
        }
    }

    fn parse(text: &str, source: DatabaseSource) -> Result<Self, InvalidDatabaseUrl> {
        let is_postgres = ["postgresql://", "postgres://"]
            .iter()
            .any(|start| text.starts_with(start));
        if !is_postgres {
            return Err(match text.contains("://") {
                true => InvalidDatabaseUrl::Scheme,
                false => InvalidDatabaseUrl::Unknown,
            });
        }
        let url = Url::parse(text).map_err(|error| unreadable(text, error))?;
        // What follows the first of these characters is not the host that was meant. Of several `@`, drivers take the
        // first or the last.
        let has_user = !url.username().is_empty() || url.password().is_some();
        let is_torn = !has_user && text.contains('@') || authority(text).matches('@').count() > 1;
        if url.fragment().is_some() || url.path().contains('@') || is_torn {
            return Err(InvalidDatabaseUrl::Unescaped);
        }
        let host = url.host_str().ok_or(InvalidDatabaseUrl::Host)?;
        let port = url.port().unwrap_or(USUAL_PORT);
        if port == 0 {
            return Err(InvalidDatabaseUrl::Port);
        }
        if has_stray_percent(text) {
            return Err(InvalidDatabaseUrl::Encoding);
        }
        Ok(Self {
            text: Secret::new(text.to_owned()),
            host: one_host(host).ok_or(InvalidDatabaseUrl::Host)?,
            port,
            source,
        })
    }

    /// As [`DatabaseUrl::parse`], for a file of a project, which may name this machine only.
    pub(super) fn parse_found(text: &str) -> Result<Self, InvalidDatabaseUrl> {
        let found = Self::parse(text, DatabaseSource::OwnFile)?;
        // Some drivers take what is between commas for hosts, wherever it is.
        if authority(text).contains(',') {
            return Err(InvalidDatabaseUrl::Unescaped);
        }
        // Drivers ask a resolver for names below `localhost`.
        let is_here = match &found.host {
            Host::Domain(name) => name == "localhost",
            address => http::is_loopback(address),
        };
        if !is_here {
            return Err(InvalidDatabaseUrl::NotLoopback {
                host: found.host.to_string(),
            });
        }
        let url = Url::parse(text).map_err(|_| InvalidDatabaseUrl::Unknown)?;
        let mut names = url.query_pairs().map(|(name, _)| name.into_owned());
        match names.find(|name| !HARMLESS.contains(&name.as_str())) {
            Some(name) => Err(InvalidDatabaseUrl::Parameter { name }),
            None => Ok(found),
        }
    }

    /// The address with its password, for functions.
    pub(crate) fn expose(&self) -> &str {
        self.text.expose()
    }

    /// Host and port, where they are of this machine.
    pub(crate) fn loopback(&self) -> Option<(String, u16)> {
        http::is_loopback(&self.host).then(|| {
            // An address in a URL has brackets that one outside has not.
            let host = self.host.to_string();
            (host.trim_matches(['[', ']']).to_owned(), self.port)
        })
    }

    /// Whether a driver that connects to it may connect to this address.
    pub(crate) fn may_be_at(&self, address: IpAddr, port: u16) -> bool {
        let is_host = match &self.host {
            Host::Ipv4(host) => address == IpAddr::V4(*host),
            Host::Ipv6(host) => address == IpAddr::V6(*host),
            name @ Host::Domain(_) => !http::is_loopback(name) || address.is_loopback(),
        };
        is_host && port == self.port
    }

    /// Who says where it is.
    pub(crate) fn source(&self) -> DatabaseSource {
        self.source
    }
}

/// Host and port.
impl fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.host, self.port)
    }
}

/// Why a text with the right scheme is not a URL.
fn unreadable(text: &str, error: ParseError) -> InvalidDatabaseUrl {
    let (_, host) = authority(text).rsplit_once('@').unwrap_or_default();
    let port = host.rsplit_once(':').map(|(_, port)| port);
    let is_number = port.is_some_and(|port| port.bytes().all(|byte| byte.is_ascii_digit()));
    match error {
        ParseError::InvalidPort if is_number => InvalidDatabaseUrl::Port,
        ParseError::EmptyHost => InvalidDatabaseUrl::Host,
        _ => InvalidDatabaseUrl::Unknown,
    }
}

fn has_stray_percent(text: &str) -> bool {
    let mut parts = text.split('%').skip(1);
    let encodes = |part: &str| {
        let digits = part.as_bytes().first_chunk::<2>();
        digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
    };
    parts.any(|part| !encodes(part))
}

/// What is between the scheme and the path, or what follows without one.
fn authority(text: &str) -> &str {
    let rest = text.split_once("://").map_or(text, |(_, rest)| rest);
    rest.split(['/', '?', '#']).next().unwrap_or(rest)
}

/// A host that every driver takes for the same one: not several, not a socket, nothing encoded.
fn one_host(text: &str) -> Option<Host<String>> {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._".contains(&byte);
    let is_address = text.starts_with('[') && text.ends_with(']');
    let host = (is_address || text.bytes().all(is_plain)).then(|| Host::parse(text).ok())??;
    Some(host)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn problem(text: &str) -> String {
        DatabaseUrl::parse(text, DatabaseSource::Variable)
            .unwrap_err()
            .to_string()
    }

    #[test]
    fn an_address_is_passed_on_as_it_was_written() {
        for (text, shown) in [
            ("postgres://u:p@h/db", "h:5432"),
            (
                "postgresql://postgres.ref:p%23@Pooler.Example.com:6543/postgres?sslmode=require",
                "pooler.example.com:6543",
            ),
            ("postgresql://[::1]:54322/postgres", "[::1]:54322"),
            ("postgresql://u:p@10.0.0.1", "10.0.0.1:5432"),
            ("postgresql://:p@h", "h:5432"),
        ] {
            let url = DatabaseUrl::parse(text, DatabaseSource::Variable).unwrap();
            assert_eq!((url.expose(), url.to_string().as_str()), (text, shown));
            assert!(!format!("{url:?}").contains("p%23"));
        }
    }

    #[test]
    fn mistakes_are_told_without_the_password() {
        let unknown = InvalidDatabaseUrl::Unknown.to_string();
        let unescaped = InvalidDatabaseUrl::Unescaped.to_string();
        let scheme = InvalidDatabaseUrl::Scheme.to_string();
        let host = InvalidDatabaseUrl::Host.to_string();
        let port = InvalidDatabaseUrl::Port.to_string();
        let encoding = InvalidDatabaseUrl::Encoding.to_string();
        for (text, expected) in [
            ("hunter2", &unknown),
            ("postgres:hunter2@127.0.0.1", &unknown),
            ("mysql://u:hunter2@h/db", &scheme),
            ("jdbc:postgresql://h/db?password=hunter2", &scheme),
            ("postgresql://u:hunter2#x@h/db", &unknown),
            ("postgresql://u:12#hunter2@h/db", &unescaped),
            ("postgresql://u:12/hunter2@h/db", &unescaped),
            ("postgresql://12?hunter2@h/db", &unescaped),
            ("postgresql://u:12@hunter2@h/db", &unescaped),
            ("postgresql:///db?host=/var/run&password=hunter2", &host),
            ("postgresql://u:hunter2@%2Fvar%2Frun/db", &host),
            ("postgresql://u:hunter2@a,b/db", &host),
            ("postgresql://u:hunter2@h:99999/db", &port),
            ("postgresql://h:0/db", &port),
            ("postgresql://u:hunter2@h:0/db", &port),
            ("postgresql://u:hunter2@h:1x/db", &unknown),
            ("postgresql://u:hunter2@/db", &host),
            ("postgresql://u:hunter2@:5432/db", &host),
            ("postgresql://", &host),
            ("postgresql://u:hunter2%ZZ@h/db", &encoding),
            ("postgresql://u:hunter2%2@h/db", &encoding),
            ("postgresql://u:hunter2@h/db%", &encoding),
            ("postgresql://u:p%25%zz@h/hunter2", &encoding),
        ] {
            assert_eq!(&problem(text), expected, "{text}");
        }
    }

    #[test]
    fn a_file_may_name_only_this_machine() {
        for host in ["127.0.0.1:1", "localhost", "[::1]:54322", "127.9.9.9"] {
            let text = format!("postgresql://u:p@{host}/db?sslmode=require");
            assert!(DatabaseUrl::parse_found(&text).is_ok(), "{text}");
        }
        for host in [
            "10.0.0.1",
            "db.example.com",
            "localhost.example.com",
            "x.localhost",
            "[::2]",
            "a,localhost",
            "%65.localhost",
        ] {
            let text = format!("postgresql://u:hunter2@{host}/db");
            let error = DatabaseUrl::parse_found(&text).unwrap_err();
            assert!(!error.to_string().contains("hunter2"), "{error}");
        }
        // Drivers that cut at the first `@`, or at commas, would connect to the first of them.
        for text in [
            "postgresql://u@192.0.2.1:61001,x@127.0.0.1:54322/db",
            "postgresql://u@192.0.2.1:61001@127.0.0.1:54322/db",
            "postgresql://u:hunter2,192.0.2.1@127.0.0.1:54322/db",
            "postgresql://192.0.2.1,u@127.0.0.1",
        ] {
            let found = DatabaseUrl::parse_found(text);
            assert_eq!(found, Err(InvalidDatabaseUrl::Unescaped), "{text}");
        }
        for parameter in ["host", "hostaddr", "port", "service", "ssl%63ert", "Host"] {
            let text = format!("postgresql://u:p@127.0.0.1/db?sslmode=prefer&{parameter}=x");
            let found = DatabaseUrl::parse_found(&text);
            let is_refused = matches!(found, Err(InvalidDatabaseUrl::Parameter { .. }));
            assert!(is_refused, "{text}: {found:?}");
        }
    }

    #[test]
    fn an_address_that_a_driver_names_is_recognised() {
        let at = |text: &str, address: &str, port| {
            let url = DatabaseUrl::parse(text, DatabaseSource::Variable).unwrap();
            url.may_be_at(address.parse().unwrap(), port)
        };
        assert!(at("postgresql://127.0.0.1:1/db", "127.0.0.1", 1));
        assert!(!at("postgresql://127.0.0.1:1/db", "127.0.0.1", 2));
        assert!(!at("postgresql://127.0.0.1:1/db", "127.0.0.2", 1));
        assert!(at("postgresql://localhost:1/db", "::1", 1));
        assert!(!at("postgresql://localhost:1/db", "10.0.0.1", 1));
        assert!(at("postgresql://db.example.com/db", "10.0.0.1", 5432));
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic_or_shows_a_password(password in "[ -~]{5,20}", rest in "\\PC{0,20}") {
            prop_assume!(!InvalidDatabaseUrl::Unknown.to_string().contains(&password));
            if let Err(error) = DatabaseUrl::parse_found(&format!("postgresql://u:{password}@127.0.0.1/{rest}")) {
                let is_shown = error.to_string().contains(&password);
                prop_assert!(!is_shown || rest.contains(&password), "{error}");
            }
        }
    }
}
