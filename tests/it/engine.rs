//! `fx engine` against a fake registry: every way in which there is no engine. How there is one is in `tests/engine`.

use std::{
    fs,
    io::{BufRead as _, BufReader, Read as _},
    path::Path,
    process::{Command, Stdio},
};

use crate::{
    fx_snapshot,
    support::{
        TestContext,
        registry::{Registry, Reply, Request},
    },
};

/// A world whose registry is `registry`, with filters for what differs between machines.
fn context() -> TestContext {
    TestContext::new()
        .filter(r"127\.0\.0\.1:\d+", "[REGISTRY]")
        .filter(
            r"(linux-(x64|arm64)-glibc|darwin-(x64|arm64)|win32-(x64|arm64))",
            "[PLATFORM]",
        )
        .filter(r"expected sha512-\S+", "expected [PINNED]")
        .filter(r"\.tmp-\w+", ".tmp-[RANDOM]")
}

fn install(cx: &TestContext, registry: &str) -> Command {
    let mut command = cx.fx(["engine", "install"]);
    command.env("NPM_CONFIG_REGISTRY", registry);
    command
}

/// What lies in the store.
fn store(cx: &TestContext) -> Vec<String> {
    let Ok(entries) = fs::read_dir(cx.cache().join("engines")) else {
        return Vec::new();
    };
    entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect()
}

#[test]
fn a_file_with_another_hash_is_refused() {
    let cx = context();
    let registry = Registry::start([Reply::Body(b"garbage".to_vec())]);
    fx_snapshot!(cx, install(&cx, &registry.url()), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    Downloading Deno 2.9.5 ([PLATFORM]), 7 B
    error: `http://[REGISTRY]/@deno/[PLATFORM]/-/[PLATFORM]-2.9.5.tgz` is not the file that fx was built for
          expected [PINNED]
          computed sha512-pen9LP5EWR1UK4RVXJ4orb09CS2nwX4LPDJc3NAYPQ0l80MVUn/KywTUzBjqCQmcUokwkQLw9xNg098AG8izxg==

    hint: check `NPM_CONFIG_REGISTRY`, `.npmrc` and proxies for what may have changed the file, then run `fx engine install`
    ");
    assert_eq!(store(&cx), [".lock"]);
    assert_eq!(registry.requests().len(), 1);
}

#[test]
fn an_overloaded_registry_is_asked_again() {
    let cx = context();
    let replies = [Reply::Status(503), Reply::Body(b"garbage".to_vec())];
    let registry = Registry::start(replies);
    fx_snapshot!(cx, install(&cx, &registry.url()), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    warning: failed to download `http://[REGISTRY]/@deno/[PLATFORM]/-/[PLATFORM]-2.9.5.tgz`: the registry answered 503 Service Unavailable; trying again in 0.3 s
    Downloading Deno 2.9.5 ([PLATFORM]), 7 B
    error: `http://[REGISTRY]/@deno/[PLATFORM]/-/[PLATFORM]-2.9.5.tgz` is not the file that fx was built for
          expected [PINNED]
          computed sha512-pen9LP5EWR1UK4RVXJ4orb09CS2nwX4LPDJc3NAYPQ0l80MVUn/KywTUzBjqCQmcUokwkQLw9xNg098AG8izxg==

    hint: check `NPM_CONFIG_REGISTRY`, `.npmrc` and proxies for what may have changed the file, then run `fx engine install`
    ");
}

#[test]
fn a_download_that_always_ends_early_fails() {
    let cx = context();
    let registry = Registry::start([Reply::Truncated(vec![0; 1000])]);
    fx_snapshot!(cx, install(&cx, &registry.url()), @"
    exit_code: 5
    ----- stdout -----
    ----- stderr -----
    Downloading Deno 2.9.5 ([PLATFORM]), 1 kB
    warning: failed to download `http://[REGISTRY]/@deno/[PLATFORM]/-/[PLATFORM]-2.9.5.tgz`: end of file before message length reached; trying again in 0.3 s
    Downloading Deno 2.9.5 ([PLATFORM]), 1 kB
    warning: failed to download `http://[REGISTRY]/@deno/[PLATFORM]/-/[PLATFORM]-2.9.5.tgz`: end of file before message length reached; trying again in 0.9 s
    Downloading Deno 2.9.5 ([PLATFORM]), 1 kB
    error: failed to download `http://[REGISTRY]/@deno/[PLATFORM]/-/[PLATFORM]-2.9.5.tgz`
      caused by: error decoding response body
      caused by: error reading a body from connection
      caused by: end of file before message length reached

    hint: check the network, `HTTPS_PROXY` and, behind an intercepting proxy, `--ca-cert <FILE>`; without a network, point `FX_ENGINE` at a Deno executable of your own
    ");
    assert_eq!(store(&cx), [".lock"]);
}

#[test]
fn a_registry_without_the_package_is_named() {
    let cx = context();
    let registry = Registry::start([Reply::Status(404)]);
    fx_snapshot!(cx, install(&cx, &registry.url()), @"
    exit_code: 5
    ----- stdout -----
    ----- stderr -----
    error: failed to download `http://[REGISTRY]/@deno/[PLATFORM]/-/[PLATFORM]-2.9.5.tgz`: the registry answered 404 Not Found

    hint: the registry has to offer the `@deno` packages of version 2.9.5: check `NPM_CONFIG_REGISTRY` and `.npmrc`, or point `FX_ENGINE` at a Deno executable of your own
    ");
    assert_eq!(registry.requests().len(), 1);
}

#[test]
fn a_registry_that_wants_credentials_is_named() {
    let cx = context();
    let registry = Registry::start([Reply::Status(401)]);
    fx_snapshot!(cx, install(&cx, &registry.url()), @"
    exit_code: 5
    ----- stdout -----
    ----- stderr -----
    error: failed to download `http://[REGISTRY]/@deno/[PLATFORM]/-/[PLATFORM]-2.9.5.tgz`: the registry answered 401 Unauthorized

    hint: check the credentials for the registry in `.npmrc`
    ");
}

#[test]
fn no_network_is_told_as_such() {
    let cx = context();
    // Port 9 of the loopback interface is closed on any machine that does not run `discard`.
    fx_snapshot!(cx, install(&cx, "http://127.0.0.1:9/"), @"
    exit_code: 5
    ----- stdout -----
    ----- stderr -----
    warning: failed to download `http://[REGISTRY]/@deno/[PLATFORM]/-/[PLATFORM]-2.9.5.tgz`: Connection refused (os error 111); trying again in 0.3 s
    warning: failed to download `http://[REGISTRY]/@deno/[PLATFORM]/-/[PLATFORM]-2.9.5.tgz`: Connection refused (os error 111); trying again in 0.9 s
    error: failed to download `http://[REGISTRY]/@deno/[PLATFORM]/-/[PLATFORM]-2.9.5.tgz`
      caused by: error sending request
      caused by: client error (Connect)
      caused by: tcp connect error
      caused by: Connection refused (os error 111)

    hint: check the network, `HTTPS_PROXY` and, behind an intercepting proxy, `--ca-cert <FILE>`; without a network, point `FX_ENGINE` at a Deno executable of your own
    ");
}

#[test]
fn credentials_in_the_registry_url_are_masked() {
    let cx = context();
    let registry = Registry::start([Reply::Status(404)]);
    let url = registry.url().replace("//", "//me:hunter2@");
    fx_snapshot!(cx, install(&cx, &url), @"
    exit_code: 5
    ----- stdout -----
    ----- stderr -----
    error: failed to download `http://***@[REGISTRY]/@deno/[PLATFORM]/-/[PLATFORM]-2.9.5.tgz`: the registry answered 404 Not Found

    hint: the registry has to offer the `@deno` packages of version 2.9.5: check `NPM_CONFIG_REGISTRY` and `.npmrc`, or point `FX_ENGINE` at a Deno executable of your own
    ");
    assert_eq!(
        registry.next_request().authorization,
        "Basic bWU6aHVudGVyMg=="
    );
}

#[test]
fn a_registry_that_is_no_url_is_refused() {
    let cx = context();
    fx_snapshot!(cx, install(&cx, "registry"), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: the npm registry for `@deno/[PLATFORM]` is not an http(s) URL

    hint: correct `NPM_CONFIG_REGISTRY`, or `registry` and `@deno:registry` in `.npmrc`
    ");
}

#[test]
fn registry_and_token_come_from_npmrc() {
    let cx = context();
    let registry = Registry::start([Reply::Status(404)]);
    let url = registry.url();
    let host = url.strip_prefix("http:").unwrap();
    fs::write(
        cx.home().join(".npmrc"),
        format!("{host}:_authToken=${{NPM_TOKEN}}\n"),
    )
    .unwrap();
    cx.write(".npmrc", format!("@deno:registry={url}\n"));
    cx.write("supabase/config.toml", "");
    let below = cx.dir().join("supabase");
    let mut command = cx.fx(["engine", "install"]);
    command.env("NPM_TOKEN", "abc").current_dir(below);
    assert_eq!(command.output().unwrap().status.code(), Some(5));
    let Request {
        path,
        authorization,
    } = registry.next_request();
    assert!(
        path.starts_with("/@deno/") && path.ends_with("-2.9.5.tgz"),
        "{path}"
    );
    assert_eq!(authorization, "Bearer abc");
}

#[test]
fn a_project_cannot_send_our_variables_anywhere() {
    let cx = context();
    let registry = Registry::start([Reply::Status(404)]);
    let url = registry.url();
    let host = url.strip_prefix("http:").unwrap();
    let token = "${SUPABASE_ACCESS_TOKEN}";
    cx.write(
        ".npmrc",
        format!("registry={url}\n{host}:_authToken={token}\n"),
    );
    let mut command = cx.fx(["engine", "install"]);
    command
        .env("SUPABASE_ACCESS_TOKEN", "sbp_secret")
        .output()
        .unwrap();
    assert_eq!(
        registry.next_request().authorization,
        format!("Bearer {token}")
    );
}

#[test]
fn the_proxy_of_the_environment_is_used() {
    let cx = context();
    let proxy = Registry::start([Reply::Status(404)]);
    let mut command = install(&cx, "http://registry.invalid/");
    command.env("HTTP_PROXY", proxy.url()).output().unwrap();
    let path = proxy.next_request().path;
    assert!(path.starts_with("http://registry.invalid/@deno/"), "{path}");
}

#[test]
fn an_npmrc_that_cannot_be_read_is_named() {
    let cx = context();
    fs::create_dir(cx.dir().join(".npmrc")).unwrap();
    fx_snapshot!(cx, install(&cx, "http://127.0.0.1:9/"), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: failed to read `[PROJECT]/.npmrc`
      caused by: Is a directory (os error 21)

    hint: make it a readable text file, or remove it
    ");
}

#[test]
fn incomplete_credentials_are_named() {
    let cx = context();
    let registry = Registry::start([Reply::Status(404)]);
    let url = registry.url();
    let host = url.strip_prefix("http:").unwrap();
    cx.write(".npmrc", format!("{host}:username=me\n"));
    fx_snapshot!(cx, install(&cx, &url), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: the credentials for the npm registry in `.npmrc` are incomplete

    hint: set `_authToken`, or both `username` and `_password`, for the registry in `.npmrc`
    ");
    assert!(registry.requests().is_empty());
}

#[test]
fn a_cache_that_is_a_file_is_refused() {
    let cx = context();
    let file = cx.write("file", "");
    let mut command = install(&cx, "http://127.0.0.1:9/");
    fx_snapshot!(cx, command.env("FX_CACHE_DIR", file), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: failed to create `[PROJECT]/file/engines`
      caused by: Not a directory (os error 20)

    hint: check `FX_CACHE_DIR`: it has to be a directory
    ");
}

/// Not even root may create directories there.
#[cfg(target_os = "linux")]
#[test]
fn a_cache_that_may_not_be_written_is_refused() {
    let cx = context().filter(r"caused by: .*", "caused by: [SYSTEM]");
    let mut command = install(&cx, "http://127.0.0.1:9/");
    fx_snapshot!(cx, command.env("FX_CACHE_DIR", "/sys/fx"), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: `/sys/fx/engines` is not writable
      caused by: [SYSTEM]

    hint: make it writable for you, or set `FX_CACHE_DIR` to a directory that is
    ");
}

#[test]
fn certificates_that_cannot_be_read_are_named() {
    let cx = context();
    let mut command = install(&cx, "http://127.0.0.1:9/");
    fx_snapshot!(cx, command.args(["--ca-cert", "missing.pem"]), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: failed to read the certificate authorities in `[PROJECT]/missing.pem`
      caused by: No such file or directory (os error 2)

    hint: give `--ca-cert` (or `DENO_CERT`) a PEM file with `-----BEGIN CERTIFICATE-----` blocks
    ");
    cx.write("ca.pem", "hello");
    let mut command = install(&cx, "http://127.0.0.1:9/");
    fx_snapshot!(cx, command.env("DENO_CERT", "ca.pem"), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: `[PROJECT]/ca.pem` holds no certificate in PEM form

    hint: give `--ca-cert` (or `DENO_CERT`) a PEM file with `-----BEGIN CERTIFICATE-----` blocks
    ");
}

#[test]
fn an_override_that_cannot_be_run_is_refused() {
    let cx = context();
    let mut command = cx.fx(["engine", "path"]);
    fx_snapshot!(cx, command.env("FX_ENGINE", "deno"), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: `FX_ENGINE` names `[PROJECT]/deno`, which does not exist

    hint: set `FX_ENGINE` to the path of a Deno executable, or `unset FX_ENGINE` to use the pinned one
    ");
    cx.write("deno", "");
    let mut command = cx.fx(["engine", "install"]);
    fx_snapshot!(cx, command.env("FX_ENGINE", "deno"), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: `FX_ENGINE` names `[PROJECT]/deno`, which is not executable

    hint: set `FX_ENGINE` to the path of a Deno executable, or `unset FX_ENGINE` to use the pinned one
    ");
}

#[cfg(unix)]
#[test]
fn an_override_is_used_as_it_is() {
    use std::os::unix::fs::PermissionsExt as _;
    let cx = context();
    let path = cx.write("deno", "");
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
    let mut command = cx.fx(["engine", "install"]);
    fx_snapshot!(cx, command.env("FX_ENGINE", "deno"), @"
    exit_code: 0
    ----- stdout -----
    [PROJECT]/deno
    ----- stderr -----
    nothing to install: `FX_ENGINE` is set
    ");
    let mut command = cx.fx(["engine", "path", "--output-format", "json"]);
    fx_snapshot!(cx, command.env("FX_ENGINE", "deno"), @r#"
    exit_code: 0
    ----- stdout -----
    {
      "path": "[PROJECT]/deno",
      "origin": "FX_ENGINE",
      "version": null
    }
    ----- stderr -----
    "#);
    assert!(!cx.cache().join("engines").exists());
}

#[test]
fn without_an_engine_the_commands_say_so() {
    let cx = context();
    fx_snapshot!(cx, cx.fx(["engine", "path"]), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: the engine, Deno 2.9.5, is not installed

    hint: run `fx engine install`
    ");
    fx_snapshot!(cx, cx.fx(["engine", "list"]), @"
    exit_code: 0
    ----- stdout -----
    ----- stderr -----
    Deno 2.9.5 ([PLATFORM]) is pinned and not installed: run `fx engine install`
    ");
    fx_snapshot!(cx, cx.fx(["engine", "list", "--output-format", "json"]), @r#"
    exit_code: 0
    ----- stdout -----
    {
      "engines": []
    }
    ----- stderr -----
    "#);
    fx_snapshot!(cx, cx.fx(["engine", "remove"]), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: engine `2.9.5` is not installed

    hint: run `fx engine list` to see what is installed
    ");
    fx_snapshot!(cx, cx.fx(["engine", "remove", "../.."]), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: engine `../..` is not installed

    hint: run `fx engine list` to see what is installed
    ");
    fx_snapshot!(cx, cx.fx(["engine", "remove", "--all"]), @"
    exit_code: 0
    ----- stdout -----
    ----- stderr -----
    no engine is installed
    ");
    fx_snapshot!(cx, cx.fx(["engine", "remove", "1.0.0", "--all"]), @"
    exit_code: 2
    ----- stdout -----
    ----- stderr -----
    error: the argument '[VERSION]' cannot be used with '--all'

    Usage: fx engine remove <VERSION>

    For more information, try '--help'.
    ");
}

/// An engine as an older fx would have left it.
fn write_older_engine(cache: &Path) {
    let entry = cache.join("engines/1.2.3-linux-x64-glibc");
    fs::create_dir_all(&entry).unwrap();
    fs::write(entry.join("deno"), vec![0; 2_500_000]).unwrap();
    make_executable(&entry.join("deno"));
    let record = r#"{"version":"1.2.3","platform":"linux-x64-glibc","integrity":"sha512-x","executable":"deno","executable_bytes":2500000}"#;
    fs::write(entry.join("engine.json"), record).unwrap();
}

#[cfg(unix)]
fn make_executable(path: &Path) {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
}

#[cfg(not(unix))]
fn make_executable(_path: &Path) {}

#[test]
fn an_older_engine_is_listed_and_removed() {
    let cx = context();
    write_older_engine(&cx.cache());
    fx_snapshot!(cx, cx.fx(["engine", "list"]), @"
    exit_code: 0
    ----- stdout -----
    1.2.3     [PLATFORM]      2.5 MB
    ----- stderr -----
    Deno 2.9.5 ([PLATFORM]) is pinned and not installed: run `fx engine install`
    ");
    fx_snapshot!(cx, cx.fx(["engine", "list", "--output-format", "json"]), @r#"
    exit_code: 0
    ----- stdout -----
    {
      "engines": [
        {
          "version": "1.2.3",
          "platform": "[PLATFORM]",
          "pinned": false,
          "size_bytes": 2500000,
          "path": "[CACHE]/engines/1.2.3-[PLATFORM]/deno"
        }
      ]
    }
    ----- stderr -----
    "#);
    fx_snapshot!(cx, cx.fx(["engine", "remove", "1.2.3"]), @"
    exit_code: 0
    ----- stdout -----
    ----- stderr -----
    Removed Deno 1.2.3 ([PLATFORM]), 2.5 MB
    ");
    assert_eq!(store(&cx), [".lock"]);
    write_older_engine(&cx.cache());
    fx_snapshot!(cx, cx.fx(["engine", "remove", "--all"]), @"
    exit_code: 0
    ----- stdout -----
    ----- stderr -----
    Removed Deno 1.2.3 ([PLATFORM]), 2.5 MB
    ");
    assert_eq!(store(&cx), [".lock"]);
}

#[cfg(unix)]
#[test]
fn the_cache_is_where_the_environment_says() {
    let cx = context();
    let listed = |variables: &[(&str, &str)]| {
        let mut command = cx.fx(["engine", "list"]);
        command
            .env_remove("FX_CACHE_DIR")
            .envs(variables.iter().copied());
        let stdout = String::from_utf8(command.output().unwrap().stdout).unwrap();
        stdout.starts_with("1.2.3 ")
    };
    let xdg = cx.home().join("xdg");
    let xdg = ("XDG_CACHE_HOME", xdg.to_str().unwrap());
    let relative = ("FX_CACHE_DIR", "relative");
    assert!(!listed(&[]) && !listed(&[xdg]) && !listed(&[relative]));
    write_older_engine(&cx.home().join(".cache/fx"));
    assert!(listed(&[]) && !listed(&[xdg]));
    write_older_engine(&cx.home().join("xdg/fx"));
    assert!(listed(&[xdg]) && !listed(&[xdg, relative]));
    write_older_engine(&cx.dir().join("relative"));
    assert!(listed(&[xdg, relative]));
}

#[test]
fn a_record_cannot_point_out_of_its_entry() {
    let cx = context();
    write_older_engine(&cx.cache());
    let entry = cx.cache().join("engines/1.2.3-linux-x64-glibc");
    let record = r#"{"version":"1.2.3","platform":"p","integrity":"x","executable":"../../../home/x","executable_bytes":0}"#;
    fs::write(entry.join("engine.json"), record).unwrap();
    fx_snapshot!(cx, cx.fx(["engine", "remove", "1.2.3"]), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: engine `1.2.3` is not installed

    hint: run `fx engine list` to see what is installed
    ");
}

#[test]
fn a_killed_installation_leaves_nothing_for_the_next_one() {
    let cx = context();
    let stalling = Registry::start([Reply::Stall]);
    let mut killed = install(&cx, &stalling.url())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    stalling.next_request();
    killed.kill().unwrap();
    killed.wait().unwrap();
    let left = store(&cx);
    assert!(
        left.iter().any(|name| name.starts_with(".tmp-")),
        "{left:?}"
    );

    let missing = Registry::start([Reply::Status(404)]);
    let status = install(&cx, &missing.url()).output().unwrap().status;
    assert_eq!(status.code(), Some(5));
    assert_eq!(store(&cx), [".lock"]);
}

#[test]
fn a_second_installation_waits_for_the_first() {
    let cx = context();
    let registry = Registry::start([Reply::Stall, Reply::Status(404)]);
    let spawn = || {
        install(&cx, &registry.url())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
    };
    let mut first = spawn();
    registry.next_request();
    let mut second = spawn();
    let mut lines = BufReader::new(second.stderr.take().unwrap());
    let mut line = String::new();
    lines.read_line(&mut line).unwrap();
    assert_eq!(
        line,
        "Waiting for another fx process that is downloading the engine\n"
    );
    assert!(
        registry.requests().is_empty(),
        "the second one asks for nothing while it waits"
    );

    registry.release();
    assert_eq!(first.wait().unwrap().code(), Some(5));
    assert_eq!(second.wait().unwrap().code(), Some(5));
    let mut rest = String::new();
    lines.read_to_string(&mut rest).unwrap();
    assert!(rest.contains("answered 404"), "{rest}");
    assert_eq!(store(&cx), [".lock"]);
}

#[cfg(unix)]
#[test]
fn an_interrupted_installation_cleans_up_after_itself() {
    let cx = context();
    let registry = Registry::start([Reply::Stall]);
    let mut child = install(&cx, &registry.url())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    registry.next_request();
    let pid = i32::try_from(child.id()).unwrap();
    let pid = rustix::process::Pid::from_raw(pid).unwrap();
    rustix::process::kill_process(pid, rustix::process::Signal::INT).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(130));
    assert_eq!(store(&cx), [".lock"]);
}

#[test]
fn the_engine_commands_have_help() {
    let cx = context();
    for command in ["install", "list", "path", "remove"] {
        let output = cx.fx(["engine", command, "--help"]).output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(
            output.status.success() && text.contains("Examples:"),
            "{text}"
        );
    }
}

#[cfg(unix)]
#[test]
fn the_signal_that_ends_an_installation_decides_about_the_exit_code() {
    use rustix::process::{Pid, Signal, kill_process};

    for (signal, code) in [(Signal::TERM, 143), (Signal::HUP, 129)] {
        let cx = context();
        let registry = Registry::start([Reply::Stall]);
        let mut child = install(&cx, &registry.url())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        registry.next_request();
        let id = i32::try_from(child.id()).unwrap();
        kill_process(Pid::from_raw(id).unwrap(), signal).unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(code));
        assert_eq!(store(&cx), [".lock"]);
    }
}
