//! [`body_within`]: small bodies of answers, read whole and never past a limit.
//!
//! Large ones are streamed by whoever downloads them.

use reqwest::Response;

/// Why a body was not read.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BodyError {
    /// There is more of it than is read.
    #[error("the answer is larger than {max} bytes")]
    TooLarge {
        /// The limit.
        max: usize,
    },
    /// It ended early, or is encoded wrongly.
    #[error("the answer broke off")]
    Broken(#[source] reqwest::Error),
}

/// The body of an answer, of which no more than `max` bytes are held.
pub(crate) async fn body_within(mut response: Response, max: usize) -> Result<Vec<u8>, BodyError> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(BodyError::Broken)? {
        if body.len() + chunk.len() > max {
            return Err(BodyError::TooLarge { max });
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}
