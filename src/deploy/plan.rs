//! [`Plan`]: what has to happen so that the project has the functions that are here. Pure.

use std::collections::{BTreeMap, BTreeSet};

use bytes::Bytes;
use serde::{Deserialize, Serialize};

use super::history::Entry;
use crate::{
    api::FunctionSettings,
    api_types::{self, DeployMetadata, FunctionStatus, LimitsRecord},
    bundle::Artifact,
    function::{Function, Slug},
};

/// Where the platform's own bundler works; the paths that are sent say nothing of this machine.
const VIRTUAL_ROOT: &str = "file:///var/tmp/sb-compile-edge-runtime/";

/// What a body is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Kind {
    /// An `EZBR` file.
    Bundle,
    /// Sources as a tar archive, which the server bundles.
    Sources,
}

/// A function as it is here, ready to be sent.
#[derive(Debug, Clone)]
pub(crate) struct Local {
    /// Its name.
    pub(crate) slug: Slug,
    /// Whether callers need a token; `None` keeps what the server has.
    pub(crate) verify_jwt: Option<bool>,
    /// Where execution begins, as the server is told.
    pub(crate) entrypoint_path: String,
    /// The import map or `deno.json`, as the server is told.
    pub(crate) import_map_path: Option<String>,
    /// Patterns of static files; only with sources.
    pub(crate) static_patterns: Vec<String>,
    /// What its workers may use on a platform of one's own; `None` keeps what that has.
    pub(crate) limits: Option<LimitsRecord>,
    /// What the body is.
    pub(crate) kind: Kind,
    /// The body.
    pub(crate) body: Bytes,
    /// SHA-256 of the body, in hexadecimal digits.
    pub(crate) sha256: String,
}

impl Local {
    /// A bundle of `function`.
    pub(crate) fn of_bundle(function: &Function, artifact: Artifact) -> Self {
        let virtual_path = |key: &str| format!("{VIRTUAL_ROOT}{key}");
        Self {
            slug: function.slug.clone(),
            verify_jwt: function.verify_jwt,
            entrypoint_path: virtual_path(&artifact.entrypoint),
            import_map_path: artifact.import_map.as_deref().map(virtual_path),
            static_patterns: Vec::new(),
            limits: None,
            kind: Kind::Bundle,
            sha256: artifact.sha256,
            body: artifact.bytes.into(),
        }
    }

    /// What goes with a bundle. A name is only given to what is new.
    pub(super) fn settings(&self, is_new: bool) -> FunctionSettings {
        FunctionSettings {
            name: is_new.then(|| self.slug.to_string()),
            verify_jwt: self.verify_jwt,
            import_map: None,
            entrypoint_path: Some(self.entrypoint_path.clone()),
            import_map_path: self.import_map_path.clone(),
            ezbr_sha256: Some(self.sha256.clone()),
        }
    }

    /// What goes with sources.
    pub(super) fn metadata(&self, remote: Option<&api_types::Function>) -> DeployMetadata {
        DeployMetadata {
            entrypoint_path: self.entrypoint_path.clone(),
            import_map_path: self.import_map_path.clone().unwrap_or_default(),
            static_patterns: self.static_patterns.clone(),
            verify_jwt: self
                .verify_jwt
                .or_else(|| remote.and_then(|it| it.verify_jwt)),
            name: Some(self.slug.to_string()),
        }
    }
}

/// What becomes of a function.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Change {
    /// The project does not have it.
    Create,
    /// The project has another version of it.
    Update,
    /// The project has it.
    Unchanged,
    /// The project has it, and nothing here does.
    Delete,
}

impl Change {
    /// The word for it.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Update => "update",
            Self::Unchanged => "unchanged",
            Self::Delete => "delete",
        }
    }
}

/// What becomes of one function that is here.
#[derive(Debug)]
pub(crate) struct Step {
    /// As it is here.
    pub(crate) local: Local,
    /// As it is there.
    pub(crate) remote: Option<api_types::Function>,
    /// What becomes of it.
    pub(crate) change: Change,
    /// What differs, for people.
    pub(crate) reasons: Vec<String>,
    /// Limits that are to be set once the function is there.
    pub(super) limits: Option<LimitsRecord>,
    /// Whether nothing but those differs, so that no body need be sent.
    pub(super) only_limits: bool,
}

/// What has to happen.
#[derive(Debug)]
pub(crate) struct Plan {
    /// The functions that are here, by name.
    pub(crate) steps: Vec<Step>,
    /// What is only there and shall go, by name.
    pub(crate) deletions: Vec<api_types::Function>,
}

/// What a plan depends on besides the functions.
#[derive(Debug, Default)]
pub(crate) struct PlanOptions {
    /// Whether to send what is unchanged, too.
    pub(crate) force: bool,
    /// Names that must stay; `None` deletes nothing.
    pub(crate) prune_all_but: Option<BTreeSet<String>>,
    /// What was last sent as sources, by name.
    pub(crate) sent: BTreeMap<String, Entry>,
    /// What a platform of one's own limits its functions to, by name; `None` where nothing can be limited.
    pub(crate) limits: Option<BTreeMap<String, LimitsRecord>>,
}

impl Plan {
    /// Compares what is here with what is there.
    pub(crate) fn new(
        locals: Vec<Local>,
        remote: Vec<api_types::Function>,
        options: &PlanOptions,
    ) -> Self {
        let there = remote.into_iter();
        // Functions that were deleted may still be listed.
        let there = there.filter(|function| function.status != FunctionStatus::Removed);
        let mut there: BTreeMap<String, api_types::Function> = there
            .map(|function| (function.slug.clone(), function))
            .collect();
        let steps = locals.into_iter().map(|local| {
            let remote = there.remove(local.slug.as_str());
            Step::new(local, remote, options)
        });
        let mut steps: Vec<Step> = steps.collect();
        steps.sort_by(|a, b| a.local.slug.cmp(&b.local.slug));
        let deletions = there.into_values().filter(|function| {
            let kept = options.prune_all_but.as_ref();
            kept.is_some_and(|kept| !kept.contains(&function.slug))
        });
        Self {
            deletions: deletions.collect(),
            steps,
        }
    }

    /// The functions that are to be sent.
    pub(crate) fn uploads(&self) -> impl Iterator<Item = &Step> {
        let steps = self.steps.iter();
        steps.filter(|step| step.change != Change::Unchanged)
    }

    /// Whether anything is to be done.
    pub(crate) fn is_pending(&self) -> bool {
        !self.deletions.is_empty() || self.uploads().next().is_some()
    }
}

impl Step {
    fn new(local: Local, remote: Option<api_types::Function>, options: &PlanOptions) -> Self {
        let limits = limits(&local, options);
        let Some(there) = &remote else {
            return Self {
                local,
                remote,
                change: Change::Create,
                reasons: Vec::new(),
                limits,
                only_limits: false,
            };
        };
        let mut reasons = Vec::new();
        if !is_same_code(&local, there, options.sent.get(local.slug.as_str())) {
            reasons.push("code".to_owned());
        } else if !are_same_paths(&local, there) {
            reasons.push("paths".to_owned());
        }
        // Nothing said means that tokens are checked.
        let verified = there.verify_jwt.unwrap_or(true);
        let wanted = local.verify_jwt.unwrap_or(verified);
        reasons.extend(verify_jwt_reason(verified, wanted));
        if options.force && reasons.is_empty() {
            reasons.push("--force".to_owned());
        }
        let only_limits = reasons.is_empty() && limits.is_some();
        reasons.extend(limits.map(|_| "limits".to_owned()));
        let change = match reasons.is_empty() {
            true => Change::Unchanged,
            false => Change::Update,
        };
        Self {
            local,
            remote,
            change,
            reasons,
            limits,
            only_limits,
        }
    }
}

/// What the function is to be limited to, where that can be and differs.
fn limits(local: &Local, options: &PlanOptions) -> Option<LimitsRecord> {
    let there = options.limits.as_ref()?.get(local.slug.as_str());
    let there = there.copied().unwrap_or_default();
    local.limits.filter(|wanted| *wanted != there)
}

/// What to say when the function is to be `wanted` about tokens, and differs.
pub(crate) fn verify_jwt_reason(present: bool, wanted: bool) -> Option<String> {
    (present != wanted).then(|| format!("verify_jwt {present} -> {wanted}"))
}

fn is_same_code(local: &Local, there: &api_types::Function, sent: Option<&Entry>) -> bool {
    match local.kind {
        Kind::Bundle => there.ezbr_sha256.as_deref() == Some(&*local.sha256),
        Kind::Sources => sent.is_some_and(|sent| {
            sent.kind == Kind::Sources
                && (sent.version, sent.updated_at) == (there.version, there.updated_at)
                && sent.sha256 == local.sha256
                && sent.entrypoint_path == local.entrypoint_path
                && sent.import_map_path == local.import_map_path
                && sent.static_patterns == local.static_patterns
        }),
    }
}

/// A path that the server does not tell, or that cannot be taken back, is no difference.
fn are_same_paths(local: &Local, there: &api_types::Function) -> bool {
    let is_same = |here: Option<&str>, there: Option<&str>| match (here, there) {
        (Some(here), Some(there)) => here == there,
        _ => true,
    };
    local.kind == Kind::Sources
        || (is_same(
            Some(&local.entrypoint_path),
            there.entrypoint_path.as_deref(),
        ) && is_same(
            local.import_map_path.as_deref(),
            there.import_map_path.as_deref(),
        ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn local(slug: &str, sha256: &str, verify_jwt: Option<bool>) -> Local {
        Local {
            slug: slug.parse().unwrap(),
            verify_jwt,
            entrypoint_path: format!("{VIRTUAL_ROOT}{slug}/index.ts"),
            import_map_path: None,
            static_patterns: Vec::new(),
            limits: None,
            kind: Kind::Bundle,
            body: Bytes::from_static(b"EZBR"),
            sha256: sha256.to_owned(),
        }
    }

    fn remote(slug: &str, sha256: &str) -> api_types::Function {
        let text = format!(
            r#"{{"slug": "{slug}", "version": 3, "verify_jwt": true, "ezbr_sha256": "{sha256}", "updated_at": 5,
                "entrypoint_path": "{VIRTUAL_ROOT}{slug}/index.ts"}}"#
        );
        serde_json::from_str(&text).unwrap()
    }

    fn changes(plan: &Plan) -> Vec<(String, Change, String)> {
        let steps = plan.steps.iter();
        steps
            .map(|step| {
                (
                    step.local.slug.to_string(),
                    step.change,
                    step.reasons.join(", "),
                )
            })
            .collect()
    }

    #[test]
    fn only_what_differs_is_sent() {
        let locals = vec![
            local("new", "1", None),
            local("code", "2", None),
            local("open", "1", Some(false)),
            local("same", "1", Some(true)),
            local("moved", "1", None),
            local("gone", "1", None),
        ];
        let mut moved = remote("moved", "1");
        moved.entrypoint_path = Some("file:///elsewhere/index.ts".to_owned());
        let mut gone = remote("gone", "1");
        gone.status = FunctionStatus::Removed;
        let there = vec![
            remote("code", "1"),
            remote("open", "1"),
            remote("same", "1"),
            moved,
            gone,
        ];
        let plan = Plan::new(locals.clone(), there.clone(), &PlanOptions::default());
        let expected = [
            ("code", Change::Update, "code"),
            ("gone", Change::Create, ""),
            ("moved", Change::Update, "paths"),
            ("new", Change::Create, ""),
            ("open", Change::Update, "verify_jwt true -> false"),
            ("same", Change::Unchanged, ""),
        ];
        let expected =
            expected.map(|(slug, change, why)| (slug.to_owned(), change, why.to_owned()));
        assert_eq!(changes(&plan), expected);
        let force = PlanOptions {
            force: true,
            ..PlanOptions::default()
        };
        let plan = Plan::new(locals, there, &force);
        assert_eq!(plan.uploads().count(), 6);
        assert_eq!(plan.steps[5].reasons, ["--force"]);
    }

    #[test]
    fn limits_are_set_where_they_can_be_and_differ() {
        let limits = |memory| LimitsRecord {
            memory_limit_mb: Some(memory),
            ..LimitsRecord::default()
        };
        let limited = |slug: &str, sha256: &str| Local {
            limits: Some(limits(64)),
            ..local(slug, sha256, None)
        };
        let locals = vec![
            limited("code", "2"),
            limited("limited", "1"),
            limited("new", "1"),
            local("silent", "1", None),
            limited("unlimited", "1"),
        ];
        let there = ["code", "limited", "silent", "unlimited"].map(|slug| remote(slug, "1"));
        let plan = |limits| {
            let options = PlanOptions {
                limits,
                ..PlanOptions::default()
            };
            Plan::new(locals.clone(), there.to_vec(), &options)
        };
        assert_eq!(plan(None).uploads().count(), 2);
        let own = ["code", "limited", "silent"].map(|slug| {
            let memory = if slug == "limited" { 64 } else { 32 };
            (slug.to_owned(), limits(memory))
        });
        let plan = plan(Some(own.into()));
        let told = plan.steps.iter().map(|step| {
            let why = step.reasons.join(", ");
            (why, step.limits.is_some(), step.only_limits)
        });
        let expected = [
            ("code, limits", true, false),
            ("", false, false),
            ("", true, false),
            ("", false, false),
            ("limits", true, true),
        ];
        let expected = expected.map(|(why, set, only)| (why.to_owned(), set, only));
        assert_eq!(told.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn pruning_keeps_what_is_known_here() {
        let there = || {
            vec![
                remote("old", "1"),
                remote("named", "1"),
                remote("kept", "1"),
            ]
        };
        let mut options = PlanOptions::default();
        let plan = Plan::new(vec![local("named", "1", None)], there(), &options);
        assert!(plan.deletions.is_empty() && !plan.is_pending());
        options.prune_all_but = Some(["kept".to_owned()].into());
        let plan = Plan::new(vec![local("named", "1", None)], there(), &options);
        let slugs: Vec<&str> = plan.deletions.iter().map(|it| &*it.slug).collect();
        assert_eq!(slugs, ["old"]);
        assert!(plan.is_pending());
    }
}
