//! [`Remote`]: the project that is deployed to, and what is kept of it here.

use crate::{
    api::{Authenticated, Client, Target},
    api_types::ProjectRef,
    cli::RemoteArgs,
    commands::{Context, remote},
    deploy::History,
    dirs::Dirs,
    project::Project,
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
    /// The project that the arguments mean. It sends nothing yet.
    pub(in crate::commands) fn connect(
        args: &RemoteArgs,
        project: &Project,
        cx: &Context,
    ) -> anyhow::Result<Self> {
        let reference = remote::resolve_ref(args, project)?;
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

    /// Where people look after the functions.
    pub(super) fn dashboard_url(&self) -> String {
        self.target
            .dashboard_page(&format!("project/{}/functions", self.project))
    }

    /// Where a function answers.
    pub(super) fn function_url(&self, slug: &str) -> String {
        self.target.function_url(self.project.as_str(), slug)
    }
}

/// What was deployed to a project from here.
pub(in crate::commands) fn history(project: &ProjectRef) -> anyhow::Result<History> {
    let directory = Dirs::from_env()?.state.join("history");
    Ok(History::new(&directory, project))
}
