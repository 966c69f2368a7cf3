//! The patterns of `static_files`: which files of the project a function may read.
//!
//! Patterns are relative to `supabase/`. `*` and `?` stay within a directory, `**` matches any number of them (none
//! included), `[ab]` is a class, and a pattern that starts with `!` takes files away again.

use std::{
    io::ErrorKind,
    path::{Path, PathBuf},
};

use globset::GlobMatcher;
use walkdir::WalkDir;

use super::{
    Error,
    containment::SourceRoot,
    pattern::{self, fixed_start, is_glob},
};

/// The files that match, sorted, and the patterns that match none.
pub(super) fn find(
    patterns: &[String],
    supabase_dir: &Path,
    root: &SourceRoot,
) -> Result<(Vec<PathBuf>, Vec<String>), Error> {
    let (mut files, mut unmatched) = (Vec::new(), Vec::new());
    for pattern in patterns {
        if let Some(unwanted) = pattern.strip_prefix('!') {
            let matcher = matcher(unwanted, supabase_dir)?;
            files.retain(|path| !matcher.is_match(path));
            continue;
        }
        let found = matches(pattern, supabase_dir, root)?;
        if found.is_empty() {
            unmatched.push(pattern.clone());
        }
        files.extend(found);
    }
    files.sort();
    files.dedup();
    for path in &files {
        root.check_file(path, || format!("static file `{}`", path.display()))?;
    }
    Ok((files, unmatched))
}

/// Refuses patterns that cannot be read, before anybody looks for files.
pub(crate) fn check_patterns(patterns: &[String], supabase_dir: &Path) -> Result<(), Error> {
    let patterns = patterns.iter();
    let mut patterns = patterns.map(|pattern| pattern.strip_prefix('!').unwrap_or(pattern));
    patterns.try_for_each(|pattern| matcher(pattern, supabase_dir).map(drop))
}

fn matches(pattern: &str, supabase_dir: &Path, root: &SourceRoot) -> Result<Vec<PathBuf>, Error> {
    let start = fixed_start(pattern, supabase_dir);
    if !is_glob(pattern) {
        return match std::fs::metadata(&start) {
            Ok(metadata) if metadata.is_dir() => Err(Error::StaticFiles {
                pattern: pattern.to_owned(),
                problem: "is a directory".to_owned(),
            }),
            Ok(metadata) if !metadata.is_file() => Err(Error::StaticFiles {
                pattern: pattern.to_owned(),
                problem: "is not a regular file".to_owned(),
            }),
            Ok(_) => Ok(vec![start]),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(Vec::new()),
            Err(error) => Err(Error::StaticFiles {
                pattern: pattern.to_owned(),
                problem: format!("cannot be read: {error}"),
            }),
        };
    }
    let matcher = matcher(pattern, supabase_dir)?;
    if !root.holds(&start) {
        return Err(Error::StaticFiles {
            pattern: pattern.to_owned(),
            problem: format!("looks for files outside `{}`", root.path().display()),
        });
    }
    let mut leads_out = None;
    let entries = WalkDir::new(start).follow_links(true).into_iter();
    // Whatever lies elsewhere, nobody walks through it.
    let entries = entries.filter_entry(|entry| {
        let is_link = entry.path_is_symlink() && entry.file_type().is_dir();
        let is_ours = !is_link || root.holds(entry.path());
        if !is_ours {
            leads_out.get_or_insert(entry.path().to_owned());
        }
        is_ours
    });
    let files = entries
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_file() && matcher.is_match(entry.path()));
    let files = files.map(walkdir::DirEntry::into_path).collect();
    if let Some(directory) = leads_out {
        root.check_file(&directory, || {
            format!("static file `{}`", directory.display())
        })?;
    }
    Ok(files)
}

/// Where a pattern looks: one file, or, when the second is true, a directory with everything below it.
pub(super) fn place(pattern: &str, supabase_dir: &Path) -> (PathBuf, bool) {
    let pattern = pattern.strip_prefix('!').unwrap_or(pattern);
    (fixed_start(pattern, supabase_dir), is_glob(pattern))
}

fn matcher(pattern: &str, supabase_dir: &Path) -> Result<GlobMatcher, Error> {
    pattern::matcher(pattern, supabase_dir).map_err(|problem| Error::StaticFiles {
        pattern: pattern.to_owned(),
        problem,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(patterns: &[&str]) -> (Vec<String>, usize) {
        let directory = tempfile::tempdir().unwrap();
        let supabase = directory.path().join("supabase");
        for file in [
            "functions/a/x.html",
            "functions/a/y.txt",
            "functions/a/sub/deep/z.html",
            "shared.json",
        ] {
            let path = supabase.join(file);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "").unwrap();
        }
        let root = SourceRoot::new(directory.path());
        let patterns: Vec<String> = patterns.iter().map(ToString::to_string).collect();
        let (files, unmatched) = find(&patterns, &supabase, &root).unwrap();
        let names = files.iter().map(|path| {
            path.strip_prefix(&supabase)
                .unwrap()
                .to_str()
                .unwrap()
                .to_owned()
        });
        (names.collect(), unmatched.len())
    }

    #[test]
    fn patterns_match_as_documented() {
        let cases: &[(&[&str], &[&str])] = &[
            (&["./functions/a/x.html"], &["functions/a/x.html"]),
            (&["./functions/a/*.html"], &["functions/a/x.html"]),
            (
                &["functions/**/*.html"],
                &["functions/a/sub/deep/z.html", "functions/a/x.html"],
            ),
            (
                &["functions/a/**", "!functions/a/sub/**"],
                &["functions/a/x.html", "functions/a/y.txt"],
            ),
            (
                &["functions/a/[xy].*"],
                &["functions/a/x.html", "functions/a/y.txt"],
            ),
            (
                &["functions/../shared.json", "shared.json"],
                &["shared.json"],
            ),
        ];
        for (patterns, expected) in cases {
            assert_eq!(
                found(patterns),
                (expected.iter().map(ToString::to_string).collect(), 0),
                "{patterns:?}"
            );
        }
        assert_eq!(found(&["nothing/*.css", "none.txt"]), (vec![], 2));
    }

    #[test]
    fn directories_bad_patterns_and_files_outside_are_refused() {
        let directory = tempfile::tempdir().unwrap();
        let (root, outside) = (
            directory.path().join("root"),
            directory.path().join("secret"),
        );
        std::fs::create_dir_all(root.join("supabase/functions")).unwrap();
        std::fs::write(outside, "").unwrap();
        let source_root = SourceRoot::new(&root);
        for (pattern, expected) in [
            ("functions", "`functions` in `static_files` is a directory"),
            (
                "functions/[",
                "`functions/[` in `static_files` is not a pattern",
            ),
            ("../../secret", "static file"),
            (
                "../../sec*",
                "`../../sec*` in `static_files` looks for files outside",
            ),
        ] {
            let error =
                find(&[pattern.to_owned()], &root.join("supabase"), &source_root).unwrap_err();
            assert!(error.to_string().starts_with(expected), "{error}");
        }
    }
}
