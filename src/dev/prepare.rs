//! From a function of the project to something a worker can run.

use std::{
    collections::{BTreeMap, HashSet},
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
};

use crate::{
    bundle::{Bundler, GraphRequest, Prepared},
    diagnostics::{Hint, Warning},
    events::{Event, Sink},
    function::Function,
    project::{KeyVariables, Project},
    worker::Spec,
};

/// What all functions of a session share when they are made ready.
pub(super) struct Preparer {
    pub(super) project: Arc<Project>,
    pub(super) env_file: Option<PathBuf>,
    pub(super) base_url: String,
    pub(super) keys: KeyVariables,
    pub(super) bundler: Bundler,
    /// Variables that make the engine trust whom fx trusts.
    pub(super) trust: Vec<(String, String)>,
    /// Where lockfiles of workers are kept.
    pub(super) locks: PathBuf,
    pub(super) events: Sink,
    pub(super) warned: Warned,
}

/// What was said: functions share files, and are prepared again after a failure.
#[derive(Debug, Default)]
pub(super) struct Warned(Mutex<HashSet<String>>);

impl Warned {
    /// Whether this is the first time.
    fn is_news(&self, message: &str) -> bool {
        let mut said = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        said.insert(message.to_owned())
    }
}

impl Preparer {
    /// Resolves the function and fills the cache. The error is the whole text for people, hints included.
    pub(super) async fn prepare(&self, function: &Function) -> Result<Spec, String> {
        let variables = self.variables(function)?;
        let request = GraphRequest {
            entrypoint: function.entrypoint.clone(),
            import_map: function.import_map.clone(),
            static_files: function.static_files.clone(),
            lock_out: self.locks.join(format!("{}.lock", function.slug)),
        };
        let prepared = self.bundler.prepare(request).await;
        let prepared = prepared.map_err(|error| describe(&error))?;
        self.warn(&prepared.warnings);
        Ok(self.to_spec(function, prepared, variables))
    }

    fn variables(&self, function: &Function) -> Result<BTreeMap<String, String>, String> {
        let env_file = self.env_file.as_deref();
        let found = self
            .project
            .function_env(function, env_file, &self.base_url, &self.keys);
        let (variables, warnings) = found.map_err(|error| describe(&error))?;
        self.warn(&warnings);
        Ok(variables)
    }

    fn to_spec(
        &self,
        function: &Function,
        prepared: Prepared,
        variables: BTreeMap<String, String>,
    ) -> Spec {
        let mut readable = prepared.static_files;
        readable.extend(prepared.package_roots);
        let mut engine_env = prepared.engine_env;
        engine_env.extend(self.trust.iter().cloned());
        Spec {
            slug: function.slug.clone(),
            entrypoint: function.entrypoint.clone(),
            engine_args: prepared.engine_args,
            engine_env,
            npmrc: prepared.npmrc,
            readable,
            node_files: prepared.node_files,
            variables,
            limits: function.limits.clone(),
        }
    }

    fn warn(&self, warnings: &[Warning]) {
        for Warning { message, hint } in warnings.iter().cloned() {
            if self.warned.is_news(&message) {
                self.events.send(Event::Warning { message, hint });
            }
        }
    }
}

/// An error with its causes and hints, as lines of text.
pub(super) fn describe<E: std::error::Error + Hint>(error: &E) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        let cause_text = cause.to_string();
        if !text.ends_with(&cause_text) {
            text.push_str("\ncaused by: ");
            text.push_str(&cause_text);
        }
        source = cause.source();
    }
    for hint in error.hints() {
        text.push_str("\nhint: ");
        text.push_str(&hint);
    }
    text
}
