//! The values found for one record, and how they become the record.

use std::borrow::Cow;

use jiff::tz::TimeZone;
use serde_json::Value;
use smsift::Direction;

use super::value::{accepts, address_of, direction, parts_text};
use super::{Role, Scalar};
use crate::clean::clean_sender;
use crate::error::{DumpError, ErrorKind};
use crate::record::{Folder, Kind, Record, Time};
use crate::time;

/// Times of sending and receipt that differ by no more are the same for people.
const SAME_TIME_SECONDS: i64 = 60;

/// The values found for one record, the best of each role.
#[derive(Debug)]
pub(crate) struct Slots<'a> {
    slots: [Option<(u8, Scalar<'a>)>; Role::COUNT],
    has_text_field: bool,
}

impl Default for Slots<'_> {
    fn default() -> Self {
        Self { slots: [const { None }; Role::COUNT], has_text_field: false }
    }
}

/// What the surroundings of a record say about it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Surroundings {
    pub(crate) kind: Kind,
    /// The other side, where the conversation names it and the message does not.
    pub(crate) sender: Option<String>,
    /// An empty text is a message all the same (our own JSON shape).
    pub(crate) keep_empty: bool,
}

impl<'a> Slots<'a> {
    /// Takes a value for a role; gives back the value that lost, if one did.
    pub(crate) fn put(&mut self, role: Role, rank: u8, value: Scalar<'a>) -> Option<Scalar<'a>> {
        if role == Role::Text {
            self.has_text_field = true;
        }
        if !accepts(role, &value) {
            return Some(value);
        }
        let slot = &mut self.slots[role as usize];
        match slot {
            Some((held, _)) if *held <= rank => Some(value),
            _ => slot.replace((rank, value)).map(|(_, lost)| lost),
        }
    }

    pub(crate) fn take(&mut self, role: Role) -> Option<Scalar<'a>> {
        self.slots[role as usize].take().map(|(_, value)| value)
    }

    fn take_text(&mut self, role: Role) -> Option<Cow<'a, str>> {
        self.take(role).and_then(Scalar::into_text)
    }

    /// Moves the values into the record.
    pub(crate) fn finish(
        mut self,
        rec: &mut Record,
        about: &Surroundings,
        tz: &TimeZone,
    ) -> Result<(), DumpError> {
        rec.kind = self.kind(about);
        self.route(rec);
        let recipient = self.take_text(Role::Recipient);
        let contact = self.take_text(Role::Contact);
        let name = contact.as_deref().and_then(clean_sender).map(Cow::into_owned);
        let sender = match self.take(Role::Sender) {
            Some(Scalar::Tree(tree)) => address_of(&tree).map(Cow::Owned),
            other => other.and_then(Scalar::into_text),
        };
        let candidates = match rec.direction {
            Direction::Out => [recipient, sender, about.sender.clone().map(Cow::Owned), contact],
            _ => [sender, about.sender.clone().map(Cow::Owned), contact, recipient],
        };
        rec.sender = candidates.into_iter().flatten().find_map(|s| clean_sender(&s).map(Cow::into_owned));
        if let Some(name) = name.filter(|name| rec.sender.as_deref() != Some(name)) {
            rec.extra.insert("contact".to_owned(), Value::String(name));
        }
        self.identity(rec);
        rec.time = self.time(tz)?;
        self.sent_time(rec, tz);
        self.text(rec, about)
    }

    fn kind(&mut self, about: &Surroundings) -> Kind {
        let said = self.take_text(Role::Kind).and_then(|k| Kind::from_name(&k));
        let has_parts = self.slots[Role::Parts as usize].is_some();
        said.unwrap_or(if has_parts { Kind::Mms } else { about.kind })
    }

    fn route(&mut self, rec: &mut Record) {
        let word = |s: Option<Cow<'_, str>>| s.and_then(|w| direction(&w));
        let from_me = self.take(Role::FromMe).and_then(|v| match v {
            Scalar::Bool(b) => Some(b),
            Scalar::Integer(n) => Some(n != 0),
            other => other.into_text().map(|t| matches!(t.trim(), "1" | "true" | "是")),
        });
        let said = word(self.take_text(Role::Direction)).or_else(|| word(self.take_text(Role::Type)));
        let said = said
            .or_else(|| from_me.map(|me| (if me { Direction::Out } else { Direction::In }, Folder::Normal)));
        let folder = self.take_text(Role::Folder).filter(|f| f.parse::<i64>().is_err());
        let folder = folder.and_then(|f| direction(&f));
        (rec.direction, rec.folder) = said.or(folder).unwrap_or_default();
        if let Some((_, folder @ (Folder::Draft | Folder::Failed))) = folder {
            rec.folder = folder;
        }
        if rec.kind == Kind::Platform && rec.direction == Direction::Unknown {
            rec.direction = Direction::In;
        }
    }

    fn time(&mut self, tz: &TimeZone) -> Result<Option<Time>, DumpError> {
        let assumed = self.take_text(Role::TzAssumed).is_some_and(|t| t == "true");
        let Some(value) = self.take(Role::Time) else { return Ok(None) };
        let parsed = match &value {
            Scalar::Integer(0) => return Ok(None),
            Scalar::Text(text) if text.trim() == "0" => return Ok(None),
            Scalar::Integer(n) => time::unix(*n, tz),
            Scalar::Number(n) if n.fract() == 0.0 => time::unix(*n as i64, tz),
            Scalar::Number(n) => time::unix((*n * 1000.0) as i64, tz),
            Scalar::Text(text) => time::parse(text, tz),
            Scalar::Bool(_) | Scalar::Tree(_) => None,
        };
        match parsed {
            Some(mut time) => {
                time.tz_assumed |= assumed;
                Ok(Some(time))
            }
            None => Err(bad_date(&value.into_text().unwrap_or_default())),
        }
    }

    /// A time of sending that is not that of receipt is kept under `date_sent`: a phone that was off receives late.
    fn sent_time(&mut self, rec: &mut Record, tz: &TimeZone) {
        let sent = match self.take(Role::Sent) {
            Some(Scalar::Integer(n)) if n > 0 => time::unix(n, tz),
            Some(Scalar::Text(text)) if text.trim() != "0" => time::parse(&text, tz),
            _ => None,
        };
        if let (Some(sent), Some(received)) = (sent, rec.time)
            && (sent.at.as_second() - received.at.as_second()).abs() > SAME_TIME_SECONDS
        {
            rec.extra.insert("date_sent".to_owned(), Value::String(sent.to_rfc3339()));
        }
    }

    fn identity(&mut self, rec: &mut Record) {
        if let Some(id) = self.take_text(Role::Id) {
            rec.id.push_str(id.trim());
        }
        if let Some(source) = self.take_text(Role::Source) {
            rec.source.push_str(&source);
        }
        if let Some(n) = self.take_text(Role::RecordNumber) {
            rec.record = n.parse().unwrap_or(0);
        }
        match self.take(Role::Notes) {
            Some(Scalar::Tree(Value::Array(notes))) => {
                rec.notes
                    .extend(notes.iter().filter_map(Value::as_str).filter_map(crate::record::known_note));
            }
            Some(Scalar::Text(notes)) => {
                rec.notes.extend(notes.split(';').filter_map(crate::record::known_note));
            }
            _ => {}
        }
    }

    fn text(mut self, rec: &mut Record, about: &Surroundings) -> Result<(), DumpError> {
        let parts = match self.take(Role::Parts) {
            Some(Scalar::Tree(tree)) => parts_text(&tree),
            _ => None,
        };
        let text = self.take_text(Role::Text).or_else(|| parts.map(Cow::Owned));
        match text {
            Some(text) if !text.trim().is_empty() || about.keep_empty => rec.text.push_str(&text),
            Some(_) => return Err(DumpError::new(ErrorKind::Empty, "the text is empty")),
            None if self.has_text_field => return Err(DumpError::new(ErrorKind::Empty, "the text is empty")),
            None if rec.kind == Kind::Mms => {
                return Err(DumpError::new(ErrorKind::Empty, "a multimedia message without text"));
            }
            None => return Err(DumpError::new(ErrorKind::NoText, "no field holds the text of a message")),
        }
        Ok(())
    }
}

/// An error that shows the date but bounds how much of a damaged field it repeats.
fn bad_date(value: &str) -> DumpError {
    let safe = value.chars().count() <= 40 && value.bytes().any(|b| b.is_ascii_digit());
    let detail = if safe { format!("{value:?}") } else { "not a date".to_owned() };
    DumpError::new(ErrorKind::BadDate, detail)
}
