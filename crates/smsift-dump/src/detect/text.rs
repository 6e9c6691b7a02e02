//! Formats told by their first lines.

use super::{Detection, Head, json, refused};
use crate::error::DumpError;
use crate::format::table;
use crate::format::text::{LineKind, is_blocks, line_kind};
use crate::options::{Format, ReadOptions};

pub(super) fn identify(head: &Head<'_>, opts: &ReadOptions) -> Result<Detection, DumpError> {
    let text = head.text();
    if json::is_json(text) {
        return Ok(json::identify(text, head.whole));
    }
    if json::is_damaged_json(text) && text.matches('{').count() > 0 {
        let mut detection = json::identify(text, head.whole);
        detection.confidence = 0.5;
        detection.reason = format!("{}, but the beginning is damaged", detection.reason);
        return Ok(detection);
    }
    if is_blocks(text) {
        return Ok(Detection::new(Format::Blocks, 0.9, "blocks of named fields"));
    }
    if let Some(layout) = table::sniff(head.bytes, head.whole, head.encoding, false, opts)? {
        return Ok(table_detection(layout));
    }
    Ok(plain(text))
}

fn table_detection(layout: table::Layout) -> Detection {
    let delimiter = char::from(layout.delimiter);
    let known = layout.known_names;
    let detection = if layout.columns.is_platform() {
        Detection::new(Format::Platform, 0.9, "a table with the columns of a sending platform")
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
