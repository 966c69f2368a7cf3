//! stub
use std::path::{Path, PathBuf};
use crate::{diagnostics::Hint, function::Slug};
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error { #[error("x")] X }
impl Hint for Error { fn hints(&self) -> Vec<String> { vec![] } }
pub(crate) struct Template { pub name: &'static str, pub summary: &'static str }
pub(crate) fn templates() -> &'static [Template] { &[] }
pub(crate) fn find(_: &str) -> Result<&'static Template, Error> { Err(Error::X) }
pub(crate) enum Auth { None, ApiKey, User }
pub(crate) struct NewFunction<'a> { pub slug: &'a Slug, pub template: &'static Template, pub auth: Option<Auth>, pub base_url: &'a str, pub anon_key: &'a str, pub publishable_key: &'a str }
pub(crate) struct Rendered { pub verify_jwt: bool }
impl NewFunction<'_> { pub(crate) fn render(&self) -> Rendered { Rendered { verify_jwt: true } } }
pub(crate) fn create(_: &Path, _: &NewFunction<'_>) -> Result<Vec<PathBuf>, Error> { Err(Error::X) }
pub(crate) fn declare(_: &str, _: &Slug, _: bool) -> Result<Option<String>, Error> { Err(Error::X) }
pub(crate) fn init_files(_: &str) -> Vec<(&'static str, String)> { vec![] }
