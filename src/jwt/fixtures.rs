//! Keys and tokens for tests. The keys were made for this file and are used nowhere else.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use jsonwebtoken::{Algorithm, EncodingKey, crypto};
use serde_json::{Value, json};

/// The secret of every local project that does not choose its own.
pub(crate) const SECRET: &str = "super-secret-jwt-token-with-at-least-32-characters-long";

/// The second in which tests take place.
pub(crate) const NOW: u64 = 1_800_000_000;

/// [`NOW`] as a time.
pub(crate) fn now() -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(NOW)
}

/// A token with any header and claims, signed as `algorithm` says, which the header need not know.
pub(crate) fn token(
    header: &Value,
    claims: &Value,
    key: &EncodingKey,
    algorithm: Algorithm,
) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let message = format!("{}.{}", part(header), part(claims));
    let signature = crypto::sign(message.as_bytes(), key, algorithm).unwrap();
    format!("{message}.{signature}")
}

/// The private part of [`ed`] as PKCS#8.
pub(crate) fn ed_signing_key() -> EncodingKey {
    let prefix = [
        0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20,
    ];
    let private = URL_SAFE_NO_PAD.decode(ed()["d"].as_str().unwrap()).unwrap();
    EncodingKey::from_ed_der(&[&prefix[..], &private].concat())
}

/// A private P-256 key.
pub(crate) fn ec() -> Value {
    json!({
        "kty": "EC",
        "x": "y9sL9HZEFyQG3nirR1HNJxYHe2wj_PXRiTM7-7ehjPE",
        "y": "cO4nTrRhXVVRZYwo9QmpLO6FLQNFNuR5bPfo0j4Amwc",
        "crv": "P-256",
        "d": "JPMZgnUV1N1edtOijsH75WpSq8cGltiWQj1xAeM49YA",
        "kid": "ec-1",
    })
}

/// Another private P-256 key.
pub(crate) fn ec_other() -> Value {
    json!({
        "kty": "EC",
        "x": "D-U420dV0EE8c7CIrzmoOYwoQ1gOTcyE-Ihf86QxTKQ",
        "y": "-GeFXs8H5ZXdPoG8NGeSrdft0nZMKlGi8yEVT478Yow",
        "crv": "P-256",
        "d": "VNxEpUCmbWAodDu2JvmYgYcJpXeSc7uNzqHKb-zOLh0",
        "kid": "ec-2",
    })
}

/// A private Ed25519 key.
pub(crate) fn ed() -> Value {
    json!({
        "crv": "Ed25519",
        "d": "aMWpimgxxx2RWigGidihwfbuwp2e3NriD96gQe_hA1k",
        "x": "P3SOU9MduH24rS1VpGsj6p1WOBEj6balKHF5NIwDTK8",
        "kty": "OKP",
        "kid": "ed-1",
    })
}

/// A private RSA key of 2048 bits.
pub(crate) fn rsa() -> Value {
    json!({
        "kty": "RSA",
        "n": concat!(
            "0jwlLu16Eh7a8QFtaUQBiFxtU1oV0JH5b5Rxpn9HH7YlT_P3MOjT11HFYxeE24RsAJKAOr-8JPrC89ngiEgnaW5Gvf",
            "itv4PNQ7DM4uAOCjirsoANySDGYATUI-IXK9K_6qbXF4O-FwEE-Z8-eYZZjBrO7vOQEEohUdP_W9DHl8Z9Caj2J1ux",
            "W1huMqLD3XlSw6cjEzSs7RcbEUESDT7hzq0p3nc0CFIVbhuoaGZ_wch9aUrAsAc72GNSdFAwSFlXOETq5w1m5CYOPd",
            "a4GY479SStZA0q2_vkjiZXacEvuuDsLH_9K-ngdJPqTyJU73a3G5S4hpCdGrWj8u3kJrJULQ",
        ),
        "e": "AQAB",
        "d": concat!(
            "JlhtCcmrzblOAs5ZV-1dADOnhx_zwaaWYekn74_gd6K_3HzplcSpuujBwWitRWK6VkJiXBTTqsUIIPUY9JKAicTg50",
            "5_1mIiYtnRDQKD3Q5oFrcvjINLW4EV9nOK-WXHtnN24OWZGtYHQ8ZtXToJhDnxi3jmSmpS-Htb5LHIbeCj77D4H5Ao",
            "GtVZG3UcUhBl_UUX1s7V1eg1CktG8JSD8KoJpXwtVpT1c_J_8KlzJvVfiBqquZw4BFoyR7iTBs-yEGamfj6NQpc2e0",
            "5S9aXZmrP8a_XQ3-cAZ23DDBjgWD-46R3cJypJ6P-UhvIqivWQENr0ehxjYXM_6p4Izg9gCw",
        ),
        "p": concat!(
            "9izZS7r-icEPrgYZC_lrZX9pQvPN-FTpmJ5tXnnNJUrCgcWU41Bi_MgCNUrICCB104vnHbMxM9KG1rROXc8H7PBgiC",
            "zJK_PIQDwTbEu1WkKzBbwquIaB729qum0ACl0_vzfPFJ4QZyirGhzF0gOr4VUx4tgPDmtfPt-x03Sy7x8",
        ),
        "q": concat!(
            "2qAZEvoiSdDB8mj916XCpbYGXK6efeyRYAAXyibdT2UyBRYdSfeAgGxym7T1te6lX6LloG7jz11PbAWBli2-62MWFa",
            "GP1Gp7nVv7uPE4Z1rsmnQrdVlSwlJwY4_-SnIG9samn3AwbCbGE1CeVa_mOdrsg1sdIuvjq6JRcLwaLzM",
        ),
        "dp": concat!(
            "jYpR0cINMcUIL-WfpwvcXPo52l31kg-4U6Dbf1OGySdH2Hdy2JPSpkaVRnDdvBZ1yJEK7D-oTYSBNJds63DqvKekyQ",
            "b_D79V5uDjxgNtnRz2c5ix83Ca6sDj25ZqTIs66MW80bzj73wpjJT4hHzJ6YAjc6sIVSEVHUBerRbO_r8",
        ),
        "dq": concat!(
            "Q4x90tA4MehvVE--RpfvqTWxh4dobu3eCPReZVZWwMY6iznG-Oig6o0XaCakWH8Q15jELCq29oYVGQImhNlDiQUHeM",
            "1_XBk-cmNORlk5nS2Jtzs3hj2ABYxlL035OtU6c5rzNoX6YCAmySb6lO0RTETpGLjZKsYJhSlU0mk8CeM",
        ),
        "qi": concat!(
            "3_dUifYeUeYVAyhgOqseNEG3k4IcoDufr28MDd8uA0Go8jVjDIenZG2hVCVn_NuYNkw8oS-TlEsf5A1qUOjTgCbmRN",
            "Mc1W7uune_x99fOx-qPdNv6xSv0PurhM3xC_4gQa8zwBEcEGvA8tzayV7yfrzgmQW2kx_IAGe9MzdPrBY",
        ),
        "kid": "rsa-1",
    })
}
