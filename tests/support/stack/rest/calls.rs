//! Calls of functions of the database (`rpc`).

use serde_json::{Map, Value, json};
use tokio_postgres::Transaction;

use super::super::gateway::{Answer, empty};
use super::{
    Failure, Request,
    query::{Sql, columns, quoted},
    refused, rows_answer, run,
    tables::returned,
};

/// A function of the database.
struct Function {
    /// Names and types of what it takes.
    parameters: Vec<(String, String)>,
    returns_set: bool,
    returns_rows: bool,
    returns_nothing: bool,
}

/// Answers a call of `name`.
pub async fn answer(
    transaction: &Transaction<'_>,
    request: &Request,
    name: &str,
) -> Result<Answer, Failure> {
    let candidates = candidates(transaction, &request.schema, name).await?;
    let given = arguments(request, &candidates)?;
    let takes_all = |function: &&Function| {
        given
            .keys()
            .all(|key| function.parameters.iter().any(|(name, _)| name == key))
    };
    let Some(function) = candidates.iter().find(takes_all) else {
        let names: Vec<&str> = given.keys().map(String::as_str).collect();
        let message = format!(
            "Could not find the function {}.{name}({}) in the schema cache",
            request.schema,
            names.join(", ")
        );
        return Err(refused(404, "PGRST202", &message, Value::Null).into());
    };
    let mut sql = Sql::default();
    let types = function
        .parameters
        .iter()
        .filter(|(name, _)| given.contains_key(name));
    let types: Vec<String> = types
        .map(|(name, kind)| format!("{} {kind}", quoted(name)))
        .collect();
    let mut from = String::new();
    if !types.is_empty() {
        sql.push("WITH arguments AS (SELECT * FROM json_to_record(");
        sql.bind(json!(given).to_string());
        sql.push(&format!(") AS _({})) ", types.join(", ")));
        from.push_str("arguments, LATERAL ");
    }
    let passed: Vec<String> = given
        .keys()
        .map(|name| format!("{0} => arguments.{0}", quoted(name)))
        .collect();
    let alias = quoted(name);
    let call = format!("{}.{alias}({})", quoted(&request.schema), passed.join(", "));
    from.push_str(&format!("{call} AS {alias}"));
    if !function.returns_rows {
        let (value, count) = match function.returns_set {
            true => (format!("coalesce(json_agg({alias}), '[]')"), "count(*)"),
            false if function.returns_nothing => (alias.clone(), "1::bigint"),
            false => (format!("to_json({alias})"), "1::bigint"),
        };
        sql.push(&format!(
            "SELECT coalesce({value}::text, 'null'), {count} FROM {from}"
        ));
        let rows = returned(transaction, &sql).await?;
        if function.returns_nothing {
            return Ok(empty(204));
        }
        return rows_answer(request, 200, rows);
    }
    let columns = columns(name, request.parameter("select"))?;
    sql.push("SELECT coalesce(json_agg(r), '[]')::text, count(*) FROM (SELECT ");
    sql.push(&format!("{columns} FROM {from}"));
    let filters: Vec<(String, String)> = request
        .query
        .iter()
        .filter(|(key, _)| request.method != "GET" || !given.contains_key(key))
        .cloned()
        .collect();
    sql.filter(name, &filters)?;
    if let Some(order) = request.parameter("order") {
        sql.order(name, order)?;
    }
    let (offset, limit) = request.window();
    if let Some(limit) = limit {
        sql.push(&format!(" LIMIT {limit}"));
    }
    sql.push(&format!(" OFFSET {offset}) r"));
    let mut rows = returned(transaction, &sql).await?;
    if !function.returns_set {
        let one = rows.text.trim_start_matches('[').trim_end_matches(']');
        rows.text = one.to_owned();
    }
    rows_answer(request, 200, rows)
}

/// The arguments of a call: the body's, or those parameters of the query that a function takes.
fn arguments(request: &Request, candidates: &[Function]) -> Result<Map<String, Value>, Failure> {
    if request.method == "GET" || request.method == "HEAD" {
        let takes = |key: &str| {
            let mut parameters = candidates.iter().flat_map(|function| &function.parameters);
            parameters.any(|(name, _)| name == key)
        };
        let given = request.query.iter().filter(|(key, _)| takes(key));
        return Ok(given
            .map(|(key, value)| (key.clone(), value.clone().into()))
            .collect());
    }
    if request.body.is_empty() {
        return Ok(Map::new());
    }
    serde_json::from_slice(&request.body).map_err(|_| {
        let message = "Empty or invalid json";
        refused(400, "PGRST102", message, Value::Null).into()
    })
}

async fn candidates(
    transaction: &Transaction<'_>,
    schema: &str,
    name: &str,
) -> Result<Vec<Function>, Failure> {
    let mut sql = Sql::default();
    sql.push(
        "SELECT coalesce(p.proargnames::text[], '{}'), \
         (SELECT coalesce(array_agg(format_type(t, NULL) ORDER BY o), '{}')::text[] \
         FROM unnest(p.proargtypes) WITH ORDINALITY u(t, o)), \
         p.proretset, t.typtype = 'c' OR t.oid = 'record'::regtype, t.oid = 'void'::regtype \
         FROM pg_proc p JOIN pg_type t ON t.oid = p.prorettype \
         JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = ",
    );
    sql.bind(schema).push(" AND p.proname = ").bind(name);
    let rows = run(transaction, &sql).await?;
    let function = |row: &tokio_postgres::Row| {
        let (names, types): (Vec<String>, Vec<String>) = (row.get(0), row.get(1));
        Function {
            // Names of what is returned follow those of what is taken.
            parameters: names.into_iter().zip(types).collect(),
            returns_set: row.get(2),
            returns_rows: row.get(3),
            returns_nothing: row.get(4),
        }
    };
    Ok(rows.iter().map(function).collect())
}
