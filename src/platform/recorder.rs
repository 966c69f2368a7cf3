//! [`Recorder`]: where what happens to functions is kept.

use async_trait::async_trait;

use crate::{api_types::ProjectRef, events};

/// Keeps what happens to functions: what they log, how requests ended, boots and ends of workers.
#[async_trait]
pub(crate) trait Recorder: Send + Sync + 'static {
    /// Something happened. Requests and workers wait for this, so it must not block.
    fn record(&self, project: &ProjectRef, record: &events::Record);
    /// Waits until what happened so far is kept.
    async fn flush(&self);
}
