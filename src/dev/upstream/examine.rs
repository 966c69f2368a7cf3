//! [`examine`]: whether an upstream is what the project needs, asked once when it is taken into use.

use url::Url;

use super::{Keys, Probe, Recognised};
use crate::diagnostics::Warning;

/// What is wrong with the upstream at `url`, which is sent the project's anon key.
pub(super) async fn examine(url: &Url, anon_key: &str, probe: &Probe<'_>) -> Option<Warning> {
    let origin = url.origin().ascii_serialization();
    match probe.recognise(url).await {
        Recognised::Nothing => {
            let message = format!("the upstream {origin} does not answer yet");
            let hint = "requests to services are answered with 502 until it does";
            Some(Warning::new(message).with_hint(hint))
        }
        Recognised::Fx => {
            let message = format!("the upstream {origin} is another fx, which has no services");
            let hint = "name the server that has them with `--upstream`";
            Some(Warning::new(message).with_hint(hint))
        }
        Recognised::GoTrue { .. } | Recognised::Other => {
            match probe.compare_keys(url, anon_key).await {
                Keys::Other => Some(other_keys(&origin)),
                Keys::Same | Keys::Unknown => None,
            }
        }
    }
}

fn other_keys(origin: &str) -> Warning {
    let message = format!(
        "the upstream {origin} refuses the project's anon key: it works with other keys, and refuses what functions send"
    );
    let hint = "give `[auth]` in `supabase/config.toml` its `jwt_secret`, or its `anon_key`, `service_role_key`, `publishable_key` and `secret_key`; `supabase status` shows those of a local stack";
    Warning::new(message).with_hint(hint)
}
