//! [`Config`] and [`Section`]: typed, lazy access to the configuration file.

use std::{
    io::ErrorKind,
    path::{Path, PathBuf},
};

use super::{
    Error,
    env::ConfigVariables,
    tree::{Mistake, Node, Value, parse_json, parse_toml},
    uses::EnvironmentUses,
};
use crate::{diagnostics::Warning, fs};

/// The names a configuration may have, first wins.
pub(super) const NAMES: [&str; 3] = ["config.json", "config.jsonc", "config.toml"];

/// A configuration file, or none.
#[derive(Debug)]
pub(super) struct Config {
    /// The file, when there is one.
    pub(super) path: Option<PathBuf>,
    /// The file as messages name it.
    pub(super) file: String,
    /// What is in it.
    pub(super) root: Node,
    variables: ConfigVariables,
}

impl Config {
    /// Reads the configuration of the project at `root`, which lies below `source_root`.
    pub(super) fn load(
        root: &Path,
        source_root: &Path,
        uses: EnvironmentUses,
    ) -> Result<(Self, Vec<Warning>), Error> {
        let supabase = root.join("supabase");
        let mut names = Vec::new();
        for name in NAMES {
            if is_there(&supabase.join(name), name)? {
                names.push(name);
            }
        }
        let mut found = names.into_iter();
        let variables = ConfigVariables::new(root, source_root, uses);
        let Some(name) = found.next() else {
            let config = Self {
                path: None,
                file: "supabase/config.toml".to_owned(),
                root: Node::empty(),
                variables,
            };
            return Ok((config, Vec::new()));
        };
        let path = supabase.join(name);
        let file = format!("supabase/{name}");
        let ignored = found
            .map(|ignored| format!("`supabase/{ignored}` is ignored, because `{file}` is there"));
        let ignored: Vec<String> = ignored.collect();
        let text = fs::read_found_text(&path, source_root, fs::MAX_TEXT);
        let text = text.map_err(|source| Error::Read {
            path: (&file).into(),
            source,
        })?;
        let parse = if name.ends_with(".toml") {
            parse_toml
        } else {
            parse_json
        };
        let root = parse(&text).map_err(
            |Mistake {
                 line,
                 column,
                 message,
             }| Error::Syntax {
                file: file.clone(),
                line,
                column,
                message,
                ignored: ignored.clone(),
            },
        )?;
        let warnings = ignored
            .into_iter()
            .map(|text| Warning::new(text).with_hint("delete the one you do not use"));
        let warnings = warnings.collect();
        let config = Self {
            path: Some(path),
            file,
            root,
            variables,
        };
        Ok((config, warnings))
    }

    /// A table of the top level.
    pub(super) fn section<'a>(&'a self, name: &str) -> Section<'a> {
        self.whole().section(name)
    }

    /// The top level.
    pub(super) fn whole(&self) -> Section<'_> {
        Section {
            config: self,
            node: Some(&self.root),
            path: String::new(),
        }
    }
}

/// A table of the configuration, there or not.
#[derive(Debug, Clone)]
pub(super) struct Section<'a> {
    config: &'a Config,
    node: Option<&'a Node>,
    path: String,
}

impl<'a> Section<'a> {
    /// A table inside.
    pub(super) fn section(&self, name: &str) -> Self {
        Self {
            config: self.config,
            node: self.node.and_then(|node| node.get(name)),
            path: self.key(name),
        }
    }

    /// Whether the table is there, with or without entries.
    pub(super) fn is_there(&self) -> bool {
        self.node.is_some()
    }

    /// The entries, when the table is there.
    pub(super) fn entries(&self) -> &'a [(String, Node)] {
        self.node.map_or(&[], Node::entries)
    }

    /// Refuses something else where a table belongs.
    pub(super) fn check_table(&self) -> Result<(), Error> {
        match self.node {
            Some(node) if !node.is_table() => {
                let problem = format!("must be a table, not {}", node.kind());
                Err(self.error_at(node.line, self.path.clone(), problem))
            }
            _ => Ok(()),
        }
    }

    /// Text, with `env(VAR)` replaced. The empty text counts as unset.
    pub(super) fn text(&self, key: &str) -> Result<Option<String>, Error> {
        let Some(node) = self.get(key) else {
            return Ok(None);
        };
        let text = self.text_of(key, node)?;
        Ok(Some(text).filter(|text| !text.is_empty()))
    }

    /// True or false, possibly as text out of a variable.
    pub(super) fn boolean(&self, key: &str) -> Result<Option<bool>, Error> {
        let Some(node) = self.get(key) else {
            return Ok(None);
        };
        match &node.value {
            Value::Boolean(value) => Ok(Some(*value)),
            Value::Text(text) if variable_of(text).is_some() => {
                match self.text_of(key, node)?.to_ascii_lowercase().as_str() {
                    "true" | "1" => Ok(Some(true)),
                    "false" | "0" => Ok(Some(false)),
                    _ => Err(self.wrong(key, node, "must be true or false")),
                }
            }
            _ => Err(self.wrong_kind(key, node, "true or false")),
        }
    }

    /// A whole number that is not negative, possibly as text out of a variable.
    pub(super) fn number(&self, key: &str) -> Result<Option<u64>, Error> {
        let Some(node) = self.get(key) else {
            return Ok(None);
        };
        let number = match &node.value {
            Value::Integer(number) => u64::try_from(*number).ok(),
            Value::Text(text) if variable_of(text).is_some() => {
                self.text_of(key, node)?.parse().ok()
            }
            _ => return Err(self.wrong_kind(key, node, "a number")),
        };
        let wrong = || self.wrong(key, node, "must be a whole number, 0 or more");
        number.map(Some).ok_or_else(wrong)
    }

    /// An array of texts.
    pub(super) fn texts(&self, key: &str) -> Result<Vec<String>, Error> {
        let Some(node) = self.get(key) else {
            return Ok(Vec::new());
        };
        let Value::Array(items) = &node.value else {
            return Err(self.wrong_kind(key, node, "an array of texts"));
        };
        items.iter().map(|item| self.text_of(key, item)).collect()
    }

    /// The texts of a table.
    pub(super) fn text_table(&self, key: &str) -> Result<Vec<(String, String)>, Error> {
        let table = self.section(key);
        table.check_table()?;
        let entries = table.entries().iter();
        let texts = entries.map(|(name, node)| Ok((name.clone(), table.text_of(name, node)?)));
        texts.collect()
    }

    /// An error about the value of a key.
    pub(super) fn wrong_value(&self, key: &str, problem: &str) -> Error {
        let line = self.get(key).map_or(1, |node| node.line);
        self.error_at(line, self.key(key), problem.to_owned())
    }

    fn get(&self, key: &str) -> Option<&'a Node> {
        self.node?.get(key)
    }

    fn key(&self, name: &str) -> String {
        if self.path.is_empty() {
            name.to_owned()
        } else {
            format!("{}.{name}", self.path)
        }
    }

    fn text_of(&self, key: &str, node: &Node) -> Result<String, Error> {
        let Value::Text(text) = &node.value else {
            return Err(self.wrong_kind(key, node, "text"));
        };
        let Some(variable) = variable_of(text) else {
            return Ok(text.clone());
        };
        let value = self.config.variables.get(variable, &self.config.file)?;
        value.ok_or_else(|| Error::UnsetVariable {
            file: self.config.file.clone(),
            line: node.line,
            key: self.key(key),
            variable: variable.to_owned(),
        })
    }

    fn wrong_kind(&self, key: &str, node: &Node, expected: &str) -> Error {
        self.wrong(
            key,
            node,
            &format!("must be {expected}, not {}", node.kind()),
        )
    }

    fn wrong(&self, key: &str, node: &Node, problem: &str) -> Error {
        self.error_at(node.line, self.key(key), problem.to_owned())
    }

    fn error_at(&self, line: usize, key: String, problem: String) -> Error {
        Error::Value {
            file: self.config.file.clone(),
            line,
            key,
            problem,
        }
    }
}

/// Whether a configuration of this name is there; what is there must be a file that may be looked at.
pub(super) fn is_there(path: &Path, name: &str) -> Result<bool, Error> {
    let failed = |source| Error::Read {
        path: format!("supabase/{name}").into(),
        source,
    };
    match path.metadata() {
        Ok(metadata) if metadata.is_dir() => Err(failed(ErrorKind::IsADirectory.into())),
        Ok(_) => Ok(true),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            Ok(false)
        }
        // To look at a file takes no permission of its own, but those of its directory.
        Err(source) if source.kind() == ErrorKind::PermissionDenied => Err(Error::Read {
            path: "supabase".into(),
            source,
        }),
        Err(error) => Err(failed(error)),
    }
}

/// The name in `env(NAME)`.
fn variable_of(text: &str) -> Option<&str> {
    text.strip_prefix("env(")?.strip_suffix(')')
}
