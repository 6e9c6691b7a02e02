//! The worked histories that lie beside the repository during development; skipped where they are absent.

use std::fmt::Write as _;

use smsift::{Classifier, Direction};

use crate::support::{Labels, audit_row, contact_of, differences, rows, shared_file};

#[test]
fn given_labels_give_exactly_the_findings() {
    let Some(text) = shared_file("corpus/scenarios.jsonl") else { return };
    let sift = Classifier::bundled();
    let wrong: Vec<String> =
        rows(&text).iter().flat_map(|row| differences(row, &audit_row(row, Labels::Given, &sift))).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Labels that the classifier gets wrong, one a line; `SMSIFT_MISSES` names a file to write them to.
fn label_misses() -> String {
    let mut out = String::new();
    let Some(text) = shared_file("corpus/scenarios.jsonl") else { return out };
    let sift = Classifier::bundled();
    for row in rows(&text) {
        for message in row["messages"].as_array().into_iter().flatten().filter(|m| m["direction"] != "out") {
            let given = contact_of(message, Labels::Given, &sift);
            let found = contact_of(message, Labels::Recomputed, &sift);
            assert_ne!(given.record.direction, Direction::Out);
            let accepted =
                message["also_ok"].as_array().into_iter().flatten().any(|c| c == found.category().as_str());
            let category = given.category() != found.category() && !accepted;
            let tactics = given.category() == found.category() && given.tactics() != found.tactics();
            if category || tactics {
                let names = |c: &smsift_audit::Contact| {
                    let tactics: Vec<&str> = c.tactics().iter().map(|t| t.as_str()).collect();
                    format!("{} {tactics:?}", c.category())
                };
                let _ = writeln!(
                    out,
                    "{} {} want {} got {} | {}",
                    row["id"],
                    message["id"],
                    names(&given),
                    names(&found),
                    message["text"]
                );
            }
        }
    }
    out
}

#[test]
fn recomputed_labels() {
    let Some(text) = shared_file("corpus/scenarios.jsonl") else { return };
    let sift = Classifier::bundled();
    let mut report = String::new();
    let mut clean = 0;
    let all = rows(&text);
    for row in &all {
        let wrong = differences(row, &audit_row(row, Labels::Recomputed, &sift));
        clean += usize::from(wrong.is_empty());
        for line in wrong {
            let _ = writeln!(report, "{line}");
        }
    }
    assert_eq!(clean, all.len(), "scenarios that differ:\n{report}\nlabels:\n{}", label_misses());
}
