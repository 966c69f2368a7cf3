//! [`Npm`]: the npm packages that a bundle names, and what each depends on.

use super::{
    cursor::Cursor,
    error::{FormatError, Place},
};

/// The npm packages of a bundle.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Npm<'a> {
    /// What modules ask for, such as `is-odd@^3`, and which package that is.
    pub(crate) roots: Vec<(&'a str, u32)>,
    /// The packages.
    pub(crate) packages: Vec<NpmPackage<'a>>,
}

/// One package.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct NpmPackage<'a> {
    /// Name, version and peers, as `deno_npm` writes them.
    pub(crate) id: &'a str,
    /// The names it imports, and which packages they are.
    pub(crate) dependencies: Vec<(&'a str, u32)>,
}

impl<'a> Npm<'a> {
    /// Reads the section that begins at byte `at` of the file.
    pub(super) fn read(
        section: &'a [u8],
        at: usize,
        roots: Vec<(&'a str, u32)>,
    ) -> Result<Self, FormatError> {
        let mut cursor = Cursor::new(section, at, Place::Npm);
        let mut packages = Vec::new();
        while !cursor.is_empty() {
            let id = cursor.text()?;
            // Whoever made the file chose the number: nothing is reserved for it.
            let mut dependencies = Vec::new();
            for _ in 0..cursor.number()? {
                dependencies.push((cursor.text()?, cursor.number()?));
            }
            packages.push(NpmPackage { id, dependencies });
        }
        let npm = Self { roots, packages };
        npm.check()?;
        Ok(npm)
    }

    fn check(&self) -> Result<(), FormatError> {
        let count = self.packages.len();
        let dependencies = self
            .packages
            .iter()
            .flat_map(|package| &package.dependencies);
        for (name, index) in self.roots.iter().chain(dependencies) {
            if *index as usize >= count {
                return Err(FormatError::Package {
                    name: (*name).to_owned(),
                    index: *index,
                    count,
                });
            }
        }
        Ok(())
    }
}
