//! `fx functions unbundle`: what it restores from every kind of bundle, and everything it refuses.

use std::{fs, io::Write as _, process::Stdio, sync::Arc};

use eszip::{EszipV2, ModuleKind};

use crate::{fx_snapshot, support::TestContext};

/// A project directory with a sample of every layout in it.
fn context() -> TestContext {
    TestContext::with_fixture("bundles")
}

/// A bundle of the `eszip` crate with one module of each name.
fn with_modules(names: &[&str]) -> Vec<u8> {
    let mut eszip = EszipV2::default();
    for name in names {
        let code: Arc<[u8]> = format!("// {name}\n").into_bytes().into();
        eszip.add_to_front(ModuleKind::JavaScript, (*name).to_owned(), code, []);
    }
    eszip.into_bytes()
}

fn frame(eszip: &[u8]) -> Vec<u8> {
    let mut framed = b"EZBR".to_vec();
    brotli::BrotliCompress(&mut &*eszip, &mut framed, &Default::default()).unwrap();
    framed
}

/// Runs `fx` and returns its exit code, stdout and stderr.
fn run(cx: &TestContext, args: &[&str]) -> (Option<i32>, String, String) {
    let mut command = cx.fx(["functions", "unbundle"]);
    let output = command.args(args).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (
        output.status.code(),
        text(output.stdout),
        text(output.stderr),
    )
}

#[test]
fn a_bundle_becomes_what_it_was_made_of() {
    let cx = context();
    fx_snapshot!(cx, cx.fx(["functions", "unbundle", "v2.eszip"]), @"
    exit_code: 0
    ----- stdout -----
    new            85 B supabase/functions/_shared/greet.ts
    new             8 B supabase/functions/hello/add.wasm
    new            16 B supabase/functions/hello/data.json
    new            57 B supabase/functions/hello/deno.json
    new           324 B supabase/functions/hello/index.ts
    new            15 B supabase/functions/hello/my page.html
    new            51 B supabase/functions/hello/plain.js
    ----- stderr -----
    Wrote 7 files to `v2`; not written: 1 remote module, 2 npm packages
    ");
    insta::assert_snapshot!(cx.read("v2/supabase/functions/hello/index.ts"), @r#"
    import { greet } from "../_shared/greet.ts";
    import data from "./data.json" with { type: "json" };
    import { shout } from "./plain.js";

    interface Caller { name: string }

    Deno.serve(async (request: Request) => {
      const caller: Caller = await request.json();
      return new Response(shout(greet(caller.name, data.mark)));
    });
    "#);
    insta::assert_snapshot!(cx.read("v2/supabase/functions/hello/deno.json"), @r#"
    {
      "imports": {
        "is-odd": "npm:is-odd@^3.0.1"
      }
    }
    "#);
    assert_eq!(
        cx.read("v2/supabase/functions/hello/my page.html"),
        "<h1>hello</h1>\n"
    );
    assert_eq!(
        cx.read("v2/supabase/functions/hello/data.json"),
        "{ \"mark\": \"!\" }\n"
    );
    let wasm = fs::read(cx.dir().join("v2/supabase/functions/hello/add.wasm")).unwrap();
    assert_eq!(wasm, b"\0asm\x01\0\0\0");
}

#[test]
fn what_fx_has_bundled_comes_back_byte_for_byte() {
    let cx = TestContext::with_fixture("example");
    let bundle = ["functions", "bundle", "hello", "clock", "--out-dir", "out"];
    let output = cx.fx(bundle).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    for (name, files) in [
        ("hello", &["hello/index.ts", "_shared/greeting.ts"][..]),
        ("clock", &["clock/index.ts", "clock/page.html"]),
    ] {
        let (code, stdout, stderr) = run(&cx, &[&format!("out/{name}.ezbr"), "--out-dir", name]);
        assert_eq!(code, Some(0), "{stderr}");
        for file in files {
            let original = cx.read(&format!("supabase/functions/{file}"));
            let line = stdout.lines().find(|line| line.ends_with(file)).unwrap();
            let path = line.split_whitespace().last().unwrap();
            assert_eq!(cx.read(&format!("{name}/{path}")), original, "{file}");
        }
    }
}

#[test]
fn every_layout_is_read_compressed_or_not() {
    let cx = context();
    for (name, index) in [
        ("v1_1", "functions/hello/index.ts"),
        ("v1", "functions/hello/index.ts"),
        ("v0", "functions/hello/index.ts"),
        ("plain", "src/hello/index.ts"),
    ] {
        let file = format!("{name}.eszip");
        let (code, _, stderr) = run(&cx, &[&file]);
        assert_eq!(code, Some(0), "{name}: {stderr}");
        let original = cx.read(&format!("{name}/{index}"));
        assert!(
            original.contains("const caller: Caller"),
            "{name}: {original}"
        );
        assert!(
            cx.dir()
                .join(name)
                .join(index)
                .with_file_name("plain.js")
                .is_file()
        );

        let framed = frame(&fs::read(cx.dir().join(&file)).unwrap());
        cx.write("framed.bin", framed);
        let (code, stdout, stderr) = run(&cx, &["framed.bin", "--out-dir", name]);
        assert_eq!(code, Some(0), "{name}: {stderr}");
        assert!(
            stdout.lines().all(|line| line.starts_with("unchanged")),
            "{stdout}"
        );
    }
}

#[test]
fn a_dry_run_lists_and_writes_nothing() {
    let cx = context();
    fx_snapshot!(cx, cx.fx(["functions", "unbundle", "v1.eszip", "--dry-run"]), @"
    exit_code: 0
    ----- stdout -----
    new            85 B functions/_shared/greet.ts
    new            16 B functions/hello/data.json
    new           324 B functions/hello/index.ts
    new            51 B functions/hello/plain.js
    new            15 B hello/page.html
    remote              https://deno.land/x/tiny/mod.ts
    npm                 is-number@6.0.0
    npm                 is-odd@3.0.1
    ----- stderr -----
    Would write 5 files to `v1`; not written: 1 remote module, 2 npm packages
    ");
    assert!(!cx.dir().join("v1").exists());
}

#[test]
fn scripts_get_json_and_bundles_come_from_stdin() {
    let cx = context();
    let mut command = cx.fx(["functions", "unbundle", "-", "--output-format", "json"]);
    command.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let bundle = fs::read(cx.dir().join("v2.eszip")).unwrap();
    child.stdin.take().unwrap().write_all(&bundle).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    insta::assert_snapshot!(String::from_utf8(output.stdout).unwrap(), @r#"
    {
      "out_dir": "bundle",
      "layout": "2.0",
      "checksum": "none",
      "entrypoint": "supabase/functions/hello/index.ts",
      "dry_run": false,
      "files": [
        {
          "path": "supabase/functions/_shared/greet.ts",
          "bytes": 85,
          "state": "new",
          "origin": "source_map"
        },
        {
          "path": "supabase/functions/hello/add.wasm",
          "bytes": 8,
          "state": "new",
          "origin": "verbatim"
        },
        {
          "path": "supabase/functions/hello/data.json",
          "bytes": 16,
          "state": "new",
          "origin": "verbatim"
        },
        {
          "path": "supabase/functions/hello/deno.json",
          "bytes": 57,
          "state": "new",
          "origin": "settings"
        },
        {
          "path": "supabase/functions/hello/index.ts",
          "bytes": 324,
          "state": "new",
          "origin": "source_map"
        },
        {
          "path": "supabase/functions/hello/my page.html",
          "bytes": 15,
          "state": "new",
          "origin": "verbatim"
        },
        {
          "path": "supabase/functions/hello/plain.js",
          "bytes": 51,
          "state": "new",
          "origin": "verbatim"
        }
      ],
      "remote_modules": [
        "https://deno.land/x/tiny/mod.ts"
      ],
      "npm_packages": [
        "is-number@6.0.0",
        "is-odd@3.0.1"
      ],
      "npm_files": 2,
      "npm_bytes": 7,
      "warnings": []
    }
    "#);
    assert!(
        cx.dir()
            .join("bundle/supabase/functions/hello/index.ts")
            .is_file()
    );
}

#[test]
fn what_is_there_is_kept_unless_it_is_forced() {
    let cx = context();
    run(&cx, &["plain.eszip", "--out-dir", "out"]);
    fs::remove_file(cx.dir().join("out/src/hello/data.json")).unwrap();
    let mine = cx.write("out/src/hello/plain.js", "// mine\n");
    let mut command = cx.fx(["functions", "unbundle", "plain.eszip", "--out-dir", "out"]);
    fx_snapshot!(cx, command, @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: failed to unbundle `plain.eszip`
      caused by: a file is there already with another content: `out/src/hello/plain.js`

    hint: pass --force to overwrite, or choose another --out-dir
    ");
    assert_eq!(cx.read("out/src/hello/plain.js"), "// mine\n");
    assert!(
        !cx.dir().join("out/src/hello/data.json").exists(),
        "all or nothing"
    );
    fx_snapshot!(cx, command.arg("--force"), @"
    exit_code: 0
    ----- stdout -----
    unchanged      85 B src/_shared/greet.ts
    new            16 B src/hello/data.json
    unchanged     324 B src/hello/index.ts
    replaced       51 B src/hello/plain.js
    ----- stderr -----
    Wrote 2 files to `out`; 2 unchanged; not written: 1 remote module, 0 npm packages
    ");
    assert!(fs::read_to_string(mine).unwrap().contains("toUpperCase"));
}

#[test]
fn names_that_lead_out_of_the_directory_are_refused() {
    let cx = TestContext::new();
    for (name, problem) in [
        ("../evil.js", "leads out of the directory"),
        ("a/../../evil.js", "leads out of the directory"),
        ("a/%2e%2e/%2e%2e/evil.js", "leads out of the directory"),
        ("/tmp/evil.js", "is an absolute path"),
        ("file:///a/../../evil.js", "leads out of the directory"),
        ("static:../evil", "leads out of the directory"),
        ("static:/etc/evil", "is an absolute path"),
        ("C:/evil.js", "drive"),
        ("a\\..\\evil.js", "drive"),
        ("a/evil.js:stream", "drive"),
        ("a/nul.js", "Windows device"),
        ("a/COM1", "Windows device"),
        ("a/evil.", "dot or a space"),
        ("a/evil ", "dot or a space"),
        ("a/ev\0il", "control character"),
        ("a/\u{1b}[2Jevil", "control character"),
    ] {
        cx.write("evil.eszip", with_modules(&[name, "a/good.js"]));
        let (code, stdout, stderr) = run(&cx, &["evil.eszip", "--out-dir", "out/deep"]);
        assert_eq!(code, Some(1), "{name}: {stdout}");
        assert!(stderr.contains(problem), "{name}: {stderr}");
        assert!(!stderr.contains('\u{1b}'), "{stderr}");
        assert!(!cx.dir().join("out").exists(), "{name}");
    }
    cx.write("evil.eszip", with_modules(&["../evil.js"]));
    fx_snapshot!(cx, cx.fx(["functions", "unbundle", "evil.eszip"]), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: failed to unbundle `evil.eszip`
      caused by: the bundle holds `../evil.js`, which leads out of the directory

    hint: no bundle of fx or the Supabase CLI is like that: do not trust the file
    ");
}

#[test]
fn names_that_are_one_on_some_systems_are_refused() {
    let cx = TestContext::new();
    for names in [
        ["a/Index.js", "a/index.js"],
        ["A/x.js", "a/y.js"],
        ["a", "a/b.js"],
    ] {
        cx.write("evil.eszip", with_modules(&names));
        let (code, _, stderr) = run(&cx, &["evil.eszip"]);
        assert_eq!(code, Some(1), "{names:?}");
        assert!(stderr.contains("cannot be beside each other"), "{stderr}");
    }
    cx.write("empty.eszip", with_modules(&["https://deno.land/x/mod.ts"]));
    fx_snapshot!(cx, cx.fx(["functions", "unbundle", "empty.eszip"]), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: failed to unbundle `empty.eszip`
      caused by: the bundle holds no file of a project, only remote modules or packages
    ");
}

#[cfg(unix)]
#[test]
fn symbolic_links_are_not_followed() {
    use std::os::unix::fs::symlink;
    let cx = context();
    let outside = cx.root().join("outside");
    fs::create_dir(&outside).unwrap();
    fs::create_dir_all(cx.dir().join("plain/src")).unwrap();
    symlink(&outside, cx.dir().join("plain/src/hello")).unwrap();
    let mut command = cx.fx(["functions", "unbundle", "plain.eszip"]);
    fx_snapshot!(cx, command.arg("--force"), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: failed to unbundle `plain.eszip`
      caused by: `plain/src/hello` is a symbolic link, which is not followed

    hint: choose another --out-dir, or move it away
    ");
    fs::remove_file(cx.dir().join("plain/src/hello")).unwrap();
    fs::create_dir(cx.dir().join("plain/src/hello")).unwrap();
    let target = cx.write("mine.ts", "// mine\n");
    symlink(&target, cx.dir().join("plain/src/hello/index.ts")).unwrap();
    let (code, _, stderr) = run(&cx, &["plain.eszip", "--force"]);
    assert_eq!(code, Some(1));
    assert!(
        stderr.contains("`") && stderr.contains("a symbolic link"),
        "{stderr}"
    );
    assert_eq!(cx.read("mine.ts"), "// mine\n");
    assert_eq!(fs::read_dir(outside).unwrap().count(), 0);
    // The directory itself is what the user says it is.
    fs::create_dir(cx.dir().join("real")).unwrap();
    symlink(cx.dir().join("real"), cx.dir().join("link")).unwrap();
    assert_eq!(run(&cx, &["plain.eszip", "--out-dir", "link"]).0, Some(0));
    assert!(cx.dir().join("real/src/hello/index.ts").is_file());
}

#[test]
fn what_is_no_bundle_is_named() {
    let cx = context();
    cx.write("page.html", "<!doctype html>");
    cx.write("empty", "");
    let whole = fs::read(cx.dir().join("v2.eszip")).unwrap();
    cx.write("half.eszip", &whole[..whole.len() / 2]);
    let framed = frame(&whole);
    cx.write("half.ezbr", &framed[..framed.len() / 2]);
    let mut flipped = fs::read(cx.dir().join("plain.eszip")).unwrap();
    let at = flipped
        .windows(9)
        .position(|part| part == b"Hello ${n")
        .unwrap();
    flipped[at] ^= 1;
    cx.write("flipped.eszip", flipped);
    let mut said = String::new();
    for name in [
        "page.html",
        "empty",
        "half.eszip",
        "half.ezbr",
        "flipped.eszip",
        "missing",
    ] {
        let (code, stdout, stderr) = run(&cx, &[name, "--out-dir", "out"]);
        assert_eq!((code, &*stdout), (Some(1), ""), "{name}");
        said.push_str(&stderr);
        assert!(!cx.dir().join("out").exists());
    }
    insta::assert_snapshot!(said, @"
    error: failed to unbundle `page.html`
      caused by: not a bundle: it begins with `<!doctyp`, neither with `EZBR` nor with `ESZIP`

    hint: give it a file of `fx functions bundle`, or a function's body from the Management API
    error: failed to unbundle `empty`
      caused by: the file is empty

    hint: give it a file of `fx functions bundle`, or a function's body from the Management API
    error: failed to unbundle `half.eszip`
      caused by: truncated in the sources at byte 1283: the file is too short by 625

    hint: get the file again, or bundle the function again
    error: failed to unbundle `half.ezbr`
      caused by: the compressed stream is damaged or truncated after 921 bytes of content

    hint: get the file again, or bundle the function again
    error: failed to unbundle `flipped.eszip`
      caused by: the checksum of `file:///src/_shared/greet.ts` does not match: the file is damaged

    hint: get the file again, or bundle the function again
    error: failed to read `missing`
      caused by: No such file or directory (os error 2)
    ");
    fx_snapshot!(cx, cx.fx(["functions", "unbundle", "v2.eszip", "--out-dir", "empty"]), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: failed to unbundle `v2.eszip`
      caused by: `empty` is not a directory

    hint: choose another --out-dir, or move it away
    ");
}

#[test]
fn what_has_no_original_is_written_as_it_is() {
    let cx = TestContext::new();
    let names = [
        "a/one.ts",
        "a/two.tsx",
        "a/three.ts",
        "a/four.jsx",
        "a/five.js",
    ];
    cx.write("x.eszip", with_modules(&names));
    fx_snapshot!(cx, cx.fx(["functions", "unbundle", "x.eszip"]), @"
    exit_code: 0
    ----- stdout -----
    new            13 B a/five.js
    new            14 B a/four.jsx
    new            12 B a/one.ts
    new            14 B a/three.ts
    new            13 B a/two.tsx
    ----- stderr -----
    warning: no original of `a/four.jsx`, `a/one.ts`, `a/three.ts` and 1 more in the bundle: what is written is JavaScript
    Wrote 5 files to `x`
    ");
}
