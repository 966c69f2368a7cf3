//! A real PostgreSQL for the tests: one cluster per process, a database per [`Database`].
//!
//! A shell owns the server: it waits for the end of its standard input, which comes when this process ends, however
//! it ends; then it stops PostgreSQL and removes the directory. PostgreSQL refuses to run as root, so there it runs
//! as the user `postgres`, whom Debian's package makes.

use std::{
    fs,
    net::{Ipv4Addr, TcpListener},
    os::unix::{
        fs::{PermissionsExt as _, chown},
        process::CommandExt as _,
    },
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{
        OnceLock,
        atomic::{AtomicU32, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use tokio_postgres::{Client, NoTls};

/// Roles, schemas and functions that every project has before its first migration.
const BASE: &str = include_str!("base.sql");

/// The database that others are copies of.
const TEMPLATE: &str = "stack_template";

/// The owner of the cluster, who may do everything.
const OWNER: &str = "postgres";

/// Its certificate and key, in its directory.
const CERTIFICATE: &str = "certificate.pem";
const KEY: &str = "key.pem";

/// How long the server may take to start.
const PATIENCE: Duration = Duration::from_secs(60);

/// Runs a server until standard input ends, and removes its directory then: `directory program argument…`.
const SUPERVISOR: &str = r#"
directory=$1; shift
"$@" >"$directory/log" 2>&1 </dev/null &
server=$!
while read -r _; do :; done
kill -INT $server 2>/dev/null
wait $server
rm -rf "$directory"
"#;

/// The server of this process.
pub struct Cluster {
    directory: PathBuf,
    port: u16,
    password: String,
    /// Who signed its certificate, as PEM.
    authority: String,
    /// Its standard input keeps the server running.
    _supervisor: Child,
}

/// A database of one stack.
pub struct Database {
    cluster: &'static Cluster,
    name: String,
}

impl Cluster {
    /// The server, started by the first caller.
    pub fn shared() -> &'static Self {
        static CLUSTER: OnceLock<Cluster> = OnceLock::new();
        CLUSTER.get_or_init(Self::start)
    }

    fn start() -> Self {
        let binaries = newest();
        let directory = tempfile::Builder::new()
            .prefix("fx-postgres-")
            .tempdir()
            .unwrap();
        let path = directory.path().to_owned();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o700)).unwrap();
        let user = User::find();
        user.give(&path);
        let password = format!("{:032x}", fastrand::u128(..));
        let secret = path.join("password");
        fs::write(&secret, &password).unwrap();
        fs::set_permissions(&secret, fs::Permissions::from_mode(0o644)).unwrap();
        let authority = certify(&path, &user);
        let data = path.join("data");
        let made = user
            .command(&binaries.join("initdb"))
            .arg("-D")
            .arg(&data)
            .args(["-U", OWNER, "--auth-local=trust", "--no-sync"])
            .args(["--auth-host=scram-sha-256", "--locale=C", "-E", "UTF8"])
            .arg("--pwfile")
            .arg(&secret)
            .output()
            .unwrap();
        assert!(made.status.success(), "{made:?}");
        // A port that is free now may be another program's before PostgreSQL takes it.
        let mut tries =
            (0..5).map(|_| Self::listen(&user, &binaries, &path, (&password, &authority)));
        let cluster = tries.find_map(|cluster| cluster);
        let log = fs::read_to_string(path.join("log")).unwrap_or_default();
        assert!(cluster.is_some(), "PostgreSQL does not start:\n{log}");
        // The shell removes it.
        let _ = directory.keep();
        cluster.unwrap()
    }

    fn listen(
        user: &User,
        binaries: &Path,
        directory: &Path,
        (password, authority): (&str, &str),
    ) -> Option<Self> {
        let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = free.local_addr().unwrap().port();
        drop(free);
        let mut shell = user.command(Path::new("/bin/sh"));
        shell.args(["-c", SUPERVISOR, "sh"]).arg(directory);
        shell.arg(binaries.join("postgres"));
        shell.arg("-D").arg(directory.join("data"));
        shell.arg("-k").arg(directory);
        shell.args(["-h", "127.0.0.1", "-p", &port.to_string()]);
        let settings = [
            "fsync=off",
            "synchronous_commit=off",
            "full_page_writes=off",
            "max_connections=300",
            "shared_buffers=32MB",
            "autovacuum=off",
            "ssl=on",
        ];
        for (setting, file) in [("ssl_cert_file", CERTIFICATE), ("ssl_key_file", KEY)] {
            let file = directory.join(file);
            shell.args(["-c", &format!("{setting}={}", file.display())]);
        }
        for setting in settings {
            shell.args(["-c", setting]);
        }
        // Ctrl-C reaches the tests, whose end then reaches the shell.
        let mut supervisor = shell
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        if !gets_ready(directory) {
            // The server has ended, and another try needs the directory.
            supervisor.kill().unwrap();
            supervisor.wait().unwrap();
            return None;
        }
        Some(Self {
            directory: directory.to_owned(),
            port,
            password: password.to_owned(),
            authority: authority.to_owned(),
            _supervisor: supervisor,
        })
    }

    /// A connection over the server's socket, to which only this user has access.
    async fn connect(&self, user: &str, database: &str) -> Result<Client, tokio_postgres::Error> {
        let mut config = tokio_postgres::Config::new();
        config
            .host_path(&self.directory)
            .port(self.port)
            .user(user)
            .dbname(database);
        let (client, connection) = config.connect(NoTls).await?;
        tokio::spawn(connection);
        Ok(client)
    }
}

impl Database {
    /// A fresh database with what every project has.
    pub async fn create() -> Self {
        static CREATED: AtomicU32 = AtomicU32::new(0);
        static TEMPLATED: tokio::sync::OnceCell<()> = tokio::sync::OnceCell::const_new();
        // A database cannot be copied twice at the same time.
        static COPYING: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());
        let cluster = tokio::task::spawn_blocking(Cluster::shared).await.unwrap();
        let root = cluster.connect(OWNER, "postgres").await.unwrap();
        TEMPLATED
            .get_or_init(async || {
                let create = format!("CREATE DATABASE {TEMPLATE}");
                root.batch_execute(&create).await.unwrap();
                let template = cluster.connect(OWNER, TEMPLATE).await.unwrap();
                template.batch_execute(BASE).await.unwrap();
                // A connection that is still closing is in the way of a copy.
                let close = "SELECT pg_terminate_backend(pg_backend_pid())";
                assert!(template.batch_execute(close).await.is_err());
            })
            .await;
        let name = format!("stack_{}", CREATED.fetch_add(1, Ordering::SeqCst));
        let copying = COPYING.lock().await;
        let create = format!("CREATE DATABASE {name} TEMPLATE {TEMPLATE}");
        root.batch_execute(&create).await.unwrap();
        drop(copying);
        Self { cluster, name }
    }

    /// A connection as `user`.
    pub async fn connect(&self, user: &str) -> Result<Client, tokio_postgres::Error> {
        self.cluster.connect(user, &self.name).await
    }

    /// Runs statements as the owner of the database.
    pub async fn run(&self, statements: &str) -> Result<(), tokio_postgres::Error> {
        let owner = self.connect(OWNER).await?;
        owner.batch_execute(statements).await
    }

    /// What a statement counts.
    pub async fn count(&self, statement: &str) -> i64 {
        let owner = self.connect(OWNER).await.unwrap();
        owner.query_one(statement, &[]).await.unwrap().get(0)
    }

    /// Who signed the server's certificate, as PEM.
    pub fn authority(&self) -> &str {
        &self.cluster.authority
    }

    /// Removes it, whoever is still connected.
    pub async fn remove(&self) {
        let root = self.cluster.connect(OWNER, "postgres").await.unwrap();
        let remove = format!("DROP DATABASE {} WITH (FORCE)", self.name);
        root.batch_execute(&remove).await.unwrap();
    }

    /// Its address over TCP, for other programs.
    pub fn url(&self) -> String {
        let Cluster { password, port, .. } = self.cluster;
        format!(
            "postgresql://{OWNER}:{password}@127.0.0.1:{port}/{}",
            self.name
        )
    }
}

/// Gives the server in `directory` a certificate for this machine; returns the authority that signed it.
fn certify(directory: &Path, user: &User) -> String {
    let mut params = rcgen::CertificateParams::default();
    params.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    let name = "an authority for tests";
    params
        .distinguished_name
        .push(rcgen::DnType::CommonName, name);
    let key = rcgen::KeyPair::generate().unwrap();
    let authority = params.self_signed(&key).unwrap();
    let issuer = rcgen::Issuer::new(params, key);
    let names = ["127.0.0.1".to_owned(), "localhost".to_owned()];
    let key = rcgen::KeyPair::generate().unwrap();
    let params = rcgen::CertificateParams::new(names).unwrap();
    let certificate = params.signed_by(&key, &issuer).unwrap();
    let chain = certificate.pem() + &authority.pem();
    for (name, content) in [(CERTIFICATE, chain), (KEY, key.serialize_pem())] {
        let path = directory.join(name);
        fs::write(&path, content).unwrap();
        // PostgreSQL takes no key that others can read.
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        user.give(&path);
    }
    authority.pem()
}

/// Waits until the server in `directory` is ready, or has ended.
fn gets_ready(directory: &Path) -> bool {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let state = fs::read_to_string(directory.join("data/postmaster.pid")).unwrap_or_default();
        let line = state.lines().nth(7).unwrap_or_default();
        if line.trim() == "ready" {
            return true;
        }
        let log = fs::read_to_string(directory.join("log")).unwrap_or_default();
        if log.contains("FATAL") {
            return false;
        }
        assert!(
            Instant::now() < deadline,
            "PostgreSQL is never ready:\n{log}"
        );
        thread::sleep(Duration::from_millis(5));
    }
}

/// The directory with the newest version's programs.
fn newest() -> PathBuf {
    let version = |path: &Path| -> Option<u32> {
        let name = path.parent()?.file_name()?;
        name.to_str()?.parse().ok()
    };
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten();
    versions
        .map(|entry| entry.unwrap().path().join("bin"))
        .filter(|path| path.join("initdb").exists())
        .max_by_key(|path| version(path))
        .expect("PostgreSQL is installed below /usr/lib/postgresql (Debian: apt-get install postgresql)")
}

/// Whom the server runs as.
struct User {
    prefix: Vec<String>,
    owns_files: bool,
}

impl User {
    /// This user; where that is root, `postgres`.
    fn find() -> Self {
        let plain = Self {
            prefix: Vec::new(),
            owns_files: false,
        };
        let passwd = fs::read_to_string("/etc/passwd").unwrap_or_default();
        let is_root = rustix::process::geteuid().is_root();
        let Some((user, group)) = account(&passwd, OWNER).filter(|_| is_root) else {
            return plain;
        };
        let switched = Self {
            prefix: words(&format!(
                "setpriv --reuid {user} --regid {group} --clear-groups"
            )),
            owns_files: true,
        };
        if switched.can_run() {
            return switched;
        }
        // Some machines keep `/dev/null` to root. In a namespace in which root is called `postgres` it can be used.
        Self {
            prefix: words(&format!(
                "unshare --user --map-user={user} --map-group={group}"
            )),
            owns_files: false,
        }
    }

    /// Makes a file or directory this user's.
    fn give(&self, path: &Path) {
        if self.owns_files {
            let owner = fs::read_to_string("/etc/passwd").unwrap();
            let ids = account(&owner, OWNER).expect("the user was found before");
            chown(path, Some(ids.0), Some(ids.1)).unwrap();
        }
    }

    fn can_run(&self) -> bool {
        let mut probe = self.command(Path::new("/bin/sh"));
        probe.args(["-c", ": >/dev/null"]).stderr(Stdio::null());
        probe.status().is_ok_and(|status| status.success())
    }

    fn command(&self, program: &Path) -> Command {
        let mut command = match self.prefix.split_first() {
            Some((first, rest)) => {
                let mut command = Command::new(first);
                command.args(rest).arg(program);
                command
            }
            None => Command::new(program),
        };
        // Wherever the tests run, `postgres` may not be allowed to be.
        command.current_dir("/").stdin(Stdio::null());
        command
    }
}

fn words(line: &str) -> Vec<String> {
    line.split(' ').map(str::to_owned).collect()
}

/// The ids of a user and its group.
fn account(passwd: &str, name: &str) -> Option<(u32, u32)> {
    let line = passwd
        .lines()
        .find(|line| line.split(':').next() == Some(name))?;
    let mut fields = line.split(':').skip(2);
    Some((fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
}
