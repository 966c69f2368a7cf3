//! Forms as clients send them, and as nobody should.

use std::convert::Infallible;

use futures_util::stream;

use super::*;

const ENTRYPOINT: &str = "supabase/functions/hello/index.ts";

fn file(path: &str, content: &str) -> String {
    format!(
        "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{path}\"\r\n\
        Content-Type: application/octet-stream\r\n\r\n{content}\r\n"
    )
}

fn metadata(json: &str) -> String {
    format!("--x\r\nContent-Disposition: form-data; name=\"metadata\"\r\n\r\n{json}\r\n")
}

fn usual() -> String {
    metadata(&format!(r#"{{"entrypoint_path": "{ENTRYPOINT}"}}"#))
}

async fn received(parts: &[String], uploads: &Path) -> Result<Upload, SourcesError> {
    let body = format!("{}--x--\r\n", parts.concat());
    // Nothing depends on where the body is cut.
    let chunks: Vec<_> = body
        .as_bytes()
        .chunks(7)
        .map(Bytes::copy_from_slice)
        .map(Ok::<_, Infallible>)
        .collect();
    Upload::receive(Multipart::new(stream::iter(chunks), "x"), uploads).await
}

/// Waits until a directory is empty: what is in it is removed on another thread.
pub(in crate::platform::sources) async fn await_empty(directory: &Path) {
    for _ in 0..10_000 {
        if std::fs::read_dir(directory).unwrap().next().is_none() {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(1)).await;
    }
    panic!("`{}` is never empty", directory.display());
}

async fn refusal(parts: &[String]) -> SourcesError {
    let uploads = tempfile::tempdir().unwrap();
    let error = received(parts, uploads.path()).await.unwrap_err();
    // Nothing is left of what is refused.
    await_empty(uploads.path()).await;
    error
}

#[tokio::test]
async fn parts_come_in_any_order() {
    let uploads = tempfile::tempdir().unwrap();
    let sent = metadata(&format!(
        r#"{{"entrypoint_path": "./{ENTRYPOINT}", "import_map_path": "", "static_patterns": ["a/*"],
            "verify_jwt": false, "name": "Hello", "new": 1}}"#
    ));
    let files = [
        file(ENTRYPOINT, "export {};\r\n"),
        file("./supabase/functions/_shared/ü %22.ts", "--x"),
        file(ENTRYPOINT, "the last counts"),
        file("a/.npmrc", ""),
    ];
    let other = "--x\r\nContent-Disposition: form-data; name=\"other\"\r\n\r\n1\r\n".to_owned();
    let first = [std::slice::from_ref(&sent), &files[..]].concat();
    let last = [&files[..], &[other, sent]].concat();
    for parts in [first, last] {
        let upload = received(&parts, uploads.path()).await.unwrap();
        let files = upload.directory().join(FILES);
        let read = |path: &str| std::fs::read_to_string(files.join(path)).unwrap();
        assert_eq!(read(ENTRYPOINT), "the last counts");
        assert_eq!(read("supabase/functions/_shared/ü \".ts"), "--x");
        assert_eq!(upload.metadata.entrypoint_path, ENTRYPOINT);
        assert_eq!(upload.metadata.static_patterns, ["a/*"]);
        assert_eq!(upload.metadata.verify_jwt, Some(false));
        assert_eq!(upload.metadata.name.as_deref(), Some("Hello"));
        assert!(upload.has_npmrc);
    }
    await_empty(uploads.path()).await;
}

#[tokio::test]
async fn metadata_of_a_browser_are_a_file() {
    let uploads = tempfile::tempdir().unwrap();
    let blob = usual().replace("\"metadata\"", "\"metadata\"; filename=\"blob\"");
    let upload = received(&[file(ENTRYPOINT, ""), blob], uploads.path()).await;
    assert_eq!(upload.unwrap().metadata.entrypoint_path, ENTRYPOINT);
}

#[tokio::test]
async fn names_that_lead_elsewhere_are_refused() {
    let long = "a/".repeat(600);
    for (path, problem) in [
        ("../secrets.ts", "leads out"),
        ("a/../../b.ts", "leads out"),
        ("/etc/passwd", "empty name"),
        ("C:\\x.ts", "drive"),
        ("a\0.ts", "cannot be read"),
        ("nul.ts", "device"),
        ("a//b.ts", "empty name"),
        ("", "empty name"),
        (&long, "more than 1024 bytes"),
        (&"a".repeat(256), "more than 255 bytes"),
        ("SUPABASE/x.ts", "beside"),
        ("supabase", "beside"),
        ("supabase/functions/hello/index.ts/x", "beside"),
    ] {
        let error = refusal(&[file(ENTRYPOINT, ""), file(path, ""), usual()]).await;
        assert!(matches!(error, SourcesError::Bad(_)), "{path}: {error:?}");
        assert!(error.to_string().contains(problem), "{path}: {error}");
    }
}

#[tokio::test]
async fn what_is_not_whole_is_refused() {
    let hello = || file(ENTRYPOINT, "");
    let nameless = hello().replace(&format!("; filename=\"{ENTRYPOINT}\""), "");
    for (parts, problem) in [
        (vec![hello()], "no `metadata`"),
        (vec![hello(), usual(), usual()], "twice"),
        (
            vec![hello(), metadata("{}")],
            "missing field `entrypoint_path`",
        ),
        (vec![hello(), metadata("[")], "`metadata` is wrong"),
        (vec![usual()], "none of the 0 uploaded files"),
        (vec![nameless, usual()], "no file name"),
        (vec!["--x\r\nContent".to_owned()], "cannot be read"),
        (
            vec![hello(), metadata(r#"{"entrypoint_path": "../index.ts"}"#)],
            "`entrypoint_path` is `../index.ts`",
        ),
    ] {
        let error = refusal(&parts).await;
        assert!(matches!(error, SourcesError::Bad(_)), "{error:?}");
        assert!(error.to_string().contains(problem), "{error}");
    }
}

#[tokio::test]
async fn too_much_is_refused() {
    let large = "x".repeat(MAX_BYTES / 2 + 1);
    let bytes = [file("a.ts", &large), file("b.ts", &large)];
    let files: Vec<String> = (0..=MAX_FILES)
        .map(|number| file(&number.to_string(), ""))
        .chain([usual()])
        .collect();
    let long = [metadata(&"x".repeat(MAX_METADATA + 1))];
    for (parts, problem) in [
        (&bytes[..], "more than 20 MB"),
        (&files[..], "more than 5000 files"),
        (&long[..], "more than 1048576 bytes"),
    ] {
        let error = refusal(parts).await;
        assert!(matches!(error, SourcesError::TooLarge(_)), "{error:?}");
        assert!(error.to_string().contains(problem), "{error}");
    }
}

#[tokio::test]
async fn text_is_an_upload_and_leftovers_are_removed() {
    let uploads = tempfile::tempdir().unwrap();
    let upload = Upload::of_text(uploads.path(), "export {};").unwrap();
    let text = std::fs::read_to_string(upload.directory().join(FILES).join("index.ts"));
    assert_eq!(text.unwrap(), "export {};");
    remove_leftovers(uploads.path()).unwrap();
    await_empty(uploads.path()).await;
}
