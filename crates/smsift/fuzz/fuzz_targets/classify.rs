//! Any text: no panic, and evidence that lies in the text.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use smsift::Classifier;

static SIFT: LazyLock<Classifier> = LazyLock::new(Classifier::bundled);

fuzz_target!(|data: &[u8]| {
    let text = String::from_utf8_lossy(data);
    let verdict = SIFT.classify(&*text);
    for evidence in verdict.evidence() {
        assert_eq!(&text[evidence.span()], evidence.text());
    }
});
