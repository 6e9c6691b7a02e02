//! One error type for every reader and writer: what kind, and where.

use std::fmt;
use std::io;
use std::path::Path;

/// What went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// Reading or writing failed.
    Io,
    /// A date or time that names no instant.
    BadDate,
    /// Text that is not JSON where JSON must stand.
    BadJson,
    /// Markup that breaks off or is not closed.
    BadXml,
    /// A table row without the columns it needs.
    BadRow,
    /// A record of a message archive that breaks off or is not closed.
    BadRecord,
    /// A database page that cannot be read.
    BadDatabase,
    /// A container (zip, tar, zlib) that breaks off or contradicts itself.
    BadArchive,
    /// A record without a field for the text.
    NoText,
    /// A message whose text is empty.
    Empty,
    /// A record larger than the limit.
    TooLarge,
    /// No reader knows this content.
    NotRecognised,
    /// Encrypted: must be decrypted by its own tool first.
    Encrypted,
    /// Recognised, but there are no messages in it that could be read.
    Unsupported,
    /// An option does not fit the input.
    BadOption,
}

impl ErrorKind {
    /// The stable name, such as `bad-date`.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Io => "io",
            Self::BadDate => "bad-date",
            Self::BadJson => "bad-json",
            Self::BadXml => "bad-xml",
            Self::BadRow => "bad-row",
            Self::BadRecord => "bad-record",
            Self::BadDatabase => "bad-database",
            Self::BadArchive => "bad-archive",
            Self::NoText => "no-text",
            Self::Empty => "empty",
            Self::TooLarge => "too-large",
            Self::NotRecognised => "not-recognised",
            Self::Encrypted => "encrypted",
            Self::Unsupported => "unsupported",
            Self::BadOption => "bad-option",
        }
    }

    const fn is_record_kind(self) -> bool {
        matches!(
            self,
            Self::BadDate
                | Self::BadJson
                | Self::BadXml
                | Self::BadRow
                | Self::BadRecord
                | Self::NoText
                | Self::Empty
                | Self::TooLarge
        )
    }
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.slug())
    }
}

/// What a person can do about an input that cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Advice {
    /// In Chinese.
    pub zh: &'static str,
    /// In English.
    pub en: &'static str,
}

/// An error with its place. It never contains the text of a message.
#[derive(Debug)]
pub struct DumpError(Box<Inner>);

#[derive(Debug)]
struct Inner {
    kind: ErrorKind,
    path: Option<String>,
    record: Option<u64>,
    byte: Option<u64>,
    detail: String,
    advice: Option<Advice>,
    recoverable: bool,
    io: Option<io::Error>,
}

impl DumpError {
    pub(crate) fn new(kind: ErrorKind, detail: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            kind,
            path: None,
            record: None,
            byte: None,
            detail: detail.into(),
            advice: None,
            recoverable: kind.is_record_kind(),
            io: None,
        }))
    }

    pub(crate) fn io(error: io::Error) -> Self {
        // Container readers wrap their own faults so that they pass through `Read` unharmed.
        match error.downcast::<Self>() {
            Ok(own) => own,
            Err(error) => {
                let mut this = Self::new(ErrorKind::Io, error.to_string());
                this.0.io = Some(error);
                this
            }
        }
    }

    pub(crate) fn path(mut self, path: &Path) -> Self {
        self.0.path.get_or_insert_with(|| path.display().to_string());
        self
    }

    pub(crate) fn named(mut self, name: &str) -> Self {
        self.0.path.get_or_insert_with(|| name.to_owned());
        self
    }

    pub(crate) fn record(mut self, record: u64) -> Self {
        self.0.record.get_or_insert(record);
        self
    }

    pub(crate) fn byte(mut self, byte: u64) -> Self {
        self.0.byte.get_or_insert(byte);
        self
    }

    pub(crate) fn advice(mut self, advice: Advice) -> Self {
        self.0.advice = Some(advice);
        self
    }

    pub(crate) fn fatal(mut self) -> Self {
        self.0.recoverable = false;
        self
    }

    pub(crate) fn recoverable(mut self) -> Self {
        self.0.recoverable = true;
        self
    }

    /// What kind of error this is.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Only this record is lost: call [`Reader::read_message`](crate::Reader::read_message) again for the next.
    pub fn is_recoverable(&self) -> bool {
        self.0.recoverable
    }

    /// The input cannot be read as it is (not recognised, encrypted or unsupported): exit status 4.
    pub fn is_unreadable(&self) -> bool {
        matches!(self.0.kind, ErrorKind::NotRecognised | ErrorKind::Encrypted | ErrorKind::Unsupported)
    }

    /// The input's path or name.
    pub fn path_name(&self) -> Option<&str> {
        self.0.path.as_deref()
    }

    /// Line, row or element number, from 1.
    pub fn record_number(&self) -> Option<u64> {
        self.0.record
    }

    /// Byte offset in the input. For archives: in the member read; for UTF-16: in the text decoded to UTF-8.
    pub fn byte_offset(&self) -> Option<u64> {
        self.0.byte
    }

    /// The words after the kind; never a message's text.
    pub fn detail(&self) -> &str {
        &self.0.detail
    }

    /// What to do about it, where there is something to do.
    pub fn what_to_do(&self) -> Option<Advice> {
        self.0.advice
    }
}

impl fmt::Display for DumpError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &*self.0;
        if let Some(path) = &inner.path {
            write!(f, "{path}:")?;
        }
        match (inner.record, inner.byte) {
            (Some(record), Some(byte)) => write!(f, "record {record} (byte {byte}): ")?,
            (Some(record), None) => write!(f, "record {record}: ")?,
            (None, Some(byte)) => write!(f, "byte {byte}: ")?,
            (None, None) if inner.path.is_some() => f.write_str(" ")?,
            (None, None) => {}
        }
        write!(f, "{}: {}", inner.kind, inner.detail)
    }
}

impl std::error::Error for DumpError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.io.as_ref().map(|e| e as _)
    }
}

impl From<io::Error> for DumpError {
    fn from(error: io::Error) -> Self {
        Self::io(error)
    }
}

/// Lets a container's fault travel through [`io::Read`].
pub(crate) fn into_io(error: DumpError) -> io::Error {
    io::Error::other(error)
}
