//! [`Guard`]: keeps the engine from modules that it would load unasked.
//!
//! The engine asks for no permission for what a literal `import()` names, as little as for static imports. Such an
//! import may lead out of the function, because it fails only when it runs; so that it does fail, a module that is
//! loaded before the function's own looks at every import (`guard.js`). That costs as much as a `node:` module, which is
//! why functions without such imports have none.

use std::{ffi::OsString, io, path::Path};

use sha2::{Digest as _, Sha256};
use url::Url;

use crate::fs::write_atomic;

/// It is no secret.
const MODE: u32 = 0o644;
/// How many digits of a digest tell versions apart.
const DIGITS: usize = 16;

/// What a function must not load.
#[derive(Debug, serde::Serialize)]
pub(super) struct Guard {
    /// What the URLs of all its files begin with.
    roots: Vec<Url>,
    /// Those of them that lead elsewhere.
    refused: Vec<Url>,
}

impl Guard {
    /// Refuses all files that are not below one of the directories, and of those these.
    pub(super) fn new(directories: &[&Path], refused: Vec<Url>) -> Self {
        let root = |path: &&Path| Url::from_directory_path(path).ok();
        Self {
            roots: directories.iter().filter_map(root).collect(),
            refused,
        }
    }

    /// Writes the module into `directory`, and gives the engine's argument for it. Another guard has another name: a
    /// process that waits may have read it.
    pub(super) fn write(&self, directory: &Path) -> io::Result<OsString> {
        let facts = serde_json::to_string(self).expect("it is plain data");
        let source = format!("const guarded = {facts};\n{}", include_str!("guard.js"));
        let digest = format!("{:x}", Sha256::digest(&source));
        let path = directory.join(format!("guard-{}.js", &digest[..DIGITS]));
        if !path.exists() {
            write_atomic(&path, source.as_bytes(), MODE)?;
        }
        let mut argument = OsString::from("--preload=");
        argument.push(path);
        Ok(argument)
    }
}
