//! CSV for machines and CSV for people.

use smsift::VerdictRecord;

use super::cell::{neutralise, push_csv_field};
use super::columns::{COLUMNS, row};
use crate::record::Record;

/// For whom a CSV is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CsvStyle {
    /// RFC 4180 with LF: the data as it is, for programs.
    #[default]
    Plain,
    /// For Excel and WPS: byte order mark, CRLF, every field quoted, and a `'` before anything that would run as a
    /// formula. Reading such a file back takes that mark off again where it is exactly ours.
    Excel,
}

/// Appends the header row; in Excel style the byte order mark before it.
pub fn csv_header(out: &mut Vec<u8>, style: CsvStyle) {
    if style == CsvStyle::Excel {
        out.extend_from_slice("\u{feff}".as_bytes());
    }
    csv_row(out, COLUMNS, style);
}

/// Appends one record.
pub fn csv(out: &mut Vec<u8>, record: &Record, verdict: Option<&VerdictRecord>, style: CsvStyle) {
    csv_row(out, row(record, verdict), style);
}

/// Appends one row of any cells.
pub fn csv_row<T: AsRef<str>>(out: &mut Vec<u8>, cells: impl IntoIterator<Item = T>, style: CsvStyle) {
    for (i, cell) in cells.into_iter().enumerate() {
        if i > 0 {
            out.push(b',');
        }
        match style {
            CsvStyle::Plain => push_csv_field(out, cell.as_ref(), false),
            CsvStyle::Excel => push_csv_field(out, &neutralise(cell.as_ref()), true),
        }
    }
    out.extend_from_slice(if style == CsvStyle::Excel { b"\r\n" } else { b"\n" });
}
