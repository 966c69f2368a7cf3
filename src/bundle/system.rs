//! [`System`]: the machine as Deno's crates see it. The clock is the real one; variables are those that a project's
//! `.npmrc` may name, and files are read where the crates have business to read.
//!
//! A cloned project is untrusted: it never learns variables of Supabase's or ours, which hold credentials. Values from
//! the project's `.env` files only fill in what the environment lacks, and never decide where packages come from.
//! Files that somebody sent to a server learn no variable at all.
//!
//! Of the source root, regular files of a bounded size are read that do not lead out of it. Besides, the crates read
//! their cache, the `.npmrc` of the home directory, and configuration in the directories above the source root, which
//! are the user's own. Whatever else a configuration names is refused. The crates pass over some files that they cannot
//! read, such as those that `tsconfig.json` extends; the engine would read them, so refusals are kept for who asks.

use std::{
    borrow::Cow,
    collections::{BTreeSet, HashMap},
    ffi::{OsStr, OsString},
    io,
    path::{Path, PathBuf},
    sync::{Arc, LazyLock, Mutex, OnceLock, PoisonError},
    time::{Duration, SystemTime},
};

use sys_traits::{
    BaseEnvVar, BaseFsCanonicalize, BaseFsCloneFile, BaseFsCopy, BaseFsCreateDir,
    BaseFsCreateJunction, BaseFsHardLink, BaseFsMetadata, BaseFsOpen, BaseFsRead, BaseFsReadDir,
    BaseFsReadLink, BaseFsRemoveDir, BaseFsRemoveDirAll, BaseFsRemoveFile, BaseFsRename,
    BaseFsSetFileTimes, BaseFsSetPermissions, BaseFsSymlinkDir, BaseFsSymlinkFile, BaseFsWrite,
    CreateDirOptions, EnvCacheDir, EnvCurrentDir, EnvHomeDir, OpenOptions, SystemRandom,
    SystemTimeNow, ThreadSleep, impls::RealSys,
};

use deno_path_util::strip_unc_prefix;
use regex::Regex;

use super::request::Places;
use crate::{
    env_vars::EnvVars,
    fs::{self, create_private_dir},
    project::EnvironmentUses,
};

/// Variables that no file of a project is told about.
const SECRET: [&str; 2] = ["SUPABASE_", "FX_"];
/// Variables that the crates obey, which is for the environment alone.
const SETTINGS: [&str; 3] = ["NPM_CONFIG_", "DENO_", "JSR_"];

/// What is a file of text and not a module.
const TEXTS: [&str; 5] = [
    "deno.json",
    "deno.jsonc",
    PACKAGE_JSON,
    NPMRC,
    "tsconfig.json",
];
const PACKAGE_JSON: &str = "package.json";
const NPMRC: &str = ".npmrc";
const LOCKFILE: &str = "deno.lock";

/// A variable in `.npmrc`.
static VARIABLE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\$\{([^}]+)\}").expect("the pattern is well formed"));

/// The machine; cheap to clone.
#[derive(Debug, Clone, Default)]
pub(super) struct System {
    env_files: Arc<HashMap<String, String>>,
    is_silent: bool,
    reach: Option<Arc<Reach>>,
}

/// Where files are read.
#[derive(Debug)]
struct Reach {
    /// What everything of a function lies below, symbolic links followed.
    source_root: PathBuf,
    /// What is the crates' own: directories, and files that a user sets up.
    own: Vec<PathBuf>,
    /// What `.npmrc` of the project asks for, with the file as messages name it.
    wishes: Mutex<BTreeSet<(String, String)>>,
    uses: EnvironmentUses,
    /// Files that were not read.
    refused: Mutex<BTreeSet<PathBuf>>,
    /// The worker's, and what the crates find there instead of what is there.
    lockfile: PathBuf,
    given_lockfile: OnceLock<Vec<u8>>,
}

impl System {
    /// The machine, with what the project's `.env` files say.
    pub(super) fn new(env_files: HashMap<String, String>) -> Self {
        Self {
            env_files: Arc::new(env_files),
            ..Self::default()
        }
    }

    /// The machine, without variables but those that say where packages come from.
    pub(super) fn silent() -> Self {
        Self {
            is_silent: true,
            ..Self::default()
        }
    }

    /// The same, which reads files where a function of `places` has its own; `lockfile` is the worker's.
    pub(super) fn reaching(self, places: &Places, lockfile: &Path) -> Self {
        Self {
            reach: Some(Arc::new(Reach::of(places, lockfile))),
            ..self
        }
    }

    /// The first of the files that were refused, if any was, and why.
    pub(super) fn refused(&self) -> Option<(PathBuf, io::Error)> {
        let reach = self.reach.as_ref()?;
        let refused = reach.refused.lock();
        let path = refused
            .unwrap_or_else(PoisonError::into_inner)
            .first()?
            .clone();
        let error = reach.place_of(&path).err()?;
        Some((path, error))
    }

    /// Shows the crates this as the worker's lockfile.
    pub(super) fn give_lockfile(&self, content: Vec<u8>) {
        if let Some(reach) = &self.reach {
            reach.given_lockfile.get_or_init(|| content);
        }
    }

    /// What the crates are shown as the worker's lockfile, if it is not the file itself.
    pub(super) fn given_lockfile(&self) -> Option<Vec<u8>> {
        self.reach.as_ref()?.given_lockfile.get().cloned()
    }

    /// Remembers that a file of the project was given what it asks for.
    fn give(&self, variable: &str) {
        let Some(reach) = &self.reach else { return };
        let wishes = reach.wishes.lock().unwrap_or_else(PoisonError::into_inner);
        let fulfilled = wishes.iter().filter(|(_, wish)| wish == variable);
        fulfilled.for_each(|(file, _)| reach.uses.add_sent(file, variable));
    }
}

impl Reach {
    fn of(places: &Places, lockfile: &Path) -> Self {
        let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let npmrc = RealSys.env_home_dir().map(|home| home.join(NPMRC));
        let directories = [&places.cache, &places.deno_dir];
        let directories = directories
            .into_iter()
            .flat_map(|it| [it.clone(), real(it)]);
        Self {
            // The crates write paths of Windows in the usual way.
            source_root: strip_unc_prefix(real(&places.source_root)),
            own: directories
                .chain(npmrc)
                .chain([lockfile.to_owned()])
                .collect(),
            wishes: Mutex::default(),
            uses: places.environment_uses.clone(),
            refused: Mutex::default(),
            lockfile: lockfile.to_owned(),
            given_lockfile: OnceLock::new(),
        }
    }

    /// The place of a file that may be read.
    fn check(&self, path: &Path) -> io::Result<PathBuf> {
        let place = self.place_of(path);
        let refusal = place.as_ref().err().and_then(fs::refusal);
        // Beside a file outside that `import()` names, the resolver looks for a `package.json`, and does without.
        let is_beside = path.ends_with(PACKAGE_JSON) && !path.starts_with(&self.source_root);
        if refusal.is_some() && !is_beside {
            let mut refused = self.refused.lock().unwrap_or_else(PoisonError::into_inner);
            refused.insert(path.to_owned());
        }
        place
    }

    /// The place of a file that may be read, or why it may not.
    fn place_of(&self, path: &Path) -> io::Result<PathBuf> {
        let written = deno_path_util::normalize_path(Cow::Borrowed(path));
        if self.is_own(&written) {
            return Ok(path.to_owned());
        }
        let is_above = |directory| self.source_root.starts_with(directory);
        if written.parent().is_some_and(is_above) && !written.starts_with(&self.source_root) {
            fs::check_regular(path, limit(path))?;
            return Ok(path.to_owned());
        }
        fs::check_found(path, &self.source_root, limit(path))
    }

    fn is_own(&self, path: &Path) -> bool {
        self.own.iter().any(|own| path.starts_with(own))
    }

    /// Remembers which variables a file of the project asks for.
    fn note_wishes(&self, path: &Path, text: &[u8]) {
        let shown = path.strip_prefix(&self.source_root);
        let (Ok(shown), true) = (shown, path.ends_with(NPMRC)) else {
            return;
        };
        if self.is_own(path) {
            return;
        }
        let text = String::from_utf8_lossy(text);
        let names = VARIABLE.captures_iter(&text);
        let names = names.map(|found| found[1].trim_end_matches('?').to_owned());
        let shown = shown.display().to_string();
        let mut wishes = self.wishes.lock().unwrap_or_else(PoisonError::into_inner);
        wishes.extend(names.map(|name| (shown.clone(), name)));
    }
}

/// How long a file may be.
fn limit(path: &Path) -> u64 {
    match path.file_name().and_then(|name| name.to_str()) {
        Some(LOCKFILE) => fs::MAX_LOCKFILE,
        Some(name) if TEXTS.contains(&name) => fs::MAX_TEXT,
        _ => fs::MAX_MODULE,
    }
}

impl BaseEnvVar for System {
    fn base_env_var_os(&self, key: &OsStr) -> Option<OsString> {
        let name = key.to_string_lossy().to_ascii_uppercase();
        let starts_with =
            |prefixes: &[&str]| prefixes.iter().any(|prefix| name.starts_with(prefix));
        let is_told = !self.is_silent || EnvVars::REGISTRIES.contains(&&*name);
        if starts_with(&SECRET) || !is_told {
            return None;
        }
        let from_files = || {
            let value = self.env_files.get(key.to_str()?)?;
            Some(value.into()).filter(|_| !starts_with(&SETTINGS))
        };
        let value = RealSys.base_env_var_os(key);
        if let (Some(_), Some(variable)) = (&value, key.to_str()) {
            self.give(variable);
        }
        value.or_else(from_files)
    }
}

/// They make directories in the cache alone, which is nobody else's business.
impl BaseFsCreateDir for System {
    fn base_fs_create_dir(&self, path: &Path, options: &CreateDirOptions) -> io::Result<()> {
        if options.recursive {
            return create_private_dir(path);
        }
        let mut options = *options;
        options.mode(0o700);
        RealSys.base_fs_create_dir(path, &options)
    }
}

/// What is as it is.
macro_rules! real {
    ($($capability:ident {
        $(type $kind:ident;)?
        $(fn $name:ident(&self $(, $argument:ident: $type:ty)*) $(-> $result:ty)?;)+
    })+) => {
        $(impl $capability for System {
            $(type $kind = <RealSys as $capability>::$kind;)?
            $(fn $name(&self $(, $argument: $type)*) $(-> $result)? {
                RealSys.$name($($argument),*)
            })+
        })+
    };
}

real! {
    EnvCurrentDir { fn env_current_dir(&self) -> io::Result<PathBuf>; }
    EnvCacheDir { fn env_cache_dir(&self) -> Option<PathBuf>; }
    EnvHomeDir { fn env_home_dir(&self) -> Option<PathBuf>; }
    BaseFsCanonicalize { fn base_fs_canonicalize(&self, path: &Path) -> io::Result<PathBuf>; }
    BaseFsCloneFile { fn base_fs_clone_file(&self, from: &Path, to: &Path) -> io::Result<()>; }
    BaseFsCopy { fn base_fs_copy(&self, from: &Path, to: &Path) -> io::Result<u64>; }
    BaseFsCreateJunction {
        fn base_fs_create_junction(&self, original: &Path, junction: &Path) -> io::Result<()>;
    }
    BaseFsHardLink { fn base_fs_hard_link(&self, from: &Path, to: &Path) -> io::Result<()>; }
    BaseFsMetadata {
        type Metadata;
        fn base_fs_metadata(&self, path: &Path) -> io::Result<Self::Metadata>;
        fn base_fs_symlink_metadata(&self, path: &Path) -> io::Result<Self::Metadata>;
    }
    BaseFsReadDir {
        type ReadDirEntry;
        fn base_fs_read_dir(&self, path: &Path) -> io::Result<DirectoryEntries<Self::ReadDirEntry>>;
    }
    BaseFsRemoveDir { fn base_fs_remove_dir(&self, path: &Path) -> io::Result<()>; }
    BaseFsRemoveDirAll { fn base_fs_remove_dir_all(&self, path: &Path) -> io::Result<()>; }
    BaseFsRemoveFile { fn base_fs_remove_file(&self, path: &Path) -> io::Result<()>; }
    BaseFsRename { fn base_fs_rename(&self, from: &Path, to: &Path) -> io::Result<()>; }
    BaseFsSetFileTimes {
        fn base_fs_set_file_times(&self, path: &Path, accessed: SystemTime, modified: SystemTime) -> io::Result<()>;
    }
    BaseFsSetPermissions {
        fn base_fs_set_permissions(&self, path: &Path, mode: u32) -> io::Result<()>;
    }
    BaseFsSymlinkDir {
        fn base_fs_symlink_dir(&self, original: &Path, link: &Path) -> io::Result<()>;
    }
    BaseFsSymlinkFile {
        fn base_fs_symlink_file(&self, original: &Path, link: &Path) -> io::Result<()>;
    }
    BaseFsReadLink { fn base_fs_read_link(&self, path: &Path) -> io::Result<PathBuf>; }
    BaseFsWrite { fn base_fs_write(&self, path: &Path, data: &[u8]) -> io::Result<()>; }
    SystemRandom { fn sys_random(&self, buffer: &mut [u8]) -> io::Result<()>; }
    SystemTimeNow { fn sys_time_now(&self) -> SystemTime; }
    ThreadSleep { fn thread_sleep(&self, duration: Duration); }
}

impl BaseFsOpen for System {
    type File = <RealSys as BaseFsOpen>::File;

    fn base_fs_open(&self, path: &Path, options: &OpenOptions) -> io::Result<Self::File> {
        match &self.reach {
            // What is written is in the crates' own directories.
            Some(reach) if !options.write => RealSys.base_fs_open(&reach.check(path)?, options),
            _ => RealSys.base_fs_open(path, options),
        }
    }
}

impl BaseFsRead for System {
    fn base_fs_read(&self, path: &Path) -> io::Result<Cow<'static, [u8]>> {
        let Some(reach) = &self.reach else {
            return RealSys.base_fs_read(path);
        };
        if let Some(content) = reach
            .given_lockfile
            .get()
            .filter(|_| path == reach.lockfile)
        {
            return Ok(Cow::Owned(content.clone()));
        }
        let content = RealSys.base_fs_read(&reach.check(path)?)?;
        reach.note_wishes(path, &content);
        Ok(content)
    }
}

/// What is in a directory.
type DirectoryEntries<T> = Box<dyn Iterator<Item = io::Result<T>>>;
