//! The body of a deploy of sources: `multipart/form-data`, in memory, so that it can be sent again as it is.

use bytes::Bytes;
use uuid::Uuid;

use crate::api_types::DeployMetadata;

/// A file of a function.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SourceFile {
    /// Relative to the project, with slashes.
    pub(crate) path: String,
    /// What is in it.
    pub(crate) content: Bytes,
}

/// The body and its content type.
pub(super) fn encode(metadata: &DeployMetadata, files: &[SourceFile]) -> (Bytes, String) {
    let boundary = format!("fx-{}", Uuid::new_v4().simple());
    let size: usize = files.iter().map(|file| file.content.len() + 256).sum();
    let mut body = Vec::with_capacity(size + 1024);
    let metadata = serde_json::to_vec(metadata).expect("our records serialise");
    part(&mut body, &boundary, "name=\"metadata\"", &metadata);
    for file in files {
        let place = format!(
            "name=\"file\"; filename=\"{}\"\r\nContent-Type: application/octet-stream",
            quoted(&file.path)
        );
        part(&mut body, &boundary, &place, &file.content);
    }
    body.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    (
        body.into(),
        format!("multipart/form-data; boundary={boundary}"),
    )
}

fn part(body: &mut Vec<u8>, boundary: &str, place: &str, content: &[u8]) {
    let head = format!("--{boundary}\r\nContent-Disposition: form-data; {place}\r\n\r\n");
    body.extend_from_slice(head.as_bytes());
    body.extend_from_slice(content);
    body.extend_from_slice(b"\r\n");
}

/// As browsers do it: nothing in a path ends the quotes or the line.
fn quoted(path: &str) -> String {
    path.replace('"', "%22")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_cannot_leave_its_header() {
        let file = SourceFile {
            path: "a\"\r\nX-Evil: 1".to_owned(),
            content: Bytes::from_static(b"1"),
        };
        let (body, _) = encode(&DeployMetadata::default(), &[file]);
        let body = String::from_utf8(body.to_vec()).unwrap();
        assert!(
            body.contains("filename=\"a%22%0D%0AX-Evil: 1\"\r\n"),
            "{body}"
        );
    }
}
