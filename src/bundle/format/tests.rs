//! What the readers take and refuse, held against the `eszip` crate, and valid files with something changed.

use std::fmt::Debug;

use eszip::{EszipV2, v2::Checksum};
use futures_util::{FutureExt as _, io::BufReader};
use proptest::prelude::*;

use super::{
    Entry, METADATA_KEY, VERSION_KEY,
    archive::Archive,
    checksum::Checksums,
    decompress,
    ezbr::compress,
    layout::{Bundle, Layout},
    metadata::{Metadata, VirtualDirectory, VirtualEntry},
    sample::{self, CODE, JSON, Writer},
};
use crate::bundle::unpack::{Code, unpack};

/// Keys, contents and source maps, sorted.
type Contents = Vec<(String, Vec<u8>, Vec<u8>)>;

/// What the crate reads: keys, contents and source maps. `None` when it does not take the file.
fn by_the_crate(file: &[u8]) -> Option<Contents> {
    let reading = async {
        let (eszip, rest) = EszipV2::parse(BufReader::new(file)).await.ok()?;
        rest.await.ok()?;
        let mut found = Vec::new();
        for key in eszip.specifiers() {
            let Some(module) = eszip.get_module(&key) else {
                continue;
            };
            if module.specifier != key {
                continue;
            }
            let source = module.source().await?.to_vec();
            let map = module
                .source_map()
                .await
                .map_or(Vec::new(), |map| map.to_vec());
            found.push((key, source, map));
        }
        found.sort();
        Some(found)
    };
    // All of the file is there: what is not ready at once would wait for ever.
    reading.now_or_never().flatten()
}

fn by_us(archive: &Archive<'_>) -> Contents {
    let modules = archive.entries().filter_map(|(key, entry)| match entry {
        Entry::Module(module) => Some((
            key.to_owned(),
            module.source.to_vec(),
            module.source_map.to_vec(),
        )),
        Entry::Redirect(_) => None,
    });
    let mut found: Vec<_> = modules.collect();
    found.sort();
    found
}

fn problem<T: Debug>(result: Result<T, super::FormatError>) -> String {
    result.unwrap_err().to_string()
}

#[test]
fn the_fixtures_are_the_samples() {
    for (name, bytes) in sample::all() {
        let path = sample::fixtures().join(name);
        if std::env::var_os("UPDATE_FIXTURES").is_some() {
            std::fs::create_dir_all(sample::fixtures()).unwrap();
            std::fs::write(&path, &bytes).unwrap();
        }
        assert!(std::fs::read(&path).unwrap() == bytes, "{name} differs");
    }
}

#[test]
fn the_crate_reads_the_samples_as_we_do() {
    for (name, bytes) in sample::all() {
        let archive = Archive::read(&bytes).unwrap();
        assert_eq!(by_the_crate(&bytes), Some(by_us(&archive)), "{name}");
    }
}

#[test]
fn what_the_crate_writes_is_read() {
    for checksum in [Checksum::NoChecksum, Checksum::Sha256] {
        let mut eszip = EszipV2::default();
        eszip.set_checksum(checksum);
        eszip.add_opaque_data("static:a".to_owned(), (*b"a").into());
        eszip.add_opaque_data("empty".to_owned(), (*b"").into());
        let kind = eszip::ModuleKind::JavaScript;
        eszip.add_to_front(kind, "x/index.ts".to_owned(), *b"code", *b"{}");
        let bytes = eszip.into_bytes();
        let archive = Archive::read(&bytes).unwrap();
        assert_eq!(by_the_crate(&bytes), Some(by_us(&archive)));
        let keys: Vec<_> = archive.entries().map(|(key, _)| key).collect();
        assert_eq!(keys, ["x/index.ts", "static:a", "empty"]);
        let expected = match checksum {
            Checksum::NoChecksum => Checksums::None,
            _ => Checksums::Sha256,
        };
        assert_eq!(archive.checksums(), expected);
    }
}

#[test]
fn every_generation_and_checksum_is_read() {
    for magic in [b"ESZIP_V2", b"ESZIP2.1", b"ESZIP2.2", b"ESZIP2.3"] {
        for checksum in [0, 1, 2, 9] {
            let fixed = magic < b"ESZIP2.2" || magic == b"ESZIP_V2";
            if fixed && checksum != 1 {
                continue;
            }
            let mut writer = Writer::new(magic, checksum)
                .module("b", CODE, b"b()", b"{}")
                .redirect("a", "b")
                .module("c", JSON, b"", b"");
            if magic != b"ESZIP_V2" {
                writer = writer
                    .npm_root("x@1", 0)
                    .npm_package("x@1.0.0", &[("x", 0)]);
            }
            let bytes = writer.bytes();
            let archive = Archive::read(&bytes).unwrap();
            assert_eq!(archive.module("a").unwrap().unwrap().source, b"b()");
            assert_eq!(archive.module("nothing").unwrap(), None);
            assert_eq!(
                archive.npm().packages.len(),
                usize::from(magic != b"ESZIP_V2")
            );
            assert_eq!(by_the_crate(&bytes), Some(by_us(&archive)));
        }
    }
}

#[test]
fn every_layout_becomes_the_newest_one() {
    for ((name, bytes), layout) in sample::all().iter().zip([
        Layout::V2,
        Layout::V1_1,
        Layout::V1,
        Layout::V0,
        Layout::Plain,
    ]) {
        let bundle = Bundle::read(bytes).unwrap();
        assert_eq!(bundle.layout, layout, "{name}");
        let metadata = &bundle.metadata;
        if layout == Layout::Plain {
            assert_eq!(*metadata, Metadata::default());
            continue;
        }
        assert_eq!(metadata.static_asset_specifiers.len(), 1, "{name}");
        let mut directory = metadata.virtual_dir.as_ref().unwrap();
        for expected in ["node_modules", "localhost", "is-odd"] {
            assert_eq!(directory.name, expected, "{name}");
            let VirtualEntry::Dir(below) = &directory.entries[0] else {
                panic!("{name}: a directory is expected");
            };
            directory = below;
        }
        let VirtualEntry::File(file) = &directory.entries[0] else {
            panic!("{name}: a file is expected");
        };
        assert_eq!(
            bundle.package_file(&file.key),
            Some(&b"odd()"[..]),
            "{name}"
        );
        let scopes = metadata.npmrc_scopes.as_ref();
        assert_eq!(scopes.is_some(), layout != Layout::V2, "{name}");
    }
}

#[test]
fn every_truncation_is_an_error_that_says_where() {
    for (name, bytes) in sample::all() {
        for length in 0..bytes.len() {
            let text = problem(Bundle::read(&bytes[..length]));
            assert!(
                text.contains("truncated in the ") || text == "the file is empty",
                "{name}, {length}: {text}"
            );
        }
    }
}

#[test]
fn damage_is_named() {
    let bytes = sample::plain().bytes();
    let at = bytes
        .windows(9)
        .position(|window| window == b"Hello ${n")
        .unwrap();
    let mut damaged = bytes.clone();
    damaged[at] ^= 1;
    let mut map = bytes.clone();
    let last = map.len() - 1;
    map[last] ^= 1;
    let mut header = bytes;
    header[20] ^= 1;
    insta::assert_snapshot!(
        [&damaged, &map, &header].map(|file| problem(Archive::read(file))).join("\n"),
        @"
    the checksum of `file:///src/_shared/greet.ts` does not match: the file is damaged
    the checksum of the source map of `file:///src/_shared/greet.ts` does not match: the file is damaged
    the checksum of the modules header does not match: the file is damaged
    "
    );
}

#[test]
fn files_that_are_none_are_named() {
    let files: [&[u8]; 6] = [
        b"",
        b"ESZ",
        b"<!doctype html>",
        b"PK",
        b"ESZIP2.9....",
        b"{\"version\":1}",
    ];
    insta::assert_snapshot!(files.map(|file| problem(Archive::read(file))).join("\n"), @r#"
    the file is empty
    truncated in the first eight bytes at byte 3: the file is too short by 5
    not a bundle: it begins with `<!doctyp`, neither with `EZBR` nor with `ESZIP`
    not a bundle: it begins with `PK`, neither with `EZBR` nor with `ESZIP`
    `ESZIP2.9` is a kind of ESZip that fx does not know
    not a bundle: it begins with `{\"versio`, neither with `EZBR` nor with `ESZIP`
    "#);
}

#[test]
fn headers_that_lie_are_refused() {
    let two = || {
        Writer::new(b"ESZIP2.2", 0)
            .module("a", CODE, b"aaaa", b"")
            .module("b", CODE, b"bbbb", b"")
    };
    let patched = |at: usize, value: u8| {
        let mut writer = two();
        writer.header[at] = value;
        problem(Archive::read(&writer.bytes()))
    };
    let options = |pairs: &[u8]| {
        let mut file = b"ESZIP2.2".to_vec();
        file.extend((pairs.len() as u32).to_be_bytes());
        file.extend(pairs);
        problem(Archive::read(&file))
    };
    let mut longer = two();
    longer.sources.push(b'c');
    let found = [
        // The second module begins where the first does; ends after the sources; entry and module kinds; the length of
        // a specifier.
        patched(23 + 9, 0),
        patched(23 + 13, 5),
        patched(5, 7),
        patched(22, 7),
        patched(0, 0xff),
        problem(Archive::read(&longer.bytes())),
        problem(Archive::read(&two().module("a", CODE, b"", b"").bytes())),
        problem(Archive::read(&two().npm_root("x@1", 0).bytes())),
        problem(Archive::read(
            &two().npm_package("x@1.0.0", &[("y", 7)]).bytes(),
        )),
        problem(Archive::read(b"ESZIP_V2\x10\0\0\0")),
        options(&[0]),
        options(&[0, 9]),
        options(&[0, 1, 1, 8]),
    ];
    insta::assert_snapshot!(found.join("\n"), @"
    the sources and the modules header disagree about `b`: it begins at 4, not at 0
    truncated in the sources at byte 82: the file is too short by 1
    `a` is of the unknown entry kind 7 (byte 25)
    `a` is of the unknown module kind 7 (byte 42)
    truncated in the modules header at byte 66: the file is too short by 4278190039
    the sources end with bytes that belong to no module (1)
    `a` is there twice
    `x@1` names the npm package number 0, but there are 0
    `y` names the npm package number 7, but there are 1
    the modules header should have 268435456 bytes, but 67108864 are the limit
    the options header has 1 bytes, which are not pairs
    the options header names the unknown checksum kind 9 and not how long it is
    the options header says that checksums of kind 1 have 8 bytes, but they have 32
    ");
    let bytes = Writer::new(b"ESZIP2.2", 0)
        .redirect("a", "b")
        .redirect("b", "a")
        .bytes();
    let archive = Archive::read(&bytes).unwrap();
    insta::assert_snapshot!(problem(archive.module("a")), @"`a` is redirected more than 10 times");
}

#[test]
fn facts_that_cannot_be_read_are_named() {
    let with = |version: &[u8], metadata: Option<&[u8]>| {
        let writer = Writer::new(b"ESZIP2.2", 0).opaque(VERSION_KEY, version);
        let writer = match metadata {
            Some(metadata) => writer.opaque(METADATA_KEY, metadata),
            None => writer,
        };
        problem(Bundle::read(&writer.bytes()))
    };
    let json = Writer::new(b"ESZIP2.2", 0).opaque(super::legacy::VFS_KEY, b"[]");
    let root =
        Writer::new(b"ESZIP2.2", 0).opaque(super::legacy::VFS_KEY, br#"{"name":"x","entries":[]}"#);
    let found = [
        with(b"3.0", None),
        with(b"2.0", None),
        with(b"2.0", Some(b"short")),
        problem(Bundle::read(&json.bytes())),
        problem(Bundle::read(&root.bytes())),
    ];
    insta::assert_snapshot!(found.join("\n"), @"
    the bundle has the layout version `3.0`, which fx does not know
    the bundle has no entry `---EDGE-RUNTIME-METADATA---`
    the entry `---EDGE-RUNTIME-METADATA---` cannot be read: 5 bytes are too few
    the entry `---SUPABASE-VFS-DATA-ESZIP---` cannot be read: invalid length 0, expected struct Directory with 2 elements at line 1 column 2
    the entry `---SUPABASE-VFS-DATA-ESZIP---` cannot be read: its root is not `node_modules`
    ");
}

/// Directories in directories, as deep as a file of that size can have them.
fn nested(depth: usize) -> Vec<u8> {
    let mut directory = VirtualDirectory::new("d");
    for _ in 0..depth {
        let mut above = VirtualDirectory::new("d");
        above.entries.push(VirtualEntry::Dir(directory));
        directory = above;
    }
    let metadata = Metadata {
        virtual_dir: Some(directory),
        ..Metadata::default()
    };
    metadata.to_bytes()
}

#[test]
fn deep_directories_do_not_take_the_stack() {
    assert!(Metadata::from_bytes(&nested(90)).is_ok());
    // Writing recurses as well, so the deep one is made with more stack than tests have.
    let maker = std::thread::Builder::new().stack_size(512 << 20);
    let deep = maker.spawn(|| nested(10_000)).unwrap().join().unwrap();
    let reader = std::thread::Builder::new().stack_size(512 << 10);
    let read = reader
        .spawn(move || Metadata::from_bytes(&deep).map(drop))
        .unwrap();
    let text = read.join().unwrap().unwrap_err();
    assert!(text.contains("maximum"), "{text}");
    let json = [
        r#"{"name":"d","entries":[{"Dir":"#.repeat(50_000),
        "]}".repeat(50_000),
    ]
    .concat();
    let bytes = Writer::new(b"ESZIP2.2", 0)
        .opaque(super::legacy::VFS_KEY, json.as_bytes())
        .bytes();
    let text = problem(Bundle::read(&bytes));
    assert!(text.contains("recursion limit"), "{text}");
}

/// One change to a file.
#[derive(Debug, Clone)]
enum Change {
    Flip { at: usize, bit: u8 },
    Number { at: usize, value: u32 },
    Truncate { at: usize },
    Remove { at: usize, length: usize },
    Repeat { at: usize, length: usize },
}

impl Change {
    fn apply(&self, file: &mut Vec<u8>) {
        if file.is_empty() {
            return;
        }
        let length = file.len();
        match *self {
            Self::Flip { at, bit } => file[at % length] ^= 1 << bit,
            Self::Truncate { at } => file.truncate(at % length),
            Self::Number { at, value } => {
                let at = at % length;
                let end = (at + 4).min(length);
                file[at..end].copy_from_slice(&value.to_be_bytes()[..end - at]);
            }
            Self::Remove { at, length: count } => {
                let at = at % length;
                file.drain(at..(at + count).min(length));
            }
            Self::Repeat { at, length: count } => {
                let at = at % length;
                let part = file[at..(at + count).min(length)].to_vec();
                file.splice(at..at, part);
            }
        }
    }
}

fn change() -> impl Strategy<Value = Change> {
    let at = || any::<usize>();
    let value = prop_oneof![
        any::<u32>(),
        0..64_u32,
        Just(u32::MAX),
        Just(i32::MAX as u32)
    ];
    prop_oneof![
        4 => (at(), 0..8_u8).prop_map(|(at, bit)| Change::Flip { at, bit }),
        4 => (at(), value).prop_map(|(at, value)| Change::Number { at, value }),
        1 => at().prop_map(|at| Change::Truncate { at }),
        1 => (at(), 1..64_usize).prop_map(|(at, length)| Change::Remove { at, length }),
        1 => (at(), 1..64_usize).prop_map(|(at, length)| Change::Repeat { at, length }),
    ]
}

/// What a reader may say of a file that somebody has changed: a reason, or contents that are not larger than the file.
fn check(file: &[u8]) {
    let bundle = match Bundle::read(file) {
        Ok(bundle) => bundle,
        Err(error) => return assert!(!error.to_string().is_empty()),
    };
    let ours = by_us(&bundle.archive);
    let total: usize = ours
        .iter()
        .map(|(key, source, map)| key.len() + source.len() + map.len())
        .sum();
    assert!(total <= file.len());
    match unpack(&bundle, Code::Original) {
        // Original text is JSON in the file, and settings are written with spaces.
        Ok(unpacked) => {
            let total: usize = unpacked.files.iter().map(|file| file.content.len()).sum();
            assert!(total <= 8 * file.len());
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
    if let Some(theirs) = by_the_crate(file) {
        assert_eq!(theirs, ours);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn changed_bundles_are_read_or_refused(
        which in 0..5_usize,
        changes in proptest::collection::vec(change(), 1..4),
    ) {
        let mut file = sample::all()[which].1.clone();
        changes.iter().for_each(|change| change.apply(&mut file));
        check(&file);
    }

    #[test]
    fn changed_frames_are_read_or_refused(changes in proptest::collection::vec(change(), 1..4)) {
        const LIMIT: u64 = 1 << 16;
        let mut file = compress(&sample::current().bytes());
        changes.iter().for_each(|change| change.apply(&mut file));
        if let Ok(content) = decompress(&file, LIMIT) {
            prop_assert!(content.len() as u64 <= LIMIT.max(file.len() as u64));
            check(&content);
        }
    }

    #[test]
    fn changed_metadata_is_read_or_refused(changes in proptest::collection::vec(change(), 1..4)) {
        let bytes = sample::current().bytes();
        let archive = Archive::read(&bytes).unwrap();
        let mut metadata = archive.content(METADATA_KEY).unwrap().to_vec();
        changes.iter().for_each(|change| change.apply(&mut metadata));
        match Metadata::from_bytes(&metadata) {
            Ok(read) => prop_assert_eq!(Metadata::from_bytes(&read.to_bytes()), Ok(read)),
            Err(problem) => prop_assert!(!problem.is_empty()),
        }
    }
}
