//! [`Recorder`]: where what happens to functions is kept.

use crate::{api_types::ProjectRef, events};

/// Keeps what happens to functions: what they log, how requests ended, boots and ends of workers.
pub(crate) trait Recorder: Send + Sync + 'static {
    /// Something happened. Requests and workers wait for this, so it must not block.
    fn record(&self, project: &ProjectRef, record: &events::Record);
}
