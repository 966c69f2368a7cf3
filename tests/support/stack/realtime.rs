//! The realtime service of a stub stack: Phoenix channels with broadcasts, over WebSockets and over HTTP.
//!
//! Both of the clients' formats: objects (`vsn=1.0.0`), and arrays with binary broadcasts (`2.0.0`). Presence and
//! changes of tables are not there.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
};

use bytes::Bytes;
use futures_util::{SinkExt as _, StreamExt as _};
use http::{HeaderValue, header, request::Parts};
use hyper::upgrade::OnUpgrade;
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use tokio::sync::mpsc;
use tokio_tungstenite::{
    WebSocketStream,
    tungstenite::{
        Message,
        handshake::derive_accept_key,
        protocol::{CloseFrame, Role},
    },
};

use super::{
    Project,
    gateway::{Answer, Call, empty, json_answer},
    record::Entry,
};

/// How many messages wait for a client that reads slowly; further ones are lost.
const WAITING: usize = 256;

/// Kinds of binary messages.
const BROADCAST_PUSH: u8 = 3;
const BROADCAST: u8 = 4;

/// Connections and what they have joined.
#[derive(Default)]
pub struct Realtime {
    next: AtomicU64,
    connections: Mutex<BTreeMap<u64, Connection>>,
}

struct Connection {
    messages: mpsc::Sender<Message>,
    version: Version,
    /// Topics, and whether a client hears itself.
    joined: BTreeMap<String, bool>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Version {
    Objects,
    Arrays,
}

/// What a client sends.
struct Push {
    join_ref: Value,
    reference: Value,
    topic: String,
    event: String,
    payload: Value,
}

/// A broadcast on its way.
struct Broadcast<'a> {
    topic: &'a str,
    event: &'a str,
    /// Either JSON or bytes.
    content: Content<'a>,
}

enum Content<'a> {
    Json(&'a Value),
    Binary(&'a [u8]),
}

impl Realtime {
    fn open(&self, version: Version) -> (u64, mpsc::Receiver<Message>) {
        let (messages, rx) = mpsc::channel(WAITING);
        let id = self.next.fetch_add(1, Ordering::SeqCst);
        let connection = Connection {
            messages,
            version,
            joined: BTreeMap::new(),
        };
        self.connections.lock().unwrap().insert(id, connection);
        (id, rx)
    }

    /// Closes every socket with this code.
    pub fn close(&self, code: u16) {
        let frame = CloseFrame {
            code: code.into(),
            reason: "".into(),
        };
        for connection in self.connections.lock().unwrap().values() {
            let _ = connection
                .messages
                .try_send(Message::Close(Some(frame.clone())));
        }
    }

    /// Sends to all who have joined the topic; to the sender only if it hears itself.
    fn broadcast(&self, from: Option<u64>, broadcast: &Broadcast<'_>) {
        for (id, connection) in &*self.connections.lock().unwrap() {
            let Some(hears_itself) = connection.joined.get(broadcast.topic) else {
                continue;
            };
            if from == Some(*id) && !hears_itself {
                continue;
            }
            let message = broadcast.message(connection.version);
            let _ = connection.messages.try_send(message);
        }
    }
}

impl Broadcast<'_> {
    fn message(&self, version: Version) -> Message {
        match (version, &self.content) {
            (Version::Objects, Content::Json(payload)) => {
                let payload =
                    json!({ "type": "broadcast", "event": self.event, "payload": payload });
                text(
                    version,
                    &Value::Null,
                    &Value::Null,
                    self.topic,
                    "broadcast",
                    &payload,
                )
            }
            // Clients of the first version cannot be sent bytes.
            (Version::Objects, Content::Binary(_)) => Message::Ping(Bytes::new()),
            (Version::Arrays, content) => {
                let (encoding, content) = match content {
                    Content::Json(payload) => (1, payload.to_string().into_bytes()),
                    Content::Binary(bytes) => (0, bytes.to_vec()),
                };
                let length = |text: &str| u8::try_from(text.len()).expect("names are short");
                let mut bytes = vec![
                    BROADCAST,
                    length(self.topic),
                    length(self.event),
                    0,
                    encoding,
                ];
                bytes.extend_from_slice(self.topic.as_bytes());
                bytes.extend_from_slice(self.event.as_bytes());
                bytes.extend_from_slice(&content);
                Message::Binary(bytes.into())
            }
        }
    }
}

fn text(
    version: Version,
    join_ref: &Value,
    reference: &Value,
    topic: &str,
    event: &str,
    payload: &Value,
) -> Message {
    let message = match version {
        Version::Objects => json!({
            "join_ref": join_ref, "ref": reference, "topic": topic, "event": event, "payload": payload,
        }),
        Version::Arrays => json!([join_ref, reference, topic, event, payload]),
    };
    Message::text(message.to_string())
}

/// Answers a request for the socket.
pub fn connect(project: &Arc<Project>, head: &Parts, entry: Entry, upgrade: OnUpgrade) -> Answer {
    let query: BTreeMap<String, String> =
        url::form_urlencoded::parse(head.uri.query().unwrap_or_default().as_bytes())
            .into_owned()
            .collect();
    let apikey = query.get("apikey").map(String::as_str);
    if !apikey.is_some_and(|key| project.keys.accepts(key)) {
        return empty(403);
    }
    let Some(key) = head.headers.get(header::SEC_WEBSOCKET_KEY) else {
        return json_answer(426, &json!({ "message": "Upgrade Required" }));
    };
    let version = match query.get("vsn").map(String::as_str) {
        Some("2.0.0") => Version::Arrays,
        _ => Version::Objects,
    };
    let accept = HeaderValue::try_from(derive_accept_key(key.as_bytes())).expect("it is Base64");
    let (id, messages) = project.realtime.open(version);
    let project = Arc::clone(project);
    tokio::spawn(async move {
        if let Ok(upgraded) = upgrade.await {
            let io = TokioIo::new(upgraded);
            let socket = WebSocketStream::from_raw_socket(io, Role::Server, None).await;
            converse(&project, id, version, socket, messages, &entry).await;
        }
        project.realtime.connections.lock().unwrap().remove(&id);
    });
    let mut answer = empty(101);
    let headers = answer.headers_mut();
    headers.insert(header::CONNECTION, HeaderValue::from_static("Upgrade"));
    headers.insert(header::UPGRADE, HeaderValue::from_static("websocket"));
    headers.insert(header::SEC_WEBSOCKET_ACCEPT, accept);
    answer
}

async fn converse<S: tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin>(
    project: &Project,
    id: u64,
    version: Version,
    socket: WebSocketStream<S>,
    mut messages: mpsc::Receiver<Message>,
    entry: &Entry,
) {
    let (mut sink, mut stream) = socket.split();
    loop {
        tokio::select! {
            Some(message) = messages.recv() => {
                if sink.send(message).await.is_err() {
                    return;
                }
            }
            received = stream.next() => {
                let Some(Ok(received)) = received else { return };
                let reply = match &received {
                    Message::Text(text) => {
                        entry.keep(text.as_bytes());
                        push(text).and_then(|push| handle(project, id, version, push))
                    }
                    Message::Binary(bytes) => {
                        entry.keep(bytes);
                        binary(project, id, version, bytes)
                    }
                    _ => None,
                };
                if let Some(reply) = reply && sink.send(reply).await.is_err() {
                    return;
                }
            }
        }
    }
}

fn push(text: &str) -> Option<Push> {
    let mut message: Value = serde_json::from_str(text).ok()?;
    let part = |value: &mut Value, at: usize, name: &str| match value {
        Value::Array(parts) => parts.get_mut(at).map(Value::take).unwrap_or_default(),
        other => other.get_mut(name).map(Value::take).unwrap_or_default(),
    };
    Some(Push {
        join_ref: part(&mut message, 0, "join_ref"),
        reference: part(&mut message, 1, "ref"),
        topic: part(&mut message, 2, "topic").as_str()?.to_owned(),
        event: part(&mut message, 3, "event").as_str()?.to_owned(),
        payload: part(&mut message, 4, "payload"),
    })
}

fn handle(project: &Project, id: u64, version: Version, push: Push) -> Option<Message> {
    let reply = |status: &str, response: Value| {
        let payload = json!({ "status": status, "response": response });
        let (join_ref, reference) = (&push.join_ref, &push.reference);
        Some(text(
            version,
            join_ref,
            reference,
            &push.topic,
            "phx_reply",
            &payload,
        ))
    };
    let mut connections = project.realtime.connections.lock().unwrap();
    let joined = &mut connections.get_mut(&id)?.joined;
    match push.event.as_str() {
        "phx_join" => {
            let token = push.payload["access_token"].as_str();
            if token.is_some_and(|token| !project.keys.accepts(token)) {
                let reason = "InvalidJWTToken: Invalid token";
                return reply("error", json!({ "reason": reason }));
            }
            let hears_itself = push.payload["config"]["broadcast"]["self"] == true;
            joined.insert(push.topic.clone(), hears_itself);
            reply("ok", json!({ "postgres_changes": [] }))
        }
        "phx_leave" => {
            joined.remove(&push.topic);
            reply("ok", json!({}))
        }
        "broadcast" if joined.contains_key(&push.topic) => {
            drop(connections);
            let broadcast = Broadcast {
                topic: &push.topic,
                event: push.payload["event"].as_str().unwrap_or_default(),
                content: Content::Json(&push.payload["payload"]),
            };
            project.realtime.broadcast(Some(id), &broadcast);
            reply("ok", json!({}))
        }
        "broadcast" => reply("error", json!({ "reason": "unmatched topic" })),
        "heartbeat" => reply("ok", json!({})),
        _ => None,
    }
}

/// A broadcast in the second version's own format.
fn binary(project: &Project, id: u64, version: Version, bytes: &[u8]) -> Option<Message> {
    let (head, mut rest) = bytes.split_at_checked(7)?;
    if head[0] != BROADCAST_PUSH {
        return None;
    }
    let mut parts = Vec::new();
    for length in &head[1..6] {
        let (part, after) = rest.split_at_checked(usize::from(*length))?;
        parts.push(std::str::from_utf8(part).ok()?);
        rest = after;
    }
    let [join_ref, reference, topic, event, _metadata] = parts.try_into().ok()?;
    let value: Value;
    let content = match head[6] {
        1 => {
            value = serde_json::from_slice(rest).ok()?;
            Content::Json(&value)
        }
        _ => Content::Binary(rest),
    };
    project.realtime.broadcast(
        Some(id),
        &Broadcast {
            topic,
            event,
            content,
        },
    );
    let payload = json!({ "status": "ok", "response": {} });
    let (join_ref, reference) = (join_ref.into(), reference.into());
    Some(text(
        version,
        &join_ref,
        &reference,
        topic,
        "phx_reply",
        &payload,
    ))
}

/// Answers a request below `/realtime/v1` that is not for the socket: broadcasts of those who join nothing.
pub async fn answer(project: &Project, call: Call) -> Result<Answer, Answer> {
    if call.head.method != "POST" || !call.path.starts_with("/api/broadcast") {
        return Err(json_answer(404, &json!({ "message": "not found" })));
    }
    if call.claims(project).is_err() {
        return Err(json_answer(401, &json!({ "message": "Invalid token" })));
    }
    let decoded = |part: &&str| {
        let bytes = percent_encoding::percent_decode_str(part);
        bytes.decode_utf8_lossy().into_owned()
    };
    let path: Vec<String> = call.segments().iter().skip(2).map(decoded).collect();
    let send = |topic: &str, event: &str, content: Content<'_>| {
        let topic = format!("realtime:{}", topic.trim_start_matches("realtime:"));
        let broadcast = Broadcast {
            topic: &topic,
            event,
            content,
        };
        project.realtime.broadcast(None, &broadcast);
    };
    match path.as_slice() {
        [] => {
            let body = call.json().await?;
            for message in body["messages"].as_array().into_iter().flatten() {
                let text = |name: &str| message[name].as_str().unwrap_or_default();
                let content = Content::Json(&message["payload"]);
                send(text("topic"), text("event"), content);
            }
        }
        [topic, events, event] if events == "events" => {
            if call.header("content-type") == Some("application/octet-stream") {
                send(topic, event, Content::Binary(&call.bytes().await?));
            } else {
                send(topic, event, Content::Json(&call.json().await?));
            }
        }
        _ => return Err(json_answer(404, &json!({ "message": "not found" }))),
    }
    Ok(empty(202))
}
