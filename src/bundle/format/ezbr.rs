//! EZBR, the frame that uploads have: four bytes, then one Brotli stream of the ESZip file.
//!
//! Source: `pkg/function/bundle.go` of the Supabase CLI. The quality is that of its encoder; the bytes differ from its
//! anyway. Encoder, quality and window are fixed, and one thread does it, so that the same file gives the same bytes.

use std::{
    borrow::Cow,
    io::{self, Read as _},
};

use brotli::enc::BrotliEncoderParams;

use super::error::FormatError;

/// How a compressed bundle begins.
pub(crate) const MAGIC: &[u8; 4] = b"EZBR";

const QUALITY: i32 = 6;
const WINDOW_BITS: i32 = 22;

/// The frame around `eszip`.
pub(crate) fn compress(eszip: &[u8]) -> Vec<u8> {
    let mut framed = MAGIC.to_vec();
    encode(eszip, &params(), &mut framed);
    framed
}

/// How everything is compressed.
pub(super) fn params() -> BrotliEncoderParams {
    BrotliEncoderParams {
        quality: QUALITY,
        lgwin: WINDOW_BITS,
        ..BrotliEncoderParams::default()
    }
}

/// Appends `content` as a stream.
pub(super) fn encode(content: &[u8], params: &BrotliEncoderParams, stream: &mut Vec<u8>) {
    let params = BrotliEncoderParams {
        size_hint: content.len(),
        ..params.clone()
    };
    let mut content = io::Cursor::new(content);
    brotli::BrotliCompress(&mut content, stream, &params)
        .expect("neither a slice nor a vector fails");
}

/// How much is decompressed at a time.
const STEP: usize = 64 * 1024;

/// The ESZip file in `file`, which may have the frame or not. At most `limit` bytes are decompressed.
pub(crate) fn decompress(file: &[u8], limit: u64) -> Result<Cow<'_, [u8]>, FormatError> {
    let Some(stream) = file.strip_prefix(MAGIC) else {
        return Ok(Cow::Borrowed(file));
    };
    let mut stream = brotli::Decompressor::new(stream, STEP);
    let (mut content, mut step) = (Vec::new(), vec![0; STEP]);
    loop {
        let read = stream.read(&mut step);
        let read = read.map_err(|_| FormatError::Compressed {
            bytes: content.len(),
        })?;
        if read == 0 {
            return Ok(Cow::Owned(content));
        }
        if (content.len() + read) as u64 > limit {
            return Err(FormatError::TooLarge { limit });
        }
        grow(&mut content, read, limit);
        content.extend_from_slice(&step[..read]);
    }
}

/// Makes room for `more` bytes: twice as much as there is, but never more than the limit needs.
fn grow(content: &mut Vec<u8>, more: usize, limit: u64) {
    if content.capacity() - content.len() < more {
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let wanted = content.len().max(more).min(limit - content.len());
        content.reserve_exact(wanted);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_framed_comes_out_again() {
        let content: Vec<u8> = (0..100_000_u32)
            .flat_map(|n| (n / 7).to_be_bytes())
            .collect();
        let framed = compress(&content);
        let back = decompress(&framed, content.len() as u64).unwrap();
        assert_eq!((&framed[..4], &*back), (&MAGIC[..], &content[..]));
        assert!(matches!(
            decompress(b"ESZIP", 0),
            Ok(Cow::Borrowed(b"ESZIP"))
        ));
    }

    #[test]
    fn a_bomb_is_left_at_the_limit_and_a_part_is_an_error() {
        let bomb = compress(&vec![0; 10_000_000]);
        assert!(bomb.len() < 100);
        let error = decompress(&bomb, 1_000_000).unwrap_err().to_string();
        insta::assert_snapshot!(error, @"the bundle has more than 1000000 bytes, which is the limit, when it is decompressed");
        let text: Vec<u8> = (0..200_000_u32).flat_map(u32::to_be_bytes).collect();
        let framed = compress(&text);
        for length in [4, 5, framed.len() / 2, framed.len() - 1] {
            let error = decompress(&framed[..length], 1_000_000).unwrap_err();
            assert!(matches!(error, FormatError::Compressed { .. }), "{error}");
        }
    }
}
