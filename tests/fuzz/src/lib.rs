//! What the targets do with their input. The modules are those of the crate, taken from where they are.
#![allow(dead_code, unused_imports, missing_docs)]

mod bundle;
#[path = "../../../src/diagnostics.rs"]
mod diagnostics;
#[path = "../../../src/fs.rs"]
mod fs;

use std::path::{Component, Path};

use bundle::{
    format::{Bundle, FormatError, Metadata, decompress},
    unpack::{Code, unpack},
};

/// A raw file: read, and unpacked in memory.
pub fn eszip(data: &[u8]) {
    let bundle = match Bundle::read(data) {
        Ok(bundle) => bundle,
        Err(error) => return assert!(!error.to_string().is_empty()),
    };
    for (specifier, _) in bundle.archive.entries() {
        let _ = bundle.archive.module(specifier);
    }
    for code in [Code::Original, Code::Executable] {
        match unpack(&bundle, code) {
            Ok(unpacked) => {
                for file in &unpacked.files {
                    let path = Path::new(&file.path);
                    let mut parts = path.components();
                    assert!(parts.all(|part| matches!(part, Component::Normal(_))));
                }
            }
            Err(error) => assert!(!error.to_string().is_empty()),
        }
    }
}

/// A frame: whatever is in it, no more comes out than is allowed.
pub fn ezbr(data: &[u8]) {
    const LIMIT: u64 = 1 << 20;
    let mut framed = b"EZBR".to_vec();
    framed.extend_from_slice(data);
    match decompress(&framed, LIMIT) {
        Ok(content) => assert!(content.len() as u64 <= LIMIT),
        Err(error) => assert!(matches!(
            error,
            FormatError::Compressed { .. } | FormatError::TooLarge { .. }
        )),
    }
}

/// Metadata: what is accepted can be written and read again.
pub fn metadata(data: &[u8]) {
    if let Ok(metadata) = Metadata::from_bytes(data) {
        let again = Metadata::from_bytes(&metadata.to_bytes());
        assert_eq!(again.as_ref(), Ok(&metadata));
    }
}

/// A pattern and, after a line end, a path.
pub fn globs(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let (pattern, path) = text
        .split_once('\n')
        .unwrap_or((text, "functions/a/x.html"));
    let base = Path::new("/project/supabase");
    if let Some(matcher) = bundle::matcher(pattern, base) {
        matcher.is_match(base.join(path));
    }
}
