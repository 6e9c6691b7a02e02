//! Writing records: JSON Lines, CSV, spreadsheets and, behind a feature, Parquet.

mod cell;
mod columns;
mod csv;
mod jsonl;
#[cfg(feature = "parquet")]
mod parquet;
mod xlsx;

pub use cell::{neutralise, push_csv_field, restore};
pub use columns::{COLUMNS, row};
pub use csv::{CsvStyle, csv, csv_header, csv_row};
pub use jsonl::jsonl;
#[cfg(feature = "parquet")]
pub use parquet::ParquetWriter;
pub use xlsx::{XlsxTable, XlsxWriter};
