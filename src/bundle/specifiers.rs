//! [`Readable`]: imports of a bundle's modules as its reader finds them.
//!
//! A reader knows the import map and nothing else of the configuration. What the resolver found by guessing file names
//! (`sloppy-imports`), and modules that the import map has as `data:` texts, are therefore imported by what they are.
//! Declaration files of packages are imported as nothing: a reader looks for the package, whatever module the bundle has
//! under that name.
//! Specifiers that are put together when the code runs stay as they are.

use deno_ast::{MediaType, ParseParams};
use deno_graph::{
    JsModule,
    analysis::{DependencyDescriptor, DynamicArgument},
    ast::ParserModuleAnalyzer,
};
use deno_resolver::workspace::{MappedResolution, ResolutionKind, WorkspaceResolver};
use url::Url;

use super::{
    declarations::{self, NOTHING},
    system::System,
};

/// What knows where a reader would look.
pub(super) struct Readable<'a> {
    resolver: &'a WorkspaceResolver<System>,
}

impl<'a> Readable<'a> {
    pub(super) fn new(resolver: &'a WorkspaceResolver<System>) -> Self {
        Self { resolver }
    }

    /// The JavaScript of `module` with the specifiers that a reader finds; `None` if that is `text` itself.
    pub(super) fn rewritten(&self, module: &JsModule, text: &str) -> Option<String> {
        let from = &module.specifier;
        let dependencies = module.dependencies.iter();
        let changes: Vec<(&str, String)> = dependencies
            .filter_map(|(written, dependency)| {
                let found = self.readable(written, from, dependency.get_code()?)?;
                Some((written.as_str(), found))
            })
            .collect();
        if changes.is_empty() {
            return None;
        }
        let parsed = deno_ast::parse_module(ParseParams {
            specifier: from.clone(),
            text: text.into(),
            media_type: MediaType::JavaScript,
            capture_tokens: false,
            scope_analysis: false,
            maybe_syntax: None,
        });
        let parsed = parsed.ok()?;
        let info = parsed.text_info_lazy();
        let found = ParserModuleAnalyzer::module_info(&parsed).dependencies;
        let places = found.iter().filter_map(|dependency| {
            let (written, range) = match dependency {
                DependencyDescriptor::Static(import) => {
                    (&import.specifier, &import.specifier_range)
                }
                DependencyDescriptor::Dynamic(import) => match &import.argument {
                    DynamicArgument::String(written) => (written, &import.argument_range),
                    DynamicArgument::Template(_) | DynamicArgument::Expr => return None,
                },
            };
            let (_, readable) = changes.iter().find(|(change, _)| change == written)?;
            let range = range.as_source_range(info);
            Some((range.as_byte_range(info.range().start), readable))
        });
        let mut places: Vec<_> = places.collect();
        places.sort_by_key(|(range, _)| range.start);
        let mut rewritten = text.to_owned();
        for (range, readable) in places.into_iter().rev() {
            let literal = serde_json::to_string(readable).expect("it is plain text");
            rewritten.replace_range(range, &literal);
        }
        Some(rewritten)
    }

    /// What to write for an import of `target` that is `written`, if a reader would not find it.
    fn readable(&self, written: &str, from: &Url, target: &Url) -> Option<String> {
        if declarations::is_of_package(target) {
            return Some(NOTHING.to_owned());
        }
        if target.scheme() == "data" {
            let is_written = Url::parse(written).is_ok_and(|url| url.scheme() == "data");
            return (!is_written).then(|| target.to_string());
        }
        if target.scheme() != "file" || !self.is_guessed(written, from) {
            return None;
        }
        let path = from.make_relative(target)?;
        Some(match path.starts_with("../") {
            true => path,
            false => format!("./{path}"),
        })
    }

    /// Whether the resolver has tried names of files.
    fn is_guessed(&self, written: &str, from: &Url) -> bool {
        let found = self
            .resolver
            .resolve(written, from, ResolutionKind::Execution);
        matches!(
            found,
            Ok(MappedResolution::Normal {
                sloppy_reason: Some(_),
                ..
            })
        )
    }
}
