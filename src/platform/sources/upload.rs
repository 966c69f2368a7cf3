//! [`Upload`]: a form with a function's sources, as files below a directory of its own.
//!
//! Parts come in any order and are written as they come, under numbers; their names count when all are there. A name
//! that leads out of the directory on any system, or is none on some, is refused.

use std::{collections::BTreeMap, io, path::Path};

use anyhow::Context as _;
use bytes::Bytes;
use multer::{Field, Multipart};
use tempfile::TempDir;
use tokio::{
    fs::{self, File},
    io::AsyncWriteExt as _,
    runtime::Handle,
    task::spawn_blocking,
};

use super::SourcesError;
use crate::{api_types::DeployMetadata, bundle::check_paths};

/// How many bytes all files may have.
const MAX_BYTES: usize = 20 << 20;
/// How many files there may be.
const MAX_FILES: usize = 5000;
/// How many bytes the metadata may have.
const MAX_METADATA: usize = 1 << 20;
/// How many bytes the path of a file may have.
const MAX_PATH: usize = 1024;
/// How directories of uploads begin.
const PREFIX: &str = "upload-";
/// Where the files are.
pub(super) const FILES: &str = "files";
/// Where parts are that have no name yet.
const PARTS: &str = "parts";

/// The sources of a function, until they are bundled; dropping it removes them.
#[derive(Debug)]
pub(in crate::platform) struct Upload {
    /// What goes with them. Paths are those of files that are there.
    pub(in crate::platform) metadata: DeployMetadata,
    directory: Place,
    /// Whether a file says where packages come from.
    pub(super) has_npmrc: bool,
}

/// What has come of a form.
struct Incoming {
    directory: Place,
    metadata: Option<DeployMetadata>,
    /// Which part has the content of a path; of several, the last.
    files: BTreeMap<String, usize>,
    parts: usize,
    bytes: usize,
}

impl Upload {
    /// Reads a form into a new directory in `uploads`.
    pub(in crate::platform) async fn receive(
        mut form: Multipart<'_>,
        uploads: &Path,
    ) -> Result<Self, SourcesError> {
        let uploads = uploads.to_owned();
        let incoming = spawn_blocking(move || Incoming::new(&uploads)).await;
        let mut incoming = incoming.context("failed to make a directory for an upload")??;
        while let Some(part) = form.next_field().await.map_err(broken)? {
            incoming.take(part).await?;
        }
        incoming.finish().await
    }

    /// An upload of one file, `index.ts`. Blocks.
    pub(in crate::platform) fn of_text(uploads: &Path, text: &str) -> Result<Self, SourcesError> {
        if text.len() > MAX_BYTES {
            return Err(too_many_bytes());
        }
        let directory = Place::new(uploads)?;
        let files = directory.path().join(FILES);
        let written =
            std::fs::create_dir(&files).and_then(|()| std::fs::write(files.join("index.ts"), text));
        written.with_context(|| format!("failed to write to `{}`", files.display()))?;
        Ok(Self {
            metadata: DeployMetadata {
                entrypoint_path: "index.ts".to_owned(),
                ..DeployMetadata::default()
            },
            directory,
            has_npmrc: false,
        })
    }

    /// The directory with everything of it.
    pub(super) fn directory(&self) -> &Path {
        self.directory.path()
    }
}

/// Removes what uploads have left that a killed server was about to bundle.
pub(super) fn remove_leftovers(uploads: &Path) -> io::Result<()> {
    for entry in std::fs::read_dir(uploads)? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with(PREFIX) {
            std::fs::remove_dir_all(entry.path())?;
        }
    }
    Ok(())
}

/// The directory of one upload. There are thousands of files in it, so that it is removed on a thread where waiting is
/// fine; what a server that ends leaves of it is removed by the next one.
#[derive(Debug)]
struct Place(Option<TempDir>);

impl Place {
    /// Makes one. Blocks.
    fn new(uploads: &Path) -> anyhow::Result<Self> {
        let made = tempfile::Builder::new()
            .prefix(PREFIX)
            .tempdir_in(uploads)
            .with_context(|| format!("failed to make a directory in `{}`", uploads.display()))?;
        Ok(Self(Some(made)))
    }

    fn path(&self) -> &Path {
        self.0
            .as_ref()
            .expect("it is taken when it is dropped")
            .path()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let directory = self.0.take();
        if let Ok(runtime) = Handle::try_current() {
            // Nobody waits for it.
            drop(runtime.spawn_blocking(move || drop(directory)));
        }
    }
}

impl Incoming {
    fn new(uploads: &Path) -> anyhow::Result<Self> {
        let directory = Place::new(uploads)?;
        for name in [FILES, PARTS] {
            let path = directory.path().join(name);
            std::fs::create_dir(&path)
                .with_context(|| format!("failed to make `{}`", path.display()))?;
        }
        Ok(Self {
            directory,
            metadata: None,
            files: BTreeMap::new(),
            parts: 0,
            bytes: 0,
        })
    }

    async fn take(&mut self, part: Field<'_>) -> Result<(), SourcesError> {
        self.parts += 1;
        // One more than files: the metadata.
        if self.parts > MAX_FILES + 1 {
            let text = format!("the upload has more than {MAX_FILES} files");
            return Err(SourcesError::TooLarge(text));
        }
        // Metadata of a browser are a file, too.
        if part.name() == Some("metadata") {
            return self.take_metadata(part).await;
        }
        let path = part.file_name().map(plain);
        let is_file = part.name() == Some("file");
        match path {
            Some(path) => self.take_file(path, part).await,
            None if is_file => Err(bad("a `file` of the form has no file name")),
            None => self.skip(part).await,
        }
    }

    async fn take_metadata(&mut self, mut part: Field<'_>) -> Result<(), SourcesError> {
        let mut content = Vec::new();
        while let Some(chunk) = part.chunk().await.map_err(broken)? {
            if content.len() + chunk.len() > MAX_METADATA {
                let text = format!("`metadata` has more than {MAX_METADATA} bytes");
                return Err(SourcesError::TooLarge(text));
            }
            content.extend_from_slice(&chunk);
        }
        let metadata = serde_json::from_slice(&content);
        let metadata = metadata.map_err(|error| bad(format!("`metadata` is wrong: {error}")))?;
        if self.metadata.replace(metadata).is_some() {
            return Err(bad("the form has `metadata` twice"));
        }
        Ok(())
    }

    async fn take_file(&mut self, path: String, mut part: Field<'_>) -> Result<(), SourcesError> {
        if path.len() > MAX_PATH {
            let text = format!("a file name has more than {MAX_PATH} bytes");
            return Err(bad(text));
        }
        let place = self.part(self.parts);
        let failed = || format!("failed to write `{}`", place.display());
        let mut file = File::create(&place).await.with_context(failed)?;
        while let Some(chunk) = self.chunk(&mut part).await? {
            file.write_all(&chunk).await.with_context(failed)?;
        }
        file.flush().await.with_context(failed)?;
        self.files.insert(path, self.parts);
        Ok(())
    }

    async fn skip(&mut self, mut part: Field<'_>) -> Result<(), SourcesError> {
        while self.chunk(&mut part).await?.is_some() {}
        Ok(())
    }

    /// The next bytes of a part, as long as all together are not too many.
    async fn chunk(&mut self, part: &mut Field<'_>) -> Result<Option<Bytes>, SourcesError> {
        let chunk = part.chunk().await.map_err(broken)?;
        self.bytes += chunk.as_ref().map_or(0, Bytes::len);
        if self.bytes > MAX_BYTES {
            return Err(too_many_bytes());
        }
        Ok(chunk)
    }

    fn part(&self, number: usize) -> std::path::PathBuf {
        self.directory.path().join(PARTS).join(number.to_string())
    }

    /// Checks everything and gives the files their names.
    async fn finish(self) -> Result<Upload, SourcesError> {
        let paths = self.files.keys().map(String::as_str);
        check_paths(paths).map_err(|(path, problem)| {
            let path = path.escape_debug();
            bad(format!("the upload holds `{path}`, which {problem}"))
        })?;
        let metadata = self.metadata.as_ref();
        let metadata = metadata.ok_or_else(|| bad("the form has no `metadata`"))?;
        let metadata = self.checked(metadata.clone())?;
        let files = self.directory.path().join(FILES);
        for (path, number) in &self.files {
            let place = files.join(path);
            let parent = place.parent().expect("it is below a directory");
            let named = async {
                fs::create_dir_all(parent).await?;
                fs::rename(self.part(*number), &place).await
            };
            named
                .await
                .with_context(|| format!("failed to write `{}`", place.display()))?;
        }
        let mut names = self.files.keys().map(|path| path.rsplit('/').next());
        Ok(Upload {
            has_npmrc: names.any(|name| name == Some(".npmrc")),
            metadata,
            directory: self.directory,
        })
    }

    /// The metadata with the paths of files that there are.
    fn checked(&self, mut metadata: DeployMetadata) -> Result<DeployMetadata, SourcesError> {
        metadata.entrypoint_path = self.known(&metadata.entrypoint_path, "entrypoint_path")?;
        if !metadata.import_map_path.is_empty() {
            metadata.import_map_path = self.known(&metadata.import_map_path, "import_map_path")?;
        }
        Ok(metadata)
    }

    fn known(&self, path: &str, name: &str) -> Result<String, SourcesError> {
        let plain = plain(path);
        if self.files.contains_key(&plain) {
            return Ok(plain);
        }
        let path = path.escape_debug();
        Err(bad(format!(
            "`{name}` is `{path}`, which is none of the {} uploaded files",
            self.files.len()
        )))
    }
}

/// A path as others write it: without `./`, and with what clients encode so that it does not end the name.
fn plain(path: &str) -> String {
    let path = path.replace("%22", "\"");
    let mut rest = path.as_str();
    while let Some(below) = rest.strip_prefix("./") {
        rest = below;
    }
    rest.to_owned()
}

fn bad(text: impl Into<String>) -> SourcesError {
    SourcesError::Bad(text.into())
}

fn too_many_bytes() -> SourcesError {
    let megabytes = MAX_BYTES >> 20;
    SourcesError::TooLarge(format!("the upload has more than {megabytes} MB of files"))
}

/// A form that is none, or has no end.
fn broken(error: multer::Error) -> SourcesError {
    let error = crate::diagnostics::with_causes(&error);
    bad(format!("the form cannot be read: {error}"))
}

#[cfg(test)]
pub(super) mod tests;
