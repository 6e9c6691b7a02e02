//! Reads and writes the message dumps that phones, tools and platforms export.

mod record;

pub use record::{Folder, Kind, Record, Time};
