//! [`Table`]: rows under headers, without lines, for people and for `grep`.

use comfy_table::{CellAlignment, ContentArrangement, presets};

use super::sanitize::one_line;
use crate::diagnostics::Block;

/// Rows under headers.
#[derive(Debug)]
pub(crate) struct Table(comfy_table::Table);

impl Table {
    /// A table with these headers and no rows.
    pub(crate) fn new<const N: usize>(headers: [&str; N]) -> Self {
        let mut table = comfy_table::Table::new();
        table
            .load_preset(presets::NOTHING)
            .set_content_arrangement(ContentArrangement::Disabled)
            .set_header(headers);
        for column in table.column_iter_mut() {
            column.set_padding((0, 2));
        }
        Self(table)
    }

    /// Aligns a column of numbers.
    pub(crate) fn right_aligned(mut self, columns: &[usize]) -> Self {
        for index in columns {
            if let Some(column) = self.0.column_mut(*index) {
                column.set_cell_alignment(CellAlignment::Right);
            }
        }
        self
    }

    /// Adds a row, which is one line whatever its cells have in them.
    pub(crate) fn row<const N: usize>(&mut self, cells: [String; N]) {
        self.0.add_row(cells.map(|cell| one_line(&cell)));
    }

    /// The lines of the table.
    pub(crate) fn block(&self) -> Block {
        let lines = self.0.lines();
        lines.map(|line| line.trim_end().to_owned()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_wide_as_what_is_in_them() {
        let mut table = Table::new(["NAME", "SIZE"]).right_aligned(&[1]);
        table.row(["hello-world".to_owned(), "9".to_owned()]);
        table.row(["x".to_owned(), "1234567".to_owned()]);
        insta::assert_snapshot!(table.block().as_str(), @"
        NAME            SIZE
        hello-world        9
        x            1234567
        ");
    }

    #[test]
    fn an_empty_table_has_its_headers() {
        assert_eq!(
            Table::new(["NAME", "DIGEST"]).block().as_str(),
            "NAME  DIGEST\n"
        );
    }

    #[test]
    fn a_cell_cannot_make_a_row() {
        let mut table = Table::new(["NAME", "SIZE"]);
        table.row(["a\nb  1\r\nc".to_owned(), "9".to_owned()]);
        insta::assert_snapshot!(table.block().as_str(), @r"
        NAME        SIZE
        a\nb  1\nc  9
        ");
    }
}
