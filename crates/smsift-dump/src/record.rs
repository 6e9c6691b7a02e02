//! One message of a dump, whatever format it came from.

use jiff::Timestamp;
use jiff::tz::Offset;
use serde_json::{Map, Value};
use smsift::{Direction, Message};

/// When a message was received or sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Time {
    /// The instant.
    pub at: Timestamp,
    /// Offset from UTC in which the time is shown.
    pub offset: Offset,
    /// The dump gave no zone and one was assumed.
    pub tz_assumed: bool,
}

impl Time {
    /// Local calendar date: year, month, day.
    pub fn date(&self) -> (i16, u8, u8) {
        let d = self.offset.to_datetime(self.at).date();
        (d.year(), d.month().unsigned_abs(), d.day().unsigned_abs())
    }

    /// RFC 3339 with the offset, such as `2026-03-05T22:41:00+08:00`.
    pub fn to_rfc3339(&self) -> String {
        self.at.display_with_offset(self.offset).to_string()
    }
}

/// What kind of record it was in the dump.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// A text message.
    #[default]
    Sms,
    /// A multimedia message; its text parts are joined with newlines.
    Mms,
    /// An Apple message that did not travel as SMS.
    Imessage,
    /// RCS or 5G message.
    Rcs,
    /// A row of a sending platform's detail export.
    Platform,
}

/// Finer state than the direction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Folder {
    /// Received, sent or not known: see the direction.
    #[default]
    Normal,
    /// Written, never sent. Its direction is `Out`.
    Draft,
    /// Sending failed. Its direction is `Out`.
    Failed,
}

/// One message of a dump. Readers re-use one record for a whole file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Record {
    /// The input's own id, or a hash over source and place.
    pub id: String,
    /// File name (for archives: the archive's).
    pub source: String,
    /// Line, row or element number in the source, from 1.
    pub record: u64,
    /// Byte offset in the (decoded container's) source, where known.
    pub byte: u64,
    /// When, if the dump says it.
    pub time: Option<Time>,
    /// The other side's number or name, as written.
    pub sender: Option<String>,
    /// Which way.
    pub direction: Direction,
    /// The text.
    pub text: String,
    /// What kind of record.
    pub kind: Kind,
    /// Draft or failed.
    pub folder: Folder,
    /// What the reader had to mend: `lone_surrogate`, `gbk_replaced`, `truncated` …
    pub notes: Vec<&'static str>,
    /// Keys of a JSON input that are not ours, kept as they are.
    pub extra: Map<String, Value>,
}

impl Record {
    /// The record as the classifier wants it.
    pub fn message(&self) -> Message<'_> {
        Message {
            text: &self.text,
            sender: self.sender.as_deref(),
            direction: self.direction,
            date: self.time.as_ref().map(Time::date),
        }
    }
}
