//! Plain values that describe a function: [`Slug`], [`Policy`], [`Limits`], [`Function`].
//!
//! No I/O and no configuration syntax: `project` makes these out of files.

use std::{
    borrow::Borrow, collections::BTreeMap, fmt, path::PathBuf, str::FromStr, time::Duration,
};

/// The name of a function: a letter, then letters, digits, `_` and `-`. It is part of URLs and paths.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Slug(String);

/// Entrypoints by convention, first wins.
pub(crate) const ENTRYPOINTS: [&str; 5] = [
    "index.ts",
    "index.js",
    "index.tsx",
    "index.mjs",
    "index.jsx",
];

/// Longest slug: what a file name may hold.
const MAX_SLUG: usize = 255;

/// A name that is not a [`Slug`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{name}` is not a function name")]
pub(crate) struct InvalidSlug {
    /// The name as it was given.
    pub(crate) name: String,
}

impl crate::diagnostics::Hint for InvalidSlug {
    fn hints(&self) -> Vec<String> {
        if self.name.len() > MAX_SLUG {
            return vec![format!("a name has at most {MAX_SLUG} characters")];
        }
        let mut hints =
            vec!["start with a letter and go on with letters, digits, `-` and `_`".to_owned()];
        let suggestion: String = self
            .name
            .chars()
            .map(|c| {
                if c.is_ascii_alphanumeric() || "-_".contains(c) {
                    c
                } else {
                    '-'
                }
            })
            .collect();
        let suggestion = suggestion.trim_start_matches(|c: char| !c.is_ascii_alphabetic());
        let suggestion = suggestion.trim_end_matches('-');
        // What is left of a word in another alphabet is none.
        if self.name.is_ascii() && Slug::is_valid(suggestion) {
            hints.push(format!("try `{suggestion}`"));
        }
        hints
    }

    fn exit_status(&self) -> crate::diagnostics::ExitStatus {
        crate::diagnostics::ExitStatus::Usage
    }
}

impl Slug {
    /// Whether `name` is a function name.
    pub(crate) fn is_valid(name: &str) -> bool {
        name.len() <= MAX_SLUG
            && name.starts_with(|first: char| first.is_ascii_alphabetic())
            && name
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    }

    /// The name as text.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Slug {
    type Err = InvalidSlug;

    fn from_str(name: &str) -> Result<Self, InvalidSlug> {
        if Self::is_valid(name) {
            Ok(Self(name.to_owned()))
        } else {
            Err(InvalidSlug {
                name: name.to_owned(),
            })
        }
    }
}

impl Borrow<str> for Slug {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// How workers and requests go together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Policy {
    /// A worker answers many requests.
    #[default]
    PerWorker,
    /// A worker answers one request at a time and rests until the next.
    PerRequest,
    /// A worker answers one request and ends.
    Oneshot,
}

/// What a worker may use. Zero means no limit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Limits {
    /// Memory in mebibytes.
    pub(crate) memory_mb: u64,
    /// Wall clock time of a worker.
    pub(crate) worker_timeout: Duration,
    /// CPU time after which it takes no new requests.
    pub(crate) cpu_soft: Duration,
    /// CPU time after which it is killed.
    pub(crate) cpu_hard: Duration,
    /// Whether CPU time adds up over a worker's life, as hosted, or counts since it last ended a request or had none.
    pub(crate) cpu_adds_up: bool,
    /// Time until the head of a response.
    pub(crate) request_idle: Duration,
    /// What becomes of the other things that hosted functions may not do.
    pub(crate) strictness: Strictness,
}

/// Hosted functions lose long and many log messages, and cannot answer `text/html`. What to do about it here?
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Strictness {
    /// Nothing.
    Off,
    /// Warn.
    #[default]
    Warn,
    /// The same.
    Strict,
}

impl Limits {
    /// Without those that count time, which passes while somebody debugs.
    pub(crate) fn untimed(self) -> Self {
        Self {
            worker_timeout: Duration::ZERO,
            cpu_soft: Duration::ZERO,
            cpu_hard: Duration::ZERO,
            request_idle: Duration::ZERO,
            ..self
        }
    }
}

impl Default for Limits {
    /// What hosted workers get.
    fn default() -> Self {
        Self {
            memory_mb: 256,
            worker_timeout: Duration::from_secs(400),
            cpu_soft: Duration::from_secs(1),
            cpu_hard: Duration::from_secs(2),
            cpu_adds_up: false,
            request_idle: Duration::from_secs(150),
            strictness: Strictness::Warn,
        }
    }
}

/// What a flag says about the limits of every function; it beats the configuration.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct LimitsChoice {
    /// What single limits are put on top of.
    pub(crate) base: LimitsBase,
    /// Memory in mebibytes.
    pub(crate) memory_mb: Option<u64>,
    /// CPU time after which a worker is killed; it takes no new requests after half of that.
    pub(crate) cpu_hard: Option<Duration>,
    /// Wall clock time of a worker.
    pub(crate) worker_timeout: Option<Duration>,
    /// Time until the head of a response.
    pub(crate) request_idle: Option<Duration>,
}

/// What a choice of limits starts from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum LimitsBase {
    /// The configuration.
    #[default]
    Configured,
    /// The configuration, enforced as hosted.
    Strict,
    /// No limit at all.
    Off,
}

impl LimitsChoice {
    /// The limits of a function for which the configuration says `configured`.
    pub(crate) fn apply(&self, configured: Limits) -> Limits {
        let base = match self.base {
            LimitsBase::Configured => configured,
            LimitsBase::Strict => Limits {
                cpu_adds_up: true,
                strictness: Strictness::Strict,
                ..configured
            },
            LimitsBase::Off => Limits {
                memory_mb: 0,
                strictness: Strictness::Off,
                ..configured.untimed()
            },
        };
        Limits {
            memory_mb: self.memory_mb.unwrap_or(base.memory_mb),
            worker_timeout: self.worker_timeout.unwrap_or(base.worker_timeout),
            cpu_soft: self.cpu_hard.map_or(base.cpu_soft, |hard| hard / 2),
            cpu_hard: self.cpu_hard.unwrap_or(base.cpu_hard),
            request_idle: self.request_idle.unwrap_or(base.request_idle),
            ..base
        }
    }
}

/// A function as its project declares it. Paths are absolute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Function {
    /// Its name.
    pub(crate) slug: Slug,
    /// The main module.
    pub(crate) entrypoint: PathBuf,
    /// The import map or `deno.json` to resolve with, instead of the one nearest to the entrypoint.
    pub(crate) import_map: Option<PathBuf>,
    /// Whether requests need a token; `None` when nothing says so.
    pub(crate) verify_jwt: Option<bool>,
    /// Patterns of static files, relative to `supabase/`.
    pub(crate) static_files: Vec<String>,
    /// `[functions.<slug>.env]`, resolved.
    pub(crate) variables: BTreeMap<String, String>,
    /// What its workers may use.
    pub(crate) limits: Limits,
    /// How its workers and requests go together.
    pub(crate) policy: Policy,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::Hint as _;

    #[test]
    fn slugs_start_with_a_letter() {
        for good in ["a", "hello-world", "A_1"] {
            assert!(Slug::is_valid(good), "{good}");
        }
        for bad in [
            "",
            "1a",
            "-a",
            "_shared",
            "a.b",
            "a/b",
            "a b",
            "é",
            &"a".repeat(256),
        ] {
            assert!(!Slug::is_valid(bad), "{bad}");
        }
    }

    #[test]
    fn a_choice_of_limits_goes_on_top_of_its_base() {
        let configured = Limits {
            memory_mb: 100,
            ..Limits::default()
        };
        let choice = LimitsChoice::default();
        assert_eq!(choice.apply(configured.clone()), configured);
        let choice = LimitsChoice {
            base: LimitsBase::Strict,
            cpu_hard: Some(Duration::from_millis(500)),
            ..LimitsChoice::default()
        };
        let limits = choice.apply(configured.clone());
        assert_eq!(
            (limits.memory_mb, limits.strictness, limits.cpu_adds_up),
            (100, Strictness::Strict, true)
        );
        assert_eq!(limits.cpu_soft, Duration::from_millis(250));
        assert_eq!(limits.cpu_hard, Duration::from_millis(500));
        let choice = LimitsChoice {
            base: LimitsBase::Off,
            memory_mb: Some(64),
            ..LimitsChoice::default()
        };
        let limits = choice.apply(configured);
        assert_eq!((limits.memory_mb, limits.cpu_hard), (64, Duration::ZERO));
        assert_eq!(limits.request_idle, Duration::ZERO);
    }

    #[test]
    fn a_bad_name_comes_with_a_good_one() {
        let error = "1 my.fn".parse::<Slug>().unwrap_err();
        assert_eq!(error.hints()[1], "try `my-fn`");
    }
}
