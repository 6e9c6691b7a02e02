//! How a run ends.

use std::fmt;
use std::io;
use std::path::Path;

/// A run that came to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Success {
    /// All is done.
    Done,
    /// A limit that was asked for is not kept.
    LimitMissed,
}

impl Success {
    /// The exit status.
    pub(crate) fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::LimitMissed => 1,
        }
    }
}

/// A run that stopped.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Reading or writing failed, or the rules are bad.
    Failed(String),
    /// The reader of our output has gone. That is its right.
    ClosedPipe,
}

impl Failure {
    /// The exit status.
    pub(crate) fn code(&self) -> u8 {
        match self {
            Self::Failed(_) => 1,
            Self::ClosedPipe => 0,
        }
    }

    /// A failure to read or write `path`.
    pub(crate) fn io(path: &Path, error: &io::Error) -> Self {
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

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Failed(message) => f.write_str(message),
            Self::ClosedPipe => f.write_str("the output was closed"),
        }
    }
}
