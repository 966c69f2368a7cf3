//! JSON web tokens of a local project: its default keys, tokens signed with its own keys, and their verification,
//! with these keys or with those that somebody else publishes.
//!
//! It owns no cryptography, which is `jsonwebtoken`'s, and knows neither HTTP nor where keys are kept.

mod der;
#[cfg(test)]
pub(crate) mod fixtures;
mod jwk;
mod sign;
mod verify;

pub(crate) use self::{
    jwk::public_jwk,
    sign::{sign_claims_with_jwk, sign_local_key, sign_project_key, sign_with_jwk},
    verify::{Rejection, TokenKey, Verifier},
};
