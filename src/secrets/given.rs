//! [`Given`]: what is to be set, as far as the API takes it.

use std::collections::BTreeMap;

use globset::{Glob, GlobSet, GlobSetBuilder};

use super::Error;
use crate::{api_types::NewSecret, diagnostics::Warning, redact::Secret};

/// Names of the platform's own variables begin so.
const RESERVED: &str = "SUPABASE_";
/// `maxLength` of a name in the API's document, which counts characters.
const MAX_NAME: usize = 256;
/// `maxLength` of a value there.
const MAX_VALUE: usize = 24_576;

/// Whether only the platform sets it.
pub(crate) fn is_reserved(name: &str) -> bool {
    name.starts_with(RESERVED)
}

/// Which names are meant.
#[derive(Debug, Default)]
pub(crate) struct Filter {
    /// Everything when there is none.
    only: Option<GlobSet>,
    exclude: GlobSet,
}

impl Filter {
    /// Names that match one of `only`, or all when that is empty, and none of `exclude`.
    pub(crate) fn new(only: &[String], exclude: &[String]) -> Result<Self, Error> {
        let only = (!only.is_empty()).then(|| globs(only)).transpose()?;
        let exclude = globs(exclude)?;
        Ok(Self { only, exclude })
    }

    fn takes(&self, name: &str) -> bool {
        let is_wanted = self.only.as_ref().is_none_or(|only| only.is_match(name));
        is_wanted && !self.exclude.is_match(name)
    }
}

fn globs(patterns: &[String]) -> Result<GlobSet, Error> {
    let mut globs = GlobSetBuilder::new();
    for pattern in patterns {
        let glob = Glob::new(pattern).map_err(|source| Error::Pattern {
            pattern: pattern.clone(),
            source,
        })?;
        globs.add(glob);
    }
    Ok(globs.build().expect("each pattern was read before"))
}

/// Secrets to set.
#[derive(Debug, Default)]
pub(crate) struct Given {
    /// By name.
    pub(crate) secrets: Vec<NewSecret>,
    /// About what is left out.
    pub(crate) warnings: Vec<Warning>,
}

impl Given {
    /// Those of `variables` that the filter takes and the API allows.
    pub(crate) fn new(
        variables: BTreeMap<String, Secret<String>>,
        filter: &Filter,
    ) -> Result<Self, Error> {
        let mut given = Self::default();
        for (name, value) in variables {
            if !filter.takes(&name) {
                continue;
            }
            if is_reserved(&name) {
                let warning = format!("`{name}` is skipped");
                let hint = format!("names that start with `{RESERVED}` are set by the platform");
                given.warnings.push(Warning::new(warning).with_hint(hint));
                continue;
            }
            check(&name, &value)?;
            given.secrets.push(NewSecret { name, value });
        }
        Ok(given)
    }

    /// The names.
    pub(crate) fn names(&self) -> Vec<String> {
        let secrets = self.secrets.iter();
        secrets.map(|secret| secret.name.clone()).collect()
    }
}

fn check(name: &str, value: &Secret<String>) -> Result<(), Error> {
    let length = name.chars().count();
    if length > MAX_NAME {
        let limit = MAX_NAME;
        return Err(Error::LongName { length, limit });
    }
    if name.is_empty() {
        return Err(Error::NoName);
    }
    if name.contains(char::is_control) {
        return Err(Error::ControlCharacter);
    }
    let length = value.expose().chars().count();
    if length > MAX_VALUE {
        return Err(Error::LongValue {
            name: name.to_owned(),
            length,
            limit: MAX_VALUE,
        });
    }
    if value.expose().contains('\0') {
        let name = name.to_owned();
        return Err(Error::Nul { name });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(variables: &[(&str, &str)], filter: &Filter) -> Result<Given, Error> {
        let variables = variables.iter();
        let variables = variables
            .map(|(name, value)| ((*name).to_owned(), Secret::new((*value).to_owned())))
            .collect();
        Given::new(variables, filter)
    }

    #[test]
    fn filters_take_and_leave() {
        let patterns = |texts: &[&str]| texts.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>();
        let all = [("STRIPE_A", "1"), ("STRIPE_B", "2"), ("OTHER", "3")];
        let cases: [(&[&str], &[&str], &[&str]); 5] = [
            (&[], &[], &["OTHER", "STRIPE_A", "STRIPE_B"]),
            (&["STRIPE_*"], &[], &["STRIPE_A", "STRIPE_B"]),
            (&["STRIPE_*", "OTHER"], &["*_B"], &["OTHER", "STRIPE_A"]),
            (&[], &["STRIPE_?"], &["OTHER"]),
            (&["stripe_*"], &[], &[]),
        ];
        for (only, exclude, expected) in cases {
            let filter = Filter::new(&patterns(only), &patterns(exclude)).unwrap();
            assert_eq!(given(&all, &filter).unwrap().names(), expected, "{only:?}");
        }
        let wrong = Filter::new(&patterns(&["a[b"]), &[]);
        assert!(matches!(wrong, Err(Error::Pattern { .. })));
    }

    #[test]
    fn limits_are_those_of_the_api() {
        let all = Filter::default();
        let fits = "é".repeat(MAX_VALUE);
        assert!(given(&[(&"N".repeat(MAX_NAME), &fits)], &all).is_ok());
        assert!(matches!(
            given(&[("N", &format!("{fits}x"))], &all),
            Err(Error::LongValue { .. })
        ));
        assert!(matches!(
            given(&[(&"N".repeat(MAX_NAME + 1), "")], &all),
            Err(Error::LongName { .. })
        ));
        assert!(matches!(given(&[("", "x")], &all), Err(Error::NoName)));
        assert!(matches!(
            given(&[("N", "a\0b")], &all),
            Err(Error::Nul { .. })
        ));
        assert!(matches!(
            given(&[("N\n", "")], &all),
            Err(Error::ControlCharacter)
        ));
    }

    #[test]
    fn names_of_the_platform_are_left_out_and_nothing_shows_a_value() {
        let given = given(
            &[("SUPABASE_URL", "canary"), ("supabase_url", "canary")],
            &Filter::default(),
        );
        let given = given.unwrap();
        assert_eq!(given.names(), ["supabase_url"]);
        assert_eq!(given.warnings.len(), 1);
        assert!(!format!("{given:?}").contains("canary"));
    }
}
