//! Reading and writing the rows of a table or view.

use std::collections::BTreeSet;

use http::HeaderValue;
use serde_json::Value;
use tokio_postgres::Transaction;

use super::super::gateway::{Answer, empty};
use super::{
    Failure, Request, Rows,
    query::{Sql, columns, quoted},
    refused, rows_answer, run,
};

/// Answers a request for a table.
pub async fn answer(transaction: &Transaction<'_>, request: &Request) -> Result<Answer, Failure> {
    match request.method.as_str() {
        "GET" | "HEAD" => read(transaction, request).await,
        "POST" => insert(transaction, request).await,
        "PATCH" => update(transaction, request).await,
        "DELETE" => delete(transaction, request).await,
        _ => Err(refused(405, "PGRST117", "Unsupported HTTP method", Value::Null).into()),
    }
}

async fn read(transaction: &Transaction<'_>, request: &Request) -> Result<Answer, Failure> {
    let from = format!(" FROM {} AS {}", request.table(), quoted(&request.name));
    let columns = columns(&request.name, request.parameter("select"))?;
    let mut sql = Sql::default();
    sql.push("SELECT coalesce(json_agg(r), '[]')::text, count(*) FROM (SELECT ");
    sql.push(&columns).push(&from);
    sql.filter(&request.name, &request.query)?;
    if let Some(order) = request.parameter("order") {
        sql.order(&request.name, order)?;
    }
    let (offset, limit) = request.window();
    if let Some(limit) = limit {
        sql.push(&format!(" LIMIT {limit}"));
    }
    sql.push(&format!(" OFFSET {offset}) r"));
    let mut rows = returned(transaction, &sql).await?;
    if request.prefer.iter().any(|wish| wish.starts_with("count=")) {
        let mut count = Sql::default();
        count.push("SELECT '', count(*)").push(&from);
        count.filter(&request.name, &request.query)?;
        let total = returned(transaction, &count).await?.count;
        rows.total = Some(total);
        if offset > total {
            let details =
                format!("An offset of {offset} was requested, but there are only {total} rows.");
            let message = "Requested range not satisfiable";
            return Err(refused(416, "PGRST103", message, details.into()).into());
        }
    }
    rows_answer(request, 200, rows)
}

/// The text and count that a statement returns.
pub async fn returned(transaction: &Transaction<'_>, sql: &Sql) -> Result<Rows, Failure> {
    let rows = run(transaction, sql).await?;
    let count: i64 = rows[0].get(1);
    Ok(Rows {
        text: rows[0].get(0),
        count: count.unsigned_abs(),
        total: None,
    })
}

async fn insert(transaction: &Transaction<'_>, request: &Request) -> Result<Answer, Failure> {
    let body = parsed(request)?;
    let keys = match request.parameter("columns") {
        Some(columns) => columns
            .split(',')
            .map(|name| name.trim_matches('"').to_owned())
            .collect(),
        None => keys(&body),
    };
    let table = request.table();
    let names: Vec<String> = keys.iter().map(|name| quoted(name)).collect();
    let names = names.join(", ");
    let mut write = Sql::default();
    write.push(&format!("INSERT INTO {table} AS {}", quoted(&request.name)));
    if keys.is_empty() {
        write.push(" DEFAULT VALUES");
    } else {
        let rows = match body {
            Value::Array(_) => body.to_string(),
            one => Value::from(vec![one]).to_string(),
        };
        write.push(&format!(
            " ({names}) SELECT {names} FROM json_populate_recordset(null::{table}, "
        ));
        write.bind(rows).push(") _");
    }
    let merges = request.prefers("resolution=merge-duplicates");
    if merges || request.prefers("resolution=ignore-duplicates") {
        let target = match request.parameter("on_conflict") {
            Some(columns) => columns.split(',').map(quoted).collect(),
            None => primary_key(transaction, &table).await?,
        };
        let assignments: Vec<String> = keys
            .iter()
            .map(|name| format!("{0} = EXCLUDED.{0}", quoted(name)))
            .collect();
        if !target.is_empty() {
            write.push(&format!(" ON CONFLICT ({})", target.join(", ")));
            match merges {
                true => write.push(&format!(" DO UPDATE SET {}", assignments.join(", "))),
                false => write.push(" DO NOTHING"),
            };
        }
    }
    written(transaction, request, write, 201).await
}

async fn update(transaction: &Transaction<'_>, request: &Request) -> Result<Answer, Failure> {
    let body = parsed(request)?;
    let keys = keys(&body);
    if keys.is_empty() {
        return Ok(empty(204));
    }
    let table = request.table();
    let assignments: Vec<String> = keys
        .iter()
        .map(|name| format!("{0} = new_values.{0}", quoted(name)))
        .collect();
    let mut write = Sql::default();
    write.push(&format!(
        "UPDATE {table} AS {} SET {} FROM json_populate_record(null::{table}, ",
        quoted(&request.name),
        assignments.join(", ")
    ));
    write.bind(body.to_string()).push(") new_values");
    write.filter(&request.name, &request.query)?;
    written(transaction, request, write, 200).await
}

async fn delete(transaction: &Transaction<'_>, request: &Request) -> Result<Answer, Failure> {
    let mut write = Sql::default();
    write.push(&format!(
        "DELETE FROM {} AS {}",
        request.table(),
        quoted(&request.name)
    ));
    write.filter(&request.name, &request.query)?;
    written(transaction, request, write, 200).await
}

/// Runs what writes, and answers with the rows if the client wants them.
async fn written(
    transaction: &Transaction<'_>,
    request: &Request,
    write: Sql,
    status: u16,
) -> Result<Answer, Failure> {
    let wants_rows = request.prefers("return=representation");
    let name = quoted(&request.name);
    let mut sql = Sql {
        text: format!("WITH written AS ({}", write.text),
        values: write.values,
    };
    if wants_rows {
        let columns = columns(&request.name, request.parameter("select"))?;
        sql.push(&format!(
            " RETURNING {name}.*) SELECT coalesce(json_agg(r), '[]')::text, count(*) FROM (SELECT {columns} FROM written AS {name}) r"
        ));
    } else {
        // Rows that may be written need not be rows that may be read.
        sql.push(" RETURNING 1) SELECT '', count(*) FROM written");
    }
    let rows = returned(transaction, &sql).await?;
    let mut answer = match (wants_rows, status) {
        (true, _) => rows_answer(request, status, rows)?,
        (false, 201) => empty(201),
        (false, _) => empty(204),
    };
    let applied: Vec<&str> = request
        .prefer
        .iter()
        .map(String::as_str)
        .filter(|wish| wish.starts_with("return=") || wish.starts_with("resolution="))
        .collect();
    if !applied.is_empty() {
        let applied = HeaderValue::try_from(applied.join(", ")).expect("it came in a header");
        answer.headers_mut().insert("preference-applied", applied);
    }
    Ok(answer)
}

fn parsed(request: &Request) -> Result<Value, Failure> {
    serde_json::from_slice(&request.body).map_err(|_| {
        let message = "Empty or invalid json";
        refused(400, "PGRST102", message, Value::Null).into()
    })
}

/// The names of all columns that rows have.
fn keys(body: &Value) -> Vec<String> {
    let rows = body
        .as_array()
        .map_or(std::slice::from_ref(body), Vec::as_slice);
    let all = rows
        .iter()
        .filter_map(Value::as_object)
        .flat_map(|row| row.keys().cloned());
    all.collect::<BTreeSet<_>>().into_iter().collect()
}

/// The quoted columns of a table's primary key.
async fn primary_key(transaction: &Transaction<'_>, table: &str) -> Result<Vec<String>, Failure> {
    let mut sql = Sql::default();
    sql.push(
        "SELECT quote_ident(a.attname) FROM pg_index i JOIN pg_attribute a \
         ON a.attrelid = i.indrelid AND a.attnum = ANY(i.indkey) \
         WHERE i.indisprimary AND i.indrelid = ",
    );
    sql.bind(table).push("::regclass");
    let rows = run(transaction, &sql).await?;
    Ok(rows.iter().map(|row| row.get(0)).collect())
}
