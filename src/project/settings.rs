//! What the configuration means: ports, keys, limits, and which keys there are at all.

use std::{io::ErrorKind, path::PathBuf, time::Duration};

use super::{
    Error, Project,
    config::{Config, Section},
    discovery::normalized,
    third_party::ThirdParty,
    tree::Node,
};
use crate::{
    api_types::LimitsRecord,
    diagnostics::{Warning, nearest},
    fs,
    function::{Limits, Policy, Slug},
    redact::Secret,
};

const DEFAULT_PORT: u16 = 54321;
const DEFAULT_INSPECTOR_PORT: u16 = 8083;
const DEFAULT_DB_PORT: u16 = 54322;
/// The defaults of the incumbent, which clients and tests have written down.
const DEFAULT_JWT_SECRET: &str = "super-secret-jwt-token-with-at-least-32-characters-long";
const DEFAULT_PUBLISHABLE_KEY: &str = "sb_publishable_ACJWlzQHlZjBrEguHvfOxg_3BJgxAaH";
const DEFAULT_SECRET_KEY: &str = "sb_secret_N7UND0UgjKTVK-Uodkm0Hg_xSvEMPvz";
/// Shorter secrets can be guessed.
const MIN_JWT_SECRET: usize = 16;

const FUNCTION_KEYS: &[&str] = &[
    "enabled",
    "entrypoint",
    "env",
    "import_map",
    "limits",
    "policy",
    "static_files",
    "verify_jwt",
];
const EDGE_RUNTIME_KEYS: &[&str] = &[
    "bundler",
    "deno_version",
    "enabled",
    "inspector_port",
    "limits",
    "policy",
    "secrets",
];
const LIMIT_KEYS: &[&str] = &[
    "cpu_time_hard_limit_ms",
    "cpu_time_soft_limit_ms",
    "memory_limit_mb",
    "request_idle_timeout_ms",
    "worker_timeout_ms",
];

/// `[auth]`, as far as tokens go.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct AuthSettings {
    /// What HS256 tokens are signed with.
    pub(crate) jwt_secret: Secret<String>,
    /// A token to use instead of the derived one.
    pub(crate) anon_key: Option<String>,
    /// A token to use instead of the derived one.
    pub(crate) service_role_key: Option<String>,
    /// `sb_publishable_…`
    pub(crate) publishable_key: String,
    /// `sb_secret_…`
    pub(crate) secret_key: Secret<String>,
    /// The array of private JWKs in the file of `signing_keys_path`.
    pub(crate) signing_keys: Option<serde_json::Value>,
    /// Whose users may call functions besides.
    pub(crate) third_party: Option<ThirdParty>,
}

impl AuthSettings {
    /// Whether somebody who knows fx knows the keys.
    pub(crate) fn has_well_known_keys(&self) -> bool {
        self.publishable_key == DEFAULT_PUBLISHABLE_KEY
            || self.secret_key.expose() == DEFAULT_SECRET_KEY
            || self.jwt_secret.expose() == DEFAULT_JWT_SECRET
    }
}

impl Project {
    /// The port of the local API.
    pub(crate) fn port(&self) -> Result<u16, Error> {
        port(&self.config.section("api"), "port", DEFAULT_PORT)
    }

    /// The port of the local database.
    pub(super) fn db_port(&self) -> Result<u16, Error> {
        port(&self.config.section("db"), "port", DEFAULT_DB_PORT)
    }

    /// The port that debuggers attach to.
    pub(crate) fn inspector_port(&self) -> Result<u16, Error> {
        let section = self.config.section("edge_runtime");
        port(&section, "inspector_port", DEFAULT_INSPECTOR_PORT)
    }

    /// The keys of the local project, as configured.
    pub(crate) fn auth(&self) -> Result<AuthSettings, Error> {
        let _gathering = self.environment_uses().gather();
        let auth = self.config.section("auth");
        let jwt_secret = auth.text("jwt_secret")?;
        if jwt_secret
            .as_ref()
            .is_some_and(|secret| secret.len() < MIN_JWT_SECRET)
        {
            return Err(auth.wrong_value("jwt_secret", "must have at least 16 characters"));
        }
        let text_or = |key: &str, default: &str| {
            let text = auth.text(key)?;
            Ok::<_, Error>(text.unwrap_or_else(|| default.to_owned()))
        };
        Ok(AuthSettings {
            jwt_secret: Secret::new(jwt_secret.unwrap_or_else(|| DEFAULT_JWT_SECRET.to_owned())),
            anon_key: auth.text("anon_key")?,
            service_role_key: auth.text("service_role_key")?,
            publishable_key: text_or("publishable_key", DEFAULT_PUBLISHABLE_KEY)?,
            secret_key: Secret::new(text_or("secret_key", DEFAULT_SECRET_KEY)?),
            signing_keys: self.signing_keys(&auth)?,
            third_party: self.third_party()?,
        })
    }

    fn signing_keys(&self, auth: &Section<'_>) -> Result<Option<serde_json::Value>, Error> {
        let Some(path) = self.signing_keys_path()? else {
            return Ok(None);
        };
        let text = fs::read_found_text(&path, self.source_root(), fs::MAX_TEXT);
        let text = text.map_err(|error| {
            let why = match error.kind() {
                ErrorKind::NotFound => "does not exist".to_owned(),
                _ => format!("cannot be read: {error}"),
            };
            let problem = format!("names `{}`, which {why}", self.shown(&path));
            auth.wrong_value("signing_keys_path", &problem)
        })?;
        let keys: Option<serde_json::Value> = serde_json::from_str(&text).ok();
        let keys = keys.filter(|keys| keys.as_array().is_some_and(|keys| !keys.is_empty()));
        let problem = "must name a file with a JSON array of private keys (JWK)";
        let wrong = || auth.wrong_value("signing_keys_path", problem);
        keys.map(Some).ok_or_else(wrong)
    }

    /// The file of `auth.signing_keys_path`.
    pub(super) fn signing_keys_path(&self) -> Result<Option<PathBuf>, Error> {
        let relative = self.config.section("auth").text("signing_keys_path")?;
        Ok(relative.map(|relative| normalized(&self.supabase_dir().join(relative))))
    }

    /// Whether `[edge_runtime] bundler` leaves bundling to the server.
    pub(crate) fn bundles_on_server(&self) -> Result<bool, Error> {
        let section = self.config.section("edge_runtime");
        match section.text("bundler")?.as_deref() {
            None | Some("local") => Ok(false),
            Some("server") => Ok(true),
            Some(_) => Err(section.wrong_value("bundler", "must be `local` or `server`")),
        }
    }

    /// The limits that a function has when its own table says nothing.
    pub(super) fn default_limits(&self) -> Result<Limits, Error> {
        let limits = self.config.section("edge_runtime").section("limits");
        read_limits(&limits, Limits::default())
    }

    /// What `[functions.<slug>.limits]` says by itself; `None` without that table.
    pub(crate) fn own_limits(&self, slug: &Slug) -> Result<Option<LimitsRecord>, Error> {
        let table = self.config.section("functions").section(slug.as_str());
        let limits = table.section("limits");
        limits.check_table()?;
        if !limits.is_there() {
            return Ok(None);
        }
        Ok(Some(LimitsRecord {
            memory_limit_mb: limits.number("memory_limit_mb")?,
            worker_timeout_ms: limits.number("worker_timeout_ms")?,
            cpu_time_soft_limit_ms: limits.number("cpu_time_soft_limit_ms")?,
            cpu_time_hard_limit_ms: limits.number("cpu_time_hard_limit_ms")?,
            request_idle_timeout_ms: limits.number("request_idle_timeout_ms")?,
        }))
    }

    /// The policy that a function has when its own table says nothing.
    pub(super) fn default_policy(&self) -> Result<Policy, Error> {
        let policy = read_policy(&self.config.section("edge_runtime"))?;
        Ok(policy.unwrap_or_default())
    }
}

fn port(section: &Section<'_>, key: &str, default: u16) -> Result<u16, Error> {
    let Some(number) = section.number(key)? else {
        return Ok(default);
    };
    let wrong = |_| section.wrong_value(key, "must be a port, 0 to 65535");
    u16::try_from(number).map_err(wrong)
}

/// `limits`, with what it leaves out taken from `base`.
pub(super) fn read_limits(section: &Section<'_>, base: Limits) -> Result<Limits, Error> {
    section.check_table()?;
    let duration = |key: &str, base: Duration| {
        let milliseconds = section.number(key)?;
        Ok::<_, Error>(milliseconds.map_or(base, Duration::from_millis))
    };
    Ok(Limits {
        memory_mb: section.number("memory_limit_mb")?.unwrap_or(base.memory_mb),
        worker_timeout: duration("worker_timeout_ms", base.worker_timeout)?,
        cpu_soft: duration("cpu_time_soft_limit_ms", base.cpu_soft)?,
        cpu_hard: duration("cpu_time_hard_limit_ms", base.cpu_hard)?,
        request_idle: duration("request_idle_timeout_ms", base.request_idle)?,
        ..base
    })
}

/// `policy`, when it is given.
pub(super) fn read_policy(section: &Section<'_>) -> Result<Option<Policy>, Error> {
    match section.text("policy")?.as_deref() {
        None => Ok(None),
        Some("per_worker") => Ok(Some(Policy::PerWorker)),
        Some("per_request") => Ok(Some(Policy::PerRequest)),
        Some("oneshot") => Ok(Some(Policy::Oneshot)),
        Some(_) => {
            let problem = "must be `per_worker`, `per_request` or `oneshot`";
            Err(section.wrong_value("policy", problem))
        }
    }
}

/// A warning for each key that nobody reads, where fx knows all keys there are.
pub(super) fn unknown_keys(config: &Config) -> Vec<Warning> {
    let mut warnings = Vec::new();
    check_root(&config.root, "", config, &mut warnings);
    if let Some(remotes) = config.root.get("remotes") {
        for (name, remote) in remotes.entries() {
            check_root(remote, &format!("remotes.{name}."), config, &mut warnings);
        }
    }
    warnings
}

fn check_root(root: &Node, prefix: &str, config: &Config, warnings: &mut Vec<Warning>) {
    let mut check = |node: &Node, path: String, known: &[&str]| {
        for (key, value) in node.entries() {
            if !known.contains(&key.as_str()) {
                warnings.push(unknown_key(
                    &format!("{path}.{key}"),
                    key,
                    value.line,
                    known,
                    config,
                ));
            }
        }
    };
    if let Some(edge_runtime) = root.get("edge_runtime") {
        check(
            edge_runtime,
            format!("{prefix}edge_runtime"),
            EDGE_RUNTIME_KEYS,
        );
        if let Some(limits) = edge_runtime.get("limits") {
            check(limits, format!("{prefix}edge_runtime.limits"), LIMIT_KEYS);
        }
    }
    let functions = root.get("functions").map_or(&[][..], Node::entries);
    for (name, function) in functions {
        check(function, format!("{prefix}functions.{name}"), FUNCTION_KEYS);
        if let Some(limits) = function.get("limits") {
            check(
                limits,
                format!("{prefix}functions.{name}.limits"),
                LIMIT_KEYS,
            );
        }
    }
    for (name, function) in functions {
        if let Some(warning) = misplaced_function(name, function, prefix, config) {
            warnings.push(warning);
        }
    }
}

fn unknown_key(path: &str, key: &str, line: usize, known: &[&str], config: &Config) -> Warning {
    let file = &config.file;
    let warning = Warning::new(format!(
        "`{path}` in `{file}`, line {line}, is not known and ignored"
    ));
    match nearest(key, known.iter().copied()) {
        Some(nearest) => warning.with_hint(format!("did you mean `{nearest}`?")),
        None => warning.with_hint(format!("known keys are {}", known.join(", "))),
    }
}

/// `[functions] verify_jwt = true`, and tables whose name no function can have.
fn misplaced_function(name: &str, node: &Node, prefix: &str, config: &Config) -> Option<Warning> {
    let (file, line) = (&config.file, node.line);
    if !node.is_table() {
        let text = format!(
            "`{prefix}functions.{name}` in `{file}`, line {line}, belongs into a function's table"
        );
        let hint = format!(
            "write it below `[functions.<name>]`, for example `[functions.hello]` and then `{name} = …`"
        );
        return Some(Warning::new(text).with_hint(hint));
    }
    if Slug::is_valid(name) {
        return None;
    }
    let text = format!(
        "`{prefix}functions.{name}` in `{file}`, line {line}, is ignored: that is not a function name"
    );
    let hint = "start with a letter and go on with letters, digits, `-` and `_`";
    Some(Warning::new(text).with_hint(hint))
}
