//! JSON Lines: the public record.

use std::io::Write;

use serde::Serialize;
use smsift::{Direction, VerdictRecord};

use crate::record::{Folder, Kind, Record};

/// Keys of the verdict, which a new verdict replaces.
const VERDICT: [&str; 12] = [
    "category",
    "confidence",
    "margin",
    "unsure",
    "scores",
    "intensity",
    "tactics",
    "events",
    "facts",
    "evidence",
    "disguised",
    "ruleset",
];
/// Keys written from the record itself.
const OWN: [&str; 11] = [
    "id",
    "source",
    "record",
    "time",
    "tz_assumed",
    "sender",
    "direction",
    "text",
    "kind",
    "folder",
    "notes",
];

/// The direction's name in records.
pub(super) fn direction_name(direction: Direction) -> &'static str {
    match direction {
        Direction::In => "in",
        Direction::Out => "out",
        _ => "unknown",
    }
}

/// Appends one row with its newline.
///
/// The keys come in the order of the public contract; then `kind`, `folder` and `notes` where they say something; then
/// the keys the input had beyond ours. With a verdict, verdict keys of the input are dropped.
pub fn jsonl(out: &mut Vec<u8>, record: &Record, verdict: Option<&VerdictRecord>) {
    out.push(b'{');
    text(out, "id", &record.id);
    text(out, "source", &record.source);
    let _ = write!(out, ",\"record\":{}", record.record);
    match &record.time {
        Some(time) => {
            out.extend_from_slice(b",\"time\":\"");
            let _ = write!(out, "{}", time.at.display_with_offset(time.offset));
            let _ = write!(out, "\",\"tz_assumed\":{}", time.tz_assumed);
        }
        None => out.extend_from_slice(b",\"time\":null,\"tz_assumed\":false"),
    }
    match &record.sender {
        Some(sender) => text(out, "sender", sender),
        None => out.extend_from_slice(b",\"sender\":null"),
    }
    text(out, "direction", direction_name(record.direction));
    text(out, "text", &record.text);
    if let Some(verdict) = verdict {
        let at = out.len();
        value(out, verdict);
        // The verdict's object becomes part of ours.
        if out.get(at) == Some(&b'{') {
            out[at] = b',';
            out.truncate(out.len() - 1);
        }
    }
    if record.kind != Kind::Sms {
        text(out, "kind", record.kind.as_str());
    }
    if record.folder != Folder::Normal {
        text(out, "folder", record.folder.as_str());
    }
    if !record.notes.is_empty() {
        out.extend_from_slice(b",\"notes\":");
        value(out, &record.notes);
    }
    for (key, extra) in &record.extra {
        if OWN.contains(&key.as_str()) || verdict.is_some() && VERDICT.contains(&key.as_str()) {
            continue;
        }
        out.push(b',');
        value(out, key);
        out.push(b':');
        value(out, extra);
    }
    out.extend_from_slice(b"}\n");
}

fn text(out: &mut Vec<u8>, key: &str, text: &str) {
    if out.last() != Some(&b'{') {
        out.push(b',');
    }
    out.push(b'"');
    out.extend_from_slice(key.as_bytes());
    out.extend_from_slice(b"\":");
    value(out, text);
}

fn value<T: Serialize + ?Sized>(out: &mut Vec<u8>, value: &T) {
    let start = out.len();
    // Writing to memory fails only for maps with keys that are not strings, which no record has.
    if serde_json::to_writer(&mut *out, value).is_err() {
        out.truncate(start);
        out.extend_from_slice(b"null");
    }
}
