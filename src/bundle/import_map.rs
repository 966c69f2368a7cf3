//! [`Kept`]: the import map that the engine is given when the project's own would lead files of fx elsewhere.
//!
//! The engine resolves what it preloads and the main module as if somebody imported them, and an import map may mean all
//! files of the machine: `{ "imports": { "/": "./" } }` does. Deno's crates, which make bundles, do not resolve the main
//! module. So the engine gets the same map with these places added, each as what it is. That map stands instead of the
//! one in `deno.json`, of which everything else counts.

use std::{
    ffi::OsString,
    io,
    path::{Path, PathBuf},
};

use import_map::{ImportMap, SpecifierMap};
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};
use url::Url;

use crate::{dirs::PRELOADED, fs::write_atomic};

/// It is no secret.
const MODE: u32 = 0o644;
/// How many digits of a digest tell versions apart.
const DIGITS: usize = 16;

/// What no import map leads elsewhere.
#[derive(Debug)]
pub(super) struct Kept {
    /// What fx keeps, which may be moved as a whole.
    cache: Url,
    /// The directory of what engines load first.
    preloaded: Url,
    /// The main module.
    entrypoint: Url,
}

impl Kept {
    /// The places of fx below `cache`, and the main module.
    pub(super) fn new(cache: &Path, entrypoint: &Path) -> Self {
        let directory =
            |path: PathBuf| Url::from_directory_path(path).expect("caches are absolute");
        Self {
            cache: directory(cache.to_owned()),
            preloaded: directory(cache.join(PRELOADED)),
            entrypoint: Url::from_file_path(entrypoint).expect("entrypoints are absolute"),
        }
    }

    /// The map for a file at `place` that does what `map` does and leads none of the kept ones elsewhere; `None` when
    /// `map` itself does not.
    pub(super) fn instead_of(&self, map: &ImportMap, place: &Url) -> Option<String> {
        let mut scopes = map.scopes();
        if !self.is_led_away(map.imports()) && !scopes.any(|scope| self.is_led_away(scope.imports))
        {
            return None;
        }
        let scopes = map.scopes();
        let scopes = scopes.map(|scope| {
            let key = self.written(scope.key, place);
            (key, self.with_kept(scope.imports, place))
        });
        let scopes: Map<String, Value> = scopes.collect();
        let imports = self.with_kept(map.imports(), place);
        Some(format!(
            "{:#}\n",
            json!({ "imports": imports, "scopes": scopes })
        ))
    }

    fn is_led_away(&self, map: &SpecifierMap) -> bool {
        map.entries().any(|entry| {
            let is_identity = entry.value.is_some_and(|value| value.as_str() == entry.key);
            let holds = |url: &Url| match entry.key.ends_with('/') {
                true => url.as_str().starts_with(entry.key),
                false => url.as_str() == entry.key,
            };
            let is_ours = entry.key.starts_with(self.preloaded.as_str());
            !is_identity && (is_ours || holds(&self.preloaded) || holds(&self.entrypoint))
        })
    }

    fn with_kept(&self, map: &SpecifierMap, place: &Url) -> Value {
        let entries = map.entries();
        let entries = entries.filter(|entry| !entry.key.starts_with(self.preloaded.as_str()));
        let mut all: Map<String, Value> = entries
            .map(|entry| {
                let value = entry.value.map(|value| self.written(value.as_str(), place));
                (self.written(entry.key, place), value.into())
            })
            .collect();
        for url in [&self.preloaded, &self.entrypoint] {
            let url = self.written(url.as_str(), place);
            all.insert(url.clone(), url.into());
        }
        Value::Object(all)
    }

    /// How a specifier is written in a file at `place`: what is in the cache is found from there.
    fn written(&self, specifier: &str, place: &Url) -> String {
        let is_ours = specifier.starts_with(self.cache.as_str());
        let url = Url::parse(specifier).ok().filter(|_| is_ours);
        let relative = url.and_then(|url| place.make_relative(&url));
        match relative {
            Some(path) if path.starts_with("../") => path,
            Some(path) => format!("./{path}"),
            None => specifier.to_owned(),
        }
    }

    /// Writes such a map into `directory`, if one is needed, and gives the engine's argument for it.
    pub(super) fn write(&self, map: &ImportMap, directory: &Path) -> io::Result<Option<OsString>> {
        let place = Url::from_directory_path(directory).expect("caches are absolute");
        let Some(text) = self.instead_of(map, &place) else {
            return Ok(None);
        };
        let digest = format!("{:x}", Sha256::digest(&text));
        let path = directory.join(format!("imports-{}.json", &digest[..DIGITS]));
        // A process that waits may have read another.
        if !path.exists() {
            write_atomic(&path, text.as_bytes(), MODE)?;
        }
        Ok(Some(argument(&path)))
    }
}

/// How import maps are given to the engine.
const FLAG: &str = "--import-map=";

/// The engine's argument for an import map.
pub(super) fn argument(path: &Path) -> OsString {
    let mut argument = OsString::from(FLAG);
    argument.push(path);
    argument
}

/// Gives the engine `import_map` instead of the one that it has been given, if any.
pub(super) fn replace(arguments: &mut Vec<OsString>, import_map: Option<OsString>) {
    let Some(import_map) = import_map else {
        return;
    };
    let is_map = |argument: &OsString| argument.as_encoded_bytes().starts_with(FLAG.as_bytes());
    arguments.retain(|argument| !is_map(argument));
    arguments.push(import_map);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn instead_of(text: &str) -> Option<ImportMap> {
        let kept = Kept::new(Path::new("/cache"), Path::new("/p/f/index.ts"));
        let parse = |base: &str, text: &str| {
            let base = Url::parse(base).unwrap();
            import_map::parse_from_json(base, text).unwrap().import_map
        };
        let map = parse("file:///p/f/deno.json", text);
        let place = Url::parse("file:///cache/locks/").unwrap();
        let text = kept.instead_of(&map, &place)?;
        Some(parse("file:///cache/locks/imports.json", &text))
    }

    #[test]
    fn maps_that_mean_all_files_leave_fx_alone_and_mean_the_same_elsewhere() {
        let maps = [
            r#"{"imports": {"/": "./", "lib": "./lib.ts"}}"#,
            r#"{"imports": {"lib": "./lib.ts", "/": "./"}, "scopes": {"/": {"/": "/x/", "lib": "./lib.ts"}}}"#,
            r#"{"imports": {"/": "./", "lib": "./lib.ts", "/cache/preloaded/bootstrap.js": "./evil.js", "/cache/preloaded/b/": "./"}}"#,
        ];
        for text in maps {
            let map = instead_of(text).expect(text);
            for from in [
                "file:///p/f/index.ts",
                "file:///p/f/",
                "file:///elsewhere.ts",
            ] {
                let from = Url::parse(from).unwrap();
                let resolve = |specifier: &str| map.resolve(specifier, &from).unwrap().to_string();
                for kept in [
                    "/cache/preloaded/bootstrap.js",
                    "/cache/preloaded/b/x.js",
                    "/p/f/index.ts",
                ] {
                    assert_eq!(resolve(kept), format!("file://{kept}"), "{text}");
                }
                assert_eq!(resolve("lib"), "file:///p/f/lib.ts");
            }
        }
        let map = instead_of(maps[0]).unwrap();
        let from = Url::parse("file:///p/f/index.ts").unwrap();
        let lib = map.resolve("/lib.ts", &from).unwrap();
        assert_eq!(lib.as_str(), "file:///p/f/lib.ts");
    }

    #[test]
    fn other_maps_stay() {
        for text in [
            r#"{"imports": {"./": "./", "@/": "./src/", "x": "npm:x@1"}}"#,
            r#"{"scopes": {"/": {"x": "./y.ts"}}}"#,
        ] {
            assert!(instead_of(text).is_none(), "{text}");
        }
    }
}
