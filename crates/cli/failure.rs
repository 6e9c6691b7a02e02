//! How a run ends.

use std::fmt;
use std::io;
use std::path::Path;

/// A run that came to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Success {
    /// All is done.
    Done,
    /// Done as far as it went, but something asked for failed: an input could not be read to its end, or a limit is
    /// not kept. It was told already.
    Incomplete,
    /// Done, but records were skipped and that was to be strict about.
    Skipped,
    /// Done, but an input was not recognised or is encrypted.
    Unreadable,
}

impl Success {
    /// The exit status.
    pub(crate) fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Incomplete => 1,
            Self::Skipped => 3,
            Self::Unreadable => 4,
        }
    }
}

/// A run that stopped.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Reading or writing failed, or the rules are bad.
    Failed(String),
    /// Options that do not go together.
    Usage(String),
    /// A fault after which the run was to stop. It was told already.
    Stopped,
    /// An input that is not recognised or encrypted. It was told already.
    Unreadable,
    /// The reader of our output has gone. That is its right.
    ClosedPipe,
}

impl Failure {
    /// The exit status.
    pub(crate) fn code(&self) -> u8 {
        match self {
            Self::Failed(_) | Self::Stopped => 1,
            Self::Usage(_) => 2,
            Self::Unreadable => 4,
            Self::ClosedPipe => 0,
        }
    }

    /// What to tell, unless it was told or there is nobody to tell it to.
    pub(crate) fn message(&self) -> Option<&str> {
        match self {
            Self::Failed(message) | Self::Usage(message) => Some(message),
            Self::Stopped | Self::Unreadable | Self::ClosedPipe => None,
        }
    }

    /// A failure to read or write `path`.
    pub(crate) fn io(path: &Path, error: &io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Self::ClosedPipe;
        }
        Self::Failed(format!("{}: {error}", path.display()))
    }

    pub(crate) fn other(error: impl fmt::Display) -> Self {
        Self::Failed(error.to_string())
    }
}

/// Errors of writing to standard output.
impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            Self::ClosedPipe
        } else {
            Self::Failed(format!("standard output: {error}"))
        }
    }
}
