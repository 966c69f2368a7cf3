//! The value of `--limits`: a preset, single limits, or both, separated by commas.

use std::{str::FromStr, time::Duration};

/// What `--limits` says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct LimitsArg {
    /// Where to start from.
    pub(crate) preset: Option<LimitsPreset>,
    /// `memory=…`, in mebibytes.
    pub(crate) memory_mb: Option<u64>,
    /// `cpu=…`, the hard limit.
    pub(crate) cpu: Option<Duration>,
    /// `wall=…`
    pub(crate) wall: Option<Duration>,
    /// `idle=…`
    pub(crate) idle: Option<Duration>,
}

/// A word for a whole set of limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LimitsPreset {
    /// `default`
    Default,
    /// `production`
    Production,
    /// `off`
    Off,
}

const ALLOWED: &str =
    "`default`, `production`, `off`, `memory=MB`, `cpu=TIME`, `wall=TIME`, `idle=TIME`";

impl FromStr for LimitsArg {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut limits = Self::default();
        for term in text.split(',') {
            limits.add(term.trim())?;
        }
        Ok(limits)
    }
}

impl LimitsArg {
    fn add(&mut self, term: &str) -> Result<(), String> {
        let (name, value) = match term.split_once('=') {
            Some((name, value)) => (name, Some(value)),
            None => (term, None),
        };
        match (name, value) {
            ("default", None) => set(&mut self.preset, LimitsPreset::Default, "a preset"),
            ("production", None) => set(&mut self.preset, LimitsPreset::Production, "a preset"),
            ("off", None) => set(&mut self.preset, LimitsPreset::Off, "a preset"),
            ("memory", Some(value)) => set(&mut self.memory_mb, to_megabytes(value)?, "`memory`"),
            ("cpu", Some(value)) => set(&mut self.cpu, to_duration(name, value)?, "`cpu`"),
            ("wall", Some(value)) => set(&mut self.wall, to_duration(name, value)?, "`wall`"),
            ("idle", Some(value)) => set(&mut self.idle, to_duration(name, value)?, "`idle`"),
            _ => Err(format!("`{term}` is none of {ALLOWED}")),
        }
    }
}

fn set<T>(place: &mut Option<T>, value: T, what: &str) -> Result<(), String> {
    match place.replace(value) {
        None => Ok(()),
        Some(_) => Err(format!("{what} is given twice")),
    }
}

fn to_megabytes(text: &str) -> Result<u64, String> {
    let number = text.parse::<u32>().map(u64::from);
    number.map_err(|_| {
        format!("`memory={text}` is no number of MB, such as `memory=512`; 0 is no limit")
    })
}

/// `500ms`, `2s`, or plain milliseconds.
fn to_duration(name: &str, text: &str) -> Result<Duration, String> {
    let (number, unit) = if let Some(number) = text.strip_suffix("ms") {
        (number, 1)
    } else if let Some(number) = text.strip_suffix('s') {
        (number, 1000)
    } else {
        (text, 1)
    };
    let number = number.parse::<u32>().map_err(|_| {
        format!("`{name}={text}` is no time, such as `{name}=500ms`, `{name}=2s` or `{name}=500`; 0 is no limit")
    })?;
    Ok(Duration::from_millis(u64::from(number) * unit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_preset_and_limits_combine() {
        let limits: LimitsArg = "production,memory=512,cpu=2s,wall=500ms,idle=70"
            .parse()
            .unwrap();
        let expected = LimitsArg {
            preset: Some(LimitsPreset::Production),
            memory_mb: Some(512),
            cpu: Some(Duration::from_secs(2)),
            wall: Some(Duration::from_millis(500)),
            idle: Some(Duration::from_millis(70)),
        };
        assert_eq!(limits, expected);
        assert_eq!("off".parse::<LimitsArg>().unwrap().memory_mb, None);
    }

    #[test]
    fn mistakes_say_what_is_allowed() {
        for (text, says) in [
            ("", "`` is none of `default`, `production`, `off`"),
            ("fast", "`fast` is none of"),
            ("off,", "`` is none of"),
            ("off=1", "`off=1` is none of"),
            ("memory", "`memory` is none of"),
            ("off,production", "a preset is given twice"),
            ("cpu=1,cpu=2", "`cpu` is given twice"),
            ("memory=2GB", "such as `memory=512`"),
            ("memory=-1", "such as `memory=512`"),
            ("cpu=2m", "such as `cpu=500ms`"),
            ("wall=s", "such as `wall=500ms`"),
            ("idle=1.5s", "such as `idle=500ms`"),
        ] {
            let error = text.parse::<LimitsArg>().unwrap_err();
            assert!(error.contains(says), "{text}: {error}");
        }
    }
}
