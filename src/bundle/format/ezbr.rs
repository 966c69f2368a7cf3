//! EZBR, the frame that uploads have: four bytes, then one Brotli stream of the ESZip file.
//!
//! Source: `pkg/function/bundle.go` of the Supabase CLI. The quality is that of its encoder; the bytes differ from its
//! anyway. Encoder, quality and window are fixed, and one thread does it, so that the same file gives the same bytes.

use std::io;

use brotli::enc::BrotliEncoderParams;

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_framed_comes_out_again() {
        let content: Vec<u8> = (0..100_000_u32)
            .flat_map(|n| (n / 7).to_be_bytes())
            .collect();
        let framed = compress(&content);
        let mut back = Vec::new();
        brotli::BrotliDecompress(&mut &framed[MAGIC.len()..], &mut back).unwrap();
        assert_eq!((&framed[..4], back), (&MAGIC[..], content));
    }
}
