//! [`Guard`]: who asks, how often, and with what id; [`Caller`], which says what they may do.

use std::{
    net::{IpAddr, Ipv6Addr, SocketAddr},
    sync::Arc,
};

use axum::{
    extract::{ConnectInfo, FromRequestParts, Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header::AUTHORIZATION, request::Parts},
    middleware::Next,
    response::{IntoResponse as _, Response},
};

use super::{
    super::{
        App,
        listener::Client,
        names,
        record::{Project, Token},
    },
    Refused,
    known::Known,
    limiter::{Left, Limiter},
};
use crate::api_types::{PROJECT_URL, ProjectRef};

/// Looks at every request before its handler does.
pub(super) struct Guard {
    app: Arc<App>,
    limiter: Option<Limiter>,
    known: Known,
}

impl Guard {
    pub(super) fn new(app: Arc<App>) -> Self {
        Self {
            limiter: app.settings.rate_limit.map(Limiter::new),
            known: Known::default(),
            app,
        }
    }

    fn count(&self, key: &str) -> Result<Option<Left>, (Left, Refused)> {
        let limiter = self.limiter.as_ref();
        limiter.map(|limiter| limiter.count(key)).transpose()
    }

    /// Where a client is, for counting: its address, or the network that whoever has an IPv6 address has all of.
    fn place(&self, peer: SocketAddr, headers: &HeaderMap) -> String {
        match self.app.settings.trusted.client(peer.ip(), headers) {
            IpAddr::V4(address) => address.to_string(),
            IpAddr::V6(address) => {
                let [a, b, c, d, ..] = address.segments();
                Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).to_string()
            }
        }
    }

    /// Where the functions of the project in `path` are, for whoever may know.
    fn project_url(&self, caller: &Caller, path: &str) -> Option<HeaderValue> {
        let reference = path.strip_prefix("/v1/projects/")?.split('/').next()?;
        let project: ProjectRef = reference.parse().ok()?;
        let url = caller
            .sees(&project)
            .then(|| self.app.serving.url(&project))?;
        HeaderValue::try_from(url).ok()
    }

    /// Counts the request, and finds out who asks if the count allows it.
    ///
    /// A token that was valid lately counts for itself. Any other request counts by its address first, so that guesses
    /// beyond the limit cost no look-up; a valid token therefore counts by its address, too, when it first comes.
    async fn admit(
        &self,
        digest: Option<&str>,
        place: &str,
    ) -> (Option<Left>, Result<Caller, Refused>) {
        let known = digest.filter(|digest| self.known.has(digest));
        let left = match self.count(known.unwrap_or(place)) {
            Ok(left) => left,
            Err((left, refused)) => return (Some(left), Err(refused)),
        };
        let caller = self.caller(digest).await;
        let key = match (&caller, known) {
            (Ok(Caller { token }), None) => {
                self.known.add(&token.digest);
                &*token.digest
            }
            (Err(_), Some(digest)) => {
                self.known.remove(digest);
                place
            }
            _ => return (left, caller),
        };
        match self.count(key) {
            Ok(left) => (left, caller),
            Err((left, refused)) => (Some(left), Err(refused)),
        }
    }

    async fn caller(&self, digest: Option<&str>) -> Result<Caller, Refused> {
        let unauthorized = || Refused::new(StatusCode::UNAUTHORIZED, "Unauthorized");
        let digest = digest.ok_or_else(unauthorized)?;
        let token = self.app.state.token(digest).await?;
        Ok(Caller {
            token: token.ok_or_else(unauthorized)?,
        })
    }
}

/// The middleware: counts the request, finds out who asks, and puts headers on the answer.
pub(super) async fn check(
    State(guard): State<Arc<Guard>>,
    ConnectInfo(Client(client)): ConnectInfo<Client>,
    mut request: Request,
    next: Next,
) -> Response {
    let digest = bearer(request.headers()).map(names::digest);
    let place = guard.place(client, request.headers());
    let (left, caller) = guard.admit(digest.as_deref(), &place).await;
    let answer = match caller {
        Err(refused) => refused.into_response(),
        Ok(caller) => {
            let url = guard.project_url(&caller, request.uri().path());
            request.extensions_mut().insert(caller);
            with_project_url(next.run(request).await, url)
        }
    };
    with_headers(answer, left)
}

/// Clients show people where their functions are.
fn with_project_url(mut answer: Response, url: Option<HeaderValue>) -> Response {
    if let Some(url) = url {
        answer.headers_mut().insert(PROJECT_URL, url);
    }
    answer
}

fn with_headers(mut answer: Response, left: Option<Left>) -> Response {
    let headers = answer.headers_mut();
    if let Some(left) = left {
        left.tell(headers);
    }
    let id = HeaderValue::try_from(names::id()).expect("an id is hexadecimal");
    headers.insert("sb-request-id", id);
    answer
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme
        .eq_ignore_ascii_case("bearer")
        .then_some(token.trim())
}

/// Who asks.
#[derive(Debug, Clone)]
pub(super) struct Caller {
    pub(super) token: Token,
}

impl Caller {
    /// Whether the token can see the project at all.
    pub(super) fn sees(&self, project: &ProjectRef) -> bool {
        let only = self.token.project.as_ref();
        only.is_none_or(|only| only == project)
    }

    /// Refuses what the token's scopes do not cover.
    pub(super) fn needs(&self, scope: &str) -> Result<(), Refused> {
        let scopes = self.token.scopes.as_ref();
        if scopes.is_none_or(|scopes| scopes.iter().any(|one| one == scope)) {
            return Ok(());
        }
        let message =
            format!("The access token is not good for this: it lacks the scope `{scope}`");
        Err(Refused::forbidden(message))
    }

    /// Refuses a token that is not good for everything.
    pub(super) fn needs_everything(&self) -> Result<(), Refused> {
        if self.token.project.is_none() && self.token.scopes.is_none() {
            return Ok(());
        }
        let message = "Only an access token that is good for everything can do this";
        Err(Refused::forbidden(message))
    }

    /// Refuses a token that is for one project what concerns all.
    pub(super) fn needs_all_projects(&self) -> Result<(), Refused> {
        match self.token.project {
            None => Ok(()),
            Some(_) => Err(Refused::forbidden(
                "The access token is good for one project only",
            )),
        }
    }

    /// The project `reference`, when the token is good for `scope` there.
    pub(super) async fn project(
        &self,
        app: &App,
        reference: &str,
        scope: &str,
    ) -> Result<Project, Refused> {
        let reference: ProjectRef = reference
            .parse()
            .map_err(|_| Refused::bad("The project ref must be twenty small letters"))?;
        if !self.sees(&reference) {
            return Err(Refused::forbidden(
                "The access token is good for another project",
            ));
        }
        self.needs(scope)?;
        let project = app.state.project(&reference).await?;
        project.ok_or_else(|| Refused::missing("Project not found"))
    }
}

impl<S: Sync> FromRequestParts<S> for Caller {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refused> {
        let caller = parts.extensions.get::<Self>().cloned();
        caller.ok_or_else(|| Refused::new(StatusCode::UNAUTHORIZED, "Unauthorized"))
    }
}
