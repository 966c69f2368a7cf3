//! From a bundle back to the files it was made of.
//!
//! [`unpack`] decides what the files are and where they belong, [`Plan`] what becomes of those that exist, and writes
//! them. Nothing here trusts a bundle: a name that could lead out of the directory, on any system, is an error before
//! anything is written.
//!
//! TypeScript and JSX come from the source maps, which hold the original. What was imported for its types only is in no
//! bundle. Remote modules and npm packages are listed, not written: they are not the project's.

mod error;
mod local;
mod original;
pub(super) mod path;
mod plan;
mod settings;
#[cfg(test)]
mod tests;

use std::{
    borrow::Cow,
    collections::{BTreeMap, HashMap},
};

pub(crate) use error::UnpackError;
pub(crate) use plan::{Plan, State};
use serde_json::Value;
pub(super) use settings::is_deno_json;

use super::format::{Bundle, Entry, Entrypoint};
use crate::diagnostics::Warning;
use local::Names;

/// What a bundle was made of.
#[derive(Debug)]
pub(crate) struct Unpacked<'a> {
    /// The files, by path.
    pub(crate) files: Vec<File<'a>>,
    /// Where execution begins, as a path.
    pub(crate) entrypoint: Option<String>,
    /// The import map or `deno.json`, as a path.
    pub(crate) import_map: Option<String>,
    /// What it says.
    pub(crate) imports: Option<Value>,
    /// Whether the file there is one of the function's own, which may say something else.
    pub(crate) is_import_map_hidden: bool,
    /// The static files, as paths.
    pub(crate) static_files: Vec<String>,
    /// The modules of other hosts.
    pub(crate) remote: Vec<&'a str>,
    /// The npm packages, name and version.
    pub(crate) packages: Vec<&'a str>,
    /// What could not be restored as it was.
    pub(crate) warnings: Vec<Warning>,
}

/// A file of a project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct File<'a> {
    /// Where it belongs, with `/`; [`path::relative`] has checked it.
    pub(crate) path: String,
    /// Its content.
    pub(crate) content: Cow<'a, [u8]>,
    /// Where that comes from.
    pub(crate) origin: Origin,
}

/// Where the content of a file comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Origin {
    /// It is in the bundle as it was.
    Verbatim,
    /// A source map holds it.
    SourceMap,
    /// Only what was made of it is there.
    Transpiled,
    /// The bundle's settings hold what mattered of it.
    Settings,
}

/// What modules are to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Code {
    /// What somebody wrote.
    Original,
    /// What runs, with its source map at the end.
    Executable,
}

/// The files that `bundle` was made of.
pub(crate) fn unpack<'a>(bundle: &'a Bundle<'a>, code: Code) -> Result<Unpacked<'a>, UnpackError> {
    let names = Names::of(&bundle.archive);
    let mut files = Files::default();
    let (mut static_files, mut remote) = (Vec::new(), Vec::new());
    for (specifier, entry) in bundle.archive.entries() {
        let Entry::Module(module) = entry else {
            continue;
        };
        match names.place(specifier)? {
            local::Place::Module(path) => {
                let (content, origin) = match code {
                    Code::Original => original::of(&path, &module),
                    Code::Executable => (original::executable(&path, &module), Origin::Verbatim),
                };
                files.add_module(path, content, origin);
            }
            local::Place::Static(path) => {
                static_files.push(path.clone());
                files.add_static(path, module.source);
            }
            local::Place::Remote => remote.push(specifier),
            local::Place::Internal => {}
        }
    }
    let mut warnings = files.transpiled();
    let entrypoint = entrypoint(bundle, &names, &mut files, &mut warnings)?;
    let settings = bundle.metadata.serialized_workspace_resolver_raw.as_deref();
    let map = settings::restore(settings, &names, &mut files, &mut warnings)?;
    let packages = bundle.archive.npm().packages.iter();
    let packages = packages.map(|package| package.id).collect();
    Ok(Unpacked {
        files: files.into_sorted()?,
        entrypoint,
        import_map: map.path,
        imports: map.json,
        is_import_map_hidden: map.is_hidden,
        static_files,
        remote,
        packages,
        warnings,
    })
}

/// Where execution begins. Code that has no file gets one.
fn entrypoint<'a>(
    bundle: &'a Bundle<'a>,
    names: &Names<'_>,
    files: &mut Files<'a>,
    warnings: &mut Vec<Warning>,
) -> Result<Option<String>, UnpackError> {
    let code = match &bundle.metadata.entrypoint {
        None => return Ok(None),
        Some(Entrypoint::Key(key)) => {
            if bundle.archive.module(key)?.is_none() {
                let text = format!(
                    "the main module `{}` is not in the bundle",
                    key.escape_debug()
                );
                warnings.push(Warning::new(text));
            }
            return match names.place(key)? {
                local::Place::Module(path) => Ok(Some(path)),
                _ => Ok(None),
            };
        }
        Some(Entrypoint::ModuleCode(code)) => code,
    };
    let entries = bundle.archive.entries();
    let mut modules = entries.filter_map(|(specifier, entry)| match entry {
        Entry::Module(module) if module.source == code.as_bytes() => Some(specifier),
        _ => None,
    });
    if let Some(local::Place::Module(path)) = modules.find_map(|key| names.place(key).ok()) {
        return Ok(Some(path));
    }
    let path = "index.js".to_owned();
    warnings.push(Warning::new(format!(
        "the bundle does not say what its main module is called: it is written as `{path}`"
    )));
    files.add_settings(path.clone(), code.as_bytes().into());
    Ok(Some(path))
}

/// Files on their way into [`Unpacked`]. A static file is what it was, whatever the modules say.
#[derive(Debug, Default)]
struct Files<'a> {
    by_path: BTreeMap<String, (Cow<'a, [u8]>, Origin)>,
}

impl<'a> Files<'a> {
    fn add_module(&mut self, path: String, content: Cow<'a, [u8]>, origin: Origin) {
        self.by_path.entry(path).or_insert((content, origin));
    }

    fn add_static(&mut self, path: String, content: &'a [u8]) {
        let file = (Cow::Borrowed(content), Origin::Verbatim);
        self.by_path.insert(path, file);
    }

    fn add_settings(&mut self, path: String, content: Cow<'a, [u8]>) {
        let file = (content, Origin::Settings);
        self.by_path.entry(path).or_insert(file);
    }

    fn has(&self, path: &str) -> bool {
        self.by_path.contains_key(path)
    }

    /// A warning that names some of the files whose original is lost.
    fn transpiled(&self) -> Vec<Warning> {
        let lost = self.by_path.iter();
        let lost = lost.filter(|(_, (_, origin))| *origin == Origin::Transpiled);
        let lost: Vec<_> = lost.map(|(path, _)| format!("`{path}`")).collect();
        let named = lost[..lost.len().min(3)].join(", ");
        match lost.len() {
            0 => Vec::new(),
            1..=3 => vec![Warning::new(format!(
                "no original of {named} in the bundle: what is written is JavaScript"
            ))],
            count => vec![Warning::new(format!(
                "no original of {named} and {} more in the bundle: what is written is JavaScript",
                count - 3
            ))],
        }
    }

    fn into_sorted(self) -> Result<Vec<File<'a>>, UnpackError> {
        let files = self.by_path.into_iter();
        let files: Vec<File<'a>> = files
            .map(|(path, (content, origin))| File {
                path,
                content,
                origin,
            })
            .collect();
        if files.is_empty() {
            return Err(UnpackError::Nothing);
        }
        check_names(&files)?;
        Ok(files)
    }
}

/// Refuses paths of files that were not in a bundle for what is refused in one. Paths are as they are, not parts of
/// URLs. An error says which path, and what is wrong with it.
pub(crate) fn check_paths<'p>(
    paths: impl Iterator<Item = &'p str> + Clone,
) -> Result<(), (&'p str, Cow<'static, str>)> {
    for path in paths.clone() {
        let checked = path.split('/').try_for_each(path::check_name);
        checked.map_err(|problem| (path, problem.into()))?;
    }
    let collision = find_collision(paths);
    collision.map_or(Ok(()), |(one, other)| {
        Err((other, format!("cannot be beside `{one}`").into()))
    })
}

/// Refuses files from elsewhere than a bundle for what is refused in one. Paths are as they are, not parts of URLs.
pub(crate) fn check_files(files: &[File<'_>]) -> Result<(), UnpackError> {
    for file in files {
        let mut names = file.path.split('/');
        let checked = names.try_for_each(path::check_name);
        checked.map_err(|problem| UnpackError::Name {
            specifier: file.path.clone(),
            problem,
        })?;
    }
    check_names(files)
}

/// Refuses names that are one on some systems, and files that are directories to others.
fn check_names(files: &[File<'_>]) -> Result<(), UnpackError> {
    let paths = files.iter().map(|file| &*file.path);
    match find_collision(paths) {
        None => Ok(()),
        Some((one, other)) => Err(UnpackError::Collision {
            one: one.to_owned(),
            other: other.to_owned(),
        }),
    }
}

/// Two names that are one on some systems, or a file that is a directory to another.
fn find_collision<'p>(paths: impl Iterator<Item = &'p str>) -> Option<(&'p str, &'p str)> {
    let mut seen: HashMap<String, (&str, bool)> = HashMap::new();
    for path in paths {
        let ends = path.match_indices('/').map(|(end, _)| end);
        for end in ends.chain([path.len()]) {
            let (name, is_file) = (&path[..end], end == path.len());
            let found = seen.insert(name.to_lowercase(), (name, is_file));
            if let Some((other, other_is_file)) = found
                && (other != name || other_is_file || is_file)
            {
                return Some((other, name));
            }
        }
    }
    None
}
