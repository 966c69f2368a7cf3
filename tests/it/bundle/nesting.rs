//! Source that is nested more deeply than a parser has stack for: an error, and never the end of the process.

use crate::support::TestContext;

const F: &str = "supabase/functions/f/index.ts";
const TOO_DEEP: &str = "the code is nested too deeply to be parsed";

/// Ways to nest, as what is repeated before and after something.
const BRACKETS: &[(&str, &str, &str, &str)] = &[
    ("parentheses", "(", "1", ")"),
    ("arrays", "[", "1", "]"),
    ("objects", "({a:", "1", "})"),
    ("template literals", "`${", "1", "}`"),
    ("functions", "function(){return ", "1", "}"),
    ("classes", "class{a=", "1", "}"),
    ("arrow functions", "() => ", "1", ""),
    ("calls as arguments", "f(", "1", ")"),
    ("negations", "!", "1", ""),
    ("typeof", "typeof ", "1", ""),
    ("conditions", "1 ? 1 : ", "1", ""),
    ("regular expressions between", "(/[`\"'(]/,", "1", ")"),
    ("comments between", "( /* ' ` \" */", "1", ")"),
    ("sums", "1 + ", "1", ""),
    ("sums line by line", "'line' +\n", "1", ""),
    ("logic", "x && ", "1", ""),
    ("powers", "2 ** ", "1", ""),
    ("assignments", "x = ", "1", ""),
    ("members", "", "x", ".x"),
    ("calls", "", "x", "()"),
    ("tags", "", "x", "``"),
    ("optional members", "", "x", "?.x"),
    ("casts", "", "x", " as any"),
    ("assertions", "", "x", "!"),
    ("in", "", "x", " in x"),
    ("instanceof", "", "x", " instanceof x"),
    ("instanceof line by line", "", "x", "\ninstanceof\nx"),
    (
        "classes and functions",
        "",
        "x",
        "\n+ class A\nextends x {}\n+ function\nf() {}",
    ),
];

/// Ways to nest types.
const TYPES: &[(&str, &str, &str, &str)] = &[
    ("types in parentheses", "(", "1", ")"),
    ("type arguments", "Array<", "1", ">"),
    ("object types", "{a:", "1", "}"),
    ("function types", "() => ", "1", ""),
    ("conditional types", "1 extends 1 ? 1 : ", "1", ""),
    ("keyof", "keyof ", "1", ""),
    ("array types", "", "T", "[]"),
    ("qualified names", "", "T", ".T"),
];

/// Ways to nest statements.
const STATEMENTS: &[(&str, &str, &str, &str)] = &[
    ("ifs", "if(1)", ";", ""),
    ("ifs line by line", "if (1)\n", ";", ""),
    ("else ifs", "", "if(1);", "else if(1);"),
    (
        "else ifs line by line",
        "",
        "if(1)\nthrow 1",
        "\nelse if(1)\nthrow 1",
    ),
    (
        "else ifs with calls",
        "",
        "if(1)\nf()",
        "\nelse\nif(1)\nf()",
    ),
    (
        "else ifs with blocks",
        "",
        "if(1){}",
        "\nelse if(1) try {} catch {}",
    ),
    ("blocks", "{", "", "}"),
    ("loops", "while(0)", ";", ""),
    ("do", "do ", ";", "while(0);"),
];

fn project(source: &str) -> TestContext {
    let cx = TestContext::new();
    cx.write(
        "supabase/config.toml",
        "[functions.f]\nverify_jwt = false\n",
    );
    cx.write(F, source);
    cx
}

/// What `fx functions bundle` says, and whether it failed as it does for bad source.
fn bundle(source: &str) -> String {
    let cx = project(source);
    let output = cx.fx(["functions", "bundle", "f"]).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let start: String = source.chars().take(40).collect();
    assert_eq!(output.status.code(), Some(1), "{start}…: {said:.2000}");
    said
}

fn nested((_, before, inside, after): (&str, &str, &str, &str), times: usize) -> String {
    [&before.repeat(times), inside, &after.repeat(times)].concat()
}

#[test]
fn expressions_that_are_nested_too_deeply_are_an_error_that_names_the_file_and_line() {
    for way in BRACKETS {
        let said = bundle(&format!(
            "let x;\nexport default {};\n",
            nested(*way, 20_000)
        ));
        assert!(said.contains(TOO_DEEP), "{}: {said:.2000}", way.0);
        assert!(said.contains(&format!("{F}:")), "{}: {said:.2000}", way.0);
    }
    let said = bundle(&format!(
        "\nexport default {};\n",
        nested(BRACKETS[0], 20_000)
    ));
    assert!(said.contains(&format!("at {F}:2:")), "{said:.2000}");
    assert!(said.contains("hint: move parts of"), "{said:.2000}");
}

#[test]
fn types_and_statements_that_are_nested_too_deeply_are_an_error() {
    for way in TYPES {
        let said = bundle(&format!("export type X = {};\n", nested(*way, 20_000)));
        assert!(said.contains(TOO_DEEP), "{}: {said:.2000}", way.0);
    }
    for way in STATEMENTS {
        let said = bundle(&nested(*way, 20_000));
        assert!(said.contains(TOO_DEEP), "{}: {said:.2000}", way.0);
    }
}

#[test]
fn elements_that_are_nested_too_deeply_are_an_error() {
    let cx = project("import './page.tsx';\n");
    let element = ["<a>".repeat(20_000), "</a>".repeat(20_000)].concat();
    cx.write(
        "supabase/functions/f/page.tsx",
        format!("export default {element};\n"),
    );
    let output = cx.fx(["functions", "bundle", "f"]).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{said:.2000}");
    assert!(said.contains(TOO_DEEP), "{said:.2000}");
    assert!(
        said.contains("supabase/functions/f/page.tsx:1:"),
        "{said:.2000}"
    );

    let members = ".a".repeat(19_000);
    cx.write(
        "supabase/functions/f/page.tsx",
        format!("declare const A: any;\nexport default <A{members} />;\n"),
    );
    let output = cx.fx(["functions", "bundle", "f"]).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{said:.2000}");
    assert!(said.contains(TOO_DEEP), "{said:.2000}");
}

#[test]
fn what_parsers_would_try_again_and_again_is_an_error() {
    for (before, after) in [("<any>(", ")"), ("a ? (b) : c => (", ")")] {
        let nested = [&before.repeat(60), "1", &after.repeat(60)].concat();
        let said = bundle(&format!("let a: any, b: any;\nexport default {nested};\n"));
        assert!(said.contains(TOO_DEEP), "{before}: {said:.2000}");
    }
}

#[test]
fn what_is_long_and_not_deep_is_bundled() {
    let lines = "const a = 1 + 2\nf(a).b.c\n".replace('a', "a_N");
    let without_semicolons: String = (0..4000)
        .map(|n| lines.replace('N', &n.to_string()))
        .collect();
    let members = "a: 1 + 2, b: f(1), ".repeat(10_000);
    let union = "1 | ".repeat(10_000);
    for source in [
        format!("declare function f(x: number): any;\n{without_semicolons}"),
        format!("export default {{ {members} }};"),
        format!("export type X = {union} 2;\n"),
        format!("export default [{}];", "[1, [2]], ".repeat(20_000)),
        format!("export default {};", nested(BRACKETS[0], 100)),
        format!("export default {};", nested(BRACKETS[13], 3000)),
        format!("switch (1) {{ {} }}", "case 1: break;".repeat(10_000)),
    ] {
        let cx = project(&source);
        let output = cx.fx(["functions", "bundle", "f"]).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "{source:.60}: {said:.2000}");
    }
}

#[test]
fn a_module_may_have_any_number_of_declarations_and_statements_without_semicolons() {
    for (before, one, after) in [
        ("", "function f_N(a, b) { return a }", ""),
        ("", "function f_N(a, b) {\n  return a\n}\n", ""),
        ("", "declare function f_N(a: string): string\n", ""),
        ("", "interface I_N { a: string }\n", ""),
        ("", "type T_N = { a: string }\n", ""),
        ("", "enum E_N { A }\n", ""),
        ("class A {", "m_N() {}\n", "}"),
        ("interface A {", "a_N: string[]\n", "}"),
        (
            "declare const r: any\n",
            "r.get('/N', h)\n",
            "function h() {}",
        ),
        ("declare const r: any\n", "let a_N = r.get(1)\n", ""),
        ("declare const r: any\n", "if (r)\n  r.a()\n", ""),
    ] {
        let lines: String = (0..21_000)
            .map(|n| one.replace('N', &n.to_string()))
            .collect();
        let cx = project(&[before, &lines, after].concat());
        let output = cx.fx(["functions", "bundle", "f"]).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "{one}: {said:.2000}");
    }
}

#[test]
fn configuration_that_is_nested_too_deeply_is_an_error() {
    let nested = ["[".repeat(30_000), "]".repeat(30_000)].concat();
    for (path, content) in [
        (
            "supabase/functions/f/deno.json",
            format!("{{\"x\": {nested}}}"),
        ),
        (
            "supabase/functions/f/deno.jsonc",
            format!("{{\"x\": {nested}}}"),
        ),
        (
            "supabase/functions/f/package.json",
            format!("{{\"x\": {nested}}}"),
        ),
        (
            "supabase/functions/f/deno.lock",
            format!("{{\"version\": \"5\", \"x\": {nested}}}"),
        ),
        (
            "supabase/functions/import_map.json",
            format!("{{\"imports\": {nested}}}"),
        ),
        ("supabase/config.toml", format!("x = {nested}")),
        ("supabase/config.json", format!("{{\"x\": {nested}}}")),
    ] {
        let cx = project("export {};\n");
        if path.ends_with("config.json") {
            std::fs::remove_file(cx.dir().join("supabase/config.toml")).unwrap();
        }
        cx.write(path, content);
        let output = cx.fx(["functions", "bundle", "f"]).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{path}: {said:.2000}");
        assert!(said.contains("error: "), "{path}: {said:.2000}");
    }
}

#[test]
fn a_shared_file_that_is_nested_too_deeply_is_left_alone_by_a_new_function() {
    let cx = project("export {};\n");
    let shared = format!(
        "export const corsHeaders = {};\n",
        nested(BRACKETS[0], 20_000)
    );
    cx.write("supabase/functions/_shared/cors.ts", &shared);
    let output = cx.fx(["functions", "new", "g"]).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{said:.2000}");
    assert_eq!(cx.read("supabase/functions/_shared/cors.ts"), shared);
}
