//! Plain text.
#![no_main]

use libfuzzer_sys::fuzz_target;
use smsift_dump::Format;

fuzz_target!(|data: &[u8]| smsift_dump_fuzz::check(data, &[Format::Lines, Format::Numbered, Format::Labelled, Format::Blocks]));
