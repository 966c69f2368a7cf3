//! What is deployed is what runs: functions served from their bundles, made on the way or beforehand.

use std::fs;

use crate::{context::TestContext, session::Session};

const CONFIG: &str = r#"
[functions.f]
verify_jwt = false
static_files = ["./functions/f/*.txt"]
"#;

/// Everything a function may be made of that needs no other server.
fn project() -> TestContext {
    let cx = TestContext::new().with_shared_cache();
    cx.write("supabase/config.toml", CONFIG);
    cx.write(
        "supabase/functions/f/deno.json",
        r##"{ "imports": { "#shared/": "../_shared/", "is-number": "npm:is-number@7.0.0" } }"##,
    );
    cx.write("supabase/functions/_shared/greet.tsx", GREET);
    cx.write("supabase/functions/f/data.json", r#"{ "n": 41 }"#);
    cx.write(
        "supabase/functions/f/late.ts",
        "export const late: string = 'late';\n",
    );
    cx.write("supabase/functions/f/note.txt", "a note");
    cx.write("supabase/functions/f/index.ts", FUNCTION);
    cx
}

const GREET: &str = r"
enum Tone { Kind = 'kind' }
export function greet(name: string): string {
  return `${Tone.Kind} ${name}`;
}
export function fail(): never {
  throw new Error('with a place');
}
";

const FUNCTION: &str = r##"
import isNumber from "is-number";
import data from "./data.json" with { type: "json" };
import { fail, greet } from "#shared/greet.tsx";
Deno.serve(async (request: Request): Promise<Response> => {
  if (new URL(request.url).pathname.endsWith("/fail")) fail();
  const { late } = await import("./late.ts");
  const note = await Deno.readTextFile(new URL("./note.txt", import.meta.url));
  const here = await Deno.readTextFile("./note.txt");
  return Response.json([greet("you"), data.n + 1, isNumber(5), late, note === here]);
});
"##;

const ANSWER: &str = r#"["kind you",42,true,"late",true]"#;

#[tokio::test(flavor = "multi_thread")]
async fn a_function_runs_whatever_links_lead_to_the_cache() {
    let cx = project();
    let link = cx.root().join("linked-cache");
    std::os::unix::fs::symlink(cx.cache(), &link).unwrap();
    for args in [&[][..], &["--from-bundle"]] {
        let session = Session::start_with(&cx, args, |command| {
            command.env("FX_CACHE_DIR", &link);
        });
        let answer = session.get("f").await;
        let told = (answer.status, &*answer.text);
        assert_eq!(told, (200, ANSWER), "{args:?}: {}", session.said());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_function_runs_from_its_bundle_as_it_does_from_its_files() {
    let cx = project();
    let session = Session::start(&cx, &["--from-bundle"]);
    let answer = session.get("f").await;
    assert_eq!((answer.status, &*answer.text), (200, ANSWER));
    session.get("f/fail").await;
    session.wait_for("at fail (functions/_shared/greet.tsx:7:9)");
    session.wait_for("at functions/f/index.ts:6:");

    cx.write("supabase/functions/f/note.txt", "another");
    cx.write(
        "supabase/functions/f/late.ts",
        "export const late = 'later';\n",
    );
    let expected = ANSWER.replace("late", "later");
    session
        .until("the bundle is made anew", async || {
            session.get("f").await.text == expected
        })
        .await;
    cx.write("supabase/functions/f/late.ts", "export const late = ;\n");
    session.wait_for("`supabase/functions/f/late.ts` is left out of the bundle");
    session
        .until("the import fails", async || {
            session.get("f").await.status == 500
        })
        .await;
    cx.write("supabase/functions/f/index.ts", "import './nothing.ts';\n");
    session.wait_for("its last good version goes on serving");
    assert_eq!(session.get("f").await.status, 500);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bundle_needs_neither_sources_nor_registry() {
    let cx = project();
    let bundle = |cx: &TestContext| {
        let made = cx
            .fx(["functions", "bundle", "f", "--out-dir", "dist"])
            .output()
            .unwrap();
        assert!(
            made.status.success(),
            "{}",
            String::from_utf8_lossy(&made.stderr)
        );
    };
    bundle(&cx);
    for name in ["deno.json", "data.json", "late.ts", "note.txt"] {
        fs::remove_file(cx.dir().join("supabase/functions/f").join(name)).unwrap();
    }
    cx.write(
        "supabase/functions/f/index.ts",
        "throw new Error('not me');\n",
    );
    let session = Session::start(&cx, &["--from-bundle=dist"]);
    assert_eq!(session.get("f").await.text, ANSWER);

    let other = project();
    other.write("supabase/functions/f/data.json", r#"{ "n": 1 }"#);
    bundle(&other);
    fs::rename(
        other.dir().join("dist/f.ezbr"),
        cx.dir().join("dist/f.ezbr"),
    )
    .unwrap();
    let expected = ANSWER.replace("42", "2");
    session
        .until("the new bundle runs", async || {
            session.get("f").await.text == expected
        })
        .await;

    fs::write(cx.dir().join("dist/f.ezbr"), "EZBR nothing").unwrap();
    session.wait_for("the bundle `");
    assert_eq!(session.get("f").await.text, expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_missing_bundle_says_how_to_make_it() {
    let cx = project();
    let session = Session::start(&cx, &["--from-bundle=dist"]);
    let answer = session.get("f").await;
    assert_eq!(answer.status, 503, "{answer:?}");
    session.wait_for("fx functions bundle f --out-dir");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_commonjs_function_requires_its_own_files_from_its_bundle() {
    let cx = TestContext::new().with_shared_cache();
    cx.write(
        "supabase/config.toml",
        "[functions.f]\nverify_jwt = false\n",
    );
    for (name, text) in [
        ("package.json", r#"{ "type": "commonjs" }"#),
        (
            "index.js",
            "const own = require('./own');\nDeno.serve(() => new Response(own.text));\n",
        ),
        (
            "own.js",
            "exports.text = 'own ' + require('./data.json').n;\n",
        ),
        ("data.json", r#"{ "n": 1 }"#),
    ] {
        cx.write(&format!("supabase/functions/f/{name}"), text);
    }
    let session = Session::start(&cx, &["--from-bundle"]);
    assert_eq!(session.get("f").await.text, "own 1");
}

/// What has no place in a project, or more than one.
const UNUSUAL: &str = r#"
import text from "data:text/javascript,export default 'text'";
import * as wasm from "./empty.wasm";
import spaced from "./my file.ts";
const name: string = "late";
Deno.serve(async () => Response.json([
  text,
  Object.keys(wasm),
  spaced,
  (await import("data:text/javascript,export default 2")).default,
  (await import("./late.ts")).late,
  (await import(`./${name}.ts`)).late,
  await import(`data:text/javascript,export default '${name}'`).then((made) => made.default),
  await import("/nowhere/on/this/machine.ts").catch((error: Error) => error.name),
]));
"#;

#[tokio::test(flavor = "multi_thread")]
async fn texts_templates_and_wasm_run_from_a_bundle() {
    let cx = project();
    let function = |name: &str| format!("supabase/functions/f/{name}");
    cx.write(&function("index.ts"), UNUSUAL);
    cx.write(&function("empty.wasm"), b"\0asm\x01\0\0\0");
    cx.write(&function("my file.ts"), "export default 'spaced';\n");
    let expected = r#"["text",[],"spaced",2,"late","late","late","TypeError"]"#;
    let session = Session::start(&cx, &["--from-bundle"]);
    let answer = session.get("f").await;
    assert_eq!((answer.status, &*answer.text), (200, expected));
}
