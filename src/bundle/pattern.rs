//! One pattern of `static_files` as a path with wildcards; looking for files is for the module above.

use std::path::{Component, Path, PathBuf};

use globset::{GlobBuilder, GlobMatcher};

/// Whether it has wildcards.
pub(super) fn is_glob(pattern: &str) -> bool {
    pattern.contains(['*', '?', '['])
}

/// The path of the pattern up to its first component with a wildcard, absolute and without `.` and `..`.
pub(super) fn fixed_start(pattern: &str, supabase_dir: &Path) -> PathBuf {
    let fixed = Path::new(pattern).components().take_while(|component| {
        component
            .as_os_str()
            .to_str()
            .is_some_and(|text| !is_glob(text))
    });
    normalize(supabase_dir, fixed)
}

fn normalize<'a>(base: &Path, components: impl Iterator<Item = Component<'a>>) -> PathBuf {
    let mut path = base.to_owned();
    for component in components {
        match component {
            Component::ParentDir => drop(path.pop()),
            Component::CurDir => {}
            other => path.push(other),
        }
    }
    path
}

/// What the paths that `pattern` matches look like, or why it is none.
pub(super) fn matcher(pattern: &str, supabase_dir: &Path) -> Result<GlobMatcher, String> {
    let start = fixed_start(pattern, supabase_dir);
    let rest = Path::new(pattern).components().skip_while(|component| {
        component
            .as_os_str()
            .to_str()
            .is_some_and(|text| !is_glob(text))
    });
    let start = start
        .to_str()
        .map(globset::escape)
        .ok_or("leads to a path that is not Unicode")?;
    let rest: PathBuf = rest.collect();
    let whole = match rest.to_str() {
        Some("") | None => start,
        Some(rest) => format!("{start}/{rest}"),
    };
    let glob = GlobBuilder::new(&whole)
        .literal_separator(true)
        .backslash_escape(true)
        .build();
    let glob = glob.map_err(|error| format!("is not a pattern: {}", error.kind()))?;
    Ok(glob.compile_matcher())
}
