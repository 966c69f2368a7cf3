//! The records that the bootstrap writes to stdout, told apart from what the function writes there itself.
//!
//! A record is RS, the worker's nonce, JSON, LF. The function does not know the nonce, so it cannot forge a record; a
//! line without it is plain output.

use std::sync::Arc;

use serde::{Deserialize, Deserializer};
use tokio::io::{AsyncRead, AsyncReadExt as _};

use super::caller::is_request_id;
use crate::events::Level;

/// Longest line in bytes; what exceeds it is passed on in pieces.
const MAX_LINE: usize = 512 * 1024;

/// What the bootstrap reports. The protocol is described at the head of `bootstrap.js`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(tag = "type", rename_all = "lowercase")]
pub(super) enum Record {
    /// The function listens.
    Listening,
    /// The function's main module was evaluated to its end.
    Loaded,
    /// The function logged.
    Log {
        level: Level,
        message: String,
        #[serde(default, deserialize_with = "request_id")]
        request: Option<Arc<str>>,
    },
    /// `EdgeRuntime.waitUntil`: how many promises are unsettled.
    Background { pending: u32 },
    /// Nobody caught an error; unless the function prevents it, the process ends next.
    Uncaught {
        message: String,
        #[serde(default, deserialize_with = "request_id")]
        request: Option<Arc<str>>,
    },
    /// The function prevented that.
    Survived,
    /// `beforeunload` was dispatched.
    Unloaded,
    /// The answer to a probe.
    Alive,
    /// A request failed because it was refused memory.
    Exhausted,
    /// It waits for a debugger.
    Waiting,
    /// The engine has loaded what `node:` modules need.
    Node,
    /// The ids of requests are wanted, and hidden from the function. It says so before it listens.
    Follows,
}

/// The id of the request that the code worked for. What is none is not believed; the rest of the record is.
fn request_id<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Arc<str>>, D::Error> {
    let given = serde_json::Value::deserialize(deserializer)?;
    let id = given.as_str().filter(|text| is_request_id(text));
    Ok(id.map(Arc::from))
}

/// A line of stdout.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// From the bootstrap.
    Record(Record),
    /// From the function.
    Text(String),
}

/// Tells records and text apart for one worker.
#[derive(Debug, Clone)]
pub(super) struct Parser {
    prefix: String,
}

impl Parser {
    /// A parser for the worker that was given `nonce`.
    pub(super) fn new(nonce: &str) -> Self {
        Self {
            prefix: format!("\x1e{nonce}"),
        }
    }

    /// What a line, without its LF, means.
    pub(super) fn parse(&self, line: &[u8]) -> Line {
        let record = line
            .strip_prefix(self.prefix.as_bytes())
            .and_then(|json| serde_json::from_slice(json).ok());
        match record {
            Some(record) => Line::Record(record),
            None => Line::Text(String::from_utf8_lossy(line).into_owned()),
        }
    }
}

/// Splits a stream into lines of bounded length.
#[derive(Debug)]
pub(super) struct Lines<R> {
    input: R,
    buffer: Vec<u8>,
    start: usize,
    scanned: usize,
}

/// How many bytes are read at once of a stream that is silent most of the time, as those of most workers are.
const FEW: usize = 1024;
/// How many bytes are read at once of others.
const MANY: usize = 16 * 1024;

impl<R: AsyncRead + Unpin> Lines<R> {
    /// Lines of `input`.
    pub(super) fn new(input: R) -> Self {
        Self {
            input,
            buffer: Vec::with_capacity(FEW),
            start: 0,
            scanned: 0,
        }
    }

    /// The next line without its LF, or `None` at the end of the stream or when it broke.
    pub(super) async fn next(&mut self) -> Option<Vec<u8>> {
        loop {
            if let Some(offset) = self.buffer[self.scanned..]
                .iter()
                .position(|byte| *byte == b'\n')
            {
                return Some(self.take(self.scanned + offset, 1));
            }
            self.scanned = self.buffer.len();
            if self.buffer.len() - self.start >= MAX_LINE {
                return Some(self.take(self.buffer.len(), 0));
            }
            self.buffer.drain(..self.start);
            self.scanned -= self.start;
            self.start = 0;
            let room = self.buffer.capacity() - self.buffer.len();
            let read = self.input.read_buf(&mut self.buffer).await.unwrap_or(0);
            if read == room {
                self.buffer.reserve(MANY);
            }
            if read == 0 {
                let rest = self.take(self.buffer.len(), 0);
                return (!rest.is_empty()).then_some(rest);
            }
        }
    }

    fn take(&mut self, end: usize, skip: usize) -> Vec<u8> {
        let line = self.buffer[self.start..end].to_vec();
        self.start = end + skip;
        self.scanned = self.start;
        line
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[tokio::test]
    async fn lines_are_split_and_bounded() {
        let long = "x".repeat(MAX_LINE + 10);
        let input = format!("one\n\ntwo\n{long}\nlast");
        let mut lines = Lines::new(input.as_bytes());
        let mut sizes = Vec::new();
        while let Some(line) = lines.next().await {
            sizes.push(line.len());
        }
        assert_eq!(sizes[..3], [3, 0, 3]);
        assert_eq!(sizes[3..].iter().sum::<usize>(), long.len() + "last".len());
        assert!(sizes.iter().all(|size| *size <= MAX_LINE + 64 * 1024));
    }

    #[test]
    fn only_lines_with_the_nonce_are_records() {
        let parser = Parser::new("abc");
        let record =
            parser.parse(b"\x1eabc{\"type\":\"log\",\"level\":\"error\",\"message\":\"m\"}");
        let log = |request: Option<&str>| {
            Line::Record(Record::Log {
                level: Level::Error,
                message: "m".to_owned(),
                request: request.map(Arc::from),
            })
        };
        assert_eq!(record, log(None));
        let id = "00000000-0000-4000-8000-000000000001";
        for (given, believed) in [
            (json!(id), Some(id)),
            (json!("x"), None),
            (json!([1]), None),
        ] {
            let record =
                json!({ "type": "log", "level": "error", "message": "m", "request": given });
            let found = parser.parse(format!("\x1eabc{record}").as_bytes());
            assert_eq!(found, log(believed), "{record}");
        }
        let forged = "\x1exyz{\"type\":\"listening\"}";
        assert_eq!(
            parser.parse(forged.as_bytes()),
            Line::Text(forged.to_owned())
        );
    }
}
