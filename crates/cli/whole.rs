//! Output formats that cannot be put together from pieces: a workbook is a zip archive, a Parquet file ends in an
//! index. They are put together in a temporary file and then copied.

use smsift::VerdictRecord;
use smsift_dump::Record;
#[cfg(feature = "parquet")]
use smsift_dump::write::ParquetWriter;
use smsift_dump::write::XlsxWriter;
use tempfile::NamedTempFile;

use crate::failure::Failure;
use crate::output::render::Renderer;

/// A file in the making.
pub(crate) enum Whole {
    /// Excel workbook.
    Xlsx(Box<XlsxWriter>, NamedTempFile),
    /// Parquet.
    #[cfg(feature = "parquet")]
    Parquet(Box<ParquetWriter<NamedTempFile>>),
}

impl Whole {
    /// The file that the format needs, if it is one of these.
    pub(crate) fn open(renderer: Renderer) -> Result<Option<Self>, Failure> {
        let file = || NamedTempFile::new().map_err(Failure::other);
        Ok(match renderer {
            Renderer::Xlsx => Some(Self::Xlsx(Box::default(), file()?)),
            #[cfg(feature = "parquet")]
            Renderer::Parquet => {
                let file = file()?;
                Some(Self::Parquet(Box::new(ParquetWriter::new(file).map_err(Failure::other)?)))
            }
            _ => None,
        })
    }

    /// Adds one record.
    pub(crate) fn push(&mut self, record: &Record, verdict: &VerdictRecord) -> Result<(), Failure> {
        match self {
            Self::Xlsx(workbook, _) => workbook.push(record, Some(verdict)),
            #[cfg(feature = "parquet")]
            Self::Parquet(table) => table.push(record, Some(verdict)),
        }
        .map_err(Failure::other)
    }

    /// The finished file, and how many cells of a workbook had to be cut.
    pub(crate) fn finish(self) -> Result<(NamedTempFile, u64), Failure> {
        match self {
            Self::Xlsx(workbook, file) => {
                let cut = workbook.save(file.path()).map_err(Failure::other)?;
                Ok((file, cut))
            }
            #[cfg(feature = "parquet")]
            Self::Parquet(table) => Ok((table.finish().map_err(Failure::other)?, 0)),
        }
    }
}
