//! The files of a new function as text.
//!
//! Nothing is written here; `create` does that.

use super::{
    cors::Cors,
    template::{Auth, Template},
};
use crate::function::Slug;

/// The line of every template that wrappers of its handler go into.
const SERVE: &str = "Deno.serve(handler);";

/// Everything that a new function is made of.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NewFunction<'a> {
    /// Its name.
    pub(crate) slug: &'a Slug,
    /// What to start from.
    pub(crate) template: &'static Template,
    /// Who may call it; the template knows when nobody says.
    pub(crate) auth: Option<Auth>,
    /// Where it gets what pages need from, if they call it.
    pub(crate) cors: Cors,
    /// Where `fx serve` listens, like `http://127.0.0.1:54321`.
    pub(crate) base_url: &'a str,
    /// For the example call of a function behind the gateway's check.
    pub(crate) anon_key: &'a str,
    /// For the example call of a function that checks keys itself.
    pub(crate) publishable_key: &'a str,
}

/// A function that can be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Rendered {
    /// Paths below the function's directory, and their text.
    pub(crate) files: Vec<(&'static str, String)>,
    /// A path below the directory of functions, and the text of what all functions share.
    pub(crate) shared: Option<(&'static str, String)>,
    /// Whether the gateway has to check tokens.
    pub(crate) verify_jwt: bool,
}

/// A module that is written beside `index.ts` and wraps its handler.
struct Wrapper {
    function: &'static str,
    module: &'static str,
}

const API_KEY: Wrapper = Wrapper {
    function: "withApiKey",
    module: include_str!("../../templates/_auth/apikey.ts"),
};

const USER: Wrapper = Wrapper {
    function: "withUser",
    module: include_str!("../../templates/_auth/user.ts"),
};

impl NewFunction<'_> {
    /// Who may call it, as asked for or as the template has it.
    pub(crate) fn auth_in_force(&self) -> Auth {
        self.auth.unwrap_or(if self.template.verify_jwt {
            Auth::User
        } else {
            Auth::None
        })
    }

    /// The files of the function, and what `config.toml` has to say about it.
    pub(crate) fn render(&self) -> Rendered {
        let (wrapper, verify_jwt) = match self.auth {
            None => (None, self.template.verify_jwt),
            Some(Auth::None) => (None, false),
            Some(Auth::ApiKey) => (Some(API_KEY), false),
            Some(Auth::User) => (Some(USER), true),
        };
        let header = if verify_jwt {
            header_argument("Authorization", &format!("Bearer {}", self.anon_key))
        } else if wrapper.is_some() {
            header_argument("apikey", self.publishable_key)
        } else {
            String::new()
        };
        let url = format!(
            "{}/functions/v1/{}",
            self.base_url.trim_end_matches('/'),
            self.slug
        );

        let cors = self.template.for_pages.then_some(self.cors);
        let mut wrappers = Vec::new();
        // The outer one answers preflights, which have no token, and is there for refusals too.
        wrappers.extend(cors.map(|cors| ("withCors", cors.specifier())));
        wrappers.extend(
            wrapper
                .as_ref()
                .map(|wrapper| (wrapper.function, "./auth.ts")),
        );

        // The wrappers go in first: what the placeholders stand for is not searched.
        let index = wrap(&text(self.template.index), &wrappers);
        let index = index
            .replace("{{slug}}", self.slug.as_str())
            .replace("{{url}}", &url)
            .replace("{{header}}", &header);

        let mut files = vec![
            ("index.ts", index),
            ("deno.json", text(self.template.deno_json)),
        ];
        files.extend(wrapper.map(|wrapper| ("auth.ts", text(wrapper.module))));
        files.extend(cors.and_then(Cors::own));
        Rendered {
            files,
            shared: cors.and_then(Cors::shared),
            verify_jwt,
        }
    }
}

/// An embedded file with the line ends that `deno fmt` wants, however it was checked out.
pub(super) fn text(embedded: &str) -> String {
    embedded.replace("\r\n", "\n")
}

/// Another line of the `curl` command, in quotes that a shell leaves alone.
fn header_argument(name: &str, value: &str) -> String {
    format!(" \\\n    -H '{name}: {}'", value.replace('\'', r"'\''"))
}

/// Puts the handler of `index` into functions, the outermost first, each with the module that it is imported from after
/// the other imports.
fn wrap(index: &str, wrappers: &[(&str, &str)]) -> String {
    if wrappers.is_empty() {
        return index.to_owned();
    }
    let imports: usize = index
        .split_inclusive('\n')
        .take_while(|line| line.starts_with("import "))
        .map(str::len)
        .sum();
    let (imports, code) = index.split_at(imports);
    let blank = if imports.is_empty() { "\n" } else { "" };
    let mut added = String::new();
    let mut handler = "handler".to_owned();
    for (function, _) in wrappers.iter().rev() {
        handler = format!("{function}({handler})");
    }
    for (function, module) in wrappers {
        added += &format!("import {{ {function} }} from \"{module}\";\n");
    }
    let code = code.replacen(SERVE, &format!("Deno.serve({handler});"), 1);
    format!("{imports}{added}{blank}{code}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scaffold::templates;

    const MODES: [Option<Auth>; 4] = [None, Some(Auth::None), Some(Auth::ApiKey), Some(Auth::User)];

    fn render(template: &'static Template, auth: Option<Auth>) -> Rendered {
        NewFunction {
            slug: &"my-fn".parse().unwrap(),
            template,
            auth,
            cors: Cors::New,
            base_url: "http://127.0.0.1:54321/",
            anon_key: "anon.key.text",
            publishable_key: "sb_publishable_text",
        }
        .render()
    }

    #[test]
    fn every_template_renders_in_every_mode() {
        for template in templates() {
            assert_eq!(
                template.index.matches("\nDeno.serve(handler);").count(),
                1,
                "{}",
                template.name
            );
            for auth in MODES {
                let rendered = render(template, auth);
                let context = format!("{} {auth:?}", template.name);
                for (path, text) in &rendered.files {
                    assert!(!text.contains("{{"), "{context} {path}");
                    assert!(!text.contains('\r'), "{context} {path}");
                }
                let index = &rendered.files[0].1;
                assert!(
                    index.contains("'http://127.0.0.1:54321/functions/v1/my-fn"),
                    "{context}"
                );
                assert_eq!(
                    index.contains("-H 'Authorization: Bearer anon.key.text'"),
                    rendered.verify_jwt,
                    "{context}"
                );
                assert_eq!(
                    index.contains("-H 'apikey: sb_publishable_text'"),
                    auth == Some(Auth::ApiKey),
                    "{context}"
                );
                assert_eq!(
                    rendered.files.iter().any(|(path, _)| *path == "auth.ts"),
                    matches!(auth, Some(Auth::ApiKey | Auth::User)),
                    "{context}"
                );
                let has_cors = index.contains("\nDeno.serve(withCors(");
                assert_eq!(has_cors, template.for_pages, "{context}");
                assert_eq!(rendered.shared.is_some(), template.for_pages, "{context}");
            }
        }
    }

    #[test]
    fn a_template_has_its_own_default() {
        let open: Vec<&str> = templates()
            .iter()
            .filter(|template| !render(template, None).verify_jwt)
            .map(|template| template.name)
            .collect();
        assert_eq!(open, ["websocket", "webhook", "stripe-webhook"]);
    }

    #[test]
    fn wrappers_are_imported_after_the_other_imports() {
        let code = "import a from \"a\";\n\nDeno.serve(handler);\n";
        assert_eq!(wrap(code, &[]), code);
        assert_eq!(
            wrap(
                code,
                &[("withCors", "./cors.ts"), ("withUser", "./auth.ts")]
            ),
            "import a from \"a\";\nimport { withCors } from \"./cors.ts\";\nimport { withUser } from \"./auth.ts\";\n\nDeno.serve(withCors(withUser(handler)));\n"
        );
        assert_eq!(
            wrap("Deno.serve(handler);\n", &[("withUser", "./auth.ts")]),
            "import { withUser } from \"./auth.ts\";\n\nDeno.serve(withUser(handler));\n"
        );
    }

    #[test]
    fn a_quote_does_not_end_the_argument() {
        assert_eq!(header_argument("a", "b'c"), " \\\n    -H 'a: b'\\''c'");
    }
}
