//! A client that takes fx for its project: what `stub` does without fx, through it.

use super::project::{act, context, stack};
use crate::session::Session;

/// Runs a scenario through `fx functions serve --upstream`.
async fn act_through_fx(scenario: &str) {
    let stack = stack().await;
    let cx = context();
    let session = Session::start(&cx, &["--upstream", stack.url()]);
    act(&stack, &session.url_outside(""), scenario).await;
}

#[tokio::test]
async fn supabase_js_reads_and_writes_tables_through_fx() {
    act_through_fx("tables").await;
}

#[tokio::test]
async fn supabase_js_signs_in_through_fx() {
    act_through_fx("auth").await;
}

#[tokio::test]
async fn supabase_js_stores_files_through_fx() {
    act_through_fx("storage").await;
}

#[tokio::test]
async fn resumable_uploads_stay_at_the_address_of_fx() {
    act_through_fx("uploads").await;
}

#[tokio::test]
async fn supabase_js_broadcasts_through_fx() {
    act_through_fx("realtime").await;
}

#[tokio::test]
async fn functions_of_the_stack_are_not_those_that_answer() {
    let stack = stack().await;
    let cx = context();
    let session = Session::start(&cx, &["--upstream", stack.url()]);
    let missing = session.get("nothing").await;
    assert_eq!(missing.status, 404, "{}", missing.text);
    let arrived = stack.recorded();
    assert!(
        arrived
            .iter()
            .all(|request| !request.path().starts_with("/functions")),
        "{arrived:?}"
    );
}
