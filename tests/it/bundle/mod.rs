//! `fx functions bundle`: what is resolved, what is refused, and what the file is.

mod declarations;
mod file;
mod lockfile;
mod nesting;
mod registries;
mod resolution;

use crate::support::{TestContext, registry::Registry};

/// What one function was made of and into.
struct Bundled {
    record: serde_json::Value,
    bytes: Vec<u8>,
}

impl Bundled {
    /// The entries of the file that are no part of a package.
    fn keys(&self) -> Vec<String> {
        let keys = self.eszip().specifiers();
        keys.into_iter()
            .filter(|key| !key.starts_with("---") && !key.starts_with("vfs:"))
            .collect()
    }

    /// The file as the upstream crate reads it.
    fn eszip(&self) -> eszip::EszipV2 {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .unwrap();
        runtime.block_on(async {
            let bytes = futures_util::io::Cursor::new(self.bytes.clone());
            let (eszip, rest) = eszip::EszipV2::parse(futures_util::io::BufReader::new(bytes))
                .await
                .unwrap();
            rest.await.unwrap();
            eszip
        })
    }

    /// The text of an entry.
    fn source(&self, key: &str) -> String {
        let eszip = self.eszip();
        let module = eszip.get_module(key).expect(key);
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .unwrap();
        let source = runtime.block_on(module.source()).unwrap();
        String::from_utf8_lossy(&source).into_owned()
    }

    /// All of the file, for searches.
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    fn sha256(&self) -> &str {
        self.record["sha256"].as_str().unwrap()
    }
}

/// Bundles the function `hello`, which has to work, without the frame for uploads.
fn bundle(cx: &TestContext, registry: Option<&Registry>, args: &[&str]) -> Bundled {
    let mut command = cx.fx(["functions", "bundle", "hello", "--no-compress"]);
    command.args(["--output-format", "json"]).args(args);
    if let Some(registry) = registry {
        command
            .env("NPM_CONFIG_REGISTRY", registry.url())
            .env("JSR_URL", registry.url());
    }
    let output = command.output().unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{stderr}");
    let records: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let record = records[0].clone();
    let path = cx.dir().join(record["path"].as_str().unwrap());
    Bundled {
        bytes: std::fs::read(path).unwrap(),
        record,
    }
}

/// A project with the function `hello`.
fn hello(source: &str) -> TestContext {
    let cx = TestContext::new();
    cx.write("supabase/config.toml", "");
    cx.write("supabase/functions/hello/index.ts", source);
    cx
}
