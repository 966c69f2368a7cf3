//! Packages of the repository, and `package.json`, in every way that people have them: each function answers alike under
//! the engine alone, in `serve`, from its bundle, and on a platform.

use std::{
    fs,
    os::unix::fs::symlink,
    path::Path,
    process::{Command, Stdio},
    sync::Arc,
};

use serde_json::json;

use crate::{
    context::TestContext, platform::host::Platform, provisioned::provisioned, registry::Registry,
    session::Session, site::Site,
};

/// How the engine alone runs a function.
enum Alone {
    /// As it is.
    Plain,
    /// With packages from its own cache, which no `package.json` wants by default.
    Managed,
    /// Not at all: what it would need first is an installation.
    Not,
}

use Alone::{Managed, Not, Plain};

/// A function, how the engine alone runs it, and what it answers.
type Case = (&'static str, Alone, &'static str);

/// Has a function that is served answer, and ends.
const ANSWER_ONCE: &str = r#"
Deno.serve = (handler) => {
  setTimeout(async () => {
    console.log(await (await handler(new Request("http://localhost/"))).text());
    Deno.exit(0);
  });
  return {};
};
"#;

/// What nobody asks for is in no registry.
fn registry() -> Registry {
    let package = |site: Site, version: &str| {
        let text = format!("module.exports = 'pkg@{version}';\n");
        site.npm(
            json!({ "name": "pkg", "version": version, "main": "index.js" }),
            &[("index.js", &text)],
        )
    };
    let site = ["1.0.0", "1.2.0", "2.0.0"]
        .into_iter()
        .fold(Site::default(), package);
    site.npm(
        json!({
            "name": "wants-peer", "version": "1.0.0", "main": "index.js",
            "peerDependencies": { "pkg": "*" },
        }),
        &[("index.js", "module.exports = 'with ' + require('pkg');\n")],
    )
    .npm(
        json!({
            "name": "wants-other-system", "version": "1.0.0", "main": "index.js",
            "optionalDependencies": { "elsewhere": "1.0.0" },
        }),
        &[(
            "index.js",
            "try { require('elsewhere'); } catch { module.exports = 'without'; }\n",
        )],
    )
    .npm(
        json!({ "name": "elsewhere", "version": "1.0.0", "main": "index.js", "os": ["win32"] }),
        &[("index.js", "")],
    )
    .jsr("@scope/tool", "1.2.3", "export const tool: string = 'jsr';")
    .start()
}

fn repository(files: &[(&str, &str)]) -> TestContext {
    let cx = TestContext::new().with_shared_cache();
    for (path, content) in files {
        cx.write(path, content);
    }
    cx
}

/// Writes `index.ts` of a function that answers with `text`.
fn function(cx: &TestContext, slug: &str, imports: &str, text: &str) {
    cx.write(
        &format!("supabase/functions/{slug}/index.ts"),
        format!("{imports}\nDeno.serve(() => new Response(String({text})));\n"),
    );
}

/// Writes `index.js` of a CommonJS function, and what makes it one.
fn common_js(cx: &TestContext, slug: &str, requires: &str, text: &str) {
    cx.write(
        &format!("supabase/functions/{slug}/index.js"),
        format!("{requires}\nDeno.serve(() => new Response({text}));\n"),
    );
    cx.write(
        &format!("supabase/functions/{slug}/package.json"),
        r#"{ "type": "commonjs" }"#,
    );
}

fn link(cx: &TestContext, path: &str, target: &str) {
    let path = cx.dir().join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    symlink(target, path).unwrap();
}

fn entrypoint(cx: &TestContext, slug: &str) -> std::path::PathBuf {
    let directory = cx.dir().join("supabase/functions").join(slug);
    let mut names = ["index.ts", "index.js"].into_iter();
    names
        .find_map(|name| Some(directory.join(name)).filter(|path| path.exists()))
        .unwrap()
}

fn alone(cx: &TestContext, registry: &Registry, slug: &str, args: &[&str]) -> String {
    let preload = cx.root().join("answer-once.js");
    fs::write(&preload, ANSWER_ONCE).unwrap();
    let entrypoint = entrypoint(cx, slug);
    let mut command = Command::new(&provisioned().engine);
    command
        .args([
            "run",
            "-A",
            "--no-prompt",
            "--no-check",
            "--no-lock",
            "--quiet",
            "--minimum-dependency-age=0",
            "--preload",
        ])
        .arg(preload)
        .args(args)
        .arg(&entrypoint)
        .current_dir(entrypoint.parent().unwrap())
        .env_clear()
        .env("HOME", cx.home())
        .env("DENO_DIR", cx.root().join("alone"))
        .env("DENO_NO_UPDATE_CHECK", "1")
        .env("NPM_CONFIG_REGISTRY", registry.url())
        .env("JSR_URL", registry.url())
        .stdin(Stdio::null());
    let output = command.output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    format!(
        "{}{}",
        said.trim_end(),
        String::from_utf8_lossy(&output.stderr)
    )
}

/// Asks every function in every way.
async fn assert_alike(cx: TestContext, registry: &Registry, cases: &[Case]) {
    let tables = cases
        .iter()
        .map(|(slug, ..)| format!("[functions.{slug}]\nverify_jwt = false\n"));
    cx.write("supabase/config.toml", tables.collect::<String>());
    let cx = Arc::new(cx);
    let mut wrong = Vec::new();
    let mut compare = |way: &str, slug: &str, expected: &str, answer: &str| {
        if answer != expected {
            wrong.push(format!("{way} {slug}: {answer:?} is not {expected:?}"));
        }
    };
    for (slug, how, expected) in cases {
        let args: &[&str] = match how {
            Plain => &[],
            Managed => &["--node-modules-dir=none"],
            Not => continue,
        };
        compare("alone", slug, expected, &alone(&cx, registry, slug, args));
    }
    // Those of the engine alone are its own affair.
    drop(registry.requests());
    for args in [&[][..], &["--from-bundle"]] {
        let session = Session::start_with(&cx, args, |command| {
            command
                .env("NPM_CONFIG_REGISTRY", registry.url())
                .env("JSR_URL", registry.url());
        });
        for (slug, _, expected) in cases {
            let answer = session.get(slug).await;
            compare(&format!("serve {args:?}"), slug, expected, &answer.text);
        }
    }
    let data = cx.root().join("platform-data");
    let platform = Platform::start_in(Arc::clone(&cx), data, &[]);
    let project = platform.create_project("workspaces").await;
    let mut deploy = platform.fx(["functions", "deploy", "--project-ref", &project.reference]);
    deploy
        .env("NPM_CONFIG_REGISTRY", registry.url())
        .env("JSR_URL", registry.url());
    let deployed = deploy.output().unwrap();
    assert!(
        deployed.status.success(),
        "{}",
        String::from_utf8_lossy(&deployed.stderr)
    );
    for (slug, _, expected) in cases {
        compare("platform", slug, expected, &project.get(slug).await.text);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let asked = registry.requests();
    let unwanted = asked
        .iter()
        .filter(|request| request.path.contains("nowhere"));
    assert_eq!(unwanted.count(), 0, "{asked:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn members_of_a_deno_workspace_run_whatever_file_makes_them_members() {
    let registry = registry();
    let cx = repository(&[
        (
            "deno.json",
            r#"{
              "workspace": ["./packages/*", "./libs/deep/er", "./supabase/functions/member"],
              "catalog": { "pkg": "1.0.0" },
              "nodeModulesDir": "auto"
            }"#,
        ),
        // The web app of the same repository.
        (
            "package.json",
            r#"{ "name": "web", "dependencies": { "nowhere-react": "1" }, "devDependencies": { "nowhere": "1" } }"#,
        ),
        ("packages/no-member/readme.txt", ""),
        (
            "packages/schema/package.json",
            r#"{ "name": "schema", "main": "index.ts" }"#,
        ),
        (
            "packages/schema/index.ts",
            "export const schema: string = 'schema';",
        ),
        (
            "packages/say/package.json",
            r#"{ "name": "@p/say", "version": "1.4.0", "type": "module", "types": "./say.d.ts", "exports": {
              ".": { "types": "./say.d.ts", "deno": "./deno.ts", "import": "./import.ts", "default": "./default.ts" },
              "./sub": "./sub.tsx", "./deep/*": "./deep/*.ts" } }"#,
        ),
        (
            "packages/say/say.d.ts",
            "export interface Word { word: string }",
        ),
        ("packages/say/deno.ts", "export default 'deno';"),
        ("packages/say/import.ts", "export default 'import';"),
        ("packages/say/default.ts", "export default 'default';"),
        ("packages/say/sub.tsx", "export const sub: string = 'sub';"),
        ("packages/say/deep/one.ts", "export const one = 'one';"),
        (
            "packages/both/deno.json",
            r#"{ "name": "@p/both", "version": "1.0.0", "exports": "./mod.ts" }"#,
        ),
        (
            "packages/both/package.json",
            r#"{ "name": "both", "dependencies": { "pkg": "catalog:", "schema": "workspace:*", "nowhere": "1", "gone": "file:../gone" } }"#,
        ),
        (
            "packages/both/mod.ts",
            "import pkg from 'pkg'; import { schema } from 'schema'; import deep from '@p/deep'; export const both = [pkg, schema, deep];",
        ),
        (
            "packages/common/package.json",
            r#"{ "name": "common", "type": "commonjs", "main": "main.js" }"#,
        ),
        (
            "packages/common/main.js",
            "module.exports = 'common ' + require('./inner');",
        ),
        (
            "packages/common/inner.js",
            "module.exports = require('pkg');",
        ),
        (
            "libs/deep/er/deno.json",
            r#"{ "name": "@p/deep", "version": "1.0.0", "exports": { ".": "./mod.ts", "./x": "./x.ts" } }"#,
        ),
        ("libs/deep/er/mod.ts", "export default 'deep';"),
        ("libs/deep/er/x.ts", "export default 'x';"),
        (
            "supabase/functions/member/deno.json",
            r#"{ "imports": { "@/": "./lib/", "old": "npm:pkg@1.0.0" } }"#,
        ),
        (
            "supabase/functions/member/lib/own.ts",
            "export default 'own';",
        ),
    ]);
    cx.write(
        "packages/common/package.json",
        r#"{ "name": "common", "type": "commonjs", "main": "main.js", "dependencies": { "pkg": "1.0.0" } }"#,
    );
    function(&cx, "none", "", "'none'");
    function(&cx, "name", "import { schema } from 'schema';", "schema");
    function(
        &cx,
        "path",
        "import { schema } from '../../../packages/schema/index.ts';",
        "schema",
    );
    function(
        &cx,
        "types",
        "import type { Word } from '@p/say'; const it: Word = { word: 'w' };",
        "it.word",
    );
    function(
        &cx,
        "exports",
        "import say from '@p/say'; import { sub } from '@p/say/sub'; import { one } from '@p/say/deep/one';",
        "[say, sub, one]",
    );
    function(
        &cx,
        "constraint",
        "import say from 'npm:@p/say@^1'; import deep from 'jsr:@p/deep@1'; import x from 'jsr:@p/deep@^1.0.0/x';",
        "[say, deep, x]",
    );
    function(&cx, "both", "import { both } from '@p/both';", "both");
    function(&cx, "common", "import common from 'common';", "common");
    function(
        &cx,
        "member",
        "import own from '@/own.ts'; import old from 'old'; import { schema } from 'schema'; import pkg from 'npm:pkg@2';",
        "[own, old, schema, pkg]",
    );
    function(
        &cx,
        "dynamic",
        "const { schema } = await import('schema');",
        "schema",
    );
    let cases = [
        ("none", Not, "none"),
        ("name", Managed, "schema"),
        ("path", Managed, "schema"),
        ("types", Managed, "w"),
        ("exports", Managed, "deno,sub,one"),
        ("constraint", Managed, "deno,deep,x"),
        ("both", Not, "pkg@1.0.0,schema,deep"),
        ("common", Not, "common pkg@1.0.0"),
        ("member", Managed, "own,pkg@1.0.0,schema,pkg@2.0.0"),
        ("dynamic", Managed, "schema"),
    ];
    assert_alike(cx, &registry, &cases).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn members_of_a_workspace_of_npm_packages_run() {
    let registry = registry();
    let cx = repository(&[
        (
            "package.json",
            r#"{ "name": "root", "workspaces": { "packages": ["packages/*", "supabase/functions/*"] },
                 "devDependencies": { "nowhere": "1" } }"#,
        ),
        (
            "packages/one/package.json",
            r#"{ "name": "one", "version": "1.0.0", "main": "index.ts" }"#,
        ),
        (
            "packages/one/index.ts",
            "import two from '@p/two'; export default 'one ' + two;",
        ),
        (
            "packages/two/package.json",
            r#"{ "name": "@p/two", "version": "2.1.0", "exports": "./two.ts" }"#,
        ),
        (
            "packages/two/two.ts",
            "import pkg from 'pkg'; export default 'two ' + pkg;",
        ),
        (
            "supabase/functions/asks/package.json",
            r#"{ "name": "asks", "dependencies": {
              "one": "*", "@p/two": "workspace:^2.0.0", "pkg": "^1.1.0", "nowhere": "1" } }"#,
        ),
        (
            "supabase/functions/yarn/package.json",
            r#"{ "name": "yarn", "dependencies": { "one": "workspace:packages/one" } }"#,
        ),
        (
            "packages/three/package.json",
            r#"{ "name": "three", "version": "1.0.0", "type": "commonjs" }"#,
        ),
        ("packages/three/index.js", "module.exports = 'three';"),
    ]);
    cx.write(
        "packages/two/package.json",
        r#"{ "name": "@p/two", "version": "2.1.0", "exports": "./two.ts", "dependencies": { "pkg": "1.0.0" } }"#,
    );
    function(&cx, "unasked", "import one from 'one';", "one");
    function(
        &cx,
        "asks",
        "import one from 'one'; import two from '@p/two'; import pkg from 'pkg';",
        "[one, two, pkg]",
    );
    function(&cx, "yarn", "import one from 'one';", "one");
    common_js(&cx, "requires", "const three = require('three');", "three");
    link(&cx, "node_modules/three", "../packages/three");
    let cases = [
        ("unasked", Not, "one two pkg@1.0.0"),
        ("asks", Not, "one two pkg@1.0.0,two pkg@1.0.0,pkg@1.2.0"),
        ("yarn", Not, "one two pkg@1.0.0"),
        ("requires", Plain, "three"),
    ];
    assert_alike(cx, &registry, &cases).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn links_of_package_managers_to_packages_of_the_repository_are_followed() {
    let registry = registry();
    let cx = repository(&[
        (
            "pnpm-workspace.yaml",
            "packages:\n  - packages/*\n  - supabase/functions/*\n",
        ),
        ("package.json", r#"{ "name": "root", "private": true }"#),
        (
            "packages/say/package.json",
            r#"{ "name": "say", "type": "module", "exports": { ".": "./say.ts", "./sub": "./sub.ts" } }"#,
        ),
        (
            "packages/say/say.ts",
            "import inner from '@p/inner'; export default ('say ' + inner) as string;",
        ),
        ("packages/say/sub.ts", "export default 'sub';"),
        (
            "packages/inner/package.json",
            r#"{ "name": "@p/inner", "type": "module", "main": "inner.js", "dependencies": { "nowhere": "1" } }"#,
        ),
        ("packages/inner/inner.js", "export default 'inner';"),
        (
            "packages/common/package.json",
            r#"{ "name": "@p/common", "type": "commonjs", "exports": {
              ".": { "import": "./es.mjs", "require": "./common.js" }, "./sub": "./sub.js" } }"#,
        ),
        ("packages/common/es.mjs", "export default 'es';"),
        (
            "packages/common/common.js",
            "module.exports = 'common ' + require('said') + require('./data.json').n;",
        ),
        ("packages/common/sub.js", "module.exports = 'sub';"),
        ("packages/common/data.json", r#"{ "n": 1 }"#),
        (
            "supabase/functions/_said/package.json",
            r#"{ "name": "said", "type": "commonjs", "main": "./lib" }"#,
        ),
        (
            "supabase/functions/_said/lib/index.js",
            "module.exports = 'said';",
        ),
        (
            "supabase/functions/pnpm/package.json",
            r#"{ "dependencies": { "say": "workspace:*" } }"#,
        ),
        (
            "supabase/functions/pnpm/deno.json",
            r#"{ "imports": { "@/": "./lib/" } }"#,
        ),
        (
            "supabase/functions/pnpm/lib/own.ts",
            "export default 'own';",
        ),
        (
            "supabase/functions/version/package.json",
            r#"{ "dependencies": { "say": "^1.0.0" } }"#,
        ),
        (
            "supabase/functions/store/package.json",
            r#"{ "dependencies": { "pkg": "1.0.0" } }"#,
        ),
        (
            "node_modules/.pnpm/pkg@1.0.0/node_modules/pkg/package.json",
            r#"{ "name": "pkg", "version": "1.0.0", "main": "index.js" }"#,
        ),
        (
            "node_modules/.pnpm/pkg@1.0.0/node_modules/pkg/index.js",
            "module.exports = 'pkg@1.0.0';",
        ),
        (
            "supabase/functions/file/package.json",
            r#"{ "dependencies": { "said": "file:../_said" } }"#,
        ),
        (
            "supabase/functions/linked/package.json",
            r#"{ "dependencies": { "said": "link:../_said" } }"#,
        ),
    ]);
    function(
        &cx,
        "pnpm",
        "import say from 'say'; import sub from 'say/sub'; import own from '@/own.ts';",
        "[say, sub, own]",
    );
    function(&cx, "version", "import say from 'say';", "say");
    function(&cx, "store", "import pkg from 'pkg';", "pkg");
    function(&cx, "file", "import said from 'said';", "said");
    function(&cx, "linked", "import said from 'said';", "said");
    function(&cx, "esm", "import common from '@p/common';", "common");
    cx.write("supabase/functions/esm/package.json", "{}");
    common_js(
        &cx,
        "common",
        "const common = require('@p/common'), sub = require('@p/common/sub');",
        "common + sub",
    );
    common_js(&cx, "beside", "const said = require('said');", "said");
    let functions = "supabase/functions";
    for (path, target) in [
        ("pnpm/node_modules/say", "../../../../packages/say"),
        ("version/node_modules/say", "../../../../packages/say"),
        (
            "store/node_modules/pkg",
            "../../../../node_modules/.pnpm/pkg@1.0.0/node_modules/pkg",
        ),
        (
            "esm/node_modules/@p/common",
            "../../../../../packages/common",
        ),
        (
            "common/node_modules/@p/common",
            "../../../../../packages/common",
        ),
        ("beside/node_modules/said", "../../_said"),
    ] {
        link(&cx, &format!("{functions}/{path}"), target);
    }
    link(&cx, "packages/say/node_modules/@p/inner", "../../../inner");
    link(
        &cx,
        "packages/common/node_modules/said",
        "../../../supabase/functions/_said",
    );
    let cases = [
        ("pnpm", Plain, "say inner,sub,own"),
        ("version", Plain, "say inner"),
        ("store", Plain, "pkg@1.0.0"),
        ("file", Not, "said"),
        ("linked", Not, "said"),
        ("esm", Plain, "es"),
        ("common", Plain, "common said1sub"),
        ("beside", Plain, "said"),
    ];
    assert_alike(cx, &registry, &cases).await;
}

/// What the map, links and declaration files mean is said in one import map, which no part may spoil for the others.
#[tokio::test(flavor = "multi_thread")]
async fn a_workspace_of_pnpm_runs_before_anybody_installs_it() {
    let registry = registry();
    let cx = repository(&[
        (
            "pnpm-workspace.yaml",
            "packages:\n  - './packages/*'\n  - '!packages/left'\n  - supabase/functions/*\ncatalog:\n  pkg: 1.0.0\ncatalogs:\n  next:\n    pkg: ^2.0.0\n",
        ),
        ("package.json", r#"{ "name": "top", "private": true }"#),
        (
            "packages/say/package.json",
            r#"{ "name": "@p/say", "version": "1.0.0", "exports": "./say.ts", "dependencies": { "pkg": "catalog:next", "deep": "workspace:^" } }"#,
        ),
        (
            "packages/say/say.ts",
            "import pkg from 'pkg'; import deep from 'deep'; export const said: string = `says ${pkg} ${deep}`;",
        ),
        (
            "packages/deep/package.json",
            r#"{ "name": "deep", "version": "2.0.0", "main": "main.ts", "type": "module" }"#,
        ),
        ("packages/deep/main.ts", "export default 'deep' as string;"),
        (
            "packages/left/package.json",
            r#"{ "name": "deep", "main": "none.ts" }"#,
        ),
    ]);
    function(&cx, "catalog", "import pkg from 'pkg';", "pkg");
    cx.write(
        "supabase/functions/catalog/package.json",
        r#"{ "name": "catalog", "dependencies": { "pkg": "catalog:" } }"#,
    );
    function(&cx, "member", "import { said } from '@p/say';", "said");
    cx.write(
        "supabase/functions/member/package.json",
        r#"{ "name": "member", "dependencies": { "@p/say": "workspace:*" } }"#,
    );
    function(&cx, "renamed", "import { said } from 'other';", "said");
    cx.write(
        "supabase/functions/renamed/package.json",
        r#"{ "name": "renamed", "dependencies": { "other": "workspace:@p/say@*" } }"#,
    );
    let cases: &[Case] = &[
        ("catalog", Not, "pkg@1.0.0"),
        ("member", Not, "says pkg@2.0.0 deep"),
        ("renamed", Not, "says pkg@2.0.0 deep"),
    ];
    assert_alike(cx, &registry, cases).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn maps_of_all_files_and_links_and_declaration_files_go_together() {
    let registry = registry();
    let types = "jsr:@supabase/functions-js/edge-runtime.d.ts";
    let say = format!("import {types:?}; export default 'say' as string;");
    let cx = repository(&[
        (
            "packages/say/package.json",
            r#"{ "name": "say", "type": "module", "exports": "./say.ts" }"#,
        ),
        ("packages/say/say.ts", &say),
    ]);
    let imports = r#""/": "./", "./": "./", "types": "jsr:@supabase/functions-js@^2", "pkg": "npm:pkg@1.0.0""#;
    let all = format!(
        "import say from 'say'; import own from '/own.ts'; import pkg from 'pkg/index.js'; import {types:?}; import 'types/edge-runtime.d.ts'; import 'jsr:@supabase/functions-js@2.4/edge-runtime';"
    );
    let read = format!("{all} import config from './deno.json' with {{ type: 'json' }};");
    for slug in ["all", "read"] {
        let file = |name: &str| format!("supabase/functions/{slug}/{name}");
        cx.write(
            &file("deno.json"),
            format!("{{ \"imports\": {{ {imports} }} }}"),
        );
        cx.write(&file("own.ts"), "export default 'own';");
        link(&cx, &file("node_modules/say"), "../../../../packages/say");
    }
    function(&cx, "all", &all, "[say, own, pkg]");
    function(
        &cx,
        "read",
        &read,
        "[say, own, pkg, Object.keys(config.imports).length]",
    );
    // What is asked for as a declaration does not say which versions there are.
    function(
        &cx,
        "version",
        "import { tool } from 'jsr:@scope/tool@1'; import 'jsr:@scope/tool@^1.9/x.d.ts';",
        "tool",
    );
    let cases = [
        ("all", Not, "say,own,pkg@1.0.0"),
        ("read", Not, "say,own,pkg@1.0.0,4"),
        ("version", Not, "jsr"),
    ];
    assert_alike(cx, &registry, &cases).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_package_json_only_what_is_imported_counts() {
    let registry = registry();
    let cx = repository(&[
        (
            "package.json",
            r#"{ "dependencies": { "top": "npm:pkg@2.0.0", "pkg": "2.0.0", "nowhere-react": "1" } }"#,
        ),
        (
            "supabase/functions/package.json",
            r#"{ "name": "functions", "dependencies": { "pkg": "1.2.0", "nowhere": "1" } }"#,
        ),
    ]);
    let odd = r#""a": "git+https://127.0.0.1/a.git", "b": "file:../gone", "c": "workspace:*", "d": "what", "e": "link:/gone""#;
    for (slug, package) in [
        ("dev", r#"{ "dependencies": { "pkg": "^1.0.0" }, "devDependencies": { "nowhere": "^3.0.0" } }"#.to_owned()),
        ("devonly", r#"{ "devDependencies": { "pkg": "^1.0.0" } }"#.to_owned()),
        ("odd", format!(r#"{{ "dependencies": {{ "pkg": "1.0.0", {odd} }} }}"#)),
        ("optional", r#"{ "optionalDependencies": { "pkg": "1.0.0", "nowhere": "1" } }"#.to_owned()),
        ("peer", r#"{ "peerDependencies": { "pkg": "1.0.0" } }"#.to_owned()),
        (
            "peers",
            r#"{ "dependencies": { "wants-peer": "1", "pkg": "1.0.0" }, "devDependencies": { "nowhere": "1" } }"#.to_owned(),
        ),
        ("system", r#"{ "dependencies": { "wants-other-system": "1.0.0" } }"#.to_owned()),
        ("alias", r##"{ "imports": { "#own": "./own.ts" }, "dependencies": { "other": "npm:pkg@1.0.0", "nowhere": "1" } }"##.to_owned()),
        ("dynamic", r#"{ "dependencies": { "pkg": "1.0.0" }, "devDependencies": { "nowhere": "1" } }"#.to_owned()),
        ("jsr", r#"{ "dependencies": { "pkg": "1.0.0" }, "devDependencies": { "nowhere": "1" } }"#.to_owned()),
    ] {
        cx.write(&format!("supabase/functions/{slug}/package.json"), package);
    }
    for slug in ["dev", "devonly", "odd", "optional", "peer", "above"] {
        function(&cx, slug, "import pkg from 'pkg';", "pkg");
    }
    function(&cx, "top", "import pkg from 'top';", "pkg");
    function(&cx, "peers", "import peers from 'wants-peer';", "peers");
    function(
        &cx,
        "system",
        "import system from 'wants-other-system';",
        "system",
    );
    function(
        &cx,
        "alias",
        "import other from 'other'; import own from '#own';",
        "other + own",
    );
    cx.write("supabase/functions/alias/own.ts", "export default ' own';");
    function(
        &cx,
        "dynamic",
        "const { default: pkg } = await import('pkg');",
        "pkg",
    );
    function(
        &cx,
        "jsr",
        "import pkg from 'pkg'; import { tool } from 'jsr:@scope/tool@1';",
        "pkg + tool",
    );
    common_js(&cx, "common", "const pkg = require('pkg');", "pkg");
    cx.write(
        "supabase/functions/common/package.json",
        r#"{ "type": "commonjs", "dependencies": { "pkg": "1.0.0" }, "devDependencies": { "nowhere": "1" } }"#,
    );
    let cases = [
        ("dev", Not, "pkg@1.2.0"),
        ("devonly", Managed, "pkg@1.2.0"),
        ("odd", Not, "pkg@1.0.0"),
        ("optional", Not, "pkg@1.0.0"),
        ("peer", Not, "pkg@1.0.0"),
        ("above", Not, "pkg@1.2.0"),
        ("top", Not, "pkg@2.0.0"),
        ("peers", Not, "with pkg@1.0.0"),
        ("system", Managed, "without"),
        ("alias", Not, "pkg@1.0.0 own"),
        ("dynamic", Not, "pkg@1.0.0"),
        ("jsr", Not, "pkg@1.0.0jsr"),
        ("common", Not, "pkg@1.0.0"),
    ];
    assert_alike(cx, &registry, &cases).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_that_leads_out_of_the_repository_is_refused() {
    let cx = repository(&[(
        "supabase/config.toml",
        "[functions.f]\nverify_jwt = false\n",
    )]);
    let outside = cx.root().join("outside");
    fs::create_dir(&outside).unwrap();
    fs::write(outside.join("package.json"), r#"{ "main": "secret.js" }"#).unwrap();
    fs::write(outside.join("secret.js"), "export default 'a secret';").unwrap();
    function(&cx, "f", "import secret from 'secret';", "secret");
    link(
        &cx,
        "supabase/functions/f/node_modules/secret",
        outside.to_str().unwrap(),
    );
    let refused = async |cx: &TestContext, target: &Path| {
        for args in [&[][..], &["--from-bundle"]] {
            let session = Session::start(cx, args);
            let answer = session.get("f").await;
            assert_eq!(answer.status, 503, "{answer:?}");
            let said = format!("`{}`, which is outside the source root", target.display());
            assert!(answer.detail().contains(&said), "{answer:?}");
            assert!(!answer.text.contains("a secret"), "{answer:?}");
        }
    };
    refused(&cx, &outside).await;
    // A package of the repository may itself be a link, or have links.
    let inside = cx.dir().join("packages/secret");
    fs::create_dir_all(&inside).unwrap();
    fs::write(inside.join("package.json"), r#"{ "main": "secret.js" }"#).unwrap();
    symlink(outside.join("secret.js"), inside.join("secret.js")).unwrap();
    let installed = cx.dir().join("supabase/functions/f/node_modules/secret");
    fs::remove_file(&installed).unwrap();
    symlink(&inside, &installed).unwrap();
    refused(&cx, &outside.join("secret.js")).await;
}
