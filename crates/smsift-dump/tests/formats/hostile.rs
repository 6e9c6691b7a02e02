//! Input made to hurt: it ends in an error or in records, soon, and in bounded memory.

use std::time::{Duration, Instant};

use smsift_dump::{DumpError, ErrorKind, ReadOptions, Reader, Record};

use crate::generate::archive_of;
use crate::support::{Outcome, read_bytes};

fn read(bytes: &[u8]) -> Outcome {
    let start = Instant::now();
    let outcome = read_bytes("x", bytes, &ReadOptions::default());
    // Generous for a loaded machine; quadratic work on these sizes takes minutes.
    assert!(start.elapsed() < Duration::from_secs(60), "too slow: {:?}", start.elapsed());
    outcome
}

#[test]
fn nesting_without_end() {
    for text in ["[".repeat(1 << 16), "{\"a\":".repeat(1 << 13), "[{\"parts\":".repeat(1 << 13)] {
        let outcome = read(text.as_bytes());
        assert!(outcome.records.is_empty());
        assert!(!outcome.errors.is_empty());
    }
}

#[test]
fn quotes_and_tags_that_never_close() {
    let open_quotes = format!("号码,时间,内容\n{}", "10010,2025-10-09 10:00:00,\"您好\n".repeat(9_000));
    let outcome = read(open_quotes.as_bytes());
    assert!(outcome.errors.iter().all(|e| e.kind() == ErrorKind::BadRow));
    let open_tags = format!("<smses count=\"1\">{}", "<sms address=\"1\" body=\"您".repeat(9_000));
    assert!(read(open_tags.as_bytes()).errors.len() <= 9_001);
    let open_cards = "BEGIN:VMSG\nBEGIN:VBODY\nX-BOX:INBOX\n您好\n".repeat(9_000);
    assert!(read(open_cards.as_bytes()).records.is_empty());
}

#[test]
fn an_attribute_larger_than_any_message_costs_its_own_record_only() {
    let huge = "A".repeat(9 << 20);
    let xml = format!(
        "<smses><sms address=\"1\" date=\"1\" type=\"1\" body=\"{huge}\"/><sms address=\"10010\" date=\"1760000000000\" type=\"1\" body=\"您好\"/></smses>"
    );
    let outcome = read(xml.as_bytes());
    assert_eq!(outcome.texts(), ["您好"]);
    assert_eq!(outcome.errors[0].kind(), ErrorKind::TooLarge);
}

#[test]
fn an_archive_in_an_archive_in_an_archive_is_refused() {
    let inner = archive_of("sms.txt", "您好".as_bytes());
    let nested = (0..4).fold(inner, |bytes, _| archive_of("sms.zip", &bytes));
    let outcome = read(&nested);
    assert!(outcome.records.is_empty());
    assert!(outcome.errors[0].is_unreadable(), "{:?}", outcome.errors);
}

#[test]
fn public_types_can_go_to_other_threads() {
    fn is_send_and_sync<T: Send + Sync>() {}
    fn is_send<T: Send + ?Sized>() {}
    is_send_and_sync::<Record>();
    is_send_and_sync::<ReadOptions>();
    is_send_and_sync::<DumpError>();
    is_send_and_sync::<smsift_dump::Detection>();
    is_send::<dyn Reader>();
}
