//! Which headers pass the gateway, and which it adds.

use std::net::IpAddr;

use http::{HeaderMap, HeaderName, HeaderValue, Response, header};
use hyper::ext::ReasonPhrase;
use url::Url;

use super::{trust::Peer, upstream::Upstream};

/// What proves to a worker on loopback that a request comes from fx.
pub(super) const WORKER_SECRET: HeaderName = HeaderName::from_static("x-fx-worker-secret");
/// What tells a worker the id of a request; its bootstrap hides it from the function.
pub(super) const WORKER_REQUEST: HeaderName = HeaderName::from_static("x-fx-request");
/// Where a call says which worker makes it.
pub(super) const CALLER: HeaderName = HeaderName::from_static("x-fx-caller");
/// Where the incumbent's gateway puts the token that an API key stands for; it is not for functions.
const API_KEY: HeaderName = HeaderName::from_static("sb-api-key");
/// The clients and proxies that a request came by, the last one at the end.
pub(super) const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
/// The client, as some proxies say it.
pub(super) const REAL_IP: HeaderName = HeaderName::from_static("x-real-ip");
/// The host that a proxy in front of us was asked for.
const FORWARDED_HOST: HeaderName = HeaderName::from_static("x-forwarded-host");
/// The scheme that a proxy in front of us was asked with.
const FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");
/// What proxies say of their clients. Of anybody else, no function gets to see it.
const FORWARDED: [HeaderName; 6] = [
    FORWARDED_FOR,
    FORWARDED_HOST,
    FORWARDED_PROTO,
    HeaderName::from_static("x-forwarded-port"),
    REAL_IP,
    header::FORWARDED,
];
const KEEP_ALIVE: HeaderName = HeaderName::from_static("keep-alive");
const PROXY_CONNECTION: HeaderName = HeaderName::from_static("proxy-connection");
/// What a fx sets on requests to an upstream, and on every answer to a request for a service: so that none sends to
/// another, or to itself. That it is there is what counts.
pub(crate) const GATEWAY: HeaderName = HeaderName::from_static("x-fx-gateway");
/// Its value.
pub(crate) const SERVE: HeaderValue = HeaderValue::from_static("serve");
/// The region a client asks for, and the answer to it.
pub(super) const REGION: HeaderName = HeaderName::from_static("x-region");
/// The region that answered.
pub(super) const EDGE_REGION: HeaderName = HeaderName::from_static("x-sb-edge-region");
/// The id of the request.
pub(super) const REQUEST_ID: HeaderName = HeaderName::from_static("sb-request-id");
/// The id of the worker.
pub(super) const EXECUTION_ID: HeaderName = HeaderName::from_static("x-deno-execution-id");

/// Headers that no client sets for whoever answers it.
const OWN: [HeaderName; 4] = [WORKER_SECRET, WORKER_REQUEST, CALLER, API_KEY];

/// Headers that concern one connection only.
const HOP_BY_HOP: [HeaderName; 7] = [
    header::CONNECTION,
    KEEP_ALIVE,
    header::PROXY_AUTHENTICATE,
    header::PROXY_AUTHORIZATION,
    PROXY_CONNECTION,
    header::TE,
    header::UPGRADE,
];

/// The value of `Upgrade` when the message asks for, or grants, another protocol.
pub(super) fn upgrade(headers: &HeaderMap) -> Option<HeaderValue> {
    let asked = header_list(headers, &header::CONNECTION)
        .any(|option| option.eq_ignore_ascii_case("upgrade"));
    headers.get(header::UPGRADE).filter(|_| asked).cloned()
}

/// Removes what concerns one connection only. `Transfer-Encoding` is hyper's own business.
pub(super) fn remove_hop_by_hop(headers: &mut HeaderMap) {
    if headers.contains_key(header::CONNECTION) {
        let named: Vec<HeaderName> = header_list(headers, &header::CONNECTION)
            .filter_map(|name| name.parse().ok())
            .collect();
        for name in named {
            headers.remove(name);
        }
    }
    remove_all(headers, &HOP_BY_HOP);
}

/// Removes those of these headers that are there. Most are not, which a look at each name tells sooner than a search for
/// each of these.
fn remove_all(headers: &mut HeaderMap, names: &[HeaderName]) {
    if headers.keys().any(|name| names.contains(name)) {
        for name in names {
            headers.remove(name);
        }
    }
}

/// Puts the tag of a call where it belongs. `fetch` sends it as credentials for a proxy, for it follows redirects and
/// then sends all other headers on, wherever they lead.
pub(super) fn settle_tag(headers: &mut HeaderMap) {
    let Some(credentials) = headers.get(header::PROXY_AUTHORIZATION) else {
        return;
    };
    let text = credentials.to_str().unwrap_or_default();
    let tag = text
        .strip_prefix(CALLER.as_str())
        .and_then(|rest| rest.strip_prefix(' '));
    let Some(Ok(tag)) = tag.map(HeaderValue::try_from) else {
        return;
    };
    headers.remove(header::PROXY_AUTHORIZATION);
    headers.insert(CALLER, tag);
}

/// Makes a request's headers those that the worker gets.
pub(super) fn prepare_request(headers: &mut HeaderMap, peer: Peer) {
    remove_for_next_hop(headers, peer);
    headers.remove(header::TRAILER);
    blank_unprintable(headers);
    if let Some(host) = headers.get(FORWARDED_HOST).cloned() {
        headers.insert(header::HOST, host);
    }
    if !headers.contains_key(header::HOST) {
        headers.insert(header::HOST, HeaderValue::from_static("localhost"));
    }
    add_forwarded_for(headers, peer.address);
}

/// Makes a request's headers those that an upstream gets, whose `Host` is `authority` when it is not the client's.
pub(super) fn prepare_forwarded(
    headers: &mut HeaderMap,
    peer: Peer,
    authority: Option<&HeaderValue>,
    is_secure: bool,
) {
    let takes_trailers = header_list(headers, &header::TE).any(|coding| coding == "trailers");
    remove_for_next_hop(headers, peer);
    // The client was told to go on when its body was first wanted, so that nobody waits for it.
    headers.remove(header::EXPECT);
    if takes_trailers {
        headers.insert(header::TE, HeaderValue::from_static("trailers"));
    }
    let asked = headers.get(header::HOST).cloned();
    if let Some(host) = asked.clone()
        && !headers.contains_key(FORWARDED_HOST)
    {
        headers.insert(FORWARDED_HOST, host);
    }
    if !headers.contains_key(FORWARDED_PROTO) {
        let scheme = if is_secure { "https" } else { "http" };
        headers.insert(FORWARDED_PROTO, HeaderValue::from_static(scheme));
    }
    let localhost = HeaderValue::from_static("localhost");
    let host = authority.cloned().or(asked).unwrap_or(localhost);
    headers.insert(header::HOST, host);
    add_forwarded_for(headers, peer.address);
}

/// Removes what concerns one connection only, but for an upgrade, what passes between fx and its workers only, and what
/// nobody but trusted proxies may say.
fn remove_for_next_hop(headers: &mut HeaderMap, peer: Peer) {
    let upgrade = upgrade(headers);
    remove_hop_by_hop(headers);
    remove_all(headers, &OWN);
    if !peer.is_trusted {
        remove_all(headers, &FORWARDED);
    }
    if let Some(upgrade) = upgrade {
        headers.insert(header::CONNECTION, HeaderValue::from_static("upgrade"));
        headers.insert(header::UPGRADE, upgrade);
    }
}

/// Makes the headers of an upstream's answer those that the client gets: what leads to the upstream leads to fx, which
/// the client knows by `base`, and cookies of the upstream's host are cookies of the host that the client knows.
pub(super) fn prepare_answer(headers: &mut HeaderMap, upstream: &Upstream, base: &Base) {
    for name in [header::LOCATION, header::CONTENT_LOCATION] {
        let moved = headers.get(&name).and_then(|value| {
            let target = with_host(value.to_str().ok()?, upstream.url())?;
            let moved = upstream
                .is_at(&target)
                .then(|| moved(target, &base.to_url()?))?;
            HeaderValue::try_from(moved?.as_str()).ok()
        });
        if let Some(moved) = moved {
            headers.insert(name, moved);
        }
    }
    if let header::Entry::Occupied(mut cookies) = headers.entry(header::SET_COOKIE) {
        for cookie in cookies.iter_mut() {
            if let Some(own) = without_domain(cookie, upstream) {
                *cookie = own;
            }
        }
    }
}

/// The URL that a header of an answer names, if it names a host: what begins with two slashes has the scheme of the
/// server that was asked.
fn with_host(text: &str, asked: &Url) -> Option<Url> {
    match text.starts_with("//") {
        true => asked.join(text).ok(),
        false => Url::parse(text).ok(),
    }
}

/// The same below another origin.
fn moved(mut target: Url, base: &Url) -> Option<Url> {
    target.set_scheme(base.scheme()).ok()?;
    target.set_host(base.host_str()).ok()?;
    target.set_port(base.port()).ok()?;
    Some(target)
}

/// A cookie that names the upstream's host as its domain, without that; `None` when it does not.
fn without_domain(cookie: &HeaderValue, upstream: &Upstream) -> Option<HeaderValue> {
    let is_own = |attribute: &&[u8]| {
        // A name of a host is ASCII, whatever else the cookie holds.
        let attribute = str::from_utf8(attribute).ok();
        let domain = attribute.and_then(|attribute| attribute.split_once('='));
        let domain = domain.filter(|(name, _)| name.trim().eq_ignore_ascii_case("domain"));
        domain.is_some_and(|(_, domain)| upstream.is_in_domain(domain.trim()))
    };
    let mut parts = cookie.as_bytes().split(|byte| *byte == b';');
    let pair = parts.next()?;
    let (own, kept): (Vec<&[u8]>, Vec<&[u8]>) = parts.partition(is_own);
    if own.is_empty() {
        return None;
    }
    let kept: Vec<&[u8]> = std::iter::once(pair).chain(kept).collect();
    HeaderValue::from_bytes(&kept.join(&b';')).ok()
}

/// Where the client finds fx: what a trusted proxy says, else what the client itself has asked for. Few answers ask for
/// it, so that it is read then.
pub(super) struct Base {
    host: Option<HeaderValue>,
    forwarded_host: Option<HeaderValue>,
    forwarded_proto: Option<HeaderValue>,
    is_secure: bool,
}

impl Base {
    /// As the headers of a request have it.
    pub(super) fn of(headers: &HeaderMap, peer: Peer, is_secure: bool) -> Self {
        let said = |name| headers.get(name).filter(|_| peer.is_trusted).cloned();
        Self {
            host: headers.get(header::HOST).cloned(),
            forwarded_host: said(FORWARDED_HOST),
            forwarded_proto: said(FORWARDED_PROTO),
            is_secure,
        }
    }

    fn to_url(&self) -> Option<Url> {
        let host = outermost(&self.forwarded_host).or_else(|| outermost(&self.host))?;
        let own_scheme = if self.is_secure { "https" } else { "http" };
        let scheme = outermost(&self.forwarded_proto).unwrap_or(own_scheme);
        let base = Url::parse(&format!("{scheme}://{host}/")).ok()?;
        matches!(base.scheme(), "http" | "https").then_some(base)
    }
}

/// The first item of a header's value: what the outermost proxy says.
fn outermost(value: &Option<HeaderValue>) -> Option<&str> {
    let text = value.as_ref()?.to_str().ok()?;
    text.split(',').map(str::trim).find(|item| !item.is_empty())
}

/// Makes a function's answer what hosted functions give.
pub(super) fn prepare_response<B>(response: &mut Response<B>) {
    let headers = response.headers_mut();
    headers.remove(header::TRAILER);
    // The one of this request is its gateway's to say.
    headers.remove(REQUEST_ID);
    blank_unprintable(headers);
    // What is said of the status is what everybody says.
    response.extensions_mut().remove::<ReasonPhrase>();
}

/// Says who the client is, which functions learn by no other means, after what proxies in front of us said.
fn add_forwarded_for(headers: &mut HeaderMap, client: IpAddr) {
    let mut addresses = String::new();
    for earlier in header_list(headers, &FORWARDED_FOR).filter(|text| !text.is_empty()) {
        addresses.push_str(earlier);
        addresses.push_str(", ");
    }
    addresses.push_str(&client.to_string());
    let value = HeaderValue::try_from(addresses).expect("the parts are text of headers");
    headers.insert(FORWARDED_FOR, value);
}

/// Empties values that are not visible ASCII, as hosted workers do with those that come and those that go.
pub(super) fn blank_unprintable(headers: &mut HeaderMap) {
    for value in headers.values_mut() {
        if value.to_str().is_err() {
            *value = HeaderValue::from_static("");
        }
    }
}

/// What `Content-Type` has to be for `text/html` to be plain text, with its parameters; `None` when it is not HTML.
pub(super) fn plain_for_html(headers: &HeaderMap) -> Option<HeaderValue> {
    let value = headers.get(header::CONTENT_TYPE)?.to_str().ok()?;
    let (media_type, parameters) = value.split_at(value.find(';').unwrap_or(value.len()));
    let is_html = media_type.trim().eq_ignore_ascii_case("text/html");
    let plain = is_html.then(|| HeaderValue::try_from(format!("text/plain{parameters}")));
    plain?.ok()
}

/// The items of a header that is a list, of all its lines.
pub(super) fn header_list<'a>(
    headers: &'a HeaderMap,
    name: &HeaderName,
) -> impl Iterator<Item = &'a str> + use<'a> {
    let values = headers.get_all(name).into_iter();
    let texts = values.filter_map(|value| value.to_str().ok());
    texts.flat_map(|text| text.split(',')).map(str::trim)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prepared(is_trusted: bool, pairs: &[(&'static str, &'static str)]) -> Vec<(String, String)> {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append(*name, HeaderValue::from_static(value));
        }
        let peer = Peer {
            address: "192.0.2.9".parse().unwrap(),
            is_here: false,
            is_trusted,
        };
        prepare_request(&mut headers, peer);
        let mut pairs: Vec<_> = headers
            .iter()
            .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()))
            .collect();
        pairs.sort();
        pairs
    }

    fn pair(name: &str, value: &str) -> (String, String) {
        (name.to_owned(), value.to_owned())
    }

    #[test]
    fn hop_by_hop_headers_and_those_named_by_connection_are_removed() {
        let found = prepared(
            false,
            &[
                ("host", "a"),
                ("connection", "keep-alive, x-secret"),
                ("x-secret", "1"),
                ("te", "trailers"),
                ("x-kept", "2"),
                ("sb-api-key", "Bearer a"),
                ("x-fx-request", "forged"),
                ("x-fx-request", "twice"),
                ("x-fx-caller", "forged"),
                ("x-fx-worker-secret", "forged"),
            ],
        );
        let expected = [
            pair("host", "a"),
            pair("x-forwarded-for", "192.0.2.9"),
            pair("x-kept", "2"),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn the_tag_of_a_call_is_found_where_fetch_puts_it() {
        for (given, tag, rest) in [
            ("x-fx-caller a.b", Some("a.b"), None),
            ("x-fx-callera", Some("forged"), Some("x-fx-callera")),
            ("Basic a", Some("forged"), Some("Basic a")),
        ] {
            let mut headers = HeaderMap::new();
            headers.append(CALLER, HeaderValue::from_static("forged"));
            headers.append(header::PROXY_AUTHORIZATION, HeaderValue::from_static(given));
            settle_tag(&mut headers);
            let text = |name: &HeaderName| Some(headers.get(name)?.to_str().unwrap());
            assert_eq!(text(&CALLER), tag, "{given}");
            assert_eq!(text(&header::PROXY_AUTHORIZATION), rest, "{given}");
        }
    }

    #[test]
    fn the_client_finds_fx_where_it_asked_or_where_a_trusted_proxy_was_asked() {
        let sent = [
            ("host", "127.0.0.1:54321"),
            ("x-forwarded-host", "app.test, inner.test"),
            ("x-forwarded-proto", "https"),
        ];
        let headers = sent.map(|(name, value)| {
            let name = HeaderName::from_static(name);
            (name, HeaderValue::from_static(value))
        });
        let headers = HeaderMap::from_iter(headers);
        let found = |is_trusted| {
            let address = "192.0.2.9".parse().unwrap();
            let peer = Peer {
                address,
                is_here: false,
                is_trusted,
            };
            let base = Base::of(&headers, peer, false);
            base.to_url().unwrap().to_string()
        };
        assert_eq!(found(true), "https://app.test/");
        assert_eq!(found(false), "http://127.0.0.1:54321/");
    }

    #[test]
    fn html_becomes_plain_text() {
        for (html, plain) in [
            ("text/html", Some("text/plain")),
            (
                "Text/HTML ; charset=utf-8; x=1",
                Some("text/plain; charset=utf-8; x=1"),
            ),
            ("text/htmlx", None),
            ("application/json; x=text/html", None),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(html));
            let found = plain_for_html(&headers);
            assert_eq!(found, plain.map(HeaderValue::from_static), "{html}");
        }
    }

    #[test]
    fn upgrades_pass_the_host_that_a_proxy_was_asked_for_wins_and_the_client_is_told() {
        let found = prepared(
            true,
            &[
                ("host", "a"),
                ("x-forwarded-host", "b"),
                ("x-forwarded-for", "198.51.100.1, 198.51.100.2"),
                ("connection", "Upgrade"),
                ("upgrade", "websocket"),
            ],
        );
        let passed = "198.51.100.1, 198.51.100.2, 192.0.2.9";
        for wanted in [
            pair("upgrade", "websocket"),
            pair("host", "b"),
            pair("x-forwarded-for", passed),
        ] {
            assert!(found.contains(&wanted), "{found:?}");
        }
    }

    #[test]
    fn only_trusted_proxies_say_who_their_client_is() {
        let sent = [
            ("host", "a"),
            ("x-forwarded-host", "evil.example"),
            ("x-forwarded-for", "198.51.100.1"),
            ("x-forwarded-proto", "https"),
            ("x-forwarded-port", "443"),
            ("x-real-ip", "198.51.100.1"),
            ("forwarded", "for=198.51.100.1"),
        ];
        let expected = [pair("host", "a"), pair("x-forwarded-for", "192.0.2.9")];
        assert_eq!(prepared(false, &sent), expected);
        let believed = prepared(true, &sent);
        assert_eq!(believed.len(), sent.len());
        assert!(
            believed.contains(&pair("host", "evil.example")),
            "{believed:?}"
        );
        assert!(
            believed.contains(&pair("x-forwarded-proto", "https")),
            "{believed:?}"
        );
    }
}
