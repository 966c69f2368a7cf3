//! [`Metadata`]: what a bundle says about itself, in the archived form of rkyv 0.7.
//!
//! The types, the order of their fields and the attributes decide about the bytes; they are those of the Edge Runtime
//! (`spec/runtime.md` §1.2), and the tests hold them to its golden vectors. Only two types are `repr(C)` there, so only
//! two are here: the others have the layout that the compiler gives them, the same for us and for it so far.

use std::collections::HashMap;

use rkyv::{
    AlignedVec, Archive, CheckBytes, Deserialize, Infallible, Serialize,
    validation::{check_archived_root_with_context, validators::ArchiveValidator},
};

/// How much room for scratch the writer has on the stack.
const SCRATCH: usize = 1024;

/// How deep directories may be: checking and reading them needs that much of the stack. Each takes one level, and its
/// names and contents another.
const MAX_DEPTH: usize = 200;

/// What a bundle says about itself.
#[derive(Archive, Serialize, Deserialize, Debug, Default, Clone, PartialEq, Eq)]
#[archive(check_bytes)]
#[archive_attr(repr(C))]
pub(crate) struct Metadata {
    /// Where execution begins.
    pub(crate) entrypoint: Option<Entrypoint>,
    /// JSON of the workspace resolver: `import_map`, `jsr_pkgs`, `package_jsons`, `pkg_json_resolution`.
    pub(crate) serialized_workspace_resolver_raw: Option<Vec<u8>>,
    /// The registry of each scope, its host replaced.
    pub(crate) npmrc_scopes: Option<HashMap<String, String>>,
    /// The entries with static files, `static:` and a path.
    pub(crate) static_asset_specifiers: Vec<String>,
    /// The files of npm packages.
    pub(crate) virtual_dir: Option<VirtualDirectory>,
    /// Certificate stores; never written.
    pub(crate) ca_stores: Option<Vec<String>>,
    /// A certificate authority; never written.
    pub(crate) ca_data: Option<Vec<u8>>,
    /// Hosts whose certificates are not checked; never written.
    pub(crate) unsafely_ignore_certificate_errors: Option<Vec<String>>,
    /// JSON of how packages are found: `Managed` or `Byonm`.
    pub(crate) node_modules: Option<Vec<u8>>,
}

/// Where execution begins.
#[derive(Archive, Serialize, Deserialize, Debug, Clone, PartialEq, Eq)]
#[archive(check_bytes)]
pub(crate) enum Entrypoint {
    /// The key of a module.
    Key(String),
    /// The code itself, in bundles of an older layout.
    ModuleCode(String),
}

/// A directory of a package.
#[derive(Archive, Serialize, Deserialize, Debug, Default, Clone, PartialEq, Eq)]
#[archive(check_bytes)]
#[archive(bound(serialize = "__S: rkyv::ser::ScratchSpace + rkyv::ser::Serializer"))]
#[archive_attr(check_bytes(
    bound = "__C: rkyv::validation::ArchiveContext, <__C as rkyv::Fallible>::Error: std::error::Error"
))]
#[archive_attr(repr(C))]
pub(crate) struct VirtualDirectory {
    /// Its name in the directory above.
    pub(crate) name: String,
    /// What is in it, by name.
    #[omit_bounds]
    #[archive_attr(omit_bounds)]
    pub(crate) entries: Vec<VirtualEntry>,
}

/// What a directory holds.
#[derive(Archive, Serialize, Deserialize, Debug, Clone, PartialEq, Eq)]
#[archive(check_bytes)]
pub(crate) enum VirtualEntry {
    /// A directory.
    Dir(VirtualDirectory),
    /// A file.
    File(VirtualFile),
    /// A symbolic link; never written.
    Symlink(VirtualSymlink),
}

/// A file of a package.
#[derive(Archive, Serialize, Deserialize, Debug, Clone, PartialEq, Eq)]
#[archive(check_bytes)]
pub(crate) struct VirtualFile {
    /// The entry with its content, `vfs://` and a number.
    pub(crate) key: String,
    /// Its name in the directory.
    pub(crate) name: String,
    /// Where the content begins in the entry: 0.
    pub(crate) offset: u64,
    /// How many bytes it has.
    pub(crate) len: u64,
}

/// A symbolic link of a package.
#[derive(Archive, Serialize, Deserialize, Debug, Clone, PartialEq, Eq)]
#[archive(check_bytes)]
pub(crate) struct VirtualSymlink {
    /// Its name in the directory.
    pub(crate) name: String,
    /// Where it leads, from the root of the tree.
    pub(crate) dest_parts: Vec<String>,
}

impl Metadata {
    /// Reads the archived form.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Result<Self, String> {
        from_archived(bytes)
    }

    /// The archived form.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        rkyv::to_bytes::<_, SCRATCH>(self)
            .expect("memory is the only thing that can run out")
            .into_vec()
    }
}

/// Reads the archived form of any of the types here, which comes from anywhere: every pointer in it is checked.
pub(super) fn from_archived<T>(bytes: &[u8]) -> Result<T, String>
where
    T: Archive,
    T::Archived: for<'a> CheckBytes<ArchiveValidator<'a>> + Deserialize<T, Infallible>,
{
    let mut aligned = AlignedVec::with_capacity(bytes.len());
    aligned.extend_from_slice(bytes);
    if bytes.len() < size_of::<T::Archived>() {
        return Err(format!("{} bytes are too few", bytes.len()));
    }
    let mut validator = ArchiveValidator::with_max_depth(&aligned, MAX_DEPTH);
    let archived = check_archived_root_with_context::<T, _>(&aligned, &mut validator);
    let archived = archived.map_err(|error| error.to_string())?;
    Ok(archived
        .deserialize(&mut Infallible)
        .expect("nothing there can fail"))
}

impl VirtualDirectory {
    /// An empty directory.
    pub(crate) fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            entries: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_entrypoint() -> Metadata {
        Metadata {
            entrypoint: Some(Entrypoint::Key("hello/index.ts".to_owned())),
            ..Metadata::default()
        }
    }

    /// `spec/runtime.md` §1.2: 120 bytes, all zero except the relative pointer of the one vector that is always there.
    #[test]
    fn empty_metadata_has_the_golden_bytes() {
        let mut golden = vec![0; 120];
        golden[44..48].copy_from_slice(&[0xd4, 0xff, 0xff, 0xff]);
        assert_eq!(Metadata::default().to_bytes(), golden);
    }

    #[test]
    fn an_entrypoint_has_the_golden_bytes() {
        let bytes = with_entrypoint().to_bytes();
        assert_eq!(bytes.len(), 136);
        assert_eq!(&bytes[..14], b"hello/index.ts");
        let head = [
            1, 0, 0, 0, 0, 0, 0, 0, 0x0e, 0, 0, 0, 0xe8, 0xff, 0xff, 0xff,
        ];
        assert_eq!(bytes[16..32], head);
    }

    /// The compiler leaves the fields of a file as they are declared: all have the same size. (`spec/runtime.md` says
    /// that the numbers come first; the compilers of the Edge Runtime's images order by the same rule as ours.)
    #[test]
    fn a_package_has_the_golden_layout() {
        let file = VirtualFile {
            key: "vfs://0".to_owned(),
            name: "package.json".to_owned(),
            offset: 0,
            len: 2,
        };
        let mut localhost = VirtualDirectory::new("localhost");
        localhost.entries.push(VirtualEntry::File(file));
        let mut root = VirtualDirectory::new("node_modules");
        root.entries.push(VirtualEntry::Dir(localhost));
        let metadata = Metadata {
            virtual_dir: Some(root),
            node_modules: Some(br#"{"Managed":{"node_modules_dir":null}}"#.to_vec()),
            ..with_entrypoint()
        };
        let bytes = metadata.to_bytes();
        assert_eq!(bytes.len(), 296);
        let key = bytes.windows(8).position(|window| window == b"vfs://0\x07");
        let key = key.expect("a string of seven bytes is stored in place");
        let numbers = &bytes[key + 16..key + 32];
        assert_eq!(numbers, [0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0]);
    }
}
