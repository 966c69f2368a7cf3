//! [`Serving`]: what the session answers with at one moment, and [`Live`], which holds the present one.

use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};

use super::{Catalog, LocalKeys};
use crate::{
    function::{Function, Policy, Slug},
    gateway::{Authorizer, Html, Route},
    hosting,
    project::{AuthSettings, DatabaseUrl, Project},
};

/// Functions and keys as the gateway and the workers see them. It never changes; a new one replaces it.
pub(crate) struct Serving {
    pub(super) project: Arc<Project>,
    pub(super) functions: BTreeMap<Slug, Function>,
    /// Why functions cannot be served, for people.
    pub(super) broken: BTreeMap<Slug, String>,
    pub(super) database: DatabaseUrl,
    pub(super) keys: Arc<LocalKeys>,
    pub(super) authorizer: Arc<Authorizer>,
    auth: AuthSettings,
    routes: HashMap<String, Route>,
}

impl Serving {
    /// What a catalog asks for.
    pub(crate) fn of(catalog: &Catalog) -> anyhow::Result<Self> {
        let auth = catalog.project.auth()?;
        let keys = LocalKeys::of(&auth)?;
        let authorizer = Arc::new(keys.authorizer()?);
        Ok(Self::new(catalog, auth, Arc::new(keys), authorizer))
    }

    /// What a catalog asks for after this one. A function whose configuration has become wrong stays as it was.
    pub(super) fn next(&self, catalog: &mut Catalog) -> anyhow::Result<Self> {
        for slug in catalog.broken.keys() {
            if let Some(function) = self.functions.get(slug) {
                catalog.functions.insert(slug.clone(), function.clone());
            }
        }
        let auth = catalog.project.auth()?;
        if auth != self.auth {
            return Self::of(catalog);
        }
        let (keys, authorizer) = (Arc::clone(&self.keys), Arc::clone(&self.authorizer));
        Ok(Self::new(catalog, auth, keys, authorizer))
    }

    fn new(
        catalog: &Catalog,
        auth: AuthSettings,
        keys: Arc<LocalKeys>,
        authorizer: Arc<Authorizer>,
    ) -> Self {
        let served = catalog.functions.values().map(|function| {
            let route = Route {
                verify_jwt: function.verify_jwt.unwrap_or(true),
                request_idle: function.limits.request_idle,
                html: hosting::html(&function.limits),
            };
            (function.slug.to_string(), route)
        });
        let broken = catalog.broken.iter();
        let broken: BTreeMap<Slug, String> = broken
            .filter(|(slug, _)| !catalog.functions.contains_key(*slug))
            .map(|(slug, broken)| (slug.clone(), broken.to_text()))
            .collect();
        // The reason is for whoever develops the function, so it is told without a token too.
        let open = Route {
            verify_jwt: false,
            request_idle: Duration::ZERO,
            html: Html::Pass,
        };
        let refused = broken.keys().map(|slug| (slug.to_string(), open));
        Self {
            routes: served.chain(refused).collect(),
            project: Arc::clone(&catalog.project),
            functions: catalog.functions.clone(),
            database: catalog.database.clone(),
            broken,
            keys,
            authorizer,
            auth,
        }
    }

    /// The keys of the project.
    pub(crate) fn keys(&self) -> &LocalKeys {
        &self.keys
    }

    /// How to treat requests of `slug`.
    pub(super) fn route(&self, slug: &str) -> Option<Route> {
        self.routes.get(slug).copied()
    }

    /// Why the function cannot be served, for people.
    pub(super) fn why_broken(&self, slug: &str) -> Option<String> {
        self.broken.get(slug).cloned()
    }

    /// How workers and requests go together, for every name that requests may have.
    pub(super) fn policies(&self) -> BTreeMap<Slug, Policy> {
        let broken = self.broken.keys().map(|slug| (slug, Policy::default()));
        let served = self.functions.iter();
        let served = served.map(|(slug, function)| (slug, function.policy));
        let all = broken.chain(served);
        all.map(|(slug, policy)| (slug.clone(), policy)).collect()
    }

    /// Every name that requests may have.
    pub(super) fn slugs(&self) -> impl Iterator<Item = &Slug> {
        self.functions.keys().chain(self.broken.keys())
    }
}

/// The present [`Serving`].
pub(super) struct Live(RwLock<Arc<Serving>>);

impl Live {
    pub(super) fn new(serving: Serving) -> Self {
        Self(RwLock::new(Arc::new(serving)))
    }

    pub(super) fn get(&self) -> Arc<Serving> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    pub(super) fn set(&self, serving: Arc<Serving>) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = serving;
    }

    /// Looks something up without holding on to it.
    pub(super) fn with<T>(&self, look: impl FnOnce(&Serving) -> T) -> T {
        look(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }
}
