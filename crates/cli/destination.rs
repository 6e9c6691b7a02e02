//! Where output goes: standard output, or a file that is never half written.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::failure::Failure;

/// An open output.
#[derive(Debug)]
pub(crate) enum Destination {
    /// Standard output.
    Stdout(io::Stdout),
    /// A temporary file beside the file it will become.
    File { temporary: NamedTempFile, path: PathBuf },
    /// Something that cannot be replaced by a file, such as a device.
    Device { file: fs::File, path: PathBuf },
}

impl Destination {
    /// Opens the file, or standard output when there is none. The file itself is not touched before
    /// [`finish`](Self::finish).
    pub(crate) fn open(path: Option<&Path>) -> Result<Self, Failure> {
        let Some(path) = path.filter(|path| path.as_os_str() != "-") else {
            return Ok(Self::Stdout(io::stdout()));
        };
        // A link stays a link: the file that it leads to is replaced.
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let failed = |error: io::Error| Failure::io(&path, &error);
        if fs::metadata(&path).is_ok_and(|found| !found.is_file()) {
            let file = fs::OpenOptions::new().write(true).open(&path).map_err(failed)?;
            return Ok(Self::Device { file, path });
        }
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let temporary = temporary_in(folder).map_err(failed)?;
        Ok(Self::File { temporary, path })
    }

    /// Writes all bytes.
    pub(crate) fn write(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        match self {
            Self::Stdout(out) => Ok(out.write_all(bytes)?),
            Self::File { temporary, path } => {
                temporary.write_all(bytes).map_err(|error| Failure::io(path, &error))
            }
            Self::Device { file, path } => file.write_all(bytes).map_err(|error| Failure::io(path, &error)),
        }
    }

    /// Writes all that is left in a file.
    pub(crate) fn copy(&mut self, from: &mut fs::File) -> Result<(), Failure> {
        match self {
            Self::Stdout(out) => Ok(io::copy(from, out).map(drop)?),
            Self::File { temporary, path } => {
                io::copy(from, temporary).map(drop).map_err(|error| Failure::io(path, &error))
            }
            Self::Device { file, path } => {
                io::copy(from, file).map(drop).map_err(|error| Failure::io(path, &error))
            }
        }
    }

    /// Ends the output: the file takes its name.
    pub(crate) fn finish(self) -> Result<(), Failure> {
        match self {
            Self::Stdout(mut out) => Ok(out.flush()?),
            Self::File { temporary, path } => {
                temporary.persist(&path).map(drop).map_err(|error| Failure::io(&path, &error.error))
            }
            Self::Device { mut file, path } => file.flush().map_err(|error| Failure::io(&path, &error)),
        }
    }
}

fn temporary_in(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".smsift-").suffix(".part");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        // What any new file gets, less the user's mask; a temporary file would be for its owner alone.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder)
}
