//! The functions of the matrix: a file is a path and a content, `index.ts` answers with an expression.

use std::{path::Path, process::Command};

/// A function and what it answers, or what is said when it is refused.
pub struct Case {
    pub name: String,
    pub files: Vec<(String, String)>,
    pub says: &'static str,
    /// Whether the engine alone answers the same.
    pub is_the_engines: bool,
}

/// A case as it is written: name, `deno.json`, imports of `index.ts`, the expression, other files, and the answer.
pub type Row = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static [(&'static str, &'static str)],
    &'static str,
);

/// What begins the name of functions that the engine alone does not run, or runs otherwise.
const OURS: &str = "ours-";

impl Case {
    pub fn of(row: &Row) -> Self {
        let (name, configuration, imports, expression, files, says) = *row;
        let index = format!("{imports}\nDeno.serve(() => new Response(String({expression})));\n");
        let own = [("deno.json", configuration), ("index.ts", &index)];
        let own = own.iter().filter(|(_, content)| !content.is_empty());
        let files = own.chain(files);
        let files = files.map(|(path, content)| ((*path).to_owned(), (*content).to_owned()));
        Self {
            name: name.to_owned(),
            files: files.collect(),
            says,
            is_the_engines: !name.starts_with(OURS),
        }
    }
}

/// Two functions that say what there is: one with every unstable feature that the engine knows and one that it does not,
/// and one with none.
pub fn surfaces(engine: &Path) -> [Case; 2] {
    let help = Command::new(engine)
        .args(["run", "--help=full"])
        .env("NO_COLOR", "1")
        .output()
        .unwrap();
    let help = String::from_utf8(help.stdout).unwrap();
    let lines = help.lines().map(str::trim);
    let flags = lines.filter_map(|line| line.strip_prefix("--unstable-"));
    let mut names: Vec<&str> = flags
        .filter_map(|rest| rest.split_whitespace().next())
        .collect();
    assert!(names.len() > 20, "{help}");
    names.push("no-such-feature");
    let configuration = serde_json::json!({ "unstable": names }).to_string();
    let mut unstable = Case::of(&("unstable", "", "export {};", SURFACE, &[], ""));
    let file = ("deno.json".to_owned(), configuration);
    unstable.files.push(file);
    [
        unstable,
        Case::of(&("stable", "", "export {};", SURFACE, &[], "")),
    ]
}

/// What there is: unstable features add and take away.
const SURFACE: &str = "JSON.stringify([globalThis, Deno, Object.prototype, Navigator.prototype, Request.prototype].map((it) => Object.getOwnPropertyNames(it).sort()))";

const LIB: (&str, &str) = ("lib.ts", "export const x: string = 'lib';\n");
const OTHER: (&str, &str) = ("other.ts", "export const x: string = 'other';\n");
const SRC: (&str, &str) = ("src/lib.ts", "export const x: string = 'src';\n");
const MEMBER: (&str, &str) = (
    "m/deno.json",
    r#"{ "name": "@a/m", "version": "1.0.0", "exports": { ".": "./mod.ts", "./y": "./y.ts" }, "imports": { "/": "./", "./": "./", "inner": "./y.ts" } }"#,
);
const MOD: (&str, &str) = (
    "m/mod.ts",
    "export { y as x } from 'inner';\nexport { y } from '/y.ts';\n",
);
const Y: (&str, &str) = ("m/y.ts", "export const y: string = 'member';\n");
/// What decorators are called with tells one kind from the other.
const DECORATED: &str = "const log: string[] = [];\nfunction d(...a: unknown[]) { log.push(`${a.length}${typeof a[1]}`); }\nclass A { @d m() {} }\nnew A();\n";
const METADATA: &str = "const log: string[] = [];\n(Reflect as any).metadata = (key: string, value: any) => { log.push(`${key}:${value?.name}`); return () => {}; };\nfunction d(..._: unknown[]) {}\nclass A { @d m(_: number): string { return ''; } }\nnew A();\n";
const JSX: (&str, &str) = (
    "jsx.ts",
    "const made = (kind: string) => (type: string, props: object) => JSON.stringify([kind, type, props]);\nexport const jsx = made('jsx'), jsxs = jsx, jsxDEV = made('dev');\nexport const jsxTemplate = (texts: string[], ...values: unknown[]) => texts.join('|') + values;\nexport const jsxEscape = (value: unknown) => value;\n",
);
const VIEW: (&str, &str) = (
    "view.tsx",
    "export const view = (n: string) => <p>{n}</p>;\n",
);
const CLASSIC: (&str, &str) = (
    "view.tsx",
    "const h = (...a: unknown[]) => JSON.stringify(a);\nconst F = 'fragment';\nconst React = { createElement: (...a: unknown[]) => 'React' + a };\nexport const view = (n: string) => [<p>{n}</p>, typeof F, typeof React].join();\n",
);
const USES_VIEW: &str = "import { view } from './view.tsx';";
const SIDE: (&str, &str) = (
    "side.ts",
    "(globalThis as any).side = 'ran';\nexport const T = 1;\n",
);
const NPM: &str = "import is from 'npm:is-number@7.0.0';";
const X: &str = "import { x } from './lib.ts';";

/// What works, with the answer.
pub const ANSWERED: &[Row] = &[
    // Import maps.
    (
        "root",
        r#"{ "imports": { "/": "./", "./": "./" } }"#,
        "import { x } from '/lib.ts';\nimport { x as z } from './lib.ts';",
        "x + z",
        &[LIB],
        "liblib",
    ),
    (
        "root-src",
        r#"{ "imports": { "/": "./src/", "./": "./" } }"#,
        "import { x } from '/lib.ts';",
        "x",
        &[SRC],
        "src",
    ),
    (
        "ours-root-only",
        r#"{ "imports": { "/": "./" } }"#,
        "import { x } from '/lib.ts';",
        "x + import.meta.main",
        &[LIB],
        "libtrue",
    ),
    (
        "ours-dot",
        r#"{ "imports": { "./": "./src/" } }"#,
        X,
        "x",
        &[SRC],
        "src",
    ),
    (
        "ours-main",
        r#"{ "imports": { "./index.ts": "./other.ts" } }"#,
        "",
        "'main'",
        &[OTHER],
        "main",
    ),
    (
        "ours-file",
        r#"{ "imports": { "file:///": "./nowhere/" }, "scopes": { "file:///": { "file:///": "./nowhere/" } } }"#,
        "",
        "'file'",
        &[],
        "file",
    ),
    (
        "ours-resolve",
        r#"{ "imports": { "/": "./", "l": "./lib.ts" } }"#,
        "import 'l';",
        "[import.meta.resolve('l'), import.meta.resolve('/lib.ts')].map((url) => url.split('/').at(-1))",
        &[LIB],
        "lib.ts,lib.ts",
    ),
    (
        "names",
        r##"{ "imports": { "@/": "./src/", "lib": "./lib.ts", "#h": "./other.ts", "*": "./lib.ts", "": "./lib.ts", "none": null, "no/": "./slash" } }"##,
        "import { x } from '@/lib.ts';\nimport { x as y } from 'lib';\nimport { x as z } from '#h';",
        "x + y + z",
        &[LIB, OTHER, SRC],
        "srclibother",
    ),
    (
        "schemes",
        r#"{ "imports": { "node:fs": "./lib.ts", "node:process": "./lib.ts", "node:module": "./lib.ts", "npm:x@1": "./lib.ts", "jsr:@x/x": "./lib.ts", "https://x.invalid/": "./" } }"#,
        "import { x } from 'node:fs';\nimport { x as a } from 'npm:x@1';\nimport { x as b } from 'jsr:@x/x';\nimport { x as c } from 'https://x.invalid/lib.ts';",
        "x + a + b + c",
        &[LIB],
        "liblibliblib",
    ),
    (
        "data",
        r#"{ "imports": { "text": "data:text/javascript,export const x = 'data'", "./json": "data:application/json,7" } }"#,
        "import { x } from 'text';\nimport json from './json' with { type: 'json' };",
        "x + json",
        &[],
        "data7",
    ),
    (
        "scopes",
        r#"{ "imports": { "lib": "./lib.ts" }, "scopes": { "/": { "lib": "./other.ts" }, "./src/": { "lib": "./lib.ts" }, "./": { "./lib.ts": "./other.ts" } } }"#,
        "import { x } from 'lib';\nimport { x as y } from './lib.ts';\nimport { x as z } from './src/uses.ts';",
        "x + y + z",
        &[LIB, OTHER, ("src/uses.ts", "export { x } from 'lib';\n")],
        "otherotherlib",
    ),
    (
        "scope-root",
        r#"{ "scopes": { "file:///": { "/": "./", "./": "./" } } }"#,
        "import { x } from '/lib.ts';",
        "x",
        &[LIB],
        "lib",
    ),
    (
        "map-file",
        r#"{ "importMap": "./maps/map.json" }"#,
        "import { x } from 'lib';\nimport { x as y } from '/lib.ts';",
        "x + y",
        &[
            LIB,
            (
                "maps/map.json",
                r#"{ "imports": { "lib": "../lib.ts", "/": "../", "../": "../" } }"#,
            ),
        ],
        "liblib",
    ),
    (
        "map-beside-imports",
        r#"{ "importMap": "./map.json", "imports": { "lib": "./lib.ts" } }"#,
        "import { x } from 'lib';",
        "x",
        &[
            LIB,
            OTHER,
            ("map.json", r#"{ "imports": { "lib": "./other.ts" } }"#),
        ],
        "lib",
    ),
    (
        "ours-map-by-name",
        "",
        "import { x } from 'lib';\nimport { x as y } from '/lib.ts';",
        "x + y",
        &[
            LIB,
            (
                "import_map.json",
                r#"{ "imports": { "lib": "./lib.ts", "/": "./" } }"#,
            ),
        ],
        "liblib",
    ),
    (
        "jsonc",
        "",
        "import { x } from '/lib.ts';",
        "x",
        &[
            LIB,
            (
                "deno.jsonc",
                "{ // comments\n  \"imports\": { \"/\": \"./\", \"./\": \"./\", },\n}",
            ),
        ],
        "lib",
    ),
    (
        "outside",
        r#"{ "imports": { "/": "./", "./": "./" } }"#,
        "const late = (yes: boolean) => yes ? import('../../../../../outside.ts') : 'never';",
        "late(false)",
        &[],
        "never",
    ),
    // compilerOptions.
    (
        "jsx-automatic",
        r##"{ "compilerOptions": { "jsx": "react-jsx", "jsxImportSource": "#jsx", "jsxImportSourceTypes": "npm:none-such-types" }, "imports": { "#jsx/jsx-runtime": "./jsx.ts", "/": "./", "./": "./" } }"##,
        USES_VIEW,
        "view('n')",
        &[JSX, VIEW],
        r#"["jsx","p",{"children":"n"}]"#,
    ),
    (
        "jsx-development",
        r##"{ "compilerOptions": { "jsx": "react-jsxdev", "jsxImportSource": "#jsx" }, "imports": { "#jsx/jsx-dev-runtime": "./jsx.ts" } }"##,
        USES_VIEW,
        "view('n')",
        &[JSX, VIEW],
        r#"["dev","p",{"children":"n"}]"#,
    ),
    (
        "jsx-precompile",
        r##"{ "compilerOptions": { "jsx": "precompile", "jsxImportSource": "#jsx" }, "imports": { "#jsx/jsx-runtime": "./jsx.ts" } }"##,
        USES_VIEW,
        "view('n')",
        &[
            JSX,
            (
                "view.tsx",
                "export const view = (n: string) => <p>{'a'}{n}</p>;\n",
            ),
        ],
        "<p>a|</p>n",
    ),
    (
        "jsx-skipped",
        r##"{ "compilerOptions": { "jsx": "precompile", "jsxImportSource": "#jsx", "jsxPrecompileSkipElements": ["p"] }, "imports": { "#jsx/jsx-runtime": "./jsx.ts" } }"##,
        USES_VIEW,
        "view('n')",
        &[JSX, VIEW],
        r#"["jsx","p",{"children":"n"}]"#,
    ),
    (
        "jsx-classic",
        r#"{ "compilerOptions": { "jsx": "react", "jsxFactory": "h", "jsxFragmentFactory": "F" } }"#,
        USES_VIEW,
        "view('n')",
        &[CLASSIC],
        r#"["p",null,"n"],string,object"#,
    ),
    (
        "jsx-default",
        "{}",
        USES_VIEW,
        "view('n')",
        &[CLASSIC],
        "Reactp,,n,string,object",
    ),
    (
        "jsx-unused",
        r#"{ "compilerOptions": { "jsx": "preserve" } }"#,
        "",
        "'unused'",
        &[],
        "unused",
    ),
    ("decorators", "{}", DECORATED, "log", &[], "2object"),
    (
        "decorators-legacy",
        r#"{ "compilerOptions": { "experimentalDecorators": true } }"#,
        DECORATED,
        "log",
        &[],
        "3string",
    ),
    (
        "decorators-metadata",
        r#"{ "compilerOptions": { "experimentalDecorators": true, "emitDecoratorMetadata": true } }"#,
        METADATA,
        "log",
        &[],
        "design:type:Function,design:paramtypes:undefined,design:returntype:String",
    ),
    (
        "verbatim",
        r#"{ "compilerOptions": { "verbatimModuleSyntax": true } }"#,
        "import { T } from './side.ts';",
        "(globalThis as any).side",
        &[SIDE],
        "ran",
    ),
    (
        "not-verbatim",
        r#"{ "compilerOptions": { "verbatimModuleSyntax": false } }"#,
        "import { T } from './side.ts';",
        "(globalThis as any).side",
        &[SIDE],
        "undefined",
    ),
    (
        "paths",
        r#"{ "compilerOptions": { "paths": { "@/*": ["./src/*"], "/*": ["./none/*"], "*": ["./none/*"] }, "baseUrl": ".", "rootDirs": ["./src", "./none"] } }"#,
        "import { x } from './src/lib.ts';\nimport type { x as y } from '@/lib.ts';\ntype Y = typeof y;",
        "x",
        &[SRC],
        "src",
    ),
    (
        "checks",
        CHECKS,
        "enum E { A = 'enum' }",
        "E.A",
        &[],
        "enum",
    ),
    (
        "ignored",
        r#"{ "compilerOptions": { "target": "es5", "module": "commonjs", "moduleResolution": "classic", "useDefineForClassFields": false, "outDir": "out", "removeComments": true, "importsNotUsedAsValues": "error", "sourceMap": false, "plugins": [], "none": 1 } }"#,
        "class A { set v(_: number) {} }\nclass B extends A { v!: number; }",
        "Object.keys(new B())",
        &[],
        "v",
    ),
    (
        "modules",
        r#"{ "compilerOptions": { "module": "preserve", "moduleResolution": "bundler" } }"#,
        X,
        "x",
        &[LIB],
        "lib",
    ),
    (
        "tsconfig",
        "{}",
        DECORATED,
        "log",
        &[
            (
                "tsconfig.json",
                r#"{ "extends": "./base.json", "references": [{ "path": "./none" }] }"#,
            ),
            (
                "base.json",
                r#"{ "compilerOptions": { "experimentalDecorators": true } }"#,
            ),
        ],
        "3string",
    ),
    (
        "tsconfig-alone",
        "",
        DECORATED,
        "log",
        &[(
            "tsconfig.json",
            r#"{ "compilerOptions": { "experimentalDecorators": true } }"#,
        )],
        "2object",
    ),
    (
        "tsconfig-package",
        "",
        DECORATED,
        "log",
        &[
            ("package.json", "{}"),
            (
                "tsconfig.json",
                r#"{ "compilerOptions": { "experimentalDecorators": true } }"#,
            ),
        ],
        "3string",
    ),
    (
        "tsconfig-broken",
        "{}",
        "",
        "'broken'",
        &[("tsconfig.json", "{ nope")],
        "broken",
    ),
    // unstable.
    (
        "sloppy",
        r#"{ "unstable": ["sloppy-imports"], "imports": { "@/": "./src/", "/": "./", "./": "./" } }"#,
        "import { x } from './lib';\nimport { x as a } from './lib.js';\nimport { x as b } from './sub';\nimport { x as c } from '@/lib';\nimport { x as d } from '/lib';\nconst late = await import('./other');",
        "[x, a, b, c, d, late.x]",
        &[
            LIB,
            OTHER,
            SRC,
            ("sub/index.ts", "export * from '../lib';\n"),
        ],
        "lib,lib,lib,src,lib,other",
    ),
    (
        "lazy-unused",
        r#"{ "unstable": ["lazy-dynamic-imports", "detect-cjs"], "imports": { "/": "./", "./": "./" } }"#,
        "",
        "'unused'",
        &[],
        "unused",
    ),
    // Where modules and packages are.
    (
        "vendor",
        r#"{ "vendor": true, "imports": { "/": "./", "./": "./" } }"#,
        "import { x } from '[WEB]/x.ts';\nimport { x as y } from '/lib.ts';",
        "x + y",
        &[LIB],
        "weblib",
    ),
    (
        "not-vendor",
        r#"{ "vendor": false }"#,
        "import { x } from '[WEB]/x.ts';",
        "x",
        &[],
        "web",
    ),
    (
        "ours-modules-auto",
        r#"{ "nodeModulesDir": "auto", "nodeModulesLinker": "hoisted", "vendor": true, "allowScripts": true }"#,
        NPM,
        "is(1)",
        &[],
        "true",
    ),
    (
        "ours-modules-manual",
        r#"{ "nodeModulesDir": "manual", "jsrDepsInNodeModules": true, "preferPackageJson": true }"#,
        NPM,
        "is(1)",
        &[],
        "true",
    ),
    (
        "ours-modules-none",
        r#"{ "nodeModulesDir": "none", "nodeModulesLinker": "isolated", "allowScripts": { "allow": ["npm:is-number"], "deny": [] } }"#,
        NPM,
        "is(1)",
        &[],
        "true",
    ),
    (
        "ours-modules-true",
        r#"{ "nodeModulesDir": true }"#,
        NPM,
        "is(1)",
        &[],
        "true",
    ),
    (
        "ours-lock-none",
        r#"{ "lock": false }"#,
        NPM,
        "is(1)",
        &[],
        "true",
    ),
    (
        "ours-lock-path",
        r#"{ "lock": "./locks/my.lock" }"#,
        NPM,
        "is(1)",
        &[],
        "true",
    ),
    (
        "ours-lock-object",
        r#"{ "lock": { "path": "./my.lock", "frozen": false }, "minimumDependencyAge": "P2D" }"#,
        NPM,
        "is(1)",
        &[],
        "true",
    ),
    (
        "lock-frozen",
        r#"{ "lock": { "frozen": true } }"#,
        X,
        "x",
        &[LIB],
        "lib",
    ),
    (
        "ours-age",
        r#"{ "minimumDependencyAge": { "age": "2010-01-01", "exclude": [] } }"#,
        NPM,
        "is(1)",
        &[],
        "true",
    ),
    (
        "ours-npmrc",
        "{}",
        NPM,
        "is(1)",
        &[(
            ".npmrc",
            "@none:registry=http://127.0.0.1:1/\nignore-scripts=false\nnode-linker=hoisted\nmin-release-age=9\n",
        )],
        "true",
    ),
    (
        "ours-linker",
        r#"{ "nodeModulesLinker": "none" }"#,
        NPM,
        "is(1)",
        &[],
        "true",
    ),
    // Workspaces, links, packages.
    (
        "workspace",
        r#"{ "workspace": ["./m"], "imports": { "/": "./", "./": "./" } }"#,
        "import { x } from '@a/m';\nimport { y } from 'jsr:@a/m@^1/y';\nimport { x as z } from '/lib.ts';",
        "x + y + z",
        &[MEMBER, MOD, Y, LIB],
        "membermemberlib",
    ),
    (
        "workspace-members",
        r#"{ "workspace": { "members": ["./m"] } }"#,
        "import { x } from '@a/m';",
        "x",
        &[MEMBER, MOD, Y],
        "member",
    ),
    (
        "workspace-options",
        r#"{ "workspace": ["./m"] }"#,
        "import { log } from '@a/m';",
        "log",
        &[
            (
                "m/deno.json",
                r#"{ "name": "@a/m", "version": "1.0.0", "exports": "./mod.ts", "compilerOptions": { "experimentalDecorators": true }, "unstable": ["kv"], "vendor": true, "lock": false, "nodeModulesDir": "auto" }"#,
            ),
            (
                "m/mod.ts",
                "export const log: string[] = [];\nfunction d(...a: unknown[]) { log.push(`${a.length}${typeof a[1]}`); }\nclass A { @d m() {} }\nnew A();\n",
            ),
        ],
        "3string",
    ),
    (
        "links",
        r#"{ "links": ["./m"] }"#,
        "import { x } from '@a/m';\nimport { y } from 'jsr:@a/m@1/y';",
        "x + y",
        &[
            (
                "m/deno.json",
                r#"{ "name": "@a/m", "version": "1.0.0", "exports": { ".": "./mod.ts", "./y": "./y.ts" } }"#,
            ),
            ("m/mod.ts", "export { y as x } from './y.ts';\n"),
            Y,
        ],
        "membermember",
    ),
    (
        "patch",
        r#"{ "patch": ["./m"] }"#,
        "import { y } from 'jsr:@a/m@1/y';",
        "y",
        &[
            (
                "m/deno.json",
                r#"{ "name": "@a/m", "version": "1.0.0", "exports": { "./y": "./y.ts" } }"#,
            ),
            Y,
        ],
        "member",
    ),
    (
        "exports",
        r#"{ "name": "@me/f", "version": "1.0.0", "exports": { ".": "./index.ts", "./lib": "./lib.ts" }, "exclude": ["lib.ts", "index.ts"] }"#,
        "import { x } from '@me/f/lib';\nimport { x as y } from 'jsr:@me/f@1/lib';",
        "x + y",
        &[LIB],
        "liblib",
    ),
    (
        "others",
        r#"{ "$schema": "x", "permissions": { "default": { "read": { "deny": true }, "net": false } }, "tasks": { "dev": "x", "build": { "command": "x" } }, "lint": { "plugins": ["./none.ts"] }, "fmt": {}, "test": {}, "bench": {}, "publish": {}, "compile": {}, "deploy": { "org": "x", "app": "y" }, "license": "MIT", "none": 1 }"#,
        X,
        "x",
        &[LIB],
        "lib",
    ),
    (
        "workspace-missing",
        r#"{ "workspace": ["./none"] }"#,
        "",
        "'missing'",
        &[],
        "missing",
    ),
    (
        "itself",
        r#"{ "version": "7", "imports": { "lib": "./lib.ts", "/": "./", "./": "./" }, "compilerOptions": { "strict": true }, "unstable": ["kv"] }"#,
        "import own from './deno.json' with { type: 'json' };\nimport { x } from 'lib';",
        "[own.version, own.unstable, own.compilerOptions.strict, x]",
        &[LIB],
        "7,kv,true,lib",
    ),
    // package.json.
    (
        "package-type",
        "",
        "import * as c from './c.js';",
        "(c as any).default.x",
        &[
            (
                "package.json",
                r#"{ "type": "commonjs", "scripts": { "postinstall": "touch pwned" }, "engines": { "node": "99" } }"#,
            ),
            ("c.js", "module.exports = { x: 'cjs' };\n"),
        ],
        "cjs",
    ),
    (
        "package-imports",
        "",
        "import { x } from '#lib';\nimport { x as y } from '#src/lib';",
        "x + y",
        &[
            LIB,
            OTHER,
            SRC,
            (
                "package.json",
                r##"{ "imports": { "#lib": { "deno": "./lib.ts", "default": "./other.ts" }, "#src/*": "./src/*.ts" } }"##,
            ),
        ],
        "libsrc",
    ),
    (
        "package-exports",
        "",
        "import { x } from 'me';\nimport { x as y } from 'me/y';",
        "x + y",
        &[
            LIB,
            OTHER,
            (
                "package.json",
                r#"{ "name": "me", "exports": { ".": "./lib.ts", "./y": "./other.ts" }, "browser": { "./lib.ts": "./other.ts" } }"#,
            ),
        ],
        "libother",
    ),
    (
        "ours-package",
        r#"{ "imports": { "/": "./", "./": "./" } }"#,
        "import is from 'is-number';\nimport alias from 'alias';\nimport { x } from '/lib.ts';",
        "is(1) + x + alias(2)",
        &[
            LIB,
            (
                "package.json",
                r#"{ "dependencies": { "is-number": "7.0.0", "alias": "npm:is-number@7.0.0" }, "overrides": { "none": "1" } }"#,
            ),
        ],
        "truelibtrue",
    ),
];

/// Options that are the type checker's alone.
const CHECKS: &str = r#"{ "compilerOptions": { "allowUnreachableCode": true, "allowUnusedLabels": true, "checkJs": true, "erasableSyntaxOnly": true, "exactOptionalPropertyTypes": true, "isolatedDeclarations": true, "lib": ["dom", "none"], "noErrorTruncation": true, "noFallthroughCasesInSwitch": true, "noImplicitAny": true, "noImplicitOverride": true, "noImplicitReturns": true, "noImplicitThis": true, "noPropertyAccessFromIndexSignature": true, "noUncheckedIndexedAccess": true, "noUnusedLocals": true, "noUnusedParameters": true, "skipLibCheck": true, "strict": true, "strictBindCallApply": true, "strictBuiltinIteratorReturn": true, "strictFunctionTypes": true, "strictNullChecks": true, "strictPropertyInitialization": true, "types": ["./none.d.ts", "npm:none-such-types", "jsr:@none/such"], "useUnknownInCatchVariables": true } }"#;

/// What is refused, with a part of what is said.
pub const REFUSED: &[Row] = &[
    (
        "assert",
        "",
        "import d from './d.json' assert { type: 'json' };",
        "d",
        &[("d.json", "1")],
        "`assert` in imports is no longer supported",
    ),
    (
        "assert-js",
        "",
        "import { d } from './d.js';",
        "d",
        &[
            (
                "d.js",
                "export { default as d } from './d.json' assert { type: 'json' };\n",
            ),
            ("d.json", "1"),
        ],
        "`assert` in imports is no longer supported",
    ),
    (
        "lazy",
        r#"{ "unstable": ["lazy-dynamic-imports"] }"#,
        "const { x } = await import('./lib.ts');",
        "x",
        &[LIB],
        "`lazy-dynamic-imports` in `unstable` does not work with `import()` in edge functions",
    ),
    (
        "detected",
        r#"{ "unstable": ["detect-cjs"] }"#,
        "import * as c from './c.js';",
        "c",
        &[("c.js", "module.exports = 1;\n")],
        "c.js` is CommonJS",
    ),
    (
        "raw-text",
        r#"{ "unstable": ["raw-imports"] }"#,
        "import t from './t.txt' with { type: 'text' };",
        "t",
        &[("t.txt", "t")],
        "is imported as `text`",
    ),
    (
        "raw-bytes",
        r#"{ "unstable": ["raw-imports"] }"#,
        "import t from './t.txt' with { type: 'bytes' };",
        "t",
        &[("t.txt", "t")],
        "attribute type of \"bytes\" is unsupported",
    ),
    (
        "sloppy-off",
        "{}",
        "import { x } from './lib';",
        "x",
        &[LIB],
        "Maybe add a '.ts' extension",
    ),
    (
        "unstable-text",
        r#"{ "unstable": "kv" }"#,
        "",
        "1",
        &[],
        "invalid type: string \"kv\"",
    ),
    (
        "jsx-preserve",
        r##"{ "compilerOptions": { "jsx": "preserve", "jsxImportSource": "#jsx" }, "imports": { "#jsx/jsx-runtime": "./jsx.ts" } }"##,
        USES_VIEW,
        "view('n')",
        &[JSX, VIEW],
        "view.tsx` contains JSX, which `compilerOptions` leave untransformed",
    ),
    (
        "jsx-unknown",
        r#"{ "compilerOptions": { "jsx": "react-native" } }"#,
        "",
        "1",
        &[],
        "Unsupported 'jsx' compiler option value 'react-native'",
    ),
    (
        "jsx-source",
        r##"{ "compilerOptions": { "jsxImportSource": "#jsx" } }"##,
        "",
        "1",
        &[],
        "'jsxImportSource' is only supported when",
    ),
    (
        "options-list",
        r#"{ "compilerOptions": [] }"#,
        "",
        "1",
        &[],
        "expected a map",
    ),
    (
        "options-type",
        r#"{ "compilerOptions": { "verbatimModuleSyntax": "yes" } }"#,
        "",
        "1",
        &[],
        "expected a boolean",
    ),
    (
        "paths-run",
        r#"{ "compilerOptions": { "paths": { "@/*": ["./src/*"] } } }"#,
        "import { x } from '@/lib.ts';",
        "x",
        &[SRC],
        "Import \"@/lib.ts\" not a dependency",
    ),
    (
        "map-missing",
        r#"{ "importMap": "./none.json" }"#,
        "",
        "1",
        &[],
        "Unable to read import map",
    ),
    (
        "map-remote",
        r#"{ "importMap": "https://x.invalid/map.json" }"#,
        "",
        "1",
        &[],
        "Only file: specifiers are supported",
    ),
    (
        "vendor-text",
        r#"{ "vendor": "yes" }"#,
        "",
        "1",
        &[],
        "expected a boolean",
    ),
    (
        "age",
        r#"{ "minimumDependencyAge": "whenever" }"#,
        "",
        "1",
        &[],
        "Unsupported \"minimumDependencyAge\" value",
    ),
    (
        "scripts",
        r#"{ "allowScripts": 1 }"#,
        "",
        "1",
        &[],
        "Failed to parse \"allowScripts\"",
    ),
    (
        "frozen",
        r#"{ "lock": { "frozen": true } }"#,
        NPM,
        "is(1)",
        &[("deno.lock", r#"{ "version": "5" }"#)],
        "the lockfile is frozen",
    ),
    (
        "lock-version",
        "{}",
        "",
        "1",
        &[("deno.lock", r#"{ "version": "99" }"#)],
        "Unsupported lockfile version",
    ),
    (
        "link-missing",
        r#"{ "links": ["./none"] }"#,
        "",
        "1",
        &[],
        "Could not find link member",
    ),
    (
        "broken",
        "{ nope",
        "",
        "1",
        &[],
        "Failed deserializing config file",
    ),
    (
        "package-broken",
        "",
        "",
        "1",
        &[("package.json", "{ nope")],
        "Malformed package.json",
    ),
];
