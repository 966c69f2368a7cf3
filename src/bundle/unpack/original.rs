//! What a module was before it was transpiled. Source maps hold it.

use std::{borrow::Cow, path::Path};

use base64::Engine as _;
use serde::Deserialize;

use super::Origin;
use crate::bundle::format::{Module, ModuleKind};

/// What of a source map matters here.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct SourceMap {
    sources: Vec<Option<String>>,
    #[serde(default)]
    sources_content: Vec<Option<String>>,
}

/// The content of the file that is now `module`, and where it comes from.
pub(super) fn of<'a>(path: &str, module: &Module<'a>) -> (Cow<'a, [u8]>, Origin) {
    if module.kind == ModuleKind::JavaScript {
        if let Some(text) = original(path, module.source_map) {
            return (Cow::Owned(text.into_bytes()), Origin::SourceMap);
        }
        if is_transpiled(path) && !module.source.is_empty() {
            return (Cow::Borrowed(module.source), Origin::Transpiled);
        }
    }
    (Cow::Borrowed(module.source), Origin::Verbatim)
}

/// What runs, with its source map at the end. The map's names are relative to the root of all files there, and to the
/// module itself here.
pub(super) fn executable<'a>(path: &str, module: &Module<'a>) -> Cow<'a, [u8]> {
    let map = serde_json::from_slice(module.source_map);
    let Ok(serde_json::Value::Object(mut map)) = map else {
        return Cow::Borrowed(module.source);
    };
    let up = "../".repeat(path.matches('/').count());
    map.insert("sourceRoot".to_owned(), up.into());
    let map = serde_json::to_vec(&map).expect("it was JSON");
    let map = base64::engine::general_purpose::STANDARD.encode(map);
    let comment = format!("\n//# sourceMappingURL=data:application/json;base64,{map}");
    Cow::Owned([module.source, comment.as_bytes()].concat())
}

fn original(path: &str, source_map: &[u8]) -> Option<String> {
    let map: SourceMap = serde_json::from_slice(source_map).ok()?;
    let index = match map.sources.as_slice() {
        [_] => 0,
        several => only_named(path, several)?,
    };
    map.sources_content.into_iter().nth(index)?
}

/// Which of the sources has the name of the file, when there is one.
fn only_named(path: &str, sources: &[Option<String>]) -> Option<usize> {
    let name = path.rsplit('/').next();
    let mut found = (0..).zip(sources).filter(|(_, source)| {
        let source = source.as_deref().unwrap_or_default();
        source.rsplit('/').next() == name
    });
    let (index, _) = found.next()?;
    found.next().is_none().then_some(index)
}

/// Whether files of this name are never what runs.
fn is_transpiled(path: &str) -> bool {
    let extension = Path::new(path).extension();
    extension.is_some_and(|extension| {
        ["ts", "tsx", "mts", "cts", "jsx"]
            .iter()
            .any(|known| extension.eq_ignore_ascii_case(known))
    })
}
