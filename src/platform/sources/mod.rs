//! stub
use crate::{api_types::DeployMetadata, function::Slug};
use bytes::Bytes;
use std::path::{Path, PathBuf};
pub(crate) struct Options {
    pub executable: PathBuf,
    pub uploads: PathBuf,
    pub cache: PathBuf,
    pub ca_cert: Option<PathBuf>,
    pub allow_private_net: bool,
    pub jobs: Option<usize>,
}
pub(crate) struct Workshop;
impl Workshop {
    pub(crate) fn new(_: Options) -> Self {
        Self
    }
    pub(super) async fn bundle(&self, _: &Slug, _: Upload) -> Result<Bundled, SourcesError> {
        Err(SourcesError::Bad("stub".into()))
    }
}
pub(super) struct Upload {
    pub(super) metadata: DeployMetadata,
}
impl Upload {
    pub(super) async fn receive(_: multer::Multipart<'_>, _: &Path) -> Result<Self, SourcesError> {
        Err(SourcesError::Bad("stub".into()))
    }
    pub(super) fn of_text(_: &Path, _: &str) -> Result<Self, SourcesError> {
        Err(SourcesError::Bad("stub".into()))
    }
}
pub(super) struct Bundled {
    pub body: Bytes,
    pub entrypoint_path: String,
    pub import_map_path: Option<String>,
}
pub(super) enum SourcesError {
    Bad(String),
    TooLarge(String),
    Failed(anyhow::Error),
}
pub(super) struct Form {
    pub content_type: String,
    pub body: Bytes,
}
pub(super) fn form(_: &[u8]) -> anyhow::Result<Form> {
    anyhow::bail!("stub")
}
