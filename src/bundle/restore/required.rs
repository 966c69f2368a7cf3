//! [`Required`]: what CommonJS modules of a bundle require by the name of a package whose files are in it. The import map
//! says what names mean in each module (`scopes`), and `require` does not know import maps.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};
use url::Url;

use super::outside::place;
use crate::bundle::{node::lookup, unpack::Unpacked};

/// A name, and what it means to the modules of a directory. Paths are relative to the files of the bundle.
#[derive(Debug, Serialize, Deserialize, PartialEq, Eq)]
pub(super) struct Required {
    name: String,
    directory: String,
    file: String,
}

impl Required {
    /// The look-up and the file when the files are below `root`.
    pub(super) fn below(&self, root: &Path) -> Option<(String, PathBuf)> {
        // As the engine writes them: with the system's separators, and none at the end.
        let place = |path: &str| root.join(path).components().collect::<PathBuf>();
        let key = lookup(&self.name, place(&self.directory).to_str()?);
        Some((key, place(&self.file)))
    }
}

/// All of a bundle that the import map speaks of.
pub(super) fn of(unpacked: &Unpacked<'_>) -> Vec<Required> {
    let root = Url::parse("file:///").expect("it is a URL");
    let files = unpacked.files.iter();
    let files: HashMap<Url, &str> = files
        .map(|file| (place(&root, &file.path), &*file.path))
        .collect();
    let (Some(path), Some(map)) = (&unpacked.import_map, &unpacked.imports) else {
        return Vec::new();
    };
    let base = place(&root, path);
    let find = |text: &str| files.get(&base.join(text).ok()?).copied();
    let mut found = Vec::new();
    for (module, names) in map["scopes"].as_object().into_iter().flatten() {
        let Some(module) = find(module) else {
            continue;
        };
        let directory = module
            .rsplit_once('/')
            .map_or("", |(directory, _)| directory);
        for (name, target) in names.as_object().into_iter().flatten() {
            let is_name = !name.starts_with(['.', '/']) && !name.contains(':');
            if let Some(file) = target.as_str().filter(|_| is_name).and_then(find) {
                found.push(Required {
                    name: name.clone(),
                    directory: directory.to_owned(),
                    file: file.to_owned(),
                });
            }
        }
    }
    found
}
