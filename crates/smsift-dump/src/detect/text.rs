//! Formats told by their first lines.

use super::{Detection, Head, json, refused};
use crate::error::DumpError;
use crate::format::text::{LineKind, is_blocks, line_kind};
use crate::format::{record, table};
use crate::options::{Format, ReadOptions};

pub(super) fn identify(head: &Head<'_>, opts: &ReadOptions) -> Result<Detection, DumpError> {
    let text = head.text();
    if let Some(detection) = marked(text) {
        return Ok(detection);
    }
    if json::is_json(text) {
        return Ok(json::identify(text, head.whole));
    }
    if json::is_damaged_json(text) && text.matches('{').count() > 0 {
        let mut detection = json::identify(text, head.whole);
        detection.confidence = 0.5;
        detection.reason = format!("{}, but the beginning is damaged", detection.reason);
        return Ok(detection);
    }
    if head.is_binary() {
        return Err(refused::unknown());
    }
    if is_blocks(text) {
        return Ok(Detection::new(Format::Blocks, 0.9, "blocks of named fields"));
    }
    if opts.regex.is_some() {
        return Ok(Detection::new(Format::Log, 1.0, "--regex"));
    }
    if let Some(layout) = table::sniff(head.bytes, head.whole, head.encoding, false, opts)? {
        return Ok(table_detection(layout, text));
    }
    if text.trim_start().starts_with("<!DOCTYPE")
        || text.trim_start().starts_with("<?xml")
        || text.trim_start().starts_with("<html")
    {
        return Err(refused::unknown());
    }
    Ok(plain(text))
}

/// Formats with words of their own near the beginning.
fn marked(text: &str) -> Option<Detection> {
    let found = |format, confidence, reason: &str| Some(Detection::new(format, confidence, reason));
    let start = text.trim_start();
    let has = |mark: &str| text.contains(mark);
    let lines = || text.lines().take(200);
    if has("<smses") {
        found(Format::SmsBackupRestore, 0.98, "element <smses>")
    } else if has("<allsms") {
        found(Format::SuperBackup, 0.98, "element <allsms>")
    } else if has("<GoSms") {
        found(Format::GoSms, 0.98, "element <GoSms>")
    } else if has("class=\"hChatLog") {
        found(Format::GoogleVoice, 0.95, "class hChatLog")
    } else if has("BEGIN:VMSG") {
        found(Format::Vmsg, 0.98, "BEGIN:VMSG")
    } else if lines().any(record::is_row_start) {
        found(Format::AdbQuery, 0.95, "lines beginning with Row:")
    } else if lines().next().is_some_and(record::opens_sms_csv)
        || lines().filter(|l| record::opens_sms_csv(l)).count() >= 2
    {
        found(Format::SmsCsv, 0.95, "lines beginning with sms,deliver or sms,submit")
    } else if has("X-smssync-") && lines().any(|l| l.starts_with("From ")) {
        found(Format::Mbox, 0.98, "mails with X-smssync headers")
    } else if has("CMPP_SUBMIT") && has("Msg_Content=") {
        found(Format::Cmpp, 0.8, "lines with CMPP_SUBMIT")
    } else if has("<sms ") && has(" address=") && has(" body=") {
        // The beginning is gone or damaged; how bodies are written tells the two apart.
        let format = if has("<sms address=") { Format::SuperBackup } else { Format::SmsBackupRestore };
        found(format, 0.7, "elements <sms address=… body=…>")
    } else if start.starts_with("<SMS>") || has("<SMS>") && has("<body>") {
        found(Format::GoSms, 0.7, "elements <SMS> with <body>")
    } else {
        None
    }
}

fn table_detection(layout: table::Layout, text: &str) -> Detection {
    let delimiter = char::from(layout.delimiter);
    let known = layout.known_names;
    let detection = if layout.columns.is_platform() {
        Detection::new(Format::Platform, 0.9, "a table with the columns of a sending platform")
    } else if text.starts_with("Chat Session") && text.contains("Message Date") {
        Detection::new(Format::Imazing, 0.95, "columns Chat Session and Message Date")
    } else if layout.header {
        let confidence = if known >= 3 { 0.95 } else { 0.8 };
        Detection::new(
            Format::Table,
            confidence,
            format!("{known} known column names, delimiter {delimiter:?}"),
        )
    } else {
        Detection::new(
            Format::Table,
            0.7,
            format!("cells that look like messages, delimiter {delimiter:?}, no header"),
        )
    };
    detection.with_layout(layout)
}

fn plain(text: &str) -> Detection {
    match line_kind(text) {
        LineKind::Labelled => Detection::new(Format::Labelled, 0.7, "a label and a TAB before each text"),
        LineKind::Numbered => Detection::new(Format::Numbered, 0.8, "lines numbered in order"),
        LineKind::Bare => Detection::new(Format::Lines, 0.5, "nothing else fits: one message per line"),
    }
}

/// Adds what a forced format still needs to know.
pub(super) fn with_layout(
    detection: Detection,
    head: &Head<'_>,
    opts: &ReadOptions,
) -> Result<Detection, DumpError> {
    if !matches!(detection.format, Format::Table | Format::Imazing | Format::Platform) {
        return Ok(detection);
    }
    match table::sniff(head.bytes, head.whole, head.encoding, true, opts)? {
        Some(layout) => Ok(detection.with_layout(layout)),
        None => Err(refused::unknown()),
    }
}
