//! The stub stack itself, without fx: what other tests take for granted of it.

use super::project::{act, stack};

#[tokio::test]
async fn supabase_js_reads_and_writes_tables_of_the_stub_stack() {
    let stack = stack().await;
    act(&stack, stack.url(), "tables").await;
}

#[tokio::test]
async fn supabase_js_signs_in_at_the_stub_stack() {
    let stack = stack().await;
    act(&stack, stack.url(), "auth").await;
}

#[tokio::test]
async fn supabase_js_stores_files_in_the_stub_stack() {
    let stack = stack().await;
    act(&stack, stack.url(), "storage").await;
}

#[tokio::test]
async fn uploads_to_the_stub_stack_go_on_where_they_broke_off() {
    let stack = stack().await;
    act(&stack, stack.url(), "uploads").await;
}

#[tokio::test]
async fn supabase_js_broadcasts_over_the_stub_stack() {
    let stack = stack().await;
    act(&stack, stack.url(), "realtime").await;
}
