//! What is left of connections when a version, a worker, the database or fx ends: nothing.

use super::{Connected, signal_process};

/// Waits until nobody has the lock of `hold` in `pg.ts`.
async fn until_unlocked(connected: &Connected) {
    connected
        .session
        .until("the lock is given back", async || {
            connected.stack.locks().await == 0
        })
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reload_leaves_no_connection_of_the_old_version() {
    let connected = Connected::start("pg", &[]);
    // It keeps its connection, so that the next request gets another one.
    connected.case("pg/listen-on").await;
    connected.case("pg/query").await;
    connected.until_connections(2).await;
    connected.edit("pg");
    connected.session.wait_for("Reloaded `pg`");
    connected.until_connections(0).await;
    connected.case("pg/query").await;
    connected.until_connections(1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_that_is_killed_in_a_transaction_gives_its_lock_back() {
    let connected = Connected::start("pg", &[]);
    for (case, status) in [("pg/eat", 546), ("pg/spin", 546)] {
        assert_eq!(connected.session.get(case).await.status, status, "{case}");
        until_unlocked(&connected).await;
    }
    connected.until_connections(0).await;
    let holding = connected.session.get("pg/hold");
    let killing = async {
        connected
            .session
            .until("the lock is taken", async || {
                connected.stack.locks().await == 1
            })
            .await;
        let workers = connected.session.survivors();
        for worker in workers {
            signal_process(worker, "-KILL");
        }
    };
    let (answer, ()) = tokio::join!(holding, killing);
    assert_eq!(answer.status, 500, "{answer:?}");
    until_unlocked(&connected).await;
    connected.until_connections(0).await;
    connected.case("pg/query").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_wall_clock_ends_a_transaction() {
    let connected = Connected::start("pg", &["--limits", "wall=2s"]);
    assert_eq!(connected.session.get("pg/hold").await.status, 546);
    until_unlocked(&connected).await;
    connected.until_connections(0).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pool_goes_on_when_the_database_has_closed_its_connections() {
    let connected = Connected::start("pg", &[]);
    for _ in 0..3 {
        connected.case("pg/query").await;
        connected.stack.close_connections().await;
        connected.session.wait_for("idle connection lost");
        // The connection that has just been closed may be the one that a request gets.
        connected
            .session
            .until("the pool connects again", async || {
                connected.session.get("pg/query").await.status == 200
            })
            .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_interrupt_ends_fx_with_open_connections_and_a_listener() {
    let mut connected = Connected::start("pg", &[]);
    // It keeps its connection, so that the next request gets another one.
    connected.case("pg/listen-on").await;
    connected.case("pg/query").await;
    connected.until_connections(2).await;
    connected.session.signal("-INT");
    assert_eq!(connected.session.wait().code(), Some(130));
    connected.until_connections(0).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_interrupt_ends_an_old_version_that_listens_in_the_background() {
    let mut connected = Connected::start("pg", &[]);
    connected.case("pg/listen-in-background").await;
    connected.edit("pg");
    connected.session.wait_for("Reloaded `pg`");
    assert_eq!(connected.stack.connections().await, 1);
    // It has ten seconds, not the 400 that a retired worker has.
    connected.session.signal("-INT");
    assert_eq!(connected.session.wait().code(), Some(130));
    connected.until_connections(0).await;
}
