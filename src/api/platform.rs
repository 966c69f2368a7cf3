//! What only a platform of one's own has: making projects, keys and tokens; versions and limits of
//! functions.

use reqwest::Method;
use serde_json::{Value, json};

use super::{
    call::Call,
    client::{Authenticated, Client},
    error::Error,
    functions::function,
};
use crate::api_types::{
    AccessToken, ApiKey, Function, FunctionVersion, JwtSecret, LimitsRecord, NewUserToken, Project,
    ProjectRef, UserToken,
};

/// The path of what is known of a project's tokens.
fn auth_path<'a>(project: &'a ProjectRef, what: &'a str) -> [&'a str; 6] {
    ["v1", "projects", project.as_str(), "config", "auth", what]
}

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

    /// The JWT secret of a project; `None` where the API is none of a platform of one's own.
    pub(crate) async fn jwt_secret(
        &self,
        project: &ProjectRef,
    ) -> Result<Option<JwtSecret>, Error> {
        let path = auth_path(project, "jwt-secret");
        let call = Call::new("read the JWT secret", Method::GET, path);
        found(self.json(call).await)
    }

    /// Makes a new signing key; its id.
    pub(crate) async fn rotate_signing_key(&self, project: &ProjectRef) -> Result<Value, Error> {
        let path = auth_path(project, "signing-keys");
        self.json(Call::new("rotate the signing key", Method::POST, path))
            .await
    }

    /// Signs a token of a user with the project's signing key.
    pub(crate) async fn create_user_token(
        &self,
        project: &ProjectRef,
        token: &NewUserToken,
    ) -> Result<UserToken, Error> {
        let path = auth_path(project, "tokens");
        let call = Call::new("sign the token", Method::POST, path);
        self.json(call.json(token)).await
    }

    /// The versions of a function, newest first; `None` where the API is none of a platform of one's own, or has no such
    /// function.
    pub(crate) async fn function_versions(
        &self,
        project: &ProjectRef,
        slug: &str,
    ) -> Result<Option<Vec<FunctionVersion>>, Error> {
        let mut path = function(project, slug);
        path.push("versions".to_owned());
        let operation = format!("list the versions of function `{slug}`");
        found(self.json(Call::new(operation, Method::GET, path)).await)
    }

    /// Makes a version the one that answers; the function as it is then. `None` when there is no such version any more.
    pub(crate) async fn activate_version(
        &self,
        project: &ProjectRef,
        slug: &str,
        version: i64,
    ) -> Result<Option<Function>, Error> {
        let mut path = function(project, slug);
        path.extend([
            "versions".to_owned(),
            version.to_string(),
            "activate".to_owned(),
        ]);
        let operation = format!("activate version {version} of function `{slug}`");
        found(self.json(Call::new(operation, Method::POST, path)).await)
    }

    /// What the platform limits a function to, besides what it limits all to; nothing when there is no such function.
    pub(crate) async fn function_limits(
        &self,
        project: &ProjectRef,
        slug: &str,
    ) -> Result<LimitsRecord, Error> {
        let mut path = function(project, slug);
        path.push("limits".to_owned());
        let operation = format!("read the limits of function `{slug}`");
        let limits = found(self.json(Call::new(operation, Method::GET, path)).await)?;
        Ok(limits.unwrap_or_default())
    }

    /// Replaces that.
    pub(crate) async fn set_function_limits(
        &self,
        project: &ProjectRef,
        slug: &str,
        limits: &LimitsRecord,
    ) -> Result<(), Error> {
        let mut path = function(project, slug);
        path.push("limits".to_owned());
        let operation = format!("set the limits of function `{slug}`");
        let call = Call::new(operation, Method::PUT, path).json(limits);
        self.json::<LimitsRecord>(call).await.map(drop)
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

/// What there is, or that there is none.
fn found<T>(answer: Result<T, Error>) -> Result<Option<T>, Error> {
    match answer {
        Ok(value) => Ok(Some(value)),
        Err(error) if error.is_not_found() => Ok(None),
        Err(error) => Err(error),
    }
}
