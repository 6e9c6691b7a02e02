//! Reading everything an input gives, good and bad.

use std::io::{Cursor, Read};
use std::path::Path;

use smsift_dump::{DumpError, ReadOptions, Reader, Record, open, open_stream};

/// All records and all errors of a dump.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    pub(crate) records: Vec<Record>,
    pub(crate) errors: Vec<DumpError>,
}

impl Outcome {
    pub(crate) fn texts(&self) -> Vec<&str> {
        self.records.iter().map(|r| r.text.as_str()).collect()
    }
}

/// More calls than this for a small file is a hang.
const MAX_CALLS: usize = 20_000;

pub(crate) fn drain(mut reader: Box<dyn Reader>) -> Outcome {
    let mut outcome = Outcome::default();
    let mut record = Record::default();
    for _ in 0..MAX_CALLS {
        match reader.read_message(&mut record) {
            Ok(true) => outcome.records.push(record.clone()),
            Ok(false) => return outcome,
            Err(e) => outcome.errors.push(e),
        }
    }
    panic!("the reader does not come to an end");
}

/// Opens bytes as a stream; failing to open is an error like any other.
pub(crate) fn read_bytes(name: &str, bytes: &[u8], opts: &ReadOptions) -> Outcome {
    read_stream(name, Cursor::new(bytes.to_vec()), opts)
}

pub(crate) fn read_stream(name: &str, input: impl Read + Send + 'static, opts: &ReadOptions) -> Outcome {
    match open_stream(name, input, opts) {
        Ok(reader) => drain(reader),
        Err(e) => Outcome { records: Vec::new(), errors: vec![e] },
    }
}

pub(crate) fn read_path(path: &Path) -> Outcome {
    match open(path, &ReadOptions::default()) {
        Ok(reader) => drain(reader),
        Err(e) => Outcome { records: Vec::new(), errors: vec![e] },
    }
}

/// A small generator of numbers that are the same on every machine.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % limit.max(1)
    }
}
