//! The auth service of a stub stack: users in memory, sessions, tokens as GoTrue signs them.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Mutex,
};

use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::{
    Project,
    gateway::{Answer, Call, empty, json_answer},
    keys::now,
};

/// How long tokens are good for.
const LIFETIME: u64 = 3600;

/// Users and their sessions.
#[derive(Default)]
pub struct Auth(Mutex<State>);

#[derive(Default)]
struct State {
    /// By email address.
    users: BTreeMap<String, User>,
    /// Which user a refresh token is for, and of which session.
    refresh: BTreeMap<String, (String, String)>,
    /// Sessions that have not ended.
    sessions: BTreeSet<String>,
}

#[derive(Clone)]
struct User {
    id: String,
    email: String,
    password: Vec<u8>,
    metadata: Value,
    created: String,
}

impl User {
    fn json(&self) -> Value {
        json!({
            "id": self.id, "aud": "authenticated", "role": "authenticated", "email": self.email,
            "email_confirmed_at": self.created, "phone": "", "confirmed_at": self.created,
            "last_sign_in_at": self.created, "identities": [], "is_anonymous": false,
            "app_metadata": { "provider": "email", "providers": ["email"] },
            "user_metadata": self.metadata, "created_at": self.created, "updated_at": self.created,
        })
    }
}

/// Answers a request below `/auth/v1`.
pub async fn answer(project: &Project, call: Call) -> Result<Answer, Answer> {
    let method = call.head.method.clone();
    let path = call.path.clone();
    match (method.as_str(), path.as_str()) {
        ("GET", "/health") => Ok(json_answer(
            200,
            &json!({
                "version": "v2.180.0", "name": "GoTrue",
                "description": "GoTrue is a user registration and authentication API",
            }),
        )),
        ("GET", "/settings") => Ok(json_answer(200, &settings())),
        ("GET", "/.well-known/jwks.json") => Ok(json_answer(200, &project.keys.jwks())),
        ("POST", "/signup") => sign_up(project, call.json().await?).await,
        ("POST", "/token") => {
            let grant = call.parameter("grant_type").unwrap_or_default().to_owned();
            let body = call.json().await?;
            match grant.as_str() {
                "password" => with_password(project, &body),
                "refresh_token" => with_refresh_token(project, &body),
                _ => Err(refused(400, "invalid_grant", "unsupported_grant_type")),
            }
        }
        ("GET", "/user") => user(project, &call).map(|user| json_answer(200, &user.json())),
        ("PUT", "/user") => {
            let email = user(project, &call)?.email;
            let body = call.json().await?;
            let mut state = project.auth.0.lock().unwrap();
            let user = state.users.get_mut(&email).expect("it was found before");
            if let (Some(all), Some(new)) =
                (user.metadata.as_object_mut(), body["data"].as_object())
            {
                all.extend(new.clone());
            }
            Ok(json_answer(200, &user.json()))
        }
        ("POST", "/logout") => {
            let claims = call
                .claims(project)
                .map_err(|_| refused(403, "bad_jwt", "invalid JWT"))?;
            let session = claims["session_id"].as_str().unwrap_or_default();
            project.auth.0.lock().unwrap().sessions.remove(session);
            Ok(empty(204))
        }
        _ => Err(json_answer(404, &json!("404 page not found"))),
    }
}

fn settings() -> Value {
    json!({
        "external": { "email": true, "phone": false, "anonymous_users": false },
        "disable_signup": false, "mailer_autoconfirm": true, "phone_autoconfirm": false,
        "sms_provider": "", "saml_enabled": false,
    })
}

fn refused(status: u16, code: &str, message: &str) -> Answer {
    json_answer(
        status,
        &json!({ "code": status, "error_code": code, "msg": message }),
    )
}

fn digest(password: &Value) -> Vec<u8> {
    Sha256::digest(password.as_str().unwrap_or_default()).to_vec()
}

async fn sign_up(project: &Project, body: Value) -> Result<Answer, Answer> {
    let (email, password) = (&body["email"], &body["password"]);
    let Some(email) = email.as_str().filter(|email| email.contains('@')) else {
        return Err(refused(400, "validation_failed", "An email is required"));
    };
    if password.as_str().is_none_or(|password| password.len() < 6) {
        let message = "Password should be at least 6 characters.";
        return Err(refused(422, "weak_password", message));
    }
    let user = User {
        id: uuid::Uuid::new_v4().to_string(),
        email: email.to_lowercase(),
        password: digest(password),
        metadata: match &body["data"] {
            Value::Object(data) => json!(data),
            _ => json!({}),
        },
        created: chrono::Utc::now().to_rfc3339(),
    };
    {
        let mut state = project.auth.0.lock().unwrap();
        if state.users.contains_key(&user.email) {
            return Err(refused(
                422,
                "user_already_exists",
                "User already registered",
            ));
        }
        state.users.insert(user.email.clone(), user.clone());
    }
    if let Some(rest) = &project.rest {
        let added = rest.add_user(&user.id, &user.email, &user.metadata).await;
        added.map_err(|error| refused(500, "unexpected_failure", &error.to_string()))?;
    }
    Ok(session(project, &user, None))
}

fn with_password(project: &Project, body: &Value) -> Result<Answer, Answer> {
    let email = body["email"].as_str().unwrap_or_default().to_lowercase();
    let found = project.auth.0.lock().unwrap().users.get(&email).cloned();
    let user = found
        .filter(|user| user.password == digest(&body["password"]))
        .ok_or_else(|| refused(400, "invalid_credentials", "Invalid login credentials"))?;
    Ok(session(project, &user, None))
}

fn with_refresh_token(project: &Project, body: &Value) -> Result<Answer, Answer> {
    let token = body["refresh_token"].as_str().unwrap_or_default();
    let found = {
        let mut state = project.auth.0.lock().unwrap();
        let found = state.refresh.remove(token);
        let found = found.filter(|(_, session)| state.sessions.contains(session));
        found.and_then(|(email, session)| Some((state.users.get(&email)?.clone(), session)))
    };
    let (user, id) = found.ok_or_else(|| {
        let message = "Invalid Refresh Token: Refresh Token Not Found";
        refused(400, "refresh_token_not_found", message)
    })?;
    Ok(session(project, &user, Some(id)))
}

/// A session: a new one, or the next token of one that is there.
fn session(project: &Project, user: &User, id: Option<String>) -> Answer {
    let id = id.unwrap_or_else(|| uuid::Uuid::new_v4().to_string());
    let (issued, refresh) = (now(), uuid::Uuid::new_v4().simple().to_string());
    let expires = issued + LIFETIME;
    let token = project.keys.sign(&json!({
        "iss": format!("{}/auth/v1", project.url), "sub": user.id, "aud": "authenticated",
        "exp": expires, "iat": issued, "email": user.email, "phone": "",
        "app_metadata": { "provider": "email", "providers": ["email"] },
        "user_metadata": user.metadata, "role": "authenticated", "aal": "aal1",
        "amr": [{ "method": "password", "timestamp": issued }],
        "session_id": id, "is_anonymous": false,
    }));
    let mut state = project.auth.0.lock().unwrap();
    state.sessions.insert(id.clone());
    state
        .refresh
        .insert(refresh.clone(), (user.email.clone(), id));
    json_answer(
        200,
        &json!({
            "access_token": token, "token_type": "bearer", "expires_in": LIFETIME,
            "expires_at": expires, "refresh_token": refresh, "user": user.json(),
        }),
    )
}

/// The user whose token a request carries.
fn user(project: &Project, call: &Call) -> Result<User, Answer> {
    if call.token().is_none() {
        let message = "This endpoint requires a valid Bearer token";
        return Err(refused(401, "no_authorization", message));
    }
    let claims = call.claims(project).map_err(|refusal| {
        let message = format!("invalid JWT: unable to parse or verify signature, {refusal:?}");
        refused(403, "bad_jwt", &message)
    })?;
    let Some(id) = claims["sub"].as_str() else {
        return Err(refused(403, "bad_jwt", "invalid claim: missing sub claim"));
    };
    let state = project.auth.0.lock().unwrap();
    let session = claims["session_id"].as_str();
    if session.is_some_and(|session| !state.sessions.contains(session)) {
        let message = "Session from session_id claim in JWT does not exist";
        return Err(refused(403, "session_not_found", message));
    }
    let found = state.users.values().find(|user| user.id == id);
    found.cloned().ok_or_else(|| {
        refused(
            403,
            "user_not_found",
            "User from sub claim in JWT does not exist",
        )
    })
}
