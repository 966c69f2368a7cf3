//! [`Refusals`]: a function that finds no database, from what it writes about it.
//!
//! Drivers say `ECONNREFUSED` and the address; where the engine itself says it without one, fx tries whether anything
//! listens, and leaves open whether the function meant the database. Nothing is looked at but what functions log and die of, so requests pay nothing for it.

use std::{
    collections::{HashMap, hash_map::Entry},
    fmt, io,
    net::IpAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::{
    net::TcpStream,
    runtime::Handle,
    task::JoinSet,
    time::{Instant, timeout},
};

use super::serving::Live;
use crate::{
    env_vars::EnvVars,
    events::{Event, Observer, Record, Sink},
    project::{DatabaseSource, DatabaseUrl},
};

/// What every error of a connection that was refused has in it.
const REFUSED: &str = "ECONNREFUSED";
/// How long a try may take, which on this machine takes no time.
const PATIENCE: Duration = Duration::from_millis(500);

/// How often it is tried for a function, which may write the same line again and again.
const INTERVAL: Duration = Duration::from_secs(1);

/// A function, and the address it was told of.
type Notice = (String, String);

/// How far a notice is.
enum State {
    /// Told, or about to be.
    Told,
    /// Something listened at that time.
    Disproved(Instant),
}

/// What was found out.
type Notices = HashMap<Notice, State>;

/// Functions whose database does not listen, each of which is told once per address.
pub(super) struct Refusals {
    live: Arc<Live>,
    notices: Arc<Mutex<Notices>>,
    /// Ends what is being tried with the session.
    trying: Mutex<JoinSet<()>>,
    events: Sink,
}

impl fmt::Debug for Refusals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Refusals")
    }
}

impl Refusals {
    /// Nothing was refused yet. Warnings go to `events`.
    pub(super) fn new(live: Arc<Live>, events: Sink) -> Self {
        Self {
            live,
            notices: Arc::default(),
            trying: Mutex::default(),
            events,
        }
    }

    fn hear(&self, slug: &str, text: &str) {
        let database = self.live.with(|serving| serving.database.clone());
        let named: Vec<_> = addresses(text).collect();
        let mut pairs = named.iter();
        let is_certain = pairs.any(|(address, port)| database.may_be_at(*address, *port));
        if !is_certain && !named.is_empty() {
            return;
        }
        // Without a runtime fx is at its end.
        let Ok(runtime) = Handle::try_current() else {
            return;
        };
        let notice = (slug.to_owned(), database.to_string());
        match lock(&self.notices).entry(notice.clone()) {
            Entry::Occupied(mut known) => match known.get() {
                State::Told => return,
                State::Disproved(at) if !is_certain && at.elapsed() < INTERVAL => return,
                State::Disproved(_) => {
                    known.insert(State::Told);
                }
            },
            Entry::Vacant(new) => {
                new.insert(State::Told);
            }
        }
        let (notices, events) = (Arc::clone(&self.notices), self.events.clone());
        let mut trying = lock(&self.trying);
        while trying.try_join_next().is_some() {}
        let work = async move {
            if is_certain || is_refused(&database).await {
                tell(&events, &notice.0, &database, is_certain);
            } else {
                lock(&notices).insert(notice, State::Disproved(Instant::now()));
            }
        };
        trying.spawn_on(work, &runtime);
    }
}

/// Whether nothing listens where the database should, if that is on this machine.
async fn is_refused(database: &DatabaseUrl) -> bool {
    let Some(address) = database.loopback() else {
        return false;
    };
    match timeout(PATIENCE, TcpStream::connect(address)).await {
        Ok(Err(error)) => error.kind() == io::ErrorKind::ConnectionRefused,
        Ok(Ok(_)) | Err(_) => false,
    }
}

impl Observer for Refusals {
    fn see(&self, record: &Record) {
        match &record.event {
            Event::Log {
                slug,
                message: text,
                ..
            }
            | Event::BootFailure {
                slug,
                message: text,
                ..
            }
            | Event::Crash {
                slug,
                message: text,
                ..
            } if text.contains(REFUSED) => self.hear(slug, text),
            _ => {}
        }
    }
}

fn lock<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Tells it; `is_certain` when the function named the database's address.
fn tell(events: &Sink, slug: &str, database: &DatabaseUrl, is_certain: bool) {
    let variable = EnvVars::FX_DB_URL;
    let hint = match database.source() {
        DatabaseSource::Variable => format!("start it, or correct `{variable}`"),
        DatabaseSource::OwnFile => "start it, or correct `db_url` in `supabase/fx.toml`".to_owned(),
        DatabaseSource::Port => format!(
            "start the stack with `supabase start` (`[db].port` in `supabase/config.toml` is its port), or name another database in `{variable}` or in `db_url` of `supabase/fx.toml`"
        ),
    };
    let message = match is_certain {
        true => format!(
            "nothing listens at {database}, the database of `SUPABASE_DB_URL`, to which function `{slug}` connects"
        ),
        false => format!(
            "a connection of function `{slug}` was refused; if it was meant for the database of `SUPABASE_DB_URL`: nothing listens at {database}"
        ),
    };
    events.send(Event::Warning {
        message,
        hint: Some(hint),
    });
}

/// The addresses with ports that a text names.
fn addresses(text: &str) -> impl Iterator<Item = (IpAddr, u16)> {
    let is_part = |c: char| c.is_ascii_hexdigit() || matches!(c, '.' | ':' | '[' | ']');
    text.split(move |c: char| !is_part(c)).filter_map(|word| {
        let (address, port) = word.trim_end_matches(['.', ':']).rsplit_once(':')?;
        let address = address.trim_matches(['[', ']']).parse().ok()?;
        Some((address, port.parse().ok()?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_found_as_drivers_write_them() {
        let found = |text: &str| addresses(text).collect::<Vec<_>>();
        let (v4, v6): (IpAddr, IpAddr) = ("127.0.0.1".parse().unwrap(), "::1".parse().unwrap());
        assert_eq!(
            found("Error: connect ECONNREFUSED 127.0.0.1:54322\n    at x (file:///a/b.ts:28:112)"),
            [(v4, 54322)]
        );
        assert_eq!(
            found("connect ECONNREFUSED ::1:5432, connect ECONNREFUSED [::1]:5433."),
            [(v6, 5432), (v6, 5433)]
        );
        assert_eq!(
            found(
                "ConnectionRefused: Connection refused (os error 111) at index.ts:3:16 code: \"ECONNREFUSED\""
            ),
            []
        );
    }
}
