//! What is said before the first request: addresses, the key to paste, the time it took.

use std::{fmt::Write as _, time::Duration};

use super::settings::Settings;
use crate::{dev::LocalKeys, diagnostics::Style};

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
pub(super) fn ready(
    settings: &Settings,
    base_url: &str,
    keys: &LocalKeys,
    elapsed: Duration,
    style: Style,
) -> String {
    let mut text = String::new();
    let functions = &settings.catalog.functions;
    let _ = writeln!(text);
    for function in functions.values().take(MAX_LISTED) {
        let url = style.literal(&format!("{base_url}/functions/v1/{}", function.slug));
        let open = function.verify_jwt == Some(false);
        let note = if open { "  no token needed" } else { "" };
        let _ = writeln!(text, "  {url}{}", style.dim(note));
    }
    if functions.len() > MAX_LISTED {
        let rest = functions.len() - MAX_LISTED;
        let _ = writeln!(text, "  and {rest} more");
    }
    if functions
        .values()
        .any(|function| function.verify_jwt != Some(false))
    {
        let key = style.literal(&keys.publishable);
        let how = style.dim("send it as header `apikey`");
        let _ = writeln!(text, "\n  key  {key}  {how}");
    }
    let milliseconds = elapsed.as_millis();
    let _ = write!(text, "\n{} in {milliseconds} ms", style.success("Ready"));
    text
}
