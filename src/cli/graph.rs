//! `fx functions graph`.

use clap::Args;

/// What to look at.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct GraphArgs {
    /// The function
    #[arg(value_name = "NAME")]
    pub(crate) name: String,

    /// Show only how this comes in: a path, a package with or without version, or a specifier as written
    #[arg(long, value_name = "SPECIFIER")]
    pub(crate) why: Option<String>,
}

const EXAMPLES: &str = "\
Examples:
  fx functions graph hello                        All modules and packages, with sizes
  fx functions graph hello --why npm:ms           The imports that lead to a package
  fx functions graph hello --why _shared/cors.ts  Or to a module
  fx functions graph hello --output-format json   Nodes and edges for a script

JSON:
  entrypoint  Name of the first node
  nodes       name, kind (module, package, built-in), size in bytes, and of packages and their modules
              package {registry, name, version}
  edges       from and to (names of nodes), specifier as written, dynamic, and of modules file, line, column
  duplicates  name of a package, versions
  chains      With --why instead of all these: lists of edges from the entrypoint, the shortest to each node meant";
