//! The pinned release arrives whole, once, and is found again without the network.

use std::{fs, process::Command};

use crate::provisioned::{cache, fx, provisioned};

#[test]
fn two_installations_at_once_both_succeed_and_download_at_most_once() {
    let provisioned = provisioned();
    let mut downloads = 0;
    for output in &provisioned.outputs {
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{stderr}");
        assert_eq!(output.stdout, provisioned.outputs[0].stdout);
        downloads += stderr.matches("Downloading").count();
    }
    assert!(downloads <= 1, "{:?}", provisioned.outputs);
}

#[test]
fn the_engine_runs_and_is_the_pinned_one() {
    let output = Command::new(&provisioned().engine)
        .arg("--version")
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.starts_with("deno 2.9.5 "), "{text}");
}

#[test]
fn an_installed_engine_is_found_without_the_network() {
    let engine = &provisioned().engine;
    let home = tempfile::tempdir().unwrap();
    for args in [["engine", "path"], ["engine", "install"]] {
        let mut command = fx(home.path(), args);
        // Whoever asks the network now is refused.
        let output = command
            .env("NPM_CONFIG_REGISTRY", "http://127.0.0.1:9/")
            .output()
            .unwrap();
        assert!(output.status.success(), "{output:?}");
        assert_eq!(
            String::from_utf8(output.stdout).unwrap().trim_end(),
            engine.to_str().unwrap()
        );
    }
}

#[test]
fn the_engine_is_listed_as_the_pinned_one() {
    let engine = &provisioned().engine;
    let home = tempfile::tempdir().unwrap();
    let output = fx(home.path(), ["engine", "list", "--output-format", "json"])
        .output()
        .unwrap();
    let list: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    // The cache may still hold the engine that was pinned before.
    let engines = list["engines"].as_array().unwrap();
    let listed = engines.iter().find(|one| one["pinned"] == true).unwrap();
    assert_eq!(listed["version"], "2.9.5");
    assert_eq!(listed["size_bytes"], fs::metadata(engine).unwrap().len());
    assert_eq!(listed["path"], engine.to_str().unwrap());
}

#[test]
fn nothing_but_the_executable_and_its_record_is_kept() {
    let entry = provisioned().engine.parent().unwrap();
    let names = |path| {
        let mut names: Vec<_> = fs::read_dir(path)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    };
    let executable = if cfg!(windows) { "deno.exe" } else { "deno" };
    assert_eq!(names(entry.to_owned()), [executable, "engine.json"]);
    let store = names(cache().join("engines"));
    assert!(
        store.iter().all(|name| !name.starts_with(".tmp-")),
        "{store:?}"
    );
}
