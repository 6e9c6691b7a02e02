//! `adb shell content query --uri content://sms`: `Row: 0 _id=1, address=…, body=…, seen=1`, nothing escaped.

use std::borrow::Cow;

use jiff::tz::TimeZone;

use crate::error::{DumpError, ErrorKind};
use crate::fields::{Role, Scalar, Slots, Surroundings};
use crate::options::ReadOptions;
use crate::reader::Parse;
use crate::record::Record;
use crate::source::Lines;

/// A row may go on for this many bytes.
const MAX_BYTES: usize = 4 << 20;

/// Columns that follow the body in Android's own table.
const AFTER_BODY: [&str; 8] =
    ["service_center", "locked", "sub_id", "sim_id", "error_code", "creator", "seen", "phone_id"];

/// Reads rows; a row ends where the next begins.
pub(crate) struct AdbQuery {
    lines: Lines,
    tz: TimeZone,
    held: Option<(u64, String)>,
    /// The column after the body; empty when the body is last.
    next_column: String,
    note: Option<&'static str>,
    /// A row whose beginning was damaged was found inside the row before it.
    swallowed: Option<u64>,
}

/// Whether a line opens a row.
pub(crate) fn is_row_start(line: &str) -> bool {
    row_start(line).is_some()
}

/// The fields after `Row: 12 `.
fn row_start(line: &str) -> Option<&str> {
    let rest = line.trim_start_matches('\u{feff}').strip_prefix("Row: ")?;
    let digits = rest.find(|c: char| !c.is_ascii_digit()).filter(|n| *n > 0)?;
    let fields = rest[digits..].strip_prefix(' ')?;
    let name = fields.find('=')?;
    is_name(&fields[..name]).then_some(fields)
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}

/// The column that follows the body in most rows of the head.
fn column_after_body(head: &str) -> String {
    let chains: Vec<Vec<&str>> = head
        .split("\nRow: ")
        .filter_map(|row| row.split_once("body="))
        .map(|(_, after)| trailing_names(after))
        .take(50)
        .collect();
    // The last row of the head may be cut and any may be damaged: what most rows say decides.
    let mut names: Vec<&str> = Vec::new();
    loop {
        let here = chains.iter().filter_map(|c| c.get(names.len()).copied());
        let mut counts = std::collections::BTreeMap::new();
        for name in here {
            *counts.entry(name).or_insert(0usize) += 1;
        }
        match counts.into_iter().max_by_key(|(_, count)| *count) {
            Some((name, count)) if count * 5 >= (chains.len() - 1).max(1) * 4 => names.push(name),
            _ => break,
        }
    }
    match (names.last(), chains.len()) {
        (Some(last), 3..) => (*last).to_owned(),
        // One or two rows cannot tell a column from a text; only Android's own columns count.
        (Some(_), _) => {
            names.iter().rev().find(|n| AFTER_BODY.contains(n)).map_or(String::new(), |n| (*n).to_owned())
        }
        (None, _) => String::new(),
    }
}

/// Names of `, name=value` at the end of a row, the last first.
fn trailing_names(row: &str) -> Vec<&str> {
    let mut names = Vec::new();
    let mut end = row.trim_end().len();
    while let Some(at) = row[..end].rfind(", ") {
        let Some((name, value)) = row[at + 2..end].split_once('=') else { break };
        if !is_name(name) || value.contains('\n') {
            break;
        }
        names.push(name);
        end = at;
    }
    names
}

impl AdbQuery {
    pub(crate) fn new(lines: Lines, head: &str, opts: &ReadOptions) -> Self {
        Self {
            lines,
            tz: opts.tz.clone(),
            held: None,
            next_column: column_after_body(head),
            note: None,
            swallowed: None,
        }
    }

    /// All lines of one row.
    fn collect(&mut self) -> Result<Option<(u64, String)>, DumpError> {
        let mut row = self.held.take();
        loop {
            let Some(line) = self.lines.next()? else { return Ok(row) };
            let opens = row_start(&line.text).is_some();
            match &mut row {
                Some(_) if opens => {
                    self.held = Some((line.offset, line.text.into_owned()));
                    return Ok(row);
                }
                Some((_, text)) if text.len() < MAX_BYTES => {
                    text.push('\n');
                    text.push_str(&line.text);
                }
                Some(_) => {}
                None if opens => row = Some((line.offset, line.text.into_owned())),
                None if line.text.trim().is_empty() => {}
                None => {
                    return Err(
                        DumpError::new(ErrorKind::BadRow, "does not begin with Row:").byte(line.offset)
                    );
                }
            }
            self.note = self.note.or(line.note);
        }
    }

    fn fields<'t>(&mut self, fields: &'t str, offset: u64) -> (Slots<'t>, bool) {
        let mut slots = Slots::default();
        let (before, body) = match fields.strip_prefix("body=") {
            Some(body) => ("", Some(body)),
            None => match fields.split_once(", body=") {
                Some((before, body)) => (before, Some(body)),
                None => (fields, None),
            },
        };
        let mut after = "";
        if let Some(mut body) = body {
            // Another body after the columns that follow this one: the next row, without its beginning.
            let next = format!(", {}=", self.next_column);
            if let Some(other) = body.find(", body=").filter(|at| body[..*at].contains(&next)) {
                let row_end = body[..other].rfind(&next).and_then(|at| body[at..].find('\n').map(|n| at + n));
                body = &body[..row_end.filter(|end| *end < other).unwrap_or(other)];
                self.swallowed = Some(offset);
            }
            if !self.next_column.is_empty()
                && let Some(at) = body.rfind(&format!(", {}=", self.next_column))
            {
                after = &body[at + 2..];
                body = &body[..at];
            }
            if body != "NULL" {
                slots.put(Role::Text, 0, Scalar::Text(Cow::Borrowed(body)));
            }
        }
        for (name, value) in before.split(", ").chain(after.split(", ")).filter_map(|f| f.split_once('=')) {
            let role = match name {
                "address" => Role::Sender,
                "date" => Role::Time,
                "type" => Role::Type,
                _ => continue,
            };
            slots.put(role, 0, Scalar::Text(Cow::Borrowed(value)));
        }
        (slots, body.is_some())
    }
}

impl Parse for AdbQuery {
    fn next(&mut self, rec: &mut Record) -> Result<bool, DumpError> {
        if let Some(offset) = self.swallowed.take() {
            return Err(
                DumpError::new(ErrorKind::BadRow, "the row after this one lost its beginning").byte(offset)
            );
        }
        let Some((offset, row)) = self.collect()? else { return Ok(false) };
        rec.byte = offset;
        rec.notes.extend(self.note.take());
        let fields = row_start(&row).unwrap_or_default();
        let (slots, has_body) = self.fields(fields, offset);
        let read = slots.finish(rec, &Surroundings::default(), &self.tz);
        read.map(|()| true).map_err(|e| match e.kind() {
            ErrorKind::NoText if has_body => {
                DumpError::new(ErrorKind::Empty, "the text is NULL").byte(offset)
            }
            _ => e.byte(offset),
        })
    }
}
