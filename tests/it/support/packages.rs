//! Registries on a loopback port with packages that a test makes up.

use std::{
    collections::HashMap,
    io::{BufRead as _, BufReader, Write as _},
    net::{SocketAddr, TcpListener, TcpStream},
};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha512};

/// A package: its `package.json`, and its other files.
pub struct Package {
    pub manifest: Value,
    pub files: Vec<(&'static str, &'static str)>,
}

impl Package {
    /// A package with an `index.js` that depends on `dependencies`, such as `("ms", "^2")`.
    pub fn new(name: &str, version: &str, dependencies: &[(&str, &str)]) -> Self {
        let dependencies: HashMap<_, _> = dependencies.iter().copied().collect();
        Self {
            manifest: json!({
                "name": name, "version": version, "main": "index.js", "dependencies": dependencies,
            }),
            files: vec![("index.js", "module.exports = {};\n")],
        }
    }

    fn text(&self, key: &str) -> &str {
        self.manifest[key].as_str().unwrap()
    }

    fn tarball(&self) -> Vec<u8> {
        let manifest = self.manifest.to_string();
        let own = [("package.json", manifest.as_str())];
        let mut archive = tar::Builder::new(flate2::write::GzEncoder::new(
            Vec::new(),
            flate2::Compression::fast(),
        ));
        for (path, content) in own.iter().chain(&self.files) {
            let mut header = tar::Header::new_gnu();
            header.set_size(content.len() as u64);
            header.set_mode(0o644);
            let path = format!("package/{path}");
            archive
                .append_data(&mut header, path, content.as_bytes())
                .unwrap();
        }
        archive.into_inner().unwrap().finish().unwrap()
    }
}

/// Serves packages as npm does until the test run ends. Returns the base URL.
pub fn serve(packages: &[Package]) -> String {
    serve_answers(|address| answers(packages, address))
}

/// Serves a package of one module as JSR does until the test run ends. Returns the base URL.
pub fn serve_jsr(name: &str, version: &str, module: &str) -> String {
    let size = module.len();
    let checksum = format!("sha256-{:x}", sha2::Sha256::digest(module));
    let versions = json!({ "versions": { version: {} } });
    let manifest = json!({
        "manifest": { "/mod.ts": { "size": size, "checksum": checksum } }, "exports": { ".": "./mod.ts" },
    });
    let answers = [
        (format!("/{name}/meta.json"), versions.to_string()),
        (format!("/{name}/{version}_meta.json"), manifest.to_string()),
        (format!("/{name}/{version}/mod.ts"), module.to_owned()),
    ];
    serve_answers(|_| answers.map(|(path, text)| (path, text.into())).into())
}

fn serve_answers(answers: impl FnOnce(SocketAddr) -> HashMap<String, Vec<u8>>) -> String {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let address = listener.local_addr().unwrap();
    let answers = answers(address);
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            // A client that goes away asks again, or gives up.
            drop(stream.and_then(|stream| answer(stream, &answers)));
        }
    });
    format!("http://{address}/")
}

fn answers(packages: &[Package], address: SocketAddr) -> HashMap<String, Vec<u8>> {
    let mut answers = HashMap::new();
    let mut infos: HashMap<&str, Value> = HashMap::new();
    for package in packages {
        let (name, version) = (package.text("name"), package.text("version"));
        let tarball = package.tarball();
        let path = format!("/{name}/-/{version}.tgz");
        let mut manifest = package.manifest.clone();
        let digest = STANDARD.encode(Sha512::digest(&tarball));
        manifest["dist"] = json!({
            "tarball": format!("http://{address}{path}"), "integrity": format!("sha512-{digest}"),
        });
        let empty = || json!({ "name": name, "dist-tags": {}, "versions": {} });
        let info = infos.entry(name).or_insert_with(empty);
        info["versions"][version] = manifest;
        info["dist-tags"]["latest"] = version.into();
        answers.insert(path, tarball);
    }
    let infos = infos.into_iter();
    answers.extend(infos.map(|(name, info)| (format!("/{name}"), info.to_string().into_bytes())));
    answers
}

fn answer(mut stream: TcpStream, answers: &HashMap<String, Vec<u8>>) -> std::io::Result<()> {
    let mut lines = BufReader::new(&stream).lines();
    let start = lines.next().unwrap_or(Ok(String::new()))?;
    for line in lines {
        if line?.is_empty() {
            break;
        }
    }
    let path = start.split(' ').nth(1).unwrap_or_default();
    let path = path.replace("%2f", "/").replace("%2F", "/");
    let (status, body) = match answers.get(&path) {
        Some(body) => (200, body.as_slice()),
        None => (404, &b""[..]),
    };
    let length = body.len();
    let head =
        format!("HTTP/1.1 {status} -\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n");
    stream.write_all(head.as_bytes())?;
    stream.write_all(body)
}
