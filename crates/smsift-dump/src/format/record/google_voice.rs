//! Google Voice Takeout: one `hChatLog` HTML page per conversation.

use std::borrow::Cow;

use jiff::tz::TimeZone;

use crate::error::{DumpError, ErrorKind};
use crate::fields::{Role, Scalar, Slots, Surroundings};
use crate::format::xml::unescape;
use crate::options::ReadOptions;
use crate::reader::Parse;
use crate::record::Record;
use crate::source::{Encoding, Window, decode_field};

const START: &[u8] = b"<div class=\"message\">";

/// Reads the messages of a page.
pub(crate) struct GoogleVoice {
    window: Window,
    pending: usize,
    tz: TimeZone,
    /// Who the conversation is with: the last number that was not the owner's.
    other: Option<String>,
}

impl GoogleVoice {
    pub(crate) fn new(window: Window, opts: &ReadOptions) -> Self {
        Self { window, pending: 0, tz: opts.tz.clone(), other: None }
    }

    /// Moves to the next message and returns its length.
    fn find(&mut self) -> Result<Option<usize>, DumpError> {
        self.window.consume(self.pending);
        self.pending = 0;
        while self.window.fill()? {}
        let Some(at) = memchr::memmem::find(self.window.bytes(), START) else { return Ok(None) };
        self.window.consume(at);
        let bytes = self.window.bytes();
        let next = memchr::memmem::find(&bytes[START.len()..], START).map(|i| i + START.len());
        Ok(Some(next.unwrap_or(bytes.len())))
    }
}

/// What stands between two marks.
fn between<'t>(text: &'t str, start: &str, end: &str) -> Option<&'t str> {
    let at = text.find(start)? + start.len();
    let rest = &text[at..];
    Some(&rest[..rest.find(end)?])
}

/// HTML of a message as plain text.
fn plain(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        let Some(end) = rest[at..].find('>') else { break };
        if rest[at..].starts_with("<br") {
            out.push('\n');
        }
        rest = &rest[at + end + 1..];
    }
    out.push_str(rest);
    unescape(&out).0.into_owned()
}

impl Parse for GoogleVoice {
    fn next(&mut self, rec: &mut Record) -> Result<bool, DumpError> {
        let Some(length) = self.find()? else { return Ok(false) };
        self.pending = length;
        let offset = self.window.offset();
        rec.byte = offset;
        let (text, note) = decode_field(&self.window.bytes()[..length], Encoding::Utf8);
        rec.notes.extend(note);
        let bad = |why: &str| DumpError::new(ErrorKind::BadXml, why).byte(offset);
        let body = between(&text, "<q>", "</q>").ok_or_else(|| bad("a message without <q>…</q>"))?;
        let tel = between(&text, "href=\"tel:", "\"").map(str::to_owned);
        let from_me = text.contains("class=\"fn\" title=\"\">Me<") || text.contains(">Me</abbr>");
        if !from_me {
            self.other.clone_from(&tel);
        }
        let mut slots = Slots::default();
        slots.put(Role::Text, 0, Scalar::Text(Cow::Owned(plain(body))));
        slots.put(Role::FromMe, 0, Scalar::Bool(from_me));
        if let Some(other) = self.other.clone() {
            slots.put(Role::Sender, 0, Scalar::Text(Cow::Owned(other)));
        }
        if let Some(time) = between(&text, "class=\"dt\" title=\"", "\"") {
            slots.put(Role::Time, 0, Scalar::Text(Cow::Borrowed(time)));
        }
        slots.finish(rec, &Surroundings::default(), &self.tz).map(|()| true).map_err(|e| e.byte(offset))
    }
}
