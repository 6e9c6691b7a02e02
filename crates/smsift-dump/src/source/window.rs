//! A growing window over an input: parsers look ahead as far as a record goes and no further.

use std::io;

use super::{Input, MAX_RECORD};
use crate::error::{DumpError, ErrorKind};

const FIRST: usize = 256 << 10;

/// The unread bytes at hand, and where they stand in the input.
pub(crate) struct Window {
    input: Input,
    buf: Vec<u8>,
    start: usize,
    end: usize,
    offset: u64,
    eof: bool,
    limit: usize,
}

impl Window {
    pub(crate) fn new(input: Input) -> Self {
        Self { input, buf: Vec::new(), start: 0, end: 0, offset: 0, eof: false, limit: MAX_RECORD }
    }

    /// The bytes read and not yet consumed.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.buf[self.start..self.end]
    }

    /// Offset in the input of the first byte at hand.
    pub(crate) fn offset(&self) -> u64 {
        self.offset
    }

    /// Marks bytes as read. Counts past the end are clipped.
    pub(crate) fn consume(&mut self, count: usize) {
        let count = count.min(self.end - self.start);
        self.start += count;
        self.offset += count as u64;
    }

    /// Reads more. `Ok(false)` at the end of the input.
    ///
    /// A record that does not fit is an error that the caller may answer by consuming.
    pub(crate) fn fill(&mut self) -> Result<bool, DumpError> {
        if self.eof {
            return Ok(false);
        }
        if self.start == self.end {
            self.start = 0;
            self.end = 0;
        }
        if self.end == self.buf.len() {
            self.make_room()?;
        }
        loop {
            match self.input.read(&mut self.buf[self.end..]) {
                Ok(0) => {
                    self.eof = true;
                    return Ok(false);
                }
                Ok(n) => {
                    self.end += n;
                    return Ok(true);
                }
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                Err(e) => {
                    self.eof = true;
                    return Err(DumpError::io(e).byte(self.offset).fatal());
                }
            }
        }
    }

    fn make_room(&mut self) -> Result<(), DumpError> {
        if self.start > 0 {
            self.buf.copy_within(self.start..self.end, 0);
            self.end -= self.start;
            self.start = 0;
            if self.end < self.buf.len() - self.buf.len() / 4 {
                return Ok(());
            }
        }
        if self.end >= self.limit {
            let limit = self.limit >> 20;
            return Err(DumpError::new(ErrorKind::TooLarge, format!("a record of more than {limit} MiB"))
                .byte(self.offset));
        }
        let size = (self.buf.len() * 2).clamp(FIRST, self.limit);
        self.buf.resize(size, 0);
        Ok(())
    }

    /// Makes at least `count` bytes available unless the input ends before. Returns whether they are there.
    pub(crate) fn need(&mut self, count: usize) -> Result<bool, DumpError> {
        while self.end - self.start < count {
            if !self.fill()? {
                return Ok(false);
            }
        }
        Ok(true)
    }
}
