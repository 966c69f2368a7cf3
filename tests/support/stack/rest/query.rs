//! PostgREST's query parameters as SQL: columns, filters, order. Names are quoted and values are bound.

/// A statement in the making.
#[derive(Default, Clone)]
pub struct Sql {
    /// The text so far.
    pub text: String,
    /// The values of `$1`, `$2` … as text, whose types PostgreSQL infers.
    pub values: Vec<String>,
}

/// What a parameter says that cannot be understood.
#[derive(Debug)]
pub struct Unparsable(pub String);

type Parsed<T> = Result<T, Unparsable>;

impl Sql {
    /// Adds text.
    pub fn push(&mut self, text: &str) -> &mut Self {
        self.text.push_str(text);
        self
    }

    /// Adds a value.
    pub fn bind(&mut self, value: impl Into<String>) -> &mut Self {
        self.values.push(value.into());
        let place = format!("${}", self.values.len());
        self.push(&place)
    }

    /// Adds `WHERE` with the filters among `parameters`, each on a column of `table`.
    pub fn filter(&mut self, table: &str, parameters: &[(String, String)]) -> Parsed<()> {
        let mut joint = " WHERE ";
        for (name, value) in parameters.iter().filter(|(name, _)| is_filter(name)) {
            self.push(joint);
            joint = " AND ";
            match name.as_str() {
                "and" | "or" => self.group(table, name, value, false)?,
                "not.and" | "not.or" => self.group(table, &name[4..], value, true)?,
                _ => self.condition(table, name, value)?,
            }
        }
        Ok(())
    }

    /// `(a.eq.1,or(b.lt.2,c.is.null))`
    fn group(&mut self, table: &str, joint: &str, list: &str, negated: bool) -> Parsed<()> {
        let inner = list
            .strip_prefix('(')
            .and_then(|list| list.strip_suffix(')'));
        let inner = inner.ok_or_else(|| Unparsable(list.to_owned()))?;
        self.push(if negated { "NOT (" } else { "(" });
        for (at, part) in split(inner, ',').into_iter().enumerate() {
            if at > 0 {
                self.push(if joint == "and" { " AND " } else { " OR " });
            }
            let (negated, rest) = match part.strip_prefix("not.") {
                Some(rest) => (true, rest),
                None => (false, part),
            };
            let nested = ["and", "or"]
                .into_iter()
                .find(|name| rest.strip_prefix(name).is_some_and(|r| r.starts_with('(')));
            if let Some(nested) = nested {
                self.group(table, nested, &rest[nested.len()..], negated)?;
            } else {
                let (column, condition) = part
                    .split_once('.')
                    .ok_or_else(|| Unparsable(part.to_owned()))?;
                self.condition(table, column, condition)?;
            }
        }
        self.push(")");
        Ok(())
    }

    /// `eq.5`, `not.in.(1,2)`
    fn condition(&mut self, table: &str, column: &str, condition: &str) -> Parsed<()> {
        let (negated, condition) = match condition.strip_prefix("not.") {
            Some(rest) => (true, rest),
            None => (false, condition),
        };
        let unparsable = || Unparsable(format!("failed to parse filter ({condition})"));
        let (operator, value) = condition.split_once('.').ok_or_else(unparsable)?;
        let plain = match operator {
            "eq" => Some("="),
            "neq" => Some("<>"),
            "gt" => Some(">"),
            "gte" => Some(">="),
            "lt" => Some("<"),
            "lte" => Some("<="),
            "cs" => Some("@>"),
            "cd" => Some("<@"),
            "ov" => Some("&&"),
            "match" => Some("~"),
            "imatch" => Some("~*"),
            "like" => Some("LIKE"),
            "ilike" => Some("ILIKE"),
            _ => None,
        };
        self.push(if negated { "NOT (" } else { "(" });
        self.push(&path(table, column));
        match (plain, operator) {
            (Some("LIKE" | "ILIKE"), _) => {
                let pattern = value.replace('*', "%");
                self.push(&format!(" {} ", operator.to_uppercase()))
                    .bind(pattern);
            }
            (Some(plain), _) => {
                self.push(&format!(" {plain} ")).bind(value);
            }
            (None, "in") => {
                let list = value.strip_prefix('(').and_then(|v| v.strip_suffix(')'));
                let items: Vec<String> = split(list.ok_or_else(unparsable)?, ',')
                    .into_iter()
                    .map(|item| element(&unquoted(item)))
                    .collect();
                self.push(" = ANY(")
                    .bind(format!("{{{}}}", items.join(",")));
                self.push(")");
            }
            (None, "is") => {
                let truth = match value.to_lowercase().as_str() {
                    "null" => "NULL",
                    "not_null" => "NOT NULL",
                    "true" => "TRUE",
                    "false" => "FALSE",
                    "unknown" => "UNKNOWN",
                    _ => return Err(unparsable()),
                };
                self.push(&format!(" IS {truth}"));
            }
            _ => return Err(unparsable()),
        }
        self.push(")");
        Ok(())
    }

    /// Adds `ORDER BY` for `a.desc.nullslast,b`.
    pub fn order(&mut self, table: &str, order: &str) -> Parsed<()> {
        let mut joint = " ORDER BY ";
        for term in order.split(',') {
            self.push(joint);
            joint = ", ";
            let mut parts = term.split('.');
            self.push(&path(table, parts.next().unwrap_or_default()));
            for part in parts {
                self.push(match part {
                    "asc" => " ASC",
                    "desc" => " DESC",
                    "nullsfirst" => " NULLS FIRST",
                    "nullslast" => " NULLS LAST",
                    _ => return Err(Unparsable(format!("failed to parse order ({order})"))),
                });
            }
        }
        Ok(())
    }
}

/// Parameters that are no filters.
fn is_filter(name: &str) -> bool {
    let others = [
        "select",
        "order",
        "limit",
        "offset",
        "on_conflict",
        "columns",
    ];
    !others.contains(&name)
}

/// The columns of `select`: `id,text:title,meta->>kind,created_at::date`.
pub fn columns(table: &str, select: Option<&str>) -> Parsed<String> {
    let select: String = select
        .unwrap_or("*")
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect();
    let mut columns = Vec::new();
    for item in split(if select.is_empty() { "*" } else { &select }, ',') {
        if item.contains('(') {
            let why = format!("the stub stack embeds no other table: {item}");
            return Err(Unparsable(why));
        }
        if item == "*" {
            columns.push(format!("{}.*", quoted(table)));
            continue;
        }
        let (item, cast) = match item.split_once("::") {
            Some((item, cast)) => (item, Some(cast)),
            None => (item, None),
        };
        let (alias, item) = match item.split_once(':') {
            Some((alias, item)) => (alias, item),
            None => {
                let last = item.rsplit("->").next().unwrap_or(item);
                (last.trim_start_matches('>'), item)
            }
        };
        let mut column = path(table, item);
        if let Some(cast) = cast {
            let is_type = |c: char| c.is_ascii_alphanumeric() || "_[]".contains(c);
            if !cast.chars().all(is_type) {
                return Err(Unparsable(format!("failed to parse select ({select})")));
            }
            column = format!("CAST({column} AS {cast})");
        }
        columns.push(format!("{column} AS {}", quoted(alias)));
    }
    Ok(columns.join(", "))
}

/// A column of `table`, perhaps with a way into its JSON.
fn path(table: &str, column: &str) -> String {
    let mut parts = column.split("->");
    let first = unquoted(parts.next().unwrap_or_default());
    let mut text = format!("{}.{}", quoted(table), quoted(&first));
    for part in parts {
        let (operator, key) = match part.strip_prefix('>') {
            Some(key) => ("->>", key),
            None => ("->", part),
        };
        let key = match key.parse::<i32>() {
            Ok(index) => index.to_string(),
            Err(_) => format!("'{}'", key.replace('\'', "''")),
        };
        text = format!("({text}{operator}{key})");
    }
    text
}

/// A name as SQL has it.
pub fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// Splits where `separator` is outside parentheses and quotes, which begin where a value begins.
fn split(text: &str, separator: char) -> Vec<&str> {
    let (mut parts, mut start, mut depth) = (Vec::new(), 0, 0);
    let (mut is_quoted, mut is_escaped, mut before) = (false, false, separator);
    for (at, c) in text.char_indices() {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' if is_quoted => is_escaped = true,
            '"' if is_quoted => is_quoted = false,
            _ if is_quoted => {}
            '"' => is_quoted = before == separator || before == '.' || before == '(',
            '(' => depth += 1,
            ')' => depth -= 1,
            c if c == separator && depth == 0 => {
                parts.push(&text[start..at]);
                start = at + c.len_utf8();
            }
            _ => {}
        }
        before = c;
    }
    parts.push(&text[start..]);
    parts.retain(|part| !part.is_empty());
    parts
}

/// `"a,\"b"` is `a,"b`.
fn unquoted(text: &str) -> String {
    let inner = text
        .strip_prefix('"')
        .and_then(|text| text.strip_suffix('"'));
    inner.map_or_else(
        || text.to_owned(),
        |inner| inner.replace("\\\"", "\"").replace("\\\\", "\\"),
    )
}

/// An element of an array as text.
fn element(value: &str) -> String {
    format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""))
}
