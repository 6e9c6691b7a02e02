//! One table whose column names say what they hold: Huawei, SmsForwarder, and any other.

use std::borrow::Cow;

use rusqlite::types::Value;
use smsift::Direction;

use super::file::{Database, quote};
use super::pager::{Pager, check, last_key};
use crate::error::{DumpError, ErrorKind};
use crate::fields::{Role, Scalar, Slots, Surroundings, normal_name, role_of};
use crate::options::{Column, ReadOptions};
use crate::reader::Parse;
use crate::record::Record;
use crate::source::{Encoding, decode_field};

/// Reads the rows of one table.
pub(crate) struct TableRows {
    db: Database,
    pager: Pager,
    roles: Vec<(Role, u8)>,
    received: bool,
    opts: ReadOptions,
}

impl TableRows {
    pub(super) fn new(db: Database, table: &str, opts: &ReadOptions) -> Result<Self, DumpError> {
        Self::select(db, table, "", false, opts)
    }

    /// `SmsForwarder` keeps calls and app notices in the same table, and only what was received.
    pub(super) fn forwarder(db: Database, opts: &ReadOptions) -> Result<Self, DumpError> {
        let only = if db.has_columns("Msg", &["type"]) { "AND \"type\" = 'sms'" } else { "" };
        Self::select(db, "Msg", only, true, opts)
    }

    fn select(
        db: Database,
        table: &str,
        only: &str,
        received: bool,
        opts: &ReadOptions,
    ) -> Result<Self, DumpError> {
        if !db.has_table(table) {
            let tables = db.tables().join(", ");
            return Err(DumpError::new(
                ErrorKind::BadOption,
                format!("no table {table:?}; there are: {tables}"),
            ));
        }
        let columns = db.columns(table)?;
        let (names, roles) = chosen(&columns, opts)?;
        let list: Vec<String> = names.iter().map(|n| quote(n)).collect();
        let sql = format!(
            "SELECT rowid, {} FROM {} WHERE rowid > ?1 {only} ORDER BY rowid LIMIT ?2",
            list.join(", "),
            quote(table)
        );
        check(&db.connection, &sql)?;
        let pager = Pager::new(sql, last_key(&db.connection, table, "rowid"));
        Ok(Self { pager, db, roles, received, opts: opts.clone() })
    }
}

/// Names of columns, and the role and rank of each.
type Chosen = (Vec<String>, Vec<(Role, u8)>);

/// The columns that mean something, with their roles.
fn chosen(columns: &[String], opts: &ReadOptions) -> Result<Chosen, DumpError> {
    let mapped = |i: usize, name: &str| {
        opts.map.entries.iter().find(|(_, column)| match column {
            Column::Number(n) => *n == i + 1,
            Column::Name(wanted) => normal_name(wanted) == normal_name(name),
        })
    };
    let mut found = Vec::new();
    for (i, name) in columns.iter().enumerate() {
        let role = match mapped(i, name) {
            Some((role, _)) => Some((*role, 0)),
            None => role_of(name).filter(|(role, _)| {
                !matches!(role, Role::Known | Role::Id | Role::Source | Role::RecordNumber)
                    && !opts.map.entries.iter().any(|(mapped, _)| mapped == role)
            }),
        };
        if let Some(role) = role {
            found.push((name.clone(), role));
        }
    }
    if !found.iter().any(|(_, (role, _))| *role == Role::Text) {
        let detail = format!("no column holds the text; name it with --map text=…: {}", columns.join(", "));
        return Err(DumpError::new(ErrorKind::BadOption, detail));
    }
    Ok(found.into_iter().unzip())
}

/// A database value as a field.
pub(super) fn scalar(value: &Value) -> Option<Scalar<'_>> {
    Some(match value {
        Value::Null => return None,
        Value::Integer(n) => Scalar::Integer(*n),
        Value::Real(n) => Scalar::Number(*n),
        Value::Text(text) => Scalar::Text(Cow::Borrowed(text)),
        Value::Blob(bytes) => Scalar::Text(decode_field(bytes, Encoding::Utf8).0),
    })
}

impl Parse for TableRows {
    fn next(&mut self, rec: &mut Record) -> Result<bool, DumpError> {
        let Some((key, values)) = self.pager.next(&self.db.connection)? else { return Ok(false) };
        rec.record = u64::try_from(key).unwrap_or(0);
        let mut slots = Slots::default();
        for ((role, rank), value) in self.roles.iter().zip(&values) {
            if let Some(value) = scalar(value) {
                slots.put(*role, *rank, value);
            }
        }
        slots.finish(rec, &Surroundings::default(), &self.opts.tz).map_err(|e| match e.kind() {
            ErrorKind::NoText => DumpError::new(ErrorKind::Empty, "the text is NULL"),
            _ => e,
        })?;
        if self.received && rec.direction == Direction::Unknown {
            rec.direction = Direction::In;
        }
        Ok(true)
    }
}
