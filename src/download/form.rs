//! Reads a form with the sources of a function.

use std::convert::Infallible;

use bytes::Bytes;
use futures_util::stream;
use multer::{Field, Multipart};
use percent_encoding::percent_decode_str;
use serde::Deserialize;

use super::Error;

/// The header that says more about a path than file names in forms can.
const PATH_HEADER: &str = "supabase-path";

/// What is in the form.
#[derive(Debug, Default)]
pub(super) struct Form {
    /// The entrypoint, as the server names it.
    pub(super) entrypoint: Option<String>,
    /// The files, with paths as the server has them.
    pub(super) files: Vec<(String, Bytes)>,
}

#[derive(Debug, Default, Deserialize)]
struct Metadata {
    deno2_entrypoint_path: Option<String>,
    entrypoint_path: Option<String>,
}

/// Everything in a form.
pub(super) async fn read(content_type: &str, body: Bytes) -> Result<Form, Error> {
    let boundary = multer::parse_boundary(content_type).map_err(|_| Error::NoBoundary)?;
    let body = stream::iter([Ok::<_, Infallible>(body)]);
    let mut parts = Multipart::new(body, boundary);
    let mut form = Form::default();
    while let Some(part) = parts.next_field().await.map_err(Error::Form)? {
        let path = path(&part);
        let is_metadata = part.name() == Some("metadata");
        let content = part.bytes().await.map_err(Error::Form)?;
        match path {
            Some(path) => form.files.push((path, content)),
            None if is_metadata => {
                // Metadata of another shape are none: the list of functions names the entrypoint, too.
                let metadata: Metadata = serde_json::from_slice(&content).unwrap_or_default();
                let entrypoint = metadata.deno2_entrypoint_path.or(metadata.entrypoint_path);
                form.entrypoint = entrypoint.filter(|path| !path.is_empty());
            }
            None => {}
        }
    }
    if form.files.is_empty() {
        return Err(Error::NoSources);
    }
    Ok(form)
}

fn path(part: &Field<'_>) -> Option<String> {
    let header = |name| part.headers().get(name)?.to_str().ok();
    let named = header(PATH_HEADER).map(str::to_owned);
    let extended = || header("content-disposition").and_then(extended_name);
    let path = named.or_else(extended);
    path.or_else(|| part.file_name().map(str::to_owned))
}

/// The value of `filename*=utf-8''…`.
fn extended_name(disposition: &str) -> Option<String> {
    let mut parameters = disposition.split(';');
    let value = parameters.find_map(|it| it.trim().strip_prefix("filename*="))?;
    let (charset, rest) = value.trim_matches('"').split_once('\'')?;
    let (_, name) = rest.split_once('\'')?;
    let is_known = ["utf-8", "us-ascii"]
        .iter()
        .any(|known| charset.eq_ignore_ascii_case(known));
    let name = percent_decode_str(name).decode_utf8().ok()?;
    is_known.then(|| name.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(parts: &[(&str, &str)]) -> Result<Form, Error> {
        let parts = parts
            .iter()
            .map(|(head, content)| format!("--x\r\n{head}\r\n\r\n{content}\r\n"));
        let body = format!("{}--x--\r\n", parts.collect::<String>());
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .unwrap();
        runtime.block_on(read("multipart/form-data; boundary=x", body.into()))
    }

    #[test]
    fn a_path_is_where_the_server_says_it() {
        let form = parsed(&[
            (
                "Content-Disposition: form-data; name=\"metadata\"",
                r#"{"deno2_entrypoint_path": "a.ts", "entrypoint_path": "b.ts"}"#,
            ),
            ("Content-Disposition: form-data; name=\"file\"; filename=\"a.ts\"\r\nSupabase-Path: c/a.ts", "1"),
            ("Content-Disposition: form-data; name=\"file\"; filename=\"x\"; filename*=UTF-8''%C3%A4/b%20c.ts", "2\r\n"),
            ("Content-Disposition: form-data; name=\"file\"; filename=\"d/e.ts\"", "--x"),
            ("Content-Disposition: form-data; name=\"other\"", "no file"),
        ])
        .unwrap();
        assert_eq!(form.entrypoint.as_deref(), Some("a.ts"));
        let files: Vec<(&str, &[u8])> = form
            .files
            .iter()
            .map(|(path, content)| (&**path, &**content))
            .collect();
        let expected: [(&str, &[u8]); 3] =
            [("c/a.ts", b"1"), ("ä/b c.ts", b"2\r\n"), ("d/e.ts", b"--x")];
        assert_eq!(files, expected);
    }

    #[test]
    fn a_form_without_files_is_none() {
        let metadata = ("Content-Disposition: form-data; name=\"metadata\"", "{}");
        assert!(matches!(parsed(&[metadata]), Err(Error::NoSources)));
    }
}
