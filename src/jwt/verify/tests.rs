//! Tests of `verify`: every algorithm's happy path, and what must never pass.

use jsonwebtoken::EncodingKey;
use serde_json::json;

use super::super::{
    fixtures::{NOW, SECRET, ec, ec_other, ed, ed_signing_key, now, rsa, token},
    jwk::KeyError,
    jwk::signing_key,
    public_jwk, sign_local_key, sign_with_jwk,
};
use super::{
    Algorithm, Duration, Error, Rejection, Secret, TokenKey, UNIX_EPOCH, URL_SAFE_NO_PAD, Value,
    Verifier,
};
use base64::Engine as _;

fn verifier(jwks: &[Value]) -> Verifier {
    Verifier::new(&Secret::new(SECRET.to_owned()), jwks).unwrap()
}

fn hs256(claims: &Value) -> String {
    let key = EncodingKey::from_secret(SECRET.as_bytes());
    token(&json!({"alg": "HS256"}), claims, &key, Algorithm::HS256)
}

fn hs256_rejection(claims: &Value) -> Rejection {
    verifier(&[]).verify(&hs256(claims), now()).unwrap_err()
}

fn hs256_detail(detail: &str) -> Rejection {
    Rejection::Hs256 {
        detail: detail.to_owned(),
    }
}

fn asymmetric(detail: &str) -> Rejection {
    Rejection::Asymmetric {
        detail: detail.to_owned(),
    }
}

fn unknown(algorithm: &'static str, kid: Option<&str>, detail: &str) -> Rejection {
    Rejection::UnknownKey {
        key: TokenKey {
            algorithm,
            kid: kid.map(str::to_owned),
        },
        detail: detail.to_owned(),
    }
}

#[test]
fn local_keys_pass_and_tell_their_expiry() {
    let expiry = verifier(&[]).verify(&sign_local_key(SECRET, "anon"), now());
    assert_eq!(
        expiry,
        Ok(Some(UNIX_EPOCH + Duration::from_secs(1_983_812_996)))
    );
}

#[test]
fn jwks_check_what_they_sign_whether_public_or_private() {
    for jwk in [ec(), rsa()] {
        let token = sign_with_jwk(&jwk, "anon", now()).unwrap();
        for key in [jwk.clone(), public_jwk(&jwk)] {
            let expiry = verifier(&[key]).verify(&token, now()).unwrap();
            assert_eq!(expiry, Some(now() + Duration::from_secs(315_360_000)));
        }
        let mut changed = token.into_bytes();
        let last = changed.len() - 10;
        changed[last] = if changed[last] == b'A' { b'B' } else { b'A' };
        let changed = String::from_utf8(changed).unwrap();
        assert!(matches!(
            verifier(&[jwk]).verify(&changed, now()),
            Err(Rejection::Asymmetric { .. })
        ));
    }
}

#[test]
fn ed25519_and_oct_keys_check_tokens() {
    let claims = json!({"role": "anon"});
    let header = json!({"alg": "EdDSA", "kid": "ed-1"});
    let token_of_ed = token(&header, &claims, &ed_signing_key(), Algorithm::EdDSA);
    assert_eq!(
        verifier(&[public_jwk(&ed())]).verify(&token_of_ed, now()),
        Ok(None)
    );

    let other = EncodingKey::from_secret(b"another secret");
    let token_of_oct = token(
        &json!({"alg": "HS256", "kid": "x"}),
        &claims,
        &other,
        Algorithm::HS256,
    );
    let oct = json!({"kty": "oct", "kid": "y", "k": URL_SAFE_NO_PAD.encode("another secret")});
    assert_eq!(verifier(&[oct]).verify(&token_of_oct, now()), Ok(None));
    assert_eq!(
        verifier(&[]).verify(&token_of_oct, now()),
        Err(unknown(
            "HS256",
            Some("x"),
            "the signature does not match the project's JWT secret"
        ))
    );
}

#[test]
fn kids_choose_keys() {
    let (_, other_key) = signing_key(&ec_other()).unwrap();
    let signed = |kid: Value| {
        let header = json!({"alg": "ES256", "kid": kid});
        token(&header, &json!({}), &other_key, Algorithm::ES256)
    };
    let both = verifier(&[ec(), ec_other()]);
    assert_eq!(both.verify(&signed(json!("ec-2")), now()), Ok(None));
    assert_eq!(both.verify(&signed(json!(null)), now()), Ok(None));
    assert_eq!(both.verify(&signed(json!("unheard of")), now()), Ok(None));
    assert_eq!(
        both.verify(&signed(json!("ec-1")), now()),
        Err(asymmetric(
            "the signature does not match the key with kid `ec-1`"
        ))
    );
    let one = verifier(&[ec(), rsa()]);
    assert_eq!(
        one.verify(&signed(json!("ec-2")), now()),
        Err(unknown("ES256", Some("ec-2"), "no key with kid `ec-2`"))
    );
    assert_eq!(
        one.verify(&signed(json!(null)), now()),
        Err(unknown(
            "ES256",
            None,
            "the signature does not match the project's ES256 keys"
        ))
    );
    assert_eq!(
        verifier(&[]).verify(&signed(json!("ec-2")), now()),
        Err(unknown(
            "ES256",
            Some("ec-2"),
            "the project has no ES256 key"
        ))
    );
}

#[test]
fn a_name_that_is_taken_is_no_unknown_key() {
    let (_, other_key) = signing_key(&ec_other()).unwrap();
    let header = json!({"alg": "ES256", "kid": rsa()["kid"]});
    let signed = token(&header, &json!({}), &other_key, Algorithm::ES256);
    let rejected = verifier(&[rsa()]).verify(&signed, now());
    assert!(
        matches!(rejected, Err(Rejection::Asymmetric { .. })),
        "{rejected:?}"
    );
}

#[test]
fn of_what_is_published_only_public_keys_for_signatures_are_taken() {
    let secret = URL_SAFE_NO_PAD.encode(SECRET);
    let with = |mut jwk: Value, field: &str, value: Value| {
        jwk[field] = value;
        jwk
    };
    let jwks = [
        json!({"kty": "oct", "alg": "HS256", "k": secret}),
        with(public_jwk(&ec_other()), "use", json!("enc")),
        with(public_jwk(&ec_other()), "key_ops", json!(["sign"])),
        with(public_jwk(&ec_other()), "alg", json!("ECDH-ES")),
        with(public_jwk(&ec_other()), "crv", json!("P-384")),
        json!({"kty": "OKP", "crv": "X25519", "x": "AAAA"}),
        json!("a key"),
        with(public_jwk(&ec()), "key_ops", json!(["verify"])),
    ];
    let published = Verifier::published(&jwks);
    assert_eq!(published.keys.len(), 1);
    let token_of_ec = sign_with_jwk(&ec(), "anon", now()).unwrap();
    assert!(published.verify(&token_of_ec, now()).is_ok());
    let of_secret = published.verify(&hs256(&json!({})), now());
    assert!(
        matches!(&of_secret, Err(Rejection::UnknownKey { key, .. }) if key.is_shared_secret()),
        "{of_secret:?}"
    );
}

#[test]
fn public_keys_are_never_shared_secrets() {
    let jwk = public_jwk(&ec());
    let verifier = verifier(&[ec(), rsa()]);
    let point: Vec<u8> = ["x", "y"]
        .iter()
        .flat_map(|field| {
            URL_SAFE_NO_PAD
                .decode(jwk[field].as_str().unwrap())
                .unwrap()
        })
        .collect();
    let secrets = [
        jwk.to_string().into_bytes(),
        [&[4][..], &point].concat(),
        point,
        ec_pem().into_bytes(),
        URL_SAFE_NO_PAD
            .decode(rsa()["n"].as_str().unwrap())
            .unwrap(),
        jwk["x"].as_str().unwrap().as_bytes().to_vec(),
    ];
    for secret in secrets {
        for header in [
            json!({"alg": "HS256"}),
            json!({"alg": "HS256", "kid": "ec-1"}),
        ] {
            let key = EncodingKey::from_secret(&secret);
            let forged = token(
                &header,
                &json!({"role": "service_role"}),
                &key,
                Algorithm::HS256,
            );
            assert_eq!(
                verifier.verify(&forged, now()),
                Err(unknown(
                    "HS256",
                    header["kid"].as_str(),
                    "the signature does not match the project's JWT secret"
                ))
            );
        }
    }
}

/// The public part of [`ec`] as a file would have it.
fn ec_pem() -> String {
    let prefix = "3059301306072a8648ce3d020106082a8648ce3d03010703420004";
    let mut der: Vec<u8> = (0..prefix.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&prefix[at..at + 2], 16).unwrap())
        .collect();
    for field in ["x", "y"] {
        der.extend(
            URL_SAFE_NO_PAD
                .decode(ec()[field].as_str().unwrap())
                .unwrap(),
        );
    }
    let text = base64::engine::general_purpose::STANDARD.encode(der);
    format!(
        "-----BEGIN PUBLIC KEY-----\n{}\n{}\n-----END PUBLIC KEY-----\n",
        &text[..64],
        &text[64..]
    )
}

#[test]
fn a_signature_of_another_algorithm_does_not_pass() {
    // An EC signature under a header that says RS256, and an HMAC under one that says ES256.
    let (_, ec_key) = signing_key(&ec()).unwrap();
    let secret = EncodingKey::from_secret(SECRET.as_bytes());
    let verifier = verifier(&[ec(), rsa()]);
    for forged in [
        token(
            &json!({"alg": "RS256"}),
            &json!({}),
            &ec_key,
            Algorithm::ES256,
        ),
        token(
            &json!({"alg": "ES256"}),
            &json!({}),
            &secret,
            Algorithm::HS256,
        ),
    ] {
        assert!(matches!(
            verifier.verify(&forged, now()),
            Err(Rejection::UnknownKey { .. })
        ));
    }
}

#[test]
fn other_algorithms_are_named_and_refused() {
    let key = EncodingKey::from_secret(SECRET.as_bytes());
    for alg in [
        "none", "None", "HS384", "HS512", "PS256", "ES384", "hs256", "", "a`b",
    ] {
        let signed = token(&json!({"alg": alg}), &json!({}), &key, Algorithm::HS384);
        let (message, _) = signed.rsplit_once('.').unwrap();
        for token in [signed.clone(), format!("{message}.")] {
            let expected = Rejection::UnsupportedAlgorithm {
                alg: alg.to_owned(),
            };
            assert_eq!(verifier(&[ec()]).verify(&token, now()), Err(expected));
        }
    }
}

#[test]
fn empty_and_undecodable_signatures_do_not_pass() {
    let signed = hs256(&json!({}));
    let (message, _) = signed.rsplit_once('.').unwrap();
    for signature in ["", "A", "%%", "AAAA"] {
        let token = format!("{message}.{signature}");
        assert!(matches!(
            verifier(&[]).verify(&token, now()),
            Err(Rejection::UnknownKey { .. })
        ));
    }
}

#[test]
fn what_is_no_token_is_told_so() {
    let parts = "the token does not have three parts separated by `.`";
    let cases = [
        ("", parts),
        ("a.b", parts),
        ("e30.e30.c.d", parts),
        ("!.e30.c", "the token's header is not base64url"),
        ("Ww.e30.c", "the token's header is not a JSON object"),
        ("e30.e30.c", "the token's header has no `alg`"),
    ];
    for (token, detail) in cases {
        let expected = Rejection::InvalidFormat {
            detail: detail.to_owned(),
        };
        assert_eq!(verifier(&[]).verify(token, now()), Err(expected), "{token}");
    }
}

#[test]
fn extensions_of_the_format_are_refused() {
    let key = EncodingKey::from_secret(SECRET.as_bytes());
    let header = json!({"alg": "HS256", "crit": ["b64"], "b64": false});
    let token = token(&header, &json!({}), &key, Algorithm::HS256);
    let expected = hs256_detail("the token's header asks for extensions (`crit`)");
    assert_eq!(verifier(&[]).verify(&token, now()), Err(expected));
}

#[test]
fn a_payload_that_is_no_object_is_refused_after_its_signature() {
    let key = EncodingKey::from_secret(SECRET.as_bytes());
    let token = token(&json!({"alg": "HS256"}), &json!([]), &key, Algorithm::HS256);
    let expected = hs256_detail("the token's payload is not a JSON object");
    assert_eq!(verifier(&[]).verify(&token, now()), Err(expected));
}

#[test]
fn expiry_is_told_in_words() {
    let cases = [
        (0, "just now"),
        (1, "1 s ago"),
        (59, "59 s ago"),
        (200, "3 min ago"),
        (7200, "2 h ago"),
        (90_000, "1 day ago"),
        (200_000, "2 days ago"),
    ];
    for (seconds, words) in cases {
        assert_eq!(
            hs256_rejection(&json!({"exp": NOW - seconds})),
            hs256_detail(&format!("the token expired {words}"))
        );
    }
}

#[test]
fn dates_are_exact_and_may_have_fractions() {
    let accepted = |claims: &Value| verifier(&[]).verify(&hs256(claims), now());
    let soon = UNIX_EPOCH + Duration::from_millis(NOW * 1000 + 500);
    let fraction = 1_800_000_000.5;
    assert_eq!(
        accepted(&json!({"exp": fraction, "nbf": NOW})),
        Ok(Some(soon))
    );
    assert_eq!(accepted(&json!({"exp": 1e300, "nbf": -5})), Ok(None));
    assert_eq!(
        accepted(&json!({"nbf": fraction})),
        Err(hs256_detail("the token is not valid yet (nbf)"))
    );
    assert_eq!(
        accepted(&json!({"exp": "tomorrow"})),
        Err(hs256_detail("the token's `exp` is not a number"))
    );
    assert_eq!(
        accepted(&json!({"nbf": null})),
        Err(hs256_detail("the token's `nbf` is not a number"))
    );
}

#[test]
fn unusable_keys_are_named_by_index_and_reason() {
    let secret = Secret::new(SECRET.to_owned());
    let cases = [
        (json!("text"), "it has no `kty` string"),
        (
            json!({"kty": "XX"}),
            "its `kty` is `XX`, only `EC`, `RSA`, `OKP` and `oct` are supported",
        ),
        (
            json!({"kty": "EC", "crv": "P-384"}),
            "its `crv` is `P-384`, only `P-256` is supported",
        ),
        (
            json!({"kty": "EC", "crv": "P-256", "x": "AA"}),
            "it has no `y` string",
        ),
        (
            json!({"kty": "OKP", "crv": "Ed25519", "x": "AA"}),
            "its `x` has 1 bytes",
        ),
        (
            json!({"kty": "RSA", "n": "??", "e": "AQAB"}),
            "its `n` is not base64url",
        ),
        (json!({"kty": "oct", "k": ""}), "its `k` has 0 bytes"),
        (
            json!({"kty": "oct", "k": "AA", "use": "enc"}),
            "its `use` is `enc`, only `sig` keys check tokens",
        ),
    ];
    for (jwk, reason) in cases {
        let error = Verifier::new(&secret, &[ec(), jwk]).unwrap_err();
        assert_eq!(error.to_string(), "the JWK at index 1 cannot be used");
        let source = std::error::Error::source(&error).unwrap();
        assert_eq!(source.to_string(), reason);
    }
    let mut mislabelled = rsa();
    mislabelled["alg"] = json!("PS256");
    let error = Verifier::new(&secret, &[mislabelled]).unwrap_err();
    assert!(matches!(
        error,
        Error::Jwk {
            index: 0,
            source: KeyError::Unsupported { field: "alg", .. }
        }
    ));
    let empty = Verifier::new(&Secret::new(String::new()), &[]);
    assert_eq!(empty.unwrap_err(), Error::EmptySecret);
}

#[test]
fn debug_output_has_no_secret() {
    let text = format!("{:?}", verifier(&[ec()]));
    assert!(
        text.contains("redacted") && !text.contains("115, 117"),
        "{text}"
    );
}
