//! stub
use std::{fmt, time::Duration};
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Slug(String);
impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
#[derive(Debug, Clone)]
pub(crate) struct Limits {
    pub memory_mb: u64,
    pub worker_timeout: Duration,
}
