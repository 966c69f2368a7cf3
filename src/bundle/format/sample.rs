//! Bundles for tests: a writer that can do what no tool does, and one sample of each layout. The samples are in
//! `tests/fixtures/bundles`, too; with `UPDATE_FIXTURES=1` the tests write them.

use std::{collections::HashMap, path::PathBuf};

use serde_json::json;
use sha2::{Digest as _, Sha256};
use xxhash_rust::xxh3::xxh3_64;

use super::{
    METADATA_KEY, VERSION_KEY, legacy,
    metadata::{Entrypoint, Metadata, VirtualDirectory, VirtualEntry, VirtualFile},
};

pub(crate) const CODE: u8 = 0;
pub(crate) const JSON: u8 = 1;
pub(crate) const OPAQUE: u8 = 3;
pub(crate) const WASM: u8 = 4;

/// Writes files by the description of the format, not by that of the reader.
#[derive(Debug, Clone)]
pub(crate) struct Writer {
    pub(crate) magic: [u8; 8],
    /// 0 none, 1 SHA-256, 2 XXH3; others have four bytes of nothing.
    pub(crate) checksum: u8,
    pub(crate) header: Vec<u8>,
    pub(crate) npm: Vec<u8>,
    pub(crate) sources: Vec<u8>,
    pub(crate) source_maps: Vec<u8>,
}

impl Writer {
    pub(crate) fn new(magic: &[u8; 8], checksum: u8) -> Self {
        Self {
            magic: *magic,
            checksum,
            header: Vec::new(),
            npm: Vec::new(),
            sources: Vec::new(),
            source_maps: Vec::new(),
        }
    }

    fn hash(&self, content: &[u8]) -> Vec<u8> {
        match self.checksum {
            0 => Vec::new(),
            1 => Sha256::digest(content).to_vec(),
            2 => xxh3_64(content).to_be_bytes().to_vec(),
            _ => vec![0; 4],
        }
    }

    pub(crate) fn module(mut self, key: &str, kind: u8, source: &[u8], map: &[u8]) -> Self {
        text(&mut self.header, key);
        self.header.push(0);
        let place = (self.sources.len(), self.hash(source));
        self.header.extend(slot(&mut self.sources, source, place));
        let place = (self.source_maps.len(), self.hash(map));
        self.header.extend(slot(&mut self.source_maps, map, place));
        self.header.push(kind);
        self
    }

    pub(crate) fn opaque(self, key: &str, content: &[u8]) -> Self {
        self.module(key, OPAQUE, content, b"")
    }

    pub(crate) fn redirect(mut self, key: &str, target: &str) -> Self {
        text(&mut self.header, key);
        self.header.push(1);
        text(&mut self.header, target);
        self
    }

    pub(crate) fn npm_root(mut self, request: &str, index: u32) -> Self {
        text(&mut self.header, request);
        self.header.push(2);
        self.header.extend(index.to_be_bytes());
        self
    }

    pub(crate) fn npm_package(mut self, id: &str, dependencies: &[(&str, u32)]) -> Self {
        text(&mut self.npm, id);
        self.npm.extend((dependencies.len() as u32).to_be_bytes());
        for (name, index) in dependencies {
            text(&mut self.npm, name);
            self.npm.extend(index.to_be_bytes());
        }
        self
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        let mut bytes = self.magic.to_vec();
        let section = |bytes: &mut Vec<u8>, content: &[u8]| {
            bytes.extend((content.len() as u32).to_be_bytes());
            bytes.extend(content);
            bytes.extend(self.hash(content));
        };
        if self.magic >= *b"ESZIP2.2" && self.magic != *b"ESZIP_V2" {
            let size = self.hash(b"").len() as u8;
            section(&mut bytes, &[0, self.checksum, 1, size]);
        }
        section(&mut bytes, &self.header);
        if self.magic != *b"ESZIP_V2" {
            section(&mut bytes, &self.npm);
        }
        for content in [&self.sources, &self.source_maps] {
            bytes.extend((content.len() as u32).to_be_bytes());
            bytes.extend(content);
        }
        bytes
    }
}

fn text(bytes: &mut Vec<u8>, text: &str) {
    bytes.extend((text.len() as u32).to_be_bytes());
    bytes.extend(text.as_bytes());
}

fn slot(section: &mut Vec<u8>, content: &[u8], (offset, hash): (usize, Vec<u8>)) -> Vec<u8> {
    if content.is_empty() {
        return vec![0; 8];
    }
    section.extend(content);
    section.extend(hash);
    let numbers = [offset as u32, content.len() as u32];
    numbers.into_iter().flat_map(u32::to_be_bytes).collect()
}

/// The TypeScript of the sample's main module.
pub(crate) const INDEX: &str = "\
import { greet } from \"../_shared/greet.ts\";
import data from \"./data.json\" with { type: \"json\" };
import { shout } from \"./plain.js\";

interface Caller { name: string }

Deno.serve(async (request: Request) => {
  const caller: Caller = await request.json();
  return new Response(shout(greet(caller.name, data.mark)));
});
";
const INDEX_JS: &str = "\
import { greet } from \"../_shared/greet.ts\";
import data from \"./data.json\" with { type: \"json\" };
import { shout } from \"./plain.js\";
Deno.serve(async (request)=>{
  const caller = await request.json();
  return new Response(shout(greet(caller.name, data.mark)));
});
";
const GREET: &str =
    "export const greet = (name: string, mark: string): string => `Hello ${name}${mark}`;\n";
const GREET_JS: &str = "export const greet = (name, mark)=>`Hello ${name}${mark}`;\n";
const PLAIN: &str = "export const shout = (text) => text.toUpperCase();\n";
const WASM_BYTES: &[u8] = b"\0asm\x01\0\0\0";
const REMOTE: &str = "https://deno.land/x/tiny/mod.ts";

/// A source map as the transpiler writes it, as far as it matters.
pub(crate) fn map(name: &str, original: &str) -> Vec<u8> {
    let map = json!({
        "version": 3, "sources": [name], "sourcesContent": [original], "names": [], "mappings": "AAAA",
    });
    map.to_string().into_bytes()
}

fn modules(writer: Writer, root: &str) -> Writer {
    let index = format!("{root}hello/index.ts");
    let greet = format!("{root}_shared/greet.ts");
    writer
        .module(&index, CODE, INDEX_JS.as_bytes(), &map(&index, INDEX))
        .module(&greet, CODE, GREET_JS.as_bytes(), &map(&greet, GREET))
        .module(
            &format!("{root}hello/data.json"),
            JSON,
            b"{ \"mark\": \"!\" }\n",
            b"",
        )
        .module(
            &format!("{root}hello/plain.js"),
            CODE,
            PLAIN.as_bytes(),
            b"",
        )
        .redirect("https://deno.land/x/tiny@1.0.0/mod.ts", REMOTE)
        .module(REMOTE, CODE, b"export {};\n", b"")
}

fn npm(writer: Writer) -> Writer {
    writer
        .npm_root("is-odd@^3.0.1", 1)
        .npm_package("is-number@6.0.0", &[])
        .npm_package("is-odd@3.0.1", &[("is-number", 0)])
}

fn tree() -> VirtualDirectory {
    let file = |key: &str, name: &str, len| {
        VirtualEntry::File(VirtualFile {
            key: key.to_owned(),
            name: name.to_owned(),
            offset: 0,
            len,
        })
    };
    let directory = |name: &str, entries| {
        VirtualEntry::Dir(VirtualDirectory {
            name: name.to_owned(),
            entries,
        })
    };
    let version = directory(
        "3.0.1",
        vec![
            file("vfs://0", "index.js", 5),
            file("vfs://1", "package.json", 2),
        ],
    );
    VirtualDirectory {
        name: "node_modules".to_owned(),
        entries: vec![directory("is-odd", vec![version])],
    }
}

/// The newest layout, with everything that can be in it.
pub(crate) fn current() -> Writer {
    let root = "supabase/functions/";
    let mut virtual_dir = tree();
    "localhost".clone_into(&mut virtual_dir.name);
    let virtual_dir = VirtualDirectory {
        name: "node_modules".to_owned(),
        entries: vec![VirtualEntry::Dir(virtual_dir)],
    };
    let imports =
        json!({ "imports": { "is-odd": "npm:is-odd@^3.0.1", "is-odd/": "npm:/is-odd@^3.0.1/" } });
    let resolver = json!({
        "import_map": { "specifier": "supabase/functions/hello/deno.json", "json": imports.to_string() },
        "jsr_pkgs": [],
        "package_jsons": {},
        "pkg_json_resolution": "Disabled",
    });
    let page = "static:supabase/functions/hello/my%20page.html";
    let metadata = Metadata {
        entrypoint: Some(Entrypoint::Key(format!("{root}hello/index.ts"))),
        serialized_workspace_resolver_raw: Some(resolver.to_string().into_bytes()),
        static_asset_specifiers: vec![page.to_owned()],
        virtual_dir: Some(virtual_dir),
        node_modules: Some(br#"{"Managed":{"node_modules_dir":null}}"#.to_vec()),
        ..Metadata::default()
    };
    let writer = modules(Writer::new(b"ESZIP2.3", 0), root);
    let writer = writer.module(&format!("{root}hello/add.wasm"), WASM, WASM_BYTES, b"");
    npm(writer)
        .opaque(VERSION_KEY, b"2.0")
        .opaque("vfs://0", b"odd()")
        .opaque("vfs://1", b"{}")
        .opaque(page, b"<h1>hello</h1>\n")
        .opaque(METADATA_KEY, &metadata.to_bytes())
}

fn archived<T>(value: &T) -> Vec<u8>
where
    T: rkyv::Serialize<rkyv::ser::serializers::AllocSerializer<1024>>,
{
    rkyv::to_bytes::<T, 1024>(value).unwrap().into_vec()
}

fn older(writer: Writer, root: &str) -> Writer {
    let static_files = vec!["static:./hello/page.html".to_owned()];
    let scopes = HashMap::from([("@acme".to_owned(), "https://localhost/npm/".to_owned())]);
    npm(modules(writer, root))
        .opaque("static:./hello/page.html", b"<h1>hello</h1>\n")
        .opaque(legacy::SOURCE_CODE_KEY, INDEX_JS.as_bytes())
        .opaque(legacy::STATIC_FILES_KEY, &archived(&static_files))
        .opaque(legacy::NPMRC_SCOPES_KEY, &archived(&scopes))
}

/// The layout without a version: files of packages are in one entry.
pub(crate) fn v0() -> Writer {
    let file = |name: &str, content: &str| json!({ "File": { "name": name, "offset": 0, "len": content.len(), "content": content.as_bytes() } });
    let version = json!({ "Dir": { "name": "3.0.1", "entries": [file("index.js", "odd()"), file("package.json", "{}")] } });
    let tree = json!({ "name": "node_modules", "entries": [{ "Dir": { "name": "is-odd", "entries": [version] } }] });
    let writer = Writer::new(b"ESZIP2.1", 1);
    older(writer, "file:///home/ada/shop/supabase/functions/")
        .opaque(legacy::VFS_KEY, tree.to_string().as_bytes())
}

/// Layout 1.
pub(crate) fn v1() -> Writer {
    older(
        Writer::new(b"ESZIP2.2", 1),
        "file:///home/ada/shop/supabase/functions/",
    )
    .opaque("vfs://0", b"odd()")
    .opaque("vfs://1", b"{}")
    .opaque(legacy::VFS_KEY, &archived(&Some(tree())))
    .opaque(VERSION_KEY, b"1")
}

/// Layout 1.1.
pub(crate) fn v1_1() -> Writer {
    let mut packages = tree();
    "localhost".clone_into(&mut packages.name);
    let root = VirtualDirectory {
        name: "node_modules".to_owned(),
        entries: vec![VirtualEntry::Dir(packages)],
    };
    older(
        Writer::new(b"ESZIP2.2", 2),
        "file:///home/ada/shop/supabase/functions/",
    )
    .opaque("vfs://0", b"odd()")
    .opaque("vfs://1", b"{}")
    .opaque(legacy::VFS_KEY, &archived(&Some(root)))
    .opaque(VERSION_KEY, b"1.1")
}

/// A file of another tool.
pub(crate) fn plain() -> Writer {
    modules(Writer::new(b"ESZIP_V2", 1), "file:///src/")
}

/// Every sample, and the fixture it is.
pub(crate) fn all() -> [(&'static str, Vec<u8>); 5] {
    [
        ("v2.eszip", current().bytes()),
        ("v1_1.eszip", v1_1().bytes()),
        ("v1.eszip", v1().bytes()),
        ("v0.eszip", v0().bytes()),
        ("plain.eszip", plain().bytes()),
    ]
}

/// Where the fixtures are.
pub(crate) fn fixtures() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/bundles")
}
