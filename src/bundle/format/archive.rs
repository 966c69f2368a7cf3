//! [`Archive`]: an ESZip file as it is read, every generation of version 2.
//!
//! The reader of the `eszip` crate is asynchronous, copies, and waits for ever, or panics, where a file lies about its
//! contents. This one borrows from the file: it allocates in proportion to the entries that are really there, and
//! checks every offset, length and checksum before it returns. The tests hold it against the crate.

use std::collections::HashMap;

use super::{
    checksum::Checksums,
    cursor::Cursor,
    error::{FormatError, Place, shown},
    npm::Npm,
};

/// How often one specifier may be redirected, as in Deno.
pub(crate) const MAX_REDIRECTS: usize = 10;

/// An ESZip file.
#[derive(Debug)]
pub(crate) struct Archive<'a> {
    entries: Vec<(&'a str, Entry<'a>)>,
    index: HashMap<&'a str, usize>,
    npm: Npm<'a>,
    checksums: Checksums,
}

/// What is behind a specifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Entry<'a> {
    /// Content.
    Module(Module<'a>),
    /// Another specifier.
    Redirect(&'a str),
}

/// The content behind a specifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Module<'a> {
    /// What it is.
    pub(crate) kind: ModuleKind,
    /// The content; TypeScript and JSX are transpiled.
    pub(crate) source: &'a [u8],
    /// The source map, or nothing.
    pub(crate) source_map: &'a [u8],
}

/// What the content is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ModuleKind {
    /// Code.
    JavaScript,
    /// JSON.
    Json,
    /// JSON with comments: an import map.
    Jsonc,
    /// Anything.
    Opaque,
    /// WebAssembly.
    Wasm,
}

/// Where the header says that content is.
#[derive(Debug, Clone, Copy)]
struct Slot {
    entry: usize,
    offset: usize,
    length: usize,
}

/// What the modules header says.
#[derive(Debug, Default)]
struct Header<'a> {
    entries: Vec<(&'a str, Entry<'a>)>,
    index: HashMap<&'a str, usize>,
    sources: Vec<Slot>,
    source_maps: Vec<Slot>,
    npm_roots: Vec<(&'a str, u32)>,
}

impl<'a> Archive<'a> {
    /// Reads `file`; bytes after its end are left alone.
    pub(crate) fn read(file: &'a [u8]) -> Result<Self, FormatError> {
        let generation = generation(file)?;
        let mut cursor = Cursor::new(file, 0, Place::Magic);
        cursor.take(MAGIC_LENGTH)?;
        let checksums = match generation {
            0 | 1 => Checksums::Sha256,
            _ => Checksums::read(&mut cursor)?,
        };
        let (section, at) = checksums.section(&mut cursor, Place::Modules)?;
        let mut header = Header::read(section, at, generation > 0)?;
        let roots = std::mem::take(&mut header.npm_roots);
        let npm = if generation > 0 {
            let (section, at) = checksums.section(&mut cursor, Place::Npm)?;
            Npm::read(section, at, roots)?
        } else {
            Npm::default()
        };
        header.fill(&mut cursor, Place::Sources, checksums)?;
        header.fill(&mut cursor, Place::SourceMaps, checksums)?;
        Ok(Self {
            entries: header.entries,
            index: header.index,
            npm,
            checksums,
        })
    }

    /// Every specifier and what is behind it, in the order of the file.
    pub(crate) fn entries(&self) -> impl Iterator<Item = (&'a str, Entry<'a>)> {
        self.entries.iter().copied()
    }

    /// The content behind `specifier`, redirects followed.
    pub(crate) fn module(&self, specifier: &str) -> Result<Option<Module<'a>>, FormatError> {
        let mut at = specifier;
        for _ in 0..=MAX_REDIRECTS {
            match self.index.get(at).map(|index| self.entries[*index].1) {
                None => return Ok(None),
                Some(Entry::Module(module)) => return Ok(Some(module)),
                Some(Entry::Redirect(target)) => at = target,
            }
        }
        Err(FormatError::Redirects {
            specifier: specifier.to_owned(),
        })
    }

    /// The bytes behind exactly `specifier`.
    pub(crate) fn content(&self, specifier: &str) -> Option<&'a [u8]> {
        match self.entries[*self.index.get(specifier)?].1 {
            Entry::Module(module) => Some(module.source),
            Entry::Redirect(_) => None,
        }
    }

    /// The npm packages.
    pub(crate) fn npm(&self) -> &Npm<'a> {
        &self.npm
    }

    /// What the content was checked with.
    pub(crate) fn checksums(&self) -> Checksums {
        self.checksums
    }
}

const MAGIC_LENGTH: usize = 8;

/// 0 for the first generation of version 2, 1 for 2.1, and so on.
fn generation(file: &[u8]) -> Result<u8, FormatError> {
    if file.is_empty() {
        return Err(FormatError::Empty);
    }
    let found = shown(file);
    match file.get(..MAGIC_LENGTH) {
        Some(b"ESZIP_V2") => Ok(0),
        Some(b"ESZIP2.1") => Ok(1),
        Some(b"ESZIP2.2") => Ok(2),
        Some(b"ESZIP2.3") => Ok(3),
        Some(magic) if magic.starts_with(b"ESZIP") => Err(FormatError::Generation { found }),
        None if b"ESZIP_V2".starts_with(file) || b"ESZIP2.".starts_with(file) => {
            Err(FormatError::Truncated {
                place: Place::Magic,
                at: file.len(),
                missing: MAGIC_LENGTH - file.len(),
            })
        }
        _ => Err(FormatError::Magic { found }),
    }
}

impl<'a> Header<'a> {
    fn read(section: &'a [u8], at: usize, has_npm: bool) -> Result<Self, FormatError> {
        let mut cursor = Cursor::new(section, at, Place::Modules);
        let mut header = Self::default();
        while !cursor.is_empty() {
            let specifier = cursor.text()?;
            let at = cursor.at();
            match cursor.byte()? {
                0 => header.module(specifier, &mut cursor)?,
                1 => {
                    let target = cursor.text()?;
                    header.insert(specifier, Entry::Redirect(target))?;
                }
                2 if has_npm => header.npm_roots.push((specifier, cursor.number()?)),
                kind => {
                    return Err(FormatError::Kind {
                        specifier: specifier.to_owned(),
                        what: "entry",
                        kind,
                        at,
                    });
                }
            }
        }
        Ok(header)
    }

    fn module(&mut self, specifier: &'a str, cursor: &mut Cursor<'_>) -> Result<(), FormatError> {
        let entry = self.entries.len();
        let mut slot = || -> Result<Slot, FormatError> {
            Ok(Slot {
                entry,
                offset: cursor.length()?,
                length: cursor.length()?,
            })
        };
        let (source, source_map) = (slot()?, slot()?);
        let at = cursor.at();
        let kind = match cursor.byte()? {
            0 => ModuleKind::JavaScript,
            1 => ModuleKind::Json,
            2 => ModuleKind::Jsonc,
            3 => ModuleKind::Opaque,
            4 => ModuleKind::Wasm,
            kind => {
                return Err(FormatError::Kind {
                    specifier: specifier.to_owned(),
                    what: "module",
                    kind,
                    at,
                });
            }
        };
        // What is empty has no place in the file.
        self.sources.extend((source.length > 0).then_some(source));
        self.source_maps
            .extend((source_map.length > 0).then_some(source_map));
        let module = Module {
            kind,
            source: &[],
            source_map: &[],
        };
        self.insert(specifier, Entry::Module(module))
    }

    fn insert(&mut self, specifier: &'a str, entry: Entry<'a>) -> Result<(), FormatError> {
        if self.index.insert(specifier, self.entries.len()).is_some() {
            return Err(FormatError::Twice {
                specifier: specifier.to_owned(),
            });
        }
        self.entries.push((specifier, entry));
        Ok(())
    }

    /// Gives every module its content, which must follow one another without a gap: what overlaps could make a small
    /// file a large tree.
    fn fill(
        &mut self,
        cursor: &mut Cursor<'a>,
        place: Place,
        checksums: Checksums,
    ) -> Result<(), FormatError> {
        cursor.enter(place);
        let total = cursor.length()?;
        let start = cursor.at();
        let mut part = Cursor::new(cursor.take(total)?, start, place);
        let mut slots = std::mem::take(match place {
            Place::SourceMaps => &mut self.source_maps,
            _ => &mut self.sources,
        });
        slots.sort_by_key(|slot| slot.offset);
        for slot in slots {
            let (specifier, entry) = &mut self.entries[slot.entry];
            let found = part.at() - start;
            if slot.offset != found {
                return Err(FormatError::Content {
                    place,
                    specifier: (*specifier).to_owned(),
                    problem: format!("it begins at {found}, not at {}", slot.offset),
                });
            }
            let content = part.take(slot.length)?;
            let checksum = part.take(checksums.size())?;
            checksums.check(content, checksum, || match place {
                Place::SourceMaps => format!("the source map of `{specifier}`"),
                _ => format!("`{specifier}`"),
            })?;
            let Entry::Module(module) = entry else {
                unreachable!("only modules have slots");
            };
            match place {
                Place::SourceMaps => module.source_map = content,
                _ => module.source = content,
            }
        }
        if part.is_empty() {
            return Ok(());
        }
        Err(FormatError::Unclaimed {
            place,
            bytes: start + total - part.at(),
        })
    }
}
