//! `fx platform start` that cannot start: what it says.

use std::net::TcpListener;

use crate::{fx_snapshot, support::TestContext};

/// The arguments of a platform on free ports, with more.
fn start<'a>(more: &[&'a str]) -> Vec<&'a str> {
    let usual = ["platform", "start", "--data", "data"];
    usual.into_iter().chain(more.iter().copied()).collect()
}

const FREE: [&str; 4] = ["--listen", "127.0.0.1:0", "--api-listen", "127.0.0.1:0"];

#[test]
fn an_address_that_is_taken_is_named_with_its_flag() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let port = taken.local_addr().unwrap().port().to_string();
    let cx = TestContext::new().filter(&port, "[PORT]");
    fx_snapshot!(cx, cx.fx(start(&["--listen", &address, "--api-listen", "127.0.0.1:0"])), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: port [PORT] of 127.0.0.1 is in use (`--listen`)

    hint: see which program has it with `lsof -i :[PORT]`

    hint: choose another, for example `fx platform start --listen 127.0.0.1:0`, which takes a free one
    ");
    fx_snapshot!(cx, cx.fx(start(&["--listen", "127.0.0.1:0", "--api-listen", &address])), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: port [PORT] of 127.0.0.1 is in use (`--api-listen`)

    hint: see which program has it with `lsof -i :[PORT]`

    hint: choose another, for example `fx platform start --api-listen 127.0.0.1:0`, which takes a free one
    ");
    fx_snapshot!(cx, cx.fx(start(&["--listen", "192.0.2.1:0", "--api-listen", "127.0.0.1:0"])), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: failed to listen on 192.0.2.1:0 (`--listen`)
      caused by: Cannot assign requested address (os error 99)

    hint: give `--listen` an address of this machine, such as 127.0.0.1, or 0.0.0.0 for all of them
    ");
}

#[test]
fn data_that_cannot_be_used_is_named() {
    let cx = TestContext::new();
    cx.write("data", "a file");
    fx_snapshot!(cx, cx.fx(start(&FREE)), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: failed to prepare the data directory `[PROJECT]/data`
      caused by: File exists (os error 17)

    hint: name a directory that you may write to with `--data DIR`
    ");
    std::fs::remove_file(cx.dir().join("data")).unwrap();
    cx.write("data/state.db", "this is no database, and never was one");
    fx_snapshot!(cx, cx.fx(start(&FREE)), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: the key file `[HOME]/.config/fx/platform.key` is gone, and there is data that was made with it

    hint: start the platform with the key that its data was made with (`--key-file`, `FX_PLATFORM_KEY`)
    ");
    let mut with_key = cx.fx(start(&FREE));
    with_key.env(
        "FX_PLATFORM_KEY",
        "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE=",
    );
    fx_snapshot!(cx, with_key, @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: failed to open the database `[PROJECT]/data/state.db`
      caused by: file is not a database
      caused by: Error code 26: file is not a database

    hint: if it is damaged, put a backup of the whole data directory in its place
    ");
    std::fs::remove_file(cx.dir().join("data/state.db")).unwrap();
    cx.write("data/logs.db", "this is no database, and never was one");
    fx_snapshot!(cx, cx.fx(start(&FREE)), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: failed to open the database `[PROJECT]/data/logs.db`
      caused by: file is not a database
      caused by: Error code 26: file is not a database

    hint: if it is damaged, put it aside with `mv [PROJECT]/data/logs.db [PROJECT]/data/logs.db.damaged`: the platform starts without the logs in it
    ");
}

#[test]
fn a_key_must_be_one_and_lie_elsewhere() {
    let cx = TestContext::new();
    cx.write("key", "hello");
    fx_snapshot!(cx, cx.fx(start(&["--key-file", "key"])), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: `[PROJECT]/key` is not a platform key

    hint: a key is 32 bytes in Base64; make one with `openssl rand -base64 32` and give it in a file with `--key-file`, or as `FX_PLATFORM_KEY`
    ");
    fx_snapshot!(cx, cx.fx(start(&["--key-file", "data/key"])), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: the key file `[PROJECT]/data/key` lies in the data directory

    hint: whoever copies the data would have the key with it: move the file elsewhere and name it with `--key-file`
    ");
    fx_snapshot!(cx, cx.fx(start(&[])).env("FX_PLATFORM_KEY", "aGVsbG8="), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: `FX_PLATFORM_KEY` is not a platform key

    hint: a key is 32 bytes in Base64; make one with `openssl rand -base64 32` and give it in a file with `--key-file`, or as `FX_PLATFORM_KEY`
    ");
}

#[test]
fn a_certificate_comes_with_its_key() {
    let cx = TestContext::new();
    let pairs =
        [(); 2].map(|()| rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap());
    cx.write("cert.pem", pairs[0].cert.pem());
    cx.write("other.pem", pairs[1].signing_key.serialize_pem());
    fx_snapshot!(cx, cx.fx(start(&["--tls-cert", "cert.pem"])), @"
    exit_code: 2
    ----- stdout -----
    ----- stderr -----
    error: the following required arguments were not provided:
      --tls-key <FILE>

    Usage: fx platform start --tls-cert <FILE> --tls-key <FILE> --data <DIR>

    For more information, try '--help'.
    ");
    fx_snapshot!(cx, cx.fx(start(&["--tls-cert", "cert.pem", "--tls-key", "missing.pem"])), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: `[PROJECT]/missing.pem` holds no private key in PEM form
      caused by: I/O error: No such file or directory (os error 2)

    hint: give `--tls-cert` a file with the certificate chain and `--tls-key` one with its private key, both in PEM form
    ");
    fx_snapshot!(cx, cx.fx(start(&["--tls-cert", "cert.pem", "--tls-key", "cert.pem"])), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: `[PROJECT]/cert.pem` holds no private key in PEM form
      caused by: no items found

    hint: give `--tls-cert` a file with the certificate chain and `--tls-key` one with its private key, both in PEM form
    ");
    fx_snapshot!(cx, cx.fx(start(&["--tls-cert", "cert.pem", "--tls-key", "other.pem"])), @"
    exit_code: 1
    ----- stdout -----
    ----- stderr -----
    error: the certificate in `[PROJECT]/cert.pem` cannot be used with its key
      caused by: keys may not be consistent: KeyMismatch

    hint: the first certificate of the chain must be the one that the key in `--tls-key` belongs to
    ");
}
