//! Records between `BEGIN:VMSG` and `END:VMSG`.

use std::borrow::Cow;

use jiff::tz::TimeZone;
use smsift::Direction;

use super::quoted_printable;
use crate::error::{DumpError, ErrorKind};
use crate::fields::{Role, Scalar, Slots, Surroundings};
use crate::options::ReadOptions;
use crate::reader::Parse;
use crate::record::{Kind, NOTE_REPLACED, Record};
use crate::source::{Encoding, Lines, decode_field};

/// A body may have this many lines and bytes before a lost `END:VBODY` is assumed.
const MAX_LINES: usize = 20_000;
const MAX_BYTES: usize = 4 << 20;

/// Reads a vMessage archive line by line.
pub(crate) struct Vmsg {
    lines: Lines,
    tz: TimeZone,
    /// Offset and number of a `BEGIN:VMSG` read while the record before it was still open.
    begun: Option<(u64, u64)>,
}

/// One record being collected.
#[derive(Default)]
struct Message {
    offset: u64,
    headers: Vec<(String, String)>,
    body: Vec<String>,
    bytes: usize,
    in_body: bool,
    body_seen: bool,
    note: Option<&'static str>,
}

impl Vmsg {
    pub(crate) fn new(lines: Lines, opts: &ReadOptions) -> Self {
        Self { lines, tz: opts.tz.clone(), begun: None }
    }

    /// Passes everything up to `BEGIN:VMSG`.
    fn begin(&mut self) -> Result<Option<(u64, u64)>, DumpError> {
        if let Some(begun) = self.begun.take() {
            return Ok(Some(begun));
        }
        while let Some(line) = self.lines.next()? {
            if is_mark(&line.text, "BEGIN:VMSG") {
                return Ok(Some((line.offset, line.number)));
            }
        }
        Ok(None)
    }
}

fn is_mark(line: &str, mark: &str) -> bool {
    line.trim_matches(|c: char| c.is_whitespace() || c == '\0' || c == '\u{feff}').eq_ignore_ascii_case(mark)
}

fn broken(why: &str, offset: u64) -> DumpError {
    DumpError::new(ErrorKind::BadRecord, why).byte(offset)
}

impl Parse for Vmsg {
    fn next(&mut self, rec: &mut Record) -> Result<bool, DumpError> {
        let Some((offset, number)) = self.begin()? else { return Ok(false) };
        rec.record = number;
        let mut message = Message { offset, ..Message::default() };
        loop {
            let Some(line) = self.lines.next()? else {
                return Err(broken("the file ends inside a message", offset));
            };
            message.note = message.note.or(line.note);
            if is_mark(&line.text, "END:VMSG") {
                break;
            }
            if is_mark(&line.text, "BEGIN:VMSG") {
                self.begun = Some((line.offset, line.number));
                return Err(broken("a message is not closed", offset));
            }
            message.line(&line.text);
            if message.body.len() > MAX_LINES || message.bytes > MAX_BYTES {
                return Err(DumpError::new(ErrorKind::TooLarge, "a message of more than 4 MiB").byte(offset));
            }
        }
        message.into_record(rec, &self.tz).map(|()| true).map_err(|e| e.byte(offset))
    }
}

impl Message {
    fn line(&mut self, line: &str) {
        if is_mark(line, "END:VBODY") {
            self.in_body = false;
        } else if self.in_body {
            self.bytes += line.len() + 1;
            self.body.push(line.to_owned());
        } else if is_mark(line, "BEGIN:VBODY") {
            self.in_body = true;
            self.body_seen = true;
        } else if let Some((name, value)) = line.split_once(':') {
            self.header(name, value);
        }
    }

    fn header(&mut self, name: &str, value: &str) {
        if !value.trim().is_empty() && self.headers.len() < 200 {
            self.headers.push((name.trim().to_ascii_uppercase(), value.trim().to_owned()));
        }
    }

    fn get(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|name| self.headers.iter().find(|(n, _)| n == name)).map(|(_, v)| v.as_str())
    }

    /// Takes the header lines off the front of the body and gives back the text.
    fn text(&mut self) -> Option<(String, Option<&'static str>)> {
        let lines = std::mem::take(&mut self.body);
        let mut at = 0;
        while let Some(line) = lines.get(at) {
            let Some((name, value)) = line.split_once(':') else { break };
            let upper = name.trim().to_ascii_uppercase();
            if upper.starts_with("SUBJECT") {
                let mut text = value.to_owned();
                for more in &lines[at + 1..] {
                    text.push('\n');
                    text.push_str(more);
                }
                return Some(decode(&text, &upper));
            }
            if !(upper.starts_with("X-") || upper.starts_with("DATE")) {
                break;
            }
            self.header(name, value);
            at += 1;
        }
        self.body_seen.then(|| (lines[at..].join("\n"), None))
    }

    fn direction(&self) -> (Option<String>, bool) {
        let said = self.get(&["X-BOX", "X-IRMC-BOX", "X-MESSAGE-TYPE"]).map(str::to_owned);
        // Coolpad writes the receiving time of sent messages as the beginning of 1970.
        let coolpad_sent = self.get(&["RECEVIE_DATE", "RECEIVE_DATE"]).map(|d| d.contains("1970"));
        match (said, coolpad_sent) {
            (None, Some(sent)) => (Some(if sent { "out" } else { "in" }.to_owned()), true),
            (said, _) => (said, false),
        }
    }

    fn into_record(mut self, rec: &mut Record, tz: &TimeZone) -> Result<(), DumpError> {
        let text = self.text();
        let mut slots = Slots::default();
        let mut put = |role, rank, value: Option<String>| {
            if let Some(value) = value {
                slots.put(role, rank, Scalar::Text(Cow::Owned(value)));
            }
        };
        let get = |names: &[&str]| self.get(names).map(str::to_owned);
        put(Role::Sender, 0, get(&["TEL", "FROMTEL", "TOTEL"]));
        put(Role::Contact, 0, get(&["FN", "N"]).map(|n| n.trim_matches(';').to_owned()));
        put(Role::Time, 0, get(&["DATEORIGIN", "X-NOK-DT", "DATE"]));
        put(Role::Direction, 0, self.direction().0);
        let mut note = self.note;
        if let Some((text, replaced)) = text {
            note = note.or(replaced);
            put(Role::Text, 0, Some(text));
        }
        let kind = if self.get(&["X-TYPE"]) == Some("MMS") { Kind::Mms } else { Kind::Sms };
        let about = Surroundings { kind, ..Surroundings::default() };
        slots.finish(rec, &about, tz)?;
        if rec.direction == Direction::Unknown && self.get(&["FROMTEL"]).is_some() {
            rec.direction = Direction::In;
        }
        rec.byte = self.offset;
        rec.notes.extend(note);
        Ok(())
    }
}

/// Undoes quoted-printable and the marks that protect `END:VBODY` inside a text.
fn decode(text: &str, parameters: &str) -> (String, Option<&'static str>) {
    if parameters.contains("QUOTED-PRINTABLE")
        && let Some(bytes) = quoted_printable::decode(text)
    {
        let charset = parameters.split("CHARSET=").nth(1).and_then(|c| c.split(';').next());
        let encoding = charset.and_then(|c| Encoding::from_label(c).ok()).unwrap_or(Encoding::Utf8);
        let (text, note) = decode_field(&bytes, encoding);
        return (text.into_owned(), note.filter(|n| *n == NOTE_REPLACED));
    }
    let text = text.replace("END:/VBODY", "END:VBODY").replace("/END:VBODY", "END:VBODY");
    (text, None)
}
