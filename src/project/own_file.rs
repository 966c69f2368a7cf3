//! `supabase/fx.toml`: what of a project only fx reads. The Supabase CLI never sees it, and neither bundles nor deploys
//! hold anything of it.
//!
//! It is strict where `config.toml` is lenient: every key in it is one of ours, so an unknown one is a mistake. It is read
//! when somebody asks for it, and whole: a command that needs one key tells of mistakes in all of them, and a command
//! that needs none does not read it. There is no `env(VAR)` in it.
//!
//! A new key is a field of [`OwnFile`], a name in [`KEYS`] and a line in [`OwnFile::of`]; a new table calls
//! [`check_keys`] with its own names.

use super::{
    Error, Project, Upstream,
    config::is_there,
    database::DatabaseUrl,
    tree::{Mistake, Node, Value, parse_toml},
};
use crate::fs;

/// Its name in `supabase/`.
pub(super) const NAME: &str = "fx.toml";
/// The file as messages name it.
const FILE: &str = "supabase/fx.toml";
/// Its keys at the top level.
const KEYS: &[&str] = &["db_url", "upstream"];

/// What `supabase/fx.toml` says.
#[derive(Debug, Default)]
struct OwnFile {
    /// `db_url`.
    db_url: Option<DatabaseUrl>,
    /// `upstream`.
    upstream: Option<Upstream>,
}

impl Project {
    /// Where `supabase/fx.toml` sends requests to services.
    pub(crate) fn upstream(&self) -> Result<Option<Upstream>, Error> {
        Ok(self.own_file()?.upstream)
    }

    /// Where `supabase/fx.toml` says that the database is.
    pub(super) fn own_database_url(&self) -> Result<Option<DatabaseUrl>, Error> {
        Ok(self.own_file()?.db_url)
    }

    fn own_file(&self) -> Result<OwnFile, Error> {
        let path = self.supabase_dir().join(NAME);
        if !is_there(&path, NAME)? {
            return Ok(OwnFile::default());
        }
        let text = fs::read_found_text(&path, self.source_root(), fs::MAX_TEXT);
        let text = text.map_err(|source| Error::Read {
            path: FILE.into(),
            source,
        })?;
        OwnFile::parse(&text)
    }
}

impl OwnFile {
    fn parse(text: &str) -> Result<Self, Error> {
        let root = parse_toml(text).map_err(
            |Mistake {
                 line,
                 column,
                 message,
             }| Error::Syntax {
                file: FILE.to_owned(),
                line,
                column,
                message,
                ignored: Vec::new(),
            },
        )?;
        Self::of(&root)
    }

    fn of(root: &Node) -> Result<Self, Error> {
        check_keys(root, "", KEYS)?;
        Ok(Self {
            db_url: root.get("db_url").map(db_url).transpose()?,
            upstream: root.get("upstream").map(upstream).transpose()?,
        })
    }
}

fn upstream(node: &Node) -> Result<Upstream, Error> {
    let text = text("upstream", node)?;
    Upstream::parse_found(text).map_err(|problem| Error::Upstream {
        file: FILE.to_owned(),
        line: node.line,
        problem,
    })
}

fn db_url(node: &Node) -> Result<DatabaseUrl, Error> {
    let text = text("db_url", node)?;
    DatabaseUrl::parse_found(text).map_err(|problem| Error::Database {
        place: format!("`db_url` in `{FILE}`, line {},", node.line),
        problem,
    })
}

/// Refuses keys that the table at `path` does not have. The top level has the empty path.
fn check_keys(table: &Node, path: &str, known: &'static [&'static str]) -> Result<(), Error> {
    let mut entries = table.entries().iter();
    let Some((key, node)) = entries.find(|(key, _)| !known.contains(&key.as_str())) else {
        return Ok(());
    };
    Err(Error::UnknownKey {
        file: FILE.to_owned(),
        line: node.line,
        table: path.to_owned(),
        key: key.clone(),
        known,
    })
}

fn text<'a>(key: &str, node: &'a Node) -> Result<&'a str, Error> {
    match &node.value {
        Value::Text(text) => Ok(text),
        _ => Err(Error::Value {
            file: FILE.to_owned(),
            line: node.line,
            key: key.to_owned(),
            problem: format!("must be text, not {}", node.kind()),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::Hint as _;

    fn problem(text: &str) -> String {
        let error = OwnFile::parse(text).unwrap_err();
        let hints = error.hints().into_iter().map(|hint| format!(" | {hint}"));
        std::iter::once(error.to_string()).chain(hints).collect()
    }

    #[test]
    fn an_upstream_is_read_and_may_be_left_out() {
        let read = |text: &str| OwnFile::parse(text).unwrap().upstream;
        assert_eq!(read(""), None);
        assert_eq!(read("# nothing\n"), None);
        assert_eq!(read("upstream = 'off'"), Some(Upstream::Off));
        let at = read("upstream = \"http://127.0.0.1:54321\"\n").unwrap();
        assert_eq!(at.loopback_port(), Some(54321));
    }

    #[test]
    fn every_mistake_names_its_line_and_what_to_do() {
        insta::assert_snapshot!(
            [
                "upstream = \n",
                "\nupstream = 54321\n",
                "\nupstrem = \"off\"\n",
                "[api]\nport = 1\n",
                "colour = 1\n",
                "upstream = \"\"\n",
                "upstream = \"env(UPSTREAM)\"\n",
                "upstream = \"on\"\n",
                "upstream = \"https://ref.supabase.co/rest\"\n",
                "upstream = \"https://ref.supabase.co\"\n",
                "upstream = \"http://169.254.169.254\"\n",
                "upstream = \"off\"\nupstream = \"off\"\n",
                "db_url = 54322\n",
                "\ndb_url = \"postgresql://u:hunter2@db.example.com/db\"\n",
                "db_url = \"postgresql://u:hunter2@127.0.0.1/db?host=db.example.com\"\n",
                "db_url = \"u:hunter2@127.0.0.1\"\n",
            ]
            .map(problem)
            .join("\n"),
            @r"
        `supabase/fx.toml` is not valid: string values must be quoted, expected literal string (line 1, column 12)
        `upstream` in `supabase/fx.toml`, line 2, must be text, not a number
        `upstrem` in `supabase/fx.toml`, line 2, is not a key of this file | did you mean `upstream`?
        `api` in `supabase/fx.toml`, line 1, is not a key of this file | move `api` to `supabase/config.toml`
        `colour` in `supabase/fx.toml`, line 1, is not a key of this file | known keys: `db_url`, `upstream`
        `upstream` in `supabase/fx.toml`, line 1, must be `auto`, `off` or an address such as `http://127.0.0.1:54321`
        `upstream` in `supabase/fx.toml`, line 1, must be `auto`, `off` or an address such as `http://127.0.0.1:54321`
        `upstream` in `supabase/fx.toml`, line 1, must be `auto`, `off` or an address such as `http://127.0.0.1:54321`
        `upstream` in `supabase/fx.toml`, line 1, must not contain a path | write `https://ref.supabase.co`
        `upstream` in `supabase/fx.toml`, line 1, names `ref.supabase.co`, but a file may name only this machine: `localhost`, `127.0.0.1` or `[::1]` | choose it yourself with `fx functions serve --upstream https://ref.supabase.co`: a cloned project must not decide who gets keys
        `upstream` in `supabase/fx.toml`, line 1, names `169.254.169.254`, a link-local address, which fx never connects to
        `supabase/fx.toml` is not valid: duplicate key (line 2, column 1)
        `db_url` in `supabase/fx.toml`, line 1, must be text, not a number
        `db_url` in `supabase/fx.toml`, line 2, names `db.example.com`, but a file may name only this machine: `localhost`, `127.0.0.1` or `[::1]` | name other machines in the environment variable `FX_DB_URL`: a cloned project must not decide where functions connect to
        `db_url` in `supabase/fx.toml`, line 1, has the parameter `host`, which a file may not set | remove it, or use the environment variable `FX_DB_URL` instead; a file may set `application_name`, `connect_timeout`, `connection_limit`, `options`, `pgbouncer`, `schema`, `search_path`, `sslmode`, `uselibpqcompat`
        `db_url` in `supabase/fx.toml`, line 1, must be an address such as `postgresql://postgres:postgres@127.0.0.1:54322/postgres` | percent-encode special characters in the user name and password: `#` as `%23`, `,` as `%2C`, `/` as `%2F`, `?` as `%3F`, `@` as `%40`
        ");
    }
}
