//! What cannot be read is named, with a step that helps.

use smsift_dump::{ErrorKind, ReadOptions, open, open_stream};

fn refusal(name: &str, bytes: &[u8]) -> (ErrorKind, String) {
    let opened = open_stream(name, std::io::Cursor::new(bytes.to_vec()), &ReadOptions::default());
    let Err(error) = opened else { panic!("{name} was opened") };
    assert!(error.is_unreadable(), "{error}");
    let advice = error.what_to_do().unwrap_or_else(|| panic!("{name}: no advice"));
    assert!(!advice.zh.is_empty());
    (error.kind(), advice.en.to_owned())
}

#[test]
fn encrypted_and_foreign_content_is_named() {
    for (name, bytes, kind, help) in [
        ("backup.ssef", &b"SSEF\0\xFF\x01rest"[..], ErrorKind::Encrypted, "ssef-decrypt"),
        ("sms.smem", b"\x01\x02\x03\x04", ErrorKind::Encrypted, "smartswitch-explorer"),
        ("sms.db.enc", b"\x91\x02\x03\x04", ErrorKind::Encrypted, "kobackupdec"),
        (
            "info.xml",
            b"<info.xml><row table=\"BackupFilesTypeInfo\"><value String=\"checkMsgV3\"/></row></info.xml>",
            ErrorKind::Encrypted,
            "kobackupdec",
        ),
        ("backup.ab", b"ANDROID BACKUP\n5\n1\nAES-256\n00", ErrorKind::Encrypted, "abe"),
        (
            "calls.xml",
            b"<?xml version='1.0'?><calls count=\"1\"><call number=\"10086\"/></calls>",
            ErrorKind::Unsupported,
            "sms-",
        ),
        ("Manifest.plist", b"bplist00\xd1\x01\x02", ErrorKind::Unsupported, "folder"),
        (
            "x.bin",
            b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0\x3e\0\x01\0\0\0\x10\x20\0\0\0\0\0\0",
            ErrorKind::NotRecognised,
            "--from",
        ),
    ] {
        let (found, advice) = refusal(name, bytes);
        assert_eq!(found, kind, "{name}");
        assert!(advice.contains(help), "{name}: {advice}");
    }
}

#[test]
fn an_encrypted_phone_backup_says_how_to_make_an_open_one() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("Manifest.db"), b"SQLite format 3\0").unwrap();
    let plist =
        r#"<?xml version="1.0"?><plist version="1.0"><dict><key>IsEncrypted</key><true/></dict></plist>"#;
    std::fs::write(folder.path().join("Manifest.plist"), plist).unwrap();
    let Err(error) = open(folder.path(), &ReadOptions::default()) else { panic!("it was opened") };
    assert_eq!(error.kind(), ErrorKind::Encrypted);
    assert!(error.what_to_do().unwrap().en.contains("unencrypted"));
}

#[test]
fn a_missing_column_lists_the_real_ones_the_nearest_first() {
    let opts = ReadOptions { map: "text=短信内荣".parse().unwrap(), ..ReadOptions::default() };
    let csv = "电话,短信内容,时间\n10010,您好您好,2025-10-09 10:00:00\n";
    let Err(error) = open_stream("m.csv", csv.as_bytes(), &opts) else { panic!("it was opened") };
    assert_eq!(error.kind(), ErrorKind::BadOption);
    assert_eq!(error.detail(), "--map: no column \"短信内荣\"; there are: 短信内容 | 电话 | 时间");
}

#[test]
fn an_error_never_repeats_a_message() {
    let jsonl = "{\"text\":\"绝密内容\",\"time\":\"2024-13-40\"}\n{\"text\":\"绝密内容\",\"time\":\"绝密时间不是日期\"}\n{\"text\":\"绝密\n";
    let mut reader = open_stream("m.jsonl", jsonl.as_bytes(), &ReadOptions::default()).unwrap();
    let mut record = smsift_dump::Record::default();
    let mut errors = Vec::new();
    loop {
        match reader.read_message(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            Err(e) => errors.push(e.to_string()),
        }
    }
    assert_eq!(errors[0], "m.jsonl:record 1 (byte 0): bad-date: \"2024-13-40\"");
    assert_eq!(errors.len(), 3);
    assert!(errors.iter().all(|e| !e.contains("绝密")), "{errors:?}");
}
