//! From what was deployed to something a worker can run: the body, unpacked, with the project's variables.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError, RwLock},
    time::SystemTime,
};

use super::{Shared, options::limits_of, tenant::Live};
use crate::{
    api_types::ProjectRef,
    bundle::Prepared,
    diagnostics::with_hints,
    env_vars::EnvVars,
    events::{Event, Level, Record},
    function::Slug,
    hosting::{self, Given},
    platform::{
        keys::{ProjectKeys, secret_label},
        record::Function,
    },
    worker::{Prepare, Spec},
};

/// How the names start that only the platform sets.
const RESERVED: &str = "SUPABASE_";

/// Makes functions of one project ready.
pub(super) struct Preparer {
    pub(super) shared: Arc<Shared>,
    pub(super) project: ProjectRef,
    pub(super) live: Arc<RwLock<Live>>,
    /// What the project's logs have been told of its secrets.
    pub(super) told: Mutex<Option<String>>,
}

/// What the snapshot says of one function.
struct Found {
    function: Arc<Function>,
    keys: Arc<ProjectKeys>,
    region: String,
}

impl Preparer {
    /// The form that pools want.
    pub(super) fn into_prepare(self: Arc<Self>) -> Box<Prepare> {
        Box::new(move |slug: Slug| {
            let preparer = Arc::clone(&self);
            Box::pin(async move {
                let prepared = preparer.prepare(&slug).await;
                prepared.map_err(|error| format!("{error:#}"))
            }) as _
        })
    }

    async fn prepare(&self, slug: &Slug) -> anyhow::Result<Spec> {
        let found = self.find(slug);
        let found = found.ok_or_else(|| anyhow::anyhow!("the function `{slug}` is no more"))?;
        let digest = &found.function.version.code.digest;
        let (prepared, variables) =
            tokio::try_join!(self.unpacked(digest), self.variables(&found))?;
        Ok(self.to_spec(&found.function, prepared, variables))
    }

    /// What the function finds in its environment.
    #[cfg(test)]
    pub(super) async fn variables_of(
        &self,
        slug: &Slug,
    ) -> anyhow::Result<BTreeMap<String, String>> {
        let found = self.find(slug).expect("the test has deployed it");
        self.variables(&found).await
    }

    fn find(&self, slug: &Slug) -> Option<Found> {
        let live = self.live.read().unwrap_or_else(PoisonError::into_inner);
        Some(Found {
            function: Arc::clone(live.functions.get(slug.as_str())?),
            keys: Arc::clone(&live.keys),
            region: live.region.clone(),
        })
    }

    async fn unpacked(&self, digest: &str) -> anyhow::Result<Prepared> {
        let unpacker = &self.shared.unpacker;
        if let Some(prepared) = unpacker.find(digest).await {
            return Ok(prepared);
        }
        let body = self.shared.bodies.get(digest).await?;
        let body = body.ok_or_else(|| anyhow::anyhow!("the body of the function is lost"))?;
        let unpacked = unpacker.unpack(digest, body).await;
        unpacked.map_err(|error| anyhow::anyhow!(with_hints(&error)))
    }

    async fn variables(&self, found: &Found) -> anyhow::Result<BTreeMap<String, String>> {
        let Shared { state, vault, .. } = &*self.shared;
        let mut variables = BTreeMap::new();
        for secret in state.secrets(&self.project).await? {
            let opened = vault.open(&secret_label(&self.project, &secret.name), &secret.sealed)?;
            variables.insert(secret.name, opened.expose().clone());
        }
        variables.retain(|name, _| !name.starts_with(RESERVED));
        self.tell_of_those_without_effect(&variables, &found.function.slug);
        variables.extend(found.keys.variables(&self.shared.url(&self.project)));
        let (function, project) = (&found.function, &self.project);
        let version = function.version.number;
        let set_by_fx = [
            ("SUPABASE_FUNCTION_SLUG", function.slug.to_string()),
            ("SB_REGION", found.region.clone()),
            (
                "DENO_DEPLOYMENT_ID",
                format!("{project}_{}_{version}", function.id),
            ),
        ];
        variables.extend(set_by_fx.map(|(name, value)| (name.to_owned(), value)));
        Ok(variables)
    }

    /// Says so in the logs of the project, once, and again when there are others.
    fn tell_of_those_without_effect(&self, secrets: &BTreeMap<String, String>, slug: &Slug) {
        let Some(message) = EnvVars::without_effect(secrets) else {
            return;
        };
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        if told.as_ref() == Some(&message) {
            return;
        }
        *told = Some(message.clone());
        let event = Event::Log {
            slug: slug.to_string(),
            // It is said before there is one.
            worker: "".into(),
            request: None,
            level: Level::Warning,
            message,
        };
        let record = Record {
            time: SystemTime::now(),
            event,
        };
        self.shared.recorder.record(&self.project, &record);
    }

    fn to_spec(
        &self,
        function: &Function,
        prepared: Prepared,
        variables: BTreeMap<String, String>,
    ) -> Spec {
        let given = Given {
            slug: &function.slug,
            variables,
            limits: limits_of(&self.shared.limits, function.limits.as_ref()),
            own_origins: Vec::new(),
            trust: &self.shared.trust,
        };
        hosting::spec(prepared, given)
    }
}
