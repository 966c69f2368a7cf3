//! [`Tree`]: a deployed function as files of a project.

use std::borrow::Cow;

use anyhow::Context as _;
use bytes::Bytes;
use serde::Serialize;

use super::{
    Error, form,
    place::{self, Place},
};
use crate::{
    api_types::Function,
    bundle::{Bundle, Code, File, Origin, check_files, decompress, unpack},
    diagnostics::Warning,
};

/// More than any function has. Hosted ones may have 20 MB of it when it is compressed.
const MAX_BYTES: u64 = 512 * 1024 * 1024;
/// What is code to some function, rather than a file it reads.
const CODE: [&str; 12] = [
    "ts", "tsx", "mts", "cts", "js", "jsx", "mjs", "cjs", "json", "jsonc", "wasm", "lock",
];

/// A body as it came.
#[derive(Debug)]
pub(crate) struct Body {
    /// Its `Content-Type`.
    pub(crate) content_type: String,
    /// Its bytes.
    pub(crate) bytes: Bytes,
}

/// What a body was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Format {
    /// A form with sources.
    Sources,
    /// A bundle.
    Bundle,
}

/// A deployed function as files of a project. Paths are relative to the project.
#[derive(Debug)]
pub(crate) struct Tree {
    /// The function.
    pub(crate) slug: String,
    /// What the body was.
    pub(crate) format: Format,
    /// The files, checked.
    pub(crate) files: Vec<File<'static>>,
    /// The main module.
    pub(crate) entrypoint: String,
    /// The import map or `deno.json`.
    pub(crate) import_map: Option<String>,
    /// The files that are read at run time.
    pub(crate) static_files: Vec<String>,
    /// When it was deployed, in milliseconds since 1970, when that is known.
    pub(crate) updated_at: i64,
    /// What could not be restored as it was.
    pub(crate) warnings: Vec<Warning>,
}

/// The tree of `slug`; `listed` is what the API lists of it, when that is known.
pub(crate) async fn restore(
    slug: &str,
    listed: Option<&Function>,
    body: Body,
) -> anyhow::Result<Tree> {
    let content_type = body.content_type.to_ascii_lowercase();
    let tree = if content_type.starts_with("multipart/") {
        from_form(slug, listed, body).await
    } else if content_type.contains("html") {
        let content_type = body.content_type;
        Err(Error::ContentType { content_type }.into())
    } else {
        from_bundle(slug, listed, &body.bytes)
    };
    tree.with_context(|| format!("failed to restore function `{slug}`"))
}

/// A function with the names that its files have there.
struct Named<'a> {
    files: Vec<(&'a str, Cow<'a, [u8]>, Origin)>,
    entrypoint: &'a str,
    import_map: Option<&'a str>,
    static_files: Vec<&'a str>,
}

impl Named<'_> {
    fn place(self, slug: &str, listed: Option<&Function>, format: Format) -> anyhow::Result<Tree> {
        let place = Place::of(slug, self.entrypoint);
        let static_files = self.static_files.iter().map(|path| place.path(path));
        let static_files = static_files.collect::<Result<_, _>>()?;
        let mut files = Vec::new();
        for (path, content, origin) in self.files {
            files.push(File {
                path: place.path(path)?,
                content: content.into_owned().into(),
                origin,
            });
        }
        files.sort_by(|one, other| one.path.cmp(&other.path));
        check_files(&files)?;
        Ok(Tree {
            slug: slug.to_owned(),
            format,
            files,
            entrypoint: place.path(self.entrypoint)?,
            import_map: self.import_map.map(|path| place.path(path)).transpose()?,
            static_files,
            updated_at: listed.and_then(|it| it.updated_at).unwrap_or_default(),
            warnings: Vec::new(),
        })
    }
}

async fn from_form(slug: &str, listed: Option<&Function>, body: Body) -> anyhow::Result<Tree> {
    let form = form::read(&body.content_type, body.bytes).await?;
    let wanted = form.entrypoint.as_deref();
    let wanted = wanted.or_else(|| listed.and_then(|it| it.entrypoint_path.as_deref()));
    let mut files = Vec::new();
    for (path, content) in &form.files {
        let path = place::relative(path, wanted)?;
        files.push((path, Cow::Borrowed(&**content), Origin::Verbatim));
    }
    let paths: Vec<&str> = files.iter().map(|(path, _, _)| *path).collect();
    let import_map = listed.and_then(|it| it.import_map_path.as_deref());
    let named = Named {
        entrypoint: place::entrypoint(&paths, wanted).ok_or(Error::NoEntrypoint)?,
        import_map: import_map.and_then(|path| place::find(&paths, Some(path))),
        static_files: paths.iter().copied().filter(|path| is_read(path)).collect(),
        files,
    };
    named.place(slug, listed, Format::Sources)
}

/// Whether a file is read rather than run. Forms do not say which are.
fn is_read(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let extension = name.rsplit_once('.').map(|(_, extension)| extension);
    !extension.is_some_and(|extension| CODE.iter().any(|it| extension.eq_ignore_ascii_case(it)))
}

fn from_bundle(slug: &str, listed: Option<&Function>, body: &[u8]) -> anyhow::Result<Tree> {
    let eszip = decompress(body, MAX_BYTES)?;
    let bundle = Bundle::read(&eszip)?;
    let unpacked = unpack(&bundle, Code::Original)?;
    let files = unpacked.files.iter();
    let files: Vec<_> = files
        .map(|file| (&*file.path, Cow::Borrowed(&*file.content), file.origin))
        .collect();
    let paths: Vec<&str> = files.iter().map(|(path, _, _)| *path).collect();
    let wanted = listed.and_then(|it| it.entrypoint_path.as_deref());
    let wanted = unpacked.entrypoint.as_deref().or(wanted);
    let named = Named {
        entrypoint: place::entrypoint(&paths, wanted).ok_or(Error::NoEntrypoint)?,
        import_map: unpacked.import_map.as_deref(),
        static_files: unpacked.static_files.iter().map(String::as_str).collect(),
        files,
    };
    let mut tree = named.place(slug, listed, Format::Bundle)?;
    tree.warnings = unpacked.warnings;
    Ok(tree)
}
