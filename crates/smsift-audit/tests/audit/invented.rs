//! Our own invented histories, with given labels: each turns on a line of the definitions.

use smsift::Classifier;

use crate::support::{Labels, audit_row, differences, rows};

#[test]
fn invented_histories_give_exactly_their_findings() {
    let sift = Classifier::bundled();
    let all = rows(include_str!("invented.jsonl"));
    assert!(all.len() >= 8);
    let wrong: Vec<String> =
        all.iter().flat_map(|row| differences(row, &audit_row(row, Labels::Given, &sift))).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
