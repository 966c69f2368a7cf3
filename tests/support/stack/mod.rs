//! A stub of the services of a project, for tests: the paths of a local stack on one loopback port.
//!
//! Auth signs tokens as the real service does (ES256, with a JWKS); `/rest/v1` speaks enough of PostgREST's dialect for
//! `@supabase/supabase-js`, over a real PostgreSQL with roles and row-level security; storage keeps objects on disk and
//! takes resumable uploads; realtime passes broadcasts on. Every request is recorded, and a [`Fault`] or a canned
//! [`Reply`] can take the place of an answer. A test starts a [`Stack`], which ends when it is dropped;
//! `cargo run --example stack` starts one by hand.
//!
//! It is made from what the public clients and documents of these services say. What a test shows with it no real
//! service has seen.

#![expect(
    clippy::result_large_err,
    reason = "a refusal is an answer, and as large as any other"
)]

mod auth;
mod gateway;
mod keys;
mod postgres;
mod realtime;
mod record;
mod rest;
mod storage;

use std::{
    collections::BTreeMap,
    net::{Ipv4Addr, SocketAddr},
    sync::{Arc, Mutex},
    thread::{self, JoinHandle},
    time::Duration,
};

use tokio::{net::TcpListener, sync::oneshot};

pub use self::{keys::Keys, record::Recorded};

use self::{postgres::Database, record::Recorder};

/// Connections over TCP: those of the stub use the socket.
const OF_OTHERS: &str = "datname = current_database() AND client_addr IS NOT NULL";

/// How a stack is made.
#[derive(Default)]
pub struct Settings {
    /// The port; any free one when it is 0.
    pub port: u16,
    /// Leaves PostgreSQL out: `/rest/v1` answers 503.
    pub without_database: bool,
    /// The secret of the project's keys; that of local projects when there is none.
    pub jwt_secret: Option<String>,
    /// Speaks TLS with a certificate that nobody knows ([`Stack::certificate`]).
    pub tls: bool,
}

/// What a stack does in place of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Answers after this time.
    Slow(Duration),
    /// Never answers.
    Hang,
    /// Resets the connection after the head of the request.
    Reset,
    /// Writes bytes that are no HTTP.
    Garbage,
    /// Answers with a header of this length beside its own.
    LargeHead(usize),
    /// Resets the connection after half of the announced body.
    Truncate,
}

/// A canned answer.
#[derive(Debug, Clone)]
pub struct Reply {
    /// The status.
    pub status: u16,
    /// The head.
    pub headers: Vec<(&'static str, String)>,
    /// The body.
    pub body: Vec<u8>,
}

/// A running stack; it ends when it is dropped.
pub struct Stack {
    project: Arc<Project>,
    certificate: Option<String>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

/// What all services of a stack share.
struct Project {
    address: SocketAddr,
    url: String,
    keys: Keys,
    recorder: Recorder,
    fault: Mutex<Option<Fault>>,
    replies: Mutex<BTreeMap<String, Reply>>,
    postgres_meta: Mutex<Option<SocketAddr>>,
    auth: auth::Auth,
    rest: Option<rest::Rest>,
    storage: storage::Storage,
    realtime: realtime::Realtime,
}

impl Stack {
    /// A stack on a free port.
    pub fn start() -> Self {
        Self::start_with(Settings::default())
    }

    /// A stack without `/rest/v1`, which is there at once.
    pub fn without_database() -> Self {
        Self::start_with(Settings {
            without_database: true,
            ..Settings::default()
        })
    }

    /// A stack as the settings say. It runs on a thread of its own, so that a blocked test does not block it.
    pub fn start_with(settings: Settings) -> Self {
        let (tls, certificate) = match settings.tls {
            true => {
                let (config, pem) = certificate();
                (Some(Arc::new(config)), Some(pem))
            }
            false => (None, None),
        };
        let (tx, rx) = std::sync::mpsc::channel();
        let (stop, stopped) = oneshot::channel();
        let thread = thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_multi_thread()
                .worker_threads(2)
                .enable_all()
                .build()
                .unwrap();
            runtime.block_on(async move {
                let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, settings.port)).await;
                let listener = listener.expect("the port is free");
                let project = Arc::new(Project::new(&settings, &listener).await);
                tx.send(Arc::clone(&project)).unwrap();
                tokio::select! {
                    () = gateway::listen(listener, tls, Arc::clone(&project)) => {}
                    _ = stopped => {}
                }
                if let Some(rest) = &project.rest {
                    rest.database().remove().await;
                }
            });
            runtime.shutdown_timeout(Duration::from_secs(5));
        });
        Self {
            project: rx.recv().expect("the stack starts"),
            certificate,
            stop: Some(stop),
            thread: Some(thread),
        }
    }

    /// Its address, without a slash at the end.
    pub fn url(&self) -> &str {
        &self.project.url
    }

    /// Its port.
    pub fn port(&self) -> u16 {
        self.project.address.port()
    }

    /// The keys of its project.
    pub fn keys(&self) -> &Keys {
        &self.project.keys
    }

    /// Its certificate as PEM.
    ///
    /// # Panics
    /// Without [`Settings::tls`].
    pub fn certificate(&self) -> &str {
        self.certificate.as_deref().expect("it speaks TLS")
    }

    /// Runs SQL statements as the owner of its database.
    pub async fn sql(&self, statements: &str) {
        self.database().run(statements).await.unwrap();
    }

    /// The address of its database, for other programs.
    pub fn database_url(&self) -> String {
        self.database().url()
    }

    /// The authority that signed the certificate of its database, as PEM.
    pub fn database_authority(&self) -> &str {
        self.database().authority()
    }

    /// How many connections other programs have to its database.
    pub async fn connections(&self) -> i64 {
        let count = format!("SELECT count(*) FROM pg_stat_activity WHERE {OF_OTHERS}");
        self.database().count(&count).await
    }

    /// How many advisory locks are held in its database.
    pub async fn locks(&self) -> i64 {
        let count = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted AND database = \
                     (SELECT oid FROM pg_database WHERE datname = current_database())";
        self.database().count(count).await
    }

    /// Ends the connections of other programs, as PostgreSQL does when it stops.
    pub async fn close_connections(&self) {
        self.sql(&format!(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {OF_OTHERS}"
        ))
        .await;
    }

    fn database(&self) -> &Database {
        let rest = self.project.rest.as_ref();
        rest.expect("the stack has a database").database()
    }

    /// Every request so far.
    pub fn recorded(&self) -> Vec<Recorded> {
        self.project.recorder.all()
    }

    /// The first request that `fits`, as soon as there is one.
    pub async fn request(&self, fits: impl Fn(&Recorded) -> bool) -> Recorded {
        let patience = Duration::from_secs(60);
        let found = tokio::time::timeout(patience, self.project.recorder.first(fits));
        found.await.expect("the request never came")
    }

    /// Forgets the requests so far.
    pub fn forget(&self) {
        self.project.recorder.clear();
    }

    /// Does this in place of an answer from now on; nothing puts it right again.
    pub fn set_fault(&self, fault: impl Into<Option<Fault>>) {
        *self.project.fault.lock().unwrap() = fault.into();
    }

    /// Answers requests for exactly this path with `reply`.
    pub fn reply(&self, path: &str, reply: Reply) {
        let mut replies = self.project.replies.lock().unwrap();
        replies.insert(path.to_owned(), reply);
    }

    /// Sends what comes for `/pg` to a postgres-meta.
    pub fn set_postgres_meta(&self, address: SocketAddr) {
        *self.project.postgres_meta.lock().unwrap() = Some(address);
    }

    /// Closes all sockets of realtime with this code, as a service that restarts.
    pub fn close_sockets(&self, code: u16) {
        self.project.realtime.close(code);
    }
}

impl Drop for Stack {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            let ended = thread.join();
            assert!(ended.is_ok() || thread::panicking(), "the stack panicked");
        }
    }
}

impl Project {
    async fn new(settings: &Settings, listener: &TcpListener) -> Self {
        let address = listener.local_addr().unwrap();
        let scheme = if settings.tls { "https" } else { "http" };
        let rest = match settings.without_database {
            true => None,
            false => Some(rest::Rest::new(Database::create().await)),
        };
        let secret = settings.jwt_secret.as_deref();
        Self {
            address,
            url: format!("{scheme}://{address}"),
            keys: Keys::new(secret.unwrap_or(keys::JWT_SECRET)),
            recorder: Recorder::default(),
            fault: Mutex::default(),
            replies: Mutex::default(),
            postgres_meta: Mutex::default(),
            auth: auth::Auth::default(),
            rest,
            storage: storage::Storage::new(),
            realtime: realtime::Realtime::default(),
        }
    }
}

fn certificate() -> (rustls::ServerConfig, String) {
    let made = rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()]).unwrap();
    let key = rustls::pki_types::PrivateKeyDer::Pkcs8(made.signing_key.serialize_der().into());
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)
        .unwrap();
    (config, made.cert.pem())
}
