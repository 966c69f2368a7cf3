//! Answers of the gateway's own: errors with the codes of hosted functions, health, figures.
//!
//! Codes and messages are those of `spec/cli.md` §6.4; `detail` and the page that
//! browsers get are ours and only given in local serving.

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Response, StatusCode, header};
use serde_json::{Value, json};

use super::{
    Failure, FailureKind, MetricsFormat,
    auth::Unauthorized,
    body::Body,
    cors::{ALLOWED_METHODS, with_cors},
    headers::header_list,
    page::{self, Page, media_type},
    trust::{Peer, is_from_here},
};

/// Why a request was not answered by its function.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Problem {
    /// The function does not come up; the text says why.
    Boot(String),
    /// The function ended while it had the request; the text says why.
    Worker(String),
    /// The function used more than it may; the text says of what.
    Limit(String),
    /// The function did not answer in time.
    Idle(String),
    /// Too many requests wait for the function.
    Overloaded,
    /// The function cannot be reached for a reason of fx's own.
    Internal(String),
}

/// What every answer needs to know.
#[derive(Debug, Clone, Copy)]
pub(super) struct Answers {
    detail: bool,
    page: bool,
}

const ERROR_CODE: &str = "sb-error-code";
/// How long clients should wait when a function is overloaded.
const RETRY_AFTER: HeaderValue = HeaderValue::from_static("1");

impl Answers {
    /// Answers that say why, in `detail` or on a page, if `detail` is set.
    pub(super) fn new(detail: bool) -> Self {
        Self {
            detail,
            page: false,
        }
    }

    /// The same for the client that sent these headers, which may be a browser. One on another machine is not told why:
    /// that shows code and paths of this one.
    pub(super) fn to(self, headers: &HeaderMap, peer: Peer) -> Self {
        let detail = self.detail && is_from_here(peer, headers);
        let page = detail && page::is_wanted(headers);
        Self { detail, page }
    }

    /// What a failed function answers.
    pub(super) fn problem(self, problem: &Problem) -> Response<Body> {
        let (status, code, message, detail) = match problem {
            Problem::Boot(detail) => (
                StatusCode::SERVICE_UNAVAILABLE,
                "BOOT_ERROR",
                "Worker failed to boot (please check logs)",
                detail.as_str(),
            ),
            Problem::Worker(detail) => (
                StatusCode::INTERNAL_SERVER_ERROR,
                "WORKER_ERROR",
                "Function exited due to an error (please check logs)",
                detail.as_str(),
            ),
            Problem::Limit(detail) => (
                worker_limit(),
                "WORKER_LIMIT",
                "Worker failed to respond due to a resource limit (please check logs)",
                detail.as_str(),
            ),
            Problem::Idle(detail) => (
                StatusCode::GATEWAY_TIMEOUT,
                "IDLE_TIMEOUT",
                "The function did not respond in time",
                detail.as_str(),
            ),
            Problem::Overloaded => (
                StatusCode::SERVICE_UNAVAILABLE,
                "OVERLOADED",
                "Too many requests are waiting for this function",
                "",
            ),
            Problem::Internal(detail) => (
                StatusCode::INTERNAL_SERVER_ERROR,
                "Internal Server Error",
                "Request failed due to an internal server error",
                detail.as_str(),
            ),
        };
        let mut response = self.error(status, json!({ "code": code, "message": message }), detail);
        if *problem == Problem::Overloaded {
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, RETRY_AFTER);
        }
        set_error_code(&mut response, code);
        response
    }

    /// 401.
    pub(super) fn unauthorized(self, refused: &Unauthorized) -> Response<Body> {
        let Unauthorized {
            code,
            message,
            detail,
        } = refused;
        let body = json!({ "code": code, "message": message, "msg": message });
        let mut response = self.error(StatusCode::UNAUTHORIZED, body, detail);
        set_error_code(&mut response, code);
        response
    }

    /// 404 for a function that is not there.
    pub(super) fn no_function(self) -> Response<Body> {
        let message = "Function not found";
        if self.page {
            return self.error(StatusCode::NOT_FOUND, json!({ "message": message }), "");
        }
        let mut response = Response::new(Body::from(message));
        *response.status_mut() = StatusCode::NOT_FOUND;
        set_content_type(&mut response, "text/plain");
        with_cors(response)
    }

    /// 404 for a path that leads to no function.
    pub(super) fn no_route(self) -> Response<Body> {
        let message = "no route matches; functions are at /functions/v1/<name>";
        self.error(StatusCode::NOT_FOUND, json!({ "message": message }), "")
    }

    /// 403 for a path that only callers on this machine are answered at.
    pub(super) fn only_here(self) -> Response<Body> {
        let message = "only available on this machine, through localhost or an IP address";
        self.error(StatusCode::FORBIDDEN, json!({ "message": message }), "")
    }

    /// 403 for a caller that services are not for, 502 for a service that cannot be reached, 508 when fx would send to itself, 504 when it takes too long. All
    /// clients of the services read `message`.
    pub(super) fn no_service(self, failure: &Failure) -> Response<Body> {
        let (status, code) = match failure.kind {
            FailureKind::Slow => (StatusCode::GATEWAY_TIMEOUT, "UPSTREAM_TIMEOUT"),
            FailureKind::Loop => (StatusCode::LOOP_DETECTED, "UPSTREAM_LOOP"),
            FailureKind::Elsewhere => (StatusCode::FORBIDDEN, "UPSTREAM_FORBIDDEN"),
            FailureKind::Missing => (StatusCode::BAD_GATEWAY, "UPSTREAM_MISSING"),
            FailureKind::Unreachable | FailureKind::Broken | FailureKind::Unreadable => {
                (StatusCode::BAD_GATEWAY, "UPSTREAM_ERROR")
            }
        };
        let message = failure.sentence();
        let body = json!({ "code": code, "message": message });
        self.error(status, body, "")
    }

    /// 405.
    pub(super) fn method_not_allowed(self) -> Response<Body> {
        let mut response = self.error(
            StatusCode::METHOD_NOT_ALLOWED,
            json!({ "code": "METHOD_NOT_ALLOWED", "message": "Method not allowed" }),
            "",
        );
        let allowed = HeaderValue::from_static(ALLOWED_METHODS);
        response.headers_mut().insert(header::ALLOW, allowed);
        response
    }

    fn error(self, status: StatusCode, mut body: Value, detail: &str) -> Response<Body> {
        if self.page {
            let text = |name: &str| body[name].as_str().unwrap_or_default();
            let page = Page {
                status,
                code: text("code"),
                message: text("message"),
                detail,
            };
            let mut response = Response::new(Body::from(page.to_html()));
            *response.status_mut() = status;
            set_content_type(&mut response, "text/html; charset=utf-8");
            return with_cors(response);
        }
        if self.detail && !detail.is_empty() {
            body["detail"] = detail.into();
        }
        with_cors(json_response(status, &body))
    }
}

/// The status of hosted functions for a limit, which no standard has.
fn worker_limit() -> StatusCode {
    StatusCode::from_u16(546).expect("a status has three digits")
}

/// 200 with a JSON body.
pub(super) fn ok(body: &Value) -> Response<Body> {
    json_response(StatusCode::OK, body)
}

/// 200 with a JSON body that every site may read.
pub(super) fn document(body: &Value) -> Response<Body> {
    with_cors(ok(body))
}

/// 200 with figures in the format that they were asked for.
pub(super) fn metrics(figures: String, format: MetricsFormat) -> Response<Body> {
    let mut response = Response::new(Body::from(figures));
    let content_type = match format {
        MetricsFormat::Prometheus => "text/plain; version=0.0.4; charset=utf-8",
        MetricsFormat::Json => "application/json",
    };
    set_content_type(&mut response, content_type);
    response
}

/// JSON for whoever asks for it by name, before text of any kind.
pub(super) fn metrics_format(headers: &HeaderMap) -> MetricsFormat {
    let mut kinds = header_list(headers, &header::ACCEPT).map(media_type);
    let decisive = kinds.find(|kind| {
        [
            "application/json",
            "application/openmetrics-text",
            "text/plain",
            "text/*",
            "*/*",
        ]
        .iter()
        .any(|known| kind.eq_ignore_ascii_case(known))
    });
    match decisive {
        Some(kind) if kind.eq_ignore_ascii_case("application/json") => MetricsFormat::Json,
        _ => MetricsFormat::Prometheus,
    }
}

fn json_response(status: StatusCode, body: &Value) -> Response<Body> {
    let mut response = Response::new(Body::from(Bytes::from(body.to_string())));
    *response.status_mut() = status;
    set_content_type(&mut response, "application/json");
    response
}

fn set_content_type(response: &mut Response<Body>, media_type: &'static str) {
    let value = HeaderValue::from_static(media_type);
    response.headers_mut().insert(header::CONTENT_TYPE, value);
}

fn set_error_code(response: &mut Response<Body>, code: &'static str) {
    let headers = response.headers_mut();
    headers.insert(ERROR_CODE, HeaderValue::from_static(code));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_json_only_for_those_who_ask_for_it() {
        let cases = [
            ("*/*", MetricsFormat::Prometheus),
            ("", MetricsFormat::Prometheus),
            ("application/json", MetricsFormat::Json),
            ("application/json, text/plain, */*", MetricsFormat::Json),
            (
                "application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.3,*/*;q=0.1",
                MetricsFormat::Prometheus,
            ),
            ("text/plain, application/json", MetricsFormat::Prometheus),
        ];
        for (accept, expected) in cases {
            let value = HeaderValue::from_static(accept);
            let headers = HeaderMap::from_iter([(header::ACCEPT, value)]);
            assert_eq!(metrics_format(&headers), expected, "{accept}");
        }
        assert_eq!(metrics_format(&HeaderMap::new()), MetricsFormat::Prometheus);
    }
}
