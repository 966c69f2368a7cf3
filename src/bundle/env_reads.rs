//! Which environment variables a module reads, as far as its text says so.

use std::{collections::BTreeSet, sync::LazyLock};

use regex::Regex;

/// `Deno.env.get("NAME")` with any quotes. The name is all of the argument.
static READ: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r#"\bDeno\s*\.\s*env\s*\.\s*get\s*\(\s*["'`]([^"'`\\$\s]+)["'`]\s*,?\s*\)"#;
    Regex::new(pattern).expect("the pattern is well formed")
});

/// The names that are literals. Lines that are comments do not count.
pub(crate) fn env_reads(text: &str) -> BTreeSet<String> {
    if !text.contains("Deno") {
        return BTreeSet::new();
    }
    let is_code = |start: usize| {
        let line = text[..start].rsplit('\n').next().unwrap_or_default();
        let line = line.trim_start();
        !line.starts_with("//") && !line.starts_with('*') && !line.starts_with("/*")
    };
    let found = READ.captures_iter(text);
    let found = found.filter(|found| is_code(found.get(0).map_or(0, |all| all.start())));
    found.map(|found| found[1].to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_are_literals_are_found_and_comments_are_not() {
        let text = r#"
            const a = Deno.env.get("A") ?? Deno.env.get('B_1');
            const c = Deno
              .env.get(`C`,);
            // Deno.env.get("NOT")
            /* Deno.env.get("NOR") */
            Deno.env.get(`X_${a}`); Deno.env.get(name); MyDeno.env.get("Y");
        "#;
        let found: Vec<String> = env_reads(text).into_iter().collect();
        assert_eq!(found, ["A", "B_1", "C"]);
    }
}
