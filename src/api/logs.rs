//! Logs: those of a platform of one's own, and the hosted API's, which are asked for in SQL.

use reqwest::Method;
use serde::de::DeserializeOwned;

use super::{
    call::Call,
    client::{Authenticated, Client},
    error::Error,
};
use crate::api_types::{Analytics, FunctionLogRow, Invocation, LogEntry, LogPage, ProjectRef};

/// Which entries are asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct LogQuery {
    /// Of this function only; the hosted API wants its id.
    pub(crate) function: Option<String>,
    /// Newer than the entry with this id.
    pub(crate) after: Option<i64>,
    /// Not before this time, RFC 3339.
    pub(crate) since: Option<String>,
    /// These levels and those above.
    pub(crate) level: Option<&'static str>,
    /// At most so many.
    pub(crate) limit: u32,
}

impl Client<Authenticated> {
    /// What functions said; `None` where the API is none of a platform of one's own.
    pub(crate) async fn platform_logs(
        &self,
        project: &ProjectRef,
        query: &LogQuery,
    ) -> Result<Option<LogPage<LogEntry>>, Error> {
        self.page(project, "logs", query).await
    }

    /// How functions were invoked; `None` where the API is none of a platform of one's own.
    pub(crate) async fn platform_invocations(
        &self,
        project: &ProjectRef,
        query: &LogQuery,
    ) -> Result<Option<LogPage<Invocation>>, Error> {
        self.page(project, "invocations", query).await
    }

    async fn page<T: DeserializeOwned>(
        &self,
        project: &ProjectRef,
        what: &'static str,
        query: &LogQuery,
    ) -> Result<Option<LogPage<T>>, Error> {
        let path = ["v1", "projects", project.as_str(), what];
        let call = Call::new("read the logs", Method::GET, path)
            .with("function", query.function.as_ref())
            .with("after", query.after)
            .with("since", query.since.as_ref())
            .with("level", query.level)
            .with("limit", Some(query.limit));
        match self.json(call).await {
            Ok(page) => Ok(Some(page)),
            Err(error) if error.is_not_found() => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// What functions said, newest first, as the hosted API has it.
    pub(crate) async fn hosted_logs(
        &self,
        project: &ProjectRef,
        query: &LogQuery,
    ) -> Result<Analytics<FunctionLogRow>, Error> {
        let path = [
            "v1",
            "projects",
            project.as_str(),
            "analytics",
            "endpoints",
            "logs.all",
        ];
        let call = Call::new("read the logs", Method::GET, path)
            .with("sql", Some(sql(query)))
            .with("iso_timestamp_start", query.since.as_ref());
        self.json(call).await
    }
}

/// The hosted API's question. Ids are UUIDs; anything else in one is left out.
fn sql(query: &LogQuery) -> String {
    let mut conditions = Vec::new();
    if let Some(id) = &query.function {
        let id: String = id
            .chars()
            .filter(|character| character.is_ascii_alphanumeric() || *character == '-')
            .collect();
        conditions.push(format!("metadata.function_id = '{id}'"));
    }
    let levels = match query.level {
        Some("error") => Some("'error'"),
        Some("warning") => Some("'error', 'warning', 'warn'"),
        Some("info") => Some("'error', 'warning', 'warn', 'info', 'log'"),
        _ => None,
    };
    conditions.extend(levels.map(|levels| format!("metadata.level in ({levels})")));
    let condition = match conditions.is_empty() {
        true => String::new(),
        false => format!(" where {}", conditions.join(" and ")),
    };
    format!(
        "select id, function_logs.timestamp, event_message, metadata.event_type, metadata.function_id, \
         metadata.execution_id, metadata.level from function_logs cross join unnest(metadata) as metadata\
         {condition} order by timestamp desc limit {}",
        query.limit
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_cannot_leave_its_quotes() {
        let query = LogQuery {
            function: Some("a' or '1'='1".to_owned()),
            level: Some("warning"),
            limit: 5,
            ..LogQuery::default()
        };
        assert_eq!(
            sql(&query),
            "select id, function_logs.timestamp, event_message, metadata.event_type, metadata.function_id, \
             metadata.execution_id, metadata.level from function_logs cross join unnest(metadata) as metadata \
             where metadata.function_id = 'aor11' and metadata.level in ('error', 'warning', 'warn') \
             order by timestamp desc limit 5"
        );
    }
}
