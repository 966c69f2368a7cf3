//! [`Remote`]: the project that is deployed to, and what is kept of it here.

use crate::{
    api::{Authenticated, Client, Target},
    api_types::ProjectRef,
    commands::{Context, remote},
    deploy::History,
    dirs::Dirs,
};

/// Where it goes.
pub(in crate::commands) struct Remote {
    /// The API.
    pub(in crate::commands) client: Client<Authenticated>,
    /// The project.
    pub(in crate::commands) project: ProjectRef,
    /// Where the project's addresses are.
    pub(in crate::commands) target: Target,
    /// What was deployed from here.
    pub(in crate::commands) history: History,
}

impl Remote {
    /// The project with this ref. It sends nothing yet.
    pub(in crate::commands) fn connect(
        reference: ProjectRef,
        cx: &Context,
    ) -> anyhow::Result<Self> {
        let (target, store) = remote::places(cx)?;
        let found = store.find()?;
        let client = remote::anonymous(&target, cx)?.authenticate(found.token.into_secret());
        Ok(Self {
            client,
            history: history(&reference)?,
            project: reference,
            target,
        })
    }

    /// Where people look after the functions; a platform of one's own has no such place.
    pub(super) fn dashboard_url(&self) -> Option<String> {
        let page = format!("project/{}/functions", self.project);
        let is_hosted = self.client.project_url().is_none();
        is_hosted.then(|| self.target.dashboard_page(&page))
    }

    /// Where a function answers.
    pub(super) fn function_url(&self, slug: &str) -> String {
        match self.client.project_url() {
            Some(url) => format!("{url}/functions/v1/{slug}"),
            None => self.target.function_url(self.project.as_str(), slug),
        }
    }
}

/// What was deployed to a project from here.
pub(in crate::commands) fn history(project: &ProjectRef) -> anyhow::Result<History> {
    let directory = Dirs::from_env()?.state.join("history");
    Ok(History::new(&directory, project))
}
