//! From a function of the project to something a worker can run.

use std::{path::PathBuf, sync::Arc};

use crate::{
    bundle::{self, GraphRequest, Prepared},
    diagnostics::Warning,
    events::{Event, Sink},
    function::Function,
    project::Project,
    worker::Spec,
};

/// What all functions of a session share when they are made ready.
#[derive(Debug)]
pub(super) struct Preparer {
    pub(super) project: Arc<Project>,
    pub(super) env_file: Option<PathBuf>,
    pub(super) base_url: String,
    pub(super) deno_dir: PathBuf,
    pub(super) locks: PathBuf,
    pub(super) ca_cert: Option<PathBuf>,
    pub(super) events: Sink,
}

impl Preparer {
    /// Resolves the function and fills the cache. The error is the whole text for people, hints included.
    pub(super) async fn prepare(&self, function: &Function) -> Result<Spec, String> {
        let variables = self.variables(function)?;
        let prepared = bundle::prepare(self.request(function)).await;
        let prepared = prepared.map_err(|failure| describe(&failure.error))?;
        self.warn(&prepared.warnings);
        Ok(to_spec(function, prepared, variables))
    }

    fn variables(&self, function: &Function) -> Result<std::collections::BTreeMap<String, String>, String> {
        let found = self.project.function_env(function, self.env_file.as_deref(), &self.base_url);
        let (variables, warnings) = found.map_err(|error| describe(&error))?;
        self.warn(&warnings);
        Ok(variables)
    }

    fn request(&self, function: &Function) -> GraphRequest {
        GraphRequest {
            entrypoint: function.entrypoint.clone(),
            import_map: function.import_map.clone(),
            source_root: self.project.source_root().to_owned(),
            project_root: self.project.root().to_owned(),
            static_files: function.static_files.clone(),
            supabase_dir: self.project.supabase_dir(),
            deno_dir: self.deno_dir.clone(),
            lock_out: self.locks.join(format!("{}.lock", function.slug)),
            cached_only: false,
            ca_cert: self.ca_cert.clone(),
        }
    }

    fn warn(&self, warnings: &[Warning]) {
        for Warning { message, hint } in warnings.iter().cloned() {
            self.events.send(Event::Warning { message, hint });
        }
    }
}

fn to_spec(
    function: &Function,
    prepared: Prepared,
    variables: std::collections::BTreeMap<String, String>,
) -> Spec {
    let mut readable = prepared.static_files;
    readable.extend(prepared.read_roots);
    Spec {
        slug: function.slug.clone(),
        entrypoint: function.entrypoint.clone(),
        engine_args: prepared.engine_args,
        engine_env: prepared.engine_env,
        readable,
        variables,
        limits: function.limits.clone(),
    }
}

/// An error with its causes and hints, as lines of text.
fn describe<E: std::error::Error + crate::diagnostics::Hint>(error: &E) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        let cause_text = cause.to_string();
        if !text.ends_with(&cause_text) {
            text.push_str(&format!("\ncaused by: {cause_text}"));
        }
        source = cause.source();
    }
    for hint in error.hints() {
        text.push_str(&format!("\nhint: {hint}"));
    }
    text
}
