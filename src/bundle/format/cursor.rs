//! [`Cursor`]: numbers and texts in the order they come, and an error that says where the bytes end.

use super::error::{FormatError, Place};

/// A part of a file, read from its beginning to its end.
#[derive(Debug, Clone)]
pub(super) struct Cursor<'a> {
    rest: &'a [u8],
    /// Where `rest` begins in the file.
    at: usize,
    place: Place,
}

impl<'a> Cursor<'a> {
    /// The part `bytes`, which begins at byte `at` of the file.
    pub(super) fn new(bytes: &'a [u8], at: usize, place: Place) -> Self {
        Self {
            rest: bytes,
            at,
            place,
        }
    }

    /// The same bytes as another part of the file.
    pub(super) fn enter(&mut self, place: Place) {
        self.place = place;
    }

    /// Where the next byte is in the file.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// Whether all is read.
    pub(super) fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// The next `length` bytes.
    pub(super) fn take(&mut self, length: usize) -> Result<&'a [u8], FormatError> {
        let Some((taken, rest)) = self.rest.split_at_checked(length) else {
            return Err(FormatError::Truncated {
                place: self.place,
                at: self.at + self.rest.len(),
                missing: length - self.rest.len(),
            });
        };
        self.rest = rest;
        self.at += length;
        Ok(taken)
    }

    /// The next byte.
    pub(super) fn byte(&mut self) -> Result<u8, FormatError> {
        Ok(self.take(1)?[0])
    }

    /// The next number.
    pub(super) fn number(&mut self) -> Result<u32, FormatError> {
        let bytes = self.take(4)?;
        Ok(u32::from_be_bytes(
            bytes.try_into().expect("four were taken"),
        ))
    }

    /// The next number, as a length or an offset.
    pub(super) fn length(&mut self) -> Result<usize, FormatError> {
        Ok(self.number()? as usize)
    }

    /// The next text, which follows its length.
    pub(super) fn text(&mut self) -> Result<&'a str, FormatError> {
        let length = self.length()?;
        let (at, place) = (self.at, self.place);
        let bytes = self.take(length)?;
        std::str::from_utf8(bytes).map_err(|_| FormatError::Text { place, at })
    }
}
