//! [`Artifact`]: a function as one file, the same bytes everywhere. What is in it comes from `emit` and `npm_tree`.
//!
//! The layout is "2.0" of `spec/runtime.md` §1. Scopes of `.npmrc` are left out of the metadata: the tree has the
//! packages of all registries below one name, which is also where a reader looks that knows of no scope. The magic is
//! `ESZIP2.2` unless there is a WebAssembly module, so that readers from before 2.3 can read it too; the two differ in
//! nothing else.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    sync::Arc,
};

use deno_ast::{EmitOptions, TranspileOptions};
use deno_graph::{JsModule, Module, ModuleGraph};
use eszip::{
    EszipV2,
    v2::{FromGraphOptions, NullModuleKindResolver},
};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::{
    Error,
    containment::SourceRoot,
    emit::{Base, Content, Emitted, Emitter, local_files},
    env_reads::env_reads,
    format::{Entrypoint, METADATA_KEY, Metadata, Parts, STATIC_PREFIX, VERSION, VERSION_KEY},
    location::local_path,
    npm_tree::{NpmFiles, NpmTree, PackageStore},
    request::Places,
    scopes::Scopes,
    specifiers::Readable,
    workspace::{Workspace, configuration_error},
};
use crate::{diagnostics::Warning, fs, nesting::Shallow};

/// How the magic of ESZip 2.2 ends.
const MINOR_WITHOUT_WASM: u8 = b'2';
/// Where that is.
const MINOR: usize = 7;
/// How packages are found in the tree.
const MANAGED: &[u8] = br#"{"Managed":{"node_modules_dir":null}}"#;
/// How many bytes the platform takes.
const LIMIT: u64 = 20 << 20;
/// How many of the heaviest are told.
const HEAVIEST: usize = 10;

/// How to make the file.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ArtifactOptions {
    /// Which files of packages go in.
    pub(crate) npm_files: NpmFiles,
    /// Whether to put the frame for uploads around it.
    pub(crate) compress: bool,
    /// Whether to look for [`Artifact::env_reads`].
    pub(crate) env_reads: bool,
}

/// A function as one file.
#[derive(Debug, Clone)]
pub(crate) struct Artifact {
    /// The file.
    pub(crate) bytes: Vec<u8>,
    /// SHA-256 of it, in hexadecimal digits.
    pub(crate) sha256: String,
    /// How many bytes the ESZip has.
    pub(crate) raw_size: u64,
    /// How many modules it has, without those of packages.
    pub(crate) modules: usize,
    /// How many packages.
    pub(crate) packages: usize,
    /// The key of the main module.
    pub(crate) entrypoint: String,
    /// The key of the import map or `deno.json`, if there is one.
    pub(crate) import_map: Option<String>,
    /// The keys of static files.
    pub(crate) static_files: Vec<String>,
    /// The environment variables that the function's own modules read by a literal name, if that was asked for.
    pub(crate) env_reads: BTreeSet<String>,
    /// Whether the same file comes out tomorrow: the project's lockfile pins what comes from elsewhere.
    pub(crate) is_pinned: bool,
    /// What to tell the user.
    pub(crate) warnings: Vec<Warning>,
}

/// A static file: its key and what is in it.
type Static = (String, Content);

/// What a file is made from.
pub(super) struct Assembly<'a> {
    pub(super) graph: ModuleGraph,
    pub(super) workspace: &'a Workspace,
    pub(super) places: &'a Places,
    pub(super) root: &'a SourceRoot,
    pub(super) packages: &'a PackageStore,
    pub(super) parts: &'a Parts,
    pub(super) shallow: &'a Shallow,
    /// Absolute, sorted.
    pub(super) static_files: Vec<PathBuf>,
    /// `--import-map` or the configuration's.
    pub(super) import_map: Option<PathBuf>,
    /// Whether the project's lockfile pins what comes from elsewhere.
    pub(super) is_pinned: bool,
    /// What bare specifiers mean.
    pub(super) scopes: Scopes,
}

impl Assembly<'_> {
    /// Makes the file.
    pub(super) async fn assemble(self, options: ArtifactOptions) -> Result<Artifact, Error> {
        let manifests = self.manifests().await?;
        let base = self.base(&manifests)?;
        let warnings = left_out(&self.graph);
        let import_map = self.import_map_key(&base)?;
        let emitted = self.emit(&base).await?;
        let npm = NpmTree::read(
            &self.graph,
            self.workspace,
            self.packages,
            options.npm_files,
        )?;
        let statics = self.statics(&base)?;
        let is_pinned = self.is_pinned;
        let entrypoint = base.key(self.graph.roots.first().expect("a graph has a root"));
        let metadata = Metadata {
            entrypoint: Some(Entrypoint::Key(entrypoint.clone())),
            serialized_workspace_resolver_raw: Some(self.resolver_json(&base, &manifests).await?),
            static_asset_specifiers: statics.iter().map(|(key, _)| key.clone()).collect(),
            virtual_dir: npm.root,
            node_modules: Some(MANAGED.to_vec()),
            ..Metadata::default()
        };
        let env_reads = match options.env_reads {
            true => own_env_reads(&emitted),
            false => BTreeSet::new(),
        };
        let weights = weights(&emitted, &npm.packages, &statics);
        let modules = emitted.len();
        let metadata = metadata.to_bytes();
        let after_packages = after_packages(&emitted, &statics, &metadata);
        let package_bytes = total(&npm.files);
        let parts = self.parts;
        let has_wasm = emitted
            .iter()
            .any(|module| module.kind == eszip::ModuleKind::Wasm);
        let mut eszip = self.shell(&base, npm.snapshot)?;
        for module in emitted.into_iter().rev() {
            eszip.add_to_front(module.kind, module.key, module.source, module.source_map);
        }
        eszip.add_opaque_data(VERSION_KEY.to_owned(), Arc::from(VERSION.as_bytes()));
        let static_files = statics.iter().map(|(key, _)| key.clone()).collect();
        for (key, content) in npm.files.into_iter().chain(statics) {
            eszip.add_opaque_data(key, content);
        }
        eszip.add_opaque_data(METADATA_KEY.to_owned(), metadata.into());
        let mut raw = eszip.into_bytes();
        let packages_end = raw.len() - after_packages;
        let packages = packages_end - package_bytes..packages_end;
        if !has_wasm {
            raw[MINOR] = MINOR_WITHOUT_WASM;
        }
        let raw_size = raw.len() as u64;
        let bytes = match options.compress {
            true => parts.frame(&raw, packages),
            false => raw,
        };
        if options.compress && bytes.len() as u64 > LIMIT {
            return Err(too_large(bytes.len() as u64, weights));
        }
        Ok(Artifact {
            sha256: format!("{:x}", Sha256::digest(&bytes)),
            bytes,
            raw_size,
            modules,
            packages: npm.packages.len(),
            entrypoint,
            import_map,
            static_files,
            env_reads,
            is_pinned,
            warnings,
        })
    }

    /// What keys are relative to: the directory of everything that goes in or decides about it.
    fn base(&self, manifests: &BTreeSet<PathBuf>) -> Result<Base, Error> {
        let directory = self.workspace.factory.workspace_directory();
        let workspace = &directory.map_err(configuration_error)?.workspace;
        let root = deno_path_util::url_to_file_path(workspace.root_dir_url());
        let mut files = vec![root.map_err(configuration_error)?];
        files.extend(local_files(&self.graph));
        files.extend(manifests.iter().cloned());
        let import_map = workspace.to_import_map_path();
        files.extend(import_map.map_err(configuration_error)?);
        files.extend(self.import_map.iter().chain(&self.static_files).cloned());
        let project = self.places.supabase_dir.parent();
        let project = project.unwrap_or(Path::new("/"));
        Ok(Base::of(project, files.iter().map(PathBuf::as_path)))
    }

    fn import_map_key(&self, base: &Base) -> Result<Option<String>, Error> {
        if let Some(path) = &self.import_map {
            return Ok(Some(base.key_of_file(path)));
        }
        let directory = self.workspace.factory.workspace_directory();
        let workspace = &directory.map_err(configuration_error)?.workspace;
        let config = workspace.root_deno_json();
        Ok(config.map(|config| base.key(&config.specifier)))
    }

    async fn emit(&self, base: &Base) -> Result<Vec<Emitted>, Error> {
        let options = self.workspace.resolver.compiler_options_resolver();
        let resolver = self.workspace.resolver.workspace_resolver().await;
        let resolver = resolver.map_err(configuration_error)?;
        Emitter {
            graph: &self.graph,
            sources: self.workspace.resolver.parsed_source_cache(),
            options: options.map_err(configuration_error)?,
            readable: Readable::new(resolver),
            base,
            root: self.root,
            shallow: self.shallow,
        }
        .emit()
    }

    fn statics(&self, base: &Base) -> Result<Vec<Static>, Error> {
        let read = |path: &PathBuf| {
            let key = format!("{STATIC_PREFIX}{}", base.key_of_file(path));
            let content = fs::read_found(path, self.root.path(), fs::MAX_STATIC_FILE);
            let content = content.map_err(|source| Error::Io {
                action: "read",
                path: path.clone(),
                source,
            })?;
            Ok((key, content.into()))
        };
        let mut statics: Vec<_> = self
            .static_files
            .iter()
            .map(read)
            .collect::<Result<_, _>>()?;
        statics.sort();
        Ok(statics)
    }

    /// How the reader resolves bare specifiers. The crate's own shape is newer than the reader, so it is made by hand,
    /// with the `manifests` as they are written.
    async fn resolver_json(
        &self,
        base: &Base,
        manifests: &BTreeSet<PathBuf>,
    ) -> Result<Vec<u8>, Error> {
        let resolver = self.workspace.workspace_resolver().await?;
        let known = serde_json::to_value(resolver.to_serializable(base.url()));
        let mut known = known.map_err(configuration_error)?;
        let mut package_jsons = BTreeMap::new();
        for path in manifests {
            let text = fs::read_regular_text(path, fs::MAX_TEXT);
            let text = text.map_err(|source| Error::Io {
                action: "read",
                path: path.clone(),
                source,
            })?;
            let content: Value = serde_json::from_str(&text).map_err(configuration_error)?;
            package_jsons.insert(base.key_of_file(path), content);
        }
        let import_map = known["import_map"].take();
        let record = json!({
            "import_map": self.with_scopes(import_map, base)?,
            "jsr_pkgs": known["jsr_pkgs"].take(),
            "package_jsons": package_jsons,
            "pkg_json_resolution": known["pkg_json_resolution"].take(),
        });
        serde_json::to_vec(&record).map_err(configuration_error)
    }

    /// The `package.json` files of the workspace that are above a module of the function's, and the nearest one of each
    /// module when any is CommonJS: it says what a module is.
    async fn manifests(&self) -> Result<BTreeSet<PathBuf>, Error> {
        let resolver = self.workspace.workspace_resolver().await?;
        let modules = local_files(&self.graph);
        let is_above = |path: &PathBuf| {
            let directory = path.parent();
            directory.is_some_and(|directory| modules.iter().any(|it| it.starts_with(directory)))
        };
        let known = resolver.package_jsons().map(|json| json.path.clone());
        let mut found: BTreeSet<PathBuf> = known.filter(is_above).collect();
        let mut modules_with_code = self.graph.modules().filter_map(Module::js);
        if modules_with_code.any(|module| self.is_common_js(module)) {
            found.extend(modules.iter().filter_map(|module| self.manifest_of(module)));
        }
        Ok(found)
    }

    /// Whether a `package.json` makes a module CommonJS.
    fn is_common_js(&self, module: &JsModule) -> bool {
        let path = local_path(&module.specifier).filter(|_| module.is_script);
        let manifest = path.and_then(|path| self.manifest_of(&path));
        let packages = self.workspace.resolver.pkg_json_resolver();
        let loaded = manifest.and_then(|path| packages.load_package_json(&path).ok().flatten());
        loaded.is_some_and(|manifest| manifest.typ == "commonjs")
    }

    /// The nearest `package.json` of a module. One above the functions is not about them.
    fn manifest_of(&self, module: &Path) -> Option<PathBuf> {
        let functions = &self.places.functions_dir;
        let directories = module.ancestors().skip(1);
        let mut inside = directories
            .take_while(|path| path.starts_with(functions) || !module.starts_with(functions))
            .take_while(|path| self.root.holds(path));
        inside.find_map(|path| {
            let path = path.join("package.json");
            path.is_file().then_some(path)
        })
    }

    /// An import map that says what `package.json` and links mean, too. Where there is none it is beside the main module.
    fn with_scopes(&self, import_map: Value, base: &Base) -> Result<Value, Error> {
        if self.scopes.is_empty() {
            return Ok(import_map);
        }
        let main = self.graph.roots.first().expect("a graph has a root");
        let beside = || main.join("./import_map.json").expect("it is a path");
        let specifier = import_map["specifier"].as_str().map(str::to_owned);
        let specifier = specifier.unwrap_or_else(|| base.key(&beside()));
        let text = import_map["json"].as_str().unwrap_or("{}");
        let mut map: Value = serde_json::from_str(text).map_err(configuration_error)?;
        let url = base.url().join(&specifier).map_err(configuration_error)?;
        self.scopes.add_to(&mut map, &url);
        Ok(json!({ "specifier": specifier, "json": map.to_string() }))
    }

    /// An ESZip with the redirects and the resolution, and without modules: the crate has no other way to set them.
    fn shell(
        mut self,
        base: &Base,
        npm_snapshot: deno_npm::resolution::ValidSerializedNpmResolutionSnapshot,
    ) -> Result<EszipV2, Error> {
        keep_used_redirects(&mut self.graph);
        self.graph.roots.clear();
        let sources = self.workspace.resolver.parsed_source_cache();
        let made = EszipV2::from_graph(FromGraphOptions {
            graph: self.graph,
            parser: sources.as_capturing_parser(),
            module_kind_resolver: &NullModuleKindResolver,
            transpile_options: TranspileOptions::default(),
            emit_options: EmitOptions::default(),
            relative_file_base: Some(base.relative()),
            npm_packages: None,
            npm_snapshot,
        });
        made.map_err(configuration_error)
    }
}

/// What the function's own modules read; those of other hosts have keys with a scheme.
fn own_env_reads(emitted: &[Emitted]) -> BTreeSet<String> {
    let own = emitted.iter().filter(|module| !module.key.contains("://"));
    let texts = own.filter_map(|module| std::str::from_utf8(&module.source).ok());
    texts.flat_map(env_reads).collect()
}

/// Modules that are imported dynamically may be missing: the code may expect it.
fn left_out(graph: &ModuleGraph) -> Vec<Warning> {
    let errors = graph.module_errors();
    let warnings = errors.map(|error| {
        let specifier = error.specifier();
        let shown = match local_path(specifier) {
            Some(path) => path.display().to_string(),
            None => specifier.to_string(),
        };
        Warning::new(format!("`{shown}` is left out of the bundle: {error}"))
    });
    warnings.collect()
}

/// How many bytes follow the packages: the crate writes contents in the order of entries, the length of all source maps,
/// and these.
fn after_packages(emitted: &[Emitted], statics: &[Static], metadata: &[u8]) -> usize {
    let source_maps = emitted.iter().map(|module| module.source_map.len());
    total(statics) + metadata.len() + size_of::<u32>() + source_maps.sum::<usize>()
}

fn total(entries: &[(String, Content)]) -> usize {
    entries.iter().map(|(_, content)| content.len()).sum()
}

/// A shared lockfile has redirects of other functions, too.
fn keep_used_redirects(graph: &mut ModuleGraph) {
    let modules = graph.modules().map(Module::specifier);
    let mut used: std::collections::HashSet<_> = modules.cloned().collect();
    // A chain is followed from its end.
    loop {
        let before = used.len();
        let leading = graph.redirects.iter();
        let leading = leading.filter(|(_, to)| used.contains(*to));
        let leading: Vec<_> = leading.map(|(from, _)| from.clone()).collect();
        used.extend(leading);
        if used.len() == before {
            break;
        }
    }
    graph.redirects.retain(|from, _| used.contains(from));
}

/// What the file is made of, heaviest first: packages one by one, and the function's own files.
fn weights(
    emitted: &[Emitted],
    packages: &[(deno_semver::package::PackageNv, u64)],
    statics: &[Static],
) -> Vec<(String, u64)> {
    let packages = packages
        .iter()
        .map(|(nv, size)| (format!("npm:{nv}"), *size));
    let own = emitted.iter().map(|module| {
        let size = module.source.len() + module.source_map.len();
        (module.key.clone(), size as u64)
    });
    let statics = statics
        .iter()
        .map(|(key, content)| (key.clone(), content.len() as u64));
    let mut all: Vec<_> = packages.chain(own).chain(statics).collect();
    all.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    all
}

fn too_large(size: u64, mut heaviest: Vec<(String, u64)>) -> Error {
    heaviest.truncate(HEAVIEST);
    Error::TooLarge {
        size,
        limit: LIMIT,
        heaviest,
    }
}
