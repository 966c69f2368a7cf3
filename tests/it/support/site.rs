//! What a fake registry has: npm packages, JSR packages, modules at URLs.

use std::{collections::BTreeMap, io::Write as _};

use base64::{Engine as _, prelude::BASE64_STANDARD};
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256, Sha512};

use super::registry::{Registry, Reply, Routes};

/// Content being gathered.
#[derive(Debug, Default)]
pub struct Site {
    routes: Routes,
    npm: BTreeMap<String, Vec<NpmVersion>>,
    jsr: BTreeMap<String, Map<String, Value>>,
}

#[derive(Debug)]
struct NpmVersion {
    manifest: Value,
    tarball: Vec<u8>,
}

impl Site {
    /// Answers requests without this `Authorization` header with 401.
    pub fn requires(mut self, authorization: &str) -> Self {
        self.routes.authorization = Some(authorization.to_owned());
        self
    }

    /// Answers slowly, so that requests meet.
    pub fn slow(mut self) -> Self {
        self.routes.pause = std::time::Duration::from_millis(20);
        self
    }

    /// An npm package. `manifest` is its `package.json`, with name and version.
    pub fn npm(mut self, manifest: Value, files: &[(&str, &str)]) -> Self {
        let name = manifest["name"].as_str().unwrap().to_owned();
        let text = manifest.to_string();
        let mut all = vec![("package.json", text.as_str())];
        all.extend(files);
        let tarball = tarball(&all);
        self.npm
            .entry(name)
            .or_default()
            .push(NpmVersion { manifest, tarball });
        self
    }

    /// A JSR package with the module `mod.ts`.
    pub fn jsr(mut self, name: &str, version: &str, module: &str) -> Self {
        let checksum = format!("sha256-{:x}", Sha256::digest(module));
        let manifest = json!({
            "exports": { ".": "./mod.ts" },
            "manifest": { "/mod.ts": { "size": module.len(), "checksum": checksum } },
        });
        let versions = self.jsr.entry(name.to_owned()).or_default();
        versions.insert(version.to_owned(), json!({}));
        self.file(
            &format!("/{name}/{version}_meta.json"),
            "application/json",
            manifest.to_string(),
        )
        .file(
            &format!("/{name}/{version}/mod.ts"),
            "application/typescript",
            module,
        )
    }

    /// A file at a path, with its type.
    pub fn file(mut self, path: &str, content_type: &str, body: impl AsRef<[u8]>) -> Self {
        let headers = vec![("Content-Type", content_type.to_owned())];
        let reply = Reply::Full(200, headers, body.as_ref().to_vec());
        self.routes.replies.insert(path.to_owned(), reply);
        self
    }

    /// What a path is answered with.
    pub fn reply(mut self, path: &str, reply: Reply) -> Self {
        self.routes.replies.insert(path.to_owned(), reply);
        self
    }

    /// A redirect from one path to another.
    pub fn redirect(mut self, from: &str, to: &str) -> Self {
        let reply = Reply::Full(302, vec![("Location", to.to_owned())], Vec::new());
        self.routes.replies.insert(from.to_owned(), reply);
        self
    }

    /// A server with all of it.
    pub fn start(self) -> Registry {
        Registry::with_routes(|base| self.routes(base))
    }

    /// A server that shows this certificate.
    pub fn start_with_tls(self, tls: rustls::ServerConfig) -> Registry {
        Registry::with_tls(tls, |base| self.routes(base))
    }

    fn routes(self, base: &str) -> Routes {
        let mut routes = self.routes;
        let mut add = |path: String, body: Vec<u8>| routes.replies.insert(path, Reply::Body(body));
        for (name, versions) in self.jsr {
            let meta = json!({ "versions": versions });
            add(format!("/{name}/meta.json"), meta.to_string().into());
        }
        for (name, versions) in self.npm {
            let mut listed = Map::new();
            let (mut latest, mut times) = (Value::Null, Map::new());
            for NpmVersion {
                mut manifest,
                tarball,
            } in versions
            {
                let version = manifest["version"].as_str().unwrap().to_owned();
                let base_name = name.rsplit('/').next().unwrap();
                let path = format!("{name}/-/{base_name}-{version}.tgz");
                let digest = BASE64_STANDARD.encode(Sha512::digest(&tarball));
                manifest["dist"] = json!({
                    "tarball": format!("{base}{path}"),
                    "integrity": format!("sha512-{digest}"),
                });
                add(format!("/{path}"), tarball);
                latest = version.clone().into();
                // Whoever asks for a minimum age gets nothing.
                times.insert(version.clone(), "2999-01-01T00:00:00.000Z".into());
                listed.insert(version, manifest);
            }
            let packument = json!({
                "name": name, "dist-tags": { "latest": latest }, "versions": listed, "time": times,
            });
            // Scoped names are asked for with the slash encoded.
            let path = name.replace('/', "%2f");
            add(format!("/{path}"), packument.to_string().into());
        }
        routes
    }
}

fn tarball(files: &[(&str, &str)]) -> Vec<u8> {
    let encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    let mut archive = tar::Builder::new(encoder);
    for (path, content) in files {
        let mut header = tar::Header::new_gnu();
        header.set_size(content.len() as u64);
        header.set_mode(0o644);
        let path = format!("package/{path}");
        archive
            .append_data(&mut header, path, content.as_bytes())
            .unwrap();
    }
    let mut encoder = archive.into_inner().unwrap();
    encoder.flush().unwrap();
    encoder.finish().unwrap()
}
