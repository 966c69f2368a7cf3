//! Installing a small release of our own making: what the pinned hash does not let the black-box tests reach.

use std::{fs, sync::Mutex, time::Duration};

use sha2::{Digest as _, Sha512 as Hasher};
use url::Url;

use super::{
    fake_registry::{Registry, Reply},
    *,
};
use crate::engine::release::Sha512;

/// Remembers what happened, in short.
#[derive(Default)]
struct Recorder {
    events: Mutex<Vec<String>>,
    downloading: tokio::sync::Notify,
}

impl Recorder {
    fn events(&self) -> Vec<String> {
        self.events.lock().unwrap().clone()
    }
}

impl Reporter for Recorder {
    fn report(&self, event: Event<'_>) {
        let words = match event {
            Event::Received(_) => return,
            Event::Waiting => "waiting".into(),
            Event::Given { variable } => format!("given {variable}"),
            Event::Downloading { total, .. } => {
                self.downloading.notify_one();
                format!("downloading {}", total.is_some())
            }
            Event::Retrying { error, .. } => {
                let text = error.to_string();
                format!(
                    "retrying: {}",
                    text.split_once("`: ").map_or("-", |(_, why)| why)
                )
            }
            Event::Unpacking => "unpacking".into(),
        };
        self.events.lock().unwrap().push(words);
    }
}

fn tarball(files: &[(&str, &[u8])]) -> Vec<u8> {
    let encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    let mut archive = tar::Builder::new(encoder);
    for (path, content) in files {
        let mut header = tar::Header::new_gnu();
        header.set_size(content.len() as u64);
        header.set_mode(0o644);
        archive.append_data(&mut header, path, *content).unwrap();
    }
    archive.into_inner().unwrap().finish().unwrap()
}

fn good() -> Vec<u8> {
    tarball(&[
        ("package/package.json", b"{}"),
        ("package/deno", b"#!/bin/sh\n"),
        ("package/README.md", b"never unpacked"),
    ])
}

fn release(tarball: &[u8]) -> Release {
    Release {
        version: "1.2.3".into(),
        platform: "linux-x64-glibc".into(),
        integrity: Sha512(Hasher::digest(tarball).into()),
        executable: "deno",
    }
}

struct Case {
    cache: tempfile::TempDir,
    registry: Registry,
    release: Release,
    recorder: Recorder,
}

impl Case {
    fn new(release: Release, replies: impl IntoIterator<Item = Reply>) -> Self {
        Self {
            cache: tempfile::tempdir().unwrap(),
            registry: Registry::start(replies),
            release,
            recorder: Recorder::default(),
        }
    }

    async fn run(&self) -> Result<PathBuf, Error> {
        let store = Store::new(self.cache.path());
        let install = Install {
            release: &self.release,
            store: &store,
            patience: Patience {
                tries: 3,
                pause: Duration::from_millis(1),
                stall: Duration::from_secs(60),
            },
            reporter: &self.recorder,
        };
        install.run(|| self.connect()).await
    }

    fn connect(&self) -> Result<(Client, Source), Error> {
        let url = format!("{}{}", self.registry.url(), self.release.tarball_path());
        let source = Source {
            url: Url::parse(&url).unwrap(),
            authorization: None,
            given: Default::default(),
        };
        Ok((http::client(&http::Options::default())?, source))
    }

    /// What lies in the store, the entry's content included.
    fn files(&self) -> Vec<String> {
        let root = self.cache.path().join("engines");
        walkdir::WalkDir::new(&root)
            .min_depth(1)
            .sort_by_file_name()
            .into_iter()
            .map(|entry| {
                entry
                    .unwrap()
                    .path()
                    .strip_prefix(&root)
                    .unwrap()
                    .display()
                    .to_string()
            })
            .collect()
    }
}

const COMPLETE: [&str; 4] = [
    ".lock",
    "1.2.3-linux-x64-glibc",
    "1.2.3-linux-x64-glibc/deno",
    "1.2.3-linux-x64-glibc/engine.json",
];

#[tokio::test]
async fn an_engine_is_downloaded_once() {
    let case = Case::new(release(&good()), [Reply::Body(good())]);
    let path = case.run().await.unwrap();
    assert_eq!(fs::read(&path).unwrap(), b"#!/bin/sh\n");
    assert!(is_executable(&fs::metadata(&path).unwrap()));
    assert_eq!(case.run().await.unwrap(), path);
    assert_eq!(case.files(), COMPLETE);
    assert_eq!(case.recorder.events(), ["downloading true", "unpacking"]);
    assert_eq!(case.registry.requests().len(), 1);
}

#[tokio::test]
async fn two_at_once_download_once() {
    let case = Case::new(release(&good()), [Reply::Body(good())]);
    let (first, second) = tokio::join!(case.run(), case.run());
    assert_eq!(first.unwrap(), second.unwrap());
    assert_eq!(case.registry.requests().len(), 1);
    assert!(case.recorder.events().contains(&"waiting".into()));
    assert_eq!(case.files(), COMPLETE);
}

#[tokio::test]
async fn what_may_pass_is_tried_again() {
    let replies = [
        Reply::Status(503),
        Reply::Truncated(good()),
        Reply::Body(good()),
    ];
    let case = Case::new(release(&good()), replies);
    case.run().await.unwrap();
    assert_eq!(
        case.recorder.events(),
        [
            "retrying: the registry answered 503 Service Unavailable",
            "downloading true",
            "retrying: -",
            "downloading true",
            "unpacking"
        ]
    );
    assert_eq!(case.files(), COMPLETE);
}

#[tokio::test]
async fn tries_end() {
    let case = Case::new(release(&good()), [Reply::Status(429)]);
    let error = case.run().await.unwrap_err();
    assert!(matches!(error, Error::Status { .. }), "{error:?}");
    assert_eq!(case.registry.requests().len(), 3);
    assert_eq!(case.files(), [".lock"]);
}

#[tokio::test]
async fn silence_is_not_waited_out() {
    let case = Case::new(release(&good()), [Reply::Stall]);
    let store = Store::new(case.cache.path());
    let install = Install {
        release: &case.release,
        store: &store,
        patience: Patience {
            tries: 2,
            pause: Duration::from_millis(1),
            stall: Duration::from_millis(50),
        },
        reporter: &case.recorder,
    };
    let error = install.run(|| case.connect()).await.unwrap_err();
    assert!(matches!(error, Error::Stalled { .. }), "{error:?}");
    assert_eq!(case.files(), [".lock"]);
}

#[tokio::test]
async fn a_wrong_hash_is_neither_retried_nor_unpacked() {
    let case = Case::new(
        release(&good()),
        [Reply::Body(tarball(&[("package/deno", b"evil")]))],
    );
    let error = case.run().await.unwrap_err();
    assert!(matches!(error, Error::Integrity { .. }), "{error:?}");
    assert_eq!(case.recorder.events(), ["downloading true"]);
    assert_eq!(case.files(), [".lock"]);
}

#[tokio::test]
async fn a_package_of_another_shape_is_refused() {
    let empty = tarball(&[("package/deno.txt", b""), ("elsewhere/deno", b"x")]);
    let cut = good()[..40].to_vec();
    for (content, expected) in [
        (empty, "the engine's package holds no `package/deno`"),
        (
            b"not a gzip".to_vec(),
            "failed to unpack the engine's package",
        ),
        (cut, "failed to unpack the engine's package"),
    ] {
        let case = Case::new(release(&content), [Reply::Body(content)]);
        assert_eq!(case.run().await.unwrap_err().to_string(), expected);
        assert_eq!(case.files(), [".lock"]);
    }
}

#[tokio::test]
async fn a_damaged_engine_is_installed_anew() {
    let case = Case::new(release(&good()), [Reply::Body(good())]);
    let path = case.run().await.unwrap();
    fs::write(&path, "cut off").unwrap();
    assert_eq!(case.run().await.unwrap(), path);
    assert_eq!(fs::read(&path).unwrap(), b"#!/bin/sh\n");
    fs::write(path.with_file_name("engine.json"), "{").unwrap();
    assert_eq!(case.run().await.unwrap(), path);
    assert_eq!(case.files(), COMPLETE);
    assert_eq!(case.registry.requests().len(), 3);
}

#[tokio::test]
async fn an_engine_of_another_integrity_is_not_ours() {
    let mut case = Case::new(release(&good()), [Reply::Body(good())]);
    case.run().await.unwrap();
    case.release.integrity = Sha512([1; 64]);
    let error = case.run().await.unwrap_err();
    assert!(matches!(error, Error::Integrity { .. }), "{error:?}");
}

#[tokio::test]
async fn a_dropped_installation_leaves_nothing() {
    let case = Case::new(release(&good()), [Reply::Stall]);
    let mut run = Box::pin(case.run());
    tokio::select! {
        ended = &mut run => panic!("{ended:?}"),
        () = case.recorder.downloading.notified() => {}
    }
    assert!(case.files().len() > 1, "the installation is under way");
    drop(run);
    assert_eq!(case.files(), [".lock"]);
}

#[test]
fn provisioning_may_run_on_any_thread() {
    fn assert_send<T: Send>(_: &T) {}
    let dirs = Dirs::from_env().unwrap();
    let http = http::Options::default();
    let cx = Provision {
        dirs: &dirs,
        project: None,
        http: &http,
    };
    let recorder = Recorder::default();
    assert_send(&provision(&cx, &recorder));
}

#[test]
fn an_override_has_to_be_executable() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("deno");
    let problem = |path: &Path| match checked_override(path).unwrap_err() {
        Error::Override { problem, .. } => problem,
        other => panic!("{other:?}"),
    };
    assert_eq!(problem(&path), "does not exist");
    assert_eq!(problem(directory.path()), "is a directory");
    fs::write(&path, "").unwrap();
    crate::fs::set_mode(&path, 0o755).unwrap();
    assert_eq!(checked_override(&path).unwrap(), path);
}
