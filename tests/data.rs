//! The data package: every file is listed, tables are in canonical form.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data")
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(&path, found);
        } else {
            found.push(path);
        }
    }
}

/// The list in `data/lib.rs`, as it must be.
fn expected_list() -> String {
    let mut files = vec![data().join("policy.toml")];
    for folder in ["dictionaries", "lexicon", "rules", "signals"] {
        walk(&data().join(folder), &mut files);
    }
    let mut names: Vec<String> = files
        .iter()
        .map(|path| path.strip_prefix(data()).unwrap().to_str().unwrap().replace('\\', "/"))
        .filter(|name| Path::new(name).extension().is_some_and(|e| e == "toml" || e == "tsv"))
        .collect();
    names.sort();
    let lines = names.iter().fold(String::new(), |mut lines, name| {
        let _ = writeln!(lines, "    (\"{name}\", include_str!(\"{name}\")),");
        lines
    });
    format!("pub static RULE_FILES: &[(&str, &str)] = &[\n{lines}];\n")
}

/// `UPDATE=1 cargo test rule_files_are_listed` rewrites the list.
#[test]
fn rule_files_are_listed() {
    let path = data().join("lib.rs");
    let source = fs::read_to_string(&path).unwrap();
    let start = source.find("pub static RULE_FILES").expect("data/lib.rs declares RULE_FILES");
    let end = start + source[start..].find("];\n").expect("the list ends") + 3;
    let expected = expected_list();
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, format!("{}{expected}{}", &source[..start], &source[end..])).unwrap();
        return;
    }
    assert!(
        source[start..end] == expected,
        "data/lib.rs does not list the rule files as they are; help: UPDATE=1 cargo test rule_files_are_listed"
    );
}

#[test]
fn tables_are_sorted_and_say_each_thing_once() {
    for name in ["traditional.tsv", "split.tsv"] {
        let text = fs::read_to_string(data().join("dictionaries").join(name)).unwrap();
        let rows: Vec<&str> = text.lines().filter(|line| !line.starts_with('#')).collect();
        assert!(rows.len() > 100, "{name} holds {} rows", rows.len());
        let keys: Vec<&str> = rows.iter().map(|row| row.split('\t').next().unwrap()).collect();
        let single = |key: &&&str| key.chars().count() == 1;
        for part in
            [keys.iter().filter(single).collect::<Vec<_>>(), keys.iter().filter(|k| !single(k)).collect()]
        {
            assert!(part.windows(2).all(|w| w[0] < w[1]), "{name} is sorted, and no key stands twice");
        }
        for row in rows {
            let (from, to) = row.split_once('\t').unwrap_or_else(|| panic!("{name}: no TAB in {row:?}"));
            // A phrase may stand for itself: its characters are then left alone.
            let says_something = from != to || from.chars().count() > 1;
            assert!(says_something && !to.is_empty() && !to.contains('\t'), "{name}: {row:?}");
        }
    }
}

#[test]
fn every_message_of_the_sample_inbox_is_labelled() {
    let ids = |path: &Path| -> Vec<String> {
        let text = fs::read_to_string(path).unwrap();
        let id = |line: &str| serde_json::from_str::<serde_json::Value>(line).unwrap()["id"].to_string();
        text.lines().map(id).collect()
    };
    let labels = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/inbox.labels.jsonl");
    assert_eq!(ids(&data().join("samples/inbox.jsonl")), ids(&labels));
}
