//! [`Checksums`]: what follows each part of a file, and whether it is right.

use sha2::{Digest as _, Sha256};
use xxhash_rust::xxh3::xxh3_64;

use super::{
    cursor::Cursor,
    error::{FormatError, Place},
};

/// The checksums of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Checksums {
    /// None.
    None,
    /// SHA-256, 32 bytes.
    Sha256,
    /// XXH3 of 64 bits, 8 bytes.
    Xxh3,
    /// A kind that is not known: skipped, not checked.
    Unknown {
        /// How long they are.
        size: u8,
    },
}

impl Checksums {
    /// What it is called.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Sha256 => "sha256",
            Self::Xxh3 => "xxh3",
            Self::Unknown { .. } => "unknown",
        }
    }

    /// How long each is.
    pub(super) fn size(self) -> usize {
        match self {
            Self::None => 0,
            Self::Sha256 => 32,
            Self::Xxh3 => 8,
            Self::Unknown { size } => size.into(),
        }
    }

    /// Refuses `content` when `checksum` is not its checksum; `of` names it.
    pub(super) fn check(
        self,
        content: &[u8],
        checksum: &[u8],
        of: impl FnOnce() -> String,
    ) -> Result<(), FormatError> {
        let matches = match self {
            Self::Sha256 => Sha256::digest(content).as_slice() == checksum,
            Self::Xxh3 => xxh3_64(content).to_be_bytes() == checksum,
            Self::None | Self::Unknown { .. } => true,
        };
        if matches {
            return Ok(());
        }
        Err(FormatError::Checksum { of: of() })
    }

    /// The next part: its length, its content and its checksum. Returns the content and where it begins.
    pub(super) fn section<'a>(
        self,
        cursor: &mut Cursor<'a>,
        place: Place,
    ) -> Result<(&'a [u8], usize), FormatError> {
        cursor.enter(place);
        let length = cursor.length()?;
        let at = cursor.at();
        let content = cursor.take(length)?;
        let checksum = cursor.take(self.size())?;
        self.check(content, checksum, || format!("the {place}"))?;
        Ok((content, at))
    }

    /// What the options header says; files before 2.2 have none, and SHA-256.
    pub(super) fn read(cursor: &mut Cursor<'_>) -> Result<Self, FormatError> {
        cursor.enter(Place::Options);
        let length = cursor.length()?;
        let content = cursor.take(length)?;
        let (pairs, []) = content.as_chunks::<2>() else {
            let problem = format!("has {length} bytes, which are not pairs");
            return Err(FormatError::Options { problem });
        };
        // Without an entry the content is not checked, as files of the first writer have it.
        let (mut kind, mut size) = (0, None);
        for [option, value] in pairs {
            match option {
                0 => kind = *value,
                1 => size = Some(*value),
                // Options of the future.
                _ => {}
            }
        }
        let checksums = Self::of_kind(kind, size)?;
        let checksum = cursor.take(checksums.size())?;
        checksums.check(content, checksum, || format!("the {}", Place::Options))?;
        Ok(checksums)
    }

    fn of_kind(kind: u8, size: Option<u8>) -> Result<Self, FormatError> {
        let known = match (kind, size) {
            (0, _) => Self::None,
            (1, _) => Self::Sha256,
            (2, _) => Self::Xxh3,
            (_, Some(size)) => return Ok(Self::Unknown { size }),
            (_, None) => {
                let problem =
                    format!("names the unknown checksum kind {kind} and not how long it is");
                return Err(FormatError::Options { problem });
            }
        };
        match size {
            Some(size) if usize::from(size) != known.size() => Err(FormatError::Options {
                problem: format!(
                    "says that checksums of kind {kind} have {size} bytes, but they have {}",
                    known.size()
                ),
            }),
            _ => Ok(known),
        }
    }
}
