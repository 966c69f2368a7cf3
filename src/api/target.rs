//! [`Target`]: which API it is, and where the project's other addresses are.
//!
//! It comes from flags, the real environment and `~/.supabase/profile`, never from a project. A relative path in that
//! file is relative to its directory, so that no working directory can supply what it names.

use std::path::{Path, PathBuf};

use serde::Deserialize;
use url::Url;

use crate::{
    diagnostics::{ExitStatus, Hint},
    env_vars::EnvVars,
};

const DEFAULT: &str = "supabase";

/// Names that need no file: name, API, host of projects, dashboard.
const BUILT_IN: [[&str; 4]; 4] = [
    [
        DEFAULT,
        "https://api.supabase.com",
        "supabase.co",
        "https://supabase.com/dashboard",
    ],
    [
        "supabase-staging",
        "https://api.supabase.green",
        "supabase.red",
        "https://supabase.green/dashboard",
    ],
    [
        "supabase-local",
        "http://localhost:8080",
        "supabase.red",
        "http://localhost:8082",
    ],
    [
        "snap",
        "https://cloudapi.snap.com",
        "snapcloud.dev",
        "https://cloud.snap.com/dashboard",
    ],
];

/// What the command line says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct TargetChoice {
    /// `--api-url`.
    pub(crate) api_url: Option<String>,
    /// `--profile`.
    pub(crate) profile: Option<String>,
}

/// An API and what belongs to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Target {
    /// The profile: a built-in name, or an absolute path.
    pub(crate) profile: String,
    /// Where the API is.
    pub(crate) api_url: Url,
    /// Where people go.
    pub(crate) dashboard_url: Url,
    /// The domain below which each project has a name.
    pub(crate) project_host: String,
    /// Whether it is the API that `~/.supabase/profile` names, or the hosted one without that file.
    pub(crate) is_home: bool,
}

/// Why it is not known which API it is.
#[derive(Debug, thiserror::Error)]
pub(crate) enum TargetError {
    /// Not a URL that an API can have.
    #[error("{origin} is no HTTP address of an API")]
    Url {
        /// The flag, variable or key.
        origin: String,
    },
    /// The file of the profile cannot be read.
    #[error("failed to read the profile `{}`", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// The file is not a profile.
    #[error("`{}` is not a profile: {reason}", path.display())]
    Parse {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
}

impl Hint for TargetError {
    fn hints(&self) -> Vec<String> {
        vec![match self {
            Self::Url { .. } => {
                "an address looks like `https://api.supabase.com`, without user name, query or fragment".to_owned()
            }
            Self::Read { .. } => format!(
                "choose a profile with `--profile NAME|FILE` or `{}`; names are {}",
                EnvVars::SUPABASE_PROFILE,
                BUILT_IN.map(|[name, ..]| format!("`{name}`")).join(", ")
            ),
            Self::Parse { .. } => {
                "a profile is YAML, JSON or TOML with `name`, `api_url`, `dashboard_url` and `project_host`".to_owned()
            }
        }]
    }

    fn exit_status(&self) -> ExitStatus {
        ExitStatus::Usage
    }
}

/// The file, with the keys that the incumbent knows.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ProfileFile {
    #[serde(rename = "name")]
    _name: String,
    api_url: String,
    dashboard_url: String,
    project_host: String,
    #[serde(rename = "docs_url", default)]
    _docs_url: Option<String>,
    #[serde(rename = "pooler_host", default)]
    _pooler_host: Option<String>,
    #[serde(rename = "client_id", default)]
    _client_id: Option<String>,
    #[serde(rename = "studio_image", default)]
    _studio_image: Option<String>,
    #[serde(rename = "regions", default)]
    _regions: Option<serde::de::IgnoredAny>,
}

impl Target {
    /// What the flags, the environment and `profile` in `supabase_home` say, in this order.
    pub(crate) fn resolve(
        choice: &TargetChoice,
        cwd: &Path,
        supabase_home: &Path,
    ) -> Result<Self, TargetError> {
        let mut target = Self::of_profile(choice, cwd, supabase_home)?;
        if let Some(url) = &choice.api_url {
            target.api_url = parse_url(url, || "the value of `--api-url`".to_owned())?;
        } else if let Some(url) = variable(EnvVars::FX_API_URL) {
            target.api_url = parse_url(&url, || format!("the value of `{}`", EnvVars::FX_API_URL))?;
        }
        let home = Self::of_home(supabase_home);
        target.is_home = home.is_ok_and(|home| home.api_url == target.api_url);
        Ok(target)
    }

    /// The built-in profile with this API, however it was chosen.
    pub(crate) fn built_in(&self) -> Option<&'static str> {
        let mut known = BUILT_IN.iter();
        let found =
            known.find(|[_, api_url, ..]| Url::parse(api_url).as_ref() == Ok(&self.api_url));
        found.map(|[name, ..]| *name)
    }

    fn of_profile(
        choice: &TargetChoice,
        cwd: &Path,
        supabase_home: &Path,
    ) -> Result<Self, TargetError> {
        let chosen = choice.profile.as_deref().map(str::to_owned);
        if let Some(chosen) = chosen.or_else(|| variable(EnvVars::SUPABASE_PROFILE)) {
            return Self::named(&chosen, cwd);
        }
        Self::of_home(supabase_home)
    }

    fn of_home(supabase_home: &Path) -> Result<Self, TargetError> {
        let chosen = std::fs::read_to_string(supabase_home.join("profile")).unwrap_or_default();
        match chosen.trim() {
            "" => Self::named(DEFAULT, supabase_home),
            chosen => Self::named(chosen, supabase_home),
        }
    }

    fn named(chosen: &str, directory: &Path) -> Result<Self, TargetError> {
        let built_in = BUILT_IN
            .iter()
            .find(|[name, ..]| name.eq_ignore_ascii_case(chosen));
        if let Some([name, api_url, project_host, dashboard_url]) = built_in {
            let known = |url: &str| Url::parse(url).expect("built-in addresses are URLs");
            return Ok(Self {
                profile: (*name).to_owned(),
                api_url: known(api_url),
                dashboard_url: known(dashboard_url),
                project_host: (*project_host).to_owned(),
                is_home: false,
            });
        }
        Self::of_file(&directory.join(chosen))
    }

    fn of_file(path: &Path) -> Result<Self, TargetError> {
        let text = std::fs::read_to_string(path).map_err(|source| TargetError::Read {
            path: path.to_owned(),
            source,
        })?;
        let file: ProfileFile = parse(path, &text).map_err(|reason| TargetError::Parse {
            path: path.to_owned(),
            reason,
        })?;
        let key = |key: &str| format!("`{key}` in `{}`", path.display());
        Ok(Self {
            profile: path.display().to_string(),
            api_url: parse_url(&file.api_url, || key("api_url"))?,
            dashboard_url: parse_url(&file.dashboard_url, || key("dashboard_url"))?,
            project_host: file.project_host,
            is_home: false,
        })
    }

    /// Where the function answers.
    pub(crate) fn function_url(&self, project: &str, slug: &str) -> String {
        format!(
            "https://{project}.{}/functions/v1/{slug}",
            self.project_host
        )
    }

    /// A page of the dashboard.
    pub(crate) fn dashboard_page(&self, page: &str) -> String {
        let base = self.dashboard_url.as_str().trim_end_matches('/');
        format!("{base}/{page}")
    }
}

/// Only the first line of what is wrong: some parsers quote the file.
fn parse(path: &Path, text: &str) -> Result<ProfileFile, String> {
    let is_toml = path
        .extension()
        .is_some_and(|extension| extension == "toml");
    let parsed = if is_toml {
        toml::from_str(text).map_err(|error| error.message().to_owned())
    } else {
        serde_saphyr::from_str(text).map_err(|error| error.without_snippet().to_string())
    };
    parsed.map_err(|reason| reason.lines().next().unwrap_or_default().to_owned())
}

fn parse_url(text: &str, origin: impl Fn() -> String) -> Result<Url, TargetError> {
    Url::parse(text.trim())
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
        .filter(|url| url.username().is_empty() && url.password().is_none())
        .filter(|url| url.query().is_none() && url.fragment().is_none())
        .ok_or_else(|| TargetError::Url { origin: origin() })
}

fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    const YAML: &str = "name: mine\napi_url: http://localhost:9\ndashboard_url: http://localhost:8/d\n\
        project_host: example.com\nregions: [a, b]\n";

    #[test]
    fn a_profile_file_is_yaml_json_or_toml() {
        let directory = tempfile::tempdir().unwrap();
        let json = r#"{"name": "mine", "api_url": "http://localhost:9", "dashboard_url": "http://localhost:8/d",
            "project_host": "example.com"}"#;
        let toml = "name = \"mine\"\napi_url = \"http://localhost:9\"\ndashboard_url = \"http://localhost:8/d\"\n\
            project_host = \"example.com\"\n";
        for (name, text) in [("p.yaml", YAML), ("p.json", json), ("p.toml", toml)] {
            std::fs::write(directory.path().join(name), text).unwrap();
            let target = Target::named(name, directory.path()).unwrap();
            assert_eq!(target.api_url.as_str(), "http://localhost:9/", "{name}");
            assert_eq!(
                target.function_url("ref", "a"),
                "https://ref.example.com/functions/v1/a"
            );
            assert_eq!(target.dashboard_page("x"), "http://localhost:8/d/x");
        }
    }

    #[test]
    fn what_is_no_profile_is_an_error_that_says_why() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("p.yaml");
        let reason = |text: &str| {
            std::fs::write(&path, text).unwrap();
            Target::of_file(&path).unwrap_err().to_string()
        };
        assert!(
            reason("name: x\n").contains("api_url"),
            "{}",
            reason("name: x\n")
        );
        let unknown = reason(&format!("{YAML}colour: red\n"));
        assert!(unknown.contains("colour"), "{unknown}");
        let odd = reason(&YAML.replace("http://localhost:9", "ftp://localhost:9"));
        assert!(odd.contains("`api_url`"), "{odd}");
    }

    #[test]
    fn names_have_no_case_and_addresses_no_credentials() {
        let target = Target::named("Supabase", Path::new("/")).unwrap();
        assert_eq!(target.api_url.as_str(), "https://api.supabase.com/");
        for bad in [
            "",
            "localhost",
            "http://me:pw@localhost",
            "http://a/?x=1",
            "file:///etc",
        ] {
            assert!(parse_url(bad, String::new).is_err(), "{bad}");
        }
    }
}
