//! Every driver with queries, pools, TLS, notifications, transactions and types. CI has `pg` and Drizzle;
//! `.ci/full database` has the others.

use std::collections::BTreeSet;

use serde_json::json;

use super::Connected;

/// Cases that answer the same with every driver.
async fn assert_works(name: &str, args: &[&str]) {
    let connected = Connected::start(name, args);
    let authentication = "password authentication failed for user \"postgres\"";
    let types = json!({
        "big": "9007199254740993", "at": true, "list": [1, 2, 3], "doc": { "a": [1] }, "bytes": [0, 1, 255],
        "exact": "1.50", "nothing": null,
    });
    for (case, expected) in [
        ("query", json!([{ "n": 42 }])),
        ("types", types),
        ("large", json!([50_000, 50_000, 100])),
        ("transaction", json!(null)),
        ("listen", json!("hello")),
        ("require", json!(true)),
        ("require-in-url", json!(true)),
        ("verified", json!(true)),
        ("unverified", json!("SELF_SIGNED_CERT_IN_CHAIN")),
        ("wrong-password", json!(["28P01", authentication])),
    ] {
        let found = connected.case(&format!("{name}/{case}")).await;
        if case == "unverified" {
            // Which of them depends on what of the chain is sent.
            let code = found.as_str().unwrap();
            assert!(
                code.contains("SELF_SIGNED") || code.contains("UNABLE_TO_"),
                "{code}"
            );
            continue;
        }
        assert_eq!(found, expected, "{case}");
    }
    let slow = format!("{name}/slow");
    let asked = (0..12).map(|_| connected.case(&slow));
    let backends = futures_util::future::join_all(asked).await;
    let backends: BTreeSet<_> = backends.iter().map(|pid| pid.as_i64().unwrap()).collect();
    assert!((1..=3).contains(&backends.len()), "{backends:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn pg_queries_listens_and_speaks_tls_over_a_pool() {
    assert_works("pg", &[]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn drizzle_works_over_both_drivers() {
    let connected = Connected::start("drizzle", &[]);
    for adapter in ["postgres", "pg"] {
        let rows = connected.case(&format!("drizzle/{adapter}")).await;
        let expected = json!([{
            "size": "9007199254740993", "at": true, "tags": ["a", "b"], "doc": { "a": [1] },
        }]);
        assert_eq!(rows, expected, "{adapter}");
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "`.ci/full database` runs it"]
async fn postgres_queries_listens_and_speaks_tls_over_a_pool() {
    assert_works("postgres", &[]).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "`.ci/full database` runs it"]
async fn both_drivers_work_within_the_limits_of_production() {
    assert_works("pg", &["--limits", "production"]).await;
    assert_works("postgres", &["--limits", "production"]).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "`.ci/full database` runs it"]
async fn kysely_works_over_pg() {
    let connected = Connected::start("kysely", &[]);
    let rows = connected.case("kysely").await;
    assert_eq!(rows, json!([{ "name": "ann", "tags": ["a", "b"] }]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plain_socket_becomes_tls_as_drivers_for_deno_do_it() {
    let connected = Connected::start("handshake", &[]);
    // `S`, then `R` that asks for SCRAM.
    assert_eq!(connected.case("handshake").await, "83 82 10");
    assert_eq!(connected.case("handshake/unverified").await, "InvalidData");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_example_of_the_readme_reads_rows() {
    let readme = include_str!("../../../README.md");
    let (_, section) = readme.split_once("### Direct connections").unwrap();
    let (_, code) = section.split_once("```ts\n").unwrap();
    let (code, _) = code.split_once("```").unwrap();
    let connected = Connected::start("pg", &[]);
    connected
        .stack
        .sql("create table todos (id serial primary key, title text); insert into todos (title) values ('write')")
        .await;
    connected.cx.write("supabase/functions/pg/index.ts", code);
    connected
        .session
        .until("the example answers", async || {
            let answer = connected.session.get("pg").await;
            answer.status == 200 && answer.json() == json!([{ "id": 1, "title": "write" }])
        })
        .await;
}
