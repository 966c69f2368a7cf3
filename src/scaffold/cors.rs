//! Where a new function that pages call gets `withCors` from: `_shared/cors.ts`, which all functions share, or a file
//! of its own where the project has another one there.
//!
//! What is there already is the user's: it is read, and never written again.

use deno_ast::{
    MediaType, ModuleSpecifier, ParseParams, ProgramRef,
    swc::ast::{
        CallExpr, Callee, Decl, ExportSpecifier, Expr, FnDecl, MemberProp, Module as Parsed,
        ModuleDecl, ModuleExportName, ModuleItem, Pat, Stmt, VarDeclarator,
    },
};

use super::render::text;
use crate::nesting;

/// The shared file, below the directory of functions.
pub(crate) const SHARED: &str = "_shared/cors.ts";
/// The same, imported by a function.
const FROM_SHARED: &str = "../_shared/cors.ts";
/// The function's own file.
const OWN: &str = "cors.ts";

/// What a module exports the headers as.
const HEADERS_NAME: &str = "corsHeaders";

const HEADERS: &str = include_str!("../../templates/_cors/headers.ts");
const WRAPPER: &str = include_str!("../../templates/_cors/wrapper.ts");

/// Where a function gets `withCors` from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cors {
    /// The shared file, which is written with the function.
    New,
    /// The shared file, which has it.
    Shared,
    /// A file of its own, with the `corsHeaders` of the shared one.
    AroundShared,
    /// A file of its own.
    Own,
}

/// A module as a path and its text.
type Module = (&'static str, String);

impl Cors {
    /// What suits the shared file that is there, if one is.
    pub(crate) fn of(existing: Option<&str>) -> Self {
        let Some(existing) = existing else {
            return Self::New;
        };
        let exports = Exports::of(existing);
        match (exports.wrapper, exports.headers) {
            (true, _) => Self::Shared,
            (false, true) => Self::AroundShared,
            (false, false) => Self::Own,
        }
    }

    /// What `index.ts` imports `withCors` from.
    pub(super) fn specifier(self) -> &'static str {
        match self {
            Self::New | Self::Shared => FROM_SHARED,
            Self::AroundShared | Self::Own => "./cors.ts",
        }
    }

    /// The function's own file, if it has one.
    pub(super) fn own(self) -> Option<Module> {
        match self {
            Self::New | Self::Shared => None,
            Self::AroundShared => {
                let import = format!("import {{ corsHeaders }} from \"{FROM_SHARED}\";\n");
                Some((OWN, format!("{import}\n{}", text(WRAPPER))))
            }
            Self::Own => Some((OWN, whole())),
        }
    }

    /// The shared file, if it is to be written: its path below the directory of functions, and its text.
    pub(super) fn shared(self) -> Option<Module> {
        (self == Self::New).then(|| (SHARED, whole()))
    }
}

fn whole() -> String {
    format!("{}\n{}", text(HEADERS), text(WRAPPER))
}

/// What of ours a module exports.
#[derive(Debug, Default, PartialEq, Eq)]
struct Exports {
    /// `withCors(handler)`.
    wrapper: bool,
    /// `corsHeaders`, an object.
    headers: bool,
}

impl Exports {
    /// A module with a mistake exports nothing.
    fn of(source: &str) -> Self {
        nesting::with_stack(|| Self::parsed(source)).unwrap_or_default()
    }

    fn parsed(source: &str) -> Self {
        let specifier = ModuleSpecifier::parse("file:///cors.ts").expect("it is a URL");
        let media_type = MediaType::TypeScript;
        let source = source.strip_prefix('\u{feff}').unwrap_or(source);
        if nesting::check(&specifier, source, media_type).is_err() {
            return Self::default();
        }
        let parsed = deno_ast::parse_module(ParseParams {
            specifier,
            text: source.into(),
            media_type,
            capture_tokens: false,
            scope_analysis: false,
            maybe_syntax: None,
        });
        let mut exports = Self::default();
        let Ok(parsed) = parsed else {
            return exports;
        };
        let ProgramRef::Module(module) = parsed.program_ref() else {
            return exports;
        };
        for item in &module.body {
            match item {
                ModuleItem::ModuleDecl(ModuleDecl::ExportDecl(export)) => {
                    exports.declared(&export.decl);
                }
                ModuleItem::ModuleDecl(ModuleDecl::ExportNamed(export)) if !export.type_only => {
                    let mut names = export.specifiers.iter().filter_map(name_of_headers);
                    // What another module exports is taken for what its name says.
                    exports.headers |=
                        names.any(|name| export.src.is_some() || has_object(module, name));
                }
                _ => {}
            }
        }
        exports
    }

    fn declared(&mut self, declaration: &Decl) {
        match declaration {
            Decl::Fn(function) => self.wrapper |= is_wrapper(function),
            Decl::Var(variables) => {
                let mut variables = variables.decls.iter();
                self.headers |= variables.any(|variable| is_object_named(variable, HEADERS_NAME));
            }
            _ => {}
        }
    }
}

/// What is exported as `corsHeaders`, by its name where it is declared: as in
/// `export { corsHeaders } from "@supabase/supabase-js/cors"`.
fn name_of_headers(specifier: &ExportSpecifier) -> Option<&str> {
    let ExportSpecifier::Named(named) = specifier else {
        return None;
    };
    let exported = named.exported.as_ref().unwrap_or(&named.orig);
    let is_headers = !named.is_type_only && &**exported.atom() == HEADERS_NAME;
    match &named.orig {
        ModuleExportName::Ident(name) if is_headers => Some(&name.sym),
        _ => None,
    }
}

/// Whether a module declares an object with the name.
fn has_object(module: &Parsed, name: &str) -> bool {
    module.body.iter().any(|item| {
        let declaration = match item {
            ModuleItem::Stmt(Stmt::Decl(declaration)) => declaration,
            ModuleItem::ModuleDecl(ModuleDecl::ExportDecl(export)) => &export.decl,
            _ => return false,
        };
        let Decl::Var(variables) = declaration else {
            return false;
        };
        let mut variables = variables.decls.iter();
        variables.any(|variable| is_object_named(variable, name))
    })
}

/// Whether it is the function that fx writes, by its name and its parameter: others take a response or a request.
fn is_wrapper(function: &FnDecl) -> bool {
    let [parameter] = &*function.function.params else {
        return false;
    };
    let takes_handler =
        matches!(&parameter.pat, Pat::Ident(parameter) if parameter.id.sym == *"handler");
    function.ident.sym == *"withCors" && takes_handler
}

/// Whether it is an object with the name, as against a function that makes one.
fn is_object_named(variable: &VarDeclarator, wanted: &str) -> bool {
    let Pat::Ident(name) = &variable.name else {
        return false;
    };
    name.id.sym == *wanted && variable.init.as_deref().is_some_and(is_object)
}

fn is_object(value: &Expr) -> bool {
    match value {
        Expr::Object(_) => true,
        Expr::Call(call) => is_frozen(call),
        Expr::New(made) => is_name(&made.callee, "Headers"),
        Expr::Paren(inner) => is_object(&inner.expr),
        Expr::TsAs(inner) => is_object(&inner.expr),
        Expr::TsConstAssertion(inner) => is_object(&inner.expr),
        Expr::TsSatisfies(inner) => is_object(&inner.expr),
        _ => false,
    }
}

fn is_name(value: &Expr, name: &str) -> bool {
    matches!(value, Expr::Ident(found) if found.sym == *name)
}

/// Whether it is `Object.freeze({…})` and the like, which give the object back.
fn is_frozen(call: &CallExpr) -> bool {
    let Callee::Expr(callee) = &call.callee else {
        return false;
    };
    let Expr::Member(member) = &**callee else {
        return false;
    };
    let MemberProp::Ident(method) = &member.prop else {
        return false;
    };
    let gives_back = matches!(&*method.sym, "freeze" | "seal" | "assign");
    let first = call.args.first();
    is_name(&member.obj, "Object")
        && gives_back
        && first.is_some_and(|first| is_object(&first.expr))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shared_file_is_used_for_what_it_exports() {
        let written = whole();
        for (existing, cors) in [
            (None, Cors::New),
            (Some(&*written), Cors::Shared),
            (
                Some("export const corsHeaders = { 'a': '*' };"),
                Cors::AroundShared,
            ),
            (
                Some("export const corsHeaders: Record<string, string> = ({}) as const;"),
                Cors::AroundShared,
            ),
            (
                Some("export const corsHeaders = Object.freeze({ 'a': '*' } as const);"),
                Cors::AroundShared,
            ),
            (
                Some("export const corsHeaders = new Headers({ 'a': '*' });"),
                Cors::AroundShared,
            ),
            (
                Some("export const corsHeaders = Object.entries({ 'a': '*' });"),
                Cors::Own,
            ),
            (Some("export * from './headers.ts';"), Cors::Own),
            (
                Some("export { corsHeaders } from '@supabase/supabase-js/cors'"),
                Cors::AroundShared,
            ),
            (
                Some("const h = {}; export { h as corsHeaders };"),
                Cors::AroundShared,
            ),
            (
                Some("export const corsHeaders = (origin: string) => ({ origin });"),
                Cors::Own,
            ),
            (
                Some("const corsHeaders = (o: string) => ({ o }); export { corsHeaders };"),
                Cors::Own,
            ),
            (
                Some("export { corsHeaders }; function corsHeaders() { return {}; }"),
                Cors::Own,
            ),
            (
                Some("const f = () => ({}), h = {}; export { f as corsHeaders, h };"),
                Cors::Own,
            ),
            (
                Some("export { corsHeaders }; const corsHeaders = {};"),
                Cors::AroundShared,
            ),
            (
                Some("export function withCors(response: Response) { return response; }"),
                Cors::Own,
            ),
            (Some("// export const corsHeaders = {};"), Cors::Own),
            (Some("export type { corsHeaders } from './a.ts'"), Cors::Own),
            (Some("export const corsHeaders = {"), Cors::Own),
            (Some(""), Cors::Own),
        ] {
            assert_eq!(Cors::of(existing), cors, "{existing:?}");
        }
    }

    #[test]
    fn a_file_of_the_functions_own_exports_what_index_imports() {
        for cors in [Cors::AroundShared, Cors::Own] {
            let (_, own) = cors.own().unwrap();
            assert!(Exports::of(&own).wrapper, "{own}");
            assert!(cors.shared().is_none());
        }
    }
}
