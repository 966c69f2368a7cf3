//! The import rules of `src/` as a test: a module names only the modules its row lists.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// What every module may import.
const COMMON: &[&str] = &["diagnostics", "redact", "env_vars", "events"];

/// Every top-level module, lowest layer first, with what it imports besides [`COMMON`].
const RULES: &[(&str, &[&str])] = &[
    ("diagnostics", &[]),
    ("redact", &[]),
    ("env_vars", &[]),
    ("events", &[]),
    ("output", &[]),
    ("dirs", &[]),
    ("fs", &[]),
    ("http", &[]),
    ("process", &["fs"]),
    ("jwt", &[]),
    ("jwks", &["http", "jwt"]),
    ("api_types", &[]),
    ("function", &[]),
    ("nesting", &[]),
    ("project", &["api_types", "function", "fs", "http"]),
    ("credentials", &["dirs", "fs"]),
    ("engine", &["dirs", "fs", "http"]),
    (
        "bundle",
        &["dirs", "fs", "http", "function", "nesting", "project"],
    ),
    ("worker", &["dirs", "fs", "process", "function"]),
    ("watcher", &[]),
    ("gateway", &["http", "process", "jwt"]),
    ("api", &["http", "api_types"]),
    ("scaffold", &["fs", "function", "nesting"]),
    (
        "hosting",
        &["http", "function", "bundle", "worker", "gateway"],
    ),
    (
        "dev",
        &[
            "fs", "http", "process", "jwt", "jwks", "function", "project", "bundle", "worker",
            "watcher", "gateway", "hosting",
        ],
    ),
    ("deploy", &["fs", "api_types", "function", "bundle", "api"]),
    ("secrets", &["fs", "api_types", "bundle", "api"]),
    ("download", &["api_types", "function", "bundle"]),
    (
        "platform",
        &[
            "fs",
            "http",
            "process",
            "jwt",
            "api_types",
            "function",
            "bundle",
            "worker",
            "gateway",
            "hosting",
        ],
    ),
    ("cli", &["output"]),
    (
        "commands",
        &[
            "output",
            "dirs",
            "fs",
            "http",
            "process",
            "api_types",
            "function",
            "project",
            "credentials",
            "engine",
            "bundle",
            "gateway",
            "api",
            "scaffold",
            "dev",
            "deploy",
            "download",
            "secrets",
            "platform",
            "cli",
        ],
    ),
];

/// Files that may hold platform switches.
const PLATFORM_SWITCHES: &[&str] = &["process", "fs", "credentials", "worker/transport"];

#[test]
fn rows_only_list_rows_above_them() {
    let mut above = BTreeSet::new();
    for (module, imports) in RULES {
        for import in *imports {
            assert!(
                above.contains(import),
                "`{module}` lists `{import}`, which is not above it"
            );
        }
        assert!(above.insert(module), "`{module}` has two rows");
    }
}

#[test]
fn modules_import_only_what_their_row_lists() {
    let mut violations = Vec::new();
    let mut seen = BTreeSet::new();
    for file in source_files() {
        let module = file.module();
        if module == "lib" || module == "main" {
            continue;
        }
        seen.insert(module.clone());
        let Some((_, allowed)) = RULES.iter().find(|(name, _)| *name == module) else {
            violations.push(format!("{}: `{module}` has no row", file.relative));
            continue;
        };
        for import in crate_imports(&file.text) {
            let is_row = RULES.iter().any(|(name, _)| *name == import);
            let is_allowed =
                import == module || allowed.contains(&&*import) || COMMON.contains(&&*import);
            if is_row && !is_allowed {
                violations.push(format!(
                    "{}: `{module}` may not import `{import}`",
                    file.relative
                ));
            }
        }
    }
    for (module, _) in RULES {
        if !seen.contains(*module) {
            violations.push(format!("`{module}` has a row but no file"));
        }
    }
    assert!(violations.is_empty(), "{}", violations.join("\n"));
}

#[test]
fn every_file_says_what_it_owns_and_keeps_within_its_room() {
    let mut violations = Vec::new();
    for file in source_files() {
        if !file.text.starts_with("//!") {
            violations.push(format!("{}: no `//!` on the first line", file.relative));
        }
        let production = file.production();
        let count = production.lines().count();
        if count > 700 {
            violations.push(format!(
                "{}: {count} production lines, 700 is the limit",
                file.relative
            ));
        }
        if file.text.contains("#[allow(") {
            violations.push(format!(
                "{}: use `#[expect(.., reason)]`, not `#[allow]`",
                file.relative
            ));
        }
        let switches = ["cfg(unix)", "cfg(windows)", "target_os"]
            .iter()
            .any(|switch| production.contains(switch));
        if switches
            && !PLATFORM_SWITCHES
                .iter()
                .any(|allowed| file.relative.starts_with(allowed))
        {
            violations.push(format!(
                "{}: platform switches live in {PLATFORM_SWITCHES:?}",
                file.relative
            ));
        }
    }
    assert!(violations.is_empty(), "{}", violations.join("\n"));
}

/// Files that parse source: what `nesting` has looked at, and what was made of that.
const PARSERS: &[&str] = &[
    "bundle/agreement.rs",
    // Nothing at all: the graph has no roots there.
    "bundle/assemble.rs",
    "bundle/emit.rs",
    "bundle/graph.rs",
    "bundle/specifiers.rs",
    "nesting.rs",
    "scaffold/cors.rs",
];

#[test]
fn source_is_parsed_where_its_nesting_was_looked_at() {
    let calls = [
        "parse_module(",
        "parse_program(",
        "parse_script(",
        "as_capturing_parser(",
    ];
    let mut found = BTreeSet::new();
    for file in source_files() {
        let production = file.production();
        if calls.iter().any(|call| production.contains(call)) {
            found.insert(file.relative.clone());
        }
    }
    assert_eq!(found, PARSERS.iter().map(|&file| file.to_owned()).collect());
}

/// Modules that come across files of a project, which only `fs::read_found` and the like may open.
const READERS: &[&str] = &[
    "project", "bundle", "secrets", "deploy", "scaffold", "download",
];

/// Files of these modules that read something else: what a flag names, and what is fx's own.
const OTHER_READERS: &[&str] = &[
    "project/env.rs",
    "project/named.rs",
    "bundle/format/tests.rs",
    "bundle/job.rs",
    "bundle/lockfile.rs",
    "bundle/prepare.rs",
    "bundle/restore/",
    "bundle/unpack/",
    "deploy/history.rs",
];

#[test]
fn files_of_a_project_are_opened_by_one_function() {
    let plain = [
        "std::fs::read(",
        "fs::read_to_string(",
        "File::open(",
        "= fs::read(",
        "OpenOptions::new()",
    ];
    let readers = source_files().into_iter().filter(|file| {
        let module = file.module();
        READERS.contains(&&*module)
            && plain.iter().any(|call| file.production().contains(call))
            // It only makes files that are new.
            && file.relative != "scaffold/create.rs"
    });
    let unknown: Vec<String> = readers
        .map(|file| file.relative)
        .filter(|path| !OTHER_READERS.iter().any(|known| path.starts_with(known)))
        .collect();
    assert!(
        unknown.is_empty(),
        "use `fs::read_found`, or say in `OTHER_READERS` that no project has the file: {unknown:?}"
    );
}

#[test]
fn only_output_writes_to_the_standard_streams() {
    // What it writes passes its sanitizer. Whoever asks only whether a stream is a terminal writes nothing.
    let ways = [
        "io::stdout()",
        "io::stderr()",
        "print!(",
        "println!(",
        "Term::std",
    ];
    let mut violations = Vec::new();
    for file in source_files() {
        if file.module() == "output" {
            continue;
        }
        for line in file.production().lines() {
            let asks = line.replace("io::stderr().is_terminal()", "");
            if ways.iter().any(|way| asks.contains(way)) {
                violations.push(format!("{}: {}", file.relative, line.trim()));
            }
        }
    }
    assert!(violations.is_empty(), "{}", violations.join("\n"));
}

#[test]
fn the_bootstrap_and_the_gateway_call_headers_the_same() {
    let quoted = |text: &str| -> Vec<String> {
        let parts = text.split("\"x-fx-").skip(1);
        let mut found: Vec<_> = parts
            .map(|part| part.split('"').next().unwrap_or_default().to_owned())
            .collect();
        found.sort();
        found
    };
    let read = |path: &str| fs::read_to_string(source_root().join(path)).unwrap();
    let mut bootstrap = quoted(&read("worker/caller.js"));
    bootstrap.extend(quoted(&read("worker/bootstrap.js")));
    bootstrap.sort();
    let headers = read("gateway/headers.rs");
    let (constants, _) = headers.split_once("#[cfg(test)]").unwrap();
    let mut gateway = quoted(constants);
    // What one fx says to another is no business of workers.
    gateway.retain(|name| name != "gateway");
    assert_eq!(bootstrap, gateway, "each once, `x-fx-` left out");
}

#[test]
fn every_hint_is_listed() {
    let listed = fs::read_to_string(source_root().join("commands/hints.rs")).unwrap();
    let mut missing = Vec::new();
    for file in source_files() {
        for line in file.text.lines() {
            let Some(rest) = line.strip_prefix("impl Hint for ") else {
                continue;
            };
            let name = rest.trim_end_matches([' ', '{', '}']);
            let path = format!("{}::{name}", file.module());
            if !listed.contains(&path) {
                missing.push(format!(
                    "{}: `{path}` is not in commands/hints.rs",
                    file.relative
                ));
            }
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

struct SourceFile {
    relative: String,
    text: String,
}

impl SourceFile {
    /// The text up to the tests.
    fn production(&self) -> &str {
        let tests = self.text.find("\n#[cfg(test)]");
        &self.text[..tests.unwrap_or(self.text.len())]
    }

    fn module(&self) -> String {
        let first = self.relative.split('/').next().unwrap();
        first.trim_end_matches(".rs").to_owned()
    }
}

fn source_root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn source_files() -> Vec<SourceFile> {
    let root = source_root();
    walkdir::WalkDir::new(&root)
        .sort_by_file_name()
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| {
            entry
                .path()
                .extension()
                .is_some_and(|extension| extension == "rs")
        })
        .map(|entry| SourceFile {
            relative: entry
                .path()
                .strip_prefix(&root)
                .unwrap()
                .to_str()
                .unwrap()
                .replace('\\', "/"),
            text: fs::read_to_string(entry.path()).unwrap(),
        })
        .collect()
}

/// The first segment after every `crate::`, groups in braces included.
fn crate_imports(source: &str) -> BTreeSet<String> {
    let code: String = source
        .lines()
        .map(|line| line.split("//").next().unwrap())
        .collect::<Vec<_>>()
        .join("\n");
    let mut found = BTreeSet::new();
    for (at, prefix) in code.match_indices("crate::") {
        let rest = &code[at + prefix.len()..];
        match rest.strip_prefix('{') {
            Some(group) => found.extend(group_items(group)),
            None => drop(found.insert(identifier(rest))),
        }
    }
    found
}

fn group_items(group: &str) -> Vec<String> {
    let mut depth = 0_usize;
    let mut items = vec![String::new()];
    for character in group.chars() {
        match character {
            '}' if depth == 0 => break,
            ',' if depth == 0 => items.push(String::new()),
            '{' => depth += 1,
            '}' => depth -= 1,
            other if depth == 0 => items.last_mut().unwrap().push(other),
            _ => {}
        }
    }
    items
        .iter()
        .map(|item| identifier(item.trim_start()))
        .collect()
}

fn identifier(text: &str) -> String {
    text.chars()
        .take_while(|c| c.is_alphanumeric() || *c == '_')
        .collect()
}

#[test]
fn imports_are_found_in_groups_and_paths() {
    let source = "use crate::{a::b, c::{d, e}, f};\nlet x = crate::g::h(); // crate::i";
    let expected = ["a", "c", "f", "g"].map(String::from);
    assert_eq!(crate_imports(source), BTreeSet::from(expected));
}
