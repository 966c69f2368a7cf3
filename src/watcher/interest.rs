//! [`Interest`]: the files that matter, by their real places.

use std::{
    collections::{HashMap, HashSet},
    path::{Component, Path, PathBuf},
    sync::Arc,
};

/// Paths, of which functions of one project have many in common.
pub(crate) type Paths = HashSet<Arc<Path>>;

/// Files and directories that matter to somebody.
#[derive(Debug, Clone, Default)]
pub(crate) struct Interest {
    /// Nothing above it is watched for a file below it.
    boundary: PathBuf,
    files: Paths,
    listings: Paths,
    trees: Paths,
    /// The directories of all these, up to the boundary: one that comes or goes takes files with it.
    directories: Paths,
    /// Directories as they are written, and where they really are.
    real: HashMap<PathBuf, PathBuf>,
}

impl Interest {
    /// Nothing yet. Directories that move matter up to `boundary`, which is a real path.
    pub(crate) fn new(boundary: &Path) -> Self {
        Self {
            boundary: boundary.to_owned(),
            ..Self::default()
        }
    }

    /// A file, whether it is there or not, and the symbolic links on the way to it. The path is absolute.
    pub(crate) fn add_file(&mut self, path: &Path) {
        let place = self.place(path);
        if let Some(target) = link_target(&place) {
            self.insert_directories(target.parent());
            self.files.insert(target.into());
        }
        self.insert_directories(place.parent());
        self.files.insert(place.into());
    }

    /// A directory in which entries that come and go matter, but not what happens inside them.
    pub(crate) fn add_listing(&mut self, path: &Path) {
        let place = self.real_directory(path);
        self.insert_directories(Some(&place));
        self.listings.insert(place.into());
    }

    /// A directory with everything below it.
    pub(crate) fn add_tree(&mut self, path: &Path) {
        let place = self.real_directory(path);
        self.insert_directories(Some(&place));
        let entries = walkdir::WalkDir::new(&place).into_iter();
        let below = entries
            .filter_map(Result::ok)
            .filter(|entry| entry.file_type().is_dir());
        self.directories
            .extend(below.map(|entry| entry.into_path().into()));
        self.trees.insert(place.into());
    }

    /// The same, with the paths that `known` has, which gets those that it lacked. Nothing can be added cheaply after.
    pub(crate) fn sharing(mut self, known: &mut Paths) -> Self {
        let mut share = |path: Arc<Path>| {
            let shared = known.get(&path).cloned();
            shared.unwrap_or_else(|| {
                known.insert(Arc::clone(&path));
                path
            })
        };
        self.real = HashMap::new();
        for paths in self.all_paths() {
            *paths = paths.drain().map(&mut share).collect();
        }
        self
    }

    fn all_paths(&mut self) -> [&mut Paths; 4] {
        let Self {
            files,
            listings,
            trees,
            directories,
            ..
        } = self;
        [files, listings, trees, directories]
    }

    /// Everything that `other` holds.
    pub(crate) fn extend(&mut self, other: &Self) {
        self.files.extend(other.files.iter().cloned());
        self.listings.extend(other.listings.iter().cloned());
        self.trees.extend(other.trees.iter().cloned());
        self.directories.extend(other.directories.iter().cloned());
    }

    /// Whether a change at `path`, a real place, matters.
    pub(crate) fn touches(&self, path: &Path) -> bool {
        self.files.contains(path)
            || self.directories.contains(path)
            || path
                .parent()
                .is_some_and(|parent| self.listings.contains(parent))
            || (!self.trees.is_empty() && path.ancestors().any(|above| self.trees.contains(above)))
    }

    /// The directories to watch.
    pub(super) fn directories(&self) -> &Paths {
        &self.directories
    }

    /// `path` with the symbolic links of its directory followed.
    fn place(&mut self, path: &Path) -> PathBuf {
        match (path.parent(), path.file_name()) {
            (Some(parent), Some(name)) => self.real_directory(parent).join(name),
            _ => path.to_owned(),
        }
    }

    fn real_directory(&mut self, path: &Path) -> PathBuf {
        if let Some(real) = self.real.get(path) {
            return real.clone();
        }
        let real = match path.components().next_back() {
            Some(Component::Normal(_)) => {
                let place = self.place(path);
                match link_target(&place) {
                    Some(target) => {
                        self.insert_directories(place.parent());
                        self.files.insert(place.into());
                        target
                    }
                    None => place,
                }
            }
            _ => path.canonicalize().unwrap_or_else(|_| path.to_owned()),
        };
        self.real.insert(path.to_owned(), real.clone());
        real
    }

    fn insert_directories(&mut self, directory: Option<&Path>) {
        let Some(directory) = directory else { return };
        if !self.directories.insert(directory.into()) {
            return; // With those above it.
        }
        if directory.starts_with(&self.boundary) {
            let above = directory
                .ancestors()
                .take_while(|path| path.starts_with(&self.boundary));
            self.directories.extend(above.map(Arc::from));
        }
    }
}

fn link_target(path: &Path) -> Option<PathBuf> {
    let metadata = path.symlink_metadata().ok()?;
    let target = metadata
        .is_symlink()
        .then(|| path.canonicalize().or_else(|_| dangling(path)));
    target?.ok()
}

/// Where a link leads to that leads to nothing.
fn dangling(link: &Path) -> std::io::Result<PathBuf> {
    let target = std::fs::read_link(link)?;
    Ok(link.parent().unwrap_or(Path::new("/")).join(target))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn root() -> (tempfile::TempDir, PathBuf) {
        let directory = tempfile::tempdir().unwrap();
        let root = directory.path().canonicalize().unwrap();
        (directory, root)
    }

    #[test]
    fn files_listings_and_trees_matter_and_their_neighbours_do_not() {
        let (_keep, root) = root();
        let mut interest = Interest::new(&root);
        interest.add_file(&root.join("a/b/x.ts"));
        interest.add_listing(&root.join("functions"));
        interest.add_tree(&root.join("static"));
        let matter = [
            "a/b/x.ts",
            "a/b",
            "a",
            "functions/new",
            "static/deep/er/y.html",
        ];
        for path in matter {
            assert!(interest.touches(&root.join(path)), "{path}");
        }
        for path in ["a/b/y.ts", "functions/new/index.ts", "b", "a/c"] {
            assert!(!interest.touches(&root.join(path)), "{path}");
        }
        assert!(interest.directories().contains(&*root.join("a/b")));
        assert!(!interest.touches(root.parent().unwrap()));
    }

    #[cfg(unix)]
    #[test]
    fn links_matter_and_so_does_what_they_lead_to() {
        use std::os::unix::fs::symlink;

        let (_keep, root) = root();
        std::fs::create_dir_all(root.join("packages/shared")).unwrap();
        std::fs::write(root.join("packages/shared/x.ts"), "").unwrap();
        std::fs::create_dir(root.join("functions")).unwrap();
        symlink("../packages/shared", root.join("functions/_shared")).unwrap();
        symlink("x.ts", root.join("packages/shared/y.ts")).unwrap();
        let mut interest = Interest::new(&root);
        interest.add_file(&root.join("functions/_shared/y.ts"));
        for path in [
            "packages/shared/x.ts",
            "packages/shared/y.ts",
            "functions/_shared",
        ] {
            assert!(interest.touches(&root.join(path)), "{path}");
        }
        for directory in ["packages/shared", "functions"] {
            assert!(interest.directories().contains(&*root.join(directory)));
        }
    }
}
