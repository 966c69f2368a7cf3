//! From a bundle to directories that the engine can run with no network and without resolving anything anew.
//!
//! Below `bundles/` in the cache everything is named by a digest of what is in it, so that what is there is complete
//! and never changes: a directory for the function's own files, and one for what it depends on, which functions with
//! the same packages share. A directory is made beside its place and then moved there; who comes second uses the first.
//! What nobody has used for a month goes when something new comes.
//!
//! Modules are what runs, under the names they had: the engine reads JavaScript as TypeScript as well, and source maps
//! lead to the original. `jsr:` specifiers need the registry's own files, which are made from the redirects.

mod dependencies;
mod jsr;
mod lockfile;
mod outside;
mod required;
mod settings;
#[cfg(test)]
mod tests;

use std::{
    ffi::OsString,
    io::ErrorKind,
    path::{Path, PathBuf},
    time::Duration,
};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};
use url::Url;

use super::{
    UnpackError,
    declarations::NOTHING,
    format::Bundle,
    import_map::{self, EngineMap, Kept},
    node::NodeUse,
    stand_ins,
    unpack::{Code, Origin, Unpacked, is_deno_json, unpack},
};
use crate::{env_vars::EnvVars, fs::create_private_dir};
use dependencies::Dependencies;
use required::Required;

/// Where the registry of all packages is; nothing is ever there.
pub(super) const REGISTRY: &str = "https://localhost/";
/// Where all of it is in the cache.
const BUNDLES: &str = "bundles";
/// The file that says what is in a directory. It is written last.
const MANIFEST: &str = "bundle.json";
/// The directory of the function's files.
const FILES: &str = "files";
/// The file whose time says when a directory was last used.
const USED: &str = ".used";
/// For how long a directory is kept that nobody uses.
const KEPT: Duration = Duration::from_secs(30 * 24 * 3600);
/// How the directory of a bundle ends: another layout has another name.
const LAYOUT: &str = "-7";
/// The lockfile.
const LOCKFILE: &str = "deno.lock";
/// The configuration beside a `deno.json` that is the function's own.
const OWN_CONFIG: &str = "deno.fx.json";
/// The import map instead of the bundle's.
const OWN_IMPORT_MAP: &str = "imports.json";

/// A bundle that is ready to run.
#[derive(Debug)]
pub(super) struct Restored {
    /// The main module.
    pub(super) entrypoint: PathBuf,
    /// The directory of the function's files.
    pub(super) root: PathBuf,
    /// The engine's cache.
    pub(super) deno_dir: PathBuf,
    /// How the engine resolves.
    pub(super) engine_args: Vec<OsString>,
    /// Variables the engine needs for it.
    pub(super) engine_env: Vec<(String, String)>,
    /// Files the function may read.
    pub(super) static_files: Vec<PathBuf>,
    /// What its modules do with `node:` modules.
    pub(super) node: NodeUse,
}

/// What is in the directory of a bundle. Paths are relative to its files.
#[derive(Debug, Serialize, Deserialize)]
struct Manifest {
    entrypoint: String,
    config: String,
    import_map: Option<String>,
    /// Whether the engine gets [`OWN_IMPORT_MAP`] instead of that one or the configuration's.
    has_own_import_map: bool,
    package_json: bool,
    static_files: Vec<String>,
    /// The `node:` modules it wants.
    node: Vec<String>,
    /// What CommonJS modules require by name.
    required: Vec<Required>,
    /// The directory of the dependencies.
    dependencies: String,
    /// Where `jsr:` leads.
    jsr_url: Option<String>,
}

/// Makes `eszip` ready to run, below `cache`.
pub(super) fn restore(eszip: &[u8], cache: &Path) -> Result<Restored, UnpackError> {
    restore_as(&format!("{:x}", Sha256::digest(eszip)), eszip, cache)
}

/// What was made ready below `cache` under the name `digest`, if it was.
pub(super) fn find(digest: &str, cache: &Path) -> Option<Restored> {
    let home = cache.join(BUNDLES);
    let directory = place(&home, digest);
    let manifest = Manifest::read(&directory)?;
    note_use(&directory);
    note_use(&home.join(&manifest.dependencies));
    manifest.restored(&directory, &home).ok()
}

/// The directory of the bundle with this digest.
fn place(home: &Path, digest: &str) -> PathBuf {
    home.join(format!("{digest}{LAYOUT}"))
}

/// Makes `eszip` ready to run, below `cache` and under the name `digest`: that of the eszip, or of what it came in.
pub(super) fn restore_as(
    digest: &str,
    eszip: &[u8],
    cache: &Path,
) -> Result<Restored, UnpackError> {
    if let Some(restored) = find(digest, cache) {
        return Ok(restored);
    }
    let home = cache.join(BUNDLES);
    let directory = place(&home, digest);
    prune(&home);
    let bundle = Bundle::read(eszip)?;
    let mut unpacked = unpack(&bundle, Code::Executable)?;
    let dependencies = Dependencies::of(&bundle, &home)?;
    let root = Url::from_directory_path(directory.join(FILES)).expect("caches have absolute paths");
    let declared = outside::contain(&mut unpacked, &dependencies, &root)?;
    dependencies.write(&home)?;
    let mut manifest = Manifest::of(&unpacked, &dependencies)?;
    let mut files = unpacked.files.iter();
    let configured = files.find(|file| file.path == manifest.config);
    let configuration = configured.map_or_else(Vec::new, |file| file.content.to_vec());
    // What the function itself imports or reads stays as it is. The engine finds `package.json` beside `deno.json` only.
    if configured.is_some_and(|file| file.origin != Origin::Settings) && !manifest.package_json {
        manifest.config = beside(&manifest.config, OWN_CONFIG);
    }
    let entrypoint = directory.join(FILES).join(&manifest.entrypoint);
    let configured = outside::import_map(&unpacked, &root);
    let mut map = EngineMap::new(configured.as_ref(), Kept::new(cache, &entrypoint));
    map.say(stand_ins::said(&declared, NOTHING));
    manifest.has_own_import_map = unpacked.is_import_map_hidden || !map.is_configured();
    put_in_place(&home, &directory, |stage| {
        let files = stage.join(FILES);
        for file in &unpacked.files {
            write(&files.join(&file.path), &file.content)?;
        }
        let config = settings::for_modules(&configuration);
        write(&files.join(&manifest.config), config.as_bytes())?;
        if manifest.has_own_import_map {
            let place = Url::from_file_path(directory.join(OWN_IMPORT_MAP));
            let text = map.text(&place.expect("caches have absolute paths"));
            write(&stage.join(OWN_IMPORT_MAP), text.as_bytes())?;
        }
        let lockfile = lockfile::of(&bundle, &dependencies);
        write(&stage.join(LOCKFILE), lockfile.as_bytes())?;
        let text = serde_json::to_vec(&manifest).expect("it is plain data");
        write(&stage.join(MANIFEST), &text)
    })?;
    manifest.restored(&directory, &home)
}

impl Manifest {
    fn of(unpacked: &Unpacked<'_>, dependencies: &Dependencies<'_>) -> Result<Self, UnpackError> {
        let entrypoint = unpacked.entrypoint.clone();
        let entrypoint = entrypoint.or_else(|| only_index(unpacked));
        let named = |path: &&str| path.rsplit('/').next() == Some("package.json");
        let mut paths = unpacked.files.iter().map(|file| &*file.path);
        let package_json = paths.find(named);
        let map = unpacked.import_map.clone();
        let (config, import_map) = match map {
            Some(map) if is_deno_json(&map) => (map, None),
            map => (beside(package_json.unwrap_or_default(), "deno.json"), map),
        };
        Ok(Self {
            entrypoint: entrypoint.ok_or(UnpackError::NoEntrypoint)?,
            config,
            import_map,
            has_own_import_map: false,
            package_json: package_json.is_some(),
            static_files: unpacked.static_files.clone(),
            node: node_modules(unpacked, dependencies),
            required: required::of(unpacked),
            dependencies: dependencies.digest(),
            jsr_url: dependencies.jsr_url().map(str::to_owned),
        })
    }

    fn read(directory: &Path) -> Option<Self> {
        let text = std::fs::read(directory.join(MANIFEST)).ok()?;
        serde_json::from_slice(&text).ok()
    }

    fn restored(&self, directory: &Path, home: &Path) -> Result<Restored, UnpackError> {
        let root = directory.join(FILES);
        let deno_dir = home.join(&self.dependencies);
        let with_path = |flag: &str, path: &Path| {
            let mut argument = OsString::from(flag);
            argument.push(path);
            argument
        };
        let mut engine_args = vec![with_path("--lock=", &directory.join(LOCKFILE))];
        engine_args.extend(["--node-modules-dir=none", "--vendor=false"].map(OsString::from));
        engine_args.push(with_path("--config=", &root.join(&self.config)));
        let map = self.import_map.as_ref().map(|map| root.join(map));
        let own = self
            .has_own_import_map
            .then(|| directory.join(OWN_IMPORT_MAP));
        engine_args.extend(own.or(map).as_deref().map(import_map::argument));
        let mut engine_env = vec![("NPM_CONFIG_REGISTRY".to_owned(), REGISTRY.to_owned())];
        if !self.package_json {
            engine_env.push(("DENO_NO_PACKAGE_JSON".to_owned(), "1".to_owned()));
        }
        let jsr_url = self.jsr_url.clone();
        engine_env.extend(jsr_url.map(|url| (EnvVars::JSR_URL.to_owned(), url)));
        let static_files = self.static_files.iter().map(|path| root.join(path));
        // Only with a `package.json` may modules be CommonJS, whose `require` looks for files when it runs.
        let required = self.package_json.then(|| root.clone());
        let mut node = NodeUse::named(&self.node);
        node.required = self
            .required
            .iter()
            .filter_map(|it| it.below(&root))
            .collect();
        Ok(Restored {
            entrypoint: root.join(&self.entrypoint),
            static_files: static_files.chain(required).collect(),
            deno_dir,
            node,
            engine_args,
            engine_env,
            root,
        })
    }
}

/// Of the import map only what names lead to counts: the names may be those of modules of the engine's.
fn node_modules(unpacked: &Unpacked<'_>, dependencies: &Dependencies<'_>) -> Vec<String> {
    let is_map = |path: &str| unpacked.import_map.as_deref() == Some(path);
    let files = unpacked.files.iter().filter(|file| !is_map(&file.path));
    let files = files.filter_map(|file| std::str::from_utf8(&file.content).ok());
    let targets = unpacked.imports.iter().flat_map(|map| {
        let scopes = map["scopes"].as_object().into_iter().flatten();
        let scopes = scopes.map(|(_, imports)| imports);
        let imports = scopes.chain([&map["imports"]]).filter_map(Value::as_object);
        imports.flat_map(Map::values).filter_map(Value::as_str)
    });
    let texts = files.chain(targets).chain(dependencies.remote_texts());
    let used = NodeUse::of_texts(texts).with(dependencies.imported());
    used.wanted.into_iter().map(str::to_owned).collect()
}

/// `name` in the directory of `path`.
fn beside(path: &str, name: &str) -> String {
    match path.rsplit_once('/') {
        Some((directory, _)) => format!("{directory}/{name}"),
        None => name.to_owned(),
    }
}

/// The main module of a file that does not name it: the only one called `index`.
fn only_index(unpacked: &Unpacked<'_>) -> Option<String> {
    let paths = unpacked.files.iter().map(|file| &file.path);
    let mut found = paths.filter(|path| {
        let path = Path::new(path);
        path.file_stem().is_some_and(|stem| stem == "index")
            && path
                .extension()
                .is_some_and(|extension| extension != "json")
    });
    let first = found.next()?;
    found.next().is_none().then(|| first.clone())
}

/// Makes `place` by filling a directory beside it, unless somebody else has made it meanwhile.
fn put_in_place(
    home: &Path,
    place: &Path,
    fill: impl FnOnce(&Path) -> Result<(), UnpackError>,
) -> Result<(), UnpackError> {
    create_directory(home)?;
    let stage = tempfile::Builder::new().prefix(".new-").tempdir_in(home);
    let stage = stage.map_err(|source| failed("create a directory in", home, source))?;
    fill(stage.path())?;
    match std::fs::rename(stage.path(), place) {
        Ok(()) => {
            // There is nothing left to remove.
            drop(stage.keep());
            Ok(())
        }
        Err(_) if place.is_dir() => Ok(()),
        Err(source) => Err(failed("create", place, source)),
    }
}

/// Remembers that a directory is used now.
fn note_use(directory: &Path) {
    // Whoever cannot write this has the directory from somebody else, who looks after it.
    let _ = std::fs::write(directory.join(USED), b"");
}

/// Removes what nobody has used for long, also what was never finished.
fn prune(home: &Path) {
    let Ok(entries) = std::fs::read_dir(home) else {
        return;
    };
    for entry in entries.filter_map(Result::ok) {
        let path = entry.path();
        let marked = std::fs::metadata(path.join(USED));
        let modified = marked.or_else(|_| entry.metadata());
        let modified = modified.and_then(|metadata| metadata.modified());
        let age = modified.ok().and_then(|time| time.elapsed().ok());
        if age.is_some_and(|age| age > KEPT) {
            // Another fx may do the same.
            let _ = std::fs::remove_dir_all(path);
        }
    }
}

fn write(path: &Path, content: &[u8]) -> Result<(), UnpackError> {
    let written = std::fs::write(path, content);
    match (written, path.parent()) {
        (Err(error), Some(parent)) if error.kind() == ErrorKind::NotFound => {
            create_directory(parent)?;
            std::fs::write(path, content).map_err(|source| failed("write", path, source))
        }
        (written, _) => written.map_err(|source| failed("write", path, source)),
    }
}

fn create_directory(path: &Path) -> Result<(), UnpackError> {
    create_private_dir(path).map_err(|source| failed("create", path, source))
}

fn failed(action: &'static str, path: &Path, source: std::io::Error) -> UnpackError {
    UnpackError::Io {
        action,
        path: path.to_owned(),
        source,
    }
}
