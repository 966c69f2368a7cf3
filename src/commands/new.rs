//! `fx functions new`: a template as files, and its table in the configuration.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use serde::Serialize;

use super::Context;
use crate::{
    cli::{AuthChoice, NewArgs},
    dev::LocalKeys,
    diagnostics::{ExitStatus, Warning},
    fs,
    function::Slug,
    output::Format,
    project::Project,
    scaffold::{self, Auth, NewFunction},
};

/// Creates the function, or lists the templates.
pub(crate) fn run(args: &NewArgs, cx: &Context) -> anyhow::Result<ExitStatus> {
    if args.list_templates {
        list_templates(cx);
        return Ok(ExitStatus::Success);
    }
    let name = args
        .name
        .as_deref()
        .expect("clap asks for a name otherwise");
    let slug: Slug = name.parse()?;
    let template = scaffold::find(&args.template)?;
    let project = Project::discover(&cx.cwd, cx.workdir.as_deref())?;
    let keys = LocalKeys::of(&project.auth()?)?;
    let new = NewFunction {
        slug: &slug,
        template,
        auth: args.auth.map(to_auth),
        base_url: &format!("http://127.0.0.1:{}", project.port()?),
        anon_key: &keys.anon,
        publishable_key: &keys.publishable,
    };
    let functions = project.functions_dir();
    // A configuration without a place for the function is found before anything is written.
    let declaration = declare(&project, &slug, new.render().verify_jwt)?;
    let created = scaffold::create(&functions, &new);
    created.map_err(|error| error.relative_to(project.root()))?;
    match declaration {
        Declaration::Write { path, text } => fs::write_atomic(&path, text.as_bytes(), 0o644)
            .with_context(|| format!("failed to write `{}`", path.display()))?,
        Declaration::Leave(warning) => cx.printer.warn(&warning),
    }
    let directory = functions.join(slug.as_str());
    report(&project, &slug, &directory, args, cx);
    Ok(ExitStatus::Success)
}

fn to_auth(choice: AuthChoice) -> Auth {
    match choice {
        AuthChoice::None => Auth::None,
        AuthChoice::Apikey => Auth::ApiKey,
        AuthChoice::User => Auth::User,
    }
}

fn list_templates(cx: &Context) {
    #[derive(Serialize)]
    struct Row {
        name: &'static str,
        summary: &'static str,
    }
    let templates = scaffold::templates().iter();
    if cx.printer.format() == Format::Text {
        let style = cx.printer.stdout_style();
        for template in templates {
            let name = style.literal(&format!("{:17}", template.name));
            cx.printer.stdout(format!("{name} {}", template.summary));
        }
        return;
    }
    let rows = templates.map(|template| Row {
        name: template.name,
        summary: template.summary,
    });
    cx.printer.json(&rows.collect::<Vec<_>>());
}

/// What becomes of the configuration.
enum Declaration {
    Write { path: PathBuf, text: String },
    Leave(Warning),
}

/// Adds the function's table to `config.toml`; a JSON configuration is the user's to edit.
fn declare(project: &Project, slug: &Slug, verify_jwt: bool) -> anyhow::Result<Declaration> {
    let path = match project.config_path() {
        Some(path)
            if path
                .extension()
                .is_some_and(|extension| extension != "toml") =>
        {
            let file = project.shown(path);
            let message = format!("`{file}` is JSON, so `{slug}` was not declared there");
            let hint = format!(
                "add `\"{slug}\": {{ \"verify_jwt\": {verify_jwt} }}` to `functions` in it"
            );
            return Ok(Declaration::Leave(Warning::new(message).with_hint(hint)));
        }
        Some(path) => path.to_owned(),
        None => project.supabase_dir().join("config.toml"),
    };
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
        Err(error) => {
            return Err(error).with_context(|| format!("failed to read `{}`", path.display()));
        }
    };
    if let Some(text) = scaffold::declare(&text, slug, verify_jwt)? {
        return Ok(Declaration::Write { path, text });
    }
    let file = project.shown(&path);
    let message = format!("`[functions.{slug}]` is declared in `{file}` already");
    let hint =
        format!("check that it suits the new code, which expects `verify_jwt = {verify_jwt}`");
    Ok(Declaration::Leave(Warning::new(message).with_hint(hint)))
}

fn report(project: &Project, slug: &Slug, directory: &Path, args: &NewArgs, cx: &Context) {
    let shown = directory.strip_prefix(project.root()).unwrap_or(directory);
    let shown = shown.display();
    if cx.printer.format() == Format::Text {
        cx.printer
            .stdout(format!("Created new Function at {shown}"));
        cx.printer
            .stderr(format!("Serve it with `fx functions serve {slug}`"));
        return;
    }
    let auth = args.auth.map(|choice| match choice {
        AuthChoice::None => "none",
        AuthChoice::Apikey => "apikey",
        AuthChoice::User => "user",
    });
    cx.printer.json(&serde_json::json!({
        "path": shown.to_string(),
        "function_name": slug.as_str(),
        "template": args.template,
        "auth": auth,
        "message": "",
    }));
}
