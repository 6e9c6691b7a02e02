//! Writing records: JSON Lines, CSV, spreadsheets and, behind a feature, Parquet.

mod cell;
mod columns;
mod csv;
mod jsonl;
mod xlsx;

pub use cell::{neutralise, push_csv_field, restore};
pub use columns::{COLUMNS, row};
pub use csv::{CsvStyle, csv, csv_header, csv_row};
pub use jsonl::jsonl;
pub use xlsx::{XlsxTable, XlsxWriter};
