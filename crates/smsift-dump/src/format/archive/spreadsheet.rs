//! Spreadsheets: xlsx cell by cell; xls, xlsb and ods sheet by sheet.
//!
//! calamine's cell reader borrows its workbook, so a thread owns both and hands rows over a bounded channel. The rows
//! of an xlsx are never all in memory, nor is its table of shared strings if that is large.

use std::collections::VecDeque;
use std::fs::File;
use std::io::BufReader;
use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use calamine::{Data, DataRef, ExcelDateTime, Reader as _, Sheets, Xlsx};

use super::shared_strings::{self, Strings};
use crate::error::{DumpError, ErrorKind};
use crate::fields::plain_number;
use crate::format::table::{Layout, of_rows};
use crate::options::ReadOptions;
use crate::reader::{Parse, PassedOver, Warning};
use crate::record::{NOTE_NUMBER_DAMAGED, Record};

const BATCH: usize = 256;
const SAMPLE: usize = 100;
/// Cells to the right of this are not looked at.
const MAX_COLUMNS: usize = 1024;
/// Whole numbers from here on have lost digits in a floating-point cell.
const EXACT: f64 = 1e15;
/// Up to this many bytes of XML a table of shared strings is held in memory, in about twice as many.
const HELD_STRINGS: u64 = 8 << 20;

/// A row with its sheet and its number, from 1.
struct Row {
    sheet: usize,
    number: u64,
    cells: Vec<String>,
    damaged: bool,
}

type Batch = Result<Vec<Row>, DumpError>;

/// Reads the first sheet that is not empty, and the sheets after it that go on with the same header.
pub(crate) struct Spreadsheet {
    rows: Receiver<Batch>,
    ready: VecDeque<Row>,
    layout: Layout,
    header: Option<Vec<String>>,
    sheet: usize,
    ended: bool,
    passed_over: PassedOver,
}

impl Spreadsheet {
    pub(crate) fn new(path: &Path, opts: &ReadOptions) -> Result<Self, DumpError> {
        let (sender, rows) = sync_channel(4);
        let (path, sheet) = (path.to_owned(), opts.sheet.clone());
        std::thread::Builder::new()
            .name("spreadsheet".to_owned())
            .spawn(move || produce(&path, sheet.as_deref(), &sender))
            .map_err(DumpError::io)?;
        let mut ready = VecDeque::new();
        let mut ended = false;
        while ready.len() < SAMPLE && !ended {
            match rows.recv() {
                Ok(batch) => ready.extend(batch?),
                Err(_) => ended = true,
            }
        }
        let first: Vec<Vec<String>> = ready.iter().take(SAMPLE).map(|r: &Row| r.cells.clone()).collect();
        let empty = || DumpError::new(ErrorKind::NotRecognised, "the workbook is empty");
        let sheet = ready.front().ok_or_else(empty)?.sheet;
        let layout = of_rows(first, b'\t', true, opts)?.ok_or_else(empty)?;
        let header = if layout.header { ready.pop_front().map(|r| r.cells) } else { None };
        Ok(Self { rows, ready, layout, header, sheet, ended, passed_over: PassedOver::default() })
    }

    pub(crate) fn is_platform(&self) -> bool {
        self.layout.columns.is_platform()
    }

    fn next_row(&mut self) -> Result<Option<Row>, DumpError> {
        loop {
            if let Some(row) = self.ready.pop_front() {
                return Ok(Some(row));
            }
            if self.ended {
                return Ok(None);
            }
            match self.rows.recv() {
                Ok(batch) => self.ready.extend(batch.inspect_err(|_| self.ended = true)?),
                Err(_) => self.ended = true,
            }
        }
    }
}

impl Parse for Spreadsheet {
    fn next(&mut self, rec: &mut Record) -> Result<bool, DumpError> {
        loop {
            let Some(mut row) = self.next_row()? else { return Ok(false) };
            if row.sheet != self.sheet {
                // A long table goes on on the next sheet, under the same header.
                if self.header.as_ref().is_some_and(|h| *h == row.cells) {
                    self.sheet = row.sheet;
                } else {
                    self.passed_over.add("row_of_another_sheet");
                }
                continue;
            }
            row.cells.resize(row.cells.len().max(self.layout.columns.width()), String::new());
            let read = self.layout.columns.read(&mut row.cells, b'\t', rec);
            rec.byte = row.sheet as u64;
            if rec.record == 0 || read.is_err() {
                rec.record = row.number;
            }
            read?;
            if row.damaged {
                rec.note(NOTE_NUMBER_DAMAGED);
            }
            return Ok(true);
        }
    }

    fn passed_over(&self) -> Vec<Warning> {
        self.passed_over.warnings()
    }
}

/// The reader's own words may repeat what is in the cells, so they are not passed on.
pub(super) fn damaged() -> DumpError {
    DumpError::new(ErrorKind::BadArchive, "the workbook is damaged").fatal()
}

fn produce(path: &Path, sheet: Option<&str>, out: &SyncSender<Batch>) {
    let mut batches = Batches { out, rows: Vec::new() };
    let result = sheets(path, sheet, HELD_STRINGS, &mut batches);
    // The receiver may be gone: then nobody wants the rest.
    let _ = batches.flush();
    if let Err(error) = result {
        let _ = out.send(Err(error));
    }
}

/// Collects rows into batches. Its methods return whether anybody still listens.
struct Batches<'s> {
    out: &'s SyncSender<Batch>,
    rows: Vec<Row>,
}

impl Batches<'_> {
    fn push(&mut self, row: Row) -> bool {
        if row.cells.iter().all(|c| c.trim().is_empty()) {
            return true;
        }
        self.rows.push(row);
        self.rows.len() < BATCH || self.flush()
    }

    fn flush(&mut self) -> bool {
        self.rows.is_empty() || self.out.send(Ok(std::mem::take(&mut self.rows))).is_ok()
    }
}

/// Opens a workbook. The content decides what it is, not the name.
fn workbook(path: &Path) -> Result<Sheets<BufReader<File>>, DumpError> {
    let file = || File::open(path).map(BufReader::new).map_err(DumpError::io);
    Ok(match Xlsx::new(file()?) {
        Ok(book) => Sheets::Xlsx(book),
        Err(_) => match calamine::Xls::new(file()?) {
            Ok(book) => Sheets::Xls(book),
            Err(_) => match calamine::Xlsb::new(file()?) {
                Ok(book) => Sheets::Xlsb(book),
                Err(_) => Sheets::Ods(calamine::Ods::new(file()?).map_err(|_| damaged())?),
            },
        },
    })
}

fn sheets(path: &Path, wanted: Option<&str>, held: u64, out: &mut Batches<'_>) -> Result<(), DumpError> {
    let (mut book, mut strings) = match shared_strings::spill(path, held)? {
        Some((copy, strings)) => {
            let book = Xlsx::new(BufReader::new(copy)).map_err(|_| damaged())?;
            (Sheets::Xlsx(book), Some(strings))
        }
        None => (workbook(path)?, None),
    };
    let names = book.sheet_names();
    if let Some(wanted) = wanted
        && !names.iter().any(|n| n == wanted)
    {
        let names = names.join(" | ");
        return Err(DumpError::new(ErrorKind::BadOption, format!("no sheet {wanted:?}; there are: {names}")));
    }
    for (index, name) in names.iter().enumerate() {
        if wanted.is_some_and(|w| w != name) {
            continue;
        }
        let listening = match &mut book {
            Sheets::Xlsx(book) => xlsx(book, strings.as_mut(), name, index, out)?,
            other => range(other, name, index, out),
        };
        if !listening {
            break;
        }
    }
    Ok(())
}

fn xlsx(
    book: &mut Xlsx<BufReader<File>>,
    mut strings: Option<&mut Strings>,
    name: &str,
    sheet: usize,
    out: &mut Batches<'_>,
) -> Result<bool, DumpError> {
    let Ok(mut cells) = book.worksheet_cells_reader(name) else { return Ok(true) };
    let mut row = Row { sheet, number: 0, cells: Vec::new(), damaged: false };
    while let Some(cell) = cells.next_cell().map_err(|_| damaged())? {
        let (line, column) = cell.get_position();
        let number = u64::from(line) + 1;
        if number != row.number {
            let done = std::mem::replace(&mut row, Row { sheet, number, cells: Vec::new(), damaged: false });
            if !out.push(done) {
                return Ok(false);
            }
        }
        let column = column as usize;
        if column >= MAX_COLUMNS {
            continue;
        }
        if row.cells.len() <= column {
            row.cells.resize(column + 1, String::new());
        }
        let (text, damaged) = match cell.get_value() {
            DataRef::SharedString(s) => ((*s).to_owned(), false),
            DataRef::Float(n) => number_cell(*n),
            DataRef::Int(n) => (n.to_string(), false),
            DataRef::Bool(b) => (b.to_string(), false),
            DataRef::DateTime(at) => (date_cell(at), false),
            DataRef::String(s) | DataRef::DateTimeIso(s) | DataRef::DurationIso(s) => (s.clone(), false),
            _ => (String::new(), false),
        };
        row.damaged |= damaged;
        row.cells[column] = match &mut strings {
            Some(strings) => strings.resolve(text)?,
            None => text,
        };
    }
    Ok(out.push(row))
}

fn range(book: &mut Sheets<BufReader<File>>, name: &str, sheet: usize, out: &mut Batches<'_>) -> bool {
    let Ok(range) = book.worksheet_range(name) else { return true };
    let (first_row, first_column) = range.start().unwrap_or_default();
    for (i, cells) in range.rows().enumerate() {
        let mut row =
            Row { sheet, number: u64::from(first_row) + i as u64 + 1, cells: Vec::new(), damaged: false };
        row.cells.resize((first_column as usize).min(MAX_COLUMNS), String::new());
        for cell in cells.iter().take(MAX_COLUMNS) {
            let (text, damaged) = match cell {
                Data::String(s) | Data::DateTimeIso(s) | Data::DurationIso(s) => (s.clone(), false),
                Data::Float(n) => number_cell(*n),
                Data::Int(n) => (n.to_string(), false),
                Data::Bool(b) => (b.to_string(), false),
                Data::DateTime(at) => (date_cell(at), false),
                _ => (String::new(), false),
            };
            row.damaged |= damaged;
            row.cells.push(text);
        }
        if !out.push(row) {
            return false;
        }
    }
    true
}

fn number_cell(n: f64) -> (String, bool) {
    (plain_number(n), n.abs() >= EXACT)
}

/// A date cell as text, to the second people typed.
fn date_cell(at: &ExcelDateTime) -> String {
    if !at.is_datetime() {
        return plain_number(at.as_f64());
    }
    let (year, month, day, hour, minute, second, milli) = at.to_ymd_hms_milli();
    let parts = (i16::try_from(year), i8::try_from(month), i8::try_from(day));
    let (Ok(year), Ok(month), Ok(day)) = parts else { return plain_number(at.as_f64()) };
    let time = |n: u8| i8::try_from(n).unwrap_or(0);
    let date = jiff::civil::DateTime::new(year, month, day, time(hour), time(minute), time(second), 0);
    let rounded = date.and_then(|d| d.checked_add(jiff::SignedDuration::from_secs(i64::from(milli >= 500))));
    rounded.map_or_else(|_| plain_number(at.as_f64()), |d| d.strftime("%Y-%m-%d %H:%M:%S").to_string())
}

#[cfg(test)]
mod tests {
    use rust_xlsxwriter::{Format, Formula, Workbook};

    use super::*;

    fn rows(path: &Path, held: u64) -> Vec<(usize, u64, Vec<String>, bool)> {
        let (sender, receiver) = sync_channel(100);
        let mut out = Batches { out: &sender, rows: Vec::new() };
        sheets(path, None, held, &mut out).unwrap();
        out.flush();
        drop(sender);
        let rows = receiver.into_iter().flat_map(Result::unwrap);
        rows.map(|r| (r.sheet, r.number, r.cells, r.damaged)).collect()
    }

    #[test]
    fn strings_read_the_same_from_memory_and_from_a_file() {
        let (bold, date) = (Format::new().set_bold(), Format::new().set_num_format("yyyy-mm-dd"));
        let long = "您的账单已逾期😆".repeat(100);
        let texts = ["手机号", "10086", "<a & b>", "  before and after  ", "_x000D_", "1\r\n2", "😆", &long];
        let mut book = Workbook::new();
        for sheet in 0..2 {
            let sheet = book.add_worksheet().set_name(format!("Sheet {sheet} & more")).unwrap();
            for row in 0..800 {
                // Neighbours in the sheet are far apart in the table, and the other way round.
                let text = texts[row as usize * 5 % texts.len()];
                sheet.write_string(row, 0, text).unwrap();
                sheet.write_string(row, 1, format!("{text}{}", row * 7 % 800)).unwrap();
                sheet.write_number(row, 2, f64::from(row)).unwrap();
            }
            sheet.write_rich_string(1, 3, &[(&bold, "rich"), (&date, " & 文本")]).unwrap();
            sheet.write_number_with_format(2, 3, 45_601.5, &date).unwrap();
            sheet.write_boolean(3, 3, true).unwrap();
            sheet.write_formula(4, 3, Formula::new("=A1").set_result("sum")).unwrap();
            sheet.write_number(5, 3, 1e17).unwrap();
        }
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("m.xlsx");
        book.save(&path).unwrap();

        let (held, spilled) = (rows(&path, u64::MAX), rows(&path, 0));
        assert_eq!(held.len(), 1600);
        assert!(
            held.iter()
                .all(|(_, number, cells, _)| cells[0] == texts[(*number as usize - 1) * 5 % texts.len()])
        );
        assert_eq!(held, spilled);

        let (_, mut strings) = shared_strings::spill(&path, 0).unwrap().unwrap();
        let mut resolve = |cell: &str| strings.resolve(cell.to_owned()).ok();
        assert_eq!(resolve("plain").as_deref(), Some("plain"));
        assert_eq!(resolve("\u{ffff}0").as_deref(), Some("手机号"));
        for beyond in ["\u{ffff}30000", "\u{ffff}18446744073709551615", "\u{ffff}-1", "\u{ffff}x"] {
            assert_eq!(resolve(beyond), None, "{beyond}");
        }
    }
}
