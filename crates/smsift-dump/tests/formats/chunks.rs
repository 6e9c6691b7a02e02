//! However the bytes arrive, the records are the same.

use std::io::{self, Read};

use proptest::prelude::*;
use smsift_dump::{ReadOptions, open_stream};

use crate::generate::all;
use crate::support::{read_bytes, read_stream};

/// Gives out its bytes in pieces of the sizes told, over and over.
struct Pieces {
    bytes: Vec<u8>,
    at: usize,
    sizes: Vec<usize>,
    turn: usize,
}

impl Read for Pieces {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let size = self.sizes[self.turn % self.sizes.len()].min(buf.len()).min(self.bytes.len() - self.at);
        self.turn += 1;
        buf[..size].copy_from_slice(&self.bytes[self.at..self.at + size]);
        self.at += size;
        Ok(size)
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6))]

    #[test]
    fn the_records_do_not_depend_on_the_chunks(sizes in prop::collection::vec(1usize..5000, 1..6)) {
        for sample in all() {
            // Beyond the head that is read for detection, chunks reach the parser as they come.
            let mut bytes = sample.bytes.clone();
            if sample.local {
                while bytes.len() < 90_000 && sample.bytes.len() > 100 {
                    bytes.extend_from_slice(&sample.bytes);
                }
            }
            let opts = ReadOptions::default();
            let whole = read_bytes(sample.file, &bytes, &opts);
            let pieces = Pieces { bytes, at: 0, sizes: sizes.clone(), turn: 0 };
            let pieced = read_stream(sample.file, pieces, &opts);
            prop_assert_eq!(&whole.records, &pieced.records, "{}", sample.name);
            let errors = |o: &crate::support::Outcome| o.errors.iter().map(ToString::to_string).collect::<Vec<_>>();
            prop_assert_eq!(errors(&whole), errors(&pieced), "{}", sample.name);
        }
    }

    #[test]
    fn no_bytes_make_a_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..600), start in 0usize..40) {
        let samples = all();
        let sample = &samples[start % samples.len()];
        let mut input = sample.bytes[..sample.bytes.len().min(200)].to_vec();
        input.extend_from_slice(&bytes);
        if let Ok(reader) = open_stream("x", io::Cursor::new(input), &ReadOptions::default()) {
            crate::support::drain(reader);
        }
    }
}
