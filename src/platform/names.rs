//! Names that must not be guessed or must not collide: project refs, tokens, keys, ids; and their digests.

use std::fmt::Write as _;

use aws_lc_rs::rand;
use sha2::{Digest as _, Sha256};

use crate::{api_types::ProjectRef, redact::Secret};

/// Random bytes of the system.
pub(super) fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    rand::fill(&mut bytes).expect("the system has randomness");
    bytes
}

/// A new project ref.
pub(super) fn project_ref() -> ProjectRef {
    let letters = random::<20>().map(|byte| char::from(b'a' + byte % 26));
    let text = String::from_iter(letters);
    text.parse().expect("it is twenty small letters")
}

/// A new access token: `sbp_` and 40 hexadecimal digits, as the clients check.
pub(super) fn access_token() -> Secret<String> {
    Secret::new(format!("sbp_{}", hexadecimal(&random::<20>())))
}

/// Text of `N` random bytes.
pub(super) fn random_text<const N: usize>() -> String {
    hexadecimal(&random::<N>())
}

/// A new id.
pub(super) fn id() -> String {
    uuid::Uuid::new_v4().to_string()
}

/// The SHA-256 of `bytes`, in hexadecimal.
pub(super) fn digest(bytes: impl AsRef<[u8]>) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

/// Bytes as hexadecimal digits.
pub(super) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("a string takes everything");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_and_refs_have_the_form_that_clients_check() {
        let token = access_token();
        let digits = token.expose().strip_prefix("sbp_").unwrap();
        assert!(digits.len() == 40 && digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
        assert_ne!(project_ref(), project_ref());
        assert_eq!(digest("abc")[..8], *"ba7816bf");
    }
}
