//! [`Place`]: where the files of a function belong below the project. Pure.
//!
//! fx and the Supabase CLI name files in several ways: from the project, from `supabase/`, from `functions/`, or from a
//! place that exists on no machine. The entrypoint tells which it is.

use super::Error;
use crate::function::ENTRYPOINTS;

/// `supabase/functions`, which is all that may be written when the project's directories have no names.
const FUNCTIONS: [&str; 2] = ["supabase", "functions"];
/// Directories that no function is made of, and that others than functions act on.
const FORBIDDEN: [&str; 2] = [".git", ".temp"];
/// The parts of a path, `.` and `..` resolved as far as they can be; `..` is left at the beginning only.
pub(super) fn parts(path: &str) -> Vec<&str> {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts
}

/// The path of a `file:` URL as others are written; an absolute one begins with `/`.
fn plain(path: &str) -> &str {
    path.strip_prefix("file://").unwrap_or(path)
}

/// The same path without the root, which counts only in paths that are below the entrypoint's first directory.
pub(super) fn relative<'a>(path: &'a str, entrypoint: Option<&str>) -> Result<&'a str, Error> {
    let Some(below) = plain(path).strip_prefix('/') else {
        return Ok(path);
    };
    let entrypoint = entrypoint.and_then(|it| plain(it).strip_prefix('/'));
    let first = |path: &str| path.split('/').next().map(str::to_owned);
    match entrypoint {
        Some(entrypoint) if first(entrypoint) == first(below) => Ok(below),
        _ => Err(outside("supabase/functions", path)),
    }
}

fn outside(directory: &'static str, path: &str) -> Error {
    Error::Outside {
        directory,
        path: path.to_owned(),
    }
}

/// The path that `wanted` is among `paths`: itself, one that it ends with, one that ends with it, else the only
/// `index.ts` or the like.
pub(super) fn find<'a>(paths: &[&'a str], wanted: Option<&str>) -> Option<&'a str> {
    let is_end = |long: &str, short: &str| {
        let rest = long.strip_suffix(short);
        rest.is_some_and(|rest| rest.is_empty() || rest.ends_with('/'))
    };
    if let Some(wanted) = wanted {
        let wanted = plain(wanted).trim_start_matches('/');
        let wanted = wanted.strip_prefix("./").unwrap_or(wanted);
        let ends = paths.iter().filter(|path| is_end(wanted, path));
        let longest = ends.max_by_key(|path| path.len());
        let starts = || paths.iter().filter(|path| is_end(path, wanted));
        let found = longest.or_else(|| starts().min_by_key(|path| path.len()));
        if let Some(found) = found {
            return Some(found);
        }
    }
    None
}

/// The entrypoint among `paths`.
pub(super) fn entrypoint<'a>(paths: &[&'a str], wanted: Option<&str>) -> Option<&'a str> {
    let depth = |path: &str| path.matches('/').count();
    find(paths, wanted).or_else(|| {
        let named = paths.iter().filter(|path| {
            let name = path.rsplit('/').next();
            name.is_some_and(|name| ENTRYPOINTS.contains(&name))
        });
        let mut named: Vec<&'a str> = named.copied().collect();
        named.sort_by_key(|path| depth(path));
        match *named.as_slice() {
            [one] => Some(one),
            [one, other, ..] if depth(one) < depth(other) => Some(one),
            _ => None,
        }
    })
}

/// Where the files of a function belong.
#[derive(Debug)]
pub(super) enum Place<'a> {
    /// They are named from the project, after these parts.
    Project(Vec<&'a str>),
    /// They are named from below the project.
    Below(&'static [&'static str]),
    /// They are named from anywhere; the directory of the entrypoint is the function's.
    Anywhere {
        /// The entrypoint's directory.
        directory: Vec<&'a str>,
        /// The function.
        slug: &'a str,
    },
}

impl<'a> Place<'a> {
    /// What the entrypoint of `slug` tells.
    pub(super) fn of(slug: &'a str, entrypoint: &'a str) -> Self {
        let mut directory = parts(entrypoint);
        directory.pop();
        let functions = directory.windows(2).rposition(|pair| *pair == FUNCTIONS);
        match (functions, directory.first()) {
            (Some(at), _) => Self::Project(directory[..at].to_vec()),
            (None, Some(&"functions")) => Self::Below(&FUNCTIONS[..1]),
            (None, Some(first)) if *first == slug => Self::Below(&FUNCTIONS),
            _ => Self::Anywhere { directory, slug },
        }
    }

    /// Where the file that is named `path` belongs, below the project.
    pub(super) fn path(&self, path: &str) -> Result<String, Error> {
        let parts = parts(path);
        let (placed, directory) = match self {
            Self::Project(prefix) => {
                let below = parts.strip_prefix(prefix.as_slice());
                (below.map(<[_]>::to_vec), "the project")
            }
            Self::Below(prefix) => (Some([prefix, parts.as_slice()].concat()), "the project"),
            Self::Anywhere { directory, slug } => (
                beside(directory, &parts, slug).filter(|placed| is_below(placed, &FUNCTIONS)),
                "supabase/functions",
            ),
        };
        let is_fine = |placed: &Vec<&str>| {
            let is_bad = |part: &&str| {
                *part == ".." || FORBIDDEN.iter().any(|it| part.eq_ignore_ascii_case(it))
            };
            !placed.is_empty() && !placed.iter().any(is_bad)
        };
        let placed = placed.filter(is_fine);
        placed
            .map(|placed| placed.join("/"))
            .ok_or_else(|| outside(directory, path))
    }
}

/// Whether it is in the directory, rather than the directory itself or elsewhere.
fn is_below(placed: &[&str], directory: &[&str]) -> bool {
    placed.starts_with(directory) && placed.len() > directory.len()
}

/// What is at `parts`, seen from `directory`, when that is the directory of the function `slug`.
fn beside<'a>(directory: &[&str], parts: &[&'a str], slug: &'a str) -> Option<Vec<&'a str>> {
    let pairs = directory.iter().zip(parts);
    let shared = pairs.take_while(|(one, other)| one == other).count();
    let mut placed = [FUNCTIONS[0], FUNCTIONS[1], slug].to_vec();
    for _ in shared..directory.len() {
        placed.pop()?;
    }
    for part in &parts[shared..] {
        match *part {
            ".." => drop(placed.pop()?),
            part => placed.push(part),
        }
    }
    Some(placed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_entrypoint_tells_where_files_belong() {
        for (entrypoint, path, expected) in [
            (
                "supabase/functions/a/index.ts",
                "packages/x.ts",
                "packages/x.ts",
            ),
            (
                "apps/web/supabase/functions/a/index.ts",
                "apps/web/deno.json",
                "deno.json",
            ),
            (
                "functions/a/index.ts",
                "functions/_shared/x.ts",
                "supabase/functions/_shared/x.ts",
            ),
            (
                "functions/a/index.ts",
                "static/x.html",
                "supabase/static/x.html",
            ),
            ("a/main.ts", "a/b/c.ts", "supabase/functions/a/b/c.ts"),
            (
                "source/index.ts",
                "source/x.ts",
                "supabase/functions/a/x.ts",
            ),
            (
                "source/index.ts",
                "_shared/x.ts",
                "supabase/functions/_shared/x.ts",
            ),
            (
                "index.ts",
                "../_shared/x.ts",
                "supabase/functions/_shared/x.ts",
            ),
            ("index.ts", "./x/../y.ts", "supabase/functions/a/y.ts"),
        ] {
            let placed = Place::of("a", entrypoint).path(path);
            assert_eq!(placed.unwrap(), expected, "{entrypoint} {path}");
        }
    }

    #[test]
    fn nothing_belongs_elsewhere() {
        for (entrypoint, path) in [
            ("supabase/functions/a/index.ts", "../x.ts"),
            ("supabase/functions/a/index.ts", ".git/config"),
            ("supabase/functions/a/index.ts", "supabase/.TEMP/x"),
            ("apps/web/supabase/functions/a/index.ts", "packages/x.ts"),
            ("functions/a/index.ts", "functions/../../../x.ts"),
            ("a/index.ts", "../../x.ts"),
            ("index.ts", "../../x.ts"),
            ("index.ts", "../../functions2/x.ts"),
            ("b/c/d/index.ts", "x.ts"),
            ("index.ts", ".."),
        ] {
            let placed = Place::of("a", entrypoint).path(path);
            assert!(placed.is_err(), "{entrypoint} {path}: {placed:?}");
        }
        assert!(relative("/etc/passwd", Some("index.ts")).is_err());
        assert!(relative("/etc/passwd", Some("file:///src/index.ts")).is_err());
        assert_eq!(
            relative("/src/x.ts", Some("file:///src/index.ts")).unwrap(),
            "src/x.ts"
        );
    }

    #[test]
    fn the_entrypoint_is_found_under_any_of_its_names() {
        let paths = ["a/index.ts", "a/lib/index.ts", "main.ts"];
        for (wanted, expected) in [
            (Some("a/lib/index.ts"), Some("a/lib/index.ts")),
            (
                Some("file:///var/tmp/sb/supabase/functions/a/index.ts"),
                Some("a/index.ts"),
            ),
            (Some("index.ts"), Some("a/index.ts")),
            (Some("file:///main.ts"), Some("main.ts")),
            (Some("nothing.ts"), Some("a/index.ts")),
            (None, Some("a/index.ts")),
        ] {
            assert_eq!(entrypoint(&paths, wanted), expected, "{wanted:?}");
        }
        assert_eq!(entrypoint(&["a/index.ts", "b/index.ts"], None), None);
    }
}
