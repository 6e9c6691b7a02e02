//! An input whose head has been read, on its way to a parser.

use std::fs::File;
use std::io::{self, Cursor, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use tempfile::TempDir;

use super::members::ZipMembers;
use crate::detect::{Detection, HEAD, Head, check_name, forced, identify, json_lines};
use crate::error::{DumpError, ErrorKind};
use crate::format::archive::{AdbBackup, Contents, MiuiBackup, Spreadsheet, zip_contents};
use crate::format::database::{self, Database, itunes_sms_db};
use crate::format::json::{JsonLines, JsonTree, Shape};
use crate::format::record::{AdbQuery, Cmpp, GoogleVoice, Log, Mbox, SmsCsv};
use crate::format::table::Delimited;
use crate::format::text::{Blocks, LineKind, PlainLines};
use crate::format::vmsg::Vmsg;
use crate::format::xml::{GoSms, SmsBackupRestore, SuperBackup};
use crate::options::{Format, ReadOptions};
use crate::reader::{Dump, Kept, Parse, Reader};
use crate::source::{Counting, Input, Lines, Window, to_utf8};

/// The largest member or stream that is spooled to disk.
const MAX_SPOOL: u64 = 64 << 30;

/// What has been opened so far.
pub(super) struct Opening {
    source: String,
    /// The file, if the input is one and may be opened again.
    path: Option<PathBuf>,
    /// The folder, if the input is one.
    folder: bool,
    head: Vec<u8>,
    whole: bool,
    input: Input,
    bytes: Arc<AtomicU64>,
}

type Parsed = (Detection, Box<dyn Parse>);

impl Opening {
    pub(super) fn path(path: &Path) -> Result<Self, DumpError> {
        let source = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        if path.is_dir() {
            let mut this = Self::stream(&source, Box::new(io::empty()))?;
            this.path = Some(path.to_owned());
            this.folder = true;
            return Ok(this);
        }
        let file = File::open(path).map_err(DumpError::io)?;
        let seekable = file.metadata().is_ok_and(|m| m.is_file());
        let mut this = Self::stream(&source, Box::new(file))?;
        this.path = seekable.then(|| path.to_owned());
        Ok(this)
    }

    pub(super) fn stream(source: &str, input: Input) -> Result<Self, DumpError> {
        let bytes = Arc::new(AtomicU64::new(0));
        let mut input = Counting::new(input, Arc::clone(&bytes));
        let mut head = Vec::new();
        let read = (&mut input).take(HEAD as u64).read_to_end(&mut head);
        // What could be read before a fault is still worth looking at; the fault comes again.
        let failed = read.err();
        if head.is_empty()
            && let Some(e) = failed
        {
            return Err(DumpError::io(e));
        }
        let whole = head.len() < HEAD;
        let input: Input = match failed {
            Some(e) => Box::new(Failing(Some(e))),
            None => Box::new(input),
        };
        Ok(Self { source: source.to_owned(), path: None, folder: false, head, whole, input, bytes })
    }

    /// The reader with everything that is common to all formats.
    pub(super) fn reader(self, path: &str, opts: &ReadOptions) -> Result<Box<dyn Reader>, DumpError> {
        let (source, bytes) = (self.source.clone(), Arc::clone(&self.bytes));
        let (detection, parse) = self.parser(opts, 0)?;
        Ok(Box::new(Dump::new(parse, detection.format, source, path.to_owned(), bytes)))
    }

    /// What the input is, and the parser for it. `depth` counts archives around it.
    pub(super) fn parser(self, opts: &ReadOptions, depth: usize) -> Result<Parsed, DumpError> {
        if self.folder {
            return self.folder_parser(opts);
        }
        check_name(&self.source)?;
        let head = Head::new(&self.head, self.whole, opts)?;
        let detection = match opts.from {
            // A named format is what is inside an archive.
            Some(format) if !self.head.starts_with(b"PK\x03\x04") || format == Format::Spreadsheet => {
                forced(format, &head, opts)?
            }
            _ => identify(&head, opts)?,
        };
        match detection.format {
            Format::Zip => self.zip(opts, depth),
            Format::Spreadsheet => {
                let (path, folder) = self.file()?;
                spreadsheet(&path, folder, detection, opts)
            }
            Format::Sqlite
            | Format::AndroidDb
            | Format::IosDb
            | Format::HuaweiDb
            | Format::SmsForwarderDb
            | Format::ItunesBackup => self.database(detection, opts),
            _ => {
                let text = head.text().to_owned();
                let parse = self.streamed(&detection, &text, opts)?;
                Ok((detection, parse))
            }
        }
    }

    fn folder_parser(self, opts: &ReadOptions) -> Result<Parsed, DumpError> {
        let folder = self.path.unwrap_or_default();
        if !crate::inputs::is_backup_folder(&folder) {
            return Err(DumpError::new(ErrorKind::BadOption, "a folder; read the files in it"));
        }
        let db = Database::open(&itunes_sms_db(&folder)?)?;
        let mut detection = database::identify(&db, opts)?;
        let parse = database::parser(db, detection.format, opts)?;
        detection.format = Format::ItunesBackup;
        detection.reason = format!("a phone backup folder; {}", detection.reason);
        Ok((detection, parse))
    }

    /// The input as a file that can be opened again.
    fn file(self) -> Result<(PathBuf, Option<TempDir>), DumpError> {
        if let Some(path) = self.path {
            return Ok((path, None));
        }
        let folder = tempfile::tempdir().map_err(DumpError::io)?;
        let path = folder.path().join("spool");
        let mut file = File::create(&path).map_err(DumpError::io)?;
        let mut input = Cursor::new(self.head).chain(self.input).take(MAX_SPOOL);
        // A cut stream still leaves a file whose beginning can be read.
        let copied = io::copy(&mut input, &mut file);
        file.flush().map_err(DumpError::io)?;
        if let Err(e) = copied
            && file.stream_position().unwrap_or(0) == 0
        {
            return Err(DumpError::io(e));
        }
        Ok((path, Some(folder)))
    }

    fn database(self, named: Detection, opts: &ReadOptions) -> Result<Parsed, DumpError> {
        let (path, folder) = self.file()?;
        let mut db = Database::open(&path)?;
        if let Some(folder) = folder {
            db = db.keep(folder);
        }
        let detection = if named.format == Format::Sqlite { database::identify(&db, opts)? } else { named };
        let parse = database::parser(db, detection.format, opts)?;
        Ok((detection, parse))
    }

    fn zip(self, opts: &ReadOptions, depth: usize) -> Result<Parsed, DumpError> {
        if depth >= 2 {
            return Err(DumpError::new(ErrorKind::Unsupported, "archives nested too deeply"));
        }
        let (path, folder) = self.file()?;
        match zip_contents(&path)? {
            Contents::Spreadsheet => {
                let detection = Detection::new(Format::Spreadsheet, 1.0, "a zip with a workbook");
                spreadsheet(&path, folder, detection, opts)
            }
            Contents::Members(members) => {
                let (detection, parse) = ZipMembers::open(members, opts, depth)?;
                Ok((detection, keep(Box::new(parse), folder)))
            }
        }
    }

    /// Formats read from front to back.
    fn streamed(
        self,
        detection: &Detection,
        text: &str,
        opts: &ReadOptions,
    ) -> Result<Box<dyn Parse>, DumpError> {
        let (encoding, format, whole) = (detection.text, detection.format, self.whole);
        let input: Input = Box::new(Cursor::new(self.head).chain(self.input));
        if is_json(format) {
            let shape = Shape::new(format, opts)?;
            return Ok(if format == Format::Jsonl || json_lines(text, whole) {
                Box::new(JsonLines::new(Lines::new(input, encoding), shape))
            } else {
                Box::new(JsonTree::new(Window::new(to_utf8(input, encoding)), shape, opts)?)
            });
        }
        let lines = |input| Lines::new(input, encoding);
        let window = |input| Window::new(to_utf8(input, encoding));
        Ok(match format {
            Format::Table | Format::Imazing | Format::Platform => {
                let missing = || DumpError::new(ErrorKind::NotRecognised, "not a table");
                Box::new(Delimited::new(lines(input), detection.layout.clone().ok_or_else(missing)?))
            }
            Format::MiuiBackup => Box::new(MiuiBackup::new(input, opts)?),
            Format::AdbBackup => Box::new(AdbBackup::new(input, opts)?),
            Format::SmsCsv => Box::new(SmsCsv::new(lines(input), opts)),
            Format::Blocks => Box::new(Blocks::new(lines(input), opts)),
            Format::Numbered => Box::new(PlainLines::new(lines(input), LineKind::Numbered)),
            Format::Labelled => Box::new(PlainLines::new(lines(input), LineKind::Labelled)),
            Format::Log => Box::new(Log::new(lines(input), opts)?),
            Format::Cmpp => Box::new(Cmpp::new(lines(input), opts)),
            Format::AdbQuery => Box::new(AdbQuery::new(lines(input), text, opts)),
            Format::Vmsg => Box::new(Vmsg::new(lines(input), opts)),
            Format::Mbox => Box::new(Mbox::new(lines(input), opts)),
            Format::SmsBackupRestore => Box::new(SmsBackupRestore::new(window(input), opts)),
            Format::GoSms => Box::new(GoSms::new(window(input), opts)),
            Format::SuperBackup => Box::new(SuperBackup::new(window(input), opts)),
            Format::GoogleVoice => Box::new(GoogleVoice::new(window(input), opts)),
            _ => Box::new(PlainLines::new(lines(input), LineKind::Bare)),
        })
    }
}

fn spreadsheet(
    path: &Path,
    folder: Option<TempDir>,
    mut detection: Detection,
    opts: &ReadOptions,
) -> Result<Parsed, DumpError> {
    let sheet = Spreadsheet::new(path, opts)?;
    if sheet.is_platform() {
        detection.reason.push_str("; the columns of a sending platform");
    }
    Ok((detection, keep(Box::new(sheet), folder)))
}

/// Keeps a temporary folder as long as the parser that reads from it.
fn keep(parse: Box<dyn Parse>, folder: Option<TempDir>) -> Box<dyn Parse> {
    match folder {
        Some(folder) => Box::new(Kept { parse, _folder: folder }),
        None => parse,
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

/// Gives back the fault that ended the head.
struct Failing(Option<io::Error>);

impl Read for Failing {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}
