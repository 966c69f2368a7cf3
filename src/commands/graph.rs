//! `fx functions graph`: the words and the JSON for what a function is made of.

use std::fmt::Write as _;

use serde::Serialize;

use super::{Context, selected::Selected};
use crate::{
    bundle::{Bundler, Edge, GraphRequest, Kind, Package, Places, Report},
    cli::GraphArgs,
    diagnostics::{Block, ExitStatus},
    dirs::Dirs,
    output,
    project::Overrides,
};

/// Shows the graph, or why something is in it.
pub(crate) fn run(args: &GraphArgs, cx: &Context) -> anyhow::Result<ExitStatus> {
    let project = cx.project()?;
    let names = std::slice::from_ref(&args.name);
    let selected = Selected::resolve(project, names, &Overrides::default(), cx)?;
    for warning in &selected.warnings {
        cx.printer.warn(warning);
    }
    let places = Places::of(&selected.project, &Dirs::from_env()?.cache);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    let report = runtime.block_on(async {
        let bundler = Bundler::new(places, cx.ca_cert.clone(), Some(1));
        let function = selected.functions.first();
        let function = function.expect("at least one function is selected");
        bundler
            .report(GraphRequest::of(function, bundler.places()))
            .await
    })?;
    match &args.why {
        Some(wanted) => {
            let chains = report.why(wanted)?;
            if !cx.print_record(&ChainsRecord::of(&report, &chains))? {
                cx.printer.stdout_block(&chains_text(&report, &chains))?;
            }
        }
        None => {
            if !cx.print_record(&Record::of(&report))? {
                cx.printer.stdout_block(&text(&report))?;
            }
        }
    }
    Ok(ExitStatus::Success)
}

/// The tree, then what there is to say about all of it.
fn text(report: &Report) -> Block {
    let mut block = tree(report);
    let duplicates = report.duplicates();
    if !duplicates.is_empty() {
        block.push("");
        block.push("In several versions:");
    }
    for (name, versions) in duplicates {
        block.push(format_args!("  {name}  {}", versions.join(", ")));
    }
    let total = |kind, noun: &str| {
        let (count, size) = report.total(kind);
        let plural = if count == 1 { "" } else { "s" };
        format!("{count} {noun}{plural}, {}", output::size(size))
    };
    let modules = total(Kind::Module, "module");
    let packages = total(Kind::Package, "npm package");
    block.push("");
    block.push(format_args!("{modules}; {packages}"));
    block
}

/// A line of the tree that is still to be written.
struct Line {
    node: usize,
    is_dynamic: bool,
    /// What the lines below it begin with.
    margin: String,
    /// What it begins with itself.
    branch: String,
}

/// Every node once with what it imports; where it comes again, it is only named.
fn tree(report: &Report) -> Block {
    let mut block = Block::new();
    let mut is_shown = vec![false; report.nodes.len()];
    let mut lines = vec![Line {
        node: 0,
        is_dynamic: false,
        margin: String::new(),
        branch: String::new(),
    }];
    while let Some(line) = lines.pop() {
        let node = &report.nodes[line.node];
        let dynamic = if line.is_dynamic { " (dynamic)" } else { "" };
        let mut text = format!("{}{}{dynamic}", line.branch, node.name);
        if std::mem::replace(&mut is_shown[line.node], true) {
            block.push(text + " (above)");
            continue;
        }
        if node.kind != Kind::BuiltIn {
            let _ = write!(text, "  {}", output::size(node.size));
        }
        block.push(text);
        let imports = report.imports(line.node);
        for (index, edge) in imports.iter().enumerate().rev() {
            let is_last = index + 1 == imports.len();
            let (branch, below) = if is_last {
                ("└─ ", "   ")
            } else {
                ("├─ ", "│  ")
            };
            lines.push(Line {
                node: edge.to,
                is_dynamic: edge.is_dynamic,
                margin: format!("{}{below}", line.margin),
                branch: format!("{}{branch}", line.margin),
            });
        }
    }
    block
}

fn chains_text(report: &Report, chains: &[Vec<&Edge>]) -> Block {
    let mut block = Block::new();
    for (index, chain) in chains.iter().enumerate() {
        if index > 0 {
            block.push("");
        }
        push_chain(report, chain, &mut block);
    }
    block
}

/// One import per line, the entrypoint first.
fn push_chain(report: &Report, chain: &[&Edge], block: &mut Block) {
    let entrypoint = &report.nodes[0].name;
    let rest = if chain.is_empty() {
        " is the entrypoint"
    } else {
        ""
    };
    block.push(format_args!("{entrypoint}{rest}"));
    for (depth, edge) in chain.iter().enumerate() {
        let margin = "   ".repeat(depth);
        let name = &report.nodes[edge.to].name;
        let verb = if edge.is_dynamic {
            "import()"
        } else {
            "imported"
        };
        let why = match &edge.location {
            Some(place) => {
                let (file, line) = (&place.file, place.line);
                format!("{verb} as `{}` at {file}:{line}", edge.specifier)
            }
            None => "a dependency".to_owned(),
        };
        block.push(format_args!("{margin}└─ {name}  {why}"));
    }
}

/// The graph, for programs.
#[derive(Serialize)]
struct Record<'a> {
    entrypoint: &'a str,
    nodes: Vec<NodeRecord<'a>>,
    edges: Vec<EdgeRecord<'a>>,
    duplicates: Vec<DuplicateRecord<'a>>,
}

/// The imports that lead to something, for programs.
#[derive(Serialize)]
struct ChainsRecord<'a> {
    entrypoint: &'a str,
    chains: Vec<Vec<EdgeRecord<'a>>>,
}

#[derive(Serialize)]
struct NodeRecord<'a> {
    name: &'a str,
    /// `module`, `package` or `built-in`.
    kind: &'static str,
    /// Bytes.
    size: u64,
    package: Option<PackageRecord<'a>>,
}

#[derive(Serialize)]
struct PackageRecord<'a> {
    registry: &'static str,
    name: &'a str,
    version: &'a str,
}

#[derive(Serialize)]
struct EdgeRecord<'a> {
    from: &'a str,
    to: &'a str,
    specifier: &'a str,
    dynamic: bool,
    file: Option<&'a str>,
    line: Option<usize>,
    column: Option<usize>,
}

#[derive(Serialize)]
struct DuplicateRecord<'a> {
    name: String,
    versions: Vec<&'a str>,
}

impl<'a> Record<'a> {
    fn of(report: &'a Report) -> Self {
        let nodes = report.nodes.iter().map(|node| NodeRecord {
            name: &node.name,
            kind: match node.kind {
                Kind::Module => "module",
                Kind::Package => "package",
                Kind::BuiltIn => "built-in",
            },
            size: node.size,
            package: node.package.as_ref().map(PackageRecord::of),
        });
        let edges = report.edges.iter();
        let duplicates = report.duplicates().into_iter();
        Self {
            entrypoint: &report.nodes[0].name,
            nodes: nodes.collect(),
            edges: edges.map(|edge| EdgeRecord::of(report, edge)).collect(),
            duplicates: duplicates
                .map(|(name, versions)| DuplicateRecord { name, versions })
                .collect(),
        }
    }
}

impl<'a> ChainsRecord<'a> {
    fn of(report: &'a Report, chains: &[Vec<&'a Edge>]) -> Self {
        let chain = |chain: &Vec<&'a Edge>| {
            let edges = chain.iter();
            edges.map(|edge| EdgeRecord::of(report, edge)).collect()
        };
        Self {
            entrypoint: &report.nodes[0].name,
            chains: chains.iter().map(chain).collect(),
        }
    }
}

impl<'a> PackageRecord<'a> {
    fn of(package: &'a Package) -> Self {
        Self {
            registry: package.registry,
            name: &package.name,
            version: &package.version,
        }
    }
}

impl<'a> EdgeRecord<'a> {
    fn of(report: &'a Report, edge: &'a Edge) -> Self {
        let location = edge.location.as_ref();
        Self {
            from: &report.nodes[edge.from].name,
            to: &report.nodes[edge.to].name,
            specifier: &edge.specifier,
            dynamic: edge.is_dynamic,
            file: location.map(|location| location.file.as_str()),
            line: location.map(|location| location.line),
            column: location.map(|location| location.column),
        }
    }
}
