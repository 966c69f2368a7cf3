//! The name of every environment variable fx reads or sets, each with what it does.

use std::collections::BTreeMap;

/// Names only; whoever uses one reads it where its value is needed.
pub(crate) struct EnvVars;

impl EnvVars {
    /// Path of the Deno executable to use instead of the pinned engine.
    pub(crate) const FX_ENGINE: &'static str = "FX_ENGINE";
    /// Directory for everything that can be downloaded again: engines, modules, npm packages.
    pub(crate) const FX_CACHE_DIR: &'static str = "FX_CACHE_DIR";
    /// Address of the Management API, as `--api-url`.
    pub(crate) const FX_API_URL: &'static str = "FX_API_URL";
    /// Address of the database that functions get as `SUPABASE_DB_URL`, above `supabase/fx.toml` and `[db].port`.
    pub(crate) const FX_DB_URL: &'static str = "FX_DB_URL";
    /// The key that the platform encrypts with, instead of `--key-file`.
    pub(crate) const FX_PLATFORM_KEY: &'static str = "FX_PLATFORM_KEY";
    /// `poll`: look for changed files again and again rather than let the system tell of them.
    pub(crate) const FX_WATCH: &'static str = "FX_WATCH";
    /// File with certificate authorities in PEM form to trust besides the system's and the bundled ones.
    pub(crate) const DENO_CERT: &'static str = "DENO_CERT";
    /// Which certificate stores the engine trusts; fx sets it so that both trust the same.
    pub(crate) const DENO_TLS_CA_STORE: &'static str = "DENO_TLS_CA_STORE";
    /// Base URL of the npm registry, above every `.npmrc`.
    pub(crate) const NPM_CONFIG_REGISTRY: &'static str = "NPM_CONFIG_REGISTRY";
    /// Base URL of the JSR registry.
    pub(crate) const JSR_URL: &'static str = "JSR_URL";
    /// Directory that holds the project, as `--workdir`.
    pub(crate) const SUPABASE_WORKDIR: &'static str = "SUPABASE_WORKDIR";
    /// Name of the environment whose `.env.<name>` files are read for `env(VAR)` in the config; default `development`.
    pub(crate) const SUPABASE_ENV: &'static str = "SUPABASE_ENV";
    /// Access token for the Management API, above every stored one.
    pub(crate) const SUPABASE_ACCESS_TOKEN: &'static str = "SUPABASE_ACCESS_TOKEN";
    /// `1`: tokens are kept in a file, whether or not there is a keyring.
    pub(crate) const SUPABASE_NO_KEYRING: &'static str = "SUPABASE_NO_KEYRING";
    /// The ref of the project that remote commands are about, as `--project-ref`.
    pub(crate) const SUPABASE_PROJECT_ID: &'static str = "SUPABASE_PROJECT_ID";
    /// Where the session's bus listens, which the keyring is asked on.
    pub(crate) const DBUS_SESSION_BUS_ADDRESS: &'static str = "DBUS_SESSION_BUS_ADDRESS";
    /// Where that bus is by default.
    pub(crate) const XDG_RUNTIME_DIR: &'static str = "XDG_RUNTIME_DIR";
    /// Name or file of the profile that says where the Management API is, as `--profile`.
    pub(crate) const SUPABASE_PROFILE: &'static str = "SUPABASE_PROFILE";
    /// Directory where the Supabase CLI keeps its token and profile; default `~/.supabase`.
    pub(crate) const SUPABASE_HOME: &'static str = "SUPABASE_HOME";
    /// `true` in GitHub Actions: errors and warnings become annotations.
    pub(crate) const GITHUB_ACTIONS: &'static str = "GITHUB_ACTIONS";
    /// File that GitHub Actions shows as the summary of a step.
    pub(crate) const GITHUB_STEP_SUMMARY: &'static str = "GITHUB_STEP_SUMMARY";
    /// Set to anything but the empty string: no colours.
    pub(crate) const NO_COLOR: &'static str = "NO_COLOR";
    /// Where programs are found; functions get it with `--sandbox off`.
    pub(crate) const PATH: &'static str = "PATH";
    /// `dumb`: a terminal that knows no escape sequences.
    pub(crate) const TERM: &'static str = "TERM";
    /// Where temporary files go, the private directories of workers among them.
    pub(crate) const TMPDIR: &'static str = "TMPDIR";
    /// The user's home directory.
    pub(crate) const HOME: &'static str = "HOME";
    /// Where Windows is, without which programs there have no sockets.
    pub(crate) const SYSTEM_ROOT: &'static str = "SystemRoot";
    /// Where packages come from.
    pub(crate) const REGISTRIES: [&'static str; 2] = [Self::NPM_CONFIG_REGISTRY, Self::JSR_URL];
    /// What stands between fx and other hosts.
    pub(crate) const PROXIES: [&'static str; 6] = [
        "HTTP_PROXY",
        "http_proxy",
        "HTTPS_PROXY",
        "https_proxy",
        "ALL_PROXY",
        "all_proxy",
    ];
    /// The hosts for which it does not.
    pub(crate) const NO_PROXIES: [&'static str; 2] = ["NO_PROXY", "no_proxy"];
    /// What the engine obeys in its own environment, and not in a function's.
    pub(crate) const ENGINE_ONLY: [&'static str; 4] = [
        "TZ",
        Self::DENO_CERT,
        Self::DENO_TLS_CA_STORE,
        "NODE_EXTRA_CA_CERTS",
    ];
    /// Certificate authorities that replace the system's.
    pub(crate) const CERTIFICATES: [&'static str; 2] = ["SSL_CERT_FILE", "SSL_CERT_DIR"];

    /// What is told of variables of a function that a program would obey in its environment, if there are any.
    pub(crate) fn without_effect(variables: &BTreeMap<String, String>) -> Option<String> {
        let known = Self::ENGINE_ONLY.iter().chain(&Self::PROXIES);
        let known = known.chain(&Self::NO_PROXIES).chain(&Self::CERTIFICATES);
        let found: Vec<_> = known
            .filter(|name| variables.contains_key(**name))
            .map(|name| format!("`{name}`"))
            .collect();
        (!found.is_empty()).then(|| {
            let names = found.join(", ");
            format!(
                "{names}: visible to functions, but has no effect on the engine (same as hosted)"
            )
        })
    }
}
