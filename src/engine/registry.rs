//! Which npm registry the engine comes from, and with which credentials.
//!
//! Settings are those of npm: `NPM_CONFIG_REGISTRY`, then the project's `.npmrc`, then the one in the home directory.
//! `@deno:registry` concerns this scope only and wins, as it does in npm. The project's file is untrusted: it may name
//! a registry (the integrity is pinned), but `${SUPABASE_*}` and `${FX_*}` stay as they are written in it.

use std::{
    cell::RefCell,
    collections::{BTreeSet, HashMap},
    ffi::{OsStr, OsString},
    io,
    path::Path,
};

use deno_npm_cache::maybe_auth_header_value_for_npm_registry as authorization;
use deno_npmrc::{NpmRc, NpmRegistryUrl, ResolvedNpmRc};
use sys_traits::{BaseEnvVar, EnvVar};
use url::Url;

use super::{Error, Release};
use crate::{env_vars::EnvVars, fs, redact::Secret};

/// Where a tarball is, and what to say to get it.
#[derive(Debug)]
pub(super) struct Source {
    pub(super) url: Url,
    pub(super) authorization: Option<Secret<String>>,
    /// Variables of the environment that the project's file was given.
    pub(super) given: BTreeSet<String>,
}

/// Looks up where `release` is to be downloaded from.
pub(super) fn locate(
    release: &Release,
    project: Option<&Path>,
    home: &Path,
    environment: &impl EnvVar,
) -> Result<Source, Error> {
    let package = release.package();
    let invalid = || Error::RegistryUrl {
        package: package.clone(),
    };
    let (npmrc, given) = read_settings(project, home, environment)?;
    let npmrc = npmrc
        .as_resolved(&default_registry(environment).ok_or_else(invalid)?)
        .map_err(|_| invalid())?;
    let registry = npmrc.get_registry_url(&package);
    if !matches!(registry.scheme(), "http" | "https") {
        return Err(invalid());
    }
    let url = registry
        .join(&release.tarball_path())
        .map_err(|_| invalid())?;
    Ok(Source {
        authorization: credentials(&npmrc, &url, &package)?,
        given,
        url,
    })
}

fn credentials(
    npmrc: &ResolvedNpmRc,
    url: &Url,
    package: &str,
) -> Result<Option<Secret<String>>, Error> {
    let Some(config) = npmrc.tarball_config_for_package(url, package) else {
        return Ok(None);
    };
    let value = authorization(config).map_err(|_| Error::Credentials)?;
    Ok(value.map(Secret::new))
}

/// `None` when `NPM_CONFIG_REGISTRY` is no URL; the crate alone would fall back to the default without a word.
fn default_registry(environment: &impl EnvVar) -> Option<NpmRegistryUrl> {
    let url = NpmRegistryUrl::for_npm(environment);
    let is_set = environment
        .env_var_os(EnvVars::NPM_CONFIG_REGISTRY)
        .is_some_and(|value| !value.is_empty());
    (url.from_env || !is_set).then_some(url)
}

fn read_settings(
    project: Option<&Path>,
    home: &Path,
    environment: &impl EnvVar,
) -> Result<(NpmRc, BTreeSet<String>), Error> {
    let from_home = home.join(".npmrc");
    let from_home = parse(&from_home, std::fs::read_to_string(&from_home), environment)?;
    let from_home = from_home.unwrap_or_default();
    let project = project.filter(|project| *project != home);
    let Some(project) = project else {
        return Ok((from_home, BTreeSet::new()));
    };
    let untrusted = Untrusted {
        environment,
        given: RefCell::default(),
    };
    let path = project.join(".npmrc");
    let source_root = fs::repository_of(project).unwrap_or(project);
    let text = fs::read_found_text(&path, source_root, fs::MAX_TEXT);
    let Some(mut npmrc) = parse(&path, text, &untrusted)? else {
        return Ok((from_home, BTreeSet::new()));
    };
    npmrc.registry = npmrc.registry.or(from_home.registry);
    fill(&mut npmrc.scope_registries, from_home.scope_registries);
    fill(&mut npmrc.registry_configs, from_home.registry_configs);
    Ok((npmrc, untrusted.given.into_inner()))
}

/// Adds what the nearer file does not say.
fn fill<V>(nearer: &mut HashMap<String, V>, farther: HashMap<String, V>) {
    for (key, value) in farther {
        nearer.entry(key).or_insert(value);
    }
}

/// What a file says; `None` when it is not there.
fn parse(
    path: &Path,
    text: io::Result<String>,
    environment: &impl EnvVar,
) -> Result<Option<NpmRc>, Error> {
    let text = match text {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(source) => {
            return Err(Error::NpmrcUnreadable {
                path: path.to_owned(),
                source,
            });
        }
    };
    let npmrc = NpmRc::parse(environment, &text).map_err(|error| Error::NpmrcMalformed {
        path: path.to_owned(),
        message: error.message.into_owned(),
    })?;
    Ok(Some(npmrc))
}

/// The environment as an untrusted file may see it.
struct Untrusted<'a, E> {
    environment: &'a E,
    /// The variables it saw.
    given: RefCell<BTreeSet<String>>,
}

impl<E: EnvVar> BaseEnvVar for Untrusted<'_, E> {
    fn base_env_var_os(&self, key: &OsStr) -> Option<OsString> {
        let name = key.to_string_lossy().to_ascii_uppercase();
        if name.starts_with("SUPABASE_") || name.starts_with("FX_") {
            return None;
        }
        let value = self.environment.env_var_os(key)?;
        let variable = key.to_string_lossy().into_owned();
        self.given.borrow_mut().insert(variable);
        Some(value)
    }
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeMap, fs};

    use super::*;

    struct Variables(BTreeMap<&'static str, &'static str>);

    impl BaseEnvVar for Variables {
        fn base_env_var_os(&self, key: &OsStr) -> Option<OsString> {
            self.0.get(key.to_str()?).map(OsString::from)
        }
    }

    struct Case {
        root: tempfile::TempDir,
        variables: Variables,
    }

    impl Case {
        fn new(project: &str, home: &str, variables: &[(&'static str, &'static str)]) -> Self {
            let root = tempfile::tempdir().unwrap();
            for (name, npmrc) in [("project", project), ("home", home)] {
                fs::create_dir(root.path().join(name)).unwrap();
                fs::write(root.path().join(name).join(".npmrc"), npmrc).unwrap();
            }
            let variables = Variables(variables.iter().copied().collect());
            Self { root, variables }
        }

        fn locate(&self) -> Result<Source, Error> {
            let release = Release {
                version: "1.2.3".into(),
                platform: "linux-x64-glibc".into(),
                integrity: crate::engine::release::Sha512([0; 64]),
                executable: "deno",
            };
            let (project, home) = (
                self.root.path().join("project"),
                self.root.path().join("home"),
            );
            locate(&release, Some(&project), &home, &self.variables)
        }

        /// URL without the package's part, and the credentials.
        fn registry(&self) -> (String, String) {
            let source = self.locate().unwrap();
            let path = "@deno/linux-x64-glibc/-/linux-x64-glibc-1.2.3.tgz";
            let base = source.url.as_str().strip_suffix(path).unwrap().to_owned();
            let authorization = source.authorization.map(|value| value.expose().clone());
            (base, authorization.unwrap_or_default())
        }
    }

    fn pair(url: &str, authorization: &str) -> (String, String) {
        (url.into(), authorization.into())
    }

    #[test]
    fn the_default_comes_from_the_crate() {
        let (url, authorization) = Case::new("", "", &[]).registry();
        assert_eq!(url.trim_end_matches('/'), deno_npmrc::NPM_DEFAULT_REGISTRY);
        assert_eq!(authorization, "");
    }

    #[test]
    fn the_environment_beats_the_project_which_beats_the_home() {
        let home = "registry=http://localhost:1/home";
        let project = "registry=http://localhost:1/project/";
        let variable = ("NPM_CONFIG_REGISTRY", "http://localhost:1/env");
        let registry = |project, variables| Case::new(project, home, variables).registry().0;
        assert_eq!(registry("", &[]), "http://localhost:1/home/");
        assert_eq!(registry(project, &[]), "http://localhost:1/project/");
        assert_eq!(registry(project, &[variable]), "http://localhost:1/env/");
    }

    #[test]
    fn the_scope_has_its_own_registry_and_token() {
        let project = "registry=http://localhost:1/\n@deno:registry=http://localhost:2/deno\n";
        let home = "//localhost:1/:_authToken=one\n//localhost:2/deno/:_authToken=two\n";
        assert_eq!(
            Case::new(project, home, &[]).registry(),
            pair("http://localhost:2/deno/", "Bearer two")
        );
    }

    #[test]
    fn credentials_go_to_their_registry_only() {
        let home = "//localhost:1/:_authToken=one\n";
        let elsewhere = Case::new("registry=http://localhost:2/", home, &[]);
        assert_eq!(elsewhere.registry(), pair("http://localhost:2/", ""));
        let basic = "//localhost:1/:username=me\n//localhost:1/:_password=cHc=\n";
        let there = Case::new("registry=http://localhost:1/", basic, &[]);
        assert_eq!(
            there.registry(),
            pair("http://localhost:1/", "Basic bWU6cHc=")
        );
        let half = Case::new(
            "registry=http://localhost:1/",
            "//localhost:1/:username=me\n",
            &[],
        );
        assert!(matches!(half.locate(), Err(Error::Credentials)));
    }

    #[test]
    fn a_project_never_sees_our_variables() {
        let npmrc = "registry=http://localhost:1/\n\
                     //localhost:1/:_authToken=${NPM_TOKEN}/${SUPABASE_ACCESS_TOKEN}/${FX_SECRET}/${fx_secret}\n";
        let variables = [
            ("NPM_TOKEN", "npm"),
            ("SUPABASE_ACCESS_TOKEN", "sbp"),
            ("FX_SECRET", "fx"),
            ("fx_secret", "fx"),
        ];
        let seen = "Bearer npm/${SUPABASE_ACCESS_TOKEN}/${FX_SECRET}/${fx_secret}";
        let project = Case::new(npmrc, "", &variables).registry();
        assert_eq!(project.1, seen);
        let home = Case::new("", npmrc, &variables).registry();
        assert_eq!(home.1, "Bearer npm/sbp/fx/fx");
    }

    #[test]
    fn what_is_no_http_url_is_refused() {
        let variables = [("NPM_CONFIG_REGISTRY", "not a url")];
        for case in [
            Case::new("", "", &variables),
            Case::new("registry=file:///tmp/", "", &[]),
            Case::new("registry=nonsense", "", &[]),
        ] {
            let error = case.locate().unwrap_err();
            assert!(matches!(error, Error::RegistryUrl { .. }), "{error:?}");
        }
    }
}
