//! The labelled messages of this repository, through the library and through the program.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::BufReader;
use std::path::{Path, PathBuf};

use serde_json::Value;
use smsift::{Ablation, Category, Classifier, RuleSet};
use smsift_tune::{Row, read_rows};

use crate::support::Bench;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Files of labelled rows, in the order of their names.
pub(crate) fn corpus() -> Vec<PathBuf> {
    let is_rows = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "jsonl");
    let entries = fs::read_dir(root().join("tests/corpus")).unwrap();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).filter(is_rows).collect();
    files.sort();
    files
}

pub(crate) fn rows(path: &Path) -> Vec<Row> {
    read_rows(&path.display().to_string(), BufReader::new(File::open(path).unwrap())).unwrap()
}

#[test]
fn evidence_always_lies_in_the_text() {
    let sift = Classifier::bundled();
    for row in corpus().iter().flat_map(|path| rows(path)) {
        let verdict = sift.classify(row.message());
        for evidence in verdict.evidence() {
            assert_eq!(&row.text[evidence.span()], evidence.text(), "{}", row.id);
            let chars: String =
                row.text.chars().skip(evidence.char_span().start).take(evidence.char_span().len()).collect();
            assert_eq!(chars, evidence.text(), "{}", row.id);
        }
        let has_tactics = !verdict.tactics().is_empty();
        assert!(!has_tactics || verdict.category() == Category::CollectionPressure, "{}", row.id);
    }
}

#[test]
fn segmenting_only_where_it_matters_changes_no_answer() {
    let lazy = Classifier::bundled();
    let eager = Classifier::ablated(RuleSet::bundled(), Ablation::EagerSegmentation);
    for row in corpus().iter().flat_map(|path| rows(path)) {
        assert_eq!(lazy.classify(row.message()), eager.classify(row.message()), "{}: {}", row.id, row.text);
    }
}

#[test]
fn library_and_program_say_the_same() {
    let sift = Classifier::bundled();
    let bench = Bench::new();
    for path in corpus() {
        let path = path.to_str().unwrap();
        let sorted = bench.run(&["classify", "--from", "jsonl", path]).expect(0).json();
        let rows = rows(Path::new(path));
        assert_eq!(sorted.len(), rows.len());
        for (said, row) in sorted.iter().zip(&rows) {
            // Through text: there a number is as short as it can be.
            let record = serde_json::to_string(&sift.classify(row.message()).to_record()).unwrap();
            let record: Value = serde_json::from_str(&record).unwrap();
            for (key, value) in record.as_object().unwrap() {
                assert_eq!(&said[key], value, "{}: {key}", row.id);
            }
        }
    }
}

#[test]
fn the_sample_inbox_is_sorted_as_labelled() {
    let labels = fs::read_to_string(root().join("tests/data/inbox.labels.jsonl")).unwrap();
    let labels: BTreeMap<String, Value> = labels
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap())
        .map(|label| (label["id"].as_str().unwrap().to_owned(), label))
        .collect();
    let inbox = root().join("data/samples/inbox.jsonl");
    let sorted = Bench::new().run(&["classify", inbox.to_str().unwrap()]).expect(0).json();
    assert!(sorted.len() >= 200);
    let mut wrong = Vec::new();
    for row in &sorted {
        let label = &labels[row["id"].as_str().unwrap()];
        let also_ok = label["also_ok"].as_array().is_some_and(|ok| ok.contains(&row["category"]));
        if row["category"] != label["label"] && !also_ok {
            wrong.push(format!("{} {} → {}: {}", row["id"], label["label"], row["category"], row["text"]));
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

/// One line a message, so that a change of a rule shows which messages it flipped. A line that starts with `!` is
/// not what the author of the message labelled.
#[test]
fn verdicts_of_the_labelled_messages() {
    let sift = Classifier::bundled();
    for path in corpus() {
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let lines: Vec<String> = rows(&path)
            .iter()
            .map(|row| {
                let verdict = sift.classify(row.message());
                let wrong = if row.expected(verdict.category()) == verdict.category() { ' ' } else { '!' };
                let tactics: Vec<String> = verdict.tactics().iter().map(ToString::to_string).collect();
                let unsure = if verdict.is_unsure() { " unsure" } else { "" };
                format!("{wrong} {} {}{unsure} {}", row.id, verdict.category(), tactics.join(" "))
                    .trim_end()
                    .to_owned()
            })
            .collect();
        insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!(format!("verdicts-{name}"), lines.join("\n"));
        });
    }
}
