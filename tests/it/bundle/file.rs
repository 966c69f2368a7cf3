//! The file: the same bytes everywhere, nothing of the machine in it, and readable by the upstream crate.

use std::{path::Path, process::Command};

use serde_json::json;

use super::{bundle, hello};
use crate::{
    fx_snapshot,
    support::{TestContext, registry::Registry, site::Site},
};

/// What one function may be made of, in the order in which it is written.
fn sources(registry: &Registry) -> Vec<(&'static str, String)> {
    let url = registry.url();
    let index = format!(
        r#"import {{ Page }} from "shared/page.tsx";
import {{ outer }} from "../../../packages/outer.ts";
import remote from "{url}moved.ts";
import {{ tool }} from "jsr:@scope/tool@1";
import one from "one";
import data from "./data.json" with {{ type: "json" }};
Deno.serve(async () => new Response(String([Page, outer, remote, tool, one, data, await import("./later.ts")])));
"#
    );
    let map = json!({ "imports": {
        "shared/": "./functions/_shared/", "one": "npm:one@1", "x": "npm:Two@1",
    } });
    vec![
        ("supabase/config.toml", "[functions.hello]\nimport_map = \"./map.json\"\nstatic_files = [\"./functions/hello/**/*.html\", \"./functions/hello/*.txt\"]\n".into()),
        ("supabase/functions/hello/index.ts", index),
        ("supabase/functions/_shared/page.tsx", "export const Page = () => <p>{1 as number}</p>;".into()),
        ("supabase/functions/hello/data.json", "{}".into()),
        ("supabase/functions/hello/later.ts", "export const later: number = 1;".into()),
        ("supabase/functions/hello/z.html", "<p>".into()),
        ("supabase/functions/hello/a/b/a.html", "<p>".into()),
        ("supabase/functions/hello/b.txt", "b".into()),
        ("supabase/map.json", map.to_string()),
        ("packages/outer.ts", "export const outer = 1;".into()),
    ]
}

fn registry() -> Registry {
    let text = "module.exports = 1;";
    let peers = |name: &str, host: &str| {
        json!({ "name": name, "version": "1.0.0", "main": "index.js",
            "dependencies": { "Plugin": "1", "Host": host } })
    };
    Site::default()
        .redirect("/moved.ts", "/real.ts")
        .file("/real.ts", "text/typescript", "export default 1 as number;")
        .jsr("@scope/tool", "1.2.3", "export const tool = 1;")
        .npm(
            json!({ "name": "one", "version": "1.0.0", "main": "index.js",
                "dependencies": { "@in/a": "1", "@in/b": "1", "JSONStream": "1" } }),
            &[
                ("index.js", text),
                ("index.d.ts", "export {}"),
                ("README.md", "#"),
                ("lib/deep/x.js", text),
                ("build/linux.node", "\x7fELF\x02"),
                ("build/library.so.42", "\x7fELF\x02"),
            ],
        )
        .npm(
            json!({ "name": "JSONStream", "version": "1.0.0" }),
            &[("index.js", text)],
        )
        .npm(peers("@in/a", "1"), &[("index.js", text)])
        .npm(peers("@in/b", "2"), &[("index.js", text)])
        .npm(
            json!({ "name": "Plugin", "version": "1.0.0", "peerDependencies": { "Host": "*" } }),
            &[("index.js", text)],
        )
        .npm(
            json!({ "name": "Host", "version": "1.0.0" }),
            &[("index.js", text)],
        )
        .npm(
            json!({ "name": "Host", "version": "2.0.0" }),
            &[("index.js", text)],
        )
        .start()
}

#[test]
fn the_same_sources_give_the_same_bytes_on_every_machine() {
    let registry = registry();
    let here = TestContext::new();
    let sources = sources(&registry);
    for (path, content) in &sources {
        here.write(path, content);
    }
    let first = bundle(&here, Some(&registry), &["--jobs", "1"]);
    // Another user with another cache, locale and umask, in a checkout of another name inside a repository.
    let there = TestContext::new();
    let checkout = "repository/zebra-checkout";
    std::fs::create_dir_all(there.dir().join("repository/.git")).unwrap();
    for (path, content) in sources.iter().rev() {
        there.write(&format!("{checkout}/{path}"), content);
    }
    let out = there.dir().join("out");
    let fx = there.fx([]);
    let mut command = Command::new("sh");
    command
        .args(["-c", "umask 077; exec \"$0\" \"$@\""])
        .arg(fx.get_program())
        .args([
            "functions",
            "bundle",
            "--no-compress",
            "--jobs",
            "8",
            "--out-dir",
        ])
        .arg(&out)
        .arg("--workdir")
        .arg(there.dir().join(checkout))
        .current_dir("/")
        .env_clear()
        .envs(
            fx.get_envs()
                .filter_map(|(name, value)| Some((name, value?))),
        )
        .env("NPM_CONFIG_REGISTRY", registry.url())
        .env("JSR_URL", registry.url())
        .env("TZ", "Asia/Tokyo")
        .env("LC_ALL", "de_DE.UTF-8")
        .env("USER", "kim-the-user");
    let output = command.output().unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let second = std::fs::read(out.join("hello.eszip")).unwrap();
    assert!(first.bytes == second, "the bytes differ");
    // And again, with everything in the cache.
    assert_eq!(bundle(&here, Some(&registry), &[]).sha256(), first.sha256());
    let text = first.text();
    let host = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    let root = there.root();
    let temporary = root.parent().unwrap().to_str().unwrap();
    let mut secrets = vec![
        "file:",
        "zebra-checkout",
        "repository",
        "kim-the-user",
        temporary,
        "/home/",
    ];
    // Short names may be part of anything.
    secrets.extend(Some(host.trim()).filter(|host| host.len() > 6));
    for secret in secrets {
        assert!(!text.contains(secret), "`{secret}` is in the file");
    }
}

#[test]
fn the_upstream_crate_reads_modules_maps_and_packages() {
    let registry = registry();
    let cx = TestContext::new();
    for (path, content) in sources(&registry) {
        cx.write(path, content);
    }
    let bundled = bundle(&cx, Some(&registry), &[]);
    assert_eq!(&bundled.bytes[..8], b"ESZIP2.2");
    assert_eq!(bundled.record["static_files"].as_array().unwrap().len(), 3);
    let keys = bundled.keys();
    assert_eq!(keys[0], bundled.record["entrypoint"]);
    insta::assert_snapshot!(keys.join("\n").replace(&registry.url(), "[URL]/"), @"
    supabase/functions/hello/index.ts
    supabase/functions/_shared/page.tsx
    packages/outer.ts
    [URL]/real.ts
    [URL]/@scope/tool/1.2.3/mod.ts
    supabase/functions/hello/data.json
    supabase/functions/hello/later.ts
    [URL]/moved.ts
    jsr:@scope/tool@1
    static:supabase/functions/hello/a/b/a.html
    static:supabase/functions/hello/b.txt
    static:supabase/functions/hello/z.html
    ");
    let mut eszip = bundled.eszip();
    let page = eszip
        .get_module("supabase/functions/_shared/page.tsx")
        .unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    let (source, map) = runtime.block_on(async { (page.source().await, page.source_map().await) });
    assert!(String::from_utf8_lossy(&source.unwrap()).contains("const Page = ()=>"));
    let map: serde_json::Value = serde_json::from_slice(&map.unwrap()).unwrap();
    // What was written can be had again.
    assert_eq!(
        map["sourcesContent"][0],
        "export const Page = () => <p>{1 as number}</p>;"
    );
    assert_eq!(
        map["sources"],
        json!(["supabase/functions/_shared/page.tsx"])
    );
    let snapshot = eszip.take_npm_snapshot().unwrap();
    let ids = snapshot.as_serialized().packages.iter();
    let mut ids: Vec<String> = ids
        .map(|package| package.id.as_serialized().to_string())
        .collect();
    ids.sort();
    // The second copy of a package with peers has a directory of its own.
    insta::assert_snapshot!(ids.join("\n"), @"
    @in/a@1.0.0
    @in/b@1.0.0
    Host@1.0.0
    Host@2.0.0
    JSONStream@1.0.0
    Plugin@1.0.0_Host@1.0.0
    Plugin@1.0.0_Host@2.0.0
    one@1.0.0
    ");
    let text = bundled.text();
    assert!(text.contains("1.0.0_1") && text.contains("JSONStream"));
    // No types and no manuals, unless somebody wants them.
    assert!(!text.contains("index.d.ts") && !text.contains("README.md"));
    let all = bundle(&cx, Some(&registry), &["--npm-files", "all"]).text();
    assert!(all.contains("index.d.ts") && all.contains("README.md"));
    // Nor machine code, which no function can load.
    assert!(!text.contains("linux.node") && !text.contains("library.so.42"));
    assert!(all.contains("linux.node") && all.contains("library.so.42"));
    let count = |text: &str| text.matches("vfs://").count();
    assert!(count(&all) > count(&text) && count(&text) > 8);
}

/// Other bytes mean that every function is deployed again: only a new version of the crates that write the file, or a
/// change of what is in it, is a reason to change these digests.
#[test]
fn the_bytes_are_those_of_the_last_release() {
    let cx = hello(
        "import { Page } from '../_shared/page.tsx';\nDeno.serve((r: Request) => new Response(`${r.url}${Page}`));\n",
    );
    cx.write(
        "supabase/functions/_shared/page.tsx",
        "export enum Kind { A = 1 }\nexport const Page = () => <p class='x'>{Kind.A as number}</p>;\n",
    );
    cx.write(
        "supabase/functions/hello/deno.json",
        r#"{ "imports": { "x": "./x.ts" } }"#,
    );
    cx.write("supabase/functions/hello/a.txt", "a");
    cx.write(
        "supabase/config.toml",
        "[functions.hello]\nstatic_files = [\"./functions/hello/*.txt\"]\n",
    );
    insta::assert_snapshot!(bundle(&cx, None, &[]).sha256(), @"e57f50d4f4b32b6093b86a2b63803c1bbd6c42dc252ece45a110318f88bcb7a0");
    let output = cx
        .fx(["functions", "bundle", "--output-format", "json"])
        .output()
        .unwrap();
    let records: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    insta::assert_snapshot!(records[0]["sha256"].as_str().unwrap(), @"001482c7beb94cb28242c464185111f314cf65291d0c65b046bafbd88826fb53");
}

#[test]
fn a_pattern_without_files_and_too_many_bytes_are_errors() {
    let cx = hello("");
    cx.write(
        "supabase/config.toml",
        "[functions.hello]\nstatic_files = [\"./functions/hello/*.txt\", \"./functions/hello/*.bin\"]\n",
    );
    cx.write("supabase/functions/hello/a.txt", "a");
    fx_snapshot!(cx, cx.fx(["functions", "bundle"]), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: `./functions/hello/*.bin` in `static_files` matches no file

    hint: patterns are relative to `supabase/`, such as `./functions/hello/*.html`
    ");
    for n in 0..12 {
        cx.write(
            &format!("supabase/functions/hello/{n}.bin"),
            noise(1_800_000 + n * 10_000),
        );
    }
    fx_snapshot!(cx, cx.fx(["functions", "bundle"]), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: the bundle has 21.2 MB, and 20.0 MB is the limit; heaviest:
           1.8 MB  static:hello/11.bin
           1.8 MB  static:hello/10.bin
           1.8 MB  static:hello/9.bin
           1.8 MB  static:hello/8.bin
           1.8 MB  static:hello/7.bin
           1.8 MB  static:hello/6.bin
           1.8 MB  static:hello/5.bin
           1.8 MB  static:hello/4.bin
           1.7 MB  static:hello/3.bin
           1.7 MB  static:hello/2.bin

    hint: `fx functions graph NAME --why PACKAGE` says what imports a package
    ");
    assert!(!Path::new(&cx.dir().join("supabase/.temp/bundles/hello.ezbr")).exists());
}

/// Bytes that cannot be compressed.
fn noise(length: usize) -> Vec<u8> {
    let mut state = 88_172_645_463_325_252_u64 ^ length as u64;
    let next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()
    };
    let mut bytes: Vec<u8> = std::iter::repeat_with(next)
        .take(length / 8)
        .flatten()
        .collect();
    bytes.truncate(length);
    bytes
}
