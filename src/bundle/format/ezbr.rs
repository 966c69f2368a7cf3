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
    let params = BrotliEncoderParams {
        quality: QUALITY,
        lgwin: WINDOW_BITS,
        size_hint: eszip.len(),
        ..BrotliEncoderParams::default()
    };
    let mut framed = MAGIC.to_vec();
    let mut content = io::Cursor::new(eszip);
    brotli::BrotliCompress(&mut content, &mut framed, &params)
        .expect("neither a slice nor a vector fails");
    framed
}

/// How much is decompressed at a time.
const STEP: usize = 64 * 1024;

/// The ESZip file in `file`, which may have the frame or not. At most `limit` bytes are decompressed.
pub(crate) fn decompress(file: &[u8], limit: u64) -> Result<Cow<'_, [u8]>, FormatError> {
    let Some(stream) = file.strip_prefix(MAGIC) else {
        return Ok(Cow::Borrowed(file));
    };
    let mut content = Vec::new();
    let mut stream = brotli::Decompressor::new(stream, STEP).take(limit.saturating_add(1));
    let read = stream.read_to_end(&mut content);
    if content.len() as u64 > limit {
        return Err(FormatError::TooLarge { limit });
    }
    let bytes = content.len();
    match read {
        Ok(_) => Ok(Cow::Owned(content)),
        Err(_) => Err(FormatError::Compressed { bytes }),
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
