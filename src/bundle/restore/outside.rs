//! Keeps what is restored from leading to files that are not in the bundle.
//!
//! A bundle comes from anywhere, and the engine loads what its graph of static imports and literal `import()` holds
//! without asking for a permission; what it resolves when a module runs it does ask for. So the graph is built here
//! first, by the crate that the engine builds it with: encodings, media types, `data:` texts and WebAssembly are read as
//! the engine reads them. A static import that leads out is refused, and a dynamic one is written so that only who runs
//! it knows where it leads.
//!
//! Bare specifiers are not followed: `settings` sees to it that they lead nowhere else. Packages are not looked at: the
//! engine resolves what they import when they run.

use std::{
    cell::RefCell,
    collections::{BTreeSet, HashMap, HashSet},
    sync::Arc,
};

use deno_ast::{MediaType, SourceTextInfo};
use deno_error::JsErrorBox;
use deno_graph::{
    BuildOptions, Dependency, GraphKind, JsModule, Module, ModuleGraph, Range,
    source::{
        LoadFuture, LoadOptions, LoadResponse, Loader, ResolutionKind, ResolveError, Resolver,
        load_data_url,
    },
};
use import_map::{ImportMap, ImportMapOptions};
use percent_encoding::percent_decode_str;
use url::Url;

use super::{
    dependencies::{Dependencies, Remote},
    failed,
    settings::Settings,
};
use crate::bundle::{
    UnpackError,
    stand_ins::{self, Imports},
    unpack::Unpacked,
};

/// What is put around the argument of an import.
const AROUND: [&str; 2] = ["((x) => x)(", ")"];
/// A file that is in no bundle.
const NOWHERE: &str = "file:///";

/// Refuses a bundle whose files would make the engine load others when they are below `root`, and rewrites in `unpacked`
/// what may fail when it runs. Gives the imports that lead nowhere in a bundle (`stand_ins`).
pub(super) fn contain(
    unpacked: &mut Unpacked<'_>,
    dependencies: &Dependencies<'_>,
    root: &Url,
) -> Result<Imports, UnpackError> {
    let remote = &dependencies.remote;
    let is_remote = |url: &Url| matches!(url.scheme(), "http" | "https");
    let registry = dependencies.jsr_url();
    let registry =
        registry.filter(|registry| !Url::parse(registry).is_ok_and(|url| is_remote(&url)));
    let urls = remote.iter().filter(|remote| !is_remote(&remote.url));
    let urls = urls.map(|remote| remote.url.as_str());
    let targets = remote.iter().filter_map(Remote::target);
    // A target may be relative, and is remote then.
    let targets = targets.filter(|target| Url::parse(target).is_ok_and(|url| !is_remote(&url)));
    if let Some(found) = registry.into_iter().chain(urls).chain(targets).next() {
        return Err(outside(found));
    }
    let settings = Settings::contain(unpacked, root);
    let map = import_map(unpacked, root);
    let sources = Sources::of(unpacked, remote, root);
    let graph = sources.graph(unpacked, &settings, map.as_ref())?;
    let refused = refused(&graph, root);
    let mut edits: HashMap<Url, Vec<Range>> = HashMap::new();
    for module in graph
        .modules()
        .filter(|module| module.specifier().scheme() != "data")
    {
        for (written, dependency) in module.dependencies() {
            if !leads_to(dependency, &refused) {
                continue;
            }
            let is_ours = matches!(module, Module::Js(_)) && module.specifier().scheme() == "file";
            for import in &dependency.imports {
                if !is_ours || !import.is_dynamic {
                    return Err(outside(written));
                }
                let edits = edits.entry(module.specifier().clone()).or_default();
                edits.push(import.specifier_range.clone());
            }
        }
    }
    for file in &mut unpacked.files {
        let url = place(root, &file.path);
        if let Some(ranges) = edits.get(&url)
            && let Some(module) = graph.get(&url).and_then(Module::js)
        {
            file.content = rewritten(module, ranges).into_bytes().into();
        }
    }
    Ok(stand_ins::to_restore(&graph, map.as_ref()))
}

/// The import map of a bundle whose settings are contained. Readers of bundles take packages in it for directories, too.
pub(super) fn import_map(unpacked: &Unpacked<'_>, root: &Url) -> Option<ImportMap> {
    let options = ImportMapOptions {
        expand_imports: true,
        ..ImportMapOptions::default()
    };
    let url = place(root, unpacked.import_map.as_ref()?);
    let map = unpacked.imports.clone()?;
    let parsed = import_map::parse_from_value_with_options(url, map, options);
    Some(parsed.ok()?.import_map)
}

/// Where a file of the bundle will be. A path is no part of a URL: it may have a `%` of its own.
pub(super) fn place(root: &Url, path: &str) -> Url {
    let path = path
        .replace('%', "%25")
        .replace('?', "%3F")
        .replace('#', "%23");
    root.join(&format!("./{path}")).expect("paths are relative")
}

/// Whether a URL means a file that is not below `root`.
pub(super) fn is_outside(url: &Url, root: &Url) -> bool {
    let is_below = url.as_str().starts_with(root.as_str()) && !hides_separator(url.path());
    url.scheme() == "file" && !is_below
}

/// Whether there are more parts to a path than it seems.
fn hides_separator(path: &str) -> bool {
    let path = path.to_ascii_lowercase();
    path.contains("%2f") || path.contains("%5c")
}

/// What a name is known by, however it is written: the last part of it up to the first dot.
pub(super) fn stem(name: &str) -> String {
    let decoded = percent_decode_str(name).decode_utf8_lossy();
    let name = decoded.split(['?', '#']).next().unwrap_or_default();
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    name.split('.').next().unwrap_or_default().to_lowercase()
}

fn outside(specifier: &str) -> UnpackError {
    UnpackError::Outside {
        specifier: specifier.to_owned(),
    }
}

/// All that must not be loaded: files outside, and `data:` texts that lead to one.
fn refused(graph: &ModuleGraph, root: &Url) -> HashSet<Url> {
    let targets = graph
        .modules()
        .flat_map(|module| module.dependencies().values());
    let targets = targets.filter_map(Dependency::get_code);
    let mut refused: HashSet<Url> = targets
        .filter(|url| is_outside(url, root))
        .cloned()
        .collect();
    loop {
        let texts = graph.modules().filter(|module| {
            let mut imports = module.dependencies().values();
            module.specifier().scheme() == "data"
                && imports.any(|import| leads_to(import, &refused))
        });
        let texts: Vec<Url> = texts.map(|module| module.specifier().clone()).collect();
        let known = refused.len();
        refused.extend(texts);
        if refused.len() == known {
            return refused;
        }
    }
}

fn leads_to(import: &Dependency, refused: &HashSet<Url>) -> bool {
    import.get_code().is_some_and(|url| refused.contains(url))
}

/// A module whose imports at these places say where they lead only when they run.
fn rewritten(module: &JsModule, ranges: &[Range]) -> String {
    let source = &module.source.text;
    let info = SourceTextInfo::new(Arc::clone(source));
    let mut points: Vec<(usize, usize)> = Vec::new();
    for range in ranges {
        let range = range.range.as_source_range(&info);
        let range = range.as_byte_range(info.range().start);
        points.extend([(range.start, 0), (range.end, 1)]);
    }
    points.sort_unstable();
    points.dedup();
    let (mut text, mut done) = (String::with_capacity(source.len()), 0);
    for (at, which) in points {
        text.push_str(&source[done..at]);
        text.push_str(AROUND[which]);
        done = at;
    }
    text.push_str(&source[done..]);
    text
}

/// What a module is loaded from: its content, and the header that says what it is.
type Source = (Arc<[u8]>, Option<HashMap<String, String>>);

/// What the engine could load without a permission.
struct Sources<'r> {
    root: &'r Url,
    known: HashMap<Url, Source>,
    /// The stems of what was imported in ways that are not followed.
    named: RefCell<BTreeSet<String>>,
}

impl<'r> Sources<'r> {
    fn of(unpacked: &Unpacked<'_>, remote: &[Remote<'_>], root: &'r Url) -> Self {
        let files = unpacked.files.iter();
        let files = files.map(|file| (place(root, &file.path), (Arc::from(&*file.content), None)));
        let remote = remote
            .iter()
            .filter(|remote| remote.locked && remote.target().is_none());
        let remote = remote.map(|remote| {
            let (name, value) = &remote.header;
            let headers = HashMap::from([((*name).to_owned(), value.clone())]);
            (
                remote.url.clone(),
                (Arc::from(&*remote.content), Some(headers)),
            )
        });
        Self {
            root,
            known: files.chain(remote).collect(),
            named: RefCell::default(),
        }
    }

    /// The graph of everything in the bundle. A static file is a module only if something may import it.
    fn graph(
        &self,
        unpacked: &Unpacked<'_>,
        settings: &Settings,
        map: Option<&ImportMap>,
    ) -> Result<ModuleGraph, UnpackError> {
        let (passive, active): (Vec<_>, Vec<_>) = unpacked.files.iter().partition(|file| {
            unpacked.static_files.contains(&file.path)
                && unpacked.entrypoint.as_ref() != Some(&file.path)
        });
        let is_entrypoint = |path| unpacked.entrypoint.as_ref() == Some(path);
        let active = active
            .into_iter()
            .filter(|file| is_entrypoint(&file.path) || may_import(&place(self.root, &file.path)));
        let mut roots: Vec<Url> = active.map(|file| place(self.root, &file.path)).collect();
        roots.extend(
            self.known
                .keys()
                .filter(|url| url.scheme() != "file")
                .cloned(),
        );
        roots.sort();
        let mut passive: Vec<Url> = passive
            .iter()
            .map(|file| place(self.root, &file.path))
            .collect();
        passive.retain(may_import);
        let runtime = tokio::runtime::Builder::new_current_thread().build();
        let runtime =
            runtime.map_err(|source| failed("resolve", std::path::Path::new("bundle"), source))?;
        let mut graph = ModuleGraph::new(GraphKind::CodeOnly);
        while !roots.is_empty() {
            let resolver = Direct {
                sources: self,
                settings,
                map,
            };
            runtime.block_on(graph.build(roots, Vec::new(), self, options(&resolver)));
            let named = self.named.borrow();
            (roots, passive) = passive.into_iter().partition(|url| {
                let stem = stem(url.path());
                settings.may_name_all
                    || stem == "index"
                    || named.contains(&stem)
                    || settings.named.contains(&stem)
            });
        }
        Ok(graph)
    }
}

/// Whether the engine looks for imports in such a file.
fn may_import(url: &Url) -> bool {
    let media_type = MediaType::from_specifier(url);
    media_type == MediaType::Wasm
        || media_type.is_emittable()
        || matches!(
            media_type,
            MediaType::JavaScript | MediaType::Mjs | MediaType::Cjs | MediaType::Unknown
        )
}

/// What bundles may switch on is on.
fn options<'o>(resolver: &'o Direct<'_>) -> BuildOptions<'o> {
    BuildOptions {
        unstable_bytes_imports: true,
        unstable_css_imports: true,
        unstable_config_imports: true,
        passthrough_jsr_specifiers: true,
        resolver: Some(resolver),
        ..BuildOptions::default()
    }
}

impl Loader for Sources<'_> {
    fn load(&self, specifier: &Url, _: LoadOptions) -> LoadFuture {
        let mut bare = specifier.clone();
        bare.set_query(None);
        bare.set_fragment(None);
        let known = self.known.get(specifier).or_else(|| self.known.get(&bare));
        let found = match known {
            _ if specifier.scheme() == "data" => load_data_url(specifier).ok().flatten(),
            Some((content, headers)) => Some(LoadResponse::Module {
                content: Arc::clone(content),
                mtime: None,
                specifier: specifier.clone(),
                maybe_headers: headers.clone(),
            }),
            None => {
                self.named.borrow_mut().insert(stem(specifier.path()));
                None
            }
        };
        Box::pin(std::future::ready(Ok(found)))
    }
}

/// Resolves what needs no settings.
struct Direct<'a> {
    sources: &'a Sources<'a>,
    settings: &'a Settings,
    map: Option<&'a ImportMap>,
}

impl Direct<'_> {
    /// Where the import map leads what is outside without it: a bundle may call its own directory `/`.
    fn mapped(&self, text: &str, from: &Url) -> Option<Url> {
        let url = self.map?.resolve(text, from).ok()?;
        let root = self.sources.root;
        (url.scheme() == "file" && !is_outside(&url, root)).then_some(url)
    }
}

impl std::fmt::Debug for Direct<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Direct")
    }
}

impl Resolver for Direct<'_> {
    fn resolve(&self, text: &str, from: &Range, _: ResolutionKind) -> Result<Url, ResolveError> {
        let resolved = deno_graph::resolve_import(text, &from.specifier);
        if resolved.is_err() || self.settings.redirects_urls {
            self.sources.named.borrow_mut().insert(stem(text));
        }
        // An import map puts it behind a directory, and then it is a path that leads up.
        if resolved.is_err() && hides_separator(text) {
            return Ok(Url::parse(NOWHERE).expect("it is a URL"));
        }
        let url = resolved?;
        let url = match is_outside(&url, self.sources.root) {
            true => self.mapped(text, &from.specifier).unwrap_or(url),
            false => url,
        };
        match url.scheme() {
            "file" | "data" => Ok(url),
            scheme => Err(JsErrorBox::type_error(format!("`{scheme}:` is not followed")).into()),
        }
    }
}
