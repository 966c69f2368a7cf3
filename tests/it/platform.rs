//! `fx platform`: what goes wrong before a platform runs, and in commands that look for one.

use std::{fs, fs::File, path::PathBuf, process::Command};

use serde_json::json;

use crate::{
    fx_snapshot,
    support::{
        TestContext,
        api::{Api, TOKEN},
    },
};

/// A data directory that says that a platform runs at `api`.
struct Data {
    cx: TestContext,
    directory: PathBuf,
}

impl Data {
    fn of(api: &Api) -> Self {
        let cx = TestContext::new();
        let directory = cx.root().join("data");
        fs::create_dir(&directory).unwrap();
        let name = directory.to_str().unwrap().to_owned();
        let address = json!({
            "api_url": api.url(),
            "functions_url": "http://127.0.0.1:1/REF",
            "public_url": "http://127.0.0.1:1/",
        });
        fs::write(directory.join("server.json"), address.to_string()).unwrap();
        let cx = cx.filter(&name, "[DATA]");
        Self { cx, directory }
    }

    /// What a platform holds while it runs.
    fn lock(&self) -> File {
        let lock = File::create(self.directory.join("lock")).unwrap();
        lock.lock().unwrap();
        lock
    }

    fn write_token(&self, token: &str) {
        fs::write(self.directory.join("admin-token"), token).unwrap();
    }

    fn fx<const N: usize>(&self, args: [&str; N]) -> Command {
        let mut command = self.cx.fx(args);
        command.arg("--data").arg(&self.directory);
        command
    }
}

#[test]
fn a_platform_that_does_not_run_is_not_asked() {
    let cx = TestContext::new();
    fx_snapshot!(cx, cx.fx(["platform", "project", "list"]), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: no platform runs with the data in `[HOME]/.local/state/fx/platform`

    hint: run `fx platform start` in another terminal, name its data directory with `--data DIR`, or its API with `--api-url URL`
    ");
    // One that was killed leaves its address.
    let data = Data::of(&Api::start());
    data.write_token(TOKEN);
    fx_snapshot!(data.cx, data.fx(["platform", "token", "list", "--output-format", "json"]), @r#"
    exit_code: 1
    ----- stdout -----
    {
      "error": {
        "message": "no platform runs with the data in `[DATA]`",
        "causes": [],
        "hints": [
          "run `fx platform start` in another terminal, name its data directory with `--data DIR`, or its API with `--api-url URL`"
        ],
        "exit_code": 1
      }
    }
    ----- stderr -----
    error: no platform runs with the data in `[DATA]`

    hint: run `fx platform start` in another terminal, name its data directory with `--data DIR`, or its API with `--api-url URL`
    "#);
    let _lock = data.lock();
    fs::write(data.directory.join("server.json"), "{").unwrap();
    fx_snapshot!(data.cx, data.fx(["platform", "project", "list"]), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: `[DATA]/server.json` is damaged
      caused by: EOF while parsing an object at line 1 column 1
    ");
}

#[test]
fn what_runs_here_is_asked_with_its_first_token() {
    let api = Api::start();
    let data = Data::of(&api);
    let _lock = data.lock();
    let list = || data.fx(["platform", "project", "list"]);
    fx_snapshot!(data.cx, list(), @"
    exit_code: 4
    ----- stdout -----
    ----- stderr -----
    error: there is no access token for the platform: `[DATA]/admin-token` is gone

    hint: give one that is good for everything as `SUPABASE_ACCESS_TOKEN`, together with `--api-url URL`

    hint: if there is none any more, stop the platform and start it as usual, once with `--new-admin-token`: `fx platform start --data [DATA] --new-admin-token`
    ");
    // One that cannot be a token is as good as one that is unknown.
    data.write_token("");
    let damaged = list().output().unwrap();
    data.write_token("sbp_0000000000000000000000000000000000000000\n");
    assert_eq!(list().output().unwrap().stderr, damaged.stderr);
    fx_snapshot!(data.cx, list(), @"
    exit_code: 4
    ----- stdout -----
    ----- stderr -----
    error: the platform does not know the access token in `[DATA]/admin-token`

    hint: give one that is good for everything as `SUPABASE_ACCESS_TOKEN`, together with `--api-url URL`

    hint: if there is none any more, stop the platform and start it as usual, once with `--new-admin-token`: `fx platform start --data [DATA] --new-admin-token`
    ");
    data.write_token(TOKEN);
    fx_snapshot!(data.cx, list(), @"
    exit_code: 0
    ----- stdout -----
    REFERENCE ID          NAME      CREATED AT (UTC)     URL
    abcdefghijklmnopqrst  acme-app  2026-01-02 03:04:05  http://127.0.0.1:1/abcdefghijklmnopqrst
    ----- stderr -----
    ");
}

#[test]
fn another_platform_is_asked_with_the_token_for_it() {
    let cx = TestContext::new().filter(r"http://127\.0\.0\.1:\d+", "[API]");
    let api = Api::start();
    let mut command = api.fx(&cx, ["platform", "project", "list"]);
    fx_snapshot!(cx, command.env_remove("SUPABASE_ACCESS_TOKEN"), @"
    exit_code: 4
    ----- stdout -----
    ----- stderr -----
    error: Access token not provided: you are not logged in to `[API]`

    hint: run `fx login --api-url [API] --token - < FILE`, or set `SUPABASE_ACCESS_TOKEN`
    ");
    fx_snapshot!(cx, api.fx(&cx, ["platform", "project", "list"]), @"
    exit_code: 0
    ----- stdout -----
    REFERENCE ID          NAME      CREATED AT (UTC)     URL
    abcdefghijklmnopqrst  acme-app  2026-01-02 03:04:05
    ----- stderr -----
    ");
    let keys = ["platform", "project", "keys", "abcdefghijklmnopqrst"];
    fx_snapshot!(cx, api.fx(&cx, keys).args(["-o", "env"]), @r#"
    exit_code: 0
    ----- stdout -----
    SUPABASE_ANON_KEY="anon-key"
    ----- stderr -----
    "#);
    // The hosted API tells nobody a JWT secret.
    fx_snapshot!(cx, api.fx(&cx, keys).arg("--reveal"), @"
    exit_code: 0
    ----- stdout -----
    NAME  TYPE    KEY
    anon  legacy  anon-key
    ----- stderr -----
    ");
    fx_snapshot!(cx, api.fx(&cx, keys).args(["-o", "toml"]), @"
    exit_code: 2
    ----- stdout -----
    ----- stderr -----
    error: `--output toml` is not a shape of this command

    hint: choose `--output json` or `--output yaml` or `--output env`
    ");
}

#[test]
fn a_project_is_named_by_its_ref_and_deleted_with_a_yes() {
    let cx = TestContext::new();
    fx_snapshot!(cx, cx.fx(["platform", "project", "keys", "demo"]), @"
    exit_code: 2
    ----- stdout -----
    ----- stderr -----
    error: `demo` is not a project ref

    hint: a project ref is twenty small letters, like `abcdefghijklmnopqrst`; `fx projects list` shows yours
    ");
    let delete = ["platform", "project", "delete", "abcdefghijklmnopqrst"];
    fx_snapshot!(cx, cx.fx(delete).stdin(std::process::Stdio::null()), @"
    exit_code: 2
    ----- stdout -----
    ----- stderr -----
    error: deleting a project with all its functions needs a confirmation, and there is no terminal to ask on; nothing was changed

    hint: confirm it with `--yes`
    ");
}

#[test]
fn addresses_and_certificates_are_looked_at_first() {
    let cx = TestContext::new();
    fx_snapshot!(cx, cx.fx(["platform", "start", "--listen", "localhost:8000"]), @"
    exit_code: 2
    ----- stdout -----
    ----- stderr -----
    error: invalid value 'localhost:8000' for '--listen <ADDRESS:PORT>': it must be an IP address and a port, such as `127.0.0.1:8000` or `[::]:8000`

    For more information, try '--help'.
    ");
    fx_snapshot!(cx, cx.fx(["platform", "start", "--tls-cert", "chain.pem"]), @"
    exit_code: 2
    ----- stdout -----
    ----- stderr -----
    error: the following required arguments were not provided:
      --tls-key <FILE>

    Usage: fx platform start --tls-cert <FILE> --tls-key <FILE>

    For more information, try '--help'.
    ");
    let tls = [
        "platform",
        "start",
        "--tls-cert",
        "chain.pem",
        "--tls-key",
        "key.pem",
    ];
    cx.write("chain.pem", "nothing\n");
    cx.write("key.pem", "nothing\n");
    fx_snapshot!(cx, cx.fx(tls), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: `[PROJECT]/key.pem` holds no private key in PEM form
      caused by: no items found

    hint: give `--tls-cert` a file with the certificate chain and `--tls-key` one with its private key, both in PEM form
    ");
}

#[test]
fn a_key_is_a_key_and_lies_elsewhere() {
    let cx = TestContext::new();
    let start = ["platform", "start", "--data", "data"];
    fx_snapshot!(cx, cx.fx(start).env("FX_PLATFORM_KEY", "c2hvcnQ="), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: `FX_PLATFORM_KEY` is not a platform key

    hint: a key is 32 bytes in Base64; make one with `openssl rand -base64 32` and give it in a file with `--key-file`, or as `FX_PLATFORM_KEY`
    ");
    fx_snapshot!(cx, cx.fx(start).args(["--key-file", "data/keys/key"]), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: the key file `[PROJECT]/data/keys/key` lies in the data directory

    hint: whoever copies the data would have the key with it: move the file elsewhere and name it with `--key-file`
    ");
    cx.write("data/state.db", "");
    fx_snapshot!(cx, cx.fx(start), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: the key file `[HOME]/.config/fx/platform.key` is gone, and there is data that was made with it

    hint: start the platform with the key that its data was made with (`--key-file`, `FX_PLATFORM_KEY`)
    ");
    fs::create_dir(cx.dir().join("key")).unwrap();
    fx_snapshot!(cx, cx.fx(start).args(["--key-file", "key"]), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: failed to read the key file `[PROJECT]/key`
      caused by: Is a directory (os error 21)

    hint: name another file with `--key-file`, or give the key as `FX_PLATFORM_KEY`
    ");
}

#[test]
fn a_data_directory_is_one_platforms_own() {
    let api = Api::start();
    let data = Data::of(&api);
    let _lock = data.lock();
    fx_snapshot!(data.cx, data.fx(["platform", "start"]), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: another platform runs with the data in `[DATA]`

    hint: stop it first, or choose another directory with `--data`
    ");
    data.cx.write("file", "");
    fx_snapshot!(data.cx, data.cx.fx(["platform", "start", "--data", "file"]), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: failed to prepare the data directory `[PROJECT]/file`
      caused by: File exists (os error 17)

    hint: name a directory that you may write to with `--data DIR`
    ");
}
