//! `fx functions download`: deployed functions as files of the project, all or none.

mod declare;

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use futures_util::{StreamExt as _, TryStreamExt as _, future, stream};
use serde::Serialize;

use super::{
    Context,
    delete::{NoFunction, checked_names, is_no_function},
    engine::{Ended, until_interrupted},
    remote, unbundle,
};
use crate::{
    api::{self, Authenticated, BodyFormat, Client},
    api_types::{Function, FunctionStatus, ProjectRef},
    bundle::{File, Origin, Plan, State},
    cli::DownloadArgs,
    diagnostics::{ExitStatus, Warning},
    download::{Body, Format, Tree, merge, restore},
    fs, output,
    project::Project,
};
use declare::{Tables, tables};

/// Hosted bundles may have 20 MB; sources are not compressed.
const MAX_BODY: usize = 100_000_000;
/// How many bodies come at once.
const AT_ONCE: usize = 8;

/// Downloads the functions.
pub(crate) fn run(args: &DownloadArgs, cx: &Context) -> anyhow::Result<ExitStatus> {
    let names = checked_names(&args.names)?;
    let project = cx.project()?;
    let reference = remote::resolve_ref(&args.remote, &project)?;
    let client = remote::connect(cx)?;
    old_flags(args, cx);
    let source = Source {
        client: &client,
        reference: &reference,
        format: match args.use_api {
            true => BodyFormat::Multipart,
            false => BodyFormat::Eszip,
        },
    };
    let (trees, listed) = match until_interrupted(source.trees(&names, cx))? {
        Ended::Done(fetched) => fetched?,
        Ended::Interrupted(status) => return Ok(status),
    };
    if trees.is_empty() {
        cx.printer
            .stderr(format!("No functions found in project {reference}"));
    }
    let target = Target::of(args, &project, cx);
    let restored = target.restore(&trees, &listed, args, cx)?;
    for slug in trees
        .iter()
        .map(|tree| &tree.slug)
        .filter(|_| !args.dry_run)
    {
        cx.printer.stderr(format!(
            "Downloaded Function {slug} from project {reference}."
        ));
    }
    report(&restored, &trees, &reference, args, cx)?;
    Ok(ExitStatus::Success)
}

fn old_flags(args: &DownloadArgs, cx: &Context) {
    if args.use_docker || args.legacy_bundle {
        let warning = Warning::new("`--use-docker` and `--legacy-bundle` do nothing");
        let hint = "leave them out: no download needs Docker";
        cx.printer.warn(&warning.with_hint(hint));
    }
}

/// Where functions come from.
struct Source<'a> {
    client: &'a Client<Authenticated>,
    reference: &'a ProjectRef,
    format: BodyFormat,
}

impl Source<'_> {
    /// The named functions, or all, and what the API lists.
    async fn trees(
        &self,
        names: &[String],
        cx: &Context,
    ) -> anyhow::Result<(Vec<Tree>, Vec<Function>)> {
        let list = self.client.list_functions(self.reference);
        let (listed, names, bodies) = if names.is_empty() {
            let listed = list.await?;
            let there = listed
                .iter()
                .filter(|it| it.status != FunctionStatus::Removed);
            let names: Vec<String> = there.map(|function| function.slug.clone()).collect();
            let names = checked_names(&names)?;
            let bodies = self.bodies(&names).await?;
            (listed, names, bodies)
        } else {
            let (listed, bodies) = future::join(list, self.bodies(names)).await;
            let bodies = bodies?;
            (settings(listed, cx), names.to_vec(), bodies)
        };
        let mut trees = Vec::new();
        for (slug, body) in names.iter().zip(bodies) {
            let listed = listed.iter().find(|function| function.slug == *slug);
            trees.push(restore(slug, listed, body).await?);
        }
        Ok((trees, listed))
    }

    async fn bodies(&self, names: &[String]) -> anyhow::Result<Vec<Body>> {
        let bodies = stream::iter(names).map(|slug| self.body(slug));
        bodies.buffered(AT_ONCE).try_collect().await
    }

    async fn body(&self, slug: &str) -> anyhow::Result<Body> {
        let body = self.body_as(slug, self.format).await?;
        // A server that was given sources may have no bundle.
        if body.bytes.is_empty() && self.format == BodyFormat::Eszip {
            return self.body_as(slug, BodyFormat::Multipart).await;
        }
        Ok(body)
    }

    async fn body_as(&self, slug: &str, format: BodyFormat) -> anyhow::Result<Body> {
        let download = self
            .client
            .download_function(self.reference, slug, format, MAX_BODY);
        let download = match download.await {
            Err(error) if is_no_function(&error) => {
                return Err(NoFunction {
                    slug: slug.to_owned(),
                    is_deletion: false,
                }
                .into());
            }
            download => download?,
        };
        Ok(Body {
            content_type: download.content_type().to_owned(),
            bytes: download.bytes().await?,
        })
    }
}

/// What is listed; settings are not worth failing for.
fn settings(listed: Result<Vec<Function>, api::Error>, cx: &Context) -> Vec<Function> {
    listed.unwrap_or_else(|error| {
        let warning = Warning::new(format!("the settings of functions are not known: {error}"));
        let hint = "check their tables in `supabase/config.toml` before you deploy";
        cx.printer.warn(&warning.with_hint(hint));
        Vec::new()
    })
}

/// Where files go.
struct Target<'a> {
    /// The directory that stands for the project, as the user writes it.
    directory: PathBuf,
    /// Its configuration, when it has one.
    config: Option<PathBuf>,
    project: &'a Project,
}

/// What became of the files.
struct Restored {
    files: Vec<FileRecord>,
    tables: Tables,
}

impl<'a> Target<'a> {
    fn of(args: &DownloadArgs, project: &'a Project, cx: &Context) -> Self {
        let root = project.root();
        let root = root.strip_prefix(&cx.cwd).unwrap_or(root);
        match &args.out_dir {
            // The process is in the directory that relative paths are seen from.
            Some(directory) => Self {
                config: ["config.toml", "config.json", "config.jsonc"]
                    .iter()
                    .map(|name| directory.join("supabase").join(name))
                    .find(|path| path.exists()),
                directory: directory.clone(),
                project,
            },
            None => Self {
                directory: root.to_owned(),
                config: project.config_path().map(Path::to_owned),
                project,
            },
        }
    }

    /// Plans everything, then writes it.
    fn restore(
        &self,
        trees: &[Tree],
        listed: &[Function],
        args: &DownloadArgs,
        cx: &Context,
    ) -> anyhow::Result<Restored> {
        let mut files = match trees {
            [] => Vec::new(),
            trees => merge(trees, args.force)?,
        };
        let mut warnings: Vec<Warning> = trees
            .iter()
            .flat_map(|tree| tree.warnings.iter().cloned())
            .collect();
        if !args.force {
            warnings.extend(self.keep_settings(&mut files));
        }
        let plan = Plan::new(&self.directory, &files, args.force)?;
        let tables = tables(self, trees, listed)?;
        if let Some((path, _)) = &tables.config {
            fs::check_writable(path, self.root_of(path))
                .with_context(|| format!("failed to write `{}`", path.display()))?;
        }
        warnings.extend(tables.warnings.iter().cloned());
        if !args.dry_run {
            plan.write()?;
            self.write_config(&tables)?;
        }
        for warning in &warnings {
            cx.printer.warn(warning);
        }
        let files = plan.steps().map(|(file, state)| FileRecord {
            path: file.path.clone(),
            bytes: file.content.len(),
            state,
            origin: file.origin,
        });
        Ok(Restored {
            files: files.collect(),
            tables,
        })
    }

    /// Files that a bundle only has the meaning of are no reason to overwrite what somebody wrote.
    fn keep_settings(&self, files: &mut Vec<File<'static>>) -> Vec<Warning> {
        let mut warnings = Vec::new();
        files.retain(|file| {
            let path = self.directory.join(&file.path);
            if file.origin != Origin::Settings || !path.is_file() {
                return true;
            }
            let found = fs::read_regular(&path, fs::MAX_MODULE);
            let is_same = found.is_ok_and(|known| known == *file.content);
            if !is_same {
                let text = format!(
                    "`{}` stays as it is: the bundle has its meaning, not its text",
                    file.path
                );
                warnings.push(Warning::new(text));
            }
            is_same
        });
        warnings
    }

    /// What a path of this target lies below.
    fn root_of(&self, path: &Path) -> &Path {
        match path.starts_with(self.project.root()) {
            true => self.project.root(),
            false => &self.directory,
        }
    }

    fn write_config(&self, tables: &Tables) -> anyhow::Result<()> {
        let Some((path, text)) = &tables.config else {
            return Ok(());
        };
        fs::write_found(path, self.root_of(path), text.as_bytes(), 0o644)
            .with_context(|| format!("failed to write `{}`", path.display()))
    }
}

/// A file, for programs.
#[derive(Serialize)]
struct FileRecord {
    path: String,
    bytes: usize,
    state: State,
    origin: Origin,
}

/// A function, for programs.
#[derive(Serialize)]
struct FunctionRecord<'a> {
    slug: &'a str,
    format: Format,
    entrypoint: &'a str,
    import_map: Option<&'a str>,
    static_files: &'a [String],
    /// Whether its table was added to `config.toml`.
    declared: bool,
}

#[derive(Serialize)]
struct DownloadRecord<'a> {
    project_ref: &'a str,
    function_slugs: Vec<&'a str>,
    message: &'static str,
    dry_run: bool,
    functions: Vec<FunctionRecord<'a>>,
    files: &'a [FileRecord],
}

fn report(
    restored: &Restored,
    trees: &[Tree],
    reference: &ProjectRef,
    args: &DownloadArgs,
    cx: &Context,
) -> anyhow::Result<()> {
    let functions = trees.iter().map(|tree| FunctionRecord {
        slug: &tree.slug,
        format: tree.format,
        entrypoint: &tree.entrypoint,
        import_map: tree.import_map.as_deref(),
        static_files: &tree.static_files,
        declared: restored.tables.declared.contains(&tree.slug),
    });
    let record = DownloadRecord {
        project_ref: reference.as_str(),
        function_slugs: trees.iter().map(|tree| &*tree.slug).collect(),
        message: match args.dry_run {
            true => "Nothing was written.",
            false => "Downloaded Edge Function source.",
        },
        dry_run: args.dry_run,
        functions: functions.collect(),
        files: &restored.files,
    };
    if cx.print_record(&record)? {
        return Ok(());
    }
    let style = cx.printer.stdout_style();
    for file in &restored.files {
        let (state, size) = (unbundle::word(file.state), output::size(file.bytes as u64));
        let path = style.literal(&file.path);
        cx.printer.stdout(format!("{state:9} {size:>9} {path}"))?;
    }
    Ok(())
}
