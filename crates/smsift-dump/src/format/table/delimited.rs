//! CSV, TSV and tables with any other delimiter.

use super::rows::{Row, Rows};
use super::sniff::Layout;
use crate::error::DumpError;
use crate::reader::Parse;
use crate::record::Record;
use crate::source::Lines;
use crate::write::restore;

/// Reads a delimited table row by row.
pub(crate) struct Delimited {
    rows: Rows,
    layout: Layout,
    row: Row,
    header_due: bool,
}

impl Delimited {
    pub(crate) fn new(lines: Lines, layout: Layout) -> Self {
        let rows = Rows::new(lines, layout.delimiter);
        Self { rows, header_due: layout.header, layout, row: Row::default() }
    }
}

impl Parse for Delimited {
    fn next(&mut self, rec: &mut Record) -> Result<bool, DumpError> {
        if std::mem::take(&mut self.header_due) && !self.rows.next(&mut self.row)? {
            return Ok(false);
        }
        if !self.rows.next(&mut self.row)? {
            return Ok(false);
        }
        let (line, offset) = (self.row.line, self.row.offset);
        if self.layout.for_people {
            for field in &mut self.row.fields {
                let extra = field.len() - restore(field).len();
                field.drain(..extra);
            }
        }
        let read = self.layout.columns.read(&mut self.row.fields, self.layout.delimiter, rec);
        rec.byte = offset;
        if rec.record == 0 || read.is_err() {
            rec.record = line;
        }
        read.map_err(|e| e.byte(offset))?;
        rec.notes.extend(self.row.note);
        Ok(true)
    }
}
