//! Opening an input: look at its head, choose the reader.

mod members;
mod opening;

use std::io::Read;
use std::path::Path;

use crate::detect::Detection;
use crate::error::DumpError;
use crate::options::ReadOptions;
use crate::reader::Reader;

use opening::Opening;

/// Opens a file or a backup folder.
///
/// ```no_run
/// use smsift_dump::{ReadOptions, Record, open};
///
/// let mut reader = open("sms-20260301.xml".as_ref(), &ReadOptions::default())?;
/// let mut record = Record::default();
/// loop {
///     match reader.read_message(&mut record) {
///         Ok(true) => println!("{}", record.text),
///         Ok(false) => break,
///         Err(e) if e.is_recoverable() => eprintln!("{e}"),
///         Err(e) => return Err(e),
///     }
/// }
/// # Ok::<(), smsift_dump::DumpError>(())
/// ```
///
/// # Errors
///
/// When the input cannot be opened or read, is not recognised, or is encrypted; see
/// [`DumpError::is_unreadable`] and [`DumpError::what_to_do`].
pub fn open(path: &Path, opts: &ReadOptions) -> Result<Box<dyn Reader>, DumpError> {
    let opened = Opening::path(path).and_then(|opening| opening.reader(&path.display().to_string(), opts));
    opened.map_err(|e| e.path(path))
}

/// Opens a stream, such as standard input. Formats that must seek are spooled to a temporary file.
///
/// # Errors
///
/// As [`open`].
pub fn open_stream(
    name: &str,
    input: impl Read + Send + 'static,
    opts: &ReadOptions,
) -> Result<Box<dyn Reader>, DumpError> {
    let opened = Opening::stream(name, Box::new(input)).and_then(|opening| opening.reader(name, opts));
    opened.map_err(|e| e.named(name))
}

/// Says what an input is. Reads its first 64 KiB; of databases the schema, of archives the first member that is known.
///
/// # Errors
///
/// As [`open`].
pub fn detect(path: &Path, opts: &ReadOptions) -> Result<Detection, DumpError> {
    let parsed = Opening::path(path).and_then(|opening| opening.parser(opts, 0));
    parsed.map(|(detection, _)| detection).map_err(|e| e.path(path))
}
