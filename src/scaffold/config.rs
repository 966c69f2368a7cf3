//! The table of a new function in the text of `config.toml`.
//!
//! It reads no other key: `project` owns what the configuration means.

use toml_edit::{DocumentMut, InlineTable, Item, TableLike, TomlError, Value};

use super::error::Error;
use crate::function::Slug;

/// What the table of a function says. Paths are relative to `supabase/`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Declaration {
    /// Whether callers need a token; `None` leaves it to whoever reads the table.
    pub(crate) verify_jwt: Option<bool>,
    /// The import map or `deno.json`.
    pub(crate) import_map: Option<String>,
    /// The main module.
    pub(crate) entrypoint: String,
    /// Files that are read at run time; `None` shows how they would be declared.
    pub(crate) static_files: Option<Vec<String>>,
}

impl Declaration {
    /// What a new function says.
    pub(crate) fn of_new(slug: &Slug, verify_jwt: bool) -> Self {
        Self {
            verify_jwt: Some(verify_jwt),
            import_map: Some(format!("./functions/{slug}/deno.json")),
            entrypoint: format!("./functions/{slug}/index.ts"),
            static_files: None,
        }
    }

    fn entries(&self) -> Vec<(&'static str, Value)> {
        let mut entries = vec![("enabled", true.into())];
        entries.extend(self.verify_jwt.map(|value| ("verify_jwt", value.into())));
        let import_map = self.import_map.as_ref();
        entries.extend(import_map.map(|path| ("import_map", path.into())));
        entries.push(("entrypoint", (&self.entrypoint).into()));
        let files = self.static_files.iter().filter(|files| !files.is_empty());
        entries.extend(files.map(|files| ("static_files", Value::from_iter(files))));
        entries
    }
}

/// The text of `config.toml` with `[functions.<slug>]`, or `None` when it is there already.
///
/// What was in the text stays as it is.
pub(crate) fn declare(
    config: &str,
    slug: &Slug,
    declaration: &Declaration,
) -> Result<Option<String>, Error> {
    let mut document = parse(config)?;
    match document.get_mut("functions") {
        None => {}
        // `functions = { .. }` is closed: tables below cannot add to it.
        Some(Item::Value(value)) => {
            let functions = value
                .as_inline_table_mut()
                .ok_or_else(|| no_place(slug, "functions"))?;
            if functions.contains_key(slug.as_str()) {
                return Ok(None);
            }
            let table: InlineTable = declaration.entries().into_iter().collect();
            functions.insert(slug.as_str(), table.into());
            return Ok(Some(document.to_string()));
        }
        Some(functions) => {
            let functions: &dyn TableLike = functions
                .as_table_like()
                .ok_or_else(|| no_place(slug, "functions"))?;
            match functions.get(slug.as_str()) {
                None => {}
                // Only `[functions.<slug>.env]` is there, which says nothing yet.
                Some(Item::Table(table)) if table.is_implicit() && !table.is_dotted() => {}
                Some(Item::ArrayOfTables(_)) => {
                    return Err(no_place(slug, &format!("functions.{slug}")));
                }
                Some(Item::Value(value)) if !value.is_inline_table() => {
                    return Err(no_place(slug, &format!("functions.{slug}")));
                }
                Some(_) => return Ok(None),
            }
        }
    }

    // At the end, because comments stay with what they follow: toml_edit would put the table before them.
    let line_end = if config.contains("\r\n") {
        "\r\n"
    } else {
        "\n"
    };
    let mut declared = config.trim_end().to_owned();
    if !declared.is_empty() {
        declared.push_str(line_end);
        declared.push_str(line_end);
    }
    for line in table_lines(slug, declaration) {
        declared.push_str(&line);
        declared.push_str(line_end);
    }
    parse(&declared)?;
    Ok(Some(declared))
}

fn table_lines(slug: &Slug, declaration: &Declaration) -> Vec<String> {
    let mut lines = vec![format!("[functions.{slug}]")];
    let entries = declaration.entries().into_iter();
    lines.extend(entries.map(|(name, value)| format!("{name} = {value}")));
    if declaration.static_files.is_none() {
        lines.push("# Files that the function reads at run time:".to_owned());
        lines.push(format!("# static_files = [\"./functions/{slug}/*.html\"]"));
    }
    lines
}

fn no_place(slug: &Slug, key: &str) -> Error {
    Error::NoPlace {
        slug: slug.to_string(),
        key: key.to_owned(),
    }
}

fn parse(config: &str) -> Result<DocumentMut, Error> {
    config.parse().map_err(|error: TomlError| {
        let at = error.span().map_or(0, |span| span.start);
        Error::MalformedConfig {
            message: error.message().replace('\n', ", "),
            line: 1 + config
                .bytes()
                .take(at)
                .filter(|byte| *byte == b'\n')
                .count(),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn declare_hello(config: &str) -> Result<Option<String>, Error> {
        let slug = "hello".parse().unwrap();
        declare(config, &slug, &Declaration::of_new(&slug, false))
    }

    #[test]
    fn comments_and_order_stay() {
        let config =
            "# top\nproject_id = \"a\" # name\n\n[functions.b]\n# own\n\n[api]\nport=1\n# last\n";
        insta::assert_snapshot!(declare_hello(config).unwrap().unwrap(), @r#"
        # top
        project_id = "a" # name

        [functions.b]
        # own

        [api]
        port=1
        # last

        [functions.hello]
        enabled = true
        verify_jwt = false
        import_map = "./functions/hello/deno.json"
        entrypoint = "./functions/hello/index.ts"
        # Files that the function reads at run time:
        # static_files = ["./functions/hello/*.html"]
        "#);
    }

    #[test]
    fn a_function_is_declared_once() {
        let declared = declare_hello("").unwrap().unwrap();
        assert!(declared.starts_with("[functions.hello]\n"));
        assert_eq!(declare_hello(&declared).unwrap(), None);
        for config in [
            "[functions]\nhello = {}",
            "functions = { hello = {} }",
            "functions.hello.enabled = true",
            "[functions]\nhello.enabled = true",
            "[functions.hello]\n[functions.hello.env]",
        ] {
            assert_eq!(declare_hello(config).unwrap(), None, "{config}");
        }
    }

    #[test]
    fn every_way_to_declare_others_leaves_room() {
        for config in [
            "[functions]",
            "[functions]\na = {}",
            "functions.a.enabled = true",
            "functions = { a = {} }",
            "functions = {}\n",
            "[functions.hello.env]\nA = \"b\"",
            "a = 1\r\nb = 2\r\n",
        ] {
            let declared = declare_hello(config).unwrap().unwrap();
            let document: DocumentMut = declared.parse().unwrap();
            assert_eq!(
                document["functions"]["hello"]["verify_jwt"].as_bool(),
                Some(false),
                "{config}"
            );
            assert_eq!(declare_hello(&declared).unwrap(), None, "{config}");
        }
    }

    #[test]
    fn line_ends_are_kept() {
        let declared = declare_hello("a = 1\r\n").unwrap().unwrap();
        assert_eq!(
            declared.matches('\n').count(),
            declared.matches("\r\n").count()
        );
    }

    #[test]
    fn a_config_without_a_place_is_refused() {
        for config in ["functions = 1", "[[functions]]", "[functions]\nhello = 1"] {
            let error = declare_hello(config).unwrap_err();
            assert!(matches!(error, Error::NoPlace { .. }), "{config}");
        }
    }

    #[test]
    fn a_malformed_config_is_told_without_its_text() {
        let error = declare_hello("a = 1\nsecret = hunter2\n").unwrap_err();
        assert!(matches!(error, Error::MalformedConfig { line: 2, .. }));
        assert!(!error.to_string().contains("hunter2"), "{error}");
    }
}
