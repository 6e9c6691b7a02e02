//! Rows in pages: no statement stays open, memory is bounded, and a damaged page costs only what is on it.

use std::collections::VecDeque;

use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, params};

use super::file::fault;
use crate::error::{DumpError, ErrorKind};

const PAGE: i64 = 256;
/// How often reading goes on behind a damaged place.
const MAX_DAMAGE: u32 = 64;

/// A row: its number and its values.
pub(super) type Row = (i64, Vec<Value>);

/// Reads `SELECT key, … WHERE key > ?1 ORDER BY key LIMIT ?2` page by page.
pub(super) struct Pager {
    sql: String,
    after: i64,
    last: i64,
    rows: VecDeque<Row>,
    damage: u32,
    failed: Option<DumpError>,
    done: bool,
}

impl Pager {
    /// A pager over a query whose first column is the increasing key; `last` is the greatest key.
    pub(super) fn new(sql: String, last: i64) -> Self {
        Self { sql, after: i64::MIN, last, rows: VecDeque::new(), damage: 0, failed: None, done: false }
    }

    /// The next row.
    pub(super) fn next(&mut self, connection: &Connection) -> Result<Option<Row>, DumpError> {
        loop {
            if let Some(row) = self.rows.pop_front() {
                return Ok(Some(row));
            }
            if let Some(error) = self.failed.take() {
                return Err(error);
            }
            if self.done {
                return Ok(None);
            }
            self.page(connection);
        }
    }

    fn page(&mut self, connection: &Connection) {
        match self.read(connection) {
            Ok(count) => self.done = count < PAGE,
            Err(error) => {
                let at = self.after;
                self.damage += 1;
                // The step doubles so that a long damaged stretch is passed in few attempts.
                let step = 1i64 << self.damage.min(40);
                self.after = if at == i64::MIN { 0 } else { at.saturating_add(step) };
                self.done = self.damage >= MAX_DAMAGE || self.after >= self.last;
                let detail = match at {
                    i64::MIN => format!("the first rows cannot be read: {error}"),
                    _ => format!("rows after row {at} cannot be read: {error}"),
                };
                self.failed = Some(DumpError::new(ErrorKind::BadDatabase, detail).recoverable());
            }
        }
    }

    fn read(&mut self, connection: &Connection) -> rusqlite::Result<i64> {
        let mut statement = connection.prepare_cached(&self.sql)?;
        let columns = statement.column_count();
        let mut rows = statement.query(params![self.after, PAGE])?;
        let mut count = 0;
        while let Some(row) = rows.next()? {
            let key: i64 = row.get(0)?;
            let values = (1..columns).map(|i| row.get_ref(i).map(own)).collect::<Result<_, _>>()?;
            self.rows.push_back((key, values));
            self.after = key;
            count += 1;
        }
        Ok(count)
    }
}

/// A value of our own; text that is not UTF-8 stays bytes.
fn own(value: ValueRef<'_>) -> Value {
    match value {
        ValueRef::Text(bytes) => match std::str::from_utf8(bytes) {
            Ok(text) => Value::Text(text.to_owned()),
            Err(_) => Value::Blob(bytes.to_vec()),
        },
        ValueRef::Null => Value::Null,
        ValueRef::Integer(n) => Value::Integer(n),
        ValueRef::Real(n) => Value::Real(n),
        ValueRef::Blob(bytes) => Value::Blob(bytes.to_vec()),
    }
}

/// The greatest key of a table.
pub(super) fn last_key(connection: &Connection, table: &str, key: &str) -> i64 {
    let sql = format!("SELECT max({key}) FROM {}", super::file::quote(table));
    connection.query_row(&sql, [], |row| row.get::<_, Option<i64>>(0)).ok().flatten().unwrap_or(i64::MAX)
}

/// Checks that a query can run at all before the first page is asked for.
pub(super) fn check(connection: &Connection, sql: &str) -> Result<(), DumpError> {
    connection.prepare(sql).map(|_| ()).map_err(|e| fault(&e))
}
