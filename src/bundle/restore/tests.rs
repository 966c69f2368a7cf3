//! What somebody may have put into a bundle so that the engine reads a file of the machine.

use std::{fs::File, time::SystemTime};

use serde_json::{Value, json};

use super::*;
use crate::bundle::format::{
    METADATA_KEY, Metadata, STATIC_PREFIX, VERSION_KEY,
    sample::{CODE, JSON, WASM, Writer},
};

fn writer(index: &[u8]) -> Writer {
    with_settings(index, None)
}

fn with_settings(index: &[u8], resolver: Option<&Value>) -> Writer {
    let metadata = Metadata {
        serialized_workspace_resolver_raw: resolver.map(|json| json.to_string().into_bytes()),
        ..Metadata::default()
    };
    let writer = Writer::new(b"ESZIP2.3", 0).opaque(VERSION_KEY, b"2.0");
    let writer = writer.opaque(METADATA_KEY, &metadata.to_bytes());
    writer.module("f/index.js", CODE, index, b"")
}

/// The directory of the files, or what is refused.
fn restored(writer: &Writer) -> (tempfile::TempDir, Result<PathBuf, String>) {
    let cache = tempfile::tempdir().unwrap();
    let made = restore(&writer.bytes(), cache.path());
    let made = made
        .map(|made| made.root)
        .map_err(|error| error.to_string());
    (cache, made)
}

fn index(source: &str) -> String {
    let (_cache, made) = restored(&writer(source.as_bytes()));
    std::fs::read_to_string(made.unwrap().join("f/index.js")).unwrap()
}

/// A module that imports one function.
fn wasm(from: &str) -> Vec<u8> {
    let mut imports = vec![1, u8::try_from(from.len()).unwrap()];
    imports.extend(from.as_bytes());
    imports.extend(b"\x01f\0\0");
    let mut module = b"\0asm\x01\0\0\0\x01\x04\x01\x60\0\0\x02".to_vec();
    module.push(u8::try_from(imports.len()).unwrap());
    module.extend(imports);
    module
}

fn utf16(text: &str, order: fn(u16) -> [u8; 2]) -> Vec<u8> {
    let text = text.encode_utf16();
    [0xfeff].into_iter().chain(text).flat_map(order).collect()
}

fn assert_refused(writer: &Writer, case: &str) {
    let (_cache, made) = restored(writer);
    let error = made.expect_err(case);
    assert!(
        error.contains("a file that is not in it"),
        "{case}: {error}"
    );
}

#[test]
fn static_imports_that_lead_out_are_refused() {
    const IMPORT: &str = "import 'file:///etc/x.js';";
    for source in [
        "import a from '/etc/x.json' with { type: 'json' };",
        "import a from '/etc/passwd' with { type: 'text' };",
        "import a from '/etc/passwd' with { type: 'bytes' };",
        "export * from '../../../../../../../../../etc/x.js';",
        "import './%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/x.js';",
        "import './..%2f..%2f..%2fetc/x.js';",
        "import '//host/etc/x.js';",
        "import 'mapped/..%2F..%5cx.js';",
        "import defer * as a from '/etc/x.js';",
        "import source a from '/etc/x.wasm';",
        "import \"data:text/javascript,import 'file:///etc/x.js'\";",
        "import \"data:text/javascript,import('file:///etc/x.js')\";",
        "import \"data:text/javascript,import 'data:text/javascript,import %2522file:///etc/x.js%2522'\";",
        // The same, in UTF-16.
        "import 'data:text/javascript;charset=utf-16le;base64,aQBtAHAAbwByAHQAIAAnAGYAaQBsAGUAOgAvAC8ALwBlAHQAYwAvAHgALgBqAHMAJwA='",
    ] {
        assert_refused(&writer(source.as_bytes()), source);
    }
    assert_refused(&writer(&utf16(IMPORT, u16::to_le_bytes)), "UTF-16");
    assert_refused(
        &writer(&utf16(IMPORT, u16::to_be_bytes)),
        "UTF-16, the other way",
    );
    assert_refused(
        &writer(&[b"//\xff\n", IMPORT.as_bytes()].concat()),
        "no UTF-8",
    );
    let plain = || writer(b"1;");
    for from in [
        "/etc/passwd",
        "file:///etc/x.js",
        "./a\";import \"file:///etc/x.js",
    ] {
        let module = wasm(from);
        assert_refused(&plain().module("f/a.wasm", WASM, &module, b""), from);
    }
    let jsx = b"/** @jsxImportSource file:///etc */\nexport default <a/>;";
    assert_refused(&plain().module("f/a.jsx", CODE, jsx, b""), "JSX");
    for key in ["https://a.test/a.js", "https://a.test/a"] {
        let remote = plain().module(key, CODE, b"if (0) import('file:///etc/x.js');", b"");
        assert_refused(&remote, key);
    }
    for (from, to) in [
        ("https://a.test/a.js", "file:///etc/x.js"),
        (
            "https://a.test/a.js",
            "data:text/javascript,import 'file:///etc/x.js'",
        ),
        ("jsr:@s/p", "file:///etc/@s/p/1.0.0/mod.ts"),
        ("jsr:@s/p", "/etc/@s/p/1.0.0/mod.ts"),
    ] {
        assert_refused(&plain().redirect(from, to), to);
    }
}

#[test]
fn dynamic_imports_that_lead_out_say_so_only_when_they_run() {
    for (argument, rest) in [
        ("'/etc/x.js'", ""),
        ("`file:///etc/x.js`", ""),
        ("'/etc/x.json'", ", { with: { type: 'json' } }"),
        ("'../../../../../../../../etc/x.js'", ""),
        ("\"data:text/javascript,import 'file:///etc/x.js'\"", ""),
    ] {
        let source = |argument: &str| format!("const é = '🎈'; await import({argument}{rest});\n");
        let expected = source(&format!("((x) => x)({argument})"));
        assert_eq!(index(&source(argument)), expected);
    }
    let common = writer(b"1;").module("f/a.cjs", CODE, b"module.exports = require('/etc/x');", b"");
    let (_cache, made) = restored(&common);
    let text = std::fs::read_to_string(made.unwrap().join("f/a.cjs")).unwrap();
    assert_eq!(text, "module.exports = require(((x) => x)('/etc/x'));");
}

#[test]
fn what_stays_inside_stays_as_it_is() {
    let source = "import a from './my file.js';\nimport 'data:text/javascript,export default 1';\n\
        import 'npm:a/../../etc';\nawait import(`./${a}.js`); await import(a); await import(`${a}/b`);\n\
        await import('./b.js?x#y'); await import('data:text/javascript,import(a)'); await import('https://a.test/x');\n";
    assert_eq!(index(source), source);
}

#[test]
fn a_static_file_is_a_module_only_if_something_may_import_it() {
    const PAGE: &[u8] = b"import '/app/other.js'; import('/app/late.js');";
    let name = format!("{STATIC_PREFIX}f/page.js");
    let with_page = |index: &str| writer(index.as_bytes()).opaque(&name, PAGE);
    let (_cache, made) = restored(&with_page("Deno.serve(() => page);"));
    assert_eq!(
        std::fs::read(made.unwrap().join("f/page.js")).unwrap(),
        PAGE
    );
    for source in [
        "import './page.js';",
        "import 'x/page.js';",
        "import 'x/%70age';",
        "import('./page.js');",
    ] {
        assert_refused(&with_page(source), source);
    }
}

#[test]
fn settings_lose_what_leads_out() {
    let imports = json!({
        "imports": { "a": "npm:a@1", "b/": "../_shared/", "c": "./c.js", "out": "/etc/x.js", "dir/": "../../x/",
            "url": "file:///etc/x.js", "text": "data:text/javascript,1", "esc": "./..%2f../x.js" },
        "scopes": { "./f/": { "in": "./f/in.js", "out": "/etc/x.js" } },
        "importMap": "./map.json", "links": ["/etc"], "patch": ["../x"], "exports": "./../../x.js",
        "compilerOptions": { "jsx": "react-jsx", "jsxImportSource": "file:///etc" },
    });
    let resolver =
        json!({ "import_map": { "specifier": "f/deno.json", "json": imports.to_string() } });
    let tsconfig = br#"{ "extends": "/etc/x.json", "files": [] }"#;
    let package = b"// lenient\n{ \"workspaces\": [\"../../*\", \"./m\"], \"name\": \"x\" }";
    let bundle = with_settings(b"1;", Some(&resolver))
        .module("f/tsconfig.json", JSON, tsconfig, b"")
        .module("f/data.json", JSON, b"{\"links\": [\"/etc\"]}", b"")
        .module("f/package.json", JSON, package, b"");
    let (_cache, made) = restored(&bundle);
    let root = made.unwrap();
    let read = |name: &str| -> Value {
        serde_json::from_slice(&std::fs::read(root.join("f").join(name)).unwrap()).unwrap()
    };
    let expected = json!({
        "imports": { "a": "npm:a@1", "b/": "../_shared/", "c": "./c.js" },
        "scopes": { "./f/": { "in": "./f/in.js" } },
        "compilerOptions": { "verbatimModuleSyntax": true },
    });
    assert_eq!(read("deno.json"), expected);
    assert_eq!(read("tsconfig.json"), json!({ "files": [] }));
    assert_eq!(
        read("package.json"),
        json!({ "workspaces": ["./m"], "name": "x" })
    );
    assert_eq!(read("data.json"), json!({ "links": ["/etc"] }));
}

#[test]
fn what_nobody_uses_goes_after_a_month() {
    let home = tempfile::tempdir().unwrap();
    let old = SystemTime::now() - KEPT - Duration::from_secs(60);
    for (name, marked) in [("old", old), ("used", SystemTime::now())] {
        let directory = home.path().join(name);
        write(&directory.join(MANIFEST), b"{}").unwrap();
        note_use(&directory);
        let marker = File::options()
            .write(true)
            .open(directory.join(USED))
            .unwrap();
        marker.set_modified(marked).unwrap();
    }
    prune(home.path());
    assert!(!home.path().join("old").exists());
    assert!(home.path().join("used").exists());
}
