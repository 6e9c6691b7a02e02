//! Which of the JSON shapes is this? Only names and the treatment of unknown keys depend on the answer.

use super::Detection;
use crate::options::Format;

/// Looks like JSON at all.
pub(super) fn is_json(text: &str) -> bool {
    let mut chars = text.trim_start().chars();
    let rest = |chars: std::str::Chars<'_>| chars.as_str().trim_start().chars().next();
    match chars.next() {
        Some('{') => matches!(rest(chars), Some('"' | '}')),
        Some('[') => matches!(rest(chars), Some('{' | '[' | ']')),
        _ => false,
    }
}

/// JSON whose beginning is damaged: keys of messages in quotes, with colons.
pub(super) fn is_damaged_json(text: &str) -> bool {
    ["\"body\"", "\"text\"", "\"content\"", "\"address\"", "\"snippet\"", "\"BODY\""].iter().any(|key| {
        text.match_indices(key).any(|(at, key)| text[at + key.len()..].trim_start().starts_with(':'))
    })
}

/// Every line that is not blank is an object of its own.
pub(super) fn is_lines(text: &str, whole: bool) -> bool {
    let mut lines: Vec<&str> = text.lines().filter(|l| !l.trim().is_empty()).collect();
    if !whole && lines.len() > 1 {
        lines.pop();
    }
    let is_object = |l: &&str| l.trim_start().starts_with('{') && l.trim_end().ends_with('}');
    let objects = lines.iter().take(200).filter(|l| is_object(l)).count();
    let of = lines.len().min(200);
    match of {
        0 => false,
        // One line may also be a wrapper around everything.
        1 => {
            is_object(&lines[0])
                && serde_json::from_str::<serde_json::Value>(lines[0]).is_ok_and(|v| !wraps(&v))
        }
        _ => objects * 2 > of,
    }
}

fn wraps(value: &serde_json::Value) -> bool {
    value.as_object().is_some_and(|map| {
        let has_text = map.iter().any(|(key, v)| {
            v.is_string() && matches!(crate::fields::role_of(key), Some((crate::fields::Role::Text, 0..=2)))
        });
        !has_text && map.values().any(|v| v.is_array() || v.is_object())
    })
}

/// Names the producer by its keys.
pub(super) fn identify(text: &str, whole: bool) -> Detection {
    let has = |key: &str| text.contains(key);
    let found = |format: Format, confidence, reason: &str| Detection::new(format, confidence, reason);
    if has("\"messageCount\"") && has("\"messages\"") {
        found(Format::Quik, 0.95, "key messageCount")
    } else if has("\"backupType\"") {
        found(Format::Fossify, 0.95, "key backupType")
    } else if has("\"1-SMS\"") {
        found(Format::NeoBackup, 0.95, "key 1-SMS")
    } else if has("\"config\"") && has("\\\"body\\\"") {
        found(Format::DataBackup, 0.95, "rows with JSON in key config")
    } else if has("\"entry\"") && has("\"snippet\"") {
        found(Format::MiCloud, 0.95, "keys entry and snippet")
    } else if has("\"text_entities\"") || has("\"date_unixtime\"") {
        found(Format::Telegram, 0.95, "key text_entities")
    } else if has("\"threads\"") && has("\"senddate\"") {
        found(Format::Flyme, 0.95, "keys threads and senddate")
    } else if has("SmsSendDetailDTO") {
        found(Format::Aliyun, 0.95, "key SmsSendDetailDTO")
    } else if has("\"sim_id\"") && has("\"number\"") && has("\"content\"") {
        found(Format::SmsForwarder, 0.9, "keys number, content and sim_id")
    } else if has("\"sms\"") && has("\"mms\"") && has("\"sub_id\"") {
        found(Format::Fossify, 0.9, "conversations with keys sms and mms")
    } else if has("\"_id\"") && has("\"address\"") && (has("\"sub_id\"") || has("\"__")) {
        found(Format::SmsIe, 0.85, "Android database rows as strings")
    } else if has("\"address\"") && has("\"body\"") && has("\"type\"") {
        found(Format::AndroidRows, 0.8, "keys address, body and type")
    } else if is_lines(text, whole) {
        found(Format::Jsonl, 0.9, "one JSON object per line")
    } else {
        found(Format::Json, 0.8, "JSON")
    }
}
