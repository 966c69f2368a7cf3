//! [`EngineMap`]: the import map that the engine is given when the function's configuration does not say all it has to,
//! or says too much.
//!
//! What some modules mean by some words (`scopes`, `stand_ins`) is in a scope of each module: an entry there holds
//! whatever else maps the same words, and for nobody else.
//!
//! The engine resolves what it preloads and the main module as if somebody imported them, and an import map may mean all
//! files of the machine: `{ "imports": { "/": "./" } }` does. Deno's crates, which make bundles, do not resolve the main
//! module. So the engine gets these places ([`Kept`]) added to such a map, each as what it is.
//!
//! The map stands instead of the one in `deno.json`, of which everything else counts.

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

/// An import map in the making.
#[derive(Debug)]
pub(super) struct EngineMap<'a> {
    configured: Option<&'a ImportMap>,
    kept: Kept,
    /// Modules, what they say, and what they mean by that.
    said: Vec<(&'a Url, &'a str, &'a str)>,
}

impl<'a> EngineMap<'a> {
    /// One that says what `configured` does, and leads nothing of `kept` elsewhere.
    pub(super) fn new(configured: Option<&'a ImportMap>, kept: Kept) -> Self {
        Self {
            configured,
            kept,
            said: Vec::new(),
        }
    }

    /// Adds what modules mean by what they say. The last one counts.
    pub(super) fn say(&mut self, said: impl IntoIterator<Item = (&'a Url, &'a str, &'a str)>) {
        self.said.extend(said);
    }

    /// Whether `configured` says all of it already.
    pub(super) fn is_configured(&self) -> bool {
        let is_led_away = |map| self.kept.is_led_away_by(map);
        self.said.is_empty() && !self.configured.is_some_and(is_led_away)
    }

    /// The text of the file at `path`.
    pub(super) fn to_file(&self, path: &Path) -> String {
        self.text(&Url::from_file_path(path).expect("the path is absolute"))
    }

    /// The text of the file at `place`.
    pub(super) fn text(&self, place: &Url) -> String {
        let write = |specifier: &str| self.kept.written(specifier, place);
        let (imports, mut scopes) = match self.configured {
            Some(map) => self.kept.entries(map, &write),
            None => Default::default(),
        };
        for (module, text, target) in &self.said {
            let scope = scopes.entry(write(module.as_str()));
            let scope = scope.or_insert_with(|| json!({})).as_object_mut();
            let scope = scope.expect("scopes are objects");
            scope.insert(write(&key(text, module)), write(target).into());
        }
        format!("{:#}\n", json!({ "imports": imports, "scopes": scopes }))
    }
}

/// How an import map names what a module calls `text`.
fn key(text: &str, module: &Url) -> String {
    let is_relative = ["./", "../", "/"]
        .iter()
        .any(|start| text.starts_with(start));
    let url = match is_relative {
        true => module.join(text),
        false => Url::parse(text),
    };
    url.map_or_else(|_| text.to_owned(), String::from)
}

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

    /// What `map` says for all and by scope, without leading any of them elsewhere.
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
    fn is_led_away_by(&self, map: &ImportMap) -> bool {
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

    /// How a specifier is written in a file at `place`: what is in the cache too is found from there.
    fn written(&self, specifier: &str, place: &Url) -> String {
        let mut both = [specifier, place.as_str()].into_iter();
        let is_ours = both.all(|url| url.starts_with(self.cache.as_str()));
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

    fn parse(base: &str, text: &str) -> ImportMap {
        let base = Url::parse(base).unwrap();
        import_map::parse_from_json(base, text).unwrap().import_map
    }

    fn saying(text: &str, said: &[(&Url, &str, &str)]) -> Option<ImportMap> {
        let kept = Kept::new(Path::new("/cache"), Path::new("/p/f/index.ts"));
        let map = parse("file:///p/f/deno.json", text);
        let mut engine = EngineMap::new(Some(&map), kept);
        engine.say(said.iter().copied());
        let place = Url::parse("file:///cache/locks/imports.json").unwrap();
        (!engine.is_configured()).then(|| parse(place.as_str(), &engine.text(&place)))
    }

    fn instead_of(text: &str) -> Option<ImportMap> {
        saying(text, &[])
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

    #[test]
    fn what_a_module_says_means_the_same_whatever_else_maps_it() {
        let [own, kept] = ["file:///p/f/own.ts", "file:///cache/b/files/x.ts"]
            .map(|url| Url::parse(url).unwrap());
        let said = [
            (&own, "./x.d.ts", "data:text/javascript,"),
            (&own, "lib", "file:///cache/lib.ts"),
            (&kept, "jsr:@s/p/x.d.ts", "data:text/javascript,"),
            (&kept, "../y.ts", "file:///p/y.ts"),
        ];
        for text in [
            "{}",
            r#"{"imports": {"/": "./", "./": "./"}}"#,
            r#"{"scopes": {"/": {"/": "./", "lib": "./no.ts"}, "./own.ts": {"lib": "./no.ts", "a": "./a.ts"}}}"#,
        ] {
            let map = saying(text, &said).expect(text);
            for (module, written, target) in said {
                let found = map.resolve(written, module).unwrap();
                assert_eq!(found.as_str(), target, "{text}");
            }
            let others = map.resolve("jsr:@s/p/x.d.ts", &own).unwrap();
            assert_eq!(others.as_str(), "jsr:@s/p/x.d.ts");
        }
        let last = saying(r#"{"scopes": {"./own.ts": {"a": "./a.ts"}}}"#, &said).unwrap();
        let found = last.resolve("a", &own).unwrap();
        assert_eq!(found.as_str(), "file:///p/f/a.ts");
    }
}
