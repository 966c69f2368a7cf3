//! [`Parts`]: the frame for uploads, with what functions share compressed once.
//!
//! Packages are nearly all of a bundle, and compressing them is nearly all of the work. So a file with packages is three
//! Brotli streams that are joined to one: what comes before the packages, the packages, and what follows. The second
//! depends on nothing but the packages, and is kept. Where the cuts are depends on the file alone, so its bytes do, too.

use std::{
    collections::HashMap,
    ops::Range,
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

use brotli::{
    concat::{BroCatli, BroCatliResult},
    enc::BrotliEncoderParams,
};
use sha2::{Digest as _, Sha256};

use super::ezbr::{self, MAGIC};

/// Fewer bytes than this are compressed better together with the rest.
const WORTH_KEEPING: usize = 64 * 1024;

/// Streams that were made, by the digest of their content, for every function of this process.
#[derive(Debug, Default)]
pub(crate) struct Parts {
    streams: Mutex<HashMap<[u8; 32], Slot>>,
}

/// Where one stream will be.
type Slot = Arc<OnceLock<Vec<u8>>>;

impl Parts {
    /// The frame around `eszip`. Other functions are likely to have the bytes of `shared`, too.
    pub(crate) fn frame(&self, eszip: &[u8], shared: Range<usize>) -> Vec<u8> {
        if shared.len() < WORTH_KEEPING {
            return ezbr::compress(eszip);
        }
        let slot = self.slot(&eszip[shared.clone()]);
        let packages = slot.get_or_init(|| stream(&eszip[shared.clone()], &continuing()));
        let before = stream(&eszip[..shared.start], &beginning());
        let after = stream(&eszip[shared.end..], &continuing());
        let mut framed = MAGIC.to_vec();
        join(&[&before, packages, &after], &mut framed);
        framed
    }

    fn slot(&self, content: &[u8]) -> Slot {
        let digest = Sha256::digest(content).into();
        let mut streams = self.streams.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(streams.entry(digest).or_default())
    }
}

/// How to make a stream that others follow.
fn beginning() -> BrotliEncoderParams {
    BrotliEncoderParams {
        appendable: true,
        ..ezbr::params()
    }
}

/// How to make a stream that also follows another.
fn continuing() -> BrotliEncoderParams {
    BrotliEncoderParams {
        catable: true,
        ..ezbr::params()
    }
}

fn stream(content: &[u8], params: &BrotliEncoderParams) -> Vec<u8> {
    let mut compressed = Vec::new();
    ezbr::encode(content, params, &mut compressed);
    compressed
}

/// Makes one stream of several.
fn join(streams: &[&[u8]], joined: &mut Vec<u8>) {
    let mut joiner = BroCatli::new();
    for stream in streams {
        joiner.new_brotli_file();
        let mut read = 0;
        grow(joined, stream.len(), |out, written| {
            joiner.stream(stream, &mut read, out, written)
        });
    }
    grow(joined, 0, |out, written| joiner.finish(out, written));
}

/// Calls `step` with room for `expected` bytes until it needs no more.
fn grow(
    bytes: &mut Vec<u8>,
    expected: usize,
    mut step: impl FnMut(&mut [u8], &mut usize) -> BroCatliResult,
) {
    /// What joining adds to a stream, at the most.
    const SEAM: usize = 64;

    let mut written = bytes.len();
    loop {
        bytes.resize(written + expected + SEAM, 0);
        match step(bytes, &mut written) {
            BroCatliResult::NeedsMoreOutput => {}
            BroCatliResult::NeedsMoreInput | BroCatliResult::Success => break,
            BroCatliResult::BrotliFileNotCraftedForAppend
            | BroCatliResult::BrotliFileNotCraftedForConcatenation
            | BroCatliResult::InvalidWindowSize
            | BroCatliResult::WindowSizeLargerThanPreviousFile => {
                unreachable!("the streams are made to be joined")
            }
        }
    }
    bytes.truncate(written);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(from: u32, count: u32) -> Vec<u8> {
        let numbers = from..from + count;
        numbers.flat_map(|n| (n / 7).to_be_bytes()).collect()
    }

    fn content_of(framed: &[u8]) -> Vec<u8> {
        let mut content = Vec::new();
        brotli::BrotliDecompress(&mut &framed[MAGIC.len()..], &mut content).unwrap();
        content
    }

    #[test]
    fn joined_streams_hold_what_was_cut() {
        let shared = numbers(0, 100_000);
        let ends: [Vec<u8>; 4] = [Vec::new(), vec![1], vec![1, 2, 3], numbers(7, 50_000)];
        let parts = Parts::default();
        for before in &ends {
            for after in &ends {
                let eszip = [&before[..], &shared, after].concat();
                let range = before.len()..before.len() + shared.len();
                let framed = parts.frame(&eszip, range.clone());
                assert!(
                    content_of(&framed) == eszip,
                    "{} {}",
                    before.len(),
                    after.len()
                );
                assert_eq!(framed, Parts::default().frame(&eszip, range));
            }
        }
        assert_eq!(parts.streams.lock().unwrap().len(), 1);
    }

    #[test]
    fn little_is_not_cut() {
        let eszip = numbers(0, 1000);
        let framed = Parts::default().frame(&eszip, 100..200);
        assert_eq!(framed, ezbr::compress(&eszip));
    }
}
