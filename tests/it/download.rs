//! `fx functions download`: what comes back, and everything that is refused.

use std::{collections::BTreeMap, fs, path::Path};

use crate::support::{
    TestContext,
    api::{Api, Fault, Matcher, REF, TOKEN},
    snapshot,
};

fn context() -> TestContext {
    TestContext::new()
        .filter(r"127\.0\.0\.1:\d+", "[API]")
        .filter(r"in 0\.\d s", "in [PAUSE]")
}

fn download(cx: &TestContext, api: &Api, rest: &[&str]) -> String {
    let args = ["functions", "download", "--project-ref", REF];
    let ended = snapshot::run(&mut api.fx(cx, args.iter().chain(rest).copied()));
    assert!(!ended.contains(TOKEN), "{ended}");
    let root = cx.root().to_str().unwrap().to_owned();
    let url = api.url();
    ended
        .replace(&root, "[ROOT]")
        .replace(url.trim_start_matches("http://"), "[API]")
}

/// Every file below a directory.
fn files(directory: &Path) -> BTreeMap<String, Vec<u8>> {
    let walk = walkdir::WalkDir::new(directory).into_iter().flatten();
    walk.filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let path = entry.path().strip_prefix(directory).unwrap();
            let path = path.to_str().unwrap().to_owned();
            (path, fs::read(entry.path()).unwrap())
        })
        .collect()
}

fn with_sources(files: &[(&str, &str)], entrypoint: &str) -> Api {
    let api = Api::start();
    let mut state = api.state();
    let function = state.add_function("hello", b"");
    function.entrypoint_path = Some(entrypoint.to_owned());
    function.verify_jwt = Some(false);
    function.ezbr_sha256 = None;
    function.files = files
        .iter()
        .map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()))
        .collect();
    drop(state);
    api
}

#[test]
fn bundles_become_the_sources_they_were_made_of() {
    let origin = TestContext::with_fixture("example");
    origin.write("supabase/functions/clock/data/a [1].txt", "one\r\n");
    let config = origin.read("supabase/config.toml");
    let config = config.replace(
        "clock/*.html\"",
        "clock/*.html\", \"./functions/clock/data/*.txt\"",
    );
    origin.write("supabase/config.toml", config);
    let api = Api::start();
    for slug in ["hello", "todos", "clock"] {
        let args = ["functions", "bundle", slug, "--out-dir", "../out"];
        let output = origin.fx(args).output().unwrap();
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        let body = fs::read(origin.root().join(format!("out/{slug}.ezbr"))).unwrap();
        api.state().add_function(slug, &body).verify_jwt = Some(slug == "todos");
    }
    let cx = context();
    insta::assert_snapshot!(download(&cx, &api, &["--all"]), @"
    exit_code: 0
    ----- stdout -----
    new           107 B supabase/functions/_shared/greeting.ts
    new             5 B supabase/functions/clock/data/a [1].txt
    new           878 B supabase/functions/clock/index.ts
    new           205 B supabase/functions/clock/page.html
    new            64 B supabase/functions/hello/deno.json
    new           190 B supabase/functions/hello/index.ts
    new            49 B supabase/functions/todos/deno.json
    new           627 B supabase/functions/todos/index.ts
    ----- stderr -----
    Downloaded Function clock from project abcdefghijklmnopqrst.
    Downloaded Function hello from project abcdefghijklmnopqrst.
    Downloaded Function todos from project abcdefghijklmnopqrst.
    ");
    let expected = files(&origin.dir().join("supabase/functions"));
    let found = files(&cx.dir().join("supabase/functions"));
    for (path, content) in &expected {
        let found = found
            .get(path)
            .unwrap_or_else(|| panic!("{path} is missing"));
        assert_eq!(
            String::from_utf8_lossy(found),
            String::from_utf8_lossy(content),
            "{path}"
        );
    }
    assert_eq!(found.len(), expected.len());
    insta::assert_snapshot!(cx.read("supabase/config.toml"), @r#"
    [functions.clock]
    enabled = true
    verify_jwt = false
    entrypoint = "./functions/clock/index.ts"
    static_files = ["./functions/clock/data/a [[]1[]].txt", "./functions/clock/page.html"]

    [functions.hello]
    enabled = true
    verify_jwt = false
    import_map = "./functions/hello/deno.json"
    entrypoint = "./functions/hello/index.ts"

    [functions.todos]
    enabled = true
    verify_jwt = true
    import_map = "./functions/todos/deno.json"
    entrypoint = "./functions/todos/index.ts"
    "#);
    // It deploys as what it was: the same bytes.
    for slug in ["hello", "todos", "clock"] {
        let args = ["functions", "bundle", slug, "--out-dir", "../out"];
        assert!(cx.fx(args).output().unwrap().status.success());
        let body = |cx: &TestContext| fs::read(cx.root().join(format!("out/{slug}.ezbr"))).unwrap();
        assert!(body(&cx) == body(&origin), "{slug}");
    }
    // And again: nothing changes.
    let before = files(&cx.dir());
    insta::assert_snapshot!(download(&cx, &api, &["hello"]), @"
    exit_code: 0
    ----- stdout -----
    unchanged     107 B supabase/functions/_shared/greeting.ts
    unchanged      64 B supabase/functions/hello/deno.json
    unchanged     190 B supabase/functions/hello/index.ts
    ----- stderr -----
    Downloaded Function hello from project abcdefghijklmnopqrst.
    ");
    assert_eq!(files(&cx.dir()), before);
    assert!(api.most_at_once() > 1);
}

#[test]
fn sources_land_where_they_belong() {
    let sources = [
        (
            "supabase/functions/hello/index.ts",
            "import '../_shared/x.ts';\n",
        ),
        (
            "supabase/functions/_shared/x.ts",
            "export const x: number = 1;\r\n",
        ),
        ("supabase/functions/hello/page.html", "<p>\u{e4}</p>"),
        ("supabase/functions/hello/deno.json", "{ \"imports\": {} }"),
    ];
    for (prefix, entrypoint) in [
        ("", "supabase/functions/hello/index.ts"),
        ("supabase/", "functions/hello/index.ts"),
        ("supabase/functions/", "file:///var/tmp/x/hello/index.ts"),
    ] {
        let named = sources.map(|(path, text)| (path.strip_prefix(prefix).unwrap(), text));
        let (cx, api) = (context(), with_sources(&named, entrypoint));
        // Both ways: the server has no bundle.
        for flags in [&["hello", "--use-api"][..], &["hello"]] {
            let ended = download(&cx, &api, flags);
            assert!(
                ended.contains("Downloaded Function hello from project"),
                "{ended}"
            );
        }
        for (path, text) in sources {
            assert_eq!(cx.read(path), text, "{path}");
        }
        let config = cx.read("supabase/config.toml");
        assert!(config.contains("verify_jwt = false"), "{config}");
        assert!(
            config.contains("static_files = [\"./functions/hello/page.html\"]"),
            "{config}"
        );
    }
}

#[test]
fn another_directory_may_stand_for_the_project() {
    let cx = context();
    let api = with_sources(
        &[
            ("index.ts", "1"),
            ("../_shared/x.ts", "2"),
            ("lib/y.ts", "3"),
        ],
        "index.ts",
    );
    insta::assert_snapshot!(download(&cx, &api, &["hello", "--use-api", "--out-dir", "new/place"]), @"
    exit_code: 0
    ----- stdout -----
    new             1 B supabase/functions/_shared/x.ts
    new             1 B supabase/functions/hello/index.ts
    new             1 B supabase/functions/hello/lib/y.ts
    ----- stderr -----
    Downloaded Function hello from project abcdefghijklmnopqrst.
    ");
    let found: Vec<String> = files(&cx.dir()).into_keys().collect();
    insta::assert_debug_snapshot!(found, @r#"
    [
        "new/place/supabase/config.toml",
        "new/place/supabase/functions/_shared/x.ts",
        "new/place/supabase/functions/hello/index.ts",
        "new/place/supabase/functions/hello/lib/y.ts",
    ]
    "#);
    insta::assert_snapshot!(download(&cx, &api, &["hello", "--use-api", "--dry-run", "--output-format", "json"]), @r#"
    exit_code: 0
    ----- stdout -----
    {
      "project_ref": "abcdefghijklmnopqrst",
      "function_slugs": [
        "hello"
      ],
      "message": "Nothing was written.",
      "dry_run": true,
      "functions": [
        {
          "slug": "hello",
          "format": "sources",
          "entrypoint": "supabase/functions/hello/index.ts",
          "import_map": null,
          "static_files": [],
          "declared": true
        }
      ],
      "files": [
        {
          "path": "supabase/functions/_shared/x.ts",
          "bytes": 1,
          "state": "new",
          "origin": "verbatim"
        },
        {
          "path": "supabase/functions/hello/index.ts",
          "bytes": 1,
          "state": "new",
          "origin": "verbatim"
        },
        {
          "path": "supabase/functions/hello/lib/y.ts",
          "bytes": 1,
          "state": "new",
          "origin": "verbatim"
        }
      ]
    }
    ----- stderr -----
    "#);
    assert_eq!(files(&cx.dir()).len(), found.len());
}

#[test]
fn changed_files_are_not_overwritten_silently() {
    let cx = context();
    let api = with_sources(
        &[("hello/index.ts", "theirs"), ("hello/new.ts", "new")],
        "hello/index.ts",
    );
    cx.write("supabase/functions/hello/index.ts", "mine");
    cx.write(
        "supabase/config.toml",
        "# mine\n[functions.hello]\nverify_jwt = true\n",
    );
    insta::assert_snapshot!(download(&cx, &api, &["hello"]), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: a file is there already with another content: `supabase/functions/hello/index.ts`

    hint: pass --force to overwrite, or choose another --out-dir
    ");
    assert_eq!(cx.read("supabase/functions/hello/index.ts"), "mine");
    assert!(!cx.dir().join("supabase/functions/hello/new.ts").exists());
    insta::assert_snapshot!(download(&cx, &api, &["hello", "--force"]), @"
    exit_code: 0
    ----- stdout -----
    replaced        6 B supabase/functions/hello/index.ts
    new             3 B supabase/functions/hello/new.ts
    ----- stderr -----
    warning: `[functions.hello]` says `verify_jwt = true`, and the project has `false`
      hint: what is declared stays, and the next deploy sends it
    Downloaded Function hello from project abcdefghijklmnopqrst.
    ");
    assert_eq!(cx.read("supabase/functions/hello/index.ts"), "theirs");
    assert_eq!(
        cx.read("supabase/config.toml"),
        "# mine\n[functions.hello]\nverify_jwt = true\n"
    );
}

#[test]
fn functions_may_have_been_deployed_from_different_versions_of_a_file() {
    let cx = context();
    let api = with_sources(
        &[
            ("functions/hello/index.ts", "1"),
            ("functions/_shared/x.ts", "old"),
        ],
        "functions/hello/index.ts",
    );
    let mut later = api.state().function("hello").unwrap().clone();
    later.slug = "later".to_owned();
    later.updated_at += 1000;
    later.entrypoint_path = Some("functions/later/index.ts".to_owned());
    later.files[0].0 = "functions/later/index.ts".to_owned();
    later.files[1].1 = b"new".to_vec();
    api.state().functions.insert("later".to_owned(), later);
    insta::assert_snapshot!(download(&cx, &api, &[]), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: `hello` and `later` were deployed with different versions of `supabase/functions/_shared/x.ts`

    hint: download `hello` and `later` apart, each with its own --out-dir, or pass --force for the version that was deployed last
    ");
    assert!(files(&cx.dir()).is_empty());
    assert!(download(&cx, &api, &["--force"]).starts_with("exit_code: 0"));
    assert_eq!(cx.read("supabase/functions/_shared/x.ts"), "new");
}

#[test]
fn nothing_is_written_outside() {
    let mut ends = String::new();
    for path in [
        "../../../x.ts",
        "../../x.ts",
        "/etc/x.ts",
        "C:/x.ts",
        "..\\\\..\\\\x.ts",
        "NUL",
        "lib/com1.ts",
        "a\tb.ts",
        "index.ts/x.ts",
        "INDEX.ts",
        ".git/config",
    ] {
        let (cx, api) = (
            context(),
            with_sources(&[("index.ts", "1"), (path, "2")], "index.ts"),
        );
        let before = files(&cx.root());
        let ended = download(&cx, &api, &["hello", "--use-api", "--force"]);
        assert!(ended.starts_with("exit_code: 1"), "{path}: {ended}");
        assert_eq!(files(&cx.root()), before, "{path}");
        let cause = ended
            .lines()
            .find(|line| line.contains("caused by"))
            .unwrap();
        ends += &format!("{}\n", cause.trim());
    }
    insta::assert_snapshot!(ends, @r"
    caused by: refusing to extract Function file outside `supabase/functions`: `../../../x.ts`
    caused by: refusing to extract Function file outside `supabase/functions`: `../../x.ts`
    caused by: refusing to extract Function file outside `supabase/functions`: `/etc/x.ts`
    caused by: the bundle holds `supabase/functions/hello/C:/x.ts`, which has `\` or `:` in it, which means a drive or a directory on Windows
    caused by: the bundle holds `supabase/functions/hello/..\\\\..\\\\x.ts`, which has `\` or `:` in it, which means a drive or a directory on Windows
    caused by: the bundle holds `supabase/functions/hello/NUL`, which has the name of a Windows device in it
    caused by: the bundle holds `supabase/functions/hello/lib/com1.ts`, which has the name of a Windows device in it
    caused by: the bundle holds `supabase/functions/hello/a\tb.ts`, which has a control character in it
    caused by: the bundle holds both `supabase/functions/hello/index.ts` and `supabase/functions/hello/index.ts`, which cannot be beside each other
    caused by: the bundle holds both `supabase/functions/hello/INDEX.ts` and `supabase/functions/hello/index.ts`, which cannot be beside each other
    caused by: refusing to extract Function file outside `supabase/functions`: `.git/config`
    ");
}

#[cfg(unix)]
#[test]
fn symbolic_links_below_the_target_are_not_followed() {
    for link in [
        "supabase/functions/hello",
        "supabase/functions/hello/index.ts",
        "supabase",
    ] {
        let cx = context();
        let api = with_sources(&[("index.ts", "1")], "index.ts");
        let link = cx.dir().join(link);
        fs::create_dir_all(link.parent().unwrap()).unwrap();
        std::os::unix::fs::symlink(cx.home(), &link).unwrap();
        let ended = download(&cx, &api, &["hello", "--use-api", "--force"]);
        assert!(ended.starts_with("exit_code: 1"), "{ended}");
        assert!(
            ended.contains("a symbolic link, which is not followed"),
            "{ended}"
        );
        assert!(files(&cx.home()).is_empty());
    }
}

/// What may come instead of a body.
fn faults() -> Vec<Fault> {
    let form = "multipart/form-data; boundary=xyz";
    let eszip = "application/octet-stream";
    vec![
        Fault::Status(401, r#"{"message": "Unauthorized"}"#.into()),
        Fault::Status(403, r#"{"message": "Forbidden"}"#.into()),
        Fault::Status(404, r#"{"message": "Function not found"}"#.into()),
        Fault::Status(429, r#"{"message": "slow down"}"#.into()),
        Fault::Status(500, r#"{"message": "oops"}"#.into()),
        Fault::Truncated,
        Fault::Html(200),
        Fault::Content(form, b"--xyz\r\nContent-Disposition: form-data; name=\"f\"; filename=\"index.ts\"\r\n\r\nhalf".to_vec()),
        Fault::Content(form, b"--xyz--\r\n".to_vec()),
        Fault::Content("multipart/form-data", b"--xyz--\r\n".to_vec()),
        Fault::Content(eszip, b"EZBR\x00\x01".to_vec()),
        Fault::Content(eszip, b"MZ program".to_vec()),
        Fault::Content(eszip, vec![b'E'; 100_000_001]),
    ]
}

#[test]
fn each_failure_has_its_words_and_leaves_nothing() {
    let mut ends = String::new();
    for fault in faults() {
        let cx = context();
        let api = with_sources(&[("index.ts", "1")], "index.ts");
        api.state().add_function("other", b"").files = vec![("index.ts".into(), b"2".to_vec())];
        api.fault(Matcher::get("/hello/body"), fault);
        let before = files(&cx.dir());
        ends += &download(
            &cx,
            &api,
            &["other", "hello", "--use-api", "--timeout", "1", "-q"],
        );
        assert_eq!(files(&cx.dir()), before);
    }
    insta::assert_snapshot!(ends, @r#"
    exit_code: 4
    ----- stdout -----
    ----- stderr -----
    error: failed to download function `hello`: Unauthorized (401 Unauthorized)

    hint: run `fx login`, or set `SUPABASE_ACCESS_TOKEN` to a valid access token
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: failed to download function `hello`: Forbidden (403 Forbidden)

    hint: the access token may not do that; `fx whoami` shows whose it is, `fx projects list` what it can see
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: Function hello does not exist on the Supabase project

    hint: `fx functions list` shows what the project has
    exit_code: 5
    ----- stdout -----
    ----- stderr -----
    error: failed to download function `hello`: slow down (429 Too Many Requests)

    hint: the API limits how often it may be asked; run the command again in a minute, or with `--timeout 120`
    exit_code: 5
    ----- stdout -----
    ----- stderr -----
    error: failed to download function `hello`: oops (500 Internal Server Error)

    hint: run the command again in a minute
    exit_code: 5
    ----- stdout -----
    ----- stderr -----
    error: failed to download function `hello`: no answer from `[API]`
      caused by: error sending request
      caused by: client error (SendRequest)
      caused by: connection closed before message completed

    hint: run the command again
    exit_code: 5
    ----- stdout -----
    ----- stderr -----
    error: failed to restore function `hello`
      caused by: the server sent `text/html; charset=utf-8`, neither sources nor a bundle

    hint: something between here and the API answers in its place: check `HTTPS_PROXY` and `--api-url`
    exit_code: 5
    ----- stdout -----
    ----- stderr -----
    error: failed to restore function `hello`
      caused by: the form with the sources is damaged or truncated
      caused by: field "f" received with incomplete data

    hint: run the command again
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: failed to restore function `hello`
      caused by: the form holds no source

    hint: get the other format: with `--use-api` sources, without it the bundle
    exit_code: 5
    ----- stdout -----
    ----- stderr -----
    error: failed to restore function `hello`
      caused by: failed to parse content type: missing multipart boundary

    hint: run the command again
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: failed to restore function `hello`
      caused by: the compressed stream is damaged or truncated after 0 bytes of content

    hint: get the file again, or bundle the function again
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: failed to restore function `hello`
      caused by: not a bundle: it begins with `MZ progr`, neither with `EZBR` nor with `ESZIP`

    hint: give it a file of `fx functions bundle`, or a function's body from the Management API
    exit_code: 5
    ----- stdout -----
    ----- stderr -----
    error: failed to download function `hello`: the answer of `[API]` is larger than 100 MB
    "#);
}

#[test]
fn settings_are_not_worth_failing_for() {
    let cx = context();
    let api = with_sources(&[("hello/index.ts", "1")], "hello/index.ts");
    api.fault(
        Matcher::get("/functions"),
        Fault::Status(403, r#"{"message": "no"}"#.into()),
    );
    insta::assert_snapshot!(download(&cx, &api, &["hello"]), @"
    exit_code: 0
    ----- stdout -----
    new             1 B supabase/functions/hello/index.ts
    ----- stderr -----
    warning: the settings of functions are not known: failed to list functions: no (403 Forbidden)
      hint: check their tables in `supabase/config.toml` before you deploy
    Downloaded Function hello from project abcdefghijklmnopqrst.
    ");
    assert!(!cx.dir().join("supabase/config.toml").exists());
    insta::assert_snapshot!(download(&cx, &api, &["--all"]), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: failed to list functions: no (403 Forbidden)

    hint: the access token may not do that; `fx whoami` shows whose it is, `fx projects list` what it can see
    ");
    let empty = Api::start();
    insta::assert_snapshot!(download(&cx, &empty, &["--all", "--output-format", "json"]), @r#"
    exit_code: 0
    ----- stdout -----
    {
      "project_ref": "abcdefghijklmnopqrst",
      "function_slugs": [],
      "message": "Downloaded Edge Function source.",
      "dry_run": false,
      "functions": [],
      "files": []
    }
    ----- stderr -----
    No functions found in project abcdefghijklmnopqrst
    "#);
    insta::assert_snapshot!(download(&cx, &empty, &["nothing"]), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: Function nothing does not exist on the Supabase project

    hint: `fx functions list` shows what the project has
    ");
}
