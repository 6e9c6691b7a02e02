//! Lines of a text with their offsets, each decoded for itself.

use std::borrow::Cow;

use super::{Encoding, Input, Window, decode_field, to_utf8};
use crate::error::{DumpError, ErrorKind};

/// One line without its end.
#[derive(Debug)]
pub(crate) struct Line<'w> {
    pub(crate) text: Cow<'w, str>,
    /// Byte offset of its first byte.
    pub(crate) offset: u64,
    /// From 1.
    pub(crate) number: u64,
    /// How decoding had to deviate.
    pub(crate) note: Option<&'static str>,
}

/// A line as it stands: offset, number, bytes without the line end.
pub(crate) type RawLine<'w> = (u64, u64, &'w [u8]);

/// Reads line after line with memory for one.
pub(crate) struct Lines {
    window: Window,
    encoding: Encoding,
    number: u64,
    /// Bytes of the line given out last.
    pending: usize,
}

impl Lines {
    pub(crate) fn new(input: Input, encoding: Encoding) -> Self {
        let (input, encoding) = if encoding.splits_at_bytes() {
            (input, encoding)
        } else {
            (to_utf8(input, encoding), Encoding::Utf8)
        };
        Self { window: Window::new(input), encoding, number: 0, pending: 0 }
    }

    pub(crate) fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// The next line, not decoded.
    pub(crate) fn next_bytes(&mut self) -> Result<Option<RawLine<'_>>, DumpError> {
        self.window.consume(self.pending);
        self.pending = 0;
        if self.number == 0 && self.window.need(3)? && self.window.bytes().starts_with(b"\xEF\xBB\xBF") {
            self.window.consume(3);
        }
        let mut searched = 0;
        let end = loop {
            let bytes = self.window.bytes();
            if let Some(at) = memchr::memchr(b'\n', &bytes[searched..]) {
                self.pending = searched + at + 1;
                break searched + at;
            }
            searched = bytes.len();
            match self.window.fill() {
                Ok(true) => {}
                Ok(false) if searched == 0 => return Ok(None),
                Ok(false) => {
                    self.pending = searched;
                    break searched;
                }
                Err(e) if e.kind() == ErrorKind::TooLarge => return Err(self.skip_line(e)),
                Err(e) => return Err(e),
            }
        };
        self.number += 1;
        let line = &self.window.bytes()[..end];
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        Ok(Some((self.window.offset(), self.number, line)))
    }

    /// The next line, decoded.
    pub(crate) fn next(&mut self) -> Result<Option<Line<'_>>, DumpError> {
        let encoding = self.encoding;
        let Some((offset, number, bytes)) = self.next_bytes()? else { return Ok(None) };
        let (text, note) = decode_field(bytes, encoding);
        Ok(Some(Line { text, offset, number, note }))
    }

    /// Passes over a line that is too long to hold.
    fn skip_line(&mut self, error: DumpError) -> DumpError {
        self.number += 1;
        let error = error.byte(self.window.offset()).record(self.number);
        loop {
            let bytes = self.window.bytes();
            if let Some(at) = memchr::memchr(b'\n', bytes) {
                self.window.consume(at + 1);
                return error;
            }
            let all = bytes.len();
            self.window.consume(all);
            if !self.window.fill().unwrap_or(false) {
                return error;
            }
        }
    }
}
