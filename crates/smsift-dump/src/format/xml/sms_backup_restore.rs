//! SMS Backup & Restore, and the same shape from Silence, Signal and TextSecure.

use std::borrow::Cow;

use jiff::tz::TimeZone;
use smsift::Direction;

use super::tags::{Tag, Tags};
use crate::clean::clean_sender;
use crate::error::{DumpError, ErrorKind};
use crate::fields::{Role, Scalar, Slots, Surroundings};
use crate::options::ReadOptions;
use crate::reader::{Parse, PassedOver, Warning};
use crate::record::{Kind, Record};
use crate::source::Window;

const KEEP: &[&str] = &[
    "address",
    "date",
    "date_sent",
    "type",
    "body",
    "contact_name",
    "msg_box",
    "m_type",
    "seq",
    "ct",
    "text",
    "sub",
];
const ANCHORS: &[&str] = &["sms", "mms", "/mms", "/smses"];

/// Reads `<sms …/>` and `<mms>…</mms>` in their order.
pub(crate) struct SmsBackupRestore {
    tags: Tags,
    tag: Tag,
    /// A tag that was read while an MMS was still open.
    held: bool,
    mms: Option<Mms>,
    tz: TimeZone,
    closed: bool,
    done: bool,
    passed_over: PassedOver,
}

/// A multimedia message being collected.
#[derive(Default)]
struct Mms {
    offset: u64,
    address: Option<String>,
    from: Option<String>,
    contact: Option<String>,
    date: Option<String>,
    direction: Option<String>,
    parts: Vec<(i64, String)>,
    notes: Vec<&'static str>,
}

impl SmsBackupRestore {
    pub(crate) fn new(window: Window, opts: &ReadOptions) -> Self {
        Self {
            tags: Tags::new(window, KEEP, ANCHORS, false),
            tag: Tag::default(),
            held: false,
            mms: None,
            tz: opts.tz.clone(),
            closed: false,
            done: false,
            passed_over: PassedOver::default(),
        }
    }

    fn next_tag(&mut self) -> Result<bool, DumpError> {
        if std::mem::take(&mut self.held) {
            return Ok(true);
        }
        self.tags.next(&mut self.tag)
    }

    fn sms(&self, rec: &mut Record) -> Result<(), DumpError> {
        let tag = &self.tag;
        rec.byte = tag.offset;
        let mut slots = Slots::default();
        for (name, role) in [
            ("address", Role::Sender),
            ("date", Role::Time),
            ("date_sent", Role::Sent),
            ("type", Role::Type),
            ("contact_name", Role::Contact),
            ("body", Role::Text),
        ] {
            // The writer prints NULL columns as the word.
            if let Some(value) = tag.get(name).filter(|v| *v != "null") {
                slots.put(role, 0, Scalar::Text(Cow::Borrowed(value)));
            }
        }
        tag.notes_to(rec);
        let finished = slots.finish(rec, &Surroundings::default(), &self.tz);
        finished.map_err(|e| match e.kind() {
            ErrorKind::NoText => DumpError::new(ErrorKind::Empty, "the text is empty"),
            _ => e,
        })
    }

    fn open_mms(&mut self) {
        let get = |name: &str| self.tag.get(name).filter(|v| *v != "null").map(str::to_owned);
        let by_type = match self.tag.get("m_type") {
            Some("132") => Some("1".to_owned()),
            Some("128") => Some("2".to_owned()),
            _ => None,
        };
        self.mms = Some(Mms {
            offset: self.tag.offset,
            address: get("address"),
            contact: get("contact_name"),
            date: get("date"),
            direction: get("msg_box").or(by_type),
            notes: self.tag.notes.clone(),
            ..Mms::default()
        });
    }

    fn mms_child(&mut self) {
        let Some(mms) = &mut self.mms else { return };
        let tag = &self.tag;
        match (tag.name.as_str(), tag.closes) {
            ("part", false) if tag.get("ct") == Some("text/plain") => {
                if let Some(text) = tag.get("text").filter(|t| !t.is_empty() && *t != "null") {
                    let seq = tag.get("seq").and_then(|s| s.parse().ok()).unwrap_or(0);
                    mms.parts.push((seq, text.to_owned()));
                    mms.notes.extend(&tag.notes);
                }
            }
            ("addr", false) if tag.get("type") == Some("137") => {
                mms.from = tag.get("address").and_then(clean_sender).map(Cow::into_owned);
            }
            _ => {}
        }
    }

    /// Gives out the collected message. `Ok(false)` when it had no text.
    fn close_mms(&mut self, mms: Mms, rec: &mut Record) -> Result<bool, DumpError> {
        let mut parts = mms.parts;
        if parts.is_empty() {
            self.passed_over.add("no_text_part");
            return Ok(false);
        }
        parts.sort_by_key(|(seq, _)| *seq);
        let text: Vec<String> = parts.into_iter().map(|(_, text)| text).collect();
        let mut slots = Slots::default();
        let mut put = |role, value: Option<String>| {
            if let Some(value) = value {
                slots.put(role, 0, Scalar::Text(Cow::Owned(value)));
            }
        };
        put(Role::Text, Some(text.join("\n")));
        put(Role::Time, mms.date);
        put(Role::Direction, mms.direction);
        put(Role::Contact, mms.contact);
        put(Role::Recipient, mms.address.clone());
        put(Role::Sender, mms.from.or(mms.address));
        rec.byte = mms.offset;
        for note in mms.notes {
            rec.note(note);
        }
        let about = Surroundings { kind: Kind::Mms, ..Surroundings::default() };
        slots.finish(rec, &about, &self.tz).map_err(|e| e.byte(mms.offset))?;
        if rec.direction == Direction::Unknown {
            rec.direction = Direction::In;
        }
        Ok(true)
    }

    fn end(&mut self) -> Result<bool, DumpError> {
        self.done = true;
        if let Some(mms) = self.mms.take() {
            return Err(bad("a multimedia message is not closed").byte(mms.offset));
        }
        if !self.closed {
            return Err(bad("the file ends before </smses>").byte(self.tags.offset()));
        }
        Ok(false)
    }
}

fn bad(why: &str) -> DumpError {
    DumpError::new(ErrorKind::BadXml, why)
}

impl Parse for SmsBackupRestore {
    fn next(&mut self, rec: &mut Record) -> Result<bool, DumpError> {
        if self.done {
            return Ok(false);
        }
        loop {
            if !self.next_tag()? {
                return self.end();
            }
            let (name, closes) = (self.tag.name.as_str(), self.tag.closes);
            let opens_message = !closes && matches!(name, "sms" | "mms");
            if opens_message && let Some(mms) = self.mms.take() {
                self.held = true;
                return Err(bad("a multimedia message is not closed").byte(mms.offset));
            }
            match (name, closes) {
                ("sms", false) => return self.sms(rec).map(|()| true).map_err(|e| e.byte(self.tag.offset)),
                ("mms", false) => {
                    self.open_mms();
                    if self.tag.empty {
                        self.mms = None;
                        self.passed_over.add("no_text_part");
                    }
                }
                ("mms", true) => {
                    if let Some(mms) = self.mms.take()
                        && self.close_mms(mms, rec)?
                    {
                        return Ok(true);
                    }
                }
                ("smses", true) => self.closed = true,
                _ => self.mms_child(),
            }
        }
    }

    fn passed_over(&self) -> Vec<Warning> {
        self.passed_over.warnings()
    }
}
