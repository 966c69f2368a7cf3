//! Writes the files of a new function: all of them or none.
//!
//! What is in them is `render`'s matter.

use std::{
    fs::{self, OpenOptions},
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use super::{
    cors::Cors,
    error::Error,
    render::{NewFunction, Rendered},
};
use crate::fs::write_new;

/// Writes the function into a directory of its name below `functions_dir` and returns what was written.
///
/// Nothing is replaced, and after a failure nothing new is left behind. What all functions share comes last, for from
/// then on others may rely on it.
pub(crate) fn create(functions_dir: &Path, new: &NewFunction<'_>) -> Result<Vec<PathBuf>, Error> {
    let directory = functions_dir.join(new.slug.as_str());
    if is_taken(&directory)? && !directory.is_dir() {
        return Err(Error::Exists { path: directory });
    }
    let Rendered { files, shared, .. } = new.render();
    let files: Vec<(PathBuf, String)> = files
        .into_iter()
        .map(|(path, text)| (directory.join(path), text))
        .collect();
    for (path, _) in &files {
        if is_taken(path)? {
            return Err(Error::Exists { path: path.clone() });
        }
    }

    let mut written = Written::default();
    written.create_directories(&directory)?;
    for (path, text) in files {
        written.create_file(path, text.as_bytes())?;
    }
    if let Some((path, text)) = shared {
        written.create_shared(functions_dir.join(path), &text)?;
    }
    Ok(written.keep())
}

/// Whether anything has this name, a dangling symbolic link included.
fn is_taken(path: &Path) -> Result<bool, Error> {
    match fs::symlink_metadata(path) {
        Ok(_) => Ok(true),
        Err(error)
            if matches!(
                error.kind(),
                io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
            ) =>
        {
            Ok(false)
        }
        Err(error) => Err(Error::io("look at", path)(error)),
    }
}

/// What was made so far; removed again when it is dropped before [`Written::keep`].
#[derive(Default)]
struct Written {
    directories: Vec<PathBuf>,
    files: Vec<PathBuf>,
}

impl Written {
    fn create_directories(&mut self, directory: &Path) -> Result<(), Error> {
        let missing: Vec<&Path> = directory
            .ancestors()
            .take_while(|ancestor| !ancestor.as_os_str().is_empty() && !ancestor.exists())
            .collect();
        for directory in missing.into_iter().rev() {
            fs::create_dir(directory).map_err(Error::io("create", directory))?;
            self.directories.push(directory.to_owned());
        }
        Ok(())
    }

    fn create_file(&mut self, path: PathBuf, bytes: &[u8]) -> Result<(), Error> {
        // Somebody else may have made it since we looked.
        let mut file = match OpenOptions::new().write(true).create_new(true).open(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                return Err(Error::Exists { path });
            }
            Err(error) => return Err(Error::io("create", path)(error)),
        };
        self.files.push(path.clone());
        file.write_all(bytes).map_err(Error::io("write", path))
    }

    /// Another fx may have written it since we looked.
    fn create_shared(&mut self, path: PathBuf, text: &str) -> Result<(), Error> {
        self.create_directories(path.parent().expect("it is below the functions"))?;
        match write_new(&path, text.as_bytes(), 0o644) {
            Ok(()) => {
                self.files.push(path);
                Ok(())
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                match fs::read_to_string(&path) {
                    Ok(there) if Cors::of(Some(&there)) == Cors::Shared => Ok(()),
                    _ => Err(Error::Exists { path }),
                }
            }
            Err(error) => Err(Error::io("write", path)(error)),
        }
    }

    fn keep(mut self) -> Vec<PathBuf> {
        self.directories.clear();
        std::mem::take(&mut self.files)
    }
}

impl Drop for Written {
    fn drop(&mut self) {
        // The error that brought us here is the one to tell.
        for file in self.files.iter().rev() {
            let _ = fs::remove_file(file);
        }
        for directory in self.directories.iter().rev() {
            let _ = fs::remove_dir(directory);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        function::Slug,
        scaffold::{Auth, find},
    };

    fn create_in(functions_dir: &Path, auth: Option<Auth>) -> Result<Vec<PathBuf>, Error> {
        let slug: Slug = "hello".parse().unwrap();
        create(
            functions_dir,
            &NewFunction {
                slug: &slug,
                template: find("hello-world").unwrap(),
                auth,
                cors: Cors::New,
                base_url: "http://127.0.0.1:54321",
                anon_key: "a",
                publishable_key: "p",
            },
        )
    }

    #[test]
    fn files_are_written_where_they_belong() {
        let root = tempfile::tempdir().unwrap();
        let functions = root.path().join("supabase/functions");
        let written = create_in(&functions, Some(Auth::User)).unwrap();
        let expected = [
            "hello/index.ts",
            "hello/deno.json",
            "hello/auth.ts",
            "_shared/cors.ts",
        ]
        .map(|path| functions.join(path));
        assert_eq!(written, expected);
        assert!(written.iter().all(|path| path.is_file()));
    }

    #[test]
    fn what_functions_share_may_have_been_written_meanwhile_but_only_by_fx() {
        let root = tempfile::tempdir().unwrap();
        create_in(root.path(), None).unwrap();
        fs::remove_dir_all(root.path().join("hello")).unwrap();
        let written = create_in(root.path(), None).unwrap();
        assert_eq!(written.len(), 2, "{written:?}");
        let shared = root.path().join("_shared/cors.ts");
        fs::remove_dir_all(root.path().join("hello")).unwrap();
        fs::write(&shared, "mine").unwrap();
        let error = create_in(root.path(), None).unwrap_err();
        assert!(matches!(error, Error::Exists { path } if path == shared));
        assert!(!root.path().join("hello").exists());
        assert_eq!(fs::read_to_string(&shared).unwrap(), "mine");
    }

    #[test]
    fn an_existing_file_stops_everything() {
        let root = tempfile::tempdir().unwrap();
        let directory = root.path().join("hello");
        fs::create_dir(&directory).unwrap();
        fs::write(directory.join("deno.json"), "mine").unwrap();
        let error = create_in(root.path(), None).unwrap_err();
        assert!(matches!(error, Error::Exists { path } if path == directory.join("deno.json")));
        assert_eq!(fs::read_dir(&directory).unwrap().count(), 1);
        assert_eq!(
            fs::read_to_string(directory.join("deno.json")).unwrap(),
            "mine"
        );
    }

    #[test]
    fn other_files_of_the_directory_do_not_matter() {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir(root.path().join("hello")).unwrap();
        fs::write(root.path().join("hello/notes.md"), "").unwrap();
        create_in(root.path(), None).unwrap();
    }

    #[test]
    fn a_file_in_place_of_the_directory_is_named() {
        let root = tempfile::tempdir().unwrap();
        fs::write(root.path().join("hello"), "").unwrap();
        let error = create_in(root.path(), None).unwrap_err();
        assert!(matches!(error, Error::Exists { path } if path == root.path().join("hello")));
    }

    #[test]
    fn what_was_made_goes_away_unless_it_is_kept() {
        let root = tempfile::tempdir().unwrap();
        let directory = root.path().join("a/b");
        let mut written = Written::default();
        written.create_directories(&directory).unwrap();
        written.create_file(directory.join("c"), b"").unwrap();
        written.create_file(directory.join("c"), b"").unwrap_err();
        drop(written);
        assert_eq!(fs::read_dir(root.path()).unwrap().count(), 0);
    }
}
