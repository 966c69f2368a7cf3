//! What only a platform of one's own has: making projects, keys and tokens.

use reqwest::Method;
use serde_json::{Value, json};

use super::{
    call::Call,
    client::{Authenticated, Client},
    error::Error,
};
use crate::api_types::{AccessToken, ApiKey, Project, ProjectRef};

impl Client<Authenticated> {
    /// Makes a project.
    pub(crate) async fn create_project(&self, name: &str) -> Result<Project, Error> {
        let call = Call::new("create the project", Method::POST, ["v1", "projects"]);
        let body = json!({ "name": name, "organization_slug": "default", "db_pass": "" });
        self.json(call.json(&body)).await
    }

    /// Deletes a project with all that belongs to it.
    pub(crate) async fn delete_project(&self, project: &ProjectRef) -> Result<(), Error> {
        let operation = format!("delete project `{project}`");
        let path = ["v1", "projects", project.as_str()];
        let call = Call::new(operation, Method::DELETE, path);
        self.json::<Value>(call).await.map(drop)
    }

    /// The API keys of a project; secret ones without their value, unless they are to be revealed.
    pub(crate) async fn list_api_keys(
        &self,
        project: &ProjectRef,
        reveal: bool,
    ) -> Result<Vec<ApiKey>, Error> {
        let path = ["v1", "projects", project.as_str(), "api-keys"];
        let call = Call::new("list API keys", Method::GET, path);
        self.json(call.with("reveal", Some(reveal))).await
    }

    /// Makes a new signing key; its id.
    pub(crate) async fn rotate_signing_key(&self, project: &ProjectRef) -> Result<Value, Error> {
        let path = [
            "v1",
            "projects",
            project.as_str(),
            "config",
            "auth",
            "signing-keys",
        ];
        self.json(Call::new("rotate the signing key", Method::POST, path))
            .await
    }

    /// Every access token.
    pub(crate) async fn list_tokens(&self) -> Result<Vec<AccessToken>, Error> {
        let call = Call::new("list access tokens", Method::GET, ["v1", "tokens"]);
        self.json(call).await
    }

    /// Makes an access token.
    pub(crate) async fn create_token(
        &self,
        name: &str,
        project: Option<&ProjectRef>,
        scopes: Option<&[String]>,
    ) -> Result<AccessToken, Error> {
        let call = Call::new("create the access token", Method::POST, ["v1", "tokens"]);
        let body = json!({ "name": name, "project": project, "scopes": scopes });
        self.json(call.json(&body)).await
    }

    /// Revokes the access token with this id.
    pub(crate) async fn revoke_token(&self, id: &str) -> Result<(), Error> {
        let call = Call::new(
            "revoke the access token",
            Method::DELETE,
            ["v1", "tokens", id],
        );
        self.done(call).await
    }
}
