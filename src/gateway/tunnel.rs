//! Two sockets joined after an upgrade, until either side closes or the worker's time is up.
//!
//! Bytes pass as they are. Of a WebSocket's frames only the lengths are read, for a single purpose: when a worker has
//! to go, its clients get a close frame with code 1012, "service restart", and that must not land inside another frame.

use std::{io, pin::pin, time::Duration};

use futures_util::FutureExt as _;
use hyper::upgrade::Upgraded;
use hyper_util::rt::TokioIo;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _, BufReader, ReadHalf, WriteHalf, copy_buf, split},
    time::sleep,
};

/// A close frame with code 1012 (RFC 6455 §5.5.1 and the registry of close codes).
const SERVICE_RESTART: [u8; 4] = [0x88, 2, 0x03, 0xf4];
/// How long a client may take to be told that its connection ends.
const FAREWELL: Duration = Duration::from_secs(1);
/// Small, for there may be thousands of tunnels that wait.
const BUFFER: usize = 4 * 1024;

type Socket = TokioIo<Upgraded>;

/// Passes bytes in both directions until either side ends, or until `cut` resolves.
pub(super) async fn join(
    client: Upgraded,
    worker: Upgraded,
    is_websocket: bool,
    cut: impl Future<Output = ()>,
) {
    let (from_client, to_client) = split(TokioIo::new(client));
    let mut from_client = BufReader::with_capacity(BUFFER, from_client);
    let (from_worker, mut to_worker) = split(TokioIo::new(worker));
    let forth = async {
        let copied = copy_buf(&mut from_client, &mut to_worker).await;
        // The other direction shows the end of a worker that is gone.
        let _ = to_worker.shutdown().await;
        copied
    };
    let cut = cut.shared();
    // A client that takes nothing is not waited for.
    let overdue = async {
        cut.clone().await;
        sleep(FAREWELL).await;
    };
    let back = pass_back(from_worker, to_client, is_websocket, cut.clone());
    let (mut forth, mut back) = (pin!(forth), pin!(back));
    // Either side may break off; the other one then sees the end.
    let both = async {
        tokio::select! {
            _ = &mut back => {}
            copied = &mut forth => if copied.is_ok() {
                let _ = back.await;
            }
        }
    };
    tokio::select! {
        () = overdue => {}
        () = both => {}
    }
}

async fn pass_back(
    mut worker: ReadHalf<Socket>,
    mut client: WriteHalf<Socket>,
    is_websocket: bool,
    cut: impl Future<Output = ()>,
) -> io::Result<()> {
    let mut cut = pin!(cut);
    let mut frames = Frames::default();
    let mut buffer = vec![0; BUFFER];
    let mut is_cut = false;
    while !(is_cut && frames.at_boundary()) {
        tokio::select! {
            count = worker.read(&mut buffer) => {
                let bytes = &buffer[..count?];
                if bytes.is_empty() {
                    return client.shutdown().await;
                }
                if is_websocket {
                    frames.pass(bytes);
                }
                client.write_all(bytes).await?;
            }
            () = &mut cut, if !is_cut => is_cut = true,
        }
    }
    if is_websocket {
        client.write_all(&SERVICE_RESTART).await?;
    }
    client.shutdown().await
}

/// Where one frame ends and the next begins (RFC 6455 §5.2).
#[derive(Debug, Default)]
struct Frames {
    /// The bytes of a header that is not complete.
    header: Vec<u8>,
    /// How much of the payload has not passed.
    payload: u64,
}

impl Frames {
    fn at_boundary(&self) -> bool {
        self.header.is_empty() && self.payload == 0
    }

    fn pass(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty() {
            if self.payload > 0 {
                let length = usize::try_from(self.payload).unwrap_or(usize::MAX);
                let passed = length.min(bytes.len());
                self.payload -= passed as u64;
                bytes = &bytes[passed..];
                continue;
            }
            self.header.push(bytes[0]);
            bytes = &bytes[1..];
            if let Some(payload) = payload_length(&self.header) {
                self.payload = payload;
                self.header.clear();
            }
        }
    }
}

/// The length of the payload that a header announces; `None` while the header is not complete.
fn payload_length(header: &[u8]) -> Option<u64> {
    let second = *header.get(1)?;
    let extra = match second & 0x7f {
        126 => 2,
        127 => 8,
        _ => 0,
    };
    let mask = if second & 0x80 == 0 { 0 } else { 4 };
    if header.len() < 2 + extra + mask {
        return None;
    }
    let length = header[2..2 + extra].iter();
    Some(match extra {
        0 => u64::from(second & 0x7f),
        _ => length.fold(0, |length, byte| length << 8 | u64::from(*byte)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An unmasked binary frame.
    fn frame(length: usize) -> Vec<u8> {
        let mut bytes = vec![0x82];
        match length {
            0..126 => bytes.push(u8::try_from(length).unwrap()),
            126..65536 => {
                bytes.push(126);
                bytes.extend(u16::try_from(length).unwrap().to_be_bytes());
            }
            _ => {
                bytes.push(127);
                bytes.extend((length as u64).to_be_bytes());
            }
        }
        bytes.resize(bytes.len() + length, 7);
        bytes
    }

    #[test]
    fn boundaries_are_found_however_the_bytes_come() {
        let lengths = [0, 1, 125, 126, 300, 65535, 65536, 70000];
        let all: Vec<Vec<u8>> = lengths.iter().map(|length| frame(*length)).collect();
        let (bytes, mut ends) = (all.concat(), Vec::new());
        for frame in &all {
            ends.push(ends.last().copied().unwrap_or(0) + frame.len());
        }
        for step in [1, 2, 3, 1000, bytes.len()] {
            let (mut frames, mut passed) = (Frames::default(), 0);
            for piece in bytes.chunks(step) {
                frames.pass(piece);
                passed += piece.len();
                assert_eq!(
                    frames.at_boundary(),
                    ends.contains(&passed),
                    "after {passed} bytes in steps of {step}"
                );
            }
        }
    }

    #[test]
    fn masked_frames_have_a_longer_header() {
        let mut frames = Frames::default();
        frames.pass(&[0x81, 0x82, 1, 2, 3, 4, 9]);
        assert!(!frames.at_boundary());
        frames.pass(&[9]);
        assert!(frames.at_boundary());
    }
}
