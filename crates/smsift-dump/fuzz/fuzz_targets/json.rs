//! JSON in all its shapes.
#![no_main]

use libfuzzer_sys::fuzz_target;
use smsift_dump::Format;

fuzz_target!(|data: &[u8]| smsift_dump_fuzz::check(data, &[Format::Jsonl, Format::Json, Format::SmsIe, Format::Fossify, Format::Telegram, Format::MiCloud, Format::DataBackup]));
