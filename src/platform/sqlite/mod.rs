//! [`Sqlite`]: the state in one database file.
//!
//! One connection, whose transactions follow each other; a statement takes microseconds, and nothing is asked per
//! invocation. Write-ahead log with `synchronous = FULL`: what was acknowledged survives the power going off.

mod functions;
mod keys;
mod migrations;
mod projects;
mod rows;
mod secrets;

use std::{
    path::Path,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use anyhow::Context as _;
use async_trait::async_trait;
use rusqlite::{Connection, Transaction, TransactionBehavior};

use super::{
    database::{Database, DatabaseError},
    record::{
        ApiKey, Change, Code, Function, Organization, Project, SecretRecord, SigningKey, Token,
        Version,
    },
    state::{Changed, Gone, State},
};
use crate::{
    api_types::{LimitsRecord, ProjectRef},
    function::Slug,
};

/// How long another program may hold the database.
const BUSY: Duration = Duration::from_secs(10);

/// A database; cheap to clone.
#[derive(Clone)]
pub(crate) struct Sqlite {
    connection: Arc<Mutex<Connection>>,
}

impl Sqlite {
    /// Opens the database at `path`, which is made and brought up to date.
    pub(crate) fn open(path: &Path) -> Result<Self, DatabaseError> {
        let opened = connect(path);
        let connection =
            opened.map_err(|error| DatabaseError::new(Database::State, path, error))?;
        Ok(Self {
            connection: Arc::new(Mutex::new(connection)),
        })
    }

    /// Does `work` in a transaction, on a thread that may block.
    async fn transaction<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<T> + Send + 'static,
    ) -> anyhow::Result<T> {
        let connection = Arc::clone(&self.connection);
        let done = tokio::task::spawn_blocking(move || {
            let mut connection = connection.lock().unwrap_or_else(PoisonError::into_inner);
            let behavior = TransactionBehavior::Immediate;
            let transaction = connection.transaction_with_behavior(behavior)?;
            let result = work(&transaction)?;
            transaction.commit()?;
            Ok::<_, rusqlite::Error>(result)
        });
        let done = done.await.context("the database's thread ended")?;
        match done {
            Err(error) if is_foreign_key(&error) => Err(Gone.into()),
            done => done.context("the database failed"),
        }
    }
}

/// Whether a row would refer to one that is not there, which only ever is that of a project.
fn is_foreign_key(error: &rusqlite::Error) -> bool {
    let code = error.sqlite_error().map(|error| error.extended_code);
    code == Some(rusqlite::ffi::SQLITE_CONSTRAINT_FOREIGNKEY)
}

fn connect(path: &Path) -> anyhow::Result<Connection> {
    let mut connection = Connection::open(path)?;
    connection.busy_timeout(BUSY)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    migrations::all().to_latest(&mut connection)?;
    // It is small, and what is damaged must not be found out by whoever deploys.
    let sound: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    anyhow::ensure!(sound == "ok", "{sound}");
    Ok(connection)
}

#[async_trait]
impl State for Sqlite {
    async fn organizations(&self) -> anyhow::Result<Vec<Organization>> {
        self.transaction(projects::organizations).await
    }

    async fn add_organization(&self, organization: Organization) -> anyhow::Result<bool> {
        self.transaction(move |db| projects::add_organization(db, &organization))
            .await
    }

    async fn projects(&self) -> anyhow::Result<Vec<Project>> {
        self.transaction(projects::all).await
    }

    async fn project(&self, project: &ProjectRef) -> anyhow::Result<Option<Project>> {
        let project = project.clone();
        self.transaction(move |db| projects::one(db, &project))
            .await
    }

    async fn add_project(
        &self,
        project: Project,
        keys: Vec<ApiKey>,
        signing_key: SigningKey,
    ) -> anyhow::Result<Project> {
        self.transaction(move |db| {
            let project = projects::add(db, project)?;
            for key in &keys {
                keys::add_api_key(db, &project.reference, key)?;
            }
            keys::rotate(db, &project.reference, &signing_key)?;
            Ok(project)
        })
        .await
    }

    async fn rename_project(
        &self,
        project: &ProjectRef,
        name: &str,
    ) -> anyhow::Result<Option<Project>> {
        let (project, name) = (project.clone(), name.to_owned());
        self.transaction(move |db| projects::rename(db, &project, &name))
            .await
    }

    async fn delete_project(&self, project: &ProjectRef) -> anyhow::Result<Option<Project>> {
        let project = project.clone();
        self.transaction(move |db| projects::delete(db, &project))
            .await
    }

    async fn tokens(&self) -> anyhow::Result<Vec<Token>> {
        self.transaction(keys::tokens).await
    }

    async fn token(&self, digest: &str) -> anyhow::Result<Option<Token>> {
        let digest = digest.to_owned();
        self.transaction(move |db| keys::token(db, &digest)).await
    }

    async fn add_token(&self, token: Token) -> anyhow::Result<()> {
        self.transaction(move |db| keys::add_token(db, &token))
            .await
    }

    async fn delete_token(&self, id: &str) -> anyhow::Result<bool> {
        let id = id.to_owned();
        self.transaction(move |db| keys::delete_token(db, &id))
            .await
    }

    async fn functions(&self, project: &ProjectRef) -> anyhow::Result<Vec<Function>> {
        let project = project.clone();
        self.transaction(move |db| functions::all(db, &project))
            .await
    }

    async fn function(
        &self,
        project: &ProjectRef,
        slug: &Slug,
    ) -> anyhow::Result<Option<Function>> {
        let (project, slug) = (project.clone(), slug.clone());
        self.transaction(move |db| functions::one(db, &project, &slug))
            .await
    }

    async fn change(
        &self,
        project: &ProjectRef,
        changes: Vec<Change>,
    ) -> anyhow::Result<Vec<Changed>> {
        let project = project.clone();
        let refused = self
            .transaction(move |db| functions::change(db, &project, changes))
            .await?;
        Ok(refused)
    }

    async fn set_limits(
        &self,
        project: &ProjectRef,
        slug: &Slug,
        limits: Option<LimitsRecord>,
    ) -> anyhow::Result<bool> {
        let (project, slug) = (project.clone(), slug.clone());
        self.transaction(move |db| functions::set_limits(db, &project, &slug, limits.as_ref()))
            .await
    }

    async fn delete_function(&self, project: &ProjectRef, slug: &Slug) -> anyhow::Result<bool> {
        let (project, slug) = (project.clone(), slug.clone());
        self.transaction(move |db| functions::delete(db, &project, &slug))
            .await
    }

    async fn versions(&self, project: &ProjectRef, slug: &Slug) -> anyhow::Result<Vec<Version>> {
        let (project, slug) = (project.clone(), slug.clone());
        self.transaction(move |db| functions::versions(db, &project, &slug))
            .await
    }

    async fn activate(
        &self,
        project: &ProjectRef,
        slug: &Slug,
        number: i64,
    ) -> anyhow::Result<Changed> {
        let (project, slug) = (project.clone(), slug.clone());
        self.transaction(move |db| functions::activate(db, &project, &slug, number))
            .await
    }

    async fn stage(&self, project: &ProjectRef, slug: &Slug, code: Code) -> anyhow::Result<()> {
        let (project, slug) = (project.clone(), slug.clone());
        self.transaction(move |db| functions::stage(db, &project, &slug, &code))
            .await
    }

    async fn staged(
        &self,
        project: &ProjectRef,
        slug: &Slug,
        digest: &str,
    ) -> anyhow::Result<Option<Code>> {
        let (project, slug, digest) = (project.clone(), slug.clone(), digest.to_owned());
        self.transaction(move |db| functions::staged(db, &project, &slug, &digest))
            .await
    }

    async fn announce(&self, digest: &str, time: i64) -> anyhow::Result<()> {
        let digest = digest.to_owned();
        self.transaction(move |db| functions::announce(db, &digest, time))
            .await
    }

    async fn prune(&self, time: i64, kept: u32) -> anyhow::Result<Vec<String>> {
        self.transaction(move |db| functions::prune(db, time, kept))
            .await
    }

    async fn forget(&self, digests: Vec<String>) -> anyhow::Result<()> {
        self.transaction(move |db| functions::forget(db, &digests))
            .await
    }

    async fn secrets(&self, project: &ProjectRef) -> anyhow::Result<Vec<SecretRecord>> {
        let project = project.clone();
        self.transaction(move |db| secrets::all(db, &project)).await
    }

    async fn set_secrets(
        &self,
        project: &ProjectRef,
        secrets: Vec<SecretRecord>,
    ) -> anyhow::Result<()> {
        let project = project.clone();
        self.transaction(move |db| secrets::set(db, &project, &secrets))
            .await
    }

    async fn delete_secrets(&self, project: &ProjectRef, names: Vec<String>) -> anyhow::Result<()> {
        let project = project.clone();
        self.transaction(move |db| secrets::delete(db, &project, &names))
            .await
    }

    async fn api_keys(&self, project: &ProjectRef) -> anyhow::Result<Vec<ApiKey>> {
        let project = project.clone();
        self.transaction(move |db| keys::api_keys(db, &project))
            .await
    }

    async fn add_api_key(&self, project: &ProjectRef, key: ApiKey) -> anyhow::Result<bool> {
        let project = project.clone();
        self.transaction(move |db| keys::add_api_key(db, &project, &key))
            .await
    }

    async fn signing_keys(&self, project: &ProjectRef) -> anyhow::Result<Vec<SigningKey>> {
        let project = project.clone();
        self.transaction(move |db| keys::signing_keys(db, &project))
            .await
    }

    async fn rotate(&self, project: &ProjectRef, key: SigningKey) -> anyhow::Result<()> {
        let project = project.clone();
        self.transaction(move |db| keys::rotate(db, &project, &key))
            .await
    }
}
