//! The numbered transcript: every message with what was found about it.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use smsift::Direction;
use smsift_dump::write::{CsvStyle, csv_row, neutralise};

use crate::Audit;
use crate::error::{Error, ErrorKind};
use crate::history::{Entry, History};

/// The columns; `no` is the number that report and drafts use.
pub(super) const COLUMNS: [&str; 22] = [
    "no",
    "id",
    "source",
    "record",
    "time",
    "tz_assumed",
    "time_shanghai",
    "direction",
    "folder",
    "sender",
    "signature",
    "text",
    "category",
    "confidence",
    "unsure",
    "tactics",
    "evidence",
    "creditor",
    "agreement",
    "copy_of",
    "findings",
    "ruleset",
];

/// Column widths of the sheet, in characters.
pub(super) const WIDTHS: [f64; 22] = [
    6.0, 14.0, 18.0, 8.0, 25.0, 8.0, 19.0, 8.0, 8.0, 18.0, 14.0, 60.0, 20.0, 9.0, 7.0, 24.0, 30.0, 16.0, 9.0,
    8.0, 36.0, 22.0,
];

/// Renders rows; knows which findings each message stands in.
pub(super) struct Rows<'a> {
    audit: &'a Audit,
    findings: HashMap<usize, Vec<String>>,
}

impl<'a> Rows<'a> {
    pub(super) fn new(audit: &'a Audit) -> Self {
        let mut findings: HashMap<usize, Vec<String>> = HashMap::new();
        for finding in &audit.findings {
            let doubt = if finding.uncertain { "?" } else { "" };
            let name = format!("{}{doubt}", finding.code.as_str());
            for &i in &finding.messages {
                let names = findings.entry(i).or_default();
                if !names.contains(&name) {
                    names.push(name.clone());
                }
            }
        }
        Self { audit, findings }
    }

    /// The cells of one message. Control characters and those that turn the direction of writing are shown by their
    /// code, everything else of the text is as it was received.
    pub(super) fn cells(&self, i: usize) -> [Cow<'a, str>; 22] {
        let history = &self.audit.history;
        let entry = &history.entries[i];
        let record = &entry.contact.record;
        let mut cells = [const { Cow::Borrowed("") }; 22];
        cells[0] = Cow::Owned((i + 1).to_string());
        cells[1] = visible(&record.id);
        cells[2] = visible(&record.source);
        cells[3] = Cow::Owned(record.record.to_string());
        if let Some(time) = &record.time {
            cells[4] = Cow::Owned(time.to_rfc3339());
            cells[5] = Cow::Borrowed(if time.tz_assumed { "true" } else { "false" });
        }
        cells[6] =
            entry.time.map_or(Cow::Borrowed(""), |t| Cow::Owned(t.strftime("%Y-%m-%d %H:%M:%S").to_string()));
        cells[7] = Cow::Borrowed(direction(record.direction));
        cells[8] = Cow::Borrowed(record.folder.as_str());
        cells[9] = visible(record.sender.as_deref().unwrap_or_default());
        cells[10] = visible(entry.signature.as_deref().unwrap_or_default());
        cells[11] = visible(&record.text);
        verdict_cells(&mut cells, entry);
        let creditors: Vec<&str> =
            history.parties(entry).iter().filter_map(|p| p.creditor()).map(|c| self.name(c)).collect();
        cells[17] = Cow::Owned(creditors.join(";"));
        cells[18] = Cow::Borrowed(relation(history, entry));
        cells[19] = entry.copy_of.map_or(Cow::Borrowed(""), |first| Cow::Owned((first + 1).to_string()));
        cells[20] = self.findings.get(&i).map_or(Cow::Borrowed(""), |names| Cow::Owned(names.join(";")));
        cells
    }

    /// The creditor as the case holds it, so that it lives as long as the audit.
    fn name(&self, creditor: &str) -> &'a str {
        let all = &self.audit.history.case.agreements;
        all.iter().find(|a| a.creditor == creditor).map_or("", |a| &a.creditor)
    }
}

fn verdict_cells<'a>(cells: &mut [Cow<'a, str>; 22], entry: &'a Entry) {
    let Some(v) = entry.contact.verdict.as_ref().filter(|_| entry.contact.is_incoming()) else { return };
    cells[12] = Cow::Borrowed(v.category.as_str());
    cells[13] = Cow::Owned(v.confidence.to_string());
    cells[14] = Cow::Borrowed(if v.unsure { "true" } else { "false" });
    cells[15] = Cow::Owned(v.tactics.iter().map(|t| t.as_str()).collect::<Vec<_>>().join(";"));
    let mut words: Vec<Cow<'_, str>> = Vec::new();
    for evidence in &v.evidence {
        let text = visible(&evidence.text);
        if !words.contains(&text) {
            words.push(text);
        }
    }
    cells[16] = Cow::Owned(words.join(";"));
    cells[21] = Cow::Borrowed(&v.ruleset);
}

fn direction(direction: Direction) -> &'static str {
    match direction {
        Direction::In => "in",
        Direction::Out => "out",
        _ => "unknown",
    }
}

/// Before, on the day of, or after the first agreement that the message is about.
fn relation(history: &History, entry: &Entry) -> &'static str {
    let Some((day, agreement)) = entry.day().zip(history.agreements(entry).next()) else { return "" };
    match day.cmp(&agreement.agreed_on) {
        std::cmp::Ordering::Less => "before",
        std::cmp::Ordering::Equal => "on_day",
        std::cmp::Ordering::Greater => "after",
    }
}

/// Shows characters that steer a terminal or turn the direction of writing by their code.
fn visible(text: &str) -> Cow<'_, str> {
    let steers = |c: char| {
        (c.is_control() && !matches!(c, '\n' | '\t'))
            || matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
    };
    if !text.contains(steers) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if steers(c) {
            let _ = write!(out, "[U+{:04X}]", u32::from(c));
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

/// What identifies a message in two exports of the same phone: time, direction, sender and text as they stand in the
/// transcript.
pub(crate) fn row_key(time: &str, direction: &str, sender: &str, text: &str) -> String {
    format!("{time}\u{1f}{direction}\u{1f}{sender}\u{1f}{text}")
}

/// [`row_key`] of every message of an audit.
pub(crate) fn keys(audit: &Audit) -> Vec<String> {
    let rows = Rows { audit, findings: HashMap::new() };
    let key = |i: usize| {
        let cells = rows.cells(i);
        row_key(&cells[6], &cells[7], &neutralise(&cells[9]), &neutralise(&cells[11]))
    };
    (0..audit.history.entries.len()).map(key).collect()
}

pub(super) fn create(path: &Path) -> Result<File, Error> {
    File::create(path).map_err(|e| Error::io(ErrorKind::Output, path, e))
}

pub(super) fn write_header(out: &mut BufWriter<File>) -> Result<(), Error> {
    out.write_all("\u{feff}".as_bytes()).map_err(fault)?;
    write_row(out, &COLUMNS.map(Cow::Borrowed))
}

pub(super) fn write_row(out: &mut BufWriter<File>, cells: &[Cow<'_, str>]) -> Result<(), Error> {
    let mut line = Vec::with_capacity(512);
    csv_row(&mut line, cells, CsvStyle::Excel);
    out.write_all(&line).map_err(fault)
}

pub(super) fn finish(mut out: BufWriter<File>) -> Result<(), Error> {
    out.flush().map_err(fault)
}

fn fault(e: std::io::Error) -> Error {
    Error::io(ErrorKind::Output, "evidence.csv".as_ref(), e)
}
