//! Reads a file and says how fast and with how much memory: `… --example throughput -- FILE`
#![allow(clippy::print_stdout, reason = "an example for the terminal")]

use std::time::Instant;

use smsift_dump::{DumpError, ReadOptions, Record, open};

/// Peak memory in MiB, where the system tells.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|l| l.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse::<u64>().ok().map(|kb| kb / 1024)
}

fn main() -> Result<(), DumpError> {
    for path in std::env::args_os().skip(1) {
        let start = Instant::now();
        let mut reader = open(path.as_ref(), &ReadOptions::default())?;
        let (mut messages, mut errors, mut record) = (0u64, 0u64, Record::default());
        loop {
            match reader.read_message(&mut record) {
                Ok(true) => messages += 1,
                Ok(false) => break,
                Err(e) if e.is_recoverable() => errors += 1,
                Err(e) => return Err(e),
            }
        }
        let (seconds, bytes) = (start.elapsed().as_secs_f64(), std::fs::metadata(&path)?.len());
        let rate = bytes as f64 / 1e6 / seconds;
        let format = reader.format();
        println!(
            "{format}: {messages} messages, {errors} errors, {bytes} bytes in {seconds:.2} s, {rate:.0} MB/s, peak {} MiB",
            peak().unwrap_or(0)
        );
    }
    Ok(())
}
