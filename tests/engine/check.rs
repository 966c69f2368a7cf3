//! `fx functions bundle --check`: the engine's type checker, before anything is written.

use std::process::Command;

use crate::{
    context::TestContext,
    packages::{self, Package},
    provisioned::provisioned,
};

const GOOD: &str = "\
import { double } from \"numbers\";
import { half } from \"@test/half\";

const answer: number = half(double(42));
Deno.serve(() => new Response(`${answer}`));
";
const BAD: &str = "\
import { double } from \"numbers\";
import { half } from \"@test/half\";

const answer: string = double(42);
Deno.serve(() => new Response(half(answer)));
";
const CONFIG: &str =
    r#"{ "imports": { "numbers": "npm:numbers@1", "@test/half": "jsr:@test/half@1" } }"#;

fn project(functions: &[(&str, &str)]) -> TestContext {
    let cx = TestContext::new();
    cx.write("supabase/config.toml", "");
    for (slug, source) in functions {
        cx.write(&format!("supabase/functions/{slug}/index.ts"), source);
        cx.write(&format!("supabase/functions/{slug}/deno.json"), CONFIG);
    }
    cx
}

/// `fx functions bundle --check` with registries of our own.
fn bundle(cx: &TestContext) -> Command {
    let mut numbers = Package::new("numbers", "1.0.0", &[]);
    numbers.manifest["types"] = "index.d.ts".into();
    numbers.files = vec![
        ("index.js", "exports.double = (n) => n * 2;\n"),
        ("index.d.ts", "export function double(n: number): number;\n"),
    ];
    let half = "export function half(n: number): number {\n  return n / 2;\n}\n";
    let mut command = cx.fx(["functions", "bundle", "--check", "--out-dir", "out"]);
    command
        .env("FX_ENGINE", &provisioned().engine)
        .env("NPM_CONFIG_REGISTRY", packages::serve(&[numbers]))
        .env("JSR_URL", packages::serve_jsr("@test/half", "1.0.0", half));
    command
}

#[test]
fn functions_with_correct_types_are_bundled() {
    let cx = project(&[("good", GOOD)]);
    let output = bundle(&cx).output().unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(0), "{stderr}");
    assert!(cx.dir().join("out/good.ezbr").is_file());
}

#[test]
fn type_errors_are_told_with_their_place_and_nothing_is_written() {
    let cx = project(&[("bad", BAD), ("good", GOOD)]);
    let output = bundle(&cx).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let stderr = String::from_utf8(output.stderr).unwrap();
    insta::assert_snapshot!(stderr, @"
    error: type check failed in 1 of 2:
        `bad`: TS2322 [ERROR]: Type 'number' is not assignable to type 'string'.
          const answer: string = double(42);
                ~~~~~~
              at supabase/functions/bad/index.ts:4:7

          TS2345 [ERROR]: Argument of type 'number' is not assignable to parameter of type 'BodyInit | null | undefined'.
          Deno.serve(() => new Response(half(answer)));
                                        ~~~~~~~~~~~~
              at supabase/functions/bad/index.ts:5:31

          TS2345 [ERROR]: Argument of type 'string' is not assignable to parameter of type 'number'.
          Deno.serve(() => new Response(half(answer)));
                                             ~~~~~~
              at supabase/functions/bad/index.ts:5:36

          Found 3 errors.

    hint: correct the types, or bundle without `--check`
    ");
    assert!(!cx.dir().join("out").exists());
}

/// `fx functions bundle --check` where no registry is to be had.
fn bundle_offline(cx: &TestContext) -> std::process::Output {
    let mut command = cx.fx(["functions", "bundle", "--check", "--out-dir", "out"]);
    command
        .env("FX_ENGINE", &provisioned().engine)
        .env("NPM_CONFIG_REGISTRY", "http://127.0.0.1:9/")
        .env("JSR_URL", "http://127.0.0.1:9/");
    command.output().unwrap()
}

const HOSTED: &str = "\
addEventListener(\"beforeunload\", (event) => console.log(event.detail.reason));
const model = new Supabase.ai.Session(\"gte-small\");
Deno.serve(async (request) => {
  EdgeRuntime.waitUntil(fetch(\"http://localhost\"));
  const embedding = await model.run(await request.text(), { mean_pool: true, normalize: true });
  return Response.json(embedding);
});
";

#[test]
fn the_types_of_the_hosted_runtime_need_no_registry() {
    let types = "jsr:@supabase/functions-js/edge-runtime.d.ts";
    let reference = format!("/// <reference types={types:?} />");
    let scaffold =
        r#"{ "imports": { "@supabase/functions-js": "jsr:@supabase/functions-js@^2" } }"#;
    let configured = format!(r#"{{ "compilerOptions": {{ "types": [{types:?}] }} }}"#);
    for (imports, config) in [
        (&*format!("import {types:?};"), "{}"),
        (
            "import \"jsr:@supabase/functions-js@2/edge-runtime.d.ts\";",
            "{}",
        ),
        (
            "import \"@supabase/functions-js/edge-runtime.d.ts\";",
            scaffold,
        ),
        (&reference, "{}"),
        ("", &configured),
    ] {
        let cx = TestContext::new();
        cx.write(
            "supabase/functions/f/index.ts",
            format!("{imports}\n{HOSTED}"),
        );
        cx.write("supabase/functions/f/deno.json", config);
        let output = bundle_offline(&cx);
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(
            output.status.code(),
            Some(0),
            "{imports} {config}: {stderr}"
        );
    }
    let cx = TestContext::new();
    let wrong =
        format!("import {types:?};\nEdgeRuntime.waitUntil(\"soon\");\nSupabase.ai.Session();\n");
    cx.write("supabase/functions/f/index.ts", wrong);
    let output = bundle_offline(&cx);
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{stderr}");
    assert!(
        stderr
            .contains("Argument of type 'string' is not assignable to parameter of type 'Promise"),
        "{stderr}"
    );
    assert!(stderr.contains("Found 2 errors"), "{stderr}");
}

#[test]
fn types_that_cannot_be_downloaded_are_told_with_the_cause() {
    for (import, cause) in [
        (
            "import \"http://127.0.0.1:9/x.d.ts\";",
            "http://127.0.0.1:9/x.d.ts",
        ),
        (
            "import \"jsr:@scope/tool@1/x.d.ts\";",
            "http://127.0.0.1:9/@scope/tool/meta.json",
        ),
        (
            "import type { T } from \"jsr:@scope/tool@1\"; export type U = T;",
            "http://127.0.0.1:9/@scope/tool/meta.json",
        ),
        ("import \"npm:pkg@1/x.d.ts\";", "http://127.0.0.1:9/pkg"),
    ] {
        let cx = TestContext::new();
        cx.write("supabase/functions/f/index.ts", import);
        let output = bundle_offline(&cx);
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(5), "{import}: {stderr}");
        let cause = format!("failed to download `{cause}`: ");
        assert!(
            stderr.contains(&cause) && stderr.contains("Connection refused"),
            "{stderr}"
        );
        assert!(stderr.contains("hint: check the network"), "{stderr}");
        assert!(!cx.dir().join("out").exists());
    }
}
