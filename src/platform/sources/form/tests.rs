//! Forms are read as clients do.

use std::{borrow::Cow, collections::BTreeMap, convert::Infallible};

use futures_util::stream;

use super::*;
use crate::bundle::{File, Origin};

/// Files by path, as `Supabase-Path`, `filename*` and `filename` name them, in this order; and the metadata.
async fn parsed(form: Form) -> (BTreeMap<String, Bytes>, serde_json::Value) {
    let boundary = multer::parse_boundary(&form.content_type).unwrap();
    let body = stream::iter([Ok::<_, Infallible>(form.body)]);
    let mut parts = multer::Multipart::new(body, boundary);
    let (mut files, mut metadata) = (BTreeMap::new(), serde_json::Value::Null);
    while let Some(part) = parts.next_field().await.unwrap() {
        let header = |name| Some(part.headers().get(name)?.to_str().ok()?.to_owned());
        let extended = || {
            let disposition = header("content-disposition")?;
            let (_, encoded) = disposition.split_once("filename*=UTF-8''")?;
            let decoded = percent_encoding::percent_decode_str(encoded);
            Some(decoded.decode_utf8().ok()?.into_owned())
        };
        let path = header("supabase-path").or_else(extended);
        let path = path.or_else(|| part.file_name().map(str::to_owned));
        let is_metadata = part.name() == Some("metadata");
        let content = part.bytes().await.unwrap();
        match path {
            Some(path) => drop(files.insert(path, content)),
            None if is_metadata => metadata = serde_json::from_slice(&content).unwrap(),
            None => panic!("a part without a name"),
        }
    }
    (files, metadata)
}

#[tokio::test]
async fn a_body_is_given_back_as_the_sources_it_was_made_of() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let body = std::fs::read(root.join("tests/fixtures/bundles/v2.eszip")).unwrap();
    let bundle = Bundle::read(&body).unwrap();
    let unpacked = unpack(&bundle, Code::Original).unwrap();
    let (files, metadata) = parsed(form(&body).unwrap()).await;
    let paths: Vec<&String> = files.keys().collect();
    let expected: Vec<&String> = unpacked.files.iter().map(|file| &file.path).collect();
    assert_eq!(paths, expected);
    assert_eq!(metadata["entrypoint_path"], *unpacked.entrypoint.unwrap());
    assert_eq!(
        metadata["deno2_entrypoint_path"],
        metadata["entrypoint_path"]
    );
}

#[tokio::test]
async fn paths_and_contents_are_those_of_the_files() {
    let paths = ["a b/\"c\".ts", "grüße/日本;'\".ts", "x.bin"];
    let file = |path: &&str| File {
        path: (*path).to_owned(),
        content: Cow::Borrowed(&b"--b--\r\n\0\xff"[..]),
        origin: Origin::Verbatim,
    };
    let unpacked = Unpacked {
        files: paths.iter().map(file).collect(),
        entrypoint: Some(paths[0].to_owned()),
        import_map: Some("deno.json".to_owned()),
        imports: None,
        is_import_map_hidden: false,
        static_files: vec!["x.bin".to_owned()],
        remote: Vec::new(),
        packages: Vec::new(),
        warnings: Vec::new(),
    };
    let form = Form {
        body: encode(&unpacked, "boundary").unwrap().into(),
        content_type: "multipart/form-data; boundary=boundary".to_owned(),
    };
    let (files, metadata) = parsed(form).await;
    assert!(files.keys().eq(paths.iter()), "{files:?}");
    assert!(
        files
            .values()
            .all(|content| **content == *b"--b--\r\n\0\xff")
    );
    let expected = serde_json::json!({
        "deno2_entrypoint_path": paths[0],
        "entrypoint_path": paths[0],
        "import_map_path": "deno.json",
        "static_patterns": ["x.bin"],
    });
    assert_eq!(metadata, expected);
}

#[test]
fn what_is_no_bundle_is_an_error() {
    for body in [&b""[..], b"EZBR", b"EZBRxxxx", b"ESZIP2.3 and so on"] {
        assert!(form(body).is_err());
    }
}
