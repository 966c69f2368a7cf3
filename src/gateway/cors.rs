//! CORS: what browsers ask before they send the request of a page, what fx answers where no function can, and whether
//! a function's own answer lets the request through.
//!
//! Answers of the gateway's own let every page read them, with its codes and ids: they hold nothing that needs a
//! cookie. `access-control-request-private-network` has no answer: Chrome gave that preflight up for a prompt (Local
//! Network Access, from version 142), and where it was sent, an answer would open this machine to pages of any site.

use http::{HeaderMap, HeaderName, HeaderValue, Method, Response, StatusCode, header};

use super::{body::Body, headers::header_list};
use crate::events::Refused;

/// The methods that functions are called with.
pub(super) const ALLOWED_METHODS: &str = "GET, POST, PUT, PATCH, DELETE, OPTIONS, HEAD";
/// What is allowed where a preflight asks for no header by name: what clients of Supabase send, as in `templates/_cors`.
const ALLOWED_HEADERS: &str = "authorization, x-client-info, apikey, content-type, x-region, \
    x-retry-count, traceparent, tracestate, baggage";
const EXPOSED_HEADERS: &str =
    "sb-error-code, sb-request-id, x-deno-execution-id, x-sb-edge-region, retry-after";
/// Methods that pages may use without being allowed to.
const SAFE_METHODS: [&str; 3] = ["GET", "HEAD", "POST"];
/// How many headers, and how long ones, a page gets allowed: names come from outside.
const MAX_HEADERS: usize = 64;
const MAX_NAME: usize = 100;

/// A browser asks whether it may send the real request.
#[derive(Debug, Clone)]
pub(super) struct Preflight {
    /// Whose page wants to send it.
    origin: Option<HeaderValue>,
    method: Option<Method>,
    headers: Vec<HeaderName>,
}

impl Preflight {
    /// What a request asks, if it is a preflight.
    pub(super) fn of(method: &Method, headers: &HeaderMap) -> Option<Self> {
        if *method != Method::OPTIONS {
            return None;
        }
        let asked = headers.get(header::ACCESS_CONTROL_REQUEST_METHOD)?;
        let asked = asked.as_bytes();
        let names = header_list(headers, &header::ACCESS_CONTROL_REQUEST_HEADERS);
        let names = names.filter(|name| name.len() <= MAX_NAME);
        Some(Self {
            origin: headers.get(header::ORIGIN).cloned(),
            method: Method::from_bytes(asked)
                .ok()
                .filter(|_| asked.len() <= MAX_NAME),
            headers: names
                .filter_map(|name| name.parse().ok())
                .take(MAX_HEADERS)
                .collect(),
        })
    }

    /// 204 that lets the browser send the real request, whose answer then says what is wrong.
    fn answer(&self) -> Response<Body> {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::NO_CONTENT;
        let mut response = with_cors(response);
        let headers = response.headers_mut();
        headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, self.allowed_methods());
        headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, self.allowed_headers());
        response
    }

    fn allowed_methods(&self) -> HeaderValue {
        match self.method.as_ref().filter(|method| !is_allowed(method)) {
            None => HeaderValue::from_static(ALLOWED_METHODS),
            Some(other) => HeaderValue::try_from(format!("{ALLOWED_METHODS}, {other}"))
                .expect("a method is a token"),
        }
    }

    fn allowed_headers(&self) -> HeaderValue {
        if self.headers.is_empty() {
            return HeaderValue::from_static(ALLOWED_HEADERS);
        }
        let names: Vec<&str> = self.headers.iter().map(HeaderName::as_str).collect();
        HeaderValue::try_from(names.join(", ")).expect("names are tokens")
    }

    /// Why a browser does not send the real request after this answer of a function; `None` when it does.
    pub(super) fn refused(&self, status: StatusCode, headers: &HeaderMap) -> Option<Refused> {
        let origin = self.origin.as_ref()?;
        let mut allowed = headers
            .get_all(header::ACCESS_CONTROL_ALLOW_ORIGIN)
            .into_iter();
        let Some(first) = allowed.next() else {
            return Some(Refused::NoOrigin);
        };
        if allowed.next().is_some() {
            return Some(Refused::Origins);
        }
        if first != "*" && first != origin {
            return Some(Refused::OtherOrigin {
                allowed: shown(first),
                asked: shown(origin),
            });
        }
        if !status.is_success() {
            return Some(Refused::Status(status.as_u16()));
        }
        let method = self.method.as_ref().map_or("GET", Method::as_str);
        let mut methods = header_list(headers, &header::ACCESS_CONTROL_ALLOW_METHODS);
        let is_safe = SAFE_METHODS.contains(&method);
        if !is_safe && !methods.any(|allowed| allowed == "*" || allowed == method) {
            return Some(Refused::Method(method.to_owned()));
        }
        let missing = self.headers.iter().find(|name| {
            let list = header::ACCESS_CONTROL_ALLOW_HEADERS;
            // `*` does not stand for it.
            let needs_name = **name == header::AUTHORIZATION;
            !header_list(headers, &list).any(|allowed| {
                allowed.eq_ignore_ascii_case(name.as_str()) || allowed == "*" && !needs_name
            })
        });
        missing.map(|name| Refused::Header(name.to_string()))
    }
}

/// A header's value as it is told, of which not all may come from this machine.
fn shown(value: &HeaderValue) -> String {
    let text = value.to_str().unwrap_or_default();
    text.chars().take(MAX_NAME).collect()
}

/// Whether functions are called with this method.
pub(super) fn is_allowed(method: &Method) -> bool {
    let mut methods = ALLOWED_METHODS.split(", ");
    methods.any(|allowed| allowed == method.as_str())
}

/// The response, except to a preflight: that is let through, so that the browser sees the answer to the real request.
pub(super) fn unless_preflight(
    preflight: Option<&Preflight>,
    response: Response<Body>,
) -> Response<Body> {
    preflight.map_or(response, Preflight::answer)
}

/// Lets every page read a response of the gateway's own.
pub(super) fn with_cors(mut response: Response<Body>) -> Response<Body> {
    let headers = response.headers_mut();
    for (name, value) in [
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
        (header::ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED_HEADERS),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn preflight(method: &str, headers: &str) -> Preflight {
        let sent = [
            (header::ORIGIN, "http://localhost:3000"),
            (header::ACCESS_CONTROL_REQUEST_METHOD, method),
            (header::ACCESS_CONTROL_REQUEST_HEADERS, headers),
        ];
        let sent = sent.map(|(name, value)| (name, HeaderValue::from_str(value).unwrap()));
        Preflight::of(&Method::OPTIONS, &HeaderMap::from_iter(sent)).unwrap()
    }

    #[test]
    fn only_names_of_headers_and_not_too_many_are_allowed() {
        let long = "a".repeat(MAX_NAME + 1);
        let asked = format!("X-One,, two\t, bad name, {long}, \"q\", x_3");
        let answer = preflight("PROPFIND", &asked).answer();
        let header = |name| answer.headers()[name].to_str().unwrap();
        assert_eq!(
            header(header::ACCESS_CONTROL_ALLOW_HEADERS),
            "x-one, two, x_3"
        );
        assert!(header(header::ACCESS_CONTROL_ALLOW_METHODS).ends_with(", HEAD, PROPFIND"));
        let many = vec!["a"; 1000].join(",");
        assert_eq!(preflight("GET", &many).headers.len(), MAX_HEADERS);
        let answer = preflight("no method", "\"").answer();
        let allowed = |name| answer.headers()[name].to_str().unwrap();
        assert_eq!(
            allowed(header::ACCESS_CONTROL_ALLOW_HEADERS),
            ALLOWED_HEADERS
        );
        assert_eq!(
            allowed(header::ACCESS_CONTROL_ALLOW_METHODS),
            ALLOWED_METHODS
        );
    }

    #[test]
    fn an_answer_is_judged_as_browsers_do() {
        let refused = |status: u16, pairs: &[(&'static str, &'static str)]| {
            let mut headers = HeaderMap::new();
            for (name, value) in pairs {
                headers.append(*name, HeaderValue::from_static(value));
            }
            let status = StatusCode::from_u16(status).unwrap();
            preflight("PUT", "apikey, Authorization").refused(status, &headers)
        };
        let origin = ("access-control-allow-origin", "*");
        let methods = ("access-control-allow-methods", "GET, PUT");
        let names = ("access-control-allow-headers", "apikey, AUTHORIZATION");
        let own = ("access-control-allow-origin", "http://localhost:3000");
        assert_eq!(refused(200, &[origin, methods, names]), None);
        assert_eq!(refused(204, &[own, methods, names]), None);
        assert_eq!(refused(200, &[methods, names]), Some(Refused::NoOrigin));
        assert_eq!(refused(200, &[origin, origin]), Some(Refused::Origins));
        let other = ("access-control-allow-origin", "http://127.0.0.1:3000");
        let told = Refused::OtherOrigin {
            allowed: "http://127.0.0.1:3000".into(),
            asked: "http://localhost:3000".into(),
        };
        assert_eq!(refused(200, &[other]), Some(told));
        let all = [origin, methods, names];
        assert_eq!(refused(405, &all), Some(Refused::Status(405)));
        assert_eq!(
            refused(200, &[origin, names]),
            Some(Refused::Method("PUT".into()))
        );
        let any_method = ("access-control-allow-methods", "*");
        let any_name = ("access-control-allow-headers", "*");
        let told = Some(Refused::Header("authorization".into()));
        assert_eq!(refused(200, &[origin, any_method, any_name]), told);
        let told = Some(Refused::Header("apikey".into()));
        assert_eq!(refused(200, &[origin, methods]), told);
    }
}
