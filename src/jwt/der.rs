//! The DER forms of private keys, which is how `jsonwebtoken` takes them. Encoding only: nothing here reads DER.

const INTEGER: u8 = 0x02;
const BIT_STRING: u8 = 0x03;
const OCTET_STRING: u8 = 0x04;
const SEQUENCE: u8 = 0x30;
/// `[1]`, constructed: the public key inside an `ECPrivateKey`.
const CONTEXT_1: u8 = 0xa1;

/// `AlgorithmIdentifier` of an EC key on P-256: the OIDs 1.2.840.10045.2.1 and 1.2.840.10045.3.1.7.
const P256_ALGORITHM: &[u8] = &[
    0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x86, 0x48,
    0xce, 0x3d, 0x03, 0x01, 0x07,
];

/// A PKCS#8 document (RFC 5958 around RFC 5915) of a P-256 key; each argument has 32 bytes.
pub(super) fn p256_pkcs8(private: &[u8], x: &[u8], y: &[u8]) -> Vec<u8> {
    // No unused bits, then the mark of an uncompressed point.
    let point = element(BIT_STRING, &[&[0x00, 0x04][..], x, y].concat());
    let key = [
        integer(&[1]),
        element(OCTET_STRING, private),
        element(CONTEXT_1, &point),
    ];
    let key = element(SEQUENCE, &key.concat());
    let document = [
        integer(&[0]),
        P256_ALGORITHM.to_vec(),
        element(OCTET_STRING, &key),
    ];
    element(SEQUENCE, &document.concat())
}

/// A PKCS#1 `RSAPrivateKey` (RFC 8017) of two primes; `numbers` are n, e, d, p, q, dp, dq, qi.
pub(super) fn rsa_pkcs1(numbers: &[Vec<u8>; 8]) -> Vec<u8> {
    let mut body = integer(&[0]);
    for number in numbers {
        body.extend(integer(number));
    }
    element(SEQUENCE, &body)
}

/// An unsigned big-endian number as the shortest INTEGER that is not negative.
fn integer(number: &[u8]) -> Vec<u8> {
    let zeros = number.iter().take_while(|byte| **byte == 0).count();
    let digits = &number[zeros..];
    if digits.first().is_some_and(|first| *first < 0x80) {
        element(INTEGER, digits)
    } else {
        element(INTEGER, &[&[0][..], digits].concat())
    }
}

fn element(tag: u8, content: &[u8]) -> Vec<u8> {
    let mut bytes = vec![tag];
    match u8::try_from(content.len()) {
        Ok(short) if short < 0x80 => bytes.push(short),
        _ => {
            let length = content.len().to_be_bytes();
            let zeros = length.iter().take_while(|byte| **byte == 0).count();
            let digits = &length[zeros..];
            let count = u8::try_from(digits.len()).expect("a length has at most eight bytes");
            bytes.push(0x80 | count);
            bytes.extend(digits);
        }
    }
    bytes.extend(content);
    bytes
}

#[cfg(test)]
mod tests {
    use super::{element, integer};

    #[test]
    fn numbers_are_short_and_never_negative() {
        assert_eq!(integer(&[]), [2, 1, 0]);
        assert_eq!(integer(&[0, 0, 0x7f]), [2, 1, 0x7f]);
        assert_eq!(integer(&[0x80]), [2, 2, 0, 0x80]);
    }

    #[test]
    fn long_contents_have_long_lengths() {
        assert_eq!(element(4, &[0; 127])[..2], [4, 127]);
        assert_eq!(element(4, &[0; 128])[..3], [4, 0x81, 128]);
        assert_eq!(element(4, &[0; 256])[..4], [4, 0x82, 1, 0]);
    }
}
