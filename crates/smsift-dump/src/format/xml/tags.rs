//! Tags of an XML text of any size, one at a time.
//!
//! A pull parser that buffers whole tags needs as much memory as the largest attribute, and multimedia parts carry
//! hundreds of megabytes in one. Here attributes nobody asked for pass through a fixed window. The other difference is
//! damage: when a value is not closed, reading goes on at the next element that opens a message.

use crate::error::{DumpError, ErrorKind};
use crate::record::Record;
use crate::source::{Encoding, Window, decode_field};

use super::entity::unescape;

/// The largest attribute or text that is kept.
const MAX_VALUE: usize = 8 << 20;
const MAX_NAME: usize = 256;

/// A tag, with the attributes asked for.
#[derive(Debug, Default)]
pub(super) struct Tag {
    pub(super) name: String,
    /// `</name>`
    pub(super) closes: bool,
    /// `<name/>`
    pub(super) empty: bool,
    /// Byte offset of its `<`.
    pub(super) offset: u64,
    attributes: Vec<(String, String)>,
    used: usize,
    /// Notes about decoding its values.
    pub(super) notes: Vec<&'static str>,
    /// The text before this tag, where text was asked for.
    pub(super) text: String,
}

impl Tag {
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.attributes[..self.used].iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }

    fn clear(&mut self) {
        self.name.clear();
        self.closes = false;
        self.empty = false;
        self.used = 0;
        self.notes.clear();
        self.text.clear();
    }

    fn push(&mut self, name: &str, raw: &[u8]) {
        if self.used == self.attributes.len() {
            self.attributes.push(Default::default());
        }
        let (kept_name, kept) = &mut self.attributes[self.used];
        kept_name.clear();
        kept_name.push_str(name);
        kept.clear();
        self.used += 1;
        decode(raw, kept, &mut self.notes);
    }

    /// Copies what decoding had to mend.
    pub(super) fn notes_to(&self, rec: &mut Record) {
        for note in &self.notes {
            rec.note(note);
        }
    }
}

fn decode(raw: &[u8], out: &mut String, notes: &mut Vec<&'static str>) {
    let (text, note) = decode_field(raw, Encoding::Utf8);
    notes.extend(note);
    let (text, lone) = unescape(&text);
    if lone {
        notes.push(crate::record::NOTE_LONE_SURROGATE);
    }
    out.push_str(&text);
}

/// Reads tags from a window.
pub(super) struct Tags {
    window: Window,
    /// Attributes to keep.
    keep: &'static [&'static str],
    /// Elements that open a message: where reading goes on after damage.
    anchors: &'static [&'static str],
    keep_text: bool,
    value: Vec<u8>,
    /// The name of the attribute being read.
    attribute: String,
}

impl Tags {
    pub(super) fn new(
        window: Window,
        keep: &'static [&'static str],
        anchors: &'static [&'static str],
        keep_text: bool,
    ) -> Self {
        Self { window, keep, anchors, keep_text, value: Vec::new(), attribute: String::new() }
    }

    pub(super) fn offset(&self) -> u64 {
        self.window.offset()
    }

    /// The next tag. `Ok(false)` at the end. After an error the next call goes on behind the damage.
    pub(super) fn next(&mut self, tag: &mut Tag) -> Result<bool, DumpError> {
        loop {
            tag.clear();
            if !self.find_angle(tag)? {
                return Ok(false);
            }
            tag.offset = self.window.offset();
            self.window.need(4)?;
            let bytes = self.window.bytes();
            if bytes.starts_with(b"<!--") {
                self.skip_past(b"-->")?;
            } else if bytes.starts_with(b"<?") {
                self.skip_past(b"?>")?;
            } else if bytes.starts_with(b"<!") {
                self.skip_past(b">")?;
            } else if bytes.get(1).is_some_and(|b| b.is_ascii_alphabetic() || *b == b'/') {
                self.window.consume(1);
                return match self.tag(tag) {
                    Ok(()) => Ok(true),
                    Err(e) => {
                        let e = e.byte(tag.offset);
                        self.find_anchor()?;
                        Err(e)
                    }
                };
            } else {
                self.window.consume(1);
            }
        }
    }

    /// Moves to the next `<`, keeping the text on the way if asked.
    fn find_angle(&mut self, tag: &mut Tag) -> Result<bool, DumpError> {
        self.value.clear();
        loop {
            let bytes = self.window.bytes();
            let found = memchr::memchr(b'<', bytes);
            let count = found.unwrap_or(bytes.len());
            if self.keep_text && self.value.len() + count <= MAX_VALUE {
                self.value.extend_from_slice(&bytes[..count]);
            }
            self.window.consume(count);
            if found.is_some() {
                decode(&self.value, &mut tag.text, &mut tag.notes);
                return Ok(true);
            }
            if !self.window.fill()? {
                return Ok(false);
            }
        }
    }

    fn skip_past(&mut self, end: &[u8]) -> Result<(), DumpError> {
        loop {
            if let Some(at) = memchr::memmem::find(self.window.bytes(), end) {
                self.window.consume(at + end.len());
                return Ok(());
            }
            let keep = end.len() - 1;
            let all = self.window.bytes().len();
            self.window.consume(all.saturating_sub(keep));
            if !self.window.fill()? {
                self.window.consume(keep);
                return Ok(());
            }
        }
    }

    /// The name and attributes after `<`.
    fn tag(&mut self, tag: &mut Tag) -> Result<(), DumpError> {
        if self.peek()? == b'/' {
            tag.closes = true;
            self.window.consume(1);
        }
        let mut name = std::mem::take(&mut tag.name);
        let read = self.name(&mut name);
        tag.name = name;
        read?;
        loop {
            self.space()?;
            match self.peek()? {
                b'>' => {
                    self.window.consume(1);
                    return Ok(());
                }
                b'/' => {
                    tag.empty = true;
                    self.window.consume(1);
                }
                _ => self.attribute(tag)?,
            }
        }
    }

    fn attribute(&mut self, tag: &mut Tag) -> Result<(), DumpError> {
        let mut name = std::mem::take(&mut self.attribute);
        name.clear();
        let read = self.name(&mut name).and_then(|()| self.assigned(tag, &name));
        self.attribute = name;
        read
    }

    /// The value of an attribute whose name has been read.
    fn assigned(&mut self, tag: &mut Tag, name: &str) -> Result<(), DumpError> {
        self.space()?;
        if self.peek()? != b'=' {
            return Err(bad("an attribute has no value"));
        }
        self.window.consume(1);
        self.space()?;
        let quote = self.peek()?;
        if quote != b'"' && quote != b'\'' {
            return Err(bad("an attribute is not quoted"));
        }
        self.window.consume(1);
        let keep = self.keep.contains(&name);
        self.value(quote, keep)?;
        if keep {
            let value = std::mem::take(&mut self.value);
            tag.push(name, &value);
            self.value = value;
        }
        Ok(())
    }

    /// Reads up to the closing quote, keeping the bytes if asked.
    fn value(&mut self, quote: u8, keep: bool) -> Result<(), DumpError> {
        self.value.clear();
        loop {
            let bytes = self.window.bytes();
            let found = memchr::memchr2(quote, b'<', bytes);
            let count = found.unwrap_or(bytes.len());
            if keep {
                if self.value.len() + count > MAX_VALUE {
                    let limit = MAX_VALUE >> 20;
                    return Err(DumpError::new(
                        ErrorKind::TooLarge,
                        format!("a text of more than {limit} MiB"),
                    ));
                }
                self.value.extend_from_slice(&bytes[..count]);
            }
            let is_quote = found.is_some_and(|at| bytes[at] == quote);
            self.window.consume(count);
            if is_quote {
                self.window.consume(1);
                return Ok(());
            }
            if found.is_some() {
                if self.at_anchor()? {
                    return Err(bad("a quote is not closed"));
                }
                if keep {
                    self.value.push(b'<');
                }
                self.window.consume(1);
            } else if !self.window.fill()? {
                return Err(bad("the text ends inside an attribute"));
            }
        }
    }

    fn name(&mut self, out: &mut String) -> Result<(), DumpError> {
        let ends = |b: &u8| b.is_ascii_whitespace() || matches!(b, b'=' | b'>' | b'/' | b'"' | b'\'' | b'<');
        loop {
            let bytes = self.window.bytes();
            let end = bytes.iter().position(ends);
            let count = end.unwrap_or(bytes.len());
            if out.len() + count > MAX_NAME {
                return Err(bad("a name is too long"));
            }
            out.extend(bytes[..count].iter().map(|b| if b.is_ascii() { char::from(*b) } else { '\u{fffd}' }));
            self.window.consume(count);
            if end.is_some() {
                return if out.is_empty() { Err(bad("a name is missing")) } else { Ok(()) };
            }
            if !self.window.fill()? {
                return Err(bad("the text ends inside a tag"));
            }
        }
    }

    fn space(&mut self) -> Result<(), DumpError> {
        while self.peek()?.is_ascii_whitespace() {
            self.window.consume(1);
        }
        Ok(())
    }

    fn peek(&mut self) -> Result<u8, DumpError> {
        if self.window.need(1)? { Ok(self.window.bytes()[0]) } else { Err(bad("the text ends inside a tag")) }
    }

    /// Whether the window stands at `<name ` of an element that opens a message, or at the end of the list.
    fn at_anchor(&mut self) -> Result<bool, DumpError> {
        self.window.need(16)?;
        let bytes = self.window.bytes();
        Ok(self.anchors.iter().any(|name| {
            let after = bytes.get(1..).and_then(|b| b.strip_prefix(name.as_bytes()));
            after.is_some_and(|b| b.first().is_some_and(|b| b.is_ascii_whitespace() || *b == b'>'))
        }))
    }

    fn find_anchor(&mut self) -> Result<(), DumpError> {
        loop {
            let bytes = self.window.bytes();
            let Some(at) = memchr::memchr(b'<', bytes) else {
                let all = bytes.len();
                self.window.consume(all);
                if !self.window.fill()? {
                    return Ok(());
                }
                continue;
            };
            self.window.consume(at);
            if self.at_anchor()? {
                return Ok(());
            }
            self.window.consume(1);
        }
    }
}

fn bad(why: &str) -> DumpError {
    DumpError::new(ErrorKind::BadXml, why)
}
