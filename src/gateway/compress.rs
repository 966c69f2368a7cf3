//! Compression of what functions answer, by the rule of hosted workers: what a client takes, what is worth it, and
//! [`Compressed`], the body that results.
//!
//! An encoder gives out what it has as soon as the worker pauses, so an event of a stream reaches its client at once,
//! while bodies that come fast are compressed as well as in one piece.

use std::{
    io::Write as _,
    mem,
    task::{Context, Poll},
};

use brotli::{CompressorWriter, enc::BrotliEncoderParams};
use bytes::Bytes;
use flate2::write::GzEncoder;
use http::{HeaderMap, HeaderValue, Method, StatusCode, header};

use super::{body::StreamedBody, headers::header_list};

/// Up to this many bytes, a body is left as it is.
const SMALL: u64 = 20;
/// For bodies of known length; streams get the fastest.
const BROTLI_QUALITY: i32 = 6;
const BROTLI_WINDOW: i32 = 22;
const BROTLI_BUFFER: usize = 4096;
const ACCEPT_ENCODING: HeaderValue = HeaderValue::from_static("Accept-Encoding");

/// The media types that hosted workers compress, besides those that end in `+json` and `+xml`. `text/event-stream` is
/// not among them.
const COMPRESSIBLE: &[&str] = &[
    "application/dart",
    "application/ecmascript",
    "application/javascript",
    "application/json",
    "application/postscript",
    "application/raml+yaml",
    "application/rtf",
    "application/tar",
    "application/toml",
    "application/vnd.dart",
    "application/vnd.ms-fontobject",
    "application/vnd.ms-opentype",
    "application/wasm",
    "application/x-httpd-php",
    "application/x-javascript",
    "application/x-ns-proxy-autoconfig",
    "application/x-sh",
    "application/x-tar",
    "application/x-www-form-urlencoded",
    "application/xml",
    "application/xml-dtd",
    "font/otf",
    "font/ttf",
    "image/bmp",
    "image/vnd.adobe.photoshop",
    "image/x-icon",
    "image/x-ms-bmp",
    "message/rfc822",
    "model/gltf-binary",
    "text/cache-manifest",
    "text/calender",
    "text/cmd",
    "text/css",
    "text/csv",
    "text/html",
    "text/javascript",
    "text/jsx",
    "text/less",
    "text/markdown",
    "text/mdx",
    "text/n3",
    "text/plain",
    "text/richtext",
    "text/rtf",
    "text/tab-separated-values",
    "text/uri-list",
    "text/vcard",
    "text/vtt",
    "text/x-gwt-rpc",
    "text/x-jquery-tmpl",
    "text/x-markdown",
    "text/x-org",
    "text/x-processing",
    "text/x-suse-ymp",
    "text/xml",
    "text/yaml",
    "x-shader/x-fragment",
    "x-shader/x-vertex",
];

/// How the answer to one request may be compressed.
#[derive(Debug, Clone, Copy)]
pub(super) enum Compression {
    /// Answers pass as they are.
    Off,
    /// Answers depend on what clients accept, and this one accepts nothing of use.
    Unwanted,
    /// The client would rather have it so.
    Wanted(Encoding),
}

/// A content coding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encoding {
    Brotli,
    Gzip,
}

impl Compression {
    /// What the client asks for.
    pub(super) fn of(method: &Method, headers: &HeaderMap) -> Self {
        if *method == Method::HEAD {
            return Self::Unwanted;
        }
        accepted(headers).map_or(Self::Unwanted, Self::Wanted)
    }

    /// Makes the headers of a response those that the client gets. The body, of which the length may be known, has to
    /// go through the encoder if there is one.
    pub(super) fn apply(
        self,
        status: StatusCode,
        headers: &mut HeaderMap,
        length: Option<u64>,
    ) -> Option<Encoder> {
        if matches!(self, Self::Off) {
            return None;
        }
        vary(headers);
        let Self::Wanted(encoding) = self else {
            return None;
        };
        if !may_have_body(status)
            || length.is_some_and(|length| length <= SMALL)
            || !is_compressible(headers)
        {
            return None;
        }
        headers.remove(header::CONTENT_LENGTH);
        headers.insert(header::CONTENT_ENCODING, encoding.name());
        weaken_etag(headers);
        Some(Encoder::new(encoding, length))
    }
}

impl Encoding {
    fn name(self) -> HeaderValue {
        HeaderValue::from_static(match self {
            Self::Brotli => "br",
            Self::Gzip => "gzip",
        })
    }
}

/// What the client ranks highest of what there is, the first among equals. As hosted, `identity` has no rank.
fn accepted(headers: &HeaderMap) -> Option<Encoding> {
    let (mut best, mut highest) = (None, 0);
    for item in header_list(headers, &header::ACCEPT_ENCODING) {
        let (coding, parameters) = item.split_once(';').unwrap_or((item, ""));
        let encoding = match coding.trim() {
            coding if coding.eq_ignore_ascii_case("br") => Encoding::Brotli,
            coding if coding.eq_ignore_ascii_case("gzip") => Encoding::Gzip,
            _ => continue,
        };
        let rank = quality(parameters);
        if rank > highest {
            (best, highest) = (Some(encoding), rank);
        }
    }
    best
}

/// The `q` of an item in thousandths (RFC 9110 §12.4.2); 0 when it is none.
fn quality(parameters: &str) -> u16 {
    let Some((_, value)) = parameters
        .split(';')
        .filter_map(|parameter| parameter.split_once('='))
        .find(|(name, _)| name.trim().eq_ignore_ascii_case("q"))
    else {
        return 1000;
    };
    let value = value.trim().parse::<f32>().unwrap_or_default();
    // Casts of floats saturate, and what is no number becomes 0.
    (value.clamp(0.0, 1.0) * 1000.0).round() as u16
}

fn may_have_body(status: StatusCode) -> bool {
    !status.is_informational()
        && status != StatusCode::NO_CONTENT
        && status != StatusCode::RESET_CONTENT
        && status != StatusCode::NOT_MODIFIED
}

fn is_compressible(headers: &HeaderMap) -> bool {
    let content_type = headers.get(header::CONTENT_TYPE);
    let content_type = content_type.and_then(|value| value.to_str().ok());
    content_type.is_some_and(is_compressible_type)
        && !headers.contains_key(header::CONTENT_ENCODING)
        && !headers.contains_key(header::CONTENT_RANGE)
        && !header_list(headers, &header::CACHE_CONTROL)
            .any(|directive| directive.eq_ignore_ascii_case("no-transform"))
}

fn is_compressible_type(content_type: &str) -> bool {
    let media_type = content_type.split(';').next().unwrap_or_default().trim();
    let suffix = media_type.rsplit_once('+').map_or("", |(_, suffix)| suffix);
    ["json", "xml"]
        .iter()
        .any(|known| suffix.eq_ignore_ascii_case(known))
        || COMPRESSIBLE
            .iter()
            .any(|known| media_type.eq_ignore_ascii_case(known))
}

/// Says that the answer depends on what the client accepts, whether or not this one does.
fn vary(headers: &mut HeaderMap) {
    if !headers.contains_key(header::VARY) {
        headers.insert(header::VARY, ACCEPT_ENCODING);
        return;
    }
    let says_so = header_list(headers, &header::VARY)
        .any(|name| name == "*" || name.eq_ignore_ascii_case("accept-encoding"));
    if says_so {
        return;
    }
    // One line, because some caches look at no more.
    let mut names = ACCEPT_ENCODING.as_bytes().to_vec();
    for value in headers.get_all(header::VARY) {
        names.extend_from_slice(b", ");
        names.extend_from_slice(value.as_bytes());
    }
    if let Ok(names) = HeaderValue::from_bytes(&names) {
        headers.insert(header::VARY, names);
    }
}

/// The bytes are no longer those that a strong tag stands for.
fn weaken_etag(headers: &mut HeaderMap) {
    let Some(tag) = headers.get_mut(header::ETAG) else {
        return;
    };
    if tag.as_bytes().starts_with(b"\"")
        && let Ok(weak) = HeaderValue::from_bytes(&[b"W/", tag.as_bytes()].concat())
    {
        *tag = weak;
    }
}

/// Compresses bytes as they come.
pub(super) enum Encoder {
    Brotli(Box<CompressorWriter<Vec<u8>>>),
    Gzip(Box<GzEncoder<Vec<u8>>>),
}

/// Why nothing can fail to be written.
const TAKES_ALL: &str = "a vector takes everything";

impl Encoder {
    fn new(encoding: Encoding, length: Option<u64>) -> Self {
        match encoding {
            Encoding::Brotli => {
                let params = BrotliEncoderParams {
                    quality: length.map_or(0, |_| BROTLI_QUALITY),
                    lgwin: BROTLI_WINDOW,
                    size_hint: length
                        .map_or(0, |length| usize::try_from(length).unwrap_or(usize::MAX)),
                    ..BrotliEncoderParams::default()
                };
                let writer = CompressorWriter::with_params(Vec::new(), BROTLI_BUFFER, &params);
                Self::Brotli(Box::new(writer))
            }
            Encoding::Gzip => {
                let level = flate2::Compression::fast();
                Self::Gzip(Box::new(GzEncoder::new(Vec::new(), level)))
            }
        }
    }

    /// Takes bytes; what comes out may be nothing yet.
    fn write(&mut self, bytes: &[u8]) -> Bytes {
        match self {
            Self::Brotli(writer) => writer.write_all(bytes),
            Self::Gzip(writer) => writer.write_all(bytes),
        }
        .expect(TAKES_ALL);
        self.take()
    }

    /// Everything that was taken can be read from what has come out.
    fn flush(&mut self) -> Bytes {
        match self {
            Self::Brotli(writer) => writer.flush(),
            Self::Gzip(writer) => writer.flush(),
        }
        .expect(TAKES_ALL);
        self.take()
    }

    fn take(&mut self) -> Bytes {
        let written = match self {
            Self::Brotli(writer) => writer.get_mut(),
            Self::Gzip(writer) => writer.get_mut(),
        };
        mem::take(written).into()
    }

    fn finish(self) -> Bytes {
        match self {
            Self::Brotli(writer) => writer.into_inner(),
            Self::Gzip(writer) => writer.finish().expect(TAKES_ALL),
        }
        .into()
    }
}

/// A worker's body, compressed.
pub(super) struct Compressed {
    body: StreamedBody,
    /// `None` after the end.
    encoder: Option<Encoder>,
    /// Whether the encoder holds bytes back.
    holds: bool,
}

impl Compressed {
    /// The body, to be read through the encoder.
    pub(super) fn new(body: StreamedBody, encoder: Encoder) -> Self {
        Self {
            body,
            encoder: Some(encoder),
            holds: false,
        }
    }

    /// The next bytes for the client.
    pub(super) fn poll_bytes(
        &mut self,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, hyper::Error>>> {
        loop {
            let Some(encoder) = &mut self.encoder else {
                return Poll::Ready(None);
            };
            let bytes = match self.body.poll_to_end(cx) {
                Poll::Ready(Some(Ok(frame))) => match frame.into_data() {
                    Ok(data) => {
                        self.holds = true;
                        encoder.write(&data)
                    }
                    // hyper would not send trailers either: `Trailer` is a header of one connection.
                    Err(_) => continue,
                },
                Poll::Ready(Some(Err(error))) => {
                    self.encoder = None;
                    return Poll::Ready(Some(Err(error)));
                }
                Poll::Ready(None) => {
                    let rest = self.encoder.take().map(Encoder::finish);
                    return Poll::Ready(rest.map(Ok));
                }
                Poll::Pending if mem::take(&mut self.holds) => encoder.flush(),
                Poll::Pending => return Poll::Pending,
            };
            if !bytes.is_empty() {
                return Poll::Ready(Some(Ok(bytes)));
            }
        }
    }

    /// Whether everything was given out.
    pub(super) fn is_at_end(&self) -> bool {
        self.encoder.is_none()
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append(*name, HeaderValue::from_static(value));
        }
        headers
    }

    #[test]
    fn the_client_ranks_and_the_first_wins_among_equals() {
        let cases = [
            ("gzip, deflate, br", Some(Encoding::Gzip)),
            ("br, gzip", Some(Encoding::Brotli)),
            ("GZIP", Some(Encoding::Gzip)),
            ("gzip;q=0.9, br;q=0.8", Some(Encoding::Gzip)),
            ("gzip;q=0.5, br; Q=0.5", Some(Encoding::Gzip)),
            ("gzip;q=0.5, br; Q=0.6", Some(Encoding::Brotli)),
            ("br;q=0, gzip;q=0.001", Some(Encoding::Gzip)),
            ("identity, gzip", Some(Encoding::Gzip)),
            ("identity, gzip;q=0.5", Some(Encoding::Gzip)),
            ("identity;q=0.5, gzip;q=0.8", Some(Encoding::Gzip)),
            ("identity;q=0, br", Some(Encoding::Brotli)),
            ("br;q=0", None),
            ("gzip;q=high", None),
            ("deflate, zstd", None),
            ("*", None),
            ("", None),
        ];
        for (accept, expected) in cases {
            let found = accepted(&headers(&[("accept-encoding", accept)]));
            assert_eq!(found, expected, "{accept}");
        }
        let lines = [("accept-encoding", "gzip"), ("accept-encoding", "br")];
        assert_eq!(accepted(&headers(&lines)), Some(Encoding::Gzip));
        assert_eq!(accepted(&HeaderMap::new()), None);
    }

    #[test]
    fn the_hosted_list_decides_about_media_types() {
        for media_type in [
            "application/json",
            "text/PLAIN; charset=utf-8",
            "image/svg+xml",
            "application/wasm",
            "application/problem+json;v=1",
            "text/javascript",
        ] {
            assert!(is_compressible_type(media_type), "{media_type}");
        }
        for media_type in [
            "image/png",
            "text/event-stream",
            "application/octet-stream",
            "text",
            "",
        ] {
            assert!(!is_compressible_type(media_type), "{media_type}");
        }
    }

    #[test]
    fn vary_is_added_once_to_what_is_there() {
        let cases: [(&[&'static str], &[&str]); 5] = [
            (&[], &["Accept-Encoding"]),
            (&["*"], &["*"]),
            (&["Origin, accept-encoding"], &["Origin, accept-encoding"]),
            (&["Origin"], &["Accept-Encoding, Origin"]),
            (
                &["Origin", "X-Accept-Encoding"],
                &["Accept-Encoding, Origin, X-Accept-Encoding"],
            ),
        ];
        for (given, expected) in cases {
            let given: Vec<_> = given.iter().map(|value| ("vary", *value)).collect();
            let mut headers = headers(&given);
            vary(&mut headers);
            let found: Vec<_> = headers.get_all("vary").iter().collect();
            assert_eq!(found, expected);
        }
    }

    #[test]
    fn only_what_may_be_changed_and_is_worth_it_is_compressed() {
        let json = ("content-type", "application/json");
        let apply = |status: u16, more: &[(&'static str, &'static str)], length| {
            let mut headers = headers(&[&[json], more].concat());
            let status = StatusCode::from_u16(status).unwrap();
            let wanted = Compression::Wanted(Encoding::Gzip);
            let encoder = wanted.apply(status, &mut headers, length);
            assert_eq!(headers["vary"], "Accept-Encoding");
            encoder.is_some()
        };
        assert!(apply(200, &[], Some(21)));
        assert!(apply(500, &[], None));
        assert!(!apply(200, &[], Some(20)));
        for status in [204, 205, 304] {
            assert!(!apply(status, &[], None), "{status}");
        }
        for header in [
            ("content-encoding", "identity"),
            ("content-range", "bytes 0-99/200"),
            ("cache-control", "private, No-Transform"),
        ] {
            assert!(!apply(200, &[header], Some(100)), "{header:?}");
        }
        let unwanted = Compression::of(&Method::HEAD, &headers(&[("accept-encoding", "gzip")]));
        assert!(matches!(unwanted, Compression::Unwanted));
    }

    #[test]
    fn headers_tell_of_the_new_body() {
        let mut headers = headers(&[
            ("content-type", "application/json"),
            ("content-length", "100"),
            ("etag", "\"abc\""),
        ]);
        let wanted = Compression::Wanted(Encoding::Brotli);
        assert!(
            wanted
                .apply(StatusCode::OK, &mut headers, Some(100))
                .is_some()
        );
        assert_eq!(headers["content-encoding"], "br");
        assert_eq!(headers["etag"], "W/\"abc\"");
        assert!(!headers.contains_key("content-length"));
        weaken_etag(&mut headers);
        assert_eq!(headers["etag"], "W/\"abc\"");
    }

    #[test]
    fn what_was_flushed_can_be_read_before_the_end() {
        for (encoding, length) in [
            (Encoding::Gzip, None),
            (Encoding::Brotli, None),
            (Encoding::Brotli, Some(1000)),
        ] {
            let mut encoder = Encoder::new(encoding, length);
            let mut bytes = encoder.write(b"first event").to_vec();
            bytes.extend(encoder.flush());
            let mut text = [0; 11];
            let (mut gzip, mut brotli);
            let reader: &mut dyn Read = match encoding {
                Encoding::Gzip => {
                    gzip = flate2::read::GzDecoder::new(&bytes[..]);
                    &mut gzip
                }
                Encoding::Brotli => {
                    brotli = brotli::Decompressor::new(&bytes[..], 4096);
                    &mut brotli
                }
            };
            reader.read_exact(&mut text).unwrap();
            assert_eq!(&text, b"first event", "{encoding:?} {length:?}");
        }
    }
}
