//! From a function of the project to something a worker can run.

use std::{
    collections::{BTreeMap, HashSet},
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
    time::{Instant, SystemTime},
};

use serde_json::Value;
use tokio::{sync::mpsc, task::block_in_place};

use super::{Serving, reload::Learnt, serving::Live, third_party::ThirdParties};
use crate::{
    bundle::{Bundler, GraphRequest, Preparation, Prepared},
    diagnostics::{Warning, with_hints},
    env_vars::EnvVars,
    events::{Event, Sink},
    function::{Function, Slug},
    hosting::{self, Given},
    project::NamedEnvFile,
    worker::{Sandbox, Spec},
};

/// What all functions of a session share when they are made ready.
pub(super) struct Preparer {
    pub(super) code: Code,
    pub(super) third_parties: Arc<ThirdParties>,
    pub(super) live: Arc<Live>,
    pub(super) env_file: Option<NamedEnvFile>,
    pub(super) base_url: String,
    pub(super) bundler: Bundler,
    /// Variables that make the engine trust whom fx trusts.
    pub(super) trust: Vec<(String, String)>,
    pub(super) events: Sink,
    /// Where to tell what a preparation depended on.
    pub(super) learnt: mpsc::UnboundedSender<Learnt>,
    pub(super) warned: Warned,
    /// What functions may do. Without a sandbox their variables are the engine's too.
    pub(super) sandbox: Sandbox,
}

/// The variable with the keys that functions check tokens with.
const JWKS: &str = "SUPABASE_JWKS";

/// Where the code that runs comes from.
#[derive(Debug, Clone, Default)]
pub(crate) enum Code {
    /// The project's files.
    #[default]
    Sources,
    /// Bundles that are made of the project's files.
    Bundles,
    /// The bundles in a directory.
    Files(PathBuf),
}

/// What was said: functions share files, and are prepared again after a failure.
#[derive(Debug)]
pub(super) struct Warned(Mutex<HashSet<String>>);

impl Warned {
    /// What was said before the session began.
    pub(super) fn of(warnings: &[Warning]) -> Self {
        let messages = warnings.iter().map(|warning| warning.message.clone());
        Self(Mutex::new(messages.collect()))
    }

    /// Whether this is the first time.
    fn is_news(&self, message: &str) -> bool {
        let mut said = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        said.insert(message.to_owned())
    }
}

/// The variables of a function, and what there is to say about them.
type Variables = (BTreeMap<String, String>, Vec<Warning>);

impl Preparer {
    /// Resolves the function and fills the cache. The error is the whole text for people, hints included.
    pub(super) async fn prepare(&self, slug: &Slug) -> Result<Spec, String> {
        let serving = self.live.get();
        let Some(function) = serving.functions.get(slug) else {
            return Err(format!("the function `{slug}` is no more"));
        };
        let (begun, since) = (Instant::now(), SystemTime::now());
        let request = GraphRequest::of(function, self.bundler.places());
        let Preparation { inputs, outcome } = match &self.code {
            Code::Sources => self.bundler.prepare(request).await,
            Code::Bundles => self.bundler.prepare_bundled(request).await,
            Code::Files(directory) => self.bundler.prepare_file(slug, directory).await,
        };
        // Nobody wants to know any more when the session is over.
        let _ = self.learnt.send(Learnt {
            slug: slug.clone(),
            inputs,
            begun,
            since,
        });
        let prepared = outcome.map_err(|error| with_hints(&error))?;
        self.warn(&prepared.warnings);
        // They are read from files.
        let (mut variables, warnings) = block_in_place(|| self.variables(&serving, function))?;
        self.warn(&warnings);
        self.add_third_party(&serving, &mut variables).await;
        if self.sandbox != Sandbox::Off {
            self.warn(without_effect(&variables).as_slice());
        }
        Ok(self.to_spec(function, prepared, variables))
    }

    /// What the function finds in its environment. The error is the whole text for people.
    pub(super) fn variables(
        &self,
        serving: &Serving,
        function: &Function,
    ) -> Result<Variables, String> {
        let env_file = self.env_file.as_ref();
        let (keys, database) = (serving.keys.variables(), &serving.database);
        let project = &serving.project;
        let found = project.function_env(function, env_file, &self.base_url, database, &keys);
        found.map_err(|error| with_hints(&error))
    }

    /// Adds the keys of another party whose tokens count to those that the function checks tokens with.
    async fn add_third_party(&self, serving: &Serving, variables: &mut BTreeMap<String, String>) {
        let Some(issuer) = self.third_parties.of(serving.third_party()) else {
            return;
        };
        let more = match issuer.published().await {
            Ok(more) => more,
            Err(warning) => return self.warn(&[warning]),
        };
        let Some(text) = variables.get_mut(JWKS) else {
            return;
        };
        let mut set: Value = serde_json::from_str(text).expect("fx wrote the set");
        if let Some(keys) = set["keys"].as_array_mut() {
            keys.extend(more);
        }
        *text = set.to_string();
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
            limits: function.limits.clone(),
            own_origins: hosting::own_origins(&self.base_url),
            trust: &self.trust,
        };
        hosting::spec(prepared, given)
    }

    fn warn(&self, warnings: &[Warning]) {
        for Warning { message, hint } in warnings.iter().cloned() {
            if self.warned.is_news(&message) {
                self.events.send(Event::Warning { message, hint });
            }
        }
    }
}

/// What a program would obey in its environment is only a variable for functions.
fn without_effect(variables: &BTreeMap<String, String>) -> Option<Warning> {
    let message = EnvVars::without_effect(variables)?;
    let hint = "set proxies and certificates in the environment of fx itself";
    Some(Warning::new(message).with_hint(hint))
}
