//! What `dev` and `platform` do alike between a bundle, workers and the gateway: what was prepared becomes what a worker
//! runs, a worker's lease what the gateway sends to, a worker's end an answer.
//!
//! Which functions there are, what they find in their environment and who may call them is decided elsewhere.

use std::{collections::BTreeMap, io, path::PathBuf, sync::Arc, time::Duration};

use socket2::{SockRef, Socket};
use tokio::time::timeout;
use url::Url;

use crate::{
    bundle::{Prepared, import_map_argument},
    env_vars::EnvVars,
    function::{Limits, Slug, Strictness},
    gateway::{Html, LeasedWorker, Problem},
    http,
    worker::{Exit, ExitKind, Lease, Node, Pool, Refusal, Spec, Stream},
};

/// How long a worker that broke a connection may take to end.
const EXIT_TIMEOUT: Duration = Duration::from_secs(2);
/// The names of this machine that no proxy is asked for.
const OWN_HOSTS: &str = "localhost,127.0.0.1,::1";
/// The same as they are written in URLs.
const OWN_NAMES: [&str; 3] = ["localhost", "127.0.0.1", "[::1]"];

/// What a worker is given besides its code.
pub(crate) struct Given<'a> {
    /// The function.
    pub(crate) slug: &'a Slug,
    /// What it finds in its environment.
    pub(crate) variables: BTreeMap<String, String>,
    /// Where it reaches fx itself, as [`own_origins`] has it.
    pub(crate) own_origins: Vec<String>,
    /// What it may use.
    pub(crate) limits: Limits,
    /// Variables that make the engine trust whom fx trusts, as [`trust`] has them.
    pub(crate) trust: &'a [(String, String)],
}

/// What a worker runs.
pub(crate) fn spec(prepared: Prepared, given: Given<'_>) -> Spec {
    let readable = prepared.readable();
    let mut engine_env = prepared.engine_env;
    engine_env.extend(given.trust.iter().cloned());
    let mut engine_args = prepared.engine_args;
    engine_args.extend(prepared.import_map.map(|path| import_map_argument(&path)));
    Spec {
        slug: given.slug.clone(),
        entrypoint: prepared.entrypoint,
        root: prepared.root,
        deno_dir: prepared.deno_dir,
        engine_args,
        engine_env,
        npmrc: prepared.npmrc,
        readable,
        node: Node {
            wanted: prepared.node.wanted,
            required: prepared.node.required,
        },
        variables: given.variables,
        own_origins: given.own_origins,
        limits: given.limits,
        configuration: prepared.configuration,
    }
}

/// The origins of an address of fx: its own, and this machine's with the same port. None when it is no address.
pub(crate) fn own_origins(base_url: &str) -> Vec<String> {
    let Ok(url) = Url::parse(base_url) else {
        return Vec::new();
    };
    let mut found = vec![url.origin().ascii_serialization()];
    for host in OWN_NAMES {
        let mut url = url.clone();
        if url.set_host(Some(host)).is_ok() {
            let origin = url.origin().ascii_serialization();
            if !found.contains(&origin) {
                found.push(origin);
            }
        }
    }
    found
}

/// Variables that make the engine trust whom fx trusts; `ca_cert` is the value of `--ca-cert`.
pub(crate) fn trust(ca_cert: Option<PathBuf>) -> Vec<(String, String)> {
    let options = http::Options {
        ca_cert,
        ..http::Options::default()
    };
    let variables = http::engine_env(&options).into_iter();
    let texts =
        variables.filter_map(|(name, value)| Some((name.to_owned(), value.into_string().ok()?)));
    texts.collect()
}

/// Variables of fx's own environment that lead the engine through the same proxies. What is on this machine is asked
/// directly.
pub(crate) fn proxies() -> Vec<(String, String)> {
    let own = |name: &&str| Some(((*name).to_owned(), std::env::var(name).ok()?));
    let mut found: Vec<_> = EnvVars::PROXIES.iter().filter_map(own).collect();
    if !found.is_empty() {
        let excepted = EnvVars::NO_PROXIES.iter().find_map(own);
        let excepted = excepted.map_or(String::new(), |(_, hosts)| hosts + ",");
        let excepted = format!("{excepted}{OWN_HOSTS}");
        found.extend(EnvVars::NO_PROXIES.map(|name| (name.to_owned(), excepted.clone())));
    }
    found.extend(EnvVars::CERTIFICATES.iter().filter_map(own));
    found
}

/// What becomes of HTML under these limits.
pub(crate) fn html(limits: &Limits) -> Html {
    match limits.strictness {
        Strictness::Off => Html::Pass,
        Strictness::Warn => Html::Tell,
        Strictness::Strict => Html::Plain,
    }
}

/// A worker for one request.
pub(crate) async fn lease(pool: &Arc<Pool>, slug: &str) -> Result<LeasedWorker<Lease>, Problem> {
    let lease = pool.lease(slug).await.map_err(|refusal| match refusal {
        Refusal::Failed(exit) => problem(&exit),
        Refusal::Overloaded => Problem::Overloaded,
    })?;
    Ok(LeasedWorker {
        execution_id: Arc::clone(lease.worker.id()),
        secret: lease.worker.endpoint().secret().cloned(),
        follows: lease.worker.follows(),
        cold: lease.cold,
        lease,
    })
}

/// Another handle of a connection's socket.
pub(crate) fn probe(stream: &Stream) -> io::Result<Socket> {
    SockRef::from(stream).try_clone()
}

/// Why a worker broke a connection.
pub(crate) async fn explain(lease: &Lease) -> Problem {
    match timeout(EXIT_TIMEOUT, lease.worker.exited()).await {
        Ok(exit) => problem(&exit),
        Err(_) => Problem::Worker("the worker closed the connection without an answer".into()),
    }
}

fn problem(exit: &Exit) -> Problem {
    let message = exit.message.clone();
    match exit.kind {
        ExitKind::Boot => Problem::Boot(message),
        ExitKind::Error | ExitKind::Killed => Problem::Worker(message),
        ExitKind::Limit => Problem::Limit(message),
        ExitKind::Stopped => Problem::Internal(message),
        ExitKind::Crowded => Problem::Overloaded,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fx_is_reached_at_its_address_and_at_every_name_of_this_machine_with_its_port() {
        let all = |port: &str| OWN_NAMES.map(|host| format!("http://{host}{port}"));
        let mut found = own_origins("http://127.0.0.1:54321");
        found.sort();
        let mut expected = all(":54321");
        expected.sort();
        assert_eq!(found, expected);
        let mut expected = vec!["http://fx.test".to_owned()];
        expected.extend(all(""));
        assert_eq!(own_origins("http://fx.test:80/x"), expected);
        assert!(own_origins("nonsense").is_empty());
    }
}
