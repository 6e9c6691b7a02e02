//! Records over several lines.
#![no_main]

use libfuzzer_sys::fuzz_target;
use smsift_dump::Format;

fuzz_target!(|data: &[u8]| smsift_dump_fuzz::check(data, &[Format::Vmsg, Format::Mbox, Format::AdbQuery, Format::Cmpp]));
