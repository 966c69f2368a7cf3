//! [`System`]: the machine as Deno's crates see it. Files and clock are the real ones; variables are those that a
//! project's `.npmrc` may name.
//!
//! A cloned project is untrusted: it never learns variables of Supabase's or ours, which hold credentials. Values from
//! the project's `.env` files only fill in what the environment lacks, and never decide where packages come from.
//! Files that somebody sent to a server learn no variable at all.

use std::{
    borrow::Cow,
    collections::HashMap,
    ffi::{OsStr, OsString},
    io,
    path::{Path, PathBuf},
    sync::Arc,
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

use crate::{env_vars::EnvVars, fs::create_private_dir};

/// Variables that no file of a project is told about.
const SECRET: [&str; 2] = ["SUPABASE_", "FX_"];
/// Variables that the crates obey, which is for the environment alone.
const SETTINGS: [&str; 3] = ["NPM_CONFIG_", "DENO_", "JSR_"];

/// The machine; cheap to clone.
#[derive(Debug, Clone)]
pub(super) struct System {
    env_files: Arc<HashMap<String, String>>,
    is_silent: bool,
}

impl System {
    /// The machine, with what the project's `.env` files say.
    pub(super) fn new(env_files: HashMap<String, String>) -> Self {
        Self {
            env_files: Arc::new(env_files),
            is_silent: false,
        }
    }

    /// The machine, without variables but those that say where packages come from.
    pub(super) fn silent() -> Self {
        Self {
            env_files: Arc::default(),
            is_silent: true,
        }
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
        RealSys.base_env_var_os(key).or_else(from_files)
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
    BaseFsOpen {
        type File;
        fn base_fs_open(&self, path: &Path, options: &OpenOptions) -> io::Result<Self::File>;
    }
    BaseFsRead { fn base_fs_read(&self, path: &Path) -> io::Result<Cow<'static, [u8]>>; }
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

/// What is in a directory.
type DirectoryEntries<T> = Box<dyn Iterator<Item = io::Result<T>>>;
