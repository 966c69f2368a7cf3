//! What is said before the first request: addresses, the key to paste, the time it took.

use std::fmt::Write as _;

use crate::{diagnostics::Style, events::Ready};

/// How many functions are listed; a project with more is told how many.
const MAX_LISTED: usize = 20;

/// The ready message.
///
/// ```text
///   http://127.0.0.1:54321/functions/v1/hello
///   http://127.0.0.1:54321/functions/v1/webhook  no token needed
///
///   key    sb_publishable_… (send it as `apikey: <key>`)
///
/// Ready in 12 ms
/// ```
pub(super) fn ready(ready: &Ready, style: Style) -> String {
    let mut text = String::new();
    let functions = &ready.functions;
    let _ = writeln!(text);
    for function in functions.iter().take(MAX_LISTED) {
        let url = style.literal(&function.url);
        let note = if function.verify_jwt {
            ""
        } else {
            "  no token needed"
        };
        let _ = writeln!(text, "  {url}{}", style.dim(note));
    }
    if functions.len() > MAX_LISTED {
        let rest = functions.len() - MAX_LISTED;
        let _ = writeln!(text, "  and {rest} more");
    }
    if functions.iter().any(|function| function.verify_jwt) {
        let key = style.literal(&ready.publishable_key);
        let how = style.dim("send it as header `apikey`");
        let _ = writeln!(text, "\n  key  {key}  {how}");
    }
    let milliseconds = ready.duration.as_millis();
    let _ = write!(text, "\n{} in {milliseconds} ms", style.success("Ready"));
    text
}
