//! Tests of `auth`: which credential counts, the code of every refusal, and what is remembered.

use std::{
    sync::Arc,
    time::{Duration, UNIX_EPOCH},
};

use http::HeaderName;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::{Value, json};

use super::{
    Authorizer, HeaderMap, HeaderValue, Keys, MAX_REMEMBERED, Passed, SystemTime, Unauthorized,
    UnknownKey, Verdict, Verifier, Vouched, fingerprint,
};
use crate::{
    jwt::{fixtures, public_jwk, sign_local_key, sign_with_jwk},
    redact::Secret,
};

const SECRET: &str = "super-secret-jwt-token-with-at-least-32-characters-long";
const NOW: u64 = 1_800_000_000;

const INVALID_FORMAT: &str = "UNAUTHORIZED_INVALID_JWT_FORMAT";

fn at(seconds: u64) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(seconds)
}

fn authorizer() -> Authorizer {
    let verifier = Verifier::new(&Secret::new(SECRET.to_owned()), &[]).unwrap();
    Authorizer::new(
        verifier,
        Keys {
            anon: sign_local_key(SECRET, "anon"),
            service_role: sign_local_key(SECRET, "service_role"),
            publishable: vec!["sb_publishable_abc".to_owned()],
            secret: vec!["sb_secret_second".to_owned(), "sb_secret_xyz".to_owned()],
        },
    )
}

fn token(claims: &Value) -> String {
    let key = EncodingKey::from_secret(SECRET.as_bytes());
    encode(&Header::new(Algorithm::HS256), claims, &key).unwrap()
}

fn headers(list: &[(&str, &str)]) -> HeaderMap {
    list.iter()
        .map(|(name, value)| {
            (
                HeaderName::from_bytes(name.as_bytes()).unwrap(),
                HeaderValue::from_bytes(value.as_bytes()).unwrap(),
            )
        })
        .fold(HeaderMap::new(), |mut map, (name, value)| {
            map.append(name, value);
            map
        })
}

fn answer(list: &[(&str, &str)]) -> Result<(), Unauthorized> {
    authorizer().authorize(&headers(list), at(NOW))
}

fn refusal(list: &[(&str, &str)]) -> (&'static str, String) {
    let refused = answer(list).unwrap_err();
    (refused.code, refused.message)
}

fn bearer(token: &str) -> String {
    format!("Bearer {token}")
}

#[test]
fn tokens_in_either_header_pass() {
    let token = sign_local_key(SECRET, "anon");
    assert_eq!(answer(&[("authorization", &bearer(&token))]), Ok(()));
    assert_eq!(answer(&[("apikey", &token)]), Ok(()));
    assert_eq!(answer(&[("apikey", &bearer(&token))]), Ok(()));
    // supabase-js sends both; the API key does not matter then.
    assert_eq!(
        answer(&[("authorization", &bearer(&token)), ("apikey", "nonsense")]),
        Ok(())
    );
}

#[test]
fn api_keys_stand_for_tokens() {
    for key in ["sb_publishable_abc", "sb_secret_xyz"] {
        assert_eq!(answer(&[("apikey", key)]), Ok(()));
        assert_eq!(answer(&[("authorization", &bearer(key))]), Ok(()));
        assert_eq!(
            answer(&[("authorization", "Bearer sb_unheard_of"), ("apikey", key)]),
            Ok(())
        );
    }
    let token = sign_local_key(SECRET, "anon");
    let both = [
        ("authorization", "Bearer sb_unheard_of"),
        ("apikey", &*token),
    ];
    assert_eq!(answer(&both), Ok(()));
    // The `apikey` header comes first, even when the other one would do.
    let both = [
        ("authorization", "Bearer sb_secret_xyz"),
        ("apikey", "nonsense"),
    ];
    assert_eq!(refusal(&both).0, INVALID_FORMAT);
}

#[test]
fn each_api_key_stands_for_its_own_token() {
    let authorizer = authorizer();
    for (key, role) in [
        ("sb_publishable_abc", "anon"),
        ("sb_secret_xyz", "service_role"),
    ] {
        authorizer
            .authorize(&headers(&[("apikey", key)]), at(NOW))
            .unwrap();
        let token = sign_local_key(SECRET, role);
        assert!(
            authorizer.has_passed(&fingerprint(&token), at(NOW)),
            "{key}"
        );
        authorizer.passed.lock().unwrap().clear();
    }
}

#[test]
fn unknown_api_keys_are_told_as_such() {
    for list in [
        [("apikey", "sb_secret_other")],
        [("apikey", "sb_secret_xy")],
        [("authorization", "Bearer sb_secret_xyzz")],
    ] {
        assert_eq!(
            answer(&list),
            Err(Unauthorized {
                code: INVALID_FORMAT,
                message: "Invalid JWT format".to_owned(),
                detail: "the API key is neither the project's publishable key nor its secret key"
                    .to_owned(),
            })
        );
    }
}

#[test]
fn keys_that_are_not_set_match_nothing() {
    let verifier = Verifier::new(&Secret::new(SECRET.to_owned()), &[]).unwrap();
    let authorizer = Authorizer::new(
        verifier,
        Keys {
            anon: sign_local_key(SECRET, "anon"),
            service_role: sign_local_key(SECRET, "service_role"),
            publishable: vec![String::new()],
            secret: vec![String::new()],
        },
    );
    let refused = authorizer.authorize(&headers(&[("apikey", "")]), at(NOW));
    assert_eq!(refused.unwrap_err().code, INVALID_FORMAT);
}

#[test]
fn requests_without_any_header_are_told_so() {
    let expected = (
        "UNAUTHORIZED_NO_AUTH_HEADER",
        "Missing authorization header".to_owned(),
    );
    assert_eq!(refusal(&[]), expected);
    assert_eq!(refusal(&[("x-other", "Bearer a.b.c")]), expected);
    let empty = [("authorization", ""), ("apikey", "sb_secret_xyz")];
    assert_eq!(refusal(&empty), expected);
}

#[test]
fn other_forms_of_the_header_are_refused() {
    let token = sign_local_key(SECRET, "anon");
    let forms = [
        token.clone(),
        format!("bearer {token}"),
        format!("Basic {token}"),
        format!("Bearer  {token}"),
        format!("Bearer {token} more"),
        format!("Bearer\t{token}"),
        "Bearer".to_owned(),
        "Bearer ".to_owned(),
        "sb_secret_xyz".to_owned(),
        format!("Bearer {token}\u{e9}"),
    ];
    for form in forms {
        // A good API key does not mend a bad header.
        let list = [("authorization", &*form), ("apikey", "sb_secret_xyz")];
        let expected = (INVALID_FORMAT, "Invalid JWT format".to_owned());
        assert_eq!(refusal(&list), expected, "{form}");
    }
}

#[test]
fn a_header_sent_twice_is_refused() {
    let good = bearer(&sign_local_key(SECRET, "anon"));
    let twice = [("authorization", &*good), ("authorization", &*good)];
    assert_eq!(refusal(&twice).0, INVALID_FORMAT);
    let twice = [("apikey", "sb_secret_xyz"), ("apikey", "sb_secret_xyz")];
    assert_eq!(refusal(&twice).0, INVALID_FORMAT);
    assert_eq!(
        refusal(&[("apikey", "sb_secret_xyz\u{e9}")]).0,
        INVALID_FORMAT
    );
}

#[test]
fn refused_tokens_have_their_codes() {
    let key = EncodingKey::from_secret(b"another secret");
    let of_other_secret = encode(&Header::default(), &json!({}), &key).unwrap();
    let hs384 = encode(&Header::new(Algorithm::HS384), &json!({}), &key).unwrap();
    // {"alg":"ES256"} and {"alg":"none"} over {}.
    let es256 = "eyJhbGciOiJFUzI1NiJ9.e30.AAAA";
    let none = "eyJhbGciOiJub25lIn0.e30.";
    let unsupported = "UNAUTHORIZED_UNSUPPORTED_TOKEN_ALGORITHM";
    let cases = [
        ("a.b", INVALID_FORMAT, "Invalid JWT format"),
        (&*of_other_secret, "UNAUTHORIZED_JWT", "Invalid JWT"),
        (es256, "UNAUTHORIZED_ASYMMETRIC_JWT", "Invalid JWT"),
        (&*hs384, unsupported, "Unsupported JWT algorithm HS384"),
        (none, unsupported, "Unsupported JWT algorithm none"),
    ];
    for (token, code, message) in cases {
        let expected = (code, message.to_owned());
        assert_eq!(refusal(&[("authorization", &bearer(token))]), expected);
        assert_eq!(refusal(&[("apikey", token)]), expected);
    }
}

#[test]
fn remembered_tokens_still_expire_and_still_begin() {
    let authorizer = authorizer();
    let token = token(&json!({"nbf": NOW - 10, "exp": NOW + 60}));
    let sent = headers(&[("authorization", &bearer(&token))]);
    let detail_at = |seconds| match authorizer.authorize(&sent, at(seconds)) {
        Ok(()) => "passes".to_owned(),
        Err(refused) => refused.detail,
    };
    assert_eq!(detail_at(NOW), "passes");
    assert_eq!(detail_at(NOW + 59), "passes");
    assert_eq!(detail_at(NOW + 60), "the token expired just now");
    assert_eq!(detail_at(NOW - 11), "the token is not valid yet (nbf)");
    assert_eq!(detail_at(NOW - 5), "passes");
}

#[test]
fn only_tokens_that_passed_are_remembered_and_not_checked_again() {
    let authorizer = authorizer();
    let remembered = || authorizer.passed.lock().unwrap().len();
    let send = |token: &str| {
        let sent = headers(&[("authorization", &bearer(token))]);
        authorizer.authorize(&sent, at(NOW)).is_ok()
    };
    assert!(!send("a.b.c"));
    assert!(!send(&token(&json!({"exp": NOW}))));
    assert_eq!(remembered(), 0);
    assert!(send(&token(&json!({}))) && send(&token(&json!({}))));
    assert_eq!(remembered(), 1);
    // What the verifier would refuse passes when it is remembered: the verifier was not asked.
    let never = Passed {
        at: at(NOW),
        expires: None,
        keys: None,
    };
    authorizer
        .passed
        .lock()
        .unwrap()
        .insert(fingerprint("a.b.c"), never);
    assert!(send("a.b.c"));
}

#[test]
fn memory_is_bounded_and_forgets_the_expired_then_the_oldest() {
    let authorizer = authorizer();
    let entry = |name: &str, passed_at: u64, expires: Option<u64>, now: u64| {
        let passed = Passed {
            at: at(passed_at),
            expires: expires.map(at),
            keys: None,
        };
        authorizer.remember(fingerprint(name), passed, at(now));
    };
    let has = |name: &str| {
        authorizer
            .passed
            .lock()
            .unwrap()
            .contains_key(&fingerprint(name))
    };
    entry("expired", NOW + 9, Some(NOW + 500), NOW);
    entry("oldest", NOW, None, NOW);
    for index in 2..MAX_REMEMBERED {
        entry(&index.to_string(), NOW + 10, None, NOW);
    }
    entry("oldest", NOW, None, NOW + 1000);
    assert!(has("expired") && has("oldest"));
    entry("new", NOW + 1000, None, NOW + 1000);
    assert!(!has("expired") && has("oldest") && has("new"));
    entry("newer", NOW + 1001, None, NOW + 1001);
    assert!(!has("oldest") && has("new") && has("newer"));
    assert_eq!(authorizer.passed.lock().unwrap().len(), MAX_REMEMBERED);
}

/// A token of a key that the project does not have, as both headers carry it.
fn foreign() -> [HeaderMap; 2] {
    let token = sign_with_jwk(&fixtures::ec(), "authenticated", at(NOW)).unwrap();
    [
        headers(&[("authorization", &bearer(&token))]),
        headers(&[("apikey", &token)]),
    ]
}

fn unknown<'a>(
    authorizer: &'a Authorizer,
    sent: &'a HeaderMap,
    now: u64,
) -> Option<UnknownKey<'a>> {
    match authorizer.judge(sent, at(now)) {
        Verdict::UnknownKey(unknown) => Some(unknown),
        Verdict::Pass => None,
        Verdict::Refuse(refusal) => panic!("{refusal:?}"),
    }
}

#[test]
fn a_token_of_an_unknown_key_is_refused_where_nobody_vouches_for_it() {
    let authorizer = authorizer();
    for sent in foreign() {
        let found = unknown(&authorizer, &sent, NOW).unwrap();
        assert_eq!(found.key.algorithm, "ES256");
        assert_eq!(found.key.kid.as_deref(), Some("ec-1"));
        let refused = authorizer.authorize(&sent, at(NOW)).unwrap_err();
        assert_eq!(refused.code, "UNAUTHORIZED_ASYMMETRIC_JWT");
        assert_eq!(refused.detail, "the project has no ES256 key");
        let found = unknown(&authorizer, &sent, NOW).unwrap();
        let because = found.refuse_because("a reason".to_owned());
        let detail = "a reason".to_owned();
        assert_eq!(because, Unauthorized { detail, ..refused });
    }
}

#[test]
fn nobody_is_asked_about_what_the_project_refuses_itself() {
    let authorizer = authorizer();
    let expired = token(&json!({"exp": NOW - 1}));
    for token in ["a.b.c", "sb_secret_other", &expired] {
        let sent = headers(&[("apikey", token)]);
        let verdict = authorizer.judge(&sent, at(NOW));
        assert!(matches!(verdict, Verdict::Refuse(_)), "{verdict:?}");
    }
}

#[test]
fn a_token_that_is_vouched_for_passes_while_its_keys_are_held_and_no_longer_than_is_said() {
    let authorizer = authorizer();
    let [sent, _] = foreign();
    let keys = Arc::new(Verifier::published(&[public_jwk(&fixtures::ec())]));
    let vouch = || {
        let found = unknown(&authorizer, &sent, NOW).unwrap();
        let vouched = Vouched {
            expires: Some(at(NOW + 60)),
            keys: Arc::downgrade(&keys),
        };
        authorizer.vouch(found.token, vouched, at(NOW));
    };
    vouch();
    assert!(unknown(&authorizer, &sent, NOW + 59).is_none());
    assert!(unknown(&authorizer, &sent, NOW + 60).is_some());
    assert!(unknown(&authorizer, &sent, NOW).is_none());
    drop(keys);
    assert!(unknown(&authorizer, &sent, NOW).is_some());
}
