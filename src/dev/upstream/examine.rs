//! [`examine`]: whether an upstream is what the project needs, asked once when it is taken into use.

use url::Url;

use super::{Keys, Probe, Recognised};
use crate::diagnostics::Warning;

/// What an upstream is like.
#[derive(Debug)]
pub(super) enum Examined {
    /// Nothing speaks against it.
    Fine,
    /// It is not what the project needs.
    Wrong(Warning),
    /// It cannot be reached.
    Absent(Warning),
}

/// Looks at the upstream at `url`, which is sent the project's anon key.
pub(super) async fn examine(url: &Url, anon_key: &str, probe: &Probe<'_>) -> Examined {
    let origin = url.origin().ascii_serialization();
    match probe.recognise(url).await {
        Recognised::Nothing { why } => {
            let message = format!("the upstream {origin} cannot be reached yet ({why})");
            let hint = "requests to services are answered with 502 until it can";
            Examined::Absent(Warning::new(message).with_hint(hint))
        }
        Recognised::Fx => {
            let message =
                format!("the upstream {origin} is another fx, which only serves functions");
            let hint = "name the server that has the services with `--upstream`";
            Examined::Wrong(Warning::new(message).with_hint(hint))
        }
        Recognised::GoTrue | Recognised::Other => match probe.compare_keys(url, anon_key).await {
            Keys::Other => Examined::Wrong(other_keys(&origin)),
            Keys::Same | Keys::Unknown => Examined::Fine,
        },
    }
}

fn other_keys(origin: &str) -> Warning {
    let message = format!(
        "the upstream {origin} refuses the project's anon key: its keys are others than this project's, so that it will refuse what functions send"
    );
    let hint = "give `[auth]` in `supabase/config.toml` its `jwt_secret`, or its `anon_key`, `service_role_key`, `publishable_key` and `secret_key`; `supabase status` shows those of a local stack";
    Warning::new(message).with_hint(hint)
}
