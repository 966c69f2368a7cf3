//! [`Declared`]: keeps declaration files from being fetched and resolved. They have no code, so an empty module stands
//! for each in the graph. How the engine is told is `stand_ins`'s business.
//!
//! What is a declaration file has to be known from its name alone: nobody is asked. Those of the project are read like
//! all its files, because a missing one is a mistake.

use std::{borrow::Cow, collections::HashMap, sync::Arc};

use deno_ast::MediaType;
use deno_error::JsErrorBox;
use deno_graph::{
    Range,
    source::{
        LoadFuture, LoadOptions, LoadResponse, Loader, ResolutionKind, ResolutionMode,
        ResolveError, Resolver,
    },
};
use deno_semver::{jsr::JsrPackageReqReference, npm::NpmPackageReqReference};
use url::Url;

/// Where code is that is none.
pub(super) const NOTHING: &str = "data:text/javascript,";
/// The scheme of what stands for a declaration file; the file's own specifier follows.
const SCHEME: &str = "declaration";
/// The package with the types of the hosted runtime, and what it calls them, which is also written without the ending.
const RUNTIME: (&str, [&str; 2]) = (
    "@supabase/functions-js",
    ["edge-runtime", "edge-runtime.d.ts"],
);

/// Which declaration files are not fetched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unfetched {
    /// All: nobody looks at types.
    All,
    /// Those that fx brings along.
    Runtime,
}

/// Whether a specifier means a declaration file.
pub(super) fn is_declaration(specifier: &Url) -> bool {
    match specifier.scheme() {
        "file" | "http" | "https" => MediaType::from_specifier(specifier).is_declaration(),
        "jsr" => {
            let path = jsr_path(specifier);
            is_runtime(specifier) || path.is_some_and(|path| is_declaration_name(&path))
        }
        "npm" => NpmPackageReqReference::from_specifier(specifier)
            .is_ok_and(|package| package.sub_path().is_some_and(is_declaration_name)),
        _ => false,
    }
}

/// Whether a specifier means the types of the hosted runtime.
fn is_runtime(specifier: &Url) -> bool {
    let (package, names) = RUNTIME;
    let reference = JsrPackageReqReference::from_specifier(specifier);
    reference.is_ok_and(|reference| {
        let path = reference.sub_path().unwrap_or_default();
        reference.req().name == package && names.contains(&path)
    })
}

fn jsr_path(specifier: &Url) -> Option<String> {
    let reference = JsrPackageReqReference::from_specifier(specifier).ok()?;
    reference.sub_path().map(str::to_owned)
}

fn is_declaration_name(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    MediaType::from_filename(name).is_declaration()
}

/// What stands for `specifier` in the graph, if it means a declaration file that is not fetched.
fn stand_in(specifier: &Url, which: Unfetched) -> Option<Url> {
    let is_unfetched = match which {
        Unfetched::All => specifier.scheme() != "file" && is_declaration(specifier),
        Unfetched::Runtime => specifier.scheme() == "jsr" && is_runtime(specifier),
    };
    let text = || Url::parse(&format!("{SCHEME}:{specifier}"));
    is_unfetched.then(|| text().expect("a URL may follow a scheme"))
}

/// Whether a module of the graph stands for a declaration file.
pub(super) fn is_stand_in(specifier: &Url) -> bool {
    specifier.scheme() == SCHEME
}

/// Whether a module of the graph stands for a declaration file of an npm package.
pub(super) fn is_of_package(specifier: &Url) -> bool {
    is_stand_in(specifier) && meant(specifier).scheme() == "npm"
}

/// The specifier as the function knows it.
pub(super) fn meant(specifier: &Url) -> Cow<'_, Url> {
    let rest = specifier.as_str().strip_prefix(SCHEME);
    let rest = rest.and_then(|rest| rest.strip_prefix(':'));
    let meant = rest.and_then(|rest| Url::parse(rest).ok());
    meant.map_or(Cow::Borrowed(specifier), Cow::Owned)
}

/// A resolver or loader for which declaration files are empty.
#[derive(Debug)]
pub(super) struct Declared<T> {
    /// What does the work for all others.
    pub(super) inner: T,
    /// Which they are.
    pub(super) which: Unfetched,
}

impl<R: Resolver> Resolver for Declared<R> {
    fn default_jsx_import_source(&self, referrer: &Url) -> Option<String> {
        self.inner.default_jsx_import_source(referrer)
    }

    fn default_jsx_import_source_types(&self, referrer: &Url) -> Option<String> {
        self.inner.default_jsx_import_source_types(referrer)
    }

    fn jsx_import_source_module(&self, referrer: &Url) -> &str {
        self.inner.jsx_import_source_module(referrer)
    }

    fn resolve(
        &self,
        text: &str,
        referrer: &Range,
        kind: ResolutionKind,
    ) -> Result<Url, ResolveError> {
        let found = self.inner.resolve(text, referrer, kind)?;
        if is_stand_in(&found) {
            let message = format!("nothing can be imported from `{text}`");
            return Err(JsErrorBox::type_error(message).into());
        }
        if referrer.resolution_mode == Some(ResolutionMode::Require) {
            return Ok(found);
        }
        Ok(stand_in(&found, self.which).unwrap_or(found))
    }

    fn resolve_attribute_type_import(
        &self,
        text: &str,
        referrer: &Range,
        kind: ResolutionKind,
        attribute_type: &str,
    ) -> Option<Result<Url, ResolveError>> {
        let resolver = &self.inner;
        resolver.resolve_attribute_type_import(text, referrer, kind, attribute_type)
    }

    fn resolve_types(&self, specifier: &Url) -> Result<Option<(Url, Option<Range>)>, ResolveError> {
        match is_stand_in(specifier) {
            true => Ok(None),
            false => self.inner.resolve_types(specifier),
        }
    }
}

impl<L: Loader> Loader for Declared<L> {
    fn load(&self, specifier: &Url, options: LoadOptions) -> LoadFuture {
        if !is_stand_in(specifier) {
            return self.inner.load(specifier, options);
        }
        let kind = (
            "content-type".to_owned(),
            "application/typescript".to_owned(),
        );
        let empty = LoadResponse::Module {
            content: Arc::default(),
            mtime: None,
            specifier: specifier.clone(),
            maybe_headers: Some(HashMap::from([kind])),
        };
        Box::pin(std::future::ready(Ok(Some(empty))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_declaration_file_is_known_by_its_name() {
        for (specifier, expected) in [
            ("jsr:@supabase/functions-js/edge-runtime.d.ts", true),
            ("jsr:@supabase/functions-js@2/edge-runtime.d.ts", true),
            ("jsr:@supabase/functions-js@^2.4.1/edge-runtime.d.ts", true),
            ("jsr:/@supabase/functions-js@2.4.1/edge-runtime.d.ts", true),
            ("jsr:@supabase/functions-js/edge-runtime", true),
            ("jsr:@supabase/functions-js@2", false),
            ("jsr:@supabase/functions-js/mod.ts", false),
            ("jsr:@scope/name/edge-runtime", false),
            ("jsr:@scope/name/deep/x.d.mts", true),
            ("npm:pkg/x.d.ts", true),
            ("npm:/pkg@1/deep/x.d.cts", true),
            ("npm:@scope/pkg@^1.2/x.d.ts", true),
            ("npm:lib.d.ts", false),
            ("npm:@scope/lib.d.ts@1", false),
            ("npm:lib.d.ts/mod.js", false),
            ("https://host/x.d.ts", true),
            ("https://host/x.d.ts?v=1#there", true),
            ("https://host/x.d.css.ts", true),
            ("https://host/x.ts?file=x.d.ts", false),
            ("file:///x.d.mts", true),
            ("file:///x.ts", false),
            ("data:text/typescript,x.d.ts", false),
            ("node:x.d.ts", false),
        ] {
            let specifier = Url::parse(specifier).unwrap();
            assert_eq!(is_declaration(&specifier), expected, "{specifier}");
            let stand_in = stand_in(&specifier, Unfetched::All);
            let is_remote = specifier.scheme() != "file";
            assert_eq!(stand_in.is_some(), expected && is_remote, "{specifier}");
            let meant = stand_in
                .as_ref()
                .map_or(specifier.clone(), |url| meant(url).into_owned());
            assert_eq!(meant, specifier);
        }
    }
}
