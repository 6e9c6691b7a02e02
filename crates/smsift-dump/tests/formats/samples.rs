//! Every format, written from the same messages, must give them back.

use smsift::Direction;
use smsift_dump::{Format, ReadOptions, normal_address, open_stream};

use crate::generate::{Sample, all};
use crate::support::{drain, read_bytes};

fn check(sample: &Sample) {
    let reader =
        open_stream(sample.file, std::io::Cursor::new(sample.bytes.clone()), &ReadOptions::default());
    let reader = reader.unwrap_or_else(|e| panic!("{}: {e}", sample.name));
    assert_eq!(reader.format(), sample.format, "{}", sample.name);
    let outcome = drain(reader);
    assert!(outcome.errors.is_empty(), "{}: {:?}", sample.name, outcome.errors);
    assert_eq!(outcome.records.len(), sample.messages.len(), "{}: {:?}", sample.name, outcome.texts());
    for (record, sms) in outcome.records.iter().zip(&sample.messages) {
        assert_eq!(record.text, sample.expected_text(sms), "{}", sample.name);
        if sample.has_sender {
            let sender = record.sender.as_deref().map(normal_address);
            assert_eq!(sender, Some(normal_address(sms.number)), "{}: sender", sample.name);
        }
        if sample.has_time {
            let at = record.time.unwrap_or_else(|| panic!("{}: no time", sample.name)).at.as_second();
            assert_eq!(at / 60, sms.at / 60, "{}: time", sample.name);
        }
        if sample.has_direction {
            let direction = if sms.kind == 1 { Direction::In } else { Direction::Out };
            assert_eq!(record.direction, direction, "{}: direction", sample.name);
        }
    }
}

#[test]
fn every_format_gives_its_messages_back() {
    for sample in all() {
        check(&sample);
    }
}

#[test]
fn ids_are_stable_and_differ() {
    for sample in all() {
        let ids = |file: &str| -> Vec<String> {
            let outcome = read_bytes(file, &sample.bytes, &ReadOptions::default());
            outcome.records.into_iter().map(|r| r.id).collect()
        };
        let (first, again) = (ids(sample.file), ids(sample.file));
        assert_eq!(first, again, "{}", sample.name);
        let mut unique = first.clone();
        unique.sort();
        unique.dedup();
        assert_eq!(unique.len(), first.len(), "{}: two records share an id", sample.name);
    }
}

/// The name is a hint at most: content decides.
#[test]
fn a_wrong_extension_changes_nothing() {
    for mut sample in all() {
        for name in ["data", "data.jpg", "data.csv", "data.json", "data.xml"] {
            sample.file = name;
            check(&sample);
        }
    }
}

/// Text formats say the same in GB18030 and UTF-16.
#[test]
fn other_encodings_give_the_same_messages() {
    for sample in all() {
        let Ok(text) = std::str::from_utf8(&sample.bytes) else { continue };
        if sample.format == Format::MiuiBackup {
            continue;
        }
        let text = text.trim_start_matches('\u{feff}');
        let utf16: Vec<u8> =
            [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        let gb = encoding_rs::GB18030.encode(text).0.into_owned();
        // Escapes that name UTF-8 bytes stay UTF-8 inside, whatever is around them.
        for (encoding, bytes) in [("UTF-16", utf16), ("GB18030", gb)] {
            let outcome = read_bytes(sample.file, &bytes, &ReadOptions::default());
            let want: Vec<String> = sample.messages.iter().map(|m| sample.expected_text(m)).collect();
            assert_eq!(outcome.texts(), want, "{} in {encoding}: {:?}", sample.name, outcome.errors);
        }
    }
}

/// The newest messages of a phone that is running are only in the log beside its database.
#[test]
fn messages_in_the_write_ahead_log_are_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mmssms.db");
    let connection = rusqlite::Connection::open(&path).unwrap();
    connection
        .execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0;
             CREATE TABLE sms (_id INTEGER PRIMARY KEY, address TEXT, date INTEGER, type INTEGER, body TEXT);
             INSERT INTO sms VALUES (1, '10010', 1760000000000, 1, '只在日志里');",
        )
        .unwrap();
    let before = std::fs::read_dir(folder.path()).unwrap().count();
    assert!(folder.path().join("mmssms.db-wal").metadata().unwrap().len() > 0);
    let outcome = crate::support::read_path(&path);
    assert_eq!(outcome.texts(), ["只在日志里"], "{:?}", outcome.errors);
    let after = std::fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(before, after, "reading left a file beside the original");
    drop(connection);
}

#[test]
fn folders_become_files_in_a_stable_order() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["b.xml", "a.csv", ".hidden", "sms.db-wal"] {
        std::fs::write(folder.path().join(name), "x").unwrap();
    }
    std::fs::create_dir(folder.path().join("a")).unwrap();
    std::fs::write(folder.path().join("a/z.txt"), "x").unwrap();
    let inputs = smsift_dump::inputs::expand(&[folder.path().to_owned()]).unwrap();
    let names: Vec<_> = inputs.iter().map(|p| p.strip_prefix(folder.path()).unwrap().to_owned()).collect();
    assert_eq!(names, ["a/z.txt", "a.csv", "b.xml"].map(std::path::PathBuf::from));
}

/// The same message in two cumulative backups has one key, however its number is written.
#[test]
fn duplicates_have_one_key() {
    let line = |sender: &str, text: &str| {
        format!("{{\"text\":\"{text}\",\"sender\":\"{sender}\",\"time\":1760000000000}}\n")
    };
    let jsonl = line("+8613700002345", "您好") + &line("13700002345", "您好") + &line("13700002345", "再见");
    let records = read_bytes("m.jsonl", jsonl.as_bytes(), &ReadOptions::default()).records;
    assert_eq!(records[0].dedup_key(), records[1].dedup_key());
    assert_ne!(records[1].dedup_key(), records[2].dedup_key());
}
