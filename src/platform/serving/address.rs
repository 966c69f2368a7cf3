//! How requests name their project: by the first name of the host, or by the start of the path, which wins.

use http::{HeaderMap, Uri, header};
use url::{Host, Url};

/// How long a project ref is.
const LENGTH: usize = 20;

/// The project that the path begins with.
pub(super) fn in_path(path: &str) -> Option<&str> {
    let (first, _) = path.strip_prefix('/')?.split_once('/')?;
    is_ref(first).then_some(first)
}

/// The project that the host begins with.
pub(super) fn in_host(uri: &Uri, headers: &HeaderMap) -> Option<String> {
    let header = || headers.get(header::HOST)?.to_str().ok();
    let (first, _) = uri.host().or_else(header)?.split_once('.')?;
    // Names of hosts are the same in capitals.
    let first = (first.len() == LENGTH).then(|| first.to_ascii_lowercase())?;
    is_ref(&first).then_some(first)
}

fn is_ref(text: &str) -> bool {
    text.len() == LENGTH && text.bytes().all(|byte| byte.is_ascii_lowercase())
}

/// Where clients find a project: at a host of its own below that of `public`, or below a path where hosts cannot have
/// names in front of them.
pub(crate) fn url_of(public: &Url, project: &str) -> String {
    let base = public.as_str().trim_end_matches('/');
    match public.host() {
        Some(Host::Domain(host)) if host.contains('.') && public.path() == "/" => {
            let port = public.port().map(|port| format!(":{port}"));
            let port = port.unwrap_or_default();
            format!("{}://{project}.{host}{port}", public.scheme())
        }
        _ => format!("{base}/{project}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const REF: &str = "abcdefghijklmnopqrst";

    #[test]
    fn projects_are_named_by_path_or_host() {
        let paths = [
            ("/abcdefghijklmnopqrst/functions/v1/f", Some(REF)),
            ("/abcdefghijklmnopqrst/", Some(REF)),
            ("/abcdefghijklmnopqrst", None),
            ("/abcdefghijklmnopqrsT/x", None),
            ("//abcdefghijklmnopqrst/x", None),
            ("/functions/v1/f", None),
            ("/", None),
            ("*", None),
        ];
        for (path, expected) in paths {
            assert_eq!(in_path(path), expected, "{path}");
        }
        let hosts = [
            ("abcdefghijklmnopqrst.example.com", Some(REF)),
            ("ABCDEFGHIJKLMNOPQRST.localhost:8000", Some(REF)),
            ("abcdefghijklmnopqrst", None),
            ("abcdefghijklmnopqrst:8000", None),
            ("abcdefghijklmnopqrs1.example.com", None),
            ("127.0.0.1:8000", None),
            ("éééééééééé.example.com", None),
        ];
        for (host, expected) in hosts {
            let value = http::HeaderValue::from_bytes(host.as_bytes()).unwrap();
            let headers = HeaderMap::from_iter([(header::HOST, value)]);
            let uri = Uri::from_static("/functions/v1/f");
            assert_eq!(in_host(&uri, &headers).as_deref(), expected, "{host}");
        }
        let absolute = Uri::from_static("http://abcdefghijklmnopqrst.example.com/functions/v1/f");
        assert_eq!(in_host(&absolute, &HeaderMap::new()).as_deref(), Some(REF));
    }

    #[test]
    fn a_project_is_a_host_where_hosts_have_names() {
        let cases = [
            (
                "https://fx.example.com",
                "https://abcdefghijklmnopqrst.fx.example.com",
            ),
            (
                "http://fx.example.com:81/",
                "http://abcdefghijklmnopqrst.fx.example.com:81",
            ),
            (
                "http://localhost:8000",
                "http://localhost:8000/abcdefghijklmnopqrst",
            ),
            ("http://192.0.2.1/", "http://192.0.2.1/abcdefghijklmnopqrst"),
            ("http://[::1]:1", "http://[::1]:1/abcdefghijklmnopqrst"),
            (
                "https://example.com/fx/",
                "https://example.com/fx/abcdefghijklmnopqrst",
            ),
        ];
        for (public, expected) in cases {
            let public = Url::parse(public).unwrap();
            assert_eq!(url_of(&public, REF), expected);
        }
    }
}
