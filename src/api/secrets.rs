//! Secrets: list, set, unset.

use reqwest::Method;

use super::{
    call::Call,
    client::{Authenticated, Client},
    error::Error,
};
use crate::api_types::{NewSecret, ProjectRef, Secret};

impl Client<Authenticated> {
    /// The names and digests of the project's secrets.
    pub(crate) async fn list_secrets(&self, project: &ProjectRef) -> Result<Vec<Secret>, Error> {
        self.json(Call::new("list secrets", Method::GET, path(project)))
            .await
    }

    /// Sets secrets, at most 100 at once; others stay as they are.
    pub(crate) async fn create_secrets(
        &self,
        project: &ProjectRef,
        secrets: &[NewSecret],
    ) -> Result<(), Error> {
        let mut call = Call::new("set secrets", Method::POST, path(project)).json(&secrets);
        let values = secrets.iter().map(|secret| secret.value.clone());
        call.hidden = values.collect();
        self.done(call).await
    }

    /// Removes secrets by name.
    pub(crate) async fn delete_secrets(
        &self,
        project: &ProjectRef,
        names: &[String],
    ) -> Result<(), Error> {
        let call = Call::new("unset secrets", Method::DELETE, path(project)).json(&names);
        self.done(call).await
    }
}

fn path(project: &ProjectRef) -> [&str; 4] {
    ["v1", "projects", project.as_str(), "secrets"]
}
