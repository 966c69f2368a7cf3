//! [`Kept`]: the import map that the engine is given when the project's own would lead files of fx elsewhere.
//!
//! The engine resolves what it preloads and the main module as if somebody imported them, and an import map may mean all
//! files of the machine: `{ "imports": { "/": "./" } }` does. Deno's crates, which make bundles, do not resolve the main
//! module. So the engine gets the same map with these places added, each as what it is. That map stands instead of the
//! one in `deno.json`, of which everything else counts.

use std::{
    ffi::OsString,
    path::{Path, PathBuf},
};

use import_map::{ImportMap, SpecifierMap};
use serde_json::{Map, Value, json};
use url::Url;

use crate::dirs::PRELOADED;

/// Entries of an import map.
type Entries = Map<String, Value>;

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
        if !self.is_led_away_by(map) {
            return None;
        }
        let (imports, scopes) = self.entries(map, &|specifier| self.written(specifier, place));
        Some(format!(
            "{:#}\n",
            json!({ "imports": imports, "scopes": scopes })
        ))
    }

    /// What `map` says for all and by scope, without leading any of the kept ones elsewhere.
    pub(super) fn entries_of(&self, map: &ImportMap) -> (Entries, Entries) {
        self.entries(map, &str::to_owned)
    }

    fn entries(&self, map: &ImportMap, write: &dyn Fn(&str) -> String) -> (Entries, Entries) {
        let is_led_away = self.is_led_away_by(map);
        let entries = |map: &SpecifierMap| match is_led_away {
            true => self.with_kept(map, write),
            false => entries(map, write),
        };
        let scopes = map.scopes();
        let scopes = scopes.map(|scope| (write(scope.key), entries(scope.imports).into()));
        (entries(map.imports()), scopes.collect())
    }

    /// Whether `map` leads any of them elsewhere.
    pub(super) fn is_led_away_by(&self, map: &ImportMap) -> bool {
        let mut scopes = map.scopes();
        self.is_led_away(map.imports()) || scopes.any(|scope| self.is_led_away(scope.imports))
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

    fn with_kept(&self, map: &SpecifierMap, write: &dyn Fn(&str) -> String) -> Entries {
        let mut all = entries(map, write);
        let preloaded = write(self.preloaded.as_str());
        all.retain(|key, _| !key.starts_with(&preloaded));
        for url in [&self.preloaded, &self.entrypoint] {
            let url = write(url.as_str());
            all.insert(url.clone(), url.into());
        }
        all
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
}

/// What one part of an import map says. What is no URL stays as it is, so that the engine says so.
fn entries(map: &SpecifierMap, write: &dyn Fn(&str) -> String) -> Entries {
    let value = |url: Option<&Url>, written: Option<&str>| -> Value {
        url.map(|url| write(url.as_str()))
            .or(written.map(str::to_owned))
            .into()
    };
    let entries = map.entries();
    let entries = entries.map(|entry| (write(entry.key), value(entry.value, entry.raw_value)));
    entries.collect()
}

/// The engine's argument for an import map.
pub(crate) fn argument(path: &Path) -> OsString {
    let mut argument = OsString::from("--import-map=");
    argument.push(path);
    argument
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
