//! Counts the messages of dumps by direction: `cargo run -p smsift-dump --example count -- FILE…`
#![allow(clippy::print_stdout, reason = "an example for the terminal")]

use smsift_dump::{DumpError, ReadOptions, Record, inputs, open};

fn main() -> Result<(), DumpError> {
    let opts = ReadOptions::default();
    let paths: Vec<_> = std::env::args_os().skip(1).map(Into::into).collect();
    for path in inputs::expand(&paths)? {
        match open(&path, &opts) {
            Ok(mut reader) => {
                let (mut counts, mut bad) = ([0u64; 3], Vec::new());
                let mut record = Record::default();
                loop {
                    match reader.read_message(&mut record) {
                        Ok(true) => counts[record.direction as usize] += 1,
                        Ok(false) => break,
                        Err(e) => bad.push(e.to_string()),
                    }
                }
                let name = path.file_name().unwrap_or_default().to_string_lossy();
                println!("{name}: {} {counts:?} {:?} {bad:?}", reader.format(), reader.warnings());
            }
            Err(e) => println!("{e}"),
        }
    }
    Ok(())
}
