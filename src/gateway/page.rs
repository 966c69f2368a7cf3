//! Errors as a page, for browsers that navigate to a function. It loads nothing from anywhere.

use http::{HeaderMap, StatusCode, header};

/// What the page says.
#[derive(Debug, Clone, Copy)]
pub(super) struct Page<'a> {
    pub(super) status: StatusCode,
    /// The code of hosted functions; may be empty.
    pub(super) code: &'a str,
    pub(super) message: &'a str,
    /// Why, in lines; may be empty.
    pub(super) detail: &'a str,
}

const STYLE: &str = "\
:root { color-scheme: light dark; --paper: #fff; --ink: #1c1c1c; --dim: #6b6b6b; --block: #f3f3f3; }
@media (prefers-color-scheme: dark) {
  :root { --paper: #171717; --ink: #ededed; --dim: #9b9b9b; --block: #232323; }
}
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 3rem 1.5rem; }
p { margin: 0; color: var(--dim); }
h1 { margin: .25rem 0 1.5rem; font-size: 1.4rem; font-weight: 600; }
pre { padding: 1rem; border-radius: .4rem; background: var(--block); font: .875rem/1.5 ui-monospace, monospace;
  white-space: pre-wrap; overflow-wrap: anywhere; }";

impl Page<'_> {
    /// The whole document.
    pub(super) fn to_html(self) -> String {
        let status = self.status.as_u16();
        let code = match self.code {
            "" => self.status.canonical_reason().unwrap_or_default(),
            code => code,
        };
        let (code, message) = (escape(code), escape(self.message));
        let detail = match self.detail {
            "" => String::new(),
            detail => format!("<pre>{}</pre>\n", escape(detail)),
        };
        format!(
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
            <meta name=\"viewport\" content=\"width=device-width\">\n\
            <meta http-equiv=\"Content-Security-Policy\" \
            content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">\n\
            <link rel=\"icon\" href=\"data:,\">\n<title>{status} {code}</title>\n<style>\n{STYLE}\n</style>\n</head>\n\
            <body>\n<main>\n<p>{status} {code}</p>\n<h1>{message}</h1>\n{detail}</main>\n</body>\n</html>\n"
        )
    }
}

/// Whether a client would rather have a page than JSON: a browser that navigates lists `text/html` first. Every request
/// is looked at, so nothing is allocated.
pub(super) fn is_wanted(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT);
    let Some(accept) = accept.and_then(|accept| accept.to_str().ok()) else {
        return false;
    };
    let mut kinds = accept.split(',').map(media_type);
    let decisive = kinds.find(|kind| is_html(kind) || is_json(kind));
    decisive.is_some_and(is_html)
}

/// A media type without its parameters.
pub(super) fn media_type(range: &str) -> &str {
    range.split(';').next().unwrap_or_default().trim()
}

fn is_html(kind: &str) -> bool {
    kind.eq_ignore_ascii_case("text/html")
}

/// Whether JSON would do.
fn is_json(kind: &str) -> bool {
    let is = |name: &str| kind.eq_ignore_ascii_case(name);
    let structured = kind
        .rsplit_once('+')
        .is_some_and(|(_, suffix)| suffix.eq_ignore_ascii_case("json"));
    is("*/*") || is("application/*") || is("application/json") || structured
}

/// The text as HTML, in elements and in quoted attributes.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn wanted(accept: &str) -> bool {
        let value = HeaderValue::try_from(accept).unwrap();
        is_wanted(&HeaderMap::from_iter([(header::ACCEPT, value)]))
    }

    #[test]
    fn browsers_that_navigate_get_a_page() {
        for accept in [
            "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8",
            "text/html",
            "application/xhtml+xml, Text/HTML;q=0.9, application/json",
        ] {
            assert!(wanted(accept), "{accept}");
        }
        for accept in [
            "*/*",
            "application/json, text/html",
            "application/problem+json, text/html",
            "application/json, text/plain, */*",
            "text/plain",
            "text/htmlx",
            "",
        ] {
            assert!(!wanted(accept), "{accept}");
        }
        assert!(!is_wanted(&HeaderMap::new()));
    }

    #[test]
    fn nothing_on_the_page_is_markup_of_others() {
        let hostile = "</pre><script>alert(\"1\")</script>&amp;'";
        let page = Page {
            status: StatusCode::SERVICE_UNAVAILABLE,
            code: hostile,
            message: hostile,
            detail: hostile,
        };
        let html = page.to_html();
        assert!(!html.contains("<script"), "{html}");
        let escaped = "&lt;/pre&gt;&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;amp;&#39;";
        assert_eq!(html.matches(escaped).count(), 4, "{html}");
        assert_eq!(html.matches("</pre>").count(), 1, "{html}");
    }

    #[test]
    fn a_page_without_code_and_detail_names_the_status() {
        let page = Page {
            status: StatusCode::NOT_FOUND,
            code: "",
            message: "Function not found",
            detail: "",
        };
        let html = page.to_html();
        assert!(html.contains("<title>404 Not Found</title>"), "{html}");
        assert!(!html.contains("<pre>"), "{html}");
    }
}
