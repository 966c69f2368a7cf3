//! What settings, names and source maps become.

use serde_json::json;

use super::{Code, Origin, Unpacked, unpack};
use crate::bundle::format::{
    Bundle, METADATA_KEY, Metadata, VERSION_KEY,
    sample::{CODE, JSON, Writer, map},
};

/// The files of `writer` with this resolver, `path` and text.
fn files(writer: Writer, resolver: &serde_json::Value) -> Vec<(String, String)> {
    let metadata = Metadata {
        serialized_workspace_resolver_raw: Some(resolver.to_string().into_bytes()),
        ..Metadata::default()
    };
    let writer = writer.opaque(VERSION_KEY, b"2.0");
    let bytes = writer.opaque(METADATA_KEY, &metadata.to_bytes()).bytes();
    let bundle = Bundle::read(&bytes).unwrap();
    texts(&unpack(&bundle, Code::Original).unwrap())
}

fn texts(unpacked: &Unpacked<'_>) -> Vec<(String, String)> {
    let files = unpacked.files.iter().map(|file| {
        let text = String::from_utf8_lossy(&file.content).into_owned();
        (file.path.clone(), text)
    });
    files.collect()
}

fn writer() -> Writer {
    Writer::new(b"ESZIP2.3", 0).module("a/index.js", CODE, b"1;", b"")
}

#[test]
fn settings_come_back_as_files() {
    let imports = json!({
        "imports": {
            "x": "npm:x@1", "x/": "npm:/x@1/",
            "@s/p": "jsr:@s/p@^1", "@s/p/": "jsr:/@s/p@^1/",
            "kept/": "./kept/", "y/": "npm:/y@1/",
        },
        "scopes": { "./member/": {} },
    });
    let resolver = json!({
        "import_map": { "specifier": "deno.json", "json": imports.to_string() },
        "jsr_pkgs": [{ "relative_base": "member/", "name": "@me/member", "version": "1.0.0", "exports": "./mod.ts" }],
        "package_jsons": { "a/package.json": { "name": "a" } },
        "pkg_json_resolution": "Enabled",
    });
    let found = files(writer(), &resolver);
    let shown: Vec<String> = found
        .iter()
        .map(|(path, text)| format!("{path}\n{text}"))
        .collect();
    insta::assert_snapshot!(shown.join("\n"), @r#"
    a/index.js
    1;
    a/package.json
    {
      "name": "a"
    }

    deno.json
    {
      "imports": {
        "x": "npm:x@1",
        "@s/p": "jsr:@s/p@^1",
        "kept/": "./kept/",
        "y/": "npm:/y@1/"
      },
      "workspace": [
        "./member"
      ]
    }

    member/deno.json
    {
      "name": "@me/member",
      "version": "1.0.0",
      "exports": "./mod.ts"
    }
    "#);
}

#[test]
fn settings_that_are_modules_stay_as_they_are() {
    let text = b"// mine\n{ }\n";
    let writer = writer().module("a/deno.json", JSON, text, b"");
    let resolver =
        json!({ "import_map": { "specifier": "a/deno.json", "json": "{\"imports\":{}}" } });
    let found = files(writer.clone(), &resolver);
    assert_eq!(
        found[0],
        ("a/deno.json".to_owned(), "// mine\n{ }\n".to_owned())
    );
    let resolver = json!({ "import_map": { "specifier": "data:text/json,x", "json": "{}" } });
    assert_eq!(files(writer, &resolver).len(), 2);
}

#[test]
fn originals_are_taken_from_the_map_that_is_meant() {
    let several =
        json!({ "sources": ["lib/other.ts", "a/b.ts"], "sourcesContent": ["other", "b"] });
    let ambiguous = json!({ "sources": ["a/c.ts", "b/c.ts"], "sourcesContent": ["1", "2"] });
    let absent = json!({ "sources": ["a/d.ts"], "sourcesContent": [null] });
    let bytes = Writer::new(b"ESZIP2.3", 0)
        .module("a/a.ts", CODE, b"js", &map("anything", "ts"))
        .module("a/b.ts", CODE, b"js", several.to_string().as_bytes())
        .module("a/c.ts", CODE, b"js", ambiguous.to_string().as_bytes())
        .module("a/d.ts", CODE, b"js", absent.to_string().as_bytes())
        .module("a/e.ts", CODE, b"js", b"{ broken")
        .module("a/f.js", CODE, b"js", b"")
        .module("a/g.ts", CODE, b"", b"")
        .bytes();
    let bundle = Bundle::read(&bytes).unwrap();
    let unpacked = unpack(&bundle, Code::Original).unwrap();
    let found = unpacked
        .files
        .iter()
        .map(|file| (&*file.content, file.origin));
    let found: Vec<_> = found.collect();
    let expected: [(&[u8], Origin); 7] = [
        (b"ts", Origin::SourceMap),
        (b"b", Origin::SourceMap),
        (b"js", Origin::Transpiled),
        (b"js", Origin::Transpiled),
        (b"js", Origin::Transpiled),
        (b"js", Origin::Verbatim),
        (b"", Origin::Verbatim),
    ];
    assert_eq!(found, expected);
    insta::assert_snapshot!(unpacked.warnings[0].message, @"no original of `a/c.ts`, `a/d.ts`, `a/e.ts` in the bundle: what is written is JavaScript");
}

#[test]
fn file_urls_are_seen_from_above_what_they_share() {
    for (urls, expected) in [
        (&["file:///src/index.ts"][..], &["src/index.ts"][..]),
        (&["file:///index.ts"], &["index.ts"]),
        (&["file:///C:/proj/index.ts"], &["proj/index.ts"]),
        (
            &[
                "file:///h/p/functions/a/index.ts",
                "file:///h/p/functions/_shared/x.ts",
            ],
            &["functions/_shared/x.ts", "functions/a/index.ts"],
        ),
        (
            &["file:///h/my%20p/a/index.ts", "file:///h/my%20p/x.ts"],
            &["my p/a/index.ts", "my p/x.ts"],
        ),
    ] {
        let writer = urls
            .iter()
            .fold(Writer::new(b"ESZIP2.3", 0), |writer, url| {
                writer.module(url, CODE, b"1;", b"")
            });
        let bytes = writer.bytes();
        let bundle = Bundle::read(&bytes).unwrap();
        let found = texts(&unpack(&bundle, Code::Original).unwrap());
        let found: Vec<_> = found.iter().map(|(path, _)| path).collect();
        assert_eq!(found, expected);
    }
}
