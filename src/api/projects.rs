//! Projects, and whose token it is.

use reqwest::Method;

use super::{
    call::Call,
    client::{Authenticated, Client},
    error::Error,
};
use crate::api_types::{Profile, Project, ProjectRef};

impl Client<Authenticated> {
    /// Every project the token can see.
    pub(crate) async fn list_projects(&self) -> Result<Vec<Project>, Error> {
        self.json(Call::new("list projects", Method::GET, ["v1", "projects"]))
            .await
    }

    /// One project.
    pub(crate) async fn get_project(&self, project: &ProjectRef) -> Result<Project, Error> {
        let operation = format!("look up project `{project}`");
        let path = ["v1", "projects", project.as_str()];
        self.json(Call::new(operation, Method::GET, path)).await
    }

    /// Whose token it is.
    pub(crate) async fn get_profile(&self) -> Result<Profile, Error> {
        let call = Call::new("look up the account", Method::GET, ["v1", "profile"]);
        self.json(call).await
    }
}
