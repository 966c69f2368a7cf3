//! Where the services of the project are when a session begins, and the question whether that is right.

use std::path::Path;

use anyhow::Context as _;
use url::Url;

use super::settings::{ServeError, Settings, names_stack};
use crate::{
    dev::{ConfirmedPorts, Found, LocalKeys, Located, Probe, Stack, Start, locate},
    diagnostics::Warning,
    dirs::Dirs,
    output::{Format, Printer, Verbosity},
    project::Upstream,
};

/// What is needed to find them.
pub(super) struct Services<'a> {
    pub(super) settings: &'a Settings,
    pub(super) dirs: &'a Dirs,
    pub(super) printer: Printer,
    pub(super) ca_cert: Option<&'a Path>,
    /// `--yes`.
    pub(super) yes: bool,
}

impl Services<'_> {
    /// Finds them, and with that the port that is left to fx.
    pub(super) async fn locate(&self) -> anyhow::Result<Located> {
        let located = self.look(self.settings.is_stack_confirmed).await;
        let Found::Unconfirmed(url) = &located.found else {
            return Ok(located);
        };
        if self.yes || self.is_right(url).await? {
            if !self.yes {
                self.confirm();
            }
            return Ok(self.look(true).await);
        }
        let url = url.origin().ascii_serialization();
        if self.settings.port.is_none() {
            return Err(ServeError::UnconfirmedStack { url }.into());
        }
        let text = format!(
            "the stack at {url}, which `[api].port` names, is not used: it is not confirmed as this project's"
        );
        let hint = format!("confirm it once with `--upstream {url}`");
        self.printer.warn(&Warning::new(text).with_hint(hint));
        Ok(located)
    }

    /// What the session begins with when fx listens at `own_port`.
    pub(super) fn start(
        self,
        located: Located,
        own_port: u16,
        keys: &LocalKeys,
    ) -> Result<Start, ServeError> {
        self.warn_of_clear_text();
        if self.settings.upstream.loopback_port() == Some(own_port) {
            return Err(ServeError::OwnUpstream { port: own_port });
        }
        let flag = self.settings.upstream_flag.as_ref();
        if flag.is_some_and(|flag| names_stack(flag, self.settings.stack_port)) {
            self.confirm();
        }
        Ok(Start {
            stack: self.stack(matches!(located.found, Found::Stack(_))),
            found: located.found,
            own_port,
            flag: self.settings.upstream_flag.clone(),
            ca_cert: self.ca_cert.map(Path::to_owned),
            anon_key: keys.anon.clone(),
            tells_all: self.printer.format() == Format::StreamJson
                || self.printer.verbosity() == Verbosity::Verbose,
        })
    }

    /// Keys and tokens that go to another machine can be read on the way.
    fn warn_of_clear_text(&self) {
        let Upstream::At(url) = &self.settings.upstream else {
            return;
        };
        if url.scheme() == "http" && self.settings.upstream.loopback_port().is_none() {
            let origin = url.origin().ascii_serialization();
            let text = format!(
                "keys and tokens go to {origin} in clear text, which others on the way can read"
            );
            let hint = "give `--upstream` the `https://` address, if there is one";
            self.printer.warn(&Warning::new(text).with_hint(hint));
        }
    }

    async fn look(&self, is_confirmed: bool) -> Located {
        let probe = Probe {
            ca_cert: self.ca_cert,
        };
        locate(&self.settings.upstream, self.stack(is_confirmed), &probe).await
    }

    fn stack(&self, is_confirmed: bool) -> Stack {
        Stack {
            port: self.settings.stack_port,
            is_confirmed: is_confirmed || self.settings.is_stack_confirmed,
        }
    }

    /// Asks whether the stack at `url` is the project's.
    async fn is_right(&self, url: &Url) -> anyhow::Result<bool> {
        if !self.printer.can_ask() {
            return Ok(false);
        }
        let printer = self.printer;
        let question = format!(
            "A stack answers at {}, which this project's configuration names. May functions send their keys there?",
            url.origin().ascii_serialization()
        );
        let asked = tokio::task::spawn_blocking(move || printer.ask(&question)).await;
        asked
            .context("failed to ask")?
            .context("failed to read the answer")
    }

    fn confirm(&self) {
        let root = self.settings.catalog.project.root();
        let ports = ConfirmedPorts::new(&self.dirs.state);
        if let Err(error) = ports.confirm(root, self.settings.stack_port) {
            let text = format!("failed to note that the stack is the project's: {error}");
            self.printer
                .warn(&Warning::new(text).with_hint("fx will not know it the next time"));
        }
    }
}
