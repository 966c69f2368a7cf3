//! Sends secrets in batches, as many at once as the API takes.

use anyhow::Context as _;

use crate::{
    api::{Authenticated, Client},
    api_types::{NewSecret, ProjectRef},
};

/// How many the API takes at once.
const BATCH: usize = 100;

/// Sets the secrets, one batch after the other. An error says how many are set when some are; setting all again is
/// harmless.
pub(crate) async fn set(
    client: &Client<Authenticated>,
    project: &ProjectRef,
    secrets: &[NewSecret],
) -> anyhow::Result<()> {
    for (index, batch) in secrets.chunks(BATCH).enumerate() {
        let sent = client.create_secrets(project, batch).await;
        if index == 0 {
            sent?;
        } else {
            let all = secrets.len();
            let done = index * BATCH;
            sent.with_context(|| format!("{done} of {all} secrets are set, the others are not"))?;
        }
    }
    Ok(())
}
