//! Reads and writes the message dumps that phones, tools and platforms export.
//!
//! [`open`] looks at the content (never at the name alone), chooses the reader and gives out one [`Record`] after the
//! other. Everything is streamed: memory does not grow with the size of the dump, except for workbooks
//! other than xlsx, which are held whole.
//!
//! # Untrusted input
//!
//! Dumps are written by strangers. Sizes, nesting and counts are bounded; a damaged record is an error with its place,
//! and reading goes on at the next one. Errors never repeat the text of a message.

mod clean;
mod detect;
mod error;
mod fields;
mod format;
mod hash;
pub mod inputs;
mod open;
mod options;
mod reader;
mod record;
mod source;
mod time;
pub mod write;

pub use clean::normal_address;
pub use detect::Detection;
pub use error::{Advice, DumpError, ErrorKind};
pub use open::{detect, open, open_stream};
pub use options::{Column, ColumnMap, Format, ReadOptions, parse_delimiter};
pub use reader::{Reader, Warning};
pub use record::{
    Folder, Kind, NOTE_CONTROL, NOTE_LONE_SURROGATE, NOTE_MIXED_ENCODING, NOTE_NUMBER_DAMAGED,
    NOTE_PART_MISSING, NOTE_REPLACED, NOTE_TRUNCATED, Record, Time,
};
