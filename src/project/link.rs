//! The link: `supabase/.temp/project-ref`, as the Supabase CLI keeps it, and `[remotes.<name>]`: refs, and what the
//! configuration is like for a project that has one.

use std::{
    io::ErrorKind,
    path::{Path, PathBuf},
};

use super::{Error, Project};
use crate::{
    api_types::{InvalidRef, ProjectRef},
    diagnostics::Hint,
    fs,
};

/// Why the link cannot be read or changed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum LinkError {
    /// The file cannot be read, written or removed.
    #[error("failed to {action} `supabase/.temp/project-ref`")]
    File {
        /// `read`, `write` or `remove`.
        action: &'static str,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// What it holds is no project ref.
    #[error("`supabase/.temp/project-ref` does not hold a project ref")]
    Invalid(#[source] InvalidRef),
}

impl Hint for LinkError {
    fn hints(&self) -> Vec<String> {
        vec![match self {
            Self::File { source, .. } if let Some(refusal) = fs::refusal(source) => {
                refusal.hint().to_owned()
            }
            Self::File { .. } => "check who owns `supabase/.temp`".to_owned(),
            Self::Invalid(_) => "link again with `fx link --project-ref REF`".to_owned(),
        }]
    }
}

/// The ref that the project at `root` is linked to.
pub(crate) fn linked(root: &Path) -> Result<Option<ProjectRef>, LinkError> {
    let source_root = fs::repository_of(root).unwrap_or(root);
    match fs::read_found_text(&file(root), source_root, fs::MAX_TEXT) {
        Ok(text) => text.trim().parse().map(Some).map_err(LinkError::Invalid),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(source) => Err(failed("read", source)),
    }
}

impl Project {
    /// Links the project.
    pub(crate) fn link(&self, reference: &ProjectRef) -> Result<(), LinkError> {
        let (path, text) = (file(self.root()), reference.as_str());
        let written = fs::write_found(&path, self.root(), text.as_bytes(), 0o644);
        written.map_err(|source| failed("write", source))
    }

    /// Undoes the link; whether there was one.
    pub(crate) fn unlink(&self) -> Result<bool, LinkError> {
        let path = file(self.root());
        let allowed = fs::check_writable(&path, self.root());
        match allowed.and_then(|()| std::fs::remove_file(path)) {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
            Err(source) => Err(failed("remove", source)),
        }
    }

    /// The `project_id` of `[remotes.<name>]`.
    pub(crate) fn remote_ref(&self, name: &str) -> Result<Option<String>, Error> {
        let remotes = self.config.section("remotes");
        remotes.section(name).text("project_id")
    }

    /// Puts the table `[remotes.<name>]` that has this ref over the rest of the configuration; which one that was.
    pub(crate) fn use_remote_of(
        &mut self,
        reference: &ProjectRef,
    ) -> Result<Option<String>, Error> {
        let remotes = self.config.section("remotes");
        let mut found: Option<String> = None;
        for name in self.remote_names() {
            let table = remotes.section(&name);
            // A variable that is not set is the trouble of those who want that table.
            let is_meant = |id: Option<String>| id.as_deref() == Some(reference.as_str());
            if !table.text("project_id").is_ok_and(is_meant) {
                continue;
            }
            if let Some(first) = found {
                let problem = format!("is that of `[remotes.{first}]` too");
                return Err(table.wrong_value("project_id", &problem));
            }
            found = Some(name);
        }
        if let Some(name) = &found {
            self.use_remote(name);
        }
        Ok(found)
    }

    /// Puts the table `[remotes.<name>]` over the rest of the configuration; whether there is one.
    pub(crate) fn use_remote(&mut self, name: &str) -> bool {
        let remotes = self.config.root.get("remotes");
        let Some(table) = remotes.and_then(|remotes| remotes.get(name)) else {
            return false;
        };
        self.config.root = self.config.root.overlaid(table);
        true
    }

    /// The names of `[remotes]`.
    pub(crate) fn remote_names(&self) -> Vec<String> {
        let remotes = self.config.section("remotes");
        let entries = remotes.entries().iter();
        entries.map(|(name, _)| name.clone()).collect()
    }
}

fn failed(action: &'static str, source: std::io::Error) -> LinkError {
    LinkError::File { action, source }
}

fn file(root: &Path) -> PathBuf {
    root.join("supabase/.temp/project-ref")
}
