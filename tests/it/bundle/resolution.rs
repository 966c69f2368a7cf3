//! Where imports may lead, and what decides where they lead.

use super::{bundle, hello};
use crate::{
    fx_snapshot,
    support::{TestContext, site::Site},
};

#[test]
fn all_kinds_of_imports_go_into_the_file() {
    let registry = Site::default()
        .redirect("/moved.ts?v=1", "/real.ts?v=2")
        .file(
            "/real.ts?v=2",
            "application/typescript",
            "export { sub } from './sub.ts'; export const real: number = 1;",
        )
        .file("/sub.ts", "text/typescript", "export const sub = 2;")
        .file("/typeless", "text/javascript", "export default 3;")
        .jsr("@scope/tool", "1.2.3", "export const tool: number = 4;")
        .start();
    let url = registry.url();
    let cx = hello(&format!(
        r#"import {{ real, sub }} from "{url}moved.ts?v=1";
import typeless from "{url}typeless";
import {{ tool }} from "jsr:@scope/tool@^1";
import inline from "data:application/json,%7B%22a%22%3A1%7D" with {{ type: "json" }};
import code from "data:text/javascript,export%20default%205";
import data from "./data.json" with {{ type: "json" }};
import {{ add }} from "./add.wasm";
import {{ outer }} from "../../../packages/outer.ts";
const later = await import("./later.ts");
console.log(real, sub, typeless, tool, inline, code, data, add, outer, later);
"#
    ));
    cx.write("supabase/functions/hello/data.json", r#"{"b":2}"#);
    cx.write("supabase/functions/hello/add.wasm", ADD);
    cx.write("supabase/functions/hello/later.ts", "export const x = 1;");
    cx.write("packages/outer.ts", "export const outer = 1;");
    let bundled = bundle(&cx, Some(&registry), &[]);
    let keys: Vec<String> = bundled.keys();
    let keys: Vec<String> = keys.iter().map(|key| key.replace(&url, "[URL]/")).collect();
    insta::assert_snapshot!(keys.join("\n"), @"
    supabase/functions/hello/index.ts
    [URL]/real.ts?v=2
    [URL]/sub.ts
    [URL]/typeless
    [URL]/@scope/tool/1.2.3/mod.ts
    data:application/json,%7B%22a%22%3A1%7D
    data:text/javascript,export%20default%205
    supabase/functions/hello/data.json
    supabase/functions/hello/add.wasm
    packages/outer.ts
    supabase/functions/hello/later.ts
    [URL]/moved.ts?v=1
    jsr:@scope/tool@^1
    ");
    assert_eq!(&bundled.bytes[..8], b"ESZIP2.3");
    assert!(
        bundled
            .source(&format!("{url}moved.ts?v=1"))
            .contains("const real = 1")
    );
}

/// `(func (export "add") (param i32 i32) (result i32) …)`.
const ADD: &[u8] = b"\0asm\x01\0\0\0\x01\x07\x01\x60\x02\x7f\x7f\x01\x7f\x03\x02\x01\0\x07\x07\x01\x03add\0\0\x0a\x09\x01\x07\0\x20\0\x20\x01\x6a\x0b";

#[test]
fn what_cannot_be_imported_is_refused_at_its_place() {
    let cases: [(&str, &[(&str, &str)]); 6] = [
        (
            r#"import text from "./t.txt" with { type: "text" };"#,
            &[("t.txt", "")],
        ),
        (
            r#"import "./old.cjs";"#,
            &[("old.cjs", "module.exports = 1;")],
        ),
        (r#"import data from "./data.json";"#, &[("data.json", "{}")]),
        (r#"import "ftp://127.0.0.1/x.ts";"#, &[]),
        (
            r#"import data from "./x.bin" with { type: "bytes" };"#,
            &[("x.bin", "")],
        ),
        (
            r#"import source add from "./add.wasm";"#,
            &[("add.wasm", "\0asm\x01\0\0\0")],
        ),
    ];
    let mut said = String::new();
    for (source, files) in cases {
        let cx = hello(source);
        for (name, content) in files {
            cx.write(&format!("supabase/functions/hello/{name}"), content);
        }
        let mut command = cx.fx(["functions", "bundle"]);
        let output = command.output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{source}");
        assert!(!cx.dir().join("supabase/.temp/bundles/hello.ezbr").exists());
        said += &String::from_utf8(output.stderr).unwrap();
        said.push('\n');
    }
    insta::assert_snapshot!(said, @r#"
    error: `./t.txt` is imported as `text`, which edge functions cannot do
        supabase/functions/hello/index.ts:1:18
          |
        1 | import text from "./t.txt" with { type: "text" };
          |                  ^^^^^^^^^

    hint: list the file in `static_files` and read it with `Deno.readTextFile`

    error: `supabase/functions/hello/old.cjs` is CommonJS, which edge functions can have in npm packages only
        supabase/functions/hello/index.ts:1:8
          |
        1 | import "./old.cjs";
          |        ^^^^^^^^^^^

    hint: write it as an ES module: `export` instead of `module.exports`, in a `.js` or `.ts` file

    error: Expected a JavaScript or TypeScript module, but identified a Json module. Consider importing Json modules with an import attribute with the type of "json".
          Specifier: supabase/functions/hello/data.json
        supabase/functions/hello/index.ts:1:18
          |
        1 | import data from "./data.json";
          |                  ^^^^^^^^^^^^^

    error: nothing can be imported from `ftp://127.0.0.1/x.ts`
        supabase/functions/hello/index.ts:1:8
          |
        1 | import "ftp://127.0.0.1/x.ts";
          |        ^^^^^^^^^^^^^^^^^^^^^^

    hint: import a file, or from `npm:`, `jsr:`, `node:`, `https:`, `http:` or `data:`

    error: The import attribute type of "bytes" is unsupported.
          Specifier: supabase/functions/hello/x.bin
        supabase/functions/hello/index.ts:1:18
          |
        1 | import data from "./x.bin" with { type: "bytes" };
          |                  ^^^^^^^^^

    hint: list the file in `static_files` and read it with `Deno.readFile`

    error: `./add.wasm` is imported as `source`, which edge functions cannot do
        supabase/functions/hello/index.ts:1:24
          |
        1 | import source add from "./add.wasm";
          |                        ^^^^^^^^^^^^

    hint: import what the module exports, with `import * as name from`
    "#);
}

#[test]
fn imports_and_scopes_and_members_and_links_of_deno_json_count() {
    let cx = hello(
        r#"import { a } from "@/a.ts";
import { inner } from "./inner/mod.ts";
import { member } from "@org/member";
import { sub } from "@org/member/sub";
import { linked } from "jsr:@org/linked@1";
console.log(a, inner, member, sub, linked);
"#,
    );
    cx.write(
        "supabase/functions/deno.jsonc",
        r#"{
  // Comments and trailing commas are fine.
  "workspace": ["./hello", "./_member"],
  "links": ["./_linked"],
  "imports": { "x": "./_shared/outer.ts" },
  "scopes": { "./hello/inner/": { "x": "./_shared/inner.ts" } },
}"#,
    );
    cx.write(
        "supabase/functions/hello/deno.json",
        r#"{ "imports": { "@/": "./lib/" } }"#,
    );
    cx.write(
        "supabase/functions/hello/lib/a.ts",
        r#"export { x as a } from "x";"#,
    );
    cx.write(
        "supabase/functions/hello/inner/mod.ts",
        r#"export { x as inner } from "x";"#,
    );
    cx.write("supabase/functions/_shared/outer.ts", "export const x = 1;");
    cx.write("supabase/functions/_shared/inner.ts", "export const x = 2;");
    for (name, exports) in [
        ("member", r#"{ ".": "./mod.ts", "./sub": "./sub.ts" }"#),
        ("linked", r#""./mod.ts""#),
    ] {
        cx.write(
            &format!("supabase/functions/_{name}/deno.json"),
            format!(r#"{{ "name": "@org/{name}", "version": "1.0.0", "exports": {exports} }}"#),
        );
        cx.write(
            &format!("supabase/functions/_{name}/mod.ts"),
            format!("export const {name} = 1;"),
        );
    }
    cx.write("supabase/functions/_member/sub.ts", "export const sub = 1;");
    let bundled = bundle(&cx, None, &[]);
    insta::assert_snapshot!(bundled.keys().join("\n"), @"
    functions/hello/index.ts
    functions/hello/lib/a.ts
    functions/_shared/outer.ts
    functions/hello/inner/mod.ts
    functions/_shared/inner.ts
    functions/_member/mod.ts
    functions/_member/sub.ts
    functions/_linked/mod.ts
    ");
    // The reader finds them by name.
    for name in ["@org/member", "@org/linked"] {
        assert!(
            bundled
                .text()
                .contains(&format!(r#""name":"{name}","version":"1.0.0""#))
        );
    }
}

#[test]
fn import_maps_count_by_flag_then_configuration_then_convention() {
    let cx = hello(r#"import { which } from "which"; console.log(which);"#);
    for which in ["flag", "config", "convention"] {
        cx.write(
            &format!("supabase/functions/_maps/{which}.ts"),
            format!("export const which = {which:?};"),
        );
        cx.write(
            &format!("supabase/maps/{which}.json"),
            format!(r#"{{ "imports": {{ "which": "../functions/_maps/{which}.ts" }} }}"#),
        );
    }
    let uses = |bundled: super::Bundled| {
        let key = bundled
            .keys()
            .into_iter()
            .find(|key| key.contains("/_maps/"));
        key.unwrap()
    };
    let map = r#"{ "imports": { "which": "./_maps/convention.ts" } }"#;
    cx.write("supabase/functions/import_map.json", map);
    assert!(uses(bundle(&cx, None, &[])).ends_with("convention.ts"));
    cx.write(
        "supabase/config.toml",
        "[functions.hello]\nimport_map = \"./maps/config.json\"\n",
    );
    assert!(uses(bundle(&cx, None, &[])).ends_with("config.ts"));
    let flag = ["--import-map", "supabase/maps/flag.json"];
    let bundled = bundle(&cx, None, &flag);
    assert_eq!(bundled.record["import_map"], "supabase/maps/flag.json");
    assert!(uses(bundled).ends_with("flag.ts"));
}

#[test]
fn the_nearest_package_json_counts_and_then_those_above() {
    let package = |site: Site, version: &str| {
        let manifest = serde_json::json!({ "name": "pkg", "version": version, "main": "index.js" });
        site.npm(manifest, &[("index.js", "module.exports = 1;")])
    };
    let versions = ["1.1.0", "1.2.0", "1.3.0"];
    let registry = versions.into_iter().fold(Site::default(), package).start();
    let cx = hello(r#"import pkg from "pkg"; console.log(pkg);"#);
    fx_snapshot!(cx, cx.fx(["functions", "bundle"]), @r#"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: Import "pkg" not a dependency
        supabase/functions/hello/index.ts:1:17
          |
        1 | import pkg from "pkg"; console.log(pkg);
          |                 ^^^^^

    hint: write `npm:pkg`, or add it to `imports` of the function's `deno.json`
    "#);
    // The last one is the nearest. That of the web app of the same repository does not make the function CommonJS.
    for (directory, version) in ["", "supabase/functions/", "supabase/functions/hello/"]
        .into_iter()
        .zip(versions)
    {
        cx.write(
            &format!("{directory}package.json"),
            format!(
                r#"{{ "type": "commonjs", "dependencies": {{ "pkg": "{version}", "gone": "1" }} }}"#
            ),
        );
        let bundled = bundle(&cx, Some(&registry), &[]);
        assert_eq!(bundled.record["packages"], 1);
        assert!(
            bundled.text().contains(&format!("npm:pkg@{version}")),
            "{version}"
        );
    }
}

#[test]
fn what_a_lockfile_names_and_nothing_imports_is_not_fetched() {
    let registry = Site::default()
        .npm(
            serde_json::json!({ "name": "pkg", "version": "1.0.0", "main": "index.js" }),
            &[("index.js", "module.exports = 1;")],
        )
        .start();
    let cx = hello(r#"import pkg from "npm:pkg@1"; console.log(pkg);"#);
    bundle(&cx, Some(&registry), &["--lock-write"]);
    let path = "supabase/functions/hello/deno.lock";
    let mut lock: serde_json::Value = serde_json::from_str(&cx.read(path)).unwrap();
    lock["specifiers"]["npm:gone@1"] = "1.0.0".into();
    lock["npm"]["gone@1.0.0"] = serde_json::json!({
        "integrity": "sha512-AA==", "tarball": format!("{}gone/-/gone-1.0.0.tgz", registry.url()),
    });
    cx.write(path, lock.to_string());
    drop(registry.requests());
    let bundled = bundle(&cx, Some(&registry), &[]);
    assert_eq!(bundled.record["packages"], 1);
    let asked = registry.requests();
    assert!(
        !asked.iter().any(|request| request.path.contains("gone")),
        "{asked:?}"
    );
}

#[test]
fn a_member_of_a_workspace_that_is_none_is_named_with_the_file_that_names_it() {
    let cx = hello("");
    cx.write("deno.json", r#"{ "workspace": ["./packages/none"] }"#);
    cx.write("packages/none/mod.ts", "");
    fx_snapshot!(cx, cx.fx(["functions", "bundle"]), @r#"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: `packages/none` has neither `deno.json` nor `package.json`, and `deno.json` names it in `workspace`

    hint: write a `package.json` or `deno.json` there, or take `packages/none` out of `deno.json`
    "#);
}

#[test]
fn a_workspace_of_npm_packages_that_is_not_in_order_is_no_business_of_a_function() {
    let cx = hello("");
    cx.write("package.json", r#"{ "workspaces": ["apps/*"] }"#);
    cx.write("apps/web/package.json", "{ no JSON");
    assert_eq!(bundle(&cx, None, &[]).keys(), ["hello/index.ts"]);
}

#[cfg(unix)]
#[test]
fn what_a_name_means_is_in_the_import_map_of_the_bundle() {
    let cx = hello(r#"import say from "say"; import own from "@/own.ts"; console.log(say, own);"#);
    cx.write(
        "packages/say/package.json",
        r#"{ "name": "say", "main": "say.ts" }"#,
    );
    cx.write("packages/say/say.ts", "export default 'say';");
    cx.write("packages/other/package.json", r#"{ "name": "other" }"#);
    cx.write("supabase/functions/hello/own.ts", "export default 'own';");
    cx.write(
        "supabase/functions/hello/deno.json",
        r#"{ "imports": { "@/": "./" } }"#,
    );
    let modules = cx.dir().join("supabase/functions/hello/node_modules");
    std::fs::create_dir_all(&modules).unwrap();
    std::os::unix::fs::symlink("../../../../packages/say", modules.join("say")).unwrap();
    let bundled = bundle(&cx, None, &[]);
    insta::assert_snapshot!(bundled.keys().join("\n"), @"
    supabase/functions/hello/index.ts
    packages/say/say.ts
    supabase/functions/hello/own.ts
    ");
    let text = bundled.text();
    let scope = r#"{\"./index.ts\":{\"say\":\"../../../packages/say/say.ts\"}}"#;
    assert!(text.contains(scope) && text.contains(r#"{\"@/\":\"./\"}"#));
    assert!(!text.contains("packages/other"));
}

#[test]
fn a_package_that_only_node_modules_has_is_named_with_what_to_do() {
    let registry = Site::default().start();
    let cx = hello(r#"import local from "local"; console.log(local);"#);
    let function = |name: &str| format!("supabase/functions/hello/{name}");
    let package = r#"{ "dependencies": { "local": "1.0.0" } }"#;
    cx.write(&function("package.json"), package);
    cx.write(&function("node_modules/local/index.js"), "");
    let mut command = cx.fx(["functions", "bundle"]);
    let output = command.env("NPM_CONFIG_REGISTRY", registry.url()).output();
    let said = String::from_utf8(output.unwrap().stderr).unwrap();
    for part in ["'local' does not exist", "does not read `node_modules`"] {
        assert!(said.contains(part), "{said}");
    }
}

#[test]
fn a_file_is_made_for_all_functions_or_none() {
    let cx = TestContext::new();
    cx.write("supabase/config.toml", "");
    cx.write("supabase/functions/good/index.ts", "");
    cx.write("supabase/functions/bad/index.ts", "import './nope.ts'");
    cx.write("supabase/functions/worse/index.ts", "let = ;");
    fx_snapshot!(cx, cx.fx(["functions", "bundle"]), @r#"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: 2 of 3 functions cannot be bundled:
        `bad`: Module not found "supabase/functions/bad/nope.ts".
          supabase/functions/bad/index.ts:1:8
            |
          1 | import './nope.ts'
            |        ^^^^^^^^^^^
        `worse`: SyntaxError: Expression expected
            |
          1 | let = ;
            |       ~
              at supabase/functions/worse/index.ts:1:7
    "#);
    assert!(!cx.dir().join("supabase/.temp").exists());
}

#[test]
fn a_dynamic_import_may_lead_nowhere() {
    let cx = hello(
        r#"try { await import("./nope.ts"); await import("cloudflare:sockets"); } catch { /* Not here. */ }
const name = "./x" + ".ts";
await import(name);
"#,
    );
    cx.write("supabase/functions/hello/x.ts", "");
    assert_eq!(bundle(&cx, None, &[]).keys(), ["hello/index.ts"]);
}

#[test]
fn jsx_is_compiled_as_the_nearest_configuration_says() {
    let registry = Site::default()
        .npm(
            serde_json::json!({ "name": "preact", "version": "10.0.0",
                "exports": { "./jsx-runtime": "./jsx.js" } }),
            &[("jsx.js", "module.exports = { jsx() {} };")],
        )
        .start();
    let cx = hello(r#"import { Page } from "./page.tsx"; console.log(Page);"#);
    cx.write(
        "supabase/functions/hello/page.tsx",
        "export const Page = () => <p />;",
    );
    cx.write(
        "supabase/functions/hello/deno.json",
        r#"{
  "compilerOptions": { "jsx": "react-jsx", "jsxImportSource": "preact" },
  "imports": { "preact/": "npm:/preact@10/" }
}"#,
    );
    let bundled = bundle(&cx, Some(&registry), &[]);
    let page = bundled.source("hello/page.tsx");
    assert!(page.contains(r#"from "preact/jsx-runtime""#), "{page}");
    assert_eq!(bundled.record["packages"], 1);
}

#[test]
fn a_byte_order_mark_is_accepted_or_named() {
    let cx = hello(
        "\u{feff}import { m } from './m.ts';\nimport d from './d.json' with { type: 'json' };\nconsole.log(m, d);",
    );
    cx.write("supabase/config.toml", "\u{feff}project_id = 'x'\n");
    cx.write("supabase/functions/.env", "\u{feff}A=1\n");
    cx.write(
        "supabase/functions/hello/m.ts",
        "\u{feff}export const m = 1;",
    );
    cx.write("supabase/functions/hello/d.json", "\u{feff}{\"d\":1}");
    cx.write("supabase/fx.toml", "\u{feff}");
    bundle(&cx, None, &[]);
    cx.write("map.json", "\u{feff}{\"imports\":{}}");
    bundle(&cx, None, &["--import-map", "map.json"]);
    for file in ["deno.json", "package.json"] {
        let path = format!("supabase/functions/hello/{file}");
        let path = cx.write(&path, "\u{feff}{}");
        let output = cx.fx(["functions", "bundle", "hello"]).output().unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(!output.status.success(), "{stderr}");
        for part in [
            file,
            "caused by: the file begins with a byte order mark",
            "hint: save the file as UTF-8 without a byte order mark (BOM)",
        ] {
            assert!(stderr.contains(part), "no `{part}` in {stderr}");
        }
        std::fs::remove_file(path).unwrap();
    }
}

#[test]
fn a_prefix_of_an_npm_package_without_its_slash_says_how_to_write_it() {
    let cx = hello("import 'x/index.js';");
    let imports = r#"{ "imports": { "x/": "npm:x@1/" } }"#;
    cx.write("supabase/functions/hello/deno.json", imports);
    let output = cx.fx(["functions", "bundle", "hello"]).output().unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr);
    let hint = r#"hint: write `"x/": "npm:/x@1/"` in the import map"#;
    assert!(stderr.contains(hint), "{stderr}");
}

#[test]
fn a_table_without_a_directory_is_left_out_unless_it_is_named() {
    let cx = hello("Deno.serve(() => new Response());");
    cx.write("supabase/config.toml", "[functions.gone]\n");
    let output = cx.fx(["functions", "bundle"]).output().unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{stderr}");
    let warning = "warning: function `gone` is left out";
    assert_eq!(stderr.matches(warning).count(), 1, "{stderr}");
    let output = cx.fx(["functions", "bundle", "gone"]).output().unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success(), "{stderr}");
    let missing = "the entrypoint `supabase/functions/gone/index.ts` does not exist";
    assert!(stderr.contains(missing), "{stderr}");
}

#[test]
fn what_package_managers_say_and_nothing_resolves_is_told_with_what_to_do() {
    for (manifest, files, expected) in [
        (
            r#"{ "dependencies": { "say": "catalog:" } }"#,
            &[][..],
            [
                "error: Package 'say' not found in catalog",
                "hint: add it to `catalog` in `pnpm-workspace.yaml` or `deno.json`",
            ],
        ),
        (
            r#"{ "dependencies": { "say": "catalog:next" } }"#,
            &[("pnpm-workspace.yaml", "catalog:\n  say: 1.0.0\n")],
            [
                "not found in catalog",
                "hint: add it to `catalog` in `pnpm-workspace.yaml` or `deno.json`",
            ],
        ),
        (
            r#"{ "dependencies": { "say": "workspace:*" } }"#,
            &[("pnpm-workspace.yaml", "packages: ['libs/*']\n")],
            [
                "error: Could not find package.json with name 'say' in workspace",
                "hint: make its directory a member of `workspace` in `deno.json`",
            ],
        ),
        (
            r#"{ "dependencies": { "say": "workspace:*" } }"#,
            &[("pnpm-workspace.yaml", "packages: [\n")],
            [
                "error: Could not find package.json with name 'say' in workspace",
                "or of `packages` in `pnpm-workspace.yaml`",
            ],
        ),
    ] {
        let cx = hello("import 'say';");
        cx.write("packages/say/package.json", r#"{ "name": "say" }"#);
        cx.write("supabase/functions/hello/package.json", manifest);
        for (path, text) in files {
            cx.write(path, text);
        }
        let output = cx.fx(["functions", "bundle", "hello"]).output().unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{stderr}");
        for part in expected {
            assert!(stderr.contains(part), "no `{part}` in {stderr}");
        }
        assert!(stderr.contains("index.ts:1:8"), "{stderr}");
    }
}

#[test]
fn a_linked_package_of_npms_is_refused_with_what_to_do() {
    for key in ["links", "patch"] {
        for manifest in [None, Some("{}")] {
            let cx = hello("import 'say';");
            let deno_json = format!(r#"{{ "{key}": ["../../../packages/say"] }}"#);
            cx.write("supabase/functions/hello/deno.json", deno_json);
            cx.write("packages/say/package.json", r#"{ "name": "say" }"#);
            if let Some(manifest) = manifest {
                cx.write("supabase/functions/hello/package.json", manifest);
            }
            let output = cx.fx(["functions", "bundle", "hello"]).output().unwrap();
            let stderr = String::from_utf8_lossy(&output.stderr);
            assert_eq!(output.status.code(), Some(1), "{stderr}");
            for part in [
                "error: `links` names `packages/say`, which has a `package.json` and no `deno.json`",
                "make `packages/say` a member of `workspace`",
            ] {
                assert!(stderr.contains(part), "no `{part}` in {stderr}");
            }
        }
    }
}
