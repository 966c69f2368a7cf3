//! [`State`]: the interface to what the platform remembers. SQLite is behind it; another database can be.
//!
//! Every method is one transaction: what it returned `Ok` for is there after a crash, and of anything else nothing is.
//! Handlers decide what is allowed; the state keeps the rules that hold between rows.

use async_trait::async_trait;

use super::record::{
    ApiKey, Change, Code, Function, Organization, Project, SecretRecord, SigningKey, Token, Version,
};
use crate::{
    api_types::{LimitsRecord, ProjectRef},
    function::Slug,
};

/// What became of a [`Change`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Changed {
    /// The function as it is now. Nothing was different when `is_news` is false.
    Done {
        /// The function.
        function: Box<Function>,
        /// Whether it answers differently than before.
        is_news: bool,
    },
    /// There is such a function already.
    Exists,
    /// There is no such function, or no such version of it.
    Missing,
}

/// The project that something was to be added to was deleted meanwhile.
#[derive(Debug, thiserror::Error)]
#[error("the project is gone")]
pub(crate) struct Gone;

/// What the platform remembers.
#[async_trait]
pub(crate) trait State: Send + Sync + 'static {
    /// All organizations by name.
    async fn organizations(&self) -> anyhow::Result<Vec<Organization>>;
    /// Adds one; false when the slug is taken.
    async fn add_organization(&self, organization: Organization) -> anyhow::Result<bool>;

    /// All projects, oldest first.
    async fn projects(&self) -> anyhow::Result<Vec<Project>>;
    /// One project.
    async fn project(&self, project: &ProjectRef) -> anyhow::Result<Option<Project>>;
    /// Adds a project with its first keys; its number is given here.
    async fn add_project(
        &self,
        project: Project,
        keys: Vec<ApiKey>,
        signing_key: SigningKey,
    ) -> anyhow::Result<Project>;
    /// Gives a project another name; `None` when there is no such project.
    async fn rename_project(
        &self,
        project: &ProjectRef,
        name: &str,
    ) -> anyhow::Result<Option<Project>>;
    /// Removes a project and all that belongs to it.
    async fn delete_project(&self, project: &ProjectRef) -> anyhow::Result<Option<Project>>;

    /// All tokens, oldest first.
    async fn tokens(&self) -> anyhow::Result<Vec<Token>>;
    /// The token with this digest.
    async fn token(&self, digest: &str) -> anyhow::Result<Option<Token>>;
    /// Adds a token.
    async fn add_token(&self, token: Token) -> anyhow::Result<()>;
    /// Removes the token with this id; false when there is none.
    async fn delete_token(&self, id: &str) -> anyhow::Result<bool>;

    /// The functions of a project, by slug.
    async fn functions(&self, project: &ProjectRef) -> anyhow::Result<Vec<Function>>;
    /// One function.
    async fn function(&self, project: &ProjectRef, slug: &Slug)
    -> anyhow::Result<Option<Function>>;
    /// Makes or changes functions, all or none of them. The first that cannot be is what is answered.
    async fn change(
        &self,
        project: &ProjectRef,
        changes: Vec<Change>,
    ) -> anyhow::Result<Vec<Changed>>;
    /// Says what the workers of a function may use, whatever its version; false when there is none.
    async fn set_limits(
        &self,
        project: &ProjectRef,
        slug: &Slug,
        limits: Option<LimitsRecord>,
    ) -> anyhow::Result<bool>;
    /// Removes a function with all its versions; false when there is none.
    async fn delete_function(&self, project: &ProjectRef, slug: &Slug) -> anyhow::Result<bool>;
    /// The versions of a function, newest first.
    async fn versions(&self, project: &ProjectRef, slug: &Slug) -> anyhow::Result<Vec<Version>>;
    /// Makes a version the one that answers, which makes a new version of the same code.
    async fn activate(
        &self,
        project: &ProjectRef,
        slug: &Slug,
        number: i64,
    ) -> anyhow::Result<Changed>;

    /// Remembers code that was bundled for a function and is to be activated later.
    async fn stage(&self, project: &ProjectRef, slug: &Slug, code: Code) -> anyhow::Result<()>;
    /// Code with this digest that was staged for the function, or that one of its versions has.
    async fn staged(
        &self,
        project: &ProjectRef,
        slug: &Slug,
        digest: &str,
    ) -> anyhow::Result<Option<Code>>;
    /// Remembers that a body with this digest is about to be kept, and that nothing may refer to it yet.
    async fn announce(&self, digest: &str, time: i64) -> anyhow::Result<()>;
    /// Forgets what was staged before `time` (milliseconds since 1970) and versions beyond the newest `kept` of each
    /// function; the digests of bodies that nothing refers to, unless they were announced after `time`.
    async fn prune(&self, time: i64, kept: u32) -> anyhow::Result<Vec<String>>;
    /// Forgets the digests of bodies that are gone.
    async fn forget(&self, digests: Vec<String>) -> anyhow::Result<()>;

    /// The secrets of a project, by name.
    async fn secrets(&self, project: &ProjectRef) -> anyhow::Result<Vec<SecretRecord>>;
    /// Sets secrets.
    async fn set_secrets(
        &self,
        project: &ProjectRef,
        secrets: Vec<SecretRecord>,
    ) -> anyhow::Result<()>;
    /// Removes secrets; those that are not there are no error.
    async fn delete_secrets(&self, project: &ProjectRef, names: Vec<String>) -> anyhow::Result<()>;

    /// The API keys of a project, oldest first.
    async fn api_keys(&self, project: &ProjectRef) -> anyhow::Result<Vec<ApiKey>>;
    /// Adds an API key; false when the name is taken.
    async fn add_api_key(&self, project: &ProjectRef, key: ApiKey) -> anyhow::Result<bool>;
    /// The signing keys of a project, newest first.
    async fn signing_keys(&self, project: &ProjectRef) -> anyhow::Result<Vec<SigningKey>>;
    /// Makes `key` the current one; the one before stays good for tokens it has signed, older ones go.
    async fn rotate(&self, project: &ProjectRef, key: SigningKey) -> anyhow::Result<()>;
}
