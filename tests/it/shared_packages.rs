//! `fx functions bundle` of functions with the same packages, which are compressed once: the bytes do not tell.

use std::fs;

use crate::support::{
    TestContext,
    packages::{self, Package},
};

/// Text that takes some room even when it is compressed.
fn numbers() -> String {
    let numbers = (0..40_000_u64).map(|n| format!("{},", n * n));
    format!("module.exports = [{}];\n", numbers.collect::<String>())
}

#[test]
fn what_is_bundled_together_has_the_bytes_it_has_alone() {
    let cx = TestContext::new();
    cx.write("supabase/config.toml", "");
    for slug in ["a", "b", "c"] {
        let source = format!(
            "import numbers from \"npm:numbers@1\";\nDeno.serve(() => Response.json([numbers, \"{slug}\"]));\n"
        );
        cx.write(&format!("supabase/functions/{slug}/index.ts"), source);
    }
    let mut package = Package::new("numbers", "1.0.0", &[]);
    let numbers: &'static str = numbers().leak();
    package.files = vec![("index.js", numbers)];
    let registry = packages::serve(&[package]);
    let bundle = |args: &[&str], out: &str| {
        let mut command = cx.fx(["functions", "bundle", "--out-dir", out]);
        let command = command.args(args).env("NPM_CONFIG_REGISTRY", &registry);
        let output = command.output().unwrap();
        assert!(output.status.success(), "{output:?}");
        let read = |slug| fs::read(cx.dir().join(out).join(slug));
        ["a.ezbr", "b.ezbr", "c.ezbr", "b.eszip"].map(|name| read(name).unwrap_or_default())
    };
    let alone = bundle(&["b"], "alone");
    let one = bundle(&["--jobs", "1"], "one");
    assert!(one[1] == alone[1]);
    assert!(one == bundle(&["--jobs", "8"], "eight"));
    let plain = bundle(&["b", "--no-compress"], "plain");
    let mut content = Vec::new();
    brotli::BrotliDecompress(&mut &alone[1][4..], &mut content).unwrap();
    assert!(content == plain[3] && content.len() > numbers.len());
}
