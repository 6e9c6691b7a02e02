//! The trait every format is read through, and what all formats have in common.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::clean::clean_text;
use crate::error::DumpError;
use crate::hash::Hash;
use crate::options::Format;
use crate::record::{NOTE_CONTROL, Record};

/// A dump being read, message by message.
pub trait Reader: Send {
    /// Reads the next message into `record`, whose buffers are re-used.
    ///
    /// `Ok(false)` means the end. Cost: no allocation per message in the fast formats.
    ///
    /// # Errors
    ///
    /// An error with [`DumpError::is_recoverable`] concerns one record: call again for the next. After any other
    /// error the reader is at its end.
    fn read_message(&mut self, record: &mut Record) -> Result<bool, DumpError>;

    /// The format being read.
    fn format(&self) -> Format;

    /// Bytes of the input read so far, for progress; 0 for databases, which are not read in order.
    fn bytes_read(&self) -> u64;

    /// What had to be mended or passed over so far, in a stable order.
    fn warnings(&self) -> Vec<Warning>;
}

/// Something a reader mended or passed over by rule, and how often.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// A stable name such as `lone_surrogate` or `tapback`.
    pub name: &'static str,
    /// How many records.
    pub count: u64,
}

/// One format's parser: fills a cleared record.
pub(crate) trait Parse: Send {
    fn next(&mut self, rec: &mut Record) -> Result<bool, DumpError>;

    /// Rows passed over by rule, such as reactions.
    fn passed_over(&self) -> Vec<Warning> {
        Vec::new()
    }
}

/// Counts the rows a parser passes over.
#[derive(Debug, Default)]
pub(crate) struct PassedOver(BTreeMap<&'static str, u64>);

impl PassedOver {
    pub(crate) fn add(&mut self, name: &'static str) {
        *self.0.entry(name).or_default() += 1;
    }

    pub(crate) fn warnings(&self) -> Vec<Warning> {
        self.0.iter().map(|(&name, &count)| Warning { name, count }).collect()
    }
}

/// A parser with the work common to all formats: place, id, source, clean text, counts.
pub(crate) struct Dump {
    parse: Box<dyn Parse>,
    format: Format,
    source: String,
    path: String,
    bytes: Arc<AtomicU64>,
    number: u64,
    done: bool,
    notes: BTreeMap<&'static str, u64>,
}

impl Dump {
    pub(crate) fn new(
        parse: Box<dyn Parse>,
        format: Format,
        source: String,
        path: String,
        bytes: Arc<AtomicU64>,
    ) -> Self {
        Self { parse, format, source, path, bytes, number: 0, done: false, notes: BTreeMap::new() }
    }

    fn complete(&mut self, rec: &mut Record) {
        if clean_text(&mut rec.text) {
            rec.note(NOTE_CONTROL);
        }
        if rec.record == 0 {
            rec.record = self.number;
        }
        if rec.source.is_empty() {
            rec.source.push_str(&self.source);
        }
        if rec.id.is_empty() {
            let mut hash = Hash::new();
            hash.write(rec.source.as_bytes());
            hash.write(&rec.byte.to_le_bytes());
            hash.write(&rec.record.to_le_bytes());
            hash.write(rec.text.as_bytes());
            push_hex(&mut rec.id, hash.finish());
        }
        for note in &rec.notes {
            *self.notes.entry(note).or_default() += 1;
        }
    }
}

/// Twenty hexadecimal digits: enough that a thousand million messages do not share one.
fn push_hex(out: &mut String, hash: u128) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    for i in 0..20 {
        out.push(char::from(DIGITS[(hash >> (124 - 4 * i)) as usize & 15]));
    }
}

impl Reader for Dump {
    fn read_message(&mut self, record: &mut Record) -> Result<bool, DumpError> {
        record.clear();
        if self.done {
            return Ok(false);
        }
        self.number += 1;
        match self.parse.next(record) {
            Ok(true) => {
                self.complete(record);
                Ok(true)
            }
            Ok(false) => {
                self.done = true;
                Ok(false)
            }
            Err(e) => {
                self.done = !e.is_recoverable();
                let at = if record.record > 0 { record.record } else { self.number };
                record.clear();
                Err(e.record(at).named(&self.path))
            }
        }
    }

    fn format(&self) -> Format {
        self.format
    }

    fn bytes_read(&self) -> u64 {
        self.bytes.load(Ordering::Relaxed)
    }

    fn warnings(&self) -> Vec<Warning> {
        let mut all: Vec<_> = self.notes.iter().map(|(&name, &count)| Warning { name, count }).collect();
        all.extend(self.parse.passed_over());
        all
    }
}

/// A parser with the temporary folder it reads from.
pub(crate) struct Kept {
    pub(crate) parse: Box<dyn Parse>,
    pub(crate) _folder: tempfile::TempDir,
}

impl Parse for Kept {
    fn next(&mut self, rec: &mut Record) -> Result<bool, DumpError> {
        self.parse.next(rec)
    }

    fn passed_over(&self) -> Vec<Warning> {
        self.parse.passed_over()
    }
}
