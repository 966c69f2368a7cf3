//! `fx platform`.

use std::{net::SocketAddr, num::NonZero, path::PathBuf, time::Duration};

use clap::{Args, Subcommand};
use ipnet::IpNet;
use serde_json::Value;
use url::Url;

use super::{LimitsArg, network::network, stop_timeout::stop_timeout};

/// What to do with a platform of one's own.
#[derive(Debug, Subcommand)]
pub(crate) enum PlatformCommand {
    /// Run one: an API to deploy to, and what runs the functions
    #[command(
        long_about = "Run a platform on this machine: the Management API that `fx functions deploy` and the Supabase CLI \
            talk to, and the functions that were deployed. One process, no other service.\n\n\
            Everything is kept in the data directory; secrets in it are encrypted with a key that is kept elsewhere. \
            A backup needs both."
    )]
    Start(Box<StartPlatformArgs>),
    /// Look after the projects of a platform
    #[command(subcommand, visible_alias = "projects", arg_required_else_help = true)]
    Project(PlatformProjectCommand),
    /// Look after the access tokens of a platform
    #[command(subcommand, visible_alias = "tokens", arg_required_else_help = true)]
    Token(PlatformTokenCommand),
    /// Bundle an upload; the platform runs this for itself
    #[command(hide = true)]
    BundleUpload,
}

/// How to run a platform.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct StartPlatformArgs {
    #[command(flatten)]
    pub(crate) data: DataArgs,

    /// Make another access token that is good for everything, when the first one is lost
    ///
    /// It is written to `admin-token` in the data directory, in place of the one there. Those that were made before stay
    /// good until they are revoked.
    #[arg(long)]
    pub(crate) new_admin_token: bool,

    /// Address that functions are served on
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:54400", value_parser = address)]
    pub(crate) listen: SocketAddr,

    /// Address that the Management API is served on
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:54401", value_parser = address)]
    pub(crate) api_listen: SocketAddr,

    /// Where clients reach the functions, when that is not the address listened on
    ///
    /// With a host name, such as `https://functions.example.com`, a project is `https://REF.functions.example.com`;
    /// with an IP address or `localhost`, the ref is the first part of the path.
    #[arg(long, value_name = "URL")]
    pub(crate) public_url: Option<Url>,

    /// Address or network of a proxy whose `X-Forwarded-*` headers are trusted, such as `127.0.0.1`; may be repeated
    ///
    /// They say who the proxy's client is, and which host and scheme it asked for. The headers are removed from requests
    /// of all other clients.
    #[arg(long = "trusted-proxy", value_name = "ADDRESS", value_parser = network)]
    pub(crate) trusted_proxies: Vec<IpNet>,

    /// How long requests and background work may go on after Ctrl-C or SIGTERM
    #[arg(long, value_name = "TIME", default_value = "150s", value_parser = stop_timeout)]
    pub(crate) stop_timeout: Duration,

    /// File with the key that secrets are encrypted with; it is made when it is missing [default: `platform.key` in fx's configuration directory]
    ///
    /// `FX_PLATFORM_KEY` may have the key itself instead: 32 bytes in Base64. The file may not lie in the data directory.
    #[arg(long, value_name = "FILE")]
    pub(crate) key_file: Option<PathBuf>,

    /// PEM file with the certificate chain to serve HTTPS with
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    pub(crate) tls_cert: Option<PathBuf>,

    /// PEM file with the certificate's private key
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    pub(crate) tls_key: Option<PathBuf>,

    /// What workers may use, as in `fx functions serve`
    ///
    /// This is what a function gets that has no limits of its own (config: `functions.NAME.limits`), and the most that
    /// others get of memory, CPU time and wall clock time. Log messages and `text/html` are treated as hosted, unless
    /// it is `off`; CPU time adds up over a worker's life only with `production`.
    #[arg(long, value_name = "LIMITS")]
    pub(crate) limits: Option<LimitsArg>,

    /// How many workers a function may have at once [default: one per core]
    #[arg(long, value_name = "N")]
    pub(crate) max_workers: Option<NonZero<usize>>,

    /// How many workers all functions may have at once [default: one per 128 MB of memory]
    ///
    /// When there are as many, the worker ends that nobody has wanted for the longest time. When all are busy or have
    /// background work, a request that needs another one waits for 10 s, and is then answered 503 with `Retry-After`.
    #[arg(long, value_name = "N")]
    pub(crate) max_total_workers: Option<NonZero<usize>>,

    /// How many functions a project may have [default: any number]
    #[arg(long, value_name = "N")]
    pub(crate) max_functions: Option<usize>,

    /// Maximum API requests per minute, per token, or per client address for requests without a valid token; 0 means no limit
    #[arg(long, value_name = "N", default_value_t = 1200)]
    pub(crate) rate_limit: u32,

    /// For how many days logs and invocations are kept
    #[arg(long, value_name = "DAYS", default_value_t = 7)]
    pub(crate) log_days: u32,

    /// Maximum size of the log database in megabytes; the oldest entries are removed first
    #[arg(long, value_name = "MB", default_value_t = NonZero::new(1024).expect("it is not 0"))]
    pub(crate) max_log_size: NonZero<u32>,

    /// Maximum size of one project's logs in megabytes [default: a quarter of `--max-log-size`]
    #[arg(long, value_name = "MB")]
    pub(crate) max_project_log_size: Option<NonZero<u32>>,

    /// Let functions, and bundling of uploaded sources, reach loopback, link-local and private addresses
    #[arg(long)]
    pub(crate) allow_private_net: bool,
}

/// Where the data of a platform is.
#[derive(Debug, Args)]
pub(crate) struct DataArgs {
    /// Directory with everything the platform keeps [default: `platform` in fx's state directory]
    #[arg(long, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
}

/// What to do with projects of a platform.
#[derive(Debug, Subcommand)]
pub(crate) enum PlatformProjectCommand {
    /// Create a project
    Create {
        /// Its name
        name: String,
        #[command(flatten)]
        data: DataArgs,
    },
    /// List the projects
    List {
        #[command(flatten)]
        data: DataArgs,
    },
    /// Delete a project with its functions and secrets
    Delete {
        /// Its ref
        #[arg(value_name = "REF")]
        reference: String,
        #[command(flatten)]
        data: DataArgs,
    },
    /// Show the URL and the API keys of a project
    #[command(after_help = KEYS_EXAMPLES)]
    Keys {
        /// Its ref
        #[arg(value_name = "REF")]
        reference: String,
        /// Show the secret ones, too, and the JWT secret
        #[arg(long)]
        reveal: bool,
        #[command(flatten)]
        data: DataArgs,
    },
    /// Sign a token of a user of a project, as Supabase Auth would, to call functions as somebody who is signed in
    #[command(after_help = USER_TOKEN_EXAMPLES)]
    Token(UserTokenArgs),
    /// Make a new signing key; tokens of the one before stay good until the next rotation
    Rotate {
        /// Its ref
        #[arg(value_name = "REF")]
        reference: String,
        #[command(flatten)]
        data: DataArgs,
    },
}

/// A token of a user to sign.
#[derive(Debug, Args)]
pub(crate) struct UserTokenArgs {
    /// Ref of the project
    #[arg(value_name = "REF")]
    pub(crate) reference: String,

    /// The user's role (claim `role`)
    #[arg(long, value_name = "ROLE", default_value = "authenticated")]
    pub(crate) role: String,

    /// The user's id (claim `sub`) [default: a new UUID]
    #[arg(long, value_name = "ID")]
    pub(crate) subject: Option<String>,

    /// Another claim; JSON where the value is JSON, otherwise text; may be repeated
    ///
    /// `iss`, `iat` and `exp` are the platform's to set.
    #[arg(long = "claim", value_name = "NAME=VALUE", value_parser = claim)]
    pub(crate) claims: Vec<(String, Value)>,

    /// How long it is good, at most a week
    #[arg(long, value_name = "TIME", default_value = "1h", value_parser = humantime::parse_duration)]
    pub(crate) expires_in: Duration,

    #[command(flatten)]
    pub(crate) data: DataArgs,
}

/// What to do with access tokens of a platform.
#[derive(Debug, Subcommand)]
pub(crate) enum PlatformTokenCommand {
    /// Create an access token, which is shown once
    #[command(after_help = TOKEN_EXAMPLES)]
    Create {
        /// What it is for
        name: String,
        /// The only project it is good for [default: all]
        #[arg(long, value_name = "REF")]
        project: Option<String>,
        /// What it is good for, in the words of the Management API, such as `edge_functions_write`; may be repeated [default: everything]
        #[arg(long = "scope", value_name = "SCOPE")]
        scopes: Vec<String>,
        #[command(flatten)]
        data: DataArgs,
    },
    /// List the access tokens, without the tokens
    List {
        #[command(flatten)]
        data: DataArgs,
    },
    /// Revoke an access token
    Revoke {
        /// Its id, which the list shows
        id: String,
        #[command(flatten)]
        data: DataArgs,
    },
}

const EXAMPLES: &str = "\
Examples:
  fx platform start                        On this machine, for this machine
  fx platform start --listen 0.0.0.0:8000 --data /var/lib/fx --key-file /etc/fx/key
  fx platform start --new-admin-token      Once, when the access token is lost
  fx platform project create demo          In another terminal: a project
  fx login --api-url http://127.0.0.1:54401 --token - < ~/.local/state/fx/platform/admin-token
  fx functions deploy --api-url http://127.0.0.1:54401 --project-ref REF";

const KEYS_EXAMPLES: &str = "\
Examples:
  fx platform project keys REF             Without the secret ones
  fx platform project keys REF --reveal    With them, and the JWT secret
  fx platform project keys REF -o env      SUPABASE_URL, SUPABASE_ANON_KEY, ...";

const USER_TOKEN_EXAMPLES: &str = "\
Examples:
  fx platform project token REF            Somebody who is signed in, for an hour
  fx platform project token REF --subject ada --claim email=ada@example.com
  fx platform project token REF --claim 'app_metadata={\"plan\":\"pro\"}' --expires-in 10m
  curl URL/functions/v1/hello -H \"Authorization: Bearer $(fx platform project token REF)\"";

const TOKEN_EXAMPLES: &str = "\
Examples:
  fx platform token create laptop          Good for everything
  fx platform token create ci --project REF --scope edge_functions_read --scope edge_functions_write";

/// An address to listen on, and a port.
fn address(text: &str) -> Result<SocketAddr, &'static str> {
    let expected = "it must be an IP address and a port, such as `127.0.0.1:8000` or `[::]:8000`";
    text.parse().map_err(|_| expected)
}

/// The name of a claim, and its value.
fn claim(text: &str) -> Result<(String, Value), &'static str> {
    let (name, value) = text.split_once('=').unwrap_or_default();
    if name.is_empty() {
        return Err("it must be a name and a value, such as `email=ada@example.com`");
    }
    let value = serde_json::from_str(value).unwrap_or_else(|_| value.into());
    Ok((name.to_owned(), value))
}
