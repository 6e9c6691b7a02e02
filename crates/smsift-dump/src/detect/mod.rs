//! Which format is this? The first rule that fits wins, and says why.

mod json;
mod refused;
mod text;

pub(crate) use refused::{
    ADB_PASSWORD, ITUNES_ENCRYPTED, NO_MESSAGES_IN_BACKUP, WHOLE_BACKUP_FOLDER, ZIP_PASSWORD, check_name,
};

use std::io::Read;

use crate::error::{DumpError, ErrorKind};
use crate::format::table::Layout;
use crate::options::{Format, ReadOptions};
use crate::source::{Encoding, guess, strip_bom, to_utf8};

/// Bytes looked at.
pub(crate) const HEAD: usize = 64 << 10;

/// What an input was found to be.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Detection {
    /// The format.
    pub format: Format,
    /// The text encoding, such as `gb18030`; `binary` for databases and archives.
    pub encoding: &'static str,
    /// How sure, 0–1: 1 for a magic number, less where only the look of the lines decides.
    pub confidence: f32,
    /// Why, for people.
    pub reason: String,
    /// The delimiter, for tables.
    pub delimiter: Option<char>,
    pub(crate) text: Encoding,
    pub(crate) layout: Option<Layout>,
}

impl Detection {
    pub(crate) fn new(format: Format, confidence: f32, reason: impl Into<String>) -> Self {
        Self {
            format,
            encoding: "binary",
            confidence,
            reason: reason.into(),
            delimiter: None,
            text: Encoding::Utf8,
            layout: None,
        }
    }

    fn in_encoding(mut self, encoding: Encoding, why: &str) -> Self {
        self.encoding = encoding.name();
        self.text = encoding;
        self.reason = format!("{}; {} by {why}", self.reason, encoding.name());
        self
    }

    pub(crate) fn with_layout(mut self, layout: Layout) -> Self {
        self.delimiter = Some(char::from(layout.delimiter));
        self.layout = Some(layout);
        self
    }
}

/// The head of an input, with its text decoded once.
pub(crate) struct Head<'h> {
    pub(crate) bytes: &'h [u8],
    /// The input ends with these bytes.
    pub(crate) whole: bool,
    pub(crate) encoding: Encoding,
    why: &'static str,
    text: String,
}

impl<'h> Head<'h> {
    pub(crate) fn new(bytes: &'h [u8], whole: bool, opts: &ReadOptions) -> Result<Self, DumpError> {
        let (encoding, why) = match &opts.encoding {
            Some(label) => (Encoding::from_label(label)?, "your word"),
            None => guess(bytes, whole),
        };
        let mut decoded = Vec::new();
        let input = Box::new(std::io::Cursor::new(bytes.to_vec()));
        to_utf8(input, encoding).read_to_end(&mut decoded)?;
        let text = String::from_utf8_lossy(strip_bom(&decoded)).into_owned();
        Ok(Self { bytes, whole, encoding, why, text })
    }

    /// The decoded text without byte order mark.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// More control characters than even a damaged text has: in most lines, and one in twenty or more.
    fn is_binary(&self) -> bool {
        let is_odd = |c: char| c < ' ' && !matches!(c, '\n' | '\r' | '\t' | '\u{c}');
        let (mut odd, mut all, mut odd_lines, mut lines) = (0, 0, 0, 0);
        for line in self.text.split('\n').filter(|l| !l.is_empty()).take(1000) {
            let count = line.chars().filter(|c| is_odd(*c)).count();
            odd += count;
            all += line.chars().count();
            odd_lines += usize::from(count > 0);
            lines += 1;
        }
        odd_lines * 2 > lines && odd * 20 > all
    }
}

/// Decides from the first bytes. Archives and databases are told from each other by what is in them, later.
pub(crate) fn identify(head: &Head<'_>, opts: &ReadOptions) -> Result<Detection, DumpError> {
    if let Some(magic) = magic(head.bytes) {
        return Ok(magic);
    }
    refused::check(head)?;
    if head.bytes.is_empty() || head.text().trim().is_empty() {
        return Err(DumpError::new(ErrorKind::NotRecognised, "the input is empty"));
    }
    let detection = text::identify(head, opts)?;
    Ok(detection.in_encoding(head.encoding, head.why))
}

/// Formats with a magic number.
fn magic(bytes: &[u8]) -> Option<Detection> {
    let found = |format, what: &str| Some(Detection::new(format, 1.0, format!("begins with {what}")));
    if bytes.starts_with(b"PK\x03\x04") {
        found(Format::Zip, "a zip header")
    } else if bytes.starts_with(b"SQLite format 3\0") {
        found(Format::Sqlite, "an SQLite header")
    } else if bytes.starts_with(b"MIUI BACKUP\n") {
        found(Format::MiuiBackup, "MIUI BACKUP")
    } else if bytes.starts_with(b"ANDROID BACKUP\n") {
        found(Format::AdbBackup, "ANDROID BACKUP")
    } else if bytes.starts_with(b"\xD0\xCF\x11\xE0") {
        found(Format::Spreadsheet, "an old Office header")
    } else {
        None
    }
}

/// The detection for a format the user named.
pub(crate) fn forced(format: Format, head: &Head<'_>, opts: &ReadOptions) -> Result<Detection, DumpError> {
    let detection = Detection::new(format, 1.0, "named by --from");
    let binary = matches!(
        format,
        Format::Zip
            | Format::Sqlite
            | Format::AndroidDb
            | Format::IosDb
            | Format::HuaweiDb
            | Format::SmsForwarderDb
            | Format::MiuiBackup
            | Format::AdbBackup
            | Format::Spreadsheet
            | Format::ItunesBackup
    );
    if binary {
        return Ok(detection);
    }
    text::with_layout(detection, head, opts).map(|d| d.in_encoding(head.encoding, head.why))
}

/// Whether JSON of a known producer comes one object per line.
pub(crate) fn json_lines(text: &str, whole: bool) -> bool {
    json::is_lines(text, whole)
}
