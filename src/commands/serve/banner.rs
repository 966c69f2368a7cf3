//! What is said before the first request: addresses, the key to paste, the time it took.

use std::net::SocketAddr;

use crate::{
    diagnostics::{Block, Style},
    events::Ready,
};

/// How many functions are listed; a project with more is told how many.
const MAX_LISTED: usize = 20;

/// The ready message.
///
/// ```text
///   http://127.0.0.1:54321/functions/v1/hello
///   http://127.0.0.1:54321/functions/v1/webhook  no token needed
///
///   from containers   http://host.docker.internal:54331
///   from the network  http://192.168.1.5:54331
///
///   services  http://127.0.0.1:54321
///   point your app at http://127.0.0.1:54331 while fx serves
///
///   key    sb_publishable_… (send it as `apikey: <key>`)
///
/// Ready in 12 ms
/// ```
pub(super) fn ready(ready: &Ready, style: Style) -> Block {
    let mut block = Block::new().line("");
    let functions = &ready.functions;
    for function in functions.iter().take(MAX_LISTED) {
        let url = style.literal(&function.url);
        let note = if function.verify_jwt {
            ""
        } else {
            "  no token needed"
        };
        block.push(format_args!("  {url}{}", style.dim(note)));
    }
    if functions.len() > MAX_LISTED {
        let rest = functions.len() - MAX_LISTED;
        block.push(format_args!("  and {rest} more"));
    }
    if !ready.elsewhere.is_empty() {
        block.push("");
    }
    for (whom, url) in &ready.elsewhere {
        block.push(format_args!("  {whom}  {}", style.literal(url)));
    }
    if let Some(upstream) = &ready.upstream {
        let (upstream, url) = (style.literal(upstream), style.literal(&ready.url));
        block.push("");
        block.push(format_args!("  services  {upstream}"));
        block.push(format_args!("  point your app at {url} while fx serves"));
    }
    if let Some(why) = ready.no_upstream {
        block.push("");
        block.push(format_args!("  services  {}", style.dim(why)));
    }
    if functions.iter().any(|function| function.verify_jwt) {
        let key = style.literal(&ready.publishable_key);
        let how = style.dim("send it as header `apikey`");
        block.push("");
        block.push(format_args!("  key  {key}  {how}"));
    }
    let milliseconds = ready.duration.as_millis();
    block.push("");
    block.push(format_args!(
        "{} in {milliseconds} ms",
        style.success("Ready")
    ));
    if let Some(address) = ready.inspector {
        debugging(address, style, &mut block);
    }
    block
}

/// How to attach a debugger.
fn debugging(address: SocketAddr, style: Style, block: &mut Block) {
    let port = address.port();
    let configuration = format!(
        r#"{{
  "version": "0.2.0",
  "configurations": [
    {{
      "name": "fx",
      "type": "node",
      "request": "attach",
      "port": {port},
      "restart": true,
      "skipFiles": ["<node_internals>/**", "**/bootstrap-*.js"]
    }}
  ]
}}"#
    );
    let address = style.literal(&address.to_string());
    let chrome = style.literal("chrome://inspect");
    let file = style.literal(".vscode/launch.json");
    block.push("");
    block.push(format_args!(
        "Debuggers attach to {address}: open {chrome} and add that address, or put into {file}"
    ));
    block.push("");
    for line in configuration.lines() {
        block.push(line);
    }
    block.push("");
}
