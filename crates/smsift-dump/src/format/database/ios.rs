//! iPhone `sms.db` and Mac `chat.db`.

use std::borrow::Cow;

use rusqlite::types::Value;
use smsift::Direction;

use super::file::{Database, quote};
use super::pager::{Pager, check, last_key};
use super::typedstream;
use crate::clean::clean_sender;
use crate::error::{DumpError, ErrorKind};
use crate::options::ReadOptions;
use crate::reader::{Parse, PassedOver, Warning};
use crate::record::{Kind, Record};
use crate::time;

/// Columns asked for, with what stands in for them in versions that lack them.
const COLUMNS: [&str; 10] = [
    "text",
    "attributedBody",
    "date",
    "is_from_me",
    "service",
    "associated_message_type",
    "item_type",
    "error",
    "address",
    "flags",
];

/// Reads the messages of an Apple database.
pub(crate) struct IosMessages {
    db: Database,
    pager: Pager,
    opts: ReadOptions,
    passed_over: PassedOver,
}

impl IosMessages {
    pub(super) fn new(db: Database, opts: &ReadOptions) -> Result<Self, DumpError> {
        let have = db.columns("message")?;
        let column = |name: &str| {
            if have.iter().any(|h| h == name) { format!("m.{}", quote(name)) } else { "NULL".to_owned() }
        };
        let columns: Vec<String> = COLUMNS.iter().map(|name| column(name)).collect();
        let handle = if db.has_columns("handle", &["id"]) && have.iter().any(|h| h == "handle_id") {
            "(SELECT h.id FROM handle h WHERE h.ROWID = m.handle_id)"
        } else {
            "NULL"
        };
        let chat = if db.has_columns("chat", &["chat_identifier"]) && db.has_table("chat_message_join") {
            "(SELECT c.chat_identifier FROM chat_message_join j JOIN chat c ON c.ROWID = j.chat_id \
             WHERE j.message_id = m.ROWID LIMIT 1)"
        } else {
            "NULL"
        };
        let sql = format!(
            "SELECT m.ROWID, {}, {handle}, {chat} FROM message m WHERE m.ROWID > ?1 ORDER BY m.ROWID LIMIT ?2",
            columns.join(", ")
        );
        check(&db.connection, &sql)?;
        let last = last_key(&db.connection, "message", "ROWID");
        Ok(Self { pager: Pager::new(sql, last), db, opts: opts.clone(), passed_over: PassedOver::default() })
    }
}

/// One row by name.
struct Row<'v>(&'v [Value]);

impl Row<'_> {
    fn integer(&self, name: &str) -> Option<i64> {
        match self.value(name)? {
            Value::Integer(n) => Some(*n),
            Value::Real(n) => Some(*n as i64),
            _ => None,
        }
    }

    fn value(&self, name: &str) -> Option<&Value> {
        COLUMNS.iter().position(|c| *c == name).and_then(|at| self.0.get(at))
    }

    fn string(value: Option<&Value>) -> Option<&str> {
        match value {
            Some(Value::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// Reactions (2000–3006) and group events are rows without a message of their own.
    fn passed_over(&self) -> Option<&'static str> {
        if (2000..=3006).contains(&self.integer("associated_message_type").unwrap_or(0)) {
            Some("reaction")
        } else if self.integer("item_type").unwrap_or(0) != 0 {
            Some("group_event")
        } else {
            None
        }
    }

    fn text(&self) -> Option<Cow<'_, str>> {
        let plain = Self::string(self.value("text")).filter(|t| !t.is_empty());
        let text = plain.map(Cow::Borrowed).or_else(|| match self.value("attributedBody") {
            Some(Value::Blob(blob)) => typedstream::text(blob).map(Cow::Owned),
            _ => None,
        })?;
        // U+FFFC marks an attachment; a text of nothing else is no text.
        text.chars().any(|c| c != '\u{fffc}' && !c.is_whitespace()).then_some(text)
    }

    fn direction(&self) -> Direction {
        match (self.integer("is_from_me"), self.integer("flags")) {
            (Some(0), _) | (None, Some(2)) => Direction::In,
            (Some(_), _) | (None, Some(3)) => Direction::Out,
            (None, _) => Direction::Unknown,
        }
    }
}

impl Parse for IosMessages {
    fn next(&mut self, rec: &mut Record) -> Result<bool, DumpError> {
        loop {
            let Some((key, values)) = self.pager.next(&self.db.connection)? else { return Ok(false) };
            let row = Row(&values);
            rec.record = u64::try_from(key).unwrap_or(0);
            if let Some(reason) = row.passed_over() {
                self.passed_over.add(reason);
                continue;
            }
            let Some(text) = row.text() else {
                self.passed_over.add("attachment_only");
                continue;
            };
            rec.text.push_str(&text);
            rec.direction = row.direction();
            let [handle, chat] = [COLUMNS.len(), COLUMNS.len() + 1].map(|i| Row::string(values.get(i)));
            let old = Row::string(row.value("address"));
            rec.sender =
                [handle, chat, old].into_iter().flatten().find_map(|s| clean_sender(s).map(Cow::into_owned));
            rec.kind = match Row::string(row.value("service")) {
                Some("iMessage") => Kind::Imessage,
                Some("RCS") => Kind::Rcs,
                _ => Kind::Sms,
            };
            let is_old = row.integer("is_from_me").is_none() && row.integer("flags").is_some();
            rec.time = match row.integer("date") {
                None | Some(0) => None,
                Some(date) if is_old => time::unix(date, &self.opts.tz),
                Some(date) => Some(
                    time::apple(date, &self.opts.tz)
                        .ok_or_else(|| DumpError::new(ErrorKind::BadDate, format!("{date}")))?,
                ),
            };
            return Ok(true);
        }
    }

    fn passed_over(&self) -> Vec<Warning> {
        self.passed_over.warnings()
    }
}
