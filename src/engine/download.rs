//! Gets a tarball onto the disk, hashed as it streams, with a few tries and bounded in size and patience.

use std::{path::Path, time::Duration};

use reqwest::{Client, Response, header};
use sha2::{Digest as _, Sha512 as Hasher};
use tokio::{
    fs::File,
    io::{AsyncWriteExt as _, BufWriter},
    time::timeout,
};

use super::{Error, Event, Release, Reporter, registry::Source, release::Sha512};
use crate::redact::SafeUrl;

/// The engine's packages have 35 to 45 MB.
const MAX_BYTES: u64 = 200_000_000;

/// How long and how often a download is tried.
#[derive(Debug, Clone, Copy)]
pub(super) struct Patience {
    /// How many tries there are.
    pub(super) tries: u32,
    /// The pause after the first one; it triples.
    pub(super) pause: Duration,
    /// How long nothing may arrive.
    pub(super) stall: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            tries: 3,
            pause: Duration::from_millis(300),
            stall: Duration::from_secs(30),
        }
    }
}

/// One download.
pub(super) struct Download<'a> {
    pub(super) client: &'a Client,
    pub(super) source: &'a Source,
    pub(super) release: &'a Release,
    pub(super) patience: Patience,
    pub(super) reporter: &'a dyn Reporter,
}

impl Download<'_> {
    /// Writes the tarball to `path`. It is the pinned one, or this fails.
    pub(super) async fn run(&self, path: &Path) -> Result<(), Error> {
        let computed = self.fetch(path).await?;
        let expected = self.release.integrity;
        if computed != expected {
            return Err(Error::Integrity {
                url: self.url(),
                expected: expected.into(),
                computed: computed.into(),
            });
        }
        Ok(())
    }

    async fn fetch(&self, path: &Path) -> Result<Sha512, Error> {
        let mut pause = self.patience.pause;
        for _ in 1..self.patience.tries {
            match self.attempt(path).await {
                Err(error) if error.is_transient() => {
                    let error = &error;
                    self.reporter.report(Event::Retrying { error, pause });
                    tokio::time::sleep(pause).await;
                    pause *= 3;
                }
                ended => return ended,
            }
        }
        self.attempt(path).await
    }

    async fn attempt(&self, path: &Path) -> Result<Sha512, Error> {
        let response = self.request().await?;
        let total = response.content_length();
        if total.is_some_and(|total| total > MAX_BYTES) {
            return Err(self.too_large());
        }
        let release = self.release;
        self.reporter.report(Event::Downloading { release, total });
        self.store(response, path).await
    }

    async fn request(&self) -> Result<Response, Error> {
        let mut request = self
            .client
            .get(self.source.url.clone())
            // The tarball is compressed already, and its length is wanted for the progress bar.
            .header(header::ACCEPT_ENCODING, "identity");
        if let Some(authorization) = &self.source.authorization {
            request = request.header(header::AUTHORIZATION, authorization.expose());
        }
        let response = self.arrives(request.send()).await?;
        if !response.status().is_success() {
            return Err(Error::Status {
                url: self.url(),
                status: response.status(),
            });
        }
        Ok(response)
    }

    async fn store(&self, mut response: Response, path: &Path) -> Result<Sha512, Error> {
        let written = |error| Error::io("write", path)(error);
        // Created here and now: a creation in the background could outlive us, and land in a directory being removed.
        let file = std::fs::File::create(path).map_err(written)?;
        let mut file = BufWriter::with_capacity(1 << 20, File::from_std(file));
        let mut hasher = Hasher::new();
        let mut received = 0;
        while let Some(chunk) = self.arrives(response.chunk()).await? {
            received += chunk.len() as u64;
            if received > MAX_BYTES {
                return Err(self.too_large());
            }
            hasher.update(&chunk);
            file.write_all(&chunk).await.map_err(written)?;
            self.reporter.report(Event::Received(chunk.len() as u64));
        }
        file.flush().await.map_err(written)?;
        Ok(Sha512(hasher.finalize().into()))
    }

    /// What `step` gives, unless the network fails or is silent for too long.
    async fn arrives<T>(
        &self,
        step: impl Future<Output = Result<T, reqwest::Error>>,
    ) -> Result<T, Error> {
        let after = self.patience.stall;
        match timeout(after, step).await {
            Ok(Ok(value)) => Ok(value),
            Ok(Err(source)) => Err(Error::Network {
                url: self.url(),
                source: source.without_url(),
            }),
            Err(_) => Err(Error::Stalled {
                url: self.url(),
                after,
            }),
        }
    }

    fn too_large(&self) -> Error {
        Error::TooLarge {
            url: self.url(),
            limit: MAX_BYTES,
        }
    }

    fn url(&self) -> SafeUrl {
        self.source.url.clone().into()
    }
}
