//! [`Vault`]: values encrypted for the state, with a key that lies elsewhere.
//!
//! AES-256-GCM with a random nonce before each value. What a value belongs to is authenticated with it, so that a value
//! copied to another place of the database does not open there.

use std::{
    fmt,
    io::ErrorKind,
    path::{Path, PathBuf},
};

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use base64::{Engine as _, engine::general_purpose::STANDARD};

use super::names;
use crate::{diagnostics::Hint, env_vars::EnvVars, fs, redact::Secret};

/// The bytes of a key.
const KEY_LENGTH: usize = 32;

/// Encrypts and decrypts.
pub(crate) struct Vault(LessSafeKey);

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Vault(***)")
    }
}

/// Why there is no vault, or a value does not open.
#[derive(Debug, thiserror::Error)]
pub(crate) enum VaultError {
    /// The key is not 32 bytes in Base64.
    #[error("{origin} is not a platform key")]
    NotAKey {
        /// Where it came from.
        origin: String,
    },
    /// The key file would be copied with the data.
    #[error("the key file `{}` lies in the data directory", path.display())]
    BesideTheData {
        /// The key file.
        path: PathBuf,
    },
    /// There is data, but not the key that it was made with.
    #[error("the key file `{}` is gone, and there is data that was made with it", path.display())]
    Gone {
        /// The key file.
        path: PathBuf,
    },
    /// The key file cannot be read or written.
    #[error("failed to {action} the key file `{}`", path.display())]
    Io {
        /// What was tried.
        action: &'static str,
        /// The key file.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// The value was encrypted with another key, or was changed.
    #[error("the platform key does not open `{what}`")]
    WrongKey {
        /// The value.
        what: String,
    },
}

impl Hint for VaultError {
    fn hints(&self) -> Vec<String> {
        let variable = EnvVars::FX_PLATFORM_KEY;
        match self {
            Self::NotAKey { .. } => vec![format!(
                "a key is 32 bytes in Base64; make one with `openssl rand -base64 32` and give it in a file with `--key-file`, or as `{variable}`"
            )],
            Self::BesideTheData { .. } => vec![
                "whoever copies the data would have the key with it: move the file elsewhere and name it with `--key-file`".to_owned(),
            ],
            Self::Io { .. } => vec![format!(
                "name another file with `--key-file`, or give the key as `{variable}`"
            )],
            Self::Gone { .. } | Self::WrongKey { .. } => vec![format!(
                "start the platform with the key that its data was made with (`--key-file`, `{variable}`)"
            )],
        }
    }
}

impl Vault {
    /// A vault with the key of `FX_PLATFORM_KEY`.
    pub(crate) fn from_text(text: &Secret<String>, origin: &str) -> Result<Self, VaultError> {
        let not_a_key = || VaultError::NotAKey {
            origin: origin.to_owned(),
        };
        let bytes = STANDARD
            .decode(text.expose().trim())
            .map_err(|_| not_a_key())?;
        if bytes.len() != KEY_LENGTH {
            return Err(not_a_key());
        }
        let key = UnboundKey::new(&AES_256_GCM, &bytes).expect("a key has 32 bytes");
        Ok(Self(LessSafeKey::new(key)))
    }

    /// A vault with the key in `path`, which is made when it is missing. It may not lie in the directory `data`.
    pub(crate) fn from_file(path: &Path, data: &Path) -> Result<Self, VaultError> {
        let failed = |action| {
            let path = path.to_owned();
            move |source| VaultError::Io {
                action,
                path,
                source,
            }
        };
        let directory = path.parent().unwrap_or(Path::new("/"));
        fs::create_private_dir(directory).map_err(failed("make a directory for"))?;
        if lies_in(directory, data) {
            return Err(VaultError::BesideTheData {
                path: path.to_owned(),
            });
        }
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => {
                let text = format!("{}\n", STANDARD.encode(names::random::<KEY_LENGTH>()));
                fs::write_atomic(path, text.as_bytes(), 0o600).map_err(failed("write"))?;
                text
            }
            Err(error) => return Err(failed("read")(error)),
        };
        Self::from_text(&Secret::new(text), &format!("`{}`", path.display()))
    }

    /// Encrypts `value`, which belongs to `what`.
    pub(super) fn seal(&self, what: &str, value: &Secret<String>) -> Vec<u8> {
        let nonce = names::random::<NONCE_LEN>();
        let mut sealed = value.expose().as_bytes().to_vec();
        let unique = Nonce::assume_unique_for_key(nonce);
        self.0
            .seal_in_place_append_tag(unique, Aad::from(what), &mut sealed)
            .expect("values are short");
        [&nonce[..], &sealed].concat()
    }

    /// Decrypts what [`Vault::seal`] made for `what`.
    pub(super) fn open(&self, what: &str, sealed: &[u8]) -> Result<Secret<String>, VaultError> {
        self.try_open(what, sealed)
            .ok_or_else(|| VaultError::WrongKey {
                what: what.to_owned(),
            })
    }

    fn try_open(&self, what: &str, sealed: &[u8]) -> Option<Secret<String>> {
        let (nonce, sealed) = sealed.split_at_checked(NONCE_LEN)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let mut buffer = sealed.to_vec();
        let opened = self.0.open_in_place(nonce, Aad::from(what), &mut buffer);
        let text = String::from_utf8(opened.ok()?.to_vec()).ok()?;
        Some(Secret::new(text))
    }
}

/// Whether `directory` is `data` or below it, symbolic links followed.
fn lies_in(directory: &Path, data: &Path) -> bool {
    let real = |path: &Path| std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    real(directory).starts_with(real(data))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_opens_where_it_belongs_and_with_its_key_only() {
        let place = tempfile::tempdir().unwrap();
        let data = place.path().join("data");
        let vault = Vault::from_file(&place.path().join("key"), &data).unwrap();
        let sealed = vault.seal("a/KEY", &Secret::new("value".to_owned()));
        assert!(!sealed.windows(5).any(|part| part == b"value"));
        assert_eq!(vault.open("a/KEY", &sealed).unwrap().expose(), "value");
        assert!(vault.open("b/KEY", &sealed).is_err());
        assert!(vault.open("a/KEY", &sealed[..5]).is_err());
        let again = Vault::from_file(&place.path().join("key"), &data).unwrap();
        assert_eq!(again.open("a/KEY", &sealed).unwrap().expose(), "value");
        let other = Vault::from_file(&place.path().join("other"), &data).unwrap();
        assert!(other.open("a/KEY", &sealed).is_err());
    }

    #[test]
    fn the_key_is_not_kept_with_the_data() {
        let data = tempfile::tempdir().unwrap();
        let refused = Vault::from_file(&data.path().join("keys/key"), data.path());
        assert!(matches!(refused, Err(VaultError::BesideTheData { .. })));
    }
}
