//! The serving of deployed functions, without an engine: what is found, what is allowed, what functions would get.

use std::{
    sync::{Mutex, PoisonError},
    time::SystemTime,
};

use async_trait::async_trait;
use http::{HeaderValue, header};
use serde_json::json;

use super::*;
use crate::{
    function::{LimitsChoice, Policy},
    gateway::Dispatch as _,
    jwt,
    platform::{
        Sqlite,
        keys::{self, NewProject},
        names,
        record::{Change, Code, Expects, KeyKind, SecretRecord},
        state::Changed,
    },
    redact::Secret,
};

/// Remembers the types of events.
#[derive(Default)]
struct Remembering(Mutex<Vec<String>>);

#[async_trait]
impl Recorder for Remembering {
    fn record(&self, project: &ProjectRef, record: &Record) {
        let line = serde_json::to_value(record).unwrap();
        let mut lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        lines.push(format!("{project} {} {}", line["type"], line["message"]));
    }

    async fn flush(&self) {}
}

/// A platform with one project.
struct Home {
    _directory: tempfile::TempDir,
    state: Arc<dyn State>,
    vault: Arc<Vault>,
    recorder: Arc<Remembering>,
    serving: Arc<Serving>,
    project: ProjectRef,
}

impl Home {
    async fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let path = |name: &str| directory.path().join(name);
        let state: Arc<dyn State> = Arc::new(Sqlite::open(&path("state.db")).unwrap());
        let key = Secret::new("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=".to_owned());
        let vault = Arc::new(Vault::from_text(&key, "a test").unwrap());
        let NewProject {
            project,
            keys,
            signing_key,
        } = keys::new_project(&vault, "x", "default", "eu-west-1").unwrap();
        let added = state.add_project(project, keys, signing_key).await;
        let project = added.unwrap().reference;
        let recorder = Arc::new(Remembering::default());
        let options = Options {
            engine: path("no engine"),
            cache: path("cache"),
            public_url: "https://fx.example.com".parse().unwrap(),
            limits: LimitsChoice::default(),
            policy: Policy::default(),
            max_workers: None,
            max_total_workers: None,
            allow_private_net: false,
        };
        let serving = Serving::new(
            Arc::clone(&state),
            Bodies::on_disk(&path("bodies")).unwrap(),
            Arc::clone(&vault),
            Arc::clone(&recorder) as _,
            options,
        );
        let serving = serving.unwrap();
        serving.load().await.unwrap();
        Self {
            _directory: directory,
            state,
            vault,
            recorder,
            serving,
            project,
        }
    }

    async fn deploy(&self, slug: &str, verify_jwt: bool) -> String {
        let change = Change {
            slug: slug.parse().unwrap(),
            name: None,
            code: Some(Code {
                digest: names::digest(slug),
                size: 1,
                entrypoint_path: None,
                import_map_path: None,
                import_map: None,
            }),
            verify_jwt: Some(verify_jwt),
            number: None,
            expects: Expects::Anything,
        };
        let changed = self.state.change(&self.project, vec![change]).await;
        let Ok([Changed::Done { function, .. }]) = changed.as_deref() else {
            panic!("{changed:?}");
        };
        let slug = slug.parse().unwrap();
        self.serving
            .changed(&self.project, Some(&slug))
            .await
            .unwrap();
        function.id.clone()
    }

    fn tenant(&self) -> Arc<Tenant> {
        self.serving.tenant(self.project.as_str()).unwrap()
    }

    fn is_found(&self, path: &str, host: &str) -> Option<usize> {
        let headers = HeaderMap::from_iter([(header::HOST, HeaderValue::from_str(host).unwrap())]);
        let front = Front(Arc::clone(&self.serving));
        let found = front.find(&path.parse().unwrap(), &headers)?;
        Some(found.prefix)
    }
}

#[tokio::test]
async fn requests_find_their_project_for_as_long_as_there_is_one() {
    let home = Home::new().await;
    let project = home.project.clone();
    let other = "zzzzzzzzzzzzzzzzzzzz";
    let at = |path: &str, host: &str| home.is_found(path, host);
    assert_eq!(
        at(&format!("/{project}/functions/v1/f"), "localhost"),
        Some(21)
    );
    let host = format!("{project}.fx.example.com:8000");
    assert_eq!(at("/functions/v1/f?x=1", &host), Some(0));
    assert_eq!(at(&format!("/{other}/functions/v1/f"), &host), None);
    assert_eq!(at("/functions/v1/f", &format!("{other}.localhost")), None);
    assert_eq!(at("/_internal/health", "localhost"), None);
    assert_eq!(
        home.serving.url(&project),
        format!("https://{project}.fx.example.com")
    );
    home.state.delete_project(&project).await.unwrap();
    home.serving.changed(&project, None).await.unwrap();
    assert_eq!(at("/functions/v1/f", &host), None);
}

#[tokio::test]
async fn what_is_deployed_is_routed_until_it_is_deleted() {
    let home = Home::new().await;
    let tenant = home.tenant();
    assert!(tenant.route("f").is_none());
    home.deploy("f", true).await;
    assert!(tenant.route("f").unwrap().verify_jwt);
    home.deploy("f", false).await;
    assert!(!tenant.route("f").unwrap().verify_jwt);
    // There is no engine, and no body either.
    assert!(matches!(
        tenant.dispatch("f").await,
        Err(gateway::Problem::Boot(_))
    ));
    home.deploy("g", true).await;
    assert!(tenant.dispatch("g").await.is_err());
    let slug = "f".parse().unwrap();
    home.state
        .delete_function(&home.project, &slug)
        .await
        .unwrap();
    let changed = home.serving.changed(&home.project, Some(&slug)).await;
    changed.unwrap();
    assert!(tenant.route("f").is_none() && tenant.route("g").is_some());
    let lines = home
        .recorder
        .0
        .lock()
        .unwrap_or_else(PoisonError::into_inner);
    let expected = format!(
        "{} \"boot_failure\" \"the body of the function is lost\"",
        home.project
    );
    assert_eq!(*lines, [expected.clone(), expected]);
    let figures = home.serving.metrics(MetricsFormat::Prometheus);
    assert!(figures.contains("function=\"g\"} 1\n"), "{figures}");
    let figures = home.serving.metrics(MetricsFormat::Json);
    assert!(figures.contains("\"boot_failures\":1"), "{figures}");
}

#[tokio::test]
async fn keys_of_a_project_let_in_also_new_ones_and_no_others() {
    let home = Home::new().await;
    let tenant = home.tenant();
    let project = home.state.project(&home.project).await.unwrap().unwrap();
    let load = || keys::ProjectKeys::load(&*home.state, &home.vault, &project);
    let lets_in = |name: &'static str, value: &str| {
        let headers = HeaderMap::from_iter([(
            http::HeaderName::from_static(name),
            HeaderValue::from_str(value).unwrap(),
        )]);
        let authorizer = tenant.authorizer();
        authorizer.authorize(&headers, SystemTime::now()).is_ok()
    };
    let opened = load().await.unwrap();
    assert!(lets_in("authorization", &format!("Bearer {}", opened.anon)));
    assert!(lets_in("apikey", opened.service_role.expose()));
    for (key, value) in &opened.api_keys {
        assert!(lets_in("apikey", value.expose()), "{:?}", key.kind);
    }
    let (key, value) = keys::new_api_key(
        &home.vault,
        &home.project,
        KeyKind::Secret,
        "second",
        Some("a job's".to_owned()),
    );
    assert!(!lets_in("apikey", value.expose()));
    home.state.add_api_key(&home.project, key).await.unwrap();
    home.serving.changed(&home.project, None).await.unwrap();
    assert!(lets_in("apikey", value.expose()));

    let signing_key = keys::new_signing_key(&home.vault, &home.project).unwrap();
    let label = format!("{}/signing_key/{}", home.project, signing_key.id);
    let private = home.vault.open(&label, &signing_key.sealed).unwrap();
    let private = serde_json::from_str(private.expose()).unwrap();
    let token = jwt::sign_with_jwk(&private, "authenticated", SystemTime::now()).unwrap();
    assert!(!lets_in("authorization", &format!("Bearer {token}")));
    let rotated = home.state.rotate(&home.project, signing_key.clone()).await;
    rotated.unwrap();
    home.serving.changed(&home.project, None).await.unwrap();
    assert!(lets_in("authorization", &format!("Bearer {token}")));
    let document = tenant.document("/auth/v1/.well-known/jwks.json").unwrap();
    let published = document["keys"].as_array().unwrap();
    assert_eq!(published.len(), 2);
    assert!(published.contains(&signing_key.public));
    assert!(!document.to_string().contains(r#""d":"#), "{document}");
    assert_eq!(tenant.document("/auth/v1/token"), None);
}

#[tokio::test]
async fn functions_get_secrets_and_what_only_the_platform_sets() {
    let home = Home::new().await;
    let id = home.deploy("f", true).await;
    let secrets = [
        ("OWN", "value"),
        ("SUPABASE_URL", "https://elsewhere.test"),
        ("SB_REGION", "elsewhere"),
        ("http_proxy", "HTTP://proxy.test"),
        ("ALL_PROXY", "socks5://127.0.0.1:9050"),
    ];
    let secrets = secrets.map(|(name, value)| {
        let value = Secret::new(value.to_owned());
        SecretRecord {
            name: name.to_owned(),
            sealed: home
                .vault
                .seal(&keys::secret_label(&home.project, name), &value),
            digest: names::digest(value.expose()),
            updated_at: 1,
        }
    });
    let set = home.state.set_secrets(&home.project, secrets.into()).await;
    set.unwrap();
    let preparer = home.tenant().preparer();
    let slug = "f".parse().unwrap();
    let variables = preparer.variables_of(&slug).await.unwrap();
    let get = |name: &str| variables.get(name).map(String::as_str);
    assert_eq!(get("OWN"), Some("value"));
    let url = home.serving.url(&home.project);
    assert_eq!(get("SUPABASE_URL"), Some(&*url));
    assert_eq!(get("SB_REGION"), Some("eu-west-1"));
    assert_eq!(get("SUPABASE_FUNCTION_SLUG"), Some("f"));
    let deployment = format!("{}_{id}_1", home.project);
    assert_eq!(get("DENO_DEPLOYMENT_ID"), Some(&*deployment));
    assert_eq!(get("http_proxy"), Some("HTTP://proxy.test"));
    assert_eq!(get("ALL_PROXY"), Some("socks5://127.0.0.1:9050"));
    let parsed = |name| serde_json::from_str::<serde_json::Value>(get(name).unwrap()).unwrap();
    let publishable = parsed("SUPABASE_PUBLISHABLE_KEYS");
    let publishable = publishable["default"].as_str().unwrap();
    assert!(publishable.starts_with("sb_publishable_"));
    assert_eq!(parsed("SUPABASE_JWKS")["keys"][0]["alg"], json!("ES256"));
    preparer.variables_of(&slug).await.unwrap();
    let told = home.recorder.0.lock().unwrap().clone();
    let warnings: Vec<_> = told.iter().filter(|it| it.contains("no effect")).collect();
    let [warning] = &warnings[..] else {
        panic!("{told:?}");
    };
    assert!(warning.contains("`http_proxy`, `ALL_PROXY`"), "{warning}");
}
