//! [`Plan`]: what becomes of the files that are there, decided before any is touched.

use std::{
    fs::{self, FileType},
    io::ErrorKind,
    path::{Path, PathBuf},
};

use super::{File, UnpackError};
use crate::fs::write_atomic;

/// What is to be written below a directory.
#[derive(Debug)]
pub(crate) struct Plan<'a> {
    directory: PathBuf,
    steps: Vec<(&'a File<'a>, State)>,
}

/// What becomes of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum State {
    /// It is not there yet.
    New,
    /// It is there with this content.
    Unchanged,
    /// It is there with another content, which is lost.
    Replaced,
}

impl<'a> Plan<'a> {
    /// Looks at what is below `directory`, and refuses what cannot be written as a whole. Symbolic links below it are
    /// not followed; it may be one itself.
    pub(crate) fn new(
        directory: &Path,
        files: &'a [File<'a>],
        may_replace: bool,
    ) -> Result<Self, UnpackError> {
        check_directory(directory)?;
        let mut steps = Vec::new();
        for file in files {
            steps.push((file, state(directory, file)?));
        }
        let plan = Self {
            directory: directory.to_owned(),
            steps,
        };
        let replaced = plan.steps().filter(|(_, state)| *state == State::Replaced);
        let paths: Vec<PathBuf> = replaced
            .map(|(file, _)| directory.join(&file.path))
            .collect();
        if may_replace || paths.is_empty() {
            return Ok(plan);
        }
        Err(UnpackError::Exists { paths })
    }

    /// Every file and what becomes of it.
    pub(crate) fn steps(&self) -> impl Iterator<Item = (&'a File<'a>, State)> {
        self.steps.iter().copied()
    }

    /// Writes what is new or different.
    pub(crate) fn write(&self) -> Result<(), UnpackError> {
        for (file, state) in self.steps() {
            if state == State::Unchanged {
                continue;
            }
            let path = self.directory.join(&file.path);
            if let Some(parent) = path.parent() {
                fs::create_dir_all(parent).map_err(io("create the directory", parent))?;
            }
            write_atomic(&path, &file.content, 0o644).map_err(io("write", &path))?;
        }
        Ok(())
    }
}

fn check_directory(directory: &Path) -> Result<(), UnpackError> {
    match fs::metadata(directory) {
        Ok(metadata) if metadata.is_dir() => Ok(()),
        Ok(metadata) => Err(in_the_way(directory, metadata.file_type())),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        Err(error) => Err(io("read", directory)(error)),
    }
}

fn state(directory: &Path, file: &File<'_>) -> Result<State, UnpackError> {
    let mut path = directory.to_owned();
    let mut names = file.path.split('/').peekable();
    while let Some(name) = names.next() {
        path.push(name);
        let is_last = names.peek().is_none();
        match fs::symlink_metadata(&path) {
            Ok(found) if is_last && found.is_file() => {
                return compare(&path, found.len(), &file.content);
            }
            Ok(found) if !is_last && found.is_dir() => {}
            Ok(found) => return Err(in_the_way(&path, found.file_type())),
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(State::New),
            Err(error) => return Err(io("read", &path)(error)),
        }
    }
    unreachable!("a path has a last name");
}

fn compare(path: &Path, length: u64, content: &[u8]) -> Result<State, UnpackError> {
    if length != content.len() as u64 {
        return Ok(State::Replaced);
    }
    let found = fs::read(path).map_err(io("read", path))?;
    Ok(if found == content {
        State::Unchanged
    } else {
        State::Replaced
    })
}

fn in_the_way(path: &Path, found: FileType) -> UnpackError {
    let found = if found.is_symlink() {
        "a symbolic link, which is not followed"
    } else if found.is_dir() {
        "a directory, and should be a file"
    } else {
        "not a directory"
    };
    UnpackError::InTheWay {
        path: path.to_owned(),
        found,
    }
}

fn io<'a>(action: &'static str, path: &'a Path) -> impl Fn(std::io::Error) -> UnpackError + 'a {
    move |source| UnpackError::Io {
        action,
        path: path.to_owned(),
        source,
    }
}
