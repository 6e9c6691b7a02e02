//! Tables: delimited text and everything that ends in rows and columns.

mod columns;
mod delimited;
mod rows;
mod sniff;

pub(crate) use delimited::Delimited;

pub(crate) use sniff::{Layout, of_rows, sniff};
