//! Warnings about variables that functions read and the project has no secret for.

use std::collections::{BTreeMap, BTreeSet};

use super::{Remote, locals::Locals};
use crate::{deploy::Plan, diagnostics::Warning, secrets::is_of_platform};

/// One warning for each variable without a secret. Asks the server only when there is something to ask.
pub(super) async fn unset(locals: &Locals, plan: &Plan, remote: &Remote) -> Vec<Warning> {
    let sent: BTreeSet<&str> = plan.uploads().map(|it| it.local.slug.as_str()).collect();
    let mut readers: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (slug, names) in &locals.reads {
        let names = names.iter().filter(|_| sent.contains(slug.as_str()));
        for name in names.filter(|name| !is_of_platform(name)) {
            readers.entry(name).or_default().push(slug.as_str());
        }
    }
    if readers.is_empty() {
        return Vec::new();
    }
    // The deploy does not depend on it: the token may not be allowed to look.
    let Ok(secrets) = remote.client.list_secrets(&remote.project).await else {
        return Vec::new();
    };
    for secret in &secrets {
        readers.remove(secret.name.as_str());
    }
    let warnings = readers.into_iter().map(|(name, slugs)| {
        let slugs: Vec<String> = slugs.iter().map(|slug| format!("`{slug}`")).collect();
        let text = format!(
            "the project has no secret `{name}`, which {} read",
            slugs.join(", ")
        );
        let text = match slugs.len() {
            1 => format!("{text}s"),
            _ => text,
        };
        Warning::new(text).with_hint(format!("set it with `fx secrets set {name}`"))
    });
    warnings.collect()
}
