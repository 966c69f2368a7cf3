//! `fx platform start`.

use std::{
    io,
    net::SocketAddr,
    num::{NonZero, NonZeroU32},
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use anyhow::Context as _;
use serde::Serialize;
use tokio::net::TcpListener;
use url::Url;

use crate::{
    cli::StartPlatformArgs,
    commands::{Context, engine::TerminalReporter, limits, platform::listen::ListenError},
    diagnostics::{Block, ExitStatus},
    dirs::Dirs,
    engine::{self, Provision},
    env_vars::EnvVars,
    function::Policy,
    gateway::{self, Gateway, ServicesFor, Tls, TlsError, TrustedProxies},
    http,
    output::Format,
    platform::{
        self, Address, App, Bodies, Home, LogSizes, Parts, Recording, Serving, ServingOptions,
        Settings, SourcesLimits, SourcesOptions, Sqlite, SqliteLogs, State, Vault, VaultError,
        Workshop,
    },
    process::{self, Interrupts},
    redact::Secret,
};

/// How many uploads of sources are bundled at once.
const BUNDLED_AT_ONCE: usize = 2;

/// What a script learns when the platform answers.
#[derive(Serialize)]
struct Ready<'a> {
    r#type: &'static str,
    #[serde(flatten)]
    address: &'a Address,
    data: &'a Path,
    /// The file with an access token that is good for everything, while it is there.
    token_file: Option<PathBuf>,
}

/// What secrets are encrypted with.
enum Key {
    /// `FX_PLATFORM_KEY` has it.
    Text(Secret<String>),
    /// It is in a file.
    File(PathBuf),
}

/// Runs a platform until it is interrupted.
pub(super) fn run(args: &StartPlatformArgs, cx: &Context) -> anyhow::Result<ExitStatus> {
    let dirs = Dirs::from_env()?;
    let home = super::home(&args.data, &dirs, cx);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("failed to start the runtime")?;
    let start = Start {
        args,
        cx,
        dirs,
        home,
    };
    let status = runtime.block_on(start.run());
    runtime.shutdown_background();
    status
}

struct Start<'a> {
    args: &'a StartPlatformArgs,
    cx: &'a Context,
    dirs: Dirs,
    home: Home,
}

impl Start<'_> {
    async fn run(&self) -> anyhow::Result<ExitStatus> {
        let mut interrupts = Interrupts::listen().context("failed to listen for signals")?;
        process::keep_files_private();
        let _taken = self.home.take()?;
        let vault = Arc::new(self.vault()?);
        let tls = self.tls()?;
        let functions = self.bind_functions().await?;
        let api = self.bind_api().await?;
        let state: Arc<dyn State> = Arc::new(Sqlite::open(&self.home.state())?);
        let logs = Arc::new(SqliteLogs::open(&self.home.logs(), self.log_sizes())?);
        let engine = tokio::select! {
            engine = self.provision() => engine?,
            reason = interrupts.next() => return Ok(reason.exit_status()),
        };
        process::raise_file_limit();
        let address = self.address(&functions, &api)?;
        let app = self.app(state, logs, vault, engine, &address).await?;
        self.home.write_address(&address)?;
        self.say_ready(&address)?;
        let printer = self.cx.printer;
        let mut status = ExitStatus::Success;
        let stop = async {
            let reason = interrupts.next().await;
            status = reason.exit_status();
            printer.stderr("Stopping: requests under way may end; once more to stop at once");
            tokio::spawn(async move {
                let reason = interrupts.next().await;
                process::exit(reason.exit_status().code());
            });
        };
        let served = platform::serve(app, functions, api, tls, stop, self.args.stop_timeout).await;
        self.home.remove_address();
        served.map(|()| status)
    }

    fn vault(&self) -> Result<Vault, VaultError> {
        match self.key() {
            Key::Text(text) => Vault::from_text(&text, &format!("`{}`", EnvVars::FX_PLATFORM_KEY)),
            Key::File(path) if self.home.state().exists() && !path.exists() => {
                Err(VaultError::Gone { path })
            }
            Key::File(path) => Vault::from_file(&path, self.home.path()),
        }
    }

    fn key(&self) -> Key {
        if let Some(path) = &self.args.key_file {
            return Key::File(self.cx.cwd.join(path));
        }
        let text = std::env::var(EnvVars::FX_PLATFORM_KEY).ok();
        match text.filter(|text| !text.is_empty()) {
            Some(text) => Key::Text(Secret::new(text)),
            None => Key::File(self.dirs.config.join("platform.key")),
        }
    }

    fn tls(&self) -> Result<Option<Tls>, TlsError> {
        let files = self.args.tls_cert.as_ref().zip(self.args.tls_key.as_ref());
        let cwd = &self.cx.cwd;
        files
            .map(|(chain, key)| Tls::from_files(&cwd.join(chain), &cwd.join(key)))
            .transpose()
    }

    async fn bind_functions(&self) -> Result<Gateway, ListenError> {
        let address = self.args.listen;
        let bound = Gateway::bind(gateway::Options {
            host: Some(address.ip()),
            port: address.port(),
            detail: false,
            compress: true,
            trusted: self.trusted(),
            // It has none.
            services_for: ServicesFor::Everybody,
        });
        bound.await.map_err(|error| {
            let source = match error {
                gateway::Error::PortInUse { .. } => io::ErrorKind::AddrInUse.into(),
                gateway::Error::Listen { source, .. } => source,
            };
            ListenError::new(address, "--listen", source)
        })
    }

    fn trusted(&self) -> TrustedProxies {
        TrustedProxies::new(self.args.trusted_proxies.clone())
    }

    async fn bind_api(&self) -> Result<TcpListener, ListenError> {
        let address = self.args.api_listen;
        let bound = TcpListener::bind(address).await;
        bound.map_err(|source| ListenError::new(address, "--api-listen", source))
    }

    fn log_sizes(&self) -> LogSizes {
        const MEGABYTE: u64 = 1_000_000;
        let total = u64::from(self.args.max_log_size.get()) * MEGABYTE;
        let project = self.args.max_project_log_size;
        LogSizes {
            total,
            project: project.map_or(total / 4, |size| u64::from(size.get()) * MEGABYTE),
        }
    }

    async fn provision(&self) -> Result<PathBuf, engine::Error> {
        let http = self.http();
        let provision = Provision {
            dirs: &self.dirs,
            project: None,
            http: &http,
        };
        engine::provision(
            &provision,
            &TerminalReporter::new(self.cx.printer, &self.cx.environment),
        )
        .await
    }

    fn http(&self) -> http::Options {
        http::Options {
            ca_cert: self.cx.ca_cert.clone(),
            ..http::Options::default()
        }
    }

    /// Where the platform is. `REF` stands for a project.
    fn address(&self, functions: &Gateway, api: &TcpListener) -> anyhow::Result<Address> {
        let api = api.local_addr().context("the API has no address")?;
        let scheme = if self.args.tls_cert.is_some() {
            "https"
        } else {
            "http"
        };
        let own = |address: SocketAddr| match address.ip().is_unspecified() {
            // Whoever listens at every address is found at this one, too.
            true => format!("{scheme}://localhost:{}", address.port()),
            false => format!("{scheme}://{address}"),
        };
        let public_url = match &self.args.public_url {
            Some(url) => url.clone(),
            None => Url::parse(&own(functions.address())).context("an address is no URL")?,
        };
        Ok(Address {
            api_url: own(api),
            functions_url: platform::url_of(&public_url, "REF"),
            public_url,
        })
    }

    async fn app(
        &self,
        state: Arc<dyn State>,
        logs: Arc<SqliteLogs>,
        vault: Arc<Vault>,
        engine: PathBuf,
        address: &Address,
    ) -> anyhow::Result<Arc<App>> {
        self.admin_token(&*state).await?;
        let bodies = Bodies::on_disk(&self.home.bodies())?;
        let kept = Duration::from_secs(u64::from(self.args.log_days) * 24 * 3600);
        let recorder = Arc::new(Recording::start(Arc::clone(&logs) as _, kept));
        let options = self.serving_options(engine, address);
        let serving = Serving::new(
            Arc::clone(&state),
            bodies.clone(),
            Arc::clone(&vault),
            recorder,
            options,
        )?;
        serving.load().await?;
        let executable = std::env::current_exe().context("fx does not know where it is")?;
        let sources = Workshop::new(SourcesOptions {
            executable,
            uploads: self.home.uploads().join("sources"),
            cache: self.home.cache(),
            ca_cert: self.cx.ca_cert.clone(),
            allow_private_net: self.args.allow_private_net,
            jobs: BUNDLED_AT_ONCE,
            limits: SourcesLimits::default(),
        })?;
        let settings = Settings {
            uploads: self.home.uploads().join("bodies"),
            rate_limit: NonZeroU32::new(self.args.rate_limit),
            trusted: self.trusted(),
            max_functions: self.args.max_functions,
        };
        let parts = Parts {
            state,
            bodies,
            vault,
            logs,
            serving,
            sources,
        };
        let app = App::new(parts, settings)?;
        Ok(Arc::new(app))
    }

    /// Makes the first token, or another when that is asked for.
    async fn admin_token(&self, state: &dyn State) -> anyhow::Result<()> {
        let (which, token) = match platform::first_token(state).await? {
            Some(token) => ("first", token),
            None if self.args.new_admin_token => ("new", platform::admin_token(state).await?),
            None => return Ok(()),
        };
        self.home.write_token(&token)?;
        let printer = self.cx.printer;
        if printer.can_ask() {
            let token = token.expose();
            printer.stderr(format!("The {which} access token is {token}"));
        }
        Ok(())
    }

    fn serving_options(&self, engine: PathBuf, address: &Address) -> ServingOptions {
        ServingOptions {
            engine,
            cache: self.home.cache(),
            public_url: address.public_url.clone(),
            policy: Policy::default(),
            limits: self.args.limits.map(limits::choice).unwrap_or_default(),
            max_workers: self.args.max_workers.map(Into::into),
            max_total_workers: self.args.max_total_workers.or_else(room_for_workers),
            allow_private_net: self.args.allow_private_net,
        }
    }

    fn say_ready(&self, address: &Address) -> anyhow::Result<()> {
        let printer = self.cx.printer;
        let token_file = Some(self.home.token_file()).filter(|path| path.exists());
        match printer.format() {
            Format::Text => {
                printer.stderr_block(&self.described(address, token_file.as_deref()));
            }
            Format::Json | Format::StreamJson => printer.json_line(&Ready {
                r#type: "ready",
                address,
                data: self.home.path(),
                token_file,
            })?,
        }
        Ok(())
    }

    /// Where everything is, and what comes next.
    fn described(&self, address: &Address, token_file: Option<&Path>) -> Block {
        let Address {
            api_url,
            functions_url,
            ..
        } = address;
        let data = self.home.path().display();
        let key = match self.key() {
            Key::Text(_) => EnvVars::FX_PLATFORM_KEY.to_owned(),
            Key::File(path) => path.display().to_string(),
        };
        let mut lines = vec![
            format!("Functions  {functions_url}/functions/v1/NAME"),
            format!("API        {api_url}"),
            format!("Data       {data}"),
            format!("Key        {key}"),
        ];
        if let Some(token) = token_file.map(Path::display) {
            lines.push(format!("Token      {token}"));
            lines.push(String::new());
            lines.push(format!(
                "Log in with `fx login --api-url {api_url} --token - < {token}`"
            ));
        }
        let flag = match self.args.data.data {
            Some(_) => format!(" --data {data}"),
            None => String::new(),
        };
        lines.push(format!(
            "Create a project with `fx platform project create NAME{flag}`; stop with Ctrl-C"
        ));
        lines.into_iter().collect()
    }
}

/// One worker per so many bytes of memory: an idle one takes less, a busy one may take more.
fn room_for_workers() -> Option<NonZero<usize>> {
    const EACH: u64 = 128 * 1024 * 1024;
    let count = process::total_memory()? / EACH;
    NonZero::new(usize::try_from(count).unwrap_or(usize::MAX))
}
