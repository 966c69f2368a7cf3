//! [`Upstream`]: where requests to the services of a project go, as `--upstream` and `supabase/fx.toml` write it.
//!
//! One grammar for both, and no I/O: names are not resolved here. Whoever connects asks [`refused_address`] about the
//! addresses that a name turns out to have.

use std::net::IpAddr;

use url::{Host, Url};

use crate::{
    diagnostics::nearest,
    http::{self, refused_address},
};

/// Where requests to the services of a project go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Upstream {
    /// To the local stack, when it answers.
    Auto,
    /// Nowhere.
    Off,
    /// To this address: `http` or `https`, host and port, nothing else.
    At(Url),
}

/// Why a text names no upstream. `Display` is what follows the name of the flag or key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum InvalidUpstream {
    /// Neither a word that has a meaning nor an address.
    #[error("must be `auto`, `off` or an address such as `http://127.0.0.1:54321`")]
    Unknown {
        /// What was probably meant.
        nearest: Option<String>,
    },
    /// An address without a scheme, or with one that no service speaks.
    #[error("must start with `http://` or `https://`")]
    Scheme {
        /// The address that was probably meant.
        suggestion: Option<String>,
    },
    /// `http://user:password@host`.
    #[error("must not contain a user name or a password")]
    Credentials,
    /// A path, a query or a fragment.
    #[error("must not contain {part}")]
    Part {
        /// Which, with its article.
        part: &'static str,
        /// The address that was probably meant: without it, or that of the project whose dashboard it is.
        origin: String,
    },
    /// Nothing listens on it.
    #[error("must not name port 0")]
    NoPort,
    /// An address that no service has, or that hands out credentials of the machine.
    #[error("names `{host}`, {problem}")]
    Refused {
        /// The host as it was understood.
        host: String,
        /// Which kind of address it is.
        problem: &'static str,
    },
    /// A file of a project names another machine.
    #[error(
        "names `{host}`, but a file may name only this machine: `localhost`, `127.0.0.1` or `[::1]`"
    )]
    NotLoopback {
        /// The host.
        host: String,
        /// The address.
        origin: String,
    },
}

impl InvalidUpstream {
    /// What to do, where the message does not say it.
    pub(crate) fn hint(&self) -> Option<String> {
        match self {
            Self::Unknown { nearest } => {
                let nearest = nearest.as_ref();
                nearest.map(|nearest| format!("did you mean `{nearest}`?"))
            }
            Self::Scheme { suggestion } => {
                let suggestion = suggestion.as_ref();
                suggestion.map(|suggestion| format!("write `{suggestion}`"))
            }
            Self::Part { origin, .. } => Some(format!("write `{origin}`")),
            Self::Credentials => Some(
                "remove the part before `@`: services get the keys and tokens that each request carries"
                    .to_owned(),
            ),
            Self::NotLoopback { origin, .. } => Some(format!(
                "choose it yourself with `fx functions serve --upstream {origin}`: a cloned project must not decide who gets keys"
            )),
            Self::NoPort | Self::Refused { .. } => None,
        }
    }
}

impl Upstream {
    /// Reads `auto`, `off` or an address.
    pub(crate) fn parse(text: &str) -> Result<Self, InvalidUpstream> {
        match text {
            "auto" => Ok(Self::Auto),
            "off" => Ok(Self::Off),
            _ => parse_address(text).map(Self::At),
        }
    }

    /// As [`Upstream::parse`], for a file of a project, which may name this machine only.
    pub(super) fn parse_found(text: &str) -> Result<Self, InvalidUpstream> {
        let upstream = Self::parse(text)?;
        match &upstream {
            Self::At(url) if !is_loopback(url) => Err(InvalidUpstream::NotLoopback {
                host: host_of(url),
                origin: origin_of(url),
            }),
            _ => Ok(upstream),
        }
    }

    /// The port, when the address is one of this machine.
    pub(crate) fn loopback_port(&self) -> Option<u16> {
        match self {
            Self::At(url) if is_loopback(url) => url.port_or_known_default(),
            _ => None,
        }
    }
}

fn parse_address(text: &str) -> Result<Url, InvalidUpstream> {
    let Ok(url) = Url::parse(text) else {
        return Err(not_an_address(text));
    };
    if !matches!(url.scheme(), "http" | "https") {
        return Err(without_scheme(text));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(InvalidUpstream::Credentials);
    }
    let address = match url.host() {
        Some(Host::Ipv4(address)) => Some(IpAddr::from(address)),
        Some(Host::Ipv6(address)) => Some(IpAddr::from(address)),
        Some(Host::Domain(_)) => None,
        None => return Err(InvalidUpstream::Unknown { nearest: None }),
    };
    if let Some(problem) = address.and_then(refused_address) {
        let host = host_of(&url);
        return Err(InvalidUpstream::Refused { host, problem });
    }
    if url.port() == Some(0) {
        return Err(InvalidUpstream::NoPort);
    }
    match part_too_much(&url) {
        Some(part) => Err(InvalidUpstream::Part {
            part,
            origin: project_of_dashboard(&url).unwrap_or_else(|| origin_of(&url)),
        }),
        None => Ok(url),
    }
}

fn not_an_address(text: &str) -> InvalidUpstream {
    // `127.0.0.1:54321` lacks a scheme; what has neither dot nor colon is a word.
    if text.contains(['.', ':']) && !text.contains("//") {
        return without_scheme(text);
    }
    let nearest = if is_project_ref(text) {
        Some(hosted(text))
    } else if let Ok(port) = text.parse::<u16>() {
        Some(format!("http://127.0.0.1:{port}"))
    } else {
        let known = nearest(&text.to_ascii_lowercase(), ["auto", "off"].into_iter());
        known.map(str::to_owned)
    };
    InvalidUpstream::Unknown { nearest }
}

/// `127.0.0.1:54321`, `localhost:54321`, `REF.supabase.co`.
fn without_scheme(text: &str) -> InvalidUpstream {
    let with = |scheme: &str| Url::parse(&format!("{scheme}://{text}")).ok();
    let local = with("http").filter(is_loopback);
    let meant = local
        .or_else(|| with("https"))
        .filter(|_| !text.contains("//"));
    let meant = meant.filter(|url| url.username().is_empty() && url.password().is_none());
    InvalidUpstream::Scheme {
        suggestion: meant.map(|url| origin_of(&url)),
    }
}

/// The address of the project in `https://supabase.com/dashboard/project/REF`.
fn project_of_dashboard(url: &Url) -> Option<String> {
    let host = url.host_str()?;
    if host != "supabase.com" && host != "app.supabase.com" {
        return None;
    }
    let mut segments = url.path_segments()?;
    segments.find(|segment| is_project_ref(segment)).map(hosted)
}

/// Whether a text has the form of a hosted project's name.
fn is_project_ref(text: &str) -> bool {
    text.len() == 20 && text.bytes().all(|byte| byte.is_ascii_lowercase())
}

fn hosted(project_ref: &str) -> String {
    format!("https://{project_ref}.supabase.co")
}

fn part_too_much(url: &Url) -> Option<&'static str> {
    if !matches!(url.path(), "" | "/") {
        Some("a path")
    } else if url.query().is_some() {
        Some("a query")
    } else if url.fragment().is_some() {
        Some("a fragment")
    } else {
        None
    }
}

fn is_loopback(url: &Url) -> bool {
    url.host().is_some_and(|host| http::is_loopback(&host))
}

fn host_of(url: &Url) -> String {
    url.host_str().unwrap_or_default().to_owned()
}

/// The address as somebody writes it, without a slash at the end.
fn origin_of(url: &Url) -> String {
    url.origin().ascii_serialization()
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use proptest::prelude::*;

    use super::*;

    fn problem(text: &str) -> String {
        let error = Upstream::parse(text).unwrap_err();
        match error.hint() {
            Some(hint) => format!("{error} | {hint}"),
            None => error.to_string(),
        }
    }

    #[test]
    fn what_was_probably_meant_is_named() {
        for (text, hint) in [
            ("127.0.0.1:54321", "write `http://127.0.0.1:54321`"),
            ("localhost:8000", "write `http://localhost:8000`"),
            ("abc.supabase.co", "write `https://abc.supabase.co`"),
            (
                "abcdefghijklmnopqrst",
                "did you mean `https://abcdefghijklmnopqrst.supabase.co`?",
            ),
            ("54321", "did you mean `http://127.0.0.1:54321`?"),
            ("of", "did you mean `off`?"),
            (
                "https://supabase.com/dashboard/project/abcdefghijklmnopqrst",
                "write `https://abcdefghijklmnopqrst.supabase.co`",
            ),
            (
                "http://127.0.0.1:8000/rest/v1",
                "write `http://127.0.0.1:8000`",
            ),
        ] {
            let error = Upstream::parse(text).unwrap_err();
            assert_eq!(error.hint().as_deref(), Some(hint), "{text}");
        }
        for text in ["user:pass@host:1", "ftp://host"] {
            assert_eq!(Upstream::parse(text).unwrap_err().hint(), None, "{text}");
        }
    }

    #[test]
    fn words_and_addresses_are_taken() {
        assert_eq!(Upstream::parse("auto"), Ok(Upstream::Auto));
        assert_eq!(Upstream::parse("off"), Ok(Upstream::Off));
        for (text, expected) in [
            ("http://127.0.0.1:54321", "http://127.0.0.1:54321/"),
            ("http://127.0.0.1:54321/", "http://127.0.0.1:54321/"),
            ("HTTP://LocalHost:8000", "http://localhost:8000/"),
            ("https://ref.supabase.co", "https://ref.supabase.co/"),
            ("https://10.0.0.1:443", "https://10.0.0.1/"),
            ("http://[::1]:54321", "http://[::1]:54321/"),
        ] {
            let Ok(Upstream::At(url)) = Upstream::parse(text) else {
                panic!("{text}");
            };
            assert_eq!(url.as_str(), expected);
        }
    }

    #[test]
    fn everything_else_is_told_what_to_write() {
        let unknown = "must be `auto`, `off` or an address such as `http://127.0.0.1:54321`";
        let scheme = "must start with `http://` or `https://`";
        assert_eq!(problem(""), unknown);
        assert_eq!(problem("yes"), unknown);
        assert_eq!(problem("http://"), unknown);
        assert_eq!(problem("Auto"), format!("{unknown} | did you mean `auto`?"));
        assert_eq!(problem("atuo"), format!("{unknown} | did you mean `auto`?"));
        assert_eq!(problem("ws://127.0.0.1"), scheme);
        assert_eq!(
            problem("http://127.0.0.1:54321/rest/v1"),
            "must not contain a path | write `http://127.0.0.1:54321`"
        );
        assert_eq!(
            problem("https://h?apikey=k"),
            "must not contain a query | write `https://h`"
        );
        assert_eq!(
            problem("https://h/#f"),
            "must not contain a fragment | write `https://h`"
        );
        assert_eq!(problem("http://127.0.0.1:0"), "must not name port 0");
        let credentials = problem("http://somebody:hunter2@127.0.0.1:54321");
        assert!(credentials.starts_with("must not contain a user name"));
        assert!(!credentials.contains("hunter2") && !credentials.contains("somebody"));
    }

    #[test]
    fn no_spelling_of_a_refused_address_passes() {
        for host in [
            "169.254.169.254",
            "2852039166",
            "0xa9fea9fe",
            "0251.0376.0251.0376",
            "169.254.43518",
            "169.254.169.254.",
            "１６９.254.169.254",
            "169。254。169。254",
            "[fe80::1]",
            "[febf:ffff::1]",
            "[::ffff:169.254.1.2]",
            "[::ffff:a9fe:a9fe]",
            "[::169.254.169.254]",
            "[::ffff:0:169.254.1.2]",
            "[64:ff9b::169.254.169.254]",
            "[2002:a9fe:a9fe::1]",
            "0.0.0.0",
            "0",
            "[::]",
            "[::ffff:0.0.0.0]",
            "224.0.0.1",
            "255.255.255.255",
            "[ff02::1]",
            "[::ffff:224.0.0.1]",
        ] {
            let found = Upstream::parse(&format!("http://{host}:80"));
            let is_refused = matches!(found, Err(InvalidUpstream::Refused { .. }));
            assert!(is_refused, "{host}: {found:?}");
        }
        assert_eq!(
            problem("http://0xa9fea9fe/latest"),
            "names `169.254.169.254`, a link-local address, which fx never connects to"
        );
    }

    #[test]
    fn a_file_may_name_only_this_machine() {
        for text in [
            "auto",
            "off",
            "http://localhost:54321",
            "http://127.0.0.1:54321",
            "http://127.9.9.9:1",
            "https://[::1]",
            "http://0x7f.1:54321",
            "http://api.localhost:54321",
        ] {
            assert!(Upstream::parse_found(text).is_ok(), "{text}");
        }
        for text in [
            "https://ref.supabase.co",
            "http://10.0.0.1",
            "http://localhost.example.com",
            "http://alocalhost",
            "http://127.0.0.1.example.com",
            "http://128.0.0.1",
            "http://[::2]",
            "http://[fd00::1]",
        ] {
            let found = Upstream::parse_found(text);
            let is_refused = matches!(found, Err(InvalidUpstream::NotLoopback { .. }));
            assert!(is_refused, "{text}: {found:?}");
            assert!(Upstream::parse(text).is_ok(), "{text}");
        }
    }

    #[test]
    fn the_port_of_this_machine_is_known() {
        let port = |text: &str| Upstream::parse(text).unwrap().loopback_port();
        assert_eq!(port("http://127.0.0.1:54321"), Some(54321));
        assert_eq!(port("http://localhost"), Some(80));
        assert_eq!(port("https://ref.supabase.co"), None);
        assert_eq!(port("auto"), None);
    }

    proptest! {
        #[test]
        fn link_local_addresses_are_refused_in_every_notation(c: u8, d: u8, port in 1_u16..) {
            let address = Ipv4Addr::new(169, 254, c, d);
            let number = address.to_bits();
            for host in [
                address.to_string(),
                number.to_string(),
                format!("{number:#x}"),
                format!("0{number:o}"),
                format!("[{}]", address.to_ipv6_mapped()),
                format!("[{}]", address.to_ipv6_compatible()),
            ] {
                for scheme in ["http", "https"] {
                    let found = Upstream::parse(&format!("{scheme}://{host}:{port}"));
                    prop_assert!(matches!(found, Err(InvalidUpstream::Refused { .. })), "{}", host);
                }
            }
        }

        #[test]
        fn no_text_makes_it_panic_and_what_is_taken_is_an_origin(text in ".{0,40}") {
            for text in [text.clone(), format!("http://{text}")] {
                if let Ok(Upstream::At(url)) = Upstream::parse(&text) {
                    prop_assert_eq!(url.as_str(), format!("{}/", origin_of(&url)));
                    prop_assert_eq!(Upstream::parse(url.as_str()), Ok(Upstream::At(url)));
                }
            }
        }

        #[test]
        fn what_a_file_names_is_this_machine(a: u8, b: u8, c: u8, d: u8) {
            let address = Ipv4Addr::new(a, b, c, d);
            let found = Upstream::parse_found(&format!("http://{address}:54321"));
            prop_assert_eq!(found.is_ok(), address.is_loopback());
        }
    }
}
