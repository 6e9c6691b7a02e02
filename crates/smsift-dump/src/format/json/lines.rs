//! One JSON object per line: the format for billions of messages.

use super::Shape;
use crate::error::{DumpError, ErrorKind};
use crate::fields::Surroundings;
use crate::reader::Parse;
use crate::record::Record;
use crate::source::Lines;

/// Reads JSON Lines with memory for one line.
pub(crate) struct JsonLines {
    lines: Lines,
    shape: Shape,
    about: Surroundings,
    /// What followed the first object on a line whose end was lost.
    rest: Option<Rest>,
}

struct Rest {
    bytes: Vec<u8>,
    offset: u64,
    number: u64,
    reported: bool,
}

impl JsonLines {
    pub(crate) fn new(lines: Lines, shape: Shape) -> Self {
        let about = Surroundings { keep_empty: true, ..Surroundings::default() };
        Self { lines, shape, about, rest: None }
    }

    /// Reads what follows an object on the same line, after saying that it should not be there.
    fn next_of_rest(&mut self, mut rest: Rest, rec: &mut Record) -> Result<bool, DumpError> {
        rec.record = rest.number;
        if !rest.reported {
            let error = DumpError::new(ErrorKind::BadJson, "more text after the object").byte(rest.offset);
            rest.reported = true;
            if rest.bytes.contains(&b'{') {
                self.rest = Some(rest);
            }
            return Err(error);
        }
        let skip = memchr::memchr(b'{', &rest.bytes).unwrap_or(rest.bytes.len());
        rest.bytes.drain(..skip);
        rest.offset += skip as u64;
        let (number, offset) = (rest.number, rest.offset);
        let used = self.shape.read(&rest.bytes, &self.about, rec).map_err(|e| e.byte(offset));
        rec.byte = offset;
        if rec.record == 0 {
            rec.record = number;
        }
        let used = used?;
        if !rest.bytes[used..].trim_ascii().is_empty() {
            rest.bytes.drain(..used);
            rest.offset += used as u64;
            rest.reported = false;
            self.rest = Some(rest);
        }
        Ok(true)
    }
}

impl Parse for JsonLines {
    fn next(&mut self, rec: &mut Record) -> Result<bool, DumpError> {
        if let Some(rest) = self.rest.take() {
            return self.next_of_rest(rest, rec);
        }
        loop {
            let Some((offset, number, line)) = self.lines.next_bytes()? else { return Ok(false) };
            if line.trim_ascii().is_empty() {
                continue;
            }
            let read = self.shape.read(line, &self.about, rec);
            rec.byte = offset;
            if rec.record == 0 || read.is_err() {
                rec.record = number;
            }
            let used = read.map_err(|e| e.byte(offset))?;
            let after = &line[used..];
            if !after.trim_ascii().is_empty() {
                let offset = offset + used as u64;
                self.rest = Some(Rest { bytes: after.to_vec(), offset, number, reported: false });
            }
            return Ok(true);
        }
    }
}
