//! [`Refusals`]: a function that finds no database, from what it writes about it.
//!
//! Drivers say `ECONNREFUSED` and the address; where the engine itself says it without one, fx tries whether anything
//! listens. Nothing is looked at but what functions log and die of, so requests pay nothing for it.

use std::{
    collections::HashSet,
    net::IpAddr,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::{net::TcpStream, runtime::Handle, time::timeout};

use super::serving::Live;
use crate::{
    env_vars::EnvVars,
    events::{Event, Observer, Record, Sink},
    project::{DatabaseSource, DatabaseUrl},
};

/// What both engines' errors of a connection that was refused have in them.
const REFUSED: &str = "ECONNREFUSED";
/// How long a try may take, which on this machine takes no time.
const PATIENCE: Duration = Duration::from_millis(500);

/// Functions whose database does not listen, each of which is told once per address.
pub(super) struct Refusals {
    live: Arc<Live>,
    told: Arc<Mutex<HashSet<(String, String)>>>,
    events: Sink,
}

impl std::fmt::Debug for Refusals {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Refusals")
    }
}

impl Refusals {
    /// Nothing was refused yet. Warnings go to `events`.
    pub(super) fn new(live: Arc<Live>, events: Sink) -> Self {
        Self {
            live,
            told: Arc::default(),
            events,
        }
    }

    fn hear(&self, slug: &str, text: &str) {
        let database = self.live.with(|serving| serving.database.clone());
        let notice = (slug.to_owned(), database.to_string());
        if lock(&self.told).contains(&notice) {
            return;
        }
        let mut named = addresses(text).peekable();
        if named.peek().is_some() {
            if named.any(|(address, port)| database.may_be_at(address, port)) {
                tell(&self.told, &self.events, notice, &database);
            }
            return;
        }
        drop(named);
        // Without a runtime fx is at its end.
        if let (Some(address), Ok(runtime)) = (database.loopback(), Handle::try_current()) {
            let (told, events) = (Arc::clone(&self.told), self.events.clone());
            runtime.spawn(async move {
                let tried = timeout(PATIENCE, TcpStream::connect(address)).await;
                let is_refused =
                    |error: &std::io::Error| error.kind() == std::io::ErrorKind::ConnectionRefused;
                if tried.is_ok_and(|tried| tried.as_ref().is_err_and(is_refused)) {
                    tell(&told, &events, notice, &database);
                }
            });
        }
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

fn lock(
    told: &Mutex<HashSet<(String, String)>>,
) -> std::sync::MutexGuard<'_, HashSet<(String, String)>> {
    told.lock().unwrap_or_else(PoisonError::into_inner)
}

fn tell(
    told: &Mutex<HashSet<(String, String)>>,
    events: &Sink,
    notice: (String, String),
    database: &DatabaseUrl,
) {
    let slug = notice.0.clone();
    if !lock(told).insert(notice) {
        return;
    }
    let variable = EnvVars::FX_DB_URL;
    let hint = match database.source() {
        DatabaseSource::Variable => format!("start it, or correct `{variable}`"),
        DatabaseSource::OwnFile => "start it, or correct `db_url` in `supabase/fx.toml`".to_owned(),
        DatabaseSource::Port => format!(
            "start the stack with `supabase start` (`[db].port` in `supabase/config.toml` is its port), or name another database in `{variable}` or in `db_url` of `supabase/fx.toml`"
        ),
    };
    events.send(Event::Warning {
        message: format!(
            "nothing listens at {database}, the database of `SUPABASE_DB_URL`, to which function `{slug}` connects"
        ),
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
