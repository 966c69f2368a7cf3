//! The modules of a graph as entries of a bundle: their keys, and JavaScript with source maps from TypeScript and JSX.
//!
//! Keys are relative to one *base*, so that they say nothing about the machine: the directory that holds everything the
//! function is made of, and one more level where that tells nothing about the checkout (`spec/bundle.md` §5).

use std::{
    collections::{HashSet, VecDeque},
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use deno_ast::{EmitOptions, MediaType, SourceMapOption, TranspileModuleOptions};
use deno_graph::{JsModule, Module, ModuleGraph, ast::ParsedSourceStore as _};
use deno_resolver::{cache::ParsedSourceCache, deno_json::CompilerOptionsResolver};
use eszip::{ModuleKind, v2::EszipRelativeFileBaseUrl};
use serde_json::json;
use url::Url;

use super::{
    Error,
    containment::{SourceRoot, import_location},
    declarations, error,
    location::local_path,
    specifiers::Readable,
};
use crate::nesting::Shallow;

/// Fewer modules than this are not worth a thread.
const MODULES_PER_THREAD: usize = 8;
/// More threads take their stacks' memory and little time away.
const MAX_THREADS: usize = 8;
/// The transpiler recurses into nested source; this is enough for what can be parsed.
const STACK_SIZE: usize = 32 * 1024 * 1024;

/// The bytes of an entry.
pub(super) type Content = Arc<[u8]>;

/// One module as it goes into the file.
pub(super) struct Emitted {
    pub(super) key: String,
    pub(super) kind: ModuleKind,
    pub(super) source: Content,
    pub(super) source_map: Content,
}

/// What keys are relative to.
#[derive(Debug, Clone)]
pub(super) struct Base(Url);

impl Base {
    /// The base of a function that is made of `files`. Directories count as what they hold.
    pub(super) fn of<'a>(project: &Path, files: impl IntoIterator<Item = &'a Path>) -> Self {
        let mut files = files.into_iter();
        let first = files.next().map(Path::to_owned);
        let mut common = first.unwrap_or_else(|| project.to_owned());
        for file in files {
            while !file.starts_with(&common) {
                common.pop();
            }
        }
        // The name of the project's directory is the checkout's; below it, names belong to the project.
        if common != project && common.starts_with(project) {
            common.pop();
        }
        Self(Url::from_directory_path(common).expect("files are absolute"))
    }

    /// The URL of the directory.
    pub(super) fn url(&self) -> &Url {
        &self.0
    }

    /// The key of a module.
    pub(super) fn key(&self, specifier: &Url) -> String {
        let specifier = declarations::meant(specifier);
        self.relative().specifier_key(&specifier).into_owned()
    }

    /// The key of a file.
    pub(super) fn key_of_file(&self, path: &Path) -> String {
        self.key(&Url::from_file_path(path).expect("files are absolute"))
    }

    /// The base as the crate has it.
    pub(super) fn relative(&self) -> EszipRelativeFileBaseUrl<'_> {
        EszipRelativeFileBaseUrl::new(&self.0)
    }
}

/// The local files among the modules of a graph.
pub(super) fn local_files(graph: &ModuleGraph) -> Vec<PathBuf> {
    let specifiers = graph.modules().map(Module::specifier);
    specifiers.filter_map(local_path).collect()
}

/// What turns modules into JavaScript.
pub(super) struct Emitter<'a> {
    pub(super) graph: &'a ModuleGraph,
    pub(super) sources: &'a ParsedSourceCache,
    pub(super) options: &'a CompilerOptionsResolver,
    pub(super) readable: Readable<'a>,
    pub(super) base: &'a Base,
    pub(super) root: &'a SourceRoot,
    pub(super) shallow: &'a Shallow,
}

impl Emitter<'_> {
    /// All modules that code can reach, in the order in which they are evaluated: depth first, dynamic imports last.
    pub(super) fn emit(&self) -> Result<Vec<Emitted>, Error> {
        let modules = evaluation_order(self.graph);
        for module in &modules {
            self.check_nesting(module)?;
        }
        let most = thread::available_parallelism().map_or(1, |most| most.get().min(MAX_THREADS));
        let threads = (modules.len() / MODULES_PER_THREAD).clamp(1, most);
        if threads == 1 {
            let emitted = modules.iter().map(|module| self.emit_one(module));
            return emitted.filter_map(Result::transpose).collect();
        }
        self.emit_on(threads, &modules)
    }

    /// The graph has looked at what it has parsed, which is not everything that comes from JSR.
    fn check_nesting(&self, module: &Module) -> Result<(), Error> {
        let Module::Js(module) = module else {
            return Ok(());
        };
        if self.sources.get_parsed_source(&module.specifier).is_some() {
            return Ok(());
        }
        let JsModule {
            specifier,
            media_type,
            source,
            ..
        } = module;
        let checked = self.shallow.check(specifier, &source.text, *media_type);
        checked.map_err(|refusal| Error::Module {
            message: refusal.to_string(),
            location: None,
            hints: vec![error::NESTING.to_owned()],
            network: false,
        })
    }

    fn emit_on(&self, threads: usize, modules: &[&Module]) -> Result<Vec<Emitted>, Error> {
        let next = AtomicUsize::new(0);
        let work = || {
            let mut done = Vec::new();
            loop {
                let index = next.fetch_add(1, Ordering::Relaxed);
                let Some(module) = modules.get(index) else {
                    return done;
                };
                done.push((index, self.emit_one(module)));
            }
        };
        let mut all = thread::scope(|scope| {
            let spawn = |_| {
                let builder = thread::Builder::new().stack_size(STACK_SIZE);
                builder.spawn_scoped(scope, work)
            };
            // The first thread that cannot be started is the last that is tried; this one works in any case.
            let helpers: Vec<_> = (1..threads).map_while(|n| spawn(n).ok()).collect();
            let mut all = work();
            for helper in helpers {
                all.extend(helper.join().expect("emitting does not panic"));
            }
            all
        });
        // The first mistake in order of evaluation is the one to tell.
        all.sort_by_key(|(index, _)| *index);
        let emitted = all.into_iter().map(|(_, emitted)| emitted);
        emitted.filter_map(Result::transpose).collect()
    }

    fn emit_one(&self, module: &Module) -> Result<Option<Emitted>, Error> {
        let (kind, source, source_map) = match module {
            Module::Js(module) if module.media_type.is_declaration() => {
                if declarations::is_of_package(&module.specifier) {
                    return Ok(None);
                }
                let source_map = self.declaration_map(module);
                (ModuleKind::JavaScript, Arc::default(), source_map)
            }
            Module::Js(module) => {
                let (text, source_map) = match is_verbatim(module.media_type) {
                    true => (module.source.text.to_string(), String::new()),
                    false => self.transpile(module)?,
                };
                let text = self.readable.rewritten(module, &text).unwrap_or(text);
                let source_map = source_map.into_bytes().into();
                (ModuleKind::JavaScript, text.into_bytes().into(), source_map)
            }
            Module::Json(module) => (
                ModuleKind::Json,
                Arc::from(module.source.text.as_bytes()),
                Arc::default(),
            ),
            Module::Wasm(module) => (ModuleKind::Wasm, Arc::clone(&module.source), Arc::default()),
            Module::Npm(_) | Module::Node(_) | Module::External(_) => return Ok(None),
        };
        Ok(Some(Emitted {
            key: self.base.key(module.specifier()),
            kind,
            source,
            source_map,
        }))
    }

    fn transpile(&self, module: &JsModule) -> Result<(String, String), Error> {
        if is_common_js(module.media_type) {
            return Err(Error::CommonJs {
                specifier: module.specifier.to_string(),
                location: import_location(self.graph, &module.specifier, self.root.path()),
            });
        }
        let failed = |message: String| Error::Module {
            message,
            location: None,
            hints: Vec::new(),
            network: false,
        };
        let options = self.options.for_specifier(&module.specifier);
        let options = options.transpile_options();
        let options = options.map_err(|error| failed(error.to_string()))?;
        let (specifier, text) = (&module.specifier, module.source.text.clone());
        let parsed = self
            .sources
            .remove_or_parse_module(specifier, module.media_type, text);
        let parsed = parsed.map_err(|error| failed(error.to_string()))?;
        let emit_options = EmitOptions {
            source_map: SourceMapOption::Separate,
            source_map_base: Some(self.base.url().clone()),
            inline_sources: true,
            ..options.emit.clone()
        };
        let kind = TranspileModuleOptions::default();
        let emitted = parsed.transpile(&options.transpile, &kind, &emit_options);
        let emitted = emitted.map_err(|error| failed(error.to_string()))?;
        let emitted = emitted.into_source();
        let source_map = emitted.source_map.unwrap_or_default();
        Ok((emitted.text, source_map))
    }

    /// The source map of a declaration file: it holds the text, of which nothing is left to run.
    fn declaration_map(&self, module: &JsModule) -> Content {
        if local_path(&module.specifier).is_none() {
            return Arc::default();
        }
        let map = json!({
            "version": 3,
            "sources": [self.base.key(&module.specifier)],
            "sourcesContent": [&*module.source.text],
            "names": [],
            "mappings": "",
        });
        let map = serde_json::to_vec(&map).expect("it is plain data");
        map.into()
    }
}

fn is_verbatim(media_type: MediaType) -> bool {
    matches!(media_type, MediaType::JavaScript | MediaType::Mjs)
}

/// Whether a file of this name is CommonJS, whatever is in it. No bundle can have one.
pub(super) fn is_common_js(media_type: MediaType) -> bool {
    matches!(media_type, MediaType::Cjs | MediaType::Cts)
}

/// The modules that code can reach, in the order in which they are evaluated: depth first, dynamic imports last.
pub(super) fn evaluation_order(graph: &ModuleGraph) -> Vec<&Module> {
    let (mut order, mut seen) = (Vec::new(), HashSet::new());
    let mut stack: Vec<&Url> = graph.roots.iter().rev().collect();
    let mut dynamic = VecDeque::new();
    while let Some(specifier) = stack.pop().or_else(|| dynamic.pop_front()) {
        // Dynamic imports are allowed to fail; the graph has been checked for the others.
        let Ok(Some(module)) = graph.try_get(specifier) else {
            continue;
        };
        if !seen.insert(module.specifier()) {
            continue;
        }
        order.push(module);
        let mut imports = Vec::new();
        for dependency in module.dependencies().values() {
            match dependency.get_code() {
                Some(target) if dependency.is_dynamic => dynamic.push_back(target),
                Some(target) => imports.push(target),
                None => {}
            }
        }
        stack.extend(imports.into_iter().rev());
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_never_name_the_checkout() {
        let project = Path::new("/home/me/checkout/app");
        let functions = "/home/me/checkout/app/supabase/functions";
        let cases: &[(&[&str], &str)] = &[
            (&["hello/index.ts"], "hello/index.ts"),
            (
                &["hello/index.ts", "_shared/x.ts"],
                "functions/hello/index.ts",
            ),
            (
                &["hello/index.ts", "../../deno.json"],
                "supabase/functions/hello/index.ts",
            ),
            (
                &["hello/index.ts", "../../../packages/x.ts"],
                "app/supabase/functions/hello/index.ts",
            ),
        ];
        for (files, expected) in cases {
            let paths = files.iter().map(|file| {
                let path = Path::new(functions).join(file);
                deno_path_util::normalize_path(path.into()).into_owned()
            });
            let paths: Vec<PathBuf> = paths.collect();
            // The directory of the function counts, as the workspace's does.
            let directory = paths[0].parent().unwrap();
            let all = std::iter::once(directory).chain(paths.iter().map(PathBuf::as_path));
            let base = Base::of(project, all);
            assert_eq!(base.key_of_file(&paths[0]), *expected, "{files:?}");
        }
    }
}
