//! `fx functions graph`: the tree, why something is in it, and the same for programs.

use std::process::Command;

use serde_json::Value;

use crate::{
    fx_snapshot,
    support::{
        TestContext,
        packages::{self, Package},
    },
};

const INDEX: &str = "\
import { cors } from \"../_shared/cors.ts\";
import web from \"web\";
import { route } from \"web/route\";
import \"npm:ms@1\";
import { readFileSync } from \"node:fs\";

const later = await import(\"./later.ts\");
Deno.serve(() => Response.json([cors, web, route, later, readFileSync]));
";

fn project() -> (TestContext, String) {
    let cx = TestContext::new();
    cx.write("supabase/config.toml", "");
    cx.write("supabase/functions/hello/index.ts", INDEX);
    cx.write(
        "supabase/functions/hello/deno.json",
        r#"{ "imports": { "web": "npm:web@4" } }"#,
    );
    cx.write(
        "supabase/functions/hello/later.ts",
        "import \"../_shared/cors.ts\";\nexport const later = 1;\n",
    );
    cx.write(
        "supabase/functions/_shared/cors.ts",
        "export const cors = {};\n",
    );
    let mut web = Package::new("web", "4.1.0", &[("debug", "^3.0.0")]);
    web.files.push(("route.js", "exports.route = 1;\n"));
    web.files.push(("web.d.ts", "// Not in a bundle.\n"));
    let registry = packages::serve(&[
        web,
        Package::new("debug", "3.2.0", &[("ms", "^2.1.0")]),
        Package::new("ms", "1.0.0", &[]),
        Package::new("ms", "2.1.3", &[]),
    ]);
    (cx, registry)
}

fn graph(cx: &TestContext, registry: &str, args: &[&str]) -> Command {
    let mut command = cx.fx(["functions", "graph", "hello"]);
    command.args(args).env("NPM_CONFIG_REGISTRY", registry);
    command
}

#[test]
fn the_tree_has_every_node_once_and_tells_of_several_versions() {
    let (cx, registry) = project();
    fx_snapshot!(cx, graph(&cx, &registry, &[]), @"
    exit_code: 0
    ----- stdout -----
    supabase/functions/hello/index.ts  277 B
    ├─ supabase/functions/_shared/cors.ts  24 B
    ├─ npm:web@4.1.0  124 B
    │  └─ npm:debug@3.2.0  104 B
    │     └─ npm:ms@2.1.3  88 B
    ├─ npm:ms@1.0.0  88 B
    ├─ node:fs
    └─ supabase/functions/hello/later.ts (dynamic)  53 B
       └─ supabase/functions/_shared/cors.ts (above)

    In several versions:
      npm:ms  1.0.0, 2.1.3

    3 modules, 354 B; 4 npm packages, 404 B
    ----- stderr -----
    ");
}

#[test]
fn why_shows_the_shortest_chain_to_whatever_is_named() {
    let (cx, registry) = project();
    for (wanted, same) in [
        ("npm:ms", "ms"),
        ("_shared/cors.ts", "supabase/functions/_shared/cors.ts"),
        ("web/route", "npm:web@4"),
    ] {
        let output = |wanted| graph(&cx, &registry, &["--why", wanted]).output().unwrap();
        assert_eq!(output(wanted).stdout, output(same).stdout, "{wanted}");
    }
    fx_snapshot!(cx, graph(&cx, &registry, &["--why", "ms"]), @"
    exit_code: 0
    ----- stdout -----
    supabase/functions/hello/index.ts
    └─ npm:ms@1.0.0  imported as `npm:ms@1` at supabase/functions/hello/index.ts:4

    supabase/functions/hello/index.ts
    └─ npm:web@4.1.0  imported as `web` at supabase/functions/hello/index.ts:2
       └─ npm:debug@3.2.0  a dependency
          └─ npm:ms@2.1.3  a dependency
    ----- stderr -----
    ");
    let chains = |wanted| {
        graph(&cx, &registry, &["--why", wanted])
            .output()
            .unwrap()
            .stdout
    };
    let [both, second] = ["ms", "ms@2"].map(chains);
    assert!(second.len() > 50 && second.len() < both.len() && both.ends_with(&second));
    fx_snapshot!(cx, graph(&cx, &registry, &["--why", "later.ts"]), @"
    exit_code: 0
    ----- stdout -----
    supabase/functions/hello/index.ts
    └─ supabase/functions/hello/later.ts  import() as `./later.ts` at supabase/functions/hello/index.ts:7
    ----- stderr -----
    ");
    fx_snapshot!(cx, graph(&cx, &registry, &["--why", "hello/index.ts"]), @"
    exit_code: 0
    ----- stdout -----
    supabase/functions/hello/index.ts is the entrypoint
    ----- stderr -----
    ");
}

#[test]
fn what_is_not_in_the_graph_is_told_with_the_nearest_name() {
    let (cx, registry) = project();
    fx_snapshot!(cx, graph(&cx, &registry, &["--why", "debgu"]), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: `debgu` is not in the module graph

    hint: did you mean `debug`?
    ");
    fx_snapshot!(cx, graph(&cx, &registry, &["--why", "zzz"]), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: `zzz` is not in the module graph

    hint: leave `--why` out to see all that is in it
    ");
}

#[test]
fn programs_get_nodes_edges_and_chains() {
    let (cx, registry) = project();
    let output = |args: &[&str]| {
        let mut command = graph(&cx, &registry, &["--output-format", "json"]);
        let output = command.args(args).output().unwrap();
        assert_eq!(output.status.code(), Some(0));
        serde_json::from_slice::<Value>(&output.stdout).unwrap()
    };
    let whole = output(&[]);
    insta::assert_snapshot!(whole["entrypoint"], @r#""supabase/functions/hello/index.ts""#);
    insta::assert_snapshot!(lines(&whole["nodes"]), @r#"
    {"name":"supabase/functions/hello/index.ts","kind":"module","size":277,"package":null}
    {"name":"supabase/functions/_shared/cors.ts","kind":"module","size":24,"package":null}
    {"name":"node:fs","kind":"built-in","size":0,"package":null}
    {"name":"supabase/functions/hello/later.ts","kind":"module","size":53,"package":null}
    {"name":"npm:debug@3.2.0","kind":"package","size":104,"package":{"registry":"npm","name":"debug","version":"3.2.0"}}
    {"name":"npm:ms@1.0.0","kind":"package","size":88,"package":{"registry":"npm","name":"ms","version":"1.0.0"}}
    {"name":"npm:ms@2.1.3","kind":"package","size":88,"package":{"registry":"npm","name":"ms","version":"2.1.3"}}
    {"name":"npm:web@4.1.0","kind":"package","size":124,"package":{"registry":"npm","name":"web","version":"4.1.0"}}
    "#);
    insta::assert_snapshot!(lines(&whole["edges"]), @r#"
    {"from":"supabase/functions/hello/index.ts","to":"supabase/functions/_shared/cors.ts","specifier":"../_shared/cors.ts","dynamic":false,"file":"supabase/functions/hello/index.ts","line":1,"column":22}
    {"from":"supabase/functions/hello/index.ts","to":"npm:web@4.1.0","specifier":"web","dynamic":false,"file":"supabase/functions/hello/index.ts","line":2,"column":17}
    {"from":"supabase/functions/hello/index.ts","to":"npm:web@4.1.0","specifier":"web/route","dynamic":false,"file":"supabase/functions/hello/index.ts","line":3,"column":23}
    {"from":"supabase/functions/hello/index.ts","to":"npm:ms@1.0.0","specifier":"npm:ms@1","dynamic":false,"file":"supabase/functions/hello/index.ts","line":4,"column":8}
    {"from":"supabase/functions/hello/index.ts","to":"node:fs","specifier":"node:fs","dynamic":false,"file":"supabase/functions/hello/index.ts","line":5,"column":30}
    {"from":"supabase/functions/hello/index.ts","to":"supabase/functions/hello/later.ts","specifier":"./later.ts","dynamic":true,"file":"supabase/functions/hello/index.ts","line":7,"column":28}
    {"from":"supabase/functions/hello/later.ts","to":"supabase/functions/_shared/cors.ts","specifier":"../_shared/cors.ts","dynamic":false,"file":"supabase/functions/hello/later.ts","line":1,"column":8}
    {"from":"npm:debug@3.2.0","to":"npm:ms@2.1.3","specifier":"ms","dynamic":false,"file":null,"line":null,"column":null}
    {"from":"npm:web@4.1.0","to":"npm:debug@3.2.0","specifier":"debug","dynamic":false,"file":null,"line":null,"column":null}
    "#);
    insta::assert_snapshot!(lines(&whole["duplicates"]), @r#"{"name":"npm:ms","versions":["1.0.0","2.1.3"]}"#);
    let why = output(&["--why", "ms@2"]);
    insta::assert_snapshot!(why["entrypoint"], @r#""supabase/functions/hello/index.ts""#);
    insta::assert_snapshot!(lines(&why["chains"][0]), @r#"
    {"from":"supabase/functions/hello/index.ts","to":"npm:web@4.1.0","specifier":"web","dynamic":false,"file":"supabase/functions/hello/index.ts","line":2,"column":17}
    {"from":"npm:web@4.1.0","to":"npm:debug@3.2.0","specifier":"debug","dynamic":false,"file":null,"line":null,"column":null}
    {"from":"npm:debug@3.2.0","to":"npm:ms@2.1.3","specifier":"ms","dynamic":false,"file":null,"line":null,"column":null}
    "#);
}

/// An array with one line for each of its values.
fn lines(array: &Value) -> String {
    let values = array.as_array().unwrap().iter();
    values.map(Value::to_string).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_function_that_does_not_resolve_has_no_graph() {
    let (cx, registry) = project();
    cx.write(
        "supabase/functions/hello/later.ts",
        "import \"./gone.ts\";\n",
    );
    cx.write(
        "supabase/functions/hello/index.ts",
        "import \"./later.ts\";\n",
    );
    fx_snapshot!(cx, graph(&cx, &registry, &[]), @r#"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: Module not found "supabase/functions/hello/gone.ts".
        supabase/functions/hello/later.ts:1:8
          |
        1 | import "./gone.ts";
          |        ^^^^^^^^^^^
    "#);
    let mut unknown = cx.fx(["functions", "graph", "nope"]);
    fx_snapshot!(cx, unknown, @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: there is no function `nope`

    hint: the project has `hello`
    ");
}
