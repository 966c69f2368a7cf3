//! The table service of a stub stack: PostgREST's dialect over a real PostgreSQL, with the role and the claims of the
//! request's token.

mod calls;
mod query;
mod tables;

use std::sync::Mutex;

use bytes::BytesMut;
use http::{HeaderValue, header};
use serde_json::{Value, json};
use tokio_postgres::{
    Client, Row, Transaction,
    types::{Format, IsNull, ToSql, Type, to_sql_checked},
};

use super::{
    Project,
    gateway::{Answer, Call, answer as answer_with, json_answer},
    keys::Refusal,
    postgres::Database,
};

use self::query::{Sql, Unparsable};

/// What clients connect as, before they become the role of a token.
const AUTHENTICATOR: &str = "authenticator";

/// The service and its connections.
pub struct Rest {
    database: Database,
    idle: Mutex<Vec<Client>>,
}

/// Why a request is refused.
pub enum Failure {
    /// PostgreSQL refuses.
    Database(tokio_postgres::Error),
    /// It cannot be understood.
    Unparsable(Unparsable),
    /// Another answer.
    Other(Box<Answer>),
}

impl From<tokio_postgres::Error> for Failure {
    fn from(error: tokio_postgres::Error) -> Self {
        Self::Database(error)
    }
}

impl From<Unparsable> for Failure {
    fn from(error: Unparsable) -> Self {
        Self::Unparsable(error)
    }
}

impl From<Answer> for Failure {
    fn from(answer: Answer) -> Self {
        Self::Other(Box::new(answer))
    }
}

/// One request, taken apart.
pub struct Request {
    method: String,
    schema: String,
    /// The table, or the function.
    name: String,
    query: Vec<(String, String)>,
    prefer: Vec<String>,
    /// Whether the client wants one object.
    is_single: bool,
    is_csv: bool,
    range: Option<(u64, Option<u64>)>,
    body: Vec<u8>,
}

/// The rows of an answer.
pub struct Rows {
    /// A JSON array, or one JSON value.
    text: String,
    /// How many rows it has.
    count: u64,
    /// How many there are without limit, when the client asked.
    total: Option<u64>,
}

impl Request {
    fn parameter(&self, name: &str) -> Option<&str> {
        let found = self.query.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    }

    fn prefers(&self, wish: &str) -> bool {
        self.prefer.iter().any(|prefer| prefer == wish)
    }

    fn table(&self) -> String {
        format!(
            "{}.{}",
            query::quoted(&self.schema),
            query::quoted(&self.name)
        )
    }

    /// From which row, and how many.
    fn window(&self) -> (u64, Option<u64>) {
        let number = |name| self.parameter(name).and_then(|text| text.parse().ok());
        let (from, count) = self.range.unwrap_or_default();
        (number("offset").unwrap_or(from), number("limit").or(count))
    }
}

impl Rest {
    /// The service over `database`.
    pub fn new(database: Database) -> Self {
        Self {
            database,
            idle: Mutex::default(),
        }
    }

    /// Its database.
    pub fn database(&self) -> &Database {
        &self.database
    }

    /// Makes a user of the auth service known, so that tables can refer to it.
    pub async fn add_user(
        &self,
        id: &str,
        email: &str,
        metadata: &Value,
    ) -> Result<(), tokio_postgres::Error> {
        let owner = self.database.connect("postgres").await?;
        let insert = "INSERT INTO auth.users (id, email, raw_user_meta_data) VALUES ($1, $2, $3)";
        let values = [id.to_owned(), email.to_owned(), metadata.to_string()].map(Text);
        let values: Vec<&(dyn ToSql + Sync)> = values.iter().map(|v| v as _).collect();
        owner.execute(insert, &values).await?;
        Ok(())
    }

    async fn connection(&self) -> Result<Client, tokio_postgres::Error> {
        let idle = self.idle.lock().unwrap().pop();
        match idle.filter(|client| !client.is_closed()) {
            Some(client) => Ok(client),
            None => self.database.connect(AUTHENTICATOR).await,
        }
    }
}

/// A value in PostgreSQL's text format, for whatever type is inferred for it.
#[derive(Debug)]
struct Text(String);

impl ToSql for Text {
    fn to_sql(
        &self,
        _: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        out.extend_from_slice(self.0.as_bytes());
        Ok(IsNull::No)
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    fn encode_format(&self, _: &Type) -> Format {
        Format::Text
    }

    to_sql_checked!();
}

/// Runs a statement.
async fn run(transaction: &Transaction<'_>, sql: &Sql) -> Result<Vec<Row>, tokio_postgres::Error> {
    let values: Vec<Text> = sql.values.iter().cloned().map(Text).collect();
    let values: Vec<&(dyn ToSql + Sync)> = values.iter().map(|value| value as _).collect();
    transaction.query(&sql.text, &values).await
}

/// Answers a request below `/rest/v1`.
pub async fn answer(project: &Project, call: Call) -> Result<Answer, Answer> {
    let Some(rest) = &project.rest else {
        let message = "Could not query the database for the schema cache. Retrying.";
        return Err(refused(503, "PGRST002", message, Value::Null));
    };
    let claims = call.claims(project).map_err(bad_token)?;
    let role = claims["role"].as_str().unwrap_or("anon").to_owned();
    if call.segments().is_empty() {
        return Ok(json_answer(
            200,
            &json!({ "swagger": "2.0", "info": { "title": "stub" } }),
        ));
    }
    let request = request(call).await?;
    let unavailable =
        |error: tokio_postgres::Error| refused(503, "PGRST001", &error.to_string(), Value::Null);
    let mut client = rest.connection().await.map_err(unavailable)?;
    let answered = transaction(&mut client, &request, &role, &claims).await;
    rest.idle.lock().unwrap().push(client);
    answered.map_err(|failure| match failure {
        Failure::Database(error) => database_error(&error, &request, &role),
        Failure::Unparsable(Unparsable(what)) => refused(400, "PGRST100", &what, Value::Null),
        Failure::Other(answer) => *answer,
    })
}

async fn transaction(
    client: &mut Client,
    request: &Request,
    role: &str,
    claims: &Value,
) -> Result<Answer, Failure> {
    let transaction = client.transaction().await?;
    let mut begin = Sql::default();
    let settings = [
        ("role", role),
        ("request.jwt.claims", &claims.to_string()),
        ("request.method", &request.method),
        ("search_path", &request.schema),
    ];
    for (at, (name, value)) in settings.into_iter().enumerate() {
        begin.push(if at == 0 { "SELECT " } else { ", " });
        begin.push(&format!("set_config('{name}', ")).bind(value);
        begin.push(", true)");
    }
    run(&transaction, &begin).await?;
    let answer = match request.name.strip_prefix("rpc/") {
        Some(function) => calls::answer(&transaction, request, function).await?,
        None => tables::answer(&transaction, request).await?,
    };
    transaction.commit().await?;
    Ok(answer)
}

async fn request(call: Call) -> Result<Request, Answer> {
    let segments: Vec<String> = call
        .segments()
        .into_iter()
        .map(|part| {
            percent_encoding::percent_decode_str(part)
                .decode_utf8_lossy()
                .into_owned()
        })
        .collect();
    let accept = call.header("accept").unwrap_or_default().to_owned();
    let profile = match call.head.method.as_str() {
        "GET" | "HEAD" => "accept-profile",
        _ => "content-profile",
    };
    let range = call.header("range").and_then(|range| {
        let (from, to) = range.trim_start_matches("items=").split_once('-')?;
        let from = from.parse().ok()?;
        Some((
            from,
            to.parse().ok().map(|to: u64| (to + 1).saturating_sub(from)),
        ))
    });
    let prefer = call
        .head
        .headers
        .get_all("prefer")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(|wish| wish.trim().to_owned())
        .collect();
    Ok(Request {
        method: call.head.method.to_string(),
        schema: call.header(profile).unwrap_or("public").to_owned(),
        name: segments.join("/"),
        query: call.query.clone(),
        prefer,
        is_single: accept.contains("application/vnd.pgrst.object"),
        is_csv: accept.contains("text/csv"),
        range,
        body: call.bytes().await?.to_vec(),
    })
}

/// The answer with these rows.
fn rows_answer(request: &Request, status: u16, rows: Rows) -> Result<Answer, Failure> {
    if request.is_csv {
        let why = "None of these media types are available: text/csv";
        return Err(refused(406, "PGRST107", why, Value::Null).into());
    }
    let mut text = rows.text;
    let mut kind = "application/json; charset=utf-8";
    if request.is_single {
        if rows.count != 1 {
            let details = format!("The result contains {} rows", rows.count);
            let message = "Cannot coerce the result to a single JSON object";
            return Err(refused(406, "PGRST116", message, details.into()).into());
        }
        kind = "application/vnd.pgrst.object+json; charset=utf-8";
        if let Some(inner) = text
            .strip_prefix('[')
            .and_then(|text| text.strip_suffix(']'))
        {
            text = inner.to_owned();
        }
    }
    let (from, _) = request.window();
    let all = rows
        .total
        .map_or_else(|| "*".to_owned(), |total| total.to_string());
    let range = match rows.count {
        0 => format!("*/{all}"),
        count => format!("{from}-{}/{all}", from + count - 1),
    };
    let is_part = rows.total.is_some_and(|total| rows.count < total);
    let status = if status == 200 && is_part {
        206
    } else {
        status
    };
    let body = if request.method == "HEAD" {
        String::new()
    } else {
        text
    };
    let mut answer = answer_with(status, kind, body);
    let range = HeaderValue::try_from(range).expect("it is ASCII");
    answer.headers_mut().insert(header::CONTENT_RANGE, range);
    Ok(answer)
}

fn refused(status: u16, code: &str, message: &str, details: Value) -> Answer {
    json_answer(
        status,
        &json!({ "code": code, "details": details, "hint": null, "message": message }),
    )
}

fn bad_token(refusal: Refusal) -> Answer {
    let (code, message, details) = match refusal {
        Refusal::Expired => ("PGRST303", "JWT expired", Value::Null),
        Refusal::Malformed => {
            let message = "Expected 3 parts in JWT; got 1";
            ("PGRST301", message, Value::Null)
        }
        Refusal::WrongKey => (
            "PGRST301",
            "No suitable key or wrong key type",
            "None of the keys was able to decode the JWT".into(),
        ),
    };
    let mut answer = refused(401, code, message, details);
    let why = format!("Bearer error=\"invalid_token\", error_description=\"{message}\"");
    let why = HeaderValue::try_from(why).expect("it is ASCII");
    answer.headers_mut().insert(header::WWW_AUTHENTICATE, why);
    answer
}

/// PostgreSQL's error as PostgREST passes it on.
fn database_error(error: &tokio_postgres::Error, request: &Request, role: &str) -> Answer {
    let Some(error) = error.as_db_error() else {
        return refused(503, "PGRST001", &error.to_string(), Value::Null);
    };
    let code = error.code().code();
    let Request { schema, name, .. } = request;
    if code == "42P01" && !name.starts_with("rpc/") {
        let message = format!("Could not find the table '{schema}.{name}' in the schema cache");
        return refused(404, "PGRST205", &message, Value::Null);
    }
    let status = match code {
        "42501" if role == "anon" => 401,
        "42501" => 403,
        "23503" | "23505" => 409,
        "25006" => 405,
        "42883" | "42P01" => 404,
        "57014" => 500,
        code if code.starts_with("08") => 503,
        code if code.starts_with("53") => 503,
        code if code.starts_with("XX") => 500,
        _ => 400,
    };
    json_answer(
        status,
        &json!({
            "code": code, "details": error.detail(), "hint": error.hint(), "message": error.message(),
        }),
    )
}
