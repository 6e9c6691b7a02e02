//! Opening an input: look at its head, choose the reader.

use std::fs::File;
use std::io::{Cursor, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use crate::detect::{Detection, HEAD, Head, forced, identify};
use crate::error::{DumpError, ErrorKind};
use crate::format::json::{JsonLines, JsonTree, Shape};
use crate::format::table::Delimited;
use crate::format::text::{Blocks, LineKind, PlainLines};
use crate::options::{Format, ReadOptions};
use crate::reader::{Dump, Parse, Reader};
use crate::source::{Counting, Input, Lines, Window, to_utf8};

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
    let source = file_name(path);
    let file = File::open(path).map_err(|e| DumpError::io(e).path(path))?;
    let opening = Opening::new(Box::new(file), &source).map_err(|e| e.path(path))?;
    let name = path.display().to_string();
    opening.read(&name, opts).map_err(|e| e.path(path))
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
    let opening = Opening::new(Box::new(input), name).map_err(|e| e.named(name))?;
    opening.read(name, opts).map_err(|e| e.named(name))
}

/// Says what an input is without reading on.
///
/// # Errors
///
/// As [`open`].
pub fn detect(path: &Path, opts: &ReadOptions) -> Result<Detection, DumpError> {
    let file = File::open(path).map_err(|e| DumpError::io(e).path(path))?;
    let opening = Opening::new(Box::new(file), &file_name(path)).map_err(|e| e.path(path))?;
    opening.detect(opts).map_err(|e| e.path(path))
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

/// An input whose head has been read.
struct Opening {
    source: String,
    head: Vec<u8>,
    whole: bool,
    input: Input,
    bytes: Arc<AtomicU64>,
}

impl Opening {
    fn new(input: Input, source: &str) -> Result<Self, DumpError> {
        let bytes = Arc::new(AtomicU64::new(0));
        let mut input = Counting::new(input, Arc::clone(&bytes));
        let mut head = Vec::new();
        (&mut input).take(HEAD as u64).read_to_end(&mut head).map_err(DumpError::io)?;
        let whole = head.len() < HEAD;
        Ok(Self { source: source.to_owned(), head, whole, input: Box::new(input), bytes })
    }

    fn detect(&self, opts: &ReadOptions) -> Result<Detection, DumpError> {
        let head = Head::new(&self.head, self.whole, opts)?;
        match opts.from {
            Some(format) => forced(format, &head, opts),
            None => identify(&head, opts),
        }
    }

    fn read(self, path: &str, opts: &ReadOptions) -> Result<Box<dyn Reader>, DumpError> {
        let detection = self.detect(opts)?;
        let format = detection.format;
        let (source, bytes) = (self.source.clone(), Arc::clone(&self.bytes));
        let parse = self.parser(detection, opts)?;
        Ok(Box::new(Dump::new(parse, format, source, path.to_owned(), bytes)))
    }

    fn parser(self, detection: Detection, opts: &ReadOptions) -> Result<Box<dyn Parse>, DumpError> {
        let encoding = detection.text;
        let whole_text = || Head::new(&self.head, self.whole, opts).map(|h| h.text().to_owned());
        let is_lines = match detection.format {
            Format::Jsonl => true,
            format if is_json(format) => crate::detect::json_lines(&whole_text()?, self.whole),
            _ => false,
        };
        let input: Input = Box::new(Cursor::new(self.head).chain(self.input));
        Ok(match detection.format {
            format if is_json(format) => {
                let shape = Shape::new(format, opts)?;
                if is_lines {
                    Box::new(JsonLines::new(Lines::new(input, encoding), shape))
                } else {
                    Box::new(JsonTree::new(Window::new(to_utf8(input, encoding)), shape))
                }
            }
            Format::Table | Format::Imazing | Format::Platform => {
                let layout = detection
                    .layout
                    .ok_or_else(|| DumpError::new(ErrorKind::NotRecognised, "not a table"))?;
                Box::new(Delimited::new(Lines::new(input, encoding), layout))
            }
            Format::Blocks => Box::new(Blocks::new(Lines::new(input, encoding), opts)),
            Format::Lines => Box::new(PlainLines::new(Lines::new(input, encoding), LineKind::Bare)),
            Format::Numbered => Box::new(PlainLines::new(Lines::new(input, encoding), LineKind::Numbered)),
            Format::Labelled => Box::new(PlainLines::new(Lines::new(input, encoding), LineKind::Labelled)),
            other => {
                return Err(DumpError::new(ErrorKind::NotRecognised, format!("no reader for {other} yet")));
            }
        })
    }
}

fn is_json(format: Format) -> bool {
    matches!(
        format,
        Format::Jsonl
            | Format::Json
            | Format::SmsIe
            | Format::Quik
            | Format::Fossify
            | Format::AndroidRows
            | Format::MiCloud
            | Format::Flyme
            | Format::SmsForwarder
            | Format::Telegram
            | Format::Aliyun
            | Format::NeoBackup
            | Format::DataBackup
    )
}
