//! `fx functions new`: a template as files, and its table in the configuration.

use std::{
    io,
    path::{Path, PathBuf},
};

use anyhow::Context as _;
use serde::Serialize;

use super::{Context, status};
use crate::{
    cli::{AuthChoice, NewArgs},
    dev::{LocalKeys, Stack},
    diagnostics::{ExitStatus, Warning},
    fs,
    function::Slug,
    output,
    project::{self, Project, Upstream},
    scaffold::{self, Auth, Cors, NewFunction, SHARED_CORS, Template},
};

/// Creates the function, or lists the templates.
pub(crate) fn run(args: &NewArgs, cx: &Context) -> anyhow::Result<ExitStatus> {
    if args.list_templates {
        list_templates(cx)?;
        return Ok(ExitStatus::Success);
    }
    let name = args
        .name
        .as_deref()
        .expect("clap asks for a name otherwise");
    let slug: Slug = name.parse()?;
    let template = scaffold::find(&args.template)?;
    let project = cx.project()?;
    let keys = LocalKeys::of(&project.auth()?)?;
    let functions = project.functions_dir();
    let (cors, unusable) = cors(&project, template);
    let new = NewFunction {
        slug: &slug,
        template,
        auth: args.auth.map(to_auth),
        cors,
        base_url: &base_url(&project, template)?,
        anon_key: &keys.anon,
        publishable_key: &keys.publishable,
    };
    // A configuration without a place for the function is found before anything is written.
    let rendered = new.render();
    let declaration = declare(&project, &slug, rendered.verify_jwt)?;
    let config = declaration.path().unwrap_or(&functions);
    for path in [config, &functions.join(slug.as_str())] {
        fs::check_writable(path, project.root())
            .with_context(|| format!("failed to write `{}`", project.shown(path)))?;
    }
    let created = scaffold::create(&functions, &new);
    let created = created.map_err(|error| error.relative_to(project.root()))?;
    match declaration {
        Declaration::Write { path, text } => {
            fs::write_found(&path, project.root(), text.as_bytes(), 0o644)
                .with_context(|| format!("failed to write `{}`", project.shown(&path)))?;
        }
        Declaration::Leave(warning) => cx.printer.warn(&warning),
    }
    let directory = functions.join(slug.as_str());
    report(&project, &new, &directory, &created, unusable.as_ref(), cx)?;
    Ok(ExitStatus::Success)
}

/// Where a function of this template gets what pages need from, and why that is not the shared file, if that can be
/// neither read nor written. What the project has of it is only read.
fn cors(project: &Project, template: &Template) -> (Cors, Option<io::Error>) {
    if !template.for_pages {
        return (Cors::New, None);
    }
    let path = project.functions_dir().join(SHARED_CORS);
    let found = match fs::read_found_text(&path, project.source_root(), fs::MAX_TEXT) {
        Ok(text) => Ok(Cors::of(Some(&text))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            // A link that leads nowhere is not found either.
            fs::check_writable(&path, project.root()).map(|()| Cors::New)
        }
        Err(error) => Err(error),
    };
    match found {
        Ok(cors) => (cors, None),
        Err(error) => (Cors::Own, Some(error)),
    }
}

/// Where the function will be called: where fx listens now, or will. That depends on the upstream, which a flag may still
/// change; templates that need services say so.
fn base_url(project: &Project, template: &Template) -> Result<String, project::Error> {
    if let Some(url) = status::running_at(project.root()) {
        return Ok(url);
    }
    let port = project.port()?;
    let stack = Stack {
        port,
        is_confirmed: false,
    };
    // A mistake in that file is told by what uses it.
    let upstream = project.upstream().unwrap_or_default();
    let is_beside = match upstream {
        None | Some(Upstream::Auto) => template.needs_services,
        Some(other) => other.loopback_port() == Some(port),
    };
    let port = if is_beside { stack.port_beside() } else { port };
    Ok(format!("http://127.0.0.1:{port}"))
}

fn to_auth(choice: AuthChoice) -> Auth {
    match choice {
        AuthChoice::None => Auth::None,
        AuthChoice::Apikey => Auth::ApiKey,
        AuthChoice::User => Auth::User,
    }
}

fn list_templates(cx: &Context) -> Result<(), output::Error> {
    #[derive(Serialize)]
    struct Row {
        name: &'static str,
        summary: &'static str,
    }
    let rows = scaffold::templates().iter().map(|template| Row {
        name: template.name,
        summary: template.summary,
    });
    let rows: Vec<Row> = rows.collect();
    if !cx.print_record(&rows)? {
        let style = cx.printer.stdout_style();
        for Row { name, summary } in rows {
            let name = style.literal(&format!("{name:17}"));
            cx.printer.stdout(format!("{name} {summary}"))?;
        }
    }
    Ok(())
}

/// What becomes of the configuration.
enum Declaration {
    Write { path: PathBuf, text: String },
    Leave(Warning),
}

impl Declaration {
    fn path(&self) -> Option<&PathBuf> {
        match self {
            Self::Write { path, .. } => Some(path),
            Self::Leave(_) => None,
        }
    }
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
    let text = match fs::read_found_text(&path, project.source_root(), fs::MAX_TEXT) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
        Err(error) => {
            return Err(error)
                .with_context(|| format!("failed to read `{}`", project.shown(&path)));
        }
    };
    if let Some(text) = scaffold::declare(
        &text,
        slug,
        &scaffold::Declaration::of_new(slug, verify_jwt),
    )? {
        return Ok(Declaration::Write { path, text });
    }
    let file = project.shown(&path);
    let message = format!("`[functions.{slug}]` is declared in `{file}` already");
    let hint =
        format!("check that it suits the new code, which expects `verify_jwt = {verify_jwt}`");
    Ok(Declaration::Leave(Warning::new(message).with_hint(hint)))
}

/// The new function, for programs.
#[derive(Serialize)]
struct CreatedRecord<'a> {
    path: String,
    function_name: &'a str,
    template: &'a str,
    /// Who may call it: `none`, `apikey` or `user`.
    auth: &'static str,
    /// Everything that was written but the configuration, seen from the project's directory.
    files: Vec<String>,
}

fn report(
    project: &Project,
    new: &NewFunction<'_>,
    directory: &Path,
    created: &[PathBuf],
    unusable: Option<&io::Error>,
    cx: &Context,
) -> Result<(), output::Error> {
    let shown = |path: &Path| {
        let shown = path.strip_prefix(project.root()).unwrap_or(path);
        shown.display().to_string()
    };
    let path = shown(directory);
    let record = CreatedRecord {
        path: path.clone(),
        function_name: new.slug.as_str(),
        template: new.template.name,
        auth: match new.auth_in_force() {
            Auth::None => "none",
            Auth::ApiKey => "apikey",
            Auth::User => "user",
        },
        files: created.iter().map(|path| shown(path)).collect(),
    };
    if !cx.print_record(&record)? {
        cx.printer
            .stdout(format!("Created new Function at {path}"))?;
        let shared = project.functions_dir().join(SHARED_CORS);
        let own = format!("{path}/cors.ts");
        let is_written = created.contains(&shared);
        if let Some(line) = about_cors(new, is_written, &shown(&shared), &own, unusable) {
            cx.printer.stderr(line);
        }
        cx.printer
            .stderr(format!("Serve it with `fx functions serve {}`", new.slug));
    }
    Ok(())
}

/// What to know about the file that functions share, and about the function's own.
fn about_cors(
    new: &NewFunction<'_>,
    is_written: bool,
    shared: &str,
    own: &str,
    unusable: Option<&io::Error>,
) -> Option<String> {
    if !new.template.for_pages {
        return None;
    }
    match new.cors {
        _ if is_written => Some(format!("Created {shared} with CORS headers for web pages")),
        Cors::New | Cors::Shared => None,
        Cors::AroundShared => Some(format!("Uses `corsHeaders` from {shared}; see {own}")),
        Cors::Own => {
            let reason = match unusable {
                Some(error) if error.kind() == io::ErrorKind::IsADirectory => format!(
                    "{shared} is a directory; rename it, and new functions share a file of that name"
                ),
                Some(error) => format!("{shared} cannot be used: {error}"),
                None => format!("fx finds no `corsHeaders` in {shared}"),
            };
            Some(format!(
                "CORS headers for web pages, which allow every origin, are in {own}: {reason}"
            ))
        }
    }
}
