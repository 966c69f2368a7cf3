//! `fx platform project`.

use serde::Serialize;

use super::{reach::Platform, user_token};
use crate::{
    api_types::{self, ProjectRef},
    cli::{DataArgs, OutputShape, PlatformProjectCommand},
    commands::{Context, consent, engine::Ended},
    diagnostics::{Block, ExitStatus},
    output::{Table, shell_assignment},
};

/// A project and where it is.
#[derive(Serialize)]
struct Described {
    #[serde(flatten)]
    project: api_types::Project,
    url: Option<String>,
}

/// The keys of a project and where it is.
#[derive(Serialize)]
struct Keys {
    url: Option<String>,
    keys: Vec<api_types::ApiKey>,
    /// What tokens are signed with, when it was asked for.
    #[serde(flatten)]
    jwt_secret: Option<api_types::JwtSecret>,
}

/// Runs one of the commands.
pub(super) fn run(command: &PlatformProjectCommand, cx: &Context) -> anyhow::Result<ExitStatus> {
    match command {
        PlatformProjectCommand::Create { name, data } => create(name, data, cx),
        PlatformProjectCommand::List { data } => list(data, cx),
        PlatformProjectCommand::Delete { reference, data } => delete(&reference.parse()?, data, cx),
        PlatformProjectCommand::Keys {
            reference,
            reveal,
            data,
        } => keys(&reference.parse()?, *reveal, data, cx),
        PlatformProjectCommand::Token(args) => user_token::run(args, cx),
        PlatformProjectCommand::Rotate { reference, data } => rotate(&reference.parse()?, data, cx),
    }
}

fn create(name: &str, data: &DataArgs, cx: &Context) -> anyhow::Result<ExitStatus> {
    let platform = Platform::reach(data, cx)?;
    let created = async {
        let project = platform.client.create_project(name).await?;
        Ok(platform.describe(vec![project]).await)
    };
    let described = match platform.ask(created)? {
        Ended::Done(described) => described,
        Ended::Interrupted(status) => return Ok(status),
    };
    cx.printer.stderr(format!("Created project {name}"));
    for described in described {
        let reference = described.project.reference();
        if !cx.print_record(&described)? {
            cx.printer.stdout(reference)?;
        }
        if let Some(url) = &described.url {
            cx.printer
                .stderr(format!("Functions will be at {url}/functions/v1/NAME"));
        }
        let flag = platform.flag();
        cx.printer.stderr(format!(
            "Deploy them with `fx functions deploy{flag} --project-ref {reference}`"
        ));
    }
    Ok(ExitStatus::Success)
}

fn list(data: &DataArgs, cx: &Context) -> anyhow::Result<ExitStatus> {
    let platform = Platform::reach(data, cx)?;
    let listed = async {
        let projects = platform.client.list_projects().await?;
        Ok(platform.describe(projects).await)
    };
    let described = match platform.ask(listed)? {
        Ended::Done(described) => described,
        Ended::Interrupted(status) => return Ok(status),
    };
    if !cx.print_record(&described)? {
        let mut table = Table::new(["REFERENCE ID", "NAME", "CREATED AT (UTC)", "URL"]);
        for Described { project, url } in &described {
            let created: String = project.created_at.chars().take(19).collect();
            table.row([
                project.reference().to_owned(),
                project.name.clone(),
                created.replace('T', " "),
                url.clone().unwrap_or_default(),
            ]);
        }
        cx.printer.stdout_block(&table.block())?;
    }
    Ok(ExitStatus::Success)
}

fn delete(project: &ProjectRef, data: &DataArgs, cx: &Context) -> anyhow::Result<ExitStatus> {
    consent::check_at_once("deleting a project with all its functions", cx)?;
    let platform = Platform::reach(data, cx)?;
    let question = format!("Delete project {project} with all its functions and secrets?");
    if let Ended::Interrupted(status) = consent::ask(question, cx)? {
        return Ok(status);
    }
    match platform.ask(platform.client.delete_project(project))? {
        Ended::Done(()) => {}
        Ended::Interrupted(status) => return Ok(status),
    }
    cx.printer.stderr(format!("Deleted project {project}"));
    cx.print_record(&serde_json::json!({ "ref": project }))?;
    Ok(ExitStatus::Success)
}

fn keys(
    project: &ProjectRef,
    reveal: bool,
    data: &DataArgs,
    cx: &Context,
) -> anyhow::Result<ExitStatus> {
    let platform = Platform::reach(data, cx)?;
    let listed = async {
        let keys = platform.client.list_api_keys(project, reveal).await?;
        let url = platform.functions_url(project).await;
        let url = url.map(|url| url.replace("REF", project.as_str()));
        let jwt_secret = match reveal {
            true => platform.client.jwt_secret(project).await?,
            false => None,
        };
        Ok(Keys {
            url,
            keys,
            jwt_secret,
        })
    };
    let keys = match platform.ask(listed)? {
        Ended::Done(keys) => keys,
        Ended::Interrupted(status) => return Ok(status),
    };
    if cx.output == Some(OutputShape::Env) {
        let lines = keys.variables().into_iter();
        let lines = lines.map(|(name, value)| shell_assignment(&name, value));
        let lines: Vec<String> = lines.collect::<Result<_, _>>()?;
        let document = Block::document(lines.join("\n"));
        cx.printer.stdout_block(&document)?;
        return Ok(ExitStatus::Success);
    }
    if !cx.print_record(&keys)? {
        let mut table = Table::new(["NAME", "TYPE", "KEY"]);
        for key in &keys.keys {
            let value = key.api_key.as_deref().unwrap_or("(see it with --reveal)");
            table.row([key.name.clone(), key.kind.clone(), value.to_owned()]);
        }
        if let Some(secret) = keys.jwt_secret() {
            table.row(["jwt_secret", "HS256", secret].map(str::to_owned));
        }
        cx.printer.stdout_block(&table.block())?;
        if let Some(url) = &keys.url {
            cx.printer.stderr(format!("URL of the project: {url}"));
        }
    }
    Ok(ExitStatus::Success)
}

fn rotate(project: &ProjectRef, data: &DataArgs, cx: &Context) -> anyhow::Result<ExitStatus> {
    let platform = Platform::reach(data, cx)?;
    let key = match platform.ask(platform.client.rotate_signing_key(project))? {
        Ended::Done(key) => key,
        Ended::Interrupted(status) => return Ok(status),
    };
    cx.printer
        .stderr(format!("Rotated the signing key of project {project}"));
    if !cx.print_record(&key)? {
        cx.printer.stdout(key["id"].as_str().unwrap_or_default())?;
    }
    Ok(ExitStatus::Success)
}

impl Keys {
    fn jwt_secret(&self) -> Option<&str> {
        let secret = self.jwt_secret.as_ref()?;
        Some(secret.jwt_secret.expose())
    }

    /// What is known, under names that code reads.
    fn variables(&self) -> Vec<(String, &str)> {
        let url = self.url.as_deref();
        let url = url.map(|url| ("SUPABASE_URL".to_owned(), url));
        let known = self.keys.iter().filter_map(|key| {
            let value = key.api_key.as_deref()?;
            let name = match (&*key.kind, &*key.name) {
                ("legacy", name) => format!("SUPABASE_{name}_KEY"),
                (kind, "default") => format!("SUPABASE_{kind}_KEY"),
                (kind, name) => format!("SUPABASE_{kind}_KEY_{name}"),
            };
            Some((variable(&name), value))
        });
        let secret = self.jwt_secret();
        let secret = secret.map(|secret| ("SUPABASE_JWT_SECRET".to_owned(), secret));
        url.into_iter().chain(known).chain(secret).collect()
    }
}

/// The name of a variable that every shell takes; that of a key may have any character.
fn variable(name: &str) -> String {
    let is_word = |character: &char| character.is_ascii_alphanumeric() || *character == '_';
    let name = name.to_ascii_uppercase();
    let characters = name.chars();
    characters
        .map(|it| Some(it).filter(is_word).unwrap_or('_'))
        .collect()
}

impl Platform {
    /// Projects and where they are.
    async fn describe(&self, projects: Vec<api_types::Project>) -> Vec<Described> {
        let first = projects
            .first()
            .and_then(|one| one.reference().parse().ok());
        let url = match first {
            Some(first) => self.functions_url(&first).await,
            None => None,
        };
        let projects = projects.into_iter();
        let described = projects.map(|project| Described {
            url: url
                .as_ref()
                .map(|url| url.replace("REF", project.reference())),
            project,
        });
        described.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_any_name_are_variables_that_shells_take() {
        assert_eq!(variable("SUPABASE_secret_KEY_ci"), "SUPABASE_SECRET_KEY_CI");
        let odd = variable("SUPABASE_secret_KEY_my key$(touch x)\n");
        assert_eq!(odd, "SUPABASE_SECRET_KEY_MY_KEY__TOUCH_X__");
        shell_assignment(&odd, "$(touch x)").unwrap();
    }
}
