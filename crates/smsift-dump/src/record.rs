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
    /// A row of a sending platform's detail export. Its `sender` is the number it was sent to.
    Platform,
}

impl Kind {
    /// The name used in records, such as `mms`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Sms => "sms",
            Self::Mms => "mms",
            Self::Imessage => "imessage",
            Self::Rcs => "rcs",
            Self::Platform => "platform",
        }
    }

    pub(crate) fn from_name(name: &str) -> Option<Self> {
        [Self::Sms, Self::Mms, Self::Imessage, Self::Rcs, Self::Platform]
            .into_iter()
            .find(|kind| kind.as_str().eq_ignore_ascii_case(name.trim()))
    }
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

impl Folder {
    /// The name used in records: `normal`, `draft` or `failed`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Normal => "normal",
            Self::Draft => "draft",
            Self::Failed => "failed",
        }
    }
}

/// Half of a character was missing and was replaced.
pub const NOTE_LONE_SURROGATE: &str = "lone_surrogate";
/// Bytes that the encoding does not know were replaced.
pub const NOTE_REPLACED: &str = "replaced";
/// This line was GB18030 in a file that is otherwise UTF-8.
pub const NOTE_MIXED_ENCODING: &str = "mixed_encoding";
/// Control characters were removed.
pub const NOTE_CONTROL: &str = "control_removed";
/// A part of a long message is missing.
pub const NOTE_PART_MISSING: &str = "part_missing";
/// The number was stored as a floating-point number and has lost digits.
pub const NOTE_NUMBER_DAMAGED: &str = "number_damaged";
/// The text ends early because the dump does.
pub const NOTE_TRUNCATED: &str = "truncated";

pub(crate) fn known_note(name: &str) -> Option<&'static str> {
    [
        NOTE_LONE_SURROGATE,
        NOTE_REPLACED,
        NOTE_MIXED_ENCODING,
        NOTE_CONTROL,
        NOTE_PART_MISSING,
        NOTE_NUMBER_DAMAGED,
        NOTE_TRUNCATED,
    ]
    .into_iter()
    .find(|note| *note == name)
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
    /// Empties the record and keeps its buffers.
    pub fn clear(&mut self) {
        self.id.clear();
        self.source.clear();
        self.record = 0;
        self.byte = 0;
        self.time = None;
        self.sender = None;
        self.direction = Direction::Unknown;
        self.text.clear();
        self.kind = Kind::Sms;
        self.folder = Folder::Normal;
        self.notes.clear();
        self.extra.clear();
    }

    pub(crate) fn note(&mut self, note: &'static str) {
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }

    /// What makes two records of cumulative backups the same message: the other side's number in its normal form,
    /// the direction, the instant in milliseconds and the text, hashed to 128 bits.
    pub fn dedup_key(&self) -> u128 {
        let sender = self.sender.as_deref().map(crate::clean::normal_address).unwrap_or_default();
        let at = self.time.map_or(i64::MIN, |t| t.at.as_millisecond());
        let mut hash = crate::hash::Hash::new();
        hash.write(sender.as_bytes());
        hash.write(&[self.direction as u8]);
        hash.write(&at.to_le_bytes());
        hash.write(self.text.as_bytes());
        hash.finish()
    }

    /// The record as the classifier wants it.
    pub fn message(&self) -> Message<'_> {
        // A platform's row names who received it, which says nothing about who wrote it.
        let sender = if self.kind == Kind::Platform { None } else { self.sender.as_deref() };
        Message {
            text: &self.text,
            sender,
            direction: self.direction,
            date: self.time.as_ref().map(Time::date),
        }
    }
}
