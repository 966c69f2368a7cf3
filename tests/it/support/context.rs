//! A temporary world per test: project directory, HOME, cache and a scrubbed environment.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// Owns the temporary directories of one test; they are removed when it is dropped.
pub struct TestContext {
    root: tempfile::TempDir,
    cache: Option<PathBuf>,
    filters: Vec<(String, String)>,
}

impl TestContext {
    /// An empty project directory with its own HOME and cache.
    pub fn new() -> Self {
        let root = tempfile::Builder::new().prefix("fx-").tempdir().unwrap();
        for name in ["home", "cache", "project", "tmp"] {
            fs::create_dir(root.path().join(name)).unwrap();
        }
        let mut context = Self {
            root,
            cache: None,
            filters: Vec::new(),
        };
        let project = context.dir().to_str().unwrap().to_owned();
        let home = context.home().to_str().unwrap().to_owned();
        let cache = context.cache().to_str().unwrap().to_owned();
        context.filters.push((project, "[PROJECT]".into()));
        context.filters.push((home, "[HOME]".into()));
        context.filters.push((cache, "[CACHE]".into()));
        context
    }

    /// A copy of `tests/fixtures/<name>`.
    pub fn with_fixture(name: &str) -> Self {
        let context = Self::new();
        let source = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("tests/fixtures")
            .join(name);
        copy_tree(&source, &context.dir());
        context
    }

    /// Uses the cache that all tests of this kind share: the engine and npm packages are downloaded once.
    pub fn with_shared_cache(mut self) -> Self {
        let cache = Path::new(env!("CARGO_TARGET_TMPDIR")).join("engine-test-cache");
        self.filters
            .push((cache.to_str().unwrap().to_owned(), "[CACHE]".into()));
        self.cache = Some(cache);
        self
    }

    /// Replaces matches of `pattern` (a regular expression) in snapshots.
    pub fn filter(mut self, pattern: &str, replacement: &str) -> Self {
        self.filters.push((pattern.into(), replacement.into()));
        self
    }

    /// The project directory, in which commands run.
    pub fn dir(&self) -> PathBuf {
        self.root.path().canonicalize().unwrap().join("project")
    }

    /// HOME of the commands.
    pub fn home(&self) -> PathBuf {
        self.root.path().canonicalize().unwrap().join("home")
    }

    /// The cache directory of the commands.
    pub fn cache(&self) -> PathBuf {
        match &self.cache {
            Some(cache) => cache.clone(),
            None => self.root.path().canonicalize().unwrap().join("cache"),
        }
    }

    /// The directory that everything of this test is below, except a shared cache.
    pub fn root(&self) -> PathBuf {
        self.root.path().canonicalize().unwrap()
    }

    /// The regular expressions applied to snapshots.
    pub fn filters(&self) -> Vec<(&str, &str)> {
        self.filters
            .iter()
            .map(|(a, b)| (a.as_str(), b.as_str()))
            .collect()
    }

    /// Writes a file below the project directory, with the directories it needs.
    pub fn write(&self, path: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.dir().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, content).unwrap();
        path
    }

    /// The content of a file below the project directory.
    pub fn read(&self, path: &str) -> String {
        let path = self.dir().join(path);
        fs::read_to_string(path).unwrap()
    }

    /// `fx` with arguments, in the project directory, with nothing of the caller's environment but PATH.
    pub fn fx<'a>(&self, args: impl IntoIterator<Item = &'a str>) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_fx"));
        command
            .args(args)
            .current_dir(self.dir())
            .env_clear()
            .env("HOME", self.home())
            .env("FX_CACHE_DIR", self.cache())
            .env("TMPDIR", self.root().join("tmp"))
            .env("COLUMNS", "100");
        // Where packages come from may be set for the whole machine.
        for name in ["PATH", "SystemRoot", "NPM_CONFIG_REGISTRY"] {
            if let Some(value) = std::env::var_os(name) {
                command.env(name, value);
            }
        }
        command
    }
}

fn copy_tree(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_tree(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), &target).unwrap();
        }
    }
}
