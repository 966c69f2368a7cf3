//! Functions: list, create, update, delete, and their bodies.

use std::time::Duration;

use bytes::{Bytes, BytesMut};
use reqwest::{Method, Response};
use serde::Deserialize;

use super::{
    answer,
    call::Call,
    client::{Authenticated, Client},
    error::Error,
    multipart::{self, SourceFile},
};
use crate::api_types::{BulkFunction, DeployMetadata, Function, ProjectRef};

/// What is deployed with a bundle; what is `None` is not sent, and the server keeps or chooses it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct FunctionSettings {
    /// The name for people.
    pub(crate) name: Option<String>,
    /// Whether callers need a token.
    pub(crate) verify_jwt: Option<bool>,
    /// Whether there is an import map.
    pub(crate) import_map: Option<bool>,
    /// Where the bundle starts.
    pub(crate) entrypoint_path: Option<String>,
    /// The import map in the bundle.
    pub(crate) import_map_path: Option<String>,
    /// The digest of the body.
    pub(crate) ezbr_sha256: Option<String>,
}

impl FunctionSettings {
    fn onto(&self, call: Call) -> Call {
        call.with("name", self.name.as_ref())
            .with("verify_jwt", self.verify_jwt)
            .with("import_map", self.import_map)
            .with("entrypoint_path", self.entrypoint_path.as_ref())
            .with("import_map_path", self.import_map_path.as_ref())
            .with("ezbr_sha256", self.ezbr_sha256.as_ref())
    }
}

/// The form in which a function's body is asked for; servers may answer with the other one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BodyFormat {
    /// The sources, as a form.
    Multipart,
    /// The bundle.
    Eszip,
}

/// A body on its way.
#[derive(Debug)]
pub(crate) struct Download {
    content_type: String,
    client: Client<Authenticated>,
    call: Call,
    response: Response,
    patience: Duration,
    room: usize,
    limit: usize,
}

impl Download {
    /// What came, with the boundary when it is a form.
    pub(crate) fn content_type(&self) -> &str {
        &self.content_type
    }

    /// The next piece; an error once there is more than was allowed, or nothing comes for too long.
    pub(crate) async fn chunk(&mut self) -> Result<Option<Bytes>, Error> {
        let chunk = tokio::time::timeout(self.patience, self.response.chunk()).await;
        let chunk = chunk.map_err(|_| self.client.timed_out(&self.call, self.patience, false))?;
        let chunk = chunk.map_err(|error| self.client.broke(&self.call, error))?;
        let length = chunk.as_ref().map_or(0, Bytes::len);
        self.room = self
            .room
            .checked_sub(length)
            .ok_or_else(|| self.client.too_large(&self.call, self.limit))?;
        Ok(chunk)
    }

    /// All of it.
    pub(crate) async fn bytes(mut self) -> Result<Bytes, Error> {
        let mut body = BytesMut::new();
        while let Some(chunk) = self.chunk().await? {
            body.extend_from_slice(&chunk);
        }
        Ok(body.freeze())
    }
}

#[derive(Deserialize)]
struct Updated {
    #[serde(default)]
    functions: Option<Vec<Function>>,
}

impl Client<Authenticated> {
    /// Every function of the project.
    pub(crate) async fn list_functions(
        &self,
        project: &ProjectRef,
    ) -> Result<Vec<Function>, Error> {
        self.json(Call::new("list functions", Method::GET, functions(project)))
            .await
    }

    /// Creates a function from an `EZBR` file. A slug that exists is a refusal.
    pub(crate) async fn create_function(
        &self,
        project: &ProjectRef,
        slug: &str,
        settings: &FunctionSettings,
        ezbr: Bytes,
    ) -> Result<Function, Error> {
        let operation = format!("create function `{slug}`");
        let call = Call::new(operation, Method::POST, functions(project)).with("slug", Some(slug));
        self.json(settings.onto(call).upload(ezbr, eszip())).await
    }

    /// Replaces a function by an `EZBR` file.
    pub(crate) async fn update_function(
        &self,
        project: &ProjectRef,
        slug: &str,
        settings: &FunctionSettings,
        ezbr: Bytes,
    ) -> Result<Function, Error> {
        let operation = format!("update function `{slug}`");
        let call = Call::new(operation, Method::PATCH, function(project, slug));
        self.json(settings.onto(call).upload(ezbr, eszip())).await
    }

    /// Makes what `bundleOnly` deploys answered with the functions that run.
    pub(crate) async fn update_functions(
        &self,
        project: &ProjectRef,
        deployed: &[BulkFunction],
    ) -> Result<Vec<Function>, Error> {
        let call = Call::new("update functions", Method::PUT, functions(project)).json(&deployed);
        let updated: Updated = self.json(call).await?;
        Ok(updated.functions.unwrap_or_default())
    }

    /// Uploads sources, which the server bundles; with `bundle_only` the result runs only after
    /// [`Client::update_functions`].
    pub(crate) async fn deploy_function(
        &self,
        project: &ProjectRef,
        slug: &str,
        metadata: &DeployMetadata,
        files: &[SourceFile],
        bundle_only: bool,
    ) -> Result<Function, Error> {
        let mut path = functions(project);
        path.push("deploy".to_owned());
        let (body, content_type) = multipart::encode(metadata, files);
        let call = Call::new(format!("deploy function `{slug}`"), Method::POST, path)
            .with("slug", Some(slug))
            .with("bundleOnly", bundle_only.then_some(true))
            .upload(body, content_type);
        self.json(call).await
    }

    /// Deletes a function.
    pub(crate) async fn delete_function(
        &self,
        project: &ProjectRef,
        slug: &str,
    ) -> Result<(), Error> {
        let operation = format!("delete function `{slug}`");
        let mut call = Call::new(operation, Method::DELETE, function(project, slug));
        call.accept = "*/*";
        self.done(call).await
    }

    /// The body of a function, at most `limit` bytes of it.
    pub(crate) async fn download_function(
        &self,
        project: &ProjectRef,
        slug: &str,
        format: BodyFormat,
        limit: usize,
    ) -> Result<Download, Error> {
        let mut path = function(project, slug);
        path.push("body".to_owned());
        let mut call = Call::new(format!("download function `{slug}`"), Method::GET, path);
        call.accept = match format {
            BodyFormat::Multipart => "multipart/form-data",
            BodyFormat::Eszip => "*/*",
        };
        let response = self.open(&call).await?;
        Ok(Download {
            content_type: answer::content_type(&response),
            client: self.clone(),
            call,
            response,
            patience: self.patience(),
            room: limit,
            limit,
        })
    }
}

fn eszip() -> String {
    "application/vnd.denoland.eszip".to_owned()
}

fn functions(project: &ProjectRef) -> Vec<String> {
    ["v1", "projects", project.as_str(), "functions"]
        .map(str::to_owned)
        .into()
}

/// The path of a function.
pub(super) fn function(project: &ProjectRef, slug: &str) -> Vec<String> {
    let mut path = functions(project);
    path.push(slug.to_owned());
    path
}
