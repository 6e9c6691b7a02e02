//! Android's `mmssms.db`: table `sms`, then multimedia messages from `pdu`, `addr` and `part`.

use std::borrow::Cow;

use rusqlite::params;
use rusqlite::types::Value;

use super::file::{Database, quote};
use super::pager::{Pager, check, last_key};
use super::table::scalar;
use crate::clean::clean_sender;
use crate::error::{DumpError, ErrorKind};
use crate::fields::{Role, Scalar, Slots, Surroundings};
use crate::options::ReadOptions;
use crate::reader::{Parse, PassedOver, Warning};
use crate::record::{Kind, Record};

const SMS: [(&str, Role); 6] = [
    ("address", Role::Sender),
    ("date", Role::Time),
    ("date_sent", Role::Sent),
    ("type", Role::Type),
    ("body", Role::Text),
    ("thread_id", Role::Known),
];
const PDU: [(&str, Role); 3] =
    [("date", Role::Time), ("msg_box", Role::Direction), ("thread_id", Role::Known)];

/// Reads all messages of a phone.
pub(crate) struct AndroidMessages {
    db: Database,
    sms: Query,
    pdu: Option<Query>,
    opts: ReadOptions,
    passed_over: PassedOver,
}

/// A paged query and what its columns hold.
struct Query {
    pager: Pager,
    roles: Vec<Role>,
}

impl Query {
    /// Selects the columns that this phone's table has.
    fn new(db: &Database, table: &str, wanted: &[(&str, Role)]) -> Result<Self, DumpError> {
        let have = db.columns(table)?;
        let (names, roles): (Vec<_>, Vec<_>) = wanted
            .iter()
            .filter(|(name, _)| have.iter().any(|h| h == name))
            .map(|(n, r)| (quote(n), *r))
            .unzip();
        // Rows are numbered by the table itself, whatever the phone calls its key.
        let list = if names.is_empty() { "NULL".to_owned() } else { names.join(", ") };
        let table_name = quote(table);
        let sql = format!("SELECT rowid, {list} FROM {table_name} WHERE rowid > ?1 ORDER BY rowid LIMIT ?2");
        check(&db.connection, &sql)?;
        Ok(Self { pager: Pager::new(sql, last_key(&db.connection, table, "rowid")), roles })
    }

    fn thread(&self, values: &[Value]) -> Option<i64> {
        let at = self.roles.iter().position(|r| *r == Role::Known)?;
        match values.get(at) {
            Some(Value::Integer(id)) => Some(*id),
            _ => None,
        }
    }

    fn slots<'v>(&self, values: &'v [Value]) -> Slots<'v> {
        let mut slots = Slots::default();
        for (role, value) in self.roles.iter().zip(values) {
            if *role != Role::Known
                && let Some(value) = scalar(value)
            {
                slots.put(*role, 0, value);
            }
        }
        slots
    }
}

impl AndroidMessages {
    pub(super) fn new(db: Database, opts: &ReadOptions) -> Result<Self, DumpError> {
        let sms = Query::new(&db, "sms", &SMS)?;
        let has_mms =
            db.has_columns("part", &["mid", "ct", "text"]) && db.has_columns("pdu", &["date", "msg_box"]);
        let pdu = if has_mms { Some(Query::new(&db, "pdu", &PDU)?) } else { None };
        Ok(Self { db, sms, pdu, opts: opts.clone(), passed_over: PassedOver::default() })
    }

    /// Whom a conversation is with, for rows without an address such as drafts.
    fn thread_address(&self, thread: Option<i64>) -> Option<String> {
        let sql = "SELECT c.address FROM threads t JOIN canonical_addresses c \
                   ON instr(' ' || t.recipient_ids || ' ', ' ' || c._id || ' ') > 0 WHERE t._id = ?1 ORDER BY c._id";
        let mut statement = self.db.connection.prepare_cached(sql).ok()?;
        let rows = statement.query_map(params![thread?], |row| row.get::<_, String>(0)).ok()?;
        let all: Vec<String> = rows.flatten().collect();
        (!all.is_empty()).then(|| all.join("~"))
    }

    fn about(&self, kind: Kind, thread: Option<i64>) -> Surroundings {
        Surroundings { kind, sender: self.thread_address(thread), keep_empty: false }
    }

    fn mms_text(&self, id: i64) -> rusqlite::Result<String> {
        let sql = "SELECT text FROM part WHERE mid = ?1 AND ct = 'text/plain' AND text IS NOT NULL AND text <> '' \
                   ORDER BY _id";
        let mut statement = self.db.connection.prepare_cached(sql)?;
        let parts = statement.query_map(params![id], |row| row.get::<_, String>(0))?;
        Ok(parts.collect::<rusqlite::Result<Vec<_>>>()?.join("\n"))
    }

    /// The sender (type 137) or, for a message of the owner's, the recipients (type 151).
    fn mms_address(&self, id: i64, kind: i64) -> Option<String> {
        let sql = "SELECT address FROM addr WHERE msg_id = ?1 AND type = ?2 ORDER BY _id";
        let mut statement = self.db.connection.prepare_cached(sql).ok()?;
        let rows = statement.query_map(params![id, kind], |row| row.get::<_, String>(0)).ok()?;
        let all: Vec<String> = rows.flatten().filter_map(|a| clean_sender(&a).map(Cow::into_owned)).collect();
        (!all.is_empty()).then(|| all.join("~"))
    }

    /// The next multimedia message; `None` when it has no text.
    fn mms(&mut self, rec: &mut Record) -> Result<Option<bool>, DumpError> {
        let Some(query) = &mut self.pdu else { return Ok(Some(false)) };
        let Some((id, values)) = query.pager.next(&self.db.connection)? else { return Ok(Some(false)) };
        rec.record = u64::try_from(id).unwrap_or(0);
        let text = self
            .mms_text(id)
            .map_err(|e| DumpError::new(ErrorKind::BadDatabase, format!("parts: {e}")).recoverable())?;
        if text.is_empty() {
            self.passed_over.add("no_text_part");
            return Ok(None);
        }
        let about = match &self.pdu {
            Some(query) => self.about(Kind::Mms, query.thread(&values)),
            None => Surroundings::default(),
        };
        let mut slots = self.pdu.as_ref().map(|q| q.slots(&values)).unwrap_or_default();
        slots.put(Role::Text, 0, Scalar::Text(Cow::Owned(text)));
        for (kind, role) in [(137, Role::Sender), (151, Role::Recipient)] {
            if let Some(address) = self.mms_address(id, kind) {
                slots.put(role, 0, Scalar::Text(Cow::Owned(address)));
            }
        }
        // Both tables count from 1; the byte tells their rows apart in ids.
        rec.byte = 1;
        slots.finish(rec, &about, &self.opts.tz).map(|()| Some(true))
    }
}

impl Parse for AndroidMessages {
    fn next(&mut self, rec: &mut Record) -> Result<bool, DumpError> {
        if let Some((id, values)) = self.sms.pager.next(&self.db.connection)? {
            rec.record = u64::try_from(id).unwrap_or(0);
            let about = self.about(Kind::Sms, self.sms.thread(&values));
            let slots = self.sms.slots(&values);
            return slots.finish(rec, &about, &self.opts.tz).map(|()| true).map_err(|e| match e.kind() {
                ErrorKind::NoText => DumpError::new(ErrorKind::Empty, "the text is NULL"),
                _ => e,
            });
        }
        loop {
            if let Some(more) = self.mms(rec)? {
                return Ok(more);
            }
        }
    }

    fn passed_over(&self) -> Vec<Warning> {
        self.passed_over.warnings()
    }
}
