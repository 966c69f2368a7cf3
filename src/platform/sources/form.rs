//! A function's body as a form with the sources it was made of.

use anyhow::Context as _;
use bytes::Bytes;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;

use crate::{
    bundle::{Bundle, Code, Unpacked, decompress, unpack},
    platform::names,
};

/// More bytes than any function has, decompressed.
const MAX_BYTES: u64 = 512 << 20;
/// What `filename*` has as it is (RFC 8187), besides letters and digits. Slashes are read by everybody.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'/')
    .remove(b'.')
    .remove(b'-')
    .remove(b'_');

/// An answer with files.
#[derive(Debug, Clone)]
pub(in crate::platform) struct Form {
    /// Its `Content-Type`.
    pub(in crate::platform) content_type: String,
    /// Its bytes.
    pub(in crate::platform) body: Bytes,
}

/// What goes with the files.
#[derive(Debug, Serialize)]
struct Metadata<'a> {
    deno2_entrypoint_path: &'a str,
    entrypoint_path: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    import_map_path: Option<&'a str>,
    static_patterns: &'a [String],
}

/// The sources that `body` was made of, which is a bundle with or without the frame of uploads.
pub(in crate::platform) fn form(body: &[u8]) -> anyhow::Result<Form> {
    let eszip = decompress(body, MAX_BYTES).context("failed to decompress a body")?;
    let bundle = Bundle::read(&eszip).context("failed to read a body")?;
    let unpacked = unpack(&bundle, Code::Original).context("failed to restore sources")?;
    let boundary = format!("fx-{}", names::random_text::<16>());
    Ok(Form {
        body: encode(&unpacked, &boundary)?.into(),
        content_type: format!("multipart/form-data; boundary={boundary}"),
    })
}

fn encode(unpacked: &Unpacked<'_>, boundary: &str) -> anyhow::Result<Vec<u8>> {
    let entrypoint = unpacked.entrypoint.as_deref();
    let entrypoint = entrypoint.context("the body does not say where it starts")?;
    let metadata = Metadata {
        deno2_entrypoint_path: entrypoint,
        entrypoint_path: entrypoint,
        import_map_path: unpacked.import_map.as_deref(),
        static_patterns: &unpacked.static_files,
    };
    let size: usize = unpacked.files.iter().map(|it| it.content.len() + 512).sum();
    let mut body = Vec::with_capacity(size);
    let content = serde_json::to_vec(&metadata).expect("our records serialise");
    part(&mut body, boundary, "name=\"metadata\"", &content);
    for file in &unpacked.files {
        part(&mut body, boundary, &head(&file.path), &file.content);
    }
    body.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    Ok(body)
}

fn part(body: &mut Vec<u8>, boundary: &str, head: &str, content: &[u8]) {
    let head = format!("--{boundary}\r\nContent-Disposition: form-data; {head}\r\n\r\n");
    body.extend_from_slice(head.as_bytes());
    body.extend_from_slice(content);
    body.extend_from_slice(b"\r\n");
}

/// Where a file belongs. Clients read nothing but ASCII in headers for certain; a path has no control characters.
fn head(path: &str) -> String {
    const TYPE: &str = "Content-Type: application/octet-stream";
    if path.is_ascii() {
        let quoted = path.replace('"', "%22");
        return format!("name=\"file\"; filename=\"{quoted}\"\r\nSupabase-Path: {path}\r\n{TYPE}");
    }
    let encoded = utf8_percent_encode(path, PLAIN);
    format!("name=\"file\"; filename=\"{encoded}\"; filename*=UTF-8''{encoded}\r\n{TYPE}")
}

#[cfg(test)]
mod tests;
