//! Words for numbers.

/// A size in decimal units: `42 B`, `446 kB`, `1.2 MB`.
pub(crate) fn size(bytes: u64) -> String {
    match bytes {
        0..1000 => format!("{bytes} B"),
        1000..1_000_000 => format!("{} kB", bytes / 1000),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}

/// `1 file`, `2 files`.
pub(crate) fn counted(count: usize, what: &str) -> String {
    let ending = if count == 1 { "" } else { "s" };
    format!("{count} {what}{ending}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_have_the_unit_that_fits() {
        let sizes = [0, 999, 1000, 999_999, 1_000_000, 42_190_000].map(size);
        assert_eq!(
            sizes,
            ["0 B", "999 B", "1 kB", "999 kB", "1.0 MB", "42.1 MB"]
        );
    }
}
