//! Spreadsheets: every cell a string, so nothing a message says can run.

use std::io::{Seek, Write};
use std::path::Path;

use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};
use smsift::VerdictRecord;

use super::columns::{COLUMNS, row};
use crate::error::{DumpError, ErrorKind};
use crate::record::Record;

/// Rows of data on one sheet.
const MAX_ROWS: u32 = 1_048_575;
/// UTF-16 units in one cell.
const MAX_CELL: usize = 32_767;
const CUT_NOTE: &str = "…（已截断 / cut）";

/// A table that goes on to a new sheet where the format's limit is.
///
/// Memory stays flat: rows go to a temporary file. The header row is frozen and has filters.
pub struct XlsxTable {
    book: Workbook,
    name: String,
    header: Vec<String>,
    widths: Vec<f64>,
    /// The sheet being written; `None` before the first row.
    sheet: Option<usize>,
    rows: u32,
    cut: u64,
}

impl XlsxTable {
    /// A table with this sheet name and header.
    pub fn new(name: &str, header: &[&str]) -> Self {
        Self {
            book: Workbook::new(),
            name: name.to_owned(),
            header: header.iter().map(|h| (*h).to_owned()).collect(),
            widths: header.iter().map(|h| if *h == "text" { 60.0 } else { 16.0 }).collect(),
            sheet: None,
            rows: 0,
            cut: 0,
        }
    }

    /// Sets the column widths, in characters.
    #[must_use]
    pub fn widths(mut self, widths: &[f64]) -> Self {
        self.widths = widths.to_vec();
        self
    }

    /// Adds a row of strings.
    ///
    /// # Errors
    ///
    /// When the temporary file cannot be written.
    pub fn push<T: AsRef<str>>(&mut self, cells: impl IntoIterator<Item = T>) -> Result<(), DumpError> {
        let sheet = match self.sheet {
            Some(sheet) if self.rows < MAX_ROWS => sheet,
            sheet => self.start_sheet(sheet.map_or(0, |s| s + 1))?,
        };
        self.rows += 1;
        let line = self.rows;
        let sheet = self.book.worksheet_from_index(sheet).map_err(fault)?;
        for (column, cell) in (0u16..).zip(cells) {
            let (text, cut) = clip(cell.as_ref());
            self.cut += u64::from(cut);
            if !text.is_empty() {
                sheet.write_string(line, column, text).map_err(fault)?;
            }
        }
        Ok(())
    }

    fn start_sheet(&mut self, index: usize) -> Result<usize, DumpError> {
        let name = if index == 0 { self.name.clone() } else { format!("{} {}", self.name, index + 1) };
        let sheet: &mut Worksheet = self.book.add_worksheet_with_constant_memory().map_err(fault)?;
        sheet.set_name(name).map_err(fault)?;
        let bold = Format::new().set_bold();
        for (column, title) in (0u16..).zip(&self.header) {
            sheet.write_string_with_format(0, column, title, &bold).map_err(fault)?;
        }
        for (column, width) in (0u16..).zip(&self.widths) {
            sheet.set_column_width(column, *width).map_err(fault)?;
        }
        sheet.set_freeze_panes(1, 0).map_err(fault)?;
        self.sheet = Some(index);
        self.rows = 0;
        Ok(index)
    }

    /// Finishes the file. Returns how many cells had to be cut; each carries a note.
    ///
    /// # Errors
    ///
    /// When the file cannot be written.
    pub fn save(mut self, path: &Path) -> Result<u64, DumpError> {
        self.finish()?;
        self.book.save(path).map_err(|e| fault(e).path(path))?;
        Ok(self.cut)
    }

    /// Finishes into a writer.
    ///
    /// # Errors
    ///
    /// When writing fails.
    pub fn save_to<W: Write + Seek + Send>(mut self, writer: W) -> Result<u64, DumpError> {
        self.finish()?;
        self.book.save_to_writer(writer).map_err(fault)?;
        Ok(self.cut)
    }

    fn finish(&mut self) -> Result<(), DumpError> {
        if self.sheet.is_none() {
            self.start_sheet(0)?;
        }
        let last_column = u16::try_from(self.header.len().saturating_sub(1)).unwrap_or(u16::MAX);
        let (last, rows) = (self.sheet.unwrap_or(0), self.rows);
        for index in 0..=last {
            let end = if index == last { rows } else { MAX_ROWS };
            let sheet = self.book.worksheet_from_index(index).map_err(fault)?;
            sheet.autofilter(0, 0, end, last_column).map_err(fault)?;
        }
        Ok(())
    }
}

/// Writes records to a spreadsheet.
pub struct XlsxWriter(XlsxTable);

impl Default for XlsxWriter {
    fn default() -> Self {
        Self::new()
    }
}

impl XlsxWriter {
    /// An empty spreadsheet with the columns of records.
    pub fn new() -> Self {
        Self(XlsxTable::new("messages", &COLUMNS))
    }

    /// Adds one record.
    ///
    /// # Errors
    ///
    /// When the temporary file cannot be written.
    pub fn push(&mut self, record: &Record, verdict: Option<&VerdictRecord>) -> Result<(), DumpError> {
        self.0.push(row(record, verdict))
    }

    /// Finishes the file. Returns how many cells had to be cut.
    ///
    /// # Errors
    ///
    /// When the file cannot be written.
    pub fn save(self, path: &Path) -> Result<u64, DumpError> {
        self.0.save(path)
    }
}

/// A text that fits a cell: cut at a character, with a note.
fn clip(text: &str) -> (std::borrow::Cow<'_, str>, bool) {
    if text.len() <= MAX_CELL || text.encode_utf16().count() <= MAX_CELL {
        return (text.into(), false);
    }
    let room = MAX_CELL - CUT_NOTE.encode_utf16().count();
    let (mut units, mut end) = (0, 0);
    for (at, c) in text.char_indices() {
        units += c.len_utf16();
        if units > room {
            break;
        }
        end = at + c.len_utf8();
    }
    (format!("{}{CUT_NOTE}", &text[..end]).into(), true)
}

fn fault(error: XlsxError) -> DumpError {
    match error {
        XlsxError::IoError(e) => DumpError::io(e),
        other => DumpError::new(ErrorKind::Io, format!("spreadsheet: {other}")),
    }
}
