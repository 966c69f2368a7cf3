//! Resumable uploads: TUS 1.0 with creation.

use std::io::Write as _;

use base64::{Engine as _, prelude::BASE64_STANDARD};
use http::{HeaderName, HeaderValue, header};
use http_body_util::BodyExt as _;
use serde_json::Value;

use super::super::{
    Project,
    gateway::{Answer, Call, empty},
};
use super::{Object, Role, no_bucket, not_allowed, objects, refused, role, timestamp};

/// An upload that has not come to its end; what has come is in the file with its id.
#[derive(Clone)]
pub struct Upload {
    length: u64,
    offset: u64,
    bucket: String,
    name: String,
    kind: String,
    cache_control: String,
}

/// Answers a request below `/storage/v1/upload/resumable`.
pub async fn answer(project: &Project, call: Call, rest: &[&str]) -> Result<Answer, Answer> {
    let method = call.head.method.clone();
    let answered = match (method.as_str(), rest) {
        ("OPTIONS", _) => Ok(with(
            empty(204),
            &[("tus-extension", "creation,termination".to_owned())],
        )),
        _ if role(project, &call)? < Role::User => Err(not_allowed()),
        ("POST", []) => create(project, &call),
        ("HEAD", [id]) => {
            let upload = upload(project, id)?;
            Ok(with(
                empty(200),
                &[
                    ("upload-offset", upload.offset.to_string()),
                    ("upload-length", upload.length.to_string()),
                    ("cache-control", "no-store".to_owned()),
                ],
            ))
        }
        ("PATCH", [id]) => append(project, call, id).await,
        ("DELETE", [id]) => {
            project.storage.state().uploads.remove(*id);
            Ok(empty(204))
        }
        _ => Err(refused(404, "not_found", "Route not found")),
    };
    let version = [("tus-resumable", "1.0.0".to_owned())];
    match answered {
        Ok(answer) => Ok(with(answer, &version)),
        Err(answer) => Err(with(answer, &version)),
    }
}

fn with(mut answer: Answer, headers: &[(&'static str, String)]) -> Answer {
    for (name, value) in headers {
        let value = HeaderValue::try_from(value).expect("it is ASCII");
        let name = HeaderName::from_static(name);
        answer.headers_mut().insert(name, value);
    }
    answer
}

fn create(project: &Project, call: &Call) -> Result<Answer, Answer> {
    let metadata = call.header("upload-metadata").unwrap_or_default();
    let value = |name: &str| {
        let pairs = metadata
            .split(',')
            .filter_map(|pair| pair.trim().split_once(' '));
        let found = pairs.into_iter().find(|(key, _)| *key == name)?.1;
        String::from_utf8(BASE64_STANDARD.decode(found).ok()?).ok()
    };
    let length = call
        .header("upload-length")
        .and_then(|text| text.parse().ok());
    let (Some(length), Some(bucket), Some(name)) =
        (length, value("bucketName"), value("objectName"))
    else {
        return Err(refused(
            400,
            "InvalidRequest",
            "Upload-Length or Upload-Metadata is missing",
        ));
    };
    let upload = Upload {
        length,
        offset: 0,
        kind: value("contentType").unwrap_or_else(|| "application/octet-stream".to_owned()),
        cache_control: value("cacheControl").map_or_else(
            || "no-cache".to_owned(),
            |seconds| format!("max-age={seconds}"),
        ),
        bucket,
        name,
    };
    let id = uuid::Uuid::new_v4().to_string();
    let mut state = project.storage.state();
    if !state.buckets.contains_key(&upload.bucket) {
        return Err(no_bucket());
    }
    std::fs::write(project.storage.file(&id), b"").unwrap();
    state.uploads.insert(id.clone(), upload);
    // The address that the request named, as a client finds its way back by this header alone.
    let host = call.header("host").unwrap_or_default();
    let scheme = call.header("x-forwarded-proto").unwrap_or("http");
    let location = format!("{scheme}://{host}/storage/v1/upload/resumable/{id}");
    Ok(with(empty(201), &[(header::LOCATION.as_str(), location)]))
}

fn upload(project: &Project, id: &str) -> Result<Upload, Answer> {
    let found = project.storage.state().uploads.get(id).cloned();
    found.ok_or_else(|| refused(404, "not_found", "The file for this url was not found"))
}

/// Adds what comes, so that an upload that breaks off goes on from there.
async fn append(project: &Project, mut call: Call, id: &str) -> Result<Answer, Answer> {
    let mut upload = upload(project, id)?;
    let offset = call
        .header("upload-offset")
        .and_then(|text| text.parse::<u64>().ok());
    if offset != Some(upload.offset) {
        let mut answer = refused(409, "Conflict", "Upload-Offset conflict");
        *answer.status_mut() = http::StatusCode::CONFLICT;
        return Err(answer);
    }
    let path = project.storage.file(id);
    let mut file = std::fs::OpenOptions::new().append(true).open(path).unwrap();
    while let Some(frame) = call.body.frame().await {
        let Ok(frame) = frame else { break };
        let Some(data) = frame.data_ref() else {
            continue;
        };
        file.write_all(data).unwrap();
        upload.offset += data.len() as u64;
        let mut state = project.storage.state();
        state.uploads.insert(id.to_owned(), upload.clone());
    }
    if upload.offset == upload.length {
        let object = Object {
            id: id.to_owned(),
            kind: upload.kind.clone(),
            size: upload.length,
            cache_control: upload.cache_control.clone(),
            etag: format!("\"{id}\""),
            metadata: Value::Null,
            created: timestamp(),
        };
        objects::add(project, &upload.bucket, &upload.name, object)?;
    }
    let offset = upload.offset.to_string();
    Ok(with(empty(204), &[("upload-offset", offset)]))
}
