//! The keys of a login in the browser: an ECDH key pair on P-256, and the token that was encrypted for it.

use aws_lc_rs::{
    aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey},
    agreement::{ECDH_P256, PrivateKey, UnparsedPublicKey, agree},
};

use super::{Error, token::Token};

/// The key pair of one login.
#[derive(Debug)]
pub(crate) struct KeyPair(PrivateKey);

impl KeyPair {
    /// A new pair.
    pub(crate) fn generate() -> Result<Self, Error> {
        PrivateKey::generate(&ECDH_P256)
            .map(Self)
            .map_err(|_| Error::Undecipherable)
    }

    /// The public half, uncompressed, in hexadecimal.
    pub(crate) fn public_key(&self) -> Result<String, Error> {
        let key = self
            .0
            .compute_public_key()
            .map_err(|_| Error::Undecipherable)?;
        Ok(key
            .as_ref()
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect())
    }

    /// The token in what the server answered; all hexadecimal, the tag at the end of `token`.
    pub(crate) fn decrypt(
        &self,
        token: &str,
        public_key: &str,
        nonce: &str,
    ) -> Result<Token, Error> {
        let wrong = || Error::Undecipherable;
        let peer = UnparsedPublicKey::new(&ECDH_P256, unhex(public_key).ok_or_else(wrong)?);
        let nonce = unhex(nonce).ok_or_else(wrong)?;
        let nonce = Nonce::try_assume_unique_for_key(&nonce).map_err(|_| wrong())?;
        let mut sealed = unhex(token).ok_or_else(wrong)?;
        let key = agree(&self.0, peer, wrong(), |shared| {
            UnboundKey::new(&AES_256_GCM, shared).map_err(|_| Error::Undecipherable)
        })?;
        let opened = LessSafeKey::new(key).open_in_place(nonce, Aad::empty(), &mut sealed);
        let opened = opened.map_err(|_| wrong())?;
        let text = std::str::from_utf8(opened).map_err(|_| wrong())?;
        Token::parse(text, "the answer to the login")
    }
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let pairs = text.as_bytes().chunks(2);
    pairs
        .map(|pair| match pair {
            [_, _] => u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok(),
            _ => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    #[test]
    fn what_was_encrypted_for_the_pair_is_read_and_nothing_else() {
        let ours = KeyPair::generate().unwrap();
        let theirs = PrivateKey::generate(&ECDH_P256).unwrap();
        let peer = UnparsedPublicKey::new(&ECDH_P256, unhex(&ours.public_key().unwrap()).unwrap());
        let key = agree(&theirs, peer, (), |shared| {
            Ok(UnboundKey::new(&AES_256_GCM, shared).unwrap())
        })
        .unwrap();
        let text = "sbp_0123456789abcdef0123456789abcdef01234567";
        let mut sealed = text.as_bytes().to_vec();
        let nonce = [7; 12];
        LessSafeKey::new(key)
            .seal_in_place_append_tag(
                Nonce::assume_unique_for_key(nonce),
                Aad::empty(),
                &mut sealed,
            )
            .unwrap();
        let public = hex(theirs.compute_public_key().unwrap().as_ref());
        let token = ours.decrypt(&hex(&sealed), &public, &hex(&nonce)).unwrap();
        assert_eq!(token.expose(), text);
        sealed[0] ^= 1;
        for (token, key) in [
            (hex(&sealed), public.clone()),
            (String::new(), public),
            ("x".into(), "é".into()),
        ] {
            let error = ours.decrypt(&token, &key, &hex(&nonce)).unwrap_err();
            assert!(matches!(error, Error::Undecipherable));
        }
    }
}
