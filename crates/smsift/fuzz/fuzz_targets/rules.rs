//! Any rule file, then a text through whatever compiles: errors, never a panic.
#![no_main]

use libfuzzer_sys::fuzz_target;
use smsift::{Classifier, RuleSet, Source};

fuzz_target!(|data: &[u8]| {
    let text = String::from_utf8_lossy(data);
    if let Ok(rules) = RuleSet::compile([Source::new("fuzz.toml", &*text)]) {
        Classifier::new(rules).classify(&*text);
    }
});
