//! The templates there are, and who may call a function made from one.
//!
//! Their text is in `templates/`; `render` fills it in.

use super::error::Error;

/// A function to start from.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Template {
    /// What it is asked for by.
    pub(crate) name: &'static str,
    /// What it does, in one line.
    pub(crate) summary: &'static str,
    /// Whether the gateway checks tokens when nobody says otherwise.
    pub(super) verify_jwt: bool,
    /// Whether pages call it, so that it answers preflights and lets them read its responses.
    pub(crate) for_pages: bool,
    /// Whether it calls services of the project, so that a stack runs beside fx.
    pub(crate) needs_services: bool,
    /// `index.ts`, with placeholders.
    pub(super) index: &'static str,
    /// `deno.json`.
    pub(super) deno_json: &'static str,
}

/// Who may call a new function.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Auth {
    /// Everybody.
    None,
    /// Who sends a publishable or secret key; the function checks it.
    ApiKey,
    /// Who has a token; the gateway checks it and the function reads its claims.
    User,
}

macro_rules! template {
    ($name:literal, $summary:literal $(, $field:ident: $value:literal)*) => {
        Template {
            $($field: $value,)*
            ..Template {
                name: $name,
                summary: $summary,
                verify_jwt: true,
                for_pages: true,
                needs_services: false,
                index: include_str!(concat!("../../templates/", $name, "/index.ts")),
                deno_json: include_str!(concat!("../../templates/", $name, "/deno.json")),
            }
        }
    };
}

static TEMPLATES: &[Template] = &[
    template!("hello-world", "Answer JSON with JSON"),
    template!("rest-api", "Route requests with Hono"),
    template!("websocket", "Echo the messages of a WebSocket", verify_jwt: false, for_pages: false),
    template!("sse", "Stream server-sent events"),
    template!("background-task", "Go on working after the response"),
    template!("webhook", "Receive webhooks signed with HMAC-SHA256", verify_jwt: false, for_pages: false),
    template!("stripe-webhook", "Receive the events of Stripe", verify_jwt: false, for_pages: false),
    template!(
        "openai-proxy",
        "Stream chat completions, with the API key kept secret"
    ),
    template!("storage-upload", "Store the request body in a bucket", needs_services: true),
    template!("send-email", "Send email with Resend"),
    template!("supabase-client", "Query a table as the caller", needs_services: true),
];

/// Every template, the simplest first.
pub(crate) fn templates() -> &'static [Template] {
    TEMPLATES
}

/// The template of that name.
pub(crate) fn find(name: &str) -> Result<&'static Template, Error> {
    TEMPLATES
        .iter()
        .find(|template| template.name == name)
        .ok_or_else(|| Error::UnknownTemplate {
            name: name.to_owned(),
            nearest: nearest(name),
        })
}

/// Below this, two names have little in common.
const SIMILAR: f64 = 0.75;

fn nearest(name: &str) -> Option<&'static str> {
    let name = name.to_ascii_lowercase().replace('_', "-");
    TEMPLATES
        .iter()
        .map(|template| (strsim::jaro_winkler(&name, template.name), template.name))
        .filter(|(similarity, _)| *similarity >= SIMILAR)
        .max_by(|(left, _), (right, _)| left.total_cmp(right))
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::{ExitStatus, Hint as _};

    #[test]
    fn a_name_finds_its_template() {
        for template in templates() {
            assert_eq!(find(template.name).unwrap(), template);
        }
    }

    #[test]
    fn an_unknown_name_comes_with_the_nearest() {
        for (name, nearest) in [
            ("hello", "hello-world"),
            ("Hello_World", "hello-world"),
            ("stripe", "stripe-webhook"),
            ("web-socket", "websocket"),
        ] {
            let error = find(name).unwrap_err();
            assert_eq!(error.hints()[0], format!("try `{nearest}`"));
            assert_eq!(error.exit_status(), ExitStatus::Usage);
        }
        assert_eq!(
            find("qqq").unwrap_err().hints(),
            ["run `fx functions new --list-templates` to see all of them"]
        );
    }

    #[test]
    fn webhooks_and_websockets_need_no_cors() {
        let others = templates().iter().filter(|template| !template.for_pages);
        let others: Vec<&str> = others.map(|template| template.name).collect();
        assert_eq!(others, ["websocket", "webhook", "stripe-webhook"]);
    }

    #[test]
    fn every_directory_of_templates_is_listed() {
        let root = concat!(env!("CARGO_MANIFEST_DIR"), "/templates");
        let mut on_disk: Vec<String> = std::fs::read_dir(root)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| !name.starts_with('_'))
            .collect();
        on_disk.sort();
        let mut listed: Vec<&str> = templates().iter().map(|template| template.name).collect();
        listed.sort_unstable();
        assert_eq!(on_disk, listed);
    }
}
