//! The npm packages of a function as they go into its bundle: the resolution, and a tree with the files of each package.
//!
//! Only what the graph asks for goes in, whatever else the lockfile names. The reader finds a package's directory by
//! its place among the packages of the same name and version, sorted by id, so copies are numbered in that order
//! (`spec/bundle.md` §3.3). Packages are read once per process, however many functions have them.

use std::{
    collections::{BTreeMap, HashMap},
    io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

use deno_graph::{Module, ModuleGraph};
use deno_npm::{NpmPackageId, resolution::ValidSerializedNpmResolutionSnapshot};
use deno_resolver::npm::managed::ManagedNpmResolver;
use deno_semver::package::{PackageNv, PackageReq};
use walkdir::WalkDir;

use super::{
    Error,
    emit::Content,
    format::{VFS_PREFIX, VirtualDirectory, VirtualEntry, VirtualFile},
    system::System,
    workspace::{Workspace, configuration_error},
};
use crate::fs;

/// How names end of files that no program needs at run time.
const NEEDLESS: [&str; 6] = [".map", ".d.ts", ".d.mts", ".d.cts", ".tsbuildinfo", ".md"];
/// Only there while a package is unpacked.
const UNPACKING: &str = ".deno_sync_lock";
/// What the reader calls every registry.
const REGISTRY: &str = "localhost";

/// Which files of packages go in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(crate) enum NpmFiles {
    /// Without source maps, types, Markdown and machine code.
    #[default]
    Lean,
    /// All of them.
    All,
}

/// The packages of one function.
pub(super) struct NpmTree {
    /// Which package each requirement and each dependency means.
    pub(super) snapshot: ValidSerializedNpmResolutionSnapshot,
    /// `node_modules`, if there is any file.
    pub(super) root: Option<VirtualDirectory>,
    /// The entries of the files, in the order of their numbers.
    pub(super) files: Vec<(String, Content)>,
    /// The packages and how many bytes each has.
    pub(super) packages: Vec<(PackageNv, u64)>,
}

/// The files of packages that were read, for every function of this process.
#[derive(Debug, Default)]
pub(super) struct PackageStore {
    packages: Mutex<HashMap<(PathBuf, NpmFiles), Slot>>,
}

/// Where one package's files will be.
type Slot = Arc<OnceLock<Arc<[PackageFile]>>>;

/// A file of a package.
#[derive(Debug)]
struct PackageFile {
    /// Its path in the package.
    components: Vec<String>,
    content: Content,
}

impl PackageStore {
    /// The files below `folder`, sorted by path.
    fn read(&self, folder: &Path, which: NpmFiles) -> Result<Arc<[PackageFile]>, Error> {
        let slot = {
            let mut packages = self.packages.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(packages.entry((folder.to_owned(), which)).or_default())
        };
        if let Some(files) = slot.get() {
            return Ok(Arc::clone(files));
        }
        let files = read_package(folder, which)?;
        Ok(Arc::clone(slot.get_or_init(|| files)))
    }
}

impl NpmTree {
    /// The packages that `graph` asks for; they are in the cache.
    pub(super) fn read(
        graph: &ModuleGraph,
        workspace: &Workspace,
        store: &PackageStore,
        which: NpmFiles,
    ) -> Result<Self, Error> {
        let resolver = workspace.resolver.npm_resolver();
        let resolver = resolver.map_err(configuration_error)?;
        let mut tree = Self {
            snapshot: ValidSerializedNpmResolutionSnapshot::default(),
            root: None,
            files: Vec::new(),
            packages: Vec::new(),
        };
        let Some(managed) = resolver.as_managed() else {
            return Ok(tree);
        };
        let wanted = managed.resolution().subset(&requirements(graph));
        tree.snapshot = each_once(wanted.as_valid_serialized_for_system(&workspace.system));
        let mut registry = VirtualDirectory::new(REGISTRY);
        for (id, copy) in numbered(&tree.snapshot) {
            let files = store.read(&folder(managed, &id)?, which)?;
            let directory = package_directory(&id.nv, copy);
            let directory = directory.iter().map(String::as_str);
            let directory = directory.fold(&mut registry, VirtualDirectory::directory);
            tree.add(directory, &id.nv, &files);
        }
        if !tree.files.is_empty() {
            let mut root = VirtualDirectory::new("node_modules");
            root.entries.push(VirtualEntry::Dir(registry));
            tree.root = Some(root);
        }
        Ok(tree)
    }

    fn add(&mut self, directory: &mut VirtualDirectory, nv: &PackageNv, files: &[PackageFile]) {
        let mut bytes = 0;
        for file in files {
            let key = format!("{VFS_PREFIX}{}", self.files.len());
            let len = file.content.len() as u64;
            bytes += len;
            let Some((name, parents)) = file.components.split_last() else {
                continue;
            };
            let parents = parents.iter().map(String::as_str);
            let parent = parents.fold(&mut *directory, VirtualDirectory::directory);
            parent.add(VirtualFile {
                key: key.clone(),
                name: name.clone(),
                offset: 0,
                len,
            });
            self.files.push((key, Arc::clone(&file.content)));
        }
        self.packages.push((nv.clone(), bytes));
    }
}

/// The crate names a package once for each requirement that it fulfils: `hono` and `hono/cors` would be two copies.
fn each_once(
    snapshot: ValidSerializedNpmResolutionSnapshot,
) -> ValidSerializedNpmResolutionSnapshot {
    let mut snapshot = snapshot.into_serialized();
    snapshot.packages.sort_by(|a, b| a.id.cmp(&b.id));
    snapshot.packages.dedup_by(|a, b| a.id == b.id);
    snapshot.into_valid_unsafe()
}

/// What a graph asks for.
pub(super) fn requirements(graph: &ModuleGraph) -> Vec<PackageReq> {
    let modules = graph.modules();
    modules
        .filter_map(|module| match module {
            Module::Npm(npm) => Some(npm.pkg_req_ref.req().clone()),
            _ => None,
        })
        .collect()
}

/// The packages by id, and which copy of its name and version each is.
pub(super) fn numbered(
    snapshot: &ValidSerializedNpmResolutionSnapshot,
) -> Vec<(NpmPackageId, usize)> {
    let packages = snapshot.as_serialized().packages.iter();
    let mut ids: Vec<NpmPackageId> = packages.map(|package| package.id.clone()).collect();
    ids.sort();
    let mut copies: BTreeMap<PackageNv, usize> = BTreeMap::new();
    let number = |id: NpmPackageId| {
        let next = copies.entry(id.nv.clone()).or_default();
        let copy = *next;
        *next += 1;
        (id, copy)
    };
    ids.into_iter().map(number).collect()
}

/// Where the reader looks for a package, below the registry.
fn package_directory(nv: &PackageNv, copy: usize) -> Vec<String> {
    let name = nv.name.split('/').map(str::to_owned);
    name.chain([copy_version(nv, copy)]).collect()
}

/// The version of a copy, which tells it from others.
pub(super) fn copy_version(nv: &PackageNv, copy: usize) -> String {
    match copy {
        0 => nv.version.to_string(),
        copy => format!("{}_{copy}", nv.version),
    }
}

fn folder(managed: &ManagedNpmResolver<System>, id: &NpmPackageId) -> Result<PathBuf, Error> {
    let folder = managed.resolve_pkg_folder_from_pkg_id(id);
    folder.map_err(configuration_error)
}

fn read_package(folder: &Path, which: NpmFiles) -> Result<Arc<[PackageFile]>, Error> {
    let failed = |path: &Path, source| Error::Io {
        action: "read",
        path: path.to_owned(),
        source,
    };
    let mut files = Vec::new();
    for entry in WalkDir::new(folder).sort_by_file_name() {
        let entry = entry.map_err(|error| failed(folder, error.into()))?;
        let name = entry.file_name().to_string_lossy();
        if !entry.file_type().is_file() || name == UNPACKING || is_needless(&name, which) {
            continue;
        }
        let path = entry.path();
        let content = fs::read_regular(path, fs::MAX_STATIC_FILE);
        let content = content.map_err(|source| failed(path, source))?;
        if which == NpmFiles::Lean && is_machine_code(&content) {
            continue;
        }
        files.push(PackageFile {
            components: components(folder, path).map_err(|source| failed(path, source))?,
            content: content.into(),
        });
    }
    Ok(files.into())
}

fn is_needless(name: &str, which: NpmFiles) -> bool {
    which == NpmFiles::Lean && NEEDLESS.iter().any(|suffix| name.ends_with(suffix))
}

/// Whether this is an add-on, a library or a program of some system (ELF, Mach-O, PE), which no function can load.
///
/// Packages with optional add-ons bring them for several systems, and go on without them: what they catch is that
/// there is none, instead of that it is not permitted.
fn is_machine_code(content: &[u8]) -> bool {
    const ELF: [u8; 4] = *b"\x7fELF";
    const MACH_O: [u32; 3] = [0xfeed_face, 0xfeed_facf, 0xcafe_babe];
    let Some(magic) = content.first_chunk::<4>() else {
        return false;
    };
    let numbers = [u32::from_be_bytes(*magic), u32::from_le_bytes(*magic)];
    *magic == ELF || numbers.iter().any(|it| MACH_O.contains(it)) || is_portable_executable(content)
}

fn is_portable_executable(content: &[u8]) -> bool {
    let header = content.get(0x3c..).and_then(<[u8]>::first_chunk::<4>);
    let header = header.map(|offset| u32::from_le_bytes(*offset) as usize);
    content.starts_with(b"MZ")
        && header.is_some_and(|start| {
            content
                .get(start..)
                .is_some_and(|it| it.starts_with(b"PE\0\0"))
        })
}

fn components(folder: &Path, path: &Path) -> io::Result<Vec<String>> {
    let relative = path.strip_prefix(folder).map_err(io::Error::other)?;
    let components = relative.components();
    let texts = components.map(|component| component.as_os_str().to_str().map(str::to_owned));
    let texts: Option<Vec<String>> = texts.collect();
    texts.ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, "the name is not Unicode"))
}

impl VirtualDirectory {
    /// The directory of that name, which is made if there is none.
    fn directory(&mut self, name: &str) -> &mut Self {
        let found = self
            .entries
            .binary_search_by(|entry| entry.name().cmp(name));
        let index = found.unwrap_or_else(|index| {
            self.entries
                .insert(index, VirtualEntry::Dir(Self::new(name)));
            index
        });
        match &mut self.entries[index] {
            VirtualEntry::Dir(directory) => directory,
            VirtualEntry::File(_) | VirtualEntry::Symlink(_) => {
                unreachable!("a file system has one entry of a name")
            }
        }
    }

    /// Adds a file. There is no other entry of its name.
    fn add(&mut self, file: VirtualFile) {
        let place = |entry: &VirtualEntry| entry.name().cmp(&file.name);
        let index = self.entries.binary_search_by(place);
        let index = index.unwrap_or_else(|index| index);
        self.entries.insert(index, VirtualEntry::File(file));
    }
}

impl VirtualEntry {
    fn name(&self) -> &str {
        match self {
            Self::Dir(directory) => &directory.name,
            Self::File(file) => &file.name,
            Self::Symlink(link) => &link.name,
        }
    }
}
