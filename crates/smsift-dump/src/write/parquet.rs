//! Parquet: the table of records in columns, snappy-compressed, behind the feature `parquet`.

use std::io::Write;
use std::sync::Arc;

use parquet::basic::Compression;
use parquet::column::writer::ColumnWriter;
use parquet::data_type::ByteArray;
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;
use smsift::VerdictRecord;

use super::columns::{COLUMNS, row};
use crate::error::{DumpError, ErrorKind};
use crate::record::Record;

/// Rows held in memory before they are written.
const GROUP: usize = 65_536;
const TIME: &str = "time";

/// Writes records with the columns of [`COLUMNS`]: `time` as a UTC timestamp in milliseconds, all others as UTF-8;
/// empty cells are null and lists are joined by `;`.
pub struct ParquetWriter<W: Write + Send> {
    file: SerializedFileWriter<W>,
    times: Vec<Option<i64>>,
    cells: Vec<Vec<ByteArray>>,
}

impl<W: Write + Send> ParquetWriter<W> {
    /// Begins a file.
    ///
    /// # Errors
    ///
    /// When the header cannot be written.
    pub fn new(out: W) -> Result<Self, DumpError> {
        let fields: Vec<String> = COLUMNS
            .iter()
            .map(|name| match *name {
                TIME => "OPTIONAL INT64 time (TIMESTAMP(MILLIS,true));".to_owned(),
                name => format!("OPTIONAL BYTE_ARRAY {name} (UTF8);"),
            })
            .collect();
        let schema = parse_message_type(&format!("message record {{ {} }}", fields.concat()))
            .map_err(|e| fault(&e))?;
        let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
        let file =
            SerializedFileWriter::new(out, Arc::new(schema), Arc::new(properties)).map_err(|e| fault(&e))?;
        Ok(Self { file, times: Vec::new(), cells: vec![Vec::new(); COLUMNS.len()] })
    }

    /// Adds one record.
    ///
    /// # Errors
    ///
    /// When a full group of rows cannot be written.
    pub fn push(&mut self, record: &Record, verdict: Option<&VerdictRecord>) -> Result<(), DumpError> {
        self.times.push(record.time.map(|t| t.at.as_millisecond()));
        for (column, cell) in self.cells.iter_mut().zip(row(record, verdict)) {
            column.push(ByteArray::from(cell.as_bytes().to_vec()));
        }
        if self.times.len() >= GROUP { self.flush() } else { Ok(()) }
    }

    /// Finishes the file and gives the writer back.
    ///
    /// # Errors
    ///
    /// When the rest cannot be written.
    pub fn finish(mut self) -> Result<W, DumpError> {
        self.flush()?;
        self.file.into_inner().map_err(|e| fault(&e))
    }

    fn flush(&mut self) -> Result<(), DumpError> {
        if self.times.is_empty() {
            return Ok(());
        }
        let times = std::mem::take(&mut self.times);
        let mut group = self.file.next_row_group().map_err(|e| fault(&e))?;
        for (name, cells) in COLUMNS.iter().zip(&mut self.cells) {
            let cells = std::mem::take(cells);
            let Some(mut column) = group.next_column().map_err(|e| fault(&e))? else { break };
            match column.untyped() {
                ColumnWriter::Int64ColumnWriter(writer) if *name == TIME => {
                    let levels: Vec<i16> = times.iter().map(|t| i16::from(t.is_some())).collect();
                    let values: Vec<i64> = times.iter().flatten().copied().collect();
                    writer.write_batch(&values, Some(&levels), None).map_err(|e| fault(&e))?;
                }
                ColumnWriter::ByteArrayColumnWriter(writer) => {
                    let levels: Vec<i16> = cells.iter().map(|c| i16::from(!c.is_empty())).collect();
                    let values: Vec<ByteArray> = cells.into_iter().filter(|c| !c.is_empty()).collect();
                    writer.write_batch(&values, Some(&levels), None).map_err(|e| fault(&e))?;
                }
                _ => {}
            }
            column.close().map_err(|e| fault(&e))?;
        }
        group.close().map(|_| ()).map_err(|e| fault(&e))
    }
}

fn fault(error: &ParquetError) -> DumpError {
    DumpError::new(ErrorKind::Io, format!("parquet: {error}"))
}

#[cfg(test)]
mod tests {
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::record::RowAccessor;

    use super::*;

    #[test]
    fn what_is_written_reads_back() {
        let mut writer = ParquetWriter::new(Vec::new()).unwrap();
        let record = Record { id: "m1".to_owned(), text: "您好😋".to_owned(), ..Record::default() };
        writer.push(&record, None).unwrap();
        let bytes = writer.finish().unwrap();
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(&bytes).unwrap();
        let reader = SerializedFileReader::new(file).unwrap();
        let row = reader.get_row_iter(None).unwrap().next().unwrap().unwrap();
        assert_eq!(row.get_string(0).unwrap(), "m1");
        assert_eq!(row.get_string(7).unwrap(), "您好😋");
    }
}
