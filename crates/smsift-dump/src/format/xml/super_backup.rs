//! 超级备份 Super Backup: looks like XML and escapes nothing, so records are cut at their fixed first attribute.

use std::borrow::Cow;

use jiff::tz::TimeZone;

use super::entity::unescape;
use crate::error::{DumpError, ErrorKind};
use crate::fields::{Role, Scalar, Slots, Surroundings};
use crate::options::ReadOptions;
use crate::reader::Parse;
use crate::record::{NOTE_LONE_SURROGATE, Record};
use crate::source::{Encoding, Window, decode_field};

const START: &[u8] = b"<sms address=\"";

/// Reads `<sms address="…" … body="…" read="…" …/>` with quotes and newlines in the body.
pub(crate) struct SuperBackup {
    window: Window,
    pending: usize,
    tz: TimeZone,
    swallowed: Option<u64>,
}

impl SuperBackup {
    pub(crate) fn new(window: Window, opts: &ReadOptions) -> Self {
        Self { window, pending: 0, tz: opts.tz.clone(), swallowed: None }
    }

    /// Moves to the next record and returns its length.
    fn find(&mut self) -> Result<Option<usize>, DumpError> {
        self.window.consume(self.pending);
        self.pending = 0;
        loop {
            if let Some(at) = memchr::memmem::find(self.window.bytes(), START) {
                self.window.consume(at);
                break;
            }
            let all = self.window.bytes().len();
            self.window.consume(all.saturating_sub(START.len() - 1));
            if !self.window.fill()? {
                return Ok(None);
            }
        }
        let mut searched = START.len();
        loop {
            let bytes = self.window.bytes();
            if let Some(at) = memchr::memmem::find(&bytes[searched..], START) {
                return Ok(Some(searched + at));
            }
            searched = bytes.len().saturating_sub(START.len() - 1).max(START.len());
            match self.window.fill() {
                Ok(true) => {}
                Ok(false) => return Ok(Some(self.window.bytes().len())),
                Err(e) => {
                    self.pending = self.window.bytes().len();
                    return Err(e);
                }
            }
        }
    }
}

impl Parse for SuperBackup {
    fn next(&mut self, rec: &mut Record) -> Result<bool, DumpError> {
        if let Some(offset) = self.swallowed.take() {
            return Err(DumpError::new(ErrorKind::BadXml, "the message after this one lost its beginning")
                .byte(offset));
        }
        let Some(length) = self.find()? else { return Ok(false) };
        self.pending = length;
        rec.byte = self.window.offset();
        let (text, note) = decode_field(&self.window.bytes()[..length], Encoding::Utf8);
        rec.notes.extend(note);
        let offset = rec.byte;
        let fields = Fields::split(&text).ok_or_else(|| {
            DumpError::new(ErrorKind::BadXml, "a message without body or without its end").byte(offset)
        })?;
        self.swallowed = fields.swallows.then_some(offset);
        let (body, lone) = unescape(fields.body);
        if lone {
            rec.note(NOTE_LONE_SURROGATE);
        }
        let mut slots = Slots::default();
        slots.put(Role::Text, 0, Scalar::Text(body));
        slots.put(Role::Sender, 0, Scalar::Text(unescape(fields.address).0));
        for (name, role, rank) in [("date", Role::Time, 0), ("time", Role::Time, 1), ("type", Role::Type, 0)]
        {
            if let Some(value) = attribute(fields.before, name) {
                slots.put(role, rank, Scalar::Text(Cow::Borrowed(value)));
            }
        }
        if let Some(name) = attribute(fields.after, "name") {
            slots.put(Role::Contact, 0, Scalar::Text(unescape(name).0));
        }
        slots.finish(rec, &Surroundings::default(), &self.tz).map_err(|e| e.byte(offset))?;
        Ok(true)
    }
}

struct Fields<'t> {
    address: &'t str,
    /// Attributes between address and body.
    before: &'t str,
    body: &'t str,
    /// Attributes after the body.
    after: &'t str,
    /// The record after this one lost its beginning and stands in here.
    swallows: bool,
}

impl<'t> Fields<'t> {
    fn split(record: &'t str) -> Option<Self> {
        let rest = record.get(START.len()..)?;
        let (before, body) = rest.split_once(" body=\"")?;
        // Another body after this one's end: the next record, without its beginning.
        let other = body.find(" body=\"").filter(|at| body[..*at].contains("\" read=\""));
        let (body, swallows) = (&body[..other.unwrap_or(body.len())], other.is_some());
        let (address, before) = before.split_once('"')?;
        let end = body.rfind("\" read=\"").or_else(|| body.rfind("\" />")).or_else(|| body.rfind("\"/>"))?;
        Some(Self { address, before, body: &body[..end], after: &body[end + 1..], swallows })
    }
}

fn attribute<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    let at = text.find(&format!(" {name}=\""))? + name.len() + 3;
    text[at..].split_once('"').map(|(value, _)| value)
}
