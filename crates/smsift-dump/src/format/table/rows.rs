//! Rows of a delimited text, with quotes as RFC 4180 and Excel have them.
//!
//! Our own splitter instead of the csv crate's, for two reasons: each line can have its own encoding, and a quote that
//! is never closed must cost one row, not the rest of the file.

use std::collections::VecDeque;

use crate::error::{DumpError, ErrorKind};
use crate::record::NOTE_MIXED_ENCODING;
use crate::source::{Encoding, Lines, decode_field};

/// A quoted field may span this many lines and bytes before the quote counts as damage.
const MAX_LINES: usize = 2000;
const MAX_BYTES: usize = 1 << 20;

/// One row; re-used.
#[derive(Debug, Default)]
pub(crate) struct Row {
    pub(crate) fields: Vec<String>,
    /// Byte offset of the row.
    pub(crate) offset: u64,
    /// Number of its first line, from 1.
    pub(crate) line: u64,
    pub(crate) note: Option<&'static str>,
}

/// A raw line: offset, number, bytes.
type RawLine = (u64, u64, Vec<u8>);

/// Splits a text into rows.
pub(crate) struct Rows {
    lines: Lines,
    delimiter: u8,
    /// Lines to be read again after a quote turned out never to close.
    again: VecDeque<RawLine>,
    buffer: Vec<u8>,
}

/// Where a row stands after a line.
enum End {
    Complete,
    InQuotes,
    /// A closing quote is followed by something that is no delimiter.
    Odd,
}

impl Rows {
    pub(crate) fn new(lines: Lines, delimiter: u8) -> Self {
        Self { lines, delimiter, again: VecDeque::new(), buffer: Vec::new() }
    }

    fn next_line(&mut self) -> Result<Option<RawLine>, DumpError> {
        if let Some(line) = self.again.pop_front() {
            return Ok(Some(line));
        }
        Ok(self.lines.next_bytes()?.map(|(offset, number, bytes)| (offset, number, bytes.to_vec())))
    }

    /// The next row that is not blank.
    pub(crate) fn next(&mut self, row: &mut Row) -> Result<bool, DumpError> {
        loop {
            let Some((offset, number, first)) = self.next_line()? else { return Ok(false) };
            if first.trim_ascii().is_empty() {
                continue;
            }
            row.offset = offset;
            row.line = number;
            self.buffer.clear();
            self.buffer.extend_from_slice(&first);
            if let Err(taken) = self.complete()? {
                self.again = taken.into_iter().chain(std::mem::take(&mut self.again)).collect();
                return Err(DumpError::new(ErrorKind::BadRow, "a quote is not closed")
                    .byte(offset)
                    .record(number));
            }
            self.fields(row);
            return Ok(true);
        }
    }

    /// Appends lines until the row's quotes are closed. The inner error gives back the lines that do not belong.
    fn complete(&mut self) -> Result<Result<(), VecDeque<RawLine>>, DumpError> {
        let mut taken = VecDeque::new();
        loop {
            match (quotes(&self.buffer, self.delimiter), taken.is_empty()) {
                (End::Complete, _) | (End::Odd, true) => return Ok(Ok(())),
                (End::Odd, false) => return Ok(Err(taken)),
                (End::InQuotes, _) => {}
            }
            if taken.len() >= MAX_LINES || self.buffer.len() >= MAX_BYTES {
                return Ok(Err(taken));
            }
            let Some(line) = self.next_line()? else { return Ok(Err(taken)) };
            self.buffer.push(b'\n');
            self.buffer.extend_from_slice(&line.2);
            taken.push_back(line);
        }
    }

    fn fields(&self, row: &mut Row) {
        row.note = None;
        let mut count = 0;
        split(&self.buffer, self.delimiter, |bytes, quoted| {
            if row.fields.len() == count {
                row.fields.push(String::new());
            }
            let field = &mut row.fields[count];
            field.clear();
            let (text, note) = decode_field(bytes, self.lines.encoding());
            if quoted && text.contains("\"\"") {
                field.push_str(&text.replace("\"\"", "\""));
            } else {
                field.push_str(&text);
            }
            // Short GBK words can look like UTF-8; a deviation counts only where it was decoded as something else.
            row.note = row
                .note
                .or(note.filter(|n| *n != NOTE_MIXED_ENCODING || self.lines.encoding() == Encoding::Utf8));
            count += 1;
        });
        row.fields.truncate(count);
    }
}

/// Whether the quotes of a row are closed.
fn quotes(bytes: &[u8], delimiter: u8) -> End {
    let mut at = 0;
    loop {
        if bytes.get(at) == Some(&b'"') {
            let Some(end) = closing_quote(bytes, at) else { return End::InQuotes };
            match bytes.get(end) {
                None => return End::Complete,
                Some(b) if *b == delimiter => at = end + 1,
                Some(_) => return End::Odd,
            }
        } else {
            match memchr::memchr(delimiter, &bytes[at..]) {
                Some(found) => at += found + 1,
                None => return End::Complete,
            }
        }
    }
}

/// Past the quote that closes the one at `at`.
fn closing_quote(bytes: &[u8], at: usize) -> Option<usize> {
    let mut from = at + 1;
    loop {
        let quote = from + memchr::memchr(b'"', &bytes[from..])?;
        if bytes.get(quote + 1) != Some(&b'"') {
            return Some(quote + 1);
        }
        from = quote + 2;
    }
}

/// Gives out the fields: their bytes without the outer quotes, and whether they were quoted.
fn split(bytes: &[u8], delimiter: u8, mut field: impl FnMut(&[u8], bool)) {
    let mut at = 0;
    loop {
        let quoted = (bytes.get(at) == Some(&b'"')).then(|| closing_quote(bytes, at)).flatten();
        let plain_end =
            |from: usize| memchr::memchr(delimiter, &bytes[from..]).map_or(bytes.len(), |i| from + i);
        let end = match quoted {
            Some(end) if end == bytes.len() || bytes[end] == delimiter => {
                field(&bytes[at + 1..end - 1], true);
                end
            }
            _ => {
                let end = plain_end(at);
                field(&bytes[at..end], false);
                end
            }
        };
        if end == bytes.len() {
            return;
        }
        at = end + 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str, delimiter: u8) -> Vec<Result<Vec<String>, u64>> {
        let lines = Lines::new(Box::new(std::io::Cursor::new(text.as_bytes().to_vec())), Encoding::Utf8);
        let mut rows = Rows::new(lines, delimiter);
        let (mut row, mut out) = (Row::default(), Vec::new());
        loop {
            match rows.next(&mut row) {
                Ok(true) => out.push(Ok(row.fields.clone())),
                Ok(false) => return out,
                Err(e) => out.push(Err(e.record_number().unwrap_or(0))),
            }
        }
    }

    fn ok(fields: &[&str]) -> Result<Vec<String>, u64> {
        fields.iter().map(|f| Ok((*f).to_owned())).collect()
    }

    #[test]
    fn quotes_newlines_and_empty_fields() {
        assert_eq!(
            rows("a,\"b\nc\",\n,\"d\"\"e\",f", b','),
            [ok(&["a", "b\nc", ""]), ok(&["", "d\"e", "f"])]
        );
        assert_eq!(rows("a;say \"hi\" now\r\n\r\n;", b';'), [ok(&["a", "say \"hi\" now"]), ok(&["", ""])]);
    }

    #[test]
    fn a_quote_that_never_closes_costs_one_row() {
        let text = "1,\"open,x\n2,\"two\nlines\",y\n3,three,z\n";
        assert_eq!(rows(text, b','), [Err(1), ok(&["2", "two\nlines", "y"]), ok(&["3", "three", "z"])]);
        assert_eq!(rows("1,a\n2,\"open\n3,c", b','), [ok(&["1", "a"]), Err(2), ok(&["3", "c"])]);
    }
}
