//! Tables and the family without header.
#![no_main]

use libfuzzer_sys::fuzz_target;
use smsift_dump::Format;

fuzz_target!(|data: &[u8]| smsift_dump_fuzz::check(data, &[Format::Table, Format::SmsCsv]));
