//! Objects: upload, download, list, remove, signed URLs.

use std::collections::BTreeSet;

use bytes::Bytes;
use futures_util::TryStreamExt as _;
use http::{HeaderValue, header};
use http_body_util::BodyDataStream;
use serde_json::{Value, json};

use super::super::{
    Project,
    gateway::{Answer, Call, answer as answer_with, json_answer},
    keys::now,
};
use super::{Bucket, Object, Role, no_bucket, no_object, not_allowed, refused, role, timestamp};

/// What an upload says about its object.
struct Upload {
    content: Bytes,
    kind: String,
    cache_control: String,
    metadata: Value,
}

/// Answers a request below `/storage/v1/object`.
pub async fn answer(project: &Project, call: Call, rest: &[&str]) -> Result<Answer, Answer> {
    let method = call.head.method.clone();
    match (method.as_str(), rest) {
        ("GET" | "HEAD", ["public", bucket, name @ ..]) => {
            let state = project.storage.state();
            let is_public = state.buckets.get(*bucket).is_some_and(|b| b.is_public);
            drop(state);
            if !is_public {
                return Err(no_bucket());
            }
            read(project, &call, bucket, &name.join("/"))
        }
        ("GET" | "HEAD", ["sign", bucket, name @ ..]) => {
            let name = name.join("/");
            allowed_by_token(project, &call, &format!("{bucket}/{name}"))?;
            read(project, &call, bucket, &name)
        }
        ("PUT", ["upload", "sign", bucket, name @ ..]) => {
            let name = name.join("/");
            allowed_by_token(project, &call, &format!("{bucket}/{name}"))?;
            write(project, call, bucket, &name).await
        }
        ("GET" | "HEAD", ["info", "public", ..]) => Err(no_object()),
        ("GET" | "HEAD", ["info", bucket, name @ ..]) => {
            can_read(project, &call)?;
            let name = name.join("/");
            let object = object(project, bucket, &name)?;
            Ok(json_answer(200, &info(&name, &object)))
        }
        ("GET" | "HEAD", ["authenticated", bucket, name @ ..] | [bucket, name @ ..]) => {
            let state = project.storage.state();
            let is_public = state.buckets.get(*bucket).is_some_and(|b| b.is_public);
            drop(state);
            if !is_public {
                can_read(project, &call)?;
            }
            read(project, &call, bucket, &name.join("/"))
        }
        _ if role(project, &call)? < Role::User => Err(not_allowed()),
        ("POST", ["list", bucket]) => {
            let bucket = *bucket;
            let asked = call.json().await?;
            let state = project.storage.state();
            let bucket = state.buckets.get(bucket).ok_or_else(no_bucket)?;
            Ok(json_answer(200, &listed(bucket, &asked)))
        }
        ("POST", ["upload", "sign", bucket, name @ ..]) => {
            let url = signed(project, "upload/sign", bucket, &name.join("/"), 7200);
            Ok(json_answer(200, &json!({ "url": url })))
        }
        ("POST", ["sign", bucket]) => sign_many(project, call, bucket).await,
        ("POST", ["sign", bucket, name @ ..]) => {
            let name = name.join("/");
            object(project, bucket, &name)?;
            let seconds = call.json().await?["expiresIn"].as_u64().unwrap_or(60);
            let url = signed(project, "sign", bucket, &name, seconds);
            Ok(json_answer(200, &json!({ "signedURL": url })))
        }
        ("POST", ["move" | "copy"]) => {
            let moves = rest == ["move"];
            relocate(project, &call.json().await?, moves)
        }
        ("POST" | "PUT", [bucket, name @ ..]) => {
            write(project, call, bucket, &name.join("/")).await
        }
        ("DELETE", [bucket]) => {
            let asked = call.json().await?;
            let names = asked["prefixes"].as_array().cloned().unwrap_or_default();
            let names = names.iter().filter_map(Value::as_str);
            let mut state = project.storage.state();
            let bucket = state.buckets.get_mut(*bucket).ok_or_else(no_bucket)?;
            let removed = names.filter_map(|name| Some(info(name, &bucket.objects.remove(name)?)));
            let removed: Vec<Value> = removed.collect();
            Ok(json_answer(200, &json!(removed)))
        }
        ("DELETE", [bucket, name @ ..]) => {
            let mut state = project.storage.state();
            let bucket = state.buckets.get_mut(*bucket).ok_or_else(no_bucket)?;
            let removed = bucket.objects.remove(&name.join("/"));
            removed.ok_or_else(no_object)?;
            Ok(json_answer(
                200,
                &json!({ "message": "Successfully deleted" }),
            ))
        }
        _ => Err(refused(404, "not_found", "Route not found")),
    }
}

fn can_read(project: &Project, call: &Call) -> Result<(), Answer> {
    match role(project, call)? {
        Role::Anyone => Err(no_object()),
        Role::User | Role::Service => Ok(()),
    }
}

fn object(project: &Project, bucket: &str, name: &str) -> Result<Object, Answer> {
    let state = project.storage.state();
    let bucket = state.buckets.get(bucket).ok_or_else(no_bucket)?;
    bucket.objects.get(name).cloned().ok_or_else(no_object)
}

fn read(project: &Project, call: &Call, bucket: &str, name: &str) -> Result<Answer, Answer> {
    let object = object(project, bucket, name)?;
    let content = std::fs::read(project.storage.file(&object.id)).unwrap();
    let content = Bytes::from(content);
    let range = call
        .header("range")
        .and_then(|text| range(text, object.size));
    let (status, part) = match range {
        None => (200, content),
        Some(Some((from, to))) => (206, content.slice(from..to)),
        Some(None) => {
            let message = "The requested range is not satisfiable";
            let mut answer = refused(416, "InvalidRange", message);
            *answer.status_mut() = http::StatusCode::RANGE_NOT_SATISFIABLE;
            return Err(answer);
        }
    };
    let length = part.len();
    let body = if call.head.method == "HEAD" {
        Bytes::new()
    } else {
        part
    };
    let mut answer = answer_with(status, &object.kind, body);
    let value = |text: String| HeaderValue::try_from(text).expect("it came in a header");
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_LENGTH, length.into());
    headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    headers.insert(header::CACHE_CONTROL, value(object.cache_control));
    headers.insert(header::ETAG, value(object.etag));
    if let Some(Some((from, to))) = range {
        let text = format!("bytes {from}-{}/{}", to - 1, object.size);
        headers.insert(header::CONTENT_RANGE, value(text));
    }
    if let Some(name) = call.parameter("download") {
        let text = format!("attachment; filename=\"{name}\"");
        headers.insert(header::CONTENT_DISPOSITION, value(text));
    }
    Ok(answer)
}

/// The bytes that a range names; nothing within when it names none of them.
fn range(text: &str, size: u64) -> Option<Option<(usize, usize)>> {
    let (from, to) = text.strip_prefix("bytes=")?.split_once('-')?;
    let (from, to) = match (from.parse::<u64>(), to.parse::<u64>()) {
        (Ok(from), Ok(to)) => (from, (to + 1).min(size)),
        (Ok(from), Err(_)) => (from, size),
        (Err(_), Ok(last)) => (size.saturating_sub(last), size),
        (Err(_), Err(_)) => return None,
    };
    Some((from < to).then_some((from as usize, to as usize)))
}

async fn write(project: &Project, call: Call, bucket: &str, name: &str) -> Result<Answer, Answer> {
    let replaces = call.head.method == "PUT" || call.header("x-upsert") == Some("true");
    {
        let state = project.storage.state();
        let bucket = state.buckets.get(bucket).ok_or_else(no_bucket)?;
        if bucket.objects.contains_key(name) && !replaces {
            return Err(refused(409, "Duplicate", "The resource already exists"));
        }
    }
    let upload = upload(call).await?;
    let object = stored(project, upload);
    let id = object.id.clone();
    add(project, bucket, name, object)?;
    Ok(json_answer(
        200,
        &json!({ "Id": id, "Key": format!("{bucket}/{name}") }),
    ))
}

fn stored(project: &Project, upload: Upload) -> Object {
    let id = uuid::Uuid::new_v4().to_string();
    std::fs::write(project.storage.file(&id), &upload.content).unwrap();
    Object {
        etag: format!("\"{}\"", uuid::Uuid::new_v4().simple()),
        kind: upload.kind,
        size: upload.content.len() as u64,
        cache_control: upload.cache_control,
        metadata: upload.metadata,
        created: timestamp(),
        id,
    }
}

/// Puts an object whose file is there into a bucket.
pub(super) fn add(
    project: &Project,
    bucket: &str,
    name: &str,
    object: Object,
) -> Result<(), Answer> {
    let mut state = project.storage.state();
    let bucket = state.buckets.get_mut(bucket).ok_or_else(no_bucket)?;
    bucket.objects.insert(name.to_owned(), object);
    Ok(())
}

/// The object in a request: its body, or the file in a form.
async fn upload(call: Call) -> Result<Upload, Answer> {
    let text = |name: &str| call.header(name).map(str::to_owned);
    let kind = text("content-type").unwrap_or_else(|| "application/octet-stream".to_owned());
    let cache_control = text("cache-control").unwrap_or_else(|| "no-cache".to_owned());
    let Ok(boundary) = multer::parse_boundary(&kind) else {
        let content = call.bytes().await?;
        return Ok(Upload {
            content,
            kind,
            cache_control,
            metadata: Value::Null,
        });
    };
    let invalid = |error: multer::Error| refused(400, "InvalidRequest", &error.to_string());
    let stream = BodyDataStream::new(call.body).map_err(std::io::Error::other);
    let mut form = multer::Multipart::new(stream, boundary);
    let mut upload = Upload {
        content: Bytes::new(),
        kind: "application/octet-stream".to_owned(),
        cache_control,
        metadata: Value::Null,
    };
    while let Some(field) = form.next_field().await.map_err(invalid)? {
        match field.name().unwrap_or_default() {
            "cacheControl" => {
                let seconds = field.text().await.map_err(invalid)?;
                upload.cache_control = format!("max-age={seconds}");
            }
            "metadata" => {
                let text = field.text().await.map_err(invalid)?;
                upload.metadata = serde_json::from_str(&text).unwrap_or_default();
            }
            _ => {
                if let Some(kind) = field.content_type() {
                    upload.kind = kind.to_string();
                }
                upload.content = field.bytes().await.map_err(invalid)?;
            }
        }
    }
    Ok(upload)
}

fn info(name: &str, object: &Object) -> Value {
    json!({
        "id": object.id, "name": name, "version": object.id, "size": object.size,
        "content_type": object.kind, "cache_control": object.cache_control, "etag": object.etag,
        "created_at": object.created, "updated_at": object.created, "last_accessed_at": object.created,
        "user_metadata": object.metadata,
        "metadata": {
            "eTag": object.etag, "size": object.size, "mimetype": object.kind,
            "cacheControl": object.cache_control, "lastModified": object.created,
            "contentLength": object.size, "httpStatusCode": 200,
        },
    })
}

/// What is directly below a prefix: objects, and folders without an id.
fn listed(bucket: &Bucket, asked: &Value) -> Value {
    let prefix = asked["prefix"]
        .as_str()
        .unwrap_or_default()
        .trim_end_matches('/');
    let prefix = match prefix {
        "" => String::new(),
        prefix => format!("{prefix}/"),
    };
    let (mut folders, mut all) = (BTreeSet::new(), Vec::new());
    for (name, object) in &bucket.objects {
        let Some(rest) = name.strip_prefix(&prefix) else {
            continue;
        };
        match rest.split_once('/') {
            None => all.push(info(rest, object)),
            Some((folder, _)) if folders.insert(folder) => all.push(json!({
                "name": folder, "id": null, "updated_at": null, "created_at": null,
                "last_accessed_at": null, "metadata": null,
            })),
            Some(_) => {}
        }
    }
    let number = |name: &str, default| asked[name].as_u64().unwrap_or(default) as usize;
    let page = all
        .into_iter()
        .skip(number("offset", 0))
        .take(number("limit", 100));
    page.collect()
}

fn signed(project: &Project, kind: &str, bucket: &str, name: &str, seconds: u64) -> String {
    let key = format!("{bucket}/{name}");
    let claims = json!({ "url": key, "iat": now(), "exp": now() + seconds });
    let token = project.keys.sign_with_secret(&claims);
    format!("/object/{kind}/{key}?token={token}")
}

fn allowed_by_token(project: &Project, call: &Call, key: &str) -> Result<(), Answer> {
    let claims = project
        .keys
        .verify(call.parameter("token").unwrap_or_default());
    match claims {
        Ok(claims) if claims["url"] == key => Ok(()),
        _ => Err(refused(400, "InvalidJWT", "signature verification failed")),
    }
}

async fn sign_many(project: &Project, call: Call, bucket: &str) -> Result<Answer, Answer> {
    let asked = call.json().await?;
    let seconds = asked["expiresIn"].as_u64().unwrap_or(60);
    let names = asked["paths"].as_array().cloned().unwrap_or_default();
    let all = names.iter().filter_map(Value::as_str).map(|name| {
        match object(project, bucket, name) {
            Ok(_) => json!({
                "error": null, "path": name, "signedURL": signed(project, "sign", bucket, name, seconds),
            }),
            Err(_) => {
                let error = "Either the object does not exist or you do not have access to it";
                json!({ "error": error, "path": name, "signedURL": null })
            }
        }
    });
    Ok(json_answer(200, &all.collect()))
}

fn relocate(project: &Project, asked: &Value, moves: bool) -> Result<Answer, Answer> {
    let text = |name: &str| asked[name].as_str().unwrap_or_default();
    let (bucket, source) = (text("bucketId"), text("sourceKey"));
    let target = asked["destinationBucket"].as_str().unwrap_or(bucket);
    let object = object(project, bucket, source)?;
    add(project, target, text("destinationKey"), object)?;
    if moves {
        let mut state = project.storage.state();
        let bucket = state.buckets.get_mut(bucket).ok_or_else(no_bucket)?;
        bucket.objects.remove(source);
        return Ok(json_answer(
            200,
            &json!({ "message": "Successfully moved" }),
        ));
    }
    let key = format!("{target}/{}", text("destinationKey"));
    Ok(json_answer(200, &json!({ "Key": key, "key": key })))
}
