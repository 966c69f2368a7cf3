//! The storage service of a stub stack: buckets, objects on disk, signed URLs.
//!
//! Whoever has the service role may do everything; users may read and write objects; anyone reads public buckets and
//! what a signed URL names.

mod objects;
mod resumable;

use std::{
    collections::BTreeMap,
    path::PathBuf,
    sync::{Mutex, MutexGuard, OnceLock},
};

use serde_json::{Value, json};

use super::{
    Project,
    gateway::{Answer, Call, json_answer},
};

/// The service.
pub struct Storage {
    /// Made for the first object.
    directory: OnceLock<tempfile::TempDir>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    buckets: BTreeMap<String, Bucket>,
    uploads: BTreeMap<String, resumable::Upload>,
}

#[derive(Clone)]
struct Bucket {
    is_public: bool,
    created: String,
    objects: BTreeMap<String, Object>,
}

/// An object; its content is in the file `id`.
#[derive(Clone)]
struct Object {
    id: String,
    kind: String,
    size: u64,
    cache_control: String,
    etag: String,
    metadata: Value,
    created: String,
}

impl Storage {
    /// A service without buckets.
    pub fn new() -> Self {
        Self {
            directory: OnceLock::new(),
            state: Mutex::default(),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    fn file(&self, id: &str) -> PathBuf {
        let directory = self.directory.get_or_init(|| {
            let directory = tempfile::Builder::new().prefix("fx-storage-").tempdir();
            directory.unwrap()
        });
        directory.path().join(id)
    }
}

fn timestamp() -> String {
    chrono::Utc::now().to_rfc3339()
}

/// Who a request is from.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Role {
    Anyone,
    User,
    Service,
}

fn role(project: &Project, call: &Call) -> Result<Role, Answer> {
    let claims = call.claims(project);
    let claims = claims.map_err(|_| refused(403, "Unauthorized", "invalid signature"))?;
    Ok(match claims["role"].as_str() {
        Some("service_role") => Role::Service,
        Some("authenticated") => Role::User,
        _ => Role::Anyone,
    })
}

/// An error, which the service answers with 400 and its own status in the body.
fn refused(status: u16, error: &str, message: &str) -> Answer {
    let body = json!({ "statusCode": status.to_string(), "error": error, "message": message });
    json_answer(400, &body)
}

fn not_allowed() -> Answer {
    let message = "new row violates row-level security policy";
    refused(403, "Unauthorized", message)
}

fn no_bucket() -> Answer {
    refused(404, "Bucket not found", "Bucket not found")
}

fn no_object() -> Answer {
    refused(404, "not_found", "Object not found")
}

/// Answers a request below `/storage/v1`.
pub async fn answer(project: &Project, call: Call) -> Result<Answer, Answer> {
    let segments: Vec<String> = call.segments().into_iter().map(decoded).collect();
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    match segments.as_slice() {
        ["status" | "health"] => Ok(json_answer(200, &json!({ "healthy": true }))),
        ["s3", ..] => s3(call).await,
        ["bucket", rest @ ..] => bucket(project, call, rest).await,
        ["object", rest @ ..] => objects::answer(project, call, rest).await,
        ["upload", "resumable", rest @ ..] => resumable::answer(project, call, rest).await,
        _ => Err(refused(404, "not_found", "Route not found")),
    }
}

fn decoded(part: &str) -> String {
    let bytes = percent_encoding::percent_decode_str(part);
    bytes.decode_utf8_lossy().into_owned()
}

/// Says what it got, to the byte: signatures of S3 cover method, path, query, headers and the body's digest.
async fn s3(call: Call) -> Result<Answer, Answer> {
    use sha2::{Digest as _, Sha256};
    let (method, target) = (call.head.method.to_string(), call.head.uri.to_string());
    let headers: Vec<_> = call
        .head
        .headers
        .iter()
        .map(|(name, value)| json!([name.as_str(), String::from_utf8_lossy(value.as_bytes())]))
        .collect();
    let body = call.bytes().await?;
    let digest = format!("{:x}", Sha256::digest(&body));
    let said = json!({
        "method": method, "target": target, "headers": headers, "length": body.len(), "sha256": digest,
    });
    Ok(json_answer(200, &said))
}

async fn bucket(project: &Project, call: Call, rest: &[&str]) -> Result<Answer, Answer> {
    let is_service = role(project, &call)? == Role::Service;
    let method = call.head.method.clone();
    let body = call.json().await?;
    let mut state = project.storage.state();
    let json = |id: &str, bucket: &Bucket| {
        json!({
            "id": id, "name": id, "owner": "", "public": bucket.is_public, "type": "STANDARD",
            "file_size_limit": null, "allowed_mime_types": null,
            "created_at": bucket.created, "updated_at": bucket.created,
        })
    };
    match (method.as_str(), rest) {
        ("GET", []) => {
            let seen = state.buckets.iter().filter(|_| is_service);
            let all: Vec<Value> = seen.map(|(id, bucket)| json(id, bucket)).collect();
            Ok(json_answer(200, &json!(all)))
        }
        ("GET", [id]) => {
            let bucket = state.buckets.get(*id).filter(|_| is_service);
            Ok(json_answer(200, &json(id, bucket.ok_or_else(no_bucket)?)))
        }
        _ if !is_service => Err(not_allowed()),
        ("POST", []) => {
            let id = body["id"].as_str().or(body["name"].as_str());
            let Some(id) = id.filter(|id| !id.is_empty()) else {
                return Err(refused(400, "InvalidRequest", "name is required"));
            };
            if state.buckets.contains_key(id) {
                let message = "The resource already exists";
                return Err(refused(409, "Duplicate", message));
            }
            let bucket = Bucket {
                is_public: body["public"] == true,
                created: timestamp(),
                objects: BTreeMap::new(),
            };
            state.buckets.insert(id.to_owned(), bucket);
            Ok(json_answer(200, &json!({ "name": id })))
        }
        ("PUT", [id]) => {
            let bucket = state.buckets.get_mut(*id).ok_or_else(no_bucket)?;
            bucket.is_public = body["public"] == true;
            Ok(json_answer(
                200,
                &json!({ "message": "Successfully updated" }),
            ))
        }
        ("POST", [id, "empty"]) => {
            let bucket = state.buckets.get_mut(*id).ok_or_else(no_bucket)?;
            bucket.objects.clear();
            Ok(json_answer(
                200,
                &json!({ "message": "Successfully emptied" }),
            ))
        }
        ("DELETE", [id]) => {
            let bucket = state.buckets.get(*id).ok_or_else(no_bucket)?;
            if !bucket.objects.is_empty() {
                let message = "The bucket you tried to delete is not empty";
                return Err(refused(409, "InvalidRequest", message));
            }
            state.buckets.remove(*id);
            Ok(json_answer(
                200,
                &json!({ "message": "Successfully deleted" }),
            ))
        }
        _ => Err(refused(404, "not_found", "Route not found")),
    }
}
