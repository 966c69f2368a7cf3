//! What the Management API's requests and answers look like on the wire, in the words of its OpenAPI document.
//!
//! Client and server share these types and nothing else. Answers tolerate what is unknown, missing or `null` wherever
//! a command can do without it; nothing here decides, validates or sends anything, besides [`ProjectRef`], which is
//! checked once where it enters.

/// The header in which a platform of one's own says where the functions of a project are.
pub(crate) const PROJECT_URL: &str = "sb-project-url";

mod function;
mod lenient;
mod logs;
mod project;
mod secret;
mod token;

pub(crate) use function::{
    BulkFunction, DeployMetadata, Function, FunctionStatus, FunctionVersion, LimitsRecord,
};
pub(crate) use logs::{Analytics, FunctionLogRow, Invocation, LogEntry, LogPage};
pub(crate) use project::{InvalidRef, Profile, Project, ProjectRef};
pub(crate) use secret::{NewSecret, Secret};
pub(crate) use token::{AccessToken, ApiKey, JwtSecret, NewUserToken, UserToken};
