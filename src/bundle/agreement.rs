//! What the engine and a bundle would treat differently is refused wherever it is to run, in the same words.
//!
//! A worker that serves the project's files reads the project's configuration; one that runs a bundle has modules that
//! were made of it. Most of what a configuration says is either in the modules then, or does nothing in edge functions.
//! The rest is here.

use deno_ast::{MediaType, ModuleSpecifier, ParseParams};
use deno_config::workspace::Workspace as Configuration;
use deno_graph::{Import, JsModule, Module, ModuleGraph};
use deno_resolver::{cache::ParsedSourceCache, deno_json::CompilerOptionsResolver};

use super::{
    Error,
    containment::{SourceRoot, import_location},
    location::Location,
    system::System,
    workspace::configuration_error,
};

/// What makes the engine load modules when they are asked for, with the permissions of a file.
const LAZY: &str = "lazy-dynamic-imports";
/// What makes the engine run some modules as CommonJS.
const DETECTED: &str = "detect-cjs";
/// What only CommonJS has.
const OF_COMMON_JS: [&str; 3] = ["module.exports", "require(", "exports."];
/// What `with` was called.
const ASSERT: &str = "assert";

/// What everything of a function is checked with.
pub(super) struct Agreement<'a> {
    pub(super) graph: &'a ModuleGraph,
    pub(super) configuration: &'a Configuration,
    pub(super) options: &'a CompilerOptionsResolver,
    pub(super) sources: &'a ParsedSourceCache,
    pub(super) system: &'a System,
    pub(super) root: &'a SourceRoot,
}

impl Agreement<'_> {
    /// The first thing that would be treated differently.
    pub(super) fn check(&self) -> Result<(), Error> {
        let age = self.configuration.minimum_dependency_age(self.system);
        age.map_err(configuration_error)?;
        let modules = self.graph.modules().filter_map(|module| match module {
            Module::Js(module) => Some(module),
            _ => None,
        });
        for module in modules {
            self.check_module(module)?;
        }
        Ok(())
    }

    fn check_module(&self, module: &JsModule) -> Result<(), Error> {
        self.check_attributes(module)?;
        if self.configuration.has_unstable(LAZY) {
            self.check_laziness(module)?;
        }
        if module.specifier.scheme() != "file" {
            return Ok(());
        }
        let is_detected = self.configuration.has_unstable(DETECTED) && module.is_script;
        if is_detected
            && OF_COMMON_JS
                .iter()
                .any(|word| module.source.text.contains(word))
        {
            return Err(Error::CommonJs {
                specifier: module.specifier.to_string(),
                location: import_location(self.graph, &module.specifier, self.root.path()),
            });
        }
        self.check_jsx(module)
    }

    /// Every engine of today refuses `assert`; the transpiler does not.
    fn check_attributes(&self, module: &JsModule) -> Result<(), Error> {
        let imports = module.dependencies.values();
        let imports = imports.flat_map(|dependency| &dependency.imports);
        let mut imports = imports.filter(|import| !import.is_dynamic);
        match imports.find(|import| is_followed_by_assert(module, import)) {
            Some(import) => Err(self.refusal(
                "`assert` in imports is no longer supported",
                import,
                "write `with` instead of `assert`",
            )),
            None => Ok(()),
        }
    }

    fn check_laziness(&self, module: &JsModule) -> Result<(), Error> {
        let dependencies = module.dependencies.values();
        let mut lazy = dependencies.filter(|dependency| {
            let target = dependency.get_code();
            dependency.is_dynamic
                && target.is_some_and(|url| matches!(url.scheme(), "file" | "http" | "https"))
        });
        let import = lazy.find_map(|dependency| dependency.imports.first());
        match import {
            Some(import) => Err(self.refusal(
                "`lazy-dynamic-imports` in `unstable` does not work with `import()` in edge functions",
                import,
                "remove it from `unstable` in `deno.json`",
            )),
            None => Ok(()),
        }
    }

    /// Options that are wrong are said for the first module that they are for.
    fn check_jsx(&self, module: &JsModule) -> Result<(), Error> {
        let options = self.options.for_specifier(&module.specifier);
        let options = options.transpile_options().map_err(configuration_error)?;
        let is_jsx = matches!(module.media_type, MediaType::Jsx | MediaType::Tsx);
        if !is_jsx
            || options.transpile.jsx.is_some()
            || self.runs_as_it_is(module, &options.transpile)?
        {
            return Ok(());
        }
        Err(Error::Module {
            message: format!(
                "`{}` contains JSX, which `compilerOptions` leave untransformed",
                self.root.shown(&module.specifier)
            ),
            location: import_location(self.graph, &module.specifier, self.root.path()),
            hints: vec![
                "set `jsx` in `compilerOptions` to `react-jsx`, `precompile` or `react`".to_owned(),
            ],
            network: false,
        })
    }

    fn runs_as_it_is(
        &self,
        module: &JsModule,
        options: &deno_ast::TranspileOptions,
    ) -> Result<bool, Error> {
        let parsed = self.sources.get_parsed_source_from_js_module(module);
        let parsed = parsed.map_err(configuration_error)?;
        let emitted = parsed.transpile(options, &Default::default(), &Default::default());
        let emitted = emitted.map_err(configuration_error)?;
        let params = ParseParams {
            specifier: ModuleSpecifier::clone(&module.specifier),
            text: emitted.into_source().text.into(),
            media_type: MediaType::JavaScript,
            capture_tokens: false,
            scope_analysis: false,
            maybe_syntax: None,
        };
        Ok(deno_ast::parse_module(params).is_ok())
    }

    fn refusal(&self, message: &str, import: &Import, hint: &str) -> Error {
        Error::Module {
            message: message.to_owned(),
            location: Some(Location::of(&import.specifier_range, self.root.path())),
            hints: vec![hint.to_owned()],
            network: false,
        }
    }
}

fn is_followed_by_assert(module: &JsModule, import: &Import) -> bool {
    let text = &module.source.text;
    if !text.contains(ASSERT) {
        return false;
    }
    let end = import.specifier_range.range.end;
    let Some(line) = text.split('\n').nth(end.line) else {
        return false;
    };
    let rest: String = line.chars().skip(end.character).collect();
    let after = rest.trim_start();
    let word = after.strip_prefix(ASSERT);
    word.is_some_and(|word| word.trim_start().starts_with('{'))
}
