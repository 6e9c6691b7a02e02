//! What every target checks: the reader ends, and the chunks it is fed in do not matter.

use std::io::{Cursor, Read};

use smsift_dump::{Format, ReadOptions, Record, open_stream};

/// Gives out `size` bytes at a time.
struct Pieces(Cursor<Vec<u8>>, usize);

impl Read for Pieces {
    fn read(&mut self, buf: &mut [u8]) -> std::io::Result<usize> {
        let size = self.1.min(buf.len());
        self.0.read(&mut buf[..size])
    }
}

fn drain(data: &[u8], size: usize, from: Option<Format>) -> Vec<Record> {
    let opts = ReadOptions { from, ..ReadOptions::default() };
    let input = Pieces(Cursor::new(data.to_vec()), size);
    let Ok(mut reader) = open_stream("fuzz", input, &opts) else { return Vec::new() };
    let (mut records, mut record, mut calls) = (Vec::new(), Record::default(), 0);
    loop {
        calls += 1;
        // Every call takes at least a byte or ends.
        assert!(calls <= data.len() * 2 + 100, "the reader does not come to an end");
        match reader.read_message(&mut record) {
            Ok(true) => records.push(record.clone()),
            Ok(false) => return records,
            Err(_) => {}
        }
    }
}

/// Reads the bytes as these formats, whole and in pieces.
pub fn check(data: &[u8], formats: &[Format]) {
    let Some((first, rest)) = data.split_first() else { return };
    let from = formats.get(usize::from(*first) % formats.len().max(1)).copied();
    let whole = drain(rest, usize::MAX, from);
    let pieces = drain(rest, 1 + usize::from(*first), from);
    assert_eq!(whole, pieces, "the chunks changed the records");
}
