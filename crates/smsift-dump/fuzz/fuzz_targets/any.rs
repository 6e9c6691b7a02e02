//! Detection and whatever it leads to, databases and archives included.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| smsift_dump_fuzz::check(data, &[]));
