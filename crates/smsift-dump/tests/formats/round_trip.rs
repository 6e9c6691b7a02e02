//! What is written reads back as the same records.

use smsift_dump::write::{self, CsvStyle, XlsxWriter};
use smsift_dump::{ReadOptions, Record};

use crate::generate::all;
use crate::support::{Outcome, read_bytes, read_path};

/// The records of all samples: every kind of text, time, kind and note there is.
fn records() -> Vec<Record> {
    let mut all: Vec<Record> =
        all().iter().flat_map(|s| read_bytes(s.file, &s.bytes, &ReadOptions::default()).records).collect();
    for (i, record) in all.iter_mut().enumerate() {
        // Ids of the inputs repeat from sample to sample.
        record.id = format!("r{i}");
    }
    all
}

/// The place in the file just read is not the place in the file it came from.
fn normal(records: &[Record], keep_extra: bool) -> Vec<Record> {
    let mut records = records.to_vec();
    for record in &mut records {
        record.byte = 0;
        if !keep_extra {
            record.extra.clear();
        }
    }
    records
}

fn same(name: &str, back: &Outcome, want: &[Record], keep_extra: bool) {
    assert!(back.errors.is_empty(), "{name}: {:?}", back.errors);
    let (back, want) = (normal(&back.records, keep_extra), normal(want, keep_extra));
    for (a, b) in back.iter().zip(&want) {
        assert_eq!(a, b, "{name}");
    }
    assert_eq!(back.len(), want.len(), "{name}");
}

#[test]
fn json_lines() {
    let want = records();
    let mut out = Vec::new();
    for r in &want {
        write::jsonl(&mut out, r, None);
    }
    same("jsonl", &read_bytes("m.jsonl", &out, &ReadOptions::default()), &want, true);
}

#[test]
fn csv_for_machines_and_for_people() {
    let want = records();
    for style in [CsvStyle::Plain, CsvStyle::Excel] {
        let mut out = Vec::new();
        write::csv_header(&mut out, style);
        for r in &want {
            write::csv(&mut out, r, None, style);
        }
        same(&format!("{style:?}"), &read_bytes("m.csv", &out, &ReadOptions::default()), &want, false);
    }
}

#[test]
fn spreadsheets() {
    let want = records();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("m.xlsx");
    let mut writer = XlsxWriter::new();
    for r in &want {
        writer.push(r, None).unwrap();
    }
    assert_eq!(writer.save(&path).unwrap(), 0);
    same("xlsx", &read_path(&path), &want, false);
}

#[test]
fn a_verdict_replaces_the_one_the_input_had() {
    let line = r#"{"text":"您好","category":"marketing","label":"x","evidence":[]}"#;
    let record = &read_bytes("m.jsonl", line.as_bytes(), &ReadOptions::default()).records[0];
    let verdict: smsift::VerdictRecord = serde_json::from_value(serde_json::json!({
        "category": "other", "confidence": 0.97, "margin": 4.1, "unsure": false,
        "scores": {"repayment_reminder": 0.0, "marketing": 0.0, "collection_pressure": 0.0},
        "intensity": "none", "tactics": [], "events": [], "facts": {}, "evidence": [], "disguised": false,
        "ruleset": "2026.11.0+0000"
    }))
    .unwrap();
    let mut out = Vec::new();
    write::jsonl(&mut out, record, Some(&verdict));
    let text = String::from_utf8(out).unwrap();
    assert_eq!(text.matches("\"category\"").count(), 1, "{text}");
    assert_eq!(text.matches("\"evidence\"").count(), 1, "{text}");
    assert!(text.trim_end().ends_with(",\"label\":\"x\"}"), "{text}");
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(value["category"], verdict.category.as_str());
}

#[test]
fn a_text_longer_than_a_cell_is_cut_with_a_note() {
    let record = Record { id: "1".into(), text: "您😋".repeat(20_000), ..Record::default() };
    let mut writer = XlsxWriter::new();
    writer.push(&record, None).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("m.xlsx");
    assert_eq!(writer.save(&path).unwrap(), 1);
    let back = read_path(&path);
    assert!(back.records[0].text.ends_with("（已截断 / cut）"));
    assert!(back.records[0].text.encode_utf16().count() <= 32_767);
}
