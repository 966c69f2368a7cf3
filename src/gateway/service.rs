//! [`Service`]: what a project has besides functions, by the paths where its gateway has it.
//!
//! The paths are those of `spec/services.md` §1; what is below them is the service's own business.

use percent_encoding::percent_decode_str;

/// A service of a project.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Service {
    /// Tables and database functions over HTTP.
    Rest,
    /// Users and their tokens.
    Auth,
    /// Files.
    Storage,
    /// Messages over WebSockets.
    Realtime,
    /// Tables over GraphQL.
    Graphql,
    /// The database's catalogue.
    Meta,
    /// Logs.
    Analytics,
    /// The document in which OAuth clients find the authorization server.
    OauthMetadata,
    /// Single sign-on.
    Sso,
}

/// Where each service is.
const PATHS: [(&str, Service); 9] = [
    ("/rest/v1", Service::Rest),
    ("/auth/v1", Service::Auth),
    ("/storage/v1", Service::Storage),
    ("/realtime/v1", Service::Realtime),
    ("/graphql/v1", Service::Graphql),
    ("/pg", Service::Meta),
    ("/analytics/v1", Service::Analytics),
    (
        "/.well-known/oauth-authorization-server",
        Service::OauthMetadata,
    ),
    ("/sso", Service::Sso),
];

impl Service {
    /// The service at a path or above it. A path that leads up is no service's: whoever reads it next may find something
    /// else there.
    pub(super) fn at(path: &str) -> Option<Self> {
        let leads_to = |prefix: &str| {
            let rest = path.strip_prefix(prefix);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let (_, service) = PATHS.iter().find(|(prefix, _)| leads_to(prefix))?;
        (!has_dot_segment(path)).then_some(*service)
    }

    /// Its name in events and messages.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Rest => "rest",
            Self::Auth => "auth",
            Self::Storage => "storage",
            Self::Realtime => "realtime",
            Self::Graphql => "graphql",
            Self::Meta => "pg",
            Self::Analytics => "analytics",
            Self::OauthMetadata => "oauth",
            Self::Sso => "sso",
        }
    }
}

/// Whether a path has a segment `.` or `..`, however it is encoded. Some servers decode separators as well.
fn has_dot_segment(path: &str) -> bool {
    let decoded = percent_decode_str(path).collect::<Vec<u8>>();
    let mut segments = decoded.split(|byte| matches!(byte, b'/' | b'\\'));
    segments.any(|segment| matches!(segment, b"." | b".."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_service_is_at_its_path_and_below_it_and_nowhere_else() {
        for (path, service) in [
            ("/rest/v1", Some(Service::Rest)),
            ("/rest/v1/", Some(Service::Rest)),
            ("/rest/v1/todos", Some(Service::Rest)),
            ("/pg", Some(Service::Meta)),
            ("/pg/tables", Some(Service::Meta)),
            (
                "/.well-known/oauth-authorization-server",
                Some(Service::OauthMetadata),
            ),
            ("/rest/v10", None),
            ("/rest", None),
            ("/pgx", None),
            ("/x/rest/v1", None),
            ("//rest/v1", None),
            ("/Rest/v1", None),
            ("/functions/v1/hello", None),
            ("/", None),
            ("*", None),
            ("/rest/v1/../../admin", None),
            ("/rest/v1/.", None),
            ("/rest/v1/x/%2e%2E/y", None),
            ("/rest/v1/.%2e", None),
            ("/rest/v1/..%2f..%5Cadmin", None),
            ("/storage/v1/object/a/...", Some(Service::Storage)),
            ("/storage/v1/object/.a/b..", Some(Service::Storage)),
            ("/rest/v1/a%2Fb%", Some(Service::Rest)),
        ] {
            assert_eq!(Service::at(path), service, "{path}");
        }
    }
}
